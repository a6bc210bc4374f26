"""Lower case for ordinary words alone: `Capital` is `capital`, while `Co` is not `CO`, nor `mg` `Mg`, nor `Aa` `aa`.

A word is a run of letters. It is ordinary, so that its case says nothing, where it is

- of three letters or more, and only the first is a capital (`What`);
- of four letters or more, and all are capitals (`EXCEPT`), or one of the short words that are said loudly (`NOT`);
- one of the words of two letters that open sentences and stand in titles (`Is`, `Of`);
- the article `A` at the start of a text or of an option, before a word in lower case.

Runs of repeated letters are never ordinary: `AABB`, `Aabb` and `aabb` are three genotypes. All other words keep their
case: symbols, units, formulas, acronyms, names of variables.

All texts are looked at as one array of characters, because a search in each by Python costs as much as all the rest.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Places = npt.NDArray[np.intp]
    Flags = npt.NDArray[np.bool_]

BETWEEN: Final = "\x1e"
"""Stands between the options of a question in one text."""

_END: Final = "\n"  # normalising folds it, so that no text can hold it
_KNOWN = 0x2000  # below it lie the letters that have two cases in living use; what lies above keeps its case
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_SHORT = "Am An As At Be By Do Go He If In Is It Me My No Of On Or So To Up Us We".split()
_LOUD = "ALL AND ANY ARE BUT DID FOR HAS HOW ITS NOR NOT THE WAS WHY YES YOU".split()
_REPEATED = re.compile(r"(?:([a-z])\1+)+", re.IGNORECASE)
_AFTER_NAME = "and are can for has the was".split()  # what follows the point A, and no article
_LOOKED_AT = 6  # characters from where the article stands


class _Letters(NamedTuple):
    """Of each character below `_KNOWN`: whether it is a letter, a capital, and what its lower case is."""

    letter: Flags
    capital: Flags
    lower: npt.NDArray[np.uint32]


class _Words(NamedTuple):
    """The words that hold a capital: where they start, of how many letters they are, how many of them capitals."""

    start: Places
    length: Places
    capitals: Places


def without_case(texts: Sequence[str]) -> list[str]:
    """The texts with their ordinary words in lower case; no text may hold a line feed."""
    if not texts:
        return []
    joined = _END.join(texts) + _END * _LOOKED_AT
    ascii_only = joined.isascii()
    kind, code = (np.uint8, "ascii") if ascii_only else (np.uint32, "utf-32-le")
    letters = np.frombuffer(joined.encode(code, "surrogatepass"), dtype=kind).copy()
    _fold(letters)
    return letters.tobytes().decode(code, "surrogatepass").split(_END)[: len(texts)]


def _fold(text: npt.NDArray[Any]) -> None:
    table = _letters()
    seen = text if text.dtype == np.uint8 else np.minimum(text, _KNOWN)
    if text.dtype == np.uint8:  # by arithmetic, which is several times as fast as the table
        words = _words(((text | 32) - ord("a")) < len(_ALPHABET), (text - ord("A")) < len(_ALPHABET))
    else:
        words = _words(table.letter[seen], table.capital[seen])
    title = (words.capitals == 1) & table.capital[seen[words.start]]
    loud = (words.capitals == words.length) & (words.length > 1)
    for opens, known in ((title, _SHORT), (loud, _LOUD)):
        length = len(known[0])
        opens[:] &= (words.length > length) | ((words.length == length) & _one_of(known, seen, words.start))
    either = np.flatnonzero(title | loud)
    start = words.start[either]
    twice = either[(seen[start] == seen[start + 1]) | (table.lower[seen[start]] == seen[start + 1])]
    for word in twice.tolist():  # few: `Aaron`, `EEL`, and the genotypes
        first = int(words.start[word])
        if _REPEATED.fullmatch("".join(map(chr, seen[first : first + int(words.length[word])].tolist()))):
            title[word] = loud[word] = False
    length = words.length[loud]
    before: Places = np.cumsum(length) - length
    every: Places = np.arange(int(length.sum())) + np.repeat(words.start[loud] - before, length)
    for places in (words.start[title], every):
        text[places] = table.lower[seen[places]]
    text[_articles(text, words.start[words.length == 1])] = ord("a")


def _articles(text: npt.NDArray[Any], single: Places) -> Places:
    """Of the words of one letter, each `A` that opens a text or an option and stands before a word in lower case."""
    opens = (single == 0) | np.isin(text[single - 1], [ord(_END), ord(BETWEEN)])
    found = single[opens & (text[single] == ord("A")) & (text[single + 1] == ord(" "))]
    after = [(text[found + at] >= ord("a")) & (text[found + at] <= ord("z")) for at in range(2, _LOOKED_AT)]
    name = _one_of(_AFTER_NAME, text, found + 2) & ~after[3]
    return found[after[0] & after[1] & after[2] & ~name]


def _words(letter: Flags, capital: Flags) -> _Words:
    edges = np.flatnonzero(np.diff(letter, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    of_word, capitals = np.unique(
        np.searchsorted(starts, np.flatnonzero(capital), side="right") - 1, return_counts=True
    )
    return _Words(starts[of_word], (ends - starts)[of_word], capitals)


def _one_of(known: Sequence[str], text: npt.NDArray[Any], starts: Places) -> Flags:
    """Whether the letters from each start on are one of the known words, which are all as long."""
    length = len(known[0])
    codes = np.zeros(starts.size, dtype=np.int64)
    for offset in range(length):
        codes = codes * _KNOWN + text[starts + offset]
    wanted = [sum(ord(one) * _KNOWN ** (length - 1 - at) for at, one in enumerate(word)) for word in known]
    return np.isin(codes, wanted)


@cache
def _letters() -> _Letters:
    known = [chr(code) for code in range(_KNOWN)]
    lower = [one.casefold() if len(one.casefold()) == 1 else one for one in known]
    # One more, for all that lies above.
    return _Letters(
        np.array([*(one.isalpha() for one in known), False]),
        np.array([*(one.isupper() or one.istitle() for one in known), False]),
        np.array([*(min(ord(one), _KNOWN) for one in lower), _KNOWN], dtype=np.uint32),
    )
