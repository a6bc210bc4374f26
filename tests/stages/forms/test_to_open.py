"""An open child asks what its parent asked, without options, and counts the same thing as right."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from curate.grading import infer_answer_type
from curate.row import CONVERSION, LETTERS, ROW, row_id
from curate.stages.forms.to_open import ASKED, REWRITING, open_children


def mcq(question: str | None, options: list[str] | None, gold: str | None = "A", **more: Any) -> dict[str, Any]:
    """A row as the stages before write it; the gold in words follows from the letter where there is one."""
    at = LETTERS.find(gold) if gold and len(gold) == 1 else -1
    made: dict[str, Any] = dict.fromkeys(ROW) | {
        "id": row_id("s", question, options, gold),
        "form": "mcq",
        "history": "mcq",
        "question": question,
        "options": options,
        "answer": gold,
        "answer_text": options[at] if options and 0 <= at < len(options) else gold,
        "answer_type": "choice",
        "dependence": "independent",
        "dependence_evidence": ['number: "7"'],
        "source": "s",
        "source_file": "f.jsonl",
        "source_row": 7,
    }
    return made | more


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(ROW))


def children(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return open_children(frame(*rows)).to_dicts()


words = st.text("abc {}%#7*\\$\n北", min_size=1, max_size=10)
rows = st.builds(
    mcq,
    words | st.none(),
    st.lists(words, max_size=6) | st.none(),
    st.sampled_from(["A", "B", "F", "words", "", None]),
    form=st.sampled_from(["mcq", "mcq", "open"]),
    accepted=st.none() | st.lists(st.sampled_from(["A", "B", "F", "text"]), max_size=3),
    generator_key=st.sampled_from([None, "A", "Z"]),
)
frames = st.lists(rows, max_size=8).map(lambda made: frame(*made))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(frames)
def test_a_child_keeps_the_gold_and_is_named_after_what_it_asks(given_rows: pl.DataFrame) -> None:
    by_id = {row["id"]: row for row in given_rows.to_dicts() if row["form"] == "mcq"}
    made = open_children(given_rows)
    assert dict(made.schema) == dict(ROW)
    for child in made.to_dicts():
        parent = by_id[child["parent"]]
        assert child["answer"] == child["answer_text"] == parent["options"][LETTERS.index(parent["answer"])]
        assert (child["form"], child["history"], child["made_by"]) == ("open", "mcq->open", "forms")
        assert child["question"] == parent["question"]
        assert child["options"] is child["order"] is child["options_alike"] is child["conversion"] is None
        assert child["id"] == row_id("s", child["question"], None, child["answer"])
        assert child["answer_type"] == infer_answer_type(child["answer"], None)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(frames, frames)
def test_children_of_shards_are_the_children_of_the_whole(first: pl.DataFrame, second: pl.DataFrame) -> None:
    apart = [open_children(shard) for shard in (first, second)]
    assert_frame_equal(open_children(pl.concat([first, second])), pl.concat(apart))


@pytest.mark.parametrize(
    "childless",
    [
        mcq("open already", None, "words", form="open"),
        mcq("gold is no option", ["x", "y"], "z words"),
        mcq("gold past the last option", ["x", "y"], "C"),
        mcq("a letter that is a text", ["x", "y"], "A", answer_text="A"),
        mcq("gold is blank", ["  ", "y"], "A"),
        mcq("no gold", ["x", "y"], None),
        mcq("no options", [], "A"),
        mcq("options unknown", None, "A"),
        mcq(None, ["x", "y"], "A"),
    ],
    ids=lambda made: made["question"] or "no question",
)
def test_a_row_without_a_known_option_as_its_gold_has_no_child(childless: dict[str, Any]) -> None:
    assert children(childless) == []


def test_a_number_in_words_of_an_option_is_graded_as_a_number() -> None:
    found = children(mcq("how many", ["7", "8"], "B"), mcq("who", ["Ada Lovelace", "Alan Turing"]))
    assert [child["answer_type"] for child in found] == ["math", "short_text"]


def test_a_child_keeps_lineage_and_what_was_found_of_its_dependence() -> None:
    parent = mcq("q", ["x", "y"], subject="law", domain="humanities", licence="MIT", dependence="dependent")
    [child] = children(parent)
    kept = ["source", "subject", "domain", "licence", "source_file", "source_row", "dependence", "dependence_evidence"]
    assert {name: child[name] for name in kept} == {name: parent[name] for name in kept}


def test_letters_become_texts_wherever_they_name_options() -> None:
    votes = [{"answer": "B", "count": 3}, {"answer": None, "count": 1}, {"answer": "A", "count": 1}]
    [child] = children(mcq("q", ["x", "y", "z"], "B", accepted=["C", "why", "Q"], generator_key="A", votes=votes))
    assert child["accepted"] == ["z", "why", "Q"]
    assert child["generator_key"] == "x"
    assert [(vote["answer"], vote["count"]) for vote in child["votes"]] == [("y", 3), (None, 1), ("x", 1)]


def test_what_belongs_to_options_alone_is_gone() -> None:
    [child] = children(mcq("q", ["x", "y"], options_alike=True, order=[1, 0]))
    assert (child["options"], child["order"], child["options_alike"]) == (None, None, None)


def rewritten(parent: dict[str, Any], question: str | None, **found: Any) -> dict[str, Any]:
    """The child of a row that models were asked about."""
    asked = dict.fromkeys(field.name for field in CONVERSION.fields) | {"question": parent["question"], **found}
    beside = frame(parent).with_columns(
        pl.Series(ASKED, [asked], dtype=CONVERSION), pl.Series(REWRITING, [question], dtype=pl.String)
    )
    made = open_children(beside)
    assert dict(made.schema) == dict(ROW)
    return made.to_dicts()[0]


def test_a_child_asks_what_was_accepted_and_says_what_it_was() -> None:
    parent = mcq("Which of these is a noble gas?", ["krypton", "oxygen"])
    child = rewritten(parent, "Which noble gas has atomic number 36?", model="m")
    assert child["question"] == "Which noble gas has atomic number 36?"
    assert child["id"] == row_id("s", child["question"], None, "krypton")
    assert (child["conversion"]["question"], child["conversion"]["model"]) == (parent["question"], "m")


def test_a_child_whose_rewriting_failed_asks_the_old_question_and_says_why() -> None:
    child = rewritten(mcq("Which of these?", ["krypton", "oxygen"]), None, failed="the judge")
    assert (child["question"], child["conversion"]["failed"]) == ("Which of these?", "the judge")


def test_what_was_found_of_the_old_words_is_not_said_of_the_new_ones() -> None:
    found = {"self_contained": True, "answer_leaked": True, "copied_share": 1.0}
    document = {"passage": "Krypton is a noble gas.", "id": None, "url": None, "crawl": None}
    document |= {"record_offset": None, "begin": None, "end": None}
    parent = mcq("Krypton is a noble gas", ["krypton", "oxygen"], document=document, **found)
    child = rewritten(parent, "What has atomic number 36?", self_contained=False)
    assert (child["self_contained"], child["answer_leaked"], child["copied_share"]) == (False, False, 0.0)
    untouched = rewritten(parent, None)
    assert {name: untouched[name] for name in found} == found
    read = rewritten(mcq("q", ["x", "y"]), "What is it?", self_contained=True)
    assert (read["self_contained"], read["answer_leaked"], read["copied_share"]) == (None, None, None)
