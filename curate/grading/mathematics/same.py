"""Compare two answers by shape: which order counts, which name, which relation; scalars.py compares the parts."""

import re
from collections.abc import Iterable
from fractions import Fraction

from curate.grading.mathematics.families import members
from curate.grading.mathematics.real_sets import elsewhere
from curate.grading.mathematics.relations import is_constant
from curate.grading.mathematics.scalars import DIFFERENT, EQUAL, same_scalar
from curate.grading.mathematics.structure import (
    OTHERWISE,
    Assigned,
    Equation,
    Group,
    Inequality,
    Leaf,
    Node,
    Range,
    names,
)
from curate.grading.symbolic import door
from curate.grading.symbolic.door import Budget
from curate.grading.verdict import Finding

__all__ = ["EQUAL", "same"]

_OTHER_SHAPE = Finding(equal=False, why="another kind of answer than the gold answer")

_MOST_PAIRS = 400  # of parts of two unordered collections
_UNORDERED = frozenset({"set", "list", "union"})
_SHORTEST_ORDERING = 3
_LETTER = re.compile(r"(?<![\\A-Za-z])[A-Za-z]")
_OF_ONE_LETTER = re.compile(r"[A-Za-z]\s*\(\s*[A-Za-z]\s*\)\s*=")
_CLOCK = re.compile(r"\d{1,2}(?::[0-5]\d){1,2}")
_AS_FRACTION = re.compile(r"\\frac\{(\d+)\}\{(\d+)\}|(\d+)/(\d+)")


def same(gold: Node, answer: Node, budget: Budget) -> Finding:  # noqa: PLR0911 - one a shape
    """Return whether two answers are the same, or that it could not be found out within the budget."""
    if isinstance(gold, Leaf) and isinstance(answer, Leaf):
        return same_scalar(gold, answer, budget)
    if _is("implication", gold, answer):
        return _same_implication(gold, answer, budget)
    if _is("family", gold, answer):
        both = members(gold, answer)
        return _OTHER_SHAPE if both is None else same(*both, budget)
    if isinstance(gold, Assigned | Equation) or isinstance(answer, Assigned | Equation):
        return _same_equation(gold, answer, budget)
    if isinstance(gold, Inequality) or isinstance(answer, Inequality):
        return _same_inequality(gold, answer, budget)
    if isinstance(gold, Range) or isinstance(answer, Range):
        return _same_range(gold, answer, budget)
    if isinstance(gold, Group) and isinstance(answer, Group):
        return _same_group(gold, answer, budget)
    return _same_single(gold, answer, budget)


def _is(kind: str, *nodes: Node) -> bool:
    return any(isinstance(node, Group) and node.kind == kind for node in nodes)


def _same_implication(gold: Node, answer: Node, budget: Budget) -> Finding:
    r"""Compare where one says `A \Rightarrow B`: in the gold answer this is all asked for, else a step to B."""
    if isinstance(answer, Group) and answer.kind == "implication":
        if isinstance(gold, Group) and gold.kind == "implication":
            return _same_in_order(gold.parts, answer.parts, budget)
        if answer.marks == "shown":
            return same(gold, answer.parts[1], budget)
    return _OTHER_SHAPE


def _same_equation(gold: Node, answer: Node, budget: Budget) -> Finding:  # noqa: PLR0911 - one a pair of shapes
    if isinstance(answer, Equation) and answer.said is not None and is_constant(gold):
        return same(gold, answer.said, budget)
    if not isinstance(answer, Assigned | Equation):
        return same(gold.value, answer, budget) if isinstance(gold, Assigned) else _OTHER_SHAPE
    if not isinstance(gold, Assigned | Equation):
        return same(gold, answer.value, budget) if isinstance(answer, Assigned) else _OTHER_SHAPE
    if isinstance(gold, Assigned) and isinstance(answer, Assigned):
        if gold.name == answer.name or (gold.name.isalpha() and _is_numbered(answer.name, gold.name)):
            return same(gold.value, answer.value, budget)
        if _is_called_otherwise(gold, answer):
            return same(gold.value, answer.value, budget)
        if sorted(gold.name) != sorted(answer.name) and not any(
            isinstance(side.value, Leaf) and _LETTER.search(side.value.text) for side in (gold, answer)
        ):
            return Finding(equal=False, why="another variable than the gold answer's")
    return door.same(gold.text, answer.text, budget)


