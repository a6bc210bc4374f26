"""Data sets that `datasets` wrote to a folder by `save_to_disk`: one, or a folder of splits."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from curate.content import shown
from curate.errors import SourceError, one_of
from curate.stages.ingest.block import Block, Told
from curate.stages.ingest.formats.arrow_records import records_of
from curate.stages.ingest.formats.columnar import lacking

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from curate.stages.ingest.reading import HubReading

_SPLITS: Final = "dataset_dict.json"
_ONE: Final = "state.json"


def is_saved(folder: Path) -> bool:
    """Whether a folder is what `save_to_disk` writes."""
    return (folder / _SPLITS).is_file() or (folder / _ONE).is_file()


def saved_blocks(folder: Path, reading: HubReading, told: Told) -> Iterator[Block]:
    """The records of the split that is asked for; its files are mapped into memory, and no more of them is held.

    Raises:
        SourceError: If the split is not there, or what is there cannot be read.
    """
    asked = reading.config or ", ".join((*reading.configs, *reading.data_files))
    if asked:
        hint = "leave config, configs and data_files out; split chooses"
        raise SourceError(f"was written by save_to_disk, and has no {asked!r}", place=shown(folder), hint=hint)
    with _as_source_error(folder):
        import datasets  # noqa: PLC0415 - half a second that a build of files need not spend

        part = _split(folder, reading.split)
        stored: Any = cast("Any", datasets).load_from_disk(str(part), keep_in_memory=False)
        present = list(stored.column_names)
        lacking(present, told)
        stored = stored.select_columns([column for column in present if column in told.columns])
        row = 0
        for table in stored.with_format("arrow").iter(batch_size=told.block_rows):
            yield Block(records_of(table), list(range(row, row + table.num_rows)))
            row += table.num_rows


def _split(folder: Path, wanted: str) -> Path:
    """The folder of a split."""
    if (folder / _SPLITS).is_file():
        there: list[str] = _json(folder / _SPLITS)["splits"]
        if wanted not in there:
            raise SourceError(one_of(wanted, there, what="split"), place=shown(folder))
        return folder / wanted
    its_own: str | None = _json(folder / _ONE).get("_split")
    if its_own not in {None, wanted}:
        raise SourceError(one_of(wanted, [str(its_own)], what="split"), place=shown(folder))
    return folder


def _json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@contextmanager
def _as_source_error(folder: Path) -> Generator[None]:
    """What the libraries raise, as one line."""
    import pyarrow as pa  # noqa: PLC0415 - only where such a folder is read

    arrow = cast("type[Exception]", pa.ArrowException)
    try:
        yield
    except (OSError, ValueError, OverflowError, TypeError, KeyError, arrow) as error:
        first = str(error).strip().partition("\n")[0] or type(error).__name__
        raise SourceError(f"cannot be read as written by save_to_disk: {first}", place=shown(folder)) from error
