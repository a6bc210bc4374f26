"""Tell a response that chooses an option from one that only repeats or discusses the options.

A weak model often begins by writing the options out again; its first label is then no choice. This file sees such a
list (on lines, in one line, cut off or whole, with labels or without), and an option named only to be rejected.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from curate.grading.choice.letters import number_of
from curate.grading.choice.option_texts import LONGEST_ANSWER, by_text
from curate.grading.choice.spelling import key, tidy

_LABEL_FORM = (
    r"(?P<before>(?i:option|choice)\s+)?(?P<open>[(\[]?)[*_]*(?P<letter>[A-Za-z])[*_]*"
    r"(?P<close>[)\]]|[.](?=[\s\dA-Z\\$*]|$)|:|\s+[-\u2013\u2014|](?=\s|$))"
)
_LABEL = re.compile(r"(?<![\w.(\['\u2019/$^-])" + _LABEL_FORM)  # (?<!...): no f(A), no B.C., no point (x, A)
_LINE_DRESSING = " \t>*_#|\u2022\u00b7-"
_SEPARATORS = " \t\r\n.,;*_|\\-"
_LINE_LABEL = re.compile(_LABEL_FORM + r"|\*\*(?P<bold>[A-Z])\*\*|(?P<alone>[A-Z])[*_ ]*$")
_LETTER_FIRST = re.compile(r"^\W{0,9}[A-Za-z]\W{0,9}\s")
_BETWEEN_LETTERS = re.compile(r"[\s,;/&+]+(?:(?:and|or)\s+)?")
_LETTER_ALONE = re.compile(r"([(\[]?)([A-Za-z])([)\].:]*)")
_SENTENCE_OVER = re.compile(r"(?:^|[.,;!?\n*])\s*$")

_BECAUSE = re.compile(r"\b(?:because|since)\b", re.IGNORECASE)
_EXPLAINS = re.compile(
    r"\b(?:explanation|explain\w*|because|why|reason\w*|rationale|analysis|incorrect|wrong|false|not|others?|cannot"
    r"|eliminat\w*|rul\w+\s+out|too|lacks?|fails?)\b|n['\u2019]t\b|\u274c",
    re.IGNORECASE,
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
    letter = number_of(first.group("letter") if first.re is _LABEL else first.group(2)) + 1
    if first.re is _LABEL and not _BECAUSE.search(stated) and _next_label_below(rest, letter, options):
        return True
    rest = rest.lstrip(".,;" + _LINE_DRESSING + "\n\r")
    following = _LINE_LABEL.match(rest.partition("\n")[0])
    if following is None or letter >= len(options) or number_of(_letter_of(following)) != letter:
        return False
    line, _, more = rest[following.end() :].partition("\n")
    said, option = key(tidy(line)), key(tidy(options[letter]))
    cut_off = not more.strip() and option.startswith(said)
    if cut_off or said == option or not line.strip(" .*_"):
        return True
    own = _own_text(line, options[letter])
    return own > 0 and _LABEL.match(line[own:].lstrip(_SEPARATORS)) is not None


def _next_label_below(rest: str, letter: int, options: Sequence[str]) -> bool:
    """Return whether the first line below that begins with a label begins with this one, and explains nothing."""
    for line in rest.split("\n")[1:]:
        plain = line.lstrip(_LINE_DRESSING)
        label = _LABEL.match(plain)
        if label is None:
            if _EXPLAINS.search(line):
                return False
            continue
        if letter >= len(options) or number_of(label.group("letter")) != letter:
            return False
        behind = plain[label.end() :]
        return _EXPLAINS.search(behind[_own_text(behind, options[letter]) :]) is None
    return False


def lists_texts(answer: str, options: Sequence[str]) -> bool:
    """Return whether an answer names several options by their texts, on lines of their own."""
    if "\n" not in answer:
        return False
    lines = answer.splitlines()[: len(options) + 2]
    found = {by_text(line, options) or by_text(_LETTER_FIRST.sub("", line), options) for line in lines}
    return len(found - {None}) > 1


def repeated(stated: str, rest: str, options: Sequence[str]) -> bool:
    """Return whether a stated option is only the first line of the options, unlabelled, which the text goes on with.

    So it is where the next line is another option's text, or is cut off within one.
    """
    line, _, below = rest.strip(".,;*_ \t\n\r").partition("\n")
    line = line.strip()
    if not line or len(line) > LONGEST_ANSWER or not rest[: rest.find(line)].count("\n"):
        return False
    label, plain = _LABEL.match(line), line.strip(_LINE_DRESSING)
    other = (
        by_text(line, options) or by_text(plain, options) or (by_text(line[label.end() :], options) if label else None)
    )
    own = by_text(stated, options)
    if other:
        return other != own
    begun = tidy(line).casefold()
    return (
        own is not None and not below.strip() and any(tidy(option).casefold().startswith(begun) for option in options)
    )


def cut_in_first(answer: str, options: Sequence[str]) -> bool:
    """Return whether an answer is a label A and only the beginning of its text: a list cut off, for all we know."""
    label = _LABEL.match(answer.lstrip(_LINE_DRESSING))
    if label is None or number_of(label.group("letter")) != 0:
        return False
    texts = (answer.lstrip(_LINE_DRESSING)[label.end() :], options[0])
    said, option = (tidy(text).casefold().rstrip(_SEPARATORS) for text in texts)
    return 0 < len(said) < len(option) and option.startswith(said)


def _letters_on_lines(answer: str, count: int) -> set[int]:
    if "\n" not in answer:
        return set()
    found = (_LINE_LABEL.match(line.strip(_LINE_DRESSING)) for line in answer.splitlines())
    return {letter for letter in (number_of(_letter_of(label)) for label in found if label) if letter < count}


def _only_letters(answer: str) -> bool:
    """Return whether an answer is labels alone; `D. A, B` may be option D with its text, `(A), (C)` and `A. B` not."""
    found = [_LETTER_ALONE.fullmatch(part) for part in _BETWEEN_LETTERS.split(answer.strip()) if part]
    labels = [label for label in found if label]
    if len(labels) < 2 or len(labels) < len(found):  # noqa: PLR2004 - a list has two
        return False
    letters = [number_of(label.group(2)) for label in labels]
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
    option = tidy(option)
    start = len(text) - len(text.lstrip(" \t*_"))
    end = start + len(option)
    begins = option != "" and text[start:end].casefold() == option.casefold()
    return end if begins and not text[end : end + 1].isalnum() else 0


def _as_label(found: re.Match[str]) -> _Label:
    letter, close = found.group("letter"), found.group("close").strip()
    style = (bool(found.group("open")), letter.isupper(), close, bool(found.group("before")))
    return _Label(number_of(letter), style, found.start(), found.end())


def _letter_of(found: re.Match[str]) -> str:
    return found.group("letter") or found.group("bold") or found.group("alone")
