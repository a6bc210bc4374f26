"""Is this answer right? Pure, bounded, three-valued; shared by the filters and by the reward.

    grade(response, gold, answer_type)      the verdict, with what was extracted and why
    accepts_gold(gold, answer_type)         whether the grader accepts a row's own gold answer, and rejects another
    infer_answer_type(gold, options)        which answer type a row has
    versions()                              everything that decides a verdict, for the manifest
    graders()                               the table of answer types, with those of other packages

A response goes through `extract` to the grader of its type; `types.py` is the table of them, a package a kind:
`choice`, `words`, `lists`, `mathematics` (with `formula` and `symbolic` behind it), `quantity`, `dates`. The rules
stand in `docs/grading.md`.

What we keep and what training rewards hang on one function, so what is kept is by construction what can be graded.
Knows nothing of the rest of `curate`; sympy is imported only in a process of its own (`symbolic.worker`).
"""

from collections.abc import Sequence
from typing import cast

from curate.grading.extract import final_answer
from curate.grading.gold import alternatives, bare
from curate.grading.infer import AnswerType, infer_answer_type
from curate.grading.types import BUILT_IN, graders
from curate.grading.verdict import Asked, Grader, Status, Verdict
from curate.grading.versions import GRADER_VERSION, versions

__all__ = [
    "BUILT_IN",
    "GRADER_VERSION",
    "AnswerType",
    "Asked",
    "Grader",
    "Status",
    "Verdict",
    "accepts_gold",
    "final_answer",
    "grade",
    "graders",
    "infer_answer_type",
    "versions",
]


def grade(  # noqa: PLR0913 - all that decides a verdict, and no more; all but three by name
    response: str,
    gold: str,
    answer_type: str,
    *,
    options: Sequence[str] | None = None,
    accepted: Sequence[str] = (),
    timeout_s: float = 2.0,
    tolerance: float | None = None,
    f1_at_least: float | None = None,
) -> Verdict:
    """Grade a response against the gold answer, by the rules of `docs/grading.md`.

    Never raises on any text, uses no signals, and is safe from any thread. The same input gives the same verdict,
    unless the symbolic part runs into its time limit: then the verdict is `ungradable`, never `wrong`.

    Args:
        response: What the model wrote, reasoning and all; none of it is ever run as code.
        gold: The gold answer; for `choice` a letter or the text of an option.
        answer_type: One of `graders()`, as `infer_answer_type` tells it; any other is ungradable.
        options: The texts of the options, in the order of their letters; for `choice` and `multi_choice`.
        accepted: Further answers that are as right as the gold answer.
        timeout_s: Seconds of processor time that the symbolic part of one verdict may take, so that a busy machine
            grades like an idle one; by the clock it ends after four times that and a second.
        tolerance: The relative error that a `number_with_unit` may have, in place of the rule of rounding.
        f1_at_least: The word overlap from which a `short_text` is right although it is not equal.
    """
    try:
        if not gold or gold.isspace():
            return Verdict("ungradable", None, "there is no gold answer")
        grader = _grader(answer_type)
        if grader is None:
            return Verdict("ungradable", None, f"no grader for the answer type {answer_type!r}")
        others = (accepted,) if isinstance(accepted, str) else accepted  # one text, and not its letters
        found = cast("object", grader.grade(Asked(response, gold, options, others, timeout_s, tolerance, f1_at_least)))
    except (Exception, RecursionError, MemoryError) as error:  # noqa: BLE001 - a fault of ours must not end a training
        return _failed(error)
    return found if isinstance(found, Verdict) else _failed(TypeError(f"{type(found).__name__} is no Verdict"))


def _grader(answer_type: str) -> Grader | None:
    return BUILT_IN.get(answer_type) or graders().get(answer_type)


def _failed(error: BaseException) -> Verdict:
    return Verdict("ungradable", None, f"the grader failed ({type(error).__name__}: {error})"[:200])


def accepts_gold(  # noqa: PLR0913 - as `grade`
    gold: str,
    answer_type: str,
    *,
    options: Sequence[str] | None = None,
    accepted: Sequence[str] = (),
    tolerance: float | None = None,
    f1_at_least: float | None = None,
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
        tolerance: As for `grade`.
        f1_at_least: As for `grade`.
    """

    def graded(answer: str) -> Verdict:
        return grade(
            f"\\boxed{{{answer}}}",
            gold,
            answer_type,
            options=options,
            accepted=accepted,
            tolerance=tolerance,
            f1_at_least=f1_at_least,
        )

    asked = Asked("", gold, options, accepted)
    boxed = (graded(answer) for answer in (bare(gold), *alternatives(asked)[1:]))
    own = next(boxed)
    if not own.right:  # `A OR B` is no answer, but each of its parts is
        own = next((verdict for verdict in boxed if verdict.right), own)
    if not own.right:
        return own
    try:
        grader = _grader(answer_type)
        other = grader.another(asked) if grader else None
    except (Exception, RecursionError, MemoryError) as error:  # noqa: BLE001 - another package's grader may raise
        return _failed(error)
    if other is None:
        return Verdict("ungradable", own.extracted, "every answer is right")
    rejected = graded(other)
    if rejected.status == "wrong":
        return own
    return Verdict("ungradable", own.extracted, f"another answer is not known to be wrong: {rejected.why}")
