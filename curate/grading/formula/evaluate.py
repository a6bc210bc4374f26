r"""Compare two formulas by value, in this process: constants to forty digits, variables at fixed points.

Two formulas are the same if they agree at every point where both are real (`2\ln x` is `\ln x^2`, but `x` is not
`|x|`), or at every point, as complex numbers, where nowhere both are. They differ only if the difference is far above
what rounding makes of either. What is too large to compute, too close to zero to tell, or defined at too few points is
not known here: None, and the symbolic worker is asked.
"""

import os
import threading
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from curate.grading.formula.denominators import Quotient, cleared
from curate.grading.formula.functions import BeyondError, UndefinedError, Value, is_exact
from curate.grading.formula.nodes import Call, Constant, Equality, Name, Node, Number, Power, Product, Root, Sum
from curate.grading.formula.value import Calculator
from curate.grading.verdict import Finding

_DIGITS = 60
_FEWER_DIGITS = 30  # to see which of the sixty are sure
_SURE = 10  # digits that both computations share: as many of the sixty as were thirty more are sure then
_EQUAL = 40  # digits that equal values share
_UNEQUAL = 25  # and unequal ones do not
_POINTS = tuple(
    Fraction(n, 97) for n in (211, -131, 59, -47, 337, 167, -283, 89, 421, -13, 509, 2011, 379, -1409, 13, 7001)
)
_COUNTS = (7, 4, 9, 12, 5, 8, 11, 6, 10, 3, 14, 13, 2, 25, 1, 40)
_COUNTED = frozenset("nmkjN")  # first letters of variables that may count things
_OF_COUNTS = frozenset({"factorial", "factorial2", "binomial", "gcd", "lcm"})
_FAR = (Fraction(-100_000_019, 97), Fraction(100_000_037, 89))
"""Beyond all that a formula which folds is likely to be folded at."""

_STRIDE = 5  # between the points of two variables
_ENOUGH = 5  # points that agree; where a formula folds (`|x|`), all points are tried
_FEWEST = 3  # points that agree, where there are no more at which both are real
_FOLDS = frozenset({"abs", "floor", "ceiling", "min", "max"})
_MINUS_ONE = Number(Fraction(-1))
_MOST_NAMES = 10

_SAME_VALUE = Finding(equal=True, why="the same value")
_OTHER_VALUE = Finding(equal=False, why="another value")
_SAME_EVERYWHERE = Finding(equal=True, why="the same value at every point tried")
_OTHER_SOMEWHERE = Finding(equal=False, why="another value at a point")
_SAME_EQUATION = Finding(equal=True, why="the same equation")
_OTHER_EQUATION = Finding(equal=False, why="another equation")
_OTHER_SHAPE = Finding(equal=False, why="another kind of answer than the gold answer")


def compare(gold: Node, answer: Node, *, places: int | None = None) -> Finding | None:
    """Return whether two formulas are the same, or None where this cannot be told by their values.

    Args:
        gold: The gold answer.
        answer: The answer.
        places: Allows that one of two constants is the other rounded to so many decimal places.
    """
    if isinstance(gold, Equality) != isinstance(answer, Equality):
        return _OTHER_SHAPE
    with _room.lock:
        return _room.compared(gold, answer, places)


def point(turn: int, place: int, *, counts: bool) -> Fraction | int:
    """Return where a variable is put: one of the sixteen points, or of as many whole numbers where it counts things.

    Args:
        turn: Which point it is; they begin with small and large ones on both sides of zero.
        place: The variable's place among all, so that no two are put at one point.
        counts: Whether the variable takes whole numbers only.
    """
    points = _COUNTS if counts else _POINTS
    return points[(turn + _STRIDE * place) % len(points)]


class _Pair(NamedTuple):
    """Two values at a point."""

    known: Value
    said: Value


