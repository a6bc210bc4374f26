"""Sets of numbers in which none tells that it is the right one: the patterns from which wrong numbers are drawn.

Wrong numbers that are all made from the right one point at it: of 6, 12, 13 and 24 only 12 is twice, half and one less
than another. So a set is drawn first and the right number is put at a drawn place of it: in the ladder 8, 10, 12, 14
any of the four may be the right one, and so in 6, 12, 60, 120, where twice and ten times were each done or forgotten.
Each pattern here is such a set; whoever sees it learns nothing of the place.

    ladder      steps of equal size, some left out: a slip in counting or adding
    times       factors of two, three, ten: forgotten, done twice, done the wrong way round, a wrong power of ten
    turned      a ladder or factors, each beside its sign changed, its reciprocal, what is left of the whole, or its
                digits in the other order
    powers      two neighbours and their squares
    shares      fractions over neighbouring denominators
    clusters    a ladder around the right number and one around its double or tenfold: for many options
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import isqrt
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

import xxhash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.stages.forms.numeral import Numeral, Value
    from curate.stages.forms.slip_limits import Limits

Wrong: TypeAlias = "tuple[Value, str]"
"""A wrong number, and the slip that gives it."""

_ROOM: Final = 2**64
_NICE: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50)
_YEARS_APART: Final = (1, 2, 3, 4, 5, 6, 8, 10)
_SMOOTH: Final = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
_FOUR: Final = ((1, 2, 10, 20), (1, 2, 5, 10), (1, 3, 10, 30), (1, 5, 10, 50), (1, 2, 3, 6), (1, 2, 4, 8))
_ORDERS: Final = (1, 10, 100, 1000)
_SMALL: Final = 100
"""Up to here numbers are counted one by one, and a step of one is a slip that people make."""
_FINEST: Final = 40
"""A step is no less than that part of the number: of 1,250 and 1,251 nobody makes the one for the other."""
_TWO_DIGITS: Final = range(10, 100)
_NAMES: Final = {
    Fraction(2): "twice",
    Fraction(1, 2): "half",
    Fraction(10): "ten times",
    Fraction(1, 10): "a tenth",
    Fraction(3): "three times",
    Fraction(1, 3): "a third",
}


class Dice:
    """Drawn numbers that hang on a key and a seed alone."""

    def __init__(self, key: str, seed: int) -> None:
        self._key = f"{seed}:{key}".encode()
        self._hash = self._left = 0
        self._drawn = 0

    def below(self, count: int) -> int:
        """One of the numbers 0 to `count` - 1, each as likely."""
        if self._left < _ROOM:
            self._hash, self._left = xxhash.xxh3_128_intdigest(self._key, self._drawn), 2**128
            self._drawn += 1
        self._left //= count
        self._hash, at = divmod(self._hash, count)
        return at

    def order(self, count: int) -> list[int]:
        """One of the orders of `count` things."""
        left = list(range(count))
        return [left.pop(self.below(len(left))) for _ in range(count)]


class Case(NamedTuple):
    """A number for which wrong ones are sought: how it is written, what limits them, how many options there are."""

    written: Numeral
    limits: Limits
    n_options: int
    dice: Dice
    steps: Sequence[Value]

    @property
    def value(self) -> Value:
        """The right number."""
        return self.written.value


Pattern: TypeAlias = "Callable[[Case, int], Sequence[Wrong] | None]"
"""Wrong numbers of which as many as the given rank are smaller than the right one; None where the draw gives none."""


def patterns(case: Case) -> list[Pattern]:
    """The patterns that suit a number; those that suit most stand there several times, to be drawn more often."""
    value, limited = case.value, case.limits
    if limited.year or value == 0:
        return [_ladder]
    found: list[Pattern] = [_ladder, _ladder, _times]
    if limited.sign:
        found.append(_signs)
    if limited.whole is not None and 0 < value < limited.whole:
        found.append(_rest)
    if isinstance(value, Fraction):
        found += [_shares] if value.denominator > 1 else []
        return [*found, _reciprocals] if limited.whole is None and value.numerator not in (1, -1) else found
    if not case.written.decimals:
        found += [_swapped] if value in _TWO_DIGITS else []
        found += [_powers] if 2 < value <= 10_000 else []  # noqa: PLR2004 - squares below and above a hundred
    if case.n_options > 5:  # noqa: PLR2004 - two clusters of three
        found += [_clusters, _clusters]
    return found


def steps(written: Numeral, limited: Limits) -> list[Value]:
    """How far apart the numbers of a ladder may stand: as round as the right one, and no finer than people err."""
    value = written.value
    if isinstance(value, Fraction):
        return [Fraction(1, value.denominator), Fraction(2, value.denominator)]
    if limited.year:
        return list(_YEARS_APART)
    size = abs(value)
    if size <= 2 and not written.decimals:  # noqa: PLR2004 - nothing but steps of one leads there
        return [1]
    grain = 10 ** max(zeros(value) - 1, 0)
    finest = 1 if size <= _SMALL else max(1, size // _FINEST)
    if limited.apart is not None:
        part, of = limited.apart
        finest = max(finest, size * part // of)
    found = [nice * grain * power for power in _powers_of_ten(size) for nice in _NICE]
    return sorted({step for step in found if finest <= step <= size})


def _powers_of_ten(size: int) -> list[int]:
    return [10**at for at in range(len(str(size)))]


def zeros(value: int) -> int:
    """How many noughts a number ends in; none for nought."""
    count = 0
    while value and not value % 10:
        value //= 10
        count += 1
    return count


def _ladder(case: Case, rank: int) -> Sequence[Wrong] | None:
    return _stepped(case, case.n_options, rank)


def _stepped(case: Case, count: int, at: int) -> list[Wrong] | None:
    """A ladder of `count` numbers, the right one at place `at`, without it."""
    fitting = bisect_right(case.steps, _longest_step(case, at, count - 1 - at))
    if not fitting:
        return None
    rungs = _rungs(count)
    rung = rungs[case.dice.below(len(rungs))]
    step = case.steps[case.dice.below(fitting)]
    return [
        (case.value + (one - rung[at]) * step, _more(case, (one - rung[at]) * step)) for one in rung if one != rung[at]
    ]


def _longest_step(case: Case, below: int, above: int) -> Value:
    """The longest step with which so many numbers below and above are within the limits."""
    longest = case.steps[-1] if case.steps else 0
    if case.limits.low is not None and below:
        longest = min(longest, Fraction(case.value - case.limits.low, below))
    if case.limits.high is not None and above:
        longest = min(longest, Fraction(case.limits.high - case.value, above))
    return longest


def _more(case: Case, by: Value) -> str:
    """`3 more`, in the number's own places."""
    size = abs(by)
    text = str(size) if not case.written.decimals else f"{int(size) / case.written.one:.{case.written.decimals}f}"
    return f"{text} {'more' if by > 0 else 'less'}"


