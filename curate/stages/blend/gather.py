"""Bring the chosen rows into the order of the blend, in memory that does not grow with it.

The rows of a blend are shuffled and the store is not, so each row of the output may lie in any part. Each part is read
once and its rows are dealt into buckets, one for every `BUCKET` rows of the output, on the disk; then each bucket is
read and put in order. At no time is more than one part or one bucket in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from curate.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BUCKET: Final = 50_000
"""Rows of a bucket: about 100 MB of questions with their prompts."""

_RANK = "__rank"


def gathered(parts: Iterable[pl.LazyFrame], wanted: pl.DataFrame, scratch: Path) -> Iterator[pl.DataFrame]:
    """The wanted rows, in the wanted order, a bucket at a time.

    Args:
        parts: All rows, in the order in which `position` counts them.
        wanted: `position` and what else shall stand beside a row (such as `epoch`), in the order of the output.
        scratch: An empty folder for the buckets; they are deleted as they are read.

    Raises:
        StoreError: If the disk has no room for the buckets.
    """
    ranked = wanted.with_row_index(_RANK).sort("position", maintain_order=True)
    first = 0
    buckets: dict[int, list[Path]] = {}
    for number, part in enumerate(parts):
        height = int(part.select(pl.len()).collect().item())
        here = ranked.filter(pl.col("position").is_between(first, first + height, closed="left"))
        if here.height:
            rows = part.with_row_index("position", offset=first).with_columns(pl.col("position").cast(pl.UInt32))
            _deal(rows.join(here.lazy(), on="position", how="inner").collect(), number, scratch, buckets)
        first += height
    for bucket in range(-(-wanted.height // BUCKET)):
        yield _read(buckets[bucket])


def _deal(rows: pl.DataFrame, number: int, scratch: Path, buckets: dict[int, list[Path]]) -> None:
    for (bucket,), dealt in rows.group_by(pl.col(_RANK) // BUCKET, maintain_order=True):
        path = scratch / f"{bucket}-{number}.arrow"
        try:
            dealt.write_ipc(path, compression="uncompressed")
        except OSError as error:
            raise StoreError(f"cannot be written: {error}", place=path) from error
        buckets.setdefault(int(str(bucket)), []).append(path)


def _read(paths: list[Path]) -> pl.DataFrame:
    dealt: list[pl.DataFrame] = []
    for path in paths:
        with path.open("rb") as file:  # a file and not its path: polars would take a [ in it for a glob
            dealt.append(pl.read_ipc(file))
        path.unlink()
    return pl.concat(dealt).sort(_RANK).drop(_RANK)
