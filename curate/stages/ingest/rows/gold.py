"""Gold answers: from what a source writes to the letter of an option and its text, or to a text alone.

Where options have labels of their own, a letter is one of these. What fits no option, or more than one, stays as it is
and has no text: no gold is ever guessed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from curate.grading.choice.several import letters_of_gold
from curate.grading.extract import boxes
from curate.row import LETTERS
from curate.stages.ingest.rows.labels import place_of, without_label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.stages.ingest.rows.labels import Labels

_LETTER: Final = re.compile(r"\(?([A-Za-z])\)?[.:)]?")
_WHOLE: Final = re.compile(r"(\d+)(?:\.0+)?")  # a table with one gap writes its whole numbers as 2.0
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
    """From `B`, `b`, `(B)` or `B.`, of full width too; None where it is no letter."""
    found = _LETTER.fullmatch(said if said.isascii() else unicodedata.normalize("NFKC", said))
    return LETTERS.index(found.group(1).upper()) if found else None


def place_by_index0(said: str) -> int | None:
    """From the number of the option, counted from 0."""
    found = _WHOLE.fullmatch(said)
    return int(found.group(1)) if found else None


def place_by_index1(said: str) -> int | None:
    """From the number of the option, counted from 1."""
    place = place_by_index0(said)
    return None if place is None else place - 1


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
        if offered is not None and 0 <= at < len(offered) and offered[at]:
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
    """From the text of the option: as it stands, else without regard to case and spacing; one option, never two.

    Where options have labels, the text may follow its own: `B. Neon` is the option B if that reads `Neon`.
    """
    same = options.count(said)
    if same:
        return _at(options.index(said), said, options) if same == 1 else Gold(said, None)
    wanted = _plain(said)
    near = [number for number, option in enumerate(options) if _plain(option) == wanted]
    if near:
        return _at(near[0], said, options) if len(near) == 1 else Gold(said, None)
    label, text = without_label(said) if labels else (None, said)
    place = place_of(label, labels) if label is not None and labels else None
    if place is not None and place < len(options) and _plain(options[place]) == _plain(text):
        return _at(place, said, options)
    return Gold(said, None)


def by_texts(said: Sequence[str], options: Sequence[str], labels: Labels | None = None) -> Gold:
    """From the texts of several right options, all of them options; from one said twice as from that one alone."""
    golds = [by_text(one, options, labels) for one in said]
    places = sorted({LETTERS.index(gold.answer) for gold in golds if gold.answer and gold.text is not None})
    if len(places) < 2 or any(gold.text is None for gold in golds):  # noqa: PLR2004 - several
        return golds[0] if len(places) < 2 else Gold("; ".join(said), None)  # noqa: PLR2004 - the others are names for it
    return _several(places, options) or Gold("; ".join(said), None)


def by_flags(said: object, options: Sequence[str]) -> Gold:
    """From a list with true for each right option and false for each wrong one, `[0, 1, 0]`; several may be right."""
    flags = [_flag(value) for value in cast("list[object]", said)] if isinstance(said, list) else []
    if len(flags) != len(options) or None in flags:
        return NONE
    places = [at for at, flag in enumerate(flags) if flag]
    if len(places) == 1:
        return _at(places[0], None, options)
    return (_several(places, options) if places else None) or NONE


_FLAGS: Final[Mapping[str, bool]] = {"1": True, "1.0": True, "true": True, "0": False, "0.0": False, "false": False}


def _flag(value: object) -> bool | None:
    """True or false, however it is written; None where it is neither."""
    return _FLAGS.get(str(value).strip().lower())


def _by_letters(said: str, options: Sequence[str], labels: Labels | None) -> Gold:
    """From `B`, `AC`, `A, C` or `A and C`: all of them options, none twice."""
    parts = [part for part in _BETWEEN.split(said) if part]
    if len(parts) == 1 and _SEVERAL.fullmatch(parts[0]):
        parts = list(parts[0])
    if len(parts) == 1:
        return _by_letter(parts[0], options, labels)
    places = [place_by_letter(part) if labels is None else place_of(part, labels) for part in parts]
    known = sorted({place for place in places if place is not None and place < len(options)})
    found = _several(known, options) if known and len(known) == len(parts) else None
    return _unresolved(said, options) if found is None else found


def _several(places: Sequence[int], options: Sequence[str]) -> Gold | None:
    """Several options as one gold; None where they cannot be one."""
    answer = ", ".join(LETTERS[place] for place in places)
    # The grader must read the letters as these options: among odd texts (`A, B`) it may not.
    if letters_of_gold(answer, options) != frozenset(places) or not all(options[place] for place in places):
        return None
    return Gold(answer, "; ".join(options[place] for place in places))


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


def _at(number: int | None, said: str | None, options: Sequence[str]) -> Gold:
    if number is not None and 0 <= number < min(len(options), len(LETTERS)) and options[number]:
        return Gold(LETTERS[number], options[number])
    return _unresolved(said, options)


def _unresolved(said: str | None, options: Sequence[str]) -> Gold:
    """What fits no option; but a label that reads like the text of one must not pass for that one later."""
    if said is None or (said in options and _LIKE_A_LABEL.fullmatch(said)):
        return NONE
    return Gold(said, None)


def _plain(text: str) -> str:
    """Without regard to case, spacing, and to whether an accent stands in its letter or behind it."""
    plain = " ".join(text.split()).casefold()
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)
