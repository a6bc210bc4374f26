"""The signs around an answer that say nothing of it (a check mark, stars), and those that reject it."""

import re
from typing import Final

# No whole class of Unicode: a degree sign, a flat and a trade mark are symbols too, and part of an answer.
_MARKS = "\u2705\u2714\u2713\u2611\u2b50\u2728\u27a1\u25b6\u27a4\u2b05\ufe0f\U0001f300-\U0001faff"
_FRONT = re.compile(rf"(?:[{_MARKS}]+\s*)+(?=\S)")
_BACK = re.compile(rf"(?<=\S)\s*[{_MARKS}][{_MARKS}\s]*$")
CROSSES: Final = "\u274c\u2717\u2718\u274e\U0001f6ab"
"""With which a line says that its answer is wrong."""

_CROSSED_OUT = re.compile(rf"\s*[{CROSSES}]|.*[{CROSSES}][\ufe0f\s*_]*$")


def crossed_out(line: str) -> bool:
    """Return whether a line begins or ends in a cross and says something else beside it."""
    return not line.isascii() and len(line.strip()) > len("x\ufe0f") and _CROSSED_OUT.match(line) is not None


def plain(text: str) -> str:
    """Return a text without the white space, stars, underscores and marks around it; signs alone stay."""
    text = text.strip().strip("*_`").strip()
    if text.isascii():
        return text
    bare = _BACK.sub("", _FRONT.sub("", text, count=1)).strip("*_` \t\r\n") if not crossed_out(text) else text
    return bare or text
