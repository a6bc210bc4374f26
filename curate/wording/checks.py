"""The rules of the checks: what can be said of a question without asking a model, each with its evidence.

    self_contained   `wording_text.py` looks for words that lean on a text
    answer_leaked    `leak.py`
    options_alike    `likeness.py`
    copied_share     here
    stands_in        whether the answer is written in the passage; evidence for `answerable`, and no verdict

A finding that rules leave open (`holds` is None) is what a model is asked about, where the plan has one asked.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.wording.text import reference

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD: Final = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_QUOTES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})


class Finding(NamedTuple):
    """What a check found: `holds` is its column, None where it cannot be known; `why` is one clause."""

    holds: bool | None
    why: str | None


def self_contained(question: str, options: Sequence[str] | None) -> Finding:
    """Whether a question can be understood without its passage, as far as its words tell.

    False where they can only mean a text that is not there. None otherwise: with a reason where they may mean one,
    without where nothing was found, which is no proof either (`What did he do next?`).
    """
    perhaps = None
    for place, text in [("", question), *((" in an option", option) for option in options or ())]:
        found = reference(text)
        if found is not None and found.sure:
            return Finding(holds=False, why=f'"{found.words}"{place}')
        if found is not None and perhaps is None:
            perhaps = f'"{found.words}"{place}'
    return Finding(None, perhaps)


def stands_in(answer: str, passage: str) -> bool:
    """Whether the words of an answer stand in a passage, side by side.

    Evidence and no verdict: a short answer stands in many a passage by chance (`1945`, `water`), and what has to be
    worked out from a passage stands nowhere in it. So a model is asked in either case.
    """
    sought = words(answer)
    return bool(sought) and f" {' '.join(sought)} " in f" {' '.join(words(passage))} "


def copied_share(question: str, passage: str) -> float:
    """The longest run of words that a question shares with a passage, as a share of the question's words; 0 to 1."""
    asked, told = words(question), words(passage)
    if not asked:
        return 0.0
    places: dict[str, list[int]] = {}
    for at, word in enumerate(told):
        places.setdefault(word, []).append(at)
    longest, ending = 0, dict[int, int]()
    for word in asked:
        # ending[j]: length of the run that ends with this word of the question and word j of the passage
        ending = {at: ending.get(at - 1, 0) + 1 for at in places.get(word, ())}
        longest = max(longest, max(ending.values(), default=0))
    return longest / len(asked)


def words(text: str) -> list[str]:
    """The words and numbers of a text, without case, accents of composition and punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold())
