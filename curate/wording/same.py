"""Whether two answers are the same, by the grader's own rules or by those that a source states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from curate.grading import Verdict, grade, infer_answer_type

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS: Final = "short_text"
_FORMAL: Final = frozenset({"math", "expression"})


class Grading(NamedTuple):
    """How the answers of a source are graded, where it is otherwise than the grader's own rules."""

    answer_type: str | None = None
    tolerance: float | None = None
    f1_at_least: float | None = None

    def verdict(self, response: str, gold: str, options: Sequence[str] | None = None) -> Verdict:
        """The grader's word on a response."""
        kind = (None if options else self.answer_type) or infer_answer_type(gold, options)
        return grade(response, gold, kind, options=options, tolerance=self.tolerance, f1_at_least=self.f1_at_least)


OWN_RULES: Final = Grading()
"""The grader's."""


def same(one: str, other: str, options: Sequence[str] | None = None, *, grading: Grading = OWN_RULES) -> bool | None:
    """Whether two answers are the same, either graded against the other; None where the grader cannot know.

    Args:
        one: An answer.
        other: Another.
        options: Makes them letters or texts of these options.
        grading: As the source states it.
    """
    verdicts: list[Verdict] = []
    for said, gold in _ways(one, other, options, grading):
        verdicts.append(grading.verdict(f"\\boxed{{{said}}}", gold, options))
        if verdicts[-1].right:
            return True
    return None if all(verdict.status == "ungradable" for verdict in verdicts) else False


def _ways(one: str, other: str, options: Sequence[str] | None, grading: Grading) -> Sequence[tuple[str, str]]:
    """Which of the two is graded against which.

    Where one is a formula and the other reads as words, only the formula may be the gold: as words, `sin x` is
    `-sin x`, and `infinity` is `-infinity`.
    """
    both = ((one, other), (other, one))
    if options or grading.answer_type is not None:
        return both
    kinds = [infer_answer_type(gold) for _, gold in both]
    if not (_FORMAL & set(kinds) and _WORDS in kinds):
        return both
    return tuple(way for way, kind in zip(both, kinds, strict=True) if kind != _WORDS)
