"""What `screen` is told: the filters of a recipe, in its order; and what a file in `filters/` says.

Such a file holds one rule, where it comes from, and rows that show what it keeps and what it drops.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_serializer, model_validator

from curate.content import Shelved
from curate.stages.screen.columns import About, early_columns, judged, known
from curate.stages.screen.kinds import AnyRule


def _of_known_columns(row: dict[str, object]) -> dict[str, object]:
    for name in row:
        known(name)
    return row


Example = Annotated[dict[str, object], AfterValidator(_of_known_columns)]
"""A row or a document, told by the columns that matter here; those left out are null."""


class Examples(BaseModel):
    """Rows that the rule must keep, and rows that it must drop; at least one of each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep: tuple[Example, ...] = Field(min_length=1)
    drop: tuple[Example, ...] = Field(min_length=1)


class Filter(Shelved):
    """A file in `filters/`; its name is the reason that a dropped row is given."""

    rule: AnyRule
    examples: Examples

    @property
    def about(self) -> About:
        """Whether it judges rows or documents: told by the columns of its rule and of its examples."""
        shown = (name for row in (*self.examples.keep, *self.examples.drop) for name in row)
        return judged((*self.rule.needs, *shown))

    @model_validator(mode="after")
    def _about_one_thing(self) -> Self:
        _ = self.about
        return self


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
        about = {named.filter.about: named.name for named in self.filters}
        if len(about) > 1:
            raise ValueError(f"{about['rows']} judges rows, and {about['documents']} documents")
        return self

    @field_serializer("filters")
    def _what_decides(self, filters: tuple[NamedFilter, ...]) -> list[tuple[str, object]]:
        """Names and rules alone: rewording what a filter says of itself changes no column, hence no fingerprint."""
        return [(named.name, named.filter.rule.model_dump(mode="json")) for named in filters]

    def early(self) -> tuple[NamedFilter, ...]:
        """Those that can be asked before any model is: they read no column that `difficulty` adds."""
        return tuple(named for named in self.filters if set(named.filter.rule.needs) <= set(early_columns()))
