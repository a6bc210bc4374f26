"""Write number words as digits: `twenty-one`, `one hundred and five`, `first`, `two thirds`, `3 million`.

Only what can be read in one way is rewritten: words that make no one number stay numbers of their own (`one two` is
`1 2`), and a comma between two words keeps them apart (`twenty, one` is no 21).
"""

import re
from fractions import Fraction
from typing import Final

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
"""The words behind a number that multiply it."""

_ORDINAL_UNITS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth".split()
)

CARDINAL: Final = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
"""The numbers of one word below a hundred: `zero` to `nineteen`, and the tens."""

ORDINAL: Final = {word: number for number, word in enumerate(_ORDINAL_UNITS)} | {
    f"{word[:-1]}ieth": 10 * number for number, word in enumerate(_TENS, 2)
}
"""The same for `zeroth` to `nineteenth`, and `twentieth` to `ninetieth`."""

_ORDINAL_SCALES = {"hundredth": 100} | {f"{word}th": size for word, size in SCALES.items()}
_BELOW = (  # what stands below the line of a fraction, by its word: `third` after one, `thirds` after more
    {"half": 2, "quarter": 4} | {word: number for word, number in ORDINAL.items() if 3 <= number <= 10}  # noqa: PLR2004 - a second is a time
)
_BELOW_MANY = {"halves": 2} | {f"{word}s": number for word, number in _BELOW.items() if word != "half"}
_ALL = {*CARDINAL, *ORDINAL, "hundred", *SCALES, *_ORDINAL_SCALES, *_BELOW, *_BELOW_MANY}

NUMBER_WORDS: Final = frozenset(_ALL | {"minus", "negative"})
"""Every word that `digits` may rewrite: a text without any of them need not be given to it."""

_ANY = "|".join(sorted(_ALL, key=len, reverse=True))
_RUN = re.compile(
    rf"(?<![^\W_])(?:a\s(?=hundred|thousand|[mbt]r?illion))?(?:{_ANY})(?:(?:[\s-]and[\s-]|-|\s)(?:{_ANY}))*(?!\w)"
)
_SCALED = re.compile(
    r"(?<![\w.,])(\d{1,15}|\d{1,3}(?:,\d{3}){1,5})(?:\.(\d{1,15}))?(?:\s+|-)(hundred|thousand|million|billion|trillion)(?!\w)"
)
_NEGATIVE = re.compile(r"(?<!\w)(?:minus|negative)\s+(?=[\d.])")
_SIGN_ALONE = re.compile(r"\s*(?:minus|negative)\s+(?=[\d.])")
_BETWEEN = re.compile(r"\s+|-")
_HUNDRED = 100
_YEAR_BEGINS = range(13, 21)  # `nineteen eighty-four`


def digits(text: str) -> str:
    """Return a text in lower case with its number words as digits, its white space as single spaces."""
    text = " ".join(text.split())
    text = _SCALED.sub(_multiplied, _RUN.sub(_in_digits, text))
    return _SIGN_ALONE.sub("-", text, count=1) if _SIGN_ALONE.match(text) else _NEGATIVE.sub("-", text)


def _multiplied(scaled: re.Match[str]) -> str:
    """Return `1.5 million` as 1500000, where that is a whole number."""
    whole, part, scale = scaled.groups()
    size = SCALES.get(scale, _HUNDRED)
    value = Fraction(f"{whole.replace(',', '')}.{part or 0}") * size
    return str(value.numerator) if value.denominator == 1 else scaled.group()


def _in_digits(run: re.Match[str]) -> str:
    words = _BETWEEN.split(run.group())
    said: list[str] = []
    at = 0
    if words[0] == "second" and run.string[max(run.start() - 2, 0) : run.start()].rstrip()[-1:].isdigit():
        said, at = ["second"], 1  # `1 second` is a time
    while at < len(words):
        reader = _Reader(words, at)
        said.append(reader.number())
        at = reader.at
    return " ".join(said)


