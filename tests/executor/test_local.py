"""The same results in the same order, here or in processes; a process that dies is an error that says what to do."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest

from curate.errors import SourceError, StoreError
from curate.executor import Workers

if TYPE_CHECKING:
    from pathlib import Path

MANY = 1_000_000


WORK = """
import os, signal, time
from curate.errors import SourceError

def square(number):
    return number * number, os.getpid()

def fail(number):
    raise SourceError("is no number that we like", place="numbers.txt", line=number)

def die(number):
    os.kill(os.getpid(), signal.SIGKILL)

def interrupted(number):
    os.kill(os.getpid(), signal.SIGINT)
    return number

def slow(number):
    if number:
        time.sleep(600)
    return os.getpid()
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Functions that another process can import; those of a test file it cannot."""
    (tmp_path / "work_of_executor_test.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("work_of_executor_test")
    del sys.modules["work_of_executor_test"]


def test_results_come_in_the_order_of_the_items_and_progress_hears_of_each(work: Any) -> None:
    told: list[tuple[int, int]] = []
    with Workers(2) as workers:
        results = workers.each(work.square, range(20), rows=MANY, done=told.append)
    assert [result for result, _ in results] == [number * number for number in range(20)]
    assert sorted(told) == sorted(results)
    assert os.getpid() not in {process for _, process in results}


def test_little_work_stays_in_this_process(work: Any) -> None:
    with Workers(2) as workers:
        results = workers.each(work.square, range(3), rows=100, done=lambda _: None)
    assert {process for _, process in results} == {os.getpid()}


@pytest.mark.parametrize("rows", [1, MANY])
def test_an_error_of_a_user_comes_out_as_it_went_in(work: Any, rows: int) -> None:
    # Two processes fail at once, and nobody promises which of them is heard first.
    with Workers(2) as workers, pytest.raises(SourceError, match=r"numbers\.txt:[12]: is no number that we like"):
        workers.each(work.fail, [1, 2], rows=rows, done=lambda _: None)


def test_a_process_that_dies_is_an_error_that_says_how_to_go_on(work: Any) -> None:
    with Workers(2) as workers, pytest.raises(StoreError, match="--workers 1"):
        workers.each(work.die, [1, 2], rows=MANY, done=lambda _: None)


def test_an_interruption_is_for_the_build_to_hear_and_not_for_its_processes(work: Any) -> None:
    with Workers(2) as workers:
        assert workers.each(work.interrupted, [1, 2], rows=MANY, done=lambda _: None) == [1, 2]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_build_that_is_interrupted_waits_for_no_process(work: Any) -> None:
    def interrupt(process: int) -> None:
        seen.append(process)
        raise KeyboardInterrupt

    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt), Workers(2) as workers:
        workers.each(work.slow, [0, 1, 1], rows=MANY, done=interrupt)
    for child in multiprocessing.active_children():
        child.join(60)
        assert child.exitcode is not None, "a process still works on what nobody wants"
    assert seen
