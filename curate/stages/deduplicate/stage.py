"""The stage: a hash of what a row asks and of what it answers, then one look at all hashes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import xxhash

from curate.row import ADDED
from curate.stage import ORDER, CorpusAnnotator
from curate.stages.deduplicate.config import DeduplicateConfig
from curate.stages.deduplicate.normal import lightened, normalised, normalised_options, unshouted

if TYPE_CHECKING:
    import numpy.typing as npt

_BETWEEN_PARTS: Final = "\x1f"  # normalising folds it, so that no question can hold it
_ADDS: Final = ADDED["deduplicate"]


def _sign(rows: pl.LazyFrame, config: DeduplicateConfig) -> pl.LazyFrame:
    """Add the keys of the row (form, question, options), of its question and of its answer, and what else decides."""
    del config
    asked = rows.with_columns(
        question=normalised(unshouted(pl.col("question"))),
        options=normalised_options(pl.col("options")),
        answer=lightened(pl.coalesce("answer_text", "answer")).str.strip_chars(),
    ).with_columns(said=normalised(pl.col("answer")))
    options = pl.col("options").fill_null("")
    whole = pl.concat_str(pl.col("form").fill_null(""), "question", options, separator=_BETWEEN_PARTS)
    # A row without a question asks nothing, hence nothing twice.
    asks = pl.col("question") != ""
    return asked.select(
        ORDER,
        "id",
        "parent",
        "needs_options",
        pl.col("verifiable").fill_null(value=False),
        key=pl.when(asks).then(whole).map_batches(_key, return_dtype=pl.Binary),
        question_key=pl.when(asks).then("question").map_batches(_key, return_dtype=pl.Binary),
        # An answer of nothing but punctuation (`?`, `;`) keeps it, so that no two become equal by vanishing.
        answer_key=pl.when(pl.col("said") != "")
        .then("said")
        .otherwise("answer")
        .map_batches(_answer_key, return_dtype=pl.UInt64),
    )


def _join(signatures: pl.LazyFrame, config: DeduplicateConfig) -> pl.LazyFrame:
    """Choose within each key the row that stays: the first that is verifiable, else the first."""
    del config
    # Positions, not ids: a record that stands twice in a source has one id, and is a duplicate of itself.
    first = pl.col(ORDER).min().over("key")
    first_verifiable = pl.when("verifiable").then(ORDER).min().over("key")
    stays = pl.when(pl.col("key").is_not_null()).then(pl.coalesce(first_verifiable, first))
    answers = pl.col("answer_key").drop_nulls().n_unique().over("key")
    repeats = (pl.col("stays") != pl.col(ORDER)).fill_null(value=False)
    return _with_family(signatures.with_columns(stays=stays, answers=answers)).select(
        ORDER,
        "family",
        duplicate_of=pl.when(repeats).then(pl.col("id").gather(pl.col("stays"))),
        duplicate_kind=pl.when(repeats).then(pl.lit("exact")),
        label_conflict=pl.col("key").is_not_null() & (pl.col("answers") > 1),
    )


def _with_family(signatures: pl.LazyFrame) -> pl.LazyFrame:
    """Add `family`: the id of the first row that asks the same, in whatever form and with whatever options.

    `Which of the following is true?` is no identity: where a question needs its options, they tell it from others. One
    that can be asked without them (`needs_options` looks at the gold too, so rows may differ) is one question for all
    its rows. A row that was made from another is of its family, also where its question was put into other words; and
    if those words stand elsewhere, all of them are one family.
    """
    needs = pl.col("needs_options").fill_null(value=False)
    alone = (~pl.col("needs_options")).fill_null(value=False).any().over("question_key")
    told_by = pl.when(~needs | alone).then("question_key").when(pl.col("parent").is_null()).then("key").alias("told_by")
    told = signatures.with_columns(told_by)
    first = pl.when(pl.col("told_by").is_not_null()).then(pl.col(ORDER).min().over("told_by")).otherwise(ORDER)
    # A parent that is in no row still joins its children, and names them.
    made_from = told.select("id", ORDER).unique("id", keep="first", maintain_order=True)
    asked = told.with_columns(first=first).join(
        made_from.select(parent="id", made_from=ORDER), on="parent", how="left", maintain_order="left"
    )
    eldest = pl.col(ORDER).min().over("parent")
    tied = pl.when(pl.col("parent").is_not_null()).then(pl.coalesce("made_from", eldest))
    joined = asked.with_columns(tied=tied).with_columns(
        family=pl.struct(ORDER, "first", "tied").map_batches(_joined, return_dtype=pl.UInt32)
    )
    orphan = pl.col("parent").is_not_null() & pl.col("made_from").is_null() & pl.col("told_by").is_null()
    named = pl.when(orphan).then("parent").otherwise("id")
    return joined.with_columns(family=named.gather(pl.col("family")))


def _joined(edges: pl.Series) -> pl.Series:
    """The first row of each family, from the row that asks the same first and the row that each was made from."""
    rows = edges.struct.unnest()
    head = rows["first"].to_numpy().astype(np.int64)
    torn = rows.filter(pl.col("tied").is_not_null()).select("first", pl.col("tied"))
    ends = np.stack([torn["first"].to_numpy(), head[torn["tied"].to_numpy()]]) if torn.height else _NONE
    ends = np.unique(ends[:, ends[0] != ends[1]], axis=1)
    for one, other in ends.T.tolist():  # few: where a question was put into other words
        left, right = _head(head, one), _head(head, other)
        head[max(left, right)] = min(left, right)
    while not np.array_equal(higher := head[head], head):
        head = higher
    return pl.Series(head, dtype=pl.UInt32)


_NONE: Final = np.empty((2, 0), dtype=np.int64)


def _head(head: npt.NDArray[np.int64], row: int) -> int:
    """The row that names a family so far; the way there becomes shorter."""
    while (above := int(head[row])) != row:
        head[row] = head[above]
        row = above
    return row


def _key(texts: pl.Series) -> pl.Series:
    digest = xxhash.xxh3_128_digest
    return pl.Series([None if text is None else digest(text.encode()) for text in texts], dtype=pl.Binary)


def _answer_key(texts: pl.Series) -> pl.Series:
    digest = xxhash.xxh3_64_intdigest
    return pl.Series([None if not text else digest(text.encode()) for text in texts], dtype=pl.UInt64)


DEDUPLICATE: Final = CorpusAnnotator[DeduplicateConfig](
    name="deduplicate",
    version=4,
    needs=("id", "parent", "form", "question", "options", "answer", "answer_text", "needs_options", "verifiable"),
    adds=_ADDS,
    signature={
        "id": pl.String,
        "parent": pl.String,
        "needs_options": pl.Boolean,
        "verifiable": pl.Boolean,
        "key": pl.Binary,  # 16 bytes: equal for rows that ask the same in the same form
        "question_key": pl.Binary,  # 16 bytes: equal for rows that ask the same in any form, with any options
        "answer_key": pl.UInt64,  # equal for gold answers that read the same; null without a gold answer
    },
    sign=_sign,
    join=_join,
)
"""Exact duplicates: rows of one form that ask the same question with the same options, however typed or ordered.

And families: rows that ask the same question in any form.
"""
