"""Grade a yes or a no: the word that leads the answer decides, negations count, and a hedge is wrong.

An answer is read in these steps: the word in front (`No, because ...`), an answer in few words (`Absolutely not`, `It
does.`), a sentence that ends in one (`The statement is not true.`), and a conclusion (`..., so yes.`). What fits none
says neither yes nor no, and so does one that goes on to say the other (`polarity.contradicted`).
"""

import re

from curate.grading.afterthought import offers_another
from curate.grading.extract import Extraction, final_answer
from curate.grading.gold import alternatives
from curate.grading.memory import remembered
from curate.grading.verdict import Asked, Grader, Verdict, hedge, no_answer
from curate.grading.words.polarity import NEGATED_VERB, NEGATION, SAYS, SUBJECT, SURE, YES, contradicted
from curate.grading.words.undress import undressed

_LONGEST_ANSWER = 2_000  # characters
_LONGEST_SENTENCE = 300  # characters up to its yes or no
_LONGEST_QUESTION = 60  # characters before an answer
_CACHED_UP_TO = 200  # characters

_DOUBT = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|likely|unlikely|depends?|not sure|unsure|uncertain|unclear|neither|both|"
    r"partially|partly|sometimes|mostly|generally|usually|often|almost|somewhat|not necessarily|"
    r"not entirely|not completely|not quite|not exactly|half|"
    r"cannot|can't|can not|don't know|do not know|unknown|unless|if|only|either|or)\b"
)
_NOT_ITSELF = re.compile(
    # The subject is not what was asked about, but its opposite, another one, or what somebody says of it.
    r"\b(?:not|no|never|nor|neither|none|nothing|without|opposite|negation|negated|converse|contrary|inverse|reverse|"
    r"contrapositive|complement|lie|lies|myth|joke|doubt|doubts|doubtful|impossible|seldom|rarely|hardly|scarcely|barely|"
    r"den(?:y|ies|ied)|reject(?:s|ed)?|refut(?:e|es|ed)|disprov(?:e|es|ed)|disput(?:e|es|ed)|contradict(?:s|ed)?|"
    r"against|unproven|fails?|failed|lacks?|except|whether|other|another|one|first|second|third|last|former|latter|"
    r"only|it|this|dis\w+|un(?:able|til|less)\w*|suppose|assume|imagine)\b|n't\b"
)
_LEAD = re.compile(
    rf"(?:(?:{SURE}),?\s+)*(?P<not>(?:not|never)\s+(?:(?:{SURE})\s+)?)?(?P<says>{SAYS})(?![\w/'=+*^-])(?!(?<=\b[ytnf])\s?[(=])"
)
_BEHIND = re.compile(
    # What may follow the word that decides: nothing, a stop and a reason, or a reason at once.
    r"\s*(?:$|[.,;:!(\n\u2014]|-\s|(?:because|since|as|it|this|that|they|he|she|the|there|we|you|these|those|due|for"
    r"(?=\s+(?:all|every|any|each)\b)|by)\b)"
)
_CERTAIN = re.compile(
    r"(?:there\s+is\s+no\s+doubt|there's\s+no\s+doubt|no\s+doubt|without\s+(?:a\s+|any\s+)?doubt|of\s+course|i\s+conclude|"
    r"we\s+(?:can\s+)?conclude|it\s+follows|it\s+is\s+(?:clear|obvious|certain|evident|well[\s-]known|a\s+fact)|"
    r"it's\s+(?:clear|obvious|certain|evident|a\s+fact))(?:\s*[,:]\s*|\s+that\s+|\s+(?=yes\b|no\b|it\b|the\b|this\b))(?=\w)"
)
_NOT_AT_ALL = re.compile(
    r"(?:absolutely|definitely|certainly|surely|obviously|clearly|of\s+course|most\s+certainly)\s+not(?=\s*(?:$|[.,;:!(\n\u2014]))"
    r"|(?:not\s+at\s+all|by\s+no\s+means|in\s+no\s+way)(?=\s*(?:$|[.!]))"
)
_OF_COURSE = re.compile(r"(?:absolutely|definitely|of\s+course|(?:most\s+)?certainly)[\s.!]*")
_ELLIPTIC = re.compile(
    rf"(?:(?:{SURE}),?\s+)*(?:(?:it|this|they|he|she|there|that(?=\s+\w+\s+not\b|\s+\w+n't))\s+"
    rf"(?:(?P<no>{NEGATED_VERB})|(?:is|are|was|were|does|do|did|can|could|will|would|has|have|had))|it(?P<short>'s\s+not))[\s.!]*"
)
_TWICE = re.compile(rf"(?P<one>{SAYS})\s*(?:/|\()\s*(?P<two>{SAYS})\b\s*\)?")
_NOUN = "statement|claim|assertion|proposition|conjecture|hypothesis|sentence|theorem|answer|conclusion"
_SENTENCE = re.compile(
    rf"(?:(?:so|therefore|thus|hence|clearly|and|then),?\s+)*(?P<subject>(?:(?:{SUBJECT})\b(?:\s*[:,])?\s*)+)(?P<between>[^.!?\n]*?)"
    rf"(?:\b(?P<be>is|are|was|were|'s|isn't|wasn't|aren't|isnt)|:)\s*:?\s*"
    rf"(?P<more>(?:(?:{SURE}|not|never|a|an),?\s+)*)(?P<says>{SAYS})(?![\w/'=+*^-])(?:\s+(?:{_NOUN})\b)?"
)
_BETWEEN = re.compile(r"(?:(?:about|in|for|of|on|regarding|from|made|given|above|below|here)\b[^,;:]{0,120})?\s*")
_CLAIMED = re.compile(
    r"(?:statement|claim|assertion|proposition|conjecture|hypothesis|sentence)\s*[:,]?\s*(?:that\s*)?$"
)
_IN_THE_END = re.compile(rf"[^.!?]*[,;.]\s*(?:so|therefore|thus|hence)[,:]?\s+(?P<says>{SAYS})[\s.!]*", re.DOTALL)
_WHETHER = re.compile(r"\b(?:whether|if)\s+(?:or\s+not\s+)?the\s+(?:\w+\s+)?answer\s+\w+\W*$")
_ANY_WORD = re.compile(rf"\b(?:{SAYS})\b")
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
    if contradicted(says, _plain(found.rest)):
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
    plain = _once((bracketed[1] if bracketed else plain).strip())
    certain = _CERTAIN.match(plain)
    plain = plain[certain.end() :] if certain else plain
    lead = _LEAD.match(plain)
    if lead:
        return _by_lead(plain, lead)
    short = _in_few_words(plain)
    if short is not None:
        says, end = short
        return None if contradicted(says, plain[end:]) else says
    sentence = _SENTENCE.match(plain[:_LONGEST_SENTENCE])
    return _by_sentence(plain, sentence) if sentence else _in_the_end(plain)


