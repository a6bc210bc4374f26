"""Write a Parquet file a table at a time, whole or not at all, and with the same bytes each time.

Nothing in the file depends on when, where or in how large pieces it was written: row groups have a fixed size however
the tables come, and there is no time stamp. The writer's own version does stand in it (`created_by`), so the bytes are
the same for the same pyarrow.
"""

# pyright: reportUnknownVariableType=false, reportUnknownParameterType=false, reportUnknownArgumentType=false
# pyarrow is compiled and publishes no types: whatever comes from it is unknown to a checker.

from __future__ import annotations

import os
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from curate.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from curate.row import Columns

ROWS_A_GROUP: Final = 10_000
"""Small enough to hold a group in memory anywhere, large enough to compress well."""


def write_parquet(tables: Iterable[Any], path: Path) -> int:
    """Write Arrow tables of one schema, one after the other, and return how many rows that were.

    The file appears under its name only once it is complete and on the disk; until then it is `.NAME.part` beside it.

    Raises:
        StoreError: If the disk does not let us.
        ValueError: If there is no table at all (then there is no schema either), or their schemas differ.
    """
    pieces = iter(tables)
    first = next(pieces, None)
    if first is None:
        raise ValueError("at least one table is needed, be it empty: it says which columns there are")
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            rows = _write(_groups(first, pieces), first.schema, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _settle(path.parent)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", place=path) from error
    finally:
        with suppress(OSError):  # it is gone when all went well, and when not, that error is the one to tell
            unfinished.unlink()
    return rows


def write_frames(frames: Iterable[pl.DataFrame], schema: Columns, path: Path) -> int:
    """The same for frames that all have these columns; none at all makes a file without rows."""
    empty = pl.DataFrame(schema=dict(schema))
    return write_parquet((frame.to_arrow() for frame in chain([empty], frames)), path)


def _write(groups: Iterator[pa.Table], schema: pa.Schema, file: BinaryIO) -> int:
    rows = 0
    with pq.ParquetWriter(
        file,
        schema,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        data_page_version="1.0",
        store_schema=True,
    ) as writer:
        for group in groups:
            writer.write_table(group, row_group_size=ROWS_A_GROUP)
            rows += group.num_rows
    return rows


def _groups(first: pa.Table, others: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in groups of one size, each in one piece."""
    waiting = first.slice(0, 0)
    for table in chain([first], others):
        waiting = pa.concat_tables([waiting, table])
        while waiting.num_rows >= ROWS_A_GROUP:
            yield waiting.slice(0, ROWS_A_GROUP).combine_chunks()
            waiting = waiting.slice(ROWS_A_GROUP)
    if waiting.num_rows:
        yield waiting.combine_chunks()


def _settle(folder: Path) -> None:
    """A rename is only certain once the folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
