"""Values as texts and lists of texts: what a column of rows holds, and what cannot stand in one."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from math import isnan
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from curate.stages.ingest.rows.paths import Column

_EXACT: Final = 2.0**63  # a larger number has lost digits before it came here: the parser has no room for them
_WHOLE: Final = 2.0**53  # below it, a float holds every whole number
_NAMES: Final[dict[type[object], str]] = {
    dict: "a mapping",
    list: "a list",
    str: "a text",
    float: "a number past exactness",
}
_PLAIN: Final = frozenset({str, type(None)})
_WHOLE_NUMBERS: Final = frozenset({int})
_LISTS: Final = frozenset({list, type(None)})
_TEXTS: Final = frozenset({str})


def texts(values: Column, column: str, faults: dict[int, str]) -> list[str | None]:
    """Values as texts without outer white space; numbers are written out; anything else is a fault of its record.

    A whole float is written as the whole number that it is, 2.0 as 2: a table with one null keeps its column of whole
    numbers as floats, and how the number was written is lost by then. A text stays as it stands, "2.0" too.
    """
    kinds = set(map(type, values))
    if kinds <= _TEXTS:
        return [value.strip() for value in values]
    if kinds <= _PLAIN:
        return [value if value is None else value.strip() for value in values]
    if kinds <= _WHOLE_NUMBERS:
        return list(map(str, values))
    return [spelled(value, at, column, faults) for at, value in enumerate(values)]


def spelled(value: object, at: int, column: str, faults: dict[int, str]) -> str | None:
    """One value as a text; what cannot be one is a fault of record `at`."""
    if isinstance(value, str):
        return value.strip()
    if value is None or (isinstance(value, float) and isnan(value)):
        return None  # a table of numbers writes NaN where there is nothing
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    if isinstance(value, (int, Decimal)) or (isinstance(value, float) and abs(value) < _EXACT):
        return str(value)
    faults.setdefault(at, f"{column} is {named(value)}, not a text")
    return None


def lists(values: Column, column: str, faults: dict[int, str], *, longest: int | None = None) -> list[list[str] | None]:
    """Values as lists of texts; anything else, and a list that is too long, is a fault of its record."""
    if set(map(type, values)) <= _LISTS:
        given = [cast("list[Any]", value) for value in values if value]
        items = list(chain.from_iterable(given))
        short = longest is None or max(map(len, given), default=0) <= longest
        if short and set(map(type, items)) <= _TEXTS:
            bare = [item.strip() for item in items]
            return values if bare == items else _as_before(bare, values)  # most sources write no outer white space
    return [_list(value, at, column, faults, longest) for at, value in enumerate(values)]


def _as_before(flat: list[str], values: list[list[Any] | None]) -> list[list[str] | None]:
    """Items in lists as long as those that they are from."""
    found: list[list[str] | None] = []
    end = 0
    for value in values:
        if value is None:
            found.append(None)
        else:
            begin, end = end, end + len(value)
            found.append(flat[begin:end])
    return found


def _list(value: object, at: int, column: str, faults: dict[int, str], longest: int | None) -> list[str] | None:
    if value is None:
        return None
    if type(value) is not list:
        faults.setdefault(at, f"{column} is {named(value)}, not a list of texts")
        return None
    items = cast("list[Any]", value)
    if longest is not None and len(items) > longest:
        faults.setdefault(at, f"{column} has {len(items)} items, more than {longest}")
        return None
    found = [spelled(item, at, f"an item of {column}", faults) for item in items]
    if None in found:
        faults.setdefault(at, f"an item of {column} is null")
    return [item or "" for item in found]


def named(value: object) -> str:
    """What kind of value stands where another should."""
    return _NAMES.get(type(value), f"of type {type(value).__name__}")
