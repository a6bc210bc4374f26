"""Which signs of a short answer mean something: those stay as they are, and all others separate words.

Punctuation, space and pictures are dropped, each by its class in Unicode; operators, relations, arrows, money and the
signs of music, cards and the sexes stay, so that `p ∧ q` is not `p`. A sign that is written in several ways is
brought to one: `>=` and `≥`, `->` and `→`, `C#` and `C sharp`.
"""

import re
import unicodedata
from typing import Final

from curate.grading.words.undress import CHARGE

_KEPT_PUNCTUATION: Final = frozenset("&@#%*/\u00a7\u2030\u2031\u2032\u2033")
_PICTURES_KEPT: Final = (
    (0xB0, 0xB0),
    (0x2190, 0x21FF),  # arrows
    (0x27F0, 0x27FF),
    (0x2900, 0x297F),
    (0x27A1, 0x27A1),
    (0x2B05, 0x2B07),
    (0x263F, 0x2667),  # planets and sexes, the zodiac, chess, cards
    (0x2669, 0x266F),  # music
    (0x2717, 0x2718),  # crosses: what they stand before is rejected
    (0x274C, 0x274C),
)
_TAKE_A_SIGN: Final = frozenset("\u221e\u221a")  # a minus may stand before them
_VARIANTS: Final = range(0xFE00, 0xFE10)  # they say how the sign before them is drawn

_SPELLED = {
    "<->": "\u2194", "<=>": "\u2194", "-->": "\u2192", "<--": "\u2190", "->": "\u2192", "=>": "\u2192", "<-": "\u2190",
    ">=": "\u2265", "<=": "\u2264", "!=": "\u2260", "==": "=", "+/-": "\u00b1", "+-": "\u00b1", ":=": "=",
}  # fmt: skip
_SPELLINGS = re.compile(r"<->|<=>|-->|<--(?!\d)|->|=>|<-(?!\d)|>=|<=|!=|==|\+/-|(?<!\S)\+-(?=\s?\d)|:=")
_SPELLING_MARKS = frozenset("<>=/+")
_APART = re.compile(r"\s*([<>=|])\s*")
_FLAT_OR_SHARP = re.compile("(?<![\\w#])([a-g])\\s?([\u266d\u266f\u266e]|(?<!\\s)#)(?![\\w#])")
_TONES = {"\u266d": "flat", "\u266f": "sharp", "#": "sharp", "\u266e": "natural"}

_FEET = re.compile(r"(?<=\d)\s?'\s?(\d{1,2})(?:\s?(?:\"|''))?(?!\w)")
_PRIMED = re.compile(r"(?:(?<![\w'])[^\W\d_]|\d)('{1,3})(?![\w'])(?!(?<=[dlno]')\s[^\W\d_]{2})")  # but not rock n' roll
_OPENING_QUOTE = re.compile(r"(?<!\w)'(?=\S)")
_INCHES = re.compile(r"(?<=\d)\"(?!\w)")
_RANGE = re.compile(r"(?:(?<=\d)|(?<=\d%))(?:-|\s+(?:-|to|through)\s+)(?=[$\u20ac\u00a3\u00a5]?\d)")
_FROM = re.compile(rf"^from\s+(?=[^\s\w]?\d[\d.,]*{CHARGE})")
_RATIO = re.compile(r"(?<=\d)(?::|\s+:\s+)(?=\d)")
_OF_TIME_ZONE = re.compile(r"(?<!\w)(utc|gmt)\s*-\s*(?=\d)")
_CALLED = re.compile(r"(?<!\w)!(?=[\w(])|(?:(?<=\d)|(?<=(?<!\w)[^\W\d_]))!(?![!\w])")
_TIE = re.compile(r"(?<=[\w.,])~|~(?=\s*$)")
_BAR_AT_AN_END = re.compile(r"^\s*\|(?=[^|]*$)|(?<!\w)\|\s*$")
_NOT_A_WORD = {"!": "\u01c3", ":": "\u2236"}
"""What stands for a sign that is kept here and dropped elsewhere."""


