r"""See an equation, an inequality, `x \neq 3`, `3 \mid n` or `\{x \mid x > 2\}` in a text, and what real set it says.

A variable that an inequality bounds and the interval that it gives are one answer, so they get one shape.
"""

import re
from typing import Literal, Protocol

from curate.grading.mathematics.exact import rational
from curate.grading.mathematics.latex import key, words_joined
from curate.grading.mathematics.real_sets import ALL_BUT, simplified
from curate.grading.mathematics.structure import (
    Assigned,
    Equation,
    Group,
    Inequality,
    Leaf,
    Node,
    Range,
    names,
    outside,
    readable,
    split,
    without_macros,
)

NAME = re.compile(
    r"(?:\\?[A-Za-z]+(?:_(?:\{?\w{1,12}\}?|\{[^{}=]{1,20}\}|\{\\text\{[^{}]{1,20}\}\}))?(?:\^\{?(?:-1|T|\\prime)\}?)?'{0,3}"
    r"(?:\s*\([^()=]{1,40}\))?|(?:\\?[A-Za-z]+|\\mathbb\{[A-Z]\}|\\text\{[A-Za-z]+\})\s*(?:\([^()]{1,80}\)|\[[^\[\]]{1,80}\])"
    r"|\([A-Za-z\\, _{}\d.]{1,60}\)|\\text\{[^{}]*\}(?:\s*\([^()=]{1,40}\))?"
    r"|m?\s*\\(?:angle|triangle)\s*[A-Z]+|[A-Z]{1,4}|\|\\?[A-Za-z_\d{}]{1,12}\||[A-Za-z]+(?:\s[A-Za-z]+){0,4}"
    r"|\\(?:overline|vec|hat|bar|overrightarrow|widehat)\{[A-Za-z]{1,4}\}|\[[A-Z]{3,6}\]|\\Delta\s*[A-Za-z]"
    r"|\\frac\{(?:d|\\partial)\^?2?\s*[A-Za-z]?\}\{(?:d|\\partial)\s*[A-Za-z]\^?2?\}(?:\s*[A-Za-z](?:\([A-Za-z]\))?)?"
    r"|\\(?:sin|cos|tan|cot|sec|csc|ln|log|det)\s*(?:\([^()=]{1,40}\)|\\?[A-Za-z]+|\\angle\s*[A-Z]+)"
    r"|\\lim_\{[^{}]{1,40}\}[^=]{0,80}|\\(?:int|sum)(?![a-z])[^=]{0,120})"
)
"""What may stand before an `=` only to name what the answer is."""

_RELATION = re.compile(r"\\leq|\\geq|<|>")
_SIZE = re.compile(r"\|\s*(\\?[A-Za-z]+)\s*([-+]\s*[\d./]{1,20})?\s*\|\s*(\\leq|\\geq|<|>)\s*([\d./]{1,20})")
_VARIABLE = re.compile(r"\\?[A-Za-z]+(?:_\{?\w+\}?)?")
_LETTERS = re.compile(r"[A-Za-z]")
_DERIVATIVE = re.compile(r"\\frac\{d([a-zA-Z])\}\{d[a-zA-Z]\}")
_OF_LETTER = re.compile(r"(?<=[A-Za-z'1}])\([A-Za-z]\)$")
_TIMES_BRACKET = re.compile(r"([A-Za-z])\s*\((?=[^()]{0,60}\1)")
_VALUE_AT = re.compile(
    r"(?<![A-Za-z])[fghFGHpqPQ]\s*\(\s*-?[\d\\]"
    r"|\\(?:sin|cos|tan|cot|sec|csc|log|ln|lfloor|lceil|sum|int|lim|binom|det|gcd|max|min)(?![A-Za-z])"
)
_REAL = re.compile(r"\(?\s*(?:\\mathbb\{R\}|R|\\text\{R\}|\(-\\infty,\s*\+?\\infty\))\s*\)?")
_DIFFERENCE = re.compile(r"\\setminus(?![A-Za-z])|(?<=\\mathbb\{R\})\s*[-/]\s*(?=\\\{)")
_BUILT_OF = re.compile(r"(\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*(?:\\in(?![a-z])\s*(.{1,40}))?", re.DOTALL)
_SUCH_THAT = re.compile(r"\\mid(?![A-Za-z])|\|")


