"""The two stages: the same rules, once before the models and once at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from curate.row import ADDED
from curate.stage import Annotator
from curate.stages.screen.columns import columns, early_columns
from curate.stages.screen.config import NamedFilter, ScreenConfig

if TYPE_CHECKING:
    from collections.abc import Sequence


def reasons(filters: Sequence[NamedFilter]) -> pl.Expr:
    """The names of all filters whose rule a row breaks, in order; an empty list, never null, where there is none."""
    nothing = pl.lit([], dtype=pl.List(pl.String))
    if not filters:
        return nothing
    names = [pl.when(named.filter.rule.broken()).then(pl.lit(named.name)) for named in filters]
    return pl.concat_list(names).list.drop_nulls()


def _screen_early(rows: pl.LazyFrame, config: ScreenConfig) -> pl.LazyFrame:
    return rows.with_columns(early_reasons=reasons(config.early()))


def _screen(rows: pl.LazyFrame, config: ScreenConfig) -> pl.LazyFrame:
    return rows.with_columns(drop_reasons=reasons(config.filters))


SCREEN_EARLY: Final = Annotator[ScreenConfig](
    name="screen_early",
    version=1,
    needs=tuple(early_columns()),
    adds=ADDED["screen_early"],
    run=_screen_early,
)
"""Reasons that are known before any model is asked."""

SCREEN: Final = Annotator[ScreenConfig](
    name="screen",
    version=1,
    needs=tuple(columns()),
    adds=ADDED["screen"],
    run=_screen,
)
"""All reasons, the early ones among them; a row without one stays."""
