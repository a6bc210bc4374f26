"""What a mathematics exercise with a worked solution is, and how many different ones of a kind are drawn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from curate.samples.make.seeded import stream

TRIES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    r"""A problem, its solution with the answer in `\boxed{}`, the answer alone, the subject and the level 1 to 5."""

    problem: str
    solution: str
    answer: str
    subject: str
    level: int


Maker = Callable[[Random], Exercise]


def boxed(answer: str) -> str:
    """Return the answer as a solution ends with it."""
    return f"$\\boxed{{{answer}}}$"


def drawn(makers: Iterable[Maker], each: int) -> list[Exercise]:
    """Return `each` exercises of every kind, no two of them with the same problem.

    Raises:
        ValueError: a kind has fewer different problems than asked for.
    """
    found: dict[str, Exercise] = {}
    for make in makers:
        rng, wanted = stream(f"exercise/{make.__name__}"), len(found) + each
        for _ in range(TRIES):
            if len(found) == wanted:
                break
            exercise = make(rng)
            found.setdefault(exercise.problem, exercise)
        if len(found) < wanted:
            msg = f"{make.__name__}: fewer than {each} different problems"
            raise ValueError(msg)
    return list(found.values())
