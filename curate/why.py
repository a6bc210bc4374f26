"""The whole life of a row: from the record it came from, through what each stage found, to where it is now.

A blend's manifest names the folders of the store that its rows came through; there every row stands, kept or dropped,
with all columns. What made no row has no id: a record or a document is asked for by its place, `FILE:NUMBER`, a
document by its id as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import polars as pl

from curate.content import load
from curate.errors import ContentError, CurateError, StoreError
from curate.row import ADDED, ROW, all_columns
from curate.stages.screen.config import Filter
from curate.store import MANIFEST, Folder, height, read_manifest, reading
from curate.track import Track, stage_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.content import Shelves

_MOST: Final = 5
"""Rows with the same start of an id that are still listed."""


@dataclass(frozen=True)
class Life:
    """A row in one blend.

    Attributes:
        blend: The folder of the blend.
        row: Every column.
        reasons: Why it left, with what each filter says of itself; empty for a row that stayed.
        places: Where it is now, in words.
        relatives: Ids of rows made from it, of the row it was made from, and of the one that says the same.
    """

    blend: Path
    row: dict[str, Any]
    reasons: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    relatives: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Record:
    """What became of a record or a document in one blend.

    Attributes:
        blend: The folder of the blend.
        source: Whose it is.
        file: Where it stands, as the store names the file.
        row: Its number in the file.
        document: Id and address of a document; empty for a record that was to be a row itself.
        gates: The gates that stop the document, with what each says of itself.
        rejected: Why it, or a question about it, is no row: a sentence each.
        rows: Ids of the rows that were made of it.
    """

    blend: Path
    source: str
    file: str
    row: int
    document: tuple[str, ...]
    gates: tuple[tuple[str, str], ...]
    rejected: tuple[str, ...]
    rows: tuple[str, ...]


_SYNTHESISED: Final = (
    "document",
    "maker",
    "votes",
    "agreement",
    "generator_key",
    "key_agrees",
    "self_contained",
    "answerable",
    "answer_leaked",
    "options_alike",
    "copied_share",
    "judged",
    "evidence",
)
"""What only a synthesised row has: where it was found, who wrote it and who solved it, and what the checks found."""

STAGES: Final = {
    "made": tuple(name for name in ROW if name not in _SYNTHESISED),
    "synthesised": _SYNTHESISED,
    **{stage: tuple(columns) for stage, columns in ADDED.items()},
}
"""Which columns each stage wrote, in the order of the stages."""


def why(row: str, *, out: Path, store: Path, shelves: Shelves) -> list[Life] | list[Record]:
    """Find a row in every blend under `out`, or what became of a record or a document.

    Args:
        row: Its id, or the start of it; the same of a document; or the place of a record, `FILE:NUMBER`.
        out: A blend's folder, or the folder of all blends.
        store: Where the blends' stages are kept.
        shelves: Where the filters say what they are for.

    Raises:
        CurateError: If there is no blend, or no such row in any, or the start of an id fits several rows.
        StoreError: If a blend's stages are no longer in the store.
    """
    blends = sorted(path.parent for path in (out / MANIFEST, *out.glob(f"[!.]*/{MANIFEST}")) if path.is_file())
    if not blends:
        raise CurateError("there is no blend here", place=out, hint="curate build makes one")
    names = ", ".join(blend.name for blend in blends)
    if (place := _PLACE.fullmatch(row)) is not None:
        placed = (pl.col("source_file") == place[1]) | pl.col("source_file").str.ends_with(f"/{place[1]}")
        wanted = placed & (pl.col("source_row") == int(place[2]))
        records = [record for blend in blends for record in _records(wanted, blend, store, shelves, place)]
        if not records:
            raise CurateError(f"no record stands at {row!r}", place=out, hint=f"looked in {names}")
        return records
    lives = [life for blend in blends for life in _in_blend(row.lower(), blend, store, shelves)]
    if lives:
        _one("rows", sorted({life.row["id"] for life in lives}), row)
        return lives
    wanted = pl.col("id").str.starts_with(row.lower())
    records = [record for blend in blends for record in _records(wanted, blend, store, shelves)]
    if not records:
        raise CurateError(f"no row has an id that starts with {row!r}", place=out, hint=f"looked in {names}")
    _one("documents", sorted({record.document[0] for record in records}), row)
    return records


_PLACE: Final = re.compile(r"(.+):(\d{1,18})")
"""A file and the number of a record in it."""


def _one(what: str, ids: list[str], begun: str) -> None:
    if len(ids) > 1:
        listed = ", ".join(ids[:_MOST]) + (", ..." if len(ids) > _MOST else "")
        raise CurateError(f"{len(ids)} {what} have an id that starts with {begun!r}", hint=f"say more of it: {listed}")


def _folders(stage: dict[str, Any], store: Path) -> list[Folder]:
    """The folders that the rows of a source came through.

    Raises:
        StoreError: If one is no longer in the store.
    """
    folders = [Folder(store / name) for name in stage["folders"]]
    gone = next((folder.name for folder in folders if not folder.done), None)
    if gone is not None:
        raise StoreError(f"{gone} is not in the store", place=store, hint="build the recipe again, or name its store")
    return folders


def _records(
    wanted: pl.Expr, blend: Path, store: Path, shelves: Shelves, place: re.Match[str] | None = None
) -> Iterator[Record]:
    """The documents, and at a place the records too, that `wanted` tells."""
    for stage in _stages(blend):
        by = {stage_of(folder): folder for folder in _folders(stage, store)}
        read = by["ingest"]
        track = Track(stage["source"], (read, by["gates"]) if "gates" in by else (read,))
        if "gates" not in by and place is None:
            continue
        found: dict[tuple[str, int], dict[str, Any]] = {}
        for part in track.parts():
            for line in part.filter(wanted).collect().iter_rows(named=True):
                found.setdefault((line["source_file"], line["source_row"]), line)
        if place is not None:
            at = _rejects(read).rename({"file": "source_file", "row": "source_row"}).filter(wanted)
            found = {
                (file, row): {} for file, row in at.select("source_file", "source_row").collect().iter_rows()
            } | found
        for (file, row), line in found.items():
            yield _record(blend, stage["source"], (file, row), line if "gates" in by else {}, by, shelves)


def _record(  # noqa: PLR0913, PLR0917 - what is known of it
    blend: Path, source: str, place: tuple[str, int], line: dict[str, Any], by: dict[str, Folder], shelves: Shelves
) -> Record:
    file, row = place
    said = [_rejects(by[stage]) for stage in ("ingest", "draft", "synthesize") if stage in by]
    why = pl.concat(said).filter(file=file, row=row).select("why").collect()
    rows = pl.concat(Track(source, (by["rewrite"],)).parts()).filter(source_file=file, source_row=row)
    return Record(
        blend=blend,
        source=source,
        file=file,
        row=row,
        document=tuple(filter(None, (line.get("id"), line.get("url")))),
        gates=tuple((gate, _what(gate, shelves)) for gate in line.get("gate_reasons") or ()),
        rejected=tuple(why.get_column("why")),
        rows=tuple(rows.select("id").collect().get_column("id")),
    )


def _rejects(folder: Folder) -> pl.LazyFrame:
    """What a stage rejected: file, row and reason."""
    parts = range(len(folder.heights()))
    none = pl.LazyFrame(schema={"file": pl.String, "row": pl.Int64, "why": pl.String})
    paths = [folder.whole(number, "rejects") for number in parts]
    return pl.concat([none, *(pl.scan_parquet(path, glob=False).select("file", "row", "why") for path in paths)])


def _in_blend(row: str, blend: Path, store: Path, shelves: Shelves) -> Iterator[Life]:
    for stage in _stages(blend):
        folders = _folders(stage, store)
        made = next(at for at, folder in enumerate(folders) if stage_of(folder) == "rewrite")
        track = Track(stage["source"], tuple(folders[made:]))
        for number in range(len(track.heights())):
            with reading(track.folders, number):
                part = track.part(number).select(*all_columns())
                found = part.filter(pl.col("id").str.starts_with(row)).collect()
            for line in found.iter_rows(named=True):
                yield Life(
                    blend=blend,
                    row=line,
                    reasons=tuple((reason, _what(reason, shelves)) for reason in line["drop_reasons"]),
                    places=tuple(_places(line, blend)),
                    relatives=tuple(_relatives(line, track)),
                )


def _stages(blend: Path) -> list[dict[str, Any]]:
    """Where the rows of a blend came through, as its manifest names it.

    Raises:
        StoreError: If the manifest, or one of the blend's files, is not there or damaged.
    """
    stages = read_manifest(blend / MANIFEST).get("stages")
    if not isinstance(stages, list):
        raise StoreError("names no stages", place=blend / MANIFEST, hint="build it again")
    for name in ("train", "val", "dropped"):
        height(blend / f"{name}.parquet")
    return cast("list[dict[str, Any]]", stages)


def _what(reason: str, shelves: Shelves) -> str:
    """What a filter says of itself; a blend may be older than the shelf."""
    try:
        return load(shelves.find("filter", reason), Filter).what
    except ContentError:
        return "(the filter is no longer on the shelf)"


def _places(row: dict[str, Any], blend: Path) -> Iterator[str]:
    if row["drop_reasons"]:
        yield f"in {blend / 'dropped.parquet'}"
        return
    chosen = False
    for split in ("train", "val"):
        path = blend / f"{split}.parquet"
        extra = pl.scan_parquet(path, glob=False).select(pl.col("extra_info").struct.unnest())
        for index, epoch in extra.filter(pl.col("id") == row["id"]).select("index", "epoch").collect().iter_rows():
            chosen = True
            yield f"kept: {path}: row {index}" + (f" (epoch {epoch + 1})" if epoch else "")
    if not chosen:
        yield "kept, but left over: the weights of the recipe's shares have no room for it"


def _relatives(row: dict[str, Any], track: Track) -> Iterator[tuple[str, str]]:
    if row["parent"]:
        yield "made from", row["parent"]
    if row["duplicate_of"]:
        yield "says the same as", row["duplicate_of"]
    for part in track.parts():
        children = part.filter(pl.col("parent") == row["id"]).select("id").collect()
        yield from (("rewritten as", child) for child in children.get_column("id"))