def _is_numbered(name: str, letter: str) -> bool:
    """Return whether a name is a letter with a number, `x_1`: one of the values that the letter has."""
    return name.startswith(f"{letter}_") and name[len(letter) + 1 :].strip("{}").isdigit()


def _is_called_otherwise(*sides: Assigned) -> bool:
    """Return whether two functions of one variable differ in their names only: `y = x^2`, `f(x) = x^2`."""
    function = [side for side in sides if _OF_ONE_LETTER.match(side.text)]
    graph = [side for side in sides if side.name == "y"]
    if len(function) != 1 or len(graph) != 1 or not isinstance(graph[0].value, Leaf):
        return False
    argument = function[0].text.partition("(")[2].partition(")")[0].strip()
    return argument != "y" and argument in names(graph[0].value.text) and "y" not in names(graph[0].value.text)


def _same_inequality(gold: Node, answer: Node, budget: Budget) -> Finding:
    """Compare two inequalities, which are the same if one difference of sides is a positive constant times the other.

    `2x > 4` does not say what `x > 2` does: it has still to be solved, and may be the question itself said again.
    """
    known, said = (node.bound if isinstance(node, Range) else node for node in (gold, answer))
    if not isinstance(known, Inequality) or not isinstance(said, Inequality):
        return _OTHER_SHAPE
    solved = isinstance(gold, Range) or isinstance(answer, Range)
    if known.strict != said.strict or (solved and len(names(known.text)) < 2):  # noqa: PLR2004
        return Finding(equal=False, why="another inequality than the gold answer")
    ours, theirs = (f"(({one.greater})-({one.less}))" for one in (known, said))
    finding = door.same(f"{ours}=0", f"{theirs}=0", budget)
    if not finding.equal:
        return finding
    return door.same(f"{ours}\\cdot \\sqrt{{{theirs}^2}}", f"{theirs}\\cdot \\sqrt{{{ours}^2}}", budget)


def _same_range(gold: Node, answer: Node, budget: Budget) -> Finding:
    if isinstance(gold, Range) and isinstance(answer, Range) and gold.variable != answer.variable:
        if gold.bound and answer.bound and len(names(gold.bound.text)) > 1:
            return _same_inequality(gold, answer, budget)
        return Finding(equal=False, why="another variable than the gold answer's")
    if _is("list", gold, answer):  # the ends of an interval are no interval
        return _OTHER_SHAPE
    known = gold.interval if isinstance(gold, Range) else gold
    said = answer.interval if isinstance(answer, Range) else answer
    return same(known, said, budget)


def _same_group(gold: Group, answer: Group, budget: Budget) -> Finding:  # noqa: PLR0911 - one a pair of shapes
    kinds = {gold.kind, answer.kind}
    if kinds <= _UNORDERED:
        if kinds != {"union"} and any(_joins_names(group) for group in (gold, answer)):
            return _OTHER_SHAPE
        if answer.marks == "some" and not gold.either:
            return Finding(equal=False, why="the answer may mean some of its parts or all")
        compared = _same_in_order(gold.parts, answer.parts, budget) if _is_ordering(gold) else None
        return compared or _same_unordered(gold, answer, budget)
    if kinds == {"cases"}:
        return _same_unordered(_as_list(gold), _as_list(answer), budget)
    if kinds == {"bracket", "list"} and not _may_be_list(gold, answer):
        return Finding(equal=False, why="an interval is no list of its ends")
    if kinds == {"ratio"} and not _is_clock(gold) and _proportional(gold.parts, answer.parts):
        return Finding(equal=True, why="the same ratio")
    if kinds == {"bracket"} and len(gold.parts) == 2 and gold.marks != answer.marks:  # noqa: PLR2004
        return Finding(equal=False, why="other brackets than the gold answer's")
    if kinds == {"matrix"} and gold.marks != answer.marks:
        return Finding(equal=False, why="a matrix of another shape")
    if len(kinds) == 1 or kinds == {"bracket", "list"} or (kinds == {"bracket", "matrix"} and _vectors(gold, answer)):
        return _same_in_order(gold.parts, answer.parts, budget)
    return _OTHER_SHAPE


