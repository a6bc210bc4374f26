"""JSON Lines: one object a line. A line that is none is rejected, and the next one is read."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from curate.stages.ingest.block import BLOCK_BYTES, RAW_CHARACTERS, Block, Broken, Told
from curate.stages.ingest.files.encoding import Spelling, spelling
from curate.stages.ingest.formats.json_value import may_be_rounded, value_of
from curate.stages.ingest.formats.lines import line_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from curate.stages.ingest.files.places import File

_JSON_SPACE: Final = b" \t\r\n"
_KINDS: Final[dict[type[object], str]] = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def read_jsonl(file: File, told: Told) -> Iterator[Block]:
    """The records of a file, in blocks; blank lines are no records.

    Raises:
        SourceError: If the file is no text.
        OSError: If it cannot be read.
    """
    spelled = spelling(file, told, "JSON Lines")
    parse = _Parser(spelled)
    block, begun, row, offset = Block(), spelled.mark, 0, spelled.mark
    with spelled.opened(file) as stream:
        for lines, odd in line_lists(stream, spelled.newline):
            at = 0
            while at < len(lines):
                some = lines[at : at + told.block_rows - len(block)]
                at += len(some)
                row, offset = _take_lines(block, parse, some, row, offset)
                if len(block) >= told.block_rows or offset - begun >= BLOCK_BYTES:
                    yield block
                    block, begun = Block(), offset
            if odd is not None:
                block.broken.append(rejected(row, offset, odd.why, odd.head, spelled.name))
                row, offset = row + 1, offset + odd.length
    if len(block):
        yield block


class _Parser:
    """Bytes of a line to a value: straight where they may be UTF-8, and as text only if that fails."""

    def __init__(self, spelled: Spelling) -> None:
        self.name, self.direct, self.end = spelled.name, spelled.direct, len(spelled.newline)
        # In UTF-16 and UTF-32 a blank line has zeros beside its spaces.
        self.space = _JSON_SPACE if self.end == 1 else _JSON_SPACE + b"\0"
        self._decode = spelled.decode

    def __call__(self, line: bytes) -> object:
        if self.direct and not may_be_rounded((line,)):
            try:
                return orjson.loads(line)
            except orjson.JSONDecodeError:
                pass  # the text below says what is wrong, or is right in another encoding
        # Files that were put one after the other have the mark of each within.
        return value_of(self._decode(line).strip().removeprefix("\ufeff"))


def _take_lines(block: Block, parse: _Parser, lines: list[bytes], row: int, offset: int) -> tuple[int, int]:
    """Lines into a block; number and byte of what comes after them."""
    *offsets, after = accumulate((len(line) + parse.end for line in lines), initial=offset)
    if parse.direct and not may_be_rounded(lines):
        # All at once where all are right: a quarter faster than line by line.
        try:
            values: list[Any] = list(map(orjson.loads, lines))
        except orjson.JSONDecodeError:
            values = []
        if set(map(type, values)) == {dict}:
            cast("list[Any]", block.records).extend(values)
            block.rows += range(row, row + len(values))
            block.offsets += offsets
            return row + len(values), after
    for line, begins in zip(lines, offsets, strict=True):
        if line.strip(parse.space):
            take_line(block, parse, line, row, begins, parse.name)
            row += 1
    return row, after


def take_line(  # noqa: PLR0913, PLR0917 - what a line is, and where it stands
    block: Block,
    parse: Callable[[bytes], object],
    line: bytes,
    row: int,
    offset: int | None,
    encoding: str = "utf-8",
) -> None:
    """One line into a block, among its records or among what is broken; `offset` is None where bytes are not known."""
    try:
        value = parse(line)
    except orjson.JSONDecodeError as error:
        why = f"is no JSON: {error.msg.partition(':')[0]} (column {error.colno})"
    except UnicodeDecodeError as error:
        why = f"is not {error.encoding} (byte {(offset or 0) + error.start})"
    else:
        if type(value) is dict:
            block.add(cast("dict[str, Any]", value), row, offset)
            return
        why = f"is {_KINDS.get(type(value), 'a number')}, not an object"
    block.broken.append(rejected(row, offset, why, line, encoding))


def rejected(row: int, offset: int | None, why: str, line: bytes, encoding: str = "utf-8") -> Broken:
    """Bytes that make no record, with as much of them as is kept."""
    text = line[: 4 * RAW_CHARACTERS].decode(encoding, "backslashreplace").rstrip("\r\n")
    return Broken(row, offset, why, text[:RAW_CHARACTERS])
