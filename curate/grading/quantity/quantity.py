"""Grade a quantity: the same measure, converted exactly by pint, and a number that is equal or the other rounded.

pint is asked only where two units are not made of the same names, once for each pair of them; the number and the unit
are read by our own strict readers (`reading`, `unit_reading`), so that no text of a model ever reaches pint.
"""

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from threading import Lock
from typing import Any, Final, cast

from curate.grading.extract import Extraction, final_answer
from curate.grading.gold import alternatives
from curate.grading.quantity.pint_names import is_as_written
from curate.grading.quantity.reading import LONGEST, Quantity, Reading, read
from curate.grading.quantity.unit_reading import Unit, read_unit
from curate.grading.verdict import FAR, Asked, Finding, Grader, Verdict, hedge, no_answer

_FEWEST_DIGITS = 3  # significant digits to which a number may be rounded
_NEAR = 150  # parts: no rounding to three digits changes more than one of them
_SAME = 10**30  # parts: pi and roots are carried to fifty places
_ABBREVIATED = re.compile(
    r"(?:\d|\b)(?:ft|in|hr|hrs|min|mins|sec|lb|lbs|oz|yd|mi|gal|sq|cu|approx|deg|fl)$", re.IGNORECASE
)
_ANGLES = frozenset({"degree", "arcminute", "arcsecond", "turn", "radian", "steradian"})
# Of one dimension for pint, and yet no measure of the same.
_APART = {
    "hertz": "cycles",
    "becquerel": "decays",
    "curie": "decays",
    "sievert": "dose",
    "lumen": "light",
    "lux": "light",
}

_LONGEST_SHOWN = 2_000  # characters of an answer that a verdict repeats
_lock = Lock()


def grade_quantity(asked: Asked) -> Verdict:
    """Grade a response against a quantity and its accepted alternatives, by the rules of `docs/grading.md`.

    `tolerance`, where the row states one, is a relative error and takes the place of the rule of rounding.
    """
    tolerance = _tolerance(asked.tolerance)
    if tolerance is not None and tolerance < 0:
        return Verdict("ungradable", None, "the tolerance is no number from 0 on")
    known = [reading for reading in map(read, alternatives(asked)) if reading.quantities and _agree(reading)]
    if not known:
        return Verdict("ungradable", None, "the gold answer has no readable number with a unit")
    found = final_answer(asked.response)
    if found is None:
        return no_answer()
    if found.hedged:
        return hedge(found.text)
    said = _read_answer(found)
    below = _alone_below(found)
    if said.quantities and below and not _same_quantity(below, said.quantities[0], tolerance).equal:
        return hedge(found.text)
    finding = Finding(equal=False, why=f"the answer {said.why}")
    if said.quantities:
        findings = [_same(reading.quantities[0], said, tolerance) for reading in known]
        finding = next((finding for finding in findings if finding.equal), findings[0])
    return Verdict("right" if finding.equal else "wrong", found.text[:_LONGEST_SHOWN], finding.why)


def _tolerance(stated: float | None) -> Fraction | None:
    """Return the tolerance as the decimal it is written as; -1 for one that is no number."""
    if stated is None:
        return None
    return Fraction(repr(float(stated))) if math.isfinite(stated) else Fraction(-1)


def _read_answer(found: Extraction) -> Reading:
    """Read the stated answer; where its sentence seems to end in `5 ft.`, what follows belongs to it."""
    if found.form == "line" and found.rest.startswith(".") and _ABBREVIATED.search(found.text[-8:]):
        joined = read(found.whole_line)
        if joined.quantities:
            return joined
    said = read(found.text)
    others = [] if said.quantities else [other for other in map(read, found.readings) if other.quantities]
    return others[0] if len(others) == 1 else said


def _alone_below(found: Extraction) -> Quantity | None:
    """Return the quantity that the line below a stated answer is, with nothing beside it."""
    if found.form != "line":
        return None
    below = found.rest.partition("\n")[2].lstrip()[: LONGEST + 1].partition("\n")[0].strip("*_` ")
    reading = read(below) if below.lstrip("-+$(")[:1].isdigit() else Reading((), "")
    return reading.quantities[0] if len(reading.quantities) == 1 else None


