"""Where the bytes of a file lie: on this disk, in a zip, or elsewhere."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import xxhash

from curate.content import shown
from curate.errors import SourceError
from curate.stages.ingest.files.compression import DamagedError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

_BUFFER: Final = 1 << 18
_ENCRYPTED: Final = 1  # the bit of a zip's flags


class Origin(Protocol):
    """A file's bytes as they lie there."""

    def revision(self) -> str:
        """What changes whenever the bytes do."""
        ...

    def path(self) -> Path | None:
        """Where they lie as a file of their own on this disk; None where they do not."""
        ...

    def open(self) -> io.BufferedReader:
        """A stream of them."""
        ...


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file of this disk."""

    at: Path

    def revision(self) -> str:
        """A hash of its content."""
        return content_hash(self.at)

    def path(self) -> Path:
        """Itself."""
        return self.at

    def open(self) -> io.BufferedReader:
        """Its bytes."""
        try:
            return self.at.open("rb")
        except OSError as error:
            raise _unreadable(self.at, error) from error


@dataclass(frozen=True, slots=True)
class Remote:
    """A file behind a URL, downloaded whole when it is first opened."""

    url: str
    downloads: Path | None

    def revision(self) -> str:
        """What its server says."""
        from curate.stages.ingest.web import remote  # noqa: PLC0415 - a build of local files needs no network

        return remote.revision_of(self.url)

    def path(self) -> Path:
        """Where it was downloaded to."""
        from curate.stages.ingest.web import remote  # noqa: PLC0415 - same

        assert self.downloads is not None, "a file that is only asked for its revision is not opened"
        return remote.fetched(self.url, self.downloads)

    def open(self) -> io.BufferedReader:
        """Its bytes."""
        return OnDisk(self.path()).open()


@dataclass(frozen=True, slots=True)
class InZip:
    """A member of a zip."""

    archive: OnDisk | Remote
    member: str
    shown: str

    def revision(self) -> str:
        """That of the whole zip."""
        archive = self.archive
        return archive.revision() if isinstance(archive, Remote) else _hash_of(*_state(archive.at))

    def path(self) -> None:
        """Nowhere."""

    def open(self) -> io.BufferedReader:
        """Its bytes, unpacked from the zip."""
        try:
            archive = _zip_at(self.archive)
            entry = copy(archive.getinfo(self.member))
            checksum = entry.CRC
            del entry.CRC  # checked here, where it costs nothing of what was read
            return io.BufferedReader(_Member(archive.open(entry), checksum, self.shown), _BUFFER)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise SourceError(f"cannot be unpacked: {error}", place=self.shown) from error


def members(archive: OnDisk | Remote, written: str) -> list[str]:
    """The names of all files in a zip that are not hidden, sorted.

    Raises:
        SourceError: If it is no zip or a damaged one, or one of them is encrypted.
    """
    try:
        every = [one for one in _zip_at(archive).infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"is no zip that can be read: {error}", place=written) from error
    found = [one for one in every if not hidden(one.filename)]
    locked = next((one.filename for one in found if one.flag_bits & _ENCRYPTED), None)
    if locked is not None:
        raise SourceError(f"{locked} in it is encrypted", place=written, hint="unpack it, and name the files")
    return sorted({one.filename for one in found})


def hidden(written: str) -> bool:
    """Whether a path leads to or through something whose name begins with a dot; `./` and `../` are no names."""
    return any(part.startswith(".") and part not in {".", ".."} for part in written.split("/"))


def content_hash(path: Path) -> str:
    """128 bits of XXH3 over a file's content in hex, read in blocks of a megabyte.

    Raises:
        SourceError: If it cannot be read.
    """
    digest = xxhash.xxh3_128()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


@lru_cache(maxsize=8)
def _hash_of(path: Path, _state: tuple[int, ...]) -> str:
    """That of a zip, so that it is not read through again for every member."""
    return content_hash(path)


def _state(path: Path) -> tuple[Path, tuple[int, ...]]:
    """A file and what of it changes when it does."""
    try:
        state = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return path, (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _zip_at(archive: OnDisk | Remote) -> zipfile.ZipFile:
    return _zip(*_state(archive.path()))


@lru_cache(maxsize=2)
def _zip(path: Path, _state: tuple[int, ...]) -> zipfile.ZipFile:
    """An open zip, so that its directory is not read again for every member."""
    return zipfile.ZipFile(path)


def _unreadable(path: Path, error: OSError) -> SourceError:
    return SourceError(f"cannot be read: {error.strerror or error}", place=shown(path))


class _Member(io.RawIOBase):
    """A member being unpacked; what is wrong with it is said after all that could be unpacked."""

    def __init__(self, inner: IO[bytes], checksum: int, where: str) -> None:
        self._inner, self._checksum, self._where = inner, checksum, where
        self._given = self._sum = 0
        self._damage: DamagedError | None = None

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()

    def readinto(self, buffer: Any, /) -> int:
        if self._damage is not None:
            raise self._damage
        try:
            piece = cast("zipfile.ZipExtFile", self._inner).read1(len(buffer))
        except (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, OSError, ValueError) as error:
            raise self._damaged(str(error) or "it is cut off") from error
        if not piece and self._sum != self._checksum:
            raise self._damaged("its checksum is another")
        buffer[: len(piece)] = piece
        self._given += len(piece)
        self._sum = zlib.crc32(piece, self._sum)
        return len(piece)

    def _damaged(self, why: str) -> DamagedError:
        what = f"cannot be unpacked whole: {why} (after byte {self._given:,})"
        self._damage = DamagedError(what, place=self._where)
        return self._damage
