r"""Take the unit off a quantity: percent, money, degrees, times of day, `\text{ cm}`, plain words behind a number.

The rules are ours, for the libraries below change their mind about percent and units from version to version.
A unit that only one of two answers states does not make them differ; two units that differ do.
"""

import re
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from curate.grading.mathematics.unit_names import LETTERS, MEGA, NAMES, POWERS, SIZES
from curate.grading.mathematics.unit_words import changes_number

_LONGEST_TAIL = 100  # characters at the end of an answer in which its unit is looked for
_LONGEST_PRODUCT = 3  # letters: `5xyz` is a product, `5 apples` is not
_CURRENCY = {
    "\\$": "$", "$": "$", "US\\$": "$", "USD": "$", "\u20ac": "eur", "EUR": "eur", "\u00a3": "gbp", "GBP": "gbp",
    "\u00a5": "yen", "\u20b9": "inr", "Rs": "inr", "Rs.": "inr", "INR": "inr",
}  # fmt: skip
_SYMBOL = r"US\\\$|\\\$|\$|\u20ac|\u00a3|\u00a5|\u20b9|USD|EUR|GBP|INR|Rs\.?"
_MONEY = re.compile(rf"([-+]?)\s*({_SYMBOL})\s*(?=-?\s*[\d.\\])")
_MONEY_BEHIND = re.compile(rf"(?<=[\d)}}])\s*({_SYMBOL})$")
_DEGREES = re.compile(r"\s*\^\s*(?:\{\s*\\circ\s*\}|\\circ)\s*$")
_TEMPERATURE = re.compile(r"\s*\^\{\\circ\}\s*(?:\\text\{\s*([CF])\s*\}|([CF]))$")
_MINUTES_OF_ARC = re.compile(r"(-?)(\d{1,4})\s*\^\{\\circ\}\s*(\d{1,2})'(?:\s*(\d{1,2}(?:\.\d{1,6})?)(?:''|\"))?")
_TRIGONOMETRY = re.compile(r"\\(?:sin|cos|tan|cot|sec|csc)(?![a-z])")
_POWER = r"(?:\s*\^\s*(?:\{\s*-?\s*[1-4]\s*\}|-?[1-4]))?"
_SET_UPRIGHT = rf"\\text\{{\s*[A-Za-z/](?:[A-Za-z0-9 ./*-]|\^\{{?-?\d\}}?){{0,40}}\}}{_POWER}"
_IN_TEXT = re.compile(rf"(?<=[\d)}}.a-z\s])\s*({_SET_UPRIGHT}(?:\s*(?:\\cdot|/|\*)?\s*{_SET_UPRIGHT}){{0,5}})$")
_AS_FRACTION = re.compile(rf"(?<=[\d)}}\s])\s*\\frac\{{\s*({_SET_UPRIGHT})\s*\}}\{{\s*({_SET_UPRIGHT})\s*\}}$")
_IN_BRACES = re.compile(rf"(?<=[\d)])\{{([A-Za-z][A-Za-z .]{{1,40}})\}}({_POWER})$")
_PLAIN_WORD = rf"[A-Za-z]{{1,20}}\.?(?:[A-Za-z]\.?)?{_POWER}"
_PLAIN = re.compile(
    rf"(?<=[\d)}}\s])\s*((?:/\s*)?{_PLAIN_WORD}(?:(?:\s*/\s*|\s*\\cdot\s*|\s*\*\s*|\s+){_PLAIN_WORD}){{0,6}})$"
)
_SAYS_SOMETHING = re.compile(r"\b(?:is|are|if|or|and|not|for|when|odd|even|where|mod|choose)\b")  # a condition, no unit
_LEADING = re.compile(
    r"^(?:\\text\{\s*)?(?:about|approximately|approx\.?|roughly|exactly|around)\s*\}?\s*|^\\approx\s*|^\+\s*(?=[\d\\(.])"
)
_SCALE = {
    "hundred": 2,
    "thousand": 3,
    "lakh": 5,
    "million": 6,
    "crore": 7,
    "billion": 9,
    "trillion": 12,
    "quadrillion": 15,
}
_DOZEN = re.compile(r"(?<=\d)\s*(?:\\text\{\s*)?dozens?\b\s*")
_SCALED = re.compile(
    r"(?<=\d)\s*(\\text\{\s*)?(hundred|thousand|lakh|million|crore|billion|trillion|quadrillion)s?\b\s*"
)
_WRAPPED = re.compile(r"\\text\{\s*([^{}]*)\}")
_RAISED = re.compile(r"\s*\^\s*(?:\{\s*(-?)\s*(\d)\s*\}|(-?)(\d))")
_AMOUNT = re.compile(
    r"\s*(?:,|and\b|\\text\{and\}|\\text\{,\s*and\})?\s*(\d{1,9}(?:\.\d{1,9})?|\\frac\{\d{1,9}\}\{\d{1,9}\})"
    r"\s*(?:\\text\{\s*([A-Za-z.]{1,12})(?:\s+and)?\s*\}|([A-Za-z.]{1,12}))"
)
_MOST_AMOUNTS = 5
_PER_CENT = re.compile(r"\bper cents?\b")
_BEHIND_UNIT = re.compile(r"(?<=[A-Za-z])\s(squared|cubed)\b")
_IN_BRACKETS = re.compile(
    r"\s*(?:(?:\\text)?\{\s*\(\s*([A-Za-z](?:[A-Za-z0-9 ./]|\^\{?-?\d\}?){1,40})\)\s*\}"
    r"|\(\s*(?:\\text\{\s*)?([A-Za-z](?:[A-Za-z0-9 ./]|\^\{?-?\d\}?){1,40})\}?\s*\))$"
)
_SPOKEN_TEMPERATURE = re.compile(r"\s*(?:\\text\{\s*)?degrees?\s+([Cc]elsius|[Cc]entigrade|[Ff]ahrenheit|C|F)\s*\}?$")
_SCALE_LETTERS = {"k": 3, "m": 6, "mn": 6, "mln": 6, "mil": 6, "b": 9, "bn": 9}
_SCALED_MONEY = re.compile(r"(?<=[\d.])()\s*(?:\\text\{\s*)?(k|K|m|M|mn|mln|mil|b|bn|B)\s*\}?$")
_PERCENT_OF = re.compile(r"%\s*(?:\\text\{\s*)?([A-Za-z][A-Za-z ]{0,60})?\s*\}?$")
_LONE = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_NO_VARIABLE = re.compile(r"\\text\{[^{}]*\}|\\[A-Za-z]+")
_VARIABLE = re.compile(r"(?!(?<=\d)[eE][-+]?\d)[A-Za-z]")  # the e of 5e-7 is none
_DIMENSIONS = re.compile(r"\d+(?:\.\d+)?(?:\s*\\times\s*\d+(?:\.\d+)?){1,3}")


