"""What a grader is asked and what it may say: three values, never two, because a broken grader is no hard question."""

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

Status = Literal["right", "wrong", "ungradable"]


class Verdict(NamedTuple):
    """The outcome of one grading.

    `status` is `right`, `wrong`, or `ungradable` when this grader cannot know (no gold answer, an unknown answer
    type, a symbolic comparison that ran out of time). `extracted` is the part of the response that was taken for its
    final answer, None where there was none. `why` is one short sentence for people. `f1` is the overlap of the words
    with the nearest accepted answer, 0 to 1, where the type is measured so (`short_text`), else None.
    """

    status: Status
    extracted: str | None
    why: str
    f1: float | None = None

    @property
    def right(self) -> bool:
        """Whether the response is known to be right; what a reward of 1 hangs on."""
        return self.status == "right"

    def __bool__(self) -> bool:
        """Whether it is right: a tuple is otherwise true whatever it holds, and `if grade(...)` would reward all."""
        return self.right


class Finding(NamedTuple):
    """Whether two answers are the same, with the reason; `equal` is None where that could not be found out."""

    equal: bool | None
    why: str


class Asked(NamedTuple):
    """All that decides a verdict.

    `gold` is not blank. `accepted` are further answers, as right as the gold answer. `timeout_s` is the processor time
    that the symbolic part may take. `tolerance` (relative) and `f1_at_least` are set where the row states them.
    """

    response: str
    gold: str
    options: Sequence[str] | None = None
    accepted: Sequence[str] = ()
    timeout_s: float = 2.0
    tolerance: float | None = None
    f1_at_least: float | None = None


class Grader(NamedTuple):
    """How answers of one type are graded.

    `what` is one line for people. `grade` gives the verdict; it may raise nothing, must not use signals, and must end
    in bounded time. `another` returns an answer that is certainly not right, None where every answer is: what a grader
    does not reject beside the gold answer, it does not verify.
    """

    what: str
    grade: Callable[[Asked], Verdict]
    another: Callable[[Asked], str | None]


FAR: Final = 104_729
"""A prime that no one's answer, nor its neighbour, is likely to be: for a number far from the gold answer."""


def anything_but(asked: Asked) -> str:
    """Return an answer in words that is certainly not right."""
    return f"anything but {asked.gold}"


def no_answer() -> Verdict:
    """Return the verdict on a response that states no answer: wrong, never chance."""
    return Verdict("wrong", None, "the response states no answer")


def hedge(said: str) -> Verdict:
    """Return the verdict on a response that offers one answer or another: wrong, whichever of them is right."""
    return Verdict("wrong", said, "hedges between two answers")
