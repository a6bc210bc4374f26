"""The columns that veRL reads: exactly as pinned, and a file that differs says in what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from verl_adapter.columns import RESERVED, ROWS_AT_ONCE, SCHEMA, ColumnsError, check_parquet, to_verl

if TYPE_CHECKING:
    from pathlib import Path

Rows = Any  # the builder of conftest.py


def test_the_columns_and_their_types_are_pinned() -> None:
    written = {field.name: str(field.type) for field in SCHEMA}
    assert written == {
        "data_source": "string",
        "prompt": "list<item: struct<role: string, content: string>>",
        "ability": "string",
        "reward_model": "struct<style: string, ground_truth: string>",
        "extra_info": (
            "struct<index: int64, id: string, answer_type: string, tolerance: double, f1_at_least: double, "
            "options: list<item: string>, accepted: list<item: string>, answer_text: string, pass_rate: double, "
            "form: string, template: string, source: string, group: string, origin: string, subject: string, "
            "domain: string, parent: string, licence: string, revision: string, split: string, epoch: int32>"
        ),
    }
    assert not RESERVED & set(SCHEMA.names)


def test_a_multiple_choice_row_is_trained_on_by_its_letter(rows: Rows) -> None:
    table = to_verl(rows(2, epoch=1, pass_rate=0.25, subject="physics"), "train", 40)
    assert table.schema.equals(SCHEMA)
    second = table.to_pylist()[1]
    assert second["data_source"] == "curate/mmlu_train"
    assert second["prompt"] == [{"role": "system", "content": "Think."}, {"role": "user", "content": "What is 1?"}]
    assert second["ability"] == "stem"
    assert second["reward_model"] == {"style": "rule", "ground_truth": "B"}
    extra = {name: value for name, value in second["extra_info"].items() if value is not None}
    assert extra == {
        "index": 41,
        "id": "mmlu_train-1",
        "answer_type": "choice",
        "options": ["two plus 1", "three", "none of them"],
        "accepted": ["3"],
        "answer_text": "three",
        "pass_rate": 0.25,
        "form": "mcq",
        "source": "mmlu_train",
        "subject": "physics",
        "domain": "stem",
        "split": "train",
        "epoch": 1,
    }


def test_an_open_row_is_trained_on_by_its_answer_as_text(rows: Rows) -> None:
    row = to_verl(rows(3, form="open", domain=None, epoch=0), "val", 0).to_pylist()[2]
    assert row["reward_model"]["ground_truth"] == "2"
    assert row["extra_info"]["options"] is None
    assert row["ability"] == "mixed"
    assert row["extra_info"]["split"] == "val"


def test_no_row_is_lost_or_moved_where_pieces_meet(rows: Rows) -> None:
    count = ROWS_AT_ONCE + 3
    table = to_verl(rows(count, epoch=0), "train", 5)
    assert table.num_rows == count
    extra = table.column("extra_info").combine_chunks()
    assert extra.field("index").to_pylist() == list(range(5, count + 5))
    assert extra.field("id")[count - 1].as_py() == f"mmlu_train-{count - 1}"


def test_no_rows_are_an_empty_table_of_the_schema(rows: Rows) -> None:
    table = to_verl(rows(0), "val", 0)
    assert (table.num_rows, table.schema.equals(SCHEMA)) == (0, True)


@pytest.mark.verl
def test_no_source_falls_to_a_scorer_of_verl_by_its_name(rows: Rows) -> None:
    reward_score = pytest.importorskip("verl.utils.reward_score", reason="verl is not installed")
    for source in ("math", "apps", "aime2024", "openai/gsm8k", "numina_cn_k12"):
        name = to_verl(rows(1, source=source, epoch=0), "train", 0).column("data_source")[0].as_py()
        with pytest.raises(NotImplementedError):
            reward_score.default_compute_score(name, "42", "42")


@pytest.mark.parametrize("column", ["source", "prompt", "answer"])
def test_a_row_that_cannot_be_trained_on_is_named(rows: Rows, column: str) -> None:
    both = pl.concat([rows(1, epoch=0), rows(1, source="bad", epoch=0).with_columns(pl.lit(None).alias(column))])
    with pytest.raises(ColumnsError, match=f"1 rows have no {column}, the first of them bad-0"):
        to_verl(both, "train", 0)


def test_columns_that_are_missing_are_all_named(rows: Rows) -> None:
    with pytest.raises(ColumnsError, match="the rows lack the columns answer, epoch, licence"):
        to_verl(rows(1).drop("epoch", "answer", "licence"), "train", 0)


def test_a_file_as_pinned_passes(rows: Rows, tmp_path: Path) -> None:
    pq.write_table(to_verl(rows(5, epoch=0), "train", 0), tmp_path / "train.parquet")
    check_parquet(tmp_path / "train.parquet")


def test_all_that_is_wrong_with_a_file_is_said_in_one_go(rows: Rows, tmp_path: Path) -> None:
    path = tmp_path / "train.parquet"
    table = to_verl(rows(2, epoch=0), "train", 0)
    reward = pa.StructArray.from_arrays(
        [pa.array(["rule"] * 2, pa.large_string()), pa.array([1, 2])], ["style", "gold"]
    )
    changed = table.drop_columns(["ability"]).append_column("uid", pa.array(["a", "b"]))
    pq.write_table(changed.set_column(2, "reward_model", reward).append_column("mine", pa.array([1, 2])), path)
    with pytest.raises(ColumnsError) as raised:
        check_parquet(path)
    assert str(raised.value).splitlines() == [
        f"{path}: ability is missing",
        f"{path}: reward_model.style is large_string, and must be string",
        f"{path}: reward_model.ground_truth is missing",
        f"{path}: reward_model.gold must not be there",
        f"{path}: uid must not be there, and veRL keeps that name to itself",
        f"{path}: mine must not be there",
    ]
    assert isinstance(raised.value, ValueError)


def test_a_file_that_polars_wrote_itself_does_not_pass(rows: Rows, tmp_path: Path) -> None:
    frame = pl.from_arrow(to_verl(rows(2, epoch=0), "train", 0))
    assert isinstance(frame, pl.DataFrame)
    frame.write_parquet(tmp_path / "train.parquet")
    with pytest.raises(ColumnsError, match="data_source is large_string, and must be string"):
        check_parquet(tmp_path / "train.parquet")


def test_columns_in_another_order_do_not_pass(rows: Rows, tmp_path: Path) -> None:
    table = to_verl(rows(2, epoch=0), "train", 0)
    pq.write_table(table.select(list(reversed(table.column_names))), tmp_path / "train.parquet")
    with pytest.raises(ColumnsError, match="the columns: the order is extra_info, reward_model"):
        check_parquet(tmp_path / "train.parquet")


def test_a_file_without_rows_or_gold_does_not_pass(rows: Rows, tmp_path: Path) -> None:
    path = tmp_path / "train.parquet"
    pq.write_table(SCHEMA.empty_table(), path)
    with pytest.raises(ColumnsError, match="has no rows"):
        check_parquet(path)
    row = to_verl(rows(1, epoch=0), "train", 0).to_pylist()[0]
    row["reward_model"]["ground_truth"] = None
    pq.write_table(pa.Table.from_pylist([row], schema=SCHEMA), path)
    with pytest.raises(ColumnsError, match=r"reward_model\.ground_truth is missing in 1 rows"):
        check_parquet(path)


def test_a_file_that_is_no_parquet_says_so(tmp_path: Path) -> None:
    (tmp_path / "train.parquet").write_bytes(b"no parquet at all")
    with pytest.raises(ColumnsError, match="is no Parquet file that can be read"):
        check_parquet(tmp_path / "train.parquet")
