"""Tell texts that only look like mathematics: ranges, scores, ordinals, titles that begin with a number, `his/her`.

Graded as mathematics they would be worse than not graded: `1980-1986` would be right for `1972-1978` (both are -6), and
`2008` for `2008 Summer Olympics`.
"""

import re
from typing import Final

from curate.grading.mathematics.unit_names import NAMES, POWERS

_MONEY = r"(?:[$\u20ac\u00a3\u00a5] ?)?"
_END = rf"{_MONEY}\d(?:[\d,.:]*\d)?"
_RANGE = re.compile(rf"{_END} ?%?(?: ?(?:[-\u2013\u2014]|to|through) ?{_END})+ ?(?:%|\u00b0 ?[CF]?|[A-Za-z]{{2,12}})?")
_SCORES = re.compile(r"\d{1,3}[-\u2013]\d{1,3}(?:, ?\d{1,3}[-\u2013]\d{1,3})+")
_ORDINAL = re.compile(r"\d{1,6}(?:st|nd|rd|th)\b.*", re.DOTALL)
_NUMBER_FIRST = re.compile(r"[-+]?\d[\d,.]*(?:/\d+)?[ -](?P<words>[A-Za-z][A-Za-z .'-]*)")
_SYMBOL = re.compile(r"[A-Z]{1,3}|[kmMGT]?(?:Hz|Pa|W|J|N|V|A|eV|K|L|B)")
_SLASHED = re.compile(
    r"(?=[^/]*[A-Za-z]{2}|.*/.*[A-Za-z]{3})[A-Za-z][A-Za-z .'-]*/ ?[A-Za-z][A-Za-z .'-]*(?:/[A-Za-z .'-]+)*"
)
_ABSENT = re.compile(r"n ?/ ?a|y ?/ ?n", re.IGNORECASE)
_ABBREVIATION = re.compile(  # C-14, K-12, I/O, AC/DC, D-I-V-O-R-C-E, B+, C++; but N-1 is a formula
    r"[A-Z]-\d{2,}|[A-Z]{1,4}(?:[-/][A-Z]{1,4})+|[A-Z]{1,3}\d?[-+]{1,2}|[A-Z]+\d+-[A-Z]+\d*"
)
_ADDRESS = re.compile(r"\w+://\S+|www\.\S+")
_CLOCK = re.compile(r".*\b[ap]\.?m\.?(?![A-Za-z]).*", re.IGNORECASE | re.DOTALL)
_SCALES: Final = frozenset("hundred thousand million billion trillion dozen percent".split())


def is_text(gold: str) -> bool:
    """Return whether a stripped gold answer of some hundred characters is a text, for all its digits and signs."""
    if any(shape.fullmatch(gold) for shape in (_RANGE, _SCORES, _ORDINAL, _SLASHED, _ABSENT, _ABBREVIATION, _ADDRESS)):
        return True
    if "\\" in gold or "$" in gold:
        return False
    if any(map(str.isdigit, gold)) and _CLOCK.fullmatch(gold) and " - " in gold:
        return True
    named = _NUMBER_FIRST.fullmatch(gold)
    return named is not None and not _counts(named.group("words").split())


def _counts(words: list[str]) -> bool:
    """Return whether what stands behind a number is a unit or what is counted: `kg`, `apples`, `square feet`, `pm`."""
    if len(words) == 1 and words[0].islower():
        return True
    known = [word.lower().rstrip(".") in NAMES or word.lower() in POWERS or word.lower() in _SCALES for word in words]
    lower = [word.islower() for word in words]
    if all(low or _SYMBOL.fullmatch(word) or word.lower() in ("dollars", "celsius", "fahrenheit", "kelvin")
           for low, word in zip(lower, words, strict=True)):  # fmt: skip
        return all(known) or (len(words) == 1) or (known[0] and lower[0]) or words[0] == "degrees" or "per" in words
    return False
