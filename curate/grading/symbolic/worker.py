"""What runs in the other processes: a nursery that imports sympy and forks workers, and a worker that compares pairs.

The only module that imports sympy. The kernel bounds a worker's memory, and its time for each question: SIGPROF and
SIGALRM, left at their default, end the process. Processor time first and the clock's only far behind, so that a busy
machine gives the same verdicts as an idle one, and so that a worker ends even if its owner is gone.

Numbers are compared by value to forty digits, expressions with variables at fixed points; what neither decides
(matrices, relations between inequalities, what does not evaluate) goes to math-verify.
"""

# sympy and math-verify publish partial types; what comes out of them is `Any` here, and leaves as a `Finding`.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
import logging
import os
import resource
import signal
import socket
import time
from collections.abc import Sequence
from typing import Any

from latex2sympy2_extended import NormalizationConfig, latex2sympy
from latex2sympy2_extended.latex2sympy2 import ConversionConfig
from math_verify import verify
from math_verify.grader import should_treat_as_complex
from sympy import (
    Abs,
    Basic,
    E,
    Eq,
    Expr,
    I,
    Integer,
    N,
    Pow,
    Product,
    Rational,
    Sum,
    Symbol,
    binomial,
    factorial,
    simplify,
)
from sympy.core.relational import Relational

from curate.grading.formula.evaluate import point
from curate.grading.symbolic.pool import patience
from curate.grading.verdict import Finding

_MEMORY_BYTES = 3 << 30
_DIGITS = 40
_ALIKE = Rational(1, 10**30)  # relative; far below any difference of two short answers, far above rounding
_ZERO = Rational(1, 10**35)
_ROUNDS = 7
_ENOUGH = 3  # points at which both sides could be evaluated
_DIALECT = NormalizationConfig(
    basic_latex=True, units=False, malformed_operators=True, nits=False, boxed="all", equations=False
)
_CASE_COUNTS = ConversionConfig(lowercase_symbols=False)  # R and r are two radii

_CONSTANTS = [(Symbol(n, real=real), value) for n, value in (("i", I), ("e", E)) for real in (True, False, None)]
_FIRST = (("x+1", "1+x"), ("4^{n-1}", "\\sqrt{2}+\\ln 3"), ("\\binom{m}{n}", "7"))
"""Compared before any question: parser and sympy build their tables at first use, and no answer is to pay for them."""


def tend(control: int) -> None:
    """Fork a worker for each socket that comes over the control socket, until that is closed; then end all of them.

    Args:
        control: The number of the socket's file descriptor.
    """
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # workers that end leave nothing to be waited for
    for gold, answer in _FIRST:
        compare(gold, answer, None)
    with socket.socket(fileno=control) as requests:
        requests.sendall(b"r")
        while True:
            asked, channels, _, _ = socket.recv_fds(requests, 1, 1)
            if not asked:
                break
            with socket.socket(fileno=channels[0]) as channel:
                if os.fork() == 0:
                    requests.close()
                    serve(channel)
                    os._exit(0)
    os.killpg(0, signal.SIGKILL)


def serve(channel: socket.socket) -> None:
    """Answer questions, one JSON line each, until the channel closes.

    The timers are left at their default: they end the process, over one question or while it writes the answer.
    """
    with channel.makefile("rw", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            gold, answer, places, seconds = json.loads(line)
            started = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, seconds)
            signal.setitimer(signal.ITIMER_REAL, patience(seconds))
            try:
                finding = compare(gold, answer, places)
            except (Exception, RecursionError, MemoryError) as error:  # noqa: BLE001 - sympy raises whatever it likes
                finding = Finding(equal=None, why=f"the symbolic comparison failed ({type(error).__name__})")
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            lines.write(json.dumps([*finding, time.process_time() - started]) + "\n")
            lines.flush()


def compare(gold: str, answer: str, places: int | None) -> Finding:
    """Return whether two LaTeX answers are the same, or None if this cannot be told, and the reason.

    `places`, where given, allows that one of the two is the other rounded to so many decimal places.
    """
    is_real = not (should_treat_as_complex(gold) or should_treat_as_complex(answer))  # or x is not x
    known = _read(gold, is_real=is_real)
    if known is None:
        return Finding(equal=None, why="the gold answer cannot be read as mathematics")
    said = _read(answer, is_real=is_real)
    if said is None:
        return Finding(equal=False, why="the answer cannot be read as mathematics")
    if isinstance(known, Expr) and isinstance(said, Expr):
        return _same_expressions(known, said, places)
    if isinstance(known, Eq) and isinstance(said, Eq):
        decided = _same_equations(known, said)
        if decided is not None:
            return Finding(decided, "the same equation" if decided else "another equation")
    if isinstance(known, Relational) != isinstance(said, Relational):
        return Finding(equal=False, why="another kind of answer than the gold answer")
    return _by_math_verify(known, said)


def _read(latex: str, *, is_real: bool) -> Any:
    """Return what a text says as mathematics, or None where it says nothing that the parser knows."""
    try:
        read = latex2sympy(latex, is_real=is_real, normalization_config=_DIALECT, conversion_config=_CASE_COUNTS)
    except (MemoryError, RecursionError):  # the text may be sound, and we too small for it
        raise
    except Exception:  # noqa: BLE001 - a syntax error is a bare Exception to this parser
        return None
    return read.subs(_CONSTANTS) if isinstance(read, Basic) else None


