"""Questions on living things, health and the people behind discoveries.

From `animals.tsv`, `nutrients.tsv`, `discoveries.tsv` and `inventions.tsv`, and from small sums that nurses and
breeders do.
"""

from fractions import Fraction
from random import Random

from curate.samples.make.question import Draft, Shape, numbers, others, pick
from curate.samples.make.tables import having, table
from curate.samples.make.wording import cap

BIOLOGY, MEDICINE = "biology", "medicine"
FIELDS = {"earth science": "earth_science", "computing": "computer_science"}
PLURALS = {
    "mammal": "mammals",
    "bird": "birds",
    "reptile": "reptiles",
    "amphibian": "amphibians",
    "fish": "fish",
    "insect": "insects",
    "mollusc": "molluscs",
}


def class_of_animal(rng: Random) -> Draft:
    """Animal to the group that it belongs to."""
    row = rng.choice(table("animals"))
    name = row["animal"]
    article = "an" if name[0] in "aeiou" else "a"
    text = pick(
        rng,
        f"To which group of animals does the {name} belong?",
        f"How would a zoologist classify {article} {name}?",
    )
    wrong = others(rng, (cap(other["class"]) for other in table("animals")), cap(row["class"]))
    return Draft(text=text, answer=cap(row["class"]), wrong=wrong, subject=BIOLOGY, key=name)


def odd_animal(rng: Random) -> Draft:
    """All but one belong to one group."""
    kind = rng.choice(sorted(PLURALS))
    row = rng.choice([row for row in table("animals") if row["class"] != kind])
    wrong = others(rng, (cap(other["animal"]) for other in table("animals") if other["class"] == kind))
    text = pick(
        rng,
        f"All of these animals are {PLURALS[kind]} EXCEPT which one?",
        f"Which of the following animals is not counted among the {PLURALS[kind]}?",
    )
    return Draft(text=text, answer=cap(row["animal"]), wrong=wrong, subject=BIOLOGY, key=f"{kind}/{row['animal']}")


def lacking_nutrient(rng: Random) -> Draft:
    """Sign of a deficiency, or its name, to the nutrient."""
    row = rng.choice(table("nutrients"))
    text = pick(
        rng,
        f"A lack of which nutrient causes {row['disease']}?",
        f"A diet that lacks one nutrient has led to {row['sign']}. Which nutrient is missing?",
    )
    wrong = others(rng, (cap(other["nutrient"]) for other in table("nutrients") if other is not row))
    return Draft(text=text, answer=cap(row["nutrient"]), wrong=wrong, subject=MEDICINE, key=row["nutrient"])


def disease_of_lack(rng: Random) -> Draft:
    """Nutrient and sign to the disease."""
    row = rng.choice(table("nutrients"))
    text = pick(
        rng,
        f"Too little {row['nutrient']} can lead to {row['sign']}. What is this disease called?",
        f"Name the disease, marked by {row['sign']}, that is brought on by a lack of {row['nutrient']}.",
    )
    wrong = others(rng, (cap(other["disease"]) for other in table("nutrients") if other is not row))
    return Draft(text=text, answer=cap(row["disease"]), wrong=wrong, subject=MEDICINE, key=row["disease"])


def person_of_feat(rng: Random) -> Draft:
    """Discovery to person, with people of the same field as wrong ones first."""
    rows = table("discoveries")
    row = rng.choice(rows)
    when = f" ({row['year']})" if row["year"] else ""
    text = pick(
        rng,
        f"Whom does the history of science credit with {row['feat']}{when}?",
        f"Which scientist is remembered for {row['feat']}{when}?",
    )
    rest = [other for other in rows if other is not row]
    rng.shuffle(rest)
    rest.sort(key=lambda other: other["field"] != row["field"])
    subject = FIELDS.get(row["field"], row["field"])
    wrong = tuple(other["person"] for other in rest)
    return Draft(text=text, answer=row["person"], wrong=wrong, subject=subject, key=row["person"])


def year_of_feat(rng: Random) -> Draft:
    """Discovery to year."""
    row = rng.choice(having("discoveries", "year"))
    year = int(row["year"])
    text = pick(
        rng,
        f"In which year does a timeline of science place {row['feat']} ({row['person']})?",
        f"Which year do historians of science usually name for {row['feat']} ({row['person']})?",
    )
    guesses = [year + step for step in (-40, -25, -18, -11, -6, 7, 13, 22, 31, 45) if year + step < 2000]  # noqa: PLR2004
    wrong = others(rng, map(str, guesses))
    subject = FIELDS.get(row["field"], row["field"])
    return Draft(text=text, answer=row["year"], wrong=wrong, subject=subject, key=row["feat"], ordered=True)


def inventor(rng: Random) -> Draft:
    """Invention to inventor."""
    rows = table("inventions")
    row = rng.choice(rows)
    text = pick(rng, f"Who invented {row['invention']}?", f"To which inventor do we owe {row['invention']}?")
    if row["invention"].startswith(("the telephone", "the temperature")):
        text = f"Whose name belongs to {row['invention']}?"
    wrong = others(rng, (other["inventor"] for other in rows), row["inventor"])
    return Draft(text=text, answer=row["inventor"], wrong=wrong, subject="engineering", key=row["invention"])


