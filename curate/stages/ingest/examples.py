"""What a source's file promises, tried: its samples are there, and the records of its examples become the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from curate import samples
from curate.content import line_of, read_text, shown
from curate.errors import ContentError, SourceError, one_of
from curate.stages.ingest.block import Block
from curate.stages.ingest.reading import SampleReading
from curate.stages.ingest.rows.mapper import Mapper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.stages.ingest.config import Example, Source

    _Fault = tuple[tuple[str | int, ...], str]
    """Where in the file, and what is wrong."""


def run_examples(source: Source, place: Path) -> list[ContentError]:
    """All samples that do not exist, and all examples that do not give what they say.

    Each with its line in the source's file `place`.
    """
    text, name = read_text(place), shown(place)
    found = list(_missing_samples(source))
    if source.map is not None:
        try:
            mapper = Mapper(place.stem, source, place=place)
        except ContentError as error:
            return [error]
        for at, example in enumerate(source.examples):
            found.extend(_differences(mapper, example, place.stem, at))
    return [
        ContentError(what, place=name, line=line_of(text, path), field=".".join(map(str, path))) for path, what in found
    ]


def _missing_samples(source: Source) -> Iterator[_Fault]:
    there = [name for name in samples.names() if not name.endswith(".json")]  # that is the ledger of their dirt
    for how, reading in source.read.items():
        if isinstance(reading, SampleReading) and reading.file not in there:
            yield ("read", how, "file"), one_of(reading.file, there, what="sample")


def _differences(mapper: Mapper, example: Example, name: str, at: int) -> Iterator[_Fault]:
    try:
        rows, broken = mapper(Block([dict(example.record)], [0], [0]), example.file or name, "example")
    except SourceError as error:
        yield ("examples", at, "record"), error.what
        return
    if broken:
        yield ("examples", at, "record"), f"makes no row: {broken[0].why}"
        return
    (row,) = rows.to_dicts()
    for column in example.row.model_fields_set:
        expected, found = getattr(example.row, column), row[column]
        expected = list(cast("tuple[str, ...]", expected)) if isinstance(expected, tuple) else expected
        if expected != found:
            yield ("examples", at, "row", column), f"must be {expected!r} (got {found!r})"
