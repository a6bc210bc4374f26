"""The plain-text format of OpenTriviaQA: `#Q` a question, `^` its answer, then its options, each behind its letter.

    #Q Which of these is no mammal?
    ^ Shark
    A Whale
    B Shark

Questions go on over several lines, some of which begin with a single letter themselves; what counts as an option
comes after the answer, in the order of the alphabet. A record holds question, answer, options and category, which is
the name of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from curate.row import LETTERS
from curate.stages.ingest.block import (
    BLOCK_BYTES,
    LONGEST_RECORD,
    RAW_CHARACTERS,
    Block,
    Broken,
    Record,
    Told,
)
from curate.stages.ingest.encoding import LineDecoder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_QUESTION: Final = b"#Q"
_FEWEST: Final = 2


def read_opentriviaqa(path: Path, told: Told) -> Iterator[Block]:
    """The records of a file, in blocks; what stands before the first `#Q` is a record of its own, and broken.

    Raises:
        OSError: If the file cannot be read.
    """
    decode = LineDecoder(path, told.encoding, told.fallback)
    block, begun = Block(), 0
    for row, (offset, lines) in enumerate(_records(path)):
        found = _parsed(lines, offset, path.name, decode)
        if isinstance(found, str):
            block.broken.append(_broken(row, offset, found, lines))
        else:
            block.add(found, row, offset)
        if len(block) >= told.block_rows or offset - begun >= BLOCK_BYTES:
            yield block
            block, begun = Block(), offset
    if len(block):
        yield block


def _records(path: Path) -> Iterator[tuple[int, list[bytes]]]:
    """Each record's lines with the byte where the first begins, which is never blank."""
    lines: list[bytes] = []
    begun = offset = 0
    with path.open("rb") as file:
        while line := file.readline(LONGEST_RECORD):
            if line.startswith(_QUESTION):
                if lines:
                    yield begun, lines
                lines, begun = [line], offset
            elif lines:
                lines.append(line)
            elif not line.isspace():
                lines, begun = [line], offset
            offset += len(line)
    if lines:
        yield begun, lines


def _parsed(raw: list[bytes], offset: int, category: str, decode: LineDecoder) -> Record | str:
    """A record, or why its lines are none."""
    try:
        lines = [text for line in raw if (text := decode(line).strip())]
    except UnicodeDecodeError as error:
        return f"is not {error.encoding} (byte {_place(raw, decode, offset)})"
    if not raw[0].startswith(_QUESTION):
        return "stands before any #Q"
    question, answer, options = _parts(lines)
    if answer is None:
        return "has no answer: no line begins with ^"
    if len(options) < _FEWEST:
        return f"has {len(options)} options, fewer than {_FEWEST}"
    return {"question": question, "answer": answer, "options": options, "category": category}


def _parts(lines: list[str]) -> tuple[str, str | None, list[str]]:
    """Question, answer (None if there is none) and options; a line that begins nothing new goes on with the last."""
    asked = [lines[0].removeprefix("#Q").lstrip()]
    answer: list[str] = []
    options: list[str] = []
    for line in lines[1:]:
        if not answer:
            (answer if line.startswith("^") else asked).append(line.removeprefix("^").lstrip())
        elif line[:1] == LETTERS[len(options) % len(LETTERS)] and line[1:2] in {"", " ", "\t"}:
            options.append(line[1:].lstrip())
        elif options:
            options[-1] = f"{options[-1]}\n{line}".lstrip()
        else:
            answer.append(line)
    return "\n".join(asked), "\n".join(answer) if answer else None, options


def _place(raw: list[bytes], decode: LineDecoder, offset: int) -> int:
    """The first byte that cannot be decoded."""
    for line in raw:
        try:
            decode(line)
        except UnicodeDecodeError as error:
            return offset + error.start
        offset += len(line)
    return offset


def _broken(row: int, offset: int, why: str, raw: list[bytes]) -> Broken:
    text = b"".join(raw)[: 4 * RAW_CHARACTERS].decode("utf-8", "backslashreplace").rstrip()
    return Broken(row, offset, why, text[:RAW_CHARACTERS])
