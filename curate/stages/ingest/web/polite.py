"""How often a server is asked, how long a failure is waited out, and when it is enough."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from curate import __version__
from curate.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable


class RefusedError(SourceError):
    """A server said no, and would say no again."""


class GaveUpError(SourceError):
    """A server gave no new byte, as often as it was asked."""


@dataclass
class Clock:
    """Time and chance as this package sees them: tests bring their own, and wait for nothing.

    `now` counts seconds from anywhere, `today` from 1970, `chance` is drawn between 0 and 1.
    """

    now: Callable[[], float] = time.monotonic
    today: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    free: dict[str, float] = field(default_factory=dict[str, float])
    """When each host may be asked again."""


_CLOCK: Final = Clock()  # one for the process: two sources on one host are one visitor


@dataclass(frozen=True)
class Politeness:
    """What a server is spared.

    Attributes:
        pause: seconds between two requests to one host.
        attempts: how many in a row may bring no new byte.
        timeout: seconds without an answer, or without a byte of it.
        backoff: seconds after the first failure; twice as many after each further one, and up to `longest`.
        longest: see above.
        longest_asked: seconds that a server may ask for (Retry-After); one that asks for more is given up.
        user_agent: by what name servers know us.
        clock: time.
    """

    pause: float = 0.2
    attempts: int = 6
    timeout: float = 60.0
    backoff: float = 1.0
    longest: float = 60.0
    longest_asked: float = 600.0
    user_agent: str = f"crossthink-curate/{__version__} (data curation; asks one thing at a time)"
    clock: Clock = field(default_factory=lambda: _CLOCK)

    def turn(self, host: str) -> None:
        """Wait until a host may be asked, and note that it is asked now."""
        wait = self.clock.free.get(host, 0.0) - self.clock.now()
        if wait > 0:
            self.clock.sleep(wait)
        self.clock.free[host] = self.clock.now() + self.pause

    def asked_for(self, retry_after: str | None) -> float | None:
        """The seconds that a Retry-After means, a number or a date; None where it means nothing."""
        text = (retry_after or "").strip()
        if text.isdecimal():
            return float(text)
        try:
            return max(0.0, parsedate_to_datetime(text).timestamp() - self.clock.today())
        except ValueError:
            return None


class Trials:
    """Counts the attempts on one thing, and waits between them."""

    def __init__(self, url: str, settings: Politeness, had: int = 0) -> None:
        self._url, self._settings = url, settings
        self._furthest = had
        self._idle = self._all = 0

    def failed(self, why: str, got: int, length: int | None, asked: float | None = None) -> None:
        """Note a failure and wait: longer each time, never in step with others, and no less than was asked for.

        Args:
            why: What went wrong, as a clause.
            got: Bytes that are here.
            length: Bytes that there are, if known.
            asked: Seconds for which the server asked.

        Raises:
            GaveUpError: If this was one too many without a new byte, or the server asks for too long.
        """
        self._all += 1
        self._idle = 0 if got > self._furthest else self._idle + 1
        self._furthest = max(self._furthest, got)
        settings = self._settings
        if self._idle >= settings.attempts:
            raise self._gave_up(why, got, length)
        if asked is not None and asked > settings.longest_asked:
            raise self._gave_up(f"{why}, and asks to wait for {asked:,.0f} s", got, length)
        drawn = (
            min(settings.longest, settings.backoff * 2 ** max(0, self._idle - 1)) * (1 + settings.clock.chance()) / 2
        )
        settings.clock.sleep(max(drawn, asked or 0.0))

    def _gave_up(self, why: str, got: int, length: int | None) -> GaveUpError:
        of = "an unknown number of" if length is None else f"{length:,}"
        return GaveUpError(
            f"cannot be fetched: {why}; {got:,} of {of} bytes are here after {self._all} attempts, "
            f"the last {self._idle} without a new byte",
            place=self._url,
            hint="what is here is kept: the same command goes on from there" if got else None,
        )
