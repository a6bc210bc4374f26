r"""See an answer as the shape that it has: one after the other, each shape is tried on the text and on its parts.

Everything here is linear in the text at each of at most `DEEPEST` levels.
"""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from curate.grading.brackets import closes_at_end
from curate.grading.mathematics import families, relations
from curate.grading.mathematics.exact import exact_decimals, rational
from curate.grading.mathematics.latex import words_joined
from curate.grading.mathematics.real_sets import simplified
from curate.grading.mathematics.structure import (
    DEEPEST,
    MOST_PARTS,
    OTHERWISE,
    Assigned,
    Group,
    Leaf,
    Node,
    outside,
    readable,
    split,
    unwrapped,
)
from curate.grading.mathematics.units import split_unit, summed

Letters = Literal["units", "first", "only"]
"""What a letter behind a number may be: a unit, a unit unless it touches its number, always a variable."""

_ROW_END = re.compile(r"\\\\(?:\s*\[\s*-?[\d.]{1,9}\s*[a-z]{2}\s*\])?|\\cr(?![A-Za-z])")
_PLAIN_TEX = re.compile(r"[(\[]?\s*\\([pb]?matrix)\s*\{((?:(?!matrix).)*)\}\s*[)\]]?", re.DOTALL)
_MATRIX = re.compile(r"\\begin\{(?:[pbB]?matrix|smallmatrix|array|tabular)\}(.*)\\end\{\w+\}", re.DOTALL)
_SCALAR_TIMES = re.compile(r"([^=,;&]{1,60}?)\s*(?:\\cdot|\\times|\*)?\s*(?=\\begin\{[pbB]?matrix\})")
_COLUMNS = re.compile(r"^\s*(?:\[[a-z]\])?\s*\{[^{}]*\}")
_RULES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^{}]*\})(?![A-Za-z])")
_LINES = re.compile(r"\\begin\{(?:cases|aligned|align\*?|gathered|gather\*?|split)\}(.*)\\end\{[a-z*]+\}", re.DOTALL)
_CONDITION_WORDS = re.compile(r"\\text\{\s*,?\s*(?:if|for|when|where|otherwise|else)?\s*\}|^(?:if|for|when)\s")
_WHOLE_TEXT = re.compile(r"\\text\{([^{}]*)\}")
_MEMBER_OF = re.compile(r"^\\?[A-Za-z]+(?:_\w|_\{\w+\})?\s*\\in(?![a-z])\s*")
_SIDE_BY_SIDE = re.compile(r"(?<=\))\s*(?=\()")
_ANGLE_BRACKETS = re.compile(r"^<([^<>=]*,[^<>=]*)>$")
_CALLED = re.compile(r"^[A-Za-z]'?\s*(?:\([A-Za-z]\))?\s*=\s*(?=\\begin\{cases)")
_POINT = re.compile(r"([A-Z]'?)\s*(?=\([^()]*,)")
_STATEMENT = re.compile(r"[=<>]|\\(?:leq|geq|neq|in|mid|equiv)(?![A-Za-z])")
_BEFORE_OR = re.compile(r"[,;]\s*(?:\\text\{\s*)?or\b|\\text\{\s*[,;]\s*or\b")
_BARE_OR = re.compile(r"(?<![,;{\s])\s*(?:\\text\{\s*)?or\b")
_ABOUT = re.compile(r"\(?\s*\\approx(?![A-Za-z])")
_NEAR = 10  # a rounded number differs by no more than a tenth
_OUTWARD = re.compile(r"([\]\[(])(.*)([\])\[])", re.DOTALL)
_CONJUNCTION = re.compile(r"\\text\{\s*and\s*\}|(?<=[\s})\d])and(?=[\s({\\\d-])")
_VECTOR_TERM = re.compile(
    r"\s*([-+]?)\s*([^-+ijk]{0,40}?)\s*(?:\\cdot|\*)?\s*(?:\\hat\{([ijk])\}|([ijk])(?![A-Za-z]))\s*"
)


