"""Options that speak of other options, by letter or by place: what a shuffle must not tear from its meaning.

`place_of` tells three kinds of option apart. A `free` one may stand anywhere. A `last` one (`None of these`, `Cannot be
determined`) is true wherever it stands, and stands last by custom. An `above` one (`All of the above`) speaks of what
stands above it. And `refers` tells whether a whole list must stay as it is, because one option names others by letter
or number (`Both A and B`), or by a place that no rule can follow (`The first two`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from curate.row import LETTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

Place = Literal["free", "last", "above"]

_SPACE: Final = re.compile(r"\s+")
_END: Final = r"(?: (?:is|are) (?:correct|true|right|wrong|incorrect|false)| apply| applies)?\W*$"
_THINGS: Final = "(?:options?|choices?|answers?|statements?|alternatives?|responses?)"
_ABOVE: Final = re.compile(
    rf"^\W*(?:all|none|any|each|every one|not any) (?:of )?(?:the )?(?:{_THINGS} )?"
    rf"(?:above|preceding|listed above|given above|above {_THINGS}|preceding {_THINGS}){_END}",
    re.IGNORECASE,
)
_LAST: Final = (
    (
        rf"^\W*(?:all|none|any|neither|both|either) of (?:the )?(?:these|mentioned|them|those|others?|"
        rf"(?:other )?(?:{_THINGS})|"
        rf"these {_THINGS}|listed|given)(?: {_THINGS})?(?: (?:listed|given|here))?{_END}"
    ),
    rf"^\W*(?:all|none|neither|both|either|other|no change|no error|every|no)(?: (?:the )?(?:{_THINGS}))?{_END}",
    (
        r"^\W*(?:it )?(?:cannot|can not|can't) be (?:determined|answered|known|inferred|decided|calculated|concluded)"
        r"\b[^.]*\W*$"
    ),
    rf"^\W*(?:there (?:is|are) no|no) (?:correct|right|valid|true) {_THINGS}\W*$|^\W*(?:no|every) {_THINGS}{_END}",
    r"^\W*not (?:given|stated|determinable|possible to (?:tell|say|determine|know))\W*$",
    r"^\W*(?:(?:there is )?(?:not enough|insufficient)) (?:information|data)\b[^.]*\W*$",
    r"^\W*(?:i don['\u2019]?t know|not sure|unknown|(?:it is )?impossible to (?:tell|say|determine|know)\b[^.]*)\W*$",
)
_LAST_ANY: Final = re.compile("|".join(f"(?:{one})" for one in _LAST), re.IGNORECASE)

_JOIN: Final = r"\s*(?:,\s*(?:and|or|nor|but not)?|and/or|and|or|nor|&|\+|but not)\s*"
_LETTER: Final = r"(?:\(?[A-Za-z]\)|[A-Z]\.|[A-Z](?![\w'\u2019]))"
_LETTER_LIST: Final = re.compile(
    rf"^\W*(?:(?i:both|either|neither|only|just|(?:all|none|any|either|one|two|"
    rf"both) of) )?{_LETTER}(?:{_JOIN}{_LETTER})+"
    rf"(?: only| alone| both)?{_END}"
)
_SMALL_LIST: Final = re.compile(
    rf"^\W*(?:(?:both|either|neither|only) [a-j]{_JOIN}[a-j]|[a-j]{_JOIN}[a-j] (?:only|both|alone)){_END}",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(rf"^\W*(?:(?i:only|just) {_LETTER}|{_LETTER} (?:only|alone)){_END}")
_CHOICE_OF: Final = re.compile(rf"^\W*(?i:both|either|neither) {_LETTER}{_JOIN}{_LETTER}(?=\W|$)")
_POINTS: Final = re.compile(
    r"^\W*(?i:.* )?(?i:not|of|in|as|than|except|but|like|with|by|to|under|from) \(?[A-Z]\)?\W*$", re.DOTALL
)
"""An option of words that ends by naming a letter: `Not A`, `The opposite of B`, `The statement in C`."""
_NUMBERS_ONLY: Final = re.compile(rf"^\W*(?:only )?\(?\d{{1,2}}\)?(?:{_JOIN}\(?\d{{1,2}}\)?)+(?: only)?{_END}")
_NTH: Final = "(?:first|second|third|fourth|fifth|last)"
_NAMED: Final = re.compile(
    rf"\b(?:{_THINGS}) (?:number )?(?:\([a-z0-9]\)|[A-Z]\b|\d{{1,2}}\b|[a-j](?: (?:and|or|nor) [a-j])?\b(?=\W*$))",
    re.IGNORECASE,
)
_NAMES_STATEMENT: Final = re.compile(r"\bstatements? (?:number )?\(?[\dIVX]", re.IGNORECASE)
_NUMBERS: Final = re.compile(
    rf"^\W*(?:both|either|neither) \(?\d{{1,2}}\)?{_JOIN}\(?\d{{1,2}}\)?(?: only)?{_END}", re.IGNORECASE
)
_BY_PLACE: Final = re.compile(
    rf"\b(?:the )?(?:first|last|previous|preceding|next|other) (?:(?:two|three|four) )?(?:{_THINGS}|ones?)\b"
    rf"|^\W*(?:(?:both|either|neither|only|just|all) )?(?:of )?(?:the )?{_NTH} (?:two|three|and|or|nor|but not)\b"
    r"|\bthe above\b"
    r"|\b(?:one|two|three|some|most|both|either|neither|more than one|at least one|any two|all but one) "
    rf"(?:of )?(?:the )?(?:{_THINGS} )?(?:above|preceding)\b"
    rf"|\b(?:above|preceding) (?:{_THINGS})\b"
    r"|^\W*(?:all|none) (?:of )?the above\b.*\b(?:except|but)\b"
    r"|^\W*(?:more than one|at least one|two|some|any two) of (?:these|those|them|the options)\b"
    r"|\bthe (?:option|choice|answer) (?:above|below|before|after)\b",
    re.IGNORECASE,
)
_EXCEPT: Final = re.compile(rf"^\W*(?i:all|any|everything|none)\b.{{0,20}}\b(?:except|but)(?: for)? {_LETTER}\W*$")
_LETTERED: Final = (_CHOICE_OF, _POINTS, _LETTER_LIST, _SMALL_LIST, _ONLY, _EXCEPT)
_SINGLE: Final = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z'\u2019])")
_ROMAN: Final = re.compile(r"(?<![A-Za-z])(?:II|III|IV|VI|VII|VIII|IX|ii|iii|iv|vi)(?![A-Za-z])")


def place_of(option: str) -> Place:
    """Where an option may stand."""
    text = _SPACE.sub(" ", option).strip()
    if _ABOVE.match(text):
        return "above"
    return "last" if _LAST_ANY.match(text) else "free"


def refers(options: Sequence[str], question: str = "") -> str | None:
    """The first option that names others by letter, number or place; None where none does.

    Letters that reach beyond the list name no option, nor do Roman numerals. Where every option (but anchors) is a list
    of letters, the letters are things of the question (`A and B`, `B and C`), and the list may be shuffled. In doubt an
    option refers: a list that stays as it was written is never wrong.

    Args:
        options: The texts, in the order of their letters.
        question: Says `II` where `I` in an option is a numeral.
    """
    texts = [_SPACE.sub(" ", option).strip() for option in options]
    roman = any(_ROMAN.search(text) for text in (*texts, question))
    lists = [_lists_letters(text, len(texts), roman=roman) for text in texts]
    free = [is_list for text, is_list in zip(texts, lists, strict=True) if place_of(text) == "free"]
    all_lists = len(free) > 1 and all(free)
    for text, is_list in zip(texts, lists, strict=True):
        if (is_list and not all_lists) or _names(text):
            return text
    return None


def _lists_letters(text: str, n_options: int, *, roman: bool) -> bool:
    """Whether an option is no more than letters of the list: `A and C`, `neither (a) nor (b)`, `B only`."""
    if not any(pattern.match(text) for pattern in _LETTERED):
        return False
    letters = [letter.upper() for letter in _SINGLE.findall(text)]
    return not (roman and "I" in letters) and all(letter in LETTERS[:n_options] for letter in letters)


def _names(text: str) -> bool:
    if _BY_PLACE.search(text) and place_of(text) == "free":
        return True
    if _NUMBERS_ONLY.match(text) and "," not in text:
        return True
    return bool((_NAMED.search(text) and not _NAMES_STATEMENT.search(text)) or _NUMBERS.match(text))
