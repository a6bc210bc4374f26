r"""Answers in which a letter runs through a set: `2k\pi, k \in \mathbb{Z}`, `x^2 + C, C \in \mathbb{R}`.

The letter is free, and the set need not be named where the letter alone tells it: k, m, n, l run through the integers,
and a constant of integration through the reals.
"""

import re
from typing import TypeGuard

from curate.grading.mathematics.structure import Assigned, Equation, Group, Leaf, Node, Range, names, outside, readable

INTEGERS = "\\mathbb{Z}"
REALS = "\\mathbb{R}"

_LONGEST_CLAUSE = 90  # characters at the end of an answer in which the letter is looked for
_GLUE = r"(?:[\s,;({}]|\\text\{)"
_EVERY = rf"(?:(?:any|all|every|each|some|an?|arbitrary)\b{_GLUE}*){{0,2}}"
_CLAUSE = re.compile(
    rf"{_GLUE}*(?:[,;(]|\b(?:where|for|with)\b){_GLUE}*(?:(?:where|for|with|and)\b{_GLUE}*)?{_EVERY}"
    r"(?:(?P<letter>[A-Za-z])\s*\\in(?![a-z])\s*(?P<set>\\mathbb\{[A-Z]\}(?:\^\{?[+*]\}?|_\{?[^\s{}]{1,6}\}?)?|Z|R)"
    rf"|(?P<whole>[A-Za-z]){_GLUE}+(?:is|being){_GLUE}*{_EVERY}(?:integer|whole number)"
    rf"|(?:integers?|whole numbers?){_GLUE}+(?P<named>[A-Za-z]))[\s.)}}]*$"
)
_STATEMENT = re.compile(r"[<>]|\\(?:leq|geq|neq|in|mid|pmod|Rightarrow)(?![A-Za-z])")
_MACRO_OR_LETTER = re.compile(r"\\text\{[^{}]*\}|\\[A-Za-z]+|[A-Za-z]")
_UNSTATED = {INTEGERS: frozenset("kmnl"), REALS: frozenset("CcKk")}


def clause(text: str) -> tuple[str, str, str] | None:
    """Return an answer without the clause at its end that says what a letter of it runs through, the letter, the set.

    None where there is no such clause, or the letter is not one of the answer's, or the answer is itself a condition.
    """
    if "\\in" not in text and "integer" not in text and "whole number" not in text:
        return None
    start = max(0, len(text) - _LONGEST_CLAUSE)
    found = _CLAUSE.search(text, start)
    if found is None:
        return None
    rest = text[: found.start()].rstrip(" ,;(")
    letter = found["letter"] or found["whole"] or found["named"]
    among = {"Z": INTEGERS, "R": REALS, None: INTEGERS}.get(found["set"], found["set"])
    if not readable(rest) or _STATEMENT.search(outside(rest)) or letter not in names(rest.rpartition("=")[2]):
        return None
    return rest, letter, among or INTEGERS


def family(of: Node, letter: str, among: str) -> Group:
    """Return the family that an answer is when a letter of it runs through a set."""
    return Group("family", (of,), f"{letter} {among}")


def members(gold: Node, answer: Node) -> tuple[Node, Node] | None:
    """Return what two answers, one or both a family, are for one value of one letter; None where the sets differ."""
    if _is_family(gold) and _is_family(answer):
        letter, among = gold.marks.split(" ", 1)
        other, through = answer.marks.split(" ", 1)
        return (gold.parts[0], _renamed(answer.parts[0], other, letter)) if among == through else None
    stated, bare = (gold, answer) if _is_family(gold) else (answer, gold)
    assert isinstance(stated, Group), "one of the two is a family"
    letter, among = stated.marks.split(" ", 1)
    used, free = _letters(bare), _UNSTATED.get(among, frozenset[str]())
    if letter not in used:
        candidates = (used & free) - _letters(stated.parts[0])
        if letter not in free or len(candidates) != 1 or (stated is answer and among != REALS):
            return None  # a letter of the gold answer that it does not say to run may have a meaning
        bare = _renamed(bare, candidates.pop(), letter)
    elif among != REALS and letter not in free:
        return None
    return (stated.parts[0], bare) if stated is gold else (bare, stated.parts[0])


def _is_family(node: Node) -> TypeGuard[Group]:
    return isinstance(node, Group) and node.kind == "family"


def _letters(node: Node) -> set[str]:
    if isinstance(node, Leaf):
        return names(node.text)
    if isinstance(node, Assigned):
        return _letters(node.value)
    if isinstance(node, Group):
        return set[str]().union(*map(_letters, node.parts))
    return _letters(node.interval) if isinstance(node, Range) else names(node.text)


def _renamed(node: Node, old: str, new: str) -> Node:
    """Return an answer with another letter; as it is where that letter stands for something else in it already."""
    if old == new or new in _letters(node):
        return node

    def anew(text: str) -> str:
        return _MACRO_OR_LETTER.sub(lambda found: new if found.group() == old else found.group(), text)

    def walk(part: Node) -> Node:
        if isinstance(part, Leaf):
            return Leaf(anew(part.text), part.unit, part.percent, cased=part.cased)
        if isinstance(part, Assigned):
            return part._replace(value=walk(part.value), text=anew(part.text))
        if isinstance(part, Group):
            return part._replace(parts=tuple(map(walk, part.parts)))
        return part._replace(text=anew(part.text)) if isinstance(part, Equation) else part

    return walk(node)
