"""The processes in which sympy works: forked in milliseconds from one that has imported it, and ended without signals.

    this process ── control ──> nursery (imports sympy once) ── fork ──> worker
          └───────────────────────── channel ─────────────────────────────┘

Importing sympy and math-verify takes seconds, so a worker that had to be ended would be dear to replace. The nursery
imports them once and forks workers on demand, each with one end of a socket pair that was handed through. A worker ends
itself, by timers of its own that the kernel keeps: so much processor time for a question, and four times that and a
little by the clock. Whoever asks never waits longer than that, a free worker included. Nothing here uses a signal,
so it works in any thread; a forked child of this process starts a nursery of its own.
"""

import os
import select
import socket
import subprocess
import sys
import threading
import time
from typing import Final

PATIENCE: Final = 4
"""Seconds of the clock for each of the processor that a question may take."""

_MORE_S: Final = 0.5  # with what else a call costs it ends within the second that `grade` promises
_MOST_WORKERS: Final = max(8, os.cpu_count() or 1)  # they share the nursery's memory
_START_S: Final = 120.0  # the nursery's imports, on a machine that may be busy; not charged to any answer
_NURSERY: Final = "import sys; from curate.grading.symbolic.worker import tend; tend(int(sys.argv[1]))"
_TOO_LONG: Final = "the symbolic comparison took too long"


class NoAnswerError(Exception):
    """The worker did not answer in time, died over the question, or could not be started."""


def patience(seconds: float) -> float:
    """Return how long by the clock a question may take that has so many seconds of processor time."""
    return PATIENCE * seconds + _MORE_S


class _Nursery:
    """The process that workers are forked from, and the socket over which it is asked for them."""

    def __init__(self) -> None:
        """Start the process and wait until it has imported what its workers need.

        Raises:
            OSError: If the system has no room for another process.
            NoAnswerError: If it does not come up.
        """
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                [sys.executable, "-P", "-c", _NURSERY, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
                start_new_session=True,  # Ctrl-C is for us; it ends when we close the socket
            )
        if not _readable(self.control, _START_S) or not self.control.recv(1):
            self.end()
            raise NoAnswerError("the process for symbolic comparison did not come up")

    def worker(self) -> "_Worker":
        """Return a new worker.

        Raises:
            OSError: If the nursery is gone.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [b"w"], [theirs.fileno()])
        return _Worker(ours)

    def end(self) -> None:
        """End the process and all of its workers, and leave nothing of them behind."""
        self.control.close()
        self.process.kill()
        self.process.wait()


class _Worker:
    """One worker and the socket to it. Used by one thread at a time."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel

    def ask(self, question: bytes, seconds: float, deadline: float) -> bytes:
        """Return the worker's answer line.

        Raises:
            NoAnswerError: If there is none by the deadline. The worker is of no use then, and ends by itself.
        """
        started, answer = time.monotonic(), b""
        try:
            self.channel.sendall(question)
            while not answer.endswith(b"\n"):
                if not _readable(self.channel, deadline - time.monotonic()):
                    raise NoAnswerError(_TOO_LONG)
                received = self.channel.recv(65_536)
                if not received:
                    raise NoAnswerError(_why_gone(time.monotonic() - started, seconds))
                answer += received
        except OSError as error:
            raise NoAnswerError("the process for symbolic comparison is gone") from error
        return answer

    def close(self) -> None:
        """Let go of the worker: one that waits for a question ends at once, one that is at work in its time."""
        self.channel.close()


class Pool:
    """Workers that wait for work, forked as threads ask for them, up to a small number."""

    def __init__(self) -> None:
        self.nursery: _Nursery | None = None
        self.free: list[_Worker] = []
        self.turns = threading.BoundedSemaphore(_MOST_WORKERS)
        self.lock = threading.Lock()
        self.starting = threading.Lock()

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Return a worker's answer line.

        Raises:
            OSError: If no worker could be started.
            NoAnswerError: If the answer did not come in time; waiting for a free worker counts, the first start not.
        """
        self._ready()
        deadline = time.monotonic() + patience(seconds)
        if not self.turns.acquire(timeout=patience(seconds)):
            raise NoAnswerError("no process for symbolic comparison became free")
        try:
            worker = self._worker()
            try:
                answer = worker.ask(question, seconds, deadline)
            except BaseException:  # also when the thread is interrupted: the channel may hold half an answer
                worker.close()
                raise
            with self.lock:
                self.free.append(worker)
            return answer
        finally:
            self.turns.release()

    def close(self) -> None:
        """End all processes."""
        with self.lock:
            workers, self.free, nursery, self.nursery = self.free, [], self.nursery, None
        for worker in workers:
            worker.close()
        if nursery is not None:
            nursery.end()

    def _ready(self) -> _Nursery:
        with self.starting:
            if self.nursery is None:
                self.nursery = _Nursery()
            return self.nursery

    def _worker(self) -> _Worker:
        with self.lock:
            if self.free:
                return self.free.pop()
        nursery = self._ready()
        try:
            return nursery.worker()
        except OSError:  # it was killed, perhaps for want of memory: once more from the start
            with self.starting:
                if self.nursery is nursery:
                    self.nursery = None
            nursery.end()
            return self._ready().worker()


def _readable(channel: socket.socket, seconds: float) -> bool:
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    return bool(poll.poll(max(0, seconds) * 1000))


def _why_gone(took: float, seconds: float) -> str:
    """Return why a worker ended: its processor time cannot have been over before as much time of the clock was."""
    return _TOO_LONG if took >= seconds else "the process for symbolic comparison died"
