"""Short texts: case, accents, articles and punctuation do not count; everything else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading import grade
from curate.grading.words.short_text import Reading, alike

SAME = [
    ("Paris", "paris"),
    ("Paris", "Paris."),
    ("Paris", "**Paris**"),
    ("Paris", r"\text{Paris}"),
    ("the Beatles", "The Beatles"),
    ("The Beatles", "Beatles"),
    ("University of the Arts", "University of Arts"),
    ("Beyonc\u00e9", "Beyonce"),
    ("S\u00e3o Paulo", "sao paulo"),
    ("S\u0061\u0303o Paulo", "S\u00e3o Paulo"),
    ("U.S.A.", "USA"),
    ("J. K. Rowling", "J.K. Rowling"),
    ("Rock-and-roll", "rock and roll"),
    ("rock 'n' roll", "rock n roll"),
    ("O'Brien", "O\u2019Brien"),
    ("twelve", "12"),
    ("1,000 men", "1000 men"),
    ("New   York", "New York"),
    ('"Hamlet"', "Hamlet"),
    ("\uff21\uff22\uff23", "ABC"),
    ("3.5 metres", "3.5 metres"),
    ("AC/DC", "ac/dc"),
    ("AC/DC", "AC / DC"),
    ("twenty-one", "21"),
    ("Nineteen Eighty-Four", "1984"),
    ("first", "1st"),
    ("5th Avenue", "Fifth Avenue"),
    ("two-thirds", "2/3"),
    ("5 million", "5,000,000"),
    ("-5 degrees", "minus 5 degrees"),
    ("one second", "1 second"),
    ("apples", "apple"),
    ("Apples", "apple"),
    ("glasses", "glass"),
    ("children", "Child"),
    ("firemen", "fireman"),
    ("Mitochondria", "mitochondrion"),
    ("red, green and blue", "blue, red, and green"),
    ("red, green and blue", "blue; green & red"),
    ("apples, oranges and pears", "pear, orange, apple"),
    ("two cats and three dogs", "3 dogs and 2 cats"),
    ("Salt & Pepper", "pepper and salt"),
    ("R&B", "R and B"),
    ("Washington, D.C.", "Washington DC"),
    ("E. coli", "E.coli"),
    ("Ph.D.", "PhD"),
    ("x-ray", "X ray"),
    ("e-mail", "email"),
    ("COVID-19", "Covid 19"),
    ("50%", "50 percent"),
    ("10 km", "10km"),
    ("1920's", "the 1920s"),
    ("H2O", "H\u2082O"),
    ("H2O", r"$\text{H}_2\text{O}$"),
    ("Cl-", "Cl\u207b"),
    ("Ca2+", "Ca^{2+}"),
    ("\u03b1-helix", "alpha helix"),
    ("\u0394G", r"\Delta G"),
    ("S\u00f8ren", "Soren"),
    ("Poincar\u00e9", r"Poincar\'e"),
    ("S\u00e3o Paulo", r"S\~{a}o Paulo"),
    ("New York", r"\text{New}\ \text{York}"),
    ("0\u00b0C", r"0^\circ\text{C}"),
    ("1/2", r"\frac{1}{2}"),
    ("Hamlet", "*Hamlet*"),
    ("Hamlet", "_Hamlet_"),
    ("Paris", "It is Paris"),
    ("to be a doctor", "to be doctor"),
]
OTHER = [
    ("Paris", "London"),
    ("Paris", "Paris or London"),
    ("Paris", "Paris, Texas"),
    ("Paris", "not Paris"),
    ("Paris", ""),
    ("Paris", "I do not know"),
    ("C++", "C"),
    ("C#", "C"),
    ("3.5 metres", "35 metres"),
    ("-5 degrees", "5 degrees"),
    ("George W. Bush", "George Bush"),
    ("1914", "1941"),
    ("?", "!"),
    ("Henry IV", "Henry V"),
    ("Paris", "It is not Paris"),
    ("Mars", "Mar"),
    ("Mars", "mar"),
    ("James", "jame"),
    ("Adams", "Adam"),
    ("Adams", "adam"),
    ("Jobs", "Job"),
    ("Apple", "Apples"),
    ("AIDS", "aid"),
    ("United States", "united state"),
    ("Rolling Stones", "rolling stone"),
    ("physics", "physic"),
    ("news", "new"),
    ("species", "specie"),
    ("glass", "glas"),
    ("lens", "len"),
    ("5\u00b2", "52"),
    ("10\u2075", "105"),
    ("5'10", "510"),
    ("5:30", "530"),
    ("1-2", "12"),
    ("1, 2", "12"),
    ("A, B", "AB"),
    ("A and B", "and B"),
    ("A, B", "B"),
    ("O-", "O"),
    ("O-", "O+"),
    ("Cl-", "Cl"),
    ("A+", "A"),
    ("A minor", "minor"),
    ("A-level", "level"),
    ("vitamin A deficiency", "vitamin deficiency"),
    ("x", "-x"),
    ("- 5 degrees", "5 degrees"),
    ("twenty, one", "21"),
    ("first", "1"),
    ("007", "7"),
    ("$5", "5"),
    ("50%", "50"),
    ("re-sign", "resign"),
    ("non-metal", "metal"),
    ("red, green", "red or green"),
    ("one or two", "two or one"),
    ("red, green", "red, green, blue"),
    ("red, green, blue", "red, green"),
    ("red, red", "red"),
    ("(1, 2)", "(2, 1)"),
    ("f(x, y)", "f(y, x)"),
    ("between 1914 and 1918", "between 1918 and 1914"),
    ("John Smith", "Smith, John"),
    ("A Wonderful Life", "It's a Wonderful Life"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
@pytest.mark.parametrize("form", ["\\boxed{%s}", "<answer>%s</answer>", "#### %s", "Answer: %s"])
def test_the_same_text_dressed_otherwise_is_right(gold: str, answer: str, form: str) -> None:
    verdict = grade(form % answer, gold, "short_text")
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_another_text_is_wrong(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "short_text")
    assert verdict.status == "wrong", verdict


def test_accepted_texts_are_as_right_as_the_gold_text() -> None:
    assert grade("Answer: Big Apple", "New York", "short_text", accepted=["the Big Apple"]).status == "right"
    assert grade("Answer: Chicago", "New York", "short_text", accepted=["the Big Apple"]).status == "wrong"


def test_two_boxes_with_different_texts_are_a_hedge_and_wrong() -> None:
    assert grade(r"\boxed{London} or rather \boxed{Paris}", "Paris", "short_text").status == "wrong"
    assert grade(r"\boxed{paris}, that is, \boxed{Paris}", "Paris", "short_text").status == "right"


def test_an_essay_is_wrong_and_not_slow() -> None:
    verdict = grade("\\boxed{" + "Paris " * 100_000 + "}", "Paris", "short_text")
    assert verdict.status == "wrong"
    assert len(verdict.extracted or "") <= 2_000


@pytest.mark.parametrize(
    ("response", "gold"),
    [
        ("The answer is St. Helens.", "St. Helens"),
        ("**Answer:** Dr. Seuss", "Dr. Seuss"),
        ("The answer is Piano Concerto No. 1. It is by Chopin.", "Piano Concerto No. 1"),
    ],
)
def test_the_point_of_an_abbreviation_ends_no_answer(response: str, gold: str) -> None:
    assert grade(response, gold, "short_text").status == "right"


@pytest.mark.parametrize("response", ["Answer: Paris. Or maybe London.", "The answer is Paris. Actually, London."])
def test_an_answer_that_is_taken_back_is_a_hedge(response: str) -> None:
    verdict = grade(response, "Paris", "short_text")
    assert (verdict.status, verdict.f1) == ("wrong", 1.0)


def test_the_overlap_of_words_is_reported_and_decides_only_where_the_row_says_so() -> None:
    response, gold = r"\boxed{the capital city Paris}", "Paris, the capital"
    verdict = grade(response, gold, "short_text")
    assert (verdict.status, verdict.f1) == ("wrong", 0.8)
    assert grade(response, gold, "short_text", f1_at_least=0.8).status == "right"
    assert grade(response, gold, "short_text", f1_at_least=0.81).status == "wrong"
    assert grade(response, "London", "short_text", accepted=["the capital Paris"]).f1 == 0.8
    assert grade(r"\boxed{Paris}", "Paris", "short_text").f1 == 1.0
    assert grade(r"\boxed{Rome}", "Paris", "short_text").f1 == 0.0


def test_a_gold_answer_of_an_empty_box_is_ungradable() -> None:
    assert grade("Paris", r"\boxed{}", "short_text").status == "ungradable"


@given(st.lists(st.text("bcdfghjklm", min_size=3, max_size=9), min_size=2, max_size=6), st.data())
def test_parts_may_come_in_any_order_and_none_may_be_missing(parts: list[str], data: st.DataObject) -> None:
    said = data.draw(st.permutations(parts))
    gold = ", ".join(parts)
    assert grade(f"\\boxed{{{' and '.join(said)}}}", gold, "short_text").status == "right"
    assert grade(f"\\boxed{{{', '.join(said[1:])}}}", gold, "short_text").status == "wrong"


@given(st.text(max_size=200), st.text(max_size=200))
def test_being_the_same_text_has_no_direction(one: str, other: str) -> None:
    assert bool(alike(Reading(one), Reading(other))) == bool(alike(Reading(other), Reading(one)))
    assert alike(Reading(one), Reading(one))


@pytest.mark.parametrize(
    "text", ["one " * 20_000, "a, " * 20_000, "9" * 100_000, "\\text{" * 9_000, "a" + " " * 50_000 + "b"]
)
def test_a_hostile_text_is_wrong_beside_a_short_one(text: str) -> None:
    assert grade(f"Answer: {text}", "Paris", "short_text").status == "wrong"
    assert grade("Answer: Paris", text, "short_text").status == "wrong"
