"""A row's own gold answer: accepted, and something else rejected beside it."""

import pytest

from curate.grading import accepts_gold, infer_answer_type

OPTIONS = ["Acid rain", "Bases", "DNA"]


@pytest.mark.parametrize(
    "gold",
    [
        "7",
        "-3.5",
        r"\frac{1}{2}",
        "x^2+1",
        r"\sqrt{2}",
        "(1,2)",
        r"\{1,2\}",
        "104729",
        "x=5",
        r"\text{east}",
        "50%",
        "#### 7",
        r"3 \mid n",
        r"\begin{tabular}{l} 1 \end{tabular}",
        r"\div",
        r"{A5}_{11}",
        r"\mathbb{R}",
        r"\emptyset",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        "x^2 + C",
        "twelve",
    ],
)
def test_a_sound_mathematical_gold_answer_is_accepted(gold: str) -> None:
    assert accepts_gold(gold, "math").status == "right"


@pytest.mark.parametrize("gold", ["A", "C", "DNA", "bases"])
def test_a_sound_choice_is_accepted(gold: str) -> None:
    assert accepts_gold(gold, "choice", options=OPTIONS).status == "right"


@pytest.mark.parametrize("gold", ["Paris", "the Beatles", "\u6771\u4eac", "1914"])
def test_a_sound_short_text_is_accepted(gold: str) -> None:
    assert accepts_gold(gold, "short_text", accepted=["anything else"]).status == "right"


@pytest.mark.parametrize("gold", [r"\frac{1}{2", r"\frac{\}{p}2"])
def test_a_gold_answer_that_no_box_can_hold_is_not_accepted(gold: str) -> None:
    assert accepts_gold(gold, "math").status == "wrong"


@pytest.mark.parametrize("gold", [r"1 + \ldots + \frac{1}{7}", r"\{1, 2\} \not\subseteq m", "111...1112"])
def test_a_gold_answer_that_only_its_own_spelling_could_match_is_found_out(gold: str) -> None:
    verdict = accepts_gold(gold, "math")
    assert verdict.status == "ungradable"
    assert "not known to be wrong" in verdict.why


def test_a_question_whose_every_option_is_right_verifies_nothing() -> None:
    assert accepts_gold("A", "choice", options=["same", "same"]).status == "right"  # only A is gold
    assert accepts_gold("same", "choice", options=["same", "same"]).status == "ungradable"
    assert accepts_gold("A", "choice", options=OPTIONS, accepted=["B", "C"]).status == "ungradable"


@pytest.mark.parametrize(
    ("gold", "kind", "options"),
    [
        ("", "math", None),
        (" ", "short_text", None),
        ("E", "choice", OPTIONS),
        ("A", "choice", None),
        ("7", "essay", None),
    ],
)
def test_what_cannot_be_graded_is_ungradable(gold: str, kind: str, options: list[str] | None) -> None:
    assert accepts_gold(gold, kind, options=options).status == "ungradable"


TYPES = [
    ("7", "math"),
    ("-3.5", "math"),
    ("1,600", "math"),
    ("$18", "math"),
    ("50%", "math"),
    (r"\frac{1}{2}", "math"),
    ("x^2+1", "expression"),
    ("2x + 3", "expression"),
    ("(1, 2)", "math"),
    ("1, 2 and 3", "math"),
    ("p - q", "expression"),
    ("5 cm", "number_with_unit"),
    ("3/4", "math"),
    ("Paris", "short_text"),
    ("the Beatles", "short_text"),
    ("U2", "short_text"),
    ("Apollo 11", "short_text"),
    (r"\text{east}", "short_text"),
    ("July 4, 1776", "date"),
    ("", "ungradable"),
    ("  ", "ungradable"),
    ("word " * 100, "ungradable"),
]


@pytest.mark.parametrize(("gold", "kind"), TYPES)
def test_the_type_of_an_answer_is_told_from_the_answer(gold: str, kind: str) -> None:
    assert infer_answer_type(gold, None) == kind
    assert infer_answer_type(gold, ["x", "y"]) == ("choice" if gold.strip() else "ungradable")
