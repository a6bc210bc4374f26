"""Which of pint's units a spelling names: symbols with prefixes, words in singular and plural, nothing merely likely.

A unit that pint knows is named as pint names it, with the power of ten of its prefix beside it. Money, percent and bits
are counted here, for pint knows no money and takes bits and percent for plain numbers. A spelling that is only clear in
the right case (`mW`, `MW`) has to have it; one that can mean nothing else (`KG`) may be written anyhow.
"""

from collections import defaultdict
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple


class Atom(NamedTuple):
    """One named unit: `size` times the unit `name`; `known` says that pint knows that name."""

    name: str
    size: Fraction = Fraction(1)
    known: bool = True


_PREFIXES = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "d": -1, "c": -2, "m": -3,
    "\u03bc": -6, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18,
}  # fmt: skip
_PREFIX_WORDS = {
    "tera": 12, "giga": 9, "mega": 6, "kilo": 3, "hecto": 2, "deca": 1, "deka": 1, "deci": -1, "centi": -2,
    "milli": -3, "micro": -6, "nano": -9, "pico": -12, "femto": -15, "atto": -18,
}  # fmt: skip
_ALL = " ".join(_PREFIXES)
# pint's name: the symbols that take a prefix, and which prefixes.
_PREFIXED = {
    "meter": ("m", _ALL),
    "gram": ("g", "T G M k h da d c m \u03bc u n p f"),
    "second": ("s", "k m \u03bc u n p f a"),
    "newton": ("N", "G M k d c m \u03bc u n p f"),
    "joule": ("J", "E P T G M k m \u03bc u n p f"),
    "watt": ("W", "P T G M k m \u03bc u n p f"),
    "pascal": ("Pa", "T G M k h da m \u03bc u n"),
    "hertz": ("Hz", "P T G M k m \u03bc u n"),
    "volt": ("V", "G M k m \u03bc u n p"),
    "ampere": ("A", "G M k m \u03bc u n p f"),
    "kelvin": ("K", "G M k m \u03bc u n"),
    "ohm": ("\u03a9", "T G M k m \u03bc u n"),
    "coulomb": ("C", "M k m \u03bc u n p"),
    "farad": ("F", "m \u03bc u n p f"),
    "henry": ("H", "k m \u03bc u n p"),
    "tesla": ("T", "k m \u03bc u n p f"),
    "weber": ("Wb", "k m \u03bc u n"),
    "siemens": ("S", "M k m \u03bc u n p"),
    "liter": ("L l", "G M k h da d c m \u03bc u n p"),
    "mole": ("mol", "M k d c m \u03bc u n p f"),
    "molar": ("M", "m \u03bc u n p"),
    "electron_volt": ("eV", "T G M k m \u03bc u n"),
    "calorie": ("cal", "G M k m"),
    "bar": ("bar", "G M k m \u03bc u"),
    "becquerel": ("Bq", "T G M k m"),
    "gray": ("Gy", "k c m \u03bc u n"),
    "sievert": ("Sv", "m \u03bc u n"),
    "curie": ("Ci", "k m \u03bc u n p"),
    "lumen": ("lm", "M k m"),
    "lux": ("lx", "k m"),
    "candela": ("cd", "k m"),
    "radian": ("rad", "m \u03bc u n"),
    "parsec": ("pc", "G M k"),
    "dalton": ("Da", "M k"),
    "torr": ("Torr", "m \u03bc u"),
    "katal": ("kat", "m \u03bc u n"),
    "year": ("yr", "G M k"),
    "metric_ton": ("t", "G M k"),
    "steradian": ("sr", "m"),
}  # fmt: skip
_SYMBOLS = {
    "minute": "min mins", "hour": "h hr hrs", "second": "sec secs", "day": "d", "week": "wk wks", "month": "mo mos",
    "year": "yrs", "degree_Celsius": "\u00b0C degC", "degree_Fahrenheit": "\u00b0F degF", "degree_Rankine": "\u00b0R",
    "degree": "\u00b0 deg degs", "arcminute": "arcmin", "arcsecond": "arcsec", "turn": "rev revs", "atmosphere": "atm",
    "mmHg": "mmHg", "inch_Hg": "inHg", "centimeter_H2O": "cmHTwoO", "pound_force_per_square_inch": "psi",
    "british_thermal_unit": "BTU Btu", "horsepower": "hp", "dyne": "dyn", "angstrom": "\u00c5",
    "light_year": "ly lyr", "astronomical_unit": "AU au", "knot": "kn kt kts", "inch": "in", "foot": "ft",
    "yard": "yd yds", "mile": "mi", "ounce": "oz", "pound": "lb lbs lbm", "gallon": "gal", "quart": "qt", "pint": "pt",
    "fluid_ounce": "floz", "tablespoon": "tbsp Tbsp", "teaspoon": "tsp", "hectare": "ha", "force_pound": "lbf",
    "force_kilogram": "kgf", "unified_atomic_mass_unit": "u amu", "gram": "gm gms", "liter": "ltr",
    "nautical_mile": "nautical_mile", "foot_pound": "foot_pound", "long_ton": "long_ton",
}  # fmt: skip
_WORDS = {
    "meter": "meter metre", "gram": "gram gramme", "second": "second", "newton": "newton", "joule": "joule",
    "watt": "watt", "pascal": "pascal", "hertz": "hertz", "volt": "volt", "ampere": "ampere amp", "kelvin": "kelvin",
    "ohm": "ohm", "coulomb": "coulomb", "farad": "farad", "henry": "henry henrie", "tesla": "tesla", "weber": "weber",
    "siemens": "siemens", "liter": "liter litre", "mole": "mole", "molar": "molar", "electron_volt": "electronvolt",
    "calorie": "calorie", "bar": "bar", "becquerel": "becquerel", "gray": "gray", "sievert": "sievert",
    "curie": "curie", "lumen": "lumen", "candela": "candela", "radian": "radian", "parsec": "parsec",
    "dalton": "dalton", "metric_ton": "tonne", "minute": "minute", "hour": "hour", "day": "day", "week": "week",
    "month": "month", "year": "year", "fortnight": "fortnight", "century": "century centurie", "lux": "lux",
    "torr": "torr", "degree": "degree", "arcminute": "arcminute", "arcsecond": "arcsecond", "turn": "revolution turn",
    "atmosphere": "atmosphere", "horsepower": "horsepower", "erg": "erg", "dyne": "dyne",
    "angstrom": "angstrom \u00e5ngstr\u00f6m \u00e5ngstrom", "light_year": "lightyear", "knot": "knot",
    "inch": "inch inche", "foot": "foot feet", "yard": "yard", "mile": "mile", "ounce": "ounce", "pound": "pound",
    "ton": "ton", "gallon": "gallon", "quart": "quart", "pint": "pint", "cup": "cup", "tablespoon": "tablespoon",
    "teaspoon": "teaspoon", "acre": "acre", "hectare": "hectare", "fathom": "fathom", "carat": "carat",
    "poise": "poise", "steradian": "steradian", "katal": "katal",
}  # fmt: skip
# What pint does not count: the unit that stands for all of a kind, the size of this one in it, its spellings.
_COUNTED = (
    ("USD", "1", "$ USD US$ dollar dollars buck bucks"),
    ("USD", "1/100", "\u00a2 cent cents"),
    ("EUR", "1", "\u20ac EUR euro euros"),
    ("GBP", "1", "\u00a3 GBP quid"),
    ("GBP", "1/100", "pence"),
    ("JPY", "1", "\u00a5 JPY yen"),
    ("INR", "1", "\u20b9 INR rupee rupees Rs"),
    ("CNY", "1", "CNY RMB yuan"),
    ("part", "1/100", "% percent percents pct"),
    ("part", "1/1000", "\u2030 permille"),
    ("part", "1/1000000", "ppm"),
    ("part", "1/1000000000", "ppb"),
    ("bit", "1", "bit bits"),
    ("bit", "8", "B byte bytes"),
)
_BYTES = {"k": 3, "K": 3, "M": 6, "G": 9, "T": 12, "P": 15}
_BYTE_WORDS = ("kilo", "mega", "giga", "tera", "peta")
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40}
# Symbols that stand for several units at once.
_PRODUCTS: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "kph": (("km", 1), ("h", -1)),
    "kmph": (("km", 1), ("h", -1)),
    "kmh": (("km", 1), ("h", -1)),
    "mph": (("mi", 1), ("h", -1)),
    "mps": (("m", 1), ("s", -1)),
    "fps": (("ft", 1), ("s", -1)),
    "rpm": (("rev", 1), ("min", -1)),
    "rps": (("rev", 1), ("s", -1)),
    "cc": (("cm", 3),),
    "ccm": (("cm", 3),),
    "Nm": (("N", 1), ("m", 1)),
    "kNm": (("kN", 1), ("m", 1)),
    "VA": (("V", 1), ("A", 1)),
    "kVA": (("kV", 1), ("A", 1)),
    "kbps": (("kbit", 1), ("s", -1)),
    "Mbps": (("Mbit", 1), ("s", -1)),
    "Gbps": (("Gbit", 1), ("s", -1)),
    **{f"{prefix}Wh": ((f"{prefix}W", 1), ("h", 1)) for prefix in ("", "m", "k", "M", "G", "T")},
    **{f"{prefix}Ah": ((f"{prefix}A", 1), ("h", 1)) for prefix in ("", "m", "k")},
}
# Units that are a multiple of one of pint's.
_MULTIPLES = {
    "decade": ("year", 10),
    "decades": ("year", 10),
    "millennium": ("year", 1000),
    "millennia": ("year", 1000),
    "furlong": ("yard", 220),
    "furlongs": ("yard", 220),
    "gauss": ("tesla", Fraction(1, 10**4)),  # pint's own gauss is of another system of units
    "ksi": ("pound_force_per_square_inch", 1000),
    "stone": ("pound", 14),
    "kilo": ("gram", 1000),
    "kilos": ("gram", 1000),
    "kgs": ("gram", 1000),
    "kms": ("meter", 1000),
    "cms": ("meter", Fraction(1, 100)),
    "mcg": ("gram", Fraction(1, 10**6)),
    "micron": ("meter", Fraction(1, 10**6)),
    "microns": ("meter", Fraction(1, 10**6)),
}
# Several words for one unit, as they are put together before the words are read one by one.
PHRASES: Final = (
    (r"(?:degrees?|degs?\.?|\u00b0)\s*(?:celsius|centigrade|c(?![a-z]))|(?<![a-z])(?:celsius|centigrade)", "\u00b0C"),
    (r"(?:degrees?|degs?\.?|\u00b0)\s*(?:fahrenheit|f(?![a-z]))|(?<![a-z])fahrenheit", "\u00b0F"),
    (r"(?:degrees?|degs?\.?|\u00b0)\s*(?:kelvins?|k(?![a-z]))", "K"),
    (r"(?:degrees?|degs?\.?|\u00b0)\s*(?:rankine|r(?![a-z]))", "\u00b0R"),
    (r"minutes? of arc|arc[- ]minutes?", "arcmin"),
    (r"seconds? of arc|arc[- ]seconds?", "arcsec"),
    (r"light[- ]years?", "ly"),
    (r"electron[- ]volts?", "electronvolt"),
    (r"nautical miles?|nmi(?![a-z])", "nautical_mile"),
    (r"metric tons?", "tonne"),
    (r"long tons?", "long_ton"),
    (r"short tons?", "ton"),
    (r"fluid ounces?|fl\.? ?oz\.?", "floz"),
    (r"(?:millimet(?:er|re)s? of mercury|mm[- ]?hg)(?![a-z])", "mmHg"),
    (r"(?:inch(?:es)? of mercury|in ?hg)(?![a-z])", "inHg"),
    (r"(?:centimet(?:er|re)s? of water|cm ?h\(?2\)?o)(?![a-z])", "cmHTwoO"),
    (r"pounds? per square inch|(?<![a-z])lbf?/(?:in(?:\^\(?2\)?|2)|sq in)(?!\w)", "psi"),
    (
        r"(?<![a-z])(?:(?:foot|ft)[-* ](?:pounds?|lbs?f?)|(?:pounds?|lbs?f?)[-* ](?:foot|feet|ft))(?![a-z])",
        "foot_pound",
    ),
    (r"astronomical units?", "AU"),
    (r"pounds?[- ]force", "lbf"),
    (r"kilograms?[- ]force", "kgf"),
    (r"(?:unified )?atomic mass units?", "amu"),
    (r"british thermal units?", "BTU"),
    (r"parts per million", "ppm"),
    (r"parts per billion", "ppb"),
    (r"per ?cent(?![a-z])", "%"),
    (r"(?<![a-z])(?:us|u\.s\.) dollars?", "USD"),
)


