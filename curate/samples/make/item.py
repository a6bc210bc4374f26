"""A row on its way into a file: the same shape for every source, so that dirt can be put on any of them.

Unlike a `Question`, an item may be wrong on purpose: `dirt.py` changes items in place.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from curate.samples.make.exercise import Exercise
from curate.samples.make.question import Question
from curate.samples.make.stories import Story

WRITTEN_FOLDER = Path(__file__).parent.parent / "written"
WRITTEN = "written"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SPEAKS_OF_OPTIONS = ("of the following", "of these", "except", "of the listed", "which list")


@dataclass(slots=True, eq=False, kw_only=True)
class Item:
    r"""One row. `gold` is the letter of the right option, or empty in an open question.

    `shape` says how it was made ("written" where it was written one by one), `alone` whether it stands without options,
    `solution` ends in `\boxed{answer}` where there is one, `line` says how the line of the file is spoilt, if at all.
    """

    text: str
    answer: str
    subject: str
    shape: str
    options: tuple[str, ...] = ()
    gold: str = ""
    alone: bool = True
    solution: str = ""
    level: int = 0
    persona: str = ""
    skill: str = ""
    line: Literal["whole", "cp1252", "broken"] = "whole"


def _speaks_of_options(text: str) -> bool:
    return any(sign in text.casefold() for sign in SPEAKS_OF_OPTIONS)


def from_question(question: Question, *, alone: bool = True) -> Item:
    """Return the item of a generated or written question."""
    return Item(
        text=question.text,
        answer=question.answer,
        subject=question.subject,
        shape=question.shape,
        options=question.options,
        gold=LETTERS[question.options.index(question.answer)] if question.options else "",
        alone=not question.options or (alone and not _speaks_of_options(question.text)),
    )


def from_exercise(exercise: Exercise, shape: str) -> Item:
    """Return the item of an exercise with a worked solution."""
    return Item(
        text=exercise.problem,
        answer=exercise.answer,
        subject=exercise.subject,
        shape=shape,
        solution=exercise.solution,
        level=exercise.level,
    )


def from_story(story: Story) -> Item:
    """Return the item of a persona story."""
    return Item(
        text=story.text,
        answer=story.answer,
        subject="mathematics",
        shape=story.idea,
        persona=story.persona,
        skill=story.skill,
    )


def written(name: str, rng: Random) -> list[Item]:
    """Return the questions of `written/<name>.jsonl`, which were written one by one, in a random order."""
    lines = (WRITTEN_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    items = [_from_line(line) for line in lines]
    rng.shuffle(items)
    return items


def _from_line(line: str) -> Item:
    row = json.loads(line)
    if "problem" in row:
        return from_exercise(Exercise(**row), WRITTEN)
    options = tuple(str(option) for option in row.get("options", ()))
    return from_question(
        Question(shape=WRITTEN, subject=row["subject"], text=row["question"], answer=row["answer"], options=options)
    )


def shuffled(parts: Iterable[Iterable[Item]], rng: Random) -> list[Item]:
    """Return all items of several parts in a random order."""
    items = [item for part in parts for item in part]
    rng.shuffle(items)
    return items
