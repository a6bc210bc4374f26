"""A file that is being downloaded: what is here of it, and which content that is of.

    downloads/<hash of the URL>.part        the bytes so far
    downloads/<hash of the URL>.json        the URL, and what tells this content from another
    downloads/<hash of URL and revision>    the whole file

A process may be killed between any two lines of this module: what it leaves is gone on with, or begun anew.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Final

import orjson
import xxhash
from filelock import FileLock

from curate.errors import StoreError
from curate.store import as_json, make_folder, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

_FLUSHED: Final = 1 << 26
"""Bytes after which what was written is flushed: a machine that stops may else keep a length without its content."""


@dataclass(frozen=True)
class Note:
    """Which content a part is of: its revision, what If-Range may hold, and how many bytes it has, if known."""

    url: str = ""
    revision: str = ""
    validator: str = ""
    length: int | None = None


class Part:
    """What is here of the content of one URL."""

    def __init__(self, url: str, downloads: Path, progress: Callable[[int, int | None], None] | None = None) -> None:
        """Nothing is written before something arrives.

        Args:
            url: What is downloaded.
            downloads: The folder for it.
            progress: Told the bytes that are here, and how many there will be, if known.
        """
        self.url = url
        self._downloads, self._progress = downloads, progress
        self._path = downloads / f"{hash_of(url)}.part"
        self._noted = downloads / f"{hash_of(url)}.json"
        self.note = self._read()

    @contextmanager
    def alone(self) -> Generator[None]:
        """Around all work on it: another process that wants the same file waits, and finds it.

        Raises:
            StoreError: If the folder cannot be written.
        """
        make_folder(self._downloads)
        lock = FileLock(self._path.with_suffix(".lock"))
        try:
            lock.acquire()
        except OSError as error:
            raise self._disk(error) from error
        try:
            self.note = self._read()
            yield
        finally:
            lock.release()

    @property
    def held(self) -> int:
        """Bytes with which a download may go on; none where nothing could tell whether the content is the same."""
        return self.size if self.note.validator else 0

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return self._path.stat().st_size if self._path.exists() else 0

    def whole(self, revision: str) -> Path:
        """Where the whole file lies, or will."""
        return self._downloads / hash_of(f"{self.url}\n{revision}")

    def begin(self, note: Note) -> None:
        """Forget what is here, and begin with this content."""
        self.clear()
        write_bytes(self._noted, as_json(asdict(note)))
        self.note = note

    def clear(self) -> None:
        """Forget what is here."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise self._disk(error) from error

    def take(self, pieces: Iterable[bytes]) -> None:
        """Add bytes; each is on its way to the disk before the next is asked for.

        Raises:
            StoreError: If the disk is full or not writable.
        """
        with self._opened() as file:
            for piece in pieces:
                self._write(file, piece)
                if self._progress is not None:
                    self._progress(file.tell(), self.note.length)

    def finish(self) -> Path:
        """Make what is here the whole file."""
        whole = self.whole(self.note.revision)
        try:
            with self._opened() as file:
                os.fsync(file.fileno())
            self._path.replace(whole)
            descriptor = os.open(self._downloads, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise self._disk(error) from error
        return whole

    def _opened(self) -> IO[bytes]:
        try:
            return self._path.open("ab", buffering=0)
        except OSError as error:
            raise self._disk(error) from error

    def _write(self, file: IO[bytes], piece: bytes) -> None:
        rest = memoryview(piece)
        try:
            while rest:
                rest = rest[file.write(rest) :]
            if file.tell() // _FLUSHED > (file.tell() - len(piece)) // _FLUSHED:
                os.fsync(file.fileno())
        except OSError as error:
            raise self._disk(error) from error

    def _read(self) -> Note:
        try:
            return Note(**orjson.loads(self._noted.read_bytes()))
        except (OSError, ValueError, TypeError):
            return Note()  # none, or one that was cut off: then the part tells nothing either

    def _disk(self, error: OSError) -> StoreError:
        return StoreError(
            f"cannot be written while {self.url} is downloaded: {error.strerror or error}",
            place=self._downloads,
            hint="what is here is kept: the same command goes on from there",
        )


def hash_of(text: str) -> str:
    """128 bits of XXH3 in hex."""
    return xxhash.xxh3_128_hexdigest(text.encode())
