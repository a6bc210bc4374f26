"""Grade a multiple-choice answer: which one option does the response choose, if it chooses one?

A bare letter is decided by the letter and the number of options alone, so a caller may cache such verdicts.
Nothing is guessed: an answer that names two options is a hedge, one that names none is no answer, and both are wrong.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from curate.grading.extract import Extraction, final_answer, said
from curate.grading.listing import carried_on, concluded, lists_options, rejects
from curate.grading.text import normalise
from curate.grading.verdict import Asked, Grader, Verdict

MOST_OPTIONS = 26

_BARE_LETTER = re.compile(r"[\s($\[{*]*([A-Za-z])[\s)$\]}*.:]*")
_TEXT_MACRO = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal)?|mathrm|mathbf|mathit|mathsf|mathbb|mbox|bf|rm|boxed)\b\s*"
)
_DRESSING = re.compile(r"\\[()\[\],;:! ]|\\q?quad|[$*`{}~]")
_LETTERED = re.compile(
    r"\s*(?:(?i:option|choice|answer)(?:\s*:|\s+|(?=[(\[])))?\s*[(\[]?([A-Za-z])"
    r"(?:\s*[)\]]\s*[.:]?|\s*:|\s*\.(?=[\sA-Z0-9\\])|\s+[-\u2013\u2014]\s)\s*(.+)",
    re.DOTALL,
)
_NAMED = re.compile(
    r"\s*(?:option|choice|answer|letter)(?:\s*:|\s+|(?=[(\[]))\s*[(\[]?([A-Za-z])[)\]]?\s*[.:]?\s*", re.IGNORECASE
)
_SPACED = re.compile(r"\s*[(\[]?([A-Z])[)\]]?[\s,]+(.+)", re.DOTALL)
_ANOTHER_LETTER = re.compile(r"(?:^|[\s,;.:)\]])(?:or|and|&|either|maybe|perhaps)\s*[(\[]?[A-Z][)\].:]?(?=$|[\s,;.])")
_LETTER_FORM = re.compile(r"\s*[(\[]?([A-Z])[)\].:]*\s*")
_FILLER = frozenset(
    "a an the is it its it's that this answer option choice correct right best so therefore thus hence would be final "
    "must should which".split()
)
_LONGEST_ANSWER = 2_000  # characters: beyond it nothing is the text of one option


class _Options(NamedTuple):
    """The options as a response may name them: normalised text, and which letters (0 for A) carry it."""

    by_text: dict[str, frozenset[int]]
    as_written: dict[str, frozenset[int]]


def grade_choice(response: str, gold: str, options: Sequence[str], accepted: Sequence[str] = ()) -> Verdict:
    """Grade a response to a question with lettered options.

    `gold` (and each of `accepted`) is a letter or the text of an option; where two options carry that same text,
    either letter is right. Ungradable: fewer than two options, more than 26, a gold answer that is none of them.
    """
    right = right_letters(gold, options, accepted)
    if isinstance(right, str):
        return Verdict("ungradable", None, right)
    found = final_answer(response)
    chosen, why = _chosen(found, options) if found else (frozenset[int](), "the response states no answer")
    if found is None or (found.form == "bare" and not _plainly(found.text, options)):
        chosen = _concluded(said(response) or "", options) or chosen
    elif found.form == "line" and not chosen:
        chosen = _concluded(found.rest, options)
    if not chosen:
        return Verdict("wrong", found.text if found else None, why)
    named = "/".join(chr(65 + letter) for letter in sorted(chosen))
    if chosen <= right:
        return Verdict("right", named, f"chooses {named}")
    return Verdict("wrong", named, f"chooses {named}, the gold answer is {_names(right)}")


def right_letters(gold: str, options: Sequence[str], accepted: Sequence[str] = ()) -> frozenset[int] | str:
    """Return which letters (0 for A) are right, or in words why no letter can be known to be."""
    count = len(options)
    if not 1 < count <= MOST_OPTIONS:
        return f"a choice needs 2 to {MOST_OPTIONS} options, there are {count}"
    right: frozenset[int] = frozenset()
    for answer in (gold, *accepted):
        letters = _gold_letters(answer, options)
        if letters is None:
            return "the gold answer is neither a letter nor the text of an option"
        right |= letters
    return right


def _names(letters: frozenset[int]) -> str:
    return " or ".join(chr(65 + letter) for letter in sorted(letters))


def _gold_letters(gold: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the letters that a gold answer stands for: a capital is a letter before it is a text."""
    count = len(options)
    if len(gold) == 1 and "A" <= gold <= "Z":
        letter = ord(gold) - 65
        return frozenset((letter,)) if letter < count else _by_text(gold, options)
    texts = _by_text(gold, options)
    if texts:
        return texts
    bare = _BARE_LETTER.fullmatch(gold) or _BARE_LETTER.fullmatch(_undressed(gold))
    if bare and ord(bare.group(1).upper()) - 65 < count:
        return frozenset((ord(bare.group(1).upper()) - 65,))
    lettered = _LETTERED.fullmatch(gold)
    if lettered:
        texts = _by_text(lettered.group(2), options)
        letter = ord(lettered.group(1).upper()) - 65
        return frozenset((letter,)) if texts and letter in texts else None
    return None


def _chosen(found: Extraction, options: Sequence[str]) -> tuple[frozenset[int], str]:
    """Return the option chosen (several letters only where options carry the same text), or none and the reason."""
    chosen, why = _choice_in(found.text if len(found.boxes) < 2 else found.boxes[-1], options)  # noqa: PLR2004
    if chosen and found.rest and carried_on(found.text, found.rest, options):
        return frozenset(), "repeats the options"
    for box in set(found.boxes[:-1]):
        other, _ = _choice_in(box, options)
        if chosen and other and not chosen & other:
            return frozenset(), "hedges between two boxes"
    return chosen, why