@cache
def _rungs(count: int) -> tuple[tuple[int, ...], ...]:
    """Which steps of a ladder are taken: all of them, or all but one or two."""
    return tuple((0, *rest) for rest in combinations(range(1, count + 2), count - 1))


def _times(case: Case, rank: int) -> Sequence[Wrong] | None:
    return _factors(case, case.n_options, rank)


def _factors(case: Case, count: int, at: int) -> list[Wrong] | None:
    table = _tables(count)
    value = case.value
    factors = table[case.dice.below(len(table))]
    if factors == _ORDERS and not (case.written.decimals or zeros(int(value)) > 1):
        return None
    made: list[Wrong] = []
    for one in factors:
        if one != factors[at]:
            number = _times_exactly(value, one, factors[at])
            if number is None:
                return None
            made.append((number, _ratio(one, factors[at])))
    return made


def _times_exactly(value: Value, by: int, over: int) -> Value | None:
    if isinstance(value, Fraction):
        return value * by / over
    number, rest = divmod(value * by, over)
    return None if rest else number


@cache
def _ratio(one: int, other: int) -> str:
    share = Fraction(one, other)
    return _NAMES.get(share, f"times {share}")


@cache
def _tables(count: int) -> tuple[tuple[int, ...], ...]:
    """Sets of factors."""
    smooth = [_SMOOTH[at : at + count] for at in range(min(3, len(_SMOOTH) - count + 1))]
    smooth += [tuple(range(first, first + count)) for first in (1, 2, 3)]
    if not count % 2:
        half = range(1, count // 2 + 1)
        smooth.append((*half, *(10 * one for one in half)))
    return tuple(dict.fromkeys([*smooth, *((*_FOUR, _ORDERS) if count == len(_ORDERS) else ())]))


def _turned(
    case: Case, rank: int, base: Sequence[Wrong] | None, turn: Callable[[Value], Value | None], name: str
) -> Sequence[Wrong] | None:
    """Numbers, each beside what a turn makes of it: done twice it gives the number again."""
    if base is None:
        return None
    made = [*base]
    for number, by in ((case.value, ""), *base):
        other = turn(number)
        if other is None:
            return None
        made.append((other, f"{name}, and {by}" if by else name))
    while len(made) > case.n_options - 1:
        below = sum(number < case.value for number, _ in made)
        part = [at for at, (number, _) in enumerate(made) if (number < case.value) == (below > rank)]
        if not part:
            return None
        made.pop(part[case.dice.below(len(part))])
    return made


def _half(case: Case, of: Callable[[Case, int, int], list[Wrong] | None]) -> list[Wrong] | None:
    count = (case.n_options + 1) // 2
    return of(case, count, case.dice.below(count))


def _signs(case: Case, rank: int) -> Sequence[Wrong] | None:
    base = _half(case, _stepped if case.dice.below(2) else _factors)
    return _turned(case, rank, base, lambda number: -number, "the sign")


def _rest(case: Case, rank: int) -> Sequence[Wrong] | None:
    whole = cast("int", case.limits.whole)
    return _turned(case, rank, _half(case, _stepped), lambda number: whole - number, "what is left of the whole")


def _reciprocals(case: Case, rank: int) -> Sequence[Wrong] | None:
    def turn(number: Value) -> Value | None:
        return 1 / Fraction(number) if number else None

    return _turned(case, rank, _half(case, _factors), turn, "the reciprocal")


def _swapped(case: Case, rank: int) -> Sequence[Wrong] | None:
    def turn(number: Value) -> Value | None:
        tens, ones = divmod(int(number), 10)
        return 10 * ones + tens if number in _TWO_DIGITS and ones and ones != tens else None

    near = case._replace(steps=(1, 10))
    return _turned(case, rank, _half(near, _stepped), turn, "the digits swapped")


def _powers(case: Case, rank: int) -> Sequence[Wrong] | None:
    """Neighbours and their squares; the right number is a square, or is squared."""
    value, count = int(case.value), (case.n_options + 1) // 2
    root = isqrt(value)
    squared = root * root == value and (value > 100 or bool(case.dice.below(2)))  # noqa: PLR2004 - greater ones are not squared
    if not squared and value > 100:  # noqa: PLR2004
        return None
    first = (root if squared else value) - case.dice.below(count)
    if first < 2:  # noqa: PLR2004 - one is its own square
        return None
    named: dict[Value, str] = {}
    for one in range(first, first + count):
        near = "" if one == (root if squared else value) else " of a neighbour"
        named.setdefault(one, f"the root{near}" if squared else "a neighbour")
        named.setdefault(one * one, "the square of a neighbour" if near else "the square")
    named.pop(value)
    made = list(named.items())
    return _turned_down(case, rank, made)


def _turned_down(case: Case, rank: int, made: list[Wrong]) -> Sequence[Wrong] | None:
    """As many as are wanted, so that the right number has its rank."""
    below = [one for one in made if one[0] < case.value]
    above = [one for one in made if one[0] > case.value]
    want = case.n_options - 1 - rank
    if len(below) < rank or len(above) < want:
        return None
    return [
        *(below[at] for at in case.dice.order(len(below))[:rank]),
        *(above[at] for at in case.dice.order(len(above))[:want]),
    ]


def _shares(case: Case, rank: int) -> Sequence[Wrong] | None:
    """The same numerator over other denominators."""
    rungs = _rungs(case.n_options)
    rung = rungs[case.dice.below(len(rungs))]
    value = case.value
    at = rank if value < 0 else case.n_options - 1 - rank  # the larger the denominator, the nearer to nought
    made: list[Wrong] = []
    for one in rung:
        if (more := one - rung[at]) != 0:
            if value.denominator + more < 2:  # noqa: PLR2004 - no fraction is left
                return None
            made.append(
                (
                    Fraction(value.numerator, value.denominator + more),
                    f"{abs(more)} {'more' if more > 0 else 'less'} below the line",
                )
            )
    return made


def _clusters(case: Case, rank: int) -> Sequence[Wrong] | None:
    """Two ladders of equal steps, one around the right number."""
    small = case.n_options // 2
    sizes = (small, case.n_options - small)
    lower = rank < sizes[0]
    factor = (2, 3, 10)[case.dice.below(3)]
    near = _stepped(case, sizes[not lower], rank if lower else rank - sizes[0])
    centre = _times_exactly(case.value, *((factor, 1) if lower else (1, factor)))
    if near is None or centre is None:
        return None
    step = case.steps[case.dice.below(len(case.steps))]
    count = sizes[lower]
    rungs = _rungs(count)
    rung = rungs[case.dice.below(len(rungs))]
    at = case.dice.below(count)
    name = _ratio(factor, 1) if lower else _ratio(1, factor)
    far: list[Wrong] = [(centre, name)]
    far += [
        (centre + (one - rung[at]) * step, f"{name}, and {_more(case, (one - rung[at]) * step)}")
        for one in rung
        if one != rung[at]
    ]
    return [*near, *far]
