"""Choose the rows of a blend: `choose` gives which row stands where, in which share, for the how-manieth time.

Validation is split off first and by family (all rows of all sources that ask one question, in whatever form and with
whatever wrong options: see `deduplicate`), so that nothing that is validated on is trained on in another form. A
question that came in several forms gives the blend one of them, unless the recipe wants both (`forms`). Then each share
gives its rows in the order of a hash of seed and id, from the start again where it may repeat them. So neither the
order in which the rows came nor the machine decides anything, and with the same validation rows, a smaller blend is a
part of a larger one as long as no share runs short in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl
from xxhash import xxh3_64_intdigest

from curate.errors import BlendError
from curate.stages.blend.apportion import allotted, largest, parts_of
from curate.stages.blend.config import COLUMNS
from curate.stages.blend.forms import one_form, way

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from curate.stages.blend.config import BlendConfig, Place, Share

    Keys = npt.NDArray[np.uint64]

VERSION: Final = 3
"""Raised whenever the same rows and the same wish give another blend."""

NEEDS: Final = ("position", "id", "family", *COLUMNS)
"""The columns of a kept row that decide; `position` is its place among all rows, kept or not.

Where `family` is null, a row is of the family of its `parent`, if there is such a column, or its own. A column
`history` tells a multiple-choice question that was given more options from the one that it was made from.
"""

CHOSEN: Final = {"position": pl.UInt32, "epoch": pl.Int32, "share": pl.Int32}
"""A row of a blend: its place among all rows, the how-manieth use of it this is (from 0), and its share (from 0)."""


@dataclass(frozen=True)
class Chosen:
    """The blend, as places of rows, and how well it meets the wish.

    Attributes:
        train: the columns of `CHOSEN`, in the order in which they are written.
        val: the same, for validation; every epoch is 0.
        table: one line a share: `share`, `where` (in words), `weight` (its part of 1), `available` (rows that can be
            trained on), `ideal` and `realised` (rows of training), `epochs` (how often its rows are used at most),
            `val` (rows of validation), `held_back` (rows left out because their family is validated on),
            `other_form` (rows left out because their question stays in another form).
        in_no_share: how many kept rows satisfy no share's `where`.
    """

    train: pl.DataFrame
    val: pl.DataFrame
    table: pl.DataFrame
    in_no_share: int


class _Wish(NamedTuple):
    """The wish, its weights as whole parts, and where it stands."""

    config: BlendConfig
    parts: list[int]
    place: Place | None

    def error(self, what: str, *path: str | int, hint: str | None = None) -> BlendError:
        place = None if self.place is None else self.place.file
        line = None if self.place is None else self.place.line(*path)
        at = () if self.place is None else self.place.at
        return BlendError(what, place=place, line=line, field=".".join(str(part) for part in (*at, *path)), hint=hint)


def choose(kept: pl.DataFrame, config: BlendConfig, *, place: Place | None = None) -> Chosen:
    """Choose the rows to train and to validate on.

    Args:
        kept: the rows that stayed, with the columns of `NEEDS`; `position` is UInt32 and without doubles.
        config: the wish.
        place: where the wish stands, for errors.

    Raises:
        BlendError: If a share has no row, or the rows are too few for the wish.
    """
    wish = _Wish(config, parts_of([share.weight for share in config.shares]), place)
    every = _owned(kept, config)
    owned = every if config.both_forms else one_form(every, wish.parts)
    counts = _counts(owned, config)
    _no_share_is_empty(wish, kept, _counts(every, config), counts)
    left = pl.Series(_counts(every, config), dtype=pl.Int64) - pl.Series(counts, dtype=pl.Int64)
    validated = _val_counts(wish, counts)
    val = _first(owned.sort("share", "family", "key", "position"), validated)
    families = val.get_column("family").unique()
    pool = owned.filter(~pl.col("family").is_in(families.implode()))
    available = _counts(pool, config)
    realised = _train_counts(wish, available)
    train = _repeated(pool.sort("share", "key", "position"), available, realised)
    return Chosen(
        train=_shuffled(train),
        val=_shuffled(val.with_columns(epoch=pl.lit(0, pl.Int32))),
        table=_table(wish, counts, validated, available, realised).with_columns(other_form=left),
        in_no_share=kept.height - every.height,
    )


def _owned(kept: pl.DataFrame, config: BlendConfig) -> pl.DataFrame:
    """The rows of some share: `position`, `share`, `key` (order of choice), `family` (order of validation), `way`."""
    share = pl.coalesce(
        *(pl.when(_satisfies(share)).then(pl.lit(number, pl.Int32)) for number, share in enumerate(config.shares)),
        pl.lit(None, pl.Int32),
    )
    whose = pl.coalesce("family", *(["parent"] if "parent" in kept.columns else []), "id")
    rows = kept.select("position", "id", way(kept.columns), family=whose, share=share)
    rows = rows.filter(pl.col("share").is_not_null())
    key, family = (_keys(rows.get_column(name), config.seed) for name in ("id", "family"))
    return rows.select("position", "share", "way", key=pl.Series(key), family=pl.Series(family))


def _satisfies(share: Share) -> pl.Expr:
    return pl.all_horizontal(
        pl.lit(value=True), *(pl.col(column).is_in(list(values)) for column, values in share.where.asked().items())
    )


def _keys(ids: pl.Series, seed: int) -> Keys:
    """A number a row from its id and the seed alone; polars' own hash may change with any of its versions."""
    return np.fromiter(
        (xxh3_64_intdigest(name.encode(), seed) for name in ids.to_list()), dtype=np.uint64, count=len(ids)
    )


