"""Short texts: case, accents, articles and punctuation do not count; everything else does."""

import pytest

from curate.grading import grade

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
