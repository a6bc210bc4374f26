"""A function may make rows of records, where paths do not reach; and what it does wrong is told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from curate.errors import ContentError, SourceError
from curate.stages.ingest.examples import run_examples
from curate.stages.ingest.stage import identity

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

MODULE = """
def quiz(record):
    if record["kind"] == "essay":
        raise ValueError("an essay has no short answer")
    if record["kind"] == "bad":
        return {"question": 1 / 0}
    if record["kind"] == "odd":
        return {"question": "Q", "anser": "A"}
    if record["kind"] == "none":
        return None
    left, right = record["text"].split("|")
    return {"question": left, "options": ("x", "y"), "answer": right, "subject": sorted(record)[0]}

nothing = 3
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "code"
    place.mkdir()
    monkeypatch.syspath_prepend(str(place))
    monkeypatch.delitem(sys.modules, "quiz_shapes", raising=False)
    path = place / "quiz_shapes.py"
    path.write_text(MODULE)
    return path


def mapped(function: str = "quiz_shapes:quiz", **changes: Any) -> dict[str, Any]:
    return {"kind": "python", "function": function, "columns": ["text", "kind"], **changes}


@pytest.mark.usefixtures("module")
def test_a_function_makes_rows_and_refuses_records_by_its_words(desk: Desk) -> None:
    desk.write(
        "data.jsonl",
        '{"text": "Q|b", "kind": "", "aaa": 1}\n{"text": "", "kind": "essay"}\n{"text": "R|a", "kind": ""}\n',
    )
    rows, rejects = desk.read(desk.source(form="mcq", map=mapped(), broken={"rows": 1}))
    columns = ("question", "options", "answer", "answer_text", "subject", "source_row")
    assert rows.select(columns).rows() == [
        ("Q", ["x", "y"], "B", "y", "kind", 0),
        ("R", ["x", "y"], "A", "x", "kind", 2),
    ]
    assert rejects.select("row", "why").rows() == [(1, "an essay has no short answer")]


@pytest.mark.usefixtures("module")
def test_a_function_is_given_the_named_columns_of_a_table_too(desk: Desk) -> None:
    import polars as pl  # noqa: PLC0415 - here alone

    pl.DataFrame({"text": ["Q|1"], "kind": [""], "aaa": [1]}).write_parquet(desk.folder / "data.parquet")
    source = desk.source(form="mcq", map=mapped(**{"as": "index0"}), read=desk.files("data.parquet", "parquet"))
    rows, _ = desk.read(source)
    assert rows.select("answer", "answer_text", "subject").rows() == [("B", "y", "kind")]


@pytest.mark.usefixtures("module")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("bad", "quiz_shapes:quiz fails at record 1: ZeroDivisionError: division by zero"),
        ("odd", "quiz_shapes:quiz, record 1: there is no column 'anser'. Did you mean 'answer'?"),
        ("none", "quiz_shapes:quiz gives NoneType for record 1, not a mapping with question"),
    ],
)
def test_a_fault_of_the_function_ends_the_reading_with_its_record(desk: Desk, kind: str, said: str) -> None:
    desk.write("data.jsonl", f'{{"text": "Q|a", "kind": ""}}\n{{"text": "Q|a", "kind": "{kind}"}}\n')
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(form="mcq", map=mapped()))
    assert str(caught.value).startswith(f"data.jsonl: map: {said}")


@pytest.mark.usefixtures("module")
@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("quiz_shapez:quiz", "cannot import quiz_shapez: ModuleNotFoundError"),
        ("quiz_shapes:quzi", "in quiz_shapes, there is no function 'quzi'. Did you mean 'quiz'?"),
        ("quiz_shapes:nothing", "in quiz_shapes, nothing is no function"),
    ],
)
def test_a_function_that_is_not_there_is_an_error_at_its_line(desk: Desk, function: str, said: str) -> None:
    desk.write("data.jsonl", '{"text": "Q|a", "kind": ""}\n')
    source = desk.source(form="mcq", map=mapped(function))
    line = desk.place.read_text().split("\n").index(f"  function: {function}") + 1
    with pytest.raises(ContentError) as caught:
        desk.read(source)
    assert str(caught.value).startswith(f"quiz.yaml:{line}: map.function: {said}")
    assert [str(error) for error in run_examples(source, desk.place)] == [str(caught.value)]


def test_a_module_that_fails_to_import_is_an_error_and_no_traceback(desk: Desk, module: Path) -> None:
    module.write_text("raise RuntimeError('not today')")
    desk.write("data.jsonl", '{"text": "Q|a", "kind": ""}\n')
    with pytest.raises(ContentError, match="cannot import quiz_shapes: RuntimeError: not today"):
        desk.read(desk.source(form="mcq", map=mapped()))


@pytest.mark.usefixtures("module")
def test_a_column_that_no_record_has_is_an_error_at_its_line(desk: Desk) -> None:
    desk.write("data.jsonl", '{"text": "Q|a", "kind": ""}\n')
    source = desk.source(form="mcq", map=mapped(columns=["text", "kind", "knd"]))
    line = desk.place.read_text().split("\n").index("  - knd") + 1
    with pytest.raises(ContentError, match=rf"quiz.yaml:{line}: map.columns: stands in no record: .*'kind'"):
        desk.read(source)


def test_rows_hang_on_the_content_of_the_functions_file(desk: Desk, module: Path) -> None:
    desk.write("data.jsonl", '{"text": "Q|a", "kind": ""}\n')
    source = desk.source(form="mcq", map=mapped())
    first = identity(source, "files", base=desk.folder)
    assert set(first) == {"data.jsonl", "quiz_shapes:quiz"}
    module.write_text(MODULE + "\n# another thought\n")
    second = identity(source, "files", base=desk.folder)
    assert first["data.jsonl"] == second["data.jsonl"]
    assert first["quiz_shapes:quiz"] != second["quiz_shapes:quiz"]


def test_a_source_without_a_function_hangs_on_no_code(desk: Desk) -> None:
    assert desk.source().code() == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"function": "quiz_shapes.quiz"}, "map.function: must match pattern"),
        ({"function": None}, "map.function: must be text"),
        ({"columns": []}, "map.columns"),
        ({"question": "q"}, "map.question: there is no key 'question'"),
    ],
)
def test_what_a_mapping_by_function_cannot_say_is_an_error(desk: Desk, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ContentError, match=said):
        desk.source(form="mcq", map=mapped(**changes))


@pytest.mark.usefixtures("module")
def test_an_example_whose_function_fails_is_an_error_at_its_line(desk: Desk) -> None:
    examples = [{"record": {"text": "Q|a", "kind": "bad"}, "row": {}}]
    (error,) = run_examples(desk.source(form="mcq", map=mapped(), examples=examples), desk.place)
    assert "examples.0.record: quiz_shapes:quiz fails at record 0: ZeroDivisionError" in str(error)
