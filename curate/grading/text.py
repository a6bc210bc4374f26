"""Grade a short text: equal after dropping what does not change a short answer, and nothing looser than equal."""

import re
import unicodedata
from functools import lru_cache

from curate.grading.extract import final_answer
from curate.grading.gold import alternatives
from curate.grading.verdict import Asked, Grader, Verdict, hedge, no_answer

_LONGEST_ANSWER = 2_000  # characters
_CACHED_UP_TO = 300  # characters: longer texts would fill the cache with what is seen once

_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_TEXT_MACRO = re.compile(r"\\(?:text(?:bf|it|rm|sf|tt|normal)?|mathrm|mathbf|mathit|mbox|boxed)\s*\{")
_LATEX_SPACE = re.compile(r"\\[,;:! ]|~")
_ACCENT = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("['’‘ʼ`´]")  # noqa: RUF001
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": " ", "\u00a0": " "})
# What separates words: all punctuation but a point inside a number, a sign before one, and what makes C++ not C.
_SEPARATOR = re.compile(r"(?:\.(?!\d)|(?<=[^\W\d])\.|(?<=\w)-|-(?!\d)|[^\w\s.+#%\u00b0$\u20ac\u00a3/<>=&@^*-]|_)+")
_INITIALS = re.compile(r"\b[^\W\d](?: [^\W\d]\b)+")  # U.S.A. and USA, J. K. and J.K.
_ARTICLE = re.compile(r"^(?:a|an|the)\s+(?=\S)|(?<=\s)the\s+(?=\S)")


def grade_text(asked: Asked) -> Verdict:
    """Grade a short free answer by normalised exact match against the gold answer and the accepted alternatives."""
    found = final_answer(asked.response)
    if found is None:
        return no_answer()
    if found.hedged:
        return hedge(found.text)
    if len(found.text) > _LONGEST_ANSWER:
        return Verdict("wrong", found.text[:_LONGEST_ANSWER], "the answer is too long for a short text")
    right = {normalise(answer) for answer in alternatives(asked)}
    if normalise(found.text) not in right:
        return Verdict("wrong", found.text, "another text than the gold answer")
    return Verdict("right", found.text, "equal text")


def normalise(text: str) -> str:
    """Return a text without case, accents, articles, punctuation and spare white space; small numbers as digits.

    What would be left empty (`?`, `!!`) keeps its signs, so that no two different answers become equal by vanishing.
    """
    return _cached(text) if len(text) <= _CACHED_UP_TO else _normalise(text)


def _normalise(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS)
    if "\\" in plain or "$" in plain:
        plain = _LATEX_SPACE.sub(" ", _TEXT_MACRO.sub("{", plain)).replace("\\$", "$").replace("\\%", "%")
        plain = plain[1:-1] if plain.count("$") == 2 and plain[0] == plain[-1] == "$" else plain  # noqa: PLR2004
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFKD", plain)))
    words = _SEPARATOR.sub(" ", _DIGIT_COMMA.sub("", _APOSTROPHES.sub("", plain.replace("**", " "))))
    words = " ".join(_NUMBER_WORDS.get(word, word) for word in words.split())
    words = _INITIALS.sub(lambda run: run.group().replace(" ", ""), words)
    return _ARTICLE.sub("", words) or " ".join(plain.split())


_cached = lru_cache(maxsize=16_384)(_normalise)


def _another(asked: Asked) -> str:
    return f"anything but {asked.gold}"


SHORT_TEXT = Grader("a word, a name, a phrase", grade_text, _another)
