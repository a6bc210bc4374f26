r"""Candidates for the answer to an open question: the text itself, what follows `####`, or what stands in `\boxed{}`.

What only looks like an answer is refused with a word: keys of options without options, a list of options, long texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from curate.sources.answers import Answer, is_key
from curate.sources.clues import ACCEPTED, of_answers, plain
from curate.sources.parts import Part, flags, said_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.sources.columns import Column

_MOSTLY: Final = 0.8
_FEW: Final = 0.3
_MARKS: Final = ("####", "The answer is:", "The final answer is:", "Final answer:", "Answer:")
_WITH_UNIT: Final = re.compile(r"\s*-?[\d.,:/ ]+\([^()]*\)\s*")
_BEFORE_UNIT: Final = r"^([^(]+?)\s*(?:\(|$)"
_LONG: Final = 200
"""Characters of the text in the middle from which texts are solutions or essays, which no grader compares."""
_SOLUTIONS: Final = frozenset({"solution", "explanation", "rationale", "groundtruthsolution", "goldstandardsolution"})
_SURE: Final = 12
"""From this on a name alone says that a column holds answers."""
_OPTIONS_FROM: Final = 3
"""Different texts in every record from which a list is one of options, and not of names for one answer."""


def of_open(columns: Sequence[Column], question: Sequence[str]) -> tuple[list[Answer], list[str]]:
    """The answers to open questions, the best first; and why columns that are named like one are none.

    Args:
        columns: All that there are.
        question: The paths of those that the question is made of.
    """
    found: list[Answer] = []
    reasons: list[str] = []
    for column in columns:
        named = of_answers(column.path)
        if column.path in question or not column.simple or not named or column.filled < _FEW:
            continue
        if plain(column.path) in ACCEPTED and not column.path.endswith("correct_answers"):
            continue
        why = _no_answer(column)
        if why is None:
            found.append(_open(column, named))
        else:
            reasons.append(f"{column.path} {why}")
    return _short_ones_first(sorted(found, key=lambda answer: -answer.score), columns), reasons


def _short_ones_first(answers: list[Answer], columns: Sequence[Column]) -> list[Answer]:
    """The same with one that stands within the texts of the best before it: its short form."""
    by_path = {column.path: column for column in columns}
    for answer in answers[1:]:
        best, short = by_path[answers[0].part.paths[0]], by_path[answer.part.paths[0]]
        said = zip(best.values, short.values, strict=True)
        pairs = [(str(one), str(two)) for one, two in said if isinstance(one, str) and two not in (None, "", [])]
        within = sum(len(two) < len(one) and two in one for one, two in pairs)
        plain_one = set(answers[0].part.said) == {"field"}
        if plain_one and short.scalar and of_answers(short.path) >= _SURE and within > _MOSTLY * len(best.there):
            return [answer, *(one for one in answers if one is not answer)]
    return answers


def spelling_of(gold: str) -> str:
    """A gold answer without what differs between two ways to write the same."""
    return re.sub(r"[\s,$\\]", "", gold).casefold()


def named_answers(column: Column) -> bool:
    """Whether a list may well hold names for one answer, and no options."""
    return of_answers(column.path) > 0 and column.listed and _no_answer(column) is None


def _no_answer(column: Column) -> str | None:
    """Why a column that is named like an answer is none."""
    if is_key(column):
        return "holds keys of options, and no column holds options that can be read"
    if column.share(flags) >= _MOSTLY:
        return "says of several options whether they are right, and no column holds options that can be read"
    lengths = {len(cast("list[object]", value)) if isinstance(value, list) else 0 for value in column.there}
    if len(lengths) == 1 and min(lengths) >= _OPTIONS_FROM and column.share(_all_differ) == 1:
        return f"holds {min(lengths)} texts in every record, which look like options"
    if column.textual and column.length > _LONG and not (_boxes(column) or _mark(column)):
        return f"holds long texts ({column.length} characters in the middle), which no grader can compare"
    return None


def _all_differ(items: Any) -> bool:
    return len(set(map(str, items))) == len(items)


def _boxes(column: Column) -> bool:
    return column.textual and column.share(lambda text: "\\boxed" in text) >= _MOSTLY


def _mark(column: Column) -> str | None:
    """What stands before the short end of every text, if something does."""
    if not column.textual:
        return None
    marked = [mark for mark in _MARKS if column.share(lambda text, mark=mark: mark in text) >= _MOSTLY]
    return min(marked, key=lambda mark: (_lines_behind(column, mark), _MARKS.index(mark)), default=None)


def _lines_behind(column: Column, mark: str) -> int:
    """How many texts go on for more than a line behind the last of a mark."""
    return sum("\n" in text.rpartition(mark)[2].strip() for text in column.texts)


def _open(column: Column, named: int) -> Answer:
    mark = _mark(column)
    if mark is not None:
        said = said_of(column, after=mark)
        return Answer(Part(said, named, f"{column.path} ends with {mark} and the answer"), column.filled)
    if _boxes(column):
        said = said_of(column, **{"as": "boxed"})
        return Answer(Part(said, named, f"{column.path} boxes the answer"), column.filled)
    if column.listed:
        kinds = "the first of a list that" if column.share(lambda items: len(items) > 1) else "what"
        return Answer(Part(said_of(column), named, f"{kinds} {column.path} holds is the answer"), column.filled)
    if column.textual and column.share(lambda text: _WITH_UNIT.fullmatch(text) is not None) >= _MOSTLY:
        said = said_of(column, match=_BEFORE_UNIT)
        return Answer(Part(said, named, f"{column.path} is the answer, before its unit in brackets"), column.filled)
    rating = named - (6 if plain(column.path) in _SOLUTIONS else 0)
    return Answer(Part(said_of(column), rating, f"{column.path} is the answer"), column.filled)


def accepted(columns: Sequence[Column], taken: Sequence[str]) -> Part | None:
    """A column of further right answers."""
    for column in columns:
        if plain(column.path) in ACCEPTED and column.listed and column.path not in taken:
            return Part(said_of(column), 1, f"{column.path} holds further right answers")
    return None