class Quantity(NamedTuple):
    """A tidied answer without its unit; `unit` is empty where it states none, and `percent` says `%`."""

    text: str
    unit: str
    percent: bool


def split_unit(text: str, *, letters_first: bool = False) -> Quantity:
    """Split a tidied answer into what is measured and the unit.

    `5m` may be five metres or five times m: with `letters_first` a lone letter that touches its number is a variable.
    """
    if text.isdigit():
        return Quantity(text, "", percent=False)
    text = _scaled(_spoken(_LEADING.sub("", text)))
    money = _MONEY.match(text)
    if money:
        text = _SCALED_MONEY.sub(_zeros, text)
        per = _worded(text[money.end() :].strip(), letters_first=False)
        unit = _CURRENCY[money.group(2)]
        each = per.unit if "^-" in per.unit else ""
        return Quantity(money.group(1) + per.text, f"{unit} {each}".strip(), percent=False)
    if "%" in text and (of := _PERCENT_OF.search(text[-_LONGEST_TAIL:])) and not changes_number(of.group(1) or ""):
        unit = _canonical(of.group(1)) if of.group(1) else ""
        return Quantity(text[: len(text) - len(of.group())].rstrip(), unit, percent=True)
    if "\\circ" in text:
        return _angle(text)
    paid = _MONEY_BEHIND.search(text)
    if paid:
        return Quantity(text[: paid.start()], _CURRENCY[paid.group(1)], percent=False)
    return _worded(text, letters_first=letters_first)


def summed(text: str) -> str:
    """Return `2 hours 30 minutes`, `5 ft 3 in` as one quantity, in its smallest unit; any other text as it is."""
    if len(text) > _LONGEST_TAIL or not text[:1].isdigit():
        return text
    amounts: list[tuple[Fraction, str]] = []
    at = 0
    while (amount := _AMOUNT.match(text, at)) and len(amounts) < _MOST_AMOUNTS:
        amounts.append((_fraction(amount.group(1)), _canonical(amount.group(2) or amount.group(3))))
        at = amount.end()
    if text[at:].strip() or len(amounts) < 2:  # noqa: PLR2004
        return text
    sizes = [measure(unit) for _, unit in amounts]
    known = [size for size in sizes if size is not None]
    falling = all(one[1] > other[1] for one, other in pairwise(known))
    if len(known) < len(sizes) or len({what for what, _ in known}) > 1 or not falling:
        return text
    value = sum((number * size for (number, _), (_, size) in zip(amounts, known, strict=True)), Fraction(0))
    return f"{value / known[-1][1]} \\text{{{amounts[-1][1]}}}"


