"""Which rows a blend holds: the weights law, epochs, families, nesting, and the same bytes each time."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from curate.errors import BlendError
from curate.stages.blend.stage import CHOSEN, choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from curate.stages.blend.config import BlendConfig

Kept = Any  # the builders of conftest.py, as fixtures
Wish = Any

SHARES = st.lists(st.tuples(st.integers(1, 9), st.integers(2, 12)), min_size=1, max_size=3)
"""Weight and rows of each share."""


def _given(shares: list[tuple[int, int]], kept: Kept, wish: Wish, **settings: Any) -> tuple[pl.DataFrame, BlendConfig]:
    names = [f"s{number}" for number in range(len(shares))]
    rows = kept(dict(zip(names, (count for _, count in shares), strict=True)))
    weights = dict(zip(names, (weight for weight, _ in shares), strict=True))
    return rows, wish(weights, **settings)


def _choosable(rows: pl.DataFrame, config: BlendConfig) -> bool:
    try:
        choose(rows, config)
    except BlendError:
        return False
    return True


@given(SHARES, st.integers(1, 3), st.data())
def test_every_total_up_to_the_largest_is_met_within_one_row_a_share(
    kept: Kept, wish: Wish, shares: list[tuple[int, int]], epochs: int, data: st.DataObject
) -> None:
    rows, config = _given(shares, kept, wish, max_epochs=epochs)
    assume(_choosable(rows, config))
    most = choose(rows, config).train.height
    asked = config.model_copy(update={"rows": data.draw(st.integers(1, most))})
    if not _choosable(rows, asked):
        # Only where a share runs out can a smaller total be impossible although a larger one is not.
        table = choose(rows, config).table
        assert asked.rows > (table["available"] * epochs / table["weight"]).min()
        return
    chosen = choose(rows, asked)
    table = chosen.table
    assert table["realised"].sum() == chosen.train.height == asked.rows
    whole = sum(weight for weight, _ in shares)
    for (weight, _), realised in zip(shares, table["realised"], strict=True):
        assert abs(realised - Fraction(weight * asked.rows, whole)) < 1
    assert table["realised"].to_list() == [(chosen.train["share"] == number).sum() for number in range(len(shares))]


@given(SHARES, st.integers(1, 2))
def test_no_larger_total_than_max_keeps_the_weights(
    kept: Kept, wish: Wish, shares: list[tuple[int, int]], epochs: int
) -> None:
    rows, config = _given(shares, kept, wish, max_epochs=epochs)
    assume(_choosable(rows, config))
    chosen = choose(rows, config)
    caps = [available * epochs for available in chosen.table["available"]]
    whole = sum(weight for weight, _ in shares)
    possible = [
        sum(counts)
        for counts in product(*(range(cap + 1) for cap in caps))
        if all(
            abs(count - Fraction(weight * sum(counts), whole)) < 1
            for count, (weight, _) in zip(counts, shares, strict=True)
        )
    ]
    assert chosen.train.height == max(possible)
    with pytest.raises(BlendError, match=f"the largest total that can be met is {max(possible)} "):
        choose(rows, config.model_copy(update={"rows": max(possible) + 1}))


@given(SHARES, st.integers(2, 4))
def test_rows_are_repeated_evenly_and_never_within_an_epoch(
    kept: Kept, wish: Wish, shares: list[tuple[int, int]], epochs: int
) -> None:
    rows, config = _given(shares, kept, wish, max_epochs=epochs)
    assume(_choosable(rows, config))
    chosen = choose(rows, config)
    assert not chosen.train.select("position", "epoch").is_duplicated().any()
    assert chosen.train["epoch"].max() < epochs
    for number, available, realised, used in chosen.table.select(
        "share", "available", "realised", "epochs"
    ).iter_rows():
        of_share = chosen.train.filter(pl.col("share") == number)
        times = of_share.group_by("position").agg(pl.len(), pl.col("epoch").max()).sort("len")
        assert used == -(-realised // available)
        if realised:
            assert times["len"].max() - (times["len"].min() if times.height == available else 0) <= 1
            assert (times["epoch"] + 1 == times["len"]).all()


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9)), min_size=6, max_size=40), st.integers(1, 4), st.data()
)
def test_no_family_stands_in_training_and_in_validation(
    frame: Kept, wish: Wish, given_rows: list[tuple[str, int]], val: int, data: st.DataObject
) -> None:
    # the first row of a family names it; the others have ids of their own, parents of their own, or its id once more
    ids: list[str] = []
    for number, (_, family) in enumerate(given_rows):
        double = f"q{family}" not in ids or data.draw(st.booleans())
        ids.append(f"q{family}" if double else f"other{number}")
    parents = [data.draw(st.sampled_from([None, *ids])) for _ in ids]
    rows = frame(ids, [f"q{family}" for _, family in given_rows], [source for source, _ in given_rows])
    rows = rows.with_columns(parent=pl.Series(parents, dtype=pl.String))
    config = wish({"a": 2, "b": 1}, val=val)
    assume(_choosable(rows, config))
    chosen = choose(rows, config)
    family = [number for _, number in given_rows]
    trained = {family[position] for position in chosen.train["position"]}
    validated = {family[position] for position in chosen.val["position"]}
    assert not trained & validated
    assert chosen.val.height == val
    lost = rows.height - chosen.val.height - chosen.table["available"].sum()
    assert chosen.table["held_back"].sum() == lost
    assert chosen.table["val"].to_list() == [(chosen.val["share"] == number).sum() for number in range(2)]


def test_a_row_that_knows_no_family_is_of_that_of_its_parent_or_its_own(frame: Kept, wish: Wish) -> None:
    ids = [f"q{number}" for number in range(6)]
    rows = frame(ids, [None] * 6, ["a"] * 6)
    made = rows.with_columns(parent=pl.Series([None, *["q0"] * 3, None, None], dtype=pl.String))
    for without, expected in ((rows, {0}), (made, {0, 3})):
        assert {choose(without, wish({"a": 1}, seed=seed)).table["held_back"].item() for seed in range(20)} == expected


@given(SHARES, st.integers(1, 3), st.data())
def test_a_smaller_blend_is_part_of_a_larger_one(
    kept: Kept, wish: Wish, shares: list[tuple[int, int]], epochs: int, data: st.DataObject
) -> None:
    rows, config = _given(shares, kept, wish, max_epochs=epochs)
    assume(_choosable(rows, config))
    table = choose(rows, config).table
    unhindered = min(
        available * epochs * sum(weight for weight, _ in shares) // weight
        for available, (weight, _) in zip(table["available"], shares, strict=True)
    )
    assume(unhindered)
    small = data.draw(st.integers(1, unhindered))
    smaller = choose(rows, config.model_copy(update={"rows": small})).train
    for total in {data.draw(st.integers(small, unhindered)), "max"}:
        larger = choose(rows, config.model_copy(update={"rows": total})).train
        assert set(smaller.iter_rows()) <= set(larger.iter_rows())


def test_the_paradox_of_largest_remainders_takes_no_row_away(kept: Kept, wish: Wish) -> None:
    rows = kept({"a": 100, "b": 100, "c": 100})
    blends = [choose(rows, wish({"a": 6, "b": 6, "c": 2}, rows=total)) for total in (10, 11)]
    # by largest remainder: 4, 4, 2 of ten and 5, 5, 1 of eleven
    smaller, larger = (blend.table["realised"].to_list() for blend in blends)
    assert all(few <= many for few, many in zip(smaller, larger, strict=True))


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 80))
def test_of_two_shares_each_gets_the_nearest_whole_number(
    kept: Kept, wish: Wish, one: int, other: int, total: int
) -> None:
    table = choose(kept({"a": 90, "b": 90}), wish({"a": one, "b": other}, rows=total)).table
    assert abs(table["realised"][0] - Fraction(one * total, one + other)) <= Fraction(1, 2)


def test_where_a_share_is_used_up_the_largest_remainder_gets_its_part(kept: Kept, wish: Wish) -> None:
    chosen = choose(kept({"a": 20, "b": 20, "c": 1}), wish({"a": 0.3, "b": 0.5, "c": 0.2}, rows=7))
    assert chosen.table["ideal"].to_list() == [2.1, 3.5, 1.4]
    assert chosen.table["realised"].to_list() == [2, 4, 1]


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_changes_nothing(kept: Kept, wish: Wish, random: Any) -> None:
    rows = kept({"a": 30, "b": 20})
    doubles = rows[25:35].with_columns(pl.col("position") + 50)  # the same ids, hence the same hashes
    rows = pl.concat([rows, doubles.cast({"position": pl.UInt32})])
    order = list(range(rows.height))
    random.shuffle(order)
    config = wish({"a": 1, "b": 1}, max_epochs=2, val=4)
    first, second = choose(rows, config), choose(rows[order], config)
    assert first.train.equals(second.train)
    assert first.val.equals(second.val)


def test_the_blend_of_a_seed_is_the_same_on_every_machine(kept: Kept, wish: Wish) -> None:
    chosen = choose(kept({"a": 9, "b": 9}), wish({"a": 2, "b": 1}, rows=6, val=2, seed=20260101))
    assert chosen.train["position"].to_list() == [10, 5, 3, 1, 14, 8]
    assert chosen.val["position"].to_list() == [0, 12]


def test_another_seed_is_another_blend(kept: Kept, wish: Wish) -> None:
    rows = kept({"a": 200})
    one, other = (choose(rows, wish({"a": 1}, rows=50, seed=seed)).train for seed in (1, 2))
    assert set(one["position"]) != set(other["position"])


def test_the_order_does_not_show_the_shares_nor_the_epochs(kept: Kept, wish: Wish) -> None:
    train = choose(kept({"a": 400, "b": 100}), wish({"a": 1, "b": 1}, max_epochs=5, rows=600)).train
    half = train[: train.height // 2]
    assert 110 < (half["share"] == 0).sum() < 190
    assert half["epoch"].max() > 0
    assert train["position"].to_list() != sorted(train["position"])
    neighbours = (train["position"] == train["position"].shift(1)).sum()
    assert neighbours < 10  # half of the 600 are rows that come three times; were uses kept together, it would be 200
    assert dict(train.schema) == CHOSEN


def test_a_row_belongs_to_the_first_share_that_takes_it(frame: Kept, wish: Wish) -> None:
    rows = frame(["1", "2", "3", "4"], [None] * 4, ["a", "a", "b", "c"]).with_columns(
        form=pl.Series(["mcq", "open", "mcq", "mcq"])
    )
    config = wish({}, shares=[{"where": {"form": "open"}, "weight": 1}, {"where": {"source": ["a", "b"]}, "weight": 2}])
    rows = pl.concat([rows, rows.with_columns(pl.col("position") + 4, pl.col("id") + "x")])
    chosen = choose(rows, config)
    assert chosen.in_no_share == 2
    by_share = {(position % 4, share) for position, _, share in [*chosen.train.iter_rows(), *chosen.val.iter_rows()]}
    assert by_share <= {(1, 0), (0, 1), (2, 1)}
    assert (chosen.table["available"] + chosen.table["val"]).to_list() == [2, 4]


def test_a_row_that_does_not_know_its_subject_is_in_no_share_that_asks_for_one(kept: Kept, wish: Wish) -> None:
    rows = kept({"a": 5})
    config = wish({}, shares=[{"where": {"subject": "physics"}, "weight": 1}, {"where": {}, "weight": 1}])
    with pytest.raises(BlendError, match=r"shares\.0: share \(subject=physics\) has no row: no kept row satisfies it"):
        choose(rows, config)


def test_a_share_without_a_row_says_what_the_kept_rows_have_instead(kept: Kept, wish: Wish) -> None:
    rows = pl.concat([kept({"a": 5}, group="GPR", domain="mixed"), kept({"b": 2}, group="MR", domain="stem")])
    config = wish({}, shares=[{"where": {"domain": "humanities", "source": "a"}, "weight": 1}])
    with pytest.raises(BlendError, match=r"the 7 kept rows have source a \(5\), b \(2\); domain mixed \(5\), stem"):
        choose(rows, config)
    apart = wish({}, shares=[{"where": {"group": "GPR", "domain": "stem"}, "weight": 1}])
    with pytest.raises(BlendError, match=r"domain mixed \(5\), stem \(2\), and none has all that is asked at once"):
        choose(rows, apart)
    with pytest.raises(BlendError, match="no row is kept at all"):
        choose(rows.clear(), apart)


def test_validation_has_the_weights_of_the_blend(kept: Kept, wish: Wish) -> None:
    chosen = choose(kept({"a": 500, "b": 500}), wish({"a": 3, "b": 1}, val=100, rows=300))
    assert chosen.table["val"].to_list() == [75, 25]
    assert chosen.table["realised"].to_list() == [225, 75]
    assert chosen.val["epoch"].to_list() == [0] * 100


@pytest.mark.parametrize(("rows", "validated"), [(300, 30), ("max", 66), (3, 1)])
def test_a_share_to_validate_on_is_a_share_of_the_blend(
    kept: Kept, wish: Wish, rows: int | str, validated: int
) -> None:
    chosen = choose(kept({"a": 500, "b": 500}), wish({"a": 3, "b": 1}, val=0.1, rows=rows))
    assert chosen.val.height == validated


def test_a_family_cut_by_validation_is_held_back_from_training(kept: Kept, wish: Wish) -> None:
    rows = kept({"a": 6}, families={f"a-{number}": "a-0" for number in range(1, 4)})
    held = [choose(rows, wish({"a": 1}, val=1, seed=seed)).table["held_back"].item() for seed in range(20)]
    assert set(held) == {0, 3}


def _error(call: Callable[[], object]) -> str:
    with pytest.raises(BlendError) as raised:
        call()
    return str(raised.value)


def test_too_large_a_total_says_which_share_runs_out_and_both_ways_out(kept: Kept, wish: Wish) -> None:
    rows = kept({"a": 101, "b": 20})
    said = _error(lambda: choose(rows, wish({"a": 3, "b": 1}, rows=200, val=1)))
    assert said == (
        "rows: share 1 (source=b) wishes 50 of 200 rows, and there are 20; the largest total that can be met is 83 "
        "(or raise max_epochs to 3)"
    )
    assert choose(rows, wish({"a": 3, "b": 1}, rows=83, val=1)).train.height == 83
    assert choose(rows, wish({"a": 3, "b": 1}, rows=200, val=1, max_epochs=3)).train.height == 200


def test_repeats_that_do_not_suffice_are_counted(kept: Kept, wish: Wish) -> None:
    said = _error(lambda: choose(kept({"a": 11}), wish({"a": 1}, rows=31, max_epochs=3)))
    assert (
        "there are 10, each usable 3 times; the largest total that can be met is 30 (or raise max_epochs to 4)" in said
    )


def test_too_much_validation_is_an_error_of_its_own(kept: Kept, wish: Wish) -> None:
    said = _error(lambda: choose(kept({"a": 10, "b": 10}), wish({"a": 1, "b": 1}, val=30)))
    assert said.startswith("val: share 0 (source=a) wishes 15 of 30 rows, and there are 10")
    assert said.endswith("the largest total that can be met is 20")


def test_validation_that_leaves_a_share_nothing_is_an_error(kept: Kept, wish: Wish) -> None:
    said = _error(lambda: choose(kept({"a": 2}, families={"a-1": "a-0"}), wish({"a": 1})))
    assert "has no row left to train on" in said


def test_a_share_that_earlier_ones_empty_says_so(kept: Kept, wish: Wish) -> None:
    config = wish({}, shares=[{"where": {}, "weight": 1}, {"where": {"source": "a"}, "weight": 1}])
    said = _error(lambda: choose(kept({"a": 4}), config))
    assert "shares.1: share (source=a) has no row: all 4 that satisfy it belong to a share before it" in said
