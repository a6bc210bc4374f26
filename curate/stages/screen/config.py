"""What `screen` is told: the filters of a recipe, in its order; and what a file in `filters/` says.

Such a file holds one rule, where it comes from, and rows that show what it keeps and what it drops.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_serializer, model_validator

from curate.content import Shelved
from curate.errors import one_of
from curate.stages.screen.columns import columns, early_columns
from curate.stages.screen.kinds import AnyRule


def _of_known_columns(row: dict[str, object]) -> dict[str, object]:
    for name in row:
        if name not in columns():
            raise ValueError(one_of(name, columns(), what="column"))
    return row


Example = Annotated[dict[str, object], AfterValidator(_of_known_columns)]
"""A row, told by the columns that matter here; those left out are null."""


class Examples(BaseModel):
    """Rows that the rule must keep, and rows that it must drop; at least one of each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep: tuple[Example, ...] = Field(min_length=1)
    drop: tuple[Example, ...] = Field(min_length=1)


class Filter(Shelved):
    """A file in `filters/`; its name is the reason that a dropped row is given."""

    rule: AnyRule
    examples: Examples


class NamedFilter(NamedTuple):
    """A filter with the name of its file: the reason that a row which breaks it is given."""

    name: str
    filter: Filter


class ScreenConfig(BaseModel):
    """The filters of a recipe."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    filters: tuple[NamedFilter, ...] = ()

    @model_validator(mode="after")
    def _every_reason_once(self) -> Self:
        names = [named.name for named in self.filters]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"filters stand here twice: {', '.join(twice)}")
        return self

    @field_serializer("filters")
    def _what_decides(self, filters: tuple[NamedFilter, ...]) -> list[tuple[str, object]]:
        """Names and rules alone: rewording what a filter says of itself changes no column, hence no fingerprint."""
        return [(named.name, named.filter.rule.model_dump(mode="json")) for named in filters]

    def early(self) -> tuple[NamedFilter, ...]:
        """Those that can be asked before any model is: they read no column that `difficulty` adds."""
        return tuple(named for named in self.filters if set(named.filter.rule.needs) <= set(early_columns()))