def _ten(power: int) -> Fraction:
    return Fraction(10) ** power


def _symbols() -> dict[str, Atom]:
    table: dict[str, Atom] = {}
    for unit, (symbols, prefixes) in _PREFIXED.items():
        for symbol in symbols.split():
            table[symbol] = Atom(unit)
            table |= {f"{prefix}{symbol}": Atom(unit, _ten(_PREFIXES[prefix])) for prefix in prefixes.split()}
    for unit, symbols in _SYMBOLS.items():
        table |= {symbol: Atom(unit) for symbol in symbols.split()}
    for unit, size, symbols in _COUNTED:
        table |= {symbol: Atom(unit, Fraction(size), known=False) for symbol in symbols.split()}
    for prefix, power in _BYTES.items():
        table[f"{prefix}B"] = Atom("bit", 8 * _ten(power), known=False)
        table[f"{prefix}b"] = table[f"{prefix}bit"] = Atom("bit", _ten(power), known=False)
    for prefix, power in _BINARY.items():
        table[f"{prefix}B"] = Atom("bit", Fraction(8 * 2**power), known=False)
    return table | {name: Atom(unit, Fraction(size)) for name, (unit, size) in _MULTIPLES.items()}


def _words() -> dict[str, Atom]:
    table: dict[str, Atom] = {}
    for unit, words in _WORDS.items():
        for word in words.split():
            table[word] = table[f"{word}s"] = Atom(unit)
            if unit in _PREFIXED:
                for prefix, power in _PREFIX_WORDS.items():
                    table[prefix + word] = table[f"{prefix}{word}s"] = Atom(unit, _ten(power))
    table["kilohm"] = table["kilohms"] = Atom("ohm", _ten(3))
    table["megohm"] = table["megohms"] = Atom("ohm", _ten(6))
    for word, size in (("byte", 8), ("bit", 1)):
        for step, prefix in enumerate(_BYTE_WORDS, 1):
            table[prefix + word] = table[f"{prefix}{word}s"] = Atom("bit", size * _ten(3 * step), known=False)
    return table