def _plain(text: str) -> str:
    plain = undressed(text).replace("*", " ").casefold()
    return _QUOTED.sub(" ", plain).strip(" \t\r\n_")


def _once(plain: str) -> str:
    """Return `yes/true` and `no (false)` as one word; two that differ stay."""
    twice = _TWICE.match(plain)
    if twice is None or (twice["one"] in YES) != (twice["two"] in YES):
        return plain
    return f"{twice['one']}{plain[twice.end() :]}"


def _by_lead(plain: str, lead: re.Match[str]) -> bool | None:
    rest = plain[lead.end() :]
    if not _BEHIND.match(rest):
        return None
    says = (lead["says"] in YES) != bool(lead["not"])
    return None if contradicted(says, rest) else says


def _in_few_words(plain: str) -> tuple[bool, int] | None:
    """Read `Absolutely not`, `Of course.`, `It does.`, and say where that ends."""
    found = _NOT_AT_ALL.match(plain)
    if found:
        return False, found.end()
    if _OF_COURSE.fullmatch(plain):
        return True, len(plain)
    found = _ELLIPTIC.fullmatch(plain)
    return (not (found["no"] or found["short"]), len(plain)) if found else None


def _by_sentence(plain: str, sentence: re.Match[str]) -> bool | None:
    """Read `The statement is not true because ...`; a word of doubt, or a second word of truth, decides nothing.

    What stands between the subject and its verb may only say which statement it is, and nothing about it.
    """
    between, behind = sentence["between"], plain[sentence.end() :]
    if _DOUBT.search(between) or _ANY_WORD.search(between) or not _BEHIND.match(behind):
        return None
    claimed = _CLAIMED.search(sentence["subject"]) is not None and "," not in between and ";" not in between
    if _NOT_ITSELF.search(between) or not (claimed or _BETWEEN.fullmatch(between)):
        return None
    negated = len(NEGATION.findall(sentence["more"])) + ("n" in (sentence["be"] or ""))
    says = (sentence["says"] in YES) != bool(negated % 2)
    return None if contradicted(says, behind) else says


def _in_the_end(plain: str) -> bool | None:
    """Read `The product is even, so yes.`."""
    ending = _IN_THE_END.fullmatch(plain)
    if ending is None or len(_ANY_WORD.findall(plain)) > 1 or _DOUBT.search(plain):
        return None
    return ending["says"] in YES


def _another(asked: Asked) -> str | None:
    says = {says for says in map(says_yes, alternatives(asked)) if says is not None}
    return None if len(says) > 1 else "no" if True in says else "yes"


BOOLEAN = Grader("yes or no, true or false", grade_boolean, _another)
