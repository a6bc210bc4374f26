"""The bytes of a web archive, unpacked as they are read, with the place in the file at which each packed piece begins.

Archives are packed record by record: each is a gzip member or a zstd frame of its own, so that one can be fetched by
its offset. Here a member is handed on only once it is known to be whole: a damaged one spoils nothing but itself, and
reading goes on at the next.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, Protocol

from curate.stages.ingest.block import LONGEST_RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"  # a skippable frame with the dictionary of all others, as the format asks
_READ: Final = 1 << 15  # what follows a member is copied once for each member in it: 8 times larger is no faster
_FEED: Final = 1 << 12  # bytes of zstd at a time, so that a bomb gives 128 MB at most
_OUT: Final = 1 << 22
_HELD: Final = 1 << 24  # a larger member is handed on before its end is seen: memory is bounded
_LONGEST_LINE: Final = 1 << 16
_BEGINNING: Final = re.compile(rb"WARC/\d|[A-Za-z][A-Za-z0-9+.-]*:\S* \S+ \d{12,14} ")  # of a record, WARC or ARC
_TRIAL: Final = 512


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
    if start.startswith(_GZIP[:2]):
        return "gzip"
    return "zstd" if start.startswith((_ZSTD, _DICTIONARY)) else "plain"


class Unpacked:
    """A file's bytes from one place on; lines and pieces are taken off their front."""

    def __init__(self, file: BinaryIO, begin: int = 0, *, packed: str | None = None, dictionary: bytes = b"") -> None:
        """Start at a byte of a file that can be sought in; `packed` as `packing` tells, if it is known."""
        file.seek(begin)
        start = file.read(len(_ZSTD))
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
        """What is at hand of the next bytes, at least one of them unless the file ends.

        Raises:
            DamageError: If the file cannot be unpacked here.
        """
        if self._at == len(self._buffer):
            self._fill()
        return self._buffer[self._at : self._at + _TRIAL]

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
        if self._damage is not None:
            raise self._damage
        try:
            for offset, content in self._pieces:
                if offset is not None:
                    self._begins.append((self._given, offset))
                if content:
                    self._buffer, self._at = content, 0
                    return True
        except DamageError as damage:
            self._damage = damage
            raise
        self._buffer, self._at = b"", 0
        return False

    def _plain(self) -> Iterator[_Piece]:
        while content := self._file.read(_OUT):
            yield _Piece(None, content)

    def _unpacked(self) -> Iterator[_Piece]:
        """The pieces of all members, each member once its end is seen."""
        pending, read = b"", self._begin
        while True:
            if len(pending) < len(_ZSTD):
                more = self._file.read(_READ)
                pending, read = pending + more, read + len(more)
            if not pending:
                return
            begin = read - len(pending)
            if skipped := self._skippable(pending):
                self._file.seek(begin + skipped)
                pending, read = b"", begin + skipped
                continue
            if not pending.strip(b"\0"):  # tapes are filled up with zeros, and so are some files
                pending = b""
                continue
            if not pending.startswith(_GZIP if self.packed == "gzip" else _ZSTD):
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
                return gzip.decompress(packed, _OUT), gzip.unconsumed_tail

            return gzip, inflate
        frame = _zstd(self.dictionary).decompressobj()

        def unpack(packed: bytes) -> tuple[bytes, bytes]:
            out = frame.decompress(packed[:_FEED])
            return out, (frame.unused_data if frame.eof else b"") + packed[_FEED:]

        return _Frame(frame), unpack

    def _skippable(self, pending: bytes) -> int:
        """The length of a skippable frame of zstd, whose dictionary is taken if it holds one; 0 for anything else."""
        if self.packed != "zstd" or pending[1:4] != _DICTIONARY[1:] or not 0x50 <= pending[0] <= 0x5F:  # noqa: PLR2004
            return 0
        at = self._file.tell() - len(pending)
        size = int.from_bytes(pending[4:8], "little")
        if pending.startswith(_DICTIONARY) and size <= LONGEST_RECORD:
            self._file.seek(at + 8)
            raw = self._file.read(size)
            self.dictionary = _zstd(b"").decompressobj().decompress(raw) if raw.startswith(_ZSTD) else raw
        return 8 + size


class _Frame:
    """A zstd frame whose rest is handed on by its feeder."""

    unused_data = b""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @property
    def eof(self) -> bool:
        """Whether the frame's end was seen."""
        return bool(self._frame.eof)


def next_member(file: BinaryIO, after: int, packed: str, dictionary: bytes = b"") -> int | None:
    """Where reading can go on past a damaged member: the next that unpacks to the beginning of a record.

    Args:
        file: The archive, which can be sought in.
        after: A byte past the beginning of the damaged member.
        packed: gzip or zstd.
        dictionary: What its zstd frames share.
    """
    magic = _GZIP if packed == "gzip" else _ZSTD
    at, tail = after, b""
    while True:
        file.seek(at + len(tail))
        read = file.read(_OUT)
        window = tail + read
        found = window.find(magic)
        while found >= 0:
            if _begins_record(file, at + found, packed, dictionary):
                return at + found
            found = window.find(magic, found + 1)
        if not read:
            return None
        tail = window[-(len(magic) - 1) :]
        at += len(window) - len(tail)


def first_member(file: BinaryIO) -> tuple[int, str] | None:
    """Where a packed archive can be read whose first bytes are spoiled, and how it is packed; None if all is well."""
    file.seek(0)
    start = file.read(_TRIAL)
    if packing(start) != "plain" or begins_record(start.lstrip()):
        return None
    for packed in ("gzip", "zstd"):
        found = next_member(file, 1, packed)
        if found is not None:
            return found, packed
    return None


def begins_record(line: bytes) -> bool:
    """Whether a line is the first of a record, of WARC or ARC."""
    return _BEGINNING.match(line) is not None


def _begins_record(file: BinaryIO, at: int, packed: str, dictionary: bytes) -> bool:
    file.seek(at)
    start = file.read(_FEED)
    try:
        if packed == "gzip":
            trial = zlib.decompressobj(31).decompress(start, _TRIAL)
        else:
            trial = _zstd(dictionary).decompressobj().decompress(start)
    except Exception:  # noqa: BLE001 - what is no beginning fails in any way
        return False
    return begins_record(trial)


def _zstd(dictionary: bytes) -> Any:
    import zstandard  # noqa: PLC0415 - few archives are packed so

    return zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(dictionary) if dictionary else None)


def _reason(error: Exception) -> str:
    """What zlib says, without its preface."""
    said = str(error)
    return said.partition(": ")[2] or said


def _is_sum(error: Exception) -> bool:
    """Whether the content was unpacked, and its checksum or length is another."""
    return any(word in str(error) for word in ("data check", "length check", "checksum"))
