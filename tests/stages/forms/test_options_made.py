"""Open questions as multiple choice, and multiple choice with more options: the gold is kept, and stands anywhere."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from curate.content import packaged
from curate.grading import infer_answer_type
from curate.inference.model import TableModel
from curate.prompts.prompt import load_prompt
from curate.row import LETTERS, ROW, row_id
from curate.stages.forms.config import FormsConfig
from curate.stages.forms.options_added import extended
from curate.stages.forms.options_added import planned as planned_more
from curate.stages.forms.options_made import planned, with_options
from curate.wording.same import same

if TYPE_CHECKING:
    from curate.inference.model import Prompt as Messages

PROMPTS = {"distractors": load_prompt(packaged() / "templates/forms/distractors.j2")}
CITIES = ("Sydney", "Melbourne", "Perth", "Hobart", "Adelaide", "Darwin", "Brisbane", "Cairns", "Newcastle")


def config(options: int = 4, *, seed: int = 0) -> FormsConfig:
    return FormsConfig(open_to_mcq="also", extend=True, options=options, seed=seed)


def row(question: str, answer: str, options: list[str] | None = None, **more: object) -> dict[str, object]:
    form = "open" if options is None else "mcq"
    gold = answer if options is None else options[LETTERS.index(answer)]
    return dict.fromkeys(ROW) | {
        "id": row_id("s", question, options, answer),
        "form": form,
        "history": form,
        "question": question,
        "options": options,
        "answer": answer,
        "answer_text": gold,
        "answer_type": infer_answer_type(answer, options),
        "source": "s",
        "dependence": "independent" if options else None,
        **more,
    }


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(ROW))


def cities(messages: Messages, _: int) -> str:
    said = messages[-1]["content"]
    new = [city for city in CITIES if city not in said]
    count = int(said.split("write ")[1].split()[0])
    return json.dumps({"options": new[:count]})


def failed(children: pl.DataFrame) -> list[str | None]:
    return children["conversion"].struct.field("failed").to_list()


EGGS = row("How many eggs do 12 hens lay in 3 days?", "36")
CAPITAL = row("What is the capital of Australia?", "Canberra")
NUMBERS = row("What is 17 + 25?", "B", ["40", "42", "44", "52"])


def test_a_number_gets_its_options_by_rule_and_the_child_says_where_it_comes_from() -> None:
    (child,) = with_options(frame(EGGS), config()).to_dicts()
    assert child["form"] == "mcq"
    assert child["history"] == "open->mcq"
    assert child["made_by"] == "forms"
    assert child["parent"] == EGGS["id"]
    assert child["answer_type"] == "choice"
    assert child["options"][LETTERS.index(child["answer"])] == child["answer_text"] == "36"
    assert child["id"] == row_id("s", child["question"], child["options"], child["answer"])
    assert sorted([made["text"] for made in child["conversion"]["made_options"]] + ["36"]) == sorted(child["options"])
    assert all(made["by"] for made in child["conversion"]["made_options"])
    assert child["conversion"]["failed"] is None
    assert child["conversion"]["model"] is None


def test_words_get_their_options_from_a_model_which_is_named() -> None:
    rows = frame(CAPITAL)
    model = TableModel(cities, name="m/7B", revision="r1")
    (child,) = with_options(rows, config(10), model, PROMPTS).to_dicts()
    assert set(child["options"]) == {"Canberra", *CITIES}
    assert {made["by"] for made in child["conversion"]["made_options"]} == {"model m/7B"}
    assert (child["conversion"]["prompt"], child["conversion"]["revision"]) == ("distractors", "r1")
    assert child["conversion"]["prompt_hash"] == PROMPTS["distractors"].hash


def test_without_a_model_words_have_a_child_that_says_so() -> None:
    assert failed(with_options(frame(CAPITAL), config())) == [
        "no rule makes wrong options for such an answer, and no model was asked"
    ]


@pytest.mark.parametrize(
    ("question", "answer", "more", "why"),
    [
        ("Is it so?", "yes", {}, "yes or no"),
        ("Which are they?", "red; green; blue", {}, "a list"),
        ("Why?", "word " * 80, {"answer_type": "ungradable"}, "cannot be graded"),
        ("Why?", "because the water that stands in it turns to ice in winter", {}, "too long"),
        ("Name a prime number below ten.", "7", {}, "several right answers"),
        ("Give an example of a noble gas.", "neon", {}, "several right answers"),
        ("What is a possible value of $x$?", "3", {}, "several right answers"),
        ("What is it?", "None of these", {}, "speaks of options"),
    ],
)
def test_what_cannot_have_options_says_why_and_no_model_is_asked(
    question: str, answer: str, more: dict[str, object], why: str
) -> None:
    def never(*_: object) -> str:
        raise AssertionError("nothing is asked")

    rows = frame(row(question, answer, **more))
    (said,) = failed(with_options(rows, config(), TableModel(never), PROMPTS))
    assert said is not None
    assert why in said
    assert planned(rows, config()) == 0


def test_rows_that_came_from_multiple_choice_are_left_alone() -> None:
    rows = frame({**EGGS, "history": "mcq->open"}, NUMBERS)
    assert with_options(rows, config()).is_empty()


def test_children_stand_in_the_order_of_their_rows_and_carry_what_stands_beside() -> None:
    rows = frame(CAPITAL, EGGS, NUMBERS, row("What is 5 + 6?", "11")).with_row_index("__at")
    children = with_options(rows, config(), TableModel(cities), PROMPTS)
    assert children["__at"].to_list() == [0, 1, 3]
    assert children.columns == rows.columns
    assert children.schema == rows.schema


def test_what_is_planned_is_never_less_than_what_is_put() -> None:
    put: list[str] = []

    def rubbish(messages: Messages, _: int) -> str:
        put.append(messages[-1]["content"])
        return "no" if len(put) % 2 else json.dumps({"options": ["Canberra"]})

    rows = frame(CAPITAL, EGGS, NUMBERS, row("Who wrote Emma?", "Jane Austen"))
    with_options(rows, config(), TableModel(rubbish), PROMPTS)
    assert 0 < len(put) <= planned(rows, config()) == 8


@pytest.mark.parametrize(("n_options", "limit"), [(4, 16.27), (10, 27.88)])
def test_the_right_option_stands_at_each_place_equally_often(n_options: int, limit: float) -> None:
    rows = frame(*(row(f"How many are {at} and {at + 1}?", str(2 * at + 1)) for at in range(40, 2040)))
    children = with_options(rows, config(n_options))
    assert failed(children) == [None] * 2000
    counts = Counter(children["answer"])
    expected = 2000 / n_options
    assert sum((counts[letter] - expected) ** 2 / expected for letter in LETTERS[:n_options]) < limit


golds = st.one_of(
    st.integers(-9999, 99999).map(str),
    st.decimals(0, 500, places=1).map(str),
    st.integers(2, 900).map(lambda one: f"{one}%"),
    st.sampled_from(["Canberra", "3/8", r"\frac{7}{9}", "x + 2", "1969", "12 km"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(golds, min_size=1, max_size=5, unique=True), st.integers(4, 10), st.integers(0, 5))
def test_the_gold_is_kept_the_options_are_distinct_and_as_many_as_wanted(
    texts: list[str], count: int, seed: int
) -> None:
    rows = frame(*(row(f"What is asked as number {at}?", text) for at, text in enumerate(texts)))
    children = with_options(rows, config(count, seed=seed))
    assert children.height == len(texts)
    for text, child in zip(texts, children.to_dicts(), strict=True):
        options = child["options"]
        assert options[LETTERS.index(child["answer"])] == child["answer_text"] == text
        assert sorted(child["order"]) == list(range(len(options)))
        if child["conversion"]["failed"] is None:
            assert len(options) == count
            wrong = [option for option in options if option != text]
            assert len(wrong) == count - 1
            assert all(same(option, text) is False for option in wrong)
    assert_frame_equal(children, with_options(rows, config(count, seed=seed)))


@settings(max_examples=30, deadline=None)
@given(
    st.text(max_size=60) | st.lists(st.text(max_size=12), max_size=4).map(lambda texts: json.dumps({"options": texts}))
)
def test_rubbish_from_a_model_ends_in_a_reason(text: str) -> None:
    (child,) = with_options(frame(CAPITAL), config(), TableModel(lambda *_: text), PROMPTS).to_dicts()
    assert (child["conversion"]["failed"] is None) == (len(child["options"]) == 4)
    assert child["answer_text"] == "Canberra"


def test_more_numbers_are_added_by_rule_and_those_that_are_there_stay() -> None:
    found = extended(frame(NUMBERS), config(10))
    (child,) = found.children.to_dicts()
    assert found.refused.is_empty()
    assert (child["history"], child["parent"]) == ("mcq->mcq", NUMBERS["id"])
    assert {"40", "42", "44", "52"} < set(child["options"])
    assert len(set(child["options"])) == 10
    assert child["options"][LETTERS.index(child["answer"])] == child["answer_text"] == "42"
    assert [child["options"][child["order"].index(at)] for at in range(4)] == ["40", "42", "44", "52"]
    assert child["conversion"]["options"] == ["40", "42", "44", "52"]


def test_more_words_are_written_by_a_model_that_sees_those_that_are_there() -> None:
    rows = frame(row(str(CAPITAL["question"]), "B", ["Sydney", "Canberra", "Perth", "None of these"]))
    seen: list[str] = []

    def answer(messages: Messages, sample: int) -> str:
        seen.append(messages[-1]["content"])
        return cities(messages, sample)

    (child,) = extended(rows, config(6), TableModel(answer), PROMPTS).children.to_dicts()
    assert len(child["options"]) == 6
    assert child["options"][-1] == "None of these"
    assert "Sydney; Canberra; Perth; None of these" in seen[0]
    assert child["answer_text"] == "Canberra"
    assert planned_more(rows, config(6)) == 4


def test_what_speaks_in_letters_follows_the_options() -> None:
    votes = [{"answer": "B", "count": 3}, {"answer": "D", "count": 1}]
    rows = frame({**NUMBERS, "generator_key": "D", "votes": votes})
    (child,) = extended(rows, config(10)).children.to_dicts()
    assert child["options"][LETTERS.index(child["generator_key"])] == "52"
    assert [child["options"][LETTERS.index(vote["answer"])] for vote in child["votes"]] == ["42", "52"]


@pytest.mark.parametrize(
    ("options", "more", "why"),
    [
        (["40", "42", "44", "All of the above"], {}, "above"),
        (["40", "42", "Both A and B", "44"], {}, "names others"),
        (["40", "None of these", "42", "44"], {}, "speaks of"),
        (["40", "42", "42", "44"], {}, "the same"),
        (["40", "42", "44", "52"], {"dependence": "dependent"}, "is dependent"),
        (["40", "42", "44", "52"], {"dependence": None}, "not known"),
        (["40", "42", "44", "52"], {"answer_text": "43"}, "none of its options"),
    ],
)
def test_a_question_that_may_not_have_more_options_is_refused_with_its_reason(
    options: list[str], more: dict[str, object], why: str
) -> None:
    found = extended(frame(row("What is 17 + 25?", "B", options, **more)), config(10))
    assert found.children.is_empty()
    assert why in found.refused["why"][0]
    assert found.refused["id"].len() == 1


def test_questions_with_options_enough_are_left_alone() -> None:
    found = extended(frame(NUMBERS, EGGS), config(4))
    assert found.children.is_empty()
    assert found.refused.is_empty()
