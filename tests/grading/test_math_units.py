"""Words and signs behind a number: which of them are a unit, which change the number, which mean the same."""

import pytest

from curate.grading import grade

CHANGES = [
    "to the power 3", "out of 6", "of 6", "point five", "by 3", "root 2", "percent of 3", "modulo 7", "at least",
    "below zero", "over 7", "to one", "per 7", "reciprocal", "maximum", "thousands", "lakh", "quadrillion", "bn",
    "tens", "quarters", "twelfths", "pairs", "score", "gross", "doubled", "hundredfold", "googol", "trillionths",
    "dozen",
]  # fmt: skip
COUNTS = [
    "apples", "cm", "m/s", "square feet", "m^2", "kg m^2", "units", "miles per hour", "different ways", "red marbles",
    "people per day", "points", "roots", "seconds", "minutes",
]  # fmt: skip
SAME = [
    (r"15\%", r"15\% \text{ increase}"),
    (r"15\%", "15 per cent"),
    (r"10\% \text{ profit}", r"10\%"),
    (r"25^\circ C", "25 degrees Celsius"),
    (r"25^\circ C", "25 \u2103"),
    ("\u00a35", "5 pounds"),
    ("5 lb", "5 pounds"),
    ("9.8 m/s^2", "9.8 meters per second squared"),
    ("12 cm^2", r"12 \text{ cm squared}"),
    ("12", r"12 \text{ units}^2"),
    ("12", r"12\text{ (square units)}"),
    ("\u00a350m", "\u00a350 million"),
    (r"\$3k", "3000"),
    (r"5 \text{ kg}", r"5 \text{ KG}"),
    ("5000", "5 thousands"),
    (r"30^\circ", "30^o"),
]
OTHER = [
    (r"15\% \text{ increase}", r"15\% \text{ decrease}"),
    (r"15\%", "15% of 3"),
    (r"25^\circ C", "25 degrees Fahrenheit"),
    ("\u00a35", r"\$5"),
    ("\u00a35", "5 lb"),
    ("\u00a350m", "\u00a350"),
    ("\u00a350", "\u00a350m"),
    ("12 cm^2", "12 cm cubed"),
    (r"5 \text{ mW}", r"5 \text{ MW}"),
    (r"5 \text{ mPa}", r"5 \text{ MPa}"),
    (r"5 \text{ mm}", r"5 \text{ Mm}"),
    ("x^2 h", "x^2"),
]


@pytest.mark.parametrize("words", CHANGES)
@pytest.mark.parametrize("form", [r"5 \text{{ {} }}", "5 {}"])
def test_words_that_change_the_number_are_no_unit(words: str, form: str) -> None:
    verdict = grade(f"\\boxed{{{form.format(words)}}}", "5", "math", timeout_s=10)
    assert verdict.status == "wrong", verdict


@pytest.mark.parametrize("words", COUNTS)
def test_words_that_count_or_measure_are_a_unit(words: str) -> None:
    verdict = grade(f"\\boxed{{5 \\text{{ {words}}}}}", "5", "math")
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_a_quantity_said_otherwise_is_right(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "math")
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_another_quantity_is_wrong(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "math", timeout_s=10)
    assert verdict.status == "wrong", verdict
