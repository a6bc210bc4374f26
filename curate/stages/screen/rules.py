"""The rules: each says of every row whether it is broken, as one polars expression that is never null."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

import polars as pl
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from curate.stages.screen.columns import kind_of, known, must_be

Scalar = bool | int | float | str
"""What a column is compared with."""


def kind_in_words(kind: object) -> object:
    """YAML reads `kind: true` as a truth value; the kind is the word."""
    return str(kind).lower() if isinstance(kind, bool) else kind


def _boolean(column: str) -> str:
    return must_be(column, pl.Boolean, what="truth values")


def _number(column: str) -> str:
    return must_be(column, (pl.Float64, pl.Int32, pl.Int64), what="numbers")


def _text(column: str) -> str:
    return must_be(column, pl.String, what="texts")


def _comparable(column: str) -> str:
    return must_be(column, (pl.String, pl.Boolean, pl.Float64, pl.Int32, pl.Int64), what="single values")


def _regex(pattern: str) -> str:
    try:
        pl.Series([""], dtype=pl.String).str.contains(pattern)
    except pl.exceptions.ComputeError as error:
        raise ValueError(f"is no regular expression: {' '.join(str(error).split())}") from error
    return pattern


def _fits(column: str, values: tuple[Scalar, ...]) -> None:
    """Raise where a column is compared with what it can never hold."""
    kind = kind_of(column)
    wanted = {str} if kind == pl.String else {bool} if kind == pl.Boolean else {int, float}
    for value in values:
        if type(value) not in wanted:
            raise ValueError(f"{column} is {kind} and never {value!r}")


def _as_list(values: object) -> object:
    return [values] if isinstance(values, Scalar) else values


AnyColumn = Annotated[str, AfterValidator(known)]
BooleanColumn = Annotated[str, AfterValidator(_boolean)]
NumberColumn = Annotated[str, AfterValidator(_number)]
TextColumn = Annotated[str, AfterValidator(_text)]
ValueColumn = Annotated[str, AfterValidator(_comparable)]
Values = Annotated[tuple[Scalar, ...], BeforeValidator(_as_list), Field(min_length=1)]
Kind = BeforeValidator(kind_in_words)


class Rule(BaseModel, frozen=True, extra="forbid"):
    """What a row must be, to stay; the parent of every kind of rule, those of other packages included.

    A kind of rule says in `holds` when it is kept, with null where it cannot know. `unknown` decides what null means:
    `drop` (not knowing counts as broken) unless the rule says `keep`. Rows that do not meet `when` are not judged.
    """

    kind: Annotated[str, Kind]
    when: dict[ValueColumn, Values] = Field(
        default_factory=dict,
        description="Judge only rows in which each of these columns has this value, or one of these.",
    )
    unknown: Literal["drop", "keep"] = "drop"

    reads: ClassVar[tuple[str, ...]] = ()
    """The fields of this kind that name a column."""

    @model_validator(mode="after")
    def _when_can_be(self) -> Self:
        for column, values in self.when.items():
            _fits(column, values)
        return self

    def holds(self) -> pl.Expr:
        """Whether a row keeps the rule; null where that is not known."""
        raise NotImplementedError(f"{type(self).__name__} says not when it holds")

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns that the rule reads."""
        return tuple(dict.fromkeys((*(str(getattr(self, field)) for field in self.reads), *self.when)))

    def broken(self) -> pl.Expr:
        """Whether a row breaks the rule: true or false, never null."""
        broken = ~self.holds().fill_null(value=self.unknown == "keep")
        for column, values in self.when.items():
            broken = broken & pl.col(column).is_in(list(values)).fill_null(value=False)
        return broken


class IsTrue(Rule, frozen=True):
    """The column must be true."""

    kind: Annotated[Literal["true"], Kind]
    column: BooleanColumn
    reads = ("column",)

    def holds(self) -> pl.Expr:
        """As it stands."""
        return pl.col(self.column)