class _Reader:
    """Reads one number from a run of number words, the longest that is one; a word that begins none stays."""

    def __init__(self, words: list[str], at: int) -> None:
        self.words = words
        self.at = at
        if self.word() == "a" and at + 1 < len(words):  # `a hundred`; the run has no other `a`
            self.words = [*words[:at], "one", *words[at + 1 :]]

    def word(self, ahead: int = 0) -> str:
        return self.words[self.at + ahead] if self.at + ahead < len(self.words) else ""

    def number(self) -> str:
        if self.word() in ORDINAL:
            self.at += 1
            return _ordinal(ORDINAL[self.words[self.at - 1]])
        if self.word() not in CARDINAL:
            self.at += 1
            return self.words[self.at - 1]
        below = _BELOW if self.word() == "one" else _BELOW_MANY
        if self.word(1) in below and CARDINAL[self.word()] < len(_UNITS):
            self.at += 2
            return f"{CARDINAL[self.words[self.at - 2]]}/{below[self.words[self.at - 1]]}"
        number = self.year() or self.sum()
        if self.word() == "second" and number.isdigit():
            self.at += 1
            return f"{number} second"
        return number

    def year(self) -> str | None:
        """Read `nineteen eighty-four` or `twenty twenty`; None where the words are no two pairs of digits."""
        first, second = CARDINAL[self.word()], CARDINAL.get(self.word(1), 0)
        if first not in _YEAR_BEGINS or second < 10:  # noqa: PLR2004 - one digit is no pair
            return None
        tens = second >= 20 and 0 < CARDINAL.get(self.word(2), 0) < 10  # noqa: PLR2004 - twenty, and what may follow it
        third = CARDINAL[self.word(2)] if tens else 0
        if self.word(3 if tens else 2) in ("hundred", *SCALES):
            return None
        self.at += 3 if tens else 2
        return str(_HUNDRED * first + second + third)

    def sum(self) -> str:
        """Read groups of three digits with their scales, largest first."""
        total, limit = 0, 10**15
        while True:
            group, ends = self.group()
            if ends:
                return _ordinal(total + group)
            scale, ordinal = SCALES.get(self.word(), 0), _ORDINAL_SCALES.get(self.word(), 0)
            size = scale or ordinal
            if size and size < limit and size != _HUNDRED and group:
                self.at += 1
                total, limit = total + group * size, size
                if ordinal:
                    return _ordinal(total)
                if self.goes_on(min(limit, 1000)):
                    continue
                return _ordinal(total + self.last()) if self.ordinal_ahead() else str(total)
            return str(total + group)

    def group(self) -> tuple[int, bool]:
        """Read a number below a thousand (or `nineteen hundred`), and say whether it ended as an ordinal."""
        value, ends = self.pair()
        if ends or value == 0:
            return value, ends
        if self.word() == "hundredth":
            self.at += 1
            return value * _HUNDRED, True
        if self.word() != "hundred":
            return value, False
        self.at += 1
        value *= _HUNDRED
        if self.goes_on(_HUNDRED):
            rest, ends = self.pair()
            return value + rest, ends
        if self.ordinal_ahead():
            return value + self.last(), True
        return value, False

    def pair(self) -> tuple[int, bool]:
        value = CARDINAL[self.word()]
        self.at += 1
        if value >= 20:  # noqa: PLR2004 - twenty and the tens after it take a digit
            if 0 < CARDINAL.get(self.word(), 0) < 10:  # noqa: PLR2004 - one digit
                value += CARDINAL[self.word()]
                self.at += 1
            elif 0 < ORDINAL.get(self.word(), 0) < 10:  # noqa: PLR2004 - one digit
                self.at += 1
                return value + ORDINAL[self.words[self.at - 1]], True
        return value, False

    def goes_on(self, limit: int) -> bool:
        """Return whether a smaller number follows, behind an `and` or not, and step over the `and`."""
        joined = self.word() == "and"
        value = CARDINAL.get(self.word(1 if joined else 0), 0)
        follows = 0 < value < limit
        self.at += joined and follows
        return follows

    def ordinal_ahead(self) -> bool:
        return self.word(1 if self.word() == "and" else 0) in ORDINAL

    def last(self) -> int:
        self.at += 2 if self.word() == "and" else 1
        return ORDINAL[self.words[self.at - 1]]


def _ordinal(value: int) -> str:
    teen = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"
