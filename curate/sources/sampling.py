"""The first records of a source, whole: every field of them, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from curate.errors import SourceError
from curate.stages.ingest import opening
from curate.stages.ingest.block import BLOCK_ROWS, Block, Told
from curate.stages.ingest.reading import FilesReading, HubReading, Reading, SampleReading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from curate.stages.ingest.block import Broken, Record
    from curate.stages.ingest.opening import Met


class _Every(frozenset[str]):
    """All names: what a reader is told where nobody knows yet which fields will be looked at."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)


EVERY: Final = _Every()

_READING: Final[TypeAdapter[Reading]] = TypeAdapter(Reading)


@dataclass
class Sample:
    """Some records, each with the name of its file, and the records that could not be read."""

    records: list[Record] = field(default_factory=list[Any])
    files: list[str] = field(default_factory=list[str])
    broken: list[Broken] = field(default_factory=list[Any])

    def add(self, met: Met, most: int) -> None:
        """Take what a block has, up to so many records in all."""
        room = most - len(self.records)
        taken = list(met.block.records[:room])
        self.records += taken
        self.files += [met.file] * len(taken)
        last = met.block.rows[room - 1] if len(met.block.records) > room else None
        self.broken += [one for one in met.block.broken if last is None or one.row < last]

    def block(self, most: int | None = None) -> Block:
        """The records as a reader hands them over."""
        records = self.records[:most]
        return Block(records, list(range(len(records))))


def blocks(name: str, reading: Reading, base: Path, *, rows: int, downloads: Path | None = None) -> Iterator[Met]:
    """The blocks of a source with every field, small ones where few rows are wanted."""
    if not isinstance(reading, SampleReading | HubReading | FilesReading):
        raise SourceError("holds no records that a mapping could read", place=name)
    told = Told(name, columns=EVERY, block_rows=max(1, min(rows, BLOCK_ROWS)))
    return opening.blocks(reading, base, told, downloads)


def sampled(  # noqa: PLR0913 - each is asked for by name
    name: str,
    said: Mapping[str, Any],
    base: Path,
    *,
    rows: int,
    into: Sample | None = None,
    downloads: Path | None = None,
) -> Sample:
    """The first records of what a `read` says.

    Args:
        name: For errors.
        said: As the source's file says it.
        base: The folder from which its paths start.
        rows: Records at most, those that `into` holds included.
        into: What they are added to.
        downloads: Where files behind URLs are kept; without it, a folder that goes at the end.

    Raises:
        SourceError: If it cannot be read.
    """
    sample = Sample() if into is None else into
    for met in blocks(name, _READING.validate_python(dict(said)), base, rows=rows, downloads=downloads):
        sample.add(met, rows)
        if len(sample.records) >= rows or len(sample.broken) >= rows:
            break
    return sample
