"""JSON as programs write it: with NaN and Infinity, and with whole numbers of any length.

The fast parser refuses the first and rounds the second; Python's own takes both as they stand.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

_RUN: Final = 19
"""From so many digits on, a whole number may not fit into 64 bits, and the fast parser makes it a float."""

_LONG: Final = re.compile(rf"[0-9]{{{_RUN}}}")
_ZEROS: Final = b"0" * _RUN
_DIGITS_AS_ZEROS: Final = bytes(ord("0") if byte in b"0123456789" else ord(" ") for byte in range(256))
_ESCAPED_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


def may_be_rounded(lines: Iterable[bytes]) -> bool:
    """Whether a number in some line may be too long for the fast parser; a seventh of the time of a regex."""
    return _ZEROS in b"\n".join(lines).translate(_DIGITS_AS_ZEROS)


def value_of(text: str) -> object:
    """The value that a text stands for.

    Raises:
        orjson.JSONDecodeError: If it is no JSON even so, or holds half a character (a lone surrogate).
    """
    if _LONG.search(text) is None:
        with suppress(orjson.JSONDecodeError):
            return cast("object", orjson.loads(text))
    try:
        value = cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return cast("object", orjson.loads(text))  # says what is wrong
    return cast("object", orjson.loads(text)) if holds_half(value, text) else value


def holds_half(value: object, text: str) -> bool:
    """Whether some text in a value that Python's parser made of `text` holds half a character."""
    if _ESCAPED_HALF.search(text) is None:
        return False
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
