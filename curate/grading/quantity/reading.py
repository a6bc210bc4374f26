r"""Read a quantity as people and models write it: a number, then a unit, in plain text or LaTeX.

`5 km`, `$3.0 \times 10^8\ \text{m/s}$`, `v = 5\,\mathrm{m\,s^{-1}}`, `about 3 1/2 feet`, `1 h 30 min`, `\$5 million`.
Several readings that say the same are kept apart (`10 m/s = 36 km/h`), for each of them has to be right.
"""

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from curate.grading.mathematics.exact import rational
from curate.grading.quantity.spelling import flatten
from curate.grading.quantity.unit_reading import Unit, read_unit
from curate.grading.words.number_words import CARDINAL, SCALES

LONGEST = 300
"""Characters: a longer answer is no quantity."""

# What most answers are, on a way that is five times as short: `9.8 m/s^2`, `5\text{ km}`.
_PLAIN = re.compile(
    r"(-?\d{1,15}(?:\.(\d{1,15}))?)"
    r"(?: ?([A-Za-z][A-Za-z/^0-9 ]{0,40})|(?:\\[,;: ]|[ ~])?\\(?:text|mathrm)\{ ?([A-Za-z/ ]{1,40}?) ?\})",
    re.ASCII,
)
_NUMBER = re.compile(
    r"\s*(?:\\frac\{[^{}]*\}\{[^{}]*\}|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3}(?![\d.A-Za-z]))?|\*\*|[-+*/^()])"
)
_PLACES = re.compile(r"[-+]?\s*\d*\.(\d+)(?:\s*(?:[eE]|\*\s*10\s*\^)\s*\(?\s*([-+]?\d{1,3})\s*\)?)?")
_LEAD = re.compile(
    r"(?:\u2248|about\b|approximately\b|approx\b\.?|roughly\b|around\b|exactly\b|nearly\b|ca\.|=|\s|:|\*\*(?=[^*]))+",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"(?:[A-Za-z][A-Za-z',_ -]{0,100}\s)?(?:is|are|was|were|be|equals|equal to|takes|costs|weighs|measures|gives|yields"
    r"|total of)\s*:?\s+(?=\S*[\d\u2248]|about|approx|roughly|around|exactly|[a-z]+ )"
    r"|[A-Za-z][A-Za-z' ]{0,60}:\s*(?=\S)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|no|never|n't|or|if|than|least|most|between|another|except|instead|half|twice|double|either|nor|neither"
    r"|may|might|could|cannot|unless|maybe|perhaps|wrong)\b|n't",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z\u0370-\u03ff\\][\w\\^' ]{0,12}(?:[_({][\w\\,{}() ]{0,14})?\s*")
_BESIDE = re.compile(r"(?<=[^\s(])\s+\(([^()]*\d[^()]*(?:\([^()]*\)[^()]*)?)\)$")
_REMARK = re.compile(
    r"\s*\(\s*(?:approx\.?|approximately|rounded[^()\d]{0,30}|exact|exactly"
    r"|(?:to )?\d (?:s\.?f\.?|sig\.? ?figs?\.?|d\.?p\.?))\s*\)$"
)
_FILLER = re.compile(
    r"\s+(?:in total|total|altogether|in all|long|tall|high|wide|deep|away|approximately|exactly|old|of age)$"
)
# Numbers in words that stand about the unit, each as it is written in digits.
_IN_HALVES = (
    (re.compile(r"half\s+an?\s+(?=[a-z]{2})|half-(?=[a-z]{4})", re.IGNORECASE), "1/2 "),
    (re.compile(r"(?:a|one)\s+quarter\s+of\s+an?\s+(?=[a-z]{2})", re.IGNORECASE), "1/4 "),
    (re.compile(r"three[\s-]quarters\s+of\s+an?\s+(?=[a-z]{2})", re.IGNORECASE), "3/4 "),
    (re.compile(r"(?:an?|one|1)\s+([a-z]{2,20})\s+and\s+a\s+half$", re.IGNORECASE), r"3/2 \1"),
)
_AND_A_HALF = re.compile(r"(\d{1,6}|[a-z]{3,9})\s+and\s+(?:a|one)[\s-]half\s+(?=[a-z])", re.IGNORECASE)
_ONE = re.compile(r"an?\s+(?=[a-z]{2})", re.IGNORECASE)
_HOURS_MINUTES = re.compile(r"(\d{1,4})\s?h\s?([0-5]\d)$")
_OF = re.compile(r"(?<=[\w.)%])\s+of\s+((?:the |a |an )?[A-Za-z][\w -]{0,40})$")
_FORMULA = re.compile(r"\s((?:[A-Z][a-z]?[\d_()]{0,6}){1,10})$")  # 2 mol CO2, 5 g NaCl
_WAY = re.compile(
    r"(?:,|\s)\s*\(?(?:to the |to its |due |in the |towards? the |directed )?"
    r"((?:north|south)(?:[- ]?(?:east|west))?(?:wards?)?|(?:east|west|up|down|left|right)(?:wards?)?"
    r"|forwards?|backwards?|(?:counter-?|anti-?)?clockwise)(?: direction)?\)?$",
    re.IGNORECASE,
)
_SCALE = re.compile(r"\s*(hundred|thousand|million|billion|trillion|dozen)s?\b(?:\s+of\b)?", re.IGNORECASE)
_SCALES = {"hundred": 100, "dozen": 12, **SCALES}
_MONEY = re.compile(
    r"\s*([-+]?)\s*(US\$|(?:USD|EUR|GBP|JPY|INR)(?=[\s\d])|[$\u20ac\u00a3\u00a5\u20b9])\s*(?=[-+\d.\\])"
)
_TERM = re.compile(
    r"(?<=[^\W\d])\.?(?:\s*,?\s+(?:and|&)\s+|\s*,\s*|\s+)(?=\d)|(?<=\u00b0)\s*(?=\d)|(?<=\d[hd])(?=\d)|(?<=hr|in)(?=\d)"
    r"|(?<=\dft)(?=\d)"
)
_UNCERTAIN = re.compile(r"\d\(\d+\)$")  # 5.12(3) is 5.12 plus or minus 0.03
_UNIT_TWICE = re.compile(r"([^()]+)\s\(([^()\d]+)\)")  # kilometers (km)
_WORD = re.compile(r"([A-Za-z]+)(?:[- ]([A-Za-z]+))?")
_DIRECTION = re.compile(r"[- ]|wards?$")
_NOT_IN_NAMES = re.compile(r"[\s_()-]")
_MOST_TERMS = 4


class Quantity(NamedTuple):
    """A number and its unit as read; `unit` is as written, for it may have a second reading.

    `place` is the value of the last digit behind a decimal point, None where no point is shown. `of` is what is
    measured, where that is said (`5 g of salt`), `way` in which direction (`5 m/s north`). `more` are further terms
    that add to this one (`1 h 30 min`).
    """

    number: Fraction
    place: Fraction | None
    unit: Unit
    written: str
    of: str = ""
    way: str = ""
    more: tuple["Quantity", ...] = ()


class Reading(NamedTuple):
    """What an answer was read as: its quantities, each of which it states, or in words why it states none."""

    quantities: tuple[Quantity, ...]
    why: str


def read(text: str) -> Reading:
    """Return the quantities that an answer states, one as a rule; none and the reason where it cannot be read."""
    if len(text) > LONGEST:
        return Reading((), "is too long for a quantity")
    return _cached(text)


@lru_cache(maxsize=16_384)
def _cached(text: str) -> Reading:
    plain = _PLAIN.fullmatch(text)
    if plain:
        written = plain.group(3) or plain.group(4)
        unit = read_unit(written)
        if unit is not None:
            place = Fraction(1, 10 ** len(plain.group(2))) if plain.group(2) else None
            return Reading((Quantity(Fraction(plain.group(1)), place, unit, written),), "")
    return _read(flatten(text))


def _read(flat: str) -> Reading:
    beside = _BESIDE.search(flat)
    stated = [flat[: beside.start()], beside.group(1)] if beside else [flat]
    if beside and not _chain(beside.group(1)):
        stated = [flat]  # the bracket belongs to the unit
    found: list[Quantity] = []
    for part in stated:
        chain = _chain(part)
        if not chain:
            return Reading((), _reason(flat))
        found += chain
    return Reading(tuple(found), "")


def _reason(flat: str) -> str:
    if not any(map(str.isdigit, flat)):
        return "states no number"
    return "states no unit" if _number(_led(flat).strip()) is not None else "cannot be read as one quantity"


def _chain(flat: str) -> list[Quantity]:
    """Read `x = 10 m/s = 36 km/h`: every quantity of it, none where something in it is neither that nor a name."""
    parts = _led(flat).replace("\u2248", "=").split("=")
    parts = [part.strip() for part in parts if part.strip()]
    if len(parts) == 2 and _NAME.fullmatch(parts[1]) and _quantity(parts[0]):  # noqa: PLR2004 - `5 m = x`
        parts = parts[:1]
    last = _quantity(_led(parts[-1])) if parts else None
    if last is None:
        return []
    found: list[Quantity] = []
    for part in parts[:-1]:
        quantity = _quantity(part)
        if quantity:
            found.append(quantity)
        elif any(mark in part for mark in ",;") or _DENIES.search(part) or _is_other_number(part, last):
            return []
    return [*found, last]


def _is_other_number(part: str, last: Quantity) -> bool:
    number = _number(part)
    return number is not None and number != last.number


def _led(flat: str) -> str:
    """Return a text without `about` and without a sentence's beginning in front of the quantity."""
    lead = _LEAD.match(flat)
    flat = flat[lead.end() :] if lead else flat
    prose = _PROSE.match(flat)
    if prose and not _DENIES.search(prose.group()):
        flat = flat[prose.end() :]
        lead = _LEAD.match(flat)
        flat = flat[lead.end() :] if lead else flat
    return flat


def _quantity(flat: str) -> Quantity | None:
    """Read one quantity, perhaps of several terms (`1 h 30 min`)."""
    flat = _in_digits(_FILLER.sub("", _REMARK.sub("", flat.strip().rstrip(" ."))))
    whole = _single(flat) or _sum(flat)
    if whole:
        return whole
    of, way = _OF.search(flat) or _FORMULA.search(flat), _WAY.search(flat)
    if way:
        measured = _single(flat[: way.start()])
        return measured and measured._replace(way=_DIRECTION.sub("", way.group(1).casefold()))
    if of is None or _DENIES.search(of.group(1)):
        return None
    measured = _single(flat[: of.start()])
    return measured and measured._replace(of=_NOT_IN_NAMES.sub("", of.group(1).removeprefix("the ")))


def _in_digits(flat: str) -> str:
    """Return `half a mile` as `1/2 mile`, `an hour and a half` as `3/2 hour`, `1h30` as `1 h 30 min`."""
    if flat[:1].isdigit() and " and " not in flat:
        return _HOURS_MINUTES.sub(r"\1 h \2 min", flat)
    for spelled, digits in _IN_HALVES:
        found = spelled.match(flat)
        if found:
            return found.expand(digits) + flat[found.end() :]
    mixed = _AND_A_HALF.match(flat)
    if mixed:
        number = int(mixed[1]) if mixed[1].isdigit() else CARDINAL.get(mixed[1].casefold())
        return flat if number is None else f"{2 * number + 1}/2 {flat[mixed.end() :]}"
    one = _ONE.match(flat)
    return f"1 {flat[one.end() :]}" if one else flat


def _sum(flat: str) -> Quantity | None:
    pieces = _TERM.split(flat)
    if not 1 < len(pieces) <= _MOST_TERMS:
        return None
    if re.search(r"\dh$", pieces[0]):
        pieces[1] = re.sub(r"m$", "min", pieces[1])  # 1h30m
    terms = [_single(piece) for piece in pieces]
    found = [term for term in terms if term]
    if len(found) < len(terms) or any(term.number < 0 for term in found[1:]):
        return None
    return found[0]._replace(more=tuple(found[1:]))


def _single(flat: str) -> Quantity | None:
    money = _MONEY.match(flat)
    sign, symbol = money.groups() if money else ("", "")
    flat = sign + flat[money.end() :] if money else flat
    measured = _measured(flat)
    if measured is None:
        return None
    number, place, written = measured
    scale = _SCALE.match(written)
    for _ in range(2):
        if scale:
            factor = _SCALES[scale.group(1).casefold()]
            number, place, written = number * factor, place and place * factor, written[scale.end() :].strip()
            scale = _SCALE.match(written)
    if symbol:
        written = _priced(symbol, written)
    twice = _UNIT_TWICE.fullmatch(written)
    if twice and read_unit(twice.group(1)) == read_unit(twice.group(2)):
        written = twice.group(1)
    unit = read_unit(written)
    return None if unit is None else Quantity(number, place, unit, written)


def _priced(symbol: str, written: str) -> str:
    """Return the unit of `$5 per hour`; a currency that is named twice counts once."""
    again = read_unit(written) if written else None
    if again is not None and again == read_unit(symbol):
        return symbol
    return f"{symbol} {written}" if not written or written.startswith(("/", "per ", "a ", "an ")) else f"? {written}"


def _measured(flat: str) -> tuple[Fraction, Fraction | None, str] | None:
    """Split off the number at the front: its value, the place of its last shown decimal, and the rest."""
    at = 0
    while token := _NUMBER.match(flat, at):
        at = token.end()
    front, rest = flat[:at], flat[at:]
    kept = front.rstrip("+-*/^( ")
    rest = front[len(kept) :].lstrip(" -*") + rest
    if rest.startswith("/") and kept.endswith(" 1"):
        kept, rest = kept[:-2], f"1{rest}"
    elif front and not kept:
        return None
    number = _number(kept) if kept and not _UNCERTAIN.search(kept) else None
    if number is not None:
        return number, _place(kept), rest.strip()
    return None if kept else _in_words(flat)


def _in_words(flat: str) -> tuple[Fraction, Fraction | None, str] | None:
    words = _WORD.match(flat)
    if words is None:
        return None
    first, second = words.group(1).casefold(), (words.group(2) or "").casefold()
    if first not in CARDINAL:
        return None
    number, digit = CARDINAL[first], CARDINAL.get(second, 0)
    if number >= 20 and 0 < digit < 10:  # noqa: PLR2004 - tens and a digit
        return Fraction(number + digit), None, flat[words.end() :].strip()
    return Fraction(number), None, flat[words.end(1) :].strip()


def _number(text: str) -> Fraction | None:
    text = text.strip()
    if not text or "," in text:
        return None
    return rational(text)


def _place(number: str) -> Fraction | None:
    shown = _PLACES.fullmatch(number.strip())
    return Fraction(10) ** (int(shown.group(2) or 0) - len(shown.group(1))) if shown else None
