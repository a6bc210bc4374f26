"""Questions on technical terms of several subjects: from `terms.tsv`."""

from random import Random

from curate.samples.make.question import Draft, Shape, pick
from curate.samples.make.tables import Row, table
from curate.samples.make.wording import bare, cap

SUBJECTS = {
    "computing": "computer_science",
    "biology": "biology",
    "economics": "economics",
    "psychology": "psychology",
    "philosophy": "philosophy",
    "earth science": "earth_science",
    "literature": "literature",
    "law and government": "political_science",
}
SCIENCES = ("computing", "biology", "earth science")


def _chosen(rng: Random, *, science: bool, column: str = "term") -> Row:
    """Return a row of a science, or of another field, in which `column` is not empty."""
    return rng.choice([row for row in table("terms") if row[column] and (row["field"] in SCIENCES) == science])


def _other(rng: Random, row: Row, column: str) -> tuple[str, ...]:
    """Values of the other terms of the same field, those of the same topic first."""
    rows = [other for other in table("terms") if other["field"] == row["field"] and other is not row]
    rng.shuffle(rows)
    rows.sort(key=lambda other: other["topic"] != row["topic"])
    return tuple(bare(other[column]) if column == "term" else cap(other[column]) for other in rows)


def _draft(row: Row, text: str, answer: str, wrong: tuple[str, ...]) -> Draft:
    return Draft(text=text, answer=answer, wrong=wrong, subject=SUBJECTS[row["field"]], key=row["term"])


def _term_of_definition(rng: Random, *, science: bool) -> Draft:
    row = _chosen(rng, science=science)
    what = row["definition"]
    text = pick(
        rng,
        f"What is the usual term in {row['field']} for {what}?",
        f"Which term from {row['field']} has this meaning: {what}?",
        f"A glossary of {row['field']} has an entry that reads: '{cap(what)}.' Which term does it explain?",
    )
    return _draft(row, text, bare(row["term"]), _other(rng, row, "term"))


def term_of_science(rng: Random) -> Draft:
    """Definition to term, in a science."""
    return _term_of_definition(rng, science=True)


def term_of_another_field(rng: Random) -> Draft:
    """Definition to term, in the humanities and social sciences."""
    return _term_of_definition(rng, science=False)


def _definition_of_term(rng: Random, *, science: bool) -> Draft:
    row = _chosen(rng, science=science)
    text = pick(
        rng,
        f"What is meant by '{bare(row['term'])}' in {row['field']}?",
        f"How would a textbook of {row['field']} define '{bare(row['term'])}'?",
    )
    return _draft(row, text, cap(row["definition"]), _other(rng, row, "definition"))


def meaning_in_science(rng: Random) -> Draft:
    """Term to definition, in a science."""
    return _definition_of_term(rng, science=True)


def meaning_in_another_field(rng: Random) -> Draft:
    """Term to definition, in the humanities and social sciences."""
    return _definition_of_term(rng, science=False)


def _term_of_case(rng: Random, *, science: bool) -> Draft:
    row = _chosen(rng, science=science, column="case")
    text = pick(
        rng,
        f"{row['case']} Which term from {row['field']} fits this best?",
        f"{row['case']} What is this an example of, in the language of {row['field']}?",
    )
    return _draft(row, text, bare(row["term"]), _other(rng, row, "term"))


def case_of_science(rng: Random) -> Draft:
    """Example to term, in a science."""
    return _term_of_case(rng, science=True)


def case_of_another_field(rng: Random) -> Draft:
    """Example to term, in the humanities and social sciences."""
    return _term_of_case(rng, science=False)


SHAPES = (
    Shape(name="term_of_science", make=term_of_science, weight=3),
    Shape(name="meaning_in_science", make=meaning_in_science, use="mcq", weight=2),
    Shape(name="case_of_science", make=case_of_science, use="mcq", weight=2),
)
OTHER_SHAPES = (
    Shape(name="term_of_another_field", make=term_of_another_field, use="mcq"),
    Shape(name="meaning_in_another_field", make=meaning_in_another_field, use="mcq"),
    Shape(name="case_of_another_field", make=case_of_another_field, use="mcq"),
)
