r"""Read a unit expression: `m/s^2`, `kg m^2 s-2`, `meters per second squared`, `J/(kg K)`, `apples`, `$/hour`.

A descent of our own over names, powers, products, quotients and brackets, for pint's own parser guesses (`5 m n`) and
runs arithmetic. What stands behind a `/` is below the line up to the next one: `J/kg*K` is `J/(kg*K)`, as it is meant
in print. Words that name no unit of measure count as themselves, up to the plural: `apples` is `apple`, not `orange`.
"""

import re
from collections import Counter
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from curate.grading.quantity.pint_names import PHRASES, atom, product

_LONGEST = 120  # characters
_LARGEST_POWER = 12
_DEEPEST = 4
_MOST_NAMES = 12
_SHORTEST_WORD = 3  # letters of a word that may be counted although it names no unit: `5 pens`, not `5 xy`

_TOKEN = re.compile(
    r"\s*(?:(?P<name>\u00b0[CFR](?![A-Za-z])|\u00b0|US\$|[$\u20ac\u00a3\u00a5\u20b9%\u2030\u00a2]|[^\W\d]+)"
    r"|(?P<power>(?:\^|\*\*)\s*(?:\(\s*[-+]?\d{1,2}\s*\)|[-+]?\d{1,2})|[-+]?\d{1,2}(?![\d.]))"
    r"|(?P<sign>\*|/|\(|\)|-|\.|\u22c5))"
)
_DIGITS = re.compile(r"[-+]?\d+")
_BEFORE = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_BEHIND = {"squared": 2, "cubed": 3}
_IRREGULAR = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "mice": "mouse",
    "teeth": "tooth", "geese": "goose", "lives": "life", "leaves": "leaf", "loaves": "loaf", "knives": "knife",
    "wolves": "wolf", "halves": "half", "shelves": "shelf", "calves": "calf",
}  # fmt: skip
_NO_UNIT = frozenset(
    "and or not but than then if the this that these those is are was were be been from to too for with without "
    "between more less least most over under above below about only maybe perhaps either neither nor none any some "
    "away plus minus times sqrt frac text approx approximately roughly unless except versus into wrong right no yes "
    "hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens total "
    "in all altogether long tall high wide deep exactly nearly sin cos tan log exp unknown infinity "
    "infinite undefined".split()
)
_SECOND = {
    "C": "\u00b0C", "F": "\u00b0F", "pound": "GBP", "pounds": "GBP",
    "Cal": "kcal", "Cals": "kcal", "Calorie": "kcal", "Calories": "kcal",
}  # fmt: skip
_METRES_PER = re.compile(r"(?<![A-Za-z])([kcdm\u03bc]?m)s(?=\s?(?:\^\s?\(?\s*)?-\s?\d)")  # ms^-1, as in British print
_OFFSET = {"degree_Celsius": "kelvin", "degree_Fahrenheit": "degree_Rankine"}


class Unit(NamedTuple):
    """A product of powers: `size` times pint's units `known` times what is only `counted`, both sorted by name."""

    size: Fraction
    known: tuple[tuple[str, int], ...]
    counted: tuple[tuple[str, int], ...]

    @property
    def is_measured(self) -> bool:
        """Whether pint knows every part, and there is one."""
        return bool(self.known) and not self.counted


class _NoUnitError(ValueError):
    """The text is no unit."""


class _Part:
    """One bracket of a unit expression while it is read."""

    def __init__(self) -> None:
        self.size = Fraction(1)
        self.known: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        self.word = False  # whether it holds a word that names no unit
        self.kinds: set[bool] = set()  # of the factors since the last `/`: is it such a word?

    def multiply(self, other: "_Part", power: int) -> None:
        self.size *= other.size**power
        self.word |= other.word
        self.kinds.add(other.word)
        if len(self.kinds) > 1:
            raise _NoUnitError  # 5 red km, 5 km away
        for ours, theirs in ((self.known, other.known), (self.counted, other.counted)):
            for name, each in theirs.items():
                ours[name] += each * power


def read_unit(text: str, *, second: bool = False) -> Unit | None:
    """Return the unit that an undressed text names, or None where it names none for certain.

    With `second` the few names that have another meaning are read in that: `C` as degrees Celsius, `pounds` as money,
    `ms^-2` as metres per second squared.
    """
    return _cached(text, second) if len(text) <= _LONGEST else None


