r"""Candidates for the answer: each column in each way that its values may be written, judged by the golds it gives.

Of a multiple-choice question: a letter, a number from 0 or from 1, a label of the options, their text, or one of these
within a sentence. Of an open one: the text itself, what follows `####`, or what stands in `\boxed{}`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from curate.sources.clues import ACCEPTED, ANSWER, CONTEXT, plain, rated
from curate.sources.parts import Part, said_of
from curate.sources.trial import tried

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from curate.sources.columns import Column
    from curate.sources.parts import Said
    from curate.sources.sampling import Sample

TRIED: Final = 60
"""Records on which candidates are tried; the one that is chosen is tried on the whole sample."""

_MOSTLY: Final = 0.8
_ALIKE: Final = 0.6
"""The share of values of one look from which it is worth a trial."""
_LETTER: Final = re.compile(r"\s*\(?[A-Za-z]\)?[.:)]?\s*")
_LETTERS: Final = re.compile(r"\s*[A-Z](?:[\s,;&]*[A-Z])*\s*")
_NUMBER: Final = re.compile(r"\s*\d{1,2}(?:\.0+)?\s*")
_LABEL: Final = re.compile(
    r"\s*(?:(?:answer|option|choice|ending|sol)?[\s_]?\w{1,3}|true|false|yes|no)\s*", re.IGNORECASE
)
_LETTER_FIRST: Final = r"^\W*([A-Z])(?:[\W_]|$)"
_LETTER_SAID: Final = r"(?i:answer|option|choice)(?i:\s+is)?:?\W{0,3}([A-Z])(?:[\W_]|$)"
_WITH_UNIT: Final = re.compile(r"\s*-?[\d.,:/ ]+\([^()]*\)\s*")
_BEFORE_UNIT: Final = r"^([^(]+?)\s*(?:\(|$)"
_MARK: Final = "####"
_LONG: Final = 200
_WEIGHT: Final = 60.0
"""What a gold answer for every record weighs beside what names say (20 at most)."""


class Answer(NamedTuple):
    """A candidate with the share of the records that it gives a gold answer, and what cannot be known about it."""

    part: Part
    share: float
    doubt: str = ""

    @property
    def score(self) -> float:
        """Evidence and names together."""
        return _WEIGHT * self.share + self.part.rating - (6 if self.doubt else 0)


def of_options(columns: Sequence[Column], said: Mapping[str, Said], sample: Sample) -> list[Answer]:
    """The answers to questions with options, the best first."""
    found: list[Answer] = []
    for column in columns:
        if column.filled < 0.3:  # noqa: PLR2004 - as good as empty
            continue
        golds = {way: _tried(column, said, sample, form) for way, form in _ways(column)}
        found += _judged(column, {way: gold for way, gold in golds.items() if gold is not None})
    return sorted(found, key=lambda answer: -answer.score)


def _ways(column: Column) -> Iterator[tuple[str, dict[str, Any]]]:
    """How the values of a column may say an option."""
    named = rated(column.path, ANSWER)
    if not column.simple:
        return
    scalar = column.items

    def alike(pattern: re.Pattern[str]) -> bool:
        return sum(pattern.fullmatch(text) is not None for text in scalar) >= _ALIKE * len(scalar)

    if column.scalar and alike(_LETTER):
        yield "letter", {"as": "letter"}
    if (not column.scalar and alike(_LETTER)) or (alike(_LETTERS) and not alike(_LETTER)):
        yield "letters", {"as": "letters"}
    if column.scalar and alike(_NUMBER) and named >= 10:  # noqa: PLR2004 - numbers alone are in many columns
        yield "index0", {"as": "index0"}
        yield "index1", {"as": "index1"}
    if column.scalar and alike(_LABEL) and named:
        yield "label", {"as": "label"}
    yield "text", {"as": "text"}
    if column.textual and named and not alike(_LETTER):
        yield "letter first", {"match": _LETTER_FIRST, "as": "letter"}
        yield "letter said", {"match": _LETTER_SAID, "as": "letter"}


def _tried(column: Column, said: Mapping[str, Said], sample: Sample, form: dict[str, Any]) -> float | None:
    result = tried({**said, "answer": said_of(column, **form)}, sample, most=TRIED)
    return None if result is None else result.share


_PENALTY: Final[Mapping[str, float]] = {"letter first": 8, "letter said": 8, "label": 1, "letters": 2}
_IN_WORDS: Final[Mapping[str, str]] = {
    "letter": "is the letter of an option",
    "letters": "holds letters of options",
    "index0": "is the number of an option, counted from 0",
    "index1": "is the number of an option, counted from 1",
    "label": "is the label of an option",
    "text": "is the text of an option",
    "letter first": "begins with the letter of an option",
    "letter said": "says the letter of an option",
}


def _judged(column: Column, golds: Mapping[str, float]) -> Iterator[Answer]:
    named = rated(column.path, ANSWER)
    for way, share in golds.items():
        if share < 0.3:  # noqa: PLR2004 - chance
            continue
        said = said_of(column, **dict(_ways(column))[way])
        doubt = ""
        other = golds.get({"index0": "index1", "index1": "index0"}.get(way, ""), 0.0)
        if other >= share:
            if way == "index1" or other > share:
                continue  # counting from 0 is what most sets do
            doubt = f"counted from 0 or from 1: every value of {column.path} fits both, and 0 is only the commoner"
        yield Answer(Part(said, named - _PENALTY.get(way, 0), f"{column.path} {_IN_WORDS[way]}"), share, doubt)


def of_open(columns: Sequence[Column], question: Sequence[str]) -> list[Answer]:
    """The answers to open questions, the best first."""
    found: list[Answer] = []
    others = [one for one in columns if one.path not in question and one.simple]
    for column in others:
        named = rated(column.path, ANSWER)
        if "[role=assistant]" in column.path:
            named = 9
        if not named or plain(column.path) in ACCEPTED or column.filled < 0.3:  # noqa: PLR2004 - as good as empty
            continue
        found.append(_open(column, named))
    if not found:  # columns without names: the shortest texts beside the question are its answers
        rest = [
            one for one in others if one.filled >= _MOSTLY and plain(one.path) not in CONTEXT | {"id", "idx", "index"}
        ]
        known = min(rest, key=lambda one: one.length, default=None)
        if known is not None:
            found.append(_open(known, 1))
    return sorted(found, key=lambda answer: -answer.score)


def _open(column: Column, named: int) -> Answer:
    if column.textual and column.share(lambda text: _MARK in text) >= _MOSTLY:
        return Answer(
            Part(said_of(column, after=_MARK), named, f"{column.path} ends with {_MARK} and the answer"), column.filled
        )
    long = column.length > _LONG or plain(column.path) in {"solution", "explanation", "rationale"}
    if column.textual and long and column.share(lambda text: "\\boxed" in text) >= _MOSTLY:
        return Answer(Part(said_of(column, **{"as": "boxed"}), named, f"{column.path} boxes the answer"), column.filled)
    if column.listed:
        kinds = "the first of a list that" if column.share(lambda items: len(items) > 1) else "what"
        return Answer(Part(said_of(column), named, f"{kinds} {column.path} holds is the answer"), column.filled)
    if column.textual and column.share(lambda text: _WITH_UNIT.fullmatch(text) is not None) >= _MOSTLY:
        said = said_of(column, match=_BEFORE_UNIT)
        return Answer(Part(said, named, f"{column.path} is the answer, before its unit in brackets"), column.filled)
    letters = column.scalar and column.share(lambda text: _LETTERS.fullmatch(str(text)) is not None)
    rating = named - (18 if column.length > _LONG else 0) - (25 if letters > 0.5 else 0)  # noqa: PLR2004 - mostly
    return Answer(Part(said_of(column), rating, f"{column.path} is the answer"), column.filled)


def accepted(columns: Sequence[Column], taken: Sequence[str]) -> Part | None:
    """A column of further right answers."""
    for column in columns:
        if plain(column.path) in ACCEPTED and column.listed and column.path not in taken:
            return Part(said_of(column), 1, f"{column.path} holds further right answers")
    return None
