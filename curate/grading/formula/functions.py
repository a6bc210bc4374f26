r"""The functions that a formula may name, computed within bounds: exact of exact numbers where that is a number too.

Each takes a `Calculator` and its arguments' values. None of them runs long: what is too large is refused before.
"""

# mpmath publishes no types: its numbers are `Any` here.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curate.grading.formula.value import Calculator

Value = Any
"""An `int` or a `Fraction` where it is exact, else a number of mpmath's, real or complex."""

_LARGEST_ANGLE = 10**6
_LARGEST_EXPONENT = 10**4
_LARGEST_FACTORIAL = 3_000
_LARGEST_GAMMA = 100
_LARGEST_FLOOR = 10**12
_MOST_BITS = 40_000  # of a binomial coefficient
_GAMMA_EFFORT = 2_000


class UndefinedError(ArithmeticError):
    """There is no value here, or none that is sure."""


class BeyondError(ArithmeticError):
    """The value is too large, or takes too long."""


def is_exact(value: Value) -> bool:
    """Return whether a value is exact."""
    return isinstance(value, int | Fraction)


def whole(value: Value) -> Value:
    """Return an exact value as an `int` where it is whole."""
    return value.numerator if value.denominator == 1 else value


def bits(value: Value) -> int:
    """Return the size of an exact value."""
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _angle(c: "Calculator", x: Value) -> Value:
    """Return an angle whose sine can be computed quickly."""
    if abs(x) > _LARGEST_ANGLE:
        raise BeyondError
    return c.inexact(x)


def _sin(c: "Calculator", x: Value) -> Value:
    return 0 if x == 0 else c.mp.sin(_angle(c, x))


def _cos(c: "Calculator", x: Value) -> Value:
    return 1 if x == 0 else c.mp.cos(_angle(c, x))


def _ratio(c: "Calculator", above: Value, below: Value) -> Value:
    c.refuse_edge(below)
    if below == 0:
        raise UndefinedError
    return c.inexact(above) / c.inexact(below)


def _unit(c: "Calculator", x: Value) -> Value:
    """Return an argument of arcsine or arccosine; what is one but for rounding is one."""
    inexact = c.inexact(x)
    for edge in (1, -1):
        if abs(inexact - edge) < c.tiny:
            return c.mp.mpf(edge)
    return inexact


def _exp(c: "Calculator", x: Value) -> Value:
    if x == 0:
        return 1
    if abs(x) > _LARGEST_EXPONENT:
        raise BeyondError
    return c.mp.exp(c.inexact(x))


def _hyperbolic(c: "Calculator", x: Value) -> tuple[Value, Value]:
    """Return the hyperbolic sine and cosine, not halved."""
    up, down = c.inexact(_exp(c, x)), c.inexact(_exp(c, -x))
    return up - down, up + down


def _ln(c: "Calculator", x: Value) -> Value:
    c.refuse_edge(x)
    if x == 0:
        raise UndefinedError
    return 0 if x == 1 else c.mp.log(c.inexact(x))


def _log(c: "Calculator", x: Value, base: Value) -> Value:
    if not c.real(base) or base <= 0:
        raise UndefinedError
    return _ratio(c, _ln(c, x), _ln(c, base))


def _small(c: "Calculator", x: Value) -> Value:
    """Return a real number small enough for the gamma function."""
    if not c.real(x):
        raise UndefinedError
    if abs(x) > _LARGEST_GAMMA:
        raise BeyondError
    c.effort += _GAMMA_EFFORT
    return c.inexact(x)


def _factorial(c: "Calculator", x: Value) -> Value:
    if not isinstance(x, int):
        return c.mp.gamma(_small(c, x) + 1)
    return math.factorial(_countable(x))


def _double_factorial(_: "Calculator", x: Value) -> Value:
    if not isinstance(x, int):
        raise UndefinedError
    return math.prod(range(_countable(x), 1, -2))


def _countable(x: int) -> int:
    if x < 0:
        raise UndefinedError
    if x > _LARGEST_FACTORIAL:
        raise BeyondError
    return x


def _binomial(c: "Calculator", above: Value, below: Value) -> Value:
    if not isinstance(above, int) or not isinstance(below, int):
        return c.mp.binomial(_small(c, above), _small(c, below))
    if above < 0:
        raise UndefinedError
    if not 0 <= below <= above:
        return 0
    if min(below, above - below) * above.bit_length() > _MOST_BITS:
        raise BeyondError
    return math.comb(above, below)


def _floor(c: "Calculator", x: Value) -> int:
    """Return the whole number below; what is one but for rounding is that one."""
    if is_exact(x):
        return math.floor(x)
    if not c.real(x):
        raise UndefinedError
    if abs(x) > _LARGEST_FLOOR:
        raise BeyondError
    nearest = int(c.mp.nint(x))
    return nearest if abs(x - nearest) < c.tiny else int(c.mp.floor(x))


def _extreme(pick: Callable[..., Value]) -> Callable[..., Value]:
    def picked(c: "Calculator", *values: Value) -> Value:
        if not all(map(c.real, values)):
            raise UndefinedError
        return pick(values, key=c.inexact)

    return picked


def _of_whole(function: Callable[..., int]) -> Callable[..., Value]:
    def computed(_: "Calculator", *values: Value) -> int:
        if not all(isinstance(value, int) for value in values):
            raise UndefinedError
        return function(*values)

    return computed


_ONE_ARGUMENT: "dict[str, Callable[[Calculator, Value], Value]]" = {
    "sin": _sin,
    "cos": _cos,
    "tan": lambda c, x: _ratio(c, _sin(c, x), _cos(c, x)),
    "cot": lambda c, x: _ratio(c, _cos(c, x), _sin(c, x)),
    "sec": lambda c, x: _ratio(c, 1, _cos(c, x)),
    "csc": lambda c, x: _ratio(c, 1, _sin(c, x)),
    "arcsin": lambda c, x: c.mp.asin(_unit(c, x)),
    "arccos": lambda c, x: c.mp.acos(_unit(c, x)),
    "arctan": lambda c, x: c.mp.atan(c.inexact(x)),
    "sinh": lambda c, x: _hyperbolic(c, x)[0] / 2,
    "cosh": lambda c, x: _hyperbolic(c, x)[1] / 2,
    "tanh": lambda c, x: _ratio(c, *_hyperbolic(c, x)),
    "exp": _exp,
    "ln": _ln,
    "abs": lambda _, x: abs(x),
    "floor": _floor,
    "ceiling": lambda c, x: -_floor(c, -x),
    "factorial": _factorial,
    "factorial2": _double_factorial,
}
FUNCTIONS: "dict[str, Callable[..., Value]]" = {
    **_ONE_ARGUMENT,
    "log": _log,
    "binomial": _binomial,
    "min": _extreme(min),
    "max": _extreme(max),
    "gcd": _of_whole(math.gcd),
    "lcm": _of_whole(math.lcm),
}
"""What computes each function that a `Call` may name."""
