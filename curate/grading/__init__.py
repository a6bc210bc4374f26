"""Is this answer right? Pure, bounded, three-valued; shared by the filters and by the reward.

    grade(response, gold, answer_type)      the verdict, with what was extracted and why
    accepts_gold(gold, answer_type)         whether the grader accepts a row's own gold answer, and rejects another
    infer_answer_type(gold, options)        which answer type a row has
    versions()                              everything that decides a verdict, for the manifest

What we keep and what training rewards hang on one function, so what is kept is by construction what can be graded.
Knows nothing of the rest of `curate`; sympy is imported only in a process of its own (`symbolic_worker`).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from curate.grading.choice import grade_choice
from curate.grading.extract import final_answer
from curate.grading.gold import another_answer
from curate.grading.infer import AnswerType, infer_answer_type
from curate.grading.math import grade_math
from curate.grading.text import grade_text
from curate.grading.verdict import Status, Verdict
from curate.grading.versions import GRADER_VERSION, versions

__all__ = [
    "GRADER_VERSION",
    "AnswerType",
    "Status",
    "Verdict",
    "accepts_gold",
    "final_answer",
    "grade",
    "infer_answer_type",
    "versions",
]


class _Asked(NamedTuple):
    """What a grader of one type is given."""

    response: str
    gold: str
    options: Sequence[str] | None
    accepted: Sequence[str]
    timeout_s: float


def _choice(asked: _Asked) -> Verdict:
    if not asked.options:
        return Verdict("ungradable", None, "a choice without options")
    return grade_choice(asked.response, asked.gold, asked.options, asked.accepted)


def _math(asked: _Asked) -> Verdict:
    return grade_math(asked.response, asked.gold, asked.accepted, asked.timeout_s)


def _short_text(asked: _Asked) -> Verdict:
    return grade_text(asked.response, asked.gold, asked.accepted)


_GRADERS: dict[str, Callable[[_Asked], Verdict]] = {"choice": _choice, "math": _math, "short_text": _short_text}


def grade(  # noqa: PLR0913 - all that decides a verdict, and no more; all but three by name
    response: str,
    gold: str,
    answer_type: str,
    *,
    options: Sequence[str] | None = None,
    accepted: Sequence[str] = (),
    timeout_s: float = 2.0,
) -> Verdict:
    """Grade a response against the gold answer.

    Never raises on any text, uses no signals, and is safe from any thread. The same input gives the same verdict,
    unless the symbolic part of `math` runs into its time limit: then the verdict is `ungradable`, never `wrong`.

    Args:
        response: What the model wrote, reasoning and all; None of it is ever run as code.
        gold: The gold answer; for `choice` a letter or the text of an option.
        answer_type: `choice`, `math` or `short_text`, as `infer_answer_type` tells; any other is ungradable.
        options: The texts of the options, in the order of their letters; only for `choice`.
        accepted: Further answers that are as right as the gold answer.
        timeout_s: Seconds of processor time that the symbolic part of one verdict may take, so that a busy machine
            grades like an idle one; by the clock it ends after four times that and a second.
    """
    grader = _GRADERS.get(answer_type)
    if grader is None:
        return Verdict("ungradable", None, f"no grader for the answer type {answer_type!r}")
    if not gold or gold.isspace():
        return Verdict("ungradable", None, "there is no gold answer")
    return grader(_Asked(response, gold, options, accepted, timeout_s))


def accepts_gold(
    gold: str,
    answer_type: str,
    *,
    options: Sequence[str] | None = None,
    accepted: Sequence[str] = (),
) -> Verdict:
    r"""Grade a row's own gold answer, boxed as a response would box it, and see that another answer is rejected.

    `right` where both hold: then a reward for this row can be earned, and cannot be earned by anything. A gold answer
    that the grader does not accept gives the verdict on it; one beside which another answer is not known to be wrong
    (every option is right, the gold answer cannot be read as mathematics) is `ungradable`.

    Args:
        gold: The gold answer, as for `grade`.
        answer_type: As for `grade`.
        options: As for `grade`.
        accepted: As for `grade`.
    """
    own = grade(f"\\boxed{{{gold}}}", gold, answer_type, options=options, accepted=accepted)
    if not own.right:
        return own
    other = another_answer(gold, answer_type, options, accepted)
    if other is None:
        return Verdict("ungradable", own.extracted, "every option is right")
    rejected = grade(f"\\boxed{{{other}}}", gold, answer_type, options=options, accepted=accepted)
    if rejected.status == "wrong":
        return own
    return Verdict("ungradable", own.extracted, f"another answer is not known to be wrong: {rejected.why}")
