r"""Words behind a number that are no unit: they say another number (`5 out of 6`, `5 below zero`) or a bound.

A word that is neither known as a unit nor found here counts things (`5 apples`); for whatever changes the number, this
is the place.
"""

import re

from curate.grading.words.number_words import NUMBER_WORDS

_OTHERWISE = frozenset(
    # mathematics
    "sqrt frac text infty sin cos tan cot sec csc log ln exp and or if plus minus times over divided factorial "
    "negative squared cubed half halves not mod modulo modulus choose power root radical inverse reciprocal "
    "infinity infinite positive "
    # bounds and comparisons
    "to out below above under beneath beyond between least most less more fewer greater than remainder by versus vs "
    "max maximum minimum upto upwards onwards off short "
    # multiples and parts
    "pair pairs couple couples score gross tens ones dozen dozens bn mn mil mln doubled tripled quadrupled "
    "halved twice thrice double triple quadruple quarter quarters".split()
)
_NUMBER_LIKE = re.compile(
    r"(?:[a-z]*illi(?:on|ard)(?:th)?s?|hundred(?:th)?s?|thousand(?:th)?s?|lakhs?|lacs?|crores?|googol(?:plex)?s?|myriads?"
    r"|[a-z]+fold|thirds?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|elevenths?|twelfths?"
    r"|[a-z]+(?:teen|tie)ths?)"
)
_EXPONENT = re.compile(r"\^\s*\{?\s*-?\s*\d\s*\}?")
_DIGIT = re.compile(r"(?<![A-Za-z])\d|\d\d")
_SECONDS = frozenset({"second", "seconds"})
_WRAPPED = re.compile(r"\\[a-z]+|[{}*/]")


def changes_number(words: str) -> bool:
    """Return whether words behind a number say more than what it counts or measures."""
    bare = _WRAPPED.sub(" ", _EXPONENT.sub(" ", words))
    if _DIGIT.search(bare):
        return True
    each = [word.rstrip(".,") for word in bare.split()]
    return any(
        word in _OTHERWISE
        or word.lower() in _OTHERWISE
        or (word.lower() in NUMBER_WORDS and word.lower() not in _SECONDS)
        or _NUMBER_LIKE.fullmatch(word.lower())
        for word in each
    )
