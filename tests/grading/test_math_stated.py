"""What a response says around its answer: emphasis, reasons, other answers; notations with one meaning or with two."""

import time

import pytest

from curate.grading import grade

ANOTHER_BESIDE = [
    "The answer is **2** or **3**.", "Answer: **2** and **3**", "<answer>**2**, **3**, **4**</answer>", "**2**, **3**",
    "**2** million", "The answer is 2 as well as 3.", "The answer is 2, as far as I know, or 3.",
    "The answer is 2, which is wrong, so 3", "The answer is 2 because I guess; or 3", "The answer is 2. Or 3.",
    "The answer is\n$$\n2\n$$\nor\n$$\n3\n$$",
    "Answer: 2\nor 3", "The answer is 2. Alternatively, 3.", "The answer is 3 or the answer is 2",
    "Answer: There are more than 2 apples.", "Answer: There are 2 or 3 apples.", "The answer is not 2.",
]  # fmt: skip
NOTHING_BESIDE = [
    "**2**", "Answer: __2__", "The answer is **2**, since 2 is even.", "Answer: **2** because 6/3 is 2",
    "The answer is 2, not 20.", "The answer is 2 since there are three or four left.",
    "The answer is 2. Alternatively, we could note that 1 + 1 = 2.", "Answer: There are 2 apples.",
    "Answer: The value of x is 2", r"\boxed{Answer: 2}", r"\boxed{\text{Final answer: 2}}",
    "<answer>The answer is 2</answer>", "Answer: 2 (i.e. 6 minus 4)", "Answer: 2 (two)", "Answer: approx. 2",
]  # fmt: skip
SAME = [
    (r"p \land q", r"p \wedge q"),
    (r"1,2", r"x=1 \vee x=2"),
    (r"x>1 \land x<3", "1<x<3"),
    (r"\sim p", r"\neg p"),
    ("5", r"\sim 5"),
    ("2/3", "0.(6)"),
    ("2/3", r"0.\dot{6}"),
    ("1/6", "0.1666..."),
    ("41/333", r"0.\dot{1}2\dot{3}"),
    (r"y=-\frac12x+3", "y = -1/2 x + 3"),
    ("y=-1/2x+3", "-0.5x+3"),
    (r"\frac{2\pi}{3}", r"2/3 \pi"),
    (r"\frac12\sqrt3", r"1/2\sqrt3"),
    (r"4/3 \pi r^3", r"\frac{4\pi r^3}{3}"),
    ("I^2R", "I*I*R"),
    ("a/bc", "a / bc"),
    (r"\phi", r"\varphi"),
    ("3:2", r"3\text{ to }2"),
    (r"x \neq 2", r"x \not= 2"),
    (r"\binom{10}{3}", "C(10,3)"),
    ("120", r"{}_{10}C_3"),
    ("120", r"^{10}C_3"),
    ("120", r"C_{10}^3"),
    ("(10,3)", "C(10,3)"),
    (r"2\frac13", r"2 \text{ and } \frac13"),
    ("2, 1/3", "2 and 1/3"),
    ("5", "5 (five)"),
]
OTHER = [
    (r"p \land q", r"p \lor q"),
    (r"p \land q", "p, q"),
    (r"dx \wedge dy", r"dy \wedge dx"),
    (r"\sim p", "p"),
    ("p", r"\sim p"),
    ("30", "5.(6)"),
    ("0.333", "0.333..."),
    ("-1/2x+3", r"y=-\frac{1}{2x}+3"),
    (r"2/3\pi", r"\frac{2}{3\pi}"),
    (r"\sin\frac x2", r"\sin x/2"),
    ("(2^3)^x", "2^3^x"),
    ("9", "6/2(3)"),
    (r"\frac{a}{bc}", "a/bc"),
    (r"\frac{V}{I}", "-iV"),
    ("IR", "iR"),
    ("-1", r"I\cdot I"),
    ("y=|k|x", "y=kx"),
    ("AB", "ab"),
    ("AB", "Ab"),
    ("5", "5 (six)"),
    ("5", "5 (i.e. 6)"),
]


@pytest.mark.parametrize("response", ANOTHER_BESIDE)
def test_an_answer_beside_which_another_stands_is_wrong(response: str) -> None:
    assert grade(response, "2", "math", timeout_s=10).status == "wrong"


@pytest.mark.parametrize("response", NOTHING_BESIDE)
def test_words_around_an_answer_do_not_change_it(response: str) -> None:
    verdict = grade(response, "2", "math")
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_a_notation_with_one_meaning_is_right(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "math", timeout_s=10)
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_a_notation_with_another_meaning_or_with_two_is_wrong(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "math", timeout_s=10)
    assert verdict.status == "wrong", verdict


def test_beside_a_gold_answer_of_two_readings_only_what_is_neither_is_wrong() -> None:
    assert grade(r"\boxed{\frac{x}{2y}}", "x/2y", "math").status == "ungradable"
    assert grade(r"\boxed{7}", "x/2y", "math").status == "wrong"


@pytest.mark.parametrize(
    "piece", ["**", " __", " or ", " (", "answer is ", "0.", "1.1", r"\wedge ", r"\sim ", "C_", "%", "5 (a"]
)
def test_reading_what_is_stated_takes_no_time_whatever_is_repeated(piece: str) -> None:
    started = time.process_time()
    grade(f"The answer is {piece * (3_900 // len(piece))}", "2", "math", timeout_s=0.1)
    assert time.process_time() - started < 0.5
