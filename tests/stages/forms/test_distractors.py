"""Wrong options that a model writes: what may stand beside the right one, what is asked again, and what fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.content import packaged
from curate.errors import ContentError
from curate.inference.model import TableModel
from curate.prompts.prompt import load_prompt, prompt_faults
from curate.stages.forms.distractors import PUT_AT_MOST, Job, ask
from curate.stages.forms.option_checks import Beside
from curate.wording.same import Grading, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from curate.inference.model import Prompt as Messages

FILE = packaged() / "templates/forms/distractors.j2"
PROMPTS = {"distractors": load_prompt(FILE)}
CAPITAL = Beside("What is the capital of Australia?", "Canberra", ("Canberra",), (), Grading("short_text"))


def listed(*texts: str) -> str:
    return json.dumps({"options": texts})


def job(wanted: int = 3, around: Beside = CAPITAL) -> Job:
    return Job(around, wanted)


def asked(answers: Callable[[Messages, int], str], *jobs: Job) -> list[str]:
    """The prompts that were put, last message of each."""
    put: list[str] = []

    def answer(messages: Messages, sample: int) -> str:
        put.append(messages[-1]["content"])
        return answers(messages, sample)

    ask(list(jobs), TableModel(answer), PROMPTS)
    return put


def test_the_prompt_says_what_its_examples_say() -> None:
    assert prompt_faults(Path(FILE)) == []


def test_good_options_are_taken_as_they_were_written() -> None:
    one = job()
    put = asked(lambda *_: listed("Sydney", "Melbourne", "Perth"), one)
    assert (one.found, one.refused, one.failed) == (["Sydney", "Melbourne", "Perth"], [], None)
    assert len(put) == 1
    assert "There are these options already" not in put[0]


def test_what_is_refused_is_asked_for_again_beside_what_is_good() -> None:
    one = job()
    put = asked(
        lambda messages, _: (
            listed("Brisbane") if "already" in messages[-1]["content"] else listed("Sydney", "canberra", "Perth")
        ),
        one,
    )
    assert one.found == ["Sydney", "Perth", "Brisbane"]
    assert one.failed is None
    assert "Canberra; Sydney; Perth" in put[1]
    assert "write 1 more wrong option" in put[1]


def test_an_answer_that_cannot_be_read_is_asked_for_once_more_with_what_was_wrong() -> None:
    said = iter(["Sydney, Perth and Hobart", listed("Sydney", "Perth", "Hobart")])
    one = job()
    put = asked(lambda *_: next(said), one)
    assert one.failed is None
    assert "That cannot be used" in put[1]


def test_where_too_few_remain_the_reasons_are_told() -> None:
    one = job()
    put = asked(lambda *_: listed("Sydney", "Canberra", "All of the above"), one)
    assert len(put) == 2
    assert one.found == ["Sydney"]
    assert one.failed is not None
    assert one.failed.startswith("1 of 3 wrong options passed")
    assert '"All of the above" speaks of all options' in one.failed


def test_a_right_answer_longer_than_all_others_by_far_fails_as_a_whole() -> None:
    gold = "the treaty of friendship with Denmark in May"
    around = Beside("What did they sign?", gold, (gold,), (), Grading("short_text"))
    one = job(3, around)
    asked(lambda *_: listed("the peace of Kiel today", "the accord of Turku", "the pact of Bergen"), one)
    assert one.failed is not None
    assert "the right option has" in one.failed


@pytest.mark.parametrize(
    ("gold", "text", "why"),
    [
        ("Canberra", "canberra", "the right answer"),
        ("Canberra", "The Canberra", "the right answer"),
        ("New York", "New York City", "the right answer"),
        ("carbon dioxide", "dioxide", "part of the right answer"),
        ("red blood cells", "blood cells, red", "right answer"),
        ("seven", "7", "the right answer"),
        ("0.5", "1/2", "the right answer"),
        ("5 km", "5000 m", "the right answer"),
        ("Canberra", "None of the above", "speaks of all options"),
        ("Canberra", "Both A and B", "names another option"),
        ("Canberra", "B. Sydney", "begins with a label"),
        ("Canberra", "sydney", "small letter"),
        ("osmosis", "Diffusion", "capital letter"),
        ("osmosis", "a diffusion", "an article"),
        ("osmosis", "diffusion.", "full stop"),
        ("osmosis", "12", "of another type"),
        ("osmosis", "phase 2 change", "holds a number"),
        ("12", "several apples fell", "of another type"),
        ("$x^2$", "x^3", "not written in LaTeX"),
        ("x + 1", r"$\frac{x}{2}$", "in LaTeX"),
        ("40 km", "30 kg", "another unit"),
        ("40 km", "30", "another unit"),
        ("3/4", "2", "is no fraction"),
        ("osmosis", "the diffusion", "an article"),
        ("Rome", "Constantinople on the Bosporus strait", "characters"),
        ("Rome", "Italy", "stands in the question"),
        ("Rome", "] {", "no letter and no number"),
        ("Rome", "B", "is a letter"),
        ("Rome", "Which type of...,", "breaks off"),
        ("Rome", "Is it Milan?", "is a question"),
        ("Rome", "Milan\x00", "control characters"),
    ],
)
def test_what_may_not_stand_beside_the_right_answer_is_refused_with_its_reason(gold: str, text: str, why: str) -> None:
    found = Beside("Which city in Italy is meant?", gold, (gold,)).why_not(text)
    assert found is not None
    assert why in found


@pytest.mark.parametrize(
    ("gold", "text"),
    [
        ("Canberra", "Sydney"),
        ("mitosis", "meiosis"),
        ("carbon dioxide", "carbon monoxide"),
        ("an ellipse", "a parabola"),
        ("$x^2 + 1$", "$x^2 - 1$"),
        (r"\frac{1}{2}", r"\frac{1}{3}"),
        ("40 km", "50 km"),
        ("2x + 3", "3x + 2"),
        ("DNA", "RNA"),
        ("July 4, 1776", "July 14, 1789"),
    ],
)
def test_what_is_wrong_and_of_like_form_may_stand(gold: str, text: str) -> None:
    assert Beside("What is it?", gold, (gold,)).why_not(text) is None


def test_an_option_that_is_there_in_another_spelling_is_refused() -> None:
    around = Beside("How much?", "0.75", ("0.75", "0.5"))
    assert "is the option" in str(around.why_not("1/2")) or "fraction" in str(around.why_not("1/2"))
    assert "there already" in str(CAPITAL.with_one_more("Sydney").why_not("SYDNEY"))


def test_a_further_right_answer_is_refused_and_so_is_what_the_row_tolerates() -> None:
    assert Beside("Who?", "Mark Twain", ("Mark Twain",), ("Samuel Clemens",)).why_not("Samuel Clemens") is not None
    near = Beside("How far?", "100 km", ("100 km",), (), Grading("number_with_unit", tolerance=0.05))
    assert near.why_not("103 km") is not None
    assert near.why_not("140 km") is None


def test_a_prompt_that_is_missing_is_named_with_those_that_there_are() -> None:
    with pytest.raises(ContentError, match="distractors"):
        ask([job()], TableModel(lambda *_: ""), {"rewrite_open": PROMPTS["distractors"]})


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.text(max_size=30), max_size=5).map(lambda texts: json.dumps({"options": texts})),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5).map(
            lambda what: json.dumps({"options": what})
        ),
    )
)
def test_whatever_a_model_writes_a_question_has_its_options_or_a_reason(text: str) -> None:
    one = job()
    put = asked(lambda *_: text, one)
    assert 1 <= len(put) <= PUT_AT_MOST
    assert (one.failed is None) == (len(one.found) == 3)
    assert len(set(one.found)) == len(one.found)
    assert all(same(found, "Canberra") is False for found in one.found)
