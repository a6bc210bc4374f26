"""Formulas with variables: letters are no units, nothing is rounded, case counts, the constant's letter is free."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading import accepts_gold, grade

SAME = [
    ("5m", "2m+3m"),
    ("5m", r"m\cdot 5"),
    ("y = mx + b", "mx+b"),
    ("mx+b", "y = mx+b"),
    ("F=ma", "ma"),
    ("E=mc^2", "mc^2"),
    ("x^2+C", "x^2+c"),
    ("0.5x", r"\frac{x}{2}"),
    ("0.5x", r"\frac12 x"),
    (r"\frac{1}{2}mv^2", "0.5mv^2"),
    (r"\frac{1}{2}mv^2", r"\frac{mv^2}{2}"),
    ("v = u + at", "u + at"),
    (r"a = \frac{F}{m}", r"\frac{F}{m}"),
    ("x**2 + 1", "x^2+1"),
    ("PV = nRT", "nRT = PV"),
    (r"V = \frac{4}{3}\pi r^3", r"\frac{4\pi r^3}{3}"),
    (r"s = ut + \frac12 at^2", r"ut+\frac{1}{2}at^2"),
    ("2g h", "2gh"),
    (r"\sqrt{2gh}", "(2gh)^{1/2}"),
    ("(a+b)^2", "a^2+2ab+b^2"),
    ("3x^{2}+2x", "3*x**2 + 2*x"),
    (r"\frac{GMm}{r^2}", "GMm/r^2"),
    ("x_1 + x_2", "x_2+x_1"),
    (r"\lambda = \frac{h}{p}", "h/p"),
    (r"\frac{mv^2}{2}", "1/2 m v^2"),
    (r"\frac{1}{2x}", "1/(2x)"),
    ("I^2R", "I*I*R"),
    (r"\varepsilon^2", r"\epsilon^2"),
    (r"\hbar k", "\u0127 k"),
]

OTHER = [
    ("5m", "5"),
    ("F=ma", "f=ma"),
    ("50", r"50\%"),
    (r"\frac{x}{3}", "0.333333x"),
    (r"\frac13", "0.333333"),
    ("2m+3m", r"5 \text{ m}^2"),
    ("x^2+C", "x^2"),
    ("ab", "AB"),
    ("x+y", "X+Y"),
    (r"\frac{1}{3}x", "0.3333333333x"),
    ("mx+c", "mx+C"),
    ("100 cm", "1 m"),
    ("R", "r"),
    ("x^2", "x^3"),
    (r"2\pi r", "6.283185r"),
    (r"\frac{1}{2x}", "1/2x"),
    (r"\frac{a}{bc}", "a/bc"),
    (r"\frac{ac}{b}", "a/bc"),
    (r"\frac{V}{I}", r"\frac{V}{i}"),
    ("IR", "iR"),
    (r"\epsilon+\varepsilon", r"2\epsilon"),
    (r"p \land q", r"p \lor q"),
    (r"dx \wedge dy", r"dy \wedge dx"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same_formula_written_otherwise_is_right(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "expression", timeout_s=10)
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_another_formula_is_wrong(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "expression", timeout_s=10)
    assert verdict.status == "wrong", verdict


@pytest.mark.parametrize("gold", ["5m", "x^2+C", "y = mx + b", r"\frac{GMm}{r^2}", "0.5x"])
def test_a_sound_formula_is_accepted_as_its_own_gold_answer(gold: str) -> None:
    assert accepts_gold(gold, "expression").status == "right"


@given(st.sampled_from("mgshlLNJW"), st.integers(2, 999))
def test_a_letter_behind_a_number_is_a_variable_and_never_a_unit(letter: str, number: int) -> None:
    assert grade(f"\\boxed{{{number}{letter}}}", f"{number}{letter}", "expression").status == "right"
    assert grade(f"\\boxed{{{number}}}", f"{number}{letter}", "expression").status == "wrong"


def test_no_answer_and_a_hedge_are_wrong() -> None:
    assert grade("I am not sure.", "5m", "expression").status == "wrong"
    assert grade(r"\boxed{5m}, or if we are lucky, \boxed{6m}", "6m", "expression").status == "wrong"