CROSSES = (
    ("two plants that are both heterozygous (Aa)", "show the recessive trait", "1/4"),
    ("two plants that are both heterozygous (Aa)", "show the dominant trait", "3/4"),
    ("two plants that are both heterozygous (Aa)", "are heterozygous", "1/2"),
    ("a heterozygous plant (Aa) and a homozygous recessive one (aa)", "show the recessive trait", "1/2"),
    ("a heterozygous plant (Aa) and a homozygous dominant one (AA)", "show the dominant trait", "1"),
    ("a homozygous dominant plant (AA) and a homozygous recessive one (aa)", "are heterozygous", "1"),
    ("two plants that are heterozygous for two unlinked genes (AaBb)", "show both recessive traits", "1/16"),
    ("two plants that are heterozygous for two unlinked genes (AaBb)", "show both dominant traits", "9/16"),
    ("a plant with AaBb and a plant with aabb, the genes being unlinked,", "show both recessive traits", "1/4"),
)


def cross(rng: Random) -> Draft:
    """Mendel's ratios."""
    parents, trait, share = rng.choice(CROSSES)
    plant = rng.choice(["pea", "snapdragon", "bean"]) if "dominant trait" not in trait else "pea"
    text = (
        f"In a breeding experiment with {plant} plants, A is completely dominant over "
        f"a{' and B over b' * ('B' in parents)}. "
        f"When {parents} are crossed, what fraction of the offspring, on average, {trait}?"
    )
    wrong = others(rng, ("1/4", "3/4", "1/2", "1/16", "9/16", "3/16", "1", "1/8", "0", "2/3"), share)
    return Draft(text=text, answer=share, wrong=wrong, subject=BIOLOGY, key=f"{parents}/{trait}", ordered=True)


def dose(rng: Random) -> Draft:
    """Milligrams per kilogram, split over a day."""
    mass, each, times = rng.randrange(12, 61, 3), rng.choice([5, 8, 10, 15, 20]), rng.choice([2, 3, 4])
    each *= times
    right = mass * each // times
    text = pick(
        rng,
        f"A drug is ordered at {each} mg per kilogram of body mass a day, in {times} equal doses. "
        f"How many milligrams does a patient of {mass} kg get in each dose?",
        f"The daily amount of a medicine is {each} mg for every kilogram. A patient of {mass} kg takes it "
        f"in {times} equal "
        "portions. How large is one portion in milligrams?",
    )
    wrong = tuple(
        f"{n} mg" for n in numbers(rng, right, mass * each, right * times * times, mass * times, step=5, least=1)
    )
    return Draft(text=text, answer=f"{right} mg", wrong=wrong, subject=MEDICINE, key=text, ordered=True)


def drip(rng: Random) -> Draft:
    """Drops a minute."""
    fitting = [
        (volume, hours, factor)
        for volume in (250, 300, 500, 600, 750, 900)
        for hours in (2, 3, 4, 5, 6)
        for factor in (10, 12, 15, 20, 60)
        if volume * factor % (60 * hours) == 0
    ]
    volume, hours, factor = rng.choice(fitting)
    right = volume * factor // (60 * hours)
    text = (
        f"An infusion of {volume} mL is to run in over {hours} hours. The giving set delivers {factor} "
        "drops per millilitre. "
        "How many drops a minute are needed?"
    )
    wrong = numbers(rng, right, right * 2, volume // hours, right * 60 // factor, step=3, least=1)
    return Draft(text=text, answer=str(right), wrong=wrong, subject=MEDICINE, key=text, ordered=True)


def heart(rng: Random) -> Draft:
    """Stroke volume times rate."""
    stroke, rate = rng.choice([50, 60, 70, 75, 80, 90]), rng.choice([56, 60, 64, 70, 72, 80, 90, 120])
    litres = Fraction(stroke * rate, 1000)
    text = (
        f"A heart beats {rate} times a minute and pumps {stroke} mL with each beat. "
        "How many litres of blood does it pump in a minute?"
    )
    steps = (Fraction(1, 2), 2, Fraction(3, 2), Fraction(4, 5), Fraction(6, 5), 10, Fraction(1, 10), 3, Fraction(7, 10))
    wrong = tuple(f"{float(litres * step):g} L" for step in steps)
    return Draft(text=text, answer=f"{float(litres):g} L", wrong=wrong, subject=MEDICINE, key=text, ordered=True)


SHAPES = (
    Shape(name="class_of_animal", make=class_of_animal, use="mcq"),
    Shape(name="odd_animal", make=odd_animal, use="mcq", alone=False),
    Shape(name="lacking_nutrient", make=lacking_nutrient, use="mcq"),
    Shape(name="disease_of_lack", make=disease_of_lack, use="open"),
    Shape(name="person_of_feat", make=person_of_feat, weight=2),
    Shape(name="year_of_feat", make=year_of_feat, use="mcq"),
    Shape(name="inventor", make=inventor),
    Shape(name="cross", make=cross, use="mcq"),
    Shape(name="dose", make=dose),
    Shape(name="drip", make=drip),
    Shape(name="heart", make=heart),
)
