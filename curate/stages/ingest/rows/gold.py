"""Gold answers: from what a source writes to the letter of an option and its text, or to a text alone.

Where options have labels of their own, a letter is one of these. What fits no option, or more than one, stays as it is
and has no text: no gold is ever guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.grading.choice.several import letters_of_gold
from curate.grading.extract import boxes
from curate.row import LETTERS
from curate.stages.ingest.rows.labels import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.stages.ingest.rows.labels import Labels

_LETTER: Final = re.compile(r"\(?([A-Za-z])\)?[.:)]?")
_LIKE_A_LABEL: Final = re.compile(r"\(?(?:[A-Za-z]|-?\d+(?:\.\d+)?)\)?[.:)]?")
_BETWEEN: Final = re.compile(r"[\s,;&+()\[\].'\"\u3001\u3002\uff0c\uff1b]+|\band\b")
_SEVERAL: Final = re.compile(r"[A-Z]{2,26}")
_PLACES_KEPT: Final = 4_096


class Gold(NamedTuple):
    """A gold answer: `answer` is a letter where `text` is that option's; an unresolved one has no `text`.

    Of several right options, `answer` is their letters, `A, C`, and `text` their texts.
    """

    answer: str | None
    text: str | None


NONE: Final = Gold(None, None)


def place_by_letter(said: str) -> int | None:
    """From `B`, `b`, `(B)` or `B.`; None where it is no letter."""
    found = _LETTER.fullmatch(said)
    return LETTERS.index(found.group(1).upper()) if found else None


def place_by_index0(said: str) -> int | None:
    """From the number of the option, counted from 0."""
    return int(said) if said.isdecimal() else None


def place_by_index1(said: str) -> int | None:
    """From the number of the option, counted from 1."""
    return int(said) - 1 if said.isdecimal() else None


_PLACED: Final[Mapping[str, Callable[[str], int | None]]] = {
    "letter": place_by_letter,
    "index0": place_by_index0,
    "index1": place_by_index1,
}
"""Answers that say their option's place and nothing else."""


class Golds(NamedTuple):
    """The gold answers of a block: `Gold.answer` and `Gold.text` of each record."""

    answers: list[str | None]
    texts: list[str | None]


def resolved(
    said: Sequence[str | None],
    options: Sequence[Sequence[str] | None],
    labels: Sequence[Labels | None] | None,
    written: str,
) -> Golds:
    """The gold answer of each multiple-choice question.

    Args:
        said: What the source writes.
        options: Of the same questions.
        labels: Of their options, where any has some.
        written: How answers are written: a source's `as`.
    """
    placed = _PLACED.get(written)
    if placed is not None and (labels is None or written != "letter"):
        return _by_place(said, options, placed)
    beside = [None] * len(said) if labels is None else labels
    resolve = _RESOLVED[written]
    golds = [
        NONE if one is None else resolve(one, offered or (), known)
        for one, offered, known in zip(said, options, beside, strict=True)
    ]
    return Golds([gold.answer for gold in golds], [gold.text for gold in golds])


def _by_place(
    said: Sequence[str | None], options: Sequence[Sequence[str] | None], placed: Callable[[str], int | None]
) -> Golds:
    """Answers that differ little from row to row, each read once."""
    places: dict[str | None, int] = {None: -1}
    answers: list[str | None] = []
    texts: list[str | None] = []
    for one, offered in zip(said, options, strict=True):
        at = places.get(one)
        if at is None:
            place = placed(one or "")
            at = -1 if place is None or not 0 <= place < len(LETTERS) else place
            if len(places) < _PLACES_KEPT:
                places[one] = at
        if offered is not None and 0 <= at < len(offered):
            answers.append(LETTERS[at])
            texts.append(offered[at])
        else:
            answers.append(_unresolved(one, offered or ()).answer)
            texts.append(None)
    return Golds(answers, texts)


def _by_letter(said: str, options: Sequence[str], labels: Labels | None) -> Gold:
    if labels is None:
        return _at(place_by_letter(said), said, options)
    return _by_label(said, options, labels)


def _by_label(said: str, options: Sequence[str], labels: Labels | None) -> Gold:
    return _at(None if labels is None else place_of(said, labels), said, options)


def by_text(said: str, options: Sequence[str], labels: Labels | None = None) -> Gold:
    """From the text of the option: as it stands, else without regard to case and spacing; one option, never two."""
    del labels
    same = options.count(said)
    if same == 1:
        return _at(options.index(said), said, options)
    if same == 0:
        wanted = _plain(said)
        near = [number for number, option in enumerate(options) if _plain(option) == wanted]
        if len(near) == 1:
            return _at(near[0], said, options)
    return Gold(said, None)


def _by_letters(said: str, options: Sequence[str], labels: Labels | None) -> Gold:
    """From `B`, `AC`, `A, C` or `A and C`: all of them options, none twice."""
    parts = [part for part in _BETWEEN.split(said) if part]
    if len(parts) == 1 and _SEVERAL.fullmatch(parts[0]):
        parts = list(parts[0])
    if len(parts) == 1:
        return _by_letter(parts[0], options, labels)
    places = [place_by_letter(part) if labels is None else place_of(part, labels) for part in parts]
    known = sorted({place for place in places if place is not None and place < len(options)})
    answer = ", ".join(LETTERS[place] for place in known)
    # The grader must read the letters as these options: among odd texts (`A, B`) it may not.
    if not known or len(known) != len(parts) or letters_of_gold(answer, options) != frozenset(known):
        return _unresolved(said, options)
    return Gold(answer, "; ".join(options[place] for place in known))


_RESOLVED: Final[Mapping[str, Callable[[str, Sequence[str], Labels | None], Gold]]] = {
    "letter": _by_letter,
    "letters": _by_letters,
    "label": _by_label,
    "text": by_text,
}


def boxed(solution: str) -> str | None:
    r"""What stands in the last `\boxed{...}` of a solution."""
    found = boxes(solution)
    return found[-1][2].strip() if found else None


def _at(number: int | None, said: str, options: Sequence[str]) -> Gold:
    if number is not None and 0 <= number < min(len(options), len(LETTERS)):
        return Gold(LETTERS[number], options[number])
    return _unresolved(said, options)


def _unresolved(said: str | None, options: Sequence[str]) -> Gold:
    """What fits no option; but a label that reads like the text of one must not pass for that one later."""
    if said is None or (said in options and _LIKE_A_LABEL.fullmatch(said)):
        return NONE
    return Gold(said, None)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