def _agree(reading: Reading) -> bool:
    """Return whether the terms of a gold answer add up, and several quantities in it are one and the same."""
    first = reading.quantities[0]
    if first.more and _converted(first, first.unit, first.unit) is None:
        return False
    return all(_same_quantity(first, other, None).equal for other in reading.quantities[1:])


def _same(gold: Quantity, said: Reading, tolerance: Fraction | None) -> Finding:
    """Compare all that an answer states: one has to be right, and the others that same quantity or a rounding of it."""
    findings = [_same_quantity(gold, quantity, tolerance) for quantity in said.quantities]
    right = next((finding for finding in findings if finding.equal), None)
    if right is None:
        return findings[-1]
    for finding, quantity in zip(findings, said.quantities, strict=True):
        if not finding.equal and not _is_rounding(gold, quantity):
            return Finding(equal=False, why="states two different quantities")
    return right


def _is_rounding(gold: Quantity, quantity: Quantity) -> bool:
    """Return whether a quantity is the gold answer to the decimals that it shows itself (`1 mile = 1.6 km`)."""
    if quantity.place is None:
        return False
    return any(
        abs(value - quantity.number) * 2 <= quantity.place
        for ours, theirs in _readings(gold, quantity)
        if (value := _converted(gold, ours, theirs)) is not None
    )


def _same_quantity(gold: Quantity, answer: Quantity, tolerance: Fraction | None) -> Finding:
    if gold.of and answer.of and gold.of.casefold() != answer.of.casefold():
        return Finding(equal=False, why=f"measures {answer.of}, the gold answer {gold.of}")
    if gold.way and gold.way.replace("anti", "counter") != answer.way.replace("anti", "counter"):
        return Finding(equal=False, why=f"another direction than {gold.way}")
    other = Finding(equal=False, why=f"the unit {answer.written!r} does not measure what {gold.written!r} does")
    for ours, theirs in _readings(gold, answer):
        finding = _compared(gold, ours, answer, theirs, tolerance)
        if finding and finding.equal:
            return finding
        other = finding or other
    return other


def _compared(gold: Quantity, ours: Unit, answer: Quantity, theirs: Unit, tolerance: Fraction | None) -> Finding | None:
    """Compare in the gold answer's unit and in the answer's; None where the two measure different things."""
    known, in_answers = _converted(gold, ours, ours), _converted(gold, ours, theirs)
    said, in_golds = _converted(answer, theirs, theirs), _converted(answer, theirs, ours)
    if known is None or in_answers is None or said is None or in_golds is None:
        return None
    if tolerance is not None:
        equal = abs(in_golds - known) <= tolerance * abs(known)
        return Finding(equal, "within the tolerance" if equal else "beyond the tolerance")
    if _close(known, in_golds, _SAME):
        return Finding(equal=True, why="the same quantity" if ours == theirs else "the same, in another unit")
    equal = _rounds(in_answers, said, answer.place) or _shown(in_golds, known, gold.place)
    exact = answer.more or (ours == theirs and gold.place is None)  # 5 km and 3 m are not 5 km, nor are 101 kg 100 kg
    equal = equal or (not exact and _rounds(in_golds, known, gold.place))
    return Finding(equal, "the same quantity, rounded" if equal else "another number")


def _readings(gold: Quantity, answer: Quantity) -> Iterator[tuple[Unit, Unit]]:
    """Yield the units as they read, then with a name in its second meaning (`25 C` beside `25 °C`) where it has one."""
    yield gold.unit, answer.unit
    other = read_unit(answer.written, second=True)
    if other and other != answer.unit:
        yield gold.unit, other
    mine = read_unit(gold.written, second=True)
    if mine and mine != gold.unit and other and other != answer.unit:
        yield mine, other
    if mine and mine != gold.unit:
        yield mine, answer.unit


