"""Some records of a source beside the rows that they become: what `curate sources show` looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from curate.content import load, shown
from curate.errors import ContentError, SourceError, one_of
from curate.recipe import Profile
from curate.sources.listing import READY, ways_of
from curate.sources.sampling import blocks
from curate.stages.ingest.config import Source
from curate.stages.ingest.rows.mapper import Mapper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.content import Shelves
    from curate.stages.ingest.block import Broken, Record
    from curate.stages.ingest.opening import Met

FACTS: Final = ("what", "why", "group", "origin", "form", "licence", "citation", "domain", "subject", "faults")
ROW: Final = ("question", "options", "answer", "answer_text", "accepted", "answer_type", "subject", "domain")
"""The columns of a row that say what was mapped."""


@dataclass(frozen=True)
class Shown:
    """A record and the row that it became."""

    file: str
    number: int
    record: Record
    row: dict[str, Any]


@dataclass(frozen=True)
class Rejected:
    """A record that became none, as `curate.stages.ingest.block.Broken` has it, with its file."""

    file: str
    number: int
    byte: int | None
    why: str
    raw: str


@dataclass(frozen=True)
class Preview:
    """A source, and some of what it holds.

    Attributes:
        name: The source's.
        place: Its file.
        source: What that says, for the way of reading that was chosen.
        how: That way.
        rows: Records and their rows; empty for a source of documents.
        documents: Documents as `curate.row.DOCUMENT` has them; empty for a source of records.
        rejects: Records that became none, met on the way.
        looked: Records that were looked at.
    """

    name: str
    place: Path
    source: Source
    how: str
    rows: tuple[Shown, ...]
    documents: tuple[dict[str, Any], ...]
    rejects: tuple[Rejected, ...]
    looked: int

    def facts(self) -> dict[str, Any]:
        """What the source says of itself."""
        said = self.source.model_dump(mode="json")
        return {key: said[key] for key in FACTS if said.get(key) not in (None, [], ())}

    def mapping(self) -> dict[str, Any]:
        """What its file says under `map`, `documents` and `synthesize`, without what is left out there."""
        said = self.source.model_dump(mode="json", exclude_unset=True, by_alias=True)
        return {key: said[key] for key in ("map", "documents", "synthesize", "broken", "grading") if key in said}

    def as_json(self) -> dict[str, Any]:
        """The same for a machine."""
        return {
            "name": self.name,
            "path": shown(self.place),
            "read": self.how,
            **self.facts(),
            **self.mapping(),
            "looked_at": self.looked,
            "rows": [vars(one) for one in self.rows],
            "documents": list(self.documents),
            "rejects": [vars(one) for one in self.rejects],
        }


def preview(  # noqa: PLR0913 - each is asked for by name
    name: str,
    shelves: Shelves,
    *,
    rows: int = 5,
    how: str | None = None,
    profile: str | None = None,
    rejects: bool = False,
) -> Preview:
    """Read as much of a source as is needed to show some of it.

    Args:
        name: A source of the shelves, or the path of a source's file.
        shelves: Where it is looked for.
        rows: How many rows, or documents; with `rejects`, how many rejects are looked for through the whole source.
        how: The way to read it; else what `profile` reads, else what is here, else the first.
        profile: Reads sources as `curate build` does with it.
        rejects: Whether to look for records that become no row.

    Raises:
        ContentError: If there is no such source, profile or way to read it, or its file is not valid.
        SourceError: If it cannot be read.
    """
    place = shelves.find("source", name)
    source = load(place, Source)
    chosen = _way(source, place, shelves, how, profile)
    read = source.read_by(chosen)
    if source.synthesize is not None:
        return _documents(place, read, chosen, rows=rows, rejects=rejects)
    taken, refused, looked = _looked(_mapped(place, read, chosen, rows), rows, rejects=rejects)
    if not looked:
        raise SourceError(f"is empty: there is no record in {source.read[chosen].named}", place=place.stem)
    return Preview(place.stem, place, read, chosen, tuple(taken), (), tuple(refused), looked)


def _way(source: Source, place: Path, shelves: Shelves, how: str | None, profile: str | None) -> str:
    if how is not None:
        if how not in source.read:
            raise ContentError(one_of(how, source.read, what="way to read it"), place=shown(place), field="--read")
        return how
    if profile is not None:
        wanted = load(shelves.find("profile", profile), Profile).read
        found = next((way for way in wanted if way in source.read), None)
        if found is None:
            what = f"profile {profile} reads {' or '.join(wanted)}, and this has {', '.join(source.read)} under `read`"
            raise ContentError(what, place=shown(place), field="read")
        return found
    ready = [way.how for way in ways_of(source, place.parent) if way.state == READY]
    return ready[0] if ready else next(iter(source.read))


def _mapped(place: Path, source: Source, how: str, rows: int) -> Iterator[tuple[Met, list[Shown], list[Broken]]]:
    """Each block with its rows and its rejects."""
    mapper = Mapper(place.stem, source)
    for met in blocks(place.stem, source.read[how], place.parent, rows=max(rows, 8)):
        made, broken = mapper(met.block, met.file, met.revision)
        at = {number: index for index, number in enumerate(met.block.rows)}
        rows_of = [
            Shown(
                met.file,
                row["source_row"],
                dict(met.block.records[at[row["source_row"]]]),
                {key: row[key] for key in ROW},
            )
            for row in made.select("source_row", *ROW).to_dicts()
        ]
        yield met, rows_of, broken


def _looked(
    found: Iterator[tuple[Met, list[Shown], list[Broken]]], wanted: int, *, rejects: bool
) -> tuple[list[Shown], list[Rejected], int]:
    """Rows and rejects up to as many as are wanted, and how many records that took."""
    taken: list[Shown] = []
    refused: list[Rejected] = []
    looked = 0
    for met, rows, broken in found:
        room = wanted - len(taken)
        last = rows[room - 1].number if len(rows) > room > 0 and not rejects else None
        taken += rows[:room]
        met_now = [one for one in broken if last is None or one.row < last]
        refused += [Rejected(met.file, one.row, one.byte, one.why, one.raw) for one in met_now]
        looked += len(rows) + len(broken) if last is None else room + len(met_now)
        if (len(refused) >= wanted) if rejects else (len(taken) >= wanted or len(refused) >= 20 * wanted):
            break
    return taken, refused[: wanted if rejects else None], looked


def _documents(place: Path, source: Source, how: str, *, rows: int, rejects: bool) -> Preview:
    from curate.stages.ingest.documents.stage import ingest_documents  # noqa: PLC0415 - loads what takes pages apart

    found: list[dict[str, Any]] = []
    refused: list[Rejected] = []
    limit = None if rejects else rows
    looked = 0
    batches = ingest_documents(
        place.stem, source, how, base=place.parent, limit=limit, shard_rows=max(rows, 8), place=place
    )
    for batch in batches:
        found += batch.rows.head(rows - len(found)).to_dicts()
        refused += [
            Rejected(one["file"], one["row"], one["byte"], one["why"], one["raw"]) for one in batch.rejects.to_dicts()
        ]
        looked += batch.rows.height + batch.rejects.height
        if (len(refused) >= rows) if rejects else (len(found) >= rows):
            break
    return Preview(
        place.stem, place, source, how, (), tuple(found), tuple(refused[: rows if rejects else None]), looked
    )
