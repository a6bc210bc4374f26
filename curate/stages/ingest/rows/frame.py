"""The rows of a block as a table with every column of `curate.row.ROW`."""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Final, cast

import polars as pl
import xxhash

from curate.row import ROW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from curate.stages.ingest.config import Source
    from curate.stages.ingest.rows.paths import Column

_NULL: Final = "\x00"  # as curate.row.row_id writes it


def row_ids(
    source: str,
    questions: Sequence[str | None],
    options: Sequence[Sequence[str] | None],
    answers: Sequence[str | None],
) -> list[str]:
    """What `curate.row.row_id` gives for each row, at a third of the time."""
    digest = xxhash.xxh3_128_hexdigest
    packed = [_NULL if offered is None else "\x1e".join(offered) for offered in options]
    asked = [_NULL if question is None else question for question in questions]
    said = [_NULL if answer is None else answer for answer in answers]
    rows = zip(asked, packed, said, strict=True)
    return [
        digest(f"{source}\x1f{question}\x1f{offered}\x1f{answer}".encode("utf-8", "surrogatepass"))
        for question, offered, answer in rows
    ]


class Framer:
    """Lays the columns that differ from row to row beside those that are the same in every row of a file."""

    def __init__(self, name: str, source: Source) -> None:
        """Know a source's facts; `name` is what the rows carry as their source."""
        self._facts: dict[str, str | float | None] = {
            "form": source.form,
            "source": name,
            "group": source.group,
            "origin": source.origin,
            "licence": source.licence,
            "tolerance": source.grading.tolerance,
            "f1_at_least": source.grading.f1_at_least,
        }
        self._kept: tuple[tuple[str, str, frozenset[str]], dict[str, pl.Series]] | None = None

    def __call__(self, columns: Mapping[str, Column], file: str, revision: str) -> pl.DataFrame:
        """The rows, with columns in the order and of the types of `ROW`."""
        height = len(columns["source_row"])
        same = self._same(file, revision, frozenset(columns), height)
        return pl.DataFrame(
            [_series(name, columns[name], kind) if name in columns else same[name] for name, kind in ROW.items()]
        )

    def _same(self, file: str, revision: str, others: frozenset[str], height: int) -> dict[str, pl.Series]:
        """The columns that are the same in every row, made once a file: anew for each block they take the longest."""
        key = (file, revision, others)
        if self._kept is None or self._kept[0] != key or len(self._kept[1]["form"]) < height:
            facts = {**self._facts, "source_file": file, "revision": revision}
            made = {
                name: pl.Series(name, [facts.get(name)], dtype=kind).new_from_index(0, height)
                for name, kind in ROW.items()
                if name not in others
            }
            self._kept = (key, made)
        return {name: series.head(height) for name, series in self._kept[1].items()}


def _series(name: str, values: Column, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    if kind != pl.List(pl.String) or not any(values):
        return pl.Series(name, values, dtype=kind, strict=True)
    # Through one flat column: polars would make a small column of its own for every list, at ten times the cost.
    import pyarrow  # noqa: ICN001, PLC0415 - only where there are lists

    pa = cast("Any", pyarrow)
    ends = accumulate(0 if value is None else len(value) for value in values)
    begins = [0, *ends]
    last = begins.pop()
    offsets = (
        [None if value is None else begin for value, begin in zip(values, begins, strict=True)]
        if None in values
        else begins
    )
    flat = pa.array(chain.from_iterable(filter(None, values)), pa.large_string())
    made = pa.LargeListArray.from_arrays(pa.array([*offsets, last], pa.int64()), flat)
    return cast("pl.Series", pl.from_arrow(made)).alias(name)