def _by_math_verify(known: Any, said: Any) -> Finding:
    equal = verify(known, said, float_rounding=12, numeric_precision=_DIGITS, timeout_seconds=None, raise_on_error=True)
    return Finding(bool(equal), "symbolically equal" if equal else "symbolically different")


def _same_expressions(known: Expr, said: Expr, places: int | None) -> Finding:
    if known == said:
        return Finding(equal=True, why="symbolically equal")
    symbols = sorted(known.free_symbols | said.free_symbols, key=str)
    if not symbols:
        return _same_constants(known, said, places)
    if bool(known.free_symbols) != bool(said.free_symbols) and not simplify(known - said).free_symbols:
        symbols = []
    return _same_at_points(known, said, symbols) or _by_math_verify(known, said)


def _same_at_points(known: Expr, said: Expr, symbols: Sequence[Any]) -> Finding | None:
    """Compare at points where both are real, or, if there are none, as complex numbers; None where too few decide."""
    agreed, elsewhere = 0, list[tuple[Any, Any]]()
    counted = _counted(known) | _counted(said)
    for turn in range(_ROUNDS):
        ours, theirs = _value(_at(known, symbols, turn, counted)), _value(_at(said, symbols, turn, counted))
        if ours is None or theirs is None:
            continue
        if not (ours.is_real and theirs.is_real):
            elsewhere.append((ours, theirs))
            continue
        equal = _same_values(ours, theirs, None)
        if equal is False:
            return Finding(equal=False, why="another value at a point")
        agreed += equal is True
    if agreed == 0:
        found = [_same_values(ours, theirs, None) for ours, theirs in elsewhere]
        if False in found:
            return Finding(equal=False, why="another value at a point")
        agreed = found.count(True)
    return Finding(equal=True, why="the same value at every point tried") if agreed >= _ENOUGH else None


def _same_constants(known: Expr, said: Expr, places: int | None) -> Finding:
    ours, theirs = _value(known), _value(said)
    if ours is None or theirs is None:
        return _by_math_verify(known, said)
    equal = _same_values(ours, theirs, places)
    if equal is None:
        equal = (known - said).equals(Integer(0))  # exact, where it can tell; math-verify rounds small numbers to zero
    if equal is None:
        return Finding(equal=None, why="the values are too close to zero to be told apart")
    return Finding(bool(equal), "the same value" if equal else "another value")


def _same_equations(known: Eq, said: Eq) -> bool | None:
    """Two equations are the same if one difference of sides is a constant times the other."""
    ours, theirs = known.lhs - known.rhs, said.lhs - said.rhs  # type: ignore[operator]
    symbols = sorted(ours.free_symbols | theirs.free_symbols, key=str)
    ratios: list[Any] = []
    counted = _counted(ours) | _counted(theirs)
    for turn in range(_ROUNDS):
        left, right = _value(_at(ours, symbols, turn, counted)), _value(_at(theirs, symbols, turn, counted))
        if left is None or right is None or Abs(right) < _ZERO or Abs(left) < _ZERO:
            continue
        ratios.append(left / right)
    if len(ratios) < _ENOUGH:
        return None
    return all(_same_values(ratios[0], ratio, None) for ratio in ratios[1:])


def _counted(expression: Expr) -> set[Any]:
    r"""Return the variables that take whole numbers: those in `n!`, in the limits of a sum, in `(-1)^n`."""
    found = set[Any]()
    for part in expression.atoms(factorial, binomial, Sum, Product):
        found |= part.free_symbols
    for power in expression.atoms(Pow):
        if power.base.is_negative or power.base == I:
            found |= power.exp.free_symbols
    return found


def _at(expression: Expr, symbols: Sequence[Any], turn: int, counted: set[Any]) -> Expr:
    """Return the expression at the turn-th point; what counts things is put at whole numbers."""
    values: dict[Symbol, Any] = {}
    for place, symbol in enumerate(symbols):
        values[symbol] = Rational(point(turn, place, counts=symbol in counted))
    return expression.subs(values)  # type: ignore[return-value]


def _value(expression: Expr) -> Any:
    """Return the expression's value to many digits, or None if it has none."""
    value = N(expression.doit(), _DIGITS, maxn=400)  # type: ignore[call-arg]
    real, imaginary = value.as_real_imag()
    if not (real.is_Number and imaginary.is_Number and real.is_finite and imaginary.is_finite):
        return None
    return real if Abs(imaginary) <= _ALIKE * Abs(real) else real + I * imaginary


def _same_values(left: Any, right: Any, places: int | None) -> bool | None:
    if left is None or right is None:
        return None
    apart = N(Abs(left - right), _DIGITS)
    if places is not None and apart * 2 * 10**places <= 1:
        return True
    size = N(Abs(left) + Abs(right), _DIGITS)
    if apart <= _ALIKE * size:
        return True
    return None if size < _ZERO else False  # so small, it may be what rounding left of zero, or 1/1994!
