"""Grade a multiple-choice answer: which one option does the response choose, if it chooses one?

A bare letter is decided by the letter and the number of options alone, so a caller may cache such verdicts.
Nothing is guessed: an answer that names two options is a hedge, one that names none is no answer, and both are wrong.
"""

import re
from collections.abc import Sequence

from curate.grading.choice.behind import unsettled
from curate.grading.choice.conclusion import concluded
from curate.grading.choice.letters import MOST_OPTIONS, golds_of, letter_of, number_of
from curate.grading.choice.listing import carried_on, cut_in_first, repeated
from curate.grading.choice.one_option import NOTHING, Named, behind_label, named, plainly_labelled
from curate.grading.choice.option_texts import as_written, begins_with, by_text, verbatim, without_bullet
from curate.grading.choice.rejecting import calls_another_right_too
from curate.grading.extract import Extraction, final_answer, said
from curate.grading.verdict import Asked, Grader, Verdict

_NOT_THE_ANSWER = re.compile(
    r"\b(?:wrong|incorrect|false|worst|tempting|common|other|another|eliminated|first|second|third|fourth|next|last)"
    r"[ \t*_]+"
    r"(?:answer|option|choice)s?\b[^.\n]{0,20}$",
    re.IGNORECASE,
)
_LABEL_FIRST = re.compile(r"[(*]{0,3}[A-Z][.):]{1,2}\s+")
_STATES_MINUS = re.compile(r"(?:\b(?:is|be|equals)|[:=])[\s*_]*-$", re.IGNORECASE)
_SAYS_OPTION = re.compile(r"\b(?:option|choice)\b[^.\n]{0,30}$", re.IGNORECASE)
_SMALL_LETTER = re.compile(r"[(\[]?[a-z][)\]]?")
_NO_ANSWER = Named(frozenset(), "the response states no answer")
_TWO = Named(frozenset(), "calls another option right too")
_REPEATS = Named(frozenset(), "repeats the options")


def _right_letters(asked: Asked) -> frozenset[int] | str:
    """Return which letters (0 for A) are right, or in words why no letter can be known to be.

    The gold answer and every accepted one is a letter or the text of an option, dressed or not; where two options carry
    that same text, either letter is right. One that is none of them takes nothing from the others.
    """
    options = asked.options or ()
    count = len(options)
    if not 1 < count <= MOST_OPTIONS:
        return f"a choice needs 2 to {MOST_OPTIONS} options, there are {count}"
    if len(asked.gold) == 1 and not asked.accepted and "A" <= asked.gold < letter_of(count):
        return frozenset((number_of(asked.gold),))
    right = frozenset[int]().union(*golds_of(asked, _gold_letters))
    return right or "the gold answer is neither a letter nor the text of an option"


