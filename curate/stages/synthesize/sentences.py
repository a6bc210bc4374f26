"""Where sentences end: rules for prose with abbreviations, initials, decimals and quotes, and for CJK.

Rules of our own rather than a library's: a passage needs exact offsets into a text of any language, and a border that
is missed costs nothing but a longer sentence, so the rules lean to missing one. With them `passages.py` cuts 3.6 MB/s
of two textbooks (8 million characters of OpenStax, one of two busy cores).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_END: Final = re.compile(
    r"""(?:(?<![.!?\u2026\u0964\u0965\u061f\u06d4])[.!?\u2026\u0964\u0965\u061f\u06d4]++
        ["'\u2019\u201d)\]\u00bb]*+ (?=\s))
    | (?:[\u3002\uff01\uff1f]+ ["\u201d\u300d\u300f\uff09]*)""",
    re.VERBOSE,
)
# A run of marks is read once, from its first: 5,000 points in a row took 3 seconds, and 100,000 would take 20 minutes.
_NEXT: Final = re.compile(r"""\s*["'\u2018\u201c(\[\u00ab]*(?P<word>\w*)""")
_BEFORE: Final = re.compile(r"[\w.&-]+\Z")
_OPEN: Final = frozenset(
    "dr mr mrs ms prof st sr jr rev gen col lt sgt capt gov sen rep hon pres "
    "fig figs eq eqs ref refs sec ch chap vol vols ed eds p pp art app ex cf vs viz al ca approx "
    "mt mts ft "
    "e.g i.e eg ie a.m p.m b.c a.d "
    "jan feb mar apr jun jul aug sept sep oct nov dec "
    "bzw ca z.b d.h u.a vgl nr abb usw m mme mlle".split()
)
"""Words that a sentence rarely ends with, although a full stop stands behind them."""

_NUMBERED: Final = frozenset({"no", "nos"})
"""Words that end no sentence before a number."""

_OFTEN_FIRST: Final = frozenset(
    "A An The This That These Those It He She We They You I In On At As If For From When While After Before Because "
    "However But And So Thus Then There Here What Why How".split()
)
"""After a single capital letter with a full stop, which is mostly an initial, these still begin a sentence."""

_CJK: Final = frozenset("\u3002\uff01\uff1f")
_LOOK_BACK: Final = 24
_LIST_DIGITS: Final = 2
_QUOTED_ON: Final = re.compile("[\u300d\u300f](?:\u3068|\u3063\u3066)")
"""Japanese goes on after speech: "..." to iimashita, "..." tte."""


def sentence_ends(text: str, begin: int, end: int) -> Iterator[int]:
    """The places in `text[begin:end]` behind which a new sentence begins: just after marks and closing quotes."""
    for found in _END.finditer(text, begin, end):
        place = found.end()
        if _QUOTED_ON.match(text, place - 1):
            continue
        if text[found.start()] in _CJK or _ends(text, begin, found.start(), place, end):
            yield place


def _ends(text: str, begin: int, mark: int, place: int, end: int) -> bool:
    follows = _NEXT.match(text, place, end)
    word = follows["word"] if follows else ""
    if word[:1].islower():
        return False
    if text[mark] != "." or text[mark : mark + 2] == "..":
        return True
    before = _BEFORE.search(text[max(begin, mark - _LOOK_BACK) : mark])
    last = before[0] if before else ""
    if last.lower().lstrip(".") in _OPEN:
        return False
    if len(last.rpartition(".")[2]) == 1 and last[-1].isupper():
        return word in _OFTEN_FIRST
    if last.lower() in _NUMBERED and word[:1].isdigit():
        return False
    return not (last.isdigit() and _numbers_an_item(text, begin, mark - len(last), last))


def _numbers_an_item(text: str, begin: int, at: int, number: str) -> bool:
    """Whether a number with a full stop stands before an item: at the start of a line, or (`2.`) after a sentence."""
    line = text[begin:at].rpartition("\n")[2].rstrip()
    if not line or len(number) > _LIST_DIGITS:
        return not line
    return line[-1] in ".!?;:" and re.search(rf"(?:^|[\s(]){int(number) - 1}[.)]\s", line) is not None
