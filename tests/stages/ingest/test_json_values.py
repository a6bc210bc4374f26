"""What programs write as JSON is read as they mean it, whichever parser is the faster one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.stages.ingest.formats.json_value import holds_half, may_be_rounded, value_of

if TYPE_CHECKING:
    from conftest import Desk


def read(desk: Desk, kind: str, *lines: str, **more: Any) -> tuple[list[Any], list[Any]]:
    content = "".join(f"{line}\n" for line in lines) if kind == "jsonl" else f"[{','.join(lines)}]"
    desk.write(f"data.{kind}", content)
    source = desk.source(read=desk.files(f"data.{kind}", kind, **more), broken={"share": 1})
    rows, rejects = desk.read(source)
    return rows.select("question", "answer").rows(), rejects.select("row", "why").rows()


@pytest.mark.parametrize("kind", ["jsonl", "json"])
def test_what_python_writes_for_no_number_spoils_no_record(desk: Desk, kind: str) -> None:
    smile = '"question": "\\ud83d\\ude00"'
    lines = [f'{{{smile}, "answer": {n}, "score": {score}}}' for n, score in enumerate(["NaN", "-Infinity", "1e999"])]
    rows, rejects = read(desk, kind, *lines, '{"question": "Q", "answer": NaN}')
    assert rows == [("😀", "0"), ("😀", "1"), ("😀", "2"), ("Q", None)]
    assert not rejects


@pytest.mark.parametrize("kind", ["jsonl", "json"])
def test_a_whole_number_of_any_length_keeps_its_digits(desk: Desk, kind: str) -> None:
    numbers = [-(2**63) - 1, -(2**63), 2**64 - 1, 2**64, 10**60 + 1]
    rows, rejects = read(desk, kind, *(f'{{"question": "Q", "answer": {number}}}' for number in numbers))
    assert [answer for _, answer in rows] == list(map(str, numbers))
    assert not rejects


@pytest.mark.parametrize("kind", ["jsonl", "json"])
def test_a_reject_with_a_number_past_64_bits_is_kept_as_it_stands(desk: Desk, kind: str) -> None:
    rows, rejects = read(desk, kind, '{"question": "Q", "answer": 1}', f'{{"question": [1], "answer": {10**30}}}')
    assert rows == [("Q", "1")]
    assert rejects == [(1, "question is a list, not a text")]


@pytest.mark.parametrize("beside", ["1", "NaN", str(10**30)])
@pytest.mark.parametrize("kind", ["jsonl", "json"])
def test_half_a_character_is_a_reject_whatever_stands_beside_it(desk: Desk, kind: str, beside: str) -> None:
    half = f'{{"question": "Q \\ud800", "answer": {beside}}}'
    rows, rejects = read(desk, kind, half, '{"question": "Q", "answer": 1}')
    assert rows == [("Q", "1")]
    assert [row for row, _ in rejects] == [0]


def test_files_put_one_after_the_other_keep_the_mark_of_each(desk: Desk) -> None:
    line = '\ufeff{"question": "Q", "answer": 1}'
    rows, rejects = read(desk, "jsonl", line, line, line)
    assert len(rows) == 3
    assert not rejects


def test_lines_in_another_encoding_keep_their_digits_too(desk: Desk) -> None:
    line = f'{{"question": "é", "answer": {10**30}}}\n'
    desk.write("data.jsonl", line.encode("cp1252"))
    rows, _ = desk.read(desk.source(read=desk.files("data.jsonl", "jsonl", fallback="cp1252")))
    assert rows.select("question", "answer").rows() == [("é", str(10**30))]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_a_value_is_the_same_after_writing_and_reading(value: object) -> None:
    text = json.dumps(value)
    assert value_of(text) == json.loads(text)
    assert not holds_half(value, text)


@given(st.integers())
def test_no_number_that_is_rounded_is_taken_for_short(number: int) -> None:
    if not -(2**63) <= number < 2**64:
        assert may_be_rounded([b"1", f'{{"a": {number}}}'.encode()])