def _counts(rows: pl.DataFrame, config: BlendConfig) -> list[int]:
    return np.bincount(rows.get_column("share").to_numpy(), minlength=len(config.shares)).tolist()


def _first(rows: pl.DataFrame, counts: Sequence[int]) -> pl.DataFrame:
    """The first rows of each share, from rows sorted by share."""
    taken = pl.Series(counts, dtype=pl.Int64).gather(rows.get_column("share"))
    return rows.filter(pl.int_range(pl.len()).over("share") < taken)


def _repeated(rows: pl.DataFrame, available: Sequence[int], realised: Sequence[int]) -> pl.DataFrame:
    """As many rows of each share as it was given, from its first again where they do not suffice; sorted rows in."""
    starts = np.concatenate(([0], np.cumsum(available)))
    turns = [np.arange(count, dtype=np.int64) for count in realised]
    index = [start + turn % have for start, turn, have in zip(starts, turns, available, strict=False) if have]
    epoch = [turn // have for turn, have in zip(turns, available, strict=True) if have]
    taken = rows.select("position", "share", "key")[np.concatenate(index)]
    return taken.with_columns(epoch=pl.Series(np.concatenate(epoch), dtype=pl.Int32))


def _shuffled(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in an order that the order of choice does not show in."""
    epoch = rows.get_column("epoch").to_numpy().astype(np.uint64)
    place = _mixed(rows.get_column("key").to_numpy() + (epoch + np.uint64(1)) * _GOLDEN)
    return (
        rows.with_columns(place=pl.Series(place))
        .sort("place", "position", "epoch")
        .select(pl.col(name).cast(kind) for name, kind in CHOSEN.items())
    )


_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)


def _mixed(numbers: Keys) -> Keys:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014): each number to another, in no visible order."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _no_share_is_empty(wish: _Wish, kept: pl.DataFrame, every: Sequence[int], counts: Sequence[int]) -> None:
    for number, (share, before, count) in enumerate(zip(wish.config.shares, every, counts, strict=True)):
        if count:
            continue
        if before:
            what = f"share ({share.where}) has no row left: the questions of all its {before} stand in another form"
            raise wish.error(what, "shares", number, hint="keep more rows, or let both in with both_forms: true")
        satisfied = kept.filter(_satisfies(share)).height
        what = f"has no row: no kept row satisfies it; {_there(kept, share)}"
        if satisfied:
            what = f"has no row: all {satisfied} that satisfy it belong to a share before it"
        raise wish.error(f"share ({share.where}) {what}", "shares", number, hint="remove the share, or keep more rows")


def _there(kept: pl.DataFrame, share: Share) -> str:
    """What the kept rows have in the columns that a share asks for: the values and how many rows, the most first."""
    if not kept.height:
        return "no row is kept at all"
    asked = share.where.asked()
    found = [f"{column} {_values(kept.get_column(column))}" for column in asked]
    alone = all(kept.get_column(column).is_in(list(values)).any() for column, values in asked.items())
    together = ", and none has all that is asked at once" if alone else ""
    return f"the {kept.height:,} kept rows have {'; '.join(found)}{together}"


def _values(column: pl.Series) -> str:
    counts = column.rename("value").fill_null("none").value_counts().sort(["count", "value"], descending=[True, False])
    said = [f"{value} ({count:,})" for value, count in counts.head(_SHOWN).iter_rows()]
    return ", ".join([*said, *(["..."] if counts.height > _SHOWN else [])])


_SHOWN: Final = 12
"""Values of a column that an error lists."""


def _val_counts(wish: _Wish, counts: Sequence[int]) -> list[int]:
    """Rows of validation a share."""
    config = wish.config
    if isinstance(config.val, int):
        total = config.val
    else:
        rows = largest(wish.parts, counts) if config.rows == "max" else config.rows
        total = max(1, int(Fraction(repr(config.val)) * rows))
    given = allotted(wish.parts, counts, total)
    if given is None:
        raise _unmet(wish, "val", total, counts)
    return given


def _train_counts(wish: _Wish, available: Sequence[int]) -> list[int]:
    """Rows of training a share, from those that validation leaves."""
    config = wish.config
    for number, share in enumerate(config.shares):
        if not available[number]:
            what = f"share ({share.where}) has no row left to train on: validation takes all their families"
            raise wish.error(what, "shares", number, hint="lower val, or keep more rows")
    caps = [count * config.max_epochs for count in available]
    total = largest(wish.parts, caps) if config.rows == "max" else config.rows
    given = allotted(wish.parts, caps, total)
    if given is None:
        raise _unmet(wish, "rows", total, available)
    return given


def _unmet(wish: _Wish, field: str, total: int, available: Sequence[int]) -> BlendError:
    """The sentence for a total that cannot be met: the share that runs out first, and both ways out."""
    whole, epochs = sum(wish.parts), wish.config.max_epochs if field == "rows" else 1
    ideals = [-(-part * total // whole) for part in wish.parts]
    number = min(range(len(ideals)), key=lambda share: Fraction(available[share], wish.parts[share]))
    most = largest(wish.parts, [count * epochs for count in available], at_most=total)
    there = f"{available[number]}" + (f", each usable {epochs} times" if epochs > 1 else "")
    what = (
        f"share {number} ({wish.config.shares[number].where}) wishes {ideals[number]} of {total} rows, "
        f"and there are {there}; the largest total that can be met is {most}"
    )
    needed = max(-(-ideal // count) for ideal, count in zip(ideals, available, strict=True))
    hint = f"or raise max_epochs to {needed}" if field == "rows" else None
    return wish.error(what, field, hint=hint)


def _table(
    wish: _Wish, counts: Sequence[int], val: Sequence[int], available: Sequence[int], realised: Sequence[int]
) -> pl.DataFrame:
    whole, total = sum(wish.parts), sum(realised)
    return pl.DataFrame(
        {
            "share": pl.Series(range(len(counts)), dtype=pl.Int32),
            "where": [str(share.where) for share in wish.config.shares],
            "weight": [part / whole for part in wish.parts],
            "available": pl.Series(available, dtype=pl.Int64),
            "ideal": [part * total / whole for part in wish.parts],
            "realised": pl.Series(realised, dtype=pl.Int64),
            "epochs": pl.Series([-(-r // a) for r, a in zip(realised, available, strict=True)], dtype=pl.Int32),
            "val": pl.Series(val, dtype=pl.Int64),
            "held_back": pl.Series(
                [count - a - v for count, a, v in zip(counts, available, val, strict=True)], dtype=pl.Int64
            ),
        }
    )
