"""Tell the type of an answer from the gold answer and the options, with nothing dearer than a regular expression.

A type is told only where the gold answer leaves no other reading; what may be several things is the most lenient of
them: `5 m` is mathematics, where a unit may be missing, `9.8 m/s^2` is a quantity, where it may not.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from curate.grading.choice.several import letters_of_gold
from curate.grading.dates.date import reads_as_date
from curate.grading.gold import bare
from curate.grading.lookalikes import is_text
from curate.grading.quantity.quantity import reads_as_quantity

AnswerType = Literal[
    "choice",
    "multi_choice",
    "math",
    "expression",
    "number_with_unit",
    "short_text",
    "boolean",
    "date",
    "list",
    "ungradable",
]

_NUMBER = re.compile(r"\s*[-+]?\s*\\?[$\u20ac\u00a3]?\s*[-+]?[\d.,]*\d[\d.,]*\s*(?:\\?%|\u00b0)?\s*")
_LONG_NUMBER = re.compile(r"[-+]?[\d.,]+")
_SIGNS = re.compile("[\u00b2\u00b3\u00b9\u2070-\u207f\u00bc-\u00be\u2150-\u215e\u221e\u221a\u03c0\u00b1\u2264\u2265]")
_LONG_WORD = re.compile(r"(?!(?:sin|cos|tan|log|exp)\b)[^\W\d_]{3,}")
_LATEX = re.compile(
    r"\\[A-Za-z]|\$[^$]+\$|\\\(|\\\[|[=^]|(?<![A-Za-z]{2})[a-z0-9)]\s*[+*/<>]\s*(?![A-Za-z]{3})[-a-z0-9(\\]"
)
_TEXT_ONLY = re.compile(
    r"[\s$({]*\\(?:text(?:bf|it|rm)?|mathrm|mathbf|mbox)\s*\{\s*([^{}\\]*)\}[\s$).}]*|\{([A-Za-z ,]+)\}"
)
_LETTERS_FIRST = re.compile(r"\s*[A-Za-z]+[ -]?\d")  # U2, Apollo 11: names that end in a number
_LETTERS_ONLY = re.compile(r"\s*(?:[a-z]|(?=[^-+*/!]*[-+*/!])(?:[A-Za-z](?![A-Za-z])|[-+*/!() ])*)\s*")  # c, p - q, n!
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUANTITY = re.compile(r"[$\u20ac\u00a3]?[-+]?[\d.,/]+\s*[A-Za-z/ ]{1,15}(?:\^?[23]|\.)?")
_BETWEEN_PARTS = frozenset({"and", "or", "pi", "sqrt", "ln", "log", "OR"})
_LONGEST_TEXT = 300  # characters: a longer answer in words is an essay, which no rule can grade

_BOOLEAN = re.compile(r"\s*(?:yes|no|true|false)\s*\.?\s*", re.IGNORECASE)
_FORMULA = re.compile(r"[ \dA-Za-z+*/^_.(){}\\!|-]+")  # no relation, no comma, no unit sign, no money
_MACRO = re.compile(r"\\(?:[dtc]?frac|sqrt|cdot|times|left|right|pi|sin|cos|tan|ln|log|[ ,;!]|alpha|beta|theta|lambda)")
_FUNCTION_NAME = re.compile(r"\b(?:sqrt|sin|cos|tan|ln|log|exp|pi)\b")
_VARIABLE = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_LETTERS_SIDE_BY_SIDE = re.compile(r"[abckmnpqrxyz]{2}")  # no word: xy, ab
_ABBREVIATED = re.compile(r"[A-Za-z]\.")  # p.m., U.S.
_SAID = frozenset(
    "infinity|no solution|no solutions|no real solution|no real solutions|all real numbers|empty set".split("|")
)
_OPERATOR = re.compile(r"[-+*/^]")
_BULLETS = re.compile(r"\s*(?:[-*\u2022]|\d{1,2}[.)])\s+\S")
_QUOTED = re.compile(r"""\s*\[\s*["'].*["']\s*,?\s*\]\s*""", re.DOTALL)
_ARROWS = re.compile(r"\s(?:->|\u2192|=>)\s")
_LONGEST_ITEM = 80  # characters


def infer_answer_type(gold: str, options: Sequence[str] | None = None) -> AnswerType:
    """Return how an answer is to be graded.

    With options it is a choice, of one letter or of several. Without, it is what it is for certain (`_CERTAIN`), else
    mathematics if it is a number or LaTeX, else a text. `ungradable` where there is no gold answer, or one in so many
    words that no rule can grade it.
    """
    if not gold or gold.isspace():
        return "ungradable"
    if options:
        return "multi_choice" if len(gold) > 1 and letters_of_gold(gold, options) else "choice"
    return _of_open(bare(gold))


def _of_open(gold: str) -> AnswerType:
    """Return the type of a gold answer without options; a long one is mathematics or nothing."""
    if len(gold) > _LONGEST_TEXT:
        return "math" if _LATEX.search(gold) or _LONG_NUMBER.fullmatch(gold) else "ungradable"
    if not gold or _NUMBER.fullmatch(gold):
        return "math" if gold else "ungradable"
    worded = _TEXT_ONLY.fullmatch(gold)
    gold = (worded.group(1) or worded.group(2) or gold) if worded else gold
    certain: AnswerType | None = next((kind for kind, certainly in _CERTAIN if certainly(gold)), None)
    if certain is not None:
        return certain
    if not worded and (_LATEX.search(gold) or (_SIGNS.search(gold) and not _LONG_WORD.search(gold))):
        return "math"
    return "math" if _is_expression(gold) else "short_text"


def _is_said(gold: str) -> bool:
    """Return whether a gold answer is one of the words that mathematics answers with."""
    return gold.casefold().removeprefix("the ").removesuffix(".") in _SAID


def _is_boolean(gold: str) -> bool:
    return _BOOLEAN.fullmatch(gold) is not None


def _is_expression(gold: str) -> bool:
    """Return whether a gold answer has digits and no words but those that join numbers, or is letters in a sum."""
    if not any(map(str.isdigit, gold)):
        return _LETTERS_ONLY.fullmatch(gold) is not None
    if _LETTERS_FIRST.match(gold):
        return False
    return all(word in _BETWEEN_PARTS for word in _WORD.findall(gold)) or _QUANTITY.fullmatch(gold) is not None


def _is_formula(gold: str) -> bool:
    r"""Return whether a gold answer is a formula with variables and no more: `x^2 + 3x`, `\frac{a}{b}`, `p - q`."""
    if _LETTERS_SIDE_BY_SIDE.fullmatch(gold):
        return True
    if not _FORMULA.fullmatch(gold) or _ABBREVIATED.search(gold):
        return False
    letters = _FUNCTION_NAME.sub(" ", _MACRO.sub(" ", gold))
    if "\\" in letters or _WORD.search(letters) or not _VARIABLE.search(letters):
        return False
    return _OPERATOR.search(letters) is not None or "frac" in gold


def _is_list(gold: str) -> bool:
    """Return whether a gold answer is written as several items: lines with bullets, semicolons, arrows, an array."""
    if _QUOTED.fullmatch(gold):
        return True
    lines = [line for line in gold.splitlines() if line.strip()]
    if len(lines) > 1:
        return all(_BULLETS.match(line) for line in lines)
    if "\\" in gold or "=" in gold:
        return False
    for parts in (gold.split(";"), _ARROWS.split(gold)):
        if len(parts) > 1 and all(0 < len(part.strip()) <= _LONGEST_ITEM and _WORD.search(part) for part in parts):
            return True
    return False


_CERTAIN: tuple[tuple[AnswerType, Callable[[str], bool]], ...] = (
    ("boolean", _is_boolean),
    ("math", _is_said),
    ("number_with_unit", reads_as_quantity),
    ("date", reads_as_date),
    ("list", _is_list),
    ("short_text", is_text),
    ("expression", _is_formula),
)
"""What a gold answer without options may be for certain; the first that it is counts."""
