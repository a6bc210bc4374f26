"""Tables of text, CSV and TSV: a record a row, its fields texts; an empty field is null, as there is no telling.

A row that does not fit is rejected with its line. Where a quote is opened and not closed as it should be, only the
line with that quote is, and reading goes on with the next: else one stray quote would take along all up to the next.
"""

from __future__ import annotations

import csv
import json
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.errors import SourceError
from curate.stages.ingest.block import BLOCK_BYTES, LONGEST_RECORD, Block, Broken, Told
from curate.stages.ingest.files.encoding import Spelling, spelling
from curate.stages.ingest.formats.columnar import lacking
from curate.stages.ingest.formats.jsonl import rejected
from curate.stages.ingest.formats.lines import Odd, each_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from curate.stages.ingest.files.places import File

_UNCLOSED: Final = 16
"""How many quotes of a file may be open up to its end: each is looked for through all that follows."""


def read_csv(file: File, told: Told) -> Iterator[Block]:
    """The rows of a file with commas between fields, in blocks.

    Raises:
        SourceError: If the file is no text, its header is no list of names, or quotes are opened and never closed.
        OSError: If it cannot be read.
    """
    return _blocks(file, told, told.layout.delimiter or ",", "CSV")


def read_tsv(file: File, told: Told) -> Iterator[Block]:
    """The rows of a file with tabs between fields, in blocks.

    Raises:
        SourceError: If the file is no text, its header is no list of names, or quotes are opened and never closed.
        OSError: If it cannot be read.
    """
    return _blocks(file, told, told.layout.delimiter or "\t", "TSV")


def _blocks(file: File, told: Told, delimiter: str, kind: str) -> Iterator[Block]:
    spelled = spelling(file, told, kind)
    with spelled.opened(file) as stream:
        rows = _Rows(stream, spelled, told, delimiter)
        names = rows.header() if told.layout.header else list(told.layout.names)
        lacking(names, told, hint=_other_delimiter(names))
        wanted = [(name, at) for at, name in enumerate(names) if name in told.columns]
        block, begun = Block(), spelled.mark
        for row, (offset, found) in enumerate(rows):
            if not isinstance(found, list):
                block.broken.append(found.as_broken(row, offset, spelled.name))
            elif len(found) != len(names):
                block.broken.append(rows.misfit(row, len(found), len(names)))
            else:
                block.add({name: found[at] or None for name, at in wanted}, row, offset)
            if len(block) >= told.block_rows or offset - begun >= BLOCK_BYTES:
                yield block
                block, begun = Block(), offset
    if len(block):
        yield block


def _other_delimiter(names: list[str]) -> str | None:
    """What to say where all names of a header seem to be one."""
    other = next((mark for mark in ";\t|," if len(names) == 1 and mark in names[0]), None)
    return None if other is None else f"if that is between its fields, say so: delimiter: {json.dumps(other)}"


class _Line(NamedTuple):
    offset: int
    number: int  # from 1
    content: bytes
    odd: Odd | None


class _Bad(NamedTuple):
    """Lines that make no row."""

    why: str
    lines: list[bytes]

    def as_broken(self, row: int, offset: int, encoding: str) -> Broken:
        newline = "\n".encode(encoding)
        return rejected(row, offset, self.why, newline.join(self.lines), encoding)


