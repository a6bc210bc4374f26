"""Questions on elements and compounds: from `elements.tsv`, `isotopes.tsv` and `compounds.tsv`."""

import re
from fractions import Fraction
from random import Random

from curate.samples.make.question import Draft, Shape, numbers, others, pick
from curate.samples.make.tables import Row, having, table
from curate.samples.make.wording import listed, ordinal

SUBJECT = "chemistry"
CHARGES = {"1": 1, "2": 2, "16": -2, "17": -1}


def draft(key: str, text: str, answer: str, wrong: tuple[str, ...], *, ordered: bool = False) -> Draft:
    """Return a chemistry question."""
    return Draft(text=text, answer=answer, wrong=wrong, subject=SUBJECT, key=key, ordered=ordered)


def _same_start(rng: Random, row: Row, column: str) -> tuple[str, ...]:
    """Values of the other elements, those of elements that begin with the same letter first."""
    rows = [other for other in table("elements") if other is not row]
    rng.shuffle(rows)
    rows.sort(key=lambda other: row["name"][0].upper() not in (other["symbol"][0], other["name"][0].upper()))
    return tuple(other[column] for other in rows)


def symbol_of(rng: Random) -> Draft:
    """Name to symbol."""
    row = rng.choice(table("elements"))
    name = row["name"]
    text = pick(
        rng,
        f"What is the chemical symbol for {name}?",
        f"In a chemical formula, which symbol stands for {name}?",
        f"A bottle contains pure {name}. Which symbol belongs on the label?",
    )
    return draft(name, text, row["symbol"], _same_start(rng, row, "symbol"))


def element_of_symbol(rng: Random) -> Draft:
    """Symbol to name."""
    row = rng.choice(table("elements"))
    symbol = row["symbol"]
    text = pick(
        rng,
        f"Which element has the chemical symbol {symbol}?",
        f"The symbol {symbol} stands for which element?",
        f"A student reads {symbol} in the periodic table. Which element is meant?",
    )
    return draft(row["name"], text, row["name"], _same_start(rng, row, "name"))


def protons(rng: Random) -> Draft:
    """Name to atomic number."""
    row = rng.choice(table("elements")[:54])
    right = int(row["number"])
    text = pick(
        rng,
        f"How many protons does an atom of {row['name']} have?",
        f"What is the atomic number of {row['name']}?",
        f"How many electrons surround the nucleus of a neutral {row['name']} atom?",
    )
    return draft(row["name"], text, str(right), numbers(rng, right, right + 8, right + 18, least=1), ordered=True)


def element_of_number(rng: Random) -> Draft:
    """Atomic number to name."""
    rows = table("elements")[:54]
    row = rng.choice(rows)
    right = int(row["number"])
    near = sorted((other for other in rows if other is not row), key=lambda other: abs(int(other["number"]) - right))
    text = pick(
        rng,
        f"The nucleus of an atom contains {right} proton{'s' if right > 1 else ''}. Which element is it?",
        f"Which element is number {right} in the periodic table?",
    )
    return draft(row["name"], text, row["name"], tuple(other["name"] for other in near))


def place_in_table(rng: Random) -> Draft:
    """Group and period to name."""
    row = rng.choice([row for row in table("elements") if int(row["period"]) <= 5])  # noqa: PLR2004 - up to iodine
    group, period = row["group"], row["period"]
    near = [other for other in table("elements") if (other["group"] == group) != (other["period"] == period)]
    text = pick(
        rng,
        f"Which element stands in group {group} and period {period} of the periodic table?",
        f"Go to the {ordinal(int(period))} row and column {group} of the periodic table. Which element is there?",
    )
    return draft(row["name"], text, row["name"], others(rng, (other["name"] for other in near), row["name"]))


def one_of_kind(rng: Random) -> Draft:
    """Which of these is a noble gas?"""
    rows = having("elements", "category")
    row = rng.choice(rows)
    kind = row["category"]
    article = "an" if kind.startswith("a") else "a"
    wrong = others(rng, (other["name"] for other in rows if other["category"] != kind))
    text = pick(
        rng,
        f"Which of these elements is {article} {kind}?",
        f"One of the following elements is {article} {kind}. Which one?",
    )
    return draft(f"{kind}/{row['name']}", text, row["name"], wrong)


def odd_kind(rng: Random) -> Draft:
    """All but one belong to one category."""
    rows = having("elements", "category")
    kind = rng.choice(["alkali metal", "alkaline earth metal", "halogen", "noble gas", "metalloid"])
    row = rng.choice([row for row in rows if row["category"] != kind])
    wrong = others(rng, (other["name"] for other in rows if other["category"] == kind))
    text = pick(
        rng,
        f"All of these elements are {kind}s EXCEPT one. Which is the exception?".replace("gass", "gases"),
        f"Which of the following is NOT {'an' if kind[0] == 'a' else 'a'} {kind}?",
    )
    return draft(f"{kind}/{row['name']}", text, row["name"], wrong)


