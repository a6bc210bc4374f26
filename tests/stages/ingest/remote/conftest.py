"""A web server on this machine that serves what a test gives it, and fails as it is told to."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from curate.stages.ingest.web import remote
from curate.stages.ingest.web.polite import Clock, Politeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Failure = tuple[str, Any]
"""What the next answer to a GET does instead of being right, and how much of it."""


class FakeTime:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.at = 1_000.0
        self.waits: list[float] = []
        self.clock = Clock(lambda: self.at, lambda: self.at, self._sleep, lambda: 1.0)

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += seconds

    def polite(self, **settings: Any) -> Politeness:
        """Settings by which nobody waits in truth."""
        return Politeness(clock=self.clock, **{"pause": 0.0, "attempts": 4, "timeout": 10.0, **settings})


@dataclass
class Site:
    """What is served, and what was asked.

    Failures by path, each used once: `cut` n (bytes after which the connection ends), `busy` (status, Retry-After),
    `longer` n and `shorter` n (than the truth, in Content-Length), `change` bytes (new content before the answer),
    `hang` (no answer until the test ends), `empty` (the connection ends before an answer),
    `elsewhere` n (a range that begins n bytes before what was asked for).
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    failures: dict[str, list[Failure]] = field(default_factory=lambda: defaultdict(list))
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    computed: dict[str, Callable[[dict[str, list[str]]], bytes | None]] = field(default_factory=dict)
    refused: dict[str, bytes] = field(default_factory=dict)
    """What is said, with a 404, of a path that has no content."""
    knows_ranges: bool = True
    tells_ranges: str = "bytes {begin}-{last}/{total}"
    head_status: int | None = None
    tells_revision: bool = True
    takes_head: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)

    def ranges(self) -> list[str | None]:
        """The ranges of all that was got."""
        return [span for method, _, span in self.asked if method == "GET"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def do_HEAD(self) -> None:
        self._note()
        if self.site.head_status is not None:
            self._head(self.site.head_status, 0)
        elif not self.site.takes_head:
            self._head(403, 0)
        elif self._content() is not None:
            self._answer(self._content() or b"", 200, {}, only_head=True)
        else:
            self._head(404, 0)

    def do_GET(self) -> None:
        self._note()
        path = urlsplit(self.path).path
        kind, how = self.site.failures[path].pop(0) if self.site.failures[path] else ("", None)
        if kind == "change":
            self.site.files[path] = how
        if kind == "hang":
            self.site.done.wait(60)
        if kind in {"hang", "empty"}:
            self.close_connection = True
            return
        if kind == "busy":
            status, after = how
            self._head(status, 0, {} if after is None else {"Retry-After": after})
            return
        if path in self.site.moved:
            self._head(302, 0, {"Location": self.site.moved[path]})
            return
        content = self._content()
        if content is None:
            said = self.site.refused.get(path, b"")
            self._head(404, len(said), self.site.headers)
            self.wfile.write(said)
            return
        self._ranged(content, kind, how)

    def _ranged(self, content: bytes, kind: str, how: Any) -> None:
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        valid = self.headers.get("If-Range") in {None, _tag(content), self.site.headers.get("Last-Modified")}
        if found is None or not valid or not self.site.knows_ranges:
            self._answer(content, 200, {}, kind, how)
            return
        begin, end = int(found[1]), min(len(content), int(found[2]) + 1 if found[2] else len(content))
        if kind == "elsewhere":
            begin -= how
        if begin >= len(content):
            self._head(416, 0, {"Content-Range": f"bytes */{len(content)}"})
            return
        told = self.site.tells_ranges.format(begin=begin, last=end - 1, total=len(content))
        span = {"Content-Range": told} if told else {}
        self._answer(content[begin:end], 206, span, kind, how, whole=content)

    def _answer(  # noqa: PLR0913 - one place for all
        self,
        body: bytes,
        status: int,
        more: dict[str, str],
        kind: str = "",
        how: Any = None,
        *,
        whole: bytes | None = None,
        only_head: bool = False,
    ) -> None:
        told = len(body) + {"longer": 1, "shorter": -1}.get(kind, 0) * (how if kind in {"longer", "shorter"} else 0)
        tag = {"ETag": _tag(body if whole is None else whole)} if self.site.tells_revision else {}
        self._head(status, told, {**more, **tag, **self.site.headers})
        if only_head:
            return
        self.wfile.write(body[:how] if kind in {"cut", "stall"} else body)
        if kind == "stall":
            self.site.done.wait(60)
        if kind:
            self.close_connection = True

    def _head(self, status: int, length: int, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(length), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def _content(self) -> bytes | None:
        asked = urlsplit(self.path)
        if asked.path in self.site.computed:
            return self.site.computed[asked.path](parse_qs(asked.query))
        return self.site.files.get(asked.path)

    def _note(self) -> None:
        self.site.asked.append((self.command, self.path, self.headers.get("Range")))
        self.site.agents.add(self.headers["User-Agent"])


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Print nothing of clients who went away."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(remote, "_LAST_HEARD", {})
    monkeypatch.setattr(remote, "_FETCHED", {})
    served = Site()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": served}))
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    yield served
    served.done.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()
