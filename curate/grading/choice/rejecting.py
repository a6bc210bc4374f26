"""Rejections: an option named only to be called wrong, and the others called wrong behind the one that is chosen."""

import re
from collections.abc import Sequence

from curate.grading.choice.letters import number_of
from curate.grading.choice.option_texts import begins_with

_ADVERBS = r"(?:(?:clearly|obviously|also|therefore|definitely|simply|both|all|each|just|certainly|thus|hence)\s+){0,2}"
_WRONG = (
    r"(?:wrong|incorrect|false|untrue|invalid|inaccurate|implausible|ruled\s+out|eliminated|excluded|rejected|impossible"
    r")\b(?!\s+(?:options?|answers?|choices?|statements?|ones)\b)"
)
_IS = r"(?:is|are|was|were|seems?|looks?|would\s+be|can\s+be|must\s+be)"
_IS_NOT = (
    r"(?:(?:is|are|was|were|do|does|did|could|would|should|must|seems?|has|have)(?:n['\u2019]t|\s+not)"
    r"|(?:can|won)['\u2019]t|cannot|can\s+not|will\s+not|not)\b"
)
_FITS = (
    r"(?:be\s+|look\s+|seem\s+)?(?:the\s+|a\s+|an\s+)?(?:correct|right|true|answers?\b|possible|valid|plausible|suitable"
    r"|appropriate|fit(?:s|ting)?\b|works?\b|match(?:es)?\b|appl(?:y|ies)\b|hold\b|(?:it|do)\b(?=\W*$)|make\s+sense)"
)
_REJECTED = re.compile(
    r"[\s,.:;*_()\[\]\u2013\u2014-]*(?:\u274c|\u2717|\u2718|\u2716|(?:(?:which|that|and|but|it|this|one)\s+){0,2}"
    rf"(?:(?:{_IS}\s+)?{_ADVERBS}(?:not\s+{_FITS}|{_WRONG})|{_IS_NOT}\s+{_FITS}))",
    re.IGNORECASE,
)
_DENIED = re.compile(
    rf"\s*(?:{_IS_NOT}(?!\s+(?:{_ADVERBS}{_WRONG}|only\b|just\b))|(?:{_IS}\s+)?{_ADVERBS}{_WRONG})", re.IGNORECASE
)
_NOT_WRONG = re.compile(rf"(?:\bnot|n['\u2019]t)\s+(?:necessarily\s+)?{_WRONG}", re.IGNORECASE)
_OPENING = re.compile(
    r"\s*(?:(?:explanation|reason(?:ing)?|note|because|since|as|also|here|and|but|however|yet|in\s+fact)\b[:,]?\s+)?"
    r"(?:(?:both|the|other|all|options?|choices?|answers?|statements?|letters?)\b:?\s+){0,3}",
    re.IGNORECASE,
)
_RULES_OUT = re.compile(
    r"\s*(?:(?:we|i|you|this|that|it)\s+)?(?:(?:can|may|could|also|therefore)\s+){0,2}"
    r"(?:rules?\s+out|eliminates?|excludes?|rejects?|discards?|dismiss(?:es)?)\s+",
    re.IGNORECASE,
)
_CONCEDES = re.compile(r"\s*(?:while|although|though|even\s+though|even\s+if)\s+", re.IGNORECASE)
_LETTER = re.compile(
    r"(?i:(?:option|choice|answer|statement)\s+)?[*(\[]{0,3}(?P<letter>[A-Z])(?![\w'])[)\]*.:]{0,3}\s*"
)
_JOINT = re.compile(r"\s*(?:,\s*(?:and|or|nor)?\b|;|&|\band\b|\bor\b|\bnor\b)\s*", re.IGNORECASE)
_HOLDS = re.compile(
    r"(?<!not )\b(?:is|are|be)\s+(?:also\s+|both\s+|equally\s+)?(?:correct|right|true|possible|plausible|valid)\b"
    r"|\bor\s+(?:option\s+)?[(\[]?[A-Z](?![\w'])",
    re.IGNORECASE,
)
_CALLS_WRONG = re.compile(
    rf"{_WRONG}|\b(?:not|cannot|rules?|while|although|though|eliminates?|excludes?|rejects?|discards?|dismiss(?:es)?)\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)
_MAY_BE = r"(?:is|are|would\s+be|could\s+be|may\s+be|might\s+be|can\s+be|seems|looks)"
_RIGHT = r"(?:correct|right|valid|acceptable|possible|true|plausible|fine)\b"
_ALSO = re.compile(
    rf"\s*(?:{_MAY_BE}\s+(?:also|equally|just\s+as|as)\s+(?:the\s+|an?\s+)?(?:{_RIGHT}|answers?\b)"
    rf"|{_MAY_BE}\s+{_RIGHT}\s+(?:too|as\s+well|also)\b|(?:would|could|may|might|can)\s+(?:also\s+)?be\s+{_RIGHT}"
    r"|(?:is|are)\s+(?:too|as\s+well)\b(?=\W*$)|(?:also\s+)?(?:works?|fits?)\s+(?:too|as\s+well|also|equally)\b|also\s+(?:works?|fits?)\b"
    r"|(?:is|are)\s+(?:also\s+)?(?:the|an)\s+(?:(?:correct|right|best|other|better)\s+){0,2}(?:answers?|options?|choices?|one)\b)",
    re.IGNORECASE,
)
_TOO = re.compile(rf"\b(?:also|equally|too|as\s+well|{_RIGHT}|answers?|works?|fits?|one)\b", re.IGNORECASE)
_CALLED = re.compile(r"\s*(?:is|are)\s+(?:correct|right|true)\b", re.IGNORECASE)
_CLAUSES = re.compile(
    r"(?:[,;]\s+(?:(?:and|but|while|whereas|so)\s+)?|\s+(?:because|since|but|while|whereas|and)\s+)"
    r"(?=(?i:the\s+)?(?i:option\s+|choice\s+|answer\s+)?[(\[]?[A-Z](?![\w'])[)\]]?\s+[a-z])"
)
_SENTENCES = re.compile(r"\n+|(?<=[.!?;])(?<!\b[A-Z]\.)\s+")


def rejected(behind: str) -> bool:
    """Return whether what stands behind an option says that it is wrong (`is wrong because ...`)."""
    return _REJECTED.match(behind) is not None


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text; the point of a label (`B. Acid`) ends none."""
    return [sentence for sentence in _SENTENCES.split(text) if sentence and not sentence.isspace()]


def without_rejections(behind: str, letters: frozenset[int], options: Sequence[str]) -> str:
    """Return what stands behind the chosen options, without the sentences that only call other options wrong."""
    if not _CALLS_WRONG.search(behind):
        return behind
    sentences = sentences_of(behind)
    kept = [_spared(sentence, letters, options) for sentence in sentences]
    return behind if kept == sentences else " ".join(sentence for sentence in kept if sentence)


def denies_a_fault(behind: str) -> bool:
    """Return whether a text calls something not wrong."""
    return _NOT_WRONG.search(behind) is not None


def calls_another_right_too(behind: str, letters: frozenset[int], options: Sequence[str]) -> bool:
    """Return whether what follows an answer calls another option right as well (`C is also correct`, `C may be right`).

    `C is correct` does so only where others are called wrong; else the question may have asked for what is not correct.
    """
    if not _TOO.search(behind):
        return False
    wrong = False
    for clause in (clause for sentence in sentences_of(behind) for clause in _CLAUSES.split(sentence)):
        others, said = _subject(clause, options)
        if others - letters:
            if _ALSO.match(said):
                return True
            if _CALLED.match(said):
                return wrong
            wrong = wrong or _DENIED.match(said) is not None
    return False


def _spared(sentence: str, letters: frozenset[int], options: Sequence[str]) -> str:
    """Return a sentence if it does more than reject other options; of `While A may fit, ...` what follows."""
    rules_out = _RULES_OUT.match(sentence)
    if rules_out:
        others, said = _subject(sentence[rules_out.end() :], options)
        return sentence if not others or others & letters or _HOLDS.search(said) else ""
    concedes = _CONCEDES.match(sentence)
    if concedes:
        clause, comma, rest = sentence[concedes.end() :].rpartition(",")  # behind `A, B and C may fit`
        others, _ = _subject(clause, options)
        return rest if comma and others and not others & letters else sentence
    others, said = _subject(sentence, options)
    rejects = others and not others & letters and _DENIED.match(said) and not _HOLDS.search(said)
    return "" if rejects else sentence


def _subject(sentence: str, options: Sequence[str]) -> tuple[frozenset[int], str]:
    """Return the options with which a sentence begins, by letters or texts, and what it says of them."""
    opening = _OPENING.match(sentence)
    rest = sentence[opening.end() :] if opening else sentence
    found: set[int] = set()
    for _ in range(len(options)):
        label = _LETTER.match(rest)
        letter = number_of(label["letter"]) if label else len(options)
        rest_behind = rest[label.end() :] if label and letter < len(options) else rest
        text = begins_with(rest_behind.removeprefix("("), options)
        if label and letter < len(options):
            found.add(letter)
            rest = text[1].removeprefix(")") if text and letter in text[0] else rest_behind
        elif text:
            found |= text[0]
            rest = text[1]
        else:
            break
        joint = _JOINT.match(rest)
        if joint is None:
            break
        rest = rest[joint.end() :]
    return frozenset(found), f" {rest.lstrip()}"
