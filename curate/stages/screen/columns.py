"""The columns that a rule may read: of rows, all that a stage before the last screening adds; or of documents."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

import polars as pl

from curate.errors import one_of
from curate.row import ADDED, DOCUMENT, ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = pl.DataType | type[pl.DataType]

About = Literal["rows", "documents"]
"""What a filter judges."""

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


def document_columns() -> Mapping[str, Kind]:
    """What the gates see."""
    return DOCUMENT


def columns_of(about: About) -> Mapping[str, Kind]:
    """The columns of rows, or of documents."""
    return columns() if about == "rows" else document_columns()


def kind_of(name: str) -> Kind:
    """The type of a column; one that rows and documents share has the same in both.

    Raises:
        ValueError: If there is no such column; the sentence lists close ones.
    """
    found = columns().get(name) or document_columns().get(name)
    if found is None:
        raise ValueError(one_of(name, {*columns(), *document_columns()}, what="column"))
    return found


def known(name: str) -> str:
    """The name of a column, if a rule may read it.

    Raises:
        ValueError: If there is no such column; the sentence lists close ones.
    """
    kind_of(name)
    return name


def judged(names: Iterable[str]) -> About:
    """What is judged by these columns: documents, if one of them only documents have; else rows.

    Raises:
        ValueError: If a column is not one of rows or documents, or some are only of the one and some of the other.
    """
    told = [known(name) for name in names]
    of_rows = [name for name in told if name not in document_columns()]
    of_documents = [name for name in told if name not in columns()]
    if of_rows and of_documents:
        raise ValueError(
            f"is about rows or about documents: {of_rows[0]} is a column of rows, {of_documents[0]} one of documents"
        )
    return "documents" if of_documents else "rows"


def must_be(name: str, kinds: type[pl.DataType] | tuple[type[pl.DataType], ...], *, what: str) -> str:
    """The name of a column of one of these types.

    Raises:
        ValueError: If the column is of another type, on which the rule would fail in the middle of a build.
    """
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    kind = kind_of(name)
    if not any(kind == one for one in wanted):
        raise ValueError(f"must be a column of {what}: {name} is {kind}")
    return name