class IsFalse(Rule, frozen=True):
    """The column must be false."""

    kind: Annotated[Literal["false"], Kind]
    column: BooleanColumn
    reads = ("column",)

    def holds(self) -> pl.Expr:
        """As it stands, turned round."""
        return ~pl.col(self.column)


class InRange(Rule, frozen=True):
    """The number must be at least `min` and at most `max`; one of them may be left out."""

    kind: Annotated[Literal["range"], Kind]
    column: NumberColumn
    min: float | None = None
    max: float | None = None
    reads = ("column",)

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("needs min, max or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min:g} is above max {self.max:g}, so that no row could stay")
        return self

    def holds(self) -> pl.Expr:
        """Both limits belong to the range; what is not a number (NaN) is not known."""
        column = pl.col(self.column).cast(pl.Float64)
        number = pl.when(column.is_not_nan()).then(column)
        above = number >= (float("-inf") if self.min is None else self.min)
        return above & (number <= (float("inf") if self.max is None else self.max))


class Limits(BaseModel, frozen=True, extra="forbid"):
    """At least `min` and at most `max`; one of them may be left out."""

    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("needs min, max or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min:g} is above max {self.max:g}, so that no row could stay")
        return self


class InRanges(Rule, frozen=True):
    """Each of several numbers must lie in its range; one alone that does not breaks the rule."""

    kind: Annotated[Literal["ranges"], Kind]
    columns: dict[NumberColumn, Limits] = Field(min_length=1)

    @property
    def needs(self) -> tuple[str, ...]:
        """All the columns."""
        return tuple(dict.fromkeys((*self.columns, *self.when)))

    def holds(self) -> pl.Expr:
        """Null if one is not known, and none is known to lie outside."""
        ranges = (
            InRange(kind="range", column=column, min=limits.min, max=limits.max).holds()
            for column, limits in self.columns.items()
        )
        return pl.all_horizontal(*ranges)


class _Listed(Rule, frozen=True):
    """A column, and values that it can have."""

    column: ValueColumn
    values: Values
    reads = ("column",)

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        _fits(self.column, self.values)
        return self


class Among(_Listed, frozen=True):
    """The value must be one of `values`."""

    kind: Annotated[Literal["among"], Kind]

    def holds(self) -> pl.Expr:
        """Equal to one of the values, case and all."""
        return pl.col(self.column).is_in(list(self.values))


class NotAmong(_Listed, frozen=True):
    """The value must be none of `values`."""

    kind: Annotated[Literal["not_among"], Kind]

    def holds(self) -> pl.Expr:
        """Equal to none of the values, case and all."""
        return ~pl.col(self.column).is_in(list(self.values))


class Absent(Rule, frozen=True):
    """The column must be null: what has no value is known to have none, so `unknown` says nothing here."""

    kind: Annotated[Literal["absent"], Kind]
    column: AnyColumn
    reads = ("column",)

    def holds(self) -> pl.Expr:
        """Null."""
        return pl.col(self.column).is_null()


class Matches(Rule, frozen=True):
    """The text must match `pattern` somewhere (regular expressions of Rust's `regex`: no look-around)."""

    kind: Annotated[Literal["matches"], Kind]
    column: TextColumn
    pattern: Annotated[str, AfterValidator(_regex)]
    reads = ("column",)

    def holds(self) -> pl.Expr:
        """Found anywhere in the text; `^` and `$` ask for the whole."""
        return pl.col(self.column).str.contains(self.pattern)


class Lacks(Rule, frozen=True):
    """The text must not match `pattern` anywhere."""

    kind: Annotated[Literal["lacks"], Kind]
    column: TextColumn
    pattern: Annotated[str, AfterValidator(_regex)]
    reads = ("column",)

    def holds(self) -> pl.Expr:
        """Found nowhere in the text."""
        return ~pl.col(self.column).str.contains(self.pattern)
