"""Grade a yes or a no: the word that leads the answer decides, negations count, and a hedge is wrong.

An answer is read in two steps: the word in front (`No, because ...`), and where there is none a sentence that ends in
one (`The statement is not true.`). What fits neither says neither yes nor no.
"""

import re
from typing import Final

from curate.grading.afterthought import offers_another
from curate.grading.extract import Extraction, final_answer
from curate.grading.gold import alternatives
from curate.grading.memory import remembered
from curate.grading.verdict import Asked, Grader, Verdict, hedge, no_answer
from curate.grading.words.undress import undressed

_LONGEST_ANSWER = 2_000  # characters
_LONGEST_SENTENCE = 300  # characters up to its yes or no
_LONGEST_QUESTION = 60  # characters before an answer
_CACHED_UP_TO = 200  # characters

_YES: Final = frozenset("yes true correct y t right yep yeah affirmative".split())
_NO: Final = frozenset("no false incorrect n f wrong nope untrue negative".split())
_SAYS = "|".join(sorted(_YES | _NO))
_SURE = "indeed|actually|definitely|certainly|clearly|obviously|therefore|thus|hence|also|absolutely|simply|always|so"
_DOUBT = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|likely|unlikely|depends?|not sure|unsure|uncertain|unclear|neither|both|"
    r"partially|partly|sometimes|mostly|generally|usually|often|almost|somewhat|not necessarily|"
    r"not entirely|not completely|not quite|not exactly|half|"
    r"cannot|can't|can not|don't know|do not know|unknown|unless|if|only|either|or)\b"
)
_NEGATION = re.compile(r"\b(?:not|never)\b|n't\b|\bisnt\b")
_LEAD = re.compile(
    rf"(?:(?:{_SURE}),?\s+)*(?P<not>(?:not|never)\s+(?:(?:{_SURE})\s+)?)?(?P<says>{_SAYS})(?![\w/'=+*^-])(?!(?<=\b[ytnf])\s?[(=])"
)
_BEHIND = re.compile(
    # What may follow the word that decides: nothing, a stop and a reason, or a reason at once.
    r"\s*(?:$|[.,;:!(\n\u2014]|-\s|(?:because|since|as|it|this|that|they|he|she|the|there|we|you|these|those|due|for"
    r"(?=\s+(?:all|every|any|each)\b)|by)\b)"
)
_ANOTHER = re.compile(
    # `yes and no`, `yes, or rather no`, `true/false`, `Yes. No.`: the other word with nothing behind it.
    rf"[\s.,;:!(/\u2014-]*(?:(?:and|or|but|also|maybe|perhaps|well|i\s+mean|sorry|rather|wait|actually|then|again|on\s+second\s+"
    rf"thought)[\s,.]+)*(?P<says>{_SAYS})\s*(?:$|[.,;:!)\n])"
)
_TURNED = re.compile(
    rf"\b(?:actually|wait|rather|correction|i\s+mean|sorry|on\s+second\s+thought|or)[\s,.:;!-]+(?:(?:it\s+is|it's|maybe|perhaps|"
    rf"no|rather|the\s+answer\s+is)[\s,.:]+)?(?P<says>{_SAYS})\s*(?:$|[.,;:!)\n])"
)
_SUBJECT = (
    "it|this|that|the|these|given|above|following|first|second|statement|claim|assertion|proposition|sentence|conclusion|"
    "hypothesis|theorem|conjecture|argument|answer|final|correct|equality|inequality|identity|equation|result|premise|"
    "belief|assumption|reasoning"
)
_SENTENCE = re.compile(
    rf"(?:(?:so|therefore|thus|hence|clearly|and|then),?\s+)*(?:(?:{_SUBJECT})\b(?:\s*[:,])?\s*)+(?P<between>[^.!?\n]*?)"
    rf"(?:\b(?P<be>is|are|was|were|'s|isn't|wasn't|aren't|isnt)|:)\s*:?\s*"
    rf"(?P<more>(?:(?:{_SURE}|not|never|a|an),?\s+)*)(?P<says>{_SAYS})(?![\w/'=+*^-])"
)
_IN_THE_END = re.compile(rf"[^.!?]*[,;.]\s*(?:so|therefore|thus|hence)[,:]?\s+(?P<says>{_SAYS})[\s.!]*", re.DOTALL)
_WHETHER = re.compile(r"\b(?:whether|if)\s+(?:or\s+not\s+)?the\s+(?:\w+\s+)?answer\s+\w+\W*$")
_ANY_WORD = re.compile(rf"\b(?:{_SAYS})\b")
_QUOTED = re.compile(r"[\"`\u201c\u201d{}$]|(?<!\w)'|'(?!\w)")
_BRACKETED = re.compile(r"\s*[(\[]\s*([^()\[\]]*)\s*[)\]]\s*\.?\s*")


