"""Questions on units, prefixes and constants: from `units.tsv`, `prefixes.tsv` and `constants.tsv`."""

from decimal import Decimal
from random import Random

from curate.samples.make.question import Draft, Shape, others, pick
from curate.samples.make.tables import having, table
from curate.samples.make.wording import bare, cap

SUBJECT = "physics"
CONVERSIONS = (
    *(
        ("kilo", "milli", "metres"),
        ("kilo", "centi", "metres"),
        ("centi", "micro", "metres"),
        ("nano", "milli", "metres"),
    ),
    *(("milli", "micro", "grams"), ("kilo", "milli", "grams"), ("micro", "milli", "grams"), ("", "kilo", "grams")),
    *(("nano", "micro", "seconds"), ("milli", "micro", "seconds"), ("", "nano", "seconds"), ("micro", "", "seconds")),
    *(("giga", "mega", "watts"), ("mega", "kilo", "watts"), ("milli", "", "watts"), ("kilo", "", "volts")),
    *(("milli", "micro", "volts"), ("mega", "", "joules"), ("kilo", "mega", "joules"), ("milli", "", "amperes")),
)
BASE_UNITS = (("metre", "m"), ("gram", "g"), ("second", "s"), ("watt", "W"), ("volt", "V"), ("joule", "J"))


def draft(key: str, text: str, answer: str, wrong: tuple[str, ...], *, ordered: bool = False) -> Draft:
    """Return a physics question."""
    return Draft(text=text, answer=answer, wrong=wrong, subject=SUBJECT, key=key, ordered=ordered)


def unit_of_quantity(rng: Random) -> Draft:
    """Quantity to unit."""
    rows = table("units")
    row = rng.choice(rows)
    quantity = row["quantity"]
    text = pick(
        rng,
        f"What is the SI unit of {quantity}?",
        f"In the International System of Units, {quantity} is measured in which unit?",
        f"A physicist writes down a value for {quantity}. Which SI unit should follow the number?",
    )
    return draft(
        quantity, text, bare(row["unit"]), others(rng, (bare(other["unit"]) for other in rows if other != row))
    )


def quantity_of_unit(rng: Random) -> Draft:
    """Unit to quantity."""
    rows = table("units")
    row = rng.choice(rows)
    text = pick(
        rng,
        f"Which quantity is measured in the unit called {row['unit']}?",
        f"{cap(row['unit'])} ({row['symbol']}) is the SI unit of what?",
        f"Fill in the blank: {row['unit']} is the SI unit of ____.",
    )
    return draft(row["unit"], text, row["quantity"], others(rng, (other["quantity"] for other in rows if other != row)))


def namesake(rng: Random) -> Draft:
    """Quantity, by way of its unit, to the person whom the unit is named after."""
    rows = having("units", "namesake")
    row = rng.choice(rows)
    text = pick(
        rng,
        f"The SI unit of {row['quantity']} is named after which scientist?",
        f"After which person is the unit of {row['quantity']} in the SI named?",
    )
    return draft(row["unit"], text, row["namesake"], others(rng, (other["namesake"] for other in rows if other != row)))


def in_base_units(rng: Random) -> Draft:
    """A derived unit in base units."""
    rows = having("units", "base")
    row = rng.choice(rows)
    text = pick(
        rng,
        f"Expressed in SI base units, one {bare(row['unit'])} equals one of which combination?",
        f"Which combination of base units is the same as {row['unit']} ({row['symbol']})?",
    )
    return draft(row["unit"], text, row["base"], others(rng, (other["base"] for other in rows if other != row)))


def symbol_of_unit(rng: Random) -> Draft:
    """Quantity to the symbol of its unit."""
    rows = [row for row in table("units") if row["symbol"] != "S"]  # siemens and second differ in case only
    row = rng.choice(rows)
    text = pick(
        rng,
        f"A meter shows {row['quantity']}. Which unit symbol could stand beside its scale?",
        f"Which symbol marks the SI unit of {row['quantity']}?",
    )
    return draft(row["unit"], text, row["symbol"], others(rng, (other["symbol"] for other in rows if other != row)))


