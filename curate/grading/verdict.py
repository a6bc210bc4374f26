"""What a grader may say: three values, never two, because a broken grader must not look like a hard question."""

from typing import Literal, NamedTuple

Status = Literal["right", "wrong", "ungradable"]


class Verdict(NamedTuple):
    """The outcome of one grading.

    `status` is `right`, `wrong`, or `ungradable` when this grader cannot know (no gold answer, an unknown answer
    type, a symbolic comparison that ran out of time). `extracted` is the part of the response that was taken for its
    final answer, None where there was none. `why` is one short sentence for people.
    """

    status: Status
    extracted: str | None
    why: str

    @property
    def right(self) -> bool:
        """Whether the response is known to be right; what a reward of 1 hangs on."""
        return self.status == "right"


class Finding(NamedTuple):
    """Whether two answers are the same, with the reason; `equal` is None where that could not be found out."""

    equal: bool | None
    why: str
