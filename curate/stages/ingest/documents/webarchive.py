"""Records of web archives: WARC 0.18 to 1.1 (WET and WAT among them) and ARC, packed by record, as a whole, or not.

The frame of a record is read here and not by a library: the one at hand (fastwarc 2.0) knows no ARC, and passes over
clipped files, wrong lengths and bytes between records without a word; see docs/adr/0006. What is broken is given as
`Damaged`, and reading goes on with the next record that can be found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from curate.stages.ingest.block import LONGEST_RECORD, RAW_CHARACTERS
from curate.stages.ingest.documents.members import DamageError, Unpacked
from curate.stages.ingest.documents.recovery import begins_record, first_member, next_member, next_plain, next_record

if TYPE_CHECKING:
    from collections.abc import Iterator

_WARC: Final = b"WARC/"
_ARC: Final = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]*:.*?) \S+ (?P<date>\d{12,14}) (?P<type>\S+) (?:.* )?(?P<length>\d+)\s*$"
)
_APART: Final = re.compile(rb"\0|\r?\n(?:\0|\r?\n)")
_LINE_END: Final = re.compile(rb"\r?\n|\r\Z")
_WITH_CONTENT: Final = frozenset({"response", "resource", "conversion", "warcinfo"})
_MOST_HEADERS: Final = 1 << 10
_SHARED: Final = (
    "shares its packed piece with other records: it cannot be fetched by its offset, nor can those that follow (they "
    "are read all the same); pack each record on its own"
)


@dataclass(frozen=True, slots=True)
class Archived:
    """One record of an archive.

    Attributes:
        number: in the file, from 0, all kinds counted.
        offset: the byte of the file where it can be fetched; None where it shares a packed piece with others.
        kind: `WARC-Type` in small letters; what it would be, in an ARC.
        url: what it is a record of.
        date: ISO 8601, as it stands there.
        media: the content type that the record itself claims, without parameters.
        content: its block; empty for the kinds that hold no document.
    """

    number: int
    offset: int | None
    kind: str
    url: str | None
    date: str | None
    media: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Damaged:
    """What could not be read where a record was, and where that begins in the file."""

    number: int
    offset: int
    why: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    kind: str
    url: str | None
    date: str | None
    media: str
    length: int | None


def archived(file: BinaryIO) -> Iterator[Archived | Damaged]:
    """All records of an archive in its order, and what is damaged among them.

    Args:
        file: The archive as it lies there, packed or not; it is sought in.
    """
    begin, number = 0, 0
    packed, dictionary = None, b""
    if (spoiled := first_member(file)) is not None:
        begin, packed = spoiled
        yield Damaged(number, 0, "is no record: other bytes stand where one must begin")
        number += 1
    while True:
        stream = Unpacked(file, begin, packed=packed, dictionary=dictionary)
        reading = _Reading(stream, number)
        packed = stream.packed
        try:
            yield from reading.records()
        except DamageError as damage:
            yield Damaged(reading.number, damage.offset, damage.why)
            if packed == "plain":
                found = next_plain(file, damage.offset + 1)
            else:
                found = next_member(file, damage.offset + 1, packed, stream.dictionary)
            if found is None:
                return
            begin, number, dictionary = found, reading.number + 1, stream.dictionary
        else:
            return


class _Reading:
    """Records out of one run of unpacked bytes."""

    def __init__(self, stream: Unpacked, number: int) -> None:
        self.number = number
        """Of the record that is being read."""
        self._stream = stream
        self._lost = False  # the bytes before the next record were already told as damage
        self._shared = False

    def records(self) -> Iterator[Archived | Damaged]:
        while True:
            gap = self._to_next()
            if gap is not None:
                yield gap
                self.number += 1
            offset, alone = self._stream.offset()
            first = self._stream.line()
            if not first:
                return
            self._lost = False
            if not alone and not self._shared:
                self._shared = True
                yield Damaged(self.number, offset, _SHARED, _raw(first))
            yield from self._record(first, offset if alone else None, offset)
            self.number += 1

    def _to_next(self) -> Damaged | None:
        """Go to the next line that begins a record, or to the end; what stands before it is damage."""
        gap: Damaged | None = None
        while (ahead := self._stream.peek()) and not begins_record(ahead):
            offset, _ = self._stream.offset()
            line = self._stream.line()
            if gap is None and not self._lost and line.strip(b"\0\r\n\t "):
                gap = Damaged(self.number, offset, "is no record: other bytes stand where one must begin", _raw(line))
        return gap

    def _record(self, first: bytes, offset: int | None, begins: int) -> Iterator[Archived | Damaged]:
        """One record, from its first line on."""
        head = self._warc_head() if first.startswith(_WARC) else _arc_head(first)
        if isinstance(head, str) or head.length is None:
            self._lost = True
            why = head if isinstance(head, str) else "says no length of its content (Content-Length)"
            yield Damaged(self.number, begins, why, _raw(first))
            return
        if head.length > LONGEST_RECORD:
            yield self._too_long(head, first, begins)
            return
        content = self._stream.take(head.length)
        if len(content) < head.length:
            self._give_back(content)
            why = f"breaks off after {len(content):,} of {head.length:,} bytes"
            yield Damaged(self.number, begins, why, _raw(first + content))
        elif self._runs_on():
            self._lost = True
            self._give_back(content)
            yield Damaged(self.number, begins, "is longer or shorter than it says (Content-Length)", _raw(first))
        else:
            kept = content if head.kind in _WITH_CONTENT else b""
            yield Archived(self.number, offset, head.kind, head.url, head.date, head.media, kept)

    def _too_long(self, head: _Head, first: bytes, begins: int) -> Archived | Damaged:
        """A record that is not held: a fault where it would have held a document, for no page is so long.

        Raises:
            DamageError: If the file ends in it: then its length is not to be believed, nor that it holds what follows.
        """
        assert head.length is not None, "a record without a length is told before"
        met = self._stream.skip(head.length)
        if met < head.length:
            raise DamageError(begins, f"breaks off after {met:,} of {head.length:,} bytes")
        if self._runs_on():
            self._lost = True
        elif head.kind not in _WITH_CONTENT:
            return Archived(self.number, None, head.kind, head.url, head.date, head.media, b"")
        return Damaged(self.number, begins, f"is longer than {LONGEST_RECORD:,} bytes", _raw(first))

    def _give_back(self, content: bytes) -> None:
        """What a record took that is another's goes back."""
        if (swallowed := next_record(content)) is not None:
            self._stream.put_back(content[swallowed:])

    def _runs_on(self) -> bool:
        """Whether neither an empty line nor a record nor the end follows the content."""
        try:
            ahead = self._stream.peek()
        except DamageError:
            return False  # it will be told of what comes next; this record was whole
        if not ahead or _APART.match(ahead) or begins_record(ahead):
            return False
        line_end = _LINE_END.match(ahead)  # the content may end in front of one of its own lines
        rest = ahead[line_end.end() :] if line_end else ahead
        return line_end is None or (b"\n" in rest and not begins_record(rest))

    def _warc_head(self) -> _Head | str:
        """The named fields of a WARC record; a sentence where there is no end to them."""
        fields: dict[bytes, bytes] = {}
        last = b""
        for _ in range(_MOST_HEADERS):
            line = self._stream.line()
            if not line or line.startswith(_WARC):
                self._stream.put_back(line)  # the next record's
                return "breaks off in its head"
            text = line.rstrip(b"\r\n")
            if not text:
                return _named(fields)
            if text[:1] in b" \t" and last:
                fields[last] += b" " + text.strip()  # a folded line goes on with the field above
                continue
            name, colon, value = text.partition(b":")
            if colon:
                last = name.strip().lower()
                fields[last] = value.strip()
        return f"has a head of more than {_MOST_HEADERS:,} lines"


