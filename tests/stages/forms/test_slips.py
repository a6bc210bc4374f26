"""Wrong numbers for right ones: written alike, never equal, and none tells which of them is right."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.grading import infer_answer_type
from curate.stages.forms.numeral import numeral
from curate.stages.forms.option_checks import Beside
from curate.stages.forms.options_for import distinct
from curate.stages.forms.slips import slips
from curate.wording.same import Grading, same

HOW_MANY = "How many eggs are there?"
CHI_SQUARE = {4: 16.27, 10: 27.88}  # one in a thousand, for 3 and 9 degrees of freedom

wholes = st.integers(-(10**7), 10**7).map(str)
decimals = st.decimals(-10_000, 10_000, places=2, allow_nan=False).map(str)
fractions = st.fractions(-50, 50, max_denominator=40).filter(lambda one: one.denominator > 1)
written = st.one_of(
    wholes,
    decimals,
    fractions.map(lambda one: f"{one.numerator}/{one.denominator}"),
    fractions.filter(lambda one: one > 0).map(lambda one: f"$\\frac{{{one.numerator}}}{{{one.denominator}}}$"),
    st.tuples(st.integers(2, 5000), st.sampled_from([" km", "%", r"\%", r"^\circ", r"\pi", " years", " m/s^2"])).map(
        lambda pair: f"{pair[0]}{pair[1]}"
    ),
    st.integers(1000, 10**9).map(lambda one: f"\\${one:,}"),
)
counts = st.integers(3, 9)
questions = st.sampled_from(
    [HOW_MANY, "What is $x$?", "What is the probability of it?", "Evaluate $3 - 5y$.", "About how far?"]
)


def values(gold: str, count: int = 3, *, key: str = "row", question: str = "") -> list[float]:
    found = [numeral(slip.text) for slip in slips(gold, count, key=key, question=question)]
    return [float(one.value) for one in found if one is not None]


@settings(max_examples=300, deadline=None)
@given(written, counts, st.text(max_size=8), st.integers(0, 9), questions)
def test_there_are_as_many_as_wanted_or_none_and_each_is_another_number_of_the_same_form(
    gold: str, count: int, key: str, seed: int, question: str
) -> None:
    found = slips(gold, count, key=key, seed=seed, question=question)
    assert len(found) in (0, count)
    own = numeral(gold)
    for slip in found:
        one = numeral(slip.text)
        assert one is not None
        assert own is not None
        assert (one.before, one.after, one.decimals, one.fraction is None) == (
            own.before,
            own.after,
            own.decimals,
            own.fraction is None,
        )
        assert slip.by
    assert len({own and own.value, *(numeral(slip.text).value for slip in found)}) == len(found) + 1  # pyright: ignore[reportOptionalMemberAccess]


@settings(max_examples=100, deadline=None)
@given(written, questions)
def test_the_grader_takes_no_slip_for_the_right_answer_or_for_another_slip(gold: str, question: str) -> None:
    texts = [slip.text for slip in slips(gold, 3, key="k", question=question)]
    kind = infer_answer_type(gold)
    for at, text in enumerate(texts):
        for other in (gold, *texts[:at]):
            assert same(text, other, grading=Grading(kind)) is False, (text, other)


@given(st.integers(-(10**14), 10**14), st.integers(-(10**14), 10**14))
def test_whole_numbers_are_told_apart_by_their_digits_under_the_grader_too(one: int, other: int) -> None:
    assert distinct(Beside("q", str(one), (str(one),)), [str(other)]) is (one != other)
    assert (same(str(one), str(other), grading=Grading("math")) is False) is (one != other)


@settings(max_examples=100, deadline=None)
@given(written, counts, st.text(max_size=8), questions)
def test_the_same_key_and_seed_draw_the_same(gold: str, count: int, key: str, question: str) -> None:
    first, second = (slips(gold, count, key=key, seed=3, question=question) for _ in range(2))
    assert first == second


def test_another_seed_draws_others() -> None:
    assert len({tuple(slips("120", 3, key="k", seed=seed)) for seed in range(20)}) > 10


@pytest.mark.parametrize("gold", ["120", "37", "1,250 km", "2.75", "-48", "84%", r"\frac{11}{7}", "4000", "\\$640"])
@pytest.mark.parametrize("n_options", [4, 10])
def test_the_rank_of_the_right_number_is_even_over_keys(gold: str, n_options: int) -> None:
    own = numeral(gold)
    assert own is not None
    ranks: Counter[int] = Counter()
    for key in range(400):
        found = values(gold, n_options - 1, key=str(key), question="What is $x$ then?")
        assert len(found) == n_options - 1
        ranks[sum(value < own.value for value in found)] += 1
    expected = 400 / n_options
    assert sum((ranks[rank] - expected) ** 2 / expected for rank in range(n_options)) < CHI_SQUARE[n_options]


def test_whoever_picks_the_number_from_which_the_others_were_made_is_right_by_chance_alone() -> None:
    likely = {Fraction(2), Fraction(1, 2), Fraction(10), Fraction(1, 10), Fraction(3), Fraction(1, 3)}

    def related(one: int, others: list[int]) -> int:
        return sum(Fraction(other, one) in likely or abs(other - one) in (1, 2, 10) for other in others if other != one)

    right, asked = 0.0, 0
    for gold in range(12, 1212):
        found = [gold, *map(int, values(str(gold), key=f"row {gold}", question=HOW_MANY))]
        most = max(related(one, found) for one in found)
        hubs = [one for one in found if related(one, found) == most]
        right += (gold in hubs) / len(hubs)
        asked += 1
    assert 0.2 < right / asked < 0.3


def test_things_that_are_counted_are_never_fewer_than_none() -> None:
    for gold in range(60):
        for key in range(10):
            assert all(value >= 0 for value in values(str(gold), key=str(key), question=HOW_MANY))


def test_the_sign_is_lost_where_numbers_may_be_negative_but_not_under_a_square() -> None:
    drawn = [values("12", key=str(key), question="Evaluate $7 - (-5)$.") for key in range(60)]
    assert any(value < 0 for found in drawn for value in found)
    drawn = [values("12", key=str(key), question="Solve $x^2 = 144$ for $x - 3$.") for key in range(60)]
    assert not any(value == -12 for found in drawn for value in found)


@pytest.mark.parametrize(
    ("gold", "question", "low", "high"),
    [
        ("40%", "What percent of the class passed?", 0, 100),
        ("0.25", "What is the probability that both are red?", 0, 100),
        ("7", "What is the units digit of $7^{5}$?", 0, 9),
        ("5", "What is the remainder when the number is divided by 11?", 0, 10),
        ("1969", "In what year did people first walk on the Moon?", 1900, 2025),
        (r"60^\circ", r"What is the measure of angle $A$?", 0, 180),
    ],
)
def test_what_the_question_rules_out_is_not_offered(gold: str, question: str, low: float, high: float) -> None:
    for key in range(60):
        found = values(gold, key=str(key), question=question)
        assert len(found) == 3
        assert all(low <= value <= high for value in found), found


def test_a_negative_number_does_not_stand_alone_among_positive_ones() -> None:
    for key in range(60):
        assert any(value <= 0 for value in values("-3", key=str(key), question="What is $3 - 6$?"))


def test_a_round_number_does_not_stand_alone_among_crooked_ones() -> None:
    for key in range(60):
        found = values("4500", key=str(key), question=HOW_MANY)
        assert all(value % 10 == 0 for value in found)
        assert any(value % 100 == 0 for value in found)


def test_no_number_comes_near_an_approximate_answer() -> None:
    for key in range(60):
        found = values("50", key=str(key), question="About how many miles is it, to the nearest mile?")
        assert all(abs(value - 50) >= 10 for value in found)


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "1 year",
        "6/8",
        "3:30",
        "10-12",
        "2^{10}",
        "U2",
        r"3\sqrt{2}",
        "(1, 2)",
        "$x=-2,5$",
        r"2\frac{1}{2}",
        "about",
        "",
    ],
)
def test_what_is_no_number_of_its_own_form_has_no_slips(text: str) -> None:
    assert numeral(text) is None
    assert slips(text, 3, key="k") == []


@pytest.mark.parametrize("text", ["5 years", "2 apples"])
def test_one_thing_never_stands_before_the_word_for_several(text: str) -> None:
    for key in range(80):
        assert not [slip for slip in slips(text, 3, key=str(key)) if slip.text.startswith("1 ")]


@pytest.mark.parametrize(
    ("gold", "other", "text"),
    [
        ("1,200 km", 3600, "3,600 km"),
        ("$-3.50", 25, "$0.25"),
        (r"\frac{3}{4}", Fraction(-4, 3), r"-\frac{4}{3}"),
        ("21st", 22, "22nd"),
        ("3rd", 11, "11th"),
        (r"32,\!348", 1500, r"1,\!500"),
        (".5", 25, "2.5"),
        ("x = 7", -2, "x = -2"),
        (r"12\pi", 4, r"4\pi"),
        (r"12\pi", 1, None),
        ("3/4", 2, None),
    ],
)
def test_another_number_is_written_as_the_first_is(gold: str, other: int | Fraction, text: str | None) -> None:
    own = numeral(gold)
    assert own is not None
    assert own.written(own.value) == gold
    assert own.written(other) == text
