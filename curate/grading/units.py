r"""Take the unit off a quantity: percent, money, degrees, times of day, `\text{ cm}`, plain words behind a number.

The rules are ours, for the libraries below change their mind about percent and units from version to version.
A unit that only one of two answers states does not make them differ; two units that differ do.
"""

import re
from fractions import Fraction
from typing import NamedTuple

_GROUPS = {
    "mm": "millimeter millimeters millimetre millimetres",
    "cm": "centimeter centimeters centimetre centimetres cms",
    "m": "meter meters metre metres",
    "km": "kilometer kilometers kilometre kilometres kms",
    "in": "inch inches",
    "ft": "foot feet",
    "yd": "yard yards yds",
    "mi": "mile miles",
    "mg": "milligram milligrams",
    "g": "gram grams gm",
    "kg": "kilogram kilograms kgs kilos",
    "lb": "pound pounds lbs",
    "oz": "ounce ounces",
    "ml": "milliliter milliliters millilitre millilitres",
    "l": "liter liters litre litres",
    "s": "second seconds sec secs",
    "min": "minute minutes mins",
    "h": "hour hours hr hrs",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years yr yrs",
    "mph": "",
    "rad": "radian radians",
    "deg": "degree degrees",
    "$": "dollar dollars usd bucks",
    "cent": "cents",
    "%": "percent",
    "unit": "units",
    "am": "a.m. a.m",
    "pm": "p.m. p.m",
    "hz": "hertz",
    "w": "watt watts",
    "j": "joule joules",
    "n": "newton newtons",
    "pa": "pascal pascals",
    "v": "volt volts",
    "mol": "mole moles",
}
_UNIT = {word: unit for unit, words in _GROUPS.items() for word in (unit, *words.split()) if word}
_MEASURES = {
    "length": {
        "mm": "1/1000",
        "cm": "1/100",
        "m": "1",
        "km": "1000",
        "in": "127/5000",
        "ft": "381/1250",
        "yd": "1143/1250",
    },
    "mass": {"mg": "1/1000000", "g": "1/1000", "kg": "1"},
    "time": {"s": "1", "min": "60", "h": "3600", "day": "86400", "week": "604800"},
    "volume": {"ml": "1/1000", "l": "1"},
    "dollars": {"cent": "1/100", "$": "1"},
}
_SIZE = {unit: (what, Fraction(size)) for what, sizes in _MEASURES.items() for unit, size in sizes.items()}
_POWERS = {"square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3}
_LONGEST_PRODUCT = 3  # letters: `5xyz` is a product, `5 apples` is not
_NO_UNIT = frozenset("sqrt frac text infty sin cos tan cot sec csc log ln".split())

_CURRENCY = {"\\$": "$", "$": "$", "\u20ac": "eur", "\u00a3": "gbp", "\u00a5": "yen", "\u20b9": "inr"}
_MONEY = re.compile(r"([-+]?)\s*(\\\$|\$|\u20ac|\u00a3|\u00a5|\u20b9)\s*(?=[\d.\\-])")
_DEGREES = re.compile(r"\s*\^\s*(?:\{\s*\\circ\s*\}|\\circ)\s*$")
_TRIGONOMETRY = re.compile(r"\\(?:sin|cos|tan|cot|sec|csc)(?![a-z])")
_IN_TEXT = re.compile(r"(?<=[\d)}.a-z])\s*\\text\{([A-Za-z][A-Za-z0-9 ./^-]{0,40})\}\s*(?:\^\{?([23])\}?)?$")
_IN_BRACES = re.compile(r"(?<=[\d)])\{([A-Za-z][A-Za-z .]{1,40})\}(?:\^\{?([23])\}?)?$")
_PLAIN = re.compile(r"(?<=[\d)}\s])\s*([A-Za-z][A-Za-z./ ]{1,40})(?:\^\{?([23])\}?)?$")
_SAYS_SOMETHING = re.compile(r"\b(?:is|are|if|or|and|not|for|when|odd|even)\b")  # a condition, no unit
_LEADING = re.compile(r"^(?:\\text\{\s*)?(?:about|approximately|approx\.?|roughly|exactly)\s*\}?\s*")


class Quantity(NamedTuple):
    """A tidied answer without its unit; `unit` is empty where it states none, and `percent` says `%`."""

    text: str
    unit: str
    percent: bool


def split_unit(text: str) -> Quantity:
    """Split a tidied answer into what is measured and the unit."""
    if text.isdigit():
        return Quantity(text, "", percent=False)
    text = _LEADING.sub("", text)
    money = _MONEY.match(text)
    if money:
        return Quantity(money.group(1) + text[money.end() :].strip(), _CURRENCY[money.group(2)], percent=False)
    if text.endswith("%"):
        return Quantity(text[:-1].rstrip(), "", percent=True)
    degrees = _DEGREES.search(text)
    if degrees:
        angle = text[: degrees.start()]
        of_function = _TRIGONOMETRY.search(angle)
        return Quantity(text, "", percent=False) if of_function else Quantity(angle, "deg", percent=False)
    worded = _worded_unit(text)
    if worded is None:
        return Quantity(text, "", percent=False)
    return _quantity(text[: worded.start()].rstrip(), worded.group(1), worded.group(2))


def _worded_unit(text: str) -> re.Match[str] | None:
    worded = _IN_TEXT.search(text) or _IN_BRACES.search(text)
    if worded:
        return None if _SAYS_SOMETHING.search(worded.group(1)) else worded
    plain = _PLAIN.search(text)
    return plain if plain and any(map(str.isdigit, text)) and _is_unit(plain.group(1)) else None


def _quantity(measured: str, words: str, power: str | None) -> Quantity:
    unit = canonical(words, int(power) if power else 1)
    if unit == "%":
        return Quantity(measured, "", percent=True)
    degrees = _DEGREES.search(measured)
    return Quantity(measured[: degrees.start()] if degrees else measured, unit, percent=False)


def measure(unit: str) -> tuple[str, Fraction] | None:
    """Return what a unit measures (with its power) and its size in the common unit of that, or None if unknown."""
    name, _, power = unit.partition("^")
    if name not in _SIZE:
        return None
    what, size = _SIZE[name]
    return (f"{what}^{power}", size ** int(power)) if power else (what, size)


def canonical(words: str, power: int = 1) -> str:
    """Return one spelling for a unit: `square inches`, `sq in` and `in` with power 2 are all `in^2`."""
    names: list[str] = []
    for word in words.lower().replace("/", " / ").split():
        if word in _POWERS:
            power = _POWERS[word]
            continue
        base, _, raised = word.partition("^")
        if raised in ("2", "3"):
            power = int(raised)
        base = base.rstrip(".") if base not in _UNIT else base
        if base.startswith(("square", "cubic")) and len(base) > len("square"):  # spaces lost on the way
            power = 2 if base.startswith("square") else 3
            base = base.removeprefix("square").removeprefix("cubic")
        names.append(_UNIT.get(base, base.removesuffix("s")))
    name = " ".join(name for name in names if name)
    return f"{name}^{power}" if power > 1 and name else name


def _is_unit(words: str) -> bool:
    """Return whether plain letters behind a number are a unit: `5 apples` and `5cm`, but not `5x` or `5xy`."""
    if any(word in _NO_UNIT for word in words.split()):
        return False
    each = words.lower().split()
    return all(word in _UNIT or word in _POWERS or len(word) > _LONGEST_PRODUCT or word == "/" for word in each)
