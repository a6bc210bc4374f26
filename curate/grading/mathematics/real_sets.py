r"""Bring sets of real numbers to one form: `x < 1 or x > 1`, `x \neq 1`, `\mathbb{R} \setminus \{1\}` are the same set.

Where every end is a rational number the set is computed. Where one is not, intervals are joined only where one ends
as the next begins, as it is written, for which no order need be known.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from curate.grading.mathematics.structure import Assigned, Group, Leaf, Node, Range

ALL_BUT: Final = Leaf("all numbers but", "", percent=False)
"""The first part of a union that is the whole line without the points of its second part."""

_INFINITE = float("inf")
_WHOLE_LINE = frozenset({"R", "\\R"})
_Cut = tuple[Fraction | float, int]  # a number and whether the cut is before it (0) or behind it (1)
_Cuts = list[tuple[_Cut, _Cut]]
_EVERYTHING: Final[_Cuts] = [((-_INFINITE, 1), (_INFINITE, 0))]


def simplified(node: Node, *, both: bool = False) -> Node:
    """Return an answer that is a set of reals in its one form, any other as it is.

    `both` says that its parts were joined by `and`, so that all of them hold.
    """
    if isinstance(node, Leaf) and node.key not in _WHOLE_LINE:
        return node
    if isinstance(node, Assigned | Leaf) or not _says_a_set(node):
        return _node(_EVERYTHING, None) if isinstance(node, Leaf) else node
    variable = _variable(node)
    cuts = _cuts(node, both=both)
    if cuts is not None:
        found = _node(cuts, variable)
        return found._replace(bound=node.bound) if isinstance(node, Range) and isinstance(found, Range) else found
    return _chained(node, variable) if not both else node


def elsewhere(conditions: Sequence[Node]) -> Node | None:
    """Return where none of some conditions on one real variable holds, or None where this cannot be computed."""
    ranges = [condition for condition in conditions if isinstance(condition, Range)]
    if not ranges or len(ranges) < len(conditions) or len({known.variable for known in ranges}) > 1:
        return None
    known = [cuts for cuts in map(_cuts, ranges) if cuts is not None]
    if len(known) < len(ranges):
        return None
    return _node(_complement(_merged([pair for cuts in known for pair in cuts])), ranges[0].variable)


def _says_a_set(node: Node) -> bool:
    """Return whether a node is surely a set of reals: `(1, 2)` alone may be a point, and `1, 2` are two numbers."""
    if isinstance(node, Range):
        return True
    if not isinstance(node, Group):
        return False
    if node.kind == "list":
        ranges = [part for part in node.parts if isinstance(part, Range)]
        if ranges:
            return len({part.variable for part in ranges}) == 1 and _fit(node, ranges)
        return all(isinstance(part, Group) and part.kind in ("bracket", "set", "union") for part in node.parts) and any(
            isinstance(part, Group) and part.kind == "bracket" and (node.either or _unbounded(part))
            for part in node.parts
        )
    if node.kind == "relation":
        return isinstance(node.parts[0], Leaf) and node.parts[0].text == "difference of sets"
    return node.kind == "union" or (node.kind == "bracket" and _unbounded(node))


def _fit(node: Group, ranges: Sequence[Range]) -> bool:
    r"""Return whether all else in a list goes with its ranges: `x = 2` of the same x, the 2 of `x \neq 1, 2`."""
    for part in node.parts:
        if isinstance(part, Range):
            continue
        if isinstance(part, Assigned) and part.name == ranges[0].variable:
            continue
        if isinstance(part, Leaf) and part.key in _WHOLE_LINE:
            continue
        if isinstance(part, Leaf) and isinstance(node.parts[0], Range) and _is_all_but(node.parts[0].interval):
            continue
        return False
    return True


def _unbounded(group: Group) -> bool:
    return len(group.parts) == 2 and any(  # noqa: PLR2004
        isinstance(part, Leaf) and part.key in ("\\infty", "+\\infty", "-\\infty") for part in group.parts
    )


def _is_all_but(node: Node) -> bool:
    return isinstance(node, Group) and node.kind == "union" and node.parts[0] is ALL_BUT


def _variable(node: Node) -> str | None:
    if isinstance(node, Range):
        return node.variable
    parts = node.parts if isinstance(node, Group) else ()
    return next((part.variable for part in parts if isinstance(part, Range)), None)


def _cuts(node: Node, *, both: bool = False) -> _Cuts | None:  # noqa: PLR0911 - one a shape
    """Return the set as sorted pairs of cuts, or None where an end is no rational number."""
    if isinstance(node, Range):
        return _cuts(node.interval)
    if isinstance(node, Assigned):
        return _cuts(node.value)
    if isinstance(node, Leaf):
        if node.key in _WHOLE_LINE:
            return _EVERYTHING
        return None if node.value is None or node.unit else [((node.value, 0), (node.value, 1))]
    if not isinstance(node, Group):
        return None
    if node.kind == "bracket":
        return _interval(node)
    if _is_all_but(node):
        removed = _cuts(node.parts[1])
        return None if removed is None else _complement(removed)
    if node.kind == "list":
        return _joined(node, both=both)
    if node.kind == "relation":
        whole, removed = _cuts(node.parts[1]), _cuts(node.parts[2])
        return None if whole is None or removed is None else _common(whole, _complement(removed))
    known = [cuts for cuts in map(_cuts, node.parts) if cuts is not None]
    return _merged([pair for cuts in known for pair in cuts]) if len(known) == len(node.parts) else None


def _interval(group: Group) -> _Cuts | None:
    if len(group.parts) != 2 or len(group.marks) != 2:  # noqa: PLR2004
        return None
    low, high = (_end(part) for part in group.parts)
    if low is None or high is None:
        return None
    start, end = (low, 0 if group.marks[0] == "[" else 1), (high, 1 if group.marks[1] == "]" else 0)
    return [(start, end)] if start < end else None


def _end(part: Node) -> Fraction | float | None:
    if not isinstance(part, Leaf) or part.unit or part.percent:
        return None
    if part.key in ("\\infty", "+\\infty"):
        return _INFINITE
    return -_INFINITE if part.key == "-\\infty" else part.value


def _joined(node: Group, *, both: bool) -> _Cuts | None:
    r"""Return what conditions say together: all of them after `and` and `x \neq`, else whichever is no nonsense.

    `x > 1, x < 3` means both, for either would be every number; `x < 1, x > 3` means either, for both is none.
    """
    known: list[_Cuts] = []
    must: _Cuts = _EVERYTHING
    for part in node.parts:
        cuts = _cuts(part)
        if cuts is None:
            return None
        if cuts == _EVERYTHING:
            continue
        removed = isinstance(part, Range) and _is_all_but(part.interval)
        if removed or (isinstance(part, Leaf) and not node.either):
            must = _common(must, cuts if removed else _complement(cuts))
        else:
            known.append(cuts)
    if not known:
        return must
    together = known[0]
    for cuts in known[1:]:
        together = _common(together, cuts)
    ranges_only = any(isinstance(part, Range) for part in node.parts)
    if both or (not node.either and ranges_only and together):
        return _common(must, together)
    return _common(must, _merged([pair for cuts in known for pair in cuts]))


def _merged(pairs: _Cuts) -> _Cuts:
    found: _Cuts = []
    for start, end in sorted(pairs):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _common(one: _Cuts, other: _Cuts) -> _Cuts:
    pairs = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other]
    return sorted(pair for pair in pairs if pair[0] < pair[1])


def _complement(cuts: _Cuts) -> _Cuts:
    found: _Cuts = []
    last: _Cut = (-_INFINITE, 1)
    for start, end in cuts:
        if last < start:
            found.append((last, start))
        last = end
    return [*found, (last, (_INFINITE, 0))] if last < (_INFINITE, 0) else found


def _node(cuts: _Cuts, variable: str | None) -> Node:
    """Write a set: the empty set, intervals and single points, or the whole line without some points."""
    if not cuts:
        return Leaf("\\emptyset", "", percent=False)
    points = [start[0] for start, end in cuts if start[0] == end[0]]
    holes = [start[0] for start, end in _complement(cuts) if start[0] == end[0]]
    parts: tuple[Node, ...]
    if holes and len(holes) == len(_complement(cuts)):
        parts = (ALL_BUT, Group("set", tuple(_number(hole) for hole in holes)))
    else:
        parts = tuple(_bracket(start, end) for start, end in cuts if start[0] != end[0])
        parts = (*parts, Group("set", tuple(_number(point) for point in points))) if points else parts
    only = parts[0]
    group = only if len(parts) == 1 and isinstance(only, Group) else Group("union", parts)
    return Range(variable, group) if variable else group


def _bracket(start: _Cut, end: _Cut) -> Group:
    marks = ("[" if start[1] == 0 else "(") + ("]" if end[1] == 1 else ")")
    return Group("bracket", (_number(start[0]), _number(end[0])), marks)


def _number(value: Fraction | float) -> Leaf:
    if isinstance(value, float):
        return Leaf("\\infty" if value > 0 else "-\\infty", "", percent=False)
    return Leaf(str(value), "", percent=False)


def _chained(node: Node, variable: str | None) -> Node:
    """Join intervals that touch, as they are written; of half-lines and gaps only the points left out are named."""
    if (
        isinstance(node, Range)
        or not isinstance(node, Group)
        or node.kind not in ("union", "list")
        or _is_all_but(node)
    ):
        return node
    intervals = [part.interval if isinstance(part, Range) else part for part in node.parts]
    known = [part for part in intervals if isinstance(part, Group) and part.kind == "bracket" and len(part.parts) == 2]  # noqa: PLR2004
    if len(known) != len(intervals):
        return node
    by_start = {part.parts[0].key: part for part in known if isinstance(part.parts[0], Leaf)}
    at = by_start.get("-\\infty")
    holes: list[Node] = []
    for _ in range(len(known)):
        end = at.parts[1] if at is not None else None
        if at is None or not isinstance(end, Leaf) or at.marks[1] != ")":
            return node
        if end.key in ("\\infty", "+\\infty"):
            break
        holes.append(end)
        at = by_start.get(end.key)
        if at is not None and at.marks[0] != "(":
            return node
    if len(holes) != len(known) - 1 or not holes:
        return node
    group = Group("union", (ALL_BUT, Group("set", tuple(holes))))
    return Range(variable, group) if variable else group
