r"""Questions whose options stand in the same text, one a line behind its letter.

lettered_lines    "Which is a gas?\nA. Iron\nB. Neon"    also A) (A) A: and options of several lines
"""

from __future__ import annotations

import re
from typing import Final

from curate.row import LETTERS

_LABEL: Final = re.compile(r"^[ \t]*(?:\(([A-Z])\)|([A-Z])[.):])[ \t]*", re.MULTILINE)
_FEWEST: Final = 2


def unpacked(text: str) -> tuple[str, list[str] | None]:
    """The question and its options; the text as it is and None where no two options stand at its end.

    Options are the last lines whose labels run A, B, C ... without a gap: a label earlier in the question, as of a
    list or of a person's initial, belongs to the question.
    """
    labels = list(_LABEL.finditer(text))
    start = _last_run(["".join(label.groups(default="")) for label in labels])
    run = labels[start:]
    if len(run) < _FEWEST:
        return text, None
    ends = [label.start() for label in run[1:]] + [len(text)]
    options = [text[label.end() : end].strip() for label, end in zip(run, ends, strict=True)]
    return text[: run[0].start()].rstrip(), options


def _last_run(letters: list[str]) -> int:
    """Where the run of letters from A that ends the list begins; the list's length if none does."""
    for start in range(len(letters) - 1, -1, -1):
        if letters[start] == "A":
            return start if "".join(letters[start:]) == LETTERS[: len(letters) - start] else len(letters)
    return len(letters)