def measure(unit: str) -> tuple[str, Fraction] | None:
    """Return what a unit measures (with its power) and its size in the common unit of that, or None if unknown."""
    powers: dict[str, int] = {}
    size = Fraction(1)
    for factor in unit.split():
        name, _, power = factor.partition("^")
        if name not in SIZES:
            return None
        dimensions, one = SIZES[name]
        exponent = int(power or "1")
        size *= one**exponent
        for what, times in dimensions:
            powers[what] = powers.get(what, 0) + times * exponent
    what = " ".join(f"{what}^{times}" for what, times in sorted(powers.items()) if times)
    return (what, size) if what else None


def _canonical(words: str) -> str:
    """Return one spelling for a unit: `square inches`, `sq in` and `in^2` are all `in^2`; `m/s` is `m s^-1`."""
    words = (
        _WRAPPED.sub(r" \1 ", _RAISED.sub(lambda to: f"^{to[1] or to[3] or ''}{to[2] or to[4]} ", words))
        .replace("\\cdot", " ")
        .replace("*", " ")
    )
    sign, power = 1, 1
    factors: dict[str, int] = {}
    for word in words.replace("/", " / ").replace("} ^", "^").replace(" ^", "^").split():
        base, _, raised = word.partition("^")
        if base in ("/", "per", "a", "an", "each"):
            sign = -1
            continue
        if base.lower() in POWERS:
            power = POWERS[base.lower()]
            continue
        if base in ("of", "the", "in") and factors and base not in NAMES:
            continue
        if base.lower().startswith(("square", "cubic")) and len(base) > len("square"):  # spaces lost on the way
            power = 2 if base.lower().startswith("square") else 3
            base = base[6 if power == 2 else 5 :]  # noqa: PLR2004
        for name, times in _name(base):
            exponent = times * (int(raised) if raised.lstrip("-").isdigit() else 1) * power
            factors[name] = factors.get(name, 0) + sign * exponent
        power = 1
    return " ".join(name if times == 1 else f"{name}^{times}" for name, times in sorted(factors.items()) if times)


def _name(word: str) -> tuple[tuple[str, int], ...]:
    if word in LETTERS:
        return ((LETTERS[word], 1),)
    lower = word.lower()
    if lower in MEGA:
        return ((f"mega{lower[1:]}" if word[0] == "M" else lower, 1),)
    known = NAMES.get(lower) or NAMES.get(lower.rstrip("."))
    if known in ("mph", "kph"):
        return (("mi" if known == "mph" else "km", 1), ("h", -1))
    return ((known or lower.rstrip(".").removesuffix("s"), 1),)


def _angle(text: str) -> Quantity:
    """Take degrees off an angle; those of a sine belong to what is inside it."""
    temperature = _TEMPERATURE.search(text)
    if temperature:
        scale = temperature.group(1) or temperature.group(2)
        return Quantity(text[: temperature.start()], f"deg{scale}", percent=False)
    arc = _MINUTES_OF_ARC.fullmatch(text)
    if arc:
        value = Fraction(arc.group(2)) + Fraction(arc.group(3)) / 60 + Fraction(arc.group(4) or "0") / 3600
        return Quantity(f"{arc.group(1)}{value}", "deg", percent=False)
    degrees = _DEGREES.search(text)
    if degrees is None or _TRIGONOMETRY.search(text):
        return Quantity(text, "", percent=False)
    return Quantity(text[: degrees.start()], "deg", percent=False)


