r"""What the reader of formulas builds of the factors that it has read: products, quotients, mixed numbers.

Three of these refuse what could be meant otherwise: `3\frac{5}{2}` is no mixed number, `f(x+1)` perhaps no product.
"""

from fractions import Fraction

from curate.grading.formula.nodes import Call, Constant, Name, Node, Number, Power, Product
from curate.grading.formula.notation import UnreadableError

MINUS_ONE = Number(Fraction(-1))

_APPLIED = frozenset("f g h F G H P Q phi varphi Phi psi Psi zeta sigma tau mu gamma Gamma omega rho eta chi".split())


def opposite(node: Node) -> Node:
    """Return a node with the other sign."""
    if isinstance(node, Number):
        return Number(-node.value)
    return Product((MINUS_ONE, node))


def product_of(factors: list[Node]) -> Node:
    """Return the product of factors; one alone is itself."""
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def is_whole(run: list[Node]) -> bool:
    """Return whether factors side by side are no more than a whole number."""
    return len(run) == 1 and isinstance(run[0], Number) and run[0].value.denominator == 1


def is_coefficient(below: Node, behind: Node) -> bool:
    """Return whether what follows a number below the line stands beside the fraction: a letter, pi, a root, e^x."""
    if not is_whole([below]):
        return False
    if behind == Constant("e"):  # 1/2e
        return False
    base = behind.base if isinstance(behind, Power) else behind
    return base != Constant("i")


def argument_over(called: Node, below: Node) -> Node:
    """Return a function, or its power, with its argument divided.

    Raises:
        UnreadableError: If it is something else that takes in what follows.
    """
    if isinstance(called, Power):
        return Power(argument_over(called.base, below), called.exponent)
    if not isinstance(called, Call):
        raise UnreadableError
    return Call(called.function, (Product((called.arguments[0], inverse(below))), *called.arguments[1:]))


def inverse(node: Node) -> Node:
    """Return one over a node."""
    return Power(node, MINUS_ONE)


def refuse_application(applied: Node, before: str, argument: Node) -> None:
    """Raise where a letter in front of a bracket may be a function's: `f(x+1)`, `a(2)`; `x(x+1)` is a product."""
    base = applied.base if isinstance(applied, Power) else applied
    if not isinstance(base, Name) or before == ")":
        return
    letter = base.name.partition("_")[0].rstrip("'")
    if letter in _APPLIED or isinstance(argument, Number | Name | Constant):
        raise UnreadableError


def is_mixed(factors: list[Node]) -> bool:
    r"""Return whether a run is a mixed number, `3\frac{1}{2}`.

    Raises:
        UnreadableError: If it only begins like one: `3\frac{5}{2}`, `3\frac{1}{2}x`.
    """
    below = fraction_of(factors[1]) if len(factors) > 1 else None
    if below is None or not isinstance(factors[0], Number):
        return False
    if len(factors) > 2 or factors[0].value.denominator != 1 or not 0 < below < 1:  # noqa: PLR2004
        raise UnreadableError
    return True


def mixed_number(whole: Node, part: Node) -> Node:
    """Return the value of a mixed number."""
    below = fraction_of(part)
    assert isinstance(whole, Number), "a mixed number begins with one"
    assert below is not None, "and ends with a fraction"
    return Number(whole.value + below)


def fraction_of(node: Node) -> Fraction | None:
    """Return the value of a fraction of two numbers."""
    if not isinstance(node, Product) or len(node.factors) != 2:  # noqa: PLR2004
        return None
    above, inverse = node.factors
    if not isinstance(above, Number) or not isinstance(inverse, Power) or inverse.exponent != MINUS_ONE:
        return None
    below = inverse.base
    return above.value / below.value if isinstance(below, Number) and below.value else None
