"""Remember what short texts were read as: a gold answer and its options are read again for every response to a row."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Read = TypeVar("Read")


def remembered(size: int, *, longest: int) -> Callable[[Callable[[str], Read]], Callable[[str], Read]]:
    """Return a decorator for a function of one text: it keeps its latest results, those for short texts only.

    Longer texts would fill the memory with what is seen once.

    Args:
        size: How many results are kept.
        longest: Characters of the longest text whose result is.
    """

    def decorated(read: Callable[[str], Read]) -> Callable[[str], Read]:
        kept = lru_cache(maxsize=size)(read)

        @wraps(read)
        def recalled(text: str) -> Read:
            return kept(text) if len(text) <= longest else read(text)

        return recalled

    return decorated
