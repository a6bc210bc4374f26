"""Find the answer in which a long response without any mark ends: its last sentence, or a last line of its own.

    Therefore the remainder is **17**.          the words in bold that close the last sentence
    So the organelles are the mitochondria.     what the last sentence says that something is
    which corresponds to option (A).            the option that it names
    ### Final choice / **B**                    a line of its own

Only a sentence that is whole counts, for one that is not may be where the response was cut off; and only one that says
it plainly: with `or`, `not`, `if`, `may` in it, it says something else or leaves it open.
"""

import re
from typing import Final

from curate.grading.extract.symbols import plain

_LONGEST_LINE: Final = 600  # characters
_LONGEST_ANSWER: Final = 120
_SENTENCE_START = re.compile(r"(?<=[.!?:])[*_)\"\u201d]{0,3}\s+(?=[A-Z*_$\\(\[\u201c\"\d])")
_SHORT_WORD = re.compile(r"(?:\b[A-Z]|\b(?:Dr|Mr|Mrs|Ms|St|vs|etc|approx|ca|No|Fig|Eq|i\.e|e\.g|Jr|Sr|Inc))\.$")
_OPEN_TO_DOUBT = re.compile(
    r"\b(?:not|never|neither|nor|or|if|whether|unless|suppose|assum\w+|may|might|could|would|should|perhaps|maybe|probably"
    r"|possibly|(?<!most\s)likely|unlikely|seems?|appears?|either|unclear|unknown|cannot|can't|try|let|wrong|incorrect|false\s+that|mistakes?|traps?|myths?|contrary|next|another|instead|also|so\s+far)\b"
    r"|n't\b|n\u2019t\b|\?",
    re.IGNORECASE,
)
_BOLD_END = re.compile(r"(?:\*\*|__)(?P<answer>[^*\n]{1,120}?)(?:\*\*|__)[\s.!)]*$")
_SET_APART_END = re.compile(
    r"(?:\*(?P<a>[^*\n]{1,120})\*|\u201c(?P<b>[^\u201d\n]{1,120})\u201d|\"(?P<c>[^\"\n]{1,120})\")[\s.!]*$"
)
_OPTION_END = re.compile(
    r"\b(?:corresponds?\s+to|matches|which\s+is|that\s+is|this\s+is|is|i\.e\.,?|namely|select|choose|pick)\s+(?:the\s+)?"
    r"(?:option|choice|answer|letter)\s*\*{0,2}[(\[]?(?P<answer>[A-Z])[)\]]?\*{0,2}[.!]?$"
)
_LETTER_END = re.compile(r"[(\[](?P<answer>[A-Z])[)\]]\.?")
_SAYS = re.compile(
    r"\s(?:(?:is|are|was|were)(?:\s+(?:called|named|known\s+as|equal\s+to|given\s+by|signed\s+on|born\s+[io]n|on|in))?"
    r"|equals?|became|becomes|turns|(?:falls?|fell|took\s+place|happened|occurred|ended|began|started|died)\s+(?:on|in)"
    r"|=|\u2248|:)\s+"
)
_HEADING = re.compile(
    r"[#*_\s]*(?:the\s+)?(?:final|correct|best|my)?\s*(?:answer|choice|conclusion|result|selection|verdict|selected)"
    r"[\s:*_#]*",
    re.IGNORECASE,
)
_LETTER_LINE = re.compile(r"[(\[]?[A-Z][)\]]?\.?")
_FORMULA_ALONE = re.compile(r"\$[^$]*\$[.,]?|\$\$.*|.*\$\$[.,]?|\\\[.*|.*\\\][.,]?")  # a step like any other
_WHOLE = re.compile(r"[.!)\]$\"\u201d*_}]$")


def closing_answers(text: str) -> tuple[str, ...]:
    """Return what the end of a response may say that the answer is, the surest first; nothing where it says nothing."""
    lines = [line for line in text[-4 * _LONGEST_LINE :].rstrip().splitlines()[-3:] if line.strip()]
    if not lines or len(lines[-1]) > 3 * _LONGEST_LINE:
        return ()
    last = lines[-1].strip()
    alone = _line_of_its_own(last, lines[-2] if len(lines) > 1 else "")
    if alone:
        return (alone,)
    sentence = _last_sentence(last)
    if len(sentence) > _LONGEST_LINE or not _WHOLE.search(sentence):
        return ()
    if _FORMULA_ALONE.fullmatch(sentence) or _OPEN_TO_DOUBT.search(sentence):
        return ()
    return tuple(dict.fromkeys(answer for answer in map(plain, _said(sentence)) if answer))


def _line_of_its_own(last: str, before: str) -> str:
    """Return the answer that stands alone in the last line: in bold, a letter, or anything below a heading for it."""
    bold = _BOLD_END.match(last)
    if bold:
        return plain(bold["answer"])
    headed = _HEADING.fullmatch(before) is not None
    lone = _LETTER_LINE.fullmatch(last) is not None
    return plain(last) if (headed or lone) and len(last) <= _LONGEST_ANSWER else ""


def _last_sentence(line: str) -> str:
    """Return the last sentence of a line; the point of an initial or an abbreviation ends none."""
    starts = [
        found for found in _SENTENCE_START.finditer(line) if not _SHORT_WORD.search(line[: found.start()].rstrip("*_"))
    ]
    return line[starts[-1].end() :] if starts else line


def _said(sentence: str) -> list[str]:
    """Return what a sentence may say, the surest first: in bold or quotes at its end, an option, behind its verb."""
    option = _OPTION_END.search(sentence) or _LETTER_END.fullmatch(sentence)
    if option:
        return [option["answer"]]
    bold = _BOLD_END.search(sentence)
    if bold:
        return [bold["answer"]] if sentence.count("**") + sentence.count("__") == 2 else []  # noqa: PLR2004 - one pair
    if "**" in sentence:
        return []
    found: list[str] = []
    apart = _SET_APART_END.search(sentence)
    if apart:
        found.append(apart["a"] or apart["b"] or apart["c"])
    verbs = list(_SAYS.finditer(sentence))
    for verb in reversed(verbs[-2:]):
        behind = sentence[verb.end() :].rstrip(" .!")
        if len(behind) <= _LONGEST_ANSWER:
            found.append(behind)
    return found
