"""A filter's own test: its file is valid, keeps what it says it keeps, and drops what it says it drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from curate.content import faults, line_of, parse, read_text, shown
from curate.errors import ContentError
from curate.stages.screen.columns import columns_of
from curate.stages.screen.config import Filter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def filter_faults(path: Path) -> list[ContentError]:
    """All that is wrong with a file of `filters/`; what `curate check` prints, and nothing for a good one."""
    try:
        text = read_text(path)
    except ContentError as error:
        return [error]
    place = shown(path)
    if found := faults(text, Filter, place=place):
        return found
    given = parse(text, Filter, place=place)
    sides = {"keep": given.examples.keep, "drop": given.examples.drop}
    found = [
        ContentError(wrong, place=place, line=line_of(text, ("examples", side, at)), field=f"examples.{side}.{at}")
        for side, rows in sides.items()
        for at, row in enumerate(rows)
        if (wrong := _wrong(given, row, side)) is not None
    ]
    return sorted(found, key=lambda error: error.line or 0)


def _wrong(given: Filter, row: Mapping[str, object], side: str) -> str | None:
    """What is wrong with one example; None where the rule does with it what the file says."""
    present = columns_of(given.about)
    schema = {name: present[name] for name in dict.fromkeys((*row, *given.rule.needs))}
    try:
        frame = pl.DataFrame([{name: row.get(name) for name in schema}], schema=schema, strict=True)
    except (TypeError, OverflowError, pl.exceptions.PolarsError) as error:
        return f"is no row: {' '.join(str(error).split())}"
    broken = bool(frame.select(given.rule.broken()).item())
    if broken == (side == "drop"):
        return None
    return f"stands under {side}, but the rule {'drops' if broken else 'keeps'} it"
