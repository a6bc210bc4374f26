r"""Questions whose options stand in the same text, told apart by a named pattern or by one of a source's own.

lettered_lines      "Which is a gas?\nA. Iron\nB. Neon"        also A) (A) A: and options of several lines
lettered_inline     "What is 1 + 2 ? A) 3 B) 4"                also (A) A. "a ) 38 , b ) 27" ['A ) 1', 'B ) 2']
numbered_answers    "Which? answer1: Iron answer2: Neon"       up to a closing "Answer format: ..."
{labels: regex}     what the regular expression finds begins an option

Where lines tell options apart, the last lines that run A, B, C ... without a gap are the options. Within a line nothing
else tells a label from a letter of the text, so each label must stand there once: a text that can be read in two ways
has no options.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.row import LETTERS
from curate.stages.ingest.mapping import Labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.stages.ingest.mapping import Split
    from curate.stages.ingest.rows.labels import Labels

_LINE: Final = re.compile(r"^[ \t]*(?:\(([A-Z])\)|([A-Z])[.):\uff0e\uff1a\u3001\uff09])[ \t]*", re.MULTILINE)
_NOT_BEHIND: Final = r"(?<![A-Za-z0-9_.\\^({+*/=<>|-])"
_INLINE: Final = re.compile(
    rf"(?<![\w\\])\(\s?(?P<round>[A-Za-z])\s?\)|{_NOT_BEHIND}(?P<close>[A-Za-z])\s?[)\uff09]"
    rf"|{_NOT_BEHIND}(?P<dot>[A-Z][.\uff0e\u3001]|[a-z]\.(?=\s))"
)
_NUMBERED: Final = re.compile(r"\banswer\s?(\d{1,2})\s*:", re.IGNORECASE)
_FORMAT: Final = re.compile(r"\n\s*answer format\s*:.*", re.IGNORECASE | re.DOTALL)
_CLOSING: Final = re.compile(
    r"\n\s*(?:(?:(?:the|your|correct|final|best)\s+)*answer\b|(?:please|respond|reply|choose|select|pick|give|return|output|let's"
    r"|think|remember|explain|finish|put)\b).*",
    re.IGNORECASE | re.DOTALL,
)
"""What a prompt asks for behind its last option: `Answer:`, `Please answer with the letter alone.`"""
_LEAD_IN: Final = re.compile(
    r"(?:^|(?<=[.?!\n]))\s*(?:(?:The|Answer|the|answer)\s)?(?:[Oo]ptions|[Cc]hoices|OPTIONS|CHOICES)(?:\sare)?\s*:\s*$"
    r"|\sThe options:\s*$"
)
_LIST: Final = re.compile(r"\[\s*['\"]$")
_NEXT_TEXT: Final = re.compile(r"\s*['\"]\s*,\s*['\"]$")
_LIST_END: Final = re.compile(r"\s*['\"]\s*\]$")
_FEWEST: Final = 2
_MOST: Final = len(LETTERS)
_NUMBERS: Final = tuple(map(str, range(1, _MOST + 1)))
_RUNS: Final[Sequence[Sequence[str]]] = (tuple(LETTERS), tuple(LETTERS.lower()), _NUMBERS, ("0", *_NUMBERS))


class Unpacked(NamedTuple):
    """A question and its options with their labels; the text as it is and no options where none can be told."""

    question: str
    options: list[str] | None
    labels: Labels | None


class _Label(NamedTuple):
    """Where an option begins: its label, how that is written, and its first and last place in the text."""

    name: str
    style: str
    begin: int
    end: int


def unpacked(text: str, split: Split = "lettered_lines") -> Unpacked:
    """Take a text apart."""
    run = _of_ones_own(text, split.labels) if isinstance(split, Labelled) else _NAMED[split](text)
    if not _FEWEST <= len(run) <= _MOST:
        return Unpacked(text, None, None)
    ends = [label.begin for label in run[1:]] + [len(text)]
    options = [text[label.end : end].strip() for label, end in zip(run, ends, strict=True)]
    if split == "numbered_answers":
        options[-1] = _FORMAT.sub("", options[-1])
    if not any("\n" in option for option in options[:-1]):
        options[-1] = _CLOSING.sub("", options[-1])
    question = text[: run[0].begin]
    if split == "lettered_inline" and (opened := _LIST.search(question)):
        question, options = question[: opened.start()], _without_quotes(options)
    elif split == "lettered_inline" or isinstance(split, Labelled):
        options = _without_commas(options)
    if split != "lettered_lines" and not all(options):
        return Unpacked(text, None, None)  # what has nothing behind it was no label
    if any(part.count("{") != part.count("}") for part in options):
        return Unpacked(text, None, None)  # labels within a formula, `textbf{(A)}`, whose ends would stay in options
    return Unpacked(_LEAD_IN.sub("", question).rstrip(), options, tuple(label.name for label in run))


def _lines(text: str) -> Sequence[_Label]:
    """The last lines whose labels run from A.

    A label earlier in the question, as of a list or of a person's initial, belongs to the question.
    """
    found = [_Label(one.group(1) or one.group(2), "", *one.span()) for one in _LINE.finditer(text)]
    return _last_run(found, (LETTERS,))


def _of_ones_own(text: str, pattern: str) -> Sequence[_Label]:
    found = [one for one in re.finditer(pattern, text) if one.end() > one.start()]
    if not found or not found[0].re.groups:
        return [_Label(letter, "", *one.span()) for letter, one in zip(_more_letters(len(found)), found, strict=True)]
    return _last_run([_Label(one.group(1) or "", "", *one.span()) for one in found], _RUNS)


def _more_letters(count: int) -> Sequence[str]:
    return LETTERS[:count] if count <= _MOST else [LETTERS[-1]] * count  # too many, which the caller refuses


def _last_run(labels: Sequence[_Label], runs: Sequence[Sequence[str]]) -> Sequence[_Label]:
    """The labels at the end that run without a gap from the first of a run."""
    return max((_end_run(labels, run) for run in runs), key=len)


def _end_run(labels: Sequence[_Label], run: Sequence[str]) -> Sequence[_Label]:
    begins = (at for at in range(len(labels) - 1, -1, -1) if labels[at].name == run[0])
    tail = labels[next(begins, len(labels)) :]
    return tail if [label.name for label in tail] == list(run[: len(tail)]) else ()


def _inline(text: str) -> Sequence[_Label]:
    labels = [
        _Label(one[one.lastgroup or 0][0], f"{one.lastgroup} {one[one.lastgroup or 0].isupper()}", *one.span())
        for one in _INLINE.finditer(text)
    ]
    return _only_run(_joined(text, labels), (LETTERS, LETTERS.lower()))


def _numbered(text: str) -> Sequence[_Label]:
    return _only_run([_Label(one[1], "", *one.span()) for one in _NUMBERED.finditer(text)], (_NUMBERS,))


def _only_run(labels: Sequence[_Label], runs: Sequence[Sequence[str]]) -> Sequence[_Label]:
    """The labels of the one style in which each stands once and in order, where no other may be that of the options."""
    firsts = {run[0] for run in runs}
    styles = [list(same) for _, same in groupby(sorted(labels, key=_style), key=_style)]
    begun = [same for same in styles if len(same) >= _FEWEST and any(label.name in firsts for label in same)]
    last = max(begun, key=lambda same: same[0].begin, default=list[_Label]())
    names = [label.name for label in last]
    if not any(names == list(run[: len(names)]) for run in runs):
        return ()
    before = all(same is last or same[-1].begin < last[0].begin for same in begun)
    return last if before else ()


def _joined(text: str, labels: Sequence[_Label]) -> list[_Label]:
    """Labels without those that only repeat the one before: `D ) D ) 12` is one."""
    found: list[_Label] = []
    for label in labels:
        same = bool(found) and found[-1][:2] == label[:2] and not text[found[-1].end : label.begin].strip()
        if same:
            found[-1] = label._replace(begin=found[-1].begin)
        else:
            found.append(label)
    return found


def _style(label: _Label) -> str:
    return label.style


def _without_quotes(options: list[str]) -> list[str]:
    """Options that stand as texts of a written list, `['A ) 36', 'B ) 14']`, without its quotes; else blank."""
    *others, last = options
    found = [_NEXT_TEXT.search(option) for option in others] + [_LIST_END.search(last)]
    return ["" if end is None else option[: end.start()] for end, option in zip(found, options, strict=True)]


def _without_commas(options: list[str]) -> list[str]:
    """Options without the commas that only stand between them."""
    if not all(option.endswith((",", ";", "\uff0c", "\uff1b")) for option in options[:-1]):
        return options
    return [*(option[:-1].rstrip() for option in options[:-1]), options[-1].rstrip(",; \uff0c\uff1b")]


_NAMED: Final[Mapping[str, Callable[[str], Sequence[_Label]]]] = {
    "lettered_lines": _lines,
    "lettered_inline": _inline,
    "numbered_answers": _numbered,
}
