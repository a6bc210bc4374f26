"""Brackets that open and close: which kinds there are, and whether the first of a text is closed by its last."""

from typing import Final

OPENING: Final = "([{"
CLOSING: Final = ")]}"


def closes_at_end(text: str, opening: str = OPENING, closing: str = CLOSING) -> bool:
    """Return whether the bracket with which a text begins is closed by its last character.

    Brackets of all the kinds that are given count as one kind: `[1, 2)` is closed, as an interval is.
    """
    depth = 0
    for at, char in enumerate(text):
        depth += (char in opening) - (char in closing)
        if depth == 0:
            return at == len(text) - 1
    return False
