"""The names of units that stand in mathematical answers, and the sizes of those that convert exactly."""

from fractions import Fraction
from typing import Final

_GROUPS = {
    "mm": "millimeter millimeters millimetre millimetres",
    "cm": "centimeter centimeters centimetre centimetres cms",
    "dm": "decimeter decimeters decimetre decimetres",
    "m": "meter meters metre metres",
    "km": "kilometer kilometers kilometre kilometres kms",
    "in": "inch inches",
    "ft": "foot feet",
    "yd": "yard yards yds",
    "mi": "mile miles",
    "mg": "milligram milligrams",
    "g": "gram grams gm gms",
    "kg": "kilogram kilograms kgs kilos kilo",
    "lb": "lbs",
    "pound": "pounds",
    "oz": "ounce ounces",
    "ton": "tons tonne tonnes",
    "ml": "milliliter milliliters millilitre millilitres",
    "cl": "centiliter centiliters",
    "l": "liter liters litre litres",
    "gal": "gallon gallons gals",
    "qt": "quart quarts",
    "pt": "pint pints",
    "cup": "cups",
    "tsp": "teaspoon teaspoons",
    "tbsp": "tablespoon tablespoons",
    "ms": "millisecond milliseconds",
    "s": "second seconds sec secs",
    "min": "minute minutes mins",
    "h": "hour hours hr hrs",
    "day": "days",
    "week": "weeks wk wks",
    "month": "months",
    "year": "years yr yrs",
    "mph": "",
    "kph": "kmh kmph",
    "rad": "radian radians rads",
    "deg": "degree degrees",
    "$": "dollar dollars usd bucks",
    "eur": "euro euros",
    "inr": "rupee rupees",
    "cent": "cents",
    "%": "percent pct percentage",
    "unit": "units",
    "am": "a.m. a.m",
    "pm": "p.m. p.m",
    "hz": "hertz",
    "khz": "kilohertz",
    "w": "watt watts",
    "kw": "kilowatt kilowatts",
    "kwh": "",
    "j": "joule joules",
    "kj": "kilojoule kilojoules",
    "n": "newton newtons",
    "pa": "pascal pascals",
    "v": "volt volts",
    "mol": "mole moles mols",
    "rpm": "",
    "mpg": "",
    "fps": "",
    "person": "people persons",
    "man": "men",
    "woman": "women",
    "child": "children",
    "box": "boxes",
    "way": "ways",
    "pen": "pens",
    "egg": "eggs",
    "car": "cars",
    "bag": "bags",
    "dog": "dogs",
    "cat": "cats",
    "boy": "boys",
    "pie": "pies",
    "toy": "toys",
    "bit": "bits",
    "byte": "bytes",
}
NAMES: Final = {word: unit for unit, words in _GROUPS.items() for word in (unit, *words.split()) if len(word) > 1}
"""The one name for each spelling of more than a letter, in lower case."""

MEGA: Final = frozenset("mm mg ml ms mw mv mj mn ma mpa mhz mev mwh mohm mbar mpc".split())
"""Units in lower case whose `m` is a thousandth, and whose `M` a million."""

LETTERS: Final = {
    "m": "m", "g": "g", "s": "s", "h": "h", "l": "l", "L": "l", "N": "n", "J": "j", "W": "w", "V": "v", "A": "amp",
    "K": "kelvin",
}  # fmt: skip
"""The units of one letter, whose case counts."""

POWERS: Final = {"square": 2, "sq": 2, "sq.": 2, "squared": 2, "cubic": 3, "cu": 3, "cu.": 3, "cubed": 3}
"""Words that raise the unit beside them."""

_SIMPLE = {
    "length": {"mm": "1/1000", "cm": "1/100", "dm": "1/10", "m": "1", "km": "1000", "in": "127/5000",
               "ft": "381/1250", "yd": "1143/1250", "mi": "201168/125"},
    "mass": {"mg": "1/1000000", "g": "1/1000", "kg": "1", "lb": "45359237/100000000", "pound": "45359237/100000000",
             "oz": "45359237/1600000000"},
    "time": {"ms": "1/1000", "s": "1", "min": "60", "h": "3600", "day": "86400", "week": "604800"},
    "dollars": {"cent": "1/100", "$": "1"},
    "months": {"month": "1", "year": "12"},
}  # fmt: skip
SIZES: Final[dict[str, tuple[tuple[tuple[str, int], ...], Fraction]]] = {
    unit: (((what, 1),), Fraction(size)) for what, sizes in _SIMPLE.items() for unit, size in sizes.items()
} | {
    "ml": ((("length", 3),), Fraction(1, 1_000_000)),
    "cl": ((("length", 3),), Fraction(1, 100_000)),
    "l": ((("length", 3),), Fraction(1, 1_000)),
    "n": ((("length", 1), ("mass", 1), ("time", -2)), Fraction(1)),
    "j": ((("length", 2), ("mass", 1), ("time", -2)), Fraction(1)),
    "kj": ((("length", 2), ("mass", 1), ("time", -2)), Fraction(1_000)),
    "w": ((("length", 2), ("mass", 1), ("time", -3)), Fraction(1)),
    "kw": ((("length", 2), ("mass", 1), ("time", -3)), Fraction(1_000)),
    "hz": ((("time", -1),), Fraction(1)),
    "khz": ((("time", -1),), Fraction(1_000)),
}
"""What each unit measures, as powers of dimensions, and its size in metres, kilograms, seconds, dollars."""
