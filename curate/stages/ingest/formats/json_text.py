"""JSON as text with a window that moves along it, value by value."""

from __future__ import annotations

import codecs
import json
import re
from typing import BinaryIO, Final, cast

from curate.errors import SourceError
from curate.stages.ingest.block import LONGEST_RECORD

_PIECE: Final = 1 << 20
_SPACE: Final = " \t\r\n"
_BEGUN: Final = re.compile(r"[\w.+\\-]*\s*")  # what the end of a file may leave of a word, a number or an escape
_BORDER: Final = re.compile(r'["\[\]{}]')
_TEXT_END: Final = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_DECODER: Final = json.JSONDecoder()


class Text:
    """A file as text with a window that moves along it; knows the byte of every place in the window."""

    def __init__(self, file: BinaryIO, encoding: str, begins: int, shown: str) -> None:
        self._file, self._shown = file, shown
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._window, self._at, self._ended = "", 0, False
        # The place in the window up to which bytes are counted, and their number.
        self._counted, self._bytes = 0, begins
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

    def pass_over(self, row: int) -> None:
        """Step over the value that begins here without holding it.

        Raises:
            SourceError: If the file ends in it.
        """
        if self.peek() not in '[{"':
            self.value(row)
            return
        depth = 0
        while True:
            found = _BORDER.search(self._window, self._at)
            if found is None:
                self._drop(row)
                continue
            self._at = found.end()
            if found[0] == '"':
                self._pass_text(row)
            else:
                depth += 1 if found[0] in "[{" else -1
            if not depth:
                return

    def _pass_text(self, row: int) -> None:
        """Step to the end of a text whose first quote is passed."""
        while (found := _TEXT_END.match(self._window, self._at)) is None:
            # A backslash at the window's end belongs to what the next piece begins with.
            held = len(self._window) - len(self._window.rstrip("\\"))
            self._at = max(self._at, len(self._window) - held % 2)
            self._drop(row, keep=True)
        self._at = found.end()

    def _drop(self, row: int, *, keep: bool = False) -> None:
        """Read on, without what is in the window, or with what of it is not passed."""
        if not keep:
            self._at = len(self._window)
        self._more()
        if self._ended:
            raise self._cut_off(row)

    def error(self, what: str) -> SourceError:
        """An error about what stands here."""
        return SourceError(f"{what} (byte {self._byte(self._at)})", place=self._shown)

    def expect(self, wanted: str, rule: str, row: int = 0, hint: str | None = None) -> str:
        """Step over one of the wanted characters.

        Raises:
            SourceError: If another stands there, or nothing.
        """
        found = self.peek()
        if not found:
            raise self._cut_off(row)
        if found not in wanted:
            what = f"is no list of records: {rule} (byte {self._byte(self._at)})"
            raise SourceError(what, place=self._shown, hint=hint)
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

    def _more(self, size: int = 0) -> None:
        self._byte(self._at)
        self._window, self._at, self._counted = self._window[self._at :], 0, 0
        piece = self._file.read(size or _PIECE)
        self._ended = not piece
        try:
            self._window += self._decoder.decode(piece, final=self._ended)
        except UnicodeDecodeError as error:
            raise SourceError(f"is not {error.encoding} (near byte {self._bytes:,})", place=self._shown) from error

    def _byte(self, place: int) -> int:
        """The byte of a place in the window; what lies before it is counted once."""
        self._bytes += len(self._window[self._counted : place].encode(self._encoding))
        self._counted = place
        return self._bytes