def _converted(quantity: Quantity, own: Unit, target: Unit) -> Fraction | None:
    """Return the number of a quantity in a target unit, its terms added, or None if that measures something else."""
    if not quantity.more:
        return quantity.number if own == target else _convert(quantity.number, own, target)
    total, sign = Fraction(0), -1 if quantity.number < 0 else 1
    below: Fraction | None = None
    for term in (quantity._replace(more=(), unit=own), *quantity.more):
        size = _scale(term.unit, target)
        if size is None or size[1] or (below is not None and not 0 < size[0] < below):
            return None  # 3 in 5 ft is no length
        below = size[0]
        total += (abs(term.number)) * size[0]
    return sign * total


def _convert(number: Fraction, own: Unit, target: Unit) -> Fraction | None:
    scale = _scale(own, target)
    return None if scale is None else number * scale[0] + scale[1]


def _scale(own: Unit, target: Unit) -> tuple[Fraction, Fraction] | None:
    """Return factor and offset from one unit to another, or None where they measure different things."""
    if own.counted != target.counted:
        return None
    if own.known == target.known:
        return own.size / target.size, Fraction(0)
    if not _alike(own.known, target.known):
        return None
    scale = _by_pint(own.known, target.known)
    return None if scale is None else (own.size * scale[0] / target.size, scale[1] / target.size)


_Powers = tuple[tuple[str, int], ...]


def _alike(own: _Powers, target: _Powers) -> bool:
    """Return whether two units may be converted where pint can: it takes angles, cycles and decays for mere numbers."""
    if not own or not target:
        return False
    ours, theirs = _apart(own), _apart(target)
    if ours == theirs:
        return True
    # 5 rad/s is 5 s^-1, and 5 Hz is that as well; but 5 rad/s is not 5 Hz, nor are 5 rpm 5 per minute.
    plain, other = ((own, target) if not ours else (target, own)) if not ours or not theirs else (None, None)
    if plain is None or other is None:
        return False
    return all(name in ("radian", "hertz") for name, _ in other if name in _ANGLES or name in _APART)


def _apart(powers: _Powers) -> dict[str, int]:
    sums: dict[str, int] = {}
    for name, power in powers:
        if kind := "angle" if name in _ANGLES else _APART.get(name):
            sums[kind] = sums.get(kind, 0) + (2 * power if name == "steradian" else power)
    return {kind: power for kind, power in sums.items() if power}


@lru_cache(maxsize=4096)
def _by_pint(own: _Powers, target: _Powers) -> tuple[Fraction, Fraction] | None:
    import pint  # noqa: PLC0415 - a quarter of a second that most answers never need
    from pint.util import UnitsContainer  # noqa: PLC0415

    with _lock:
        registry = _registry()
        ours, theirs = UnitsContainer(dict(own)), UnitsContainer(dict(target))
        try:
            zero, one = (registry.Quantity(Fraction(n), ours).to(theirs).magnitude for n in (0, 1))
        except (pint.DimensionalityError, pint.OffsetUnitCalculusError):
            return None
    return Fraction(one) - Fraction(zero), Fraction(zero)


@lru_cache(maxsize=1)
def _registry() -> Any:
    """Return pint's registry, built once and under the lock; its numbers are fractions, so conversions are exact."""
    import pint  # noqa: PLC0415 - as above

    return cast("Any", pint.UnitRegistry)(non_int_type=Fraction)  # typed for floats, and meant for fractions too


def _close(one: Fraction, other: Fraction, parts: int) -> bool:
    """Return whether two numbers differ by no more than one of so many parts of the first."""
    ours, theirs = one.numerator * other.denominator, other.numerator * one.denominator
    return abs(ours - theirs) * parts <= abs(ours)


def _rounds(value: Fraction, rounded: Fraction, place: Fraction | None) -> bool:
    """Return whether a number is another one rounded to three significant digits or more.

    It was rounded to the last decimal that it shows, a whole number to ones: that 1000 m were rounded to thousands is
    nowhere said.
    """
    if not value or not rounded or not _close(value, rounded, _NEAR):
        return False
    place = Fraction(1) if place is None and rounded.denominator == 1 else place
    first = max(_magnitude(value), _magnitude(rounded))
    return place is not None and first - _magnitude(place) >= _FEWEST_DIGITS - 1 and _shown(value, rounded, place)


