"""Paths into records: `a.b`, `items[].text`, `items[-1]`, `prompt[role=user].content`, taken apart and followed.

A name that holds a dot or a bracket, or begins with a quote, stands in quotes: `"Question No.".text`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.stages.ingest.block import Record

Column: TypeAlias = list[Any]
"""One value for each record."""

_NAME: Final = r'(?:"[^"]+"|[^.\[\]\s"][^.\[\]]*)'
_ITEM: Final = r"(?:\[(?:-?\d+|[^.\[\]=]+=[^\[\]]*)?\])"
_PATH: Final = re.compile(rf"{_NAME}{_ITEM}*(?:\.{_NAME}{_ITEM}*)*")
_PART: Final = re.compile(r'"([^"]+)"|\[([^\[\]]*)\]|([^.\[\]]+)')


class Where(NamedTuple):
    """The first item of a list whose field `name` reads `value`."""

    name: str
    value: str


Step: TypeAlias = str | int | Where | None
"""A name, the number of an item, the item with a field's value, or None for each item."""


def is_path(text: str) -> bool:
    """Whether a text is written as a path."""
    return _PATH.fullmatch(text) is not None


def steps(path: str) -> tuple[Step, ...]:
    """A path taken apart."""
    found: list[Step] = []
    for part in _PART.finditer(path):
        quoted, item, name = part.groups()
        if item is None:
            found.append(quoted or name)
        elif "=" in item:
            found.append(Where(*item.split("=", 1)))
        else:
            found.append(int(item) if item else None)
    return tuple(found)


def follow(column: Column, path: Sequence[Step]) -> Column:
    """What stands at a path in each value of a column; None where it leads nowhere."""
    values = column
    for at, step in enumerate(path):
        if step is None:
            rest = path[at + 1 :]
            return [follow(cast("Column", value), rest) if type(value) is list else None for value in values]
        if isinstance(step, str):
            values = [cast("Record", value).get(step) if type(value) is dict else None for value in values]
        else:
            values = [_item(cast("Column", value), step) if type(value) is list else None for value in values]
    return values


def follow_parsed(value: object, path: Sequence[Step], parse: Callable[[str], object]) -> object:
    """What stands at a path in one value, where the first text on the way is itself to be taken apart.

    Raises:
        ValueError: If `parse` does.
    """
    for at, step in enumerate(path):
        if isinstance(value, str):
            (found,) = follow([parse(value)], path[at:])
            return found
        if step is None:
            rest = path[at + 1 :]
            items = cast("Column", value) if type(value) is list else None
            return items if items is None else [follow_parsed(item, rest, parse) for item in items]
        (value,) = follow([value], (step,))
    return parse(value) if isinstance(value, str) else value


def leads(value: object, path: Sequence[Step]) -> bool:
    """Whether a path leads somewhere, be it to a null; or to a text that has yet to be taken apart."""
    if not path:
        return True
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        return type(value) is dict and step in value and leads(cast("Record", value)[step], rest)
    if type(value) is not list:
        return False
    items = cast("Column", value)
    if step is None:
        return any(leads(item, rest) for item in items)
    if isinstance(step, int):
        return -len(items) <= step < len(items) and leads(items[step], rest)
    return any(_reads(item, step) for item in items) and leads(_item(items, step), rest)


def beside(record: Record, path: Sequence[Step]) -> list[str]:
    """The paths that a record has where this one leads no further: what may have been meant."""
    value: object = record
    gone = ""
    for step in path:
        if isinstance(step, str):
            if type(value) is not dict:
                break
            if step not in value:
                return [f"{gone}.{key}".lstrip(".") for key in cast("Record", value)]
            gone, value = f"{gone}.{step}".lstrip("."), cast("Record", value)[step]
            continue
        items = cast("Column", value) if isinstance(value, list) else list[Any]()
        if isinstance(step, Where):
            there = [cast("Record", item).get(step.name) for item in items if type(item) is dict]
            if step.value not in map(_spelled, there):
                return [f"{gone}[{step.name}={_spelled(one)}]" for one in there]
            gone = f"{gone}[{step.name}={step.value}]"
            value = _item(items, step)
        else:
            gone = f"{gone}[{'' if step is None else step}]"
            value = _item(items, step or 0)
    return [gone] if gone else []


def _item(values: Column, which: int | Where) -> object:
    if isinstance(which, Where):
        return next((item for item in values if _reads(item, which)), None)
    return values[which] if -len(values) <= which < len(values) else None


def _reads(item: object, wanted: Where) -> bool:
    return type(item) is dict and _spelled(cast("Record", item).get(wanted.name)) == wanted.value


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