def grade_boolean(asked: Asked) -> Verdict:
    """Grade a response to a question that asks for yes or no; `true`, `correct` and their like are the same."""
    right = {says for says in map(says_yes, alternatives(asked)) if says is not None}
    if not right:
        return Verdict("ungradable", None, "the gold answer is neither yes nor no")
    found = final_answer(asked.response)
    if found is None:
        return no_answer()
    if found.hedged or offers_another(found.rest) or _in_question(asked.response, found):
        return hedge(found.text)
    says = says_yes(found.text)
    if says is None:
        return Verdict("wrong", found.text[:_LONGEST_ANSWER], "the answer is neither yes nor no")
    if _unless_turned(says, _plain(found.rest)) is None:
        return hedge(found.text)
    return Verdict("right" if says in right else "wrong", found.text, "says yes" if says else "says no")


def _in_question(response: str, found: Extraction) -> bool:
    """Return whether the answer is stated only as what it may be: `unclear whether the answer is yes`."""
    at = response.rfind(found.text) if found.form == "line" else 0
    return _WHETHER.search(response[max(at - _LONGEST_QUESTION, 0) : at]) is not None


@remembered(4_096, longest=_CACHED_UP_TO)
def says_yes(text: str) -> bool | None:
    """Return whether an answer says yes or no, None where it says neither, or both."""
    if len(text) > _LONGEST_ANSWER:
        return None
    plain = _plain(text)
    bracketed = _BRACKETED.fullmatch(plain)
    plain = (bracketed[1] if bracketed else plain).strip()
    lead = _LEAD.match(plain)
    if lead:
        return _by_lead(plain, lead)
    sentence = _SENTENCE.match(plain[:_LONGEST_SENTENCE])
    return _by_sentence(plain, sentence) if sentence else _in_the_end(plain)


def _plain(text: str) -> str:
    return _QUOTED.sub(" ", undressed(text).replace("*", " ").casefold()).strip(" \t\r\n_")


def _by_lead(plain: str, lead: re.Match[str]) -> bool | None:
    rest = plain[lead.end() :]
    if not _BEHIND.match(rest):
        return None
    return _unless_turned((lead["says"] in _YES) != bool(lead["not"]), rest)


def _by_sentence(plain: str, sentence: re.Match[str]) -> bool | None:
    """Read `The statement is not true because ...`; a word of doubt, or a second word of truth, decides nothing."""
    between, behind = sentence["between"], plain[sentence.end() :]
    if _DOUBT.search(between) or _ANY_WORD.search(between) or not _BEHIND.match(behind):
        return None
    negated = len(_NEGATION.findall(sentence["more"])) + ("n" in (sentence["be"] or ""))
    return _unless_turned((sentence["says"] in _YES) != bool(negated % 2), behind)


def _in_the_end(plain: str) -> bool | None:
    """Read `The product is even, so yes.`."""
    ending = _IN_THE_END.fullmatch(plain)
    if ending is None or len(_ANY_WORD.findall(plain)) > 1 or _DOUBT.search(plain):
        return None
    return ending["says"] in _YES


def _unless_turned(says: bool, behind: str) -> bool | None:  # noqa: FBT001 - what was read so far
    """Return what was said, or None where what stands behind it says the other."""
    another = _ANOTHER.match(behind)
    turns = [*([another] if another else []), *_TURNED.finditer(behind)]
    return None if any((turn["says"] in _YES) != says for turn in turns) else says


def _another(asked: Asked) -> str | None:
    says = {says for says in map(says_yes, alternatives(asked)) if says is not None}
    return None if len(says) > 1 else "no" if True in says else "yes"


BOOLEAN = Grader("yes or no, true or false", grade_boolean, _another)
