"""A source's files opened one after the other, and their records handed on in blocks."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from curate.content import line_of, read_text, shown
from curate.errors import SourceError
from curate.stages.ingest.files import places
from curate.stages.ingest.files.origins import OnDisk
from curate.stages.ingest.formats import hub
from curate.stages.ingest.formats.columnar import rows_of_parquet
from curate.stages.ingest.formats.registry import format_of, record_reader
from curate.stages.ingest.reading import FilesReading, HubReading, SampleReading

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from curate.stages.ingest.block import Block, Reader, Told
    from curate.stages.ingest.files.places import File
    from curate.stages.ingest.reading import Reading

    RecordsReading = SampleReading | HubReading | FilesReading


class Met(NamedTuple):
    """A block, and which file and revision it is of."""

    file: str
    revision: str
    block: Block


def absent(reading: Reading, how: str, place: Path) -> Iterator[SourceError]:
    """An error for each path that names nothing on this disk, at its line; nothing is opened, and no network is asked.

    Args:
        reading: A way to read a source.
        how: Its key under `read`.
        place: The source's own file, in whose folder paths start.
    """
    paths = reading.paths if isinstance(reading, FilesReading) else ()
    for at, path in enumerate(paths):
        try:
            if not places.is_remote(path):
                places.named([path], place.parent)
        except places.AbsentError as error:
            yield _at_path(f"{path}: {error.what}", place, ("read", how, "paths", at), f"looked for {error.place}")
        except SourceError as error:  # a link to nothing: it names itself
            yield _at_path(f"{error.place}: {error.what}", place, ("read", how, "paths", at), error.hint)
    if isinstance(reading, HubReading):
        try:
            hub.folder_of(reading, place.parent)
        except SourceError as error:
            yield _at_path(f"{reading.path}: {error.what}", place, ("read", how, "path"), f"looked for {error.place}")


def _at_path(what: str, place: Path, path: tuple[str | int, ...], hint: str | None) -> SourceError:
    line, field = line_of(read_text(place), path), ".".join(map(str, path))
    start = f"paths start at this file's folder, {shown(place.parent)}"
    hint = "; ".join(part for part in (start, hint) if part)
    return SourceError(what, place=shown(place), line=line, field=field, hint=hint)


@contextmanager
def pointed(reading: Reading, how: str, place: Path | None) -> Generator[None]:
    """Within it, a path that names no file is told of with the line of the source's own file, where that is known.

    Raises:
        SourceError: That error.
    """
    try:
        yield
    except places.AbsentError as error:
        raise error if place is None else next(absent(reading, how, place), error) from None


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
