"""`web_pages.warc.gz`: the pages in `pages/` as an archive of HTTP responses, as a crawler would have stored them.

A page is a text file: head lines `name: value`, an empty line, then paragraphs; a line `# ...` is a heading. The head
says where the page was, in which encoding its bytes are, and where the page says so (in the HTTP header, in a meta
element, or nowhere). The archive follows WARC/1.0, one gzip member a record. The members are stored, not compressed,
so that their bytes do not depend on the version of zlib.
"""

import hashlib
import html
import struct
import uuid
import zlib
from pathlib import Path

PAGES = Path(__file__).parent.parent / "pages"
DATE = "2025-06-01T12:00:00Z"
ITEMS = ("Home", "Articles", "About", "Contact")


def _page(source: str) -> tuple[dict[str, str], list[str]]:
    head, _, body = source.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return fields, [" ".join(part.split("\n")) for part in body.strip().split("\n\n")]


def _markup(fields: dict[str, str], parts: list[str]) -> str:
    declared = f'<meta charset="{fields["encoding"]}">\n' if fields["declared"] == "meta" else ""
    menu = "".join(f'<li><a href="/{item.lower()}">{item}</a></li>' for item in ITEMS)
    main = "\n".join(
        f"<h2>{html.escape(part[2:])}</h2>" if part.startswith("# ") else f"<p>{html.escape(part, quote=False)}</p>"
        for part in parts
    )
    title = html.escape(fields["title"])
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{declared}<title>{title}</title>\n'
        "<style>body { max-width: 40em; margin: auto }</style>\n<script>var visits = 1;</script>\n</head>\n"
        f"<body>\n<nav><ul>{menu}</ul></nav>\n<main>\n<h1>{title}</h1>\n{main}\n</main>\n"
        "<footer>All rights reserved. Cookies help us to improve this site.</footer>\n</body>\n</html>\n"
    )


def _response(fields: dict[str, str], parts: list[str]) -> bytes:
    """Return the HTTP response: status line, headers, an empty line and the page in its encoding."""
    body = _markup(fields, parts).encode(fields["encoding"])
    charset = f"; charset={fields['encoding']}" if fields["declared"] == "header" else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html{charset}\r\nContent-Length: {len(body)}\r\n\r\n"
    if fields.get("truncated"):
        body = body[: len(body) * 3 // 5]
    return head.encode("ascii") + body


def _record(kind: str, uri: str, content: bytes, extra: tuple[str, ...]) -> bytes:
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"curate-samples:{kind}:{uri}")
    lines = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{name}>",
        f"WARC-Date: {DATE}",
        *extra,
        f"Content-Length: {len(content)}",
    )
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + content + b"\r\n\r\n"


def _stored(content: bytes) -> bytes:
    """Return `content` as a gzip member of one stored block, without a time: the same bytes everywhere.

    Raises:
        ValueError: the content does not fit into one block.
    """
    size = len(content)
    if size > 0xFFFF:  # noqa: PLR2004 - the most that a stored block of deflate holds
        msg = f"a record of {size} bytes is too long for one block"
        raise ValueError(msg)
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    block = struct.pack("<BHH", 1, size, size ^ 0xFFFF) + content
    return head + block + struct.pack("<II", zlib.crc32(content), size)


def archive() -> bytes:
    """Return the archive: a record on the archive itself, then one response for every page, in the order of names."""
    about = b"software: curate-samples\r\nformat: WARC File Format 1.0\r\n"
    records = [
        _record(
            "warcinfo",
            "web_pages.warc.gz",
            about,
            ("WARC-Filename: web_pages.warc.gz", "Content-Type: application/warc-fields"),
        )
    ]
    for path in sorted(PAGES.glob("*.txt")):
        fields, parts = _page(path.read_text(encoding="utf-8"))
        content = _response(fields, parts)
        digest = hashlib.sha256(content).hexdigest()
        extra = (
            f"WARC-Target-URI: {fields['url']}",
            f"WARC-Block-Digest: sha256:{digest}",
            "Content-Type: application/http; msgtype=response",
            *(("WARC-Truncated: length",) if fields.get("truncated") else ()),
        )
        records.append(_record("response", fields["url"], content, extra))
    return b"".join(_stored(record) for record in records)
