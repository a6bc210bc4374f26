r"""Find the boxes of a response, and what stands beside the last: a denial, another answer, a box that is cut off."""

import re
from fractions import Fraction
from typing import NamedTuple

_SCAN = re.compile(r"\\(?:boxed|fbox)\s*(\{)|\\(?:boxed|fbox)\s+([^\s{}$\\.,;]+)|\\.|[{}]", re.DOTALL)
_LONE = re.compile(
    r"\\boxed\{((?:[^{}\\<]++|\\(?!boxed|fbox)[^{}\\<]|\{(?:[^{}\\<]++|\\(?!boxed|fbox)[^{}\\<])*+\})*+)\}"
)
_BEGUN = re.compile(r"\\(?:boxed|fbox)\s*$")
_OR = re.compile(
    r"^[^\n]*\b(?:or|alternatively|maybe|perhaps|possibly)\b[^\n]*$|^\W*(?:or|alternatively|maybe|perhaps|possibly)\b",
    re.IGNORECASE,
)
_LONGEST_HEDGE = 120  # characters: `\boxed{6}, or if we are lucky, \boxed{7}` in one line is no answer
_WIDEST_GAP = 40  # characters between two boxes that are still one answer
_BETWEEN = re.compile(
    r"[\s$,;.\\()\[\]]*(?:,|and|(?P<or>or|\\text\{\s*or\s*\})|\\text\{\s*and\s*\})?[\s$,;\\()\[\]]*"
    r"|[\s$.,;\\)\]*]*\n[ \t]*(?:\d{1,2}[.)]|[-*\u2022]|\([a-h1-9]\))[\s$\\(\[*]*"
)
_CLOSERS = re.compile(r"(?:[\s$}*_]|\\[)\]])*")
_NOT = re.compile(
    r"(?:\b(?:not|never|nor|neither|cannot\s+be)|n['\u2019]t(?:\s+be)?)(?:\s+(?:equal\s+to|simply|just|option|the\s+answer))?"
    r"[\s$\\(\[*:\"]*$",
    re.IGNORECASE,
)
_LAST_OF_NOT = frozenset("treonyTREONY")
"""The letters in which the words of `_NOT` end."""

_NEAR = 60  # characters before a box, or behind it, in which its line may offer another answer
_OR_BEHIND = re.compile(
    r"[ \t,;(]*(?:and/)?or\s+(?:(?:maybe|perhaps|possibly|even|also|rather)\s+)?"
    r"(?!(?:equivalently|equally|else|in|we|more|about|approximately|roughly|around|simply|just|written|that\s+is|as|if|so|any|not)\b"
    r"|[\\$]*approx|\u2248|~|=)(?P<other>[^\n,;.!?)]{1,40}(?:\.\d+)?)[\s$)]*(?:[.,;!?)]|\n|$)",
    re.IGNORECASE,
)
_OR_BEFORE = re.compile(
    r"(?P<other>[^\s,;:()$]{1,40})[\s$)\]\\]{0,4},?\s+or\s+(?:(?:maybe|perhaps|possibly|even|rather)\s+)?"
    r"(?:[\s$]*[a-z]\s*=)?[\s$\\(\[*]*$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[\s$(*]{0,4}([A-Z])[\s$).*]{0,4}")
_SPACED_OR = re.compile(r"\sor\s", re.IGNORECASE)  # what `_OR_BEFORE` holds, and most lines do not
_NUMBER = re.compile(
    r"[\s$({]{0,3}(?:\\[dt]?frac\s*(?:\{(?P<top>\d{1,20})\}\s*\{(?P<bottom>\d{1,20})\}|(?P<over>\d)\s*(?P<below>\d))"
    r"|(?P<plain>-?\d{1,20}(?:\.\d{1,20})?)"
    r"(?:/(?P<under>\d{1,20}))?)\s*(?P<percent>\\?%)?"
)


class Boxes(NamedTuple):
    """Start, end and content of every outermost box, and whether a later one was begun and never closed."""

    found: list[tuple[int, int, str]]
    cut_off: bool


def lone(text: str) -> str | None:
    r"""Return the content of a response that is one plain `\boxed{...}` and nothing else; None where it may be more.

    Beside such a box there is nothing to look for, and most answers that are graded again and again are written so.
    """
    found = _LONE.fullmatch(text)
    return found[1] if found else None


