"""What rules find wrong with a question in other words, before a judge is asked: all in words that a model can be told.

    no other question    the words are those of the old one
    one that leans       it refers to a text that is not there, or still shows lettered options
    one that is less     a figure of the old question is gone
    one that tells       it says the gold, or shares words with it alone, or names some of the options and not all
    one that is more     it offers a choice among things that were no options

That it still needs its options is found by `dependence`, for all rewritings at once (`rewriting.py`).

The gold may stand in a question only where it stood before, or where all options are named beside it: `Which of helium,
neon and krypton is the lightest?` is complete, and tells no more than its options did.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.wording.checks import self_contained, words
from curate.wording.leak import leaked
from curate.wording.options import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHORT: Final = 4
"""Words that a candidate may have that is named inside a question: more of them are a list of options again."""
LEAST_LETTERS: Final = 3
"""Letters of a wrong option that can be said by name; shorter ones (`a`, `it`, `C`) stand anywhere by chance."""

LEAST_WORDS: Final = 3
"""Words of a question: `What is DNA?`"""
LEAST_SIGNS: Final = 4
"""The same where words are not told apart by spaces, in letters."""
LEAST_ROOT: Final = 4
"""Letters that a word must share with a gold of one word to be that word in another form."""

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_MARK: Final = re.compile(r"\(\s*\d{1,2}\s*\)|(?m:^\s*\d{1,2}[.)]\s)")
_LETTERED: Final = re.compile(r"(?m)(?:^|[\s;,(])\(?[A-Ja-j1-9][.)]\s+\S.*?[\s;,(]\(?[B-Kb-k2-9][.)]\s+\S", re.DOTALL)
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no space between words."""
_OFFER: Final = re.compile(
    r"(?P<opener>[:(]|\b(?:of|among|between|from|either))\s+"
    r"(?P<items>[^:?.()]{2,200}?(?:, (?:or |and )?| or | and )[^:?.()]+)(?=[?.)]|$)"
)
_BETWEEN: Final = re.compile(r",? (?:or|and) (?:an? |the )?|, (?:or |and )?(?:an? |the )?")
_ARTICLE: Final = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_GROUP: Final = re.compile(r"(?:these|those|two|three|four|five|all|both)\b", re.IGNORECASE)
"""What the candidates are called together, before they are named."""


class Asked(NamedTuple):
    """A multiple-choice question as it was, and its gold."""

    question: str
    options: tuple[str, ...]
    gold: int

    @property
    def answer(self) -> str:
        """The text of the right option."""
        return self.options[self.gold]

    @property
    def free(self) -> tuple[str, ...]:
        """The options that name something: no `None of these`."""
        return tuple(option for option in self.options if place_of(option) == "free")


def wrong_with(new: str, old: Asked) -> str | None:
    """What is wrong with a question in other words, or None where rules find nothing.

    Args:
        new: The question without options.
        old: What it was before.
    """
    return next((f"question: {why}" for rule in _RULES if (why := rule(new, old)) is not None), None)


