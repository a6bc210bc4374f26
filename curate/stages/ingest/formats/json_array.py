"""A JSON file that is a list of objects or holds one, read record by record without ever holding it whole.

A list has no line to start again at, so what breaks it off ends the reading: with the record and the byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from curate.errors import one_of
from curate.stages.ingest.block import BLOCK_BYTES, RAW_CHARACTERS, Block, Broken, Told
from curate.stages.ingest.files.encoding import spelling, whole
from curate.stages.ingest.formats.json_text import Text
from curate.stages.ingest.formats.json_value import holds_half

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curate.stages.ingest.files.places import File

_OTHERS: Final = "`records` says where a list stands in an object; objects one a line are the format jsonl"


def read_json(file: File, told: Told) -> Iterator[Block]:
    """The records of a list, in blocks.

    Raises:
        SourceError: If the file is not in its encoding, no list, broken, or cut off; with the byte.
        OSError: If the file cannot be read.
    """
    spelled = spelling(file, told, "JSON")
    with spelled.opened(file) as stream:
        yield from _blocks(Text(stream, whole(file, told, spelled), spelled.mark, told.shown), told)


def _blocks(text: Text, told: Told) -> Iterator[Block]:
    keys = told.layout.records
    _enter(text, keys)
    text.expect("[", "a list begins with [", hint=None if keys else _OTHERS)
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
    for _ in keys:
        _leave(text, row)
    text.end()


def _enter(text: Text, keys: tuple[str, ...]) -> None:
    """Go to where the list stands, past all that comes before it, which is not held.

    Raises:
        SourceError: If a key is not there; the error lists those beside it.
    """
    for at, key in enumerate(keys):
        text.expect("{", f"{'.'.join(keys[:at]) or 'it'} is no object, and {key} should be in it")
        passed: list[str] = []
        ended = text.peek() == "}"
        while not ended and (name := _key(text, 0)) != key:
            passed.append(name)
            text.pass_over(0)
            ended = text.expect(",}", "after a value comes , or }") == "}"
        if ended:
            raise text.error(f"holds no records: {one_of(key, passed, what='key')}")


def _leave(text: Text, row: int) -> None:
    """Go to the end of the object in which the list stood."""
    while text.expect(",}", "after a value comes , or }", row) == ",":
        _key(text, row)
        text.pass_over(row)


def _key(text: Text, row: int) -> str:
    if text.peek() not in {'"', ""}:
        raise text.error("is no JSON: a key begins with a quote")
    name, _, _ = text.value(row)
    text.expect(":", "after a key comes :", row)
    return str(name)


def _take(block: Block, record: object, raw: str, row: int, offset: int) -> None:
    if type(record) is not dict:
        why = f"is {raw[:20]}, not an object" if len(raw) <= len("false") else "is not an object"
        block.broken.append(Broken(row, offset, why, raw[:RAW_CHARACTERS]))
    elif holds_half(cast("object", record), raw):
        block.broken.append(Broken(row, offset, "holds half a character (a lone surrogate)", raw[:RAW_CHARACTERS]))
    else:
        block.add(cast("dict[str, Any]", record), row, offset)
