r"""See the shape of an answer: a scalar, a tuple or interval, a set, a list, a matrix, a ratio, `x = ...`, `a < x < b`.

The shape decides which order counts: sets, lists and unions have none, tuples, intervals, matrices and ratios do;
a gold list that is an ordering (`2, 1, 3`) keeps it, as `same` sees.
The scalars at the leaves are compared one by one, so that the symbolic part sees nothing but scalars and relations.
"""

import re
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from curate.grading.exact import rational
from curate.grading.latex import MOST_BRACES, key, words_joined
from curate.grading.units import split_unit

Kind = Literal["bracket", "set", "list", "union", "matrix", "ratio"]

DEEPEST = 6
"""Levels of brackets that are taken apart; deeper ones are compared as they are written."""
MOST_PARTS = 200

_DEEPEST_SCALAR = 40

_OPENING = "([{"
_CLOSING = ")]}"
_MATRIX = re.compile(r"\\begin\{([pbB]?)matrix\}(.*)\\end\{\1matrix\}", re.DOTALL)
_NAME = re.compile(
    r"(?:\\?[A-Za-z]+(?:_\{?\w{1,12}\}?)?'?(?:\s*\([^()=]{1,40}\))?|\([A-Za-z\\, _{}\d.]{1,60}\)|\\text\{[^{}]*\}"
    r"|\\(?:angle|triangle)\s*[A-Z]+|[A-Z]{1,4}|\|[A-Z]+\||[A-Za-z]+(?:\s[A-Za-z]+){0,4})"
)
_MEMBER_OF = re.compile(r"^\\?[A-Za-z]+(?:_\w|_\{\w+\})?\s*\\in(?![a-z])\s*")
_RELATION = re.compile(r"\\leq|\\geq|<|>")
_VARIABLE = re.compile(r"\\?[A-Za-z]+(?:_\{?\w+\}?)?")
_WHOLE_TEXT = re.compile(r"\\text\{([^{}]*)\}")
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}(?![A-Za-z])")
_FUNCTIONS = frozenset(
    "sin cos tan cot sec csc log exp arcsin arccos arctan sinh cosh tanh sqrt frac max min gcd lcm det mod".split()
)
_SIDE_BY_SIDE = re.compile(r"(?<=\))\s*(?=\()")
_LETTERS = re.compile(r"[A-Za-z]")


class Leaf:
    """A scalar: `text` without its unit; what it costs to know about it is found when first asked."""

    def __init__(self, text: str, unit: str, percent: bool) -> None:  # noqa: FBT001 - the order is `Quantity`'s
        self.text, self.unit, self.percent = text, unit, percent

    @cached_property
    def key(self) -> str:
        """The string by which it is literally equal to another."""
        return key(self.text)

    @cached_property
    def value(self) -> Fraction | None:
        """Its exact value where it is plain rational arithmetic."""
        return rational(self.text)

    @cached_property
    def prose(self) -> bool:
        """Whether it is words rather than mathematics."""
        unwrapped = _WHOLE_TEXT.sub(r"\1", self.text)
        environment = "\\begin" in unwrapped
        return not environment and any(
            word.lower() not in _FUNCTIONS for word in _PROSE.findall(_no_arguments(unwrapped))
        )


class Group(NamedTuple):
    """Parts in a shape; `marks` holds the brackets, or the row length of a matrix; `either` says the parts were ors."""

    kind: Kind
    parts: "tuple[Node, ...]"
    marks: str = ""
    either: bool = False


class Assigned(NamedTuple):
    """`name = value`, `f(x) = value`; the name's own key."""

    name: str
    value: "Node"
    text: str


class Equation(NamedTuple):
    """An equation of two expressions, neither of them a mere name, as written."""

    text: str


class Range(NamedTuple):
    """A variable and the interval that an inequality gives it."""

    variable: str
    interval: Group


Node = Leaf | Group | Assigned | Equation | Range


def parse(tidied: str) -> Node:
    """Return the shape of a tidied answer."""
    return _node(words_joined(tidied), 0, either=" or " in tidied or "{or}" in tidied)


def _node(text: str, depth: int, *, either: bool = False) -> Node:
    text = _unwrapped(text)
    if text.isalnum() or depth > DEEPEST:
        return _leaf(text)
    parts = [part for part in split(text, ",;") if part]
    if 1 < len(parts) <= MOST_PARTS:
        return Group("list", tuple(_node(part, depth + 1) for part in parts), either=either)
    text = _MEMBER_OF.sub("", parts[0]).strip() if len(parts) == 1 else text
    for shape in (_union, _matrix, _equation, _range, _bracketed, _tuples, _plus_minus, _ratio):
        node = shape(text, depth)
        if node is not None:
            return node
    return _leaf(text)


def readable(text: str) -> bool:
    """Return whether the brackets of a scalar are balanced and no deeper than mathematics is written."""
    depth = 0
    for char in text:
        depth += (char in _OPENING) - (char in _CLOSING)
        if not 0 <= depth <= _DEEPEST_SCALAR:
            return False
    return depth == 0


def split(text: str, marks: str) -> list[str]:
    """Return the stripped parts of a text between marks that stand outside all brackets."""
    if not any(mark in text for mark in marks):
        return [text.strip()]
    parts: list[str] = []
    depth = start = 0
    for at, char in enumerate(text):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth -= 1
        elif depth == 0 and char in marks:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]


def _leaf(text: str) -> Leaf:
    whole = _WHOLE_TEXT.fullmatch(text)
    return Leaf(*split_unit(whole.group(1).strip() if whole else text))


def _unwrapped(text: str) -> str:
    """Return the text without braces around the whole of it."""
    text = text.strip()
    for _ in range(MOST_BRACES):
        if not (text.startswith("{") and text.endswith("}") and not text.endswith("\\}") and _closes_at_end(text)):
            break
        text = text[1:-1].strip()
    return text


