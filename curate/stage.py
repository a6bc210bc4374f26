"""What a stage is: a frozen value that holds a pure function and a promise about columns.

Makers of rows (`ingest`, `synthesize`, `rewrite`) are plain functions. Every other stage is one of the three kinds
here, and can do nothing but add columns: it is shown only what it `needs`, and only what it `adds` is taken from it,
after the height and the order of the rows have been checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import polars as pl
from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from curate.row import Columns

C = TypeVar("C", bound=BaseModel)

ORDER: Final = "__row"
"""The hidden row number that an annotator must hand back untouched: proof that it moved nothing."""


class StageError(AssertionError):
    """A stage broke its own promise: a mistake in the stage, never in the user's data."""


@dataclass(frozen=True)
class Annotator(Generic[C]):
    """Columns from columns, a shard at a time, lazily.

    Attributes:
        name: the stage, as in `curate.row.ADDED`.
        version: raised whenever the same input gives other output.
        needs: the columns it is shown.
        adds: the columns it promises, with their types.
        run: the pure function; what it returns holds the `adds` columns beside all it was given.
    """

    name: str
    version: int
    needs: tuple[str, ...]
    adds: Columns
    run: Callable[[pl.LazyFrame, C], pl.LazyFrame]

    def __call__(self, rows: pl.LazyFrame, config: C) -> pl.LazyFrame:
        """The added columns alone, with the hidden row number; the promise is checked by schema."""
        return promised(self.name, self.adds, self.run(shown(self.name, self.needs, rows), config))


@dataclass(frozen=True)
class ModelAnnotator(Generic[C]):
    """Columns from columns and a model, one eager shard at a time.

    Eager on purpose: a lazy plan that holds a model call asks the model again at each collect.
    `asks` tells by the columns alone which rows the model will be asked about, for plans and progress.
    """

    name: str
    version: int
    needs: tuple[str, ...]
    adds: Columns
    run: Callable[[pl.DataFrame, C], pl.DataFrame]
    asks: Callable[[C], pl.Expr]

    def __call__(self, rows: pl.LazyFrame, config: C) -> pl.LazyFrame:
        """The added columns alone, with the hidden row number; the promise is checked by schema."""
        given = shown(self.name, self.needs, rows).collect()
        return promised(self.name, self.adds, self.run(given, config).lazy())


@dataclass(frozen=True)
class CorpusAnnotator(Generic[C]):
    """Columns that need a look at all rows at once, in two passes.

    `sign` works a shard at a time and gives a few small columns (signatures); `join` sees the signatures of all
    shards, in order, and gives one answer a row. So the first pass runs on many machines, and only the second sees
    everything, at a few bytes a row.
    """

    name: str
    version: int
    needs: tuple[str, ...]
    adds: Columns
    signature: Columns
    sign: Callable[[pl.LazyFrame, C], pl.LazyFrame]
    join: Callable[[pl.LazyFrame, C], pl.LazyFrame]

    def signed(self, rows: pl.LazyFrame, config: C) -> pl.LazyFrame:
        """First pass, over one shard: the signature columns."""
        return promised(self.name, self.signature, self.sign(shown(self.name, self.needs, rows), config))

    def joined(self, signatures: pl.LazyFrame, config: C) -> pl.LazyFrame:
        """Second pass, over the signatures of all shards one after the other: the added columns."""
        return promised(self.name, self.adds, self.join(shown(self.name, tuple(self.signature), signatures), config))


def shown(name: str, needs: tuple[str, ...], rows: pl.LazyFrame) -> pl.LazyFrame:
    """What a stage sees: the columns that it needs, and the hidden row number."""
    missing = [column for column in needs if column not in rows.collect_schema()]
    if missing:
        raise StageError(f"{name} needs {missing}, which no stage before it adds")
    return rows.select(needs).with_row_index(ORDER)


def promised(name: str, adds: Columns, result: pl.LazyFrame) -> pl.LazyFrame:
    """What is taken from a stage: the columns that it promised, of the promised types, and the hidden row number."""
    schema = result.collect_schema()
    wrong = [
        f"{column}: {schema.get(column)} for {kind}" for column, kind in adds.items() if schema.get(column) != kind
    ]
    if wrong or ORDER not in schema:
        raise StageError(f"{name} breaks its promise: {', '.join(wrong) or 'it lost the order of the rows'}")
    return result.select(ORDER, *adds)


def checked(name: str, added: pl.DataFrame, height: int) -> pl.DataFrame:
    """The added columns, once it is certain that they stand beside the rows they were made from."""
    order = added.get_column(ORDER)
    if added.height != height or not order.equals(pl.Series(ORDER, range(height), dtype=order.dtype)):
        raise StageError(f"{name} dropped, made or moved rows: {height} in, {added.height} out")
    return added.drop(ORDER)
