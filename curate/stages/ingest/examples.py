"""The examples of a source, run: each record through the mapping, and the row beside what the file says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from curate.content import line_of, read_text, shown
from curate.errors import ContentError
from curate.stages.ingest.block import Block
from curate.stages.ingest.rows import Mapper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.stages.ingest.config import Example, Source


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
