"""Read a source: files, a sample or the hub, to rows and rejects, in shards of a fixed number of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from curate.content import line_of, read_text, shown
from curate.errors import ContentError, SourceError, one_of
from curate.stages.ingest import opening
from curate.stages.ingest.block import BLOCK_ROWS, Told
from curate.stages.ingest.config import BrokenRows
from curate.stages.ingest.formats import hub
from curate.stages.ingest.reading import CrawlReading, HubReading, SeedsReading
from curate.stages.ingest.rows.mapper import Mapper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from curate.stages.ingest.block import Broken, Record
    from curate.stages.ingest.config import Source
    from curate.stages.ingest.opening import Met
    from curate.stages.ingest.reading import Reading
    from curate.stages.ingest.rows.fields import Getter

INGEST_VERSION: Final = 5
"""Raised whenever the same files and the same source give other rows."""

FEW_BROKEN: Final = 10
"""Records of documents that may be damaged whatever their share, where a source does not say how many."""

REJECTS: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "file": pl.String,
    "row": pl.Int64,  # number of the record in the file, from 0
    "byte": pl.Int64,  # where it begins; null where a format has no bytes to count
    "why": pl.String,
    "raw": pl.String,  # the record as it stands there, its first 2,000 characters
}
"""The columns of rejects."""


class Batch(NamedTuple):
    """A shard of rows with the columns of `curate.row.ROW`, and the rejects met on the way, with those of `REJECTS`."""

    rows: pl.DataFrame
    rejects: pl.DataFrame


def ingest(  # noqa: PLR0913 - each is asked for by name
    name: str,
    source: Source,
    how: str,
    *,
    base: Path,
    limit: int | None = None,
    shard_rows: int = 16_384,
    place: Path | None = None,
    downloads: Path | None = None,
) -> Iterator[Batch]:
    """Read a source, a shard of `shard_rows` rows at a time; only the last is smaller.

    Rows and rejects together are the records that were read; nothing is lost in silence.

    Args:
        name: What rows carry as their source.
        source: What to read, and which field is what.
        how: A key of `source.read`.
        base: The folder from which paths of files start: that of the source's own file.
        limit: Rows at most; reading ends with the record that gives the last of them.
        shard_rows: Rows of a shard.
        place: The source's own file, so that errors can name its line.
        downloads: Where files behind URLs are kept and found again; without it, a folder that goes at the end.

    Raises:
        ContentError: If `how` is no key, a mapped field stands in no record at all, or `map` names a function that
            cannot be imported.
        SourceError: If a file is missing, unreadable or empty; and at the end, after the last shard, if more records
            were rejected than the source allows.
    """
    mapper = Mapper(name, source, place=place)
    size = min(shard_rows, limit or shard_rows, BLOCK_ROWS)
    told = Told(name, columns=mapper.columns(), required=mapper.required(), block_rows=size)
    shards, tally = Shards(shard_rows), Tally(limit)
    reading = reading_of(name, source, how, place)
    if isinstance(reading, CrawlReading | SeedsReading):
        raise ContentError(
            f"{reading.named} hold no records that `map` could map",
            place=name if place is None else shown(place),
            field=f"read.{how}",
            hint="synthesize questions from them",
        )
    with opening.pointed(reading, how, place):
        for met in opening.blocks(reading, base, told, downloads):
            tally.look(met)
            rows, broken = tally.count(*mapper(met.block, met.file, met.revision), met.file)
            yield from shards.add(rows, rejects_of(met.file, broken))
            if tally.full:
                break
    tally.check_met(name, source.read[how])
    for getter in mapper.getters:
        if tally.first is not None and getter.missing is not None:
            raise _nowhere(getter, getter.missing, tally.first, place, name)
    yield from shards.rest()
    check_broken(name, source, rows=tally.rows, broken=tally.broken, worst=tally.worst)


def check_broken(name: str, source: Source, *, rows: int, broken: int, worst: str = "") -> None:
    """Make sure that a source keeps its own limit: at the end of reading it, or later by what was counted then.

    Args:
        name: What rows carry as their source.
        source: Whose `broken` is the limit.
        rows: How many records made a row.
        broken: How many made none.
        worst: A clause on one of the latter, where one is known.

    Raises:
        SourceError: If more records were rejected than `broken` allows, or if no row is left. Archives of the web are
            damaged here and there: where their source says nothing of it, a few may be, and no more than are whole.
    """
    limit = source.broken
    allowed = limit.rows if isinstance(limit, BrokenRows) else limit.share * (rows + broken)
    said = f"{limit.rows} rows" if isinstance(limit, BrokenRows) else f"a share of {limit.share:g}"
    if source.synthesize is not None and "broken" not in source.model_fields_set:  # crawls are small here, and chipped
        allowed = max(allowed, min(FEW_BROKEN, rows))
        said += f", or up to {FEW_BROKEN} where as many documents are whole"
    if broken <= allowed and rows:
        return
    what = f"{broken:,} of {rows + broken:,} records make no row, and `broken` allows {said}"
    raise SourceError("; ".join(part for part in (what, worst) if part), place=name)


def identity(source: Source, how: str, *, base: Path, place: Path | None = None) -> dict[str, str]:
    """What a source's rows hang on beside its own file: for the fingerprint of the stage, and for `curate plan`.

    Each file as it is written with the hash of its content; of a data set of the hub its path, config, split and
    revision, which is `unpinned` where no commit is named and the hub cannot be asked; and the code of a function that
    `map` names. With `place`, the source's own file, an error about a file that is missing names its line there.

    Raises:
        ContentError: If `how` is no key of `source.read`, or `map` names a function that cannot be found.
        SourceError: If a file is missing or cannot be read.
    """
    reading = reading_of("source", source, how, place)
    if isinstance(reading, HubReading):
        return {
            "hub": reading.path,
            "config": ",".join(reading.configs or ((reading.config,) if reading.config else ())),
            "data_files": ",".join(reading.data_files),
            "split": reading.split,
            "revision": hub.revision_of(reading, base),
            **source.code(),
        }
    if isinstance(reading, SeedsReading):
        return {"questions": str(reading.questions)}
    if isinstance(reading, CrawlReading):
        from curate.stages.ingest.web import crawl  # noqa: PLC0415 - a build of local files needs no network

        return crawl.identity(reading, base)
    with opening.pointed(reading, how, place):
        files = opening.named(reading, base)
    return {**{file.written: file.revision() for file in files}, **source.code()}


def promised_rows(source: Source, how: str, *, base: Path) -> int | None:
    """How many records there will be, for plans: as its file says, or as lines are counted; None where neither can be.

    Raises:
        SourceError: If a file is missing.
    """
    reading = source.read[how]
    if isinstance(reading, CrawlReading):
        return None
    return reading.questions if isinstance(reading, SeedsReading) else opening.promised_rows(reading, base)


def reading_of(name: str, source: Source, how: str, place: Path | None) -> Reading:
    """The way to read a source that is asked for.

    Raises:
        ContentError: If it has none of that name.
    """
    if how in source.read:
        return source.read[how]
    line = None if place is None else line_of(read_text(place), ("read",))
    raise ContentError(
        one_of(how, source.read, what="way to read it"),
        place=name if place is None else shown(place),
        line=line,
        field="read",
    )


class Tally:
    """Counts what was read, and knows when it is enough."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self.rows = self.broken = 0
        self.worst = ""
        self.first: Record | None = None

    @property
    def full(self) -> bool:
        """Whether the limit of rows is reached."""
        return self._limit is not None and self.rows >= self._limit

    def look(self, met: Met) -> None:
        """Keep the first record: an error about fields says which there are."""
        if self.first is None and met.block.records:
            self.first = met.block.records[0]

    def count(self, rows: pl.DataFrame, broken: list[Broken], file: str) -> tuple[pl.DataFrame, list[Broken]]:
        """What of a block is within the limit, counted."""
        room = rows.height if self._limit is None else self._limit - self.rows
        if rows.height and rows.height >= room and self._limit is not None:
            rows = rows.head(room)
            last: int = rows.get_column("source_row").item(-1)
            broken = [one for one in broken if one.row < last]
        self.rows += rows.height
        self.broken += len(broken)
        if broken and not self.worst:
            byte = "" if broken[0].byte is None else f" (byte {broken[0].byte})"
            self.worst = f"the first is record {broken[0].row} of {file}{byte}: {broken[0].why}"
        return rows, broken

    def check_met(self, name: str, reading: Reading) -> None:
        """Make sure that there was something to read.

        Raises:
            SourceError: If there was no record at all.
        """
        if not self.rows and not self.broken:
            raise SourceError(f"is empty: there is no record in {reading.named}", place=name)


