"""Parquet and Arrow, by blocks of their rows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from curate.errors import SourceError
from curate.stages.ingest.block import Block, Told
from curate.stages.ingest.files.encoding import check_is_no_other
from curate.stages.ingest.formats.arrow_records import records_of, without_damage

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from curate.stages.ingest.files.places import File


_PARQUET: Final = (b"PAR1", b"PARE")  # the latter encrypted
_BUFFER: Final = 1 << 16


def read_parquet(file: File, told: Told) -> Iterator[Block]:
    """The records of a Parquet file, in blocks; only the columns that the mapping looks at are read.

    Raises:
        SourceError: If it is no Parquet, cut off, damaged, or lacks a column.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - most builds read no Parquet

    with _as_source_error("Parquet", told), file.local() as path:
        _check_parquet(path, told)
        # A few pages at a time: row groups of a gigabyte are not rare. Reading ahead would keep all that was read until
        # the end: 400 MB of a file of 800, and no faster.
        with cast("Any", pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)) as opened:
            wanted = _wanted(list(opened.schema_arrow.names), told)
            yield from _blocks(opened.iter_batches(batch_size=told.block_rows, columns=wanted))


def rows_of_parquet(file: File) -> int:
    """How many records a Parquet file says it has.

    Raises:
        SourceError: If it is none.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    with _as_source_error("Parquet", Told(file.shown)), file.local() as path:
        return int(cast("Any", pq.read_metadata(path)).num_rows)


def read_arrow(file: File, told: Told) -> Iterator[Block]:
    """The records of a file of Arrow, which Feather is too, or of a stream of it.

    Raises:
        SourceError: If it is neither, cut off, damaged, or lacks a column.
    """
    import pyarrow as pa  # noqa: PLC0415 - most builds read no Arrow

    with _as_source_error("Arrow", told), file.local() as path:
        start = _start(path)
        if start.startswith(b"FEA1"):
            raise SourceError("is Feather of version 1", place=told.shown, hint="write it again, as version 2")
        with cast("Any", pa).memory_map(str(path)) as lies:
            yield from _blocks(_batches(lies, told, stream=not start.startswith(b"ARROW1")))


def _batches(lies: Any, told: Told, *, stream: bool) -> Iterator[Any]:
    """The batches of a file or stream, taken apart into such as fit into a block."""
    import pyarrow as pa  # noqa: PLC0415 - same

    ipc: Any = cast("Any", pa).ipc
    open_ = ipc.open_stream if stream else ipc.open_file
    present = list(open_(lies).schema.names)
    wanted = _wanted(present, told)
    lies.seek(0)
    opened = open_(lies, options=ipc.IpcReadOptions(included_fields=[present.index(name) for name in wanted]))
    every = opened if stream else (opened.get_batch(at) for at in range(opened.num_record_batches))
    for batch in every:
        for at in range(0, batch.num_rows, told.block_rows):
            yield batch.slice(at, told.block_rows)


def _blocks(batches: Iterator[Any]) -> Iterator[Block]:
    row = 0
    for batch in batches:
        whole, numbers, broken = without_damage(batch, row)
        yield Block(records_of(whole), numbers, broken=broken)
        row += batch.num_rows


def _wanted(present: list[str], told: Told) -> list[str]:
    lacking(present, told)
    wanted = [column for column in present if column in told.columns]
    twice = next((column for column in wanted if wanted.count(column) > 1), None)
    if twice is not None:
        raise SourceError(f"has two columns {twice!r}", place=told.shown, field=twice)
    return wanted


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64)


def _check_parquet(path: Path, told: Told) -> None:
    """Say what is wrong at the ends of a file, which the library does not.

    Raises:
        ValueError: If it does not begin or end as Parquet does.
        SourceError: If it begins as something else does.
    """
    start, size = _start(path), path.stat().st_size
    if not start.startswith(_PARQUET):
        check_is_no_other(start, told, "Parquet")
        raise ValueError(f"it begins with {start[:16]!r} (byte 0)")
    with path.open("rb") as file:
        file.seek(-4, 2)
        if file.read() not in _PARQUET:
            raise ValueError(f"it is cut off: its end is not that of a Parquet file (byte {size})")


@contextmanager
def _as_source_error(kind: str, told: Told) -> Generator[None]:
    """What the library raises, as one line."""
    import pyarrow as pa  # noqa: PLC0415 - same

    try:
        yield
    except (OSError, ValueError, OverflowError, cast("type[Exception]", pa.ArrowException)) as error:
        first = str(error).partition("\n")[0]
        raise SourceError(f"cannot be read as {kind}: {first}", place=told.shown) from error


def lacking(present: list[str], told: Told, *, hint: str | None = None) -> None:
    """Make sure that the columns are there before anything is read.

    Raises:
        SourceError: If one is not; the error lists those that are.
    """
    missing = sorted(told.required.difference(present))
    if missing:
        there = ", ".join(name if name and name == name.strip() else repr(name) for name in sorted(set(present)))
        what = f"has no column {missing[0]!r}; there are: {there}"
        raise SourceError(what, place=told.shown, field=missing[0], hint=hint)
