"""Parquet: the same bytes however the rows come, and a whole file or none."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.errors import StoreError
from curate.stages.blend.write import ROWS_A_GROUP, write_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = 2 * ROWS_A_GROUP + 77
TABLE = pa.table({"n": pa.array(range(ROWS), pa.int64()), "text": [f"row {number % 50}" for number in range(ROWS)]})


@settings(max_examples=15)
@given(st.lists(st.integers(0, ROWS), max_size=5))
def test_the_bytes_do_not_depend_on_the_pieces(tmp_path_factory: pytest.TempPathFactory, cuts: list[int]) -> None:
    folder = tmp_path_factory.mktemp("written")
    edges = [0, *sorted(cuts), ROWS]
    pieces = [TABLE.slice(start, end - start) for start, end in pairwise(edges)]
    assert write_parquet([TABLE], folder / "whole.parquet") == ROWS
    assert write_parquet(pieces, folder / "pieces.parquet") == ROWS
    assert (folder / "whole.parquet").read_bytes() == (folder / "pieces.parquet").read_bytes()


def test_what_was_written_is_read_back_in_groups_of_one_size(tmp_path: Path) -> None:
    path = tmp_path / "train.parquet"
    write_parquet([TABLE], path)
    footer = pq.read_metadata(path)
    groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
    assert [group.num_rows for group in groups] == [ROWS_A_GROUP, ROWS_A_GROUP, 77]
    assert groups[0].column(0).compression == "ZSTD"
    assert pq.read_table(path).equals(TABLE)
    assert pq.read_schema(path) == TABLE.schema


def test_tables_without_rows_still_have_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "empty.parquet"
    assert write_parquet([TABLE.schema.empty_table()], path) == 0
    assert pq.read_table(path).equals(TABLE.schema.empty_table())


def test_an_end_in_the_middle_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> Iterator[pa.Table]:
        yield TABLE
        raise RuntimeError("the rows end here")

    path = tmp_path / "train.parquet"
    path.write_bytes(b"before")
    with pytest.raises(RuntimeError, match="the rows end here"):
        write_parquet(broken(), path)
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["train.parquet"]


def test_tables_of_two_schemas_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Schema"):
        write_parquet([TABLE, TABLE.select(["n"])], tmp_path / "train.parquet")
    with pytest.raises(ValueError, match="at least one table"):
        write_parquet([], tmp_path / "train.parquet")
    assert not list(tmp_path.iterdir())


def test_a_disk_that_refuses_is_told_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"train\.parquet: cannot be written: No such file or directory"):
        write_parquet([TABLE], tmp_path / "missing" / "train.parquet")
