"""The symbolic part: bounded, killed when it hangs, and never the cause of a `wrong`."""

import multiprocessing
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from curate.grading import Status, grade

TO_THE_WORKER = r"\sum_{k=1}^{2} k x"
"""Equal to `3x`; a sum, which is no formula that is compared by value."""
HANGS = ["9^{9^{9^{9}}}", "(10^{10^{10}})!", r"\sum_{k=1}^{10^{12}} \sin(k^2)"]


def _status(response: str, gold: str) -> Status:
    return grade(f"\\boxed{{{response}}}", gold, "math", timeout_s=20).status


@pytest.mark.parametrize("tower", HANGS)
def test_an_answer_that_would_take_for_ever_is_ungradable_in_time(tower: str) -> None:
    assert _status("3x", TO_THE_WORKER) == "right"  # a worker is up: its start is not what is timed below
    started = time.monotonic()
    verdict = grade(f"\\boxed{{{tower} + \\sqrt{{2}}}}", r"\sqrt{3}", "math", timeout_s=0.5)
    assert time.monotonic() - started < 5
    assert verdict.status == "ungradable"
    assert _status("3x+0", TO_THE_WORKER) == "right"  # and the next answer has a worker again


def test_a_gold_answer_that_would_take_for_ever_is_still_right_as_written() -> None:
    started = time.monotonic()
    assert grade(f"\\boxed{{{HANGS[0]}}}", HANGS[0], "math", timeout_s=0.5).status == "right"
    assert time.monotonic() - started < 1


def test_the_time_limit_covers_all_parts_of_an_answer_together() -> None:
    assert _status("x+2x", TO_THE_WORKER) == "right"
    parts = ", ".join(f"9^{{9^{{9^{{{n}}}}}}}" for n in range(10, 20))
    gold = ", ".join(f"\\sqrt{{{n}}}" for n in (2, 3, 5, 6, 7, 8, 10, 11, 12, 13))
    started = time.monotonic()
    assert grade(f"\\boxed{{({parts})}}", f"({gold})", "math", timeout_s=0.5).status == "ungradable"
    assert time.monotonic() - started < 5


def test_a_part_that_surely_differs_makes_an_answer_wrong_whatever_the_others_are() -> None:
    assert grade(f"\\boxed{{({HANGS[0]}, 1)}}", r"(\sqrt{3}, 2)", "math", timeout_s=0.5).status == "wrong"


def test_hanging_answers_in_many_threads_do_not_hold_up_one_another_for_long() -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        asked = [(f"\\boxed{{9^{{9^{{9^{{9}}}}}}+\\sqrt{{{n}}}}}", "x", "math") for n in (2, 3, 5, 6)]
        verdicts = list(threads.map(lambda one: grade(*one, timeout_s=0.3), asked))
    assert time.monotonic() - started < 60
    assert {verdict.status for verdict in verdicts} <= {"ungradable", "wrong"}


def test_no_signal_is_touched() -> None:
    before = [signal.getsignal(number) for number in signal.valid_signals()]
    assert _status("4x-1x", TO_THE_WORKER) == "right"
    assert [signal.getsignal(number) for number in signal.valid_signals()] == before
    assert signal.getitimer(signal.ITIMER_REAL)[1] == 0


def test_a_forked_child_grades_with_workers_of_its_own() -> None:
    assert _status("5x-2x", TO_THE_WORKER) == "right"
    forked = multiprocessing.get_context("fork")
    queue = forked.SimpleQueue()
    child = forked.Process(target=lambda: queue.put(_status("6x-3x", TO_THE_WORKER)))
    child.start()
    child.join(120)
    assert child.exitcode == 0
    assert queue.get() == "right"
    assert _status("7x-4x", TO_THE_WORKER) == "right"


def test_where_no_process_can_be_started_the_verdict_is_ungradable_and_says_so() -> None:
    program = (
        "import sys; from curate.grading import grade; sys.executable = '/no/such/python'\n"
        f"print(*grade('\\\\boxed{{3x}}', r'{TO_THE_WORKER}', 'math'), *grade('\\\\boxed{{2}}', '2', 'math'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "ungradable" in done.stdout
    assert "no process for symbolic comparison could be started" in done.stdout
    assert "right" in done.stdout


def test_importing_the_grader_imports_nothing_heavy() -> None:
    program = "import sys, curate.grading; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {
        "sympy",
        "math_verify",
        "latex2sympy2_extended",
        "antlr4",
        "mpmath",
        "polars",
        "pydantic",
        "numpy",
        "torch",
    }
    assert not heavy & set(done.stdout.split())


def test_what_decides_a_verdict_is_named_with_its_version() -> None:
    program = "from curate.grading import GRADER_VERSION, versions; print(GRADER_VERSION, *versions())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {"curate.grading", "math-verify", "sympy", "antlr4-python3-runtime"} <= set(done.stdout.split())


def test_an_answer_too_long_for_a_symbolic_comparison_is_ungradable_unless_written_alike() -> None:
    long = "+".join(["x"] * 900)
    assert _status(long, "900x") == "ungradable"
    assert _status(long, long) == "right"
