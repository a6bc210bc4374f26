"""Options are known by their labels, and an answer that fits none of them, or two, is no gold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.row import LETTERS
from curate.stages.ingest.rows.gold import resolved
from curate.stages.ingest.rows.labels import place_of

if TYPE_CHECKING:
    from conftest import Desk


def row_of(desk: Desk, options: Any, said: Any, written: str = "letter", **mapped: Any) -> dict[str, Any]:
    desk.write("data.jsonl", json.dumps({"question": "Q", "options": options, "answer": said, "names": None}) + "\n")
    mapping = {
        "question": "question",
        "options": {"field": "options", **mapped},
        "answer": {"field": "answer", "as": written},
    }
    return desk.read(desk.source(form="mcq", map=mapping))[0].row(0, named=True)


PAIRS = [{"label": "1", "text": "iron"}, {"label": "2", "text": "neon"}]
SHUFFLED = {"B": "neon", "A": "iron"}


@pytest.mark.parametrize(
    ("options", "said", "written", "answer", "text"),
    [
        ({"A": "iron", "B": "neon"}, "B", "letter", "B", "neon"),
        (SHUFFLED, "B", "letter", "A", "neon"),
        (SHUFFLED, 1, "index0", "B", "iron"),
        ({"A": "iron", "B": None, "C": "gold"}, "C", "letter", "B", "gold"),
        (PAIRS, "2", "label", "B", "neon"),
        (PAIRS, 2, "label", "B", "neon"),
        (PAIRS, "(2).", "label", "B", "neon"),
        (PAIRS, "answer2", "label", "B", "neon"),
        (PAIRS, "neon", "text", "B", "neon"),
        (PAIRS, "B", "letter", "B", None),
        (PAIRS, "3", "label", "3", None),
        ({"text": ["iron", "neon"], "label": ["1", "2"]}, "2", "label", "B", "neon"),
        ({"text": ["iron", "neon"], "label": ["1"]}, "1", "label", "1", None),
        ({"a": "iron", "A": "neon"}, "A", "label", "B", "neon"),
        ({"a": "iron", "A": "neon"}, "(A)", "label", "(A)", None),
        (["iron", "neon"], "A", "label", "A", None),
    ],
)
def test_an_answer_is_the_option_that_is_called_so(  # noqa: PLR0913, PLR0917 - a table
    desk: Desk, options: Any, said: Any, written: str, answer: str, text: str | None
) -> None:
    row = row_of(desk, options, said, written)
    assert (row["answer"], row["answer_text"]) == (answer, text)


@pytest.mark.parametrize(
    ("options", "bare", "said", "text"),
    [
        (["(A)iron", "(B)neon"], ["iron", "neon"], "B", "neon"),
        (["A)iron", "B) neon"], ["iron", "neon"], "B", "neon"),
        (["(A)(1)(2)", "(B)(3)"], ["(1)(2)", "(3)"], "B", "(3)"),
        (["1. iron", "2. neon"], ["iron", "neon"], "2", "neon"),
        (["(B)neon", "(A)iron"], ["neon", "iron"], "A", "iron"),
        (["iron", "neon"], ["iron", "neon"], "B", "neon"),
        (["(A)iron", "neon"], ["(A)iron", "neon"], "A", None),
        (["(A)iron", "(A)neon"], ["(A)iron", "(A)neon"], "A", None),
        (["E. coli", "S. aureus"], ["E. coli", "S. aureus"], "A", "E. coli"),
        (["0.5", "1.5"], ["0.5", "1.5"], "B", "1.5"),
        ({"A": "A) iron", "B": "C) neon"}, ["iron", "C) neon"], "B", "C) neon"),
    ],
)
def test_labels_inside_options_are_taken_off_where_all_have_one(
    desk: Desk, options: Any, bare: list[str], said: str, text: str | None
) -> None:
    row = row_of(desk, options, said, unlabel=True)
    assert (row["options"], row["answer_text"]) == (bare, text)


def test_labels_may_be_a_list_beside_the_options(desk: Desk) -> None:
    records = [
        {"question": "Q", "options": ["iron", "neon"], "names": ["x", "y"], "answer": "y"},
        {"question": "Q", "options": ["iron", "neon"], "names": ["x"], "answer": "x"},
        {"question": "Q", "options": ["iron", "neon"], "names": None, "answer": "x"},
    ]
    desk.write("data.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    options = {"field": "options", "labels": "names"}
    mapping = {"question": "question", "options": options, "answer": {"field": "answer", "as": "label"}}
    rows, _ = desk.read(desk.source(form="mcq", map=mapping))
    assert rows["answer_text"].to_list() == ["neon", None, None]


@pytest.mark.parametrize(
    ("said", "answer", "text"),
    [
        (["A", "C"], "A, C", "iron; gold"),
        ("AC", "A, C", "iron; gold"),
        ("C A", "A, C", "iron; gold"),
        ("A, C and D", "A, C, D", "iron; gold; lead"),
        (["A", "C", "。"], "A, C", "iron; gold"),
        (["B"], "B", "neon"),
        ("b", "B", "neon"),
        ("AE", "AE", None),
        ("ABE", "ABE", None),
        ("A, B, B", "A, B, B", None),
        ("AA", "AA", None),
        ("bad", "bad", None),
        ([], None, None),
    ],
)
def test_several_right_letters_are_one_answer(desk: Desk, said: Any, answer: str | None, text: str | None) -> None:
    row = row_of(desk, ["iron", "neon", "gold", "lead"], said, "letters")
    assert (row["answer"], row["answer_text"], row["accepted"]) == (answer, text, None)
    if answer and "," in answer:
        assert row["answer_type"] == "multi_choice"


def test_letters_that_the_grader_would_read_as_the_text_of_an_option_are_no_gold(desk: Desk) -> None:
    row = row_of(desk, ["A, B", "x", "y"], ["A", "B"], "letters")
    assert row["answer_text"] is None


def test_several_letters_where_one_is_asked_for_are_no_gold(desk: Desk) -> None:
    row = row_of(desk, ["iron", "neon"], ["A", "B"], "letter")
    assert (row["answer"], row["answer_text"], row["accepted"]) == ("A, B", None, None)


@pytest.mark.parametrize(("said", "written"), [("5", "index1"), ("5", "label"), ("E", "letter")])
def test_a_label_that_no_option_has_does_not_pass_for_the_text_of_one(desk: Desk, said: str, written: str) -> None:
    options = {"A": "5", "B": "E"} if written == "label" else ["5", "E"]
    row = row_of(desk, options, said, written)
    assert (row["answer"], row["answer_text"]) == (None, None)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"A": ["x"], "B": "y"}, "options is a mapping of what is neither texts by their labels nor two lists"),
        ([{"label": "A", "text": "x"}, "y"], "an item of options is a text beside mappings with label and text"),
        ([{"key": "A", "value": "x"}], "an item of options is a mapping with key, value, not one with label and text"),
        ("A) x", "options is a text, not a list of texts"),
        ([{"label": "A", "text": None}], "an item of options is null"),
    ],
)
def test_options_in_no_known_shape_are_a_reject_with_its_reason(desk: Desk, options: Any, why: str) -> None:
    record = {"question": "Q", "options": options, "answer": "A"}
    desk.write("data.jsonl", json.dumps(record) + '\n{"question": "Q", "options": ["x"], "answer": "A"}\n')
    mapping = {"question": "question", "options": "options", "answer": "answer"}
    rows, rejects = desk.read(desk.source(form="mcq", map=mapping, broken={"rows": 1}))
    assert rows.height == 1
    assert rejects["why"].item().startswith(why)


LABELS = st.lists(st.sampled_from(["A", "a", "B", "(B)", "1", "2.", "answer1", ""]), min_size=1, max_size=5)


@settings(deadline=None)
@given(LABELS, st.sampled_from(["A", "b", "1", "(2)", "x", "answer 1"]))
def test_one_option_is_called_by_a_label_or_none(labels: list[str], said: str) -> None:
    at = place_of(said, tuple(labels))
    if at is not None:
        assert labels.count(labels[at]) == 1 or labels[at] != said


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["iron", "neon", "A", "1", "2"]), min_size=1, max_size=5),
    st.sampled_from(["A", "B", "E", "0", "1", "5", "iron"]),
    st.sampled_from(["letter", "index0", "index1", "text", "letters"]),
)
def test_a_resolved_gold_is_the_option_at_its_letter(options: list[str], said: str, written: str) -> None:
    golds = resolved([said], [options], None, written)
    (answer,), (text,) = golds.answers, golds.texts
    if text is not None:
        assert answer is not None
        assert options[LETTERS.index(answer)] == text
    else:
        assert answer in {said, None}