class Reads(Protocol):
    """Reads parts of an answer as the whole is read."""

    def node(self, text: str, depth: int, *, either: bool = False) -> Node:
        """Return the shape of a part."""
        ...


def equation(text: str, depth: int, reader: Reads) -> Assigned | Equation | None:  # noqa: PLR0911 - one a form
    """Read `name = value` and other equations of two sides."""
    if "=" not in text:
        return None
    bare = outside(text)
    if "=" not in bare or "!=" in bare or "\\neq" in bare or _RELATION.search(bare):
        return None
    sides = split(text, "=")
    if len(sides) < 2 or not all(sides):  # noqa: PLR2004
        return None
    values = {value for value in map(rational, sides) if value is not None}
    if len(values) > 1:  # 4 = 5 says nothing
        return Equation(text)
    first, last, lettered = sides[0], sides[-1], [_is_lettered(side) for side in sides]
    if not lettered[0] and not lettered[-1] and not NAME.fullmatch(first):
        return Assigned("", reader.node(last, depth + 1), text)  # 2 + 3 = 5 says 5
    if NAME.fullmatch(first) and not _TIMES_BRACKET.match(first):
        return Assigned(_name(first), reader.node(last, depth + 1), text)
    if len(sides) > 2:  # noqa: PLR2004
        said = not any(lettered[1:])  # a + b = 2 + 3 = 5 says 5 as well
        return Assigned(_name(first), reader.node(last, depth + 1), text) if said else None
    if NAME.fullmatch(last) and (not lettered[0] or (_VARIABLE.fullmatch(last) and last not in first)):
        return Assigned(_name(last), reader.node(first, depth + 1), text)
    return Equation(text, _said(first, last, depth, reader) or _said(last, first, depth, reader))


def _said(side: str, number: str, depth: int, reader: Reads) -> Leaf | None:
    """Return the number that an equation gives a side of two variables or more, or of values of a function.

    `2x = 10` and `x^2 = 25` are no such equations: they say something else of x; nor is `x - 2y = 0`, which only has
    all that it says on one side.
    """
    if len(names(side)) < 2 and not _VALUE_AT.search(side):  # noqa: PLR2004
        return None
    node = reader.node(number, depth + 1)
    return node if isinstance(node, Leaf) and is_constant(node) and node.value != 0 else None


def _is_lettered(text: str) -> bool:
    return _LETTERS.search(without_macros(text)) is not None or bool(names(text))


def is_constant(node: Node) -> bool:
    """Return whether an answer is a number, with or without a unit."""
    return isinstance(node, Leaf) and not node.prose and not _is_lettered(node.text)


def _name(side: str) -> str:
    return _OF_LETTER.sub("", _DERIVATIVE.sub(r"\1'", key(side, fold=False)))


def interval(text: str, depth: int, reader: Reads) -> Range | Inequality | None:
    r"""Read `a < x \leq b`, `x > a`, `a < x` and `|x| < a` as an interval of x, `|x| > a` as two; else as it is."""
    size = _SIZE.fullmatch(text) if text.startswith("|") else None
    if size is not None:
        return _of_size(size, depth, reader)
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
    bound = Inequality(sides[0], sides[1], signs[0] in ("<", ">"), text) if len(sides) == 2 else None  # noqa: PLR2004
    if not _VARIABLE.fullmatch(variable):
        return bound if bound and names(text) and all(map(readable, sides)) else None
    parts = (reader.node(low[1:], depth + 1), reader.node(high[:-1], depth + 1))
    return Range(key(variable), Group("bracket", parts, low[0] + high[-1]), bound)


