"""The order of options: drawn for each question, so that a habit of its writer (the answer is B) does not stay.

The order hangs on the seed and the draft's id alone: not on the writer's key, whose letters would leave a trace, nor on
the neighbours, so that any shard gives the same rows. Every order of the options that may move is as likely as every
other; hence the gold stands at each of their places equally often, whichever of them it turns out to be and whatever
the writer always says. It is drawn before the question is solved: the solver's own liking for a letter then strikes
each option equally, and a majority that hangs on the letter spreads over the texts, and is none.

Numbers are shuffled as words are. Sorted they would read better, but a writer puts the right value seldom first or
last, and sorting keeps that cue.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import xxhash

from curate.row import LETTERS
from curate.wording.options import place_of, refers

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEED: Final = 0x7368_7566_666C_6531  # "shuffle1": what else hashes the same ids must not draw the same
_LABEL: Final = re.compile(r"\s*(?:\(([A-Za-z])\)|([A-Za-z])[.):])\s+(?=\S)")


class Order(NamedTuple):
    """Options as they will be asked.

    Attributes:
        options: in their new order, without labels of their own.
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


def shuffled(options: Sequence[str], draft: str, seed: int, *, question: str = "") -> Order:
    """The options of one draft in a drawn order.

    What belongs at the end (`None of these`) is put there, `All of the above` stays at the end; where it stands above
    other options, or where one option names another by letter or place, all stay as they were written.

    Args:
        options: As their writer wrote them; `A) ` and the like in front of each is taken off.
        draft: The id of the draft.
        seed: Of the plan.
        question: For letters in options that name things of the question.
    """
    texts = _unlabelled(options)
    kinds = [place_of(text) for text in texts]
    free = [at for at, kind in enumerate(kinds) if kind == "free"]
    anchors = [at for at, kind in enumerate(kinds) if kind != "free"]
    stays = None
    if named := refers(texts, question):
        stays = f'an option names others: "{named}"'
    elif "above" in kinds and free and kinds.index("above") < free[-1]:
        stays = f'an option speaks of those above it: "{texts[kinds.index("above")]}"'
    elif len(free) < 2:  # noqa: PLR2004 - one alone cannot change places
        stays = "fewer than two options can change places"
    if stays:
        return Order(texts, list(range(len(texts))), moved=False, why=stays)
    places = [free[at] for at in drawn(len(free), draft, seed)] + anchors
    return Order([texts[at] for at in places], places, moved=True, why=None)


def drawn(count: int, draft: str, seed: int) -> list[int]:
    """One of the orders of `count` things, each as likely: the hash as a number in the factorial system.

    128 bits hold 26! (89 bits) 2^39 times over, so that no order is more likely than another by more than 2^-39.
    """
    number = xxhash.xxh3_128_intdigest(f"{seed}:{draft}".encode(), _SEED)
    left, order = list(range(count)), list[int]()
    while left:
        number, at = divmod(number, len(left))
        order.append(left.pop(at))
    return order


def _unlabelled(options: Sequence[str]) -> list[str]:
    """Options without labels, where every one carries its own: `A. Paris`, `B. Rome`."""
    found = [_LABEL.match(option) for option in options]
    for at, label in enumerate(found):
        if label is None or (label[1] or label[2]).upper() != LETTERS[at : at + 1]:
            return list(options)
    return [option[label.end() :] for option, label in zip(options, found, strict=True) if label]
