"""What a recipe may say about the words in which questions are put."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["mcq", "open", "math"]
"""Which rows share a choice of templates: the multiple-choice, the open in words, the open with a value."""

FORM_OF: Final[Mapping[Kind, Literal["mcq", "open"]]] = {"mcq": "mcq", "open": "open", "math": "open"}
"""The form of template that renders rows of a kind."""


def _weighted(given: object) -> object:
    """A name alone is that one template, always."""
    return {given: 1.0} if isinstance(given, str) else given


Weight = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Choice = Annotated[dict[str, Weight], BeforeValidator(_weighted), Field(min_length=1)]


class Templates(BaseModel):
    """The templates of each kind of row, with their weights; a name alone is a weight of 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mcq: Choice = {"mcq": 1.0}
    open: Choice = {"open": 1.0}
    math: Choice = {"math": 1.0}

    def of(self, kind: Kind) -> dict[str, float]:
        """The weights of one kind."""
        return {"mcq": self.mcq, "open": self.open, "math": self.math}[kind]


class RewriteConfig(BaseModel):
    """Which templates, and how often."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    templates: Templates = Templates()

    def names(self) -> list[str]:
        """The names of all templates that are used: what has to be loaded from the shelf."""
        return sorted({name for kind in FORM_OF for name in self.templates.of(kind)})