def _shown(value: Fraction, rounded: Fraction, place: Fraction | None) -> bool:
    """Return whether a number is another one rounded to a place, halves up or to the even digit."""
    if place is None:
        return False
    steps = value / place
    up = math.floor(abs(steps) + Fraction(1, 2)) * (1 if steps > 0 else -1)
    return rounded / place in (up, round(steps))


def _magnitude(value: Fraction) -> int:
    """Return the power of ten of the first digit of a number that is not 0."""
    above, below = abs(value.numerator), value.denominator
    power = math.floor((above.bit_length() - below.bit_length() - 1) * math.log10(2))  # as it is, or one too small
    over = power + 1
    return over if (above >= below * 10**over if over >= 0 else above * 10**-over >= below) else power


_CERTAIN = re.compile(
    r"(?:[-+\u2212]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?(?:[eE][-+]?\d{1,2})?"
    r"(?: ?[x\u00d7*] ?10\^?[-\u207b\u2070-\u2079\u00b9\u00b2\u00b3\d]{1,4})?)(?P<space> ?)"
    r"(?P<unit>[A-Za-z\u00b0\u00b5\u03bc\u03a9\u2126%]"
    r"[A-Za-z\u00b0\u00b5\u03bc\u03a9\u2126/*\u00b7^\u00b2\u00b3\u207b\u00b9() 0-9-]{0,40})"
)
_LONGEST_SYMBOL = 3  # letters: mol, min, but not mile
_NAMES = re.compile(r"[^\W\d_]+")
# What may as well be a product of variables (`2 mg`, `3 kT`), a word, or a unit that is rarely meant.
_DOUBTFUL = frozenset("pm am mg kT nT pV nA as at in mi pt pc au AU cd ha kn kt lm lx mo gal bar u t Gs ly cP".split())
_SINGLE = frozenset("m^2 m^3 m\u00b2 m\u00b3 s^-1 s\u207b\u00b9".split())
_QUOTIENTS = frozenset("m/s m/s^2 m/s\u00b2 N/m N/C J/K V/m J/s N/m^2 N/m\u00b2 W/m^2 W/m\u00b2".split())


def reads_as_quantity(gold: str) -> bool:
    """Return whether a plain gold answer is for certain a number with a physical unit: `10 kg`, `9.8 m/s^2`, `25 °C`.

    What may as well be an expression (`5 m`, `2 mg`, `5 m n`), a count (`12 apples`), money, percent or an angle is
    not: those are graded as mathematics, where the unit may be missing.
    """
    certain = _CERTAIN.fullmatch(gold.strip()) if len(gold) <= 80 else None  # noqa: PLR2004 - a quantity is short
    if certain is None:
        return False
    written = certain.group("unit")
    reading = read(gold)
    if len(reading.quantities) != 1 or reading.quantities[0].more or reading.quantities[0].of:
        return False
    unit = reading.quantities[0].unit
    if not unit.is_measured or all(name in _ANGLES for name, _ in unit.known):
        return False
    names = _NAMES.findall(written)
    counted = reading.quantities[0].place is None and len(names) == 1 and len(names[0]) > _LONGEST_SYMBOL
    # 103 miles answer `how many miles?`, where 103 is as right
    if counted or any(name in _DOUBTFUL or not is_as_written(name) for name in names):
        return False
    if "\u00b0" in written or max(map(len, names)) > 1:
        return bool(certain.group("space")) or len(names) == 1
    return bool(certain.group("space")) and written in _SINGLE | _QUOTIENTS


def _another(asked: Asked) -> str:
    """Return a quantity in the gold answer's unit, further away than any tolerance."""
    for answer in alternatives(asked):
        for quantity in read(answer).quantities[:1]:
            number = 3 * abs(quantity.number) + FAR
            if max(number.numerator, number.denominator) < 10**30:
                return f"{number} {quantity.written}"
    return str(FAR)


NUMBER_WITH_UNIT: Final = Grader("a quantity: a number with its unit", grade_quantity, _another)
