"""The rules of the checks, on labelled cases: what they find, what they pass over, and how well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curate.wording.checks import copied_share, self_contained, stands_in
from curate.wording.leak import leaked
from curate.wording.likeness import alike
from curate.wording.text import reference

HERE = Path(__file__).parent


def cases(name: str) -> dict[str, list[Any]]:
    return yaml.safe_load((HERE / f"cases_{name}.yaml").read_text("utf-8"))


TEXT, LEAK, ALIKE = cases("text"), cases("leak"), cases("alike")


def surely_leans(question: str) -> bool:
    return self_contained(question, None).holds is False


def says_its_answer(case: dict[str, Any]) -> bool:
    options = case.get("o")
    answer = options[0] if options else case["a"]
    return leaked(case["q"], answer, options, 0 if options else None).holds is True


def test_the_rules_find_nearly_all_words_that_lean_on_a_text_and_nothing_else() -> None:
    found = [question for question in TEXT["leans"] if surely_leans(question)]
    wrongly = [question for question in TEXT["fine"] if surely_leans(question)]
    assert wrongly == []  # precision 1.0 on 90 that look alike
    assert len(found) >= 0.97 * len(TEXT["leans"])  # recall on the 90 that the rules were written with


def test_on_questions_that_the_rules_were_not_written_with_they_find_most_and_nothing_else() -> None:
    found = [question for question in TEXT["held_out_leans"] if surely_leans(question)]
    assert [question for question in TEXT["held_out_fine"] if surely_leans(question)] == []
    assert len(found) >= 0.9 * len(TEXT["held_out_leans"])  # 27 of 30: the rest is for the judge


@pytest.mark.parametrize("question", TEXT["open"])
def test_words_that_the_question_itself_may_explain_are_left_open(question: str) -> None:
    assert self_contained(question, None).holds is None


def test_the_words_that_lean_are_the_evidence() -> None:
    assert self_contained("According to the passage, who won?", None).why == '"According to the passage"'
    assert self_contained("Who won?", ["Rome", "What the text says"]).why == '"the text says" in an option'


def test_a_work_that_is_named_is_no_reference() -> None:
    found = reference("According to the article by Turing, what can machines do?")
    assert found is None or not found.sure


def test_the_rules_on_leaks_hold_on_the_cases() -> None:
    wrongly = [case["q"] for case in LEAK["fine"] if says_its_answer(case)]
    found = [case["q"] for case in LEAK["leaks"] if says_its_answer(case)]
    assert wrongly == ["The court found no crime. Of which crime is the driver guilty?"]
    assert len(found) == len(LEAK["leaks"]) - 3  # `fixes` for `nitrogen fixation`, `works` for `working memory`


def test_an_anchor_is_never_leaked() -> None:
    options = ["All of the above", "Iron", "Copper"]
    assert leaked("Which of all of the above is a metal?", options[0], options, 0).holds is False


def test_the_rules_on_options_hold_on_the_cases() -> None:
    assert [options for options in ALIKE["unlike"] if alike(options, 0).holds] == [
        ["$x^2$", "$x^3$", "$x$", "the derivative"]  # `the derivative` may be a formula's name
    ]
    assert [options for options in ALIKE["alike"] if not alike(options, 0).holds] == []


def test_an_article_at_the_end_gives_the_right_option_away_where_it_alone_fits() -> None:
    asked = "A charged atom is called an ___."
    assert alike(["ion", "proton", "neutron"], 0, asked).why == '"an" fits only the right option'
    assert alike(["ion", "atom", "neutron"], 0, asked).holds is True
    assert alike(["ion", "proton", "neutron"], 1, asked).holds is True
    assert alike(["hour", "unit", "user"], 0, "Sixty minutes are an").holds is False
    assert alike(["MRI scan", "UV lamp", "CT scan"], 0, "It is seen with an").holds is False
    assert alike(["ion", "proton", "neutron"], 0, "A charged atom is an ion. Which is it?").holds is True


def test_a_case_that_is_told_at_length_says_what_is_to_be_weighed_and_gives_nothing_away() -> None:
    told = "A woman of sixty comes in with asthma, and has taken metoprolol and aspirin for years without trouble. "
    told += "Since last night she has had pain in the chest and her pulse is at 150 beats a minute. "
    assert leaked(told + "Which of these drugs is to be avoided?", "metoprolol").holds is False
    assert leaked("She takes metoprolol. Is it metoprolol that she takes, by its name?", "metoprolol").holds is True


def test_only_the_right_option_gives_itself_away_by_its_length() -> None:
    options = ["It lowers the energy that a reaction needs to begin", "Heat", "Light", "Pressure"]
    assert alike(options, 0).holds is False
    assert alike(options, 1).holds is True
    assert alike(options, None).holds is True


def test_a_missing_option_is_told_before_all_else() -> None:
    assert alike([None, "x", "x"], 0).why == "an option is missing or empty"


def test_a_copy_shares_all_its_words_and_a_question_of_ones_own_few() -> None:
    passage = "The mitochondrion is the powerhouse of the cell. It makes ATP."
    assert copied_share("The mitochondrion is the powerhouse of the cell?", passage) == 1.0
    assert copied_share("Which organelle makes most of a cell's energy?", passage) < 0.2
    assert copied_share("...", passage) == 0.0


@given(st.lists(st.sampled_from("abcd"), min_size=1), st.lists(st.sampled_from("abcd")))
def test_the_copied_share_is_that_of_the_longest_common_run(asked: list[str], told: list[str]) -> None:
    runs = [
        end - start
        for start in range(len(asked))
        for end in range(start + 1, len(asked) + 1)
        if f" {' '.join(asked[start:end])} " in f" {' '.join(told)} "
    ]
    assert copied_share(" ".join(asked), " ".join(told)) == max(runs, default=0) / len(asked)


def test_an_answer_stands_in_a_passage_only_as_whole_words_side_by_side() -> None:
    assert stands_in("The Cell", "It is the cell.")
    assert not stands_in("cell", "cellular life")
    assert not stands_in("red cell", "a red blood cell")
    assert not stands_in("", "anything")
