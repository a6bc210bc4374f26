"""The stage: evidence by expressions, and the grader's word on the golds that differ."""

from __future__ import annotations

from typing import Final

import polars as pl

from curate.row import ADDED
from curate.stage import Annotator
from curate.stages.verifiability.config import VerifiabilityConfig
from curate.stages.verifiability.gold import gold_verdict, place
from curate.stages.verifiability.wording import needs_options

_BETWEEN: Final = "\x1e"
_POWERS: Final = "([\u2070\u2071\u00b9\u00b2\u00b3\u2074-\u207f]+)"
_WORD: Final = r"\p{L}{3}"
_SYMBOL: Final = r"\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}"


def _run(rows: pl.LazyFrame, config: VerifiabilityConfig) -> pl.LazyFrame:
    mcq = (pl.col("form") == "mcq").fill_null(value=False)
    # A letter that points at a blank option is no gold, though the letter itself is there.
    present = _says("answer") & ~(mcq & _lettered() & ~_says("answer_text"))
    return (
        rows.with_columns(
            gold_present=present,
            gold_in_options=pl.when(mcq).then(present & _in_options().fill_null(value=False)),
            options_distinct=pl.when(mcq).then(_distinct().fill_null(value=False)),
            answer_words=pl.col("answer_text").str.count_matches(r"\S+").cast(pl.Int32).fill_null(0),
            needs_options=needs_options(config.phrases),
            graded=gold_verdict(),
        )
        .unnest("graded")
        .with_columns(verifiable=pl.col("gold_verdict") == "right")
    )


def _in_options() -> pl.Expr:
    """The gold is the letter of an option, or exactly the text of one."""
    return _lettered() | pl.col("options").list.contains(pl.col("answer"))


def _lettered() -> pl.Expr:
    return (place() < pl.col("options").list.len()).fill_null(value=False)


def _says(column: str) -> pl.Expr:
    return (pl.col(column).str.strip_chars() != "").fill_null(value=False)


def _distinct() -> pl.Expr:
    """No two options read the same after NFKC, case folding and one kind of white space.

    Case folds only words: among `AA`, `Aa` and `aa`, or `BBEe` and `BBee`, it is the answer. A power stays one: `10²`
    is not `102`.
    """
    options = pl.col("options").list.join(_BETWEEN, ignore_nulls=False)
    plain = options.str.replace_all(_POWERS, "^$1").str.normalize("NFKC").str.replace_all(r"[ \t\r\n]+", " ")
    texts = plain.str.split(_BETWEEN).list.eval(_without_case(pl.element().str.strip_chars()))
    return texts.list.n_unique() == pl.col("options").list.len()


def _without_case(text: pl.Expr) -> pl.Expr:
    word = text.str.contains(_WORD) & ~text.str.contains(_SYMBOL)
    return pl.when(word).then(text.str.to_uppercase().str.to_lowercase()).otherwise(text)


VERIFIABILITY: Final = Annotator[VerifiabilityConfig](
    name="verifiability",
    version=2,
    needs=(
        *("form", "question", "options", "answer", "answer_text", "accepted", "answer_type", "tolerance"),
        *("f1_at_least", "parent", "made_by"),
    ),
    adds=ADDED["verifiability"],
    run=_run,
)
"""What is known about a row's answer without asking a model."""
