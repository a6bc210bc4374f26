"""Answers fixed by agreement: independent solutions vote, and the grader says which of them are the same answer.

Shares are of all solutions, also of those that came to no answer: five of eight is 0.625 whether the other three said
something else or nothing. Of those alone that answered, a question on which most solutions break off would look as
certain as one that all can solve. `min_samples` bounds those that answered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.grading import final_answer, grade
from curate.grading.extract import completed
from curate.row import LETTERS
from curate.wording.same import OWN_RULES, Grading, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.inference.model import Generation

_CHOICE: Final = "choice"
LONGEST_ANSWER: Final = 500
"""Characters: what is longer is an essay, on which no two solutions agree."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How many solutions came to an answer; `answer` is None for those that came to none."""

    answer: str | None
    count: int


class Agreement(NamedTuple):
    """What the solutions of one question say together.

    Attributes:
        votes: the most frequent answer first; what came to no answer stands behind answers of the same count.
        gold: the answer of the majority, None without one.
        share: of the gold, or of the most frequent answer, among all solutions; None where there are no solutions.
        why: why there is no majority; None where there is one.
    """

    votes: list[Vote]
    gold: str | None
    share: float | None
    why: str | None


def agreed(votes: Sequence[Vote], *, min_samples: int, threshold: float) -> Agreement:
    """The answer that the votes fix.

    Args:
        votes: Each answer once, in any order; no answer as None.
        min_samples: How many solutions must have come to an answer.
        threshold: The least share of all solutions that a majority has. Two answers of the same count are none.
    """
    ordered = sorted(votes, key=lambda vote: (-vote.count, vote.answer is None, *_spelling(vote.answer or "")))
    total = sum(vote.count for vote in ordered)
    answers = [vote for vote in ordered if vote.answer is not None]
    answered = sum(vote.count for vote in answers)
    if not total:
        return Agreement([], None, None, "there is no solution")
    best = answers[0] if answers else Vote(None, 0)
    share = best.count / total
    why = None
    if answered < min_samples or not answers:
        why = f"{answered} of {total} solutions came to an answer, and {max(min_samples, 1)} must"
    elif len(answers) > 1 and answers[1].count == best.count:
        why = f"a tie: {best.count} of {total} each for {_quoted(best.answer)} and {_quoted(answers[1].answer)}"
    elif share < threshold:
        why = f"{best.count} of {total} solutions say {_quoted(best.answer)}, a share below {threshold:g}"
    return Agreement(ordered, None if why else best.answer, share, why)


def choice_votes(solutions: Sequence[Generation], options: Sequence[str]) -> list[Vote]:
    """The letters that solutions choose, as the grader reads them; one that was cut off chose none."""
    counts = Counter(_chosen(solution, options) for solution in solutions)
    return [Vote(answer, count) for answer, count in counts.items()]


def text_votes(solutions: Sequence[Generation], grading: Grading = OWN_RULES) -> list[Vote]:
    """The answers that solutions come to, those that the grader takes for the same counted as one.

    Two answers are the same where the grader accepts either for the other: `5 km` for `5` is enough, though not the
    other way round. A spelling joins a group only where it is the same as all that are in it: `5 m` and `5 km` are two
    answers, though `5` is either. Spellings come by how frequent they are (then the shortest, then by the alphabet), so
    the groups do not hang on the order of the solutions; a group is called by its first. n spellings cost at most n^2
    gradings. A solution that was cut off, or whose
    answer the grader does not accept even for itself (a hedge, an essay), came to none.
    """
    spellings = Counter(_stated(solution, grading) for solution in solutions)
    none = spellings.pop(None, 0)
    groups: dict[str, dict[str, int]] = {}
    known = sorted(((text, count) for text, count in spellings.items() if text), key=lambda one: _rank(*one))
    for text, count in known:
        fits = (group for group, held in groups.items() if all(same(text, one, grading=grading) for one in held))
        name = next(fits, text)
        groups.setdefault(name, {})[text] = count
    votes = [Vote(name, sum(held.values())) for name, held in groups.items()]
    return [*votes, Vote(None, none)] if none else votes


def _chosen(solution: Generation, options: Sequence[str]) -> str | None:
    if solution.finish == "length":
        return None
    # Graded against any letter, the verdict names the one that was chosen; against that one it must be right.
    letter = grade(solution.text, LETTERS[0], _CHOICE, options=options).extracted
    if letter is None or len(letter) != 1 or letter not in LETTERS[: len(options)]:
        return None
    return letter if grade(solution.text, letter, _CHOICE, options=options).right else None


def _stated(solution: Generation, grading: Grading) -> str | None:
    """The answer as a solution spells it, if it states one that can be graded."""
    found = None if solution.finish == "length" else final_answer(solution.text)
    if found is None:
        return None
    first = (completed(found).text,) if found.form == "line" else ()
    for text in dict.fromkeys((*first, *found.readings)):
        spelled = " ".join(text.split())
        if not spelled or len(spelled) > LONGEST_ANSWER:
            continue
        if grading.verdict(solution.text, spelled).right:
            return spelled
    return None


def _rank(text: str, count: int) -> tuple[int, int, str]:
    return (-count, *_spelling(text))


def _spelling(text: str) -> tuple[int, str]:
    return (len(text), text)


def _quoted(text: str | None) -> str:
    return f'"{text}"'
