"""Pieces of files, such as one record of a crawl: asked for by their bytes, and gone on with where an answer broke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curate.stages.ingest.web import download
from curate.stages.ingest.web.asking import BEYOND, PARTIAL, AgainError, span_of, validator_in
from curate.stages.ingest.web.polite import RefusedError, Trials

if TYPE_CHECKING:
    import httpx

    from curate.stages.ingest.web.asking import Web
    from curate.stages.ingest.web.polite import Politeness


class _WholeError(Exception):
    """The server sends the file as a whole."""


class _Piece:
    """What is here of a piece."""

    def __init__(self, url: str, offset: int, length: int) -> None:
        self._url, self._offset, self._length = url, offset, length
        self._validator = ""
        self.got = bytearray()

    def headers(self) -> dict[str, str]:
        """What asks for the rest of it."""
        asked = f"bytes={self._offset + len(self.got)}-{self._offset + self._length - 1}"
        return {"Range": asked} | ({"If-Range": self._validator} if self.got else {})

    def take(self, response: httpx.Response) -> None:
        """Add what an answer holds.

        Raises:
            AgainError: If it breaks off, or is not what was asked for.
            RefusedError: If the file ends before the piece does.
        """
        span, validator = span_of(response), validator_in(response)
        if response.status_code == BEYOND or (span.total is not None and span.total < self._offset + self._length):
            raise beyond(self._url, self._offset, self._length, span.total)
        if not self.got and (response.status_code != PARTIAL or span.begin is None):
            raise _WholeError  # or a part of it, which the server does not name
        if span.begin != self._offset + len(self.got) or (self.got and validator != self._validator):
            self.got.clear()
            raise AgainError("another range or content came than was asked for")
        self._validator = validator
        for piece in response.iter_raw():
            self.got += piece
            if len(self.got) > self._length:
                self.got.clear()
                raise AgainError("more bytes came than were asked for")
        if len(self.got) < self._length:
            raise AgainError(f"the answer ended after {len(self.got):,} of {self._length:,} bytes")

    def keep(self) -> None:
        """After a failure: forget what is here if nothing would tell whether the rest is of the same content."""
        if not self._validator:
            self.got.clear()


def from_web(web: Web, url: str, offset: int, length: int) -> bytes | None:
    """The bytes of a range; None where the server sends the file as a whole.

    Raises:
        SourceError: If the server refuses, has no such bytes, or brings no new one again and again.
    """
    piece, trials = _Piece(url, offset, length), Trials(url, web.settings)
    while True:
        try:
            with web.answer("GET", url, piece.headers()) as response:
                piece.take(response)
            return bytes(piece.got)
        except _WholeError:
            return None
        except AgainError as again:
            if len(piece.got) == length:  # only its end was missing
                return bytes(piece.got)
            piece.keep()
            trials.failed(again.why, len(piece.got), length, again.asked)


def from_protocol(url: str, offset: int, length: int, settings: Politeness) -> bytes:
    """The bytes of a range, through fsspec.

    Raises:
        SourceError: If there is no such file, or no such bytes in it, or it breaks off again and again.
    """
    files, path = download.protocol_of(url)
    trials = Trials(url, settings)
    while True:
        try:
            with files.open(path, "rb") as file:
                file.seek(offset)
                content, size = bytes(file.read(length)), file.seek(0, 2)
        except (FileNotFoundError, PermissionError) as error:
            raise RefusedError(f"cannot be read: {error}", place=url) from error
        except Exception as error:  # noqa: BLE001 - each protocol breaks in its own way
            trials.failed(f"the connection failed ({error})", 0, length)
            continue
        if len(content) < length:
            raise beyond(url, offset, length, size)
        return content


def beyond(url: str, offset: int, length: int, size: int | None) -> RefusedError:
    """The error for bytes that are not there."""
    ends = "before them" if size is None else f"at byte {size:,}"
    return RefusedError(f"has no bytes {offset:,} to {offset + length:,}: it ends {ends}", place=url)