def _named(fields: dict[bytes, bytes]) -> _Head:
    def text(name: bytes) -> str | None:
        value = fields.get(name)
        return None if value is None else value.decode("utf-8", "replace")

    length = fields.get(b"content-length", b"")
    url = text(b"warc-target-uri")
    return _Head(
        kind=(text(b"warc-type") or "unknown").lower(),
        url=None if url is None else url.strip("<>"),  # some writers keep the brackets of the grammar
        date=text(b"warc-date"),
        media=media_type(text(b"content-type")),
        length=int(length) if length.isdigit() else None,
    )


def _arc_head(line: bytes) -> _Head | str:
    """The first line of an ARC record, in the one version or the other."""
    found = _ARC.match(line)
    if found is None:
        return "is no record of an ARC: its first line ends in no length"
    url = found["url"].decode("utf-8", "replace")
    scheme = url.partition(":")[0].lower()
    kind = {"filedesc": "warcinfo", "http": "response", "https": "response"}.get(scheme, scheme)
    return _Head(
        kind, url, _iso(found["date"].decode()), media_type(found["type"].decode("latin-1")), int(found["length"])
    )


def media_type(said: str | None) -> str:
    """A content type without its parameters, in small letters; empty where none is said."""
    return (said or "").partition(";")[0].strip().lower()


def _iso(stamp: str) -> str:
    padded = stamp.ljust(14, "0")
    day = f"{padded[:4]}-{padded[4:6]}-{padded[6:8]}"
    return f"{day}T{padded[8:10]}:{padded[10:12]}:{padded[12:14]}Z"


def _raw(content: bytes) -> str:
    return content[: 4 * RAW_CHARACTERS].decode("utf-8", "backslashreplace").rstrip()[:RAW_CHARACTERS]
