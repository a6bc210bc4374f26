"""Names for the columns of a table without a header, by what stands in them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from curate.row import LETTERS
from curate.sources.clues import of_subjects
from curate.sources.columns import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.sources.columns import Column
    from curate.sources.sampling import Sample

_LETTER: Final = re.compile(r"\s*\(?[A-Ja-j]\)?[.)]?\s*")
_NUMBER: Final = re.compile(r"\s*\d\s*")
_ALL: Final = 0.95
_REPEATED: Final = 0.2
_FROM: Final = 20
"""Records from which repetition says something."""


def named(sample: Sample, given: Sequence[str]) -> list[str]:
    """New names for the columns, in their order: question, A, B, ..., answer, subject; others keep theirs.

    Args:
        sample: Records whose fields are called as `given`.
        given: The columns' names until now.
    """
    found = {column.path: column for column in columns(sample.records)}
    left = [found[name] for name in given if name in found]
    names: dict[str, str] = {}
    question = max((one for one in left if one.textual), key=lambda one: one.length, default=None)
    if question is None or len(left) < 2:  # noqa: PLR2004 - a question and an answer
        return list(given)
    names[question.path] = "question"
    left.remove(question)
    answer = _answer(left)
    names[answer.path] = "answer"
    left.remove(answer)
    subject = next((one for one in left if _repeats(one) and of_subjects(set(one.texts))), None)
    if subject is not None:
        names[subject.path] = "subject"
        left.remove(subject)
    if 2 <= len(left) <= len(LETTERS):  # noqa: PLR2004 - options are two and more
        names |= {one.path: letter for one, letter in zip(left, LETTERS, strict=False)}
    return [names.get(name, name) for name in given]


def _answer(left: Sequence[Column]) -> Column:
    """The column of letters or small numbers; else the one that repeats one of the others; else the shortest."""
    for pattern in (_LETTER, _NUMBER):
        marked = [one for one in left if one.share(partial(_says, pattern)) >= _ALL]
        if marked:
            return marked[-1]
    for one in left:
        others = list(zip(*(other.values for other in left if other is not one), strict=True))
        if others and sum(value in row for value, row in zip(one.values, others, strict=True)) >= _ALL * len(others):
            return one
    plain = [one for one in left if not _repeats(one)]
    return min(plain or left, key=lambda one: one.length)


def _says(pattern: re.Pattern[str], value: object) -> bool:
    return pattern.fullmatch(str(value)) is not None


def _repeats(column: Column) -> bool:
    return len(column.there) >= _FROM and column.textual and column.distinct <= _REPEATED


def renamed(sample: Sample, given: Sequence[str], names: Sequence[str]) -> None:
    """Call the fields of the records by their new names."""
    new = dict(zip(given, names, strict=True))
    sample.records = [{new.get(key, key): value for key, value in record.items()} for record in sample.records]
