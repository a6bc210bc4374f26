"""Parquet, by blocks of its row groups; and tables of Arrow as records, which the hub hands over too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import orjson
import polars as pl

from curate.errors import SourceError
from curate.stages.ingest.block import Block, Record, Told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_JSON: Final = "extension<arrow.json>"


def read_parquet(path: Path, told: Told) -> Iterator[Block]:
    """The records of a Parquet file, in blocks; only the columns that the mapping looks at are read.

    Raises:
        SourceError: If it is no Parquet, cut off, damaged, or lacks a column.
    """
    import pyarrow as pa  # noqa: PLC0415 - most builds read no Parquet
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    try:
        with cast("Any", pq.ParquetFile(path)) as file:
            present = list(file.schema_arrow.names)
            lacking(present, told)
            wanted = [column for column in present if column in told.columns]
            row = 0
            for batch in file.iter_batches(batch_size=told.block_rows, columns=wanted):
                yield Block(records_of(batch), list(range(row, row + batch.num_rows)))
                row += batch.num_rows
    except (OSError, cast("type[Exception]", pa.ArrowException)) as error:
        first = str(error).partition("\n")[0]
        raise SourceError(f"cannot be read as Parquet: {first}", place=told.shown) from error


def lacking(present: list[str], told: Told) -> None:
    """Make sure that the columns are there before anything is read.

    Raises:
        SourceError: If one is not; the error lists those that are.
    """
    missing = sorted(told.required.difference(present))
    if missing:
        there = ", ".join(sorted(present))
        raise SourceError(f"has no column {missing[0]!r}; there are: {there}", place=told.shown, field=missing[0])


def records_of(table: Any) -> list[Record]:
    """An Arrow table or batch as records of plain Python values."""
    if not table.num_columns:
        return [{} for _ in range(table.num_rows)]
    packed = {field.name: field.type for field in table.schema if _JSON in str(field.type)}
    if not packed:
        return cast("pl.DataFrame", pl.from_arrow(table)).rows(named=True)
    records: list[Record] = table.to_pylist()
    for record in records:
        record.update({name: _unpacked(record[name], kind) for name, kind in packed.items()})
    return records


def _unpacked(value: Any, kind: Any) -> Any:
    """A value whose keys differ from row to row: Arrow holds it as JSON, here or somewhere inside."""
    if isinstance(value, str) and str(kind) == _JSON:
        return orjson.loads(value)
    if isinstance(value, dict):
        return {name: _unpacked(inner, kind.field(name).type) for name, inner in cast("Record", value).items()}
    if isinstance(value, list):
        return [_unpacked(item, kind.value_type) for item in cast("list[Any]", value)]
    return value
