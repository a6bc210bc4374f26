"""Think of an answer that is certainly not the gold answer: a grader that does not reject it verifies nothing."""

from collections.abc import Sequence

from curate.grading.choice import right_letters
from curate.grading.exact import plain
from curate.grading.math import bare_gold

_FAR = 104_729  # a prime that no one's answer, nor its neighbour, is likely to be


def another_answer(gold: str, answer_type: str, options: Sequence[str] | None, accepted: Sequence[str]) -> str | None:
    """Return an answer that is not right: another letter, another number, another text; None if there is none.

    Beside a gold answer that is an expression, a number makes the grader read that expression as mathematics, so that
    one which only its own spelling could match is found out.
    """
    if answer_type == "choice":
        right = right_letters(gold, options or (), accepted)
        wrong = () if isinstance(right, str) else (n for n in range(len(options or ())) if n not in right)
        return next((chr(65 + letter) for letter in wrong), None)
    if answer_type == "math":
        number = plain(bare_gold(gold))
        return str(_FAR) if number is None else f"{number[0] + _FAR * number[1]}/{number[1]}"
    return f"anything but {gold}"
