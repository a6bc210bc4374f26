r"""Grade a formula with variables: as mathematics, but every letter is a variable and nothing is rounded.

`5m` is five times m and no length, `F` is another letter than `f`, `0.333333` is no third, and neither `%` nor a
currency means anything. The name in front (`y =`) may be missing; the letter of a constant of integration is free.
"""

from curate.grading.mathematics.math import another, graded
from curate.grading.verdict import Asked, Grader, Verdict


def grade_expression(asked: Asked) -> Verdict:
    """Grade a response against a formula and its accepted alternatives; `timeout_s` is for all of them together."""
    return graded(asked, letters="only")


EXPRESSION = Grader("a formula with variables", grade_expression, another)
