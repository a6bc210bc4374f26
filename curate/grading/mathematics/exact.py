r"""Read an answer as an exact rational number, where it is one: integers, decimals, fractions, mixed numbers, powers.

A recursive descent over plain arithmetic (`+ - * / ^ !`, `\frac`, brackets), bounded in length, depth and in the size
of what it computes, so that no answer can make it slow. Everything else is left to the symbolic part.
"""

import re
from fractions import Fraction

LONGEST = 400  # characters read as arithmetic
_LONGEST_DIGITS = 1_000  # digits of one plain number
_MOST_BITS = 20_000  # of a power
_LARGEST_FACTORIAL = 400
_DEEPEST = 30

_PLAIN = re.compile(
    r"\s*(?P<sign>-?)\s*(?:(?P<whole>\d{1,3}(?:,\d{3}){1,6}|\d{1,30})(?:\.(?P<digits>\d{0,30})|/(?P<below>\d{1,30}))?"
    r"|\\[dt]?frac\s*\{(?P<over>-?\d{1,30})\}\s*\{(?P<under>\d{1,30})\})\s*\.?"
)
_DECIMAL = re.compile(r"([+-]?)\s*(\d+(?:\.\d*)?|\.\d+)")
_FRACTION = re.compile(r"([+-]?)\s*\\frac\{\s*([+-]?)\s*(\d{1,300})\s*\}\{\s*(\d{1,300})\s*\}")
_SCIENTIFIC = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))[eE]([+-]?\d{1,3})")
_REPEATING = re.compile(r"([+-]?)(\d*)\.(\d*)\\overline\{(\d+)\}")
_MIXED = re.compile(r"(\d+)\s*(?:\\frac\{\s*(\d+)\s*\}\{\s*(\d+)\s*\}|\s(\d+)\s*/\s*(\d+)(?![\d.]))")
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?|\.\d+)|(\\frac|\\cdot|\\times|\\div|[-+*/^!(){}\[\]]))")
_TIMES = frozenset({"*", "\\cdot", "\\times"})
_INNER_DECIMAL = re.compile(r"(?<![\d.])(\d*)\.(\d+)(?!\d|\\overline|\s*\\ldots)")


class _NotArithmeticError(ValueError):
    """The text is no plain arithmetic, or would grow beyond the bounds."""


def plain(text: str) -> tuple[int, int] | None:
    r"""Return an undressed answer as numerator and denominator, not reduced, if it is a plain number; else None.

    The short way for what most answers are, before any tidying: `42`, `1,600`, `-3.50`, `7/4`, `\frac{7}{4}`.
    """
    number = _PLAIN.fullmatch(text)
    if number is None:
        return None
    sign, whole, digits, below, over, under = number.groups()
    if whole is None:
        above, scale = int(over), int(under)
    elif digits:
        above, scale = int(whole.replace(",", "") + digits), 10 ** len(digits)
    else:
        above, scale = int(whole.replace(",", "")), int(below) if below else 1
    return (-above if sign else above, scale) if scale else None


def rational(text: str) -> Fraction | None:
    """Return the number that a tidied answer denotes, or None where it is not plain rational arithmetic."""
    decimal = _DECIMAL.fullmatch(text)
    if decimal:
        digits = decimal.group(2)
        return Fraction(decimal.group(1) + digits) if len(digits) <= _LONGEST_DIGITS else None
    simple = _FRACTION.fullmatch(text)
    if simple:
        below = int(simple.group(4))
        return Fraction(int(simple.group(1) + "1") * int(simple.group(2) + simple.group(3)), below) if below else None
    if not any(char.isdigit() for char in text) or len(text) > LONGEST:
        return None
    return _scientific(text) or _repeating(text) or _arithmetic(text)


def decimal_places(text: str) -> int | None:
    """Return how many digits follow the point where a tidied answer is a plain decimal, else None."""
    decimal = _DECIMAL.fullmatch(text)
    return len(decimal.group(2).partition(".")[2]) if decimal and "." in decimal.group(2) else None


def exact_decimals(text: str) -> str:
    """Return a text with its decimals as fractions of powers of ten, so that none stands for what it rounds."""
    return _INNER_DECIMAL.sub(_tenths, text) if "." in text else text


def _tenths(decimal: re.Match[str]) -> str:
    whole, digits = decimal.groups()
    return f"\\frac{{{(whole + digits).lstrip('0') or '0'}}}{{1{'0' * len(digits)}}}"


def _scientific(text: str) -> Fraction | None:
    parts = _SCIENTIFIC.fullmatch(text)
    return Fraction(parts.group(1)) * Fraction(10) ** int(parts.group(2)) if parts else None


