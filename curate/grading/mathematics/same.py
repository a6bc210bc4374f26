"""Compare two answers by shape: which order counts, which unit, which rounding; scalars by value, then symbolically."""

import re
from collections.abc import Iterable
from fractions import Fraction

from curate.grading.mathematics.exact import decimal_places, rational
from curate.grading.mathematics.structure import Assigned, Equation, Group, Leaf, Node, Range, readable
from curate.grading.mathematics.units import measure
from curate.grading.symbolic import door
from curate.grading.symbolic.door import Budget
from curate.grading.verdict import Finding

EQUAL = Finding(equal=True, why="equal as written")
_DIFFERENT = Finding(equal=False, why="differs from the gold answer")
_OTHER_SHAPE = Finding(equal=False, why="another kind of answer than the gold answer")

_ROUNDED_DIGITS = 6  # significant digits that a decimal needs to stand for a number it only approximates
_ROUNDED_PLACES = 4
_MOST_PAIRS = 400  # of parts of two unordered collections
_UNORDERED = frozenset({"set", "list", "union"})
_SHORTEST_ORDERING = 3
_BASED = re.compile(r"(-?\d[0-9A-Fa-f.]*)(?:_\{?(\d+)\}?)?")
_SIGNIFICANT = re.compile(r"[-+]?[0.]*")
_LEFT_OUT = "\\ldots"  # for digits or terms that a reader fills in, and a parser cannot
_LETTER = re.compile(r"(?<![\\A-Za-z])[A-Za-z]")


def same(gold: Node, answer: Node, budget: Budget) -> Finding:
    """Return whether two answers are the same, or that it could not be found out within the budget."""
    if isinstance(gold, Leaf) and isinstance(answer, Leaf):
        return _same_scalar(gold, answer, budget)
    if isinstance(gold, Assigned | Equation) or isinstance(answer, Assigned | Equation):
        return _same_equation(gold, answer, budget)
    if isinstance(gold, Range) or isinstance(answer, Range):
        return _same_range(gold, answer, budget)
    if isinstance(gold, Group) and isinstance(answer, Group):
        return _same_group(gold, answer, budget)
    return _same_single(gold, answer, budget)


def _same_equation(gold: Node, answer: Node, budget: Budget) -> Finding:
    if not isinstance(answer, Assigned | Equation):
        return same(gold.value, answer, budget) if isinstance(gold, Assigned) else _OTHER_SHAPE
    if not isinstance(gold, Assigned | Equation):
        return same(gold, answer.value, budget) if isinstance(answer, Assigned) else _OTHER_SHAPE
    if isinstance(gold, Assigned) and isinstance(answer, Assigned):
        if gold.name == answer.name:
            return same(gold.value, answer.value, budget)
        if not any(isinstance(side.value, Leaf) and _LETTER.search(side.value.text) for side in (gold, answer)):
            return Finding(equal=False, why="another variable than the gold answer's")
    return door.same(gold.text, answer.text, budget)


def _same_range(gold: Node, answer: Node, budget: Budget) -> Finding:
    if isinstance(gold, Range) and isinstance(answer, Range) and gold.variable != answer.variable:
        return Finding(equal=False, why="another variable than the gold answer's")
    known = gold.interval if isinstance(gold, Range) else gold
    said = answer.interval if isinstance(answer, Range) else answer
    return same(known, said, budget)


def _same_group(gold: Group, answer: Group, budget: Budget) -> Finding:
    kinds = {gold.kind, answer.kind}
    if kinds <= _UNORDERED:
        compared = _same_in_order(gold.parts, answer.parts, budget) if _is_ordering(gold) else None
        return compared or _same_unordered(gold, answer, budget)
    if kinds == {"ratio"} and _proportional(gold.parts, answer.parts):
        return Finding(equal=True, why="the same ratio")
    if kinds == {"bracket"} and len(gold.parts) == 2 and gold.marks != answer.marks:  # noqa: PLR2004
        return Finding(equal=False, why="other brackets than the gold answer's")
    if kinds == {"matrix"} and gold.marks != answer.marks:
        return Finding(equal=False, why="a matrix of another shape")
    if len(kinds) == 1 or kinds == {"bracket", "list"} or (kinds == {"bracket", "matrix"} and _vectors(gold, answer)):
        return _same_in_order(gold.parts, answer.parts, budget)
    return _OTHER_SHAPE


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
        finding = same(known, said, budget)
        if finding.equal is False:
            return finding
        unknown = finding if finding.equal is None else unknown
    return unknown or Finding(equal=True, why="equal part by part")


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
        values = _values(group.parts)
        alike = values is not None and values[1] != 0 and values[0] / values[1] == scalar.value
        return Finding(equal=True, why="the ratio as a fraction") if alike else _DIFFERENT
    if len(group.parts) == 1 or group.either:
        pairs = [(part, scalar) if group is gold else (scalar, part) for part in group.parts]
        findings = [same(known, said, budget) for known, said in pairs]
        return next((finding for finding in findings if not finding.equal), findings[0])
    return _OTHER_SHAPE


