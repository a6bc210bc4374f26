"""Is a source's file valid, and do its examples give the rows that it says? What `curate check` asks of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from curate.content import faults, line_of, load, read_text, shown
from curate.errors import ContentError
from curate.stages.ingest.block import Block
from curate.stages.ingest.config import Source
from curate.stages.ingest.rows import Mapper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.stages.ingest.config import Example


def source_faults(path: Path) -> list[ContentError]:
    """All that is wrong with a source's file: its form first, and once that is right its examples."""
    return faults(read_text(path), Source, place=shown(path)) or run_examples(load(path, Source), path)


def run_examples(source: Source, place: Path) -> list[ContentError]:
    """All examples that do not give what they say, each with its line in the source's file `place`."""
    text, name = read_text(place), shown(place)
    return [
        ContentError(what, place=name, line=line_of(text, path), field=".".join(map(str, path)))
        for at, example in enumerate(source.examples)
        for path, what in _differences(source, example, place.stem, at)
    ]


def _differences(source: Source, example: Example, name: str, at: int) -> Iterator[tuple[tuple[str | int, ...], str]]:
    mapper = Mapper(name, source)
    rows, broken = mapper(Block([dict(example.record)], [0], [0]), name, "example")
    if broken:
        yield ("examples", at, "record"), f"makes no row: {broken[0].why}"
        return
    (row,) = rows.to_dicts()
    for column in example.row.model_fields_set:
        expected, found = getattr(example.row, column), row[column]
        expected = list(cast("tuple[str, ...]", expected)) if isinstance(expected, tuple) else expected
        if expected != found:
            yield ("examples", at, "row", column), f"must be {expected!r} (got {found!r})"
