"""Read which one option a stated answer names, by its letter, its text or both; nothing is guessed.

The stated answer is what a box, a tag or `The answer is` holds, not a whole discussion. An answer that names two
options is a hedge, one whose letter and text disagree is none, and so is an option named only to be rejected.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from curate.grading.afterthought import takes_back
from curate.grading.choice.letters import letter_of, number_of
from curate.grading.choice.listing import lists_options, lists_texts
from curate.grading.choice.option_texts import LONGEST_ANSWER, among_filler, as_written, begins_with, by_text
from curate.grading.choice.phrases import core_of
from curate.grading.choice.rejecting import calls_another_right_too, denies_a_fault, rejected, without_rejections
from curate.grading.choice.spelling import tidy


class Named(NamedTuple):
    """The option named (several letters only where options carry the same text), or none and the reason."""

    letters: frozenset[int]
    why: str = ""


_LETTER = r"(?:\"(?=[A-Za-z]\")|'(?=[A-Za-z]'))?([A-Za-z])(?:(?<=\"[A-Za-z])\"|(?<='[A-Za-z])')?"
_PLAIN = re.compile(r"\(?([A-Z])[.):]\s{1,3}(?=\S)")
BARE_LETTER = re.compile(r"[\s($\[{*_]*" + _LETTER + r"[\s)$\]}*.:,;!_]*")
_PREFIX = (
    r"(?:(?i:(?:the\s+)?(?:(?:correct|right|best|final)\s+)?(?:option|choice|answer|letter))"
    r"(?:\s*[:#-]\s*|\s+|(?=[(\[])))?"
)
_NAMED = re.compile(r"\s{0,9}" + _PREFIX + r"[({\[]{0,4}" + _LETTER + r"[)}\]*.:,;!\s]*")
_LABELLED = re.compile(
    r"[\s({\[]{0,6}" + _PREFIX + r"[({\[\"'*]{0,4}(?P<letter>[A-Za-z])[\"'*]{0,4}"
    r"(?P<close>[)}\]]+\**\s*[.:,;]?(?:\s+-(?=\s))?|\s*:|\.(?=[\s\dA-Z\\$(*-])"
    r"|\s+[-\u2014|](?=\s)|,(?=\s)|\s*=(?!=)|\s*\n|\s+(?=[(\[]))"
    r"[*\s}]*(?P<text>[^*\s}].*)",
    re.DOTALL,
)
_SPACED = re.compile(r"\s{0,9}" + _PREFIX + r"[(\[]?([A-Z])[)\]]?\s+(\S.*)", re.DOTALL)
_BEHIND = re.compile(
    r"(?P<text>[^\n]+?)(?:\s*[(\[]\s*|,?\s+(?=(?i:option|choice)\s)"
    r"|[,;]?\s+(?i:i\.e\.|which\s+(?:is|means)|that\s+is|so|hence|thus|therefore|namely|->|=)[,:\s]\s*)"
    r"(?i:(?:option|choice|answer)[:\s]+)?[(\[]?(?P<letter>[A-Za-z])\s*[)\]]{0,2}[.\s]*"
)
_LETTER_FORM = re.compile(r"\s*(?i:(?:option|choice|answer)\s+)?[(\[{]?([A-Z])[)\]}.:*_]*\s*")
_ANOTHER = re.compile(
    r"(?:^|[\s,;.:)\]/])(?:or|and|&|either|maybe|perhaps|and/or|versus|vs\.?)"
    r"\s*(?i:option\s+)?[(\[]?[A-Z][)\].:]?(?=$|[\s,;.])"
    r"(?!\s+(?:is|was|has|lies|refers|describes|means)\s+(?!(?:also|too|correct|right|true|possible|the|another|equally"
    r"|plausible|likely|both|valid|acceptable|fine|as|an?)\b))"  # `A is in Rome, and B is in Bonn` offers nothing
)
_OR_ANOTHER = re.compile(
    r"\b(?i:or)\s+(?i:(?:maybe|perhaps|possibly|even|also|option)\s+){0,2}[(\[]?[A-Z](?:[)\]]|[.,;:]?$|[.,;:]\s)"
)
_MENTION = re.compile(
    r"(?i:\b(?:option|choice|answer)s?\s+)[(\[]?[A-Za-z](?![\w'])|[(\[][A-Z][)\]]"
    r"|(?<![\w'$^/-])(?:[B-HJ-Z](?![\w'.-])|[AI](?=[)\],;:]|\.?$))"
)
_REASON = re.compile(
    r"[\s,;:(\u2014-]*(?:because|since|as|for|due|which|given|that|where|so|not"
    r"|rather\s+than|instead\s+of|unlike|by|it|the|this)\b",
    re.IGNORECASE,
)
_PLAIN_REASON = re.compile(r"\s*(?:because|since|as\s+(?:it|this|the)|which)\b", re.IGNORECASE)
_NO_REASON = re.compile(r"(?!)")
_DENIED_OR = re.compile(
    r"(?i:\b(?:not|neither|nor|never|unlike|than|rules?\s+out|excludes?|eliminates?|cannot|[a-z]+n't)\b[^.;]{0,60}?\bor\s)"
)
_WORDS_END = re.compile(r"\s*(?:$|[,;:.](?=\s|$)|[()]|(?i:because|since|as|which|and|or)\b)")
_DOUBT = re.compile(
    r"[\s,;:(\u2014-]*(?:but|though|although|however|maybe|perhaps|possibly|unless|if|or|and|also)\b", re.IGNORECASE
)
_THAT_IS = re.compile(r"^(?:i\.e\.|namely|that\s+is)[,:\s]+(?=\S)", re.IGNORECASE)
_ALONE = re.compile(r"(?<![\w'])[A-HJ-Z](?![\w'])")
_OR = re.compile(r"\s+(?:and/or|or)\s+")
_OR_AND = re.compile(r"\s+(?:and/or|or|and)\s+|\s*/\s*")
_DEEPEST = 3  # phrases in phrases: `So I think that the answer is B`
NOTHING = "the answer names none of the options"
_MISMATCH = Named(frozenset(), "the letter and the text disagree")
_HEDGE = Named(frozenset(), "hedges between options")


def named(answer: str, options: Sequence[str], *, loose: bool = True, depth: int = 0) -> Named:
    """Return the option that a stated answer names.

    Args:
        answer: What the response states, without the words that state it.
        options: The texts of the options, in the order of their letters.
        loose: Whether anything may follow a label (`B. it is the larger one`); else only the option's text or a reason.
        depth: How many phrases around the answer were taken off before.
    """
    bare = BARE_LETTER.fullmatch(answer)
    if bare:
        return _bare(number_of(bare.group(1)), answer, options)
    if len(answer) > LONGEST_ANSWER:
        return Named(frozenset(), "the answer is too long to name one option")
    quick = plainly_labelled(answer, options)
    if quick:
        return quick
    whole = as_written(answer, options)
    if whole:
        return Named(whole)
    plain = tidy(answer)
    bare = BARE_LETTER.fullmatch(plain) or _NAMED.fullmatch(plain)
    if bare:
        return _bare(number_of(bare.group(1)), plain, options)
    return _in_words(plain, options, loose=loose, depth=depth) if plain else Named(frozenset(), NOTHING)


def plainly_labelled(answer: str, options: Sequence[str]) -> Named | None:
    """Return the option of a plain `B. Acid` at once: most answers are written so, and need no more."""
    found = _PLAIN.match(answer)
    letter = number_of(found.group(1)) if found else len(options)
    if found is None or letter >= len(options) or answer[found.end() :].rstrip() != options[letter].strip():
        return None
    return None if answer in options else Named(frozenset((letter,)))


def _in_words(plain: str, options: Sequence[str], *, loose: bool, depth: int) -> Named:  # noqa: PLR0911 - one a form
    labelled = _LABELLED.fullmatch(plain)
    if labelled and by_text(labelled["text"], options):
        return _labelled(labelled, options, loose=loose)
    whole = _as_a_whole(plain, options)
    if whole:
        return whole
    if labelled:
        return _labelled(labelled, options, loose=loose)
    found = _letter_before(plain, options)
    if found:
        return found
    core = None if _ANOTHER.search(plain) or depth >= _DEEPEST else core_of(plain)
    if core is not None and core.text and len(core.text) < len(plain):
        return named(core.text, options, loose=loose, depth=depth + 1)
    if _ALONE.search(plain):
        return _HEDGE if _ANOTHER.search(plain) else Named(frozenset(), NOTHING)
    return Named(among_filler(plain, options) or frozenset(), NOTHING)


def behind_label(answer: str) -> str:
    """Return the text behind the label of an answer, the answer itself where it has none."""
    found = _LABELLED.fullmatch(tidy(answer)) if len(answer) <= LONGEST_ANSWER else None
    return found["text"] if found else answer


def _as_a_whole(plain: str, options: Sequence[str]) -> Named | None:
    """Return what an answer is that is an option's text, a text with its letter behind it, or a list of options."""
    whole = by_text(plain, options)
    if whole and _with_its_article(plain, whole, options):
        return Named(whole)
    if whole:
        return _letter_before(plain, options) or _HEDGE
    behind = _letter_behind(plain, options)
    if behind is None and (lists_options(plain, options) or lists_texts(plain, options)):
        return Named(frozenset(), "names several options")
    return behind


