"""The stage keeps every row in its place, and puts beside it the forms that the recipe wants and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from curate.errors import ModelError
from curate.inference.model import TableModel
from curate.prompts.prompt import load_prompt
from curate.row import LETTERS, ROW, row_id
from curate.stage import StageError
from curate.stages.forms.config import FormsConfig
from curate.stages.forms.stage import Asker, forms, prompts_planned

if TYPE_CHECKING:
    from curate.inference.model import Prompt

PROMPTS = {path.stem: load_prompt(path) for path in (Path(__file__).parents[3] / "templates/forms").glob("*.j2")}
WHOLE = FormsConfig(mcq_to_open="also", open_to_mcq="also", options=6, extend=True, shuffle=True)


def row(question: str, options: list[str] | None, gold: str, **more: Any) -> dict[str, Any]:
    """A row as a source gives it."""
    at = LETTERS.find(gold) if options and len(gold) == 1 else -1
    made: dict[str, Any] = dict.fromkeys(ROW) | {
        "id": row_id("s", question, options, gold),
        "form": "open" if options is None else "mcq",
        "question": question,
        "options": options,
        "answer": gold,
        "answer_text": options[at] if options and 0 <= at < len(options) else gold,
        "answer_type": "choice" if options else "math" if gold.isdigit() else "short_text",
        "source": "s",
        "source_file": "f.jsonl",
        "source_row": 7,
    }
    return made | more


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(ROW))


CAPITAL = row("What is the capital of France?", ["Rome", "Paris", "Oslo", "Bern"], "B")
DOZEN = row("How many months does a year have?", ["10", "12", "14", "24"], "B")
LEANS = row("Which of the following is a noble gas?", ["Helium", "Oxygen", "Iron", "Gold"], "A")
BEST = row(
    "Which sentence best describes it?", ["It was so.", "It was not so.", "Both of them.", "None of these."], "A"
)
SUM = row("What is 7 + 8?", None, "15")
WORD = row("Who wrote Faust?", None, "Goethe")
ROWS = [CAPITAL, DOZEN, LEANS, BEST, SUM, WORD]


def answered(prompt: Prompt, _: int) -> str:
    """What a good model would say to each of the prompts, told apart by what they ask for."""
    text = "\n".join(message["content"] for message in prompt)
    if '"one_answer"' in text:
        said = dict.fromkeys(("same_answer", "self_contained", "one_answer"), "yes")
        return json.dumps({"evidence": "It is the same.", **said})
    if "Faust" in text:
        return json.dumps({"options": ["Schiller", "Lessing", "Kleist", "Heine", "Hölderlin", "Wieland", "Herder"]})
    if '"label"' in text:
        return json.dumps({"reason": "It is whole.", "label": "dependent"})
    return json.dumps({"question": "Which noble gas has the lightest atoms?"})


def asker() -> Asker:
    model = TableModel(answered, max_model_len=9000)
    return Asker(model, model, PROMPTS)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ROWS), max_size=8), st.sampled_from([FormsConfig(), WHOLE, FormsConfig(shuffle=True)]))
def test_rows_keep_their_order_and_each_child_stands_behind_the_row_it_came_from(
    given: list[dict[str, Any]], config: FormsConfig
) -> None:
    made = forms(frame(*given), config)
    assert dict(made.schema) == dict(ROW)
    first = [one["parent"] if one["history"] == "mcq->mcq" else one["id"] for one in made.to_dicts()]
    children = made["history"].str.contains(r"->open|open->").to_list()
    assert [name for name, child in zip(first, children, strict=True) if not child] == [one["id"] for one in given]
    before = ""
    for one in made.iter_rows(named=True):
        if one["history"] in {"mcq", "open", "mcq->mcq"}:
            before = one["parent"] if one["history"] == "mcq->mcq" else one["id"]
        else:
            assert one["parent"] == before


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ROWS), max_size=5), st.lists(st.sampled_from(ROWS), max_size=5))
def test_shards_may_be_done_alone(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    whole = forms(frame(*first, *second), WHOLE)
    assert_frame_equal(whole, pl.concat([forms(frame(*first), WHOLE), forms(frame(*second), WHOLE)]))


def test_where_nothing_is_wanted_rows_only_learn_whether_they_need_their_options() -> None:
    made = forms(frame(*ROWS), FormsConfig())
    assert made["dependence"].to_list() == ["independent", "independent", "rewritable", "dependent", None, None]
    assert made["history"].to_list() == ["mcq"] * 4 + ["open"] * 2
    told = ["history", "dependence", "dependence_evidence"]
    assert_frame_equal(made.drop(told), frame(*ROWS).drop(told))


def test_the_gold_stays_what_it_was_in_every_form() -> None:
    made = forms(frame(*ROWS), WHOLE)
    words = {one["id"]: one["answer_text"] for one in ROWS}
    for one in made.iter_rows(named=True):
        assert one["answer_text"] == words[one["parent"] if one["made_by"] == "forms" else one["id"]]
        if one["form"] == "mcq" and one["answer"]:
            assert one["options"][LETTERS.index(one["answer"])] == one["answer_text"]
            assert sorted(one["order"]) == list(range(len(one["options"])))


def test_numbers_get_more_options_by_rule_and_what_cannot_have_more_says_why() -> None:
    made = forms(frame(DOZEN, LEANS), FormsConfig(options=8, extend=True))
    assert made["history"].to_list() == ["mcq->mcq", "mcq"]
    assert made["options"].list.len().to_list() == [8, 4]
    assert made["parent"].to_list() == [DOZEN["id"], None]
    assert made["conversion"].struct.field("failed").to_list()[0] is None
    assert made["conversion"].struct.field("failed").to_list()[1]


def test_an_open_question_gets_options_by_rule_where_its_answer_is_a_number_and_by_a_model_elsewhere() -> None:
    config = FormsConfig(open_to_mcq="also", options=4, ask=True)
    made = forms(frame(SUM, WORD), config, asker()).filter(history="open->mcq")
    assert made["options"].list.len().to_list() == [4, 4]
    assert made["conversion"].struct.field("failed").null_count() == 2
    assert made["answer_text"].to_list() == ["15", "Goethe"]
    alone = forms(frame(WORD), FormsConfig(open_to_mcq="also")).filter(history="open->mcq")
    assert alone["conversion"].struct.field("failed").null_count() == 0


def test_with_a_model_what_leans_on_its_options_is_reworded_and_judged() -> None:
    made = forms(frame(LEANS), FormsConfig(mcq_to_open="also", ask=True), asker())
    assert made["history"].to_list() == ["mcq", "mcq->open"]
    change = made["conversion"].to_list()[1]
    assert change["question"] == LEANS["question"]
    assert change["model"] is not None


def test_no_more_prompts_are_put_than_are_planned() -> None:
    put: list[int] = []
    model = TableModel(lambda *_: put.append(1) or "nonsense", max_model_len=9000)
    config = FormsConfig(mcq_to_open="also", open_to_mcq="also", ask=True)
    planned = prompts_planned(frame(*ROWS), config)
    forms(frame(*ROWS), config, Asker(model, model, PROMPTS))
    assert 0 < len(put) <= 2 * planned
    assert prompts_planned(frame(*ROWS), WHOLE) == 0


def test_a_model_that_is_wanted_and_not_there_is_an_error() -> None:
    with pytest.raises(ModelError, match="there is none"):
        forms(frame(CAPITAL), FormsConfig(ask=True))


def test_what_are_no_rows_is_refused() -> None:
    with pytest.raises(StageError, match="question: Int64 for String"):
        forms(frame(CAPITAL).with_columns(question=pl.lit(1, dtype=pl.Int64)), FormsConfig())