class _Kept(dict[int, str]):
    """What becomes of a character, told from its class in Unicode when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        picture = kind == "So" or 0x2190 <= code <= 0x21FF  # noqa: PLR2004 - some arrows count as mathematics
        if code in _VARIANTS or kind == "Cf":
            kept = ""
        elif picture:
            shown = any(first <= code <= last for first, last in _PICTURES_KEPT)
            kept = (char if char == "\u00b0" else f" {char} ") if shown else " "
        elif kind == "Sm":
            kept = f" {char}" if char in _TAKE_A_SIGN else f" {char} "
        elif kind == "Sk":
            kept = char if char in (CHARGE, "^") else " "
        else:
            kept = char if kind[0] not in "PZ" or char in _KEPT_PUNCTUATION else " "
        self[code] = kept
        return kept


_KEPT: Final = _Kept(
    {code: chr(code) for code in range(128)}
    | dict.fromkeys(map(ord, "\u21d2\u27f6\u27f9\u27a1"), " \u2192 ")
    | dict.fromkeys(map(ord, "\u21d0\u27f5\u27f8\u2b05"), " \u2190 ")
    | dict.fromkeys(map(ord, "\u21d4\u27f7\u27fa"), " \u2194 ")
    | dict.fromkeys(map(ord, "\u22c5\u2219\u2022\u2122\u00a9\u00ae"), " ")
    | {0x25B3: " triangle ", 0x25BD: " \u25bd "}
    | dict.fromkeys(map(ord, "\u2a7d\u2266"), " \u2264 ")
    | dict.fromkeys(map(ord, "\u2a7e\u2267"), " \u2265 ")
)


def settled(text: str) -> str:
    """Return a text in lower case with every sign that means something in one spelling, others as spaces.

    ASCII punctuation is left for the caller; a hyphen, a colon or a mark that is to stay is no ASCII any more.
    """
    if not text.isascii():
        text = (
            text.replace(" \u2014 ", " - ")
            .replace("\u2236", ":")
            .replace("\u223c", "~")
            .replace("\u2032", "'")
            .replace("\u2033", '"')
        )
    if not _SPELLING_MARKS.isdisjoint(text):
        text = _APART.sub(r" \1 ", _SPELLINGS.sub(lambda sign: f" {_SPELLED[sign.group()]} ", text))
    if "#" in text or not text.isascii():
        text = _FLAT_OR_SHARP.sub(lambda tone: f"{tone[1]} {_TONES[tone[2]]} ", text)
    if "'" in text or '"' in text:
        text = _with_primes(text)
    if "!" in text:
        text = _CALLED.sub(_NOT_A_WORD["!"], text)
    if "~" in text:
        text = _TIE.sub(" ", text)
    if "|" in text:
        text = _APART.sub(r" \1 ", _BAR_AT_AN_END.sub(" ", text))
    return text if text.isascii() else text.translate(_KEPT)


def joined_numbers(text: str) -> str:
    """Return a text with what joins two numbers as a sign of its own: `2:1` is neither `2-1` nor `2 1`.

    `1972 to 1978` is `1972-1978`.
    """
    if ":" in text:
        text = _RATIO.sub(_NOT_A_WORD[":"], text)
    if "-" in text or " to " in text or " through " in text:
        text = _OF_TIME_ZONE.sub(rf"\1 {CHARGE}", text)
        text = _FROM.sub("", _RANGE.sub(CHARGE, text))
    return text


def _with_primes(text: str) -> str:
    """Return a text in which the marks of feet, inches and primes are no quotation marks."""
    text = _FEET.sub("\u2032\\1", text)
    if "'" in text and not _OPENING_QUOTE.search(text):
        text = _PRIMED.sub(lambda mark: mark.group().replace("'", "\u2032"), text)
    return _INCHES.sub("\u2033", text) if text.count('"') == 1 else text
