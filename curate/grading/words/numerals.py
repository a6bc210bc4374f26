"""Write the Roman numeral behind a name as a number: `World War II` is `World War 2`, `Henry VIII` Henry the Eighth.

Only a numeral that can be nothing else is read: of several letters, in its one right spelling and in capitals, the
last word behind another. A lone `I`, `V` or `X` is one only behind a word that is counted (`Act V`), for `Malcolm X`
is no tenth.
"""

import re
from typing import Final

from curate.grading.words.number_words import ORDINAL, digits

_LETTERS = ("I", "V", "X")
_END = " \t\n.\"')*"  # what may follow the numeral
_LARGEST = 39  # no L, no C: XL is a size, CD a disc


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


_ROMAN: Final = {number: _roman(number) for number in range(1, _LARGEST + 1)}
_NUMBER: Final = {roman: number for number, roman in _ROMAN.items()}
_BEHIND_A_WORD = re.compile(r"(?<=[^\W\d_]\s)([IVX]{2,7})(?=[\s.\"')*]*\Z)")
_COUNTED = re.compile(
    r"\b((?:war|part|act|type|volume|book|chapter|phase|stage|class|level|grade|schedule|article|title|section|factor|"
    r"episode|scene|category|group|form|table|figure|appendix)\s)([IVX]{1,7})(?=[\s.\"')*]*\Z)",
    re.IGNORECASE,
)
_WORDS = "|".join(sorted((word for word in ORDINAL if word != "zeroth"), key=len, reverse=True))
_THE_NTH = re.compile(
    rf"((?:[A-Z][\w'-]*\.?\s+){{1,4}})the\s+((?:(?:twenty|thirty)[\s-])?(?:{_WORDS})|\d{{1,2}}(?:st|nd|rd|th))[\s.\"')*]*",
    re.IGNORECASE,
)
_NO_NAME = frozenset("on in at after before by until till since from during for about around of to and or".split())


def numbered_otherwise(text: str) -> tuple[str, ...]:
    """Return the other spellings of a name with a number behind it; none where it has no such number."""
    named = _THE_NTH.fullmatch(text) if " the " in text and text[:1].isupper() else None
    if named and named[1].split()[-1].lower() not in _NO_NAME:
        number = int(digits(named[2].lower())[:-2])
        return (f"{named[1]}{_ROMAN[number]}", f"{named[1]}{number}") if number in _ROMAN else ()
    if text.rstrip(_END)[-1:] not in _LETTERS:
        return ()
    found = _COUNTED.search(text) or _BEHIND_A_WORD.search(text)
    if found is None:
        return ()
    roman = found.groups()[-1]
    return (f"{text[: found.end() - len(roman)]}{_NUMBER[roman]}",) if roman in _NUMBER else ()
