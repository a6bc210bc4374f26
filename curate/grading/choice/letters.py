"""The letters of options, counted from 0 for A, and which of them the gold answers of a row make right."""

from collections.abc import Callable, Sequence
from typing import Final

from curate.grading.gold import alternatives
from curate.grading.verdict import Asked

MOST_OPTIONS: Final = 26


def number_of(letter: str) -> int:
    """Return the number of a letter in either case: 0 for A."""
    return ord(letter.upper()) - ord("A")


def letter_of(number: int) -> str:
    """Return the capital letter of a number: A for 0."""
    return chr(ord("A") + number)


def golds_of(asked: Asked, letters_in: Callable[[str, Sequence[str]], frozenset[int] | None]) -> list[frozenset[int]]:
    """Return the letters that the gold answer and each accepted one name; those that name none are left out.

    The alternatives of a gold answer (`A OR B`) count only if it cannot be read as a whole.

    Args:
        asked: What is graded.
        letters_in: Returns the letters that one answer names beside these options, None where it names none.
    """
    options = asked.options or ()
    golds = alternatives(asked._replace(accepted=()))
    whole = letters_in(golds[0], options) if golds else None
    found = [whole] if whole else [letters_in(gold, options) for gold in golds[1:]]
    if asked.accepted:
        found += [letters_in(other, options) for other in alternatives(asked)[len(golds) :]]
    return [letters for letters in found if letters]
