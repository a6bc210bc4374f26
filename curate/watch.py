"""How long work tells that it goes on: what the pipeline says, and who listens.

The pipeline knows nothing of terminals. It opens a bar for each long step and moves it; `curate.console` draws it,
and a notebook or a test may count, print or keep still.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from contextlib import AbstractContextManager
    from typing import Self


class Bar(Protocol):
    """One long step."""

    def to(self, done: int, note: str = "") -> None:
        """So much of it is done in all; `note` stands beside the bar."""
        ...


class Watch(Protocol):
    """Whoever looks on."""

    def say(self, text: str) -> None:
        """One line that stays."""
        ...

    def bar(self, step: str, total: int | None, unit: str) -> AbstractContextManager[Bar]:
        """Open a bar for a step of `total` units; None where nobody can know."""
        ...


class Prompts:
    """The bar of a stage that asks a model: prompts answered over several calls, with tokens a second beside them.

    A call of a model tells its own totals, from nothing; `settle` is what adds one call to the next. A call that puts
    more prompts than were expected (what went wrong is asked again) stands at its end meanwhile.
    """

    def __init__(self, watch: Watch, step: str = "difficulty") -> None:
        self._watch, self._step = watch, step
        self._held = ExitStack()
        self._bar: Bar | None = None
        self._expected: list[int] = []
        self._before = 0
        self._tokens, self._tokens_before = (0, 0), (0, 0)
        self._started = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._held.close()

    def expect(self, prompts: Sequence[int]) -> None:
        """So many prompts will be put, a call each; without any there is no bar."""
        if sum(prompts):
            self._expected = list(prompts)
            self._bar = self._held.enter_context(self._watch.bar(self._step, sum(prompts), "prompts"))

    def moved(self, prompts: int, tokens_in: int, tokens_out: int) -> None:
        """The totals of the running call; `curate.inference.model.Progress`."""
        if self._bar is None:
            return
        self._started = self._started or time.monotonic()
        seconds = time.monotonic() - self._started
        self._tokens = tokens_in, tokens_out
        read, written = (before + now for before, now in zip(self._tokens_before, self._tokens, strict=True))
        self._bar.to(
            self._before + min(prompts, self._expected[0] if self._expected else prompts),
            f"{written / seconds:,.0f} tokens/s out, {read / seconds:,.0f} in" if seconds > 1 else "",
        )

    def settle(self) -> None:
        """A call has ended."""
        self._before += self._expected.pop(0) if self._expected else 0
        read, written = self._tokens_before
        self._tokens_before, self._tokens = (read + self._tokens[0], written + self._tokens[1]), (0, 0)
        if self._bar is not None:
            self._bar.to(self._before)


class Still:
    """A watch that keeps still."""

    def say(self, text: str) -> None:
        """Nobody listens."""

    @contextmanager
    def bar(self, step: str, total: int | None, unit: str) -> Generator[Bar]:  # noqa: ARG002 - the Protocol's names
        """A bar that nobody sees."""
        yield _Unseen()


class _Unseen:
    def to(self, done: int, note: str = "") -> None:
        """Nobody looks."""