def _with_its_article(plain: str, whole: frozenset[int], options: Sequence[str]) -> bool:
    """Return whether the A in front of an option's text is part of it; else it may be the letter of another option."""
    return not plain.startswith("A ") or any(
        tidy(options[n]).casefold().removeprefix("both ").startswith("a ") for n in whole
    )


def _labelled(found: re.Match[str], options: Sequence[str], *, loose: bool) -> Named:
    letter, close, text = number_of(found["letter"]), found["close"].strip(), _THAT_IS.sub("", found["text"])
    weak = close in ("", ",", "-", "=", "\u2014", "|") and "\n" not in found["close"]
    if found["letter"].islower() and weak:
        own = by_text(text.strip("() "), options)
        return Named(own) if own and letter in own else Named(frozenset(), NOTHING)
    reason = _REASON if found["letter"] != "I" or not weak else _NO_REASON  # `I, as an AI, cannot say`
    return _letter_with_text(letter, text, options, loose=loose and not weak, reason=reason)


def _letter_with_text(
    letter: int, text: str, options: Sequence[str], *, loose: bool, reason: re.Pattern[str] = _REASON
) -> Named:
    """Return the letter of `B. Acid`, unless what stands behind it is another option, a rejection, or a doubt."""
    if letter >= len(options):
        return _letter(letter, options)
    inside = text.strip()
    inside = inside[1:-1] if inside[:1] + inside[-1:] == "()" else inside
    texts = by_text(text, options) or by_text(inside, options)
    spared = without_rejections(inside, frozenset((letter,)), options)
    if texts or (inside and not spared):  # nothing behind the letter but that the others are wrong
        return _MISMATCH if texts and letter not in texts else _letter(letter, options)
    inside = spared
    begun = begins_with(inside, options)
    own = begun is not None and letter in begun[0]
    if begun and not own and _WORDS_END.match(begun[1]):
        return _MISMATCH
    behind = without_rejections(begun[1], frozenset((letter,)), options) if begun and own else inside
    if rejected(behind) or takes_back(behind):
        return Named(frozenset(), "names an option only to reject it")
    if _doubts(behind, letter, options):
        return _HEDGE
    told = loose or own or _LETTER_FORM.fullmatch(inside) or reason.match(inside)
    return _letter(letter, options) if told else Named(frozenset(), NOTHING)


