"""Definite words without anything that they could mean: how many the rules find, and that they find nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from curate.wording.checks import self_contained

CASES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "cases_bare.yaml").read_text("utf-8"))


def leans(question: str) -> bool:
    return self_contained(question, None).holds is False


@pytest.mark.parametrize(("half", "recall"), [("tuning", 0.94), ("held_out", 0.9), ("fresh", 0.87)])
def test_most_questions_that_need_their_passage_are_found_and_none_that_stands_alone(half: str, recall: float) -> None:
    assert [question for question in CASES[f"{half}_stands"] if leans(question)] == []
    needs = CASES[f"{half}_needs"]
    assert sum(map(leans, needs)) >= recall * len(needs)


@pytest.mark.parametrize(
    ("leaning", "standing"),
    [
        ("What did the mayor say?", "What did the mayor of Casterbridge sell?"),
        ("What did the mayor say?", "A town elects a mayor and a council. What did the mayor say, if both lied?"),
        ("Why did the author leave?", "Why did the author of Hamlet leave Stratford?"),
        ("What is this process called?", "When water turns into vapour, what is this process called?"),
        ("Why was it abandoned?", "Why was it believed that the Earth was flat?"),
        ("What did he do next?", "What did Caesar do after he crossed the Rubicon?"),
        ("What does the report recommend?", "A firm writes a report. What does the report recommend?"),
        ("Which reasons are given for the closure?", "Which reasons are given by Kant for duty?"),
        ("What is the latter used for?", "Of a spade and a rake, what is the latter used for?"),
        ("What does the above equation say?", "The above equation x + 1 = 2 has which solution?"),
        ("What does the following excerpt tell?", "What does the following code print? print(1)"),
    ],
)
def test_the_same_words_lean_or_not_by_what_the_question_says_of_them(leaning: str, standing: str) -> None:
    assert leans(leaning)
    assert not leans(standing)


def test_options_are_what_these_means_where_one_of_them_is_asked_for() -> None:
    assert not leans("Which of these animals lays eggs?")


def test_questions_without_capitals_tell_no_names_and_are_left_to_the_judge() -> None:
    assert not leans("who played the girl in silence of the lambs")
