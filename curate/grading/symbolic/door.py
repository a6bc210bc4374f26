"""The door to symbolic comparison: by value in this process where both are formulas, else in a worker process.

Most answers are formulas that `evaluate` tells apart at once. For the rest, sympy may take for ever or all memory on an
answer like `9^{9^{9^{9}}}`, and nothing inside a process can stop it safely from a thread. So each comparison goes
through a pipe to a worker process; one that does not answer in time is killed, the finding is "not known", and the next
comparison starts a fresh worker. Safe from any thread, without signals here, and after a fork: a child process starts
workers of its own.
"""

import atexit
import json
import os
import re
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from typing import IO

from curate.grading.formula import evaluate
from curate.grading.formula import reading as formula
from curate.grading.verdict import Finding

LONGEST = 1_500
"""Characters of an answer that are worth a symbolic comparison."""

_MOST_WORKERS = max(1, min(4, os.cpu_count() or 1))
_START_S = 120.0  # a worker's own imports, on a machine that may be busy; not charged to any answer
_TURN_S = 120.0  # the longest wait for a free worker
_PATIENCE = 4  # seconds of the clock for each of the processor, before a worker is killed
_REMEMBERED = 20_000  # findings
_TOO_LONG = "the symbolic comparison took too long"

_DECIMAL = re.compile(r"(?<![\d.])(\d*)\.(\d+)(?!\d)")
_DEGREES = re.compile(r"(\d+(?:\.\d+)?|\\frac\{\d+\}\{\d+\}|[A-Za-z])\s*\^\s*(?:\{\s*\\circ\s*\}|\\circ)")
_FACTORS = re.compile(
    r"((?:^|(?<=[-+*/=({\s]))\d+(?=\s*(?:\(|\\binom))|\)(?=\s*[(\d])|\\binom\{[^{}]*\}\{[^{}]*\}(?=\s*(?:[(\d]|\\binom)))"
)
_WORKER = "from curate.grading.symbolic.worker import serve; serve()"