class _Rows:
    """The rows of a table with the bytes where they begin, or in place of one why it is none."""

    def __init__(self, stream: BufferedReader, spelled: Spelling, told: Told, delimiter: str) -> None:
        csv.field_size_limit(4 * LONGEST_RECORD)  # two lines at most, and the first of them may be as long
        quote = told.layout.quote
        quoting = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
        self._feed = _Feed(stream, spelled)
        self._reader = csv.reader(self._feed, delimiter=delimiter, quotechar=quote, quoting=quoting, strict=True)
        self._told, self._spelled, self._unclosed = told, spelled, 0

    def header(self) -> list[str]:
        """The names of the columns, which stand in the first row.

        Raises:
            SourceError: If they do not.
        """
        for offset, found in self:
            if not isinstance(found, list):
                raise SourceError(f"its header cannot be read: {found.why} (byte {offset})", place=self._told.shown)
            # Spreadsheets leave columns without a name at the end; those that nobody asks for need none of their own.
            asked = (name for name in found if name and name in self._told.columns)
            twice = next((name for name in asked if found.count(name) > 1), None)
            if twice is not None:
                what = f"its header names two columns {twice!r}"
                hint = "header: false, where the first row is none; columns then names them"
                raise SourceError(what, place=self._told.shown, hint=hint)
            return found
        return sorted(self._told.required)  # an empty file lacks records, not columns

    def __iter__(self) -> Iterator[tuple[int, list[str] | _Bad]]:
        feed, reader = self._feed, self._reader
        while True:
            feed.taken.clear()
            feed.held = 0
            try:
                fields = next(reader)
            except csv.Error as error:
                yield feed.taken[0].offset, self._failed(str(error))
            except StopIteration:
                if feed.odd is None:
                    return
                yield feed.odd.offset, self._odd(feed.odd)
            else:
                if feed.wrong is not None:
                    yield feed.taken[0].offset, self._undecodable()
                elif fields:
                    yield feed.taken[0].offset, fields

    def misfit(self, row: int, found: int, wanted: int) -> Broken:
        """The reject of the row just given, which has too many or too few fields."""
        first = self._feed.taken[0]
        bad = _Bad(f"line {first.number}: has {found} fields, not {wanted}", self._feed.contents())
        return bad.as_broken(row, first.offset, self._spelled.name)

    def _undecodable(self) -> _Bad:
        why, self._feed.wrong = self._feed.wrong or "", None
        return _Bad(f"line {self._feed.taken[0].number}: {why}", self._feed.contents())

    def _odd(self, line: _Line) -> _Bad:
        self._feed.odd = None
        return _Bad(f"line {line.number}: {line.odd.why if line.odd else ''}", [*self._feed.contents(), line.content])

    def _failed(self, said: str) -> _Bad:
        """What the parser stumbled over: a quote, or the end of what can be read while one is open."""
        feed = self._feed
        first = feed.taken[0]
        feed.wrong = None
        if feed.odd is not None:
            return self._odd(feed.odd)
        why = said.partition(" - ")[0]
        if feed.ended:
            why = "a quote is opened and never closed"
            self._unclosed += 1
            if self._unclosed > _UNCLOSED:
                hint = "quote: null, where quotes are characters like others"
                raise SourceError(f"{why} (byte {first.offset})", place=self._told.shown, line=first.number, hint=hint)
        feed.again()
        return _Bad(f"line {first.number}: {why}", [first.content])


class _Feed:
    """Gives the parser its lines as text, and remembers those of the row that it is at.

    Attributes:
        taken: the lines of this row so far.
        held: their bytes.
        odd: what is no line, where this row met it.
        wrong: a clause on what of this row cannot be decoded.
        ended: whether there is nothing more, or the row is too long to look on for its end.
    """

    def __init__(self, stream: BufferedReader, spelled: Spelling) -> None:
        self._decode = spelled.decode
        lines = each_line(stream, spelled.newline, spelled.mark)
        self._lines = (_Line(at, number, line, odd) for number, (at, line, odd) in enumerate(lines, 1))
        self._waiting: deque[_Line] = deque()
        self.taken: list[_Line] = []
        self.held = 0
        self.odd: _Line | None = None
        self.wrong: str | None = None
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._lines, None)
        self.ended = line is None or self.held > LONGEST_RECORD
        if line is None:
            raise StopIteration
        if self.ended:
            self._waiting.appendleft(line)
            raise StopIteration
        if line.odd is not None:
            self.odd = line
            raise StopIteration
        self.taken.append(line)
        self.held += len(line.content)
        try:
            return self._decode(line.content) + "\n"
        except UnicodeDecodeError as error:
            self.wrong = f"is not {error.encoding} (byte {line.offset + error.start})"
            return line.content.decode("latin-1") + "\n"  # so that the row's end is found

    def again(self) -> None:
        """Give all lines of this row but the first once more."""
        self._waiting.extendleft(reversed(self.taken[1:]))

    def contents(self) -> list[bytes]:
        """The lines of this row."""
        return [line.content for line in self.taken]
