"""Files behind URLs: fetched whole or in part, once, and gone on with after whatever broke.

Web servers are asked by httpx, other protocols (`s3://`, `gs://`, `memory://` ...) through fsspec. What is fetched is
kept in a folder of downloads, which may be deleted at any time.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from curate.errors import SourceError
from curate.stages.ingest.web import download, pieces
from curate.stages.ingest.web.asking import UNPINNED, AgainError, Web, is_web, revision_in
from curate.stages.ingest.web.part import Part, hash_of
from curate.stages.ingest.web.polite import Politeness, RefusedError, Trials
from curate.store import make_folder, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = [
    "UNPINNED",
    "Politeness",
    "fetched",
    "fetched_piece",
    "fetched_range",
    "is_remote",
    "revision_here",
    "revision_of",
]

_REMOTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_POLITE: Final = Politeness()

_LAST_HEARD: Final[dict[str, str]] = {}
"""The revision of each URL as its server told it last: a file of it that is here needs no further question."""

_FETCHED: Final[dict[str, Path]] = {}
"""What this process fetched of URLs that no revision tells apart: what an earlier one fetched may be out of date."""


def is_remote(path: str) -> bool:
    """Whether a path is a URL."""
    return _REMOTE.match(path) is not None


def revision_of(url: str, *, settings: Politeness = _POLITE, web: Web | None = None) -> str:
    """What tells the content of a URL from any other it had: ETag, or date and length, or `UNPINNED`.

    Raises:
        SourceError: If it cannot be reached, or there is no such thing.
    """
    if not is_web(url):
        files, path = download.protocol_of(url)
        try:
            revision = download.revision_of_facts(dict(files.info(path)))
        except Exception as error:  # each protocol breaks in its own way
            raise SourceError(f"cannot be reached: {error or type(error).__name__}", place=url) from error
    else:
        with _visiting(web, settings) as visitor:
            revision = _asked(visitor, url)
    _LAST_HEARD[url] = revision
    return revision


def revision_here(url: str, downloads: Path) -> str:
    """The revision of what was last fetched of a URL; empty where nothing was."""
    return Part(url, downloads).note.revision


def fetched(  # noqa: PLR0913 - each is asked for by name
    url: str,
    downloads: Path,
    *,
    settings: Politeness = _POLITE,
    web: Web | None = None,
    kept: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
) -> Path:
    """Where in `downloads` the content of a URL lies whole; it is fetched if it is not there.

    Args:
        url: What to fetch.
        downloads: The folder for it.
        settings: How to behave towards the server.
        web: A visitor of web servers who keeps connections; without one, the connection ends with the call.
        kept: Whether what was once fetched is right whatever the server has by now.
        progress: Told the bytes that are here, and how many there will be, if known.

    Raises:
        SourceError: If the server refuses, or brings no new byte again and again.
        StoreError: If the disk is full or not writable.
    """
    part = Part(url, downloads, progress)
    with part.alone(), _visiting(web, settings) as visitor:
        if kept and (whole := part.whole(part.note.revision)).exists():
            return whole
        revision = _LAST_HEARD.get(url)
        if revision is None and part.note.revision:
            revision = revision_of(url, settings=settings, web=visitor)
        if revision is not None:
            whole = part.whole(revision)
            if whole.exists() and (revision != UNPINNED or _FETCHED.get(url) == whole):
                return whole
        if is_web(url):
            download.from_web(visitor, url, part)
        else:
            download.from_protocol(url, part, settings)
        _LAST_HEARD[url] = part.note.revision
        _FETCHED[url] = part.finish()
        return _FETCHED[url]


def fetched_range(  # noqa: PLR0913 - each is asked for by name
    url: str,
    offset: int,
    length: int,
    downloads: Path,
    *,
    settings: Politeness = _POLITE,
    web: Web | None = None,
) -> bytes:
    """A piece of a file: `length` bytes from byte `offset`. See `fetched_piece`."""
    return fetched_piece(url, offset, length, downloads, settings=settings, web=web).read_bytes()


def fetched_piece(  # noqa: PLR0913 - each is asked for by name
    url: str,
    offset: int,
    length: int,
    downloads: Path,
    *,
    settings: Politeness = _POLITE,
    web: Web | None = None,
) -> Path:
    """Where in `downloads` a piece of a file lies: `length` bytes from byte `offset`; it is fetched once.

    A server that knows no ranges is asked for the whole file, which then serves for all of its pieces.

    Raises:
        SourceError: If the server refuses, has no such bytes, or brings no new one again and again.
        StoreError: If the disk is full or not writable.
    """
    kept = downloads / f"{hash_of(f'{url} {offset} {length}')}.range"
    if not kept.exists():
        make_folder(downloads)
        with _visiting(web, settings) as visitor:
            content = (
                pieces.from_web(visitor, url, offset, length)
                if is_web(url)
                else pieces.from_protocol(url, offset, length, settings)
            )
            if content is None:
                content = _cut(fetched(url, downloads, settings=settings, web=visitor, kept=True), url, offset, length)
        write_bytes(kept, content)
    return kept


def _visiting(web: Web | None, settings: Politeness) -> AbstractContextManager[Web]:
    return Web(settings) if web is None else nullcontext(web)


def _asked(web: Web, url: str) -> str:
    trials, method = Trials(url, web.settings), "HEAD"
    while True:
        headers = {"Range": "bytes=0-0"} if method == "GET" else {}
        try:
            with web.answer(method, url, headers) as response:
                return revision_in(response)
        except RefusedError:
            if method == "GET":
                raise
            method = "GET"  # signed addresses, among others, are for one method alone
        except AgainError as again:
            method = "GET"  # some break at the one, and have all that the other asks for
            trials.failed(again.why, 0, None, again.asked)


def _cut(whole: Path, url: str, offset: int, length: int) -> bytes:
    with whole.open("rb") as file:
        file.seek(offset)
        content = file.read(length)
    if len(content) < length:
        raise pieces.beyond(url, offset, length, whole.stat().st_size)
    return content
