"""The order of options: fair, repeatable, and never torn from what options say of each other."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.row import LETTERS
from curate.wording.references import asks_by_letter
from curate.wording.shuffle import drawn, shuffled
from curate.wording.suspects import anchored, named

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


LETTER = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")


def meant(option: str, options: list[str]) -> set[str]:
    """The texts of the options that an option names."""
    return {options[LETTERS.index(letter.upper())] for letter in LETTER.findall(option)}


@pytest.mark.parametrize("options", CASES["letters"], ids=str)
def test_an_option_that_names_others_by_letter_names_the_same_ones_in_every_order(options: list[str]) -> None:
    orders = [shuffled(options, draft, 0) for draft in DRAFTS[:30]]
    for order in orders:
        for now, before in zip(order.options, order.places, strict=True):
            was = options[before]
            if not LETTER.search(was):
                assert now == was
                continue
            assert meant(now, order.options) == meant(was, options)
            assert LETTER.sub("_", now) == LETTER.sub("_", was)
            letters = LETTER.findall(now)
            assert letters == sorted(letters) or "but not" in now
    assert len({tuple(order.options) for order in orders}) > 1
    assert all(order.moved for order in orders)


def test_letters_whose_order_says_something_keep_it() -> None:
    orders = [shuffled(["iron", "wood", "salt", "A but not C"], draft, 0) for draft in DRAFTS[:40]]
    for order in orders:
        yes, no = LETTER.findall(order.options[-1])
        assert (order.options[LETTERS.index(yes)], order.options[LETTERS.index(no)]) == ("iron", "salt")
    assert "C but not A" in {order.options[-1] for order in orders}


@pytest.mark.parametrize("question", ["If A is true, what follows?", "How much vitamin C is in it?", "Say (B)."])
def test_letters_that_mean_something_in_the_question_are_not_written_anew(question: str) -> None:
    options = ["Iron", "Copper", "Zinc", "Both A and C"]
    assert not any(shuffled(options, draft, 0, question=question).moved for draft in DRAFTS[:20])
    assert shuffled(options, "d", 0, question="A man asks what I would say.").moved


@pytest.mark.parametrize("question", CASES["asked"])
def test_a_question_that_speaks_of_options_by_letter_or_place_keeps_their_order(question: str) -> None:
    order = shuffled(["iron", "wood", "glass", "salt"], "d", 0, question=question)
    assert (order.options, order.moved) == (["iron", "wood", "glass", "salt"], False)
    assert "the question speaks of options" in (order.why or "")


@pytest.mark.parametrize("question", CASES["unasked"])
def test_a_question_that_only_looks_so_does_not(question: str) -> None:
    assert asks_by_letter(question) is None


@pytest.mark.parametrize("pair", [["Yes", "No"], ["True", "False"], ["1914", "1918"]])
def test_pairs_and_series_are_shuffled_as_words_are(pair: list[str]) -> None:
    firsts = Counter(shuffled(pair, draft, 0).options[0] for draft in DRAFTS)
    assert abs(firsts[pair[0]] - firsts[pair[1]]) < 150


def sieved(options: list[str], question: str) -> tuple[bool, bool]:
    row = pl.DataFrame({"q": [question], "o": [options]})
    found = row.select(last=anchored(pl.col("o")), names=named(pl.col("q"), pl.col("o")))
    return found["last"][0], found["names"][0]


def assert_sieves_hold(options: list[str], question: str) -> None:
    last, names = sieved(options, question)
    close = shuffled(options, "d", 0, question=question)
    if not names:
        assert close == shuffled(options, "d", 0, named=False)
    if not names and not last:
        plain = [f"thing {number}" for number in range(len(options))]
        assert close.places == shuffled(plain, "d", 0).places


EVERY_CASE = [
    *((options, "") for kind in ("stays", "letters", "free") for options in CASES[kind]),
    *((case["options"], "") for case in CASES["last"]),
    *((["iron", "wood", "glass"], question) for question in CASES["asked"]),
]


@pytest.mark.parametrize(("options", "question"), EVERY_CASE, ids=str)
def test_the_sieve_lets_no_list_through_that_a_close_look_would_treat_otherwise(
    options: list[str], question: str
) -> None:
    assert_sieves_hold(options, question)


PIECES = st.sampled_from(
    "A B C D a b c (a) (B) B. I II 1 2 3 and or nor but not only alone both Both either neither None All of the above "
    "these them option options answer choice statement first second last two other one except for cannot be determined "
    "No Yes Not enough information is no correct it impossible to say , - & + ) . preceding below iron copper the in "
    "any insufficient other unknown given every A) B) each more than \u2013 through".split(" ")
)
PHRASES = st.lists(PIECES, min_size=1, max_size=6).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.lists(PHRASES, min_size=2, max_size=5), PHRASES)
def test_the_sieve_holds_for_any_words(options: list[str], question: str) -> None:
    assert_sieves_hold(options, question)


@settings(max_examples=200, deadline=None)
@given(st.lists(PHRASES, min_size=2, max_size=5), st.integers(0, 9))
def test_whatever_options_say_none_is_lost_and_only_letters_change(options: list[str], seed: int) -> None:
    order = shuffled(options, "d", seed)
    assert sorted(order.places) == list(range(len(options)))
    if order.moved:
        before = [LETTER.sub("_", options[place]) for place in order.places]
        assert [LETTER.sub("_", text) for text in order.options] == before or len(order.options[0]) < len(options[0])


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
