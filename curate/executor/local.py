"""Shards worked on in this process or, where there is enough work to pay for them, in several."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final, TypeVar

from curate.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

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
        futures = [self._started().submit(work, item) for item in items]
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
            self._pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=_start, initargs=(threads,))
        return self._pool


def _told(result: R, done: Callable[[R], None]) -> R:
    done(result)
    return result


def _watch(futures: Sequence[Future[R]], done: Callable[[R], None]) -> None:
    waiting = set(futures)
    while waiting:
        finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in finished:
            done(future.result())


def _start(threads: int) -> None:
    """In a fresh process, before polars is imported there: its threads share the machine with the other processes."""
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A build that is killed leaves no process behind: an executor's own would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
