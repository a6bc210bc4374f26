"""Questions on the solar system: from `planets.tsv` and `moons.tsv`."""

from random import Random

from curate.samples.make.question import Draft, Shape, others, pick
from curate.samples.make.tables import having, table
from curate.samples.make.wording import ORDINALS, cap, listed

SUBJECT = "astronomy"
COMPARED = {
    "diameter": ("diameter_km", "the largest", "the smallest"),
    "year": ("year_days", "the longest", "the shortest"),
    "distance": ("order", "the greatest", "the least"),
}


def draft(key: str, text: str, answer: str, wrong: tuple[str, ...]) -> Draft:
    """Return an astronomy question."""
    return Draft(text=text, answer=answer, wrong=wrong, subject=SUBJECT, key=key)


def planet_of_moon(rng: Random) -> Draft:
    """Moon to planet."""
    row = rng.choice(table("moons"))
    text = pick(
        rng,
        f"Around which planet does the moon {row['moon']} orbit?",
        f"A probe on its way to {row['moon']} has to reach the surroundings of which planet?",
        f"{row['moon']} is a satellite of which planet?",
    )
    wrong = others(rng, (planet["name"] for planet in table("planets")), row["planet"])
    return draft(row["moon"], text, row["planet"], wrong)


def not_a_moon_of(rng: Random) -> Draft:
    """All but one circle the same planet."""
    planet = rng.choice(["Jupiter", "Saturn", "Uranus"])
    rows = table("moons")
    row = rng.choice([row for row in rows if row["planet"] != planet])
    text = pick(
        rng,
        f"All of these are moons of {planet} EXCEPT which one?",
        f"Which of the following moons does not belong to {planet}?",
    )
    wrong = others(rng, (other["moon"] for other in rows if other["planet"] == planet))
    return draft(f"{planet}/{row['moon']}", text, row["moon"], wrong)


def discoverer_of_moon(rng: Random) -> Draft:
    """Moon to discoverer."""
    row = rng.choice(table("moons"))
    text = pick(
        rng,
        f"Who discovered {row['moon']}, a moon of {row['planet']}, in {row['year']}?",
        f"The moon {row['moon']} was first seen in {row['year']}. By whom?",
    )
    wrong = others(rng, (other["discoverer"] for other in table("moons")), row["discoverer"])
    return draft(row["moon"], text, row["discoverer"], wrong)


def body_of_note(rng: Random) -> Draft:
    """What a moon or planet is known for, to its name."""
    if rng.random() < 0.5:  # noqa: PLR2004 - an even chance
        row = rng.choice(table("planets"))
        text = pick(rng, f"Which is {row['note']}?", f"Name {row['note']}.")
        return draft(row["name"], text, row["name"], others(rng, (r["name"] for r in table("planets")), row["name"]))
    row = rng.choice(having("moons", "note"))
    text = pick(rng, f"{cap(row['note'])}: which one is meant?", f"What is the name of {row['note']}?")
    return draft(row["moon"], text, row["moon"], others(rng, (r["moon"] for r in table("moons")), row["moon"]))


def planet_of_order(rng: Random) -> Draft:
    """Place from the Sun to planet."""
    rows = table("planets")
    row = rng.choice(rows)
    place = ORDINALS[int(row["order"])]
    text = pick(
        rng,
        f"Counting outwards from the Sun, which planet is the {place}?",
        f"Which planet is the {place} from the Sun?",
    )
    return draft(row["name"], text, row["name"], others(rng, (other["name"] for other in rows), row["name"]))


def planet_between(rng: Random) -> Draft:
    """The planet whose orbit lies between two others."""
    rows = table("planets")
    at = rng.randrange(1, 7)
    row, inner, outer = rows[at], rows[at - 1]["name"], rows[at + 1]["name"]
    text = pick(
        rng,
        f"The orbit of which planet lies between those of {inner} and {outer}?",
        f"Leaving {inner} behind on the way out of the solar system, a probe crosses one more planet's "
        "orbit before that "
        f"of {outer}. Whose orbit is it?",
    )
    return draft(row["name"], text, row["name"], others(rng, (other["name"] for other in rows), row["name"]))