class Reader(NamedTuple):
    """Reads parts of an answer as the whole is read."""

    letters: Letters

    def node(self, text: str, depth: int, *, either: bool = False) -> Node:
        """Return the shape of a part; `either` says that an `or` joined what it is a list of."""
        text = unwrapped(text)
        if text.isalnum() or depth > DEEPEST:
            return self.leaf(text)
        if "matrix" in text and "\\begin{" not in text and (plain := _PLAIN_TEX.fullmatch(text)):
            text = f"\\begin{{{plain.group(1)}}}{plain.group(2)}\\end{{{plain.group(1)}}}"
        if "\\begin{" in text and (node := _matrix(text, depth, self) or _lines(text, depth, self)) is not None:
            return node
        parts = [part for part in split(text, ",;") if part]
        if 1 < len(parts) <= MOST_PARTS:
            return _list(tuple(self.node(part, depth + 1) for part in parts), either=either)
        text = _MEMBER_OF.sub("", parts[0]).strip() if len(parts) == 1 else text
        for shape in _SHAPES:
            node = shape(text, depth, self)
            if node is not None:
                return node
        return self.leaf(text)

    def leaf(self, text: str) -> Leaf:
        """Return a scalar, without the unit that it may have."""
        whole = _WHOLE_TEXT.fullmatch(text)
        text = whole.group(1).strip() if whole else text
        if self.letters == "only":
            return Leaf(exact_decimals(text), "", percent=False, cased=True)
        return Leaf(*split_unit(text, letters_first=self.letters == "first"))


def parse(tidied: str, letters: Letters = "units") -> Node:
    """Return the shape of a tidied answer."""
    whole = _WHOLE_TEXT.fullmatch(tidied)
    tidied = whole.group(1).strip() if whole else _ANGLE_BRACKETS.sub(r"(\1)", tidied)
    premise, arrow, text = tidied.rpartition("\\Rightarrow") if "\\Rightarrow" in tidied else ("", "", tidied)
    premise, text = premise.strip(), text.strip() or premise.strip()
    node = _stated(text, letters)
    if not arrow or not premise or text == premise:
        return node
    before = Leaf(premise, "", percent=False) if "\\Rightarrow" in premise else _stated(premise, letters)
    return Group("implication", (before, node), "shown" if _STATEMENT.search(premise) else "")


def _stated(text: str, letters: Letters) -> Node:
    """Return the shape of an answer, without the clause at its end that says what a letter of it runs through."""
    found = families.clause(text)
    if found is not None:
        rest, letter, among = found
        return families.family(_stated(rest, letters), letter, among)
    text = _exact(text) if "\\approx" in text else text
    text = summed(text) if letters != "only" else text
    either = " or " in text or "{or}" in text
    both = not either and _CONJUNCTION.search(text) is not None
    node = Reader(letters).node(words_joined(text), 0, either=either)
    if either and isinstance(node, Group) and node.kind == "list" and _mixes(text, node):
        node = node._replace(marks="some")
    return simplified(node, both=both)


def _mixes(text: str, listed: Group) -> bool:
    """Return whether commas and an `or` without one separate mere numbers: `1, 2 or 3`; `x = 1, 2 or 3` names them."""
    return (
        "=" not in text and all(isinstance(part, Leaf) for part in listed.parts)
        and "," in _BEFORE_OR.sub("", outside(text)) and _BARE_OR.search(text) is not None
    )  # fmt: skip


def _exact(text: str) -> str:
    r"""Return of `A \approx B` the exact A, unless it is only a name; `5 \approx 6` says no more than `5 = 6`."""
    about = _ABOUT.search(text)
    if about is None:
        return text
    exact = text[: about.start()].strip()
    if exact and not relations.NAME.fullmatch(exact) and readable(exact):
        one, other = rational(exact), rational(text[about.end() :].strip(" )"))
        if one is None or other is None or abs(one - other) * _NEAR <= abs(one):
            return exact.rstrip(" =")
    return text.replace("\\approx", "=").lstrip("= ")


def _list(parts: tuple[Node, ...], *, either: bool) -> Group:
    """Return a list; values of different names (`y = 2, x = 1`) have the order of the names."""
    parts = _flat(parts)
    named = [part for part in parts if isinstance(part, Assigned) and part.name.isalpha()]
    names = [part.name for part in named]
    if len(named) == len(parts) == len(set(names)) and not either:
        return Group("bracket", tuple(sorted(named, key=lambda part: part.name)), "()")
    return Group("list", parts, either=either)


