r"""Cut what a response says around its answer: emphasis, a reason behind it, `There are` and `Answer:` in front of it.

What is cut has to be sure to change nothing. Where it offers another answer (`2, or else 3`; `2. Or 3.`) there is none.
"""

import re
from fractions import Fraction

from curate.grading.afterthought import offers_another, takes_back
from curate.grading.extract import Extraction
from curate.grading.mathematics.exact import rational
from curate.grading.words.number_words import NUMBER_WORDS, digits

_LONGEST = 300
"""Characters of an answer around which words are cut; what is longer stays as it is, but for its emphasis."""

_EMPHASIS = re.compile(
    r"(?<![^\s(\[{:,;])(?:\*\*|__)(?=[^\s*_])|(?<=[^\s*_])(?:\*\*|__)(?![^\s)\]}.,;:!?])",
)
_REASON = re.compile(
    r",?\s{1,9}\(?(?P<why>because|since|which|as (?!(?:well|long|soon|much|many|either)\b)(?=[a-z]{2}))\b.*", re.DOTALL
)
_ANOTHER = re.compile(
    r"(?<!\d )\b(?:or|alternatively|perhaps|maybe|possibly)\b[^\d\n]{0,30}\d|\b(?:not sure|unsure)\b", re.IGNORECASE
)
_REFUSED = re.compile(r"\b(?:wrong|incorrect|false|not|n't|impossible|mistake)\b", re.IGNORECASE)
_CONTRAST = re.compile(r",\s{0,9}(?:and )?not (?P<other>[-$\d.(\\][^,;]{0,40})$")
_METHOD = re.compile(
    r"[\s*_.,;:()-]*alternatively,?\s{1,9}(?:we|one|you|using|by|note|with|use|to|it can|this can|the same)\b",
    re.IGNORECASE,
)
_NO_AND_MORE = re.compile(r"[\s.,;:*_-]*no\s+\w", re.IGNORECASE)
_CUT_SHORT = re.compile(r"(?:^|[\s(])(?:approx|ca|i\.e)$", re.IGNORECASE)
_LEAD = re.compile(
    r"(?P<text>\\text\{\s*)?(?:(?:the|my|our|so the|thus the|hence the)\s{1,9})?(?:final\s{1,9}|correct\s{1,9})?answer"
    r"(?:\s{1,9}is\b\s*:?|\s{0,9}[:=])\s*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?:the|there|it|this|that|she|he|they|we|i|you|in total|so|thus|hence|therefore)\b(?P<said>[^\d\\$=.;:()]{0,80}?)"
    r"\b(?:is|are|was|were|equals|will be|has|have|gets?|needs?)\s{1,9}"
    r"(?:exactly\s|only\s|just\s|precisely\s|a total of\s)?\s{0,9}(?=-?\.?\d|\$|\\)",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:not|or|either|neither|never|if|maybe|perhaps|nor|than|least|most|wrong|incorrect|guess|cannot|can't|between"
    r"|unless|but|might|could|may|no)\b|n't",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?P<answer>[^()]{0,80}[^()\s{])\s*(?P<text>\\text\{\s*)?\(\s*(?P<said>i\.e\.,?|that is,?)?\s*"
    r"(?P<aside>[^(){}\\]{1,60})"
    r"\)\s*(?P<close>\})?"
)
_SPOKEN_SIGNS = {"times": "*", "plus": "+", "minus": "-"}
_TWO_ANSWERS = re.compile(
    r"answer\s+is\b[^\n.]{1,80}\bor\s+(?:that\s+)?(?:the\s+|my\s+)?(?:final\s+)?answer\s+is\b", re.IGNORECASE
)
_CLOSING = " \t\r\n$\\])"  # of a formula on lines of its own
_ANSWER_IS = re.compile(r"answer\s+is\b", re.IGNORECASE)


def stated(found: Extraction, response: str) -> str | None:
    """Return the answer that a response states, without what it says around it; None where it offers another beside."""
    text = found.text
    if found.form == "box":
        return _undressed(text)
    if found.form == "line":
        if _CUT_SHORT.search(text[-9:]) and found.rest.startswith(". "):
            text += found.rest.partition("\n")[0].rstrip(". ")
        elif _goes_back(found.rest) or _two(response):
            return None
    text = _EMPHASIS.sub("", text)
    reason = _REASON.search(text)
    if reason is not None:
        behind = reason.group()
        if _ANOTHER.search(behind) or (reason["why"] == "which" and _REFUSED.search(behind)):
            return None
        text = text[: reason.start()]
    contrast = _CONTRAST.search(text)
    if contrast is not None and contrast["other"].strip(" $.") != text[: contrast.start()].strip(" $."):
        text = text[: contrast.start()]
    return _undressed(text)


def _goes_back(behind: str) -> bool:
    """Return whether what follows a stated answer begins by offering another or taking it back."""
    behind = behind[:_LONGEST].lstrip(_CLOSING)
    if offers_another(behind):
        return _METHOD.match(behind) is None
    return takes_back(behind) and _NO_AND_MORE.match(behind) is None


def _two(response: str) -> bool:
    """Return whether the last `the answer is` of a response is the second of two that an `or` joins."""
    two = None
    for found in _TWO_ANSWERS.finditer(response):
        two = found
    return two is not None and _ANSWER_IS.search(response, two.end()) is None


def _undressed(text: str) -> str:
    """Return an answer without the words in front that only say that it is one, and without a gloss on its number."""
    if len(text) > _LONGEST or text.isdigit():
        return text
    lead = _LEAD.match(text)
    if lead is not None and lead.end() < len(text):
        text = f"{lead['text'] or ''}{text[lead.end() :]}"
    sentence = _SENTENCE.match(text)
    if sentence is not None and _DOUBT.search(sentence.group()) is None:
        text = text[sentence.end() :]
    aside = _ASIDE.fullmatch(text.rstrip(". ")) if ")" in text else None
    if aside is not None and bool(aside["text"]) == bool(aside["close"]) and _says_the_same(aside):
        return aside["answer"]
    return text


def _says_the_same(aside: re.Match[str]) -> bool:
    """Return whether brackets behind a number hold that number in words, or words without any number."""
    inside = aside["aside"].strip().casefold()
    value = rational(aside["answer"].strip("$ "))
    if value is None:
        return False
    if aside["said"] and _DOUBT.search(inside) is None:
        words = inside.split()
        if not any(map(str.isdigit, inside)) and NUMBER_WORDS.isdisjoint(words):
            return True
        return rational(" ".join(_SPOKEN_SIGNS.get(word, word) for word in words)) == value
    spoken = digits(inside.replace("-", " "))
    return inside[:1].isalpha() and spoken.lstrip("-").isdigit() and Fraction(spoken) == value
