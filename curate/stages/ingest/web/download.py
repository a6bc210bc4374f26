"""Downloading a file: attempt after attempt, each from the byte that the last one reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from curate.errors import CurateError, SourceError
from curate.stages.ingest.web.asking import (
    BEYOND,
    OK,
    PARTIAL,
    UNPINNED,
    AgainError,
    excess_of,
    length_of,
    revision_in,
    span_of,
    validator_in,
)
from curate.stages.ingest.web.part import Note
from curate.stages.ingest.web.polite import RefusedError, Trials

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from curate.stages.ingest.web.asking import Web
    from curate.stages.ingest.web.part import Part
    from curate.stages.ingest.web.polite import Politeness

_PIECE: Final = 1 << 20
_MARKS: Final = ("ETag", "etag", "md5Hash", "content_md5", "checksum", "hash", "version_id", "generation")
_TIMES: Final = ("LastModified", "last_modified", "mtime", "updated", "created")


class _NoRangeError(AgainError):
    """Some servers know no range of an empty file, or none at all, and say so instead of sending it."""


def from_web(web: Web, url: str, part: Part) -> None:
    """Fill a part from a web server, until the server says that this is all of it.

    Raises:
        SourceError: If the server refuses, or brings no new byte again and again.
    """
    trials = Trials(url, web.settings, part.held)
    ranged = True
    while True:
        try:
            with web.answer("GET", url, _continuing(part) if ranged else {}) as response:
                return _take(response, part)
        except _NoRangeError as again:
            ranged = False
            trials.failed(again.why, part.size, part.note.length)
        except AgainError as again:
            trials.failed(again.why, part.size, part.note.length, again.asked)


def _continuing(part: Part) -> dict[str, str]:
    held = part.held
    headers = {"Range": f"bytes={held}-"}  # also from 0: then the answer says the length twice
    return {**headers, "If-Range": part.note.validator} if held else headers


def _take(response: httpx.Response, part: Part) -> None:
    """Add what an answer holds.

    Raises:
        AgainError: If it breaks off, is not what was asked for, or is longer than it promised.
    """
    span, held = span_of(response), part.held
    if response.status_code == BEYOND:
        if span.total == held and (held == 0 or revision_in(response) in {part.note.revision, UNPINNED}):
            if not held:
                part.begin(Note(part.url, revision_in(response), "", 0))
            return
        part.clear()
        raise _NoRangeError(f"there is no byte {held:,}, the server says")
    note = _note(response, part.url)
    if response.status_code == PARTIAL:
        _check_span(response, note, held, part)
    elif response.status_code != OK:
        raise RefusedError(f"the server answers {response.status_code} to a request for a file", place=part.url)
    if response.status_code == OK or not held:
        part.begin(note)
    part.take(response.iter_raw())
    excess = excess_of(response)
    if excess or (note.length is not None and part.size > note.length):
        part.clear()
        raise AgainError(f"the server sends {excess:,} or more bytes beyond the {note.length or 0:,} that it promises")
    if note.length is not None and part.size < note.length:
        raise AgainError(f"the answer ended at byte {part.size:,} of {note.length:,}")


def _note(response: httpx.Response, url: str) -> Note:
    length = span_of(response).total if response.status_code == PARTIAL else length_of(response)
    return Note(url, revision_in(response), validator_in(response), length)


def _check_span(response: httpx.Response, note: Note, held: int, part: Part) -> None:
    begin, _, total = span_of(response)
    if total is None:
        part.clear()
        raise _NoRangeError("the server sends a range, and does not say of how much")
    if begin != held or (held and note.revision != part.note.revision):
        part.clear()
        said = response.headers.get("content-range", "nothing")
        raise AgainError(f"another range or content came than was asked for: {said} ({note.revision})")


def from_protocol(url: str, part: Part, settings: Politeness) -> None:
    """Fill a part through fsspec.

    Raises:
        SourceError: If there is no such file or protocol, or it breaks off again and again.
    """
    files, path = protocol_of(url)
    trials = Trials(url, settings, part.held)
    while True:
        try:
            facts = dict(files.info(path))
            note = Note(
                url, revision_of_facts(facts), revision_of_facts(facts).replace(UNPINNED, ""), facts.get("size")
            )
            if not part.held or part.note != note:
                part.begin(note)
            part.take(_pieces(files, path, part.held))
            if note.length in {None, part.size}:
                return
            if part.size > cast("int", note.length):
                part.clear()
            why = f"it has another length than the {note.length:,} bytes that are promised"
        except CurateError:
            raise
        except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
            raise RefusedError(f"cannot be read: {_first_line(error)}", place=url) from error
        except Exception as error:  # noqa: BLE001 - each protocol breaks in its own way
            why = f"the connection failed ({_first_line(error)})"
        trials.failed(why, part.size, part.note.length)


def protocol_of(url: str) -> tuple[Any, str]:
    """The file system of fsspec for a URL, and the path in it.

    Raises:
        SourceError: If there is none, or a package for it is not installed.
    """
    from fsspec import core  # noqa: PLC0415 - a build of local files need not spend the time

    try:
        return cast("Any", core).url_to_fs(url)
    except (ImportError, ValueError) as error:  # fsspec says which package is missing
        raise SourceError(f"cannot be read: {_first_line(error)}", place=url) from error


def revision_of_facts(facts: dict[str, Any]) -> str:
    """What tells one content from another, of all that a file system says of a file."""
    for key in _MARKS:
        if facts.get(key):
            return str(facts[key]).strip('"')
    for key in _TIMES:
        if facts.get(key) and facts.get("size") is not None:
            at = facts[key]
            return f"{at.isoformat() if hasattr(at, 'isoformat') else at}, {facts['size']} bytes"
    return UNPINNED


def _pieces(files: Any, path: str, begin: int) -> Iterator[bytes]:
    with files.open(path, "rb") as file:
        if begin:
            file.seek(begin)
        while piece := cast("bytes", file.read(_PIECE)):
            yield piece


def _first_line(error: Exception) -> str:
    lines = (line.strip() for line in str(error).splitlines())
    return next(filter(None, lines), type(error).__name__).rstrip(".")