def _joins_names(group: Group) -> bool:
    r"""Return whether a union is of sets that are only named, as in `A \cup B`."""
    return group.kind == "union" and all(isinstance(part, Leaf) for part in group.parts)


def _may_be_list(*groups: Group) -> bool:
    r"""Return whether brackets may just hold a list: `[1, 2)` and `(1, \infty)` are intervals, `1 or 2` no pair."""
    for group in groups:
        square = group.kind == "bracket" and group.marks != "()" and len(group.parts) == 2  # noqa: PLR2004
        endless = any(isinstance(part, Leaf) and "\\infty" in part.text for part in group.parts)
        if square or group.either or (endless and len(group.parts) == 2):  # noqa: PLR2004
            return False
    return True


def _as_list(cases: Group) -> Group:
    """Return the cases of a function as a list, in which `otherwise` says where none of the other conditions holds."""
    pairs = [case for case in cases.parts if isinstance(case, Group)]
    stated = [pair.parts[1] for pair in pairs if not _is_otherwise(pair.parts[1])]
    rest = elsewhere(stated) if len(stated) == len(pairs) - 1 else None
    told = [
        pair._replace(parts=(pair.parts[0], rest)) if rest is not None and _is_otherwise(pair.parts[1]) else pair
        for pair in pairs
    ]
    return Group("list", tuple(told))


def _is_otherwise(condition: Node) -> bool:
    return isinstance(condition, Leaf) and condition.text == OTHERWISE


def _is_clock(ratio: Group) -> bool:
    """Return whether two or three numbers with colons may be a time of day, which no factor leaves what it is."""
    return _CLOCK.fullmatch(":".join(part.text if isinstance(part, Leaf) else "?" for part in ratio.parts)) is not None


def _is_written_as(ratio: Group, fraction: Leaf) -> bool:
    """Return whether a fraction has the two numbers of a ratio, digit by digit."""
    found = _AS_FRACTION.fullmatch(fraction.text)
    numbers = [part.text for part in ratio.parts if isinstance(part, Leaf)]
    return found is not None and [number for number in found.groups() if number] == numbers


def _is_ordering(gold: Group) -> bool:
    """Return whether a bare list says in which order things stand: `3, 1, 2` or `B, A, C`, of which none is missing.

    Sorted it may as well be the roots of an equation, and so may any two numbers: those have no order.
    """
    if gold.kind != "list" or gold.either or len(gold.parts) < _SHORTEST_ORDERING:
        return False
    marks = [part.key if isinstance(part, Leaf) and not part.unit and not part.percent else "" for part in gold.parts]
    numbered = [str(n) for n in range(1, len(marks) + 1)]
    lettered = [chr(65 + n) for n in range(min(len(marks), 26))]
    return any(marks != known and sorted(marks) == sorted(known) for known in (numbered, lettered))


def _vectors(*groups: Group) -> bool:
    shapes = [group.marks for group in groups if group.kind == "matrix"]
    return all("x" not in shape or set(shape.split("x")) == {"1"} for shape in shapes)


def _proportional(gold: tuple[Node, ...], answer: tuple[Node, ...]) -> bool:
    ours, theirs = _values(gold), _values(answer)
    if ours is None or theirs is None or len(ours) != len(theirs) or not all((*ours, *theirs)):
        return False
    return len({a / g for g, a in zip(ours, theirs, strict=True)}) == 1


