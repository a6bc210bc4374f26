"""Which file formats there are: ours, and those that other packages bring by the entry-point group `curate.readers`.

An entry point's name is the format, and what it loads is a `curate.stages.ingest.block.Reader`.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final, cast

from curate.stages.ingest.columnar import read_parquet
from curate.stages.ingest.json_array import read_json
from curate.stages.ingest.jsonl import read_jsonl
from curate.stages.ingest.opentriviaqa import read_opentriviaqa

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curate.stages.ingest.block import Reader

GROUP: Final = "curate.readers"

_OURS: Final[Mapping[str, Reader]] = {
    "jsonl": read_jsonl,
    "json": read_json,
    "parquet": read_parquet,
    "opentriviaqa": read_opentriviaqa,
}


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats."""
    return tuple(sorted({*_OURS, *(point.name for point in entry_points(group=GROUP))}))


@cache
def reader(name: str) -> Reader:
    """The reader of a format that `formats` names; ours cannot be replaced."""
    if name in _OURS:
        return _OURS[name]
    (point, *_) = entry_points(group=GROUP, name=name)
    return cast("Reader", point.load())