def extreme_planet(rng: Random) -> Draft:
    """The extreme one of those listed."""
    rows = table("planets")
    what, (column, most, least) = rng.choice(sorted(COMPARED.items()))
    high = rng.random() < 0.5  # noqa: PLR2004 - an even chance
    at = {row["name"]: int(row[column]) * (1 if high else -1) for row in rows}
    names = sorted(at, key=lambda name: at[name])
    name = rng.choice(names[3:])
    which = most if high else least
    tail = "distance from the Sun" if what == "distance" else what
    text = pick(rng, f"Which of these planets has {which} {tail}?", f"Of the planets listed, which has {which} {tail}?")
    return draft(f"{what}/{high}/{name}", text, name, others(rng, (other for other in names if at[other] < at[name])))


def order_of_planets(rng: Random) -> Draft:
    """Four planets by size or by distance."""
    what, column, first = rng.choice(
        [
            ("diameter, the smallest first", "diameter_km", "by"),
            ("distance from the Sun, the nearest first", "order", "by"),
        ]
    )
    rows = sorted(rng.sample(table("planets"), 4), key=lambda row: int(row[column]))
    names = [row["name"] for row in rows]
    right = ", ".join(names)
    orders = {", ".join(rng.sample(names, 4)) for _ in range(60)}
    text = f"Which list arranges {listed(sorted(names))} {first} {what}?"
    return draft(f"{column}/{right}", text, right, others(rng, sorted(orders), right))


def kind_of_planet(rng: Random) -> Draft:
    """The planet that is of another kind than the others."""
    rows = table("planets")
    rocky = rng.random() < 0.5  # noqa: PLR2004 - an even chance
    row = rng.choice([row for row in rows if (row["kind"] == "rocky planet") != rocky])
    wrong = others(rng, (other["name"] for other in rows if (other["kind"] == "rocky planet") == rocky))
    kind = "a rocky surface on which a lander could stand" if rocky else "no solid surface at all"
    text = pick(
        rng,
        f"Three or more of these planets have {kind}. Which one is the exception?",
        f"Which planet in this list does not share a property of the others, that of having {kind}?",
    )
    return draft(f"{rocky}/{row['name']}", text, row["name"], wrong)


def years_elsewhere(rng: Random) -> Draft:
    """How often one planet goes round while another does so once, roughly."""
    inner, outer = rng.choice([("Mercury", "Earth"), ("Earth", "Jupiter"), ("Earth", "Saturn"), ("Mars", "Jupiter")])
    days = {row["name"]: int(row["year_days"]) for row in table("planets")}
    right = round(days[outer] / days[inner])
    text = (
        f"{inner} needs {days[inner]} days and {outer} {days[outer]:,} days for one orbit of the Sun. "
        f"To the nearest whole number, how many times does {inner} go round while {outer} does so once?"
    )
    return draft(f"{inner}/{outer}", text, str(right), ())


SHAPES = (
    Shape(name="planet_of_moon", make=planet_of_moon, use="mcq"),
    Shape(name="not_a_moon_of", make=not_a_moon_of, use="mcq", alone=False),
    Shape(name="discoverer_of_moon", make=discoverer_of_moon, use="mcq"),
    Shape(name="body_of_note", make=body_of_note),
    Shape(name="planet_of_order", make=planet_of_order, use="mcq"),
    Shape(name="planet_between", make=planet_between, use="open"),
    Shape(name="extreme_planet", make=extreme_planet, use="mcq", alone=False),
    Shape(name="order_of_planets", make=order_of_planets, use="mcq"),
    Shape(name="kind_of_planet", make=kind_of_planet, use="mcq", alone=False),
    Shape(name="years_elsewhere", make=years_elsewhere, use="open"),
)
