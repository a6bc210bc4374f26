"""Whatever types a column of Parquet or Arrow has, its values come as a person would write them, or are rejects."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from curate.errors import SourceError

if TYPE_CHECKING:
    from conftest import Desk

TEXT = pa.string()
MOMENT = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def kept_as(kind: str, desk: Desk, answers: Any, **more: Any) -> None:
    table = pa.table({"question": [f"Q{at}" for at in range(len(answers))], "answer": answers, **more})
    path = desk.folder / f"data.{kind}"
    if kind == "parquet":
        pq.write_table(table, path)
    else:
        with pa.ipc.new_file(path, table.schema) as file:
            file.write_table(table)


def answers_of(desk: Desk, kind: str, path: Any = "answer") -> list[str | None]:
    given = desk.source(read=desk.files(f"data.{kind}", kind), map={"question": "question", "answer": path})
    rows, rejects = desk.read(given)
    assert not rejects.height
    return rows["answer"].to_list()


@pytest.mark.parametrize(
    ("kind", "column", "said"),
    [
        ("parquet", pa.array(["a", None]).dictionary_encode(), ["a", None]),
        ("parquet", pa.array(["a", "b"], pa.large_string()), ["a", "b"]),
        ("parquet", pa.array(["a", "b"], pa.string_view()), ["a", "b"]),
        ("parquet", pa.array([["a", "b"], ["c"]], pa.list_view(TEXT)), ["a", "c"]),
        ("parquet", pa.array([["a"], None], pa.large_list(TEXT)), ["a", None]),
        ("parquet", pa.array([Decimal("12.50"), None], pa.decimal128(10, 2)), ["12.50", None]),
        ("parquet", pa.array([Decimal("12.50")], pa.decimal256(60, 2)), ["12.50"]),
        ("parquet", pa.array([date(2020, 1, 2), None], pa.date32()), ["2020-01-02", None]),
        ("parquet", pa.array([MOMENT], pa.timestamp("us")), ["2020-01-02T03:04:05"]),
        ("parquet", pa.array([MOMENT], pa.timestamp("ms", "+05:30")), ["2020-01-02T08:34:05+05:30"]),
        ("parquet", pa.array([time(3, 4)], pa.time64("us")), ["03:04:00"]),
        ("parquet", pa.array([[date(2020, 1, 2)]], pa.list_(pa.date32())), ["2020-01-02"]),
        ("parquet", pa.array([0.1, 2.0, math.nan], pa.float32()), ["0.1", "2", None]),
        ("parquet", pa.array([1.5], pa.float32()).cast(pa.float16()), ["1.5"]),
        ("parquet", pa.array([2**64 - 1], pa.uint64()), [str(2**64 - 1)]),
        ("parquet", pa.nulls(2), [None, None]),
        ("arrow", pa.RunEndEncodedArray.from_arrays([2, 3], pa.array(["a", "b"])), ["a", "a", "b"]),
        (
            "arrow",
            pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array(["a", "b"]), pa.array([1, 2])]),
            ["a", "2"],
        ),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)
def test_values_of_any_type_are_what_they_stand_for(desk: Desk, kind: str, column: Any, said: list[str | None]) -> None:
    kept_as(kind, desk, column)
    assert answers_of(desk, kind) == said


def test_keys_of_a_map_are_names_beside_types_that_need_care(desk: Desk) -> None:
    kept_as("parquet", desk, pa.array([[("k", 0.1)], [("k", 0.7)]], pa.map_(TEXT, pa.float32())))
    assert answers_of(desk, "parquet", "answer.k") == ["0.1", "0.7"]


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_a_text_that_is_no_utf8_costs_its_row_and_no_other(desk: Desk, kind: str) -> None:
    damaged = pa.Array.from_buffers(TEXT, 3, pa.array([b"a", b"\xff\xfe", b"c"], pa.binary()).buffers())
    kept_as(kind, desk, damaged, tags=pa.ListArray.from_arrays([0, 1, 2, 3], damaged))
    given = desk.source(read=desk.files(f"data.{kind}", kind), broken={"rows": 1})
    rows, rejects = desk.read(given)
    assert rows.select("source_row", "answer").rows() == [(0, "a"), (2, "c")]
    assert rejects.select("row", "why").rows() == [(1, "holds a text that is not UTF-8")]


def test_a_date_past_the_calendar_is_one_line(desk: Desk) -> None:
    kept_as("parquet", desk, pa.array([2**43], pa.int64()).cast(pa.timestamp("s")))
    with pytest.raises(SourceError, match=r"data\.parquet: cannot be read as Parquet: \S"):
        answers_of(desk, "parquet")


def test_two_columns_of_one_name_are_an_error_only_where_it_is_asked_for(desk: Desk) -> None:
    columns = [pa.array(["a"]), pa.array(["b"]), pa.array(["c"])]
    pq.write_table(pa.table(columns, names=["question", "answer", "answer"]), desk.folder / "data.parquet")
    with pytest.raises(SourceError, match=r"data\.parquet: answer: has two columns 'answer'"):
        answers_of(desk, "parquet")
    pq.write_table(
        pa.table([*columns, columns[0]], names=["question", "answer", "x", "x"]), desk.folder / "data.parquet"
    )
    assert answers_of(desk, "parquet") == ["b"]
