r"""The tree of a formula: small, immutable, exact. `reading` builds it, `value` computes with it."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """An exact rational number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    r"""A variable: a letter or the name of a Greek one, with its subscript and primes: `x`, `x_1'`, `\theta`."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """`pi`, `e` or `i`."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Two or more terms."""

    terms: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Product:
    """Two or more factors; a quotient has a factor to the power of -1."""

    factors: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Power:
    """A power; roots of even index are powers too."""

    base: "Node"
    exponent: "Node"


@dataclass(frozen=True, slots=True)
class Root:
    """A radical with an index, which of a negative number is real where the index is odd."""

    radicand: "Node"
    degree: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A known function of its arguments: `sin`, `ln`, `log` (argument, base), `factorial`, `abs`, `min`."""

    function: str
    arguments: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Equality:
    """An equation of two expressions."""

    left: "Node"
    right: "Node"


Node = Number | Name | Constant | Sum | Product | Power | Root | Call | Equality
