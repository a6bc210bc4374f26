"""Where a value comes from, and what is done to it before it is a question, an option or an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from curate.errors import ContentError, SourceError

if TYPE_CHECKING:
    from conftest import Desk

OPEN = {"question": "question", "answer": "answer"}


def answer_of(desk: Desk, said: Any, **mapped: Any) -> str | None:
    desk.write("data.jsonl", json.dumps({"question": "Q", "answer": said}) + "\n")
    source = desk.source(map={"question": "question", "answer": {"field": "answer", **mapped}})
    return desk.read(source)[0]["answer"][0]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("answer[role=user].content", "second"),
        ("answer[role=nobody].content", None),
        ("answer[-1].content", "fourth"),
        ("answer[7].content", None),
        ("answer[turn=3].content", "third"),
        ("answer[last=true].content", "fourth"),
        ("answer[1].role", "user"),
        ('answer[0]."a.b"', "dotted"),
    ],
)
def test_a_path_chooses_among_the_items_of_a_list(desk: Desk, path: str, found: str | None) -> None:
    messages = [
        {"role": "system", "content": "first", "a.b": "dotted"},
        {"role": "user", "content": "second"},
        {"role": "user", "content": "third", "turn": 3},
        {"role": "assistant", "content": "fourth", "last": True},
    ]
    assert answer_of(desk, messages, field=path, optional=True) == found


@pytest.mark.parametrize("path", ["q..r", "[0]", "a[b]", "a[=x]", ".a", "a.", "a b[", '"a', "a[1", ""])
def test_what_is_no_path_is_an_error_that_says_what_one_is(desk: Desk, path: str) -> None:
    with pytest.raises(ContentError, match=r"quiz.yaml:\d+: map.answer.*must be a path such as question"):
        desk.source(map={"question": "question", "answer": path})


def test_several_fields_are_one_text_without_those_that_hold_nothing(desk: Desk) -> None:
    records = [
        {"passage": "P", "question": "Q", "answer": 1},
        {"passage": None, "question": "Q", "answer": 2},
        {"passage": " ", "question": "Q", "answer": 3},
        {"passage": None, "question": None, "answer": 4},
    ]
    desk.write("data.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    rows, _ = desk.read(desk.source(map={"question": {"fields": ["passage", "question"]}, "answer": "answer"}))
    assert rows["question"].to_list() == ["P\n\nQ", "Q", "Q", None]
    spaced = {"question": {"fields": ["passage", "question", "answer"], "join": " "}, "answer": "answer"}
    assert desk.read(desk.source(map=spaced))[0]["question"].to_list() == ["P Q 1", "Q 2", "Q 3", "4"]


def test_several_fields_of_further_answers_are_items_without_those_that_hold_nothing(desk: Desk) -> None:
    desk.write("data.jsonl", '{"question": "Q", "answer": "A", "a": "x", "b": null, "c": 3}\n')
    rows, rejects = desk.read(desk.source(map={**OPEN, "accepted": {"fields": ["a", "b", "c"]}}))
    assert rows["accepted"].to_list() == [["x", "3"]]
    assert rejects.is_empty()


def test_options_in_columns_are_taken_up_to_the_last_that_holds_something(desk: Desk) -> None:
    records = [
        {"question": "Q", "a": "x", "b": "y", "c": None, "answer": "B"},
        {"question": "Q", "a": None, "b": None, "c": None, "answer": "B"},
        {"question": "Q", "a": "x", "b": None, "c": "z", "answer": "B"},
    ]
    desk.write("data.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    mapping = {**OPEN, "options": {"fields": ["a", "b", "c"]}}
    rows, rejects = desk.read(desk.source(form="mcq", map=mapping, broken={"rows": 1}))
    assert rows["options"].to_list() == [["x", "y"], None]
    assert rows["answer_text"].to_list() == ["y", None]
    assert rejects.select("row", "why").rows() == [(2, "an item of options is null")]


@pytest.mark.parametrize(
    ("parse", "said", "found"),
    [
        ("json", '{"gold": "x"}', "x"),
        ("python", "{'gold': 'x'}", "x"),
        ("json", {"gold": '"x"'}, "x"),
        ("json", " ", None),
        ("python", None, None),
        ("python", r"{'gold': '\d'}", r"\d"),
    ],
)
def test_a_text_that_is_a_value_is_taken_apart_on_the_way(desk: Desk, parse: str, said: Any, found: str | None) -> None:
    assert answer_of(desk, said, field="answer.gold", parse=parse) == found


@pytest.mark.parametrize(
    ("parse", "said", "why"),
    [
        ("json", "{", r"answer is no JSON: .*\(column \d+\)"),
        ("python", "['a", "answer is no Python literal"),
        ("python", "open('x')", "answer is no Python literal"),
        ("python", "(" * 300, "answer is no Python literal"),
    ],
)
def test_a_text_that_cannot_be_taken_apart_is_a_reject_with_its_reason(
    desk: Desk, parse: str, said: str, why: str
) -> None:
    with pytest.raises(SourceError, match=why):
        answer_of(desk, said, parse=parse)


@pytest.mark.parametrize("said", ["['a', \"it's\", 3]", '"[\'a\', \\"it\'s\\", 3]"', "('a', \"it's\", 3)"])
def test_a_python_list_of_answers_is_the_gold_and_what_is_accepted_too(desk: Desk, said: str) -> None:
    desk.write("data.jsonl", json.dumps({"question": "Q", "answer": said}) + "\n")
    rows, _ = desk.read(desk.source(map={"question": "question", "answer": {"field": "answer", "parse": "python"}}))
    assert rows.select("answer", "accepted").rows() == [("a", ["it's", "3"])]


def test_answers_of_a_list_are_accepted_once_before_those_of_a_field_of_their_own(desk: Desk) -> None:
    said = [
        {"question": "Q", "answer": ["a", "b", "a", "b"], "more": ["c"]},
        {"question": "Q", "answer": ["a"], "more": None},
        {"question": "Q", "answer": [], "more": ["c"]},
        {"question": "Q", "answer": [None, " ", "b"], "more": None},
    ]
    desk.write("data.jsonl", "".join(json.dumps(record) + "\n" for record in said))
    rows, _ = desk.read(desk.source(map={**OPEN, "accepted": "more"}))
    assert rows.select("answer", "accepted").rows() == [("a", ["b", "c"]), ("a", None), (None, ["c"]), ("b", None)]


@pytest.mark.parametrize(
    ("said", "found"), [("9 (apples)", "9"), ("9", "9"), (9, "9"), ("(apples)", None), (None, None)]
)
def test_only_what_a_pattern_finds_counts(desk: Desk, said: Any, found: str | None) -> None:
    assert answer_of(desk, said, match=r"^(\d+)\s*(?:\(|$)") == found


def test_marks_patterns_absent_values_and_defaults_come_in_this_order(desk: Desk) -> None:
    mapped = {"after": "=", "match": r"(\w+)", "absent": ["none"], "default": "fallback"}
    assert answer_of(desk, "x = y = 5!", **mapped) == "5"
    assert answer_of(desk, "x = none", **mapped) == "fallback"
    assert answer_of(desk, "x", **mapped) == "fallback"


def test_a_subject_may_stand_in_the_name_of_the_file(desk: Desk) -> None:
    for name in ("anatomy_test", "World History_dev", "other"):
        desk.write(f"data/{name}.jsonl", '{"question": "Q", "answer": "A"}\n')
    mapping = {**OPEN, "subject": {"file": r"/([^/]+)_(?:test|dev)\.jsonl$"}}
    rows, _ = desk.read(desk.source(map=mapping, read=desk.files("data/*.jsonl", "jsonl"), subject="Law"))
    assert dict(rows.select("source_file", "subject").rows()) == {
        "data/World History_dev.jsonl": "world_history",
        "data/anatomy_test.jsonl": "anatomy",
        "data/other.jsonl": "law",
    }


def test_a_pattern_that_finds_nothing_in_the_name_of_any_file_is_an_error_at_its_line(desk: Desk) -> None:
    desk.write("data.jsonl", '{"question": "Q", "answer": "A"}\n')
    source = desk.source(map={**OPEN, "subject": {"file": "(x+)_test"}})
    line = desk.place.read_text().split("\n").index("    file: (x+)_test") + 1
    with pytest.raises(ContentError, match=rf"^quiz.yaml:{line}: map.subject: finds nothing in the name of any file"):
        desk.read(source)


def test_the_subject_of_a_source_stands_where_a_row_has_none(desk: Desk) -> None:
    desk.write("data.jsonl", '{"question": "Q", "answer": "A", "s": "law"}\n{"question": "R", "answer": "A"}\n')
    rows, _ = desk.read(desk.source(map={**OPEN, "subject": "s"}, subject="Physics"))
    assert rows.select("subject", "domain").rows() == [("law", "humanities"), ("physics", "stem")]
    assert desk.read(desk.source(subject="Physics"))[0]["domain"].to_list() == ["stem", "stem"]


@pytest.mark.parametrize(
    ("mapped", "line", "said"),
    [
        ({"fields": ["question", "pasage"]}, "    - pasage", "no field 'pasage'. Did you mean 'passage'"),
        ({"field": "turns[role=me].text"}, "    field: turns[role=me].text", "There are: turns[role=you]"),
        ({"field": "turns[role=you].txt"}, "    field: turns[role=you].txt", "Did you mean 'turns[role=you].text'"),
        ({"field": "turns[].txt"}, "    field: turns[].txt", "Did you mean 'turns[].text'"),
    ],
)
def test_a_field_that_stands_nowhere_is_an_error_at_its_line_with_those_that_there_are(
    desk: Desk, mapped: dict[str, Any], line: str, said: str
) -> None:
    record = {"question": "Q", "passage": "P", "answer": "A", "turns": [{"role": "you", "text": "T"}]}
    desk.write("data.jsonl", json.dumps(record) + "\n")
    source = desk.source(map={"question": mapped, "answer": "answer"})
    number = desk.place.read_text().split("\n").index(line) + 1
    with pytest.raises(ContentError) as caught:
        desk.read(source)
    assert str(caught.value).startswith(f"quiz.yaml:{number}: map.question: stands in no record: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("mapped", "said"),
    [
        ({"field": "a", "value": 3}, "must have one of field, fields, value and file"),
        ({"field": "a", "join": " "}, "join stands only beside fields"),
        ({"value": "a", "parse": "json"}, "parse stands only beside field or fields"),
        ({"fields": []}, "fields: tuple should have at least 1 item"),
        ({"field": "a", "match": "x"}, "match: must have one group"),
        ({"field": "a", "match": "(x)(y)"}, "match: must have one group"),
        ({"field": "a", "match": "(x"}, "match: is no regular expression"),
        ({"file": "x"}, "file: must have one group"),
        ({"field": "a", "split": "lettered"}, "map.question.split"),
        ({"field": "a", "split": {"labels": "(x)(y)"}}, "must have one group at most"),
        ({"field": "a", "split": {"labels": "x*"}}, "must not match where nothing stands"),
        ({"field": "a", "unlabel": True}, "map.question.unlabel: only options have labels to take off"),
        ({"field": "a", "labels": "b"}, "map.question.labels: only options have labels"),
        ({"field": "a", "as": "letters"}, "map.question.as: only an answer is written"),
        ({"field": "a", "afer": "x"}, "there is no key 'afer'. Did you mean 'after'"),
    ],
)
def test_what_a_mapping_cannot_say_is_an_error_with_its_line(desk: Desk, mapped: dict[str, Any], said: str) -> None:
    with pytest.raises(ContentError) as caught:
        desk.source(map={"question": mapped, "answer": "answer"})
    assert str(caught.value).startswith("quiz.yaml:")
    assert said in str(caught.value)


def test_packed_options_have_their_labels_with_them(desk: Desk) -> None:
    options = {"field": "o", "split": "lettered_inline", "labels": "l"}
    with pytest.raises(ContentError, match="labels stand beside a list of options, not beside packed ones"):
        desk.source(form="mcq", map={**OPEN, "options": options})


def test_a_kind_of_map_that_does_not_exist_is_an_error_with_those_that_there_are(desk: Desk) -> None:
    with pytest.raises(ContentError, match=r"map.kind: there is no kind of map 'pyton'. Did you mean 'python'"):
        desk.source(map={**OPEN, "kind": "pyton"})
