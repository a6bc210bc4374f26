"""The order of options: fair, repeatable, and never torn from what options say of each other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curate.row import LETTERS
from curate.wording.shuffle import drawn, shuffled

CASES: dict[str, list[Any]] = yaml.safe_load((Path(__file__).parent / "cases_options.yaml").read_text("utf-8"))
DRAFTS = [f"{number:032x}" for number in range(2_000)]
CHI_SQUARE_999 = {2: 10.83, 4: 16.27, 10: 27.88}
"""What chance exceeds once in a thousand, by the number of options (degrees of freedom: one less)."""


def chi_square(letters: list[str], n_options: int) -> float:
    expected = len(letters) / n_options
    seen = Counter(letters)
    return sum((seen[letter] - expected) ** 2 / expected for letter in LETTERS[:n_options])


@pytest.mark.parametrize("n_options", [2, 4, 10])
@pytest.mark.parametrize("seed", [0, 1, 7])
def test_the_right_letters_are_spread_evenly_though_the_writer_always_says_b(n_options: int, seed: int) -> None:
    options = [f"thing {number}" for number in range(n_options)]
    letters = [shuffled(options, draft, seed).letter("B") for draft in DRAFTS]
    assert chi_square([letter for letter in letters if letter], n_options) < CHI_SQUARE_999[n_options]
    assert chi_square(["B"] * len(DRAFTS), n_options) > CHI_SQUARE_999[n_options]  # the test can fail


def test_the_right_letters_are_spread_evenly_though_another_option_turns_out_right() -> None:
    options = [f"thing {number}" for number in range(4)]
    for right in "ACD":
        letters = [shuffled(options, draft, 0).letter(right) or "" for draft in DRAFTS]
        assert chi_square(letters, 4) < CHI_SQUARE_999[4]


def test_an_anchor_leaves_the_letters_above_it_to_the_others_evenly() -> None:
    options = ["x", "y", "z", "None of the above"]
    letters = [shuffled(options, draft, 0).letter("B") or "" for draft in DRAFTS]
    expected = len(DRAFTS) / 3
    assert set(letters) == set("ABC")
    assert sum((letters.count(one) - expected) ** 2 / expected for one in "ABC") < 13.82


def test_every_order_is_drawn_as_often_as_every_other() -> None:
    seen = Counter(tuple(drawn(3, draft, 5)) for draft in DRAFTS)
    expected = len(DRAFTS) / 6
    assert len(seen) == 6
    assert sum((count - expected) ** 2 / expected for count in seen.values()) < 20.5


def test_an_order_hangs_on_the_draft_and_the_seed_alone() -> None:
    options = list("pqrstuvw")
    assert shuffled(options, "one", 3) == shuffled(options, "one", 3)
    assert len({tuple(shuffled(options, draft, 3).options) for draft in DRAFTS[:50]}) > 45
    assert shuffled(options, "one", 3).options != shuffled(options, "one", 4).options


@given(st.lists(st.text("pqrstuvw ", min_size=1), min_size=2, max_size=26), st.text(), st.integers(0, 2**31 - 1))
def test_no_option_is_lost_and_letters_follow_their_options(options: list[str], draft: str, seed: int) -> None:
    order = shuffled(options, draft, seed)
    assert sorted(order.places) == list(range(len(options)))
    for letter, option in zip(LETTERS, options, strict=False):
        now = order.letter(letter)
        assert now is not None
        assert order.options[LETTERS.index(now)] == option


@pytest.mark.parametrize("options", CASES["stays"], ids=lambda options: options[-1])
def test_options_that_speak_of_others_by_letter_or_place_keep_their_order(options: list[str]) -> None:
    for draft in DRAFTS[:20]:
        order = shuffled(options, draft, 0)
        assert (order.options, order.moved) == (options, False)
        assert order.why


@pytest.mark.parametrize("case", CASES["last"], ids=lambda case: case["last"][0])
def test_what_belongs_at_the_end_stands_there_in_every_order(case: dict[str, list[str]]) -> None:
    orders = [shuffled(case["options"], draft, 0) for draft in DRAFTS[:20]]
    assert {tuple(order.options[-len(case["last"]) :]) for order in orders} == {tuple(case["last"])}
    assert len({tuple(order.options) for order in orders}) > 1


@pytest.mark.parametrize("options", CASES["free"], ids=lambda options: options[0])
def test_options_that_only_look_like_references_are_shuffled(options: list[str]) -> None:
    assert len({tuple(shuffled(options, draft, 0, question="Given I, II, III").options) for draft in DRAFTS[:20]}) > 5


def test_labels_that_every_option_carries_are_taken_off() -> None:
    order = shuffled(["A. Paris", "B. Rome", "C. Oslo"], "d", 0)
    assert sorted(order.options) == ["Oslo", "Paris", "Rome"]
    assert sorted(shuffled(["A. Paris", "B. Rome", "Oslo"], "d", 0).options) == ["A. Paris", "B. Rome", "Oslo"]


def test_a_key_that_is_no_letter_of_the_list_has_none() -> None:
    order = shuffled(["x", "y"], "d", 0)
    assert [order.letter(key) for key in ("C", "", "AB", "x", None)] == [None] * 5
