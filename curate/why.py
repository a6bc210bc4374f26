"""The whole life of a row: from the record it came from, through what each stage found, to where it is now.

A blend's manifest names the folders of the store that its rows came through; there every row stands, kept or dropped,
with all columns.
"""

from __future__ import annotations

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
    "evidence",
)
"""What only a synthesised row has: where it was found, who wrote it and who solved it, and what the checks found."""

STAGES: Final = {
    "made": tuple(name for name in ROW if name not in _SYNTHESISED),
    "synthesised": _SYNTHESISED,
    **{stage: tuple(columns) for stage, columns in ADDED.items()},
}
"""Which columns each stage wrote, in the order of the stages."""


def why(row: str, *, out: Path, store: Path, shelves: Shelves) -> list[Life]:
    """Find a row in every blend under `out`.

    Args:
        row: Its id, or the start of it.
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
    lives = [life for blend in blends for life in _in_blend(row.lower(), blend, store, shelves)]
    if not lives:
        names = ", ".join(blend.name for blend in blends)
        raise CurateError(f"no row has an id that starts with {row!r}", place=out, hint=f"looked in {names}")
    ids = sorted({life.row["id"] for life in lives})
    if len(ids) > 1:
        listed = ", ".join(ids[:_MOST]) + (", ..." if len(ids) > _MOST else "")
        raise CurateError(f"{len(ids)} rows have an id that starts with {row!r}", hint=f"say more of it: {listed}")
    return lives


def _in_blend(row: str, blend: Path, store: Path, shelves: Shelves) -> Iterator[Life]:
    for stage in _stages(blend):
        folders = [Folder(store / name) for name in stage["folders"]]
        if not all(folder.done for folder in folders):
            gone = next(folder.name for folder in folders if not folder.done)
            raise StoreError(
                f"{gone} is not in the store", place=store, hint="build the recipe again, or name its store"
            )
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
