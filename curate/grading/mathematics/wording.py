r"""Read an answer that is said in words: `twelve`, `infinity`, `no solution`, `all real numbers except 3`, `\div`.

Only an answer that is nothing but such words is read so; words within mathematics stay what they are.
"""

import re
from typing import Final

from curate.grading.words.number_words import NUMBER_WORDS, digits

LONGEST = 120
"""Characters of an answer in words that is looked at."""

_NOTHING = "\\emptyset"
_ALL = "\\mathbb{R}"
_SAID: Final = {
    "infinity": "\\infty", "positive infinity": "\\infty", "plus infinity": "\\infty", "infinite": "\\infty",
    "infinitely many": "\\infty", "infinitely many solutions": "\\infty", "infinite number of solutions": "\\infty",
    "negative infinity": "-\\infty", "minus infinity": "-\\infty",
    "dne": "\\text{does not exist}", "limit does not exist": "\\text{does not exist}",
    "does not exist": "\\text{does not exist}", "half": "\\frac{1}{2}", "all integers": "\\mathbb{Z}",
    "integers": "\\mathbb{Z}",
}  # fmt: skip
_SIGN: Final = {
    "\\div": "division", "/": "division", "\\times": "multiplication", "\\cdot": "multiplication",
    "*": "multiplication", "+": "addition", "-": "subtraction", "=": "equals", "<": "less", ">": "greater",
    "\\leq": "at most", "\\geq": "at least", "\\neq": "unequal", "\\pm": "plus or minus", "\\cup": "union",
    "\\cap": "intersection", "\\in": "member", "\\subset": "subset", "\\subseteq": "subset or equal",
}  # fmt: skip
_NO_SOLUTION = re.compile(
    r"(?:there (?:is|are|exists?) )?(?:none|no(?: such)?(?: (?:real|complex|integer|positive|natural|rational|valid))*"
    r"(?: (?:solutions?|roots?|zeros?|zeroes|values?|numbers?|integers?|pairs?|triples?|functions?|triangles?))?"
    r"(?: (?:of|for) (?:x|n|y|k|a))?(?: exists?)?)|(?:empty|null) set|(?:solution )?set is empty|has no solutions?"
)
_ALL_REALS = re.compile(
    r"(?:(?:x is |x can be )?(?:all|any|every) (?:the )?real(?: numbers?| values?|s)?(?: x| of x| for x)?|"
    r"real numbers|(?:set of )?(?:all )?(?:the )?real numbers|all numbers)"
    r"(?: (?:except|but|other than|except for|not equal to|excluding)(?: for| that)? (?P<hole>.{1,60}))?"
)
_ARTICLE = re.compile(r"^(?:the|an?)\s+|(?<=\s)the\s+")
_TEXT = re.compile(r"\\text\{([^{}]*)\}")
_LEAD = re.compile(
    r"^\\text\{[^{}]{0,80}\b(?:is|are|equals|be|=|:)\s*\}\s*(?=.)|^\\text\{[^{}]{0,80}[:=]\s*\}\s*(?=.)"
    r"|^\\text\{(?:the )?(?:ordered )?(?:points?|intervals?|set|vector|pairs?|triples?|coordinates|vertex"
    r"|value|matrix)\}\s*(?=[(\[\\])"
)
_DOUBT = re.compile(r"\b(?:not|or|either|neither|never|if|maybe|perhaps|nor)\b|n't", re.IGNORECASE)
_OPERAND = r"(-?(?:\d[\d.]{0,30}[A-Za-z]?|[A-Za-z])(?:\^\{?\w\}?)?|\\(?:pi|sqrt\{\w{1,30}\})|\([^()]{1,60}\))"
_OPERATION = re.compile(
    rf"{_OPERAND}\s*(?:\\text\{{\s*)?(?:(?<=[\s{{])(over|divided by|plus|minus|times|choose)(?=[\s}}]))\s*\}}?"
    rf"\s*{_OPERAND}"
)
_OPERATOR: Final = {"plus": "+", "minus": "-", "times": "\\cdot "}
_VALUE = re.compile(r"-?\d{1,30}(?:/\d{1,9})?")
_COUNTED = re.compile(r"\d{1,30} [a-z]{3,20}(?: [a-z]{3,20})?")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_LETTERS = re.compile(r"[A-Za-z]{3}")


def in_symbols(tidied: str) -> str:  # noqa: PLR0911 - one a kind of phrase
    r"""Return an answer in words as what it says in symbols; any other answer comes back as it is.

    `\text{The limit is } 5` is 5, for a phrase in front that ends in `is` only names what is asked for.
    """
    if len(tidied) > LONGEST or tidied.isdigit():
        return tidied
    if tidied in _SIGN:
        return f"\\text{{{_SIGN[tidied]} sign}}"
    if _LETTERS.search(tidied) is None:
        return tidied
    lead = _LEAD.match(tidied) if tidied.startswith("\\text") else None
    tidied = tidied[lead.end() :] if lead and not _DOUBT.search(lead.group()) else tidied
    spoken = " ".join(_TEXT.sub(r" \1 ", tidied).casefold().replace("\\infty", "infinity").split())
    spoken = _HYPHEN.sub(" ", spoken)
    spoken = _ARTICLE.sub("", spoken).rstrip(".! ")
    if spoken in _SAID:
        return _SAID[spoken]
    operation = _OPERATION.fullmatch(tidied)
    if operation:
        return _operation(operation)
    if _NO_SOLUTION.fullmatch(spoken):
        return tidied if spoken == "no" else _NOTHING
    reals = _ALL_REALS.fullmatch(spoken)
    if reals:
        hole = reals.group("hole")
        return f"{_ALL}\\setminus\\{{{_points(hole)}\\}}" if hole else _ALL
    return _number(spoken) or tidied


def _points(hole: str) -> str:
    hole = re.sub(r"\bx\s*(?:=|\\neq|is)\s*|\\neq\s*", "", hole)
    return re.sub(r"\s*,?\s*\b(?:and|or)\b\s*", " , ", hole).strip()


def _number(spoken: str) -> str | None:
    """Return a number that is written out, with no more than what is counted behind it."""
    if spoken.partition(" ")[0] not in NUMBER_WORDS and spoken.partition(" ")[0] != "a":
        return None
    value = digits(spoken)
    operation = _OPERATION.fullmatch(value)
    if operation:
        return _operation(operation)
    return value if _VALUE.fullmatch(value) or _COUNTED.fullmatch(value) else None


def _operation(said: re.Match[str]) -> str:
    """Return `3 over 2` and its like in signs: two operands of which each is one, so that nothing binds otherwise."""
    one, word, other = said.groups()
    if word in _OPERATOR:
        return f"{one}{_OPERATOR[word]}{other}" if not other.startswith("-") else f"{one}{_OPERATOR[word]}({other})"
    return f"\\binom{{{one}}}{{{other}}}" if word == "choose" else f"\\frac{{{one}}}{{{other}}}"
