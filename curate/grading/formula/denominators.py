"""An equation without its denominators: `y = 12/x` is `xy - 12` over `x`. `evaluate` compares what stands above."""

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

from curate.grading.formula.nodes import Equality, Node, Number, Power, Product, Sum

_MOST = 12  # divisors, with their multiplicity
_HIGHEST = 6  # power of a divisor
_MINUS_ONE = Number(Fraction(-1))


class Quotient(NamedTuple):
    """A formula as one fraction: what stands above, and the divisors below with how often each divides."""

    above: Node
    below: "Counter[Node]"


class _TooManyError(ValueError):
    """The common denominator would be too large to be worth it."""


def cleared(equation: Equality) -> Quotient | None:
    """Return the difference of an equation's sides as one fraction; None where its denominator would be too large."""
    try:
        return _quotient(Sum((equation.left, Product((_MINUS_ONE, equation.right)))))
    except _TooManyError:
        return None


def _quotient(node: Node) -> Quotient:
    """Return a sum over its least common denominator; a function is taken as a whole, with what is inside it."""
    if isinstance(node, Sum):
        terms = [_quotient(term) for term in node.terms]
        common: Counter[Node] = Counter()
        for term in terms:
            common |= term.below
        above = tuple(_times(term.above, common - term.below) for term in terms)
        return Quotient(Sum(above), _bounded(common))
    if isinstance(node, Product):
        factors = [_quotient(factor) for factor in node.factors]
        below: Counter[Node] = Counter()
        for factor in factors:
            below += factor.below
        return Quotient(Product(tuple(factor.above for factor in factors)), _bounded(below))
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        return _power(node, node.base, node.exponent.value)
    return Quotient(node, Counter())


def _power(node: Node, base: Node, exponent: Fraction) -> Quotient:
    if exponent.denominator != 1 or not 0 < abs(exponent) <= _HIGHEST:
        return Quotient(node, Counter())
    times = abs(exponent.numerator)
    inside = _quotient(base)
    over = Counter({divisor: count * times for divisor, count in inside.below.items()})
    if exponent > 0:
        return Quotient(Power(inside.above, Number(exponent)), _bounded(over))
    turned = Counter({divisor: count * times for divisor, count in _factors(inside.above).items()})
    return Quotient(_times(Number(Fraction(1)), over), _bounded(turned))


def _factors(node: Node) -> "Counter[Node]":
    """Return what a divisor is a product of."""
    if isinstance(node, Product):
        found: Counter[Node] = Counter()
        for factor in node.factors:
            found += _factors(factor)
        return found
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        exponent = node.exponent.value
        if exponent.denominator == 1 and 0 < exponent <= _HIGHEST:
            return Counter({base: count * exponent.numerator for base, count in _factors(node.base).items()})
    return Counter({node: 1})


def _times(node: Node, factors: "Counter[Node]") -> Node:
    return Product((node, *factors.elements())) if factors else node


def _bounded(below: "Counter[Node]") -> "Counter[Node]":
    if below.total() > _MOST:
        raise _TooManyError
    return below
