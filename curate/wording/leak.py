"""Does a question say its own answer?

Rules on words, so they find what is written and not what is implied. An answer is leaked where it stands in the
question as a whole, and in multiple choice also where all words that only the right option has stand in the question
while no other option has such a word there: then the option can be found without knowing anything.

A single word is leaked in another form too (`What is it called when a liquid evaporates?`, `evaporation`), and a count
where the thing counted carries it (`a four-wheeled car`).

Not a leak: `yes`, `no`, numbers and quantities (a question's own figures), answers of fewer than three letters, and
alternatives that the question offers (`a wave or a particle?`), be it only by naming other options too, by telling of
several persons or things before it asks for one of them, by quoting the sentence from which a word is asked for, or by
a reaction whose substances are asked for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from curate.grading import infer_answer_type
from curate.wording.checks import Finding, words
from curate.wording.options import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_LETTERS: Final = 3
"""Shorter answers (`pH`, `C`, `ox`) stand in a question for other reasons."""
LEAST_DISTINCTIVE: Final = 5
"""Letters: of the words that only the right option has, one must be as long, or they are small change."""

_ARTICLES: Final = frozenset("a an the to of in on at by its their his her".split())
_COMMON: Final = frozenset(
    "a about above after all also an and any are as at be because been before being below between both but by can "
    "cause caused causes change changes could decrease decreased decreases decreasing did different do does due during "
    "each either equal every fewer first for from great greater greatest had has have high higher highest how if in "
    "increase increased increases increasing into is it its large larger largest last least less like likely low lower "
    "lowest made make makes many may more most much must neither no none not number of off on one only or other over "
    "people process produce produced rate same second should since small smaller smallest so some such than that the "
    "their them then there these they this those through time to too two type types under up use used uses using "
    "value very was were what when where which while who whom whose why will with within without work works would you "
    "true false correct incorrect answer question following statement always never remain remains become becomes twice "
    "doubled halved half group valid invalid zero two three four five".split()
)
_NUMBER: Final = re.compile(r"[-+]?[\d.,]+(?:st|nd|rd|th|%)?")
_NUMBER_FIRST: Final = re.compile(r"\W*\d")
_FIGURES: Final = frozenset({"math", "number_with_unit", "expression"})
_DENIES: Final = re.compile(r"\W*(?:no|not|never|none|neither)\b", re.IGNORECASE)
_TRUTH: Final = frozenset({"yes", "no", "true", "false", "correct", "incorrect"})
_YEAR: Final = re.compile(r"1\d{3}|20\d{2}")
_ASKS_YEAR: Final = re.compile(r"\b(?:what|which) year\b|\bwhen\b", re.IGNORECASE)
_OFFERS: Final = re.compile(
    r"\b(?:or|versus|vs|either|whether|between|among|larger|which of|rather than|compared (?:to|with)|than)\b",
    re.IGNORECASE,
)
_ACRONYM: Final = re.compile(r"[A-Z]{3,}")
_NAME: Final = re.compile(r"\b[A-Z][\w'-]*")
_ASKS_WHO: Final = re.compile(r"\b(?:who|whom|whose|which|what)\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[\"\u201c][^\"\u201d]+[\"\u201d]|(?<!\w)['\u2018][^'\u2019]+['\u2019](?!\w)")
_OF_LANGUAGE: Final = re.compile(
    r"\b(?:words?|verb|noun|subject|object|adjective|adverb|pronoun|preposition|conjunction|article|phrase|"
    r"clause|sentence|"
    r"syllable|prefix|suffix|predicate|participle|metaphor|simile)\b",
    re.IGNORECASE,
)
_REACTION: Final = re.compile(r"->|\u2192|\u21cc|\u21c4|<=>|\\rightarrow|\\to\b")
_SUBSTANCE: Final = re.compile(r"(?:[A-Z][a-z]?[\d\u2080-\u2089]*|[()+\-^\d])+")
SCENE: Final = 30
LEAST_ROOT: Final = 4
"""Letters that a word and its derivative must share: `oxidizes`, `oxidation`."""
_DERIVED: Final = re.compile(r"\w{4,}(?:ation|ition|tion|sion|ment|ance|ence|ing|ism)s?\Z")
_VERBAL: Final = re.compile(r"(?:at|iz|is|ens|[a-z])(?:e|es|s|ed|ing)\Z|ates?\Z|i[sz]es?\Z")
_ENDING: Final = re.compile(
    r"(?:i[sz]ations?|i[sz]e[sd]?|i[sz]ing|ations?|ate[sd]?|ating|itions?|ions?|ments?|ances?|ences?|isms?|ing|"
    r"es|ed|s|e)\Z"
)
_NUMBER_WORDS: Final[dict[str, str]] = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)
_HOW_MANY: Final = re.compile(r"\bhow many (?:\w+ )??(\w{3,})\b", re.IGNORECASE)
_NUMBERED_THING: Final = re.compile(rf"\b(\d+|{'|'.join(_NUMBER_WORDS)})-([a-z]+)", re.IGNORECASE)
_STRONG_OFFER: Final = r"(?:,? (?:or|versus|vs\.?|and) |, )"


def leaked(question: str, answer: str, options: Sequence[str] | None = None, gold: int | None = None) -> Finding:
    """Whether a question says its own answer.

    Args:
        question: The question, without its options.
        answer: The right answer in words.
        options: The texts of the options, if there are any.
        gold: The place of the right one among them.
    """
    others = [text for at, text in enumerate(options or ()) if at != gold and place_of(text) == "free"]
    question = _asking(question)
    asked = _stems(words(question))
    if options and place_of(answer) != "free":
        return Finding(holds=False, why=None)
    whole = _whole(question, answer, asked)
    if whole and not any(_whole(question, other, asked) for other in others):
        return Finding(holds=True, why=f'the question says "{answer}"')
    own = frozenset[str]() if _DENIES.match(answer) else _distinctive(answer, others)
    said = words(question)
    formed = None if whole else _in_another_form(answer, said)
    if formed and not any(_in_another_form(other, said) for other in others) and not _offers_forms(question):
        return Finding(holds=True, why=f'the question says "{formed}" for "{answer}"')
    if counted := _counted(question, answer):
        return Finding(holds=True, why=f'the question says "{counted}"')
    if options and own and max(map(len, own)) >= LEAST_DISTINCTIVE and own <= set(asked):
        rivals = (_distinctive(other, [*(one for one in others if one != other), answer]) for other in others)
        if not whole and not any(rival & set(asked) for rival in rivals):
            return Finding(holds=True, why=f"only the right option shares its words: {', '.join(sorted(own))}")
    return Finding(holds=False, why=None)


def _whole(question: str, answer: str, asked: Sequence[str]) -> bool:
    """Whether an answer stands in a question as one run of words, and not as one of several that are offered."""
    sought = words(answer)
    while sought and sought[0] in _ARTICLES:
        sought = sought[1:]
    if _ACRONYM.fullmatch(answer.strip()):
        return re.search(rf"\b{re.escape(answer.strip())}\b", question) is not None and not _offered(question, sought)
    if not sought or set(sought) <= _TRUTH or set(sought) <= _COMMON:
        return False
    if all(map(_NUMBER.fullmatch, sought)):
        year = len(sought) == 1 and _YEAR.fullmatch(sought[0]) is not None
        return year and sought[0] in asked and _ASKS_YEAR.search(question) is not None
    if sum(map(len, sought)) < LEAST_LETTERS or _is_quantity(answer):
        return False
    run = f" {' '.join(_stems(sought))} "
    if run not in f" {' '.join(asked)} ":
        return False
    return not (_offered(question, sought) or _told_of_several(question, answer) or _is_material(question, answer))


def _asking(question: str) -> str:
    """Behind a scene of `SCENE` words, only the last sentence: what a case tells of is there to be weighed."""
    told, mark, asking = question.rstrip().rpartition(". ")
    return asking if mark and len(words(told)) >= SCENE else question


def _told_of_several(question: str, answer: str) -> bool:
    """`Alice is taller than Bob. Who is taller?`: the telling names several, and the asking not the answer."""
    told, _, asking = question.rstrip().rpartition(". ")
    if not told or not _ASKS_WHO.search(asking) or answer.casefold() in asking.casefold():
        return False
    own = set(words(answer))
    named = {one.casefold() for one in _NAME.findall(told)} - _COMMON
    return bool(named & own) and bool(named - own)


def _is_material(question: str, answer: str) -> bool:
    """Whether the answer stands only in what the question shows to be worked with: a quotation, or a reaction."""
    bare = " ".join(_QUOTED.sub(" ", question).split())
    if bare != " ".join(question.split()) and _OF_LANGUAGE.search(bare) and answer.casefold() not in bare.casefold():
        return True
    return _REACTION.search(question) is not None and _SUBSTANCE.fullmatch(answer.strip()) is not None


def _in_another_form(answer: str, asked: Sequence[str]) -> str | None:
    """The word of a question that has the root of a one-word answer, as `evaporates` has that of `evaporation`."""
    sought = [word for word in words(answer) if word not in _ARTICLES]
    if len(sought) != 1 or not _DERIVED.search(sought[0]):
        return None
    root = _root(sought[0])
    if len(root) < LEAST_ROOT:
        return None
    return next((word for word in asked if word != sought[0] and _VERBAL.search(word) and _root(word) == root), None)


def _root(word: str) -> str:
    return _ENDING.sub("", word)


def _offers_forms(question: str) -> bool:
    return _OFFERS.search(question) is not None


def _counted(question: str, answer: str) -> str | None:
    """`How many wheels does a four-wheeled car have?`: the number stands with the thing that is counted."""
    asks = _HOW_MANY.search(question)
    value = _NUMBER_WORDS.get(answer.strip().casefold(), answer.strip())
    if asks is None or not value.isdigit():
        return None
    thing = _stem(asks[1].casefold())
    for found in _NUMBERED_THING.finditer(question):
        number = found[1].casefold()
        if _NUMBER_WORDS.get(number, number) == value and found[2].casefold().startswith(thing):
            return found[0]
    return None


def _is_quantity(answer: str) -> bool:
    """A number with its unit; a question states such figures to be worked with."""
    return _NUMBER_FIRST.match(answer) is not None and infer_answer_type(answer) in _FIGURES


def _offered(question: str, sought: Sequence[str]) -> bool:
    """Whether the answer stands beside `or`, or in a list from which the question lets choose."""
    plain = " ".join(question.casefold().split())
    text = r"\W+".join(map(re.escape, sought)) + r"(?:e?s)?"
    if re.search(
        rf"\b{text}[\"')]*,? (?:or|versus|vs\.?)\b|\b(?:or|versus|vs\.?) (?:an? |the |in |by )*[\"'(]*{text}\b", plain
    ):
        return True
    if re.search(rf": (?:[^,]+, )+(?:and |or )?(?:an? |the )?{text}\W*$", plain):
        return True
    root = _root(sought[0])
    if len(sought) == 1 and len(root) >= LEAST_ROOT and re.search(rf"\bor {root}|\b{root}[a-z]{{0,3}},? or\b", plain):
        return True
    if not _OFFERS.search(plain):
        return False
    article = r"(?:an? |the )?"
    return bool(
        re.search(rf"\b(?:between|of|among|than|either) {article}{text}{_STRONG_OFFER}", plain)
        or re.search(rf"\b{text}, .*\b(?:or|and) ", plain)
        or re.search(rf", {article}{text}(?:,|,? (?:and|or)\b)", plain)
        or re.search(rf"\b(?:between|of|among)\b.* and {article}{text}\b", plain)
    )


def _distinctive(text: str, others: Sequence[str]) -> frozenset[str]:
    """The words of an option that say something, and that no other option has."""
    theirs = {word for other in others for word in _stems(words(other))}
    return frozenset(
        word
        for word in _stems([one for one in words(text) if one not in _COMMON])
        if word not in theirs and not any(map(str.isdigit, word))
    )


def _stems(given: Sequence[str]) -> list[str]:
    """Words without the ending of a plural or a possessive: `mitochondria's` is out of reach, `cells` is `cell`."""
    return [_stem(_plain(word)) for word in given]


def _plain(word: str) -> str:
    """Without accents: `cafe` is what `café` says."""
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - `ties`, `dies` and `pies` are no plurals of -y
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "ches", "shes", "sses")):  # noqa: PLR2004 - as above
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - `gas`, `bus`
        return word[:-1]
    return word
