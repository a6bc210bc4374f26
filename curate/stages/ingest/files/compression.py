"""Compressed streams, told by their first bytes and never by their name: gzip, zstd, bzip2 and xz.

A stream that is damaged or cut off gives all that can be decompressed before it says so.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, cast

from curate.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PIECE: Final = 1 << 14  # bytes fed at once; what one of them gives is lost if it is the damaged one
_OUT: Final = 1 << 15
_BUFFER: Final = 1 << 18


class DamagedError(SourceError):
    """A compressed stream ends before its end, or holds what cannot be decompressed."""


class _Codec(Protocol):
    """One member of a stream on its way to bytes, as `bz2.BZ2Decompressor` does it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Gzip:
    """A member of gzip."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Zstd:
    """A frame of zstd. Its decompressor knows no limit of what it gives, so it is fed the less the more that is."""

    _LEAST: Final = 1 << 6
    _MOST: Final = 1 << 12
    _MUCH: Final = 1 << 18

    def __init__(self) -> None:
        import zstandard  # noqa: PLC0415 - most builds read none

        self._inner: Any = cast("Any", zstandard).ZstdDecompressor().decompressobj()
        self._error: type[Exception] = zstandard.ZstdError
        self._held = b""
        self._fed = self._LEAST

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def needs_input(self) -> bool:
        return not self._held

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data) + self._held

    def decompress(self, data: bytes, _max_length: int, /) -> bytes:
        data = self._held + data
        self._held = data[self._fed :]
        try:
            given = bytes(self._inner.decompress(data[: self._fed]))
        except self._error as error:
            raise ValueError(error) from error
        self._fed = max(self._fed // 2, self._LEAST) if len(given) > self._MUCH else min(2 * self._fed, self._MOST)
        return given


_MAGIC: Final[Mapping[bytes, tuple[str, Callable[[], _Codec]]]] = {
    b"\x1f\x8b": ("gzip", _Gzip),
    b"\x28\xb5\x2f\xfd": ("zstd", _Zstd),
    **{bytes([0x50 + n]) + b"\x2a\x4d\x18": ("zstd", _Zstd) for n in range(16)},  # a frame to be skipped
    b"BZh": ("bzip2", cast("Callable[[], _Codec]", bz2.BZ2Decompressor)),
    b"\xfd7zXZ\x00": ("xz", cast("Callable[[], _Codec]", partial(lzma.LZMADecompressor, lzma.FORMAT_XZ))),
}
SUFFIXES: Final = (".gz", ".zst", ".bz2", ".xz")
"""What names of compressed files end with."""


def kind_of(start: bytes) -> str | None:
    """Which compression a stream with this beginning has."""
    return next((name for magic, (name, _) in _MAGIC.items() if start.startswith(magic)), None)


def beginning(stream: io.BufferedReader, size: int) -> bytes:
    """What a stream begins with, which stays in it; nothing if it is damaged from the start, as reading on will say."""
    try:
        return stream.peek(size)[:size]
    except DamagedError:
        return b""


def decompressed(raw: io.BufferedReader, shown: str) -> io.BufferedReader:
    """The content of a stream that may be compressed, or the stream itself; closing the one closes the other.

    Reading raises `DamagedError`, with the byte of the compressed stream, after everything before it was given.
    """
    start = beginning(raw, 8)
    for magic, (name, codec) in _MAGIC.items():
        if start.startswith(magic):
            return io.BufferedReader(_Stream(raw, name, codec, shown), _BUFFER)
    return raw


class _Stream(io.RawIOBase):
    """The content of all members, one after the other."""

    def __init__(self, raw: BinaryIO, name: str, codec: Callable[[], _Codec], shown: str) -> None:
        self._raw, self._name, self._codec, self._shown = raw, name, codec, shown
        self._member = codec()
        self._taken = 0  # bytes read of the compressed stream
        self._rest = b""  # those of them that belong to the next member
        self._ready = memoryview(b"")
        self._damage: DamagedError | None = None

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()

    def readinto(self, buffer: Any, /) -> int:
        while not self._ready:
            if self._damage is not None:
                raise self._damage
            if self._member.eof and not self._next():
                return 0
            self._ready = memoryview(self._more())
        taken = min(len(buffer), len(self._ready))
        buffer[:taken] = self._ready[:taken]
        self._ready = self._ready[taken:]
        return taken

    def _more(self) -> bytes:
        """A little more of this member; nothing if it is damaged, which is noted."""
        piece = b""
        if self._member.needs_input:
            piece = self._piece()
            if not piece:
                self._damage = self._damaged(f"is cut off: its {self._name} stream has no end")
                return b""
        try:
            return self._member.decompress(piece, _OUT)
        except (ValueError, EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            self._damage = self._damaged(f"is no whole {self._name} stream: {error}")
            return b""

    def _next(self) -> bool:
        """Go on to the next member, if there is one; zeros that fill up the last block of a tape are none."""
        rest = self._member.unused_data.lstrip(b"\0")
        while not rest:
            piece = self._raw.read(_PIECE)
            if not piece:
                return False
            self._taken += len(piece)
            rest = piece.lstrip(b"\0")
        self._rest, self._member = rest, self._codec()
        return True

    def _piece(self) -> bytes:
        """The next bytes of the compressed stream."""
        if self._rest:
            piece, self._rest = self._rest, b""
            return piece
        piece = self._raw.read(_PIECE)
        self._taken += len(piece)
        return piece

    def _damaged(self, what: str) -> DamagedError:
        return DamagedError(f"{what} (byte {self._taken:,} of what is compressed)", place=self._shown)
