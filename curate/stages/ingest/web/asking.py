"""Asking web servers: redirects, ranges, and what their answers say of the content."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from curate.stages.ingest.web.polite import RefusedError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    import httpx

    from curate.stages.ingest.web.polite import Politeness

UNPINNED: Final = "unpinned"
"""The revision of what its server gives no mark of."""

OK: Final = 200
PARTIAL: Final = 206
BEYOND: Final = 416
_REFUSED: Final = 400
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOST_REDIRECTS: Final = 20
_SAID: Final = 300  # bytes of a refusal that an error may quote
_RANGE: Final = re.compile(r"\s*bytes\s+(?:(\d+)-(\d+)|\*)/(\d+|\*)\s*$", re.IGNORECASE)


class AgainError(Exception):
    """An attempt that failed and may be repeated: why, and after how many seconds the server wants to be asked."""

    def __init__(self, why: str, asked: float | None = None) -> None:
        super().__init__(why)
        self.why, self.asked = why, asked


class Span(NamedTuple):
    """What a Content-Range says: the first byte, that after the last, and how many there are in all."""

    begin: int | None
    end: int | None
    total: int | None


class Web:
    """One visitor of web servers, who keeps connections while the context lasts."""

    def __init__(self, settings: Politeness) -> None:
        self.settings = settings

    def __enter__(self) -> Self:
        """Open it."""
        import httpx  # noqa: PLC0415 - a build of local files need not spend a tenth of a second on it

        # Bytes are counted, and files kept as they lie there: no encoding on the way.
        headers = {"User-Agent": self.settings.user_agent, "Accept-Encoding": "identity"}
        self._client = httpx.Client(timeout=self.settings.timeout, headers=headers, follow_redirects=False)
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._client.close()

    @contextmanager
    def answer(self, method: str, url: str, headers: Mapping[str, str] | None = None) -> Generator[httpx.Response]:
        """The answer to one request, its body unread, after all redirects.

        Raises:
            AgainError: If the connection broke, before the answer or inside the context, or the server is busy.
            RefusedError: If there is no such thing, or it may not be had.
        """
        import httpx  # noqa: PLC0415 - see above

        try:
            with self._sent(self._client.build_request(method, url, headers=dict(headers or {})), url) as response:
                if response.status_code in _AGAIN:
                    raise AgainError(_status(response), self.settings.asked_for(response.headers.get("retry-after")))
                if response.status_code >= _REFUSED and response.status_code != BEYOND:
                    said = "" if method == "HEAD" else _quoted(response)
                    raise RefusedError(f"the server answers {_status(response)}{said}", place=url)
                yield response
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise RefusedError(f"is no address: {error}", place=url) from error
        except httpx.TransportError as error:
            raise AgainError(f"the connection failed ({str(error).rstrip('.') or type(error).__name__})") from error

    @contextmanager
    def _sent(self, request: httpx.Request, url: str) -> Generator[httpx.Response]:
        for _ in range(_MOST_REDIRECTS):
            self.settings.turn(request.url.netloc.decode("ascii"))
            response = self._client.send(request, stream=True)
            try:
                following = response.next_request
                if following is None:
                    yield response
                    return
            finally:
                response.close()
            if request.url.scheme == "https" and following.url.scheme != "https":
                raise RefusedError(f"leads from https to {following.url.scheme} ({following.url})", place=url)
            request = following
        raise RefusedError(f"leads from one address to the next, more than {_MOST_REDIRECTS} times", place=url)


def is_web(url: str) -> bool:
    """Whether a URL is of a web server."""
    return url.lower().startswith(("http://", "https://"))


def span_of(response: httpx.Response) -> Span:
    """Which part of the whole an answer holds, as it says."""
    found = _RANGE.match(response.headers.get("content-range", ""))
    if found is None:
        return Span(None, None, None)
    begin, last, total = (int(text) if text and text != "*" else None for text in found.groups())
    return Span(begin, None if last is None else last + 1, total)


def length_of(response: httpx.Response) -> int | None:
    """How many bytes the body has, as the answer says."""
    said = response.headers.get("content-length", "")
    return int(said) if said.isdecimal() else None


def revision_in(response: httpx.Response) -> str:
    """What tells one content from another: the ETag, or when and how long it was written, or `UNPINNED`."""
    tag, written = response.headers.get("etag", ""), response.headers.get("last-modified", "")
    if tag:
        return tag.removeprefix("W/").strip('"')
    total = span_of(response).total if response.status_code in {PARTIAL, BEYOND} else length_of(response)
    return f"{written}, {total} bytes" if written and total is not None else UNPINNED


def validator_in(response: httpx.Response) -> str:
    """What If-Range may hold: a strong ETag, or else a date; empty where there is neither, and nothing can go on."""
    tag = response.headers.get("etag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("last-modified", "")


def excess_of(response: httpx.Response) -> int:
    """Bytes that arrived behind a body that was read whole: its Content-Length promised fewer than there are.

    httpx hides them, and so does every client that trusts the length; h11, which parses, still has them. Nothing else
    tells such a file from a whole one where the server knows no ranges.
    """
    inner: Any = response.stream
    for name in ("_stream", "_httpcore_stream", "_stream", "_connection", "_h11_state"):
        inner = getattr(inner, name, None)
    return 0 if inner is None else len(inner.trailing_data[0])


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {response.reason_phrase}".strip()


def _quoted(response: httpx.Response) -> str:
    """The first words of a refusal, where it is made of words."""
    if "html" in response.headers.get("content-type", ""):
        return ""
    if response.headers.get("content-encoding", "identity") != "identity":
        return ""  # packed words, though none were asked for: they may be damaged too
    said = next(response.iter_raw(_SAID), b"").decode("utf-8", "replace")
    return f": {' '.join(said.split())}" if said.strip() else ""
