"""Gold answers: from what a source writes to the letter of an option and its text, or to a text alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.grading.extract import boxes
from curate.row import LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LETTER: Final = re.compile(r"\(?([A-Za-z])\)?[.:)]?")


class Gold(NamedTuple):
    """A gold answer: `answer` is a letter where `text` is that option's; an unresolved one has no `text`."""

    answer: str | None
    text: str | None


NONE: Final = Gold(None, None)


def by_letter(said: str, options: Sequence[str]) -> Gold:
    """From `B`, `b`, `(B)` or `B.`."""
    found = _LETTER.fullmatch(said)
    return _at(LETTERS.index(found.group(1).upper()), said, options) if found else Gold(said, None)


def by_index0(said: str, options: Sequence[str]) -> Gold:
    """From the number of the option, counted from 0."""
    return _at(int(said), said, options) if said.isdecimal() else Gold(said, None)


def by_index1(said: str, options: Sequence[str]) -> Gold:
    """From the number of the option, counted from 1."""
    return _at(int(said) - 1, said, options) if said.isdecimal() else Gold(said, None)


def by_text(said: str, options: Sequence[str]) -> Gold:
    """From the text of the option: as it stands, else without regard to case and spacing; one option, never two."""
    same = options.count(said)
    if same == 1:
        return _at(options.index(said), said, options)
    if same == 0:
        wanted = _plain(said)
        near = [number for number, option in enumerate(options) if _plain(option) == wanted]
        if len(near) == 1:
            return _at(near[0], said, options)
    return Gold(said, None)


RESOLVED: Final[Mapping[str, Callable[[str, Sequence[str]], Gold]]] = {
    "letter": by_letter,
    "index0": by_index0,
    "index1": by_index1,
    "text": by_text,
}
"""How the gold answer of a multiple-choice question is found, by what a source's `as` says."""


def boxed(solution: str) -> str | None:
    r"""What stands in the last `\boxed{...}` of a solution."""
    found = boxes(solution)
    return found[-1][2].strip() if found else None


def _at(number: int, said: str, options: Sequence[str]) -> Gold:
    if 0 <= number < min(len(options), len(LETTERS)):
        return Gold(LETTERS[number], options[number])
    return Gold(said, None)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