def extreme_number(rng: Random) -> Draft:
    """The heaviest or the lightest nucleus of those listed."""
    rows = table("elements")
    most = rng.random() < 0.5  # noqa: PLR2004 - an even chance
    row = rng.choice(rows[20:] if most else rows[:40])
    at = int(row["number"])
    wrong = others(rng, (other["name"] for other in rows if (int(other["number"]) < at) == most and other is not row))
    which = "the greatest" if most else "the smallest"
    text = pick(
        rng,
        f"Which of these elements has {which} number of protons in its nucleus?",
        f"Of the following elements, which has {which} atomic number?",
    )
    return draft(f"{which}/{row['name']}", text, row["name"], wrong)


def same_group(rng: Random) -> Draft:
    """An element that resembles another."""
    rows = [row for row in table("elements") if row["group"] in {"1", "2", "17", "18"} and row["name"] != "hydrogen"]
    row = rng.choice(rows)
    friend = rng.choice([other for other in rows if other["group"] == row["group"] and other is not row])
    apart = (other["name"] for other in table("elements")[1:] if other["group"] != row["group"])
    text = pick(
        rng,
        f"Which of these elements behaves most like {row['name']}, because it is in the same group?",
        f"{row['name'].capitalize()} has the same number of outer electrons as which of the following?",
    )
    if row["group"] == "18":  # helium has two outer electrons, the other noble gases have eight
        text = f"Which of these elements is as unreactive as {row['name']}, because it is in the same group?"
    return draft(f"{row['name']}/{friend['name']}", text, friend["name"], others(rng, apart))


def order_of_elements(rng: Random) -> Draft:
    """Four elements by atomic number."""
    rows = rng.sample(table("elements"), 4)
    names = [row["name"] for row in sorted(rows, key=lambda row: int(row["number"]))]
    orders = set[tuple[str, ...]]()
    while len(orders) < 10:  # noqa: PLR2004 - as many as the longest list of options needs
        orders.add(tuple(rng.sample(names, 4)))
    right = ", ".join(names)
    wrong = others(rng, sorted(", ".join(order) for order in orders), right)
    text = f"Which list puts {listed(sorted(names))} in order of increasing atomic number?"
    return draft("/".join(names), text, right, wrong)


def electrons_of_ion(rng: Random) -> Draft:
    """Electrons left or gained."""
    rows = [row for row in table("elements")[2:56] if row["group"] in CHARGES and row["symbol"] != "Te"]
    row = rng.choice(rows)
    charge = CHARGES[row["group"]]
    number = int(row["number"])
    sign = f"{abs(charge) if abs(charge) > 1 else ''}{'+' if charge > 0 else '-'}"
    text = pick(
        rng,
        f"{row['name'].capitalize()} has atomic number {number}. How many electrons does {row['symbol']}^{sign} have?",
        f"How many electrons does the ion {row['symbol']}^{sign} contain, if a neutral atom of "
        f"{row['name']} has {number}?",
    )
    right = number - charge
    wrong = numbers(rng, right, number + charge, number, least=1)
    return draft(row["name"], text, str(right), wrong, ordered=True)


def neutrons(rng: Random) -> Draft:
    """Mass number less atomic number."""
    row = rng.choice(table("isotopes"))
    mass = int(row["mass_number"])
    number = next(int(element["number"]) for element in table("elements") if element["name"] == row["element"])
    nuclide = f"{row['element']}-{mass}"
    text = pick(
        rng,
        f"How many neutrons are in a nucleus of {nuclide}, {row['use']}? (The atomic number is {number}.)",
        f"Atoms of {nuclide}, {row['use']}, have {number} proton{'s' * (number > 1)}. How many neutrons do they have?",
    )
    right = mass - number
    return draft(nuclide, text, str(right), numbers(rng, right, mass, number, least=1), ordered=True)


def atoms_in(formula: str) -> dict[str, int]:
    """Return how often each symbol occurs in a formula without brackets: `H2O` gives H 2, O 1."""
    found: dict[str, int] = {}
    for symbol, times in re.findall(r"([A-Z][a-z]?)(\d*)", formula):
        found[symbol] = found.get(symbol, 0) + int(times or 1)
    return found


def _mass(symbol: str) -> Fraction:
    return next(Fraction(row["mass"]) for row in table("elements") if row["symbol"] == symbol)


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def formula_mass(rng: Random) -> Draft:
    """Add up the relative atomic masses."""
    row = rng.choice(table("compounds"))
    atoms = atoms_in(row["formula"])
    total = sum((_mass(symbol) * times for symbol, times in atoms.items()), Fraction(0))
    once = sum((_mass(symbol) for symbol in atoms), Fraction(0))
    masses = listed([f"{symbol} = {_number(_mass(symbol))}" for symbol in atoms])
    text = pick(
        rng,
        f"What is the relative formula mass of {row['name']}, {row['formula']}? Use {masses}.",
        f"Taking {masses}, find the mass in grams of one mole of {row['name']} ({row['formula']}).",
    )
    guesses = dict.fromkeys([once, *(total + step for step in (-18, -16, -12, -2, -1, 1, 2, 10, 12, 16, 18))])
    wrong = tuple(_number(guess) for guess in guesses if guess != total and guess > 0)
    return draft(row["name"], text, _number(total), wrong, ordered=True)


