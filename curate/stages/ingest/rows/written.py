"""Values written inside a text, as JSON or as Python writes them, taken apart."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, Final, cast

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_LONGEST: Final = 1 << 20  # characters: Python's parser takes some hundred bytes for each


def from_json(text: str) -> object:
    """A value of JSON; None for a blank text.

    Raises:
        ValueError: If it is none.
    """
    if not text.strip():
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg.partition(':')[0]} (column {error.colno})") from error


def from_python(text: str) -> object:
    """A list, dict, text, number, True, False or None as Python writes it; a tuple or set is a list.

    Raises:
        ValueError: If it is none.
    """
    text = text.strip()
    if not text:
        return None
    if len(text) > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST:,} characters, which no Python literal here is")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # a text such as "\d" is what it says
            warnings.simplefilter("ignore", DeprecationWarning)
            value: object = ast.literal_eval(text)
            if isinstance(value, str) and value.startswith(("[", "{", "(")):
                value = ast.literal_eval(value)  # a table quoted the whole literal once more
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError) as error:
        raise ValueError("is no Python literal") from error
    return _plain(value)


PARSERS: Final[Mapping[str, Callable[[str], object]]] = {"json": from_json, "python": from_python}
"""What `parse` may say."""


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in cast("Iterable[object]", value)]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in cast("dict[object, object]", value).items()}
    return value