def _closes_at_end(text: str) -> bool:
    depth = 0
    for at, char in enumerate(text):
        depth += (char in _OPENING) - (char in _CLOSING)
        if depth == 0:
            return at == len(text) - 1
    return False


def _union(text: str, depth: int) -> Group | None:
    parts = text.split("\\cup") if "\\cup" in text else []
    if not 1 < len(parts) <= MOST_PARTS:
        return None
    return Group("union", tuple(_node(part, depth + 1) for part in parts))


def _matrix(text: str, depth: int) -> Group | None:
    matrix = _MATRIX.fullmatch(text) if text.startswith("\\begin{") else None
    if matrix is None or "\\begin" in matrix.group(2):
        return None
    rows = [row.split("&") for row in matrix.group(2).split("\\\\") if row.strip()]
    cells = [_node(cell, depth + 1) for row in rows for cell in row]
    shape = "x".join(str(len(row)) for row in rows)
    return Group("matrix", tuple(cells), shape) if len(cells) <= MOST_PARTS else None


def _equation(text: str, depth: int) -> Assigned | Equation | None:
    if "=" not in text or "!=" in text or _RELATION.search(text):
        return None
    sides = split(text, "=")
    if len(sides) < 2 or not all(sides):  # noqa: PLR2004
        return None
    if not _LETTERS.search(_no_arguments(sides[0])) and _LETTERS.search(_no_arguments(sides[-1])) is None:
        return Assigned("", _node(sides[-1], depth + 1), text)  # 2 + 3 = 5 says 5
    if _NAME.fullmatch(sides[0]):
        return Assigned(key(sides[0]), _node(sides[-1], depth + 1), text)
    if _NAME.fullmatch(sides[-1]) and len(sides) == 2 and not _LETTERS.search(sides[0]):  # noqa: PLR2004
        return Assigned(key(sides[1]), _node(sides[0], depth + 1), text)
    return Equation(text) if len(sides) == 2 else None  # noqa: PLR2004


def _range(text: str, depth: int) -> Range | None:
    r"""Read `a < x \leq b`, `x > a` and `a < x` as an interval of x."""
    signs = _RELATION.findall(text)
    sides = [side.strip() for side in _RELATION.split(text)]
    if not 1 <= len(signs) <= 2 or not all(sides) or "=" in text or "\\{" in text:  # noqa: PLR2004
        return None
    upward = [sign in ("<", "\\leq") for sign in signs]
    if len(set(upward)) > 1:
        return None
    if not upward[0]:  # x > 1 is 1 < x
        sides, signs = sides[::-1], signs[::-1]
    low, high = "(-\\infty", "\\infty)"
    if len(sides) == 3:  # noqa: PLR2004
        variable = sides[1]
        low, high = _ends(signs[0], sides[0], "low"), _ends(signs[1], sides[2], "high")
    elif _VARIABLE.fullmatch(sides[0]) and not _VARIABLE.fullmatch(sides[1]):
        variable, high = sides[0], _ends(signs[0], sides[1], "high")
    else:
        variable, low = sides[1], _ends(signs[0], sides[0], "low")
    if not _VARIABLE.fullmatch(variable):
        return None
    parts = (_node(low[1:], depth + 1), _node(high[:-1], depth + 1))
    return Range(key(variable), Group("bracket", parts, low[0] + high[-1]))


def _ends(sign: str, side: str, which: Literal["low", "high"]) -> str:
    closed = sign in ("\\leq", "\\geq")
    if which == "low":
        return ("[" if closed else "(") + side
    return side + ("]" if closed else ")")


def _bracketed(text: str, depth: int) -> Node | None:
    if len(text) < 2 or not _closes_at_end(text.replace("\\{", "{").replace("\\}", "}")):  # noqa: PLR2004
        return None
    if text.startswith("\\{") and text.endswith("\\}"):
        inside = text[2:-2]
        return Group("set", tuple(_node(part, depth + 1) for part in split(inside, ",;") if part))
    if text[0] not in "([" or text[-1] not in ")]":
        return None
    inside = text[1:-1]
    parts = [part for part in split(inside, ",;") if part]
    if len(parts) > MOST_PARTS:
        return None
    if len(parts) == 1:
        return _node(parts[0], depth + 1)
    return Group("bracket", tuple(_node(part, depth + 1) for part in parts), text[0] + text[-1]) if parts else None


def _tuples(text: str, depth: int) -> Group | None:
    """Read tuples that stand side by side, as in `(1, 2)(3, 4)`, as a list; `(x + 1)(x - 1)` is a product."""
    parts = _SIDE_BY_SIDE.split(text) if text.startswith("(") and text.endswith(")") else []
    if not 1 < len(parts) <= MOST_PARTS or not all("," in part and readable(part) for part in parts):
        return None
    return Group("list", tuple(_node(part, depth + 1) for part in parts))


def _plus_minus(text: str, depth: int) -> Group | None:
    if text.count("\\pm") + text.count("\\mp") != 1 or "\\mp" in text:
        return None
    return Group("list", tuple(_node(text.replace("\\pm", sign), depth + 1) for sign in ("+", "-")))


def _ratio(text: str, depth: int) -> Group | None:
    parts = split(text, ":") if ":" in text else []
    if not 1 < len(parts) <= MOST_PARTS or not all(parts):
        return None
    return Group("ratio", tuple(_node(part, depth + 1) for part in parts))


def _no_arguments(text: str) -> str:
    r"""Return the text without the names of environments and without what `\text` or `\operatorname` spells."""
    return re.sub(r"\\(?:begin|end|operatorname)\{[^{}]*\}|\\[A-Za-z]+", " ", text)
