"""Grade a question with several right options: does the response name the same set of them, no more and no less?

The set may be written as letters in any dress, as options' texts, or as both, in any order. What cannot be read to its
last word is no answer, and so is an `or`.
"""

import json
import re
from collections.abc import Iterator, Sequence

from curate.grading.choice.behind import unsettled
from curate.grading.choice.letters import MOST_OPTIONS, golds_of, letter_of, number_of
from curate.grading.choice.listing import lists_options
from curate.grading.choice.one_option import BARE_LETTER
from curate.grading.choice.option_texts import by_text
from curate.grading.choice.phrases import core_of
from curate.grading.choice.rejecting import sentences_of, without_rejections
from curate.grading.choice.spelling import tidy
from curate.grading.extract import Extraction, final_answer, said
from curate.grading.verdict import Asked, Grader, Verdict, hedge, no_answer

_LONGEST_ANSWER = 4_000  # characters
_MOST_PARTS = 400  # pieces between commas: more than any list of 26 options has
_WIDEST_TEXT = 24  # pieces between commas that one option's text may be made of

_TOGETHER = re.compile(r"[A-Z]{2,26}|[a-z]{2,26}")
_OR = re.compile(r"\b(?:or|either)\b|\\text\s*\{\s*or\s*\}|\s/\s|\band/or\b|\\lor\b|\\vee\b", re.IGNORECASE)
_LEADING = re.compile(
    r"(?:(?:both|all|only|just|exactly|namely|are|is|the)\s+|(?:of\s+)?(?:the\s+)?(?:following\s+)?(?:(?:correct|right|true|final|best)\s+)?"
    r"(?:options?|choices?|answers?|letters?|statements?)\s*(?:are\b|is\b|:|(?=[\s(\[A-Z]))\s*|[:,]\s*)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s*(?:,?\s+(?:only|together|alone))?(?:\s+(?:are|is)\s+(?:(?:all|both|indeed|therefore|the\s+only)\s+)?(?:correct|right|true"
    r"|the\s+(?:(?:correct|right|best|true|only)\s+){0,2}(?:answers?|options?|choices?|ones|statements?)))?[\s.!,;]*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(?i:(?:option|choice|answer|statement)\s+)?[({\[\"'*]{0,4}(?P<letter>[A-Za-z])[\"'*]{0,4}"
    r"(?:[)}\]]+\s*[.:]?|\s*[.:](?=\s|[A-Z\d\\$(]|$)|\s+[-\u2014](?=\s))[*\s}]*(?P<text>\S.*)?",
    re.DOTALL,
)
_LETTER = re.compile(
    r"\s*(?i:(?:option|choice|answer|letter|statement)\s*)?[({\[*]{0,4}(?:\"(?=[A-Za-z]\")|'(?=[A-Za-z]'))?([A-Za-z])"
    r"(?:(?<=\"[A-Za-z])\"|(?<='[A-Za-z])')?[)}\]*.:!\s]*"
)
_NEXT_LABEL = re.compile(
    r"(?:^|(?<=[\s,;]))(?i:(?:and\s+)?(?:option\s+)?)[(\[]?\b[A-Z](?:[)\]]|[.:](?=\s)|\s+[-\u2014]\s)"
)
_JOINED = re.compile(r"\s*(?:,|\u3001|;|\n|&|\+)\s*(?:and\b\s*)?|\s+and\s+|^and\s+")
_BULLET = re.compile(r"(?m)^\s*(?:[-\u2022\u00b7*]|\d{1,2}[.)])\s+(?=\S)")
_NAMED_ARE = re.compile(
    r"\b(?:answers|options|choices|statements|letters|ones)\b"
    r"(?:[ \t]+(?:that|which)[ \t]+(?:are|is)[ \t]+\w{1,20}\b)?[ \t*_]*(?:\b(?:are|is)\b[ \t*_]*:?|:)[ \t*_]*",
    re.IGNORECASE,
)
_NOT_THESE = re.compile(
    r"\b(?:wrong|incorrect|false|untrue|invalid|eliminated|excluded|rejected|others?|remaining|doubt\w*|not|never|might"
    r"|may|could|if|whether|suppose|assum\w+|unless|some|students?|first|tempting|worst)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r".*(?:[.;!?\n]|,\s+(?:so|therefore|thus|hence|but)\b)", re.DOTALL)
_SENTENCE = re.compile(r"\n+|(?<=[.!?;])(?<!\b[A-Za-z]\.)[*_)]*\s+|,\s+(?=(?:so|therefore|thus|hence)\b)")
_FULL_STOP = re.compile(r"[.!]\s")
_CALLED = re.compile(
    r"\b(?:are|is)\s+(?:(?:all|both)\s+)?(?:correct|right|the\b[^.]{0,20}\b(?:answers|options|choices|ones))[.!*\s]*$"
)
_LONGEST_SENTENCE = 600  # characters
_LONGEST_CLAUSE = 80  # characters before `the answers are`
_MOST_REJECTIONS = 4  # sentences at the end that may call other options wrong
_EXPLAINED = re.compile(r",?\s+(?:because|since|as)\s")


def letters_of_gold(gold: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the two or more letters (0 for A) that a gold answer names, None where it names no such set.

    So a gold answer of a question with several right options is told from one with one: `A, C`, `AC`, `["A", "C"]`, the
    texts of two options; but not what is itself the text of an option (`A and B`), nor a letter that no option has.
    """
    if not 1 < len(options) <= MOST_OPTIONS or len(gold) < 2 or by_text(gold, options):  # noqa: PLR2004 - two letters
        return None
    letters = _set_in(gold, options)
    return letters if letters is not None and len(letters) > 1 else None


def _set_in(answer: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the options that an answer names, None where it cannot be read to its last word."""
    if len(answer) > _LONGEST_ANSWER:
        return None
    bare = BARE_LETTER.fullmatch(answer)
    if bare and number_of(bare.group(1)) < len(options):
        return frozenset((number_of(bare.group(1)),))
    whole = by_text(answer, options)
    if whole:
        return whole if len(whole) == 1 else None
    plain = _BULLET.sub("", tidy(_from_json(answer))).strip()
    for form in _without_filler(plain):
        letters = _together(form, options) or _labelled(form, options) or _parts(form, options)
        if letters:
            return None if _OR.search(form) and not _or_is_text(form, letters, options) else letters
    return None


def _from_json(answer: str) -> str:
    if not answer.lstrip().startswith("["):
        return answer
    try:
        items: object = json.loads(answer)
    except (ValueError, RecursionError):  # no JSON: `[A, C]`
        return _unwrapped(answer.strip())
    if isinstance(items, list) and all(isinstance(item, str) for item in items):  # pyright: ignore[reportUnknownVariableType] - json
        return "\n".join(items)  # pyright: ignore[reportUnknownArgumentType] - json
    return answer


def _without_filler(plain: str) -> Iterator[str]:
    """Yield an answer as it stands, then without the words that only lead to it or call it right."""
    yield plain
    rest = plain
    for _ in range(6):
        opening = _LEADING.match(rest)
        if opening is None or opening.end() == 0:
            break
        rest = rest[opening.end() :].lstrip("* ")
    explained = _EXPLAINED.search(rest)
    for form in (rest, rest[: explained.start()] if explained else rest):
        ending = _TRAILING.search(form[-120:])
        shorter = form[: len(form) - len(form[-120:]) + ending.start()] if ending else form
        shorter = _unwrapped(shorter.strip(" *_"))
        if shorter and shorter != plain:
            yield shorter


def _unwrapped(text: str) -> str:
    r"""Return a text without the brackets around the whole of it: `(A, C)`, `\{A, C\}`; but `(A), (C)` has none."""
    text = text.removeprefix("\\").replace("\\}", "}")
    inside = text[1:-1]
    wrapped = len(text) > 2 and text[0] + text[-1] in ("()", "[]", "{}")  # noqa: PLR2004 - two brackets and more
    return inside.strip() if wrapped and not set(inside) & set("()[]{}") else text


def _together(form: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the letters of `ACD`: each once, and in lower case (`acd`, which may be a word) in their order."""
    if _TOGETHER.fullmatch(form) is None:
        return None
    letters = [number_of(letter) for letter in form]
    if len(set(letters)) < len(letters) or max(letters) >= len(options):
        return None
    return frozenset(letters) if form.isupper() or letters == sorted(letters) else None


def _labelled(form: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the options of `A. Iron, C. Copper`, cut before every label; each text must be that of its letter."""
    starts = [found.start() for found in _NEXT_LABEL.finditer(form)]
    if len(starts) < 2 or starts[0] != 0 or len(starts) > _MOST_PARTS:  # noqa: PLR2004 - one label makes no list
        return None
    pieces = [form[start:end] for start, end in zip(starts, [*starts[1:], len(form)], strict=True)]
    found: set[int] = set()
    for piece in pieces:
        one = _one(re.sub(r"^and\s+|[\s,;]+(?:and\s*)?$", "", piece.strip()), options)
        if one is None:
            return None
        found.add(one)
    return frozenset(found)


def _parts(form: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the options of a list of letters or texts; a text may itself hold commas, so the longest first."""
    cuts = [(0, 0), *((found.start(), found.end()) for found in _JOINED.finditer(form)), (len(form), len(form))]
    if len(cuts) > _MOST_PARTS:
        return None
    spaced = re.fullmatch(r"[(\[]?[A-Z][)\]]?(?:\s+[(\[]?[A-Z][)\]]?)+", form)
    if spaced:
        return _all_of(form.split(), options)
    found: set[int] = set()
    at = 0
    while at < len(cuts) - 1:
        begin = cuts[at][1]
        for end in range(min(len(cuts) - 1, at + _WIDEST_TEXT), at, -1):
            one = _one(form[begin : cuts[end][0]], options)
            if one is not None:
                found.add(one)
                at = end
                break
        else:
            if form[begin : cuts[at + 1][0]].strip():
                return None
            at += 1
    return frozenset(found) or None


def _all_of(parts: Sequence[str], options: Sequence[str]) -> frozenset[int] | None:
    found = [_one(part, options) for part in parts]
    return frozenset(one for one in found if one is not None) if None not in found else None


def _one(part: str, options: Sequence[str]) -> int | None:
    """Return the option of one item: its letter, its text, or both if they agree."""
    part = part.strip()
    letter = _LETTER.fullmatch(part)
    if letter:
        number = number_of(letter.group(1))
        texts = None if number < len(options) else by_text(part, options)
        return next(iter(texts)) if texts and len(texts) == 1 else number if number < len(options) else None
    labelled = _LABEL.fullmatch(part)
    inside = by_text(labelled["text"] or "", options) if labelled else None
    if labelled and inside:
        number = number_of(labelled["letter"])
        return number if number in inside else None
    texts = by_text(part, options)
    if texts is None and not part.startswith("(") and part.endswith(")"):
        texts = _text_and_letter(part, options)
    return next(iter(texts)) if texts and len(texts) == 1 else None


def _text_and_letter(part: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the option of `Iron (A)` or `A (Iron)`."""
    before, _, behind = part[:-1].partition("(")
    for letter, text in ((before.strip(), behind), (behind.strip(), before)):
        if len(letter) == 1 and letter.isalpha() and letter.isascii():
            texts = by_text(text, options)
            return frozenset((number_of(letter),)) if texts and number_of(letter) in texts else None
    return None


def _or_is_text(form: str, letters: frozenset[int], options: Sequence[str]) -> bool:
    """Return whether every `or` of an answer stands in the text of an option that it names."""
    own = sum(len(_OR.findall(tidy(options[letter]))) for letter in letters)
    return own >= len(_OR.findall(form))


def _stated(found: Extraction, options: Sequence[str]) -> frozenset[int] | None:
    """Return the set that a response states."""
    answer = found.text
    if found.form == "box" and len(found.boxes) > 1 and not _all_joined(found):
        earlier = {_set_in(box, options) for box in found.boxes}
        last = _set_in(answer, options)
        conflict = any(one is not None and one != last and not (one <= (last or frozenset())) for one in earlier)
        return None if conflict or last is None else _unless_unsettled(last, found.rest, options)
    if found.form == "line":
        return _in_line(found, options)
    if found.form == "bare" and lists_options(answer, options) and _echoes(answer, options):
        return None
    letters = _set_in(answer, options)
    return _unless_unsettled(letters, found.rest, options) if letters else None


def _echoes(answer: str, options: Sequence[str]) -> bool:
    """Return whether a response is nothing but all the options with their texts, as the question lists them."""
    lines = [line for line in answer.splitlines() if line.strip()]
    texts = [labelled["text"] for labelled in map(_LABEL.fullmatch, lines) if labelled and labelled["text"]]
    return len(texts) == len(lines) == len(options)


def _all_joined(found: Extraction) -> bool:
    return found.text == ", ".join(box.strip() for box in found.boxes)


def _in_line(found: Extraction, options: Sequence[str]) -> frozenset[int] | None:
    """Return the set of `Answer: A, C`, or of the lines that go on below it."""
    line, _, below = (found.text + found.rest).partition("\n")
    items, _, behind = below.strip().partition("\n\n")
    listed = _set_in(f"{line}\n{items}", options) if items else None
    if listed:
        return _unless_unsettled(listed, f"\n\n{behind}", options)
    for text in (found.text, *found.readings):
        letters = _set_in(text, options)
        if letters and (text == found.text or (len(letters) > 1 and found.text.startswith(text))):
            return _unless_unsettled(letters, found.text[len(text) :] + found.rest, options)
    return None


def _unless_unsettled(letters: frozenset[int], behind: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return a set that a response states, unless what it says behind takes it back or states another."""
    if unsettled(behind, letters, options):
        return None
    other = _in_sentence(behind, options, plural_only=True)
    if other is not None and other != letters:
        return None
    cores = (core_of(sentence) for sentence in sentences_of(behind) if len(sentence) <= _LONGEST_SENTENCE)
    stated = (_set_in(core.text, options) for core in cores if core and core.text and core.strength == "answer")
    return letters if all(one is None or one == letters for one in stated) else None


def _in_sentence(spoken: str, options: Sequence[str], *, plural_only: bool = False) -> frozenset[int] | None:
    """Return the set of the last `The correct answers are A, C and D.`, or of a last sentence that calls it right."""
    plural = [found.end() for found in _NAMED_ARE.finditer(spoken) if not _denied(spoken, found)]
    if plural:
        stated = spoken[plural[-1] :].lstrip()
        paragraph, _, below = stated.partition("\n\n")
        letters, behind = _set_in(paragraph, options), below
        for cut, fewest in () if letters else ((_SENTENCE, 1), (_FULL_STOP, 2)):  # `A and D. The others ...`
            first, *_ = cut.split(paragraph, maxsplit=1)
            letters, behind = _set_in(first, options), stated[len(first) :]
            if letters and len(letters) >= fewest:
                break
        else:
            letters = letters if not behind or behind is below else None
        return None if letters is None or unsettled(f"\n{behind}", letters, options) else letters
    if plural_only:
        return None
    last = _SENTENCE.split(spoken.strip()[-_LONGEST_SENTENCE:])
    for at in range(len(last) - 1, max(-1, len(last) - 1 - _MOST_REJECTIONS), -1):
        core = core_of(last[at])
        letters = _set_in(core.text if core and core.text else last[at], options)
        if letters and (core or _CALLED.search(last[at])):
            behind = " ".join(last[at + 1 :])  # `A and C are correct. B and D are not.`
            return letters if not without_rejections(behind, letters, options).strip() else None
    return None


def _denied(spoken: str, found: re.Match[str]) -> bool:
    """Return whether the clause of `the answers are` speaks of wrong ones, or only supposes what it says."""
    clause = _CLAUSE.sub("", spoken[max(0, found.start() - _LONGEST_CLAUSE) : found.start()], count=1)
    return _NOT_THESE.search(clause + found.group()) is not None


def _grade(asked: Asked) -> Verdict:
    options = asked.options
    if not options or not 1 < len(options) <= MOST_OPTIONS:
        return Verdict("ungradable", None, f"a choice needs 2 to {MOST_OPTIONS} options")
    right = golds_of(asked, _set_in)
    if not right:
        return Verdict("ungradable", None, "the gold answer names none of the options")
    found, spoken = final_answer(asked.response), said(asked.response) or ""
    if found and found.hedged:
        return hedge(found.text)
    chosen = _stated(found, options) if found else None
    if chosen is None and (found is None or found.form in ("line", "bare", "closing")) and "boxed" not in spoken:
        chosen = _in_sentence(spoken, options)
    if not chosen:
        stated = found.text[:_LONGEST_ANSWER] if found else None
        return Verdict("wrong", stated, "the answer names no set of options") if found else no_answer()
    named = _names(chosen)
    if chosen in right:
        return Verdict("right", named, f"chooses {named}")
    return Verdict("wrong", named, f"chooses {named}, the gold answer is {' or '.join(map(_names, right))}")


def _names(letters: frozenset[int]) -> str:
    return ", ".join(letter_of(letter) for letter in sorted(letters))


def _another(asked: Asked) -> str | None:
    """Return a set that is certainly not right: one right letter less, one more, or a letter alone."""
    options, right = asked.options or (), golds_of(asked, _set_in)
    singles = [frozenset((letter,)) for letter in range(len(options))]
    everything = frozenset(range(len(options)))
    wrong = next((letters for letters in (*singles, everything) if letters not in right), None)
    return None if wrong is None or not right else _names(wrong)


MULTI_CHOICE = Grader("a set of letters", _grade, _another)