def value_of_constant(rng: Random) -> Draft:
    """Constant to value."""
    rows = table("constants")
    row = rng.choice(rows)
    wrong = others(rng, (other["value"] for other in rows if other != row))
    text = pick(
        rng,
        f"Which of these is the value of {row['name']}, rounded where it has to be?",
        f"{cap(row['name'])} is closest to which of the following values?",
    )
    return draft(row["name"], text, row["value"], wrong)


def constant_of_phrase(rng: Random) -> Draft:
    """What a constant says, to its name."""
    rows = table("constants")
    row = rng.choice(rows)
    wrong = others(rng, (other["name"] for other in rows if other != row))
    text = pick(
        rng,
        f"Which constant of nature or agreed standard value gives {row['phrase']}?",
        f"A table of constants lists {row['phrase']}. Under which name?",
        f"The value {row['value']} tells us {row['phrase']}. What is it called?",
    )
    return draft(row["name"], text, row["name"], wrong)


def _plain(value: Decimal) -> str:
    """Write a power-of-ten number without an exponent and without trailing zeros, thousands set off."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def converted(rng: Random) -> Draft:
    """From one prefix to another."""
    start, end, unit = rng.choice(CONVERSIONS)
    power = {"": 0} | {row["prefix"]: int(row["power"]) for row in table("prefixes")}
    amount = Decimal(rng.choice([2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 25, 45, 75, 120, 250])) / rng.choice([1, 10])
    shift = power[start] - power[end]
    right = amount.scaleb(shift)
    text = pick(
        rng,
        f"How many {end}{unit} are there in {_plain(amount)} {start}{unit}?",
        f"Convert {_plain(amount)} {start}{unit} to {end}{unit}.",
    )
    steps = [other for other in (*range(-6, 7), 9) if other != shift]
    wrong = others(rng, (f"{_plain(amount.scaleb(step))} {end}{unit}" for step in steps))
    return draft(f"{start}/{end}/{unit}", text, f"{_plain(right)} {end}{unit}", wrong, ordered=True)


def prefix_of_power(rng: Random) -> Draft:
    """Power of ten to prefix, and back."""
    rows = table("prefixes")
    row = rng.choice(rows)
    unit, symbol = rng.choice(BASE_UNITS)
    wrong = others(rng, (other["prefix"] for other in rows if other != row))
    text = pick(
        rng,
        f"Which prefix turns a {unit} into 10^{row['power']} {unit}s?",
        f"A value is given in {row['symbol']}{symbol}. What is the name of the prefix written '{row['symbol']}'?",
    )
    return draft(row["prefix"], text, row["prefix"], wrong)


def ratio_of_prefixes(rng: Random) -> Draft:
    """How many times one prefixed unit goes into another."""
    rows = sorted(rng.sample(table("prefixes"), 2), key=lambda row: -int(row["power"]))
    big, small = rows
    unit, _ = rng.choice(BASE_UNITS)
    power = int(big["power"]) - int(small["power"])
    wrong = others(rng, (f"10^{other}" for other in range(1, 31) if other != power and abs(other - power) < 9))  # noqa: PLR2004
    text = pick(
        rng,
        f"As a power of ten, how many {small['prefix']}{unit}s make one {big['prefix']}{unit}?",
        f"One {big['prefix']}{unit} is how many times as much as one {small['prefix']}{unit}? Give a power of ten.",
    )
    return draft(f"{big['prefix']}/{small['prefix']}", text, f"10^{power}", wrong)


SHAPES = (
    Shape(name="unit_of_quantity", make=unit_of_quantity, use="mcq"),
    Shape(name="quantity_of_unit", make=quantity_of_unit, use="mcq"),
    Shape(name="namesake_of_unit", make=namesake),
    Shape(name="unit_in_base_units", make=in_base_units, use="mcq"),
    Shape(name="symbol_of_unit", make=symbol_of_unit, use="mcq"),
    Shape(name="value_of_constant", make=value_of_constant, use="mcq", alone=False),
    Shape(name="constant_of_phrase", make=constant_of_phrase, use="mcq"),
    Shape(name="converted_prefix", make=converted),
    Shape(name="prefix_of_power", make=prefix_of_power, use="mcq"),
    Shape(name="ratio_of_prefixes", make=ratio_of_prefixes, use="open"),
)
