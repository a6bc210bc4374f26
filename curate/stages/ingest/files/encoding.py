"""Which encoding a text is in: UTF-8 where it can be, else what the source says or what its bytes look like.

Text files of the wild mix encodings line by line, so a line that is UTF-8 is read as UTF-8 even in a file whose other
lines are not. A byte order mark decides for the whole file.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from charset_normalizer import from_bytes

from curate.errors import SourceError
from curate.stages.ingest.files.compression import beginning

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedReader

    from curate.stages.ingest.block import Told
    from curate.stages.ingest.files.places import File

_EVIDENCE: Final = 1 << 16  # bytes of lines that are not UTF-8: enough to tell encodings apart
_COMMONEST: Final = "cp1252"
_PIECE: Final = 1 << 20
_PROBE: Final = b"\\u0041\n"  # seven characters, and two where a backslash is an escape; some write it as a yen
_MARKS: Final = (  # the longer first, for one begins with another
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE: Final = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
_SAME: Final = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""What an encoding is after its mark, or without one as nearly all programs write it."""
_HEAD: Final = 1 << 12
_STRANGE: Final = bytes(range(9)) + bytes((0x0B,)) + bytes(range(0x10, 0x1B)) + bytes(range(0x1C, 0x20))
_STRANGE_SHARE: Final = 0.1  # of a first line: no text has as many control characters, and no other file as few
_ZEROS: Final = {  # which of four bytes are zero in mostly Latin text
    frozenset({1, 3}): "utf-16-le",
    frozenset({0, 2}): "utf-16-be",
    frozenset({1, 2, 3}): "utf-32-le",
    frozenset({0, 1, 2}): "utf-32-be",
}
_MAGIC: Final = {
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"FEA1": "a Feather file",
    b"PK\x03\x04": "a zip",
    b"%PDF": "a PDF",
    b"SQLite format 3": "a database of SQLite",
    b"\x89HDF": "an HDF5 file",
    b"\x1f\x8b": "compressed twice",
    b"\x28\xb5\x2f\xfd": "compressed twice",
    b"version https://git-lfs.github.com/": "a pointer of Git LFS",
    b"/annex/objects/": "a pointer of git-annex",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
}
"""What files begin with, in small letters where letters differ in size."""


def of_text_files(codec: codecs.CodecInfo) -> bool:
    """Whether files of text are written in this encoding: with lines that end with one byte, or in UTF-16 or UTF-32.

    Python's codecs are more than that: of host names (idna, punycode), of source code (unicode_escape), of bytes and
    texts to their like (hex, rot13), and one that refuses everything.
    """
    return is_wide(codec.name) or _by_bytes(codec)


def is_wide(name: str) -> bool:
    """Whether every character has two or four bytes."""
    return name in _WIDE


def _by_bytes(codec: codecs.CodecInfo) -> bool:
    try:
        if "\n".encode(codec.name) != b"\n":  # refuses what is no encoding of text, as the codec itself would not
            return False
        decoder = codecs.getincrementaldecoder(codec.name)()
        pieces = [decoder.decode(bytes([byte])) for byte in _PROBE]  # without an end: nothing may wait for one
    except (LookupError, UnicodeError):
        return False
    text = "".join(pieces)
    return len(text) == len(_PROBE) and text.endswith("0041\n")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a file's bytes become text.

    Attributes:
        name: the encoding, without a byte order; `utf-8` where that is only tried first.
        mark: bytes of its byte order mark, to be stepped over.
        newline: what ends its lines.
        decode: a line to text; raises `UnicodeDecodeError`, whose `start` is the byte within the line.
        direct: whether a line that is UTF-8 is read as such.
    """

    name: str
    mark: int
    newline: bytes
    decode: Callable[[bytes], str]
    direct: bool

    def opened(self, file: File) -> BufferedReader:
        """The file's content after its mark."""
        stream = file.open()
        stream.read(self.mark)
        return stream


