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

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from curate.row import LETTERS
from curate.stages.ingest.block import BLOCK_BYTES, LONGEST_RECORD, Block, Record, Told
from curate.stages.ingest.files.encoding import Spelling, spelling
from curate.stages.ingest.formats.jsonl import rejected
from curate.stages.ingest.formats.lines import each_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curate.stages.ingest.files.places import File

_QUESTION: Final = "#Q"
_FEWEST: Final = 2


def read_opentriviaqa(file: File, told: Told) -> Iterator[Block]:
    """The records of a file, in blocks; what stands before the first `#Q` is a record of its own, and broken.

    Raises:
        SourceError: If the file is no text.
        OSError: If it cannot be read.
    """
    spelled = spelling(file, told, "text")
    block, begun = Block(), 0
    for row, met in enumerate(_records(file, spelled)):
        found = met.why or _parsed(met, file.name, spelled)
        if isinstance(found, str):
            newline = "\n".encode(spelled.name)
            block.broken.append(rejected(row, met.offset, found, newline.join(met.lines), spelled.name))
        else:
            block.add(found, row, met.offset)
        if len(block) >= told.block_rows or met.offset - begun >= BLOCK_BYTES:
            yield block
            block, begun = Block(), met.offset
    if len(block):
        yield block


@dataclass(slots=True)
class _Met:
    """A record's lines, the byte where the first begins, which is never blank, and why they are none."""

    offset: int
    lines: list[bytes] = field(default_factory=list[bytes])
    size: int = 0
    why: str = ""

    def take(self, line: bytes) -> None:
        """One more line, unless there are too many to hold."""
        self.size += len(line)
        if self.size > LONGEST_RECORD:
            self.why = self.why or f"is longer than {LONGEST_RECORD:,} bytes"
        else:
            self.lines.append(line)


def _records(file: File, spelled: Spelling) -> Iterator[_Met]:
    begins = _QUESTION.encode(spelled.name)
    met: _Met | None = None
    with spelled.opened(file) as stream:
        for offset, line, odd in each_line(stream, spelled.newline, spelled.mark):
            if line.startswith(begins) or (met is None and line.strip(b" \t\r\0")):
                if met is not None:
                    yield met
                met = _Met(offset)
            if met is not None:
                met.take(line)
                met.why = met.why or (odd.why if odd else "")
    if met is not None:
        yield met


def _parsed(met: _Met, category: str, spelled: Spelling) -> Record | str:
    """A record, or why its lines are none."""
    texts: list[str] = []
    at = met.offset
    for line in met.lines:
        try:
            texts.append(spelled.decode(line).strip())
        except UnicodeDecodeError as error:
            return f"is not {error.encoding} (byte {at + error.start})"
        at += len(line) + len(spelled.newline)
    if not texts[0].startswith(_QUESTION):
        return "stands before any #Q"
    question, answer, options = _parts([text for text in texts if text])
    if answer is None:
        return "has no answer: no line begins with ^"
    if len(options) < _FEWEST:
        return f"has {len(options)} options, fewer than {_FEWEST}"
    return {"question": question, "answer": answer, "options": options, "category": category}


def _parts(lines: list[str]) -> tuple[str, str | None, list[str]]:
    """Question, answer (None if there is none) and options; a line that begins nothing new goes on with the last."""
    asked = [lines[0].removeprefix(_QUESTION).lstrip()]
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
