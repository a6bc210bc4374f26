"""Options that have a place of their own, which a shuffle must leave them.

`place_of` tells three kinds of option apart. A `free` one may stand anywhere. A `last` one (`None of these`, `Cannot be
determined`) is true wherever it stands, and stands last by custom. An `above` one (`All of the above`) speaks of all
that stands above it. What names single options is the matter of `curate.wording.references`.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Place = Literal["free", "last", "above"]

_SPACE: Final = re.compile(r"\s+")
ALONE: Final = r"(?<![A-Za-z0-9'\u2019])"
"""Before a letter that is no part of a word."""
END: Final = r"(?: (?:is|are) (?:correct|true|right|wrong|incorrect|false)| apply| applies)?\W*$"
"""What may follow the words of such an option."""
THINGS: Final = "(?:options?|choices?|answers?|statements?|alternatives?|responses?)"
"""What options are called."""
_ABOVE: Final = re.compile(
    rf"^\W*(?:all|none|any|each|every one|not any|both|either|neither|nither|nether) (?:of )?(?:the )?(?:{THINGS} )?"
    rf"(?:above|preceding|listed above|given above|above {THINGS}|preceding {THINGS}){END}",
    re.IGNORECASE,
)
_LAST: Final = (
    (
        rf"^\W*(?:all|none|any|neither|both|either) of (?:the )?(?:these|mentioned|them|those|others?|"
        rf"(?:other )?(?:{THINGS})|"
        rf"these {THINGS}|listed|given)(?: {THINGS})?(?: (?:listed|given|here))?{END}"
    ),
    rf"^\W*(?:all|none|neither|both|either|other|no change|no error|every|no)(?: (?:the )?(?:{THINGS}))?{END}",
    (
        r"^\W*(?:it )?(?:cannot|can not|can't) be (?:determined|answered|known|inferred|decided|calculated|concluded)"
        r"\b[^.]*\W*$"
    ),
    rf"^\W*(?:there (?:is|are) no|no) (?:correct|right|valid|true) {THINGS}\W*$|^\W*(?:no|every) {THINGS}{END}",
    r"^\W*not (?:given|stated|determinable|possible to (?:tell|say|determine|know))\W*$",
    r"^\W*(?:(?:there is )?(?:not enough|insufficient)) (?:information|data)\b[^.]*\W*$",
    r"^\W*(?:i don['\u2019]?t know|not sure|unknown|(?:it is )?impossible to (?:tell|say|determine|know)\b[^.]*)\W*$",
)
_LAST_ANY: Final = re.compile("|".join(f"(?:{one})" for one in _LAST), re.IGNORECASE)


def place_of(option: str) -> Place:
    """Where an option may stand."""
    text = plain(option)
    if _ABOVE.match(text):
        return "above"
    return "last" if _LAST_ANY.match(text) else "free"


def plain(option: str) -> str:
    """An option as the rules read it, its spaces folded."""
    return _SPACE.sub(" ", option).strip()
