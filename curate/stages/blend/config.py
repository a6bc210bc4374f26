"""What a recipe may say about the blend: the shares, their weights, how many rows, how many of them to validate on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from curate.content import line_of
from curate.errors import one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS_OR_MAX: Final = "must be a whole number above 0, or max"
ROWS_OR_SHARE: Final = "must be a whole number of rows above 0, or a share of them between 0 and 1"


def _listed(given: object) -> object:
    """One value stands for a list of one."""
    return [given] if isinstance(given, str) else given


def _rows(given: object) -> object:
    """One sentence for all that is wrong; a union's own errors would be one for each of its kinds."""
    if given != "max" and (isinstance(given, bool) or not isinstance(given, int) or given < 1):
        raise ValueError(ROWS_OR_MAX)
    return given


def _val(given: object) -> object:
    whole = isinstance(given, int) and not isinstance(given, bool) and given >= 1
    if not whole and not (isinstance(given, float) and 0 < given < 1):
        raise ValueError(ROWS_OR_SHARE)
    return given


# What editors are told: pydantic cannot see what the functions above let through.
_TEXT: Final = {"type": "string", "minLength": 1}
_COUNT: Final = {"type": "integer", "minimum": 1}

Text = Annotated[str, StringConstraints(min_length=1)]
Values = Annotated[
    tuple[Text, ...],
    Field(min_length=1),
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}, mode="validation"),
]
"""One value of a column, or a list of them of which any will do."""


def _among(*known: str) -> AfterValidator:
    """Columns with few values know them: a misspelt one is found before anything is built."""

    def check(given: tuple[str, ...]) -> tuple[str, ...]:
        for value in given:
            if value not in known:
                raise ValueError(one_of(value, known, what="such value"))
        return given

    return AfterValidator(check)


Rows = Annotated[
    int | Literal["max"],
    BeforeValidator(_rows),
    WithJsonSchema({"anyOf": [_COUNT, {"const": "max"}]}, mode="validation"),
]

Val = Annotated[
    int | float,
    BeforeValidator(_val),
    WithJsonSchema(
        {"anyOf": [_COUNT, {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}]}, mode="validation"
    ),
]


class Where(BaseModel):
    """Which rows a share is made of: all that is named must hold; with nothing named, any row will do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Values | None = None
    group: Annotated[Values, _among("GPR", "MR")] | None = None
    domain: Annotated[Values, _among("stem", "humanities", "social_science", "mixed")] | None = None
    form: Annotated[Values, _among("mcq", "open")] | None = None
    origin: Annotated[Values, _among("open", "synthetic")] | None = None
    subject: Values | None = None
    licence: Values | None = None
    answer_type: Values | None = None

    def asked(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that are named, with the values that will do."""
        return {column: values for column in COLUMNS if (values := getattr(self, column)) is not None}

    def __str__(self) -> str:
        """The wish as a person would say it: `source=math, form=mcq|open`."""
        return ", ".join(f"{column}={'|'.join(values)}" for column, values in self.asked().items()) or "any row"


COLUMNS: Final = tuple(Where.model_fields)
"""The columns that a share may ask for."""


class Share(BaseModel):
    """A part of the blend, and its weight against the other parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: Where
    weight: float = Field(gt=0, allow_inf_nan=False)


class BlendConfig(BaseModel):
    """How the blend is mixed.

    Attributes:
        shares: the parts; a row belongs to the first whose `where` it satisfies, and to none otherwise.
        rows: how many rows to train on, or `max`: as many as the weights let.
        val: how many rows to validate on, or which share: of `rows`, and where that is `max`, of the largest blend in
            which no row is repeated. They are split off first, and come on top of `rows`.
        max_epochs: how often a row may be used, where a share has fewer rows than its weight asks for.
        both_forms: whether a question may stand in the blend in more than one form; without it, each question has one.
        seed: which of the possible blends it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shares: tuple[Share, ...] = Field(min_length=1)
    rows: Rows
    val: Val
    max_epochs: int = Field(default=1, ge=1, le=1000)
    both_forms: bool = False
    seed: int = Field(ge=0, lt=2**64)


class Place(NamedTuple):
    """Where the wish stands, for errors: the recipe's name, its text, and the keys that lead to the blend in it."""

    file: str
    text: str
    at: tuple[str | int, ...] = ()

    def line(self, *path: str | int) -> int:
        """The line on which a part of the blend stands, or the nearest above it that does."""
        return line_of(self.text, (*self.at, *path))
