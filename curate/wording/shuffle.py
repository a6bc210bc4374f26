"""The order of options: drawn for each question, so that a habit of its writer (the answer is B) does not stay.

The order hangs on the seed and the name of the question alone: not on the writer's key, whose letters would leave a
trace, nor on the neighbours, so that any shard gives the same rows. Every order of the options that may move is as
likely as every other; hence the gold stands at each of their places equally often, whichever of them it turns out to be
and whatever the writer always says. Synthesised questions are shuffled before they are solved: the solver's own liking
for a letter then strikes each option equally, and a majority that hangs on the letter spreads over the texts, and is
none.

What has a place of its own keeps it: `None of these` and `All of the above` stand last, and so do options that name
others (`Both A and C`), whose letters are written anew (`curate.wording.references`). Where that is not certain to be
right, the list stays as it is.

Numbers and dates are shuffled as words are. Sorted they would read better, but a writer puts the right value seldom
first or last, and sorting keeps that cue. Yes and No, True and False are shuffled too: in the order of custom their
letter says the answer (a source of mostly true sentences would teach that A is right), and neither order is harder to
read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import xxhash

from curate.row import LETTERS
from curate.wording.options import place_of, plain
from curate.wording.references import asks_by_letter, naming, rewritable

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEED: Final = 0x7368_7566_666C_6531  # "shuffle1": what else hashes the same ids must not draw the same
_LABEL: Final = re.compile(r"\s*(?:\(([A-Za-z])\)\s*|([A-Za-z])(?:\)\s*|[.:]\s+))(?=\S)")
_NUMBERED: Final = re.compile(r"\s*(?:\((\d{1,2})\)|(\d{1,2})(?:\)|[.:]\s))\s*\S")
_NO: Final = re.compile(r"\W*no\W*", re.IGNORECASE)


class Order(NamedTuple):
    """Options as they will be asked.

    Attributes:
        options: in their new order, without labels of their own, and with new letters where one names others.
        places: `places[i]` is where option `i` was written.
        moved: whether they were shuffled at all.
        why: why not, where they were not; else None.
    """

    options: list[str]
    places: list[int]
    moved: bool
    why: str | None

    def letter(self, key: str | None) -> str | None:
        """The new letter of the option that was written under `key`; None for what is no letter of the list."""
        at = LETTERS.find(key) if key and len(key) == 1 else -1
        return LETTERS[self.places.index(at)] if 0 <= at < len(self.places) else None


def shuffled(options: Sequence[str], name: str, seed: int, *, question: str = "", named: bool = True) -> Order:
    """The options of one question in a drawn order.

    Args:
        options: As their writer wrote them; `A) ` and the like in front of each is taken off.
        name: The id of the question.
        seed: Which of the orders it is.
        question: Its words, which may speak of options, and tell what letters mean.
        named: Whether anything may name an option; where `curate.wording.suspects.named` says no, nothing is looked up.
    """
    texts = unlabelled(options) if named else list(options)
    names = naming(texts, question) if named else [False] * len(texts)
    fixed = [at for at, text in enumerate(texts) if names[at] or _place(text) != "free"]
    free = [at for at in range(len(texts)) if at not in fixed]
    read = rewritable(texts, names, question) if any(names) else {}
    unread = plain(texts[names.index(True)]) if read is None else None
    why = _fixed_by(texts, free, fixed, unread, question if named else None)
    if why or read is None:
        return Order(texts, list(range(len(texts))), moved=False, why=why)
    places = [free[at] for at in drawn(len(free), name, seed)] + fixed
    new = {LETTERS[before]: LETTERS[now] for now, before in enumerate(places)} if read else {}
    written = [read[at].written(new) if at in read else texts[at] for at in places]
    return Order(written, places, moved=True, why=None)


def _fixed_by(
    texts: Sequence[str], free: Sequence[int], fixed: Sequence[int], unread: str | None, question: str | None
) -> str | None:
    """Why a list stays as it is; None where it need not. A question that is None names no option, nor do options."""
    if question is not None:
        if said := asks_by_letter(question):
            return f'the question speaks of options by letter or place: "{said}"'
        if unread:
            return f'an option names others: "{unread}"'
        if _own_labels(texts):
            return "the options have labels of their own"
    above = next((at for at in fixed if free and at < free[-1] and _speaks_of_all_above(texts[at])), None)
    if above is not None:
        return f'an option speaks of those above it: "{texts[above]}"'
    return "fewer than two options can change places" if len(free) < 2 else None  # noqa: PLR2004 - one stays alone


def drawn(count: int, name: str, seed: int) -> list[int]:
    """One of the orders of `count` things, each as likely: the hash as a number in the factorial system.

    128 bits hold 26! (89 bits) 2^39 times over, so that no order is more likely than another by more than 2^-39.
    """
    number = xxhash.xxh3_128_intdigest(f"{seed}:{name}".encode(), _SEED)
    left, order = list(range(count)), list[int]()
    while left:
        number, at = divmod(number, len(left))
        order.append(left.pop(at))
    return order


def unlabelled(options: Sequence[str]) -> list[str]:
    """Options without labels, where every one carries its own: `A. Paris`, `B. Rome`."""
    found = [_LABEL.match(option) for option in options]
    for at, label in enumerate(found):
        if label is None or (label[1] or label[2]).upper() != LETTERS[at : at + 1]:
            return list(options)
    return [option[label.end() :] for option, label in zip(options, found, strict=True) if label]


def _own_labels(texts: Sequence[str]) -> bool:
    """`1) x`, `2) y`; or the letters themselves, `A`, `B`: they name things that are shown in the question."""
    if [text.strip().upper() for text in texts] == list(LETTERS[: len(texts)]):
        return True
    numbers = [_NUMBERED.match(text) for text in texts]
    return all(one and int(one[1] or one[2]) == at for at, one in enumerate(numbers, start=1))


def _place(text: str) -> str:
    """As `place_of`, but that `No` is an answer here, as `Yes` is."""
    return "free" if _NO.fullmatch(text) else place_of(text)


def _speaks_of_all_above(text: str) -> bool:
    return " above" in text.lower() or place_of(text) == "above"
