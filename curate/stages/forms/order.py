"""Options of multiple-choice rows in a drawn order: the same question, and no letter that its writer liked best.

What moves and what stays is the matter of `curate.wording.shuffle`; here it is done to rows, and all that speaks in
letters follows: the answer, further right answers, the votes and the key of synthesised rows. Few lists need a close
look (`curate.wording.suspects`), and only those are looked at one by one.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import polars as pl

from curate.row import LETTERS, ROW
from curate.wording.shuffle import drawn, shuffled, unlabelled
from curate.wording.suspects import anchored, named

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXTS: Final = pl.List(pl.String)


def reordered(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Shuffle the options of each multiple-choice row by its id and the seed.

    `answer`, the letters in `accepted` and `votes`, and `generator_key` follow the options; `order` says where each
    stood. `answer_text` stays, but where it is an option whose letters are written anew. A row whose options cannot
    move safely keeps them, and its `evidence` says why. A row that has an `order` was shuffled before, when it was
    synthesised or made from an open question: a second time would make nothing more even, so it stays as it is, and
    shuffling twice is shuffling once. So does one whose gold is a letter without its text, which nobody could follow.

    Args:
        rows: Rows with the columns of `curate.row.ROW` but `template` and `prompt`; others are passed through.
        seed: Which of the orders it is.
    """
    movable = rows.select(movable=_movable())["movable"].arg_true()
    found = _found(rows[movable], seed)
    new = rows.with_columns(
        _beside(rows.height, movable, found.orders).alias("__order"),
        _beside(rows.height, movable, found.written).alias("__written"),
        _beside(rows.height, movable, found.why).alias("__why"),
    ).with_columns(pl.col("__order").list.eval(pl.element().arg_sort()).alias("__now"))
    moved = new.with_columns(
        pl.coalesce("__order", "order").alias("order"),
        pl.coalesce("__written", _gathered(), "options").alias("options"),
        _letter(pl.col("answer")).alias("answer"),
        _letter(pl.col("generator_key")).alias("generator_key"),
        _evidence().alias("evidence"),
        *_followed(new),
    )
    return moved.with_columns(
        pl.when(pl.col("__written").is_not_null() & _is_letter(pl.col("answer")))
        .then(_option(pl.col("answer")))
        .otherwise("answer_text")
        .alias("answer_text")
    ).select(rows.columns)


def _beside(height: int, at: pl.Series, found: pl.Series) -> pl.Series:
    """What was found of some rows, as a column of all rows: null for the others."""
    places = pl.Series([None], dtype=pl.UInt32).new_from_index(0, height)
    return found.gather(places.scatter(at, pl.int_range(len(at), dtype=pl.UInt32, eager=True)))


def _movable() -> pl.Expr:
    """Rows with options that were not shuffled yet, and a gold that can be followed."""
    options = pl.col("options")
    some = options.list.len().is_between(2, len(LETTERS)) & ~options.list.contains(None)
    letter = _is_letter(pl.col("answer"))
    followed = ~letter | pl.col("answer_text").eq_missing(_option(pl.col("answer")))
    return (pl.col("form").eq_missing("mcq") & pl.col("order").is_null() & some & followed).fill_null(value=False)


def _place(letter: pl.Expr) -> pl.Expr:
    """Its place in the alphabet; null for what is no single capital."""
    return letter.replace_strict(list(LETTERS), range(len(LETTERS)), default=None, return_dtype=pl.UInt32)


def _is_letter(answer: pl.Expr) -> pl.Expr:
    """Whether an answer is a letter of the row's options."""
    return (_place(answer) < pl.col("options").list.len()).fill_null(value=False)


def _option(letter: pl.Expr) -> pl.Expr:
    return pl.col("options").list.get(_place(letter), null_on_oob=True)


def _gathered() -> pl.Expr:
    """The options in their new order; null for a row that stays."""
    return pl.col("options").list.gather(pl.col("__order").cast(pl.List(pl.UInt32)))


