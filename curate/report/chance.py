"""How often chance alone strays so far: the chi-square test, without a library of statistics."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSE: Final = 1e-15
_TINY: Final = 1e-300
_ROUNDS: Final = 10_000


def evenness(counts: Sequence[int]) -> float:
    """How likely counts at least this uneven are, if each thing is drawn as often as every other.

    The approximation wants five of each or so; nobody should be told of fewer.

    Args:
        counts: How often each of two or more things was drawn.

    Raises:
        ValueError: If there are fewer than two, or nothing was drawn.
    """
    total, kinds = sum(counts), len(counts)
    if kinds < 2 or total <= 0:  # noqa: PLR2004 - one kind cannot be uneven
        raise ValueError(f"evenness is of two kinds or more, of which some were drawn (got {list(counts)})")
    expected = total / kinds
    return beyond(sum((count - expected) ** 2 for count in counts) / expected, kinds - 1)


def beyond(statistic: float, degrees: int) -> float:
    """The probability that chi-square with so many degrees of freedom exceeds a value: Q(degrees / 2, value / 2).

    The regularised incomplete gamma function, by its series below the mean and by its continued fraction (Lentz) above,
    where each converges quickly: Press et al., Numerical Recipes, 6.2.
    """
    shape, value = degrees / 2, statistic / 2
    if value <= 0:
        return 1.0
    scale = math.exp(shape * math.log(value) - value - math.lgamma(shape))
    return 1.0 - scale * _series(shape, value) if value < shape + 1 else scale * _fraction(shape, value)


def _series(shape: float, value: float) -> float:
    term = total = 1 / shape
    for turn in range(1, _ROUNDS):
        term *= value / (shape + turn)
        total += term
        if term < total * _CLOSE:
            break
    return total


def _fraction(shape: float, value: float) -> float:
    b = value + 1 - shape
    c, d = 1 / _TINY, 1 / b
    result = d
    for turn in range(1, _ROUNDS):
        factor = -turn * (turn - shape)
        b += 2
        d = 1 / _not_zero(factor * d + b)
        c = _not_zero(b + factor / c)
        result *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return result


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