class Shards:
    """Gathers rows until they fill a shard."""

    def __init__(self, size: int) -> None:
        self._size, self._height = size, 0
        self._rows: list[pl.DataFrame] = []
        self._rejects: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame, rejects: pl.DataFrame) -> Iterator[Batch]:
        """Take more; give the shards that are full."""
        self._rows.append(rows)
        self._rejects.append(rejects)
        self._height += rows.height
        while self._height >= self._size:
            gathered = pl.concat(self._rows)
            yield self._batch(gathered.head(self._size))
            self._rows = [gathered.slice(self._size)]
            self._height -= self._size

    def rest(self) -> Iterator[Batch]:
        """What fills no shard, if anything is left."""
        if self._height or any(part.height for part in self._rejects):
            yield self._batch(pl.concat(self._rows))

    def _batch(self, rows: pl.DataFrame) -> Batch:
        rejects = pl.concat(self._rejects) if self._rejects else rejects_of("", ())
        self._rejects = []
        return Batch(rows.rechunk(), rejects)


def rejects_of(file: str, broken: Sequence[Broken]) -> pl.DataFrame:
    """What could not be read of a file, with the columns of `REJECTS`."""
    return pl.DataFrame(
        [(file, one.row, one.byte, one.why, one.raw) for one in broken], schema=dict(REJECTS), orient="row"
    )


def _nowhere(getter: Getter, missing: str, first: Record, place: Path | None, name: str) -> ContentError:
    """The error for a field that no record has, or for a pattern that finds nothing in the name of any file."""
    if getter.mapped.file is None:
        what = f"stands in no record: {one_of(missing, getter.beside(first), what='field')}"
    else:
        what = f"finds nothing in the name of any file (got {missing!r})"
    return ContentError(
        what,
        place=name if place is None else shown(place),
        line=None if place is None else line_of(read_text(place), getter.where),
        field=".".join(map(str, getter.where[:2])),
    )
