"""Fields out of records: a path is taken apart once and then pulled out of a block of records at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.stages.ingest.block import Record
    from curate.stages.ingest.mapping import Mapped

Column = list[Any]
"""One value for each record."""

_Step = str | int | None
_PART: Final = re.compile(r"([^.\[\]]+)|\[(-?\d*)\]")


class Getter:
    """One mapped field of a block of records."""

    def __init__(self, name: str, mapped: Mapped) -> None:
        """Take the path apart; `name` is the column that the field becomes."""
        self.name, self.mapped = name, mapped
        self._steps = () if mapped.field is None else steps(mapped.field)
        self.found = mapped.field is None or mapped.optional
        """Whether any record had the field so far."""

    @property
    def top(self) -> str | None:
        """The field at the top of a record from which the path starts."""
        return cast("str", self._steps[0]) if self._steps else None

    def beside(self, record: Record) -> list[str]:
        """The paths that a record has where this one does not lead on: what may have been meant."""
        value: object = record
        gone = ""
        for step in self._steps:
            inner = cast("Column", value)[0] if step is None and isinstance(value, list) and value else None
            if isinstance(step, str) and isinstance(value, dict):
                if step not in value:
                    return [f"{gone}.{key}".lstrip(".") for key in cast("Record", value)]
                gone, inner = f"{gone}.{step}", cast("Record", value)[step]
            elif inner is not None:
                gone = f"{gone}[]"
            value = inner
        return [gone.lstrip(".")] if gone else []

    def __call__(self, records: Sequence[Record]) -> Column:
        """The field's value in each record, after `after`, `absent` and `default`; None where there is none."""
        mapped = self.mapped
        if not self._steps:
            return [mapped.value] * len(records)
        if not self.found:
            self.found = any(_exists(record, self._steps) for record in records)
        values = _walk(records, self._steps)
        if mapped.after is not None:
            values = [_after(value, mapped.after) for value in values]
        if mapped.absent:
            values = [None if _stripped(value) in mapped.absent else value for value in values]
        if mapped.default is not None:
            values = [mapped.default if value is None else value for value in values]
        return values


def steps(path: str) -> tuple[_Step, ...]:
    """A path as names, numbers of items, and None for each item."""
    found: list[_Step] = []
    for name, item in _PART.findall(path):
        found.append(name or (int(item) if item else None))
    return tuple(found)


def _walk(column: Sequence[Any], path: tuple[_Step, ...]) -> Column:
    values: Column = list(column)
    for at, step in enumerate(path):
        if step is None:
            rest = path[at + 1 :]
            return [_walk(cast("Column", value), rest) if type(value) is list else None for value in values]
        if isinstance(step, str):
            values = [cast("Record", value).get(step) if type(value) is dict else None for value in values]
        else:
            values = [_item(cast("Column", value), step) if type(value) is list else None for value in values]
    return values


def _item(values: Column, number: int) -> object:
    return values[number] if -len(values) <= number < len(values) else None


def _exists(value: object, path: tuple[_Step, ...]) -> bool:
    """Whether a path leads somewhere, be it to a null."""
    if not path:
        return True
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        return type(value) is dict and step in value and _exists(cast("Record", value)[step], rest)
    if type(value) is not list:
        return False
    items = cast("Column", value)
    if step is None:
        return any(_exists(item, rest) for item in items)
    return -len(items) <= step < len(items) and _exists(items[step], rest)


def _after(value: object, mark: str) -> object:
    if not isinstance(value, str):
        return value
    _, found, rest = value.rpartition(mark)
    return rest if found else None


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
