r"""Letters that may be no factors: a lost sign (`x2`), a word (`3 by 4`), a nought for an O (`0(1)`), dimensions."""

import pytest

from curate.grading import accepts_gold, grade

SAID = [
    ("3/2", ["3 over 2", r"3 \text{ over } 2", "three over two", "3 divided by 2"]),
    ("3 over 2", ["1.5", r"\frac32", "6 over 4"]),
    ("x over y", [r"\frac{x}{y}", "x/y"]),
    (r"\frac{x+1}{2}", ["(x+1) over 2"]),
    ("120", ["10 choose 3", "10C3", "6 times 20"]),
    (r"\binom{n}{k}", ["n choose k"]),
    ("13", ["10 minus -3", "10 plus 3"]),
    ("6 apples", ["six apples", "6"]),
    ("12 hours", ["twelve hours"]),
    ("5 \\times 10^{-7} \\text{ m}", ["5e-7 m"]),
    ("12", ["I get 12.", r"3 \times 4"]),
]

OTHER = [
    ("3 over 2", ["1 over 6", "2 over 3", "6", "3 over 4"]),
    ("n choose k", ["k choose n"]),
    (r"x+\frac12", ["x+1 over 2"]),
    ("x/2", ["1 over 2x"]),
    ("3a-2b", ["3a-b2"]),
    ("2x+1", ["x2+1"]),
    ("2x+2y=25", ["x2+y2=25"]),
    ("72", ["six hundred", "six or seven", "six less than ten"]),
    ("6", ["six pairs", "six more", "six dozen", "six squared"]),
    ("5", ["five below zero"]),
    (r"2 \times 3 \text{ matrix}", ["6", r"3 \times 2 \text{ matrix}", "2"]),
    (r"8 \times 10 \text{ inches}", ["80", "80 inches"]),
]

UNSURE = [
    ("O(log N) + 0(1)", "O(log N)"),
    ("7R2", "2R7"),
    ("10P3", "3P10"),
    ("3 by 4", "4 by 3"),
    ("2 of 3", "3 of 2"),
    ("7 mod 3", "3 mod 7"),
    ("x2+1", "2x+1"),
    ("x2+y2=25", "2x+2y=25"),
    ("x less 2", "2 less x"),
]

PRODUCTS = [
    ("n2^{n-1}", "2^{n-1}n"),
    ("2^n 3^m", "3^m 2^n"),
    ("3+4i", "3+i4"),
    (r"\log_a 8", r"3\log_a 2"),
    (r"\int x dx", r"\frac{x^2}{2}"),
    ("x^3+0x+1", "x^3+1"),
    (r"\max(2, 3)", "3"),
]


def _pairs(table: list[tuple[str, list[str]]]) -> list[tuple[str, str]]:
    return [(gold, answer) for gold, answers in table for answer in answers]


@pytest.mark.parametrize(("gold", "answer"), _pairs(SAID))
def test_what_is_said_with_one_word_is_what_the_sign_says(gold: str, answer: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "math").status == "right"


@pytest.mark.parametrize(("gold", "answer"), _pairs(OTHER))
def test_no_other_number_is_made_of_words_and_lost_signs(gold: str, answer: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "math").status == "wrong"


@pytest.mark.parametrize("kind", ["math", "expression"])
@pytest.mark.parametrize(("gold", "answer"), UNSURE)
def test_a_gold_answer_whose_letters_may_be_no_factors_is_right_as_written_alone(
    gold: str, answer: str, kind: str
) -> None:
    assert grade(f"\\boxed{{{gold}}}", gold, kind).status == "right"
    assert grade(f"\\boxed{{{answer}}}", gold, kind).status == "ungradable"
    assert grade("\\boxed{6}", gold, kind).status == "wrong"
    assert accepts_gold(gold, kind).right


@pytest.mark.parametrize(("gold", "answer"), PRODUCTS)
def test_what_is_surely_a_product_is_still_one(gold: str, answer: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "math").status == "right"
