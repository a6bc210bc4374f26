"""Grade a mathematical answer: as it is written, then exactly as numbers, then symbolically in a process of its own.

Most answers are decided by the first two, in microseconds and without sympy. Three-valued throughout: what the
symbolic part could not decide in time is not known, and one unknown part makes a whole unknown unless another part
already differs.
"""

import re
from functools import cached_property, lru_cache

from curate.grading.extract import final_answer
from curate.grading.gold import alternatives, bare
from curate.grading.mathematics.aligned import aligned, chosen, is_several, is_single, mixed
from curate.grading.mathematics.angles import in_radians
from curate.grading.mathematics.constants_of_integration import one_constant
from curate.grading.mathematics.exact import plain
from curate.grading.mathematics.latex import key, tidy
from curate.grading.mathematics.numerals import same_numeral, same_time
from curate.grading.mathematics.same import EQUAL, same
from curate.grading.mathematics.shapes import Letters, parse
from curate.grading.mathematics.stated import stated
from curate.grading.mathematics.structure import Leaf, Node
from curate.grading.mathematics.wording import in_symbols
from curate.grading.symbolic.door import Budget
from curate.grading.verdict import FAR, Asked, Finding, Grader, Status, Verdict, hedge, no_answer

LONGEST_ANSWER = 4_000
"""Characters: a longer answer is right only if it is written as the gold answer is."""

_SAME_NUMBER = Finding(equal=True, why="the same number")
_STATUS: dict[bool | None, Status] = {True: "right", False: "wrong", None: "ungradable"}
_OTHER_NUMBER = Finding(equal=False, why="another number")
_UNREADABLE = "the gold answer cannot be read as mathematics"
_SHORTEST_ROUNDED = 7  # characters: six digits and a point, below which no decimal may stand for what it rounds
_CACHED_UP_TO = 300  # characters: longer answers would fill the cache with what is seen once
_DECIMAL = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:\.[0-9]++)?")
_LONE_LETTER = re.compile(r"(?<![A-Za-z\\])[mgshlLNJWVAK](?![A-Za-z])")


class _Read:
    """An answer as read once: its tidied spelling and key; its shape only when the spelling does not decide."""

    def __init__(self, text: str, letters: Letters) -> None:
        self.letters: Letters = letters
        self.tidied = in_symbols(tidy(text))
        self.key = key(self.tidied, fold=letters != "only")

    @cached_property
    def node(self) -> Node:
        return parse(self.tidied, self.letters)


def grade_math(asked: Asked) -> Verdict:
    """Grade a response against a mathematical gold answer and its accepted alternatives.

    All comparisons together may take `timeout_s`; the gold answer is plain or LaTeX, it may carry `####` or a box, and
    alternatives joined by a capital OR.
    """
    return graded(asked, letters="units")


def graded(asked: Asked, *, letters: Letters) -> Verdict:
    """Grade mathematics in which a letter behind a number is read as told; with `only`, no decimal is rounded."""
    found = final_answer(asked.response)
    if found is None:
        return no_answer()
    if found.hedged:
        return hedge(found.text)
    answer = stated(found, asked.response)
    if answer is None:
        return hedge(found.text)
    finding = _against_all(asked, answer, letters, Budget(asked.timeout_s))
    return Verdict(_STATUS[finding.equal], found.text, finding.why)


def _against_all(asked: Asked, answer: str, letters: Letters, budget: Budget) -> Finding:
    """Compare one answer with the gold answer and its alternatives; unknown if one is, and no other is equal.

    An alternative that cannot be read at all says nothing, as long as another can.
    """
    if answer == asked.gold and answer:
        return EQUAL
    unknown: Finding | None = None
    different: Finding | None = None
    finding = Finding(equal=None, why="there is no gold answer")
    for alternative in alternatives(asked):
        finding = _compared(alternative, answer, letters, budget)
        if finding.equal:
            return finding
        if finding.equal is False:
            different = finding
        elif finding.why != _UNREADABLE:
            unknown = finding
    return unknown or different or finding