def _letter(was: pl.Expr) -> pl.Expr:
    """The letter that an option has now; what is no letter of the list stays, as does all in a row that stays."""
    now = pl.col("__now").list.get(_place(was), null_on_oob=True)
    letter = now.replace_strict(range(len(LETTERS)), list(LETTERS), default=None, return_dtype=pl.String)
    return pl.coalesce(letter, was)


def _evidence() -> pl.Expr:
    said = pl.concat_list(pl.format("options: {}", pl.col("__why")))
    known = pl.col("evidence").list.contains(pl.format("options: {}", pl.col("__why"))).fill_null(value=False)
    more = pl.when(pl.col("evidence").is_null()).then(said).otherwise(pl.concat_list("evidence", said))
    return pl.when(pl.col("__why").is_null() | known).then("evidence").otherwise(more)


class _Found(NamedTuple):
    """Of each row that may be shuffled.

    Attributes:
        orders: its order; null where it stays.
        written: its options, where letters in them are new.
        why: why it stays.
    """

    orders: pl.Series
    written: pl.Series
    why: pl.Series


def _found(rows: pl.DataFrame, seed: int) -> _Found:
    question, options = pl.col("question"), pl.col("options")
    looked = rows.select("id", size=options.list.len(), last=anchored(options), named=named(question, options))
    orders: list[list[int]] = [
        [] if last or spoken else drawn(size, name, seed) for name, size, last, spoken in looked.iter_rows()
    ]
    written: dict[int, list[str]] = {}
    why: dict[int, str | None] = {}
    close = (looked["last"] | looked["named"]).arg_true()
    seen = rows.select("id", "question", "options")[close].iter_rows()
    for at, spoken, (name, asked, texts) in zip(close.to_list(), looked["named"][close], seen, strict=True):
        order = shuffled(texts, name, seed, question=asked or "", named=spoken)
        if not order.moved or unlabelled(texts) != list(texts):
            why[at] = order.why or "the options have labels of their own"
            continue
        orders[at] = order.places
        if order.options != [texts[place] for place in order.places]:
            written[at] = order.options
    return _Found(
        _lists(orders),
        _beside(
            rows.height, pl.Series(list(written), dtype=pl.UInt32), pl.Series(list(written.values()), dtype=_TEXTS)
        ),
        _beside(rows.height, pl.Series(list(why), dtype=pl.UInt32), pl.Series(list(why.values()), dtype=pl.String)),
    )


def _lists(orders: list[list[int]]) -> pl.Series:
    """A column of orders, null for empty ones; ten times as fast as polars makes one of lists."""
    flat = pl.Series(list(chain.from_iterable(orders)), dtype=pl.Int8)
    of_row = np.repeat(np.arange(len(orders)), [len(order) for order in orders])
    lists = pl.DataFrame({"row": of_row, "order": flat}).group_by("row", maintain_order=True).agg("order")
    return _beside(len(orders), lists["row"], lists["order"])


def _followed(rows: pl.DataFrame) -> list[pl.Series]:
    """`accepted` and `votes` with the letters that the options have now; most rows have neither."""
    followed: list[pl.Series] = []
    for name, key in (("accepted", None), ("votes", "answer")):
        some = (rows[name].is_not_null() & rows["__order"].is_not_null()).arg_true()
        if len(some):
            pairs = zip(rows[name][some].to_list(), rows["__order"][some].to_list(), strict=True)
            new = [[_now(one, order, key) for one in said] for said, order in pairs]
            now = _beside(rows.height, some, pl.Series(new, dtype=ROW[name]))
            followed.append(pl.select(pl.coalesce(now, rows[name]).alias(name)).to_series())
    return followed


def _now(said: Any, order: Sequence[int], key: str | None) -> Any:
    if key is not None:
        return {**said, key: _now(said[key], order, None)}
    at = LETTERS.find(said) if said and len(said) == 1 else -1
    return LETTERS[order.index(at)] if 0 <= at < len(order) else said
