r"""Tell what `\wedge`, `\vee` and `\sim` mean: `and` and `or` between answers, operators between anything else.

`x = 1 \vee x = 2` is two answers; `p \wedge q` and `dx \wedge dy` are expressions of their own, as `\sim p` is, while
`\sim 5` is about five.
"""

import re

OPERATOR = re.compile(r"\\(?:wedge|vee|neg|sim|oplus|leftrightarrow|Leftrightarrow)(?![A-Za-z])")
"""What no calculation knows: two texts that hold one are compared as they are written."""

_CONNECTIVE = re.compile(r"\\(wedge|vee)(?![A-Za-z])")
_SAID = {"wedge": "\\text{and}", "vee": "\\text{or}"}
_RELATION = re.compile(r"[=<>]|\\(?:leq|geq|neq|in)(?![A-Za-z])")
_MACRO = re.compile(r"\\(?:frac|sqrt|pi|infty|cdot|times|pm)(?![A-Za-z])")
_LETTER = re.compile(r"[A-Za-z\\]")
_SIMILAR = re.compile(r"(\\[A-Za-z]+\s*|[A-Za-z0-9)}\]]\s*)?\\sim(?![A-Za-z])\s*(?=(-?[\d.])?)")
_BEFORE_A_SIDE = frozenset(
    {"\\wedge", "\\vee", "\\to", "\\Rightarrow", "\\Leftrightarrow", "\\neg", "\\leftrightarrow"}
)


def connected(text: str) -> str:
    r"""Return a text in which `\wedge` and `\vee` between answers are words, and `\sim` in front of one is `\neg`."""
    if "\\sim" in text:
        text = _SIMILAR.sub(_negated, text)
    if _CONNECTIVE.search(text) is None:
        return text
    sides = _CONNECTIVE.split(text)[::2]
    return _CONNECTIVE.sub(lambda sign: _SAID[sign[1]], text) if all(map(_is_answer, sides)) else text


def _is_answer(side: str) -> bool:
    """Return whether one side is a relation, or a number."""
    if _RELATION.search(side):
        return True
    return any(map(str.isdigit, side)) and _LETTER.search(_MACRO.sub("", side)) is None


def _negated(similar: re.Match[str]) -> str:
    before = similar[1] or ""
    if before and before.strip() not in _BEFORE_A_SIDE:
        return f"{before}\\sim "
    return before if similar[2] else f"{before}\\neg "
