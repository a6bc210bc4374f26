"""The door to symbolic comparison: by value in this process where both are formulas, else in a worker process.

Most answers are formulas that `evaluate` tells apart at once. For the rest, sympy may take for ever or all memory on an
answer like `9^{9^{9^{9}}}`, and nothing inside a process can stop it safely from a thread. So each comparison goes to
a worker process (`pool.py`); where no answer comes in time, the finding is "not known".
"""

import atexit
import json
import os
import re
import threading
import time
from collections import OrderedDict

from curate.grading.formula import evaluate
from curate.grading.formula import reading as formula
from curate.grading.formula.logic import OPERATOR
from curate.grading.formula.naming import named
from curate.grading.formula.notation import is_unsure
from curate.grading.symbolic.pool import NoAnswerError, Pool
from curate.grading.verdict import Finding

LONGEST = 1_500
"""Characters of an answer that are worth a symbolic comparison."""

_REMEMBERED = 20_000  # findings

_DECIMAL = re.compile(r"(?<![\d.])(\d*)\.(\d+)(?!\d)")
_DEGREES = re.compile(r"(\d+(?:\.\d+)?|\\frac\{\d+\}\{\d+\}|[A-Za-z])\s*\^\s*(?:\{\s*\\circ\s*\}|\\circ)")
_FACTORS = re.compile(
    r"((?:^|(?<=[-+*/=({\s]))\d+(?=\s*(?:\(|\\binom))|\)(?=\s*[(\d])|\\binom\{[^{}]*\}\{[^{}]*\}(?=\s*(?:[(\d]|\\binom)))"
)
_MACRO_OR_I = re.compile(r"\\[A-Za-z]+|I")
_NUMBER = re.compile(r"-?\d{1,40}(?:[./]\d{1,40})?")
_SPARE = ("\\Upsilon", "\\Xi", "\\Psi")


_Asked = tuple[str, str, int | None]


class Budget:
    """Seconds of processor time that the symbolic part may still take for one verdict.

    Attributes:
        seconds: What the workers may take; one that did not answer has used it up.
        here: What comparing by value, in this process, may take.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = self.here = seconds


class _Findings:
    """What was found before about the same two answers; the oldest make room."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: OrderedDict[_Asked, Finding] = OrderedDict()

    def recall(self, asked: _Asked) -> Finding | None:
        """Return what was found."""
        with self.lock:
            return self.known.get(asked)

    def remember(self, asked: _Asked, finding: Finding) -> None:
        """Keep a finding."""
        with self.lock:
            self.known[asked] = finding
            if len(self.known) > _REMEMBERED:
                self.known.popitem(last=False)


_pool, _findings = Pool(), _Findings()


def same(gold: str, answer: str, budget: Budget, *, places: int | None = None) -> Finding:
    """Return whether two scalars or relations are the same, by value or else by asking a worker process.

    Args:
        gold: The gold answer, tidied.
        answer: The answer, tidied.
        budget: The seconds left for this verdict; what the comparison takes is taken from it.
        places: Where one of the two is a decimal that may be the other rounded: how many digits follow its point.
    """
    if max(len(gold), len(answer)) > LONGEST:
        return Finding(equal=None, why="too long for a symbolic comparison")
    gold, answer = named(gold), named(answer)
    if OPERATOR.search(gold) or OPERATOR.search(answer):
        return Finding(equal=False, why="another expression in logic, as it is written")
    by_value = _by_value(gold, answer, budget, places) if budget.here > 0 else None
    if by_value is not None:
        return by_value
    if is_unsure(gold):
        known = False if _NUMBER.fullmatch(answer) else None  # what has letters, and is no product, is no number
        return Finding(equal=known, why="the gold answer can be read in two ways")
    if is_unsure(answer):
        return Finding(equal=False, why="the answer can be read in two ways")
    letter = _letter_for_i(gold + answer)
    asked = (_prepared(gold, letter), _prepared(answer, letter), places)
    finding = _findings.recall(asked)
    if finding is None:
        finding = _asked(asked, budget)
        if finding.equal is not None:
            _findings.remember(asked, finding)
    return finding


def _by_value(gold: str, answer: str, budget: Budget, places: int | None) -> Finding | None:
    """Return what the values of two formulas say; None where one is no formula, or its values leave it open.

    What can be read in two ways never meets the worker, which would settle for one of them.
    """
    started = time.thread_time()
    known = formula.readings(gold)
    said = formula.readings(answer)
    found = [evaluate.compare(ours, theirs, places=places) for ours in known for theirs in said]
    budget.here -= time.thread_time() - started
    if len(known) < 2 > len(said):  # noqa: PLR2004
        return found[0] if found else None
    equal = {finding.equal if finding is not None else None for finding in found}
    if len(equal) == 1 and None not in equal:
        return found[0]
    if len(known) < 2 and None not in equal:  # noqa: PLR2004
        return Finding(equal=False, why="the answer can be read in two ways")
    return Finding(equal=None, why=f"the {'gold ' if len(known) > 1 else ''}answer can be read in two ways")


def _asked(asked: _Asked, budget: Budget) -> Finding:
    if budget.seconds <= 0:
        return Finding(equal=None, why="no time is left for a symbolic comparison")
    question = json.dumps([*asked, budget.seconds]).encode() + b"\n"
    try:
        equal, why, used = json.loads(_pool.ask(question, budget.seconds))
    except NoAnswerError as silence:
        budget.seconds = 0
        return Finding(equal=None, why=str(silence))
    except OSError as error:
        budget.seconds = 0
        return Finding(equal=None, why=f"no process for symbolic comparison could be started ({error.strerror})")
    budget.seconds -= used
    return Finding(equal=equal, why=why)


def _letter_for_i(texts: str) -> str:
    """Return a letter that stands in neither text, for the capital I that sympy takes for the imaginary unit."""
    return next((letter for letter in _SPARE if letter not in texts), _SPARE[0]) if "I" in texts else ""


def _prepared(text: str, letter: str = "") -> str:
    r"""Return a text in which decimals are exact fractions, degrees radians, and numbers side by side are products.

    The parser would take `3(2)` and `2 \binom{4}{2}` for mixed numbers; `letter` stands for a capital I.
    """
    if letter:
        text = _MACRO_OR_I.sub(lambda found: f"{letter} " if found.group() == "I" else found.group(), text)
    text = _DECIMAL.sub(_fraction, text)
    text = _FACTORS.sub(r"\1\\cdot ", text)
    return _DEGREES.sub(r"(\\frac{\1\\cdot\\pi}{180})", text)


def _fraction(decimal: re.Match[str]) -> str:
    whole, digits = decimal.groups()
    numerator = (whole + digits).lstrip("0") or "0"
    return f"\\frac{{{numerator}}}{{1{'0' * len(digits)}}}"


def _forget_parents_workers() -> None:
    """In a forked child: the parent's sockets are the parent's, and its locks may be held for ever."""
    global _pool, _findings
    _pool, _findings = Pool(), _Findings()


def _end_workers() -> None:
    """At exit: end the workers of the pool that there is then, which a fork may have replaced."""
    _pool.close()


os.register_at_fork(after_in_child=_forget_parents_workers)
atexit.register(_end_workers)
