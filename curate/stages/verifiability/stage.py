"""The stage: evidence by expressions, and the grader's word on the golds that differ."""

from __future__ import annotations

from typing import Final

import polars as pl

from curate.row import ADDED
from curate.stage import Annotator
from curate.stages.verifiability.config import VerifiabilityConfig
from curate.stages.verifiability.gold import gold_verdict, place

_BETWEEN: Final = "\x1e"
_POWERS: Final = "([\u2070\u2071\u00b9\u00b2\u00b3\u2074-\u207f]+)"
_WORD: Final = r"\p{L}{3}"
_SYMBOL: Final = r"\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}"


def _run(rows: pl.LazyFrame, _: VerifiabilityConfig) -> pl.LazyFrame:
    mcq = (pl.col("form") == "mcq").fill_null(value=False)
    # A letter that points at a blank option is no gold, though the letter itself is there.
    present = _says("answer") & ~(mcq & _lettered() & ~_says("answer_text"))
    return (
        rows.with_columns(
            gold_present=present,
            gold_in_options=pl.when(mcq).then(present & _in_options().fill_null(value=False)),
            options_distinct=pl.when(mcq).then(_distinct().fill_null(value=False)),
            answer_words=pl.col("answer_text").str.count_matches(r"\S+").cast(pl.Int32).fill_null(0),
            needs_options=_needs_options(),
            converted=_converted(),
            graded=gold_verdict(),
        )
        .unnest("graded")
        .with_columns(verifiable=pl.col("gold_verdict") == "right")
    )


def _needs_options() -> pl.Expr:
    """Whether a question cannot be asked without options; null for one that never had any.

    The forms room found out; one that was rewritten, and whose rewriting was judged good, needs them no longer.
    """
    change = pl.col("conversion").struct
    rewritten = (pl.col("history") == "mcq->open") & change.field("question").is_not_null()
    good = rewritten & change.field("failed").is_null()
    needs = (pl.col("dependence") != "independent") & ~good.fill_null(value=False)
    return pl.when(pl.col("dependence").is_not_null()).then(needs)


def _converted() -> pl.Expr:
    """Whether a row that was made from one of another form is a good one; null where it was not made so."""
    made = pl.col("history").str.contains("->", literal=True).fill_null(value=False)
    return pl.when(made).then(pl.col("conversion").struct.field("failed").is_null())


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
    version=3,
    needs=(
        *("form", "question", "options", "answer", "answer_text", "accepted", "answer_type", "tolerance"),
        *("f1_at_least", "history", "dependence", "conversion"),
    ),
    adds=ADDED["verifiability"],
    run=_run,
)
"""What is known about a row's answer without asking a model."""
