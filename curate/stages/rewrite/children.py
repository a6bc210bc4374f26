"""The open child of a multiple-choice row: the same question without its options, answered with the option's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from curate.grading import infer_answer_type
from curate.row import LETTERS, ROW, row_id

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXTS: Final = pl.List(pl.String)


def open_children(rows: pl.DataFrame) -> pl.DataFrame:
    """The children of those multiple-choice rows whose gold is one of their options; other columns are carried over.

    A child's `parent` is the row it was made from, and its id hashes the source, the question and the new answer.
    """
    parents = rows.filter(_gold_is_an_option())
    gold = parents["answer_text"].to_list()
    ids = [
        row_id(source, question, None, answer)
        for source, question, answer in zip(parents["source"], parents["question"], gold, strict=True)
    ]
    return parents.with_columns(
        pl.col("id").alias("parent"),
        pl.lit("rewrite").alias("made_by"),
        pl.lit("open").alias("form"),
        pl.col("answer_text").alias("answer"),
        pl.lit(None, dtype=ROW["options"]).alias("options"),
        pl.Series("id", ids, dtype=pl.String),
        pl.Series("answer_type", [infer_answer_type(answer, None) for answer in gold], dtype=pl.String),
        _accepted(parents["accepted"], parents["options"]),
    )


def _gold_is_an_option() -> pl.Expr:
    """The answer is the letter of an option, and the answer in words is that option: the sign that ingest found it."""
    at = pl.col("answer").replace_strict(list(LETTERS), range(len(LETTERS)), default=None, return_dtype=pl.UInt32)
    option = pl.col("options").list.get(at, null_on_oob=True)
    gold = (option == pl.col("answer_text")) & (option.str.strip_chars() != "")
    return pl.col("form").eq_missing("mcq") & gold.fill_null(value=False)


def _accepted(accepted: pl.Series, options: pl.Series) -> pl.Series:
    """Further right answers in the words of the options: a letter means nothing where none is shown."""
    if accepted.null_count() == len(accepted):
        return accepted
    worded = [
        None if texts is None else [_in_words(text, offered) for text in texts]
        for texts, offered in zip(accepted.to_list(), options.to_list(), strict=True)
    ]
    return pl.Series(accepted.name, worded, dtype=_TEXTS)


def _in_words(answer: str, options: Sequence[str]) -> str:
    at = LETTERS.find(answer) if len(answer) == 1 else -1
    return options[at] if 0 <= at < len(options) else answer