def _doubts(behind: str, letter: int, options: Sequence[str]) -> bool:
    """Return whether what follows an option offers another one beside it."""
    alone = _LETTER_FORM.fullmatch(behind.lstrip(" \t,;/|-"))
    if alone:
        return number_of(alone.group(1)) != letter
    either = _OR_ANOTHER.search(behind)
    if either and not _DENIED_OR.search(behind, 0, either.end()):
        return True
    reasoned = _REASON.match(behind) is not None
    if not (reasoned and _DENIED_OR.search(behind)):
        parts = (_OR if reasoned else _OR_AND).split(behind)[1:]
        named_too = (by_text(part.strip(" .,;"), options) for part in parts)
        if any(texts and letter not in texts for texts in named_too):
            return True
    if reasoned:
        return False
    besides = _MENTION.search(behind) or among_filler(behind, options)
    if calls_another_right_too(behind, frozenset((letter,)), options):
        return True
    doubted = _DOUBT.match(behind) is not None or denies_a_fault(behind)
    return _ANOTHER.search(behind) is not None or (doubted and bool(besides))


def _letter_behind(plain: str, options: Sequence[str]) -> Named | None:
    """Return the letter of `Acid (B)`, where the text is that option's."""
    found = _BEHIND.fullmatch(plain)
    texts = by_text(found["text"], options) or among_filler(found["text"], options) if found else None
    if found is None or not texts:
        return None
    letter = number_of(found["letter"])
    return Named(frozenset((letter,))) if letter in texts else _MISMATCH


def _letter_before(plain: str, options: Sequence[str]) -> Named | None:
    """Return the letter of `B Acid` and of `B because it burns`; any other word behind a letter tells nothing."""
    found = _SPACED.fullmatch(plain)
    if found is None or number_of(found.group(1)) >= len(options):
        return None
    reason = _PLAIN_REASON if found.group(1) in "AI" else _REASON  # `A for loop` names no letter
    chosen = _letter_with_text(number_of(found.group(1)), found.group(2), options, loose=False, reason=reason)
    return chosen if chosen.letters else None


def _bare(letter: int, answer: str, options: Sequence[str]) -> Named:
    """Return the option of a bare letter; one beyond the options (`x`) may be the text of one."""
    if len(answer) == 1 and answer.isupper() and letter < len(options):
        return _letter(letter, options)
    if len(answer) > len("( B ).") and answer.endswith(")"):  # `letter (B)`, where an option is `letter`
        return _letter_behind(answer, options) or _letter(letter, options)
    sign = tidy(answer).strip(" ()[].:,;!*\"'")
    if letter < len(options) and sign.islower() and sign != tidy(options[letter]):
        texts = as_written(sign, options)
        if texts:  # `c` for the speed of light, where another option is `c`; `(c)` may be either
            return Named(texts) if sign == tidy(answer).rstrip(".") else Named(frozenset(), "a letter, or a text")
    texts = None if letter < len(options) else by_text(answer, options)
    return Named(texts) if texts else _letter(letter, options)


def _letter(letter: int, options: Sequence[str]) -> Named:
    if letter < len(options):
        return Named(frozenset((letter,)))
    return Named(frozenset(), f"there is no option {letter_of(letter)}")
