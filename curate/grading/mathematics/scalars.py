"""Compare two scalars: which unit, which percent, which rounding; exactly where both are numbers, else by value."""

import re
from fractions import Fraction
from typing import Final

from curate.grading.mathematics.exact import decimal_places, rational
from curate.grading.mathematics.structure import Leaf, readable
from curate.grading.mathematics.units import measure
from curate.grading.symbolic import door
from curate.grading.symbolic.door import Budget
from curate.grading.verdict import Finding

EQUAL: Final = Finding(equal=True, why="equal as written")
DIFFERENT: Final = Finding(equal=False, why="differs from the gold answer")

_ROUNDED_DIGITS = 6  # significant digits that a decimal needs to stand for a number it only approximates
_ROUNDED_PLACES = 4
_BASED = re.compile(r"(-?\d[0-9A-Fa-f.]*)(?:_\{?(\d+)\}?)?")
_SIGNIFICANT = re.compile(r"[-+]?[0.]*")
_LEFT_OUT = "\\ldots"  # for digits or terms that a reader fills in, and a parser cannot


def same_scalar(gold: Leaf, answer: Leaf, budget: Budget) -> Finding:
    """Return whether two scalars are the same, or that it could not be found out within the budget."""
    if gold.unit and answer.unit and gold.unit != answer.unit:
        return _same_quantity(gold, answer)
    if (gold.unit and answer.percent) or (gold.percent and answer.unit):
        return Finding(equal=False, why="a percentage is no quantity with a unit")
    if gold.key == answer.key and gold.key and (gold.percent == answer.percent or _may_lack_percent(gold)):
        return EQUAL
    if not gold.text or not answer.text:
        return DIFFERENT
    decided = _same_base(gold, answer) or _same_number(gold, answer) or _same_rounded(gold, answer)
    return decided or _unreadable(gold, answer) or _same_symbolically(gold, answer, budget)


def _same_quantity(gold: Leaf, answer: Leaf) -> Finding:
    """Compare two numbers with different units, which are the same only where one unit converts into the other."""
    known, said = measure(gold.unit), measure(answer.unit)
    if known and said and known[0] == said[0] and gold.value is not None and answer.value is not None:
        equal = gold.value * known[1] == answer.value * said[1]
        return Finding(equal=equal, why=f"{'the same' if equal else 'another'} quantity, in another unit")
    return Finding(equal=False, why=f"the unit is {answer.unit}, the gold answer's is {gold.unit}")


def _unreadable(gold: Leaf, answer: Leaf) -> Finding | None:
    """Return the finding where one of the two is no mathematics: words, brackets that do not close, a gap of dots."""
    if gold.prose or answer.prose:
        return Finding(equal=False, why="other words than the gold answer's")
    if not readable(gold.text) or _LEFT_OUT in gold.text:
        return Finding(equal=None, why="the gold answer cannot be read as mathematics")
    if not readable(answer.text) or _LEFT_OUT in answer.text:
        return Finding(equal=False, why="the answer cannot be read as mathematics")
    return None


def _same_symbolically(gold: Leaf, answer: Leaf, budget: Budget) -> Finding:
    places = _rounded_places(gold.text) or _rounded_places(answer.text)
    return door.same(gold.text, answer.text, budget, places=places)


def _same_base(gold: Leaf, answer: Leaf) -> Finding | None:
    """Compare numerals where a base is written: the same digits, and the same base where both write one."""
    known, said = _BASED.fullmatch(gold.key), _BASED.fullmatch(answer.key)
    if known and said is None and known.group(2) and answer.value is not None:
        return Finding(equal=False, why="another numeral than the gold answer")
    if not known or not said or not (known.group(2) or said.group(2)):
        return None
    alike = known.group(1) == said.group(1) and not (known.group(2) and said.group(2))
    return Finding(equal=alike, why="the same digits" if alike else "another numeral than the gold answer")


def _same_number(gold: Leaf, answer: Leaf) -> Finding | None:
    known, said = gold.value, answer.value
    if known is None or said is None:
        return None
    equal = known == said
    if gold.percent != answer.percent and not equal:  # 50% is 0.5 as well as 50 of a hundred
        equal = known == said * 100 if gold.percent else known * 100 == said
    elif gold.percent != answer.percent:
        equal = _may_lack_percent(gold)
    if not equal and gold.percent == answer.percent:
        equal = _rounds_to(known, answer.text) or _rounds_to(said, gold.text)
    return Finding(equal=True, why="the same number") if equal else Finding(equal=False, why="another number")


def _may_lack_percent(leaf: Leaf) -> bool:
    """Return whether a number of percent may be meant without its sign: 50 of a hundred, but not `0.5` for `0.5%`."""
    return leaf.value is None or abs(leaf.value) >= 1 or leaf.value == 0


def _rounds_to(value: Fraction, text: str) -> bool:
    """Return whether a decimal is the value rounded to its many digits; a finite decimal has to be given in full."""
    places = _rounded_places(text)
    denominator = value.denominator
    for factor in (2, 5):
        while denominator % factor == 0:
            denominator //= factor
    if places is None or denominator == 1:
        return False
    return abs(Fraction(text.replace(" ", "")) - value) * 2 * 10**places <= 1


def _rounded_places(text: str) -> int | None:
    places = decimal_places(text)
    if places is None or places < _ROUNDED_PLACES:
        return None
    return places if len(_SIGNIFICANT.sub("", text, count=1).replace(".", "")) >= _ROUNDED_DIGITS else None


def _same_rounded(gold: Leaf, answer: Leaf) -> Finding | None:
    r"""Compare decimals that trail off (`0.4142 \\ldots`): the digits that are there must be the other's first."""
    for open_ended, other in ((gold, answer), (answer, gold)):
        if not open_ended.text.endswith(_LEFT_OUT):
            continue
        shown = open_ended.text.removesuffix(_LEFT_OUT).rstrip()
        places, value = decimal_places(shown), rational(shown)
        if places is None or value is None or other.value is None:
            continue
        near = places >= _ROUNDED_PLACES and abs(value - other.value) * 10**places <= 1
        equal = near or value == other.value
        return Finding(equal=equal, why="the digits shown agree" if equal else "another number")
    return None
