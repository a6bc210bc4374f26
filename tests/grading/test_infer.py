"""The answer type is told from the gold answer and the options, and only where they leave no other reading."""

import pytest

from curate.grading import grade, infer_answer_type

GOLDS = {
    "math": r"42 ; -3.5 ; 1/2 ; $5 ; 50% ; x=5 ; \sqrt{2} ; (1,2) ; 5 m ; 12 apples ; 103 miles ; £50m ; 3,-3 ; 10 KG"
    r" ; infinity ; no solution ; 16,000 species ; $5 million ; 1, 2 and 3 ; \begin{pmatrix}1\\2\end{pmatrix} ; x < 3"
    " ; **42** ; 12:30",
    "expression": r"x^2+3x ; p - q ; \frac{a}{b} ; 3 - 4i ; xy ; N-1 ; 2n(n-1) ; 2S + 12 ; e^x ; A + B",
    "number_with_unit": "9.8 m/s^2 ; 10 kg ; 25 °C ; 50 cm ; 1.5 hours ; 250 mL",
    "boolean": r"Yes ; no ; True. ; \text{No} ; \boxed{yes} ; **Yes**",
    "date": r"July 4, 1776 ; 44 BC ; the 1920s ; 9/17/1862 ; 2 June ; 1st of November ; \boxed{July 4, 1776}",
    "list": "red; green",
    "short_text": "Paris ; U2 ; 1972-1978 ; 14\u20137 ; 6-4, 6-3 ; 2008 Summer Olympics ; 12 Angry Men ; 21st ; he/she"
    " ; 19th Amendment ; and/or ; n/a ; C-14 ; C++ ; AC/DC ; X-ray ; H2O ; 10 Downing Street ; $400,000\u2013$450,000"
    " ; 3 p.m. - 9p.m. ; reasons first #### Paris ; 100\u2013106 °F",
    "ungradable": " ",
}


@pytest.mark.parametrize(
    ("kind", "gold"),
    [(kind, gold) for kind, golds in GOLDS.items() for gold in ([golds] if kind == "list" else golds.split(" ; "))],
)
def test_each_gold_answer_has_the_type_that_a_reader_would_give_it(kind: str, gold: str) -> None:
    assert infer_answer_type(gold, None) == kind


@pytest.mark.parametrize(
    ("gold", "kind"),
    [("B", "choice"), ("b", "choice"), ("Acid", "choice"), ("A, C", "multi_choice"), ("AC", "multi_choice")],
)
def test_with_options_it_is_a_choice_of_one_or_of_several(gold: str, kind: str) -> None:
    assert infer_answer_type(gold, ["Salt", "Acid", "Base", "A and B"]) == kind
    assert infer_answer_type("A and B", ["Salt", "Acid", "Base", "A and B"]) == "choice"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("1972-1978", "1980-1986"),
        ("2008 Summer Olympics", "2008"),
        ("3-2", "2-1"),
        ("his/her", "her/his"),
        ("21st", "21"),
    ],
)
def test_what_only_looks_like_mathematics_is_not_graded_as_such(gold: str, answer: str) -> None:
    kind = infer_answer_type(gold, None)
    assert grade(f"\\boxed{{{gold}}}", gold, kind).status == "right"
    assert grade(f"\\boxed{{{answer}}}", gold, kind).status == "wrong"


@pytest.mark.parametrize(
    "gold", [" " * 2_000 + "x", "1" * 200_000 + "x", "$" * 200_000, "a " * 100_000, "\\" * 200_000]
)
@pytest.mark.timeout(5)
def test_no_gold_answer_is_dear_to_look_at(gold: str) -> None:
    assert infer_answer_type(gold, None) in ("math", "ungradable")
