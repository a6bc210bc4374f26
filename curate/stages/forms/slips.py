r"""Wrong numbers that look like right ones: what a slip of hand or head makes of a value.

A value is taken apart into what stands around the number (currency, unit, dollars of LaTeX, words) and the number as
it is written: digits with or without commas, a decimal, a fraction with a slash or as `\frac`. Each slip changes the
number alone and writes it as the right one is written: as many decimals, commas where there were commas, a fraction in
lowest terms. So no slip is told from the gold by its form, only by its value.

The slips are those that teachers and writers of distractors name (Haladyna and Rodriguez 2013, "Developing and
Validating Test Items", chapter 6, on errors students really make): a lost or added sign, a factor of ten or two, one
more or one less, the reciprocal, digits that changed places, a square for its root.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER: Final = re.compile(
    r"(?P<sign>[-\u2212])?"
    r"(?:\\[dt]?frac\{(?P<top>\d{1,6})\}\{(?P<bottom>\d{1,6})\}"
    r"|(?P<over>\d{1,6})\s?/\s?(?P<under>\d{1,6})"
    r"|(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,15})(?P<decimals>\.\d{1,10})?)"
)
_PLAIN: Final = re.compile(r"(?:[^\d\\^_{}=<>+*/()\[\]|]|(?<=[A-Za-z])/(?=[A-Za-z]))*")
"""What may stand around the number: a unit or a currency, but no further mathematics: its value is not the number's."""

_CLOSE: Final = 3
"""A whole number up to which a year or a count is varied: further away nobody would believe it."""

_YEARS: Final = range(1000, 2100)


class Slip(NamedTuple):
    """A wrong value and what went wrong.

    Attributes:
        text: written as the right one is.
        by: the slip, in a word or two.
    """

    text: str
    by: str


class _Value(NamedTuple):
    before: str
    after: str
    number: Fraction
    decimals: int
    commas: bool
    fraction: str | None  # how a fraction is written, with {} for its parts
    minus: str


def slips(gold: str) -> list[Slip]:
    r"""Wrong values for a right one, likely ones first, each once and none equal to it; none where it is no number.

    Args:
        gold: As `12`, `$-3.50`, `1,200 km`, `$\frac{3}{4}$` or `45%` write a value: one number, and around it a unit at
            most.
    """
    value = _taken_apart(gold)
    if value is None:
        return []
    found: dict[str, Slip] = {}
    seen = {value.number}
    for number, by in _wrong(value):
        text = _written(number, value)
        if text is not None and number not in seen and text != gold:
            seen.add(number)
            found.setdefault(text, Slip(text, by))
    return list(found.values())


def _taken_apart(gold: str) -> _Value | None:
    matches = list(_NUMBER.finditer(gold))
    if len(matches) != 1:
        return None
    (match,) = matches
    before, after = gold[: match.start()], gold[match.end() :]
    if not (_PLAIN.fullmatch(before) and _PLAIN.fullmatch(after)) or before[-1:].isalnum():
        return None
    sign = -1 if match["sign"] else 1
    minus = match["sign"] or "-"
    top, bottom = match["top"] or match["over"], match["bottom"] or match["under"]
    if top is not None:
        if int(bottom) == 0:
            return None
        how = match.group().removeprefix(match["sign"] or "")
        how = how.replace("{", "{{").replace("}", "}}")
        how = re.sub(r"\d+", "{}", how)
        return _Value(before, after, sign * Fraction(int(top), int(bottom)), 0, commas=False, fraction=how, minus=minus)
    digits = match["whole"].replace(",", "") + (match["decimals"] or "")
    if len(match["whole"]) > 1 and match["whole"][0] == "0":
        return None  # a code, not a count
    decimals = len(match["decimals"] or ".") - 1
    number = sign * Fraction(digits)
    return _Value(before, after, number, decimals, commas="," in match["whole"], fraction=None, minus=minus)


def _wrong(value: _Value) -> Iterator[tuple[Fraction, str]]:
    """Wrong numbers, likely slips first."""
    number = value.number
    year = not value.decimals and not value.commas and not value.fraction and number in _YEARS and not value.after
    if year:
        yield from ((number + by, "a near year") for by in (-1, 1, 10, -10, -2, 2, -5, 5, 20, -20))
        return
    whole = number.denominator == 1
    signed = number < 0 or "$" in value.before or value.fraction is not None or not value.after.strip()
    if value.fraction:
        if number not in {0, 1, -1}:
            yield 1 / number, "the reciprocal"
        yield 1 - number, "what is left of one"
        yield Fraction(number.numerator + 1, number.denominator), "one more above"
        yield Fraction(number.numerator, number.denominator + 1), "one more below"
    step = Fraction(1, 10**value.decimals)
    if whole and not value.decimals and abs(number) <= _CLOSE * 10:
        yield number + 1, "one more"
        yield number - 1, "one less"
    if number:
        yield number * 2, "twice"
        yield number / 2, "half"
        if not whole or abs(number) >= _CLOSE:
            yield number * 10, "ten times"
            yield number / 10, "a tenth"
    if signed and number:
        yield -number, "the sign"
    yield from ((Fraction(swapped, 10**value.decimals), "two digits swapped") for swapped in _swapped(value))
    if whole and number > 1:
        yield number**2, "the square"
        root = isqrt(int(number))
        if root * root == number:
            yield Fraction(root), "the root"
    yield number + 2 * step, "a little more"
    yield number - 2 * step, "a little less"
    yield number + 10 * step, "ten more"
    yield number - 10 * step, "ten less"
    yield number * 3, "three times"
    yield number * Fraction(3, 2), "half as much again"


def _swapped(value: _Value) -> Iterator[int]:
    """The digits with two neighbours changed, from the front; no leading nought comes to stand there."""
    if value.fraction is not None:
        return
    digits = str(abs(int(value.number * 10**value.decimals)))
    sign = -1 if value.number < 0 else 1
    for at in range(len(digits) - 1):
        one, other = digits[at], digits[at + 1]
        if one != other and not (at == 0 and other == "0"):
            yield sign * int(digits[:at] + other + one + digits[at + 2 :])


def _written(number: Fraction, value: _Value) -> str | None:
    """A number as the right one is written; None where it cannot be."""
    if number < 0 <= value.number and value.after.strip("$ )."):
        return None  # fewer than no years, or a share below nothing, is no answer
    sign = value.minus if number < 0 else ""
    size = abs(number)
    if value.fraction:
        if size.denominator == 1 or max(size.numerator, size.denominator) > 10**6:
            return None
        return f"{value.before}{sign}{value.fraction.format(size.numerator, size.denominator)}{value.after}"
    scaled = size * 10**value.decimals
    if scaled.denominator != 1 or scaled >= 10**15:
        return None
    whole, rest = divmod(int(scaled), 10**value.decimals)
    text = f"{whole:,}" if value.commas else str(whole)
    if value.decimals:
        text += f".{rest:0{value.decimals}d}"
    return f"{value.before}{sign}{text}{value.after}"