def scan(text: str) -> Boxes:
    r"""Find every outermost `\boxed{...}` with balanced braces.

    One pass with a stack, so that a thousand unclosed boxes cost no more than one; a box that is never closed hides
    none that it holds.
    """
    boxed, framed = text.find("\\boxed"), text.find("\\fbox")
    first = boxed if framed < 0 else framed if boxed < 0 else min(boxed, framed)
    if first < 0:
        return Boxes([], cut_off=False)
    found: list[tuple[int, int, str]] = []
    open_braces: list[tuple[int, int]] = []  # (where the box begins or -1 for a plain brace, where its content begins)
    for token in _SCAN.finditer(text, first):
        if token.group(1):
            open_braces.append((token.start(), token.end()))
        elif token.group(2):
            found.append((token.start(), token.end(), token.group(2)))
        elif token.group() == "{":
            open_braces.append((-1, -1))
        elif token.group() == "}" and open_braces:
            begin, content = open_braces.pop()
            if begin >= 0:
                while found and found[-1][0] > begin:
                    found.pop()
                found.append((begin, token.end(), text[content : token.start()]))
    last = found[-1][1] if found else 0
    begun = _BEGUN.search(text, max(last, len(text) - _NEAR)) is not None
    return Boxes(found, cut_off=begun or any(begin >= last and begin >= 0 for begin, _ in open_braces))


def joined(text: str, found: list[tuple[int, int, str]]) -> tuple[str, bool]:
    """Return the last box with those that are joined to it by no more than a comma or `and`, and whether it is hedged.

    It is where the one before it differs, and stands in the same line with an `or` between them.
    """
    answer = found[-1][2].strip()
    for earlier, later in zip(reversed(found[:-1]), reversed(found), strict=False):
        gap = text[earlier[1] : later[0]]
        between = _BETWEEN.fullmatch(gap) if len(gap) <= _WIDEST_GAP else None
        if between is None or earlier[2] == later[2]:
            return answer, earlier[2] != later[2] and len(gap) <= _LONGEST_HEDGE and _OR.search(gap) is not None
        answer = f"{earlier[2].strip()}{' or ' if between.group('or') else ', '}{answer}"
    return answer, False


def denied(text: str, begin: int) -> bool:
    r"""Return whether a box is named only to be denied: `not \boxed{B}`."""
    before = text[max(0, begin - _NEAR) : begin].rstrip(' \t\r\n$\\([*:"')
    if before[-1:].isascii() and before[-1:] not in _LAST_OF_NOT and not before[-1:].isspace():
        return False  # most boxes stand behind an `is` or a sign
    return _NOT.search(text[max(0, begin - _NEAR) : begin]) is not None


def behind(text: str, end: int) -> str:
    """Return what a response says behind a box, without the brackets and dollar signs that close around it."""
    closed = _CLOSERS.match(text, end)
    at = closed.end() if closed else end
    blank = text[end:at]
    space = "\n" if "\n" in blank else " " if blank[-1:].isspace() else ""
    return space + text[at:]


def other_answer(text: str, found: list[tuple[int, int, str]], rest: str) -> str:
    r"""Return the answer without a box that an `or` joins to the last box (`\boxed{B} or C`); nothing where none is.

    The same number in another spelling is no other answer.
    """
    begin, _, content = found[-1]
    earlier = found[-2][1] if len(found) > 1 else 0
    line = text[max(earlier, begin - _NEAR) : begin].rpartition("\n")[2]
    before = _OR_BEFORE.search(line) if _SPACED_OR.search(line) else None
    for one in (before, None if rest[:1] == "\n" else _OR_BEHIND.match(rest[: 2 * _NEAR])):
        other = one["other"].strip(" $*\\") if one else ""
        if len(other.strip("})]")) and other != content.strip() and not _same_number(other, content):
            return other
    return ""


def another_behind(rest: str) -> bool:
    """Return whether an `or` joins another answer to one that is not boxed: `<answer>B</answer> or C`."""
    return _OR_BEHIND.match(rest[: 2 * _NEAR]) is not None


def differs(boxed: str, later: str) -> bool:
    """Return whether a box and a statement behind it are two numbers of different value, or two letters."""
    letters = _LETTER.fullmatch(boxed), _LETTER.fullmatch(later)
    if letters[0] and letters[1]:
        return letters[0][1] != letters[1][1]
    said, own = later.strip(" $.()\\"), boxed.rpartition("=")[2].strip()
    number = _NUMBER.match(own)
    if number is None or _NUMBER.fullmatch(said) is None:
        return False
    behind_it = own[number.end() :].lstrip(" $")
    if behind_it and not behind_it.startswith("\\text") and not behind_it[0].isalpha():
        return False  # 12\frac12
    value = _value(own)
    return value is not None and value != _value(said)


def _same_number(one: str, other: str) -> bool:
    values = _value(one), _value(other)
    return None not in values and values[0] == values[1]


def _value(text: str) -> Fraction | None:
    found = _NUMBER.match(text)
    if found is None:
        return None
    top = found["plain"] or found["top"] or found["over"]
    bottom = found["under"] or found["bottom"] or found["below"] or "1"
    value = Fraction(top) / int(bottom) if int(bottom) else None
    return value / 100 if value is not None and found["percent"] else value
