r"""A number as an answer writes it: taken apart into the number and what stands around it, and written anew.

`12`, `$-3.50`, `1,200 km`, `$\frac{3}{4}$`, `45\%`, `x = 7`, `12\pi` and `21st` are one number with a currency, a unit
or a name around it. Another number is written as the first one is: as many decimals, commas where there were commas, a
fraction in lowest terms, the ending of an ordinal that fits. So nothing but its value tells it from the first.

What cannot be written so without a change of form is no numeral: a code (`007`), a fraction that can be reduced, a
single thing (`1 year`: any other number has `years`), and every text with more mathematics than one number.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd
from typing import Final, NamedTuple, TypeAlias

Value: TypeAlias = "int | Fraction"
"""A number in its last written place (`3.50` is 350), or the fraction itself."""

_NUMBER: Final = re.compile(
    r"(?P<sign>[-\u2212])?(?P<size>"
    r"\\[dt]?frac\s*\{(?P<top>\d{1,6})\}\s*\{(?P<bottom>\d{1,6})\}"
    r"|(?P<over>\d{1,6})\s?/\s?(?P<under>\d{1,6})(?![\d/.])"
    r"|(?P<whole>\d{1,3}(?:(?P<comma>,|\{,\}|,\\!)\d{3}(?:(?P=comma)\d{3})*)|\d{1,15})(?P<decimals>\.\d{1,10})?"
    r"|(?P<bare>\.\d{1,10}))"
)
_PLAIN: Final = r"[^\d\\^_{}=<>+*/()\[\]|,;:~\u2248\u00b1\u221a]"
_NAMED: Final = r"\\(?:text|mbox|mathrm|textrm|rm)\s*\{(?:[^{}\\\d]|\^[23])*\}"
_BEFORE: Final = re.compile(rf"(?:\$?\s*[A-Za-z]\s*=\s*|{_PLAIN}|\\\$|\\[ ,;!])*")
_AFTER: Final = re.compile(
    rf"(?:{_PLAIN}|(?<=[A-Za-z])/(?=[A-Za-z])|(?<=[A-Za-z}}])\^\{{?-?[1-4]\}}?|\\%|\s*\^\{{?\\circ\}}?|{_NAMED}|\\pi"
    r"|\\[ ,;!])*"
)
"""What may stand around the number: a unit, a currency or a name, but no mathematics that changes its value."""
_WORDED: Final = re.compile(r"(?<!\\)\b(?!text|mbox|mathrm|textrm|percent|per\b)[A-Za-z]{3,}")
_TIMES: Final = re.compile(r"\A\s*(?:\\pi|\u03c0|[A-Za-z](?![A-Za-z]))")
"""What a number stands before as a factor, which is never nought or one: nobody writes `1x`."""
_ORDINAL: Final = re.compile(r"\A(?:st|nd|rd|th)(?![A-Za-z])")
_MOST_PARTS: Final = 10**6
_MOST_DIGITS: Final = 15
_TEENS: Final = range(11, 14)


class Numeral(NamedTuple):
    """How a number is written.

    Attributes:
        before: what stands before it, its sign aside.
        after: what stands behind it.
        value: the number, in its last written place.
        decimals: digits behind the point.
        comma: between thousands; empty where there is none.
        fraction: how a fraction is written, `{}` for its parts; None for other numbers.
        minus: the sign of numbers below nought.
        point_first: whether a nought before the point is left out.
        ordinal: whether the ending of an ordinal follows.
        worded: whether a word follows, which one thing has otherwise than several.
        factor: whether the number is a factor of a letter.
    """

    before: str
    after: str
    value: Value
    decimals: int
    comma: str
    fraction: str | None
    minus: str
    point_first: bool
    ordinal: bool
    worded: bool
    factor: bool

    @property
    def one(self) -> int:
        """The number 1, in the last written place."""
        return 10**self.decimals

    def written(self, value: Value) -> str | None:
        """Another number as this one is written; None where it cannot be without a change of form."""
        if (self.worded and not self._same_number(value)) or (self.factor and abs(value) in (0, self.one)):
            return None
        sign = self.minus if value < 0 else ""
        text = _parts(self.fraction, value) if self.fraction is not None else self._digits(abs(int(value)))
        if text is None:
            return None
        after = _ending(abs(int(value))) + self.after[2:] if self.ordinal else self.after
        return f"{self.before}{sign}{text}{after}"

    def _same_number(self, value: Value) -> bool:
        """Whether the word that follows fits this number too: singular for a part of one, plural for all but one."""
        if self.fraction is not None:
            return (abs(value) <= 1) == (abs(self.value) <= 1)
        return abs(value) != self.one

    def _digits(self, size: int) -> str | None:
        whole, rest = divmod(size, self.one)
        if whole >= 10**_MOST_DIGITS:
            return None
        text = f"{whole:,}".replace(",", self.comma) if self.comma else str(whole)
        if not self.decimals:
            return text
        text = "" if self.point_first and not whole else text
        return f"{text}.{rest:0{self.decimals}d}"


def numeral(text: str) -> Numeral | None:
    """A text taken apart; None where it is not one number, or one that no other could stand beside in its form."""
    found = _NUMBER.search(text)
    if found is None:
        return None
    before, after = text[: found.start()], text[found.end() :]
    if before[-1:].isalnum() or not (_BEFORE.fullmatch(before) and _AFTER.fullmatch(after)):
        return None
    made = _fraction(found) if found["top"] or found["over"] else _decimal(found)
    if made is None:
        return None
    value, decimals, fraction = made
    ordinal = _ORDINAL.match(after) is not None
    if ordinal and (decimals or fraction):
        return None
    written = Numeral(
        before=before,
        after=after,
        value=-value if found["sign"] else value,
        decimals=decimals,
        comma=found["comma"] or "",
        fraction=fraction,
        minus=found["sign"] or "-",
        point_first=found["bare"] is not None,
        ordinal=ordinal,
        worded=not ordinal and _WORDED.search(after) is not None,
        factor=_TIMES.match(after) is not None,
    )
    return written if written.written(written.value) == text else None


def _fraction(found: re.Match[str]) -> tuple[Value, int, str] | None:
    top, bottom = int(found["top"] or found["over"]), int(found["bottom"] or found["under"])
    if bottom < 2 or gcd(top, bottom) != 1:  # noqa: PLR2004 - not in lowest terms, as every other would be
        return None
    how = found["size"].replace("{", "{{").replace("}", "}}")
    return Fraction(top, bottom), 0, re.sub(r"\d+", "{}", how)


def _decimal(found: re.Match[str]) -> tuple[Value, int, None] | None:
    whole, decimals = found["whole"] or "0", (found["decimals"] or found["bare"] or ".")[1:]
    if len(whole) > 1 and whole[0] == "0":
        return None  # a code, not a count
    return int(re.sub(r"\D", "", whole) + decimals), len(decimals), None


def _parts(how: str, value: Value) -> str | None:
    top, bottom = abs(value.numerator), value.denominator
    return None if bottom == 1 or max(top, bottom) > _MOST_PARTS else how.format(top, bottom)


def _ending(count: int) -> str:
    if count % 100 in _TEENS:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
