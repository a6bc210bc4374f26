"""The lines of a stream, many at a time, and what of it is none: a line too long to hold, and where it is cut off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from curate.stages.ingest.block import LONGEST_RECORD, RAW_CHARACTERS
from curate.stages.ingest.files.compression import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_PIECE: Final = 1 << 20
_HEAD: Final = 8 * RAW_CHARACTERS  # bytes kept of a line that is not held: enough for a reject in any encoding


@dataclass(frozen=True, slots=True)
class Odd:
    """What is no line: `head` its beginning, `length` its bytes, `why` a clause."""

    head: bytes
    length: int
    why: str


def line_lists(stream: BufferedReader, newline: bytes = b"\n") -> Iterator[tuple[list[bytes], Odd | None]]:
    """Some whole lines without their ends, and what odd thing comes after them, if one does; again and again.

    After a last line that no `newline` ends comes nothing. A damaged stream ends with an `Odd`, whatever lies before
    the damage having been given.
    """
    split = _Splitter(newline)
    begun: list[bytes] = []  # pieces of a line whose end is not yet read
    held = skipped = 0
    try:
        while piece := stream.read1(_PIECE):
            lines = split(piece)
            if skipped:
                skipped += len(lines[0])
            else:
                begun.append(lines[0])
                held += len(lines[0])
            if len(lines) > 1:
                if skipped:
                    yield [], _too_long(begun[0], skipped + len(newline))
                    whole = lines[1:-1]
                else:
                    whole = [b"".join(begun), *lines[1:-1]]
                begun, held, skipped = [lines[-1]], len(lines[-1]), 0
                yield whole, None
            if held > LONGEST_RECORD:
                begun, held, skipped = [b"".join(begun)[:_HEAD]], 0, held
    except DamagedError as error:
        yield [], Odd(b"".join([*begun, split.rest]), skipped or held, error.what)
        return
    begun.append(split.rest)
    if skipped:
        yield [], _too_long(begun[0], skipped)
    elif last := b"".join(begun):
        yield [last], None


def each_line(stream: BufferedReader, newline: bytes, offset: int) -> Iterator[tuple[int, bytes, Odd | None]]:
    """Every line with the byte where it begins, or in place of one what is odd; `offset` is where the stream begins."""
    for lines, odd in line_lists(stream, newline):
        for line in lines:
            yield offset, line, None
            offset += len(line) + len(newline)
        if odd is not None:
            yield offset, odd.head, odd
            offset += odd.length


def _too_long(head: bytes, length: int) -> Odd:
    return Odd(head, length, f"is longer than {LONGEST_RECORD:,} bytes")


class _Splitter:
    """Takes pieces apart at line ends; where characters have several bytes, only between two of them."""

    def __init__(self, newline: bytes) -> None:
        self._newline, self._width = newline, len(newline)
        self.rest = b""  # the beginning of a character

    def __call__(self, piece: bytes) -> list[bytes]:
        if self._width == 1:
            return piece.split(self._newline)
        piece = self.rest + piece
        whole = len(piece) - len(piece) % self._width
        self.rest = piece[whole:]
        return self._at_characters(piece[:whole])

    def _at_characters(self, piece: bytes) -> list[bytes]:
        lines: list[bytes] = []
        begun = at = 0
        while (at := piece.find(self._newline, at)) >= 0:
            if at % self._width:
                at += 1
                continue
            lines.append(piece[begun:at])
            begun = at = at + self._width
        lines.append(piece[begun:])
        return lines
