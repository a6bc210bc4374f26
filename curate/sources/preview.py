"""Some records of a source beside the rows that they become: what `curate sources show` looks at.

Of documents it shows which gates of the source's plan stop them: what is stopped is never asked about, and that is the
first thing to know of a crawl.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from curate.content import load, shown
from curate.errors import ContentError, SourceError, one_of
from curate.order import plan_of
from curate.recipe import Profile
from curate.sources.listing import READY, ways_of
from curate.sources.sampling import blocks
from curate.stages.ingest.config import Source
from curate.stages.ingest.opening import pointed
from curate.stages.ingest.rows.mapper import Mapper
from curate.stages.screen.gates import GATES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.content import Shelves
    from curate.order import NamedPlan
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
        rows: Records and their rows; empty for a source of documents, and where rejects were looked for.
        documents: Documents as `curate.row.DOCUMENT` and `curate.row.GATED` have them, those alone that a gate stops
            where rejects were looked for; empty for a source of records.
        rejects: Records that became none, met on the way.
        looked: Records that were looked at.
        data_licence: Of the data set itself, where what was read is a sample that has terms of its own.
        gates: What each gate of the plan stops, by its name; empty for a source of records.
    """

    name: str
    place: Path
    source: Source
    how: str
    rows: tuple[Shown, ...]
    documents: tuple[dict[str, Any], ...]
    rejects: tuple[Rejected, ...]
    looked: int
    data_licence: str | None = None
    gates: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def stopped(self) -> int:
        """How many of the documents a gate stops."""
        return sum(bool(document["gate_reasons"]) for document in self.documents)

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
            **({} if self.data_licence is None else {"licence_of_data_set": self.data_licence}),
            **({"gates": self.gates} if self.source.synthesize is not None else {}),
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
        rejects: Whether to look for what is lost in place of rows: records that become none, and documents that a gate
            stops; `rows` of both together.

    Raises:
        ContentError: If there is no such source, profile or way to read it, or its file or its plan is not valid.
        SourceError: If it cannot be read.
    """
    place = shelves.find("source", name)
    source = load(place, Source)
    chosen = _way(source, place, shelves, how, profile)
    read = source.read_by(chosen)
    licence = None if read.licence == source.licence else source.licence
    plan = plan_of(place, source, shelves)
    if plan is not None:
        return replace(_documents(place, read, chosen, plan, rows=rows, rejects=rejects), data_licence=licence)
    taken, refused, looked = _looked(_mapped(place, read, chosen, rows), rows, rejects=rejects)
    if not looked:
        raise SourceError(f"is empty: there is no record in {source.read[chosen].named}", place=place.stem)
    shown_rows = () if rejects else tuple(taken)
    return Preview(place.stem, place, read, chosen, shown_rows, (), tuple(refused), looked, licence)


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
    ready = [way.how for way in ways_of(source, place) if way.state == READY]
    return ready[0] if ready else next(iter(source.read))


def _mapped(place: Path, source: Source, how: str, rows: int) -> Iterator[tuple[Met, list[Shown], list[Broken]]]:
    """Each block with its rows and its rejects."""
    mapper, reading = Mapper(place.stem, source), source.read[how]
    with pointed(reading, how, place):
        for met in blocks(place.stem, reading, place.parent, rows=max(rows, 8)):
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


def _documents(  # noqa: PLR0913 - each is asked for by name
    place: Path, source: Source, how: str, plan: NamedPlan, *, rows: int, rejects: bool
) -> Preview:
    from curate.stages.ingest.documents.stage import ingest_documents  # noqa: PLC0415 - loads what takes pages apart

    found: list[dict[str, Any]] = []
    refused: list[Rejected] = []
    limit = None if rejects else rows
    looked = 0
    batches = ingest_documents(
        place.stem, source, how, base=place.parent, limit=limit, shard_rows=max(rows, 8), place=place
    )
    for batch in batches:
        gated = GATES(batch.rows.lazy(), plan.screening).collect().select("gate_reasons")
        met = batch.rows.hstack(gated)
        found += (met.filter(pl.col("gate_reasons").list.len() > 0) if rejects else met).to_dicts()
        refused += [
            Rejected(one["file"], one["row"], one["byte"], one["why"], one["raw"]) for one in batch.rejects.to_dicts()
        ]
        looked += batch.rows.height + batch.rejects.height
        if (len(refused) + len(found) if rejects else len(found)) >= rows:
            break
    refused = refused[: rows if rejects else None]
    found = found[: rows - len(refused) if rejects else rows]
    gates = {gate.name: gate.filter.what for gate in plan.gates}
    return Preview(place.stem, place, source, how, (), tuple(found), tuple(refused), looked, gates=gates)
