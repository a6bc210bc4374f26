"""What a wrong number may be, as far as question and unit tell: a share of at most 100 %, a count of at least none.

A wrong number that nobody could believe is no option, for whoever knows nothing strikes it out. So what the words of
the question rule out is not offered: numbers below nought where things are counted, remainders as large as the divisor,
years to come. And where the answer is an approximation, no wrong number comes near it, for it would be nearly right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from curate.stages.forms.numeral import Numeral, Value

_ABOUT: Final = re.compile(
    r"\b(?:approximat\w+|about|around|roughly|nearest|estimat\w+|closest|round(?:ed|ing)?|decimal places?|significant|"
    r"circa|almost|nearly|recommended|typical(?:ly)?|usual(?:ly)?|normal(?:ly)?)\b|\\approx|\u2248",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(
    r"\bhow (?:many|much|long|far|old|tall|high|fast|large|big|heavy|deep|wide|often|hot)\b|"
    r"\b(?:number|amount|count|cost|price|area|volume|perimeter|circumference|length|distance|height|width|radius|"
    r"diameter|age|speed|probability|chance|likelihood|percent\w*|ways|weight|mass|total|population|factorial|gcd|lcm|"
    r"degrees?|angle|magnitude|absolute|average|mean|median|positive|nonnegative|natural|prime|divisors?|units digit|"
    r"salary|profit|rate|square root|cardinality|variance|norm)\b|\\sqrt|\\binom|!|\|",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(
    r"\b(?:negative|integers?|slope|coordinate|real numbers?|determinant|constant term|coefficient|dot product|"
    r"temperature|intercept|evaluate|simplify|compute|solve|value of)\b|[-\u2212]\s?\d|[-\u2212]\s?[a-z]\b|\$[^$]*-",
    re.IGNORECASE,
)
_EVEN_POWER: Final = re.compile(
    r"\^\s*\{?\s*(?:[2468]\b|\d*[02468]\})|[\u00b2\u2074]|\bsquare[ds]?\b|\*\*\s*[2468]|\babs(?:olute)?\b|\||\\pm|\u00b1|"
    r"\bcos\b|\bquadratic\b|\broots?\b|\\cos",
    re.IGNORECASE,
)
_CHANCE: Final = re.compile(
    r"\b(?:probability|chances?|likelihood|what (?:fraction|portion|proportion|part)|fraction of)\b", re.IGNORECASE
)
_GROWTH: Final = re.compile(
    r"\b(?:increase|grow\w*|profit|gain|more than|greater|larger|interest|markup)\b", re.IGNORECASE
)
_DIGIT: Final = re.compile(
    r"\b(?:units|ones|tens|hundreds|last|first|single|which|what|rightmost|\w+th|the) digit\b", re.IGNORECASE
)
_REMAINDER: Final = re.compile(
    r"\bremainder\b.*?\bdivided by\b\s*\$?\s*(?P<by>\d{1,9})\b|\bmod(?:ulo)?\b\W{0,3}(?P<modulo>\d{1,9})\b|"
    r"\\p?mod\s*\{?\s*(?P<pmod>\d{1,9})",
    re.IGNORECASE | re.DOTALL,
)
_YEAR: Final = re.compile(
    r"\b(?:(?:what|which) (?:\w+ )?year|when|year (?:did|was|is|were|in)|the year|date)\b", re.IGNORECASE
)
_DEGREE: Final = re.compile(r"\A\s*(?:\u00b0|\^\{?\\circ|degrees?\b|\\text\{\s*degrees?)")
_PERCENT: Final = re.compile(r"\A\s*(?:\\?%|\\?\s?percent)")
_THING: Final = re.compile(
    r"\A[\s.]*(?:\\text|\\mbox|\\mathrm)?\{?\s*(?!percent|times?\b|degrees?\b|and\b)[A-Za-z]", re.IGNORECASE
)
_PERCENT_ASKED: Final = re.compile(
    r"\b(?:what|which) (?:percent\w*|\w+ percent\w*)|\bpercentage of|\bas a percent", re.IGNORECASE
)
_ANGLE_ASKED: Final = re.compile(r"\bin degrees\b|\bmany degrees\b|\bdegree measure\b|\bangle\b", re.IGNORECASE)

_YEARS: Final = range(1000, 2101)
_LAST_YEAR: Final = 2025
_FEW: Final = 5
"""Up to as many things none is an answer that somebody gives; of more, nobody believes that there are none."""
_BELOW: Final = re.compile(r"\bnegative (?:integer|number|value|real|solution|root)", re.IGNORECASE)
_APART_ABOUT: Final = (1, 5)
"""An approximate value and a wrong one are a fifth apart: `about 3.14` makes 3.5 a wrong answer to few."""
_APART_UNIT: Final = (1, 15)
"""What has a unit was measured, and nobody contradicts 19 g where a book says 20 g."""
_APART_DECIMALS: Final = (1, 20)
_APART_LARGE: Final = (1, 1000)
_TURN: Final = 360
_HALF_TURN: Final = 180


class Limits(NamedTuple):
    """Between what a wrong number lies, in the last written place of the right one.

    Attributes:
        low: no less than that.
        high: no more than that; None where nothing is known.
        open_ends: whether `low` and `high` themselves are ruled out, as a probability of one is.
        sign: whether the sign may be lost: not where a square hides it, and both may be right.
        apart: of two numbers, the larger part of their distance from nought by which they differ at least.
        year: whether it is a year.
        whole: what a share is taken from (one, 100 %, 180 degrees); None where it is no share.
    """

    low: Value | None
    high: Value | None
    open_ends: bool
    sign: bool
    apart: tuple[int, int] | None
    year: bool
    whole: int | None


def limits(written: Numeral, question: str) -> Limits:
    """What the question and the unit rule out; all of it holds for the right number, else it is not believed."""
    size, one = written.value, written.one
    signed = size < 0 or _may_be_negative(written, question)
    year = _is_year(written, question)
    low, high, open_ends, whole = _low(written, signed=signed), None, False, None
    if year:
        low, high = 1, max(int(size), _LAST_YEAR)
    elif _PERCENT.match(written.after) or _PERCENT_ASKED.search(question):
        whole = 100 * one
        high = whole if size <= whole and not _GROWTH.search(question) else None
    elif _CHANCE.search(question) and 0 < size < one:
        whole, high, open_ends = one, one, True
    elif (bound := _bound(question)) is not None:
        high = (bound - 1) * one
    elif _DEGREE.match(written.after) or _ANGLE_ASKED.search(question):
        half = abs(size) <= _HALF_TURN * one
        whole = _HALF_TURN * one if half else None
        high = (_HALF_TURN if half else _TURN) * one
        open_ends = 0 < size < high
    elif size < 0 and _BELOW.search(question):
        high = -1
    if high is not None and size > high:
        high = whole = None
    return Limits(
        low, high, open_ends, _sign_may_go(written, question, signed=signed), _apart(written, question), year, whole
    )


def _low(written: Numeral, *, signed: bool) -> int | None:
    if signed:
        return None
    return 1 if isinstance(written.value, int) and written.value > _FEW * written.one else 0


def _may_be_negative(written: Numeral, question: str) -> bool:
    money = "\\$" in written.before or (written.before.endswith("$") and "$" not in written.after)
    if money or _THING.match(written.after) or _PERCENT.match(written.after):
        return False
    return _COUNTED.search(question) is None and _SIGNED.search(question) is not None


def _sign_may_go(written: Numeral, question: str, *, signed: bool) -> bool:
    return signed and written.value != 0 and _EVEN_POWER.search(question) is None


def _apart(written: Numeral, question: str) -> tuple[int, int] | None:
    if _ABOUT.search(question) or _ABOUT.search(written.before):
        return _APART_ABOUT
    if _THING.match(written.after):
        return _APART_UNIT
    if written.decimals:
        return _APART_DECIMALS
    return _APART_LARGE if written.fraction is None and abs(written.value) > 10_000 else None  # noqa: PLR2004 - no slip of hand changes the last of five places


def _is_year(written: Numeral, question: str) -> bool:
    plain = not (written.before or written.after.strip(" .") or written.decimals or written.comma or written.fraction)
    return plain and written.value in _YEARS and _YEAR.search(question) is not None


def _bound(question: str) -> int | None:
    """What the answer is smaller than: ten for a digit, the divisor for a remainder."""
    if found := _REMAINDER.search(question):
        return int(found["by"] or found["modulo"] or found["pmod"])
    return 10 if _DIGIT.search(question) else None
