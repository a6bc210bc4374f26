"""A source's mapping decides what of a record becomes a row, and what a gold answer is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.errors import ContentError
from curate.row import ROW, row_id
from curate.stages.ingest.rows.packed import unpacked

if TYPE_CHECKING:
    from conftest import Desk


def row_of(desk: Desk, record: dict[str, Any], mapping: dict[str, Any], **changes: Any) -> dict[str, Any]:
    desk.write("data.jsonl", json.dumps(record) + "\n")
    rows, _ = desk.read(desk.source(map=mapping, **changes))
    return rows.row(0, named=True)


OPEN = {"question": "question", "answer": "answer"}
MCQ = {"question": "question", "options": "options"}


def test_rows_have_every_column_in_order_and_type(desk: Desk) -> None:
    desk.write("data.jsonl", '{"question": "Q", "answer": "A"}\n')
    rows, _ = desk.read(desk.source())
    assert rows.schema == pl.Schema(ROW)
    row = rows.row(0, named=True)
    assert [row[column] for column in ("template", "prompt", "parent", "made_by", "options")] == [None] * 5
    assert (row["source"], row["group"], row["origin"], row["form"], row["licence"]) == (
        "quiz",
        "GPR",
        "open",
        "open",
        "MIT",
    )
    assert row["id"] == row_id("quiz", "Q", None, "A")


def test_text_loses_its_outer_white_space_and_nothing_else(desk: Desk) -> None:
    row = row_of(desk, {"question": " \n Q  q\t", "answer": "  "}, OPEN)
    assert (row["question"], row["answer"]) == ("Q  q", "")


def test_what_is_absent_is_null(desk: Desk) -> None:
    desk.write("data.jsonl", '{"question": "Q"}\n{"answer": "A"}\n{"question": null, "answer": null}\n')
    rows, rejects = desk.read(desk.source())
    assert rows.select("question", "answer", "answer_text").rows() == [("Q", None, None), (None, "A", "A"), (None,) * 3]
    assert rejects.is_empty()


def test_numbers_and_truth_values_are_written_out(desk: Desk) -> None:
    written = {"7": "7", "0.25": "0.25", "true": "true", "3.0": "3", "-0.0": "0", "1e18": "1e+18", '"3.0"': "3.0"}
    desk.write("data.jsonl", "".join(f'{{"question": "Q", "answer": {said}}}\n' for said in written))
    rows, _ = desk.read(desk.source())
    assert rows["answer"].to_list() == list(written.values())


@pytest.mark.parametrize(("written", "letters"), [("index0", ["A", None, "C"]), ("index1", ["0", None, "B"])])
def test_a_column_of_whole_numbers_that_one_null_made_floats_is_read_as_whole_numbers(
    desk: Desk, written: str, letters: list[str | None]
) -> None:
    table = {"question": ["Q"] * 3, "options": [["Iron", "Neon", "Gold"]] * 3, "answer": [0.0, None, 2.0]}
    pl.DataFrame(table).write_parquet(desk.folder / "data.parquet")
    mapping = {**MCQ, "answer": {"field": "answer", "as": written}}
    rows, rejects = desk.read(desk.source(form="mcq", map=mapping, read=desk.files("data.parquet", "parquet")))
    assert rows["answer"].to_list() == letters
    assert rejects.is_empty()


@pytest.mark.parametrize("options", [["2", "3"], ["2.0", "3.0"], [2.0, 3.0], [2, 3]])
def test_a_whole_float_is_the_text_of_an_option_however_that_is_written(desk: Desk, options: list[Any]) -> None:
    record = {"question": "Q", "options": options, "answer": 3.0}
    row = row_of(desk, record, {**MCQ, "answer": {"field": "answer", "as": "text"}}, form="mcq")
    assert (row["answer"], row["answer_text"]) == ("B", row["options"][1])


@pytest.mark.parametrize(
    ("said", "written", "letter", "text"),
    [
        ("B", "letter", "B", "Neon"),
        (" (b). ", "letter", "B", "Neon"),
        ("Z", "letter", "Z", None),
        ("Neon", "letter", "Neon", None),
        (0, "index0", "A", "Iron"),
        ("1", "index0", "B", "Neon"),
        (3, "index0", "3", None),
        (-1, "index0", "-1", None),
        (3, "index1", "C", "Gold"),
        (2.0, "index0", "C", "Gold"),
        (1.5, "index0", "1.5", None),
        ("2.0", "index0", "C", "Gold"),
        ("2.5", "index0", "2.5", None),
        ("-1", "index0", "-1", None),
        (True, "index0", "true", None),
        (0, "index1", "0", None),
        ("Gold", "text", "C", "Gold"),
        ("gold ", "text", "C", "Gold"),
        ("Lead", "text", "Lead", None),
        (None, "text", None, None),
    ],
)
def test_a_gold_answer_is_the_letter_of_its_option_or_what_the_source_says(
    desk: Desk, said: Any, written: str, letter: str | None, text: str | None
) -> None:
    record = {"question": "Q", "options": ["Iron", "Neon", "Gold"], "answer": said}
    row = row_of(desk, record, {**MCQ, "answer": {"field": "answer", "as": written}}, form="mcq")
    assert (row["answer"], row["answer_text"]) == (letter, text)
    assert row["answer_type"] == ("choice" if said is not None else "ungradable")
    assert row["options"] == ["Iron", "Neon", "Gold"]


def test_questions_with_and_without_options_may_stand_side_by_side(desk: Desk) -> None:
    given: list[list[str] | None] = [None, ["a", "b"], [], None, ["c"], None]
    desk.write(
        "data.jsonl", "".join(json.dumps({"question": "Q", "options": one, "answer": "A"}) + "\n" for one in given)
    )
    rows, _ = desk.read(desk.source(form="mcq", map={**MCQ, "answer": "answer"}))
    assert rows["options"].to_list() == given
    assert rows["answer_text"].to_list() == [None, "a", None, None, "c", None]


def test_a_text_that_two_options_have_is_no_letter(desk: Desk) -> None:
    record = {"question": "Q", "options": ["Iron", "Neon", "Iron"], "answer": "Iron"}
    row = row_of(desk, record, {**MCQ, "answer": {"field": "answer", "as": "text"}}, form="mcq")
    assert (row["answer"], row["answer_text"]) == ("Iron", None)


def test_a_text_that_differs_in_case_from_two_options_takes_the_one_that_it_is(desk: Desk) -> None:
    record = {"question": "Q", "options": ["co", "CO", "Co"], "answer": "Co"}
    row = row_of(desk, record, {**MCQ, "answer": {"field": "answer", "as": "text"}}, form="mcq")
    assert (row["answer"], row["answer_text"]) == ("C", "Co")


def test_paths_go_into_mappings_and_lists(desk: Desk) -> None:
    record = {
        "ask": {"stem": "Q", "choices": [{"text": " x "}, {"text": "y"}]},
        "gold": [{"key": "A"}, {"key": "B"}],
    }
    mapping = {"question": "ask.stem", "options": "ask.choices[].text", "answer": "gold[-1].key"}
    row = row_of(desk, record, mapping, form="mcq")
    assert (row["question"], row["options"], row["answer"], row["answer_text"]) == ("Q", ["x", "y"], "B", "y")


def test_an_answer_may_stand_behind_a_mark(desk: Desk) -> None:
    mapping = {"question": "question", "answer": {"field": "answer", "after": "####"}}
    assert row_of(desk, {"question": "Q", "answer": "#### 1\n#### 42 "}, mapping)["answer"] == "42"


def test_an_answer_without_its_mark_is_none(desk: Desk) -> None:
    mapping = {"question": "question", "answer": {"field": "answer", "after": "####"}}
    row = row_of(desk, {"question": "Q", "answer": "42"}, mapping)
    assert (row["answer"], row["answer_type"]) == (None, "ungradable")


@pytest.mark.parametrize(
    ("solution", "answer"),
    [
        (r"So $\boxed{1}$, no: $\boxed{\frac{1}{2}}$.", r"\frac{1}{2}"),
        (r"\boxed{a} and \boxed{b}", "b"),
        ("no box", None),
        (r"\boxed{cut off", None),
    ],
)
def test_an_answer_may_stand_in_the_last_box_of_a_solution(desk: Desk, solution: str, answer: str | None) -> None:
    mapping = {"question": "question", "answer": {"field": "answer", "as": "boxed"}}
    assert row_of(desk, {"question": "Q", "answer": solution}, mapping)["answer"] == answer


def test_values_that_stand_for_nothing_are_null_and_a_default_takes_their_place(desk: Desk) -> None:
    mapping = {
        "question": "question",
        "answer": {"field": "answer", "absent": ["proof"]},
        "subject": {"field": "subject", "absent": ["none"], "default": "Law"},
    }
    row = row_of(desk, {"question": "Q", "answer": " proof ", "subject": "none"}, mapping)
    assert (row["answer"], row["subject"], row["domain"]) == (None, "law", "humanities")


def test_a_constant_takes_the_place_of_a_field(desk: Desk) -> None:
    row = row_of(desk, {"question": "Q", "answer": "A"}, {**OPEN, "subject": {"value": "Number Theory"}})
    assert (row["subject"], row["domain"]) == ("number_theory", "stem")


@pytest.mark.parametrize(
    ("said", "subject", "domain"),
    [
        ("Counting & Probability", "counting_and_probability", "stem"),
        ("  Political-Science ", "political_science", "social_science"),
        ("juggling", "juggling", "mixed"),
        ("", None, "mixed"),
        (None, None, "mixed"),
    ],
)
def test_subjects_are_written_in_one_way_and_decide_the_domain(
    desk: Desk, said: str | None, subject: str | None, domain: str
) -> None:
    row = row_of(desk, {"question": "Q", "answer": "A", "s": said}, {**OPEN, "subject": "s"})
    assert (row["subject"], row["domain"]) == (subject, domain)


@pytest.mark.parametrize(("said", "accepted"), [(["a ", "b"], ["a", "b"]), ("a", ["a"]), (None, None), ([], [])])
def test_further_accepted_answers_are_a_list(desk: Desk, said: Any, accepted: list[str] | None) -> None:
    row = row_of(desk, {"question": "Q", "answer": "A", "more": said}, {**OPEN, "accepted": "more"})
    assert row["accepted"] == accepted


@pytest.mark.parametrize(
    ("answer", "kind"), [("42", "math"), ("Plato", "short_text"), ("", "ungradable"), ("w " * 200, "ungradable")]
)
def test_the_answer_type_is_told_from_the_gold_answer(desk: Desk, answer: str, kind: str) -> None:
    assert row_of(desk, {"question": "Q", "answer": answer}, OPEN)["answer_type"] == kind


def test_a_source_may_force_the_answer_type(desk: Desk) -> None:
    assert row_of(desk, {"question": "Q", "answer": "Plato"}, OPEN, answer_type="math")["answer_type"] == "math"


def test_a_source_may_say_how_its_answers_are_graded(desk: Desk) -> None:
    said = row_of(desk, {"question": "Q", "answer": "10 kg"}, OPEN, grading={"tolerance": 0.05, "f1_at_least": 0.8})
    assert (said["tolerance"], said["f1_at_least"]) == (0.05, 0.8)
    plain = row_of(desk, {"question": "Q", "answer": "10 kg"}, OPEN)
    assert (plain["tolerance"], plain["f1_at_least"]) == (None, None)


def test_an_answer_type_that_nobody_grades_is_refused_with_those_that_there_are(desk: Desk) -> None:
    with pytest.raises(ContentError, match=r"there is no answer type 'maths'.*choice"):
        desk.source(answer_type="maths")


PACKED = {"field": "question", "split": "lettered_lines"}


@pytest.mark.parametrize("label", ["{}. ", "{}) ", "({}) ", "{}: "])
def test_options_packed_into_the_question_are_taken_out(desk: Desk, label: str) -> None:
    text = "Which is a gas?\n" + "\n".join(
        label.format(x) + y for x, y in zip("ABC", ("Iron", "Neon", "Gold"), strict=True)
    )
    row = row_of(
        desk, {"question": text, "answer": "B"}, {"question": PACKED, "options": PACKED, "answer": "answer"}, form="mcq"
    )
    assert (row["question"], row["options"]) == ("Which is a gas?", ["Iron", "Neon", "Gold"])
    assert (row["answer"], row["answer_text"]) == ("B", "Neon")


def test_a_question_without_packed_options_keeps_its_text_and_has_none(desk: Desk) -> None:
    mapping = {"question": PACKED, "options": PACKED, "answer": "answer"}
    row = row_of(desk, {"question": "Which?\nA. Only one", "answer": "A"}, mapping, form="mcq")
    assert (row["question"], row["options"], row["answer"]) == ("Which?\nA. Only one", None, "A")
    assert row["answer_text"] is None


def test_options_may_be_packed_in_a_field_of_their_own(desk: Desk) -> None:
    mapping = {"question": "question", "options": {"field": "o", "split": "lettered_lines"}, "answer": "answer"}
    row = row_of(desk, {"question": "Q\nA. a", "o": "A) x\nB) y\nof two lines", "answer": "A"}, mapping, form="mcq")
    assert (row["question"], row["options"]) == ("Q\nA. a", ["x", "y\nof two lines"])


@pytest.mark.parametrize(
    ("text", "question", "options"),
    [
        ("A. Smith said:\nWho?\nA. x\nB. y", "A. Smith said:\nWho?", ["x", "y"]),
        (
            "Steps:\nA. go\nB. stop\nWhich first?\nA. go\nB. stop",
            "Steps:\nA. go\nB. stop\nWhich first?",
            ["go", "stop"],
        ),
        ("Q\nA. x\nC. y", "Q\nA. x\nC. y", None),
        ("Q\nB. x\nC. y", "Q\nB. x\nC. y", None),
        ("A. x\nB. y", "", ["x", "y"]),
    ],
)
def test_only_letters_without_a_gap_at_the_end_are_options(text: str, question: str, options: list[str] | None) -> None:
    assert unpacked(text)[:2] == (question, options)
