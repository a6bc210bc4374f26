"""Shards worked on in this process or, where there is enough work to pay for them, in several."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Final, TypeVar

from curate.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from multiprocessing.connection import Connection
    from typing import Self

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_PROCESS: Final = 20_000
"""Rows below which starting processes (0.8 s each: they import polars and pydantic anew) costs more than it saves."""


class Workers:
    """Processes that live as long as a build and are started when they are first worth it."""

    def __init__(self, count: int | None = None) -> None:
        """Use up to `count` processes; None is one for each processor of the machine."""
        self.count = count or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._alive: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is None or self._alive is None:
            return
        if kind is not None:  # nobody wants what they work on: shards appear whole or not at all
            self._alive.close()
        self._pool.shutdown(wait=kind is None, cancel_futures=True)
        self._alive.close()

    def each(self, work: Callable[[T], R], items: Sequence[T], *, rows: int, done: Callable[[R], None]) -> list[R]:
        """Do the work on each item; results come in the order of the items, whatever the number of processes.

        Args:
            work: A function at the top level of a module, without state: it may run in another process.
            items: What to work on; picklable.
            rows: How many rows all items have together: few of them stay in this process.
            done: Told each result as it comes, for progress; always in this process.

        Raises:
            StoreError: If a process died, as when the machine ran out of memory. Finished shards are kept.
        """
        if self.count == 1 or len(items) <= 1 or rows < WORTH_A_PROCESS:
            return [_told(work(item), done) for item in items]
        pool = self._started()
        with _uninterrupted():
            futures = [pool.submit(work, item) for item in items]
        try:
            _watch(futures, done)
        except BrokenProcessPool as error:
            raise StoreError(
                "a worker process died, perhaps out of memory",
                hint="what is done is kept; go on with fewer: --workers 1",
            ) from error
        return [future.result() for future in futures]

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # spawn: polars and vLLM hold threads, and a fork would copy their locks.
            context = multiprocessing.get_context("spawn")
            threads = max(1, (os.cpu_count() or 1) // self.count)
            theirs, self._alive = context.Pipe(duplex=False)
            told = (threads, theirs)
            self._pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=_start, initargs=told)
        return self._pool


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Around the start of processes: Ctrl-C reaches every process of a terminal, and is for this one to hear.

    What is blocked here stays blocked in the processes that are started, from their first instruction on. An
    interruption of this process waits until the end.
    """
    resource_tracker.ensure_running()  # its start unblocks the signal, and would come with the first process
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _told(result: R, done: Callable[[R], None]) -> R:
    done(result)
    return result


def _watch(futures: Sequence[Future[R]], done: Callable[[R], None]) -> None:
    waiting = set(futures)
    while waiting:
        finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in finished:
            done(future.result())


def _start(threads: int, alive: Connection) -> None:
    """In a fresh process, before polars is imported there: its threads share the machine with the other processes."""
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()


def _end_with_parent(alive: Connection) -> None:
    """A build that is stopped or killed leaves no process behind: an executor's own would wait for work for ever."""
    parent = multiprocessing.parent_process()
    # Nothing is ever sent: what comes is the end. A process that the build forked may hold the pipe open after it.
    multiprocessing.connection.wait([alive] if parent is None else [alive, parent.sentinel])
    os._exit(1)