@lru_cache(maxsize=8192)
def _cached(text: str, second: bool) -> Unit | None:  # noqa: FBT001 - private, and a cache takes no keywords
    if second and "ms" in text:
        text = _METRES_PER.sub(r"\1 s", text)
    for phrase, unit in _phrases():
        text = phrase.sub(unit, text)
    try:
        return _Reader(text, second=second).whole()
    except _NoUnitError:
        return None


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the phrases as patterns, made when the first unit is read: the package has to be quick to import."""
    return tuple((re.compile(pattern, re.IGNORECASE), f" {unit} ") for pattern, unit in PHRASES)


class _Reader:
    def __init__(self, text: str, *, second: bool) -> None:
        self.text = text.strip()
        self.at: int = 0
        self.names = 0
        self.second = second

    def whole(self) -> Unit:
        part = self.expression(0)
        if self.at < len(self.text) or not self.names:
            raise _NoUnitError
        known = {name: power for name, power in part.known.items() if power}
        if not (len(known) == 1 and set(known.values()) == {1} and not any(part.counted.values())):
            known = _differences(known)  # a degree in a product is a step of temperature, not a point on the scale
        counted = {name: power for name, power in part.counted.items() if power}
        if any(abs(power) > _LARGEST_POWER for power in (*known.values(), *counted.values())):
            raise _NoUnitError
        return Unit(part.size, tuple(sorted(known.items())), tuple(sorted(counted.items())))

    def expression(self, depth: int) -> _Part:
        """Read up to the end or a closing bracket."""
        if depth > _DEEPEST:
            raise _NoUnitError
        whole, below, ahead, expects = _Part(), False, 1, True
        while (token := _TOKEN.match(self.text, self.at)) and token.group("sign") != ")":
            name, sign = token.group("name"), token.group("sign")
            self.at = token.end()
            if sign == "/" or (name and self.is_per(name, expects=expects)):
                if below and expects:
                    raise _NoUnitError
                below, expects = True, True
                whole.kinds.clear()
            elif name and name.casefold() in _BEFORE:
                ahead, expects = _BEFORE[name.casefold()], True
            elif name or sign == "(":
                factor = self.named(name) if name else self.bracket(depth)
                power = ahead * self.power()
                whole.multiply(factor, -power if below else power)
                ahead, expects = 1, False
            elif sign is None and not self.is_one(token, expects=expects):
                raise _NoUnitError
        if expects or ahead != 1:
            raise _NoUnitError
        return whole

    def is_per(self, name: str, *, expects: bool) -> bool:
        return name.casefold() == "per" or (not expects and name in ("a", "an"))

    def is_one(self, token: re.Match[str], *, expects: bool) -> bool:
        """Return whether a lone number is the 1 of `1/s`."""
        return expects and token.group("power") == "1" and self.text[token.end() :].lstrip().startswith("/")

    def bracket(self, depth: int) -> _Part:
        inner = self.expression(depth + 1)
        token = _TOKEN.match(self.text, self.at)
        if token is None:
            raise _NoUnitError
        self.at = token.end()  # nothing but a closing bracket ends an expression before its text does
        return inner

    def power(self) -> int:
        """Read the power behind a factor: `^2`, `2`, `-2`, `squared`."""
        token = _TOKEN.match(self.text, self.at)
        if token is None:
            return 1
        name = token.group("name")
        if name and name.casefold() in _BEHIND:
            self.at = token.end()
            return _BEHIND[name.casefold()]
        digits = _DIGITS.search(token.group("power") or "")
        attached = token.group("power") and ("^" in token.group() or "**" in token.group() or token.group()[0] != " ")
        if not digits or not attached:
            return 1
        self.at = token.end()
        power = int(digits.group())
        if not 0 < abs(power) <= _LARGEST_POWER:
            raise _NoUnitError
        return power

    def named(self, name: str) -> _Part:
        """Return what a name stands for: a unit, a product of units, or the word itself."""
        self.names += 1
        part = _Part()
        if self.names > _MOST_NAMES:
            raise _NoUnitError
        if self.second:
            name = _SECOND.get(name, name)
        factors = product(name) or ((name, 1),)
        for symbol, power in factors:
            found = atom(symbol)
            part.word |= found is None
            part.size *= found.size**power if found else 1
            (part.known if found and found.known else part.counted)[found.name if found else _counted(name)] += power
        return part


def _differences(known: dict[str, int]) -> dict[str, int]:
    steps: Counter[str] = Counter()
    for name, power in known.items():
        steps[_OFFSET.get(name, name)] += power
    return {name: power for name, power in steps.items() if power}


def _counted(word: str) -> str:
    """Return the singular of a word that names no unit."""
    folded = word.casefold()
    if len(folded) < _SHORTEST_WORD or not folded.isalpha() or folded in _NO_UNIT:
        raise _NoUnitError
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if folded.endswith("ies") and len(folded) > len("ties"):
        return f"{folded[:-3]}y"
    if folded.endswith(("sses", "shes", "ches", "xes", "zes")):
        return folded[:-2]
    return folded[:-1] if folded.endswith("s") and not folded.endswith(("ss", "us", "is")) else folded
