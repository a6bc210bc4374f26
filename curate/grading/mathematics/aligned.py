r"""Bring two answers together that one notation keeps apart, where one of them says in which sense the other is meant.

`15\% \text{ increase}` and `15\%`, `5 pounds` and `\pounds 5`, `{}_{10}C_3` and 120, `2 and 1/3` and 7/3. A
point `C(10, 3)` stays one beside another point, and `2 and 1/3` two numbers beside two numbers.
"""

import re

from curate.grading.mathematics.structure import Assigned, Group, Leaf, Node

_SPOT = r"(?:^|(?<=[-+*/=(,{\s]))"  # where no letter stands whose power or index it could be
_NUMBER = r"\s*(?:\{\s*(\d{1,6})\s*\}|(\d{1,6}))"
_CHOSEN = re.compile(
    rf"{_SPOT}(?:\{{\}})?[\^_]{_NUMBER}\s*C\s*_{_NUMBER}"
    rf"|{_SPOT}C\s*_{_NUMBER}\s*\^{_NUMBER}|{_SPOT}C\s*\^{_NUMBER}\s*_{_NUMBER}"
    rf"|{_SPOT}C\s*\(\s*(\d{{1,6}})()\s*,\s*(\d{{1,6}})()\s*\)|{_SPOT}(\d{{1,6}})()\s?C\s?(\d{{1,6}})()"
)
_UPPER_FIRST = frozenset({2})  # the form in which the number that is chosen stands first: C^3_{10}
_MIXED = re.compile(
    r"(-?\d{1,9})\s*,?\s*(?:and|\\text\{\s*and\s*\})\s*(?:\\frac\{(\d{1,9})\}\{(\d{1,9})\}|(\d{1,9})/(\d{1,9}))"
)


def chosen(text: str) -> str:
    r"""Return a tidied text with `{}_{10}C_3`, `C_{10}^3`, `C(10, 3)`, `10C3` as `\binom{10}{3}`."""
    return _CHOSEN.sub(_binomial, text) if "C" in text else text


def _binomial(found: re.Match[str]) -> str:
    groups = found.groups()
    for form in range(5):
        one, other = (groups[4 * form + at] or groups[4 * form + at + 1] for at in (0, 2))
        if one and other:
            above, below = (other, one) if form in _UPPER_FIRST else (one, other)
            return f"\\binom{{{above}}}{{{below}}}"
    return found.group()


def mixed(text: str) -> str:
    """Return `2 and 1/3` as a mixed number; any other text as it is."""
    found = _MIXED.fullmatch(text)
    if found is None:
        return text
    above, below = found[2] or found[4], found[3] or found[5]
    return f"{found[1]}\\frac{{{above}}}{{{below}}}" if int(above) < int(below) else text


def is_single(node: Node) -> bool:
    """Return whether an answer is one value."""
    return isinstance(node, Leaf) or (isinstance(node, Assigned) and isinstance(node.value, Leaf))


def is_several(node: Node) -> bool:
    """Return whether an answer has parts."""
    return isinstance(node, Group) or (isinstance(node, Assigned) and isinstance(node.value, Group))


def aligned(gold: Node, answer: Node) -> tuple[Node, Node]:
    """Return two answers without what only one of them says about a percentage, and both in the money of one."""
    if isinstance(gold, Assigned):
        value, other = aligned(gold.value, answer.value if isinstance(answer, Assigned) else answer)
        said = answer._replace(value=other) if isinstance(answer, Assigned) else other
        return gold._replace(value=value), said
    if isinstance(answer, Assigned):
        known, value = aligned(gold, answer.value)
        return known, answer._replace(value=value)
    if not isinstance(gold, Leaf) or not isinstance(answer, Leaf):
        return gold, answer
    return _leaf(gold, answer), _leaf(answer, gold)


def _leaf(leaf: Leaf, other: Leaf) -> Leaf:
    """Return a scalar as the other one lets it be read."""
    if leaf.percent and leaf.unit and not other.unit:
        return Leaf(leaf.text, "", percent=True, cased=leaf.cased)
    units = leaf.unit.split()
    if "pound" in units and "gbp" in other.unit.split():
        return Leaf(
            leaf.text, " ".join(sorted("gbp" if unit == "pound" else unit for unit in units)), percent=leaf.percent
        )
    return leaf