def _values(parts: Iterable[Node]) -> list[Fraction] | None:
    values = [part.value if isinstance(part, Leaf) and not part.unit else None for part in parts]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _same_in_order(gold: tuple[Node, ...], answer: tuple[Node, ...], budget: Budget) -> Finding:
    if len(gold) != len(answer):
        return Finding(equal=False, why="another number of parts than the gold answer")
    unknown: Finding | None = None
    for known, said in zip(gold, answer, strict=True):
        finding = DIFFERENT if _is_member(known, said) else same(known, said, budget)
        if finding.equal is False:
            return finding
        unknown = finding if finding.equal is None else unknown
    return unknown or Finding(equal=True, why="equal part by part")


def _is_member(*parts: Node) -> bool:
    """Return whether of two parts of collections one is a set and one a scalar, which is no more than its member."""
    return _is("set", *parts) and any(isinstance(part, Leaf) for part in parts)


def _same_unordered(gold: Group, answer: Group, budget: Budget) -> Finding:
    """Match the parts of two collections; where repetition means nothing, each part only needs an equal."""
    repeats_count = gold.kind == answer.kind == "list" and not gold.either and not answer.either
    if repeats_count and len(gold.parts) != len(answer.parts):
        return Finding(equal=False, why="another number of parts than the gold answer")
    if len(gold.parts) * len(answer.parts) > _MOST_PAIRS:
        return _same_in_order(gold.parts, answer.parts, budget)
    left = list(range(len(answer.parts)))
    matched: set[int] = set()
    unknown: Finding | None = None
    for part in gold.parts:
        candidates = left if repeats_count else range(len(answer.parts))
        at, doubt = _partner(part, answer.parts, candidates, budget)
        if at is None and doubt is None:
            return Finding(equal=False, why="a part of the gold answer is missing")
        unknown = doubt or unknown
        if at is not None:
            matched.add(at)
            left = [other for other in left if other != at]
    if unknown is not None:
        return unknown
    for at in left:
        if at not in matched and _partner(answer.parts[at], gold.parts, range(len(gold.parts)), budget)[0] is None:
            return Finding(equal=False, why="the answer has a part too many")
    return Finding(equal=True, why="the same parts")


def _partner(
    part: Node, others: tuple[Node, ...], candidates: Iterable[int], budget: Budget
) -> tuple[int | None, Finding | None]:
    """Return where the part's equal stands, cheap comparisons first, or the doubt if one could not be compared."""
    open_ones = list(candidates)
    for at in open_ones:
        other = others[at]
        if isinstance(part, Leaf) and isinstance(other, Leaf) and part.key == other.key and part.unit == other.unit:
            return at, None
    doubt: Finding | None = None
    for at in open_ones:
        if _is_member(part, others[at]):
            continue
        finding = same(part, others[at], budget)
        if finding.equal:
            return at, None
        doubt = finding if finding.equal is None else doubt
    return None, doubt


def _same_single(gold: Node, answer: Node, budget: Budget) -> Finding:
    """Compare a scalar with a collection: a set of one, a fraction for a ratio, or `x or y` where both are the same."""
    group, scalar = (gold, answer) if isinstance(gold, Group) else (answer, gold)
    if not isinstance(group, Group) or not isinstance(scalar, Leaf):
        return _OTHER_SHAPE
    if group.kind == "ratio" and len(group.parts) == 2 and scalar.value is not None:  # noqa: PLR2004
        if group is gold and _is_clock(group) and not _is_written_as(group, scalar):
            return DIFFERENT
        values = _values(group.parts)
        alike = values is not None and values[1] != 0 and values[0] / values[1] == scalar.value
        return Finding(equal=True, why="the ratio as a fraction") if alike else DIFFERENT
    if group.kind == "set" and (scalar.key == "\\emptyset" or any(_is("set", part) for part in group.parts)):
        return _OTHER_SHAPE
    if len(group.parts) == 1 or group.either:
        pairs = [(part, scalar) if group is gold else (scalar, part) for part in group.parts]
        findings = [same(known, said, budget) for known, said in pairs]
        return next((finding for finding in findings if not finding.equal), findings[0])
    return _OTHER_SHAPE