def _worded(text: str, *, letters_first: bool) -> Quantity:  # noqa: PLR0911 - one a way to write a unit
    whole = Quantity(text, "", percent=False)
    start = max(0, len(text) - _LONGEST_TAIL)
    tail = text[start:]
    found = _IN_TEXT.search(tail) or _IN_BRACES.search(tail)
    words = "".join(part or "" for part in found.groups()) if found else ""
    if found is None and (found := _AS_FRACTION.search(tail)):
        words = f"{found.group(1)} / {found.group(2)}"
    if found is not None:
        if _SAYS_SOMETHING.search(words) or _is_letter(words) or changes_number(words):
            return whole
        if not any(map(str.isdigit, tail[: found.start()])) and not _all_known(_bare_words(words)):
            return whole  # `n divisible by three` is no n
    elif any(map(str.isdigit, text)) and (found := _PLAIN.search(tail)):
        words = found.group(1)
        touches = not found.group().startswith(" ")
        if not _is_unit(words, touches=touches, letters_first=letters_first):
            return whole
        if _LONE.search(words) and _VARIABLE.search(_NO_VARIABLE.sub(" ", text[: start + found.start()])):
            return whole  # `x^2 h` is a product
    else:
        return whole
    unit, measured = _canonical(words), text[: start + found.start()].rstrip()
    if not unit or not measured or _DIMENSIONS.fullmatch(measured):  # a 2 \times 3 matrix, 8 \times 10 inches
        return whole
    if unit == "%" or unit.startswith("% "):
        return Quantity(measured, unit[2:], percent=True)
    degrees = _DEGREES.search(measured)
    return Quantity(measured[: degrees.start()] if degrees else measured, unit, percent=False)


def _spoken(text: str) -> str:
    r"""Return a text with what is said in several words as it is written: `per cent`, `cm squared`, `(units)`."""
    if "per cent" in text:
        text = _PER_CENT.sub("percent", text)
    if "squared" in text or "cubed" in text:
        text = _BEHIND_UNIT.sub(lambda power: "^2" if power[1] == "squared" else "^3", text)
    if text.endswith((")", ")}")) and (bracketed := _IN_BRACKETS.search(text[-_LONGEST_TAIL:])):
        words = bracketed.group(1) or bracketed.group(2)
        if _all_known(_bare_words(words)) and any(len(word) > 1 for word in _bare_words(words)):
            text = f"{text[: len(text) - len(bracketed.group())]}\\text{{{words}}}"
    if "degree" in text and (spoken := _SPOKEN_TEMPERATURE.search(text)):
        text = f"{text[: spoken.start()]}^{{\\circ}}{'F' if spoken.group(1)[0] in 'Ff' else 'C'}"
    return text


def _zeros(scaled: re.Match[str]) -> str:
    """Return `50m` behind a currency sign as 50 million; nothing else does a letter mean there."""
    return f"{scaled.group(1)}\\cdot 10^{{{_SCALE_LETTERS[scaled.group(2).lower()]}}}"


def _bare_words(words: str) -> list[str]:
    return re.findall(r"[A-Za-z.]+", _WRAPPED.sub(r" \1 ", _RAISED.sub(" ", words)))


def _all_known(words: list[str]) -> bool:
    return all(word in LETTERS or word.lower() in NAMES or word.lower() in POWERS or word == "per" for word in words)


def _is_letter(words: str) -> bool:
    r"""Return whether what is set upright is a lone letter that is no unit: `3\text{x}`."""
    inside = _WRAPPED.sub(r"\1", words).strip()
    return len(inside) == 1 and inside not in LETTERS


def _is_unit(words: str, *, touches: bool, letters_first: bool) -> bool:
    """Return whether plain letters behind a number are a unit: `5 apples` and `5cm`, but not `5x` or `5xy`."""
    bare = _RAISED.sub(" ", words)
    each = bare.replace("/", " ").replace("\\cdot", " ").replace("*", " ").split()
    lone = [word for word in each if len(word.rstrip(".")) == 1]
    if changes_number(words) or any(word not in LETTERS and word != "a" for word in lone):
        return False
    divided = "/" in words or "-" in words
    if letters_first and lone and not divided and (touches or len(lone) > 1):
        return False
    return all(
        word in LETTERS or word == "a" or word.lower().rstrip(".") in NAMES or word.lower() in NAMES
        or word.lower() in POWERS or word.lower() in ("per", "of", "the") or len(word) > _LONGEST_PRODUCT
        for word in each
    )  # fmt: skip


def _scaled(text: str) -> str:
    r"""Write out `million` and its like as a power of ten."""
    if "dozen" in text and (dozen := _DOZEN.search(text)):
        rest = text[dozen.end() :].strip("} ")
        return f"{text[: dozen.start()]}\\cdot 12 {rest}".strip()
    found = _SCALED.search(text) if any(scale in text for scale in _SCALE) else None
    if found is None:
        return text
    rest = text[found.end() :]
    wrapped = (f"\\text{{{rest}" if found.group(1) else rest).replace("\\text{}", "")
    return f"{text[: found.start()]}\\cdot 10^{{{_SCALE[found.group(2)]}}} {wrapped}".strip()


def _fraction(text: str) -> Fraction:
    above, _, below = text.removeprefix("\\frac{").rstrip("}").partition("}{")
    return Fraction(above) / (int(below) or 1) if below else Fraction(above)
