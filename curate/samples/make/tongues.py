"""Questions on languages and musical instruments: from `languages.tsv` and `instruments.tsv`."""

from random import Random

from curate.samples.make.question import Draft, Shape, others, pick
from curate.samples.make.tables import having, table
from curate.samples.make.wording import cap


def family_of_language(rng: Random) -> Draft:
    """Language to family."""
    row = rng.choice(table("languages"))
    text = pick(
        rng,
        f"To which language family does {row['language']} belong?",
        f"A linguist files a recording of {row['language']} under its language family. Under which one?",
    )
    wrong = others(rng, (other["family"] for other in table("languages")), row["family"])
    return Draft(text=text, answer=row["family"], wrong=wrong, subject="linguistics", key=row["language"])


def odd_language(rng: Random) -> Draft:
    """One language of another branch."""
    rows = having("languages", "branch")
    branch = rng.choice(["Romance", "Germanic"])
    row = rng.choice([row for row in rows if row["branch"] != branch])
    wrong = others(rng, (other["language"] for other in rows if other["branch"] == branch))
    text = f"Which of the following languages is NOT a {branch} language?"
    return Draft(
        text=text, answer=row["language"], wrong=wrong, subject="linguistics", key=f"{branch}/{row['language']}"
    )


def odd_instrument(rng: Random) -> Draft:
    """One instrument of another family of the orchestra."""
    family = rng.choice(["string", "woodwind", "brass", "percussion"])
    rows = table("instruments")
    row = rng.choice([row for row in rows if row["family"] != family])
    wrong = others(rng, (cap(other["instrument"]) for other in rows if other["family"] == family))
    text = f"Which of the following is not a {family} instrument?"
    return Draft(
        text=text, answer=cap(row["instrument"]), wrong=wrong, subject="music", key=f"{family}/{row['instrument']}"
    )


SHAPES = (
    Shape(name="family_of_language", make=family_of_language, use="mcq"),
    Shape(name="language_of_another_branch", make=odd_language, use="mcq", alone=False),
    Shape(name="instrument_of_another_family", make=odd_instrument, use="mcq", alone=False),
)
