"""Letter balance: whether the right answer of a blend's multiple-choice rows stands under each letter equally often.

A model that learns that C is right more often than others learns something of the blend, not of its questions. Rows are
counted by their number of options, each once however often it is used, and tested against chance (chi-square, all
letters equally likely). `forms: {shuffle: true}` makes letters even, but for options with a place of their own: where
`None of the above` stands last, the last letter is right as often as nothing else is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from curate.report.chance import evenness
from curate.row import LETTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE: Final = 0.001
"""Below it, we say that letters are uneven: one blend in a thousand is said so by chance."""

_ENOUGH: Final = 5
"""Rows that each letter must have on average, for the test to mean something: the rule of thumb for chi-square."""

N_OPTIONS: Final = "n_options"
LETTER: Final = "letter"


def lettered() -> list[pl.Expr]:
    """Of rows of `curate.row.ROW`: how many options they have, and the letter that is right; null for other rows."""
    options = pl.when(pl.col("form") == "mcq").then(pl.col("options").list.len().cast(pl.Int8))
    letter = pl.when(pl.col("answer").is_in(list(LETTERS))).then("answer")
    return [options.alias(N_OPTIONS), letter.alias(LETTER)]


@dataclass(frozen=True)
class Letters:
    """The rows with so many options, and under which letter the right one stands.

    Attributes:
        n_options: How many options they have.
        counts: How many rows each letter is right in, from A on.
        p: How likely chance makes them this uneven; None where there are fewer than five rows a letter.
    """

    n_options: int
    counts: tuple[int, ...]
    p: float | None

    @property
    def rows(self) -> int:
        """How many rows these are."""
        return sum(self.counts)

    @property
    def uneven(self) -> bool:
        """Whether chance does not explain it."""
        return self.p is not None and self.p < SURE

    def line(self) -> tuple[int, int, str, str]:
        """For a table with the head `HEAD`."""
        counts = ", ".join(f"{letter} {count:,}" for letter, count in zip(LETTERS, self.counts, strict=False))
        return self.n_options, self.rows, counts, "too few rows" if self.p is None else _said(self.p)

    def sentence(self) -> str:
        """What is wrong, where something is."""
        most = max(range(self.n_options), key=lambda at: self.counts[at])
        least = min(range(self.n_options), key=lambda at: self.counts[at])
        return (
            f"Of the {self.rows:,} rows with {self.n_options} options, {LETTERS[most]} is right in "
            f"{self.counts[most] / self.rows:.1%} and {LETTERS[least]} in {self.counts[least] / self.rows:.1%}, where "
            f"{1 / self.n_options:.1%} would be even: chance does not explain it (p {_said(self.p or 0.0)}). "
            "`forms: {shuffle: true}` evens out all letters but those of options that have a place of their own, such "
            "as `None of the above`."
        )

    def plain(self) -> dict[str, Any]:
        """For the manifest."""
        named = dict(zip(LETTERS, self.counts, strict=False))
        return {
            "options": self.n_options,
            "rows": self.rows,
            "letters": named,
            "p": self.p and _stable(self.p),
            "uneven": self.uneven,
        }


HEAD: Final = ("options", "rows", "right letters", "p")


def balance(rows: pl.DataFrame) -> tuple[Letters, ...]:
    """The letters by number of options, fewest first.

    Args:
        rows: With the columns of `lettered`, each row once; those without a letter of their own options do not count.
    """
    some = rows.filter(pl.col(LETTER).is_not_null() & (pl.col(N_OPTIONS) > 1))
    counted = some.group_by(N_OPTIONS, LETTER).len()
    found: dict[int, list[int]] = {}
    for n_options, letter, count in counted.sort(N_OPTIONS, LETTER).iter_rows():
        at = LETTERS.index(letter)
        if at < n_options:
            found.setdefault(n_options, [0] * n_options)[at] = count
    return tuple(_letters(counts) for counts in found.values())


def _letters(counts: Sequence[int]) -> Letters:
    enough = sum(counts) >= _ENOUGH * len(counts)
    return Letters(len(counts), tuple(counts), evenness(counts) if enough else None)


def _stable(p: float) -> float:
    """As many digits as every machine's logarithm agrees on."""
    return float(f"{p:.6g}")


def _said(p: float) -> str:
    return f"{p:.3f}" if p >= SURE else f"below {SURE}"
