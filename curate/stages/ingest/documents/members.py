"""The bytes of a web archive, unpacked as they are read, with the place in the file at which each packed piece begins.

Archives are packed record by record: each is a gzip member or a zstd frame of its own, so that one can be fetched by
its offset. Here a member is handed on only once it is known to be whole: a damaged one spoils nothing but itself, and
reading goes on at the next.
"""

from __future__ import annotations

import zlib
from collections import deque
from os import SEEK_END
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

GZIP: Final = b"\x1f\x8b\x08"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"  # a skippable frame with the dictionary of all others, as the format asks
_READ: Final = 1 << 15  # what follows a member is copied once for each member in it: 8 times larger is no faster
FEED: Final = 1 << 12  # bytes of zstd at a time, so that a bomb gives 128 MB at most
OUT: Final = 1 << 22
_HELD: Final = 1 << 24  # a larger member is handed on before its end is seen: memory is bounded
_LONGEST_LINE: Final = 1 << 16
TRIAL: Final = 1 << 13
"""Bytes that tell whether a record begins: longer than the addresses that crawlers keep."""
_DICTIONARY_AT_MOST: Final = 1 << 24
_SKIPPABLE_HEAD: Final = 8


class DamageError(Exception):
    """Something in the file is not what it must be; `offset` is the byte at which it begins."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset, self.why = offset, why


class _Piece(NamedTuple):
    """Unpacked bytes; `offset` is the member's place in the file, in its first piece alone."""

    offset: int | None
    content: bytes


