"""Which encoding a text is in: UTF-8 where it can be, else what the source says or what its bytes look like.

Text files of the wild mix encodings line by line, so a line that is UTF-8 is read as UTF-8 even in a file whose other
lines are not.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from charset_normalizer import from_bytes

if TYPE_CHECKING:
    from pathlib import Path

_EVIDENCE: Final = 1 << 16  # bytes of lines that are not UTF-8: enough to tell encodings apart
_COMMONEST: Final = "cp1252"
_PIECE: Final = 1 << 20
_PROBE: Final = b"\\u0041\n"  # seven characters, and two where a backslash is an escape; some write it as a yen
BOM: Final = codecs.BOM_UTF8


def of_text_files(codec: codecs.CodecInfo) -> bool:
    """Whether files of text are written in this encoding, with lines that end with one byte.

    Python's codecs are more than that: of host names (idna, punycode), of source code (unicode_escape), of bytes and
    texts to their like (hex, rot13), and one that refuses everything.
    """
    try:
        if "\n".encode(codec.name) != b"\n":  # refuses what is no encoding of text, as the codec itself would not
            return False
        decoder = codecs.getincrementaldecoder(codec.name)()
        pieces = [decoder.decode(bytes([byte])) for byte in _PROBE]  # without an end: nothing may wait for one
    except (LookupError, UnicodeError):
        return False
    text = "".join(pieces)
    return len(text) == len(_PROBE) and text.endswith("0041\n")


class LineDecoder:
    """Bytes of one line to text, as a source's `encoding` and `fallback` ask."""

    def __init__(self, path: Path, encoding: str, fallback: str | None) -> None:
        """Look at the file first if its encoding is to be detected."""
        self._first = "utf-8" if encoding == "detect" else encoding
        self._second = (fallback or detected(path)) if encoding == "detect" else fallback

    def __call__(self, line: bytes) -> str:
        """The text of a line.

        Raises:
            UnicodeDecodeError: If it is in neither of the encodings; its `start` is the byte within the line.
        """
        try:
            return line.decode(self._first)
        except UnicodeDecodeError:
            if self._second is None:
                raise
            return line.decode(self._second)


def whole(path: Path, encoding: str, fallback: str | None) -> str:
    """The encoding of a file that is one text: UTF-8 if all of it is, else the fallback or what is detected.

    Raises:
        UnicodeDecodeError: If it is not UTF-8 and there is nothing else to try; `start` is the byte in the file.
    """
    if encoding not in {"utf-8", "detect"}:
        return encoding
    try:
        _read_through(path)
    except UnicodeDecodeError:
        second = fallback or (detected(path) if encoding == "detect" else None)
        if second is None:
            raise
        return second
    return "utf-8"


def detected(path: Path) -> str | None:
    """The encoding that the lines which are not UTF-8 look like; None where all are UTF-8 or none fits."""
    evidence = bytearray()
    with path.open("rb") as file:
        while len(evidence) < _EVIDENCE and (line := file.readline(_EVIDENCE)):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                evidence += line
    matches = from_bytes(bytes(evidence)) if evidence else ()
    best = next(iter(matches), None)
    if best is None:
        return None
    # A few accents fit a dozen encodings equally well; then it is the one that most files of the kind are in.
    ties = (match for match in matches if (match.chaos, match.coherence) == (best.chaos, best.coherence))
    likely = any(_COMMONEST in match.could_be_from_charset for match in ties)
    return _COMMONEST if likely else best.encoding


def _read_through(path: Path) -> None:
    """Decode a file as UTF-8 piece by piece, so that the byte of an error counts from the file's start."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                at = done - held + error.start
                raise UnicodeDecodeError("utf-8", error.object, at, at + 1, error.reason) from error
            done += len(piece)
        decoder.decode(b"", final=True)
