"""The columns that a rule may read: all that a stage before the last screening adds, and none that screening adds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from curate.errors import one_of
from curate.row import ADDED, ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = pl.DataType | type[pl.DataType]

_EARLY = "screen_early"
_LAST = "screen"


@cache
def before(stage: str) -> Mapping[str, Kind]:
    """The columns that there are when a stage begins, by the order in `curate.row.ADDED`, without reasons."""
    found: dict[str, Kind] = dict(ROW)
    for name, added in ADDED.items():
        if name == stage:
            break
        if name != _EARLY:
            found.update(added)
    return found


def early_columns() -> Mapping[str, Kind]:
    """What the first screening sees: no column that the difficulty stage adds."""
    return before(_EARLY)


def columns() -> Mapping[str, Kind]:
    """What the last screening sees."""
    return before(_LAST)


def known(name: str) -> str:
    """The name of a column, if a rule may read it.

    Raises:
        ValueError: If there is no such column; the sentence lists close ones.
    """
    if name not in columns():
        raise ValueError(one_of(name, columns(), what="column"))
    return name


def must_be(name: str, kinds: type[pl.DataType] | tuple[type[pl.DataType], ...], *, what: str) -> str:
    """The name of a column of one of these types.

    Raises:
        ValueError: If the column is of another type, on which the rule would fail in the middle of a build.
    """
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    kind = columns()[known(name)]
    if not any(kind == one for one in wanted):
        raise ValueError(f"must be a column of {what}: {name} is {kind}")
    return name