def _repeating(text: str) -> Fraction | None:
    parts = _REPEATING.fullmatch(text)
    if not parts:
        return None
    sign, whole, fixed, cycle = parts.groups()
    value = Fraction(int(whole + fixed or "0") + Fraction(int(cycle), 10 ** len(cycle) - 1)) / 10 ** len(fixed)
    return -value if sign == "-" else value


def _arithmetic(text: str) -> Fraction | None:
    try:
        return _Reader(text).whole()
    except (_NotArithmeticError, ZeroDivisionError):
        return None


class _Reader:
    """Reads one arithmetic expression, left to right."""

    def __init__(self, text: str) -> None:
        self.text = _MIXED.sub(_improper, text)
        self.at = 0
        self.depth = 0

    def whole(self) -> Fraction:
        value = self.sum()
        if self.text[self.at :].strip():
            raise _NotArithmeticError
        return value

    def peek(self) -> re.Match[str] | None:
        return _TOKEN.match(self.text, self.at)

    def take(self, *wanted: str) -> bool:
        token = self.peek()
        if token is None or token.group(2) not in wanted:
            return False
        self.at = token.end()
        return True

    def sum(self) -> Fraction:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _NotArithmeticError
        value = self.product()
        while (token := self.peek()) and token.group(2) in ("+", "-"):
            self.at = token.end()
            value = value + self.product() if token.group(2) == "+" else value - self.product()
        self.depth -= 1
        return value

    def product(self) -> Fraction:
        sign = 1
        while (token := self.peek()) and token.group(2) in ("+", "-"):
            self.at = token.end()
            sign = -sign if token.group(2) == "-" else sign
        value = sign * self.power()
        while token := self.peek():
            if token.group(2) in _TIMES:
                self.at = token.end()
                value *= self.signed()
            elif token.group(2) in ("/", "\\div"):
                self.at = token.end()
                value /= self.signed()
                if (behind := self.peek()) and behind.group(2) in ("(", "\\frac", "{"):
                    raise _NotArithmeticError  # 1/2(3)
            elif token.group(2) in ("(", "\\frac", "{"):
                value *= self.power()
            else:
                break
            _check_size(value)
        return value

    def signed(self, *, tower: bool = True) -> Fraction:
        negative = self.take("-")
        value = self.power() if tower else self.postfix()
        if not tower and self.take("^"):
            raise _NotArithmeticError  # 2^3^2
        return -value if negative else value

    def power(self) -> Fraction:
        base = self.postfix()
        if not self.take("^"):
            return base
        exponent = self.signed(tower=False)
        if exponent.denominator != 1 or (base == 0 and exponent < 0):
            raise _NotArithmeticError
        bits = max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent.numerator)
        if bits > _MOST_BITS:
            raise _NotArithmeticError
        return base**exponent.numerator

    def postfix(self) -> Fraction:
        value = self.atom()
        while self.take("!"):
            if value.denominator != 1 or not 0 <= value <= _LARGEST_FACTORIAL:
                raise _NotArithmeticError
            value = Fraction(_factorial(value.numerator))
        return value

    def atom(self) -> Fraction:
        token = self.peek()
        if token is None:
            raise _NotArithmeticError
        self.at = token.end()
        if token.group(1):
            return Fraction(token.group(1))
        if token.group(2) == "\\frac":
            above, below = self.braced("{", "}"), self.braced("{", "}")
            return above / below
        if token.group(2) in ("(", "{"):
            self.at = token.start()
            return self.braced("(", ")") if token.group(2) == "(" else self.braced("{", "}")
        raise _NotArithmeticError

    def braced(self, opening: str, closing: str) -> Fraction:
        if not self.take(opening):
            raise _NotArithmeticError
        value = self.sum()
        if not self.take(closing):
            raise _NotArithmeticError
        return value


def _improper(mixed: re.Match[str]) -> str:
    r"""Rewrite `3\frac{1}{2}` as a sum; `3\frac{5}{2}` is no mixed number but a product, and stays."""
    whole, above, below, above_plain, below_plain = mixed.groups()
    above, below = above or above_plain, below or below_plain
    proper = int(above) < int(below)
    if not proper and above_plain:
        return mixed.group()
    return f"({whole}+({above})/({below}))" if proper else mixed.group()


def _factorial(number: int) -> int:
    value = 1
    for factor in range(2, number + 1):
        value *= factor
    return value


def _check_size(value: Fraction) -> None:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MOST_BITS:
        raise _NotArithmeticError
