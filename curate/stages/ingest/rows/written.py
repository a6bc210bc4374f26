"""Values written inside a text, as JSON or as Python writes them, taken apart."""

from __future__ import annotations

import ast
import io
import re
import tokenize
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

    Arrays as numpy prints them, `['iron' 'neon']` or `array(['iron', 'neon'], dtype=object)`, are lists too: Python
    itself would read the first as one text.

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
            value: object = _literal(text)
            if isinstance(value, str) and value.startswith(("[", "{", "(")):
                value = _literal(value)  # a table quoted the whole literal once more
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError, tokenize.TokenError) as error:
        raise ValueError("is no Python literal") from error
    return _plain(value)


PARSERS: Final[Mapping[str, Callable[[str], object]]] = {"json": from_json, "python": from_python}
"""What `parse` may say."""


_NO_COMMA: Final = re.compile(r"['\"]\s+['\"]|[\d.]\s+-?[\d.]|[\])]\s+[\[a]|(?:True|False)\s+(?:True|False)")
"""What an array of numpy has between two items, though a text may have it too."""
_CALLED: Final = re.compile(r"\b(?:array|str_|bool_|u?int\d+|float\d+)\(")
_ITEMS: Final = frozenset({tokenize.STRING, tokenize.NUMBER, tokenize.NAME})


def _literal(text: str) -> object:
    """A literal, or what numpy prints in place of one."""
    if text.startswith(("[", "array", "{", "(")) and (_NO_COMMA.search(text) or _CALLED.search(text)):
        text = _with_commas(text)
    tree = ast.parse(text, mode="eval")
    value: object = ast.literal_eval(_Bare().visit(tree))
    if value is ... or (isinstance(value, list) and ... in cast("list[object]", value)):
        raise ValueError("is cut short by numpy")
    return cast("object", value)


def _with_commas(text: str) -> str:
    """The same with a comma between items that have none: in what Python writes no two stand side by side."""
    found: list[str] = []
    ended = (0, 0)
    before = -1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind, said, begin, end, _ = token
        if kind in {tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.ENDMARKER}:
            continue
        closed = before in _ITEMS or (found and found[-1] in {")", "]"})
        opened = kind in _ITEMS or said in {"[", "-"}
        if closed and opened and begin != ended and not (before == tokenize.NAME and said == "["):
            found.append(",")
        found.append(said)
        before, ended = kind, end
    return " ".join(found)


class _Bare(ast.NodeTransformer):
    """Takes `array([..], dtype=object)` and `np.str_('a')` for what they hold."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if len(node.args) == 1 and _CALLED.match(f"{name}("):
            return cast("ast.AST", self.visit(node.args[0]))
        return node


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in cast("Iterable[object]", value)]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in cast("dict[object, object]", value).items()}
    return value
