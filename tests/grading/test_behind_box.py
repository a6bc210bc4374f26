"""What a response says behind its box, or between two of them: another answer is a hedge, the same one is none."""

import pytest

from curate.grading import grade

OPTIONS = ["w", "x", "y", "z"]


@pytest.mark.parametrize(
    ("response", "kind", "gold"),
    [
        (r"\boxed{12} I am kidding: the answer is 13.", "math", "12"),
        ("$\\boxed{x=12}$\n\nFinal answer: 13", "math", "12"),
        (r"\boxed{B}. The answer is C.", "choice", "B"),
        (r"\boxed{21}. Alternatively, \boxed{12}", "math", "12"),
        ("\\boxed{21}\n\nAlternatively, \\boxed{12}", "math", "12"),
        (r"\boxed{21}, perhaps \boxed{12}", "math", "12"),
    ],
)
def test_another_answer_beside_the_box_is_a_hedge(response: str, kind: str, gold: str) -> None:
    assert grade(response, gold, kind, options=OPTIONS if kind == "choice" else None).status == "wrong"


@pytest.mark.parametrize(
    ("response", "kind", "gold"),
    [
        (r"\boxed{12}. The answer is 12.", "math", "12"),
        (r"$\boxed{\frac12}$. The answer is 0.5.", "math", "1/2"),
        (r"\boxed{12}. So the answer is 12 apples.", "math", "12"),
        (r"\boxed{12}. The answer is in the box.", "math", "12"),
        (r"\boxed{B}. The answer is B.", "choice", "B"),
        ("\\boxed{12}\n\nAlternatively, by symmetry, \\boxed{12}", "math", "12"),
    ],
)
def test_the_same_answer_again_is_none(response: str, kind: str, gold: str) -> None:
    assert grade(response, gold, kind, options=OPTIONS if kind == "choice" else None).status == "right"