class _Room:
    """Where values are computed: two calculators, and the lock that lets one comparison in at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.exact, self.rough = Calculator(_DIGITS), Calculator(_FEWER_DIGITS)

    def compared(self, gold: Node, answer: Node, places: int | None) -> Finding | None:
        self.exact.effort = self.rough.effort = 0
        question = _Question(gold, answer)
        if len(question.names) > _MOST_NAMES:
            return None
        try:
            if isinstance(gold, Equality):
                return self.equations(question)
            return self.functions(question) if question.names else self.constants(question, places)
        except (BeyondError, RecursionError):
            return None

    def constants(self, question: "_Question", places: int | None) -> Finding | None:
        pair = question.values(self.exact, 0)
        if pair is None:
            return None
        if places is not None and self._rounded(pair, places):
            return _SAME_VALUE
        equal = self.equal(question, 0, pair)
        return None if equal is None else _SAME_VALUE if equal else _OTHER_VALUE

    def functions(self, question: "_Question") -> Finding | None:
        complex_ones: list[int] = []
        agreed, met = 0, False
        enough = question.enough()
        for turn in range(len(_POINTS)):
            pair = question.values(self.exact, turn)
            if pair is None:
                continue
            if not (self.exact.real(pair.known) and self.exact.real(pair.said)):
                complex_ones.append(turn)
                continue
            met = True
            equal = self.equal(question, turn, pair)
            if equal is False:
                return _OTHER_SOMEWHERE
            agreed += equal is True
            if agreed == enough:
                break
        if agreed >= _FEWEST:
            return _OTHER_SOMEWHERE if self.far_apart(question) else _SAME_EVERYWHERE
        return None if met else self.as_complex(question, complex_ones)

    def far_apart(self, question: "_Question") -> bool:
        """Return whether formulas that fold, and agree at all points, differ far away: `|x + 100|` and `x + 100`."""
        if not question.folds or question.counted:
            return False
        for far in range(len(_FAR)):
            self.exact.effort = self.rough.effort = 0
            turn = len(_POINTS) + far
            try:
                pair = question.values(self.exact, turn)
                real = pair is not None and self.exact.real(pair.known) and self.exact.real(pair.said)
                if pair is not None and real and self.equal(question, turn, pair) is False:
                    return True
            except BeyondError:  # too large to compute there, which says nothing
                continue
        return False

    def as_complex(self, question: "_Question", turns: list[int]) -> Finding | None:
        agreed = 0
        for turn in turns:
            pair = question.values(self.exact, turn)
            equal = None if pair is None else self.equal(question, turn, pair)
            if equal is False:
                return _OTHER_SOMEWHERE
            agreed += equal is True
            if agreed == _ENOUGH:
                return _SAME_EVERYWHERE
        return None

    def equations(self, question: "_Question", *, again: bool = True) -> Finding | None:
        """Compare two equations, which are the same if one difference of sides is a constant times the other.

        Where it is none, `again` lets them be compared without their denominators.
        """
        first: tuple[int, _Pair] | None = None
        agreed, enough = 1, question.enough()
        for turn in range(len(_POINTS)):
            pair = question.values(self.exact, turn)
            if pair is None or not all(map(self.exact.real_and_not_zero, pair)):
                continue
            if first is None:
                first = turn, pair
                continue
            equal = self.proportional(question, first, (turn, pair))
            if equal is False:
                return (self.without_denominators(question) if again else None) or _OTHER_EQUATION
            agreed += equal is True
            if agreed == enough:
                break
        return _SAME_EQUATION if agreed >= _FEWEST else None

    def without_denominators(self, question: "_Question") -> Finding | None:
        """Compare two equations of several variables again as they are when multiplied by their denominators.

        `y = 12/x` is `xy = 12`, as nothing makes 12 zero where x is; `y = x^2/x` is not `xy = x^2`, which holds for
        every y where x is zero. None where they differ, or where a denominator cannot be seen to be harmless.
        """
        if not isinstance(question.gold, Equality) or not isinstance(question.answer, Equality):
            return None
        known, said = cleared(question.gold), cleared(question.answer)
        if known is None or said is None or not (known.below or said.below) or len(question.names) < 2:  # noqa: PLR2004
            return None
        zero = Number(Fraction(0))
        polynomials = _Question(Equality(known.above, zero), Equality(said.above, zero))
        finding = self.equations(polynomials, again=False)
        harmless = all(self._harmless(one, question.names) for one in (known, said))
        return finding if finding is not None and finding.equal and harmless else None

    def _harmless(self, quotient: Quotient, names: list[str]) -> bool:
        """Return whether the numerator is not zero wherever a divisor is, for divisors linear in a variable."""
        return all(
            isinstance(divisor, Number | Constant)
            or any(self._differs_at_zero(quotient.above, divisor, name, names) for name in names)
            for divisor in quotient.below
        )

    def _differs_at_zero(self, above: Node, divisor: Node, name: str, names: list[str]) -> bool:
        """Return whether a divisor is linear in a variable, and the numerator not zero where this makes it zero."""
        here: dict[str, Value] = {other: point(0, place, counts=False) for place, other in enumerate(names)}
        try:
            values = [self.exact.value(divisor, here | {name: Fraction(n)}) for n in range(4)]
            steps = {after - before for before, after in pairwise(values)}
            if not all(map(is_exact, values)) or len(steps) > 1 or not (step := steps.pop()):
                return False
            return self.exact.real_and_not_zero(self.exact.value(above, here | {name: -values[0] / step}))
        except UndefinedError:
            return False

    def proportional(self, question: "_Question", first: tuple[int, _Pair], other: tuple[int, _Pair]) -> bool | None:
        """Return whether two pairs of values have one ratio."""
        crossed = _crossed(self.exact, first[1], other[1])
        found = self.told(crossed)
        if found is not False or all(map(is_exact, crossed)):
            return found
        pairs = [question.values(self.rough, turn) for turn in (first[0], other[0])]
        if pairs[0] is None or pairs[1] is None:
            return None
        return False if self.sure(crossed, _crossed(self.rough, pairs[0], pairs[1])) else None

    def equal(self, question: "_Question", turn: int, pair: _Pair) -> bool | None:
        """Return whether two values at a point are equal; None where they are too close, or too small, to tell."""
        found = self.told(pair)
        if found is not False or (is_exact(pair.known) and is_exact(pair.said)):
            return found
        again = question.values(self.rough, turn)
        return False if again is not None and self.sure(pair, again) else None

    def told(self, pair: _Pair) -> bool | None:
        """Return what the digits of two values say, if all are sure."""
        if is_exact(pair.known) and is_exact(pair.said):
            return bool(pair.known == pair.said)
        if abs(self.exact.inexact(pair.known)) + abs(self.exact.inexact(pair.said)) < self.exact.about_zero:
            return None
        if self.exact.close(pair.known, pair.said, _EQUAL):
            return True
        return None if self.exact.close(pair.known, pair.said, _UNEQUAL) else False

    def sure(self, pair: _Pair, again: _Pair) -> bool:
        """Return whether values are the same when computed with fewer digits: no cancellation has eaten them."""
        return all(self.exact.close(fine, rough, _SURE) for fine, rough in zip(pair, again, strict=True))

    def _rounded(self, pair: _Pair, places: int) -> bool:
        apart = abs(self.exact.inexact(pair.known) - self.exact.inexact(pair.said))
        return bool(apart * 2 * 10**places <= 1)


class _Question:
    """Two formulas and the variables of both, to be put at points."""

    def __init__(self, gold: Node, answer: Node) -> None:
        self.gold, self.answer = gold, answer
        self.names = sorted({*_names(gold), *_names(answer)})
        self.counted = {*_counted(gold), *_counted(answer)} if self.names else set[str]()
        self.folds = bool(self.names) and (_folds(gold) or _folds(answer))

    def enough(self) -> int:
        """Return at how many points the formulas have to agree before the rest need not be tried."""
        return len(_POINTS) if self.folds else _ENOUGH

    def values(self, calculator: Calculator, turn: int) -> _Pair | None:
        """Return both values at the turn-th point, an equation's as the difference of its sides; None without."""
        here: dict[str, Value] = {}
        for place, name in enumerate(self.names):
            far = turn - len(_POINTS)
            here[name] = point(turn, place, counts=name in self.counted) if far < 0 else _FAR[far] * (place + 1)
        try:
            return _Pair(calculator.value(_one(self.gold), here), calculator.value(_one(self.answer), here))
        except UndefinedError:
            return None


