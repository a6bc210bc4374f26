"""One form of each question: a question that is asked openly and with options is one question, and counts once.

Twice in a blend it would have twice the weight of others, and what one form teaches the other gives away. Which form
stays is decided family by family, in the order of a hash of seed and family: the form whose share is shortest of rows
for its weight by then; where both help as much (mostly both fall into one share), the hash. So a share of open
questions gets as many as it needs before one of multiple choice is fed from the same questions, and the other way
round, and where forms do not matter to the shares, half of the questions are asked either way. The total that a recipe
wants has no say in it: a smaller blend stays a part of a larger one.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MORE_OPTIONS: Final = "mcq->mcq"


def way(columns: Sequence[str]) -> pl.Expr:
    """In which way a row asks its question: its form, and apart from it the same form with other options made for it.

    Args:
        columns: Those of the rows; without `history` the form alone decides.
    """
    form = pl.col("form").fill_null("")
    if "history" not in columns:
        return form.alias("way")
    made = pl.col("history").eq_missing(_MORE_OPTIONS)
    return pl.when(made).then(pl.lit(_MORE_OPTIONS)).otherwise(form).alias("way")


def one_form(rows: pl.DataFrame, parts: Sequence[int]) -> pl.DataFrame:
    """The rows without those whose question stays in another way.

    Args:
        rows: With `family` (a hash of it and the seed), `way`, and `share` (its number).
        parts: The weight of each share.
    """
    several = pl.col("way").n_unique().over("family") > 1
    placed = rows.with_columns(several=several)
    torn = placed.filter("several")
    if torn.is_empty():
        return rows
    counts = placed.filter(~pl.col("several"))["share"].value_counts()
    available = [0] * len(parts)
    for share, count in counts.iter_rows():
        available[share] = count
    offers = torn.group_by("family", "way", "share").len().sort("family", "way", "share")
    stays = _choices(offers.iter_rows(), available, parts)
    kept = pl.DataFrame(stays, schema={"family": rows.schema["family"], "way": pl.String}, orient="row")
    return (
        placed.filter(~pl.col("several"))
        .drop("several")
        .vstack(torn.drop("several").join(kept, on=["family", "way"], how="semi", maintain_order="left"))
    )


def _choices(
    offers: Iterable[tuple[int, str, int, int]], available: list[int], parts: Sequence[int]
) -> list[tuple[int, str]]:
    """The way in which each family stays.

    Args:
        offers: Family, way, share and rows, sorted.
        available: Rows of each share that are sure; grows with each choice.
        parts: The weight of each share.
    """
    chosen: list[tuple[int, str]] = []
    for family, lines in groupby(offers, key=itemgetter(0)):
        ways = {name: [line[2:] for line in some] for name, some in groupby(lines, key=itemgetter(1))}
        names = list(ways)
        need = {name: min(available[share] / parts[share] for share, _ in ways[name]) for name in names}
        least = min(need.values())
        best = [name for name in names if need[name] == least]
        stays = best[(family >> 32) % len(best)]  # not the lowest bits: families come sorted, and validation goes by it
        for share, count in ways[stays]:
            available[share] += count
        chosen.append((family, stays))
    return chosen
