"""Tell the type of an answer from the gold answer and the options, with nothing dearer than a regular expression."""

import re
from collections.abc import Sequence
from typing import Literal

AnswerType = Literal["choice", "math", "short_text", "ungradable"]

_NUMBER = re.compile(r"\s*[-+]?\s*\\?[$\u20ac\u00a3]?\s*[-+]?[\d.,]*\d[\d.,]*\s*(?:\\?%|\u00b0)?\s*")
_LATEX = re.compile(r"\\[A-Za-z]|\$[^$]+\$|\\\(|\\\[|[=^]|[a-z0-9)]\s*[+*/<>]\s*[-a-z0-9(\\]")
_TEXT_ONLY = re.compile(
    r"[\s$({]*\\(?:text(?:bf|it|rm)?|mathrm|mathbf|mbox)\s*\{\s*([^{}\\]*)\}[\s$).}]*|\{([A-Za-z ,]+)\}"
)
_LETTERS_FIRST = re.compile(r"\s*[A-Za-z]+[ -]?\d")  # U2, Apollo 11: names that end in a number
_LETTERS_ONLY = re.compile(r"\s*(?:[a-z]|(?=[^-+*/!]*[-+*/!])(?:[A-Za-z](?![A-Za-z])|[-+*/!() ])*)\s*")  # c, p - q, n!
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUANTITY = re.compile(r"[-+]?[\d.,/]+\s*[A-Za-z/ ]{1,15}(?:\^?[23])?")
_BETWEEN_PARTS = frozenset({"and", "or", "pi", "sqrt", "ln", "log", "OR"})
_LONGEST_TEXT = 300  # characters: a longer answer in words is an essay, which no rule can grade


def infer_answer_type(gold: str, options: Sequence[str] | None) -> AnswerType:
    """Return how an answer is to be graded: options make a choice; numbers, LaTeX and expressions are mathematics.

    `ungradable` where there is no gold answer, or one in so many words that no rule can grade it.
    """
    if not gold or gold.isspace():
        return "ungradable"
    if options:
        return "choice"
    if _NUMBER.fullmatch(gold):
        return "math"
    worded = _TEXT_ONLY.fullmatch(gold)
    if worded:
        gold = worded.group(1) or worded.group(2) or gold
    elif _LATEX.search(gold):
        return "math"
    if len(gold) > _LONGEST_TEXT:
        return "ungradable"
    return "math" if _is_expression(gold) else "short_text"


def _is_expression(gold: str) -> bool:
    """Return whether a gold answer has digits and no words but those that join numbers, or is letters in a sum."""
    if not any(map(str.isdigit, gold)):
        return _LETTERS_ONLY.fullmatch(gold) is not None
    if _LETTERS_FIRST.match(gold):
        return False
    return all(word in _BETWEEN_PARTS for word in _WORD.findall(gold)) or _QUANTITY.fullmatch(gold) is not None
