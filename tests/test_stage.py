"""A stage can only add what it promised: whatever else it does to rows is found out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from pydantic import BaseModel

from curate.stage import ORDER, Annotator, CorpusAnnotator, StageError, checked

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = pl.LazyFrame({"id": ["a", "b", "c"], "secret": [1, 2, 3]})


class Nothing(BaseModel):
    """A stage that is told nothing."""


def stage(run: Callable[[pl.LazyFrame, Any], pl.LazyFrame]) -> Annotator[Nothing]:
    return Annotator("test", 1, ("id",), {"long": pl.Boolean}, run)


def annotate(run: Callable[[pl.LazyFrame, Any], pl.LazyFrame]) -> pl.DataFrame:
    return checked("test", stage(run)(ROWS, Nothing()).collect(), 3)


def honest(rows: pl.LazyFrame, _: Nothing) -> pl.LazyFrame:
    return rows.with_columns(long=pl.col("id").str.len_chars() > 3)


def test_only_the_promised_columns_are_taken() -> None:
    added = annotate(lambda rows, _: honest(rows, Nothing()).with_columns(id=pl.lit("changed"), more=pl.lit(1)))
    assert added.columns == ["long"]


def test_a_stage_is_shown_only_what_it_needs() -> None:
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        annotate(lambda rows, _: rows.with_columns(long=pl.col("secret") > 1))


@pytest.mark.parametrize(
    "run",
    [
        lambda rows, _: honest(rows, Nothing()).filter(pl.col("id") != "b"),
        lambda rows, _: honest(rows, Nothing()).reverse(),
        lambda rows, _: pl.concat([honest(rows, Nothing())] * 2),
        lambda rows, _: honest(rows, Nothing()).with_columns(pl.lit(0, pl.UInt32).alias(ORDER)),
    ],
    ids=["drops", "moves", "doubles", "lies about the order"],
)
def test_rows_that_are_dropped_moved_or_made_are_found_out(run: Callable[[pl.LazyFrame, Any], pl.LazyFrame]) -> None:
    with pytest.raises(StageError, match="dropped, made or moved rows"):
        annotate(run)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (lambda rows, _: rows.with_columns(long=pl.lit("yes")), "long: String for Boolean"),
        (lambda rows, _: rows, "long: None for Boolean"),
        (lambda rows, _: honest(rows, Nothing()).drop(ORDER), "lost the order"),
    ],
)
def test_a_broken_promise_is_found_by_the_schema_alone(
    run: Callable[[pl.LazyFrame, Any], pl.LazyFrame], words: str
) -> None:
    with pytest.raises(StageError, match=words):
        stage(run)(ROWS, Nothing())


def test_a_column_that_no_stage_before_adds_is_named() -> None:
    with pytest.raises(StageError, match=r"needs \['id'\]"):
        stage(honest)(pl.LazyFrame({"other": [1]}), Nothing())


def test_a_corpus_stage_sees_its_signatures_and_nothing_else() -> None:
    corpus = CorpusAnnotator[Nothing](
        "corpus",
        1,
        ("id",),
        {"first": pl.Boolean},
        {"key": pl.String},
        sign=lambda rows, _: rows.with_columns(key=pl.col("id").str.to_uppercase()),
        join=lambda rows, _: rows.with_columns(first=pl.col("key").is_first_distinct()),
    )
    signed = corpus.signed(ROWS, Nothing())
    assert signed.collect_schema().names() == [ORDER, "key"]
    joined = corpus.joined(pl.concat([signed.drop(ORDER)] * 2), Nothing()).collect()
    assert joined["first"].to_list() == [True] * 3 + [False] * 3