def _gold_letters(gold: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the letters that one gold answer stands for: a capital is a letter before it is a text."""
    if len(gold) == 1 and "A" <= gold < letter_of(len(options)):
        return frozenset((number_of(gold),))
    return by_text(gold, options) or named(gold, options, loose=False).letters or None


def _chosen_in(response: str, options: Sequence[str]) -> tuple[Named, Extraction | None]:
    """Return the option that a response chooses, or none and the reason, with the answer that was extracted."""
    found = final_answer(response)
    if found is None:
        spoken = said(response) or ""
        letters = verbatim(spoken, options) or concluded(spoken, options)
        return (Named(letters) if letters else _NO_ANSWER), None
    if found.form == "box":
        return _in_boxes(found, options), found
    if found.form == "line":
        return _in_line(found, response, options), found
    if found.form == "bare":
        return _alone(found, response, options), found
    if found.form == "closing":
        letters = concluded(said(response) or "", options)
        ends = [named(end, options) for end in found.ends]
        return (Named(letters) if letters else next((end for end in ends if end.letters), ends[0])), found
    return named(found.text, options), found


def _in_boxes(found: Extraction, options: Sequence[str]) -> Named:
    last = found.boxes[-1]
    chosen = named(last, options)
    if not chosen.letters:
        return chosen
    for box in set(found.boxes[:-1]):
        other = named(box, options).letters
        if other and not chosen.letters & other:
            return Named(frozenset(), "hedges between two boxes")
    if found.hedged and named(found.boxes[-2], options).letters != chosen.letters:
        return Named(frozenset(), "hedges between two boxes")
    if found.rest and unsettled(found.rest, chosen.letters, options):
        return Named(frozenset(), "takes back what it boxes")
    return chosen


def _in_line(found: Extraction, response: str, options: Sequence[str]) -> Named:
    """Return the option of `Answer: X`, if the text before and behind leaves it standing; else that of a conclusion."""
    spoken, stated, rest = said(response) or "", found.text, found.rest
    if stated.endswith(("i.e", "e.g")):  # no end of a sentence
        stated = found.whole_line.rstrip(" .*_")
    at = spoken.rfind(found.text, 0, max(0, len(spoken) - len(found.rest) + len("\n** ")))
    before = spoken[: max(0, at)].rstrip(" \t\r\n*_")
    if before.endswith("-") and by_text(f"-{stated}", options):  # the dash of `is - 1` was a minus
        if not _STATES_MINUS.search(before[-60:]):
            return Named(frozenset(), "a minus or a dash")
        stated = f"-{stated}"
    stated = without_bullet(stated, options)
    line = spoken[before.rfind("\n") + 1 :].partition("\n")[0]
    own = verbatim(line, options) if any("nswer" in option or "ption" in option for option in options) else None
    if own:  # `D. No answer is right` says so of itself
        return _unless_more_follows(Named(own), line, rest, options)
    chosen = Named(frozenset(), "names an option only to reject it")
    if not _NOT_THE_ANSWER.search(before[-60:]):
        stated, rest = _whole_text(stated, rest, options)
        chosen = _unless_more_follows(named(stated, options), stated, rest, options)
    if chosen.letters or chosen == _TWO:
        return chosen
    letters = concluded(rest, options)
    if not letters and chosen != _REPEATS and _SAYS_OPTION.search(before[-40:]):  # `the other option is wrong`
        letters = concluded(before[: max(before.rfind("."), before.rfind("\n")) + 1], options)
    return Named(letters) if letters else chosen


def _whole_text(stated: str, rest: str, options: Sequence[str]) -> tuple[str, str]:
    """Return a stated answer with all the sentences of the option that it begins with, and what is left behind it."""
    beside, line_end, below = rest.partition("\n")
    if not beside.strip(" .*_"):
        return stated, rest
    line = f"{stated}{beside}"
    begun = begins_with(behind_label(line), options) or begins_with(line, options)
    if begun is None or len(begun[1].strip()) >= len(beside.strip()):
        return stated, rest
    return line.rstrip(" *_"), f"{line_end}{below}"


def _unless_more_follows(chosen: Named, stated: str, rest: str, options: Sequence[str]) -> Named:
    if not chosen.letters:
        return chosen
    cut_off = not rest.strip(" .*_\n") and cut_in_first(stated, options)
    if cut_off or carried_on(stated, rest, options) or repeated(stated, rest, options):
        return _REPEATS
    if unsettled(rest, chosen.letters, options):
        return Named(frozenset(), "takes back what it states")
    if calls_another_right_too(f"{_LABEL_FIRST.sub('', stated)}{rest}", chosen.letters, options):
        return _TWO
    if _SMALL_LETTER.fullmatch(stated) and rest.startswith("."):  # `b. acid` ends in the point of its label
        text = by_text(rest[1:].partition("\n")[0].rstrip(" .*"), options)
        if text and not text & chosen.letters:
            return Named(frozenset(), "the letter and the text disagree")
    return chosen


def _alone(found: Extraction, response: str, options: Sequence[str]) -> Named:
    """Return the option that a short response is, or else the one that it concludes with."""
    quick = plainly_labelled(found.text, options)
    if quick:
        return quick
    text = without_bullet(found.text, options)
    if cut_in_first(text, options):
        return _REPEATS
    if len(text) > len("(B).") and as_written(text, options) is None:
        letters = concluded(said(response) or "", options)
        if letters:
            return Named(letters)
    chosen = named(text, options)
    if not chosen.letters and chosen.why == NOTHING:
        ends = (named(end, options, loose=False) for end in found.readings[:-1])  # `... vitamin K. **(D) Vitamin K**`
        return next((end for end in ends if end.letters), chosen)
    return chosen


def _grade(asked: Asked) -> Verdict:
    if not asked.options:
        return Verdict("ungradable", None, "a choice without options")
    right = _right_letters(asked)
    if isinstance(right, str):
        return Verdict("ungradable", None, right)
    chosen, found = _chosen_in(asked.response, asked.options)
    if not chosen.letters:
        return Verdict("wrong", found.text if found else None, chosen.why)
    name = "/".join(map(letter_of, sorted(chosen.letters)))
    if chosen.letters <= right:
        return Verdict("right", name, f"chooses {name}")
    gold = " or ".join(map(letter_of, sorted(right)))
    return Verdict("wrong", name, f"chooses {name}, the gold answer is {gold}")


def _another(asked: Asked) -> str | None:
    right = _right_letters(asked)
    wrong = () if isinstance(right, str) else (n for n in range(len(asked.options or ())) if n not in right)
    return next(map(letter_of, wrong), None)


CHOICE = Grader("one letter of 2 to 26 options", _grade, _another)
