"""Votes of independent solutions, and when they fix an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.inference.model import Generation
from curate.stages.synthesize.agreement import Vote, agreed, choice_votes, text_votes
from curate.wording.same import Grading, same

if TYPE_CHECKING:
    from random import Random

CITIES = ["Paris", "Rome", "Oslo", "Bern"]


def said(*texts: str) -> list[Generation]:
    return [Generation(text, len(text.split()), "stop") for text in texts]


def counts(votes: list[Vote]) -> dict[str | None, int]:
    return {vote.answer: vote.count for vote in votes}


def test_letters_are_read_as_the_grader_reads_them() -> None:
    solutions = said("So \\boxed{B}.", "The answer is (B).", "\\boxed{Rome}", "Answer: C", "It may be A or B", "")
    assert counts(choice_votes(solutions, CITIES)) == {"B": 3, "C": 1, None: 2}


def test_a_solution_that_was_cut_off_chose_nothing() -> None:
    cut = Generation("It is \\boxed{B}", 4, "length")
    assert counts(choice_votes([cut, *said("\\boxed{B}")], CITIES)) == {None: 1, "B": 1}
    assert counts(text_votes([cut])) == {None: 1}


def test_a_letter_beyond_the_options_is_no_answer() -> None:
    assert counts(choice_votes(said("\\boxed{E}", "\\boxed{D}"), CITIES)) == {None: 1, "D": 1}


def test_open_answers_that_are_the_same_value_are_one_answer_under_its_most_frequent_spelling() -> None:
    votes = text_votes(said("\\boxed{1/2}", "The answer is 0.5.", "\\boxed{0.5}", "\\boxed{0.25}"))
    assert counts(votes) == {"0.5": 3, "0.25": 1}


def test_of_spellings_that_are_as_frequent_the_shortest_names_the_answer() -> None:
    assert counts(text_votes(said("\\boxed{one half}", "\\boxed{1/2}", "\\boxed{0.50}"))).get("1/2") is not None


def test_an_answer_counts_whichever_of_the_two_the_grader_accepts_for_the_other() -> None:
    assert same("5", "5 km") is True
    assert same("5 km", "5") is True
    assert same("5 kg", "5 km") is False


def test_answers_that_differ_are_two_though_a_third_is_the_same_as_either() -> None:
    assert counts(text_votes(said("\\boxed{5}", "\\boxed{5 m}", "\\boxed{5 km}"))) == {"5": 2, "5 km": 1}
    votes = text_votes(said(*["\\boxed{5 km}"] * 3, "\\boxed{5}", "\\boxed{5 m}"))
    assert counts(votes) == {"5 km": 4, "5 m": 1}


@pytest.mark.parametrize(("one", "other"), [("sin x", "-sin x"), ("infinity", "-infinity"), ("ln x", "-ln x")])
def test_a_sign_is_part_of_the_answer_where_one_of_the_two_reads_as_words(one: str, other: str) -> None:
    assert same(one, other) is False
    assert same(other, one) is False


ANSWERS = st.sampled_from(["1/2", "0.5", "50%", "2", "5", "5 km", "5 m", "5000 m", "sin x", "-sin x", "Paris", "Rome"])


@given(st.lists(ANSWERS, min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_votes_lose_nothing_and_hang_on_no_order_whatever_the_answers(texts: list[str], random: Random) -> None:
    mixed = random.sample(texts, len(texts))
    votes = text_votes(said(*(f"\\boxed{{{text}}}" for text in texts)))
    assert sum(vote.count for vote in votes) == len(texts)
    assert counts(votes) == counts(text_votes(said(*(f"\\boxed{{{text}}}" for text in mixed))))
    for vote in votes:
        assert vote.answer is not None
        assert vote.count <= sum(same(text, vote.answer) is True for text in texts)


@given(ANSWERS, ANSWERS)
@settings(max_examples=40, deadline=None)
def test_being_the_same_does_not_hang_on_which_is_named_first(one: str, other: str) -> None:
    assert same(one, other) == same(other, one)


def test_an_essay_and_a_hedge_are_no_answers() -> None:
    assert counts(text_votes(said("word " * 200, "maybe it is " + "so " * 300))) == {None: 2}


def test_answers_in_words_keep_what_follows_a_point_that_ends_nothing() -> None:
    assert counts(text_votes(said("The answer is St. Helens.", "\\boxed{St. Helens}"))) == {"St. Helens": 2}


def test_a_source_may_state_how_its_answers_are_graded() -> None:
    solutions = said("\\boxed{100 kg}", "\\boxed{103 kg}")
    assert len(text_votes(solutions)) == 2
    assert counts(text_votes(solutions, Grading(tolerance=0.05))) == {"100 kg": 2}


@given(st.permutations(["1/2", "0.5", "0.5", "50%", "Paris", "paris", "the Paris", "12", "12.0", "x"]))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_solutions_changes_nothing(texts: list[str]) -> None:
    found = text_votes(said(*(f"\\boxed{{{text}}}" for text in texts)))
    first = text_votes(said(*(f"\\boxed{{{text}}}" for text in sorted(texts))))
    assert sorted(counts(found).items(), key=str) == sorted(counts(first).items(), key=str)


@pytest.mark.parametrize(
    ("votes", "gold", "share"),
    [
        ([Vote("B", 5), Vote("C", 3)], "B", 0.625),
        ([Vote("B", 4), Vote("C", 4)], None, 0.5),
        ([Vote("B", 4), Vote(None, 4)], "B", 0.5),
        ([Vote("B", 3), Vote("C", 1), Vote(None, 4)], None, 0.375),  # 3 of the 4 that answered, but of all only 3 of 8
        ([Vote("B", 3), Vote(None, 5)], None, 0.375),
        ([Vote(None, 8)], None, 0.0),
        ([Vote("B", 8)], "B", 1.0),
    ],
)
def test_a_majority_is_a_share_of_all_solutions_and_never_a_tie(
    votes: list[Vote], gold: str | None, share: float
) -> None:
    found = agreed(votes, min_samples=4, threshold=0.5)
    assert (found.gold, found.share) == (gold, share)
    assert (found.why is None) == (gold is not None)


def test_too_few_answers_fix_nothing_however_they_agree() -> None:
    found = agreed([Vote("B", 3), Vote(None, 1)], min_samples=4, threshold=0.5)
    assert found.gold is None
    assert found.why == "3 of 4 solutions came to an answer, and 4 must"


def test_a_threshold_is_met_by_exactly_its_share() -> None:
    assert agreed([Vote("B", 3), Vote("C", 2)], min_samples=1, threshold=0.6).gold == "B"
    assert agreed([Vote("B", 59), Vote("C", 41)], min_samples=1, threshold=0.6).gold is None


def test_votes_are_told_with_the_most_frequent_first_and_no_answer_behind_its_equals() -> None:
    found = agreed([Vote(None, 2), Vote("C", 2), Vote("A", 3), Vote("B", 2)], min_samples=1, threshold=0.9)
    assert [vote.answer for vote in found.votes] == ["A", "B", "C", None]


@given(st.dictionaries(st.sampled_from([None, *"ABCDEFGHIJ"]), st.integers(1, 20), min_size=1), st.floats(0.01, 1))
def test_a_gold_has_more_votes_than_any_other_answer(told: dict[str | None, int], threshold: float) -> None:
    found = agreed([Vote(answer, count) for answer, count in told.items()], min_samples=1, threshold=threshold)
    if found.gold is not None:
        assert all(told[found.gold] > count for answer, count in told.items() if answer not in {None, found.gold})
        assert found.share is not None
        assert found.share >= threshold
