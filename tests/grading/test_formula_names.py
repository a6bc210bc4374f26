r"""What stands for one quantity is one name: derivatives, differences, primes, inverses, expectations, vectors."""

import pytest

from curate.grading import grade

ANOTHER = [
    (r"\frac{dy}{dx}=2x", r"\frac{dx}{dy}=2x"),
    (r"\frac{dy}{dx}+y=2", r"\frac{dz}{dx}+y=2"),
    (r"\frac{d^2y}{dx^2}+y=0", r"\frac{dy}{dx}+y=0"),
    (r"L\frac{dI}{dt}+RI=V", r"L\frac{dV}{dt}+RI=V"),
    (r"\frac{\partial f}{\partial x}", r"\frac{\partial f}{\partial y}"),
    ("dy/dx", "dx/dy"),
    (r"\frac{dy}{dx}", r"\frac{y}{x}"),
    (r"\Delta H-T\Delta S", r"\Delta H-S\Delta T"),
    (r"\frac{\Delta y}{\Delta x}", r"\frac{y}{x}"),
    (r"\Delta H_f", r"\Delta H_v"),
    ("f'(x)", "f(x)"),
    ("f'(x)=2x", "f(x)=2x"),
    ("f^{-1}(x)", r"\frac{1}{f(x)}"),
    ("A^T", "A"),
    ("E[X^2]", "E[X]^2"),
    (r"\langle x\rangle", "x"),
]

SAME = [
    (r"\frac{dy}{dx}=2x", "2x"),
    (r"\frac{dy}{dx}=2x", "y'=2x"),
    (r"2\frac{dy}{dx}+4=0", r"\frac{dy}{dx}+2=0"),
    (r"\frac{d^2y}{dx^2}+y=0", r"y+\frac{d^2y}{dx^2}=0"),
    (r"L\frac{dI}{dt}+RI=V", r"RI+L\frac{dI}{dt}=V"),
    (
        r"\frac{\partial u}{\partial t}=k\frac{\partial^2 u}{\partial x^2}",
        r"k\frac{\partial^2u}{\partial x^2}=\frac{\partial u}{\partial t}",
    ),
    (r"\frac{d}{dx}x^2", "2x"),
    (r"\Delta H-T\Delta S", r"-T\Delta S+\Delta H"),
    (r"\frac{\Delta y}{\Delta x}", r"\Delta y/\Delta x"),
    ("f'(x)+f(x)", "f(x)+f'(x)"),
    ("A^T+B^T", "B^T+A^T"),
    ("E[X^2]-E[X]^2", "-E[X]^2+E[X^2]"),
    (r"\frac{ad}{bd}", r"\frac{a}{b}"),
    (r"\vec{a}\cdot\vec{b}", r"\vec{b}\cdot\vec{a}"),
]

WITHOUT_COMMUTING = [
    (r"\vec{a}\times\vec{b}", r"\vec{b}\times\vec{a}"),
    (r"\vec{a}\times\vec{b}", r"\vec{a}\cdot\vec{b}"),
    ("A^{-1}B", "BA^{-1}"),
    ("P^{-1}AP", "A"),
    ("(A+B)^T", "A+B"),
    ("(AB)^T", "AB"),
]


@pytest.mark.parametrize("kind", ["math", "expression"])
@pytest.mark.parametrize(("gold", "answer"), ANOTHER)
def test_another_quantity_is_wrong(gold: str, answer: str, kind: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, kind).status == "wrong"


@pytest.mark.parametrize("kind", ["math", "expression"])
@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same_quantity_in_another_place_is_right(gold: str, answer: str, kind: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, kind).status == "right"


@pytest.mark.parametrize("kind", ["math", "expression"])
@pytest.mark.parametrize(("gold", "answer"), WITHOUT_COMMUTING)
def test_factors_that_do_not_commute_are_never_exchanged(gold: str, answer: str, kind: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, kind).status != "right"
    assert grade(f"\\boxed{{{gold}}}", gold, kind).status == "right"