def share_of_mass(rng: Random) -> Draft:
    """Percentage by mass, to a whole percent."""
    row = rng.choice([row for row in table("compounds") if row["name"] != "water"])
    atoms = atoms_in(row["formula"])
    symbol = rng.choice(list(atoms))
    total = sum((_mass(other) * times for other, times in atoms.items()), Fraction(0))
    percent = 100 * _mass(symbol) * atoms[symbol] / total
    right = int(percent + Fraction(1, 2))
    masses = listed([f"{other} = {_number(_mass(other))}" for other in atoms])
    name = next(element["name"] for element in table("elements") if element["symbol"] == symbol)
    text = pick(
        rng,
        f"To the nearest whole percent, how much of the mass of {row['name']} ({row['formula']}) is {name}?",
        f"What percentage by mass of {row['formula']}, {row['name']}, is {name}, to the nearest whole number?",
    )
    text = f"{text} Use {masses}."
    wrong = tuple(f"{guess}%" for guess in numbers(rng, right, 100 - right, least=1) if int(guess) < 100)  # noqa: PLR2004
    return draft(f"{row['name']}/{symbol}", text, f"{right}%", wrong, ordered=True)


def atoms_counted(rng: Random) -> Draft:
    """Atoms of one element in several formula units."""
    row = rng.choice([row for row in table("compounds") if len(row["formula"]) > 3])  # noqa: PLR2004 - not the simplest
    atoms = atoms_in(row["formula"])
    symbol = rng.choice([symbol for symbol, times in atoms.items() if times > 1])
    units = rng.randrange(3, 10)
    name = next(element["name"] for element in table("elements") if element["symbol"] == symbol)
    text = pick(
        rng,
        f"How many {name} atoms are there in {units} formula units of {row['name']}, {row['formula']}?",
        f"The formula of {row['name']} is {row['formula']}. How many atoms of {name} do {units} such units contain?",
    )
    right = units * atoms[symbol]
    wrong = numbers(rng, right, atoms[symbol], units, units + atoms[symbol], least=1)
    return draft(f"{row['name']}/{symbol}", text, str(right), wrong, ordered=True)


def compound_of_note(rng: Random) -> Draft:
    """Use or place in life to compound."""
    rows = table("compounds")
    row = rng.choice(rows)
    text = pick(
        rng,
        f"Which compound is {row['note']}?",
        f"Give the chemical name of {row['note']}.",
    )
    return draft(row["name"], text, row["name"], others(rng, (other["name"] for other in rows), row["name"]))


def formula_of(rng: Random) -> Draft:
    """Compound to formula, with formulas of the same elements as wrong ones."""
    rows = table("compounds")
    row = rng.choice(rows)
    atoms = set(atoms_in(row["formula"]))
    wrong = list(others(rng, (other["formula"] for other in rows), row["formula"]))
    wrong.sort(key=lambda formula: -len(atoms & set(atoms_in(formula))))
    text = pick(
        rng,
        f"What is the chemical formula of {row['name']}, {row['note']}?",
        f"Which formula belongs to {row['note']}?",
    )
    return draft(row["name"], text, row["formula"], tuple(wrong))


def moles(rng: Random) -> Draft:
    """Grams to moles."""
    row = rng.choice(table("compounds"))
    atoms = atoms_in(row["formula"])
    total = sum((_mass(symbol) * times for symbol, times in atoms.items()), Fraction(0))
    amount = Fraction(rng.choice([1, 3, 4, 5, 6, 8, 10]), 2)
    masses = listed([f"{symbol} = {_number(_mass(symbol))}" for symbol in atoms])
    text = f"How many moles are {_number(amount * total)} g of {row['name']} ({row['formula']})? Use {masses}."
    return draft(row["name"], text, _number(amount), (), ordered=True)


SHAPES = (
    Shape(name="symbol_of_element", make=symbol_of, use="mcq"),
    Shape(name="element_of_symbol", make=element_of_symbol, use="mcq"),
    Shape(name="protons_of_element", make=protons, use="mcq"),
    Shape(name="element_of_number", make=element_of_number, use="mcq"),
    Shape(name="place_in_periodic_table", make=place_in_table),
    Shape(name="one_element_of_a_kind", make=one_of_kind, use="mcq", alone=False),
    Shape(name="odd_element_out", make=odd_kind, use="mcq", alone=False),
    Shape(name="extreme_atomic_number", make=extreme_number, use="mcq", alone=False),
    Shape(name="element_of_the_same_group", make=same_group, use="mcq", alone=False),
    Shape(name="order_of_elements", make=order_of_elements, use="mcq"),
    Shape(name="electrons_of_ion", make=electrons_of_ion),
    Shape(name="neutrons_of_isotope", make=neutrons),
    Shape(name="formula_mass", make=formula_mass),
    Shape(name="share_of_mass", make=share_of_mass),
    Shape(name="atoms_counted", make=atoms_counted, use="mcq"),
    Shape(name="compound_of_note", make=compound_of_note),
    Shape(name="formula_of_compound", make=formula_of),
    Shape(name="moles_in_grams", make=moles, use="open"),
)