def _same_scalar(gold: Leaf, answer: Leaf, budget: Budget) -> Finding:
    if gold.unit and answer.unit and gold.unit != answer.unit:
        return _same_quantity(gold, answer)
    if (gold.unit and answer.percent) or (gold.percent and answer.unit):
        return Finding(equal=False, why="a percentage is no quantity with a unit")
    if gold.key == answer.key and gold.key:
        return EQUAL
    if not gold.text or not answer.text:
        return _DIFFERENT
    decided = _same_base(gold, answer) or _same_number(gold, answer) or _same_rounded(gold, answer)
    return decided or _unreadable(gold, answer) or _same_symbolically(gold, answer, budget)


def _same_quantity(gold: Leaf, answer: Leaf) -> Finding:
    """Compare two numbers with different units, which are the same only where one unit converts into the other."""
    known, said = measure(gold.unit), measure(answer.unit)
    if known and said and known[0] == said[0] and gold.value is not None and answer.value is not None:
        equal = gold.value * known[1] == answer.value * said[1]
        return Finding(equal=equal, why=f"{'the same' if equal else 'another'} quantity, in another unit")
    return Finding(equal=False, why=f"the unit is {answer.unit}, the gold answer's is {gold.unit}")


def _unreadable(gold: Leaf, answer: Leaf) -> Finding | None:
    """Return the finding where one of the two is no mathematics: words, brackets that do not close, a gap of dots."""
    if gold.prose or answer.prose:
        return Finding(equal=False, why="other words than the gold answer's")
    if not readable(gold.text) or _LEFT_OUT in gold.text:
        return Finding(equal=None, why="the gold answer cannot be read as mathematics")
    if not readable(answer.text) or _LEFT_OUT in answer.text:
        return Finding(equal=False, why="the answer cannot be read as mathematics")
    return None


def _same_symbolically(gold: Leaf, answer: Leaf, budget: Budget) -> Finding:
    places = _rounded_places(gold.text) or _rounded_places(answer.text)
    return door.same(gold.text, answer.text, budget, places=places)


def _same_base(gold: Leaf, answer: Leaf) -> Finding | None:
    """Compare numerals where a base is written: the same digits, and the same base where both write one."""
    known, said = _BASED.fullmatch(gold.key), _BASED.fullmatch(answer.key)
    if not known or not said or not (known.group(2) or said.group(2)):
        return None
    alike = known.group(1) == said.group(1) and not (known.group(2) and said.group(2))
    return Finding(equal=alike, why="the same digits" if alike else "another numeral than the gold answer")


def _same_number(gold: Leaf, answer: Leaf) -> Finding | None:
    known, said = gold.value, answer.value
    if known is None or said is None:
        return None
    equal = known == said
    if gold.percent != answer.percent and not equal:  # 50% is 0.5 as well as 50 of a hundred
        equal = known == said * 100 if gold.percent else known * 100 == said
    if not equal and gold.percent == answer.percent:
        equal = _rounds_to(known, answer.text) or _rounds_to(said, gold.text)
    return Finding(equal=True, why="the same number") if equal else Finding(equal=False, why="another number")


def _rounds_to(value: Fraction, text: str) -> bool:
    """Return whether a decimal is the value rounded to its many digits; a finite decimal has to be given in full."""
    places = _rounded_places(text)
    denominator = value.denominator
    for factor in (2, 5):
        while denominator % factor == 0:
            denominator //= factor
    if places is None or denominator == 1:
        return False
    return abs(Fraction(text.replace(" ", "")) - value) * 2 * 10**places <= 1


def _rounded_places(text: str) -> int | None:
    places = decimal_places(text)
    if places is None or places < _ROUNDED_PLACES:
        return None
    return places if len(_SIGNIFICANT.sub("", text, count=1).replace(".", "")) >= _ROUNDED_DIGITS else None


def _same_rounded(gold: Leaf, answer: Leaf) -> Finding | None:
    r"""Compare decimals that trail off (`0.4142 \\ldots`): the digits that are there must be the other's first."""
    for open_ended, other in ((gold, answer), (answer, gold)):
        if not open_ended.text.endswith(_LEFT_OUT):
            continue
        shown = open_ended.text.removesuffix(_LEFT_OUT).rstrip()
        places, value = decimal_places(shown), rational(shown)
        if places is None or value is None or other.value is None:
            continue
        near = places >= _ROUNDED_PLACES and abs(value - other.value) * 10**places <= 1
        equal = near or value == other.value
        return Finding(equal=equal, why="the digits shown agree" if equal else "another number")
    return None