class _Unpacker(Protocol):
    """What zlib and zstandard have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


def packing(start: bytes) -> str:
    """How a file is packed, by its first bytes: gzip, zstd or plain."""
    if start.startswith(GZIP[:2]):
        return "gzip"
    return "zstd" if start.startswith((ZSTD, _DICTIONARY)) else "plain"


class Unpacked:
    """A file's bytes from one place on; lines and pieces are taken off their front."""

    def __init__(self, file: BinaryIO, begin: int = 0, *, packed: str | None = None, dictionary: bytes = b"") -> None:
        """Start at a byte of a file that can be sought in; `packed` as `packing` tells, if it is known."""
        file.seek(begin)
        start = file.read(len(ZSTD))
        file.seek(begin)
        self.packed = packed or packing(start)
        self.dictionary = dictionary
        self._file, self._begin = file, begin
        self._pieces = self._plain() if self.packed == "plain" else self._unpacked()
        self._buffer, self._at, self._given = b"", 0, 0
        self._begins: deque[tuple[int, int]] = deque()
        self._damage: DamageError | None = None

    @property
    def position(self) -> int:
        """How many unpacked bytes were taken."""
        return self._given

    def offset(self) -> tuple[int, bool]:
        """The byte of the file where the member begins that holds the next byte, and whether that is its first byte.

        What lies before it is forgotten. In a plain file each byte is its own beginning.
        """
        if self.packed == "plain":
            return self._begin + self._given, True
        if self._at == len(self._buffer):
            self._fill()
        while len(self._begins) > 1 and self._begins[1][0] <= self._given:
            self._begins.popleft()
        begun, offset = self._begins[0] if self._begins else (self._given, self._begin)
        return offset, begun == self._given

    def line(self) -> bytes:
        """The next line with its end, or 64 KiB of it; empty at the end of the file.

        Raises:
            DamageError: If the file cannot be unpacked here.
        """
        found = self._buffer.find(b"\n", self._at)
        if found >= 0:
            return self._take(found + 1 - self._at)
        parts = [self._take(len(self._buffer) - self._at)]
        while len(parts[-1]) < _LONGEST_LINE and self._fill():
            found = self._buffer.find(b"\n", self._at)
            parts.append(self._take(found + 1 if found >= 0 else len(self._buffer)))
            if found >= 0:
                break
        return b"".join(parts)

    def take(self, size: int) -> bytes:
        """The next bytes; fewer at the end of the file.

        Raises:
            DamageError: If the file cannot be unpacked here.
        """
        if len(self._buffer) - self._at >= size:
            return self._take(size)
        return b"".join(self._parts(size))

    def skip(self, size: int) -> int:
        """Go past bytes without holding them; how many there were.

        Raises:
            DamageError: If the file cannot be unpacked here.
        """
        return sum(map(len, self._parts(size)))

    def peek(self) -> bytes:
        """The next bytes: a line or more of them unless it is long, at least one unless the file ends.

        Raises:
            DamageError: If the file cannot be unpacked here.
        """
        if self._at == len(self._buffer):
            self._fill()
        while len(self._buffer) - self._at < TRIAL and self._buffer.find(b"\n", self._at) < 0 and self._extend():
            pass
        return self._buffer[self._at : self._at + TRIAL]

    def put_back(self, content: bytes) -> None:
        """Give back what was taken last, in whole or its end."""
        self._buffer, self._at = content + self._buffer[self._at :], 0
        self._given -= len(content)

    def _parts(self, size: int) -> Iterator[bytes]:
        while size:
            if self._at == len(self._buffer) and not self._fill():
                return
            part = self._take(min(size, len(self._buffer) - self._at))
            size -= len(part)
            yield part

    def _take(self, size: int) -> bytes:
        part = self._buffer[self._at : self._at + size]
        self._at += size
        self._given += size
        return part

    def _fill(self) -> bool:
        """The next piece in place of the one that is used up; false at the end. Damage is told each time."""
        content = self._next_piece(self._given)
        self._buffer, self._at = content, 0
        return bool(content)

    def _extend(self) -> bool:
        """The next piece behind what is at hand; false at the end, and where damage comes next."""
        rest = self._buffer[self._at :]
        try:
            more = self._next_piece(self._given + len(rest))
        except DamageError:
            return False  # it is told when what is at hand is used up
        self._buffer, self._at = rest + more, 0
        return bool(more)

    def _next_piece(self, position: int) -> bytes:
        """The next piece, which begins where so many unpacked bytes lie before it; empty at the end."""
        if self._damage is not None:
            raise self._damage
        try:
            for offset, content in self._pieces:
                if offset is not None:
                    self._begins.append((position, offset))
                if content:
                    return content
        except DamageError as damage:
            self._damage = damage
            raise
        return b""

    def _plain(self) -> Iterator[_Piece]:
        while content := self._file.read(OUT):
            yield _Piece(None, content)

    def _unpacked(self) -> Iterator[_Piece]:
        """The pieces of all members, each member once its end is seen."""
        pending, read = b"", self._begin
        while True:
            if len(pending) < _SKIPPABLE_HEAD:
                more = self._file.read(_READ)
                pending, read = pending + more, read + len(more)
            if not pending:
                return
            begin = read - len(pending)
            skipped = self._skippable(begin, pending)
            if skipped:
                self._file.seek(begin + skipped)
                pending, read = b"", begin + skipped
                continue
            if not pending.strip(b"\0"):  # tapes are filled up with zeros, and so are some files
                pending = b""
                continue
            if not pending.startswith(GZIP if self.packed == "gzip" else ZSTD):
                raise DamageError(begin, f"is no {self.packed}: other bytes stand where a record must begin")
            pending, read = yield from self._member(begin, pending, read)

    def _member(self, begin: int, pending: bytes, read: int) -> Generator[_Piece, None, tuple[bytes, int]]:
        """One member; gives back what was read past it, and how far the file is read."""
        unpack, feed = self._unpacker()
        held: list[bytes] = []
        size, first = 0, begin
        failure: str | None = None
        while not unpack.eof and failure is None:
            if not pending:
                pending = self._file.read(_READ)
                read += len(pending)
                if not pending:
                    failure = f"breaks off: its {self.packed} ends with the file (byte {read:,})"
                    break
            try:
                out, pending = feed(pending)
            except Exception as error:  # noqa: BLE001 - zlib and zstandard each have an error of their own
                failure = f"cannot be unpacked: {_reason(error)}"
                if _is_sum(error):
                    held.clear()  # all of it was unpacked, and some of it is wrong
                break
            held.append(out)
            size += len(out)
            if size > _HELD:
                yield _Piece(first if first >= 0 else None, b"".join(held))
                held.clear()
                size, first = 0, -1
        if held or first >= 0:
            yield _Piece(first if first >= 0 else None, b"".join(held))
        if failure is not None:
            raise DamageError(begin, failure)
        pending = unpack.unused_data or pending
        return pending, read

    def _unpacker(self) -> tuple[_Unpacker, Callable[[bytes], tuple[bytes, bytes]]]:
        """A new unpacker, and what gives some unpacked bytes and the packed ones that are left."""
        if self.packed == "gzip":
            gzip = zlib.decompressobj(31)

            def inflate(packed: bytes) -> tuple[bytes, bytes]:
                return gzip.decompress(packed, OUT), gzip.unconsumed_tail

            return gzip, inflate
        frame = zstd(self.dictionary).decompressobj()

        def unpack(packed: bytes) -> tuple[bytes, bytes]:
            out = frame.decompress(packed[:FEED])
            return out, (frame.unused_data if frame.eof else b"") + packed[FEED:]

        return _Frame(frame), unpack

    def _skippable(self, begin: int, pending: bytes) -> int:
        """The length of a skippable frame of zstd, whose dictionary is taken if it holds one; 0 for anything else."""
        if self.packed != "zstd" or pending[1:4] != _DICTIONARY[1:] or not 0x50 <= pending[0] <= 0x5F:  # noqa: PLR2004
            return 0
        size = int.from_bytes(pending[4:_SKIPPABLE_HEAD], "little")
        if begin + _SKIPPABLE_HEAD + size > self._file.seek(0, SEEK_END):
            raise DamageError(begin, "breaks off: a frame to be skipped is longer than the file")
        if pending.startswith(_DICTIONARY):
            if size > _DICTIONARY_AT_MOST:
                raise DamageError(begin, f"has a dictionary of more than {_DICTIONARY_AT_MOST:,} bytes")
            self._file.seek(begin + _SKIPPABLE_HEAD)
            raw = self._file.read(size)
            try:
                self.dictionary = _unpacked_dictionary(raw) if raw.startswith(ZSTD) else raw
                zstd(self.dictionary)
            except Exception as error:
                self.dictionary = b""
                raise DamageError(begin, f"has a dictionary that cannot be read: {_reason(error)}") from error
        return _SKIPPABLE_HEAD + size


class _Frame:
    """A zstd frame whose rest is handed on by its feeder."""

    unused_data = b""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @property
    def eof(self) -> bool:
        """Whether the frame's end was seen."""
        return bool(self._frame.eof)


def zstd(dictionary: bytes) -> Any:
    """What unpacks frames of zstd, with the dictionary that they share if there is one."""
    import zstandard  # noqa: PLC0415 - few archives are packed so

    return zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(dictionary) if dictionary else None)


def _unpacked_dictionary(raw: bytes) -> bytes:
    """A dictionary that is itself packed.

    Raises:
        ValueError: If it is longer than any.
    """
    with zstd(b"").stream_reader(raw) as stream:
        content: bytes = stream.read(_DICTIONARY_AT_MOST + 1)
    if len(content) > _DICTIONARY_AT_MOST:
        raise ValueError(f"it is longer than {_DICTIONARY_AT_MOST:,} bytes unpacked")
    return content


def _reason(error: Exception) -> str:
    """What zlib says, without its preface."""
    said = str(error)
    return said.partition(": ")[2] or said


def _is_sum(error: Exception) -> bool:
    """Whether the content was unpacked, and its checksum or length is another."""
    return any(word in str(error) for word in ("data check", "length check", "checksum"))
