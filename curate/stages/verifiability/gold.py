"""The grader's word on each row's own gold, asked once for each gold that differs.

Many rows share a gold: a letter among five options, a small number. They are told apart in polars, and the grader,
which is Python, sees each once a shard; what it said is kept for the next shards of the process, up to a limit.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

import polars as pl

from curate.grading import Verdict, accepts_gold
from curate.row import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable

_GRADED_BY: Final = ("answer", "answer_type", "options", "accepted", "tolerance", "f1_at_least")
VERDICT: Final = pl.Struct({"gold_verdict": pl.String, "gold_why": pl.String})

_MOST_KEPT = 65_536  # verdicts; at most 300 characters each, so some tens of megabytes
_KEPT_UP_TO = 300  # characters: longer golds would fill the memory with what is seen once
_BETWEEN = "\x1e"

Gold = tuple[str, str, tuple[str, ...] | None, tuple[str, ...], float | None, float | None]

_Given = tuple[str, str, list[str | None] | None, list[str | None] | None, float | None, float | None]


def place() -> pl.Expr:
    """Which option the answer names by its letter, from 0; null where it is no letter."""
    places = list(range(len(LETTERS)))
    return pl.col("answer").replace_strict(list(LETTERS), places, default=None, return_dtype=pl.UInt32)


def gold_verdict() -> pl.Expr:
    """What the grader says of the gold of each row: a struct of `gold_verdict` and `gold_why`."""
    return pl.struct(_GRADED_BY).map_batches(_graded, return_dtype=VERDICT)


def _graded(golds: pl.Series) -> pl.Series:
    frame = golds.struct.unnest().with_columns(pl.col("answer", "answer_type").fill_null(""))
    keyed = frame.select("answer", "answer_type", "tolerance", "f1_at_least", *_what_matters())
    keys = keyed.columns
    firsts = keyed.with_row_index("at").unique(keys, keep="first", maintain_order=True)
    verdicts = [_verdict(gold) for gold in _rows(frame.select(_GRADED_BY)[firsts["at"]])]
    found = firsts.select(
        *keys,
        pl.Series("gold_verdict", [verdict.status for verdict in verdicts], dtype=pl.String),
        pl.Series("gold_why", [verdict.why for verdict in verdicts], dtype=pl.String),
    )
    beside = keyed.join(found, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return beside.select(pl.struct("gold_verdict", "gold_why")).to_series()


def _what_matters() -> tuple[pl.Expr, ...]:
    """Of options and accepted answers, what the verdict hangs on.

    The grader decides a bare letter by the letter and the number of options alone (`curate.grading.choice`), so their
    texts need not be compared; everything else is compared whole. Lengths keep texts apart that hold the separator.
    """
    count = pl.col("options").list.len()
    alone = pl.col("accepted").list.len().fill_null(0) == 0
    bare = (pl.col("answer_type") == "choice") & alone & (place() < count)
    return (
        count.alias("options_count"),
        pl.when(~bare.fill_null(value=False)).then(_whole("options")).alias("options_whole"),
        pl.col("accepted").list.len().alias("accepted_count"),
        _whole("accepted").alias("accepted_whole"),
    )


def _whole(column: str) -> pl.Expr:
    return pl.col(column).list.join(_BETWEEN, ignore_nulls=True)


def _rows(frame: pl.DataFrame) -> Iterable[Gold]:
    rows = cast("Iterable[_Given]", frame.iter_rows())
    for answer, answer_type, options, accepted, tolerance, f1_at_least in rows:
        yield (
            answer,
            answer_type,
            None if options is None else tuple(option or "" for option in options),
            tuple(one for one in accepted or () if one is not None),
            tolerance,
            f1_at_least,
        )


def _verdict(gold: Gold) -> Verdict:
    answer, _, options, accepted, *_ = gold
    length = len(answer) + sum(map(len, options or ())) + sum(map(len, accepted))
    return _kept(gold) if length <= _KEPT_UP_TO else _asked(gold)


def _asked(gold: Gold) -> Verdict:
    answer, answer_type, options, accepted, tolerance, f1 = gold
    return accepts_gold(answer, answer_type, options=options, accepted=accepted, tolerance=tolerance, f1_at_least=f1)


_kept = lru_cache(maxsize=_MOST_KEPT)(_asked)