def _of_size(said: re.Match[str], depth: int, reader: Reads) -> Range | Inequality | None:
    r"""Read `|x - centre| < size` and its like, where both are plain numbers."""
    variable, centre, sign, size = said.groups("0")
    middle, half = rational(centre.replace(" ", "")), rational(size)
    if middle is None or half is None or half <= 0:
        return None
    low, high = str(-middle - half), str(half - middle)
    if sign in ("<", "\\leq"):
        return interval(f"{low} {sign} {variable} {sign} {high}", depth, reader)
    marks = "[]" if sign == "\\geq" else "()"
    below = Group("bracket", (reader.node("-\\infty", depth), reader.node(low, depth)), f"({marks[1]}")
    above = Group("bracket", (reader.node(high, depth), reader.node("\\infty", depth)), f"{marks[0]})")
    return Range(key(variable), Group("union", (below, above)))


def _ends(sign: str, side: str, which: Literal["low", "high"]) -> str:
    closed = sign in ("\\leq", "\\geq")
    if which == "low":
        return ("[" if closed else "(") + side
    return side + ("]" if closed else ")")


def unequal(text: str, depth: int, reader: Reads) -> Range | None:
    r"""Read `x \neq 3` as all numbers but 3."""
    if text.count("\\neq") != 1:
        return None
    variable, _, point = (part.strip() for part in text.partition("\\neq"))
    if not _VARIABLE.fullmatch(variable) or not point:
        return None
    return Range(key(variable), _all_but(reader.node(point, depth + 1)))


def without_points(text: str, depth: int, reader: Reads) -> Node | None:
    r"""Read `\mathbb{R} \setminus \{3\}` as all numbers but 3."""
    sign = _DIFFERENCE.search(text) if "\\setminus" in text or "\\mathbb{R}" in text else None
    if sign is None:
        return None
    whole, rest = text[: sign.start()].strip(), text[sign.end() :].strip()
    if not whole or not rest or "\\cup" in whole or ("|" in text or "\\mid" in text):
        return None
    removed = reader.node(rest, depth + 1)
    if _REAL.fullmatch(whole):
        return _all_but(removed)
    return Group("relation", (Leaf("difference of sets", "", percent=False), reader.node(whole, depth + 1), removed))


def _all_but(removed: Node) -> Group:
    points = removed.parts if isinstance(removed, Group) and removed.kind in ("set", "list") else (removed,)
    return Group("union", (ALL_BUT, Group("set", points)))


def divides(text: str, depth: int, reader: Reads) -> Group | None:
    r"""Read `3 \mid n`, which is a relation of two numbers."""
    for sign, word in (("\\nmid", "does not divide"), ("\\mid", "divides")):
        if text.count(sign) == 1 and "\\{" not in text and "|" not in text and "P(" not in text:
            sides = [side.strip() for side in text.split(sign)]
            if all(sides):
                nodes = (reader.node(side, depth + 1) for side in sides)
                return Group("relation", (Leaf(word, "", percent=False), *nodes))
    return None


def set_builder(inside: str, depth: int, reader: Reads) -> Node | None:
    r"""Read what stands in `\{x \mid x > 2\}`; a set of the reals is what its condition says."""
    colon = split(inside, ":")
    bar = _SUCH_THAT.search(inside)
    if bar is not None and not (len(colon) > 1 and len(colon[0]) < bar.start()):
        member, condition = inside[: bar.start()].strip(), inside[bar.end() :].strip()
    elif len(colon) == 2:  # noqa: PLR2004
        member, condition = colon
    else:
        return None
    if not member or not condition or (bar is None and "," in member):
        return None
    of = _BUILT_OF.fullmatch(member)
    held = reader.node(words_joined(condition), depth + 1, either=" or " in condition or "{or}" in condition)
    said = simplified(held, both=not (" or " in condition or "{or}" in condition))
    if of is not None and (of.group(2) is None or _REAL.fullmatch(of.group(2).strip())):
        return said
    within = (of.group(2) or "") if of is not None else ""
    left = Leaf(of.group(1), "", percent=False) if of is not None else reader.node(member, depth + 1)
    return Group("relation", (Leaf(f"set of those in {key(within)}", "", percent=False), left, said))