def spelling(file: File, told: Told, kind: str) -> Spelling:
    """Look at a file that should be text of some kind, such as `JSON Lines`.

    Raises:
        SourceError: If it is something else, with the byte that shows it.
    """
    with file.open() as stream:
        start = beginning(stream, _HEAD)
    mark, name = next(((mark, name) for mark, name in _MARKS if start.startswith(mark)), (b"", None))
    declared = _SAME.get(told.encoding, told.encoding)
    if name is None or (name == "utf-8" and declared not in {"utf-8", "detect"}):
        mark, name = b"", declared
    elif name == "utf-8":
        name = declared
    if is_wide(name):
        return Spelling(name, len(mark), "\n".encode(name), lambda line: line.decode(name), direct=False)
    _check(start, told, kind)
    decode = LineDecoder(file, name, told.fallback)
    direct = name in {"utf-8", "detect"}
    return Spelling("utf-8" if direct else name, len(mark), b"\n", decode, direct)


def _check(start: bytes, told: Told, kind: str) -> None:
    """Make sure that this may be the beginning of a text of one-byte line ends."""
    check_is_no_other(start, told, kind)
    first = start.partition(b"\n")[0]
    strange = len(first) - len(first.translate(None, _STRANGE))
    if strange <= _STRANGE_SHARE * len(first):
        return
    at = next(at for at, byte in enumerate(first) if byte in _STRANGE)
    likely = _likely_wide(first)
    what = f"is not {kind} in {told.encoding}: it holds the byte {first[at]:02x} (byte {at})"
    raise SourceError(what, place=told.shown, hint=f"if it is {likely}, say so: encoding: {likely}" if likely else None)


def check_is_no_other(start: bytes, told: Told, kind: str) -> None:
    """Make sure that a file does not begin as one of another kind does.

    Raises:
        SourceError: If it does.
    """
    begins = start[:_HEAD].lstrip(b"\t\n\r ")
    known = next((what for magic, what in _MAGIC.items() if _begins(start, begins, magic)), None)
    if known is not None:
        hint = "fetch the file itself: git lfs pull, or git annex get" if "pointer" in known else None
        raise SourceError(f"is {known}, not {kind} (byte 0)", place=told.shown, hint=hint)


def _begins(start: bytes, text: bytes, magic: bytes) -> bool:
    return text[: len(magic)].lower() == magic if magic.startswith(b"<") else start.startswith(magic)


def _likely_wide(first: bytes) -> str | None:
    """The encoding in which the zeros of a line are the upper halves of characters."""
    zeros = {at for at in range(4) if 2 * first[at::4].count(0) > len(first[at::4])}
    return _ZEROS.get(frozenset(zeros))


class LineDecoder:
    """Bytes of one line to text, as a source's `encoding` and `fallback` ask."""

    def __init__(self, file: File, encoding: str, fallback: str | None) -> None:
        """Look at the file first if its encoding is to be detected."""
        self._first = "utf-8" if encoding == "detect" else encoding
        self._second = (fallback or detected(file)) if encoding == "detect" else fallback

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


def whole(file: File, told: Told, spelled: Spelling) -> str:
    """The encoding of a file that is one text: UTF-8 if all of it is, else the fallback or what is detected.

    Raises:
        SourceError: If it is not UTF-8 and there is nothing else to try; with the byte.
    """
    if not spelled.direct:
        return spelled.name
    try:
        _read_through(file)
    except UnicodeDecodeError as error:
        second = told.fallback or (detected(file) if told.encoding == "detect" else None)
        if second is None:
            what = f"is not UTF-8 (byte {error.start})"
            raise SourceError(what, place=told.shown, hint="name its encoding, or a fallback") from error
        return second
    return "utf-8"


def detected(file: File) -> str | None:
    """The encoding that the lines which are not UTF-8 look like; None where all are UTF-8 or none fits."""
    evidence = bytearray()
    with file.open() as stream:
        while len(evidence) < _EVIDENCE and (line := stream.readline(_EVIDENCE)):
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


def _read_through(file: File) -> None:
    """Decode a file as UTF-8 piece by piece, so that the byte of an error counts from the file's start."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    with file.open() as stream:
        while piece := stream.read(_PIECE):
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                at = done - held + error.start
                raise UnicodeDecodeError("utf-8", error.object, at, at + 1, error.reason) from error
            done += len(piece)
        decoder.decode(b"", final=True)
