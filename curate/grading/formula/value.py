r"""The value of a formula at a point: exact as long as it is rational, then to a fixed number of digits.

Everything is bounded before it is computed: powers, factorials, angles, and the work of one comparison altogether.
What may be a zero divided by, a pole, or a number on the edge of a branch has no value here.

mpmath is imported when the first formula is evaluated, and used through contexts of our own: the one it shares with
everybody changes its precision under whoever else is computing.
"""

# mpmath publishes no types: its numbers are `Any` here, and leave as the truth about two of them.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from curate.grading.formula.functions import FUNCTIONS, BeyondError, UndefinedError, Value, bits, is_exact, whole
from curate.grading.formula.nodes import Call, Constant, Name, Node, Number, Power, Product, Root, Sum

_MOST_BITS = 40_000  # of an exact number
_MOST_BITS_AT_POINTS = 3_000  # of a power of a fraction that stands for a variable, and need not be exact
_MOST_EFFORT = 1_000_000  # bits of exact results, and what inexact ones are reckoned as, for one comparison
_EFFORT = 200
_HIGHEST_POWER = 100_000  # in bits: the size of an exponent times that of its base's logarithm
_ZERO_DIGITS = 35
_HALF = Fraction(1, 2)


class Calculator:
    """Computes values to so many digits. Used by one thread at a time.

    `effort` counts the work done; set it to zero where a new comparison begins.
    """

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self.effort = 0
        self._point: Mapping[str, Value] = {}
        self._ways: dict[type, Callable[[Any], Value]] = {
            Number: self._number,
            Name: self._name,
            Constant: self._constant,
            Sum: self._sum,
            Product: self._product,
            Power: self._power,
            Root: self._root,
            Call: self._call,
        }

    @cached_property
    def mp(self) -> Any:
        """The context of mpmath's, ours alone."""
        from mpmath import MPContext  # noqa: PLC0415 - most answers need no mpmath

        context = MPContext()
        context.dps = self.digits
        return context

    @cached_property
    def tiny(self) -> Value:
        """Below this an inexact number in the midst of a formula may be zero."""
        return self.mp.mpf(10) ** -(self.digits // 2)

    @cached_property
    def about_zero(self) -> Value:
        """Below this a result may be what rounding left of zero."""
        return self.mp.mpf(10) ** -_ZERO_DIGITS

    @cached_property
    def _rounding(self) -> Value:
        """Relative to the other, a real or imaginary part below this is what rounding left."""
        return self.mp.mpf(10) ** -(self.digits - 15)

    def value(self, formula: Node, point: Mapping[str, Value]) -> Value:
        """Return a formula's value where its variables have those of the point.

        Raises:
            UndefinedError: If there is none.
            BeyondError: If it would be too large or take too long.
        """
        self._point = point
        try:
            return self._of(formula)
        except (ZeroDivisionError, ValueError) as error:  # what mpmath says at a pole
            raise UndefinedError from error
        except OverflowError as error:
            raise BeyondError from error

    def real(self, value: Value) -> bool:
        """Return whether a value is real."""
        return is_exact(value) or isinstance(value, self.mp.mpf)

    def real_and_not_zero(self, value: Value) -> bool:
        """Return whether a result is real, and surely not zero."""
        return bool(value) if is_exact(value) else self.real(value) and abs(value) > self.about_zero

    def close(self, left: Value, right: Value, digits: int) -> bool:
        """Return whether two values share so many significant digits."""
        ours, theirs = self.inexact(left), self.inexact(right)
        return bool(abs(ours - theirs) <= self.mp.mpf(10) ** -digits * (abs(ours) + abs(theirs)))

    def inexact(self, value: Value) -> Value:
        """Return a value as a number of mpmath's."""
        if isinstance(value, Fraction):
            return self.mp.mpf(value.numerator) / value.denominator
        return self.mp.mpf(value) if isinstance(value, int) else value

    def refuse_edge(self, value: Value) -> None:
        """Raise where an inexact number may be zero, for its inverse, its root and its logarithm may be anything."""
        if not is_exact(value) and abs(value) < self.tiny:
            raise UndefinedError

    def _of(self, node: Node) -> Value:
        """Return the value of a part of a formula; an equation has none."""
        way = self._ways.get(type(node))
        if way is None:
            raise UndefinedError
        return way(node)

    def _number(self, node: Number) -> Value:
        return whole(node.value)

    def _name(self, node: Name) -> Value:
        return self._point[node.name]

    def _constant(self, node: Constant) -> Value:
        if node.name == "i":
            return self.mp.mpc(0, 1)
        return +self.mp.pi if node.name == "pi" else +self.mp.e

    def _sum(self, node: Sum) -> Value:
        exact: Value = 0
        inexact: Value = None
        for term in node.terms:
            value = self._of(term)
            if is_exact(value):
                exact += value
            else:
                inexact = value if inexact is None else inexact + value
        if inexact is None:
            return self._checked(exact)
        return self._checked(inexact + self.inexact(exact) if exact else inexact)

    def _product(self, node: Product) -> Value:
        exact: Value = 1
        inexact: Value = None
        for factor in node.factors:
            value = self._of(factor)
            if is_exact(value):
                exact *= value
                self._charge(exact)
            else:
                inexact = value if inexact is None else inexact * value
        if inexact is None or exact == 0:
            return self._checked(exact)
        return self._checked(inexact if exact == 1 else inexact * self.inexact(exact))

    def _call(self, node: Call) -> Value:
        return self._checked(FUNCTIONS[node.function](self, *map(self._of, node.arguments)))

    def _power(self, node: Power) -> Value:
        exponent = self._of(node.exponent)
        if isinstance(node.base, Constant) and node.base.name == "e":
            return self._checked(FUNCTIONS["exp"](self, exponent))
        return self._checked(self._raised(self._of(node.base), exponent))

    def _root(self, node: Root) -> Value:
        radicand, index = self._of(node.radicand), self._of(node.degree)
        if not isinstance(index, int) or index <= 0:
            self.refuse_edge(index)
            return self._checked(self._raised(radicand, 1 / (Fraction(index) if is_exact(index) else index)))
        if index % 2 and self.real(radicand) and radicand < 0:
            return self._checked(-self._raised(-radicand, whole(Fraction(1, index))))
        return self._checked(self._raised(radicand, whole(Fraction(1, index))))

    def _checked(self, value: Value) -> Value:
        """Return a value as simple as it is: whole if it is whole, real if only rounding made it complex."""
        self._charge(value)
        if is_exact(value):
            return whole(value)
        if isinstance(value, self.mp.mpc):
            if abs(value.imag) <= self._rounding * abs(value.real):
                return value.real
            if abs(value.real) <= self._rounding * abs(value.imag):
                return self.mp.mpc(0, value.imag)
        return value

    def _charge(self, value: Value) -> None:
        """Count the work of a result, before more is made of it."""
        size = bits(value) if is_exact(value) else _EFFORT
        self.effort += size
        if size > _MOST_BITS or self.effort > _MOST_EFFORT:
            raise BeyondError

    def _raised(self, base: Value, exponent: Value) -> Value:
        """Return a power: exact where both are, the principal one of a negative base where there is no other."""
        if isinstance(exponent, int):
            return self._whole_power(base, exponent)
        self.refuse_edge(base)
        if base == 0:
            if not self.real(exponent) or exponent <= 0:
                raise UndefinedError
            return 0
        if exponent == _HALF:
            return self._square_root(base)
        if isinstance(exponent, Fraction) and self.real(base) and base < 0 and exponent.denominator % 2:
            raise UndefinedError  # the real root or the principal one
        self._refuse_tower(base, exponent)
        return self.mp.power(self.inexact(base), self.inexact(exponent))

    def _whole_power(self, base: Value, exponent: int) -> Value:
        if base == 0 and exponent <= 0:
            raise UndefinedError
        if is_exact(base):
            size = bits(base) * abs(exponent) if base not in (0, 1, -1) else 0
            if isinstance(base, Fraction) and self._point and size > _MOST_BITS_AT_POINTS:
                return self._whole_power(self.inexact(base), exponent)
            if size > _MOST_BITS:
                raise BeyondError
            return base**exponent if exponent >= 0 else Fraction(base) ** exponent
        if exponent < 0:
            self.refuse_edge(base)
        self._refuse_tower(base, exponent)
        return base**exponent

    def _square_root(self, base: Value) -> Value:
        if is_exact(base) and base > 0:
            above, below = math.isqrt(base.numerator), math.isqrt(base.denominator)
            if above * above == base.numerator and below * below == base.denominator:
                return Fraction(above, below)
        return self.mp.sqrt(self.inexact(base))

    def _refuse_tower(self, base: Value, exponent: Value) -> None:
        """Raise where a power would have too many digits before or behind its point."""
        if abs(self.inexact(exponent)) * (abs(self.mp.mag(self.inexact(base))) + 10) > _HIGHEST_POWER:
            raise BeyondError
