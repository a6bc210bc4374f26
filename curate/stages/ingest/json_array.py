"""A JSON file that is one list of objects, read record by record without ever holding it whole.

A list has no line to start again at, so what breaks it off ends the reading: with the record and the byte.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from curate.errors import SourceError
from curate.stages.ingest.block import BLOCK_BYTES, LONGEST_RECORD, RAW_CHARACTERS, Block, Broken, Told
from curate.stages.ingest.encoding import BOM, whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

_PIECE: Final = 1 << 20
_SPACE: Final = " \t\r\n"
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_BEGUN: Final = re.compile(r"[\w.+\\-]*\s*")  # what the end of a file may leave of a word, a number or an escape
_DECODER: Final = json.JSONDecoder()


def read_json(path: Path, told: Told) -> Iterator[Block]:
    """The records of a list, in blocks.

    Raises:
        SourceError: If the file is not in its encoding, no list, broken, or cut off; with the byte.
        OSError: If the file cannot be read.
    """
    try:
        encoding = whole(path, told.encoding, told.fallback)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"is not UTF-8 (byte {error.start})", place=told.shown, hint="name its encoding, or a fallback"
        ) from error
    with path.open("rb") as file:
        yield from _blocks(_Text(file, encoding, told.shown), told)


def _blocks(text: _Text, told: Told) -> Iterator[Block]:
    text.expect("[", "a list begins with [")
    block, begun, row = Block(), 0, 0
    if text.peek() == "]":
        text.skip()
    else:
        while True:
            record, raw, offset = text.value(row)
            _take(block, record, raw, row, offset)
            row += 1
            if len(block) >= told.block_rows or offset - begun >= BLOCK_BYTES:
                yield block
                block, begun = Block(), offset
            if text.expect(",]", "after a record comes , or ]", row) == "]":
                break
    if len(block):
        yield block
    text.end()


def _take(block: Block, record: object, raw: str, row: int, offset: int) -> None:
    if type(record) is not dict:
        why = f"is {raw[:20]}, not an object" if len(raw) <= len("false") else "is not an object"
        block.broken.append(Broken(row, offset, why, raw[:RAW_CHARACTERS]))
    elif _SURROGATE.search(raw) and not _is_text(raw):
        block.broken.append(Broken(row, offset, "holds half a character (a lone surrogate)", raw[:RAW_CHARACTERS]))
    else:
        block.add(cast("dict[str, Any]", record), row, offset)


def _is_text(raw: str) -> bool:
    """Whether every escape stands for a whole character: the strict parser knows."""
    try:
        orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    return True


class _Text:
    """A file as text with a window that moves along it; knows the byte of every place in the window."""

    def __init__(self, file: BufferedReader, encoding: str, shown: str) -> None:
        self._file, self._shown = file, shown
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._window, self._at, self._ended = "", 0, False
        # The place in the window up to which bytes are counted, and their number.
        self._counted, self._bytes = 0, len(BOM) if file.read(len(BOM)) == BOM else file.seek(0)
        self._more()

    def value(self, row: int) -> tuple[object, str, int]:
        """The value that begins here, its text, and its byte."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._window, self._at)
            except json.JSONDecodeError as error:
                self._grow(error, row)
                continue
            except (RecursionError, ValueError) as error:  # of nesting without end, and of numbers without end
                why = f"is no JSON that can be read: record {row:,}: {error} (byte {self._byte(self._at)})"
                raise SourceError(why, place=self._shown) from error
            if end == len(self._window) and not self._ended:
                self._more()  # a number may go on in the next piece
                continue
            offset, raw = self._byte(self._at), self._window[self._at : end]
            self._at = end
            return cast("object", value), raw, offset

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._window) and self._window[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._window):
                return self._window[self._at]
            if self._ended:
                return ""
            self._more()

    def skip(self) -> None:
        """Step over one character."""
        self._at += 1

    def expect(self, wanted: str, rule: str, row: int = 0) -> str:
        """Step over one of the wanted characters.

        Raises:
            SourceError: If another stands there, or nothing.
        """
        found = self.peek()
        if not found:
            raise self._cut_off(row)
        if found not in wanted:
            raise SourceError(f"is no list of records: {rule} (byte {self._byte(self._at)})", place=self._shown)
        self.skip()
        return found

    def end(self) -> None:
        """Make sure that nothing follows.

        Raises:
            SourceError: If something does.
        """
        if self.peek():
            raise SourceError(f"goes on after its list (byte {self._byte(self._at)})", place=self._shown)

    def _grow(self, error: json.JSONDecodeError, row: int) -> None:
        """Read on where a record may go on; else say what is wrong with it."""
        if self._ended:
            at_end = _BEGUN.fullmatch(self._window, error.pos) or error.msg.startswith("Unterminated")
            raise self._cut_off(row) if at_end else self._no_json(error, row)
        if len(self._window) - self._at > LONGEST_RECORD:
            raise self._no_json(error, row)
        # Twice as much each time: a long record is not parsed from its start again for every piece.
        self._more(max(_PIECE, len(self._window) - self._at))

    def _cut_off(self, row: int) -> SourceError:
        return SourceError(
            f"is cut off: it ends within its list, after {row:,} whole records (byte {self._byte(len(self._window))})",
            place=self._shown,
        )

    def _no_json(self, error: json.JSONDecodeError, row: int) -> SourceError:
        return SourceError(
            f"is no JSON: record {row:,}: {error.msg} (byte {self._byte(min(error.pos, len(self._window)))})",
            place=self._shown,
        )

    def _more(self, size: int = _PIECE) -> None:
        self._byte(self._at)
        self._window, self._at, self._counted = self._window[self._at :], 0, 0
        piece = self._file.read(size)
        self._ended = not piece
        try:
            self._window += self._decoder.decode(piece, final=self._ended)
        except UnicodeDecodeError as error:
            raise SourceError(f"is not {error.encoding} (near byte {self._file.tell()})", place=self._shown) from error

    def _byte(self, place: int) -> int:
        """The byte of a place in the window; what lies before it is counted once."""
        self._bytes += len(self._window[self._counted : place].encode(self._encoding))
        self._counted = place
        return self._bytes
