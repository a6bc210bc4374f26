"""May a text stand as a wrong option beside the right one? Each that may not is refused with its reason.

Three things are looked for. It must be wrong: not the right answer under the grader, either way round, nor in another
order of words, a part of it or more than it. It must be another than those that are there. And it must not be told from
the right one by its look: the type of answer, unit, LaTeX, first letter, article, full stop and length are the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from curate.grading import infer_answer_type
from curate.prompts.answers import misspelt
from curate.stages.forms.numeral import numeral
from curate.wording.checks import words
from curate.wording.leak import leaked
from curate.wording.likeness import alike
from curate.wording.options import place_of
from curate.wording.references import refers
from curate.wording.same import OWN_RULES, Grading, same

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 120
"""Characters of a wrong option; what it stands beside is shorter (`options_made.LONGEST`)."""

_LABEL: Final = re.compile(r"\(?(?:[A-Za-z]|\d{1,2})[).:]\s+\S")
_LATEX: Final = re.compile(r"\\[A-Za-z]|\$[^$]+\$|\\[(\[]|\^\{")
_ARTICLE: Final = re.compile(r"(?:the|an?)\b", re.IGNORECASE)
_ARTICLES: Final = frozenset({"the", "a", "an"})
_LETTER: Final = re.compile(r"[^\W\d_]")
_DIGIT: Final = re.compile(r"\d")
_SAYS: Final = re.compile(r"[^\W_]|\\[A-Za-z]|[\u2200-\u22ff]")
_ASKS: Final = re.compile(r"\?")
_BROKEN_OFF: Final = re.compile(r"(?:[,;:({\[]|\.\.\.|\u2026)\s*\Z")
_STOP: Final = re.compile(r"[.!?]\Z")
_QUOTED: Final = re.compile(r"\A[\"'\u201c\u2018]")
_TIMES_LONGER: Final = 2.5
_LONGER_BY: Final = 8
"""Characters: an option is not more than 2.5 times as long as the right one and 8 more, nor the other way round. Of the
35,262 wrong options of MMLU beside a right one of 60 characters at most 96 in 100 keep to it."""
_NUMBERS: Final = frozenset({"math", "expression", "number_with_unit"})


@dataclass(frozen=True)
class Beside:
    """What a wrong option shall stand beside.

    Attributes:
        question: what is asked.
        gold: the right answer.
        options: all that are there, the right one among them, in their order.
        accepted: further right answers.
        grading: how answers are graded.
    """

    question: str
    gold: str
    options: tuple[str, ...]
    accepted: tuple[str, ...] = ()
    grading: Grading = OWN_RULES

    def why_not(self, text: str) -> str | None:
        """Why a text may not stand beside the options; None where it may."""
        return (
            misspelt("options", text, LONGEST)
            or _says_nothing(text, self.gold)
            or self._speaks_of_others(text)
            or self._right(text)
            or self._there(text)
            or self._looks_otherwise(text)
            or self._guessed(text)
        )

    def with_one_more(self, text: str) -> Beside:
        """The same with one more option."""
        return Beside(self.question, self.gold, (*self.options, text), self.accepted, self.grading)

    def _speaks_of_others(self, text: str) -> str | None:
        if place_of(text) != "free":
            return "speaks of all options, or of none"
        if refers([*self.options, text], self.question) is not None:
            return "names another option"
        return "begins with a label" if _LABEL.match(text) and not _LABEL.match(self.gold) else None

    def _right(self, text: str) -> str | None:
        for right in (self.gold, *self.accepted):
            if words(text) == words(right) and text.casefold() == right.casefold():
                return f'is the right answer "{right}"'
            for grading in dict.fromkeys((self.grading, OWN_RULES)):
                equal = same(text, right, grading=grading)
                if equal is not False:
                    told = "is" if equal else "cannot be told by the grader from"
                    return f'{told} the right answer "{right}"'
        return self._nearly(text)

    def _nearly(self, text: str) -> str | None:
        """A part of the right answer, more than it, or its words in another order."""
        one, other = ([word for word in words(each) if word not in _ARTICLES] for each in (text, self.gold))
        if infer_answer_type(self.gold) in _NUMBERS or not (one and other):
            return None
        if sorted(one) == sorted(other):
            return "has the words of the right answer"
        if {_stem(word) for word in one} == {_stem(word) for word in other}:
            return "has the words of the right answer in another form"
        if set(one) < set(other):
            return "is a part of the right answer"
        return "holds the right answer" if set(other) < set(one) else None

    def _there(self, text: str) -> str | None:
        for option in self.options:
            if " ".join(option.split()).casefold() == " ".join(text.split()).casefold():
                return f'stands there already: "{option}"'
            for grading in dict.fromkeys((self.grading, OWN_RULES)):
                if option != self.gold and same(text, option, grading=grading) is not False:
                    return f'is the option "{option}", or cannot be told from it'
        return None

    def _looks_otherwise(self, text: str) -> str | None:
        gold = self.gold
        kind, own = infer_answer_type(text), infer_answer_type(gold)
        if kind != own and not {kind, own} <= _NUMBERS:
            return f"is of another type: {kind}, not {own}"
        if (_LATEX.search(text) is None) != (_LATEX.search(gold) is None):
            return "is written in LaTeX, unlike the right answer" if _LATEX.search(text) else "is not written in LaTeX"
        return _another_unit(text, gold) or _another_form(text, gold) or _another_length(text, gold)

    def _guessed(self, text: str) -> str | None:
        """What question and options give away: an article that fits one only, an option that the question says."""
        if own_leak(self.question, text):
            return "stands in the question"
        found = alike([self.gold, text], None, self.question)
        return found.why if found.holds is False else None


def fault_of_all(options: Sequence[str], gold: int, question: str) -> str | None:
    """What is wrong with options as a whole: the right one is the longest by far, or alone fits the question."""
    found = alike(options, gold, question)
    return found.why if found.holds is False else None


def own_leak(question: str, answer: str) -> bool:
    """Whether a question says an answer."""
    return leaked(question, answer).holds is True


def _says_nothing(text: str, gold: str) -> str | None:
    """What is no answer at all: a sign, the letter of an option, a question, words that break off."""
    if not _SAYS.search(text):
        return "holds no letter and no number"
    if len(text) == 1 and text.isalpha() and len(gold) > 1:
        return "is a letter"
    for what, sign in (("is a question", _ASKS), ("breaks off", _BROKEN_OFF)):
        if sign.search(text) and not sign.search(gold):
            return what
    return None


def _another_unit(text: str, gold: str) -> str | None:
    one, other = numeral(text), numeral(gold)
    if one is None or other is None:
        return None
    if (one.before.strip(), one.after.strip()) != (other.before.strip(), other.after.strip()):
        return f'has another unit: "{one.before}...{one.after}", not "{other.before}...{other.after}"'
    if (one.fraction is None) != (other.fraction is None):
        return "is a fraction" if one.fraction else "is no fraction"
    return None


def _another_form(text: str, gold: str) -> str | None:
    if (_DIGIT.search(text) is None) != (_DIGIT.search(gold) is None):
        return "holds a number" if _DIGIT.search(text) else "holds no number"
    one, other = _LETTER.match(text), _LETTER.match(gold)
    if one and other and one[0].isupper() != other[0].isupper() and not _LATEX.search(gold):
        return f"begins with a {'capital' if one[0].isupper() else 'small'} letter, unlike the right answer"
    for what, sign in (("an article", _ARTICLE), ("a quotation mark", _QUOTED)):
        if (sign.match(text) is None) != (sign.match(gold) is None):
            return f"begins {'with' if sign.match(text) else 'without'} {what}, unlike the right answer"
    if (_STOP.search(text) is None) != (_STOP.search(gold) is None):
        return f"ends {'with' if _STOP.search(text) else 'without'} a full stop, unlike the right answer"
    return None


def _another_length(text: str, gold: str) -> str | None:
    shorter, longer = sorted((len(text), len(gold)))
    if longer > _TIMES_LONGER * shorter + _LONGER_BY:
        return f"has {len(text)} characters, the right answer {len(gold)}"
    return None


def _stem(word: str) -> str:
    return word.removesuffix("es").removesuffix("s")
