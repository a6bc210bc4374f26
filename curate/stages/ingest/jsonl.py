"""JSON Lines: one object a line. A line that is none is rejected, and the next one is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from curate.stages.ingest.block import BLOCK_BYTES, LONGEST_RECORD, RAW_CHARACTERS, Block, Broken, Told
from curate.stages.ingest.encoding import BOM, LineDecoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader
    from pathlib import Path

_JSON_SPACE: Final = b" \t\r\n"
_KINDS: Final[dict[type[object], str]] = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def read_jsonl(path: Path, told: Told) -> Iterator[Block]:
    """The records of a file, in blocks; blank lines are no records.

    Raises:
        OSError: If the file cannot be read.
    """
    parse = _Parser(LineDecoder(path, told.encoding, told.fallback), direct=told.encoding in {"utf-8", "detect"})
    block, begun, row = Block(), 0, 0
    with path.open("rb") as file:
        offset = _past_mark(file)
        while line := file.readline(LONGEST_RECORD):
            length = len(line)
            if length == LONGEST_RECORD and line[-1:] != b"\n":
                block.broken.append(_broken(row, offset, f"is longer than {LONGEST_RECORD:,} bytes", line))
                length += _skip_line(file)
                row += 1
            elif line.strip(_JSON_SPACE):
                take_line(block, parse, line, row, offset)
                row += 1
            offset += length
            if len(block) >= told.block_rows or offset - begun >= BLOCK_BYTES:
                yield block
                block, begun = Block(), offset
    if len(block):
        yield block


class _Parser:
    """Bytes of a line to a value: straight where they may be UTF-8, and as text only if that fails."""

    def __init__(self, decode: LineDecoder, *, direct: bool) -> None:
        self._decode, self._direct = decode, direct

    def __call__(self, line: bytes) -> object:
        if self._direct:
            try:
                return orjson.loads(line)
            except orjson.JSONDecodeError:
                pass  # the text below says what is wrong, or is right in another encoding
        return orjson.loads(self._decode(line).strip())


def take_line(block: Block, parse: Callable[[bytes], object], line: bytes, row: int, offset: int | None) -> None:
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
    block.broken.append(_broken(row, offset, why, line))


def _past_mark(file: BufferedReader) -> int:
    """Step over a byte order mark; how many bytes it had."""
    if file.read(len(BOM)) == BOM:
        return len(BOM)
    file.seek(0)
    return 0


def _broken(row: int, offset: int | None, why: str, line: bytes) -> Broken:
    text = line[: 4 * RAW_CHARACTERS].decode("utf-8", "backslashreplace").rstrip("\r\n")
    return Broken(row, offset, why, text[:RAW_CHARACTERS])


def _skip_line(file: BufferedReader) -> int:
    """Read on to the end of a line that is too long to hold; how many bytes that were."""
    skipped = 0
    while piece := file.readline(LONGEST_RECORD):
        skipped += len(piece)
        if piece[-1:] == b"\n":
            break
    return skipped
