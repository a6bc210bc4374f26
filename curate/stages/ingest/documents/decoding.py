"""Bytes of the web as text: in the encoding that is named, unless the bytes themselves say otherwise."""

from __future__ import annotations

import codecs
import json
import re
from typing import Final

_EVIDENCE: Final = 1 << 17
_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),  # no mark, and a first letter that tells as much
    (b"\0<", "utf-16-be"),
)
_WIDER: Final = {"gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"}
"""What browsers read under these names: the sets that they were widened to."""
_WIDE: Final = ("utf-16", "utf-32")
_MULTIPLE: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_IN_PAIRS: Final = frozenset({"gbk", "gb18030", "shift_jis", "euc_jp", "euc_kr", "big5"})
_TELLING: Final = 4  # letters of UTF-8 that no text gives by chance whose letters are pairs of bytes: two do, in GBK
_REPLACED: Final = "\ufffd"
_SNIFFED: Final = 1_445  # bytes, as browsers do
_NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_NO_TEXT_AT_MOST: Final = 0.02  # some authors leave a stray byte or two in their pages
_SIGNATURES: Final = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"PK\x03\x04": "a zip",
    b"\x1f\x8b": "gzip",
    b"%!PS": "PostScript",
    b"{\\rtf": "RTF",
}


def decoded(body: bytes, charset: str | None) -> str:
    """The text of bytes: as their byte order mark says, or as the header, a meta element, or their looks do.

    Many servers name one encoding for all that they serve: what is UTF-8 throughout is read so, whatever they name,
    and what is named UTF-8 and is not is read as it looks. A byte that the encoding does not know is replaced, as
    browsers do, and spoils nothing but itself; a name that nobody knows counts for nothing.
    """
    from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5  # noqa: PLC0415 - web

    marked = next((name for mark, name in _ORDER_MARKS if body.startswith(mark)), None)
    if marked is not None:
        return body.decode(marked, "replace").removeprefix("\ufeff")
    named = map_encoding_to_html5(charset, fallback_utf8=False) if charset else None
    named = named or detect_encoding(body[:_EVIDENCE], from_html_meta=True) or "utf-8"
    if named.startswith(_WIDE):
        return body.decode(named, "replace")
    if named not in _IN_PAIRS or len(_MULTIPLE.findall(body[:_EVIDENCE])) >= _TELLING:
        text = body.decode("utf-8", "replace")
        if _REPLACED not in text:
            return text
        if named == "utf-8":
            return text if _mostly_whole(text) else _otherwise(body)
    return body.decode(_WIDER.get(named, named), "replace")


def _mostly_whole(text: str) -> bool:
    """Whether fewer of the letters beyond ASCII are replaced than are read."""
    replaced = text.count(_REPLACED)
    return len(text.encode("ascii", "ignore")) + 2 * replaced <= len(text)


def _otherwise(body: bytes) -> str:
    """What is named UTF-8 and is none."""
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415 - web

    found = detect_encoding(body[:_EVIDENCE]) or "cp1252"
    found = "cp1252" if found == "utf-8" else found
    return body.decode(_WIDER.get(found, found), "replace")


def other_than_text(body: bytes) -> str | None:
    """What a body is that claims to be a page or a text, and is neither; None for what may be one."""
    start = body[:_SNIFFED].lstrip()
    for signature, name in _SIGNATURES.items():
        if start.startswith(signature):
            return name
    if any(body.startswith(mark) for mark, _ in _ORDER_MARKS):
        return None
    if len(_NO_TEXT.findall(body[:_SNIFFED])) > _NO_TEXT_AT_MOST * len(body[:_SNIFFED]):
        return "binary"
    return "JSON" if _is_json(body.strip()) else None


def _is_json(body: bytes) -> bool:
    """Whether a body is an object or a list of JSON."""
    if (body[:1], body[-1:]) not in {(b"{", b"}"), (b"[", b"]")}:
        return False
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