def _flat(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    r"""Return the parts of a collection, with both answers for each that has a `\pm`, also for `x = \pm 1, x = 2`."""
    if not any(_signs(part) for part in parts):
        return parts
    called = {part.name for part in parts if isinstance(part, Assigned)}
    flat: list[Node] = []
    for part in parts:
        both = _signs(part) if len(called) < 2 or isinstance(part, Group) else None  # noqa: PLR2004
        if both is None:
            flat.append(part)
        elif isinstance(part, Assigned):
            flat += (part._replace(value=one) for one in both.parts)
        else:
            flat += both.parts
    return tuple(flat)


def _signs(part: Node) -> Group | None:
    r"""Return what the `\pm` of a part stands for, if it has one."""
    value = part.value if isinstance(part, Assigned) else part
    return value if isinstance(value, Group) and value.kind == "list" and value.marks == "\\pm" else None


def _union(text: str, depth: int, reader: Reader) -> Group | None:
    parts = text.split("\\cup") if "\\cup" in text else []
    if not 1 < len(parts) <= MOST_PARTS:
        return None
    nodes = tuple(reader.node(part, depth + 1) for part in parts)
    if all(isinstance(node, Group) and node.kind == "set" for node in nodes):
        return Group("set", tuple(part for node in nodes if isinstance(node, Group) for part in node.parts))
    return Group("union", nodes)


def _matrix(text: str, depth: int, reader: Reader) -> Group | None:
    if text[0:1] in ("(", "[") and text.endswith((")", "]")) and "\\begin{array}" in text and closes_at_end(text):
        text = text[1:-1].strip()
    scalar = _SCALAR_TIMES.match(text) if "matrix}" in text and not text.startswith("\\begin{") else None
    if scalar is not None:
        matrix = _MATRIX.fullmatch(text[scalar.end() :])
        rows = [row.split("&") for row in _ROW_END.split(matrix.group(1)) if row.strip()] if matrix else []
        factor = "-1" if scalar.group(1).strip() == "-" else scalar.group(1).strip()
        return _rows([[f"({factor})\\cdot ({cell})" for cell in row] for row in rows], depth, reader)
    matrix = _MATRIX.fullmatch(text) if text.startswith("\\begin{") else None
    if matrix is None or "\\begin" in matrix.group(1):
        return None
    inside = matrix.group(1)
    inside = _COLUMNS.sub("", inside) if text.startswith(("\\begin{array", "\\begin{tab")) else inside
    rows = [row.split("&") for row in _ROW_END.split(_RULES.sub(" ", inside)) if row.strip()]
    return _rows(rows, depth, reader)


def _rows(rows: list[list[str]], depth: int, reader: Reader) -> Group | None:
    cells = [reader.node(cell, depth + 1) for row in rows for cell in row]
    shape = "x".join(str(len(row)) for row in rows)
    return Group("matrix", tuple(cells), shape) if 0 < len(cells) <= MOST_PARTS else None


def _nested_rows(text: str, depth: int, reader: Reader) -> Group | None:
    """Read `[[1, 2], [3, 4]]` and `[1, 2; 3, 4]` as a matrix."""
    if not (text.startswith("[") and text.endswith("]") and closes_at_end(text)):
        return None
    inside = text[1:-1].strip()
    rows = split(inside, ",;") if inside.startswith("[") else []
    if rows and all(row.startswith("[") and row.endswith("]") and closes_at_end(row) for row in rows):
        return _rows([split(row[1:-1], ",") for row in rows], depth, reader)
    rows = split(inside, ";") if ";" in inside and "," in inside else []
    lengths = {len(split(row, ",")) for row in rows}
    return _rows([split(row, ",") for row in rows], depth, reader) if len(lengths) == 1 and min(lengths) > 1 else None


def _lines(text: str, depth: int, reader: Reader) -> Group | None:
    """Read a system of equations as the list of its lines, and a function by cases as one that has conditions."""
    text = _CALLED.sub("", text) if "{cases}" in text else text
    lines = _LINES.fullmatch(text) if text.startswith("\\begin{") else None
    if lines is None or "\\begin" in lines.group(1):
        return None
    rows = [row for part in _ROW_END.split(lines.group(1)) if (row := part.strip(" ,;"))]
    if not 1 <= len(rows) <= MOST_PARTS:
        return None
    if (
        "{cases}" not in text
        or not any("&" in row for row in rows)
        or all("=" in row.partition("&")[0] for row in rows)
    ):
        return _list(tuple(reader.node(row.replace("&", " "), depth + 1) for row in rows), either=False)
    parts: list[Node] = []
    for row in rows:
        value, _, condition = row.partition("&")
        condition = _CONDITION_WORDS.sub(" ", condition.replace("&", " ")).strip(" ,.")
        held = reader.node(condition, depth + 1) if condition else Leaf(OTHERWISE, "", percent=False)
        parts.append(Group("bracket", (reader.node(value.strip(" ,"), depth + 1), simplified(held)), "()"))
    return Group("cases", tuple(parts))


def _bracketed(text: str, depth: int, reader: Reader) -> Node | None:  # noqa: PLR0911 - one a kind of bracket
    named = _POINT.match(text)
    if named is not None and closes_at_end(text[named.end() :]):
        at = reader.node(text[named.end() :], depth + 1)
        return Assigned(named.group(1), at, text) if isinstance(at, Group) and at.kind == "bracket" else None
    if text[:1] == "]" or (text[-1:] == "[" and text[:1] in "(["):
        text = _inward(text)
    if len(text) < 2 or not closes_at_end(text.replace("\\{", "{").replace("\\}", "}")):  # noqa: PLR2004
        return None
    if text.startswith("\\{") and text.endswith("\\}"):
        return _set(text[2:-2].strip(), depth, reader)
    if text[0] not in "([" or text[-1] not in ")]":
        return None
    parts = [part for part in split(text[1:-1], ",;") if part]
    if len(parts) > MOST_PARTS:
        return None
    if len(parts) == 1:
        return reader.node(parts[0], depth + 1)
    nodes = tuple(reader.node(part, depth + 1) for part in parts)
    signed = [at for at, node in enumerate(nodes) if _signs(node)] if text[0] == "(" and text[-1] == ")" else []
    both = _signs(nodes[signed[0]]) if len(signed) == 1 else None
    if both is not None:
        at = signed[0]
        tuples = tuple(Group("bracket", (*nodes[:at], one, *nodes[at + 1 :]), "()") for one in both.parts)
        return Group("list", tuples, "\\pm")
    return Group("bracket", nodes, text[0] + text[-1]) if parts else None


def _inward(text: str) -> str:
    """Return `]1, 2[`, as open intervals are written in French, in the brackets of the others."""
    outward = _OUTWARD.fullmatch(text)
    if outward is None or "," not in text.replace(";", ","):
        return text
    low, high = outward.group(1), outward.group(3)
    return f"{'(' if low == ']' else low}{outward.group(2)}{')' if high == '[' else high}"


def _set(inside: str, depth: int, reader: Reader) -> Node:
    if not inside:
        return Leaf("\\emptyset", "", percent=False)
    built = relations.set_builder(inside, depth, reader)
    if built is not None:
        return built
    parts = _flat(tuple(reader.node(part, depth + 1) for part in split(inside, ",;") if part))
    only = parts[0] if len(parts) == 1 else None
    return only if isinstance(only, Group) and only.marks == "()" else Group("set", parts)  # the one point there is


def _tuples(text: str, depth: int, reader: Reader) -> Group | None:
    """Read tuples that stand side by side, as in `(1, 2)(3, 4)`, as a list; `(x + 1)(x - 1)` is a product."""
    parts = _SIDE_BY_SIDE.split(text) if text.startswith("(") and text.endswith(")") else []
    if not 1 < len(parts) <= MOST_PARTS or not all("," in part and readable(part) for part in parts):
        return None
    return Group("list", tuple(reader.node(part, depth + 1) for part in parts))


def _plus_minus(text: str, depth: int, reader: Reader) -> Group | None:
    r"""Read `a \pm b` as two answers; in `\pm a \mp b` the signs go together, in `\pm a \pm b` they need not."""
    ups, downs = text.count("\\pm"), text.count("\\mp")
    if ups + downs == 0 or ups > 1 or downs > 1:
        return None
    both = [text.replace("\\pm", up).replace("\\mp", down) for up, down in (("+", "-"), ("-", "+"))]
    return Group("list", tuple(reader.node(one, depth + 1) for one in both), "\\pm")


def _ratio(text: str, depth: int, reader: Reader) -> Group | None:
    parts = split(text, ":") if ":" in text else []
    if not 1 < len(parts) <= MOST_PARTS or not all(parts):
        return None
    return Group("ratio", tuple(reader.node(part, depth + 1) for part in parts))


def _vector(text: str, depth: int, reader: Reader) -> Group | None:
    r"""Read `3\mathbf{i} - 2\mathbf{j}` as the vector that it is."""
    if "j" not in text or (reader.letters == "only" and "\\hat" not in text):
        return None
    components: dict[str, str] = {}
    at = 0
    while at < len(text):
        term = _VECTOR_TERM.match(text, at)
        axis = (term.group(3) or term.group(4)) if term else None
        if term is None or axis is None or axis in components or (at > 0 and not term.group(1)):
            return None
        components[axis] = f"{term.group(1)}{term.group(2).strip() or '1'}"
        at = term.end()
    if len(components) < 2 and "\\hat" not in text:  # noqa: PLR2004
        return None
    axes = "ijk" if "k" in components else "ij"
    parts = tuple(reader.node(components.get(axis, "0"), depth + 1) for axis in axes)
    return Group("bracket", parts, "()")


_SHAPES: tuple[Callable[[str, int, Reader], Node | None], ...] = (
    relations.equation,
    relations.without_points,
    _union,
    _nested_rows,
    relations.divides,
    relations.unequal,
    relations.interval,
    _bracketed,
    _tuples,
    _plus_minus,
    _vector,
    _ratio,
)