_JOINING = frozenset("per square cubic squared cubed sq cu degrees Celsius Fahrenheit".split())

_SYMBOL = _symbols()
_WORD = _words()
_FOLDED: dict[str, set[str]] = defaultdict(set)
for _spelling in (*_SYMBOL, *_PRODUCTS):
    _FOLDED[_spelling.casefold()].add(_spelling)


def product(symbol: str) -> tuple[tuple[str, int], ...] | None:
    """Return the symbols and powers that a symbol such as `kph` stands for, or None."""
    if symbol in _SYMBOL:
        return None
    return _PRODUCTS.get(symbol) or _PRODUCTS.get(_recased(symbol) or "")


@lru_cache(maxsize=4096)
def atom(spelling: str) -> Atom | None:
    """Return the unit that one symbol or word names, or None where none or more than one could be meant."""
    found = _SYMBOL.get(spelling) or _WORD.get(spelling.casefold())
    return found or _SYMBOL.get(_recased(spelling) or "")


def _recased(spelling: str) -> str | None:
    """Return the one symbol that a spelling in another case can mean; a capital M before small letters is no milli."""
    if len(spelling) < 2:  # noqa: PLR2004 - a single letter means what its case says
        return None
    meant = _FOLDED.get(spelling.casefold(), set())
    if len({_SYMBOL.get(name, name) for name in meant}) == 1:
        return min(meant)
    big = [name for name in meant if name[0] == "M"]
    return big[0] if len(big) == 1 and spelling[0] == "M" and spelling[1:].islower() and len(spelling) > 2 else None  # noqa: PLR2004


def is_as_written(spelling: str) -> bool:
    """Return whether a spelling is in the tables as it stands: `kg` and `meters`, but not `KG` and `Meters`."""
    return spelling in _SYMBOL or spelling in _PRODUCTS or spelling in _WORD or spelling in _JOINING


def pint_names() -> frozenset[str]:
    """Return every name that the tables give to pint, for the tests to look up."""
    return frozenset(found.name for table in (_SYMBOL, _WORD) for found in table.values() if found.known)
