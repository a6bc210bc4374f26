"""What readers hand over: records in blocks, and beside them what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from curate.stages.ingest.files.places import File

Record = dict[str, Any]
"""One record as its file holds it: texts, numbers, lists and mappings."""

BLOCK_ROWS: Final = 2_048
"""Records of a block at most: enough to outweigh its start, and few enough for the garbage collector."""

BLOCK_BYTES: Final = 1 << 24
"""Bytes of text after which a block ends, however few its records are."""

LONGEST_RECORD: Final = 1 << 26
"""Bytes: a longer line is no question; it is rejected without ever being held whole."""

RAW_CHARACTERS: Final = 2_000
"""How much of a rejected record is kept."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that no row can be made of.

    `row` is its number in the file, from 0; `byte` where it begins, if the format has bytes to count; `why` a sentence;
    `raw` the record as it stands there, cut after `RAW_CHARACTERS`.
    """

    row: int
    byte: int | None
    why: str
    raw: str


@dataclass(slots=True)
class Block:
    """Some records of one file, in its order: `records[i]` is number `rows[i]` and begins at byte `offsets[i]`.

    `offsets` is empty where a format has no bytes to count.
    """

    records: Sequence[Record] = field(default_factory=list[Record])
    rows: list[int] = field(default_factory=list[int])
    offsets: list[int] = field(default_factory=list[int])
    broken: list[Broken] = field(default_factory=list[Broken])

    def __len__(self) -> int:
        """How many records were met, good and broken."""
        return len(self.records) + len(self.broken)

    def add(self, record: Record, row: int, offset: int | None) -> None:
        """Take one more record."""
        cast("list[Record]", self.records).append(record)
        self.rows.append(row)
        if offset is not None:
            self.offsets.append(offset)


@dataclass(frozen=True, slots=True)
class Layout:
    """How records lie in a file, where its format leaves that open.

    Attributes:
        records: the keys that lead from the top of a JSON or YAML file to its list of records; empty where the file
            is that list.
        header: whether the first record of a table of text names its columns.
        names: the columns of a table without a header.
        delimiter: one character between fields; None for that of the format.
        quote: one character around fields; None where quotes are characters like others.
    """

    records: tuple[str, ...] = ()
    header: bool = True
    names: tuple[str, ...] = ()
    delimiter: str | None = None
    quote: str | None = '"'


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told beside the file.

    Attributes:
        shown: the file's name for errors.
        encoding: `utf-8`, `detect`, or the name of an encoding.
        fallback: the encoding of what is not UTF-8, if there is one.
        columns: names of the fields at the top of a record that will be looked at; a reader may skip all others.
        required: those of them without which no record can be right.
        block_rows: records of a block at most.
        layout: how records lie in the file.
    """

    shown: str
    encoding: str = "utf-8"
    fallback: str | None = None
    columns: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    block_rows: int = BLOCK_ROWS
    layout: Layout = Layout()

    def about(self, shown: str, encoding: str, fallback: str | None, layout: Layout | None = None) -> Told:
        """The same for one file."""
        return replace(self, shown=shown, encoding=encoding, fallback=fallback, layout=layout or self.layout)


Reader = Callable[["File", Told], Iterator[Block]]
"""Reads one file. Raises `SourceError` where the file as a whole is bad, and keeps on past a bad record."""
