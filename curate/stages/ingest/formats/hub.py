"""Data sets of the hub, streamed; and folders that are laid out like one, or were written by `save_to_disk`.

Nothing is downloaded whole: `datasets` hands over tables of Arrow a block at a time.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import xxhash

from curate.content import shown
from curate.errors import SourceError
from curate.stages.ingest.block import Block, Told
from curate.stages.ingest.files.places import inside
from curate.stages.ingest.formats.arrow_records import records_of
from curate.stages.ingest.formats.columnar import lacking
from curate.stages.ingest.formats.json_value import value_of
from curate.stages.ingest.formats.jsonl import take_line
from curate.stages.ingest.formats.saved import is_saved, saved_blocks
from curate.stages.ingest.reading import FILES_UNDER_PATHS, FOLDER_STARTS, looks_like_files

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from curate.stages.ingest.reading import HubReading

UNPINNED: Final = "unpinned"
"""The revision of a data set that names no commit, where the newest commit cannot be asked for."""

_PATIENCE: Final = 10.0  # seconds for the hub to say which commit is the newest
_LINES: Final = re.compile(r"\.jsonl(?:\.\w+)?$")


class Part(NamedTuple):
    """One config and split of a data set, as rows name it, and its blocks."""

    written: str
    blocks: Iterator[Block]


def revision_of(reading: HubReading, base: Path) -> str:
    """The commit that will be read, a hash over a folder's files, or `UNPINNED`.

    Raises:
        SourceError: If the path is meant as a folder and is none, or a file in it cannot be read.
    """
    folder = folder_of(reading, base)
    if folder is not None:
        digest = xxhash.xxh3_128()
        for file in inside(folder):
            digest.update(f"{file.written} {file.revision()}\n".encode())
        return digest.hexdigest()
    if reading.revision is not None:
        return reading.revision
    try:
        return _newest(reading.path, None)
    except SourceError:
        return UNPINNED


def parts(reading: HubReading, base: Path, told: Told, revision: str) -> Iterator[Part]:
    """Every config in turn.

    Raises:
        SourceError: If the hub cannot be reached, knows no such data set, config or split, or breaks off.
    """
    folder = folder_of(reading, base)
    if folder is not None and is_saved(folder):
        written = f"{reading.path}:{reading.split}"
        yield Part(written, saved_blocks(folder, reading, replace(told, shown=written)))
        return
    if folder is None:
        _newest(reading.path, None if revision == UNPINNED else revision)
    for config in reading.configs or (reading.config,):
        written = ":".join(part for part in (reading.path, config, *reading.data_files, reading.split) if part)
        about = replace(told, shown=written)
        if reading.data_files and all(map(_LINES.search, reading.data_files)):
            yield Part(written, _lines(_files(reading, folder, revision), about))
            continue
        asked: dict[str, Any] = {"path": reading.path if folder is None else str(folder), "name": config}
        asked["split"] = reading.split
        if folder is None and revision != UNPINNED:
            asked["revision"] = revision
        if reading.data_files:
            asked["data_files"] = {reading.split: list(reading.data_files)}
        yield Part(written, _blocks(asked, about))


def _files(reading: HubReading, folder: Path | None, revision: str) -> list[str]:
    """Where the named files of a data set are, as `datasets` writes it."""
    at = "" if revision == UNPINNED else f"@{revision}"
    start = f"hf://datasets/{reading.path}{at}" if folder is None else str(folder)
    return [f"{start}/{name}" for name in reading.data_files]


def _lines(files: list[str], told: Told) -> Iterator[Block]:
    """JSON Lines as lines: a table made of them breaks off where a later record has a key that the first had not."""
    with _as_source_error(told.shown):
        import datasets  # noqa: PLC0415 - half a second that a build of files need not spend

        row = 0
        stream: Any = cast("Any", datasets).load_dataset("text", data_files=files, split="train", streaming=True)
        for table in stream.with_format("arrow").iter(batch_size=told.block_rows):
            block = Block()
            for line in filter(str.strip, table.column("text").to_pylist()):
                take_line(block, lambda line: value_of(line.decode()), line.encode(), row, None)
                row += 1
            yield block


def _blocks(asked: dict[str, Any], told: Told) -> Iterator[Block]:
    with _as_source_error(told.shown):
        import datasets  # noqa: PLC0415 - half a second that a build of files need not spend

        stream: Any = cast("Any", datasets).load_dataset(**asked, streaming=True)
        if stream.column_names is not None:
            present = list(stream.column_names)
            lacking(present, told)
            stream = stream.select_columns([column for column in present if column in told.columns])
        row = 0
        for table in stream.with_format("arrow").iter(batch_size=told.block_rows):
            yield Block(records_of(table), list(range(row, row + table.num_rows)))
            row += table.num_rows


@cache
def _newest(path: str, revision: str | None) -> str:
    """Ask the hub for a commit: quick to fail where there is no hub, unlike the stream, which tries again and again.

    Raises:
        SourceError: If there is no answer, or no such data set or revision.
    """
    with _as_source_error(path):
        from huggingface_hub import HfApi  # noqa: PLC0415 - only where the hub is asked

        return str(HfApi().dataset_info(path, revision=revision, timeout=_PATIENCE).sha)


@contextmanager
def _as_source_error(place: str) -> Generator[None]:
    """What the hub's libraries raise, as one line; a TypeError is of files that disagree."""
    import httpx  # noqa: PLC0415 - the hub's client lets its errors through
    from datasets.exceptions import DatasetsError  # noqa: PLC0415 - only where the hub is asked

    try:
        yield
    except (OSError, ValueError, OverflowError, TypeError, DatasetsError, httpx.HTTPError) as error:
        first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise SourceError(
            f"cannot be read from the hub: {first.rstrip('.')}",
            place=place,
            hint="without a network, read `sample`, or a local copy through hub.path",
        ) from error


def folder_of(reading: HubReading, base: Path) -> Path | None:
    """The folder of this disk that a path is; None where it is a name of the hub.

    Raises:
        SourceError: If it is meant as a folder and is none.
    """
    folder = base / reading.path
    if folder.is_dir():
        return folder
    if reading.path.startswith(FOLDER_STARTS):
        files = f"; {FILES_UNDER_PATHS}" if folder.is_file() or looks_like_files(reading.path) else ""
        raise SourceError(f"is no folder{files}", place=shown(folder))
    return None
