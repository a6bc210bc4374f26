"""What the solver of a story hands back, and the ways in which it writes an answer down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random


@dataclass(frozen=True, slots=True)
class Solved:
    """The numbers that fill a story, by the names of its blanks, and the answer that they lead to."""

    fields: dict[str, int | str]
    answer: str


Solver = Callable[[Random, str], Solved]
"""Draws numbers for a story; the text of the story is given, because not every number suits every one."""


def fraction(value: Fraction) -> str:
    r"""Return a number as LaTeX: `7`, or `\frac{3}{4}`."""
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return f"{sign}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def decimal(value: Fraction) -> str:
    """Return a number whose decimals end: `7`, or `2.75`."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.10g}"


def whole_set(values: Iterable[int]) -> str:
    r"""Return whole numbers as a set in LaTeX, by size: `\{2, 5\}`."""
    return f"\\{{{', '.join(map(str, sorted(set(values))))}\\}}"


def linear(slope: int, constant: int, name: str = "x") -> str:
    """Return `3x - 5` for 3 and -5, and so on."""
    return polynomial((slope, constant), name)


def polynomial(coefficients: Iterable[int], name: str = "x") -> str:
    """Return a polynomial, the highest power first: `x^2 - 4x + 3` for 1, -4 and 3."""
    given = list(coefficients)
    parts: list[str] = []
    for power, number in zip(range(len(given) - 1, -1, -1), given, strict=True):
        if not number:
            continue
        variable = "" if not power else name if power == 1 else f"{name}^{power}"
        size = str(abs(number)) if abs(number) != 1 or not power else ""
        sign = (" + " if number > 0 else " - ") if parts else ("" if number > 0 else "-")
        parts.append(f"{sign}{size}{variable}")
    return "".join(parts) or "0"
