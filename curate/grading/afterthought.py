"""What a response says behind the answer that it has stated: does it take that back, or offer another beside it?

Two lists of words and not one: behind a letter, `or` and `perhaps` may go on with the option's own text, and behind a
text, `no` may begin a reason. Both look at no more than the beginning.
"""

import re

_TAKES_BACK = re.compile(
    r"[\s.,;:*_\u2014-]*(?:no\b(?!\s+other)|wait\b|hmm|hold\s+on|on\s+second\s+thought|on\s+reflection|scratch\s+that"
    r"|actually\b|(?:but\s+)?that(?:['\u2019]s|\s+is)\s+(?:wrong|incorrect|not\s+right|not\s+correct))",
    re.IGNORECASE,
)
_OFFERS_ANOTHER = re.compile(
    r"[\s*_.,;:()-]*(?:or|alternatively|actually|wait|no,? wait|perhaps|maybe|possibly|on second thought)\b",
    re.IGNORECASE,
)


def takes_back(behind: str) -> bool:
    """Return whether what follows an option begins by taking it back (`Wait, no`)."""
    return _TAKES_BACK.match(behind) is not None


def offers_another(behind: str) -> bool:
    """Return whether what follows an answer in words begins by offering another one (`Or maybe London.`)."""
    return _OFFERS_ANOTHER.match(behind) is not None