class Budget:
    """Seconds of processor time that the symbolic part may still take for one verdict.

    Attributes:
        seconds: What the workers may take; one that did not answer has used it up.
        here: What comparing by value, in this process, may take.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = self.here = seconds


class _NoAnswerError(Exception):
    """The worker did not answer in time, died over the question, or could not be started."""


class _Worker:
    """One worker process and the two pipes to it. Used by one thread at a time."""

    def __init__(self) -> None:
        """Start the process and wait until it has imported what it needs.

        Raises:
            OSError: If the system has no room for another process.
            _NoAnswerError: If it does not come up.
        """
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-P", "-c", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
        )
        self.unread = b""
        try:
            self.read(_START_S)
        except BaseException:
            self.kill()
            raise

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Return the worker's answer line.

        The worker ends itself after so many seconds of processor time; the clock is given more, for busy machines.

        Raises:
            _NoAnswerError: If there is none within the given time. The worker is of no use then.
        """
        try:
            _pipe(self.process.stdin).write(question)
            _pipe(self.process.stdin).flush()
        except OSError as error:
            raise _NoAnswerError("the process for symbolic comparison is gone") from error
        return self.read(_PATIENCE * seconds + 1)

    def read(self, seconds: float) -> bytes:
        """Return one line from the worker, waiting no longer than the given time."""
        deadline = time.monotonic() + seconds
        out = _pipe(self.process.stdout).fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(out, selectors.EVENT_READ)
            while b"\n" not in self.unread:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise _NoAnswerError(_TOO_LONG)
                received = os.read(out, 65_536)
                if not received:
                    late = self.process.wait() == -signal.SIGPROF
                    raise _NoAnswerError(_TOO_LONG if late else "the process for symbolic comparison died")
                self.unread += received
        line, _, self.unread = self.unread.partition(b"\n")
        return line

    def kill(self) -> None:
        """End the process now, and leave nothing of it behind."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                _pipe(pipe).close()
            except OSError:  # what was still to be flushed has no reader any more
                continue


class _Pool:
    """Workers that wait for work, started as threads ask for them, up to a small number."""

    def __init__(self) -> None:
        self.free: list[_Worker] = []
        self.turns = threading.BoundedSemaphore(_MOST_WORKERS)
        self.lock = threading.Lock()
        self.findings: OrderedDict[tuple[str, str, int | None], Finding] = OrderedDict()

    def compare(self, question: bytes, budget: Budget) -> bytes:
        """Return a worker's answer line; one that gives none has used up the budget.

        Raises:
            OSError: If no worker could be started.
            _NoAnswerError: If the answer did not come in time, or no worker was free for very long.
        """
        if not self.turns.acquire(timeout=_TURN_S):
            raise _NoAnswerError("no process for symbolic comparison became free")
        try:
            with self.lock:
                worker = self.free.pop() if self.free else None
            worker = worker or _Worker()
            try:
                answer = worker.ask(question, budget.seconds)
            except BaseException:  # also when the thread is interrupted: the pipe may hold half an answer
                worker.kill()
                budget.seconds = 0
                raise
            with self.lock:
                self.free.append(worker)
            return answer
        finally:
            self.turns.release()

    def recall(self, asked: tuple[str, str, int | None]) -> Finding | None:
        """Return what was found before about the same two answers."""
        with self.lock:
            return self.findings.get(asked)

    def remember(self, asked: tuple[str, str, int | None], finding: Finding) -> None:
        """Keep a finding; the oldest make room."""
        with self.lock:
            self.findings[asked] = finding
            if len(self.findings) > _REMEMBERED:
                self.findings.popitem(last=False)

    def close(self) -> None:
        """End all waiting workers."""
        with self.lock:
            workers, self.free = self.free, []
        for worker in workers:
            worker.kill()


_pool = _Pool()


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
    by_value = _by_value(gold, answer, budget, places) if budget.here > 0 else None
    if by_value is not None:
        return by_value
    asked = (_prepared(gold), _prepared(answer), places)
    finding = _pool.recall(asked)
    if finding is None:
        finding = _asked(asked, budget)
        if finding.equal is not None:
            _pool.remember(asked, finding)
    return finding


def _by_value(gold: str, answer: str, budget: Budget, places: int | None) -> Finding | None:
    """Return what the values of two formulas say; None where one is no formula, or its values leave it open."""
    started = time.thread_time()
    known = formula.parse(gold)
    said = formula.parse(answer) if known is not None else None
    finding = evaluate.compare(known, said, places=places) if known is not None and said is not None else None
    budget.here -= time.thread_time() - started
    return finding


def _asked(asked: tuple[str, str, int | None], budget: Budget) -> Finding:
    if budget.seconds <= 0:
        return Finding(equal=None, why="no time is left for a symbolic comparison")
    question = json.dumps([*asked, budget.seconds]).encode() + b"\n"
    try:
        equal, why, used = json.loads(_pool.compare(question, budget))
    except _NoAnswerError as silence:
        return Finding(equal=None, why=str(silence))
    except OSError as error:
        return Finding(equal=None, why=f"no process for symbolic comparison could be started ({error.strerror})")
    budget.seconds -= used
    return Finding(equal=equal, why=why)


def _prepared(text: str) -> str:
    r"""Return a text in which decimals are exact fractions, degrees radians, and numbers side by side are products.

    The parser would take `3(2)` and `2 \binom{4}{2}` for mixed numbers.
    """
    text = _DECIMAL.sub(_fraction, text)
    text = _FACTORS.sub(r"\1\\cdot ", text)
    return _DEGREES.sub(r"(\\frac{\1\\cdot\\pi}{180})", text)


def _fraction(decimal: re.Match[str]) -> str:
    whole, digits = decimal.groups()
    numerator = (whole + digits).lstrip("0") or "0"
    return f"\\frac{{{numerator}}}{{1{'0' * len(digits)}}}"


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None, "the worker is started with pipes"
    return pipe


def _forget_parents_workers() -> None:
    """In a forked child: the parent's pipes are the parent's, and its locks may be held for ever."""
    global _pool  # noqa: PLW0603 - one pool a process is the point
    _pool = _Pool()


def _end_workers() -> None:
    """At exit: end the workers of the pool that there is then, which a fork may have replaced."""
    _pool.close()


os.register_at_fork(after_in_child=_forget_parents_workers)
atexit.register(_end_workers)
