r"""Wrong numbers that look like right ones: options where the answer is a number, by rule and without a model.

The slips are those that writers of distractors name (Haladyna and Rodriguez 2013, "Developing and Validating Test
Items", chapter 6): a lost or added sign, a factor of two or ten, a step too far, the reciprocal, what is left of the
whole, digits that changed places, a square for its root. Three laws keep them from giving the answer away:

- The rank of the right number among the sorted options is drawn before anything else, each rank as likely; only where
  there are no such numbers (nothing is less than nought) the next one drawn is taken.
- No number is the hub from which the others were made: `slip_patterns.py`.
- None is told by its form: each is written as the right one is (`numeral.py`), none is much rounder or longer than the
  rest, and what question and unit rule out is not offered (`slip_limits.py`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.stages.forms.numeral import numeral
from curate.stages.forms.slip_limits import limits
from curate.stages.forms.slip_patterns import Case, Dice, patterns, steps, zeros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.stages.forms.numeral import Numeral, Value
    from curate.stages.forms.slip_limits import Limits
    from curate.stages.forms.slip_patterns import Wrong

_TRIES: Final = 24
"""Sets drawn for a rank before the next rank is tried."""
_LONELY: Final = (3, 2)
"""A number of its own length stands out if it is also half as much again as its neighbour; 99 beside 101 does not."""


class Slip(NamedTuple):
    """A wrong number and what went wrong.

    Attributes:
        text: written as the right one is.
        by: the slip, in a few words.
    """

    text: str
    by: str


def slips(gold: str, count: int, *, key: str, seed: int = 0, question: str = "") -> list[Slip]:
    r"""That many wrong numbers for a right one, as `key` and `seed` draw them; none where there are not so many.

    Args:
        gold: As `12`, `$-3.50`, `1,200 km`, `$\frac{3}{4}$` or `45%` write a number: see `numeral`.
        count: How many, from 3 to 9.
        key: What the draw hangs on, beside the seed: the id of a row.
        seed: Another seed draws others.
        question: What is asked, for what it rules out: numbers below nought where things are counted.
    """
    written = numeral(gold)
    if written is None:
        return []
    limited = limits(written, question)
    dice = Dice(key, seed)
    case = Case(written, limited, count + 1, dice, steps(written, limited))
    drawn = patterns(case)
    for rank in dice.order(count + 1):
        if not _has_room(written, limited, rank, count - rank):
            continue
        for _ in range(_TRIES):
            wrong = drawn[dice.below(len(drawn))](case, rank)
            found = None if wrong is None else _accepted(case, wrong, rank)
            if found is not None:
                return found
    return []


def _has_room(written: Numeral, limited: Limits, below: int, above: int) -> bool:
    """Whether so many whole numbers lie between the limits, below and above the right one."""
    value = written.value
    if not isinstance(value, int):
        return True
    free = not limited.open_ends
    low = limited.low is None or value - limited.low + free > below
    return low and (limited.high is None or limited.high - value + free > above)


def _accepted(case: Case, wrong: Sequence[Wrong], rank: int) -> list[Slip] | None:
    """The numbers written out, if nothing is wrong with them as a set."""
    value = case.value
    numbers = sorted([value, *(number for number, _ in wrong)])
    if len(numbers) != case.n_options or not all(_within(case.limits, number) for number in numbers if number != value):
        return None
    if numbers.index(value) != rank or not _apart(numbers, case.limits) or not _alike(case, numbers):
        return None
    if value and not case.limits.sign and -value in numbers:
        return None  # both may be right: a square hides the sign
    made: list[Slip] = []
    for number, by in wrong:
        text = case.written.written(number)
        if text is None:
            return None
        made.append(Slip(text, by))
    return made


def _within(limited: Limits, number: Value) -> bool:
    low, high = limited.low, limited.high
    if limited.open_ends:
        return (low is None or number > low) and (high is None or number < high)
    return (low is None or number >= low) and (high is None or number <= high)


def _apart(numbers: Sequence[Value], limited: Limits) -> bool:
    """Whether each differs from the next, and by enough."""
    for one, other in pairwise(numbers):
        if one == other:
            return False
        if limited.apart is not None and (other - one) * limited.apart[1] < limited.apart[0] * max(
            abs(one), abs(other)
        ):
            return False
    return True


def _alike(case: Case, numbers: Sequence[Value]) -> bool:
    """Whether the right number is not alone in its sign, its roundness or its length."""
    value = case.value
    if value and sum(number * value >= 0 for number in numbers) == 1:
        return False
    if not isinstance(value, int) or case.limits.year or value == 0:
        return True
    others = [int(number) for number in numbers if number != value]
    own, rest = zeros(value), [zeros(number) if number else 99 for number in others]
    if own and (min(rest) < own - 1 or (max(rest) < own and len(str(abs(value))) > own + 1) or max(rest) < 1):
        return False
    if not own and case.written.decimals and max(rest) > 0:
        return False
    return not _lonely(abs(value), [abs(number) for number in others])


def _lonely(size: int, others: Sequence[int]) -> bool:
    lengths = {len(str(other)) for other in others}
    if len(lengths) > 1 or len(str(size)) in lengths:
        return False
    times, over = _LONELY
    return all(max(size, other) * over > min(size, other) * times for other in others)
