"""Tell a response that chooses an option from one that only repeats or discusses the options.

A weak model often begins by writing the options out again; its first label is then no choice. This file sees such a
list (on lines, in one line, cut off or whole), an option named only to be rejected, and the sentence in which a
discussion comes to its end (`so B is correct`).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from curate.grading.text import normalise

_LABEL_FORM = (
    r"(?P<before>(?i:option|choice)\s+)?(?P<open>[(\[]?)[*_]*(?P<letter>[A-Za-z])[*_]*"
    r"(?P<close>[)\]]|[.](?=[\s\dA-Z\\$*]|$)|:|\s+[-\u2013\u2014|](?=\s|$))"
)
_LABEL = re.compile(r"(?<![\w.(\['\u2019/$^-])" + _LABEL_FORM)  # (?<!...): no f(A), no B.C., no point (x, A)
_LINE_DRESSING = " \t>*_#|\u2022\u00b7-"
_SEPARATORS = " \t\r\n.,;*_|\\"
_LINE_LABEL = re.compile(_LABEL_FORM + r"|\*\*(?P<bold>[A-Z])\*\*|(?P<alone>[A-Z])[*_ ]*$")
_BETWEEN_LETTERS = re.compile(r"[\s,;/&+]+(?:(?:and|or)\s+)?")
_LETTER_ALONE = re.compile(r"([(\[]?)([A-Za-z])([)\].:]*)")
_SENTENCE_OVER = re.compile(r"(?:^|[.,;!?\n*])\s*$")
_REJECTED = re.compile(
    r"[\s,:;*_\u2013\u2014-]*(?:(?:is|are|was|seems|looks|would\s+be|can\s+be|must\s+be)\s+)?"
    r"(?:(?:clearly|obviously|also|therefore|definitely|simply)\s+)?"
    r"(?:not\s+(?:the\s+)?(?:correct|right|true|answer|possible)|wrong|incorrect|false|ruled\s+out|eliminated"
    r"|excluded|impossible)\b",
    re.IGNORECASE,
)
_NAMED_RIGHT = (
    r"[*_]{0,3}(?:(?i:the\s+)?(?i:option|choice|answer)\s+)?[*_]{0,3}[(\[]?(?P<letter>[A-Z])(?:[)\].:]+[ \t]{0,9}"
    r"(?P<text>[^\s][^\n]{0,160}?)?)?[)\]*_]{0,4}\s{1,9}is\s{1,9}(?:(?:therefore|thus|indeed|clearly)\s{1,9})?[*_]{0,3}"
    r"(?:correct|right|the\s+answer|the\s+(?:correct|right|best|only\s+correct)\s+(?:answer|option|choice|one))[*_]{0,3}"
    r"(?=\s{0,9}(?:[.!\n]|,?\s+(?:because|since|as)\b|$))"
)
_CONCLUDED = re.compile(r"\b(?i:so|therefore|thus|hence|consequently)\b,?\s+(?:that\s+)?" + _NAMED_RIGHT)
_CALLED_RIGHT = re.compile(r"(?:^|(?<=[.!?;:\n]))\s{0,9}" + _NAMED_RIGHT)
_SPEAKS_OF_LETTERS = re.compile(
    r"\b[A-Z] (?:is|are|and|or|but|alone|only)\b|\b(?:and|or|nor|but|[Oo]nly|[Bb]oth|[Nn]either) [A-Z]\b|^\s*is\s"
)


class _Label(NamedTuple):
    """A label as it stands in a line: its letter (0 for A), how it is written, and where it begins and ends."""

    letter: int
    style: tuple[bool, bool, str, bool]
    start: int
    end: int


def lists_options(answer: str, options: Sequence[str]) -> bool:
    """Return whether an answer names several options by their labels: on lines of their own or in one line.

    An initial (`B. J. J. Thomson`) is no label: in one line a label counts only if it carries on the alphabet in the
    style of the first, and, where it is written as initials are, if it follows a whole option or a whole sentence.
    """
    on_lines = _letters_on_lines(answer, len(options))
    return len(on_lines) > 1 or _only_letters(answer) or _listed_in_one_line(answer, options)


def carried_on(stated: str, rest: str, options: Sequence[str]) -> bool:
    """Return whether a stated `A. x` is only the first of the options, which the text behind it goes on to repeat."""
    stated = stated.lstrip(_LINE_DRESSING)
    first = _LABEL.match(stated) or _LETTER_ALONE.fullmatch(stated)
    if first is None:
        return False
    letter = _number(first.group("letter") if first.re is _LABEL else first.group(2)) + 1
    rest = rest.lstrip(".,;" + _LINE_DRESSING + "\n\r")
    following = _LINE_LABEL.match(rest.partition("\n")[0])
    if following is None or letter >= len(options) or _number(_letter_of(following)) != letter:
        return False
    line, _, more = rest[following.end() :].partition("\n")
    said, option = normalise(line.strip(" \t*_")), normalise(options[letter].strip(" \t*_"))
    cut_off = not more.strip() and option.startswith(said)
    if cut_off or said == option or not line.strip(" .*_"):
        return True
    own = _own_text(line, options[letter])
    return own > 0 and _LABEL.match(line[own:].lstrip(_SEPARATORS)) is not None


def rejects(text: str, option: str) -> bool:
    """Return whether what stands behind a label says that the option is wrong (`200 MPa is wrong because ...`)."""
    return _REJECTED.match(text[_own_text(text, option) :]) is not None


def concluded(text: str, options: Sequence[str]) -> int | None:
    """Return the letter (0 for A) that a discussion calls correct in the end, None where it calls none or several.

    `So B is correct` is a conclusion, and the last one counts; `B is correct` is one if no other option is called so.
    Where options speak of letters themselves (`A and B`) or begin with `is`, such a sentence may mean something else.
    """
    if any(_SPEAKS_OF_LETTERS.search(option) for option in options):
        return None
    in_the_end = _called_right(_CONCLUDED, text, options)
    if in_the_end:
        return in_the_end[-1]
    called = set(_called_right(_CALLED_RIGHT, text, options))
    return called.pop() if len(called) == 1 else None


def _called_right(sentence: re.Pattern[str], text: str, options: Sequence[str]) -> list[int]:
    letters: list[int] = []
    for found in sentence.finditer(text):
        letter, said = _number(found.group("letter")), found.group("text")
        known = letter < len(options)
        if known and (not said or normalise(said) == normalise(options[letter].strip())):
            letters.append(letter)
    return letters


def _letters_on_lines(answer: str, count: int) -> set[int]:
    if "\n" not in answer:
        return set()
    found = (_LINE_LABEL.match(line.strip(_LINE_DRESSING)) for line in answer.splitlines())
    return {letter for letter in (_number(_letter_of(label)) for label in found if label) if letter < count}


def _only_letters(answer: str) -> bool:
    """Return whether an answer is labels alone; `D. A, B` may be option D with its text, `(A), (C)` and `A. B` not."""
    found = [_LETTER_ALONE.fullmatch(part) for part in _BETWEEN_LETTERS.split(answer.strip()) if part]
    labels = [label for label in found if label]
    if len(labels) < 2 or len(labels) < len(found):  # noqa: PLR2004 - a list has two
        return False
    letters = [_number(label.group(2)) for label in labels]
    styles = {(label.group(1), label.group(3)) for label in labels}
    return len(set(letters)) > 1 and (letters == sorted(letters) or len(styles) == 1)


def _listed_in_one_line(answer: str, options: Sequence[str]) -> bool:
    first = _LABEL.match(answer.lstrip(_LINE_DRESSING))
    if first is None:
        return False
    opening = _as_label(first)
    rest = answer.lstrip(_LINE_DRESSING)[first.end() :]
    own = _own_text(rest, options[opening.letter]) if opening.letter < len(options) else 0
    rest = rest[own:]
    if own and _only_letters(f"{first.group('letter')} {rest}"):
        return True
    following = [label for label in map(_as_label, _LABEL.finditer(rest)) if label.style == opening.style]
    chain: list[_Label] = []
    for label in following:
        if label.letter == opening.letter + 1 + len(chain) < len(options):
            chain.append(label)
    if not chain:
        return False
    behind = rest[: chain[0].start]
    follows = (own > 0 and not behind.strip(_SEPARATORS)) or _SENTENCE_OVER.search(behind) is not None
    initials = opening.style[2] == "." and not opening.style[3]
    return follows or not initials or len(chain) > 1


def _own_text(text: str, option: str) -> int:
    """Return where the option's own text ends if the text begins with it as a word, else 0."""
    start = len(text) - len(text.lstrip(" \t*_"))
    end = start + len(option.strip())
    begins = option.strip() != "" and text[start:end].casefold() == option.strip().casefold()
    return end if begins and not text[end : end + 1].isalnum() else 0


def _as_label(found: re.Match[str]) -> _Label:
    letter, close = found.group("letter"), found.group("close").strip()
    style = (bool(found.group("open")), letter.isupper(), close, bool(found.group("before")))
    return _Label(_number(letter), style, found.start(), found.end())


def _letter_of(found: re.Match[str]) -> str:
    return found.group("letter") or found.group("bold") or found.group("alone")


def _number(letter: str) -> int:
    return ord(letter.upper()) - 65
