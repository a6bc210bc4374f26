"""The open child of a multiple-choice row: the same question without its options, answered with the option's text.

Every row whose gold is one of its options has one, also where the question needs its options: the child says so
(`dependence`, and `conversion.failed` where a model was asked), and a filter drops it with that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from curate.grading import infer_answer_type
from curate.row import CONVERSION, LETTERS, ROW, VOTES, row_id
from curate.wording.checks import copied_share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ASKED: Final = "__asked"
"""Column of `CONVERSION`: what models were asked about a row's open form; null where none was."""
REWRITING: Final = "__rewriting"
"""Column of text: the question as it may be asked openly, where that is another; null where it is the same, or none."""
SCRATCH: Final[Mapping[str, Any]] = {ASKED: CONVERSION, REWRITING: pl.String}
"""What `asking` puts beside the columns of a row, for `open_children`."""

_TEXTS: Final = pl.List(pl.String)


def open_children(rows: pl.DataFrame) -> pl.DataFrame:
    """The children of those multiple-choice rows whose gold is one of their options.

    A child's `parent` is the row it was made from, and its id hashes the source, the question and the new answer. What
    counts as right is the parent's, in words; the answer's type is inferred again, so that a number is graded as one.
    `dependence`, its evidence and all that is not about options are carried over.

    Args:
        rows: Rows, with or without `template` and `prompt`; where `ASKED` and `REWRITING` stand beside them, the first
            is the child's `conversion`, and the second, where there is one, its question.

    Returns:
        The columns of `rows` without those two, in the order of the parents.
    """
    parents = with_scratch(rows).filter(gold_is_an_option())
    question = parents.select(pl.coalesce(REWRITING, "question").alias("question"))["question"]
    gold = parents["answer_text"].to_list()
    ids = [
        row_id(source, asked, None, text) for source, asked, text in zip(parents["source"], question, gold, strict=True)
    ]
    new = pl.col(REWRITING).is_not_null()
    return parents.with_columns(
        pl.Series("id", ids, dtype=pl.String),
        pl.col("id").alias("parent"),
        pl.lit("forms").alias("made_by"),
        pl.lit("open").alias("form"),
        pl.lit("mcq->open").alias("history"),
        question,
        pl.col("answer_text").alias("answer"),
        pl.Series("answer_type", [infer_answer_type(text, None) for text in gold], dtype=pl.String),
        *(pl.lit(None, dtype=ROW[name]).alias(name) for name in ("options", "order", "options_alike")),
        *_in_words(parents),
        pl.col(ASKED).alias("conversion"),
        pl.when(new & pl.col("self_contained").is_not_null())
        .then(pl.col(ASKED).struct.field("self_contained"))
        .otherwise("self_contained")
        .alias("self_contained"),
        # a rewriting that says its answer is refused: see rewording.py
        pl.when(new & pl.col("answer_leaked").is_not_null())
        .then(pl.lit(value=False))
        .otherwise("answer_leaked")
        .alias("answer_leaked"),
        _copied(parents),
    ).drop(*SCRATCH)


def gold_is_an_option() -> pl.Expr:
    """The answer is the letter of an option, and the answer in words is that option: the sign that ingest found it."""
    at = pl.col("answer").replace_strict(list(LETTERS), range(len(LETTERS)), default=None, return_dtype=pl.UInt32)
    option = pl.col("options").list.get(at, null_on_oob=True)
    gold = (option == pl.col("answer_text")) & (option.str.strip_chars() != "")
    return pl.col("form").eq_missing("mcq") & pl.col("question").is_not_null() & gold.fill_null(value=False)


def with_scratch(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the columns of `SCRATCH`, which are null where they were not there."""
    missing = [pl.lit(None, dtype=kind).alias(name) for name, kind in SCRATCH.items() if name not in rows.columns]
    return rows.with_columns(*missing)


def _in_words(parents: pl.DataFrame) -> list[pl.Series]:
    """What names options by their letters, in their words: a letter means nothing where no options are shown."""
    offered = parents["options"].to_list()
    made: list[pl.Series] = []
    if (accepted := parents["accepted"]).null_count() < len(accepted):
        worded = [
            None if texts is None else [_worded(text, options) for text in texts]
            for texts, options in zip(accepted.to_list(), offered, strict=True)
        ]
        made.append(pl.Series("accepted", worded, dtype=_TEXTS))
    if (keys := parents["generator_key"]).null_count() < len(keys):
        worded = [None if key is None else _worded(key, options) for key, options in zip(keys, offered, strict=True)]
        made.append(pl.Series("generator_key", worded, dtype=pl.String))
    if (votes := parents["votes"]).null_count() < len(votes):
        counted = [_counted(one, options) for one, options in zip(votes.to_list(), offered, strict=True)]
        made.append(pl.Series("votes", counted, dtype=VOTES))
    return made


def _counted(votes: list[dict[str, Any]] | None, options: Sequence[str]) -> list[dict[str, Any]] | None:
    if votes is None:
        return None
    return [vote | {"answer": None if vote["answer"] is None else _worded(vote["answer"], options)} for vote in votes]


def _worded(answer: str, options: Sequence[str]) -> str:
    at = LETTERS.find(answer) if len(answer) == 1 else -1
    return options[at] if 0 <= at < len(options) else answer


def _copied(parents: pl.DataFrame) -> pl.Series:
    """Of a new question, the share that stands in its passage, measured again where it was measured."""
    shares = parents["copied_share"]
    if shares.null_count() == len(shares) or parents[REWRITING].null_count() == len(shares):
        return shares
    passages = parents["document"].struct.field("passage")
    again = [
        share if share is None or new is None or passage is None else copied_share(new, passage)
        for share, new, passage in zip(shares, parents[REWRITING], passages, strict=True)
    ]
    return pl.Series("copied_share", again, dtype=pl.Float64)
