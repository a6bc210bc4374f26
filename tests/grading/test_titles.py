"""Parts joined by `and`: those of a title have an order, those of a list of names or of things have none."""

import pytest

from curate.grading import grade

TURNED = [
    ("Crime and Punishment", "Punishment and Crime"),
    ("Crime and Punishment", "punishment & crime"),
    ("War and Peace", "Peace and War"),
    ("The Prince and the Pauper", "The Pauper and the Prince"),
    ("Beauty and the Beast", "The Beast and Beauty"),
    ("Angels & Demons", "Demons and Angels"),
    ("Eat, Pray, Love", "Love, Pray, Eat"),
]

WITHOUT_ORDER = [
    ("Crick and Watson", "Watson and Crick"),
    ("Germany and France", "France and Germany"),
    ("Oxygen and Hydrogen", "Hydrogen and Oxygen"),
    ("Heat and Work", "Work and Heat"),
    ("love and war", "war and love"),
    ("red, green", "Green, Red"),
]


@pytest.mark.parametrize(("gold", "answer"), TURNED)
def test_a_title_is_right_in_its_order_and_never_turned_round(gold: str, answer: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "short_text").status == "ungradable"
    assert grade(f"\\boxed{{{gold.replace(' and ', ' & ')}}}", gold, "short_text").status == "right"
    assert grade(f"\\boxed{{{gold.lower()}}}", gold, "short_text").status == "right"


@pytest.mark.parametrize(("gold", "answer"), WITHOUT_ORDER)
def test_names_and_things_have_no_order(gold: str, answer: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "short_text").status == "right"


def test_a_part_of_a_title_is_wrong() -> None:
    assert grade("\\boxed{War}", "War and Peace", "short_text").status == "wrong"
    assert grade("\\boxed{War or Peace}", "War and Peace", "short_text").status == "wrong"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("does not change", "doesn't change"),
        ("cannot be determined", "can't be determined"),
        ("cannot be determined", "can not be determined"),
        ("Don't Look Up", "dont look up"),
        ("increases", "it increases"),
        ("50%", "fifty percent"),
    ],
)
def test_a_negation_may_be_short_and_a_pronoun_may_lead(gold: str, answer: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "short_text").status == "right"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("can't", "can"),
        ("does not change", "does change"),
        ("increases", "it never increases"),
        ("$5", "-$5"),
        ("-\u20ac5", "\u20ac5"),
    ],
)
def test_no_negation_and_no_sign_is_lost(gold: str, answer: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "short_text").status == "wrong"
