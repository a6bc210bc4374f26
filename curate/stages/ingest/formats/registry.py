"""Which file formats there are: ours, and those that other packages bring by the entry-point group `curate.readers`.

An entry point's name is the format, and what it loads is a `curate.stages.ingest.block.Reader`. Formats of documents
have no such reader: they are read where documents are, and stand here by their names only.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final, cast

from curate.errors import SourceError
from curate.stages.ingest.formats.columnar import read_arrow, read_parquet
from curate.stages.ingest.formats.delimited import read_csv, read_tsv
from curate.stages.ingest.formats.json_array import read_json
from curate.stages.ingest.formats.jsonl import read_jsonl
from curate.stages.ingest.formats.opentriviaqa import read_opentriviaqa
from curate.stages.ingest.formats.yaml_list import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curate.stages.ingest.block import Reader
    from curate.stages.ingest.files.places import File

GROUP: Final = "curate.readers"

DOCUMENTS: Final = ("html", "markdown", "text", "warc")
"""Formats of files that hold documents and no records."""

_OURS: Final[Mapping[str, Reader]] = {
    "arrow": read_arrow,
    "csv": read_csv,
    "json": read_json,
    "jsonl": read_jsonl,
    "opentriviaqa": read_opentriviaqa,
    "parquet": read_parquet,
    "tsv": read_tsv,
    "yaml": read_yaml,
}
_SUFFIXES: Final[Mapping[str, str]] = {
    "arc": "warc",
    "feather": "arrow",
    "htm": "html",
    "ipc": "arrow",
    "md": "markdown",
    "ndjson": "jsonl",
    "pq": "parquet",
    "tab": "tsv",
    "txt": "text",
    "wat": "warc",  # holds no page, and is told so
    "wet": "warc",
    "yml": "yaml",
}
"""What names end with beside the names of formats."""


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats."""
    return tuple(sorted({*_OURS, *DOCUMENTS, *(point.name for point in entry_points(group=GROUP))}))


def format_of(name: str) -> str | None:
    """The format that a file's name tells, without the suffix of a compression; None if it tells none."""
    _, dot, suffix = name.rpartition(".")
    found = _SUFFIXES.get(suffix.lower(), suffix.lower())
    return found if dot and found in formats() else None


def told_format(file: File, declared: str | None) -> str:
    """The format of a file: the declared one, else what its name tells.

    Raises:
        SourceError: If its name tells none.
    """
    found = declared or format_of(file.name)
    if found is None:
        what = f"its name tells no format; there are: {', '.join(formats())}"
        raise SourceError(what, place=file.shown, hint="say which: format: jsonl, for example")
    return found


def record_reader(file: File, declared: str | None) -> Reader:
    """The reader of a file's records.

    Raises:
        SourceError: If its format is not told, or is one of documents.
    """
    name = told_format(file, declared)
    if name in DOCUMENTS:
        there = ", ".join(one for one in formats() if one not in DOCUMENTS)
        what = f"the format {name} holds documents, and `map` maps records; formats of records are: {there}"
        raise SourceError(what, place=file.shown, hint="name its format, or read it by `synthesize`")
    return reader(name)


@cache
def reader(name: str) -> Reader:
    """The reader of a format of records that `formats` names; ours cannot be replaced."""
    if name in _OURS:
        return _OURS[name]
    (point, *_) = entry_points(group=GROUP, name=name)
    return cast("Reader", point.load())