def _concluded(text: str, options: Sequence[str]) -> frozenset[int]:
    cut_off = "\\boxed" in text or "\\fbox" in text  # a box that was never closed is the later answer
    letter = None if cut_off else concluded(text, options)
    return frozenset() if letter is None else frozenset((letter,))


def _plainly(answer: str, options: Sequence[str]) -> bool:
    """Return whether an answer is nothing but an option's letter, its text, or both."""
    lettered = _LETTERED.fullmatch(answer)
    texts = _by_text(lettered.group(2), options) if lettered else _by_text(answer, options)
    return texts is not None or _BARE_LETTER.fullmatch(answer) is not None


def _choice_in(answer: str, options: Sequence[str]) -> tuple[frozenset[int], str]:
    """Return what one stated answer chooses; a bare letter first, whatever the options say."""
    bare = _BARE_LETTER.fullmatch(answer)
    if bare is None:
        if len(answer) > _LONGEST_ANSWER:
            return frozenset(), "the answer is too long to name one option"
        answer = _undressed(answer)
        bare = _BARE_LETTER.fullmatch(answer) or _NAMED.fullmatch(answer)
    if bare is None:
        return _by_words(answer, options)
    letter = ord(bare.group(1).upper()) - 65
    if letter < len(options):
        return frozenset((letter,)), ""
    return frozenset(), f"there is no option {chr(65 + letter)}"


def _by_words(answer: str, options: Sequence[str]) -> tuple[frozenset[int], str]:
    whole = _by_text(answer, options)
    if whole:
        return whole, ""
    lettered = _LETTERED.fullmatch(answer)
    texts = _by_text(lettered.group(2), options) if lettered else None
    if texts is None and lists_options(answer, options):
        return frozenset(), "names several options"
    if lettered:
        return _letter_with_text(ord(lettered.group(1).upper()) - 65, lettered.group(2), options)
    spaced = _SPACED.fullmatch(answer)
    if spaced:
        letter = ord(spaced.group(1)) - 65
        if letter in (_by_text(spaced.group(2), options) or ()):
            return frozenset((letter,)), ""
    if _names_another(answer):
        return frozenset(), "hedges between options"
    return _among_filler(answer, options)


def _letter_with_text(letter: int, text: str, options: Sequence[str]) -> tuple[frozenset[int], str]:
    """Return the letter of `B. Acid`, unless the text behind it is another option or another letter."""
    if letter >= len(options):
        return frozenset(), f"there is no option {chr(65 + letter)}"
    texts = _by_text(text, options)
    if texts:
        return (frozenset((letter,)), "") if letter in texts else (frozenset(), "the letter and the text disagree")
    other = _LETTER_FORM.fullmatch(text)
    if (other and ord(other.group(1)) - 65 != letter) or _names_another(text):
        return frozenset(), "hedges between options"
    if rejects(text, options[letter]):
        return frozenset(), "names an option only to reject it"
    return frozenset((letter,)), ""


def _names_another(text: str) -> bool:
    return _ANOTHER_LETTER.search(text) is not None


def _among_filler(answer: str, options: Sequence[str]) -> tuple[frozenset[int], str]:
    """Return the longest option text that the answer holds, if nothing but filler words stands around it."""
    words = f" {normalise(answer)} "
    known = _known(tuple(options))
    held = [text for text in known.by_text if text and f" {text} " in words]
    for text in sorted(held, key=len, reverse=True):
        before, _, after = words.partition(f" {text} ")
        if not all(word in _FILLER for word in (*before.split(), *after.split())):
            continue
        others = (known.by_text[other] for other in held if f" {other} " in f"{before} " or f" {other} " in f" {after}")
        if all(other == known.by_text[text] for other in others):
            return known.by_text[text], ""
    return frozenset(), "the answer names none of the options" if not held else "the answer names no option alone"


def _by_text(text: str, options: Sequence[str]) -> frozenset[int] | None:
    known = _known(tuple(options))
    return known.as_written.get(text.strip()) or known.by_text.get(normalise(text))


@lru_cache(maxsize=4096)
def _known(options: tuple[str, ...]) -> _Options:
    by_text: dict[str, set[int]] = {}
    as_written: dict[str, set[int]] = {}
    for letter, option in enumerate(options):
        as_written.setdefault(option.strip(), set()).add(letter)
        by_text.setdefault(normalise(option), set()).add(letter)
    # Texts that differ only in what normalising drops (`x` and `X`) are told apart as written, or not at all.
    clear = {text: letters for text, letters in by_text.items() if len({options[n].strip() for n in letters}) == 1}
    return _Options(
        {text: frozenset(letters) for text, letters in clear.items() if text},
        {text: frozenset(letters) for text, letters in as_written.items() if text},
    )


def _undressed(answer: str) -> str:
    return _DRESSING.sub("", _TEXT_MACRO.sub("", answer)).strip()


def _grade(asked: Asked) -> Verdict:
    if not asked.options:
        return Verdict("ungradable", None, "a choice without options")
    return grade_choice(asked.response, asked.gold, asked.options, asked.accepted)


def _another(asked: Asked) -> str | None:
    options = asked.options or ()
    right = right_letters(asked.gold, options, asked.accepted)
    wrong = () if isinstance(right, str) else (n for n in range(len(options)) if n not in right)
    return next((chr(65 + letter) for letter in wrong), None)


CHOICE = Grader("one letter of 2 to 26 options", _grade, _another)