def _compared(gold: str, answer: str, letters: Letters, budget: Budget) -> Finding:  # noqa: PLR0911 - cheapest first
    if len(answer) > LONGEST_ANSWER:
        alike = answer.strip() == gold.strip()
        return EQUAL if alike else Finding(equal=False, why="the answer is far too long")
    number = plain(_undelimited(answer))
    target = plain(_undelimited(gold)) if number else None
    if number and target:
        if number[0] * target[1] == target[0] * number[1]:
            return _SAME_NUMBER
        if _is_none_rounded(gold, answer):
            return _OTHER_NUMBER
    known, said = _read(gold, letters), _read(answer, letters)
    if not known.tidied:
        return Finding(equal=None, why=_UNREADABLE)
    if known.key and (known.key == said.key or (letters != "only" and _same_words(known, said))):
        return EQUAL
    if letters == "units":
        decided = same_numeral(known.tidied, said.tidied) or same_time(known.tidied, said.tidied)
        if decided is not None:
            return decided
        known, said = _both_read(known, said, gold, answer)
    known, said = _read_beside(known, said), _read_beside(said, known)
    shape = said.node
    renamed = one_constant(known.tidied, said.tidied)
    if renamed != said.tidied:
        shape = parse(renamed, said.letters)
    return same(*in_radians(*aligned(known.node, shape)), budget)


def _is_none_rounded(gold: str, answer: str) -> bool:
    """Return whether of two plain numbers surely none stands for what it rounds: a decimal is never another decimal."""
    if max(len(answer), len(gold)) < _SHORTEST_ROUNDED or ("." not in answer and "." not in gold):
        return True
    return _DECIMAL.fullmatch(answer) is not None and _DECIMAL.fullmatch(gold) is not None


def _read_beside(read: _Read, other: _Read) -> _Read:
    """Return an answer read anew where the other one says in which sense it is meant: a number chosen, a mixed one."""
    if "C" in read.tidied and "C" not in other.tidied and not is_several(other.node):
        text = chosen(read.tidied)
    elif "and" in read.tidied and is_single(other.node):
        text = mixed(read.tidied)
    else:
        return read
    return read if text == read.tidied else _Read(text, read.letters)


def _same_words(known: _Read, said: _Read) -> bool:
    """Return whether two answers are the same short word, which at least one of them sets as a text."""
    texts = (known.tidied, said.tidied)
    return (
        known.key.isalpha() and any("\\text" in text for text in texts) and known.key.casefold() == said.key.casefold()
    )


def _undelimited(text: str) -> str:
    """Return a text without the dollar signs around it; one in front alone is money."""
    return text.strip("$ ") if text[:1] == "$" == text[-1:] else text


def _both_read(known: _Read, said: _Read, gold: str, answer: str) -> tuple[_Read, _Read]:
    """Read both answers anew where a letter that touches its number in the gold answer (`5m`) is rather a variable.

    It is one unless the other answer states a unit.
    """
    if _LONE_LETTER.search(known.tidied) is None:
        return known, said
    strict, other = _read(gold, "first"), _read(answer, "first")
    if any(isinstance(read.node, Leaf) and read.node.unit for read in (strict, other)):
        return known, said
    return strict, other


def _read(text: str, letters: Letters) -> _Read:
    return _cached(text, letters) if len(text) <= _CACHED_UP_TO else _Read(text, letters)


_cached = lru_cache(maxsize=16_384)(_Read)


def another(asked: Asked) -> str:
    """Return a number far from the gold answer.

    Beside a gold answer that is an expression, a number makes the grader read that expression as mathematics, so that
    one which only its own spelling could match is found out.
    """
    number = plain(bare(asked.gold))
    return str(FAR) if number is None else f"{number[0] + FAR * number[1]}/{number[1]}"


MATH = Grader("a number, an expression, a relation, a collection of these", grade_math, another)
