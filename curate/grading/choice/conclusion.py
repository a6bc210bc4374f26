"""Find the sentence in which a discussion of options comes to its end: `so B is correct`, `I choose B`.

It decides only where the response marks no answer in any of the usual forms, and where it is the last word: a later
sentence that takes it back, or names another option, leaves no answer.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from curate.grading.afterthought import takes_back
from curate.grading.choice.listing import carried_on, repeated
from curate.grading.choice.one_option import BARE_LETTER, Named, named
from curate.grading.choice.phrases import Core, core_of
from curate.grading.extract import LONGEST_BARE_ANSWER

_BOUNDARY = re.compile(
    r"\n+|(?<=[.!?;])(?<!\b[A-Za-z]\.)[*_)]*\s+|,\s+(?=(?:and\s+)?(?:so|therefore|thus|hence|consequently)\b)"
)
_LONGEST_SENTENCE = 600  # characters: nothing longer states one option
_HEADING = re.compile(
    r"(?:^|\n)[#*_ \t]{0,9}(?:(?:final|correct)[ \t]+)?answer[*_ \t]{0,9}:?[*_ \t]{0,9}\n\s*", re.IGNORECASE
)
_SPEAKS_OF_LETTERS = re.compile(
    r"\b[A-Z] (?:and|or|but|alone|only)\b|\b(?:and|or|nor|but|[Oo]nly|[Bb]oth|[Nn]either) [A-Z]\b"
)
_CLAIMS = re.compile(r"\b[A-Z] (?:is|are)\b|^\s*(?:is|are)\s")
_LETTER_FIRST = re.compile(
    r"(?i:(?:the\s+)?(?:option|choice|letter|answer)\s+)?(?:[A-Z](?![\w'])(?!\s+[a-z])|[({\[*\"]{1,4}[A-Za-z](?![\w']))"
)


class _Said(NamedTuple):
    """A sentence that names an option as the answer (or, with no letters, that there is none), and its place."""

    letters: frozenset[int]
    at: int
    called: bool


def concluded(text: str, options: Sequence[str]) -> frozenset[int]:
    """Return the letters (0 for A) that a discussion calls correct in the end, none where it calls none or several.

    `So B is correct` and `I choose B` are conclusions, and the last one counts; `B is correct` is one if no other
    option is called so. Where options speak of letters themselves (`A and B`) it must be the only letter called
    correct, in the last sentence; where they are claims on letters (`A is true`), only words on the answer count.
    """
    if "\\boxed" in text or "\\fbox" in text:  # a box that was never closed is the later answer
        return frozenset()
    sentences = _sentences(text)
    said = _conclusions(sentences, options, short=len(text) <= LONGEST_BARE_ANSWER)
    if not said:
        return frozenset()
    last = next((one for one in reversed(said) if not one.called), said[-1])
    later = {one.letters for one in said if one.called and (last.called or one.at > last.at)}
    if later - {last.letters} or any(map(takes_back, sentences[last.at + 1 : last.at + 2])):
        return frozenset()
    if any(map(_SPEAKS_OF_LETTERS.search, options)) and (
        len({one.letters for one in said}) > 1 or last.at + 1 < len(sentences)
    ):
        return frozenset()
    return last.letters


def stated_otherwise(text: str, letters: frozenset[int], options: Sequence[str]) -> bool:
    """Return whether what a response says behind its answer states another option as the answer."""
    said = _conclusions(_sentences(text), options, short=False)
    return any(one.letters and not one.letters & letters for one in said if not one.called)


def _sentences(text: str) -> list[str]:
    text = _HEADING.sub("\nAnswer: ", text)  # a heading says so of what stands below it
    return [sentence for sentence in _BOUNDARY.split(text) if sentence and not sentence.isspace()]


def _conclusions(sentences: Sequence[str], options: Sequence[str], *, short: bool) -> list[_Said]:
    claims = any(map(_CLAIMS.search, options))
    said: list[_Said] = []
    for at, sentence in enumerate(sentences):
        core = core_of(sentence) if len(sentence) <= _LONGEST_SENTENCE else None
        if core is None or not core.text or sentence.rstrip().endswith("?"):
            continue
        if core.strength != "answer":
            ends = short or at + 1 < len(sentences) or sentence.rstrip()[-1] in ".!*_)"
            if claims or not ends or _small_letter(core):
                continue
            if not (core.of_answer or _LETTER_FIRST.match(core.text) or (short and at + 1 == len(sentences))):
                continue  # `Thus, no solution.` may be one step of many
        found = named(core.text, options, loose=core.strength == "answer")
        below = "\n" + "\n".join(sentences[at + 1 : at + 3])
        if found.letters and (carried_on(core.text, below, options) or repeated(core.text, below, options)):
            continue
        if found.letters or core.final or (_hedges(found) and core.strength != "call"):
            said.append(_Said(found.letters, at, core.strength == "call"))
    return said


def _small_letter(core: Core) -> bool:
    return len(core.text) == 1 and core.text.islower() and BARE_LETTER.fullmatch(core.text) is not None


def _hedges(found: Named) -> bool:
    return found.why.startswith(("hedges", "names several"))