def _one(node: Node) -> Node:
    """Return a formula, or the difference of an equation's sides."""
    if not isinstance(node, Equality):
        return node
    return Sum((node.left, Product((Number(Fraction(-1)), node.right))))


def _crossed(calculator: Calculator, first: _Pair, other: _Pair) -> _Pair:
    values = [calculator.inexact(value) if not is_exact(value) else value for value in (*first, *other)]
    if not all(map(is_exact, values)):
        values = [calculator.inexact(value) for value in values]
    return _Pair(values[0] * values[3], values[2] * values[1])


def _names(node: Node) -> Iterator[str]:
    """Yield the variables of a formula."""
    if isinstance(node, Name):
        yield node.name
    for part in _parts(node):
        yield from _names(part)


def _folds(node: Node) -> bool:
    """Return whether a formula may be one here and another there: an absolute value, a root of a square."""
    folds = (
        (isinstance(node, Call) and node.function in _FOLDS)
        or (isinstance(node, Power) and not isinstance(node.base, Number | Constant) and _is_root(node.exponent))
        or (isinstance(node, Root) and not isinstance(node.radicand, Number | Constant))
    )
    return folds or any(map(_folds, _parts(node)))


def _is_root(exponent: Node) -> bool:
    """Return whether an exponent is a number that is not whole, as far as can be seen."""
    if isinstance(exponent, Number):
        return exponent.value.denominator != 1
    return next(_names(exponent), None) is None


def _counted(node: Node) -> Iterator[str]:
    r"""Yield the variables that take whole numbers: those in `n!`, `\binom{n}{k}`, `\gcd(n, 6)`, `(-1)^n`."""
    if isinstance(node, Call) and node.function in _OF_COUNTS:
        yield from (name for part in node.arguments for name in _names(part) if name[0] in _COUNTED)
    elif isinstance(node, Power) and _turns(node.base):
        yield from _names(node.exponent)
    for part in _parts(node):
        yield from _counted(part)


def _turns(base: Node) -> bool:
    """Return whether only whole powers of a base are real: a negative number, the imaginary unit."""
    if isinstance(base, Product):
        return base.factors[0] == _MINUS_ONE and next(_names(base), None) is None
    return (isinstance(base, Number) and base.value < 0) or base == Constant("i")


def _parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Sum):
        return node.terms
    if isinstance(node, Product):
        return node.factors
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Power):
        return node.base, node.exponent
    if isinstance(node, Root):
        return node.radicand, node.degree
    return (node.left, node.right) if isinstance(node, Equality) else ()


_room = _Room()


def _another_room() -> None:
    """In a forked child: the parent's lock may be held for ever, and its calculators be half-way."""
    global _room  # noqa: PLW0603 - one room a process is the point
    _room = _Room()


os.register_at_fork(after_in_child=_another_room)
