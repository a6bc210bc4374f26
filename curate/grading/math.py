"""Grade a mathematical answer: as it is written, then exactly as numbers, then symbolically in a process of its own.

Most answers are decided by the first two, in microseconds and without sympy. Three-valued throughout: what the
symbolic part could not decide in time is not known, and one unknown part makes a whole unknown unless another part
already differs.
"""

from functools import cached_property, lru_cache

from curate.grading.exact import plain
from curate.grading.extract import final_answer
from curate.grading.gold import alternatives, bare
from curate.grading.latex import key, tidy
from curate.grading.same import EQUAL, same
from curate.grading.structure import Node, parse
from curate.grading.symbolic import Budget
from curate.grading.verdict import Asked, Finding, Grader, Status, Verdict, hedge, no_answer

LONGEST_ANSWER = 4_000
"""Characters: a longer answer is right only if it is written as the gold answer is."""

_SAME_NUMBER = Finding(equal=True, why="the same number")
_STATUS: dict[bool | None, Status] = {True: "right", False: "wrong", None: "ungradable"}
_OTHER_NUMBER = Finding(equal=False, why="another number")
_SHORTEST_ROUNDED = 7  # characters: six digits and a point, below which no decimal may stand for what it rounds
_CACHED_UP_TO = 300  # characters: longer answers would fill the cache with what is seen once


class _Read:
    """An answer as read once: its tidied spelling and key; its shape only when the spelling does not decide."""

    def __init__(self, text: str) -> None:
        self.tidied = tidy(text)
        self.key = key(self.tidied)

    @cached_property
    def node(self) -> Node:
        return parse(self.tidied)


def grade_math(asked: Asked) -> Verdict:
    """Grade a response against a mathematical gold answer and its accepted alternatives.

    All comparisons together may take `timeout_s`; the gold answer is plain or LaTeX, it may carry `####` or a box, and
    alternatives joined by a capital OR.
    """
    found = final_answer(asked.response)
    if found is None:
        return no_answer()
    if found.hedged:
        return hedge(found.text)
    finding = _against_all(asked, found.text, Budget(asked.timeout_s))
    return Verdict(_STATUS[finding.equal], found.text, finding.why)


def _against_all(asked: Asked, answer: str, budget: Budget) -> Finding:
    """Compare one answer with the gold answer and its alternatives; unknown if one is, and no other is equal."""
    if answer == asked.gold and answer:
        return EQUAL
    unknown: Finding | None = None
    finding = Finding(equal=False, why="there is no gold answer")
    for alternative in alternatives(asked):
        finding = _compared(alternative, answer, budget)
        if finding.equal:
            return finding
        unknown = finding if finding.equal is None else unknown
    return unknown or finding


def _compared(gold: str, answer: str, budget: Budget) -> Finding:
    if len(answer) > LONGEST_ANSWER:
        alike = answer.strip() == gold.strip()
        return EQUAL if alike else Finding(equal=False, why="the answer is far too long")
    number = plain(answer)
    target = plain(gold) if number else None
    if number and target:
        if number[0] * target[1] == target[0] * number[1]:
            return _SAME_NUMBER
        if max(len(answer), len(gold)) < _SHORTEST_ROUNDED or ("." not in answer and "." not in gold):
            return _OTHER_NUMBER
    known, said = _read(gold), _read(answer)
    if known.key == said.key and known.key:
        return EQUAL
    return same(known.node, said.node, budget)


def _read(text: str) -> _Read:
    return _cached(text) if len(text) <= _CACHED_UP_TO else _Read(text)


_cached = lru_cache(maxsize=16_384)(_Read)

_FAR = 104_729  # a prime that no one's answer, nor its neighbour, is likely to be


def _another(asked: Asked) -> str:
    """Return a number far from the gold answer.

    Beside a gold answer that is an expression, a number makes the grader read that expression as mathematics, so that
    one which only its own spelling could match is found out.
    """
    number = plain(bare(asked.gold))
    return str(_FAR) if number is None else f"{number[0] + _FAR * number[1]}/{number[1]}"


MATH = Grader("a number, an expression, a relation, a collection of these", grade_math, _another)
