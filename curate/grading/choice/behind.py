"""What a response says around the options that it states: does it reject them, take them back, or add another?

It serves boxes and stated answers, one letter or several, so that all of them are judged alike.
"""

import re
from collections.abc import Sequence

from curate.grading.afterthought import takes_back
from curate.grading.choice.conclusion import concluded, stated_otherwise
from curate.grading.choice.letters import number_of
from curate.grading.choice.option_texts import begins_with, verbatim
from curate.grading.choice.rejecting import calls_another_right_too, rejected, sentences_of, without_rejections
from curate.grading.choice.spelling import tidy

_CLOSING = re.compile(r"(?:\\[)\]]|[$)\]}*_`\"']|\s)*")
_ACTUALLY = re.compile(r"[\s.,;:*_\u2014-]*actually\b", re.IGNORECASE)
_NO_NOUN = re.compile(  # `No calculation is needed.`
    r"[\s.,;:*_\u2014-]*no\s+(?!wait|way|it|that|this|the|sorry|actually|sir|but|and)[a-z]{3,}\s+[a-z]", re.IGNORECASE
)
_LATER = re.compile(
    r"[\s*_(\u2014-]*(?:(?:oh|ah|hmm|but|and|no|ok(?:ay)?)\b[,.!\s]*){0,2}"
    r"(?:wait\b(?=\s*(?:[,.!?:;\u2026\u2014-]|no\b|that\b|this\b|i\b|actually\b|$))|hold\s+on\b|on\s+second\s+thought"
    r"|on\s+reflection\b|scratch\s+that|strike\s+that|sorry\b|oops\b|my\s+(?:mistake|bad|apologies)\b|(?:i\s+)?apologi[sz]e\b"
    r"|i\s+apologi[sz]e\b|apologies\b|correction\b|edit\s*:|i\s+(?:have\s+)?made\s+an?\s+(?:\w+\s+)?(?:mistake|error)\b"
    r"|i\s+(?:was|am)\s+(?:wrong|mistaken)\b|i\s+meant\b|let\s+me\s+(?:correct|reconsider|rethink|revise)\b)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"[\s.,;*_$()\[\]\\-]*(?P<joint>\bor\b|\balternatively\b,?|,(?=\s*[(\[]?[A-Z][)\]]?\W*$)|\band/or\b|\band\b|&|/)\s*"
    r"(?:(?:maybe|perhaps|possibly|even|also|else|rather|option|choice|answer|the|it|is|be|could|might|may)\s+){0,4}",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[\s*_$(\[\\{]*([A-Z])(?=[\s.,;:!?)\]}*_$]|$)")
_LABELLED_LINE = re.compile(r"[\s*_(]*([A-Z])[.):]{1,2}[*_]*\s")
_LETTER_LINE = re.compile(r"[\s*_$(\[>#-]*([A-Z])[)\]*_$.\s]*")


def unsettled(behind: str, letters: frozenset[int], options: Sequence[str]) -> bool:
    """Return whether what follows an answer leaves it open: it is rejected, taken back, or another stands beside it."""
    closing = _CLOSING.match(behind)
    direct = behind[closing.end() :] if closing else behind
    begun = begins_with(direct, options)
    if begun and begun[0] & letters:  # the option's own text
        direct = behind = begun[1]
    if not direct.strip(" ."):
        return False
    if rejected(direct) or _offers_another(direct, letters, options):
        return True
    if _taken_back(direct, letters, options) and concluded(behind, options) != letters:
        return True
    return (
        stated_otherwise(behind, letters, options)
        or calls_another_right_too(behind, letters, options)
        or _another_letter_alone(behind, letters, options)
    )


def _offers_another(direct: str, letters: frozenset[int], options: Sequence[str]) -> bool:
    r"""Return whether an answer goes on with another one in its line: `\boxed{B} or C`."""
    line = direct.partition("\n")[0]
    beside = _BESIDE.match(line)
    if beside is None:
        return False
    rest = line[beside.end() :]
    if beside["joint"].lower() in ("and", "&") and not without_rejections(rest, letters, options).strip(" ."):
        return False
    letter, text = _LETTER.match(rest), begins_with(rest, options)
    others = {number_of(letter.group(1))} if letter else set(text[0]) if text else set[int]()
    others = {other for other in others if other < len(options)}
    return bool(others - letters) or (bool(others) and frozenset(others) != letters and beside["joint"].lower() == "or")


def _taken_back(direct: str, letters: frozenset[int], options: Sequence[str]) -> bool:
    actually = _ACTUALLY.match(direct)
    if actually:
        first = sentences_of(direct[actually.end() :])[:1]
        return bool(first) and (takes_back(first[0]) or _names_another(first[0], letters, options))
    sentences = sentences_of(direct)
    if takes_back(direct) and not (_NO_NOUN.match(direct) and not _names_another(sentences[0], letters, options)):
        return True
    return any(map(_LATER.match, sentences))


def _names_another(sentence: str, letters: frozenset[int], options: Sequence[str]) -> bool:
    named = {number_of(letter) for letter in re.findall(r"(?<![\w'])[A-Z](?![\w'])", sentence)}
    plain = f" {re.sub(r'[^a-z0-9]+', ' ', tidy(sentence).casefold())} "
    texts = (re.sub(r"[^a-z0-9]+", " ", tidy(option).casefold()).strip() for option in options)
    named |= {at for at, text in enumerate(texts) if text and f" {text} " in plain}
    return any(other < len(options) and other not in letters for other in named)


def _another_letter_alone(behind: str, letters: frozenset[int], options: Sequence[str]) -> bool:
    """Return whether a line of its own holds nothing but another option, and no line a second one."""
    lines = behind.split("\n")[1:]
    alone = {number_of(letter.group(1)) for letter in map(_LETTER_LINE.fullmatch, lines) if letter}
    labelled = [(line, _LABELLED_LINE.match(line)) for line in lines]
    alone |= {number_of(label.group(1)) for line, label in labelled if label and verbatim(line, options)}
    return len(alone) == 1 and not alone & letters and max(alone) < len(options)
