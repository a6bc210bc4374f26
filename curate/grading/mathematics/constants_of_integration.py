r"""See that `x^2 + C` and `K + x^2` name the same constant of integration, whose letter is free.

A capital C or K that stands alone in a sum, once, is such a constant; a small one only beside a single variable that
is commonly integrated over, for in `mx + c` and `ax^2 + bx + c` it is a coefficient.
"""

import re

_CONSTANT = re.compile(r"(?:^|(?<=[^\^_({\[=,*/]))\s*\+\s*([CcKk])(?![A-Za-z_^({])\s*$|^\s*([CcKk])(?=\s*[+-])")
_MACRO = re.compile(r"\\[A-Za-z]+")
_VARIABLES = frozenset("xytuzrsvw\u03b8")


def one_constant(gold: str, answer: str) -> str:
    """Return a tidied answer in which the constant of integration has the letter that the gold answer gives it."""
    known, said = _constant(gold), _constant(answer)
    if known is None or said is None or known[0] == said[0]:
        return answer
    letters = _letters(gold)
    lone = known[0].isupper() or len(letters - {known[0]}) == 1 and (letters - {known[0]}) <= _VARIABLES  # noqa: RUF021
    if not lone or known[0] in _letters(answer):
        return answer
    at = said[1]
    return answer[:at] + known[0] + answer[at + 1 :]


def _constant(text: str) -> tuple[str, int] | None:
    """Return the letter of the constant and where it stands, if there is one and it stands nowhere else."""
    if not any(letter in text for letter in "CcKk"):
        return None
    found = _CONSTANT.search(text)
    if found is None:
        return None
    at = found.start(1) if found.group(1) else found.start(2)
    bare = _MACRO.sub("", text)
    return (text[at], at) if bare.count(text[at]) == 1 else None


def _letters(text: str) -> set[str]:
    bare = _MACRO.sub(" ", text).rpartition("=")[2]
    return {char for char in bare if char.isalpha()}
