"""HTTP responses as archives keep them: status, headers, and a body freed of chunks and packing."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any, Final, cast

from curate.stages.ingest.block import LONGEST_RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_STATUS: Final = re.compile(rb"[A-Z]+(?:/\d(?:\.\d)?)?[ \t]+(\d{3})\b")
_END: Final = re.compile(rb"\r?\n\r?\n")
_CHUNK: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_FEED: Final = 1 << 12  # bytes of zstd at a time, so that a bomb gives 128 MB at most


def charset_of(content_type: str) -> str | None:
    """The encoding that a content type names."""
    found = _CHARSET.search(content_type)
    return found.group(1) if found else None


def head_of(content: bytes) -> tuple[int, dict[str, str], int]:
    """Status and headers of a response, and where its body begins.

    Raises:
        ValueError: If it begins with no status line, or its head has no end.
    """
    status = _STATUS.match(content)
    if status is None:
        raise ValueError("is no HTTP response: it begins with no status line")
    end = _END.search(content)
    if end is None and status.group(1) == b"200":
        raise ValueError("is no whole HTTP response: its head has no end")
    head, begins = (content, len(content)) if end is None else (content[: end.start()], end.end())
    headers: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            headers[name.strip().lower().decode("latin-1")] = value.strip().decode("latin-1")
    return int(status.group(1)), headers, begins


def unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    """A body without its chunks and its packing.

    Archives often keep both headers beside a body that the crawler had already freed of them: a body that does not
    even begin as its header says is taken as it stands.

    Raises:
        ValueError: If it begins so, and then cannot be taken apart.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _without_chunks(body)
    for name in reversed(headers.get("content-encoding", "").lower().replace(",", " ").split()):
        unpack = _UNPACK.get(name)
        if unpack is None and name not in {"identity", "none", "utf-8"}:
            raise ValueError(f"is packed in a way that is not known (Content-Encoding {name!r})")
        if unpack is not None and body:
            body = unpack(body)
    return body


def _without_chunks(body: bytes) -> bytes:
    at, parts = 0, list[bytes]()
    while head := _CHUNK.match(body, at):
        size = int(head.group(1), 16)
        if not size:
            return b"".join(parts)
        part = body[head.end() : head.end() + size]
        if len(part) < size:
            raise ValueError(f"has bad chunks: that at byte {at:,} of its body breaks off")
        parts.append(part)
        at = head.end() + size
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    if not parts:
        return body
    if at >= len(body):
        return b"".join(parts)  # without the last, empty chunk: nothing is missing that anybody can know of
    raise ValueError(f"has bad chunks: none begins at byte {at:,} of its body")


def _gunzip(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    return _inflated(body, 31)


def _inflate(body: bytes) -> bytes:
    if body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0:  # noqa: PLR2004 - the head of zlib
        return _inflated(body, 15)
    try:
        return _inflated(body, -15)  # some servers leave zlib's head out
    except ValueError:
        return body


def _inflated(body: bytes, window: int) -> bytes:
    unpack = zlib.decompressobj(window)
    try:
        out = unpack.decompress(body, LONGEST_RECORD)
    except zlib.error as error:
        raise ValueError(f"cannot be unpacked: {str(error).partition(': ')[2] or error}") from error
    if unpack.unconsumed_tail:
        raise ValueError(f"is longer than {LONGEST_RECORD:,} bytes unpacked")
    if not unpack.eof:
        raise ValueError("cannot be unpacked: it breaks off")
    return out


def _unbrotli(body: bytes) -> bytes:
    import brotli  # noqa: PLC0415 - crawls keep few bodies so

    library = cast("Any", brotli)
    unpack = library.Decompressor()
    try:
        out: bytes = unpack.process(body, output_buffer_limit=LONGEST_RECORD + 1)
    except cast("type[Exception]", library.error) as error:
        if body[:1].isspace() or body[:1] == b"<":
            return body
        raise ValueError(f"cannot be unpacked: {error}") from error
    if len(out) > LONGEST_RECORD:
        raise ValueError(f"is longer than {LONGEST_RECORD:,} bytes unpacked")
    if not unpack.is_finished():
        raise ValueError("cannot be unpacked: it breaks off")
    return out


def _unzstd(body: bytes) -> bytes:
    import zstandard  # noqa: PLC0415 - crawls keep few bodies so

    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    unpack, parts, size = zstandard.ZstdDecompressor().decompressobj(), list[bytes](), 0
    try:
        for at in range(0, len(body), _FEED):
            parts.append(unpack.decompress(body[at : at + _FEED]))
            size += len(parts[-1])
            if size > LONGEST_RECORD:
                raise ValueError(f"is longer than {LONGEST_RECORD:,} bytes unpacked")
            if unpack.eof:
                return b"".join(parts)
    except zstandard.ZstdError as error:
        raise ValueError(f"cannot be unpacked: {error}") from error
    raise ValueError("cannot be unpacked: it breaks off")


_UNPACK: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