def says(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text, as whole words; of one or two letters, in the same case."""
    text, phrase = unicodedata.normalize("NFKC", text), unicodedata.normalize("NFKC", phrase).strip().rstrip(".")
    if not phrase:
        return False
    if _UNSPACED.search(phrase):
        return "".join(phrase.split()).casefold() in "".join(text.split()).casefold()
    sought = words(phrase)
    if not sought or sum(map(len, sought)) < LEAST_LETTERS:
        before, behind = (r"(?<!\w)" if phrase[0].isalnum() else ""), (r"(?!\w)" if phrase[-1].isalnum() else "")
        return re.search(before + re.escape(phrase) + behind, text) is not None
    return f" {' '.join(sought)} " in f" {' '.join(words(text))} "


def names_all(new: str, old: Asked) -> bool:
    """Whether a question names all that there was to choose from, so that it needs no list beside it."""
    return len(set(old.free)) > 1 and all(says(new, option) for option in old.free)


def _short(new: str, _: Asked) -> str | None:
    least = LEAST_SIGNS if _UNSPACED.search(new) else LEAST_WORDS
    length = sum(map(str.isalnum, new)) if _UNSPACED.search(new) else len(words(new))
    return None if length >= least else "is too short to ask for one thing"


def _unchanged(new: str, old: Asked) -> str | None:
    return "is the old one, word for word" if words(new) == words(old.question) else None


def _lettered(new: str, old: Asked) -> str | None:
    if _LETTERED.search(new) and not _LETTERED.search(old.question):
        return "lists options with letters or numbers; a reader has none to choose from"
    return None


def _outside(new: str, _: Asked) -> str | None:
    found = self_contained(new, None)
    return f"speaks of a text that its reader does not have: {found.why}" if found.holds is False else None


def _figures(new: str, old: Asked) -> str | None:
    """A figure that is gone was a condition; but for marks of a list, and how many options there were."""
    there = set(_FIGURE.findall(unicodedata.normalize("NFKC", new)))
    wanted = _FIGURE.findall(_MARK.sub(" ", unicodedata.normalize("NFKC", old.question)))
    gone = next((one for one in wanted if one not in there and one != str(len(old.options))), None)
    return None if gone is None else f"leaves out the figure {gone} of the old one"


def _candidates(new: str, old: Asked) -> str | None:
    """The gold, and other options, may be newly named only all together and where all are short."""
    named = [option for option in old.free if says(new, option)]
    newly = [option for option in named if not says(old.question, option)]
    if not says(old.question, old.answer) and says(new, old.answer):
        if not names_all(new, old):
            return f"says the answer, {old.answer!r}; name all options as candidates, or none"
        if any(len(option.split()) > SHORT for option in old.free):
            return "names all options, and they are too long to be candidates inside a question"
        return None
    told = next((one for one in newly if one != old.answer and _is_name(one)), None)
    if told is not None and not says(new, old.answer):
        return f"names the option {told!r} and not all of them, so that it tells what is wrong"
    return None


def _is_name(option: str) -> bool:
    return sum(letter.isalpha() for letter in option) >= LEAST_LETTERS


def _tells(new: str, old: Asked) -> str | None:
    if names_all(new, old):
        return None  # a closed set: what it says of one it says of all
    found = leaked(new, old.answer, old.options, old.gold)
    if found.holds:
        return f"gives its answer away: {found.why}"
    gold = words(old.answer)
    if len(gold) == 1 and (near := next((one for one in _added(new, old) if _nearly(one, gold[0])), None)):
        return f"says {near!r} for the answer, {old.answer!r}"
    return None


def _added(new: str, old: Asked) -> list[str]:
    """The words that were not there before."""
    before = set(words(old.question))
    return [word for word in words(new) if word not in before]


def _nearly(word: str, gold: str) -> bool:
    """`melting` is nearly `melts`, and `German` `Germany`; `electric` is not `electron`."""
    root = gold[: max(LEAST_ROOT, len(gold) - 1)]
    return len(root) >= LEAST_ROOT and word.startswith(root)


def _strangers(new: str, old: Asked) -> str | None:
    """Where candidates are offered, all must be options; where none of them is one, only behind a colon with `or`."""
    offered = [words(option) for option in old.options]
    for found in _OFFER.finditer(new):
        items = [_ARTICLE.sub("", item) for item in _BETWEEN.split(found["items"].strip())]
        known = [any(words(item)[: len(one)] == one for one in offered if one) for item in items]
        known[0] |= any(words(items[0])[-len(one) :] == one for one in offered if one)  # `of the gases neon and argon`
        strange = [
            item
            for item, is_option in zip(items, known, strict=True)
            if not is_option and item and not says(old.question, item) and not _GROUP.match(item)
        ]
        closed = found["opener"] in ":(" and " or " in found["items"]
        if strange and (any(known) or closed):
            return f"offers {strange[0]!r}, which is no option"
    return None


_RULES: Final[Sequence[Callable[[str, Asked], str | None]]] = (
    _short,
    _unchanged,
    _lettered,
    _outside,
    _figures,
    _candidates,
    _tells,
    _strangers,
)
