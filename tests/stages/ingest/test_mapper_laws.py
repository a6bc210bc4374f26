"""Rows hang on what records say, not on the way in which they came; and ids are those of `curate.row.row_id`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.row import ROW, row_id
from curate.stages.ingest.rows.frame import row_ids
from curate.stages.ingest.table import Table, column_of

if TYPE_CHECKING:
    from conftest import Desk

TEXT = st.none() | st.text(max_size=6)
OPTIONS = st.none() | st.lists(st.text(max_size=4), max_size=4)
ROWS = st.lists(st.tuples(TEXT, OPTIONS, TEXT), max_size=8)


@settings(deadline=None)
@given(st.text(max_size=3), ROWS)
def test_ids_of_a_block_are_those_of_its_rows(source: str, rows: list[tuple[Any, Any, Any]]) -> None:
    questions, options, answers = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    assert row_ids(source, questions, options, answers) == [row_id(source, *row) for row in rows]


RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "question": TEXT,
            "choices": st.none() | st.lists(st.sampled_from(["iron", " neon", "gold ", "A", ""]), max_size=4),
            "meta": st.fixed_dictionaries({"answer": st.sampled_from(["A", "b", "C.", "iron", "9", "", None])}),
            "number": st.none() | st.integers(-3, 10**6),
        }
    ),
    min_size=1,
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(RECORDS)
def test_a_table_and_lines_of_the_same_records_give_the_same_rows(desk: Desk, records: list[dict[str, Any]]) -> None:
    mapping = {"question": "question", "options": "choices", "answer": "meta.answer", "subject": "number"}
    types = {
        "question": pl.String,
        "choices": pl.List(pl.String),
        "meta": pl.Struct({"answer": pl.String}),
        "number": pl.Int64,
    }
    pl.DataFrame(records, schema=types).write_parquet(desk.folder / "data.parquet")
    desk.write("data.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    lines, table = (
        desk.read(desk.source(form="mcq", map=mapping, read=desk.files(f"data.{kind}", kind)))[0]
        for kind in ("jsonl", "parquet")
    )
    facts = ("source_file", "revision")
    assert lines.drop(facts).equals(table.drop(facts))
    assert lines.schema == pl.Schema(ROW)


def test_a_column_that_a_table_lacks_is_not_there_and_one_of_nulls_is() -> None:
    table = Table(pl.DataFrame({"a": [None, None]}))
    assert column_of(table, "a", look=True) == ([None, None], True)
    assert column_of(table, "b", look=True) == ([None, None], False)


def test_columns_that_only_synthesis_fills_are_null(desk: Desk) -> None:
    desk.write("data.jsonl", '{"question": "Q", "answer": "A"}\n' * 4_500)
    rows, _ = desk.read(desk.source(), shard_rows=1_000)
    assert rows.height == 4_500
    filled = {name for name in rows.columns if rows[name].null_count() < rows.height}
    assert not filled & {"document", "maker", "votes", "agreement", "evidence", "options_alike", "key_agrees"}


def test_each_file_of_a_source_is_named_in_its_own_rows(desk: Desk) -> None:
    for name, rows in (("a", 3), ("b", 2), ("c", 4)):
        desk.write(f"{name}.jsonl", '{"question": "Q", "answer": "A"}\n' * rows)
    rows, _ = desk.read(desk.source(read=desk.files("?.jsonl", "jsonl")))
    assert rows["source_file"].to_list() == ["a.jsonl"] * 3 + ["b.jsonl"] * 2 + ["c.jsonl"] * 4
    assert rows["revision"].n_unique() == 3
