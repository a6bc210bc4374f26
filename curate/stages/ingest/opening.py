"""A source's files opened one after the other, and their records handed on in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from curate.errors import SourceError
from curate.stages.ingest.files import places
from curate.stages.ingest.files.origins import OnDisk
from curate.stages.ingest.formats import hub
from curate.stages.ingest.formats.columnar import rows_of_parquet
from curate.stages.ingest.formats.registry import format_of, record_reader
from curate.stages.ingest.reading import HubReading, SampleReading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.stages.ingest.block import Block, Reader, Told
    from curate.stages.ingest.files.places import File
    from curate.stages.ingest.reading import FilesReading

    RecordsReading = SampleReading | HubReading | FilesReading


class Met(NamedTuple):
    """A block, and which file and revision it is of."""

    file: str
    revision: str
    block: Block


def named(reading: SampleReading | FilesReading, base: Path) -> list[File]:
    """The files that a source names, zips as they are: enough to ask for their revisions.

    Raises:
        SourceError: If there is none of a name.
    """
    return [places.sample(reading.file)] if isinstance(reading, SampleReading) else places.named(reading.paths, base)


def files(reading: SampleReading | FilesReading, base: Path, downloads: Path) -> list[File]:
    """The files that a source names, zips as what is in them.

    Raises:
        SourceError: If there is none of a name, or a zip cannot be read.
    """
    if isinstance(reading, SampleReading):
        return [places.sample(reading.file)]
    return places.files(reading.paths, base, downloads, reading.members)


def blocks(reading: RecordsReading, base: Path, told: Told, downloads: Path | None = None) -> Iterator[Met]:
    """Every block of a source, file by file.

    Raises:
        SourceError: If a file is missing, cannot be read, or is bad as a whole.
    """
    if isinstance(reading, HubReading):
        revision = hub.revision_of(reading, base)
        for part in hub.parts(reading, base, told, revision):
            for block in part.blocks:
                yield Met(part.written, revision, block)
        return
    declared, layout = (None, None) if isinstance(reading, SampleReading) else (reading.format, reading.layout)
    with places.folder_of(downloads) as folder:
        for file in files(reading, base, folder):
            read, revision = record_reader(file, declared), file.revision()
            for block in _read(read, file, told.about(file.shown, reading.encoding, reading.fallback, layout)):
                yield Met(file.written, revision, block)


def promised_rows(reading: RecordsReading, base: Path) -> int | None:
    """How many records there will be, for plans: as a file says itself, or as lines are counted; None where neither is.

    Raises:
        SourceError: If a file is missing.
    """
    if isinstance(reading, HubReading):
        return reading.rows
    declared = None if isinstance(reading, SampleReading) else reading.format
    counts = [_count(file, declared) for file in named(reading, base)]
    return sum(count for count in counts if count is not None) if None not in counts else None


def _count(file: File, declared: str | None) -> int | None:
    """How many records a file of this disk has."""
    kind = declared or format_of(file.name)
    if not isinstance(file.origin, OnDisk) or kind not in {"jsonl", "parquet"} or places.is_zip(file.name):
        return None
    try:
        return _lines(file) if kind == "jsonl" else rows_of_parquet(file)
    except SourceError:
        return None  # reading it says what is wrong, and gives what comes before that


def _lines(file: File) -> int:
    with file.open() as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


def _read(read: Reader, file: File, told: Told) -> Iterator[Block]:
    try:
        yield from read(file, told)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", place=told.shown) from error
