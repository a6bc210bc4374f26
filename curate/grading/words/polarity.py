"""Tell whether what stands behind a yes or a no takes it back: the other word, its own denial, a condition, a doubt.

`Yes, it is false`, `Yes. The answer is no`, `No, it is.` and `Yes, unless x = 0` could each be read as two answers.
"""

import re
from typing import Final

YES: Final = frozenset("yes true correct y t right yep yeah affirmative".split())
"""The words that say yes."""

NO: Final = frozenset("no false incorrect n f wrong nope untrue negative".split())
"""The words that say no."""

SAYS: Final = "|".join(sorted(YES | NO))
"""A pattern for any of them."""

SURE: Final = (
    "indeed|actually|definitely|certainly|clearly|obviously|therefore|thus|hence|also|absolutely|simply|always|so"
)
"""A pattern for the adverbs that change nothing."""

SUBJECT: Final = (
    "it|this|that|the|these|given|above|following|statement|claim|assertion|proposition|sentence|conclusion|hypothesis|"
    "theorem|conjecture|argument|answer|final|correct|equality|inequality|identity|equation|result|premise|belief|"
    "assumption|reasoning"
)
"""A pattern for the words of which a subject may be made that stands for what was asked."""

NEGATION: Final = re.compile(r"\b(?:not|never)\b|n't\b|\bisnt\b")
"""What turns a yes into a no."""

_VERB = "is|are|was|were|does|do|did|can|could|will|would|has|have|had|should|must"
NEGATED_VERB: Final = (
    rf"(?:(?:{_VERB})\s+not|(?:is|are|was|were|does|do|did|could|would|has|have|had|should)n't|cannot|can't|won't)"
)
"""A pattern for a verb with its `not`."""

_STOP = r"\s*(?:$|[.,;:!)\n\u2014])"
_ANOTHER = re.compile(
    # `yes and no`, `yes, or rather no`, `true/false`, `Yes. No.`: the other word with nothing behind it.
    rf"[\s.,;:!(/\u2014-]*(?:(?:and|or|but|also|maybe|perhaps|well|i\s+mean|sorry|rather|wait|actually|then|again|on\s+second\s+"
    rf"thought)[\s,.]+)*(?P<says>{SAYS}){_STOP}"
)
_TURNED = re.compile(
    rf"\b(?:actually|wait|rather|correction|i\s+mean|sorry|on\s+second\s+thought|or)[\s,.:;!-]+(?:(?:it\s+is|it's|maybe|perhaps|"
    rf"no|rather|the\s+answer\s+is)[\s,.:]+)?(?P<says>{SAYS}){_STOP}"
)
_WORD_ALONE = re.compile(
    rf"(?<![\w-])(?:(?P<yes>yes|yep|yeah)|(?P<no>no|nope))(?!\s*,?\s*(?:doubt|matter))(?:{_STOP}|\s*[(?])"
)
_BEGINS = (  # after one space at most
    r"(?:^|(?<=[.,;:!?(\n\u2014-])|(?<=[.,;:!?(\n\u2014-] )|(?<=\b(?:so|as|no) )|(?<=\b(?:but|and|yet|yes) )"
    r"|(?<=\b(?:then|that|thus) )|(?<=\b(?:since|hence|still|while|maybe) )|(?<=\bthough )"
    r"|(?<=\b(?:because|however|whereas|perhaps) )"
    r"|(?<=\b(?:although|actually) )|(?<=\btherefore ))"
)
_CLAUSE = re.compile(
    rf"\b(?=(?:{SUBJECT}|my)\b){_BEGINS}(?:(?:{SUBJECT}|my)\b[\s:,]*){{1,6}}(?P<be>\b(?:is|are|was|were|isn't|wasn't|aren't|seems?|must\s+be|should\s+be)\b|'s\b|(?<=:)|"
    rf"(?<=answer)|(?<=final))[\s:]*(?P<more>(?:(?:{SURE}|in\s+fact|really|just|completely|not|never|a|an),?\s+)*)(?P<says>{SAYS})"
    rf"(?![\w/'=+*^-])(?P<then>\s*(?:$|[.,;:!)\n\u2014]|(?:because|since|as|if|only|when|unless|that|in|but|and|though|although|"
    rf"statement|claim|answer)\b))"
)
_ELLIPTIC = re.compile(
    rf"\b(?=(?:it|this|that|they|he|she|there|we|you|i|the)\b){_BEGINS}(?:(?:it|this|that|they|he|she|there|we|you|i|the\s+(?:statement|claim|answer))\s+(?:(?P<no>{NEGATED_VERB})|"
    rf"(?:{_VERB}))|(?:it|that)(?P<short>'s\s+not))(?=\s*(?:$|[.!)\n]|[,;]\s*(?:because|since|as|but|so)\b))"
)
_CONDITION = re.compile(
    # At once behind the word, or behind a clause that says yes again; what begins a sentence of its own is a reason.
    r"[\s,;(\u2014-]*(?:(?:but|and|though|although)[\s,]+)*"
    r"(?P<again>(?:(?:that\s+is|it\s+is|this\s+is|it's|that's)(?:\s+true)?|(?:it|this)\s+(?:holds|does)|true)[\s,]+)?(?:(?:but\s+)?only\s+(?:if|when|for|in|sometimes)|if|unless|provided|providing|assuming|as\s+long\s+as|in\s+case|except)\b"
    r"|[\s.,;:!(\u2014-]*unless\b|[^.!?\n]*\bunless\b"
)
_DOUBTED = re.compile(
    r"[\s.,;:!(\u2014-]*(?:but\s+|and\s+|well,?\s+|or\s+)?(?:maybe|perhaps|possibly|probably|it\s+depends|depends|not\s+sure|"
    r"i(?:'m|\s+am)\s+not\s+(?:sure|certain)|i\s+guess|in\s+part|partly|partially|not\s+(?:always|necessarily|quite|really|"
    r"exactly|entirely))\b"
    r"|[\s,;(\u2014-]*(?:mostly|usually|generally|often|somewhat|almost|more\s+or\s+less|(?:sort|kind)\s+of|to\s+some\s+extent)[\s.!)]*$"
)
_WORD_OF_TRUTH = re.compile(rf"\b(?:{SAYS})\b")
_UNTRUE = re.compile(
    rf"\b(?=it|this|that){_BEGINS}(?:it|this|that)(?:'s|\s+(?:is|was))\s+(?:(?:a|an|just|only)\s+)*(?:lie|myth|hoax|misconception|fallacy|not\s+(?:so|the\s+case))\b"
)
_JUST_SO = re.compile(r"\s*(?:only|that|in|if|when)\b")


def contradicted(says: bool, behind: str) -> bool:  # noqa: FBT001 - what was read so far
    """Return whether what stands behind a yes (or a no) says the other, makes it a condition, or doubts it.

    Args:
        says: Whether the answer is a yes.
        behind: What follows it, in lower case and without quotes.
    """
    if not behind or behind.isspace():
        return False
    behind = "\n".join(" ".join(line.split()) for line in behind.splitlines())
    condition = _CONDITION.match(behind)
    if (condition and (says or not condition["again"])) or _DOUBTED.match(behind) or (says and _UNTRUE.search(behind)):
        return True
    if any(bool(found["no"] or found["short"]) == says for found in _ELLIPTIC.finditer(behind)):
        return True
    return _WORD_OF_TRUTH.search(behind) is not None and _other_word(says, behind)


def _other_word(says: bool, behind: str) -> bool:  # noqa: FBT001 - as above
    """Return whether the other word stands alone behind an answer, or in a clause about what was asked."""
    another = _ANOTHER.match(behind)
    turns = [*([another] if another else []), *_TURNED.finditer(behind)]
    if any((turn["says"] in YES) != says for turn in turns):
        return True
    if any(bool(word["yes"]) != says for word in _WORD_ALONE.finditer(behind)):
        return True
    return any(_says_other(says, clause) for clause in _CLAUSE.finditer(behind))


def _says_other(says: bool, clause: re.Match[str]) -> bool:  # noqa: FBT001 - as above
    """Return whether a clause about what was asked says the other; a no may grant where it would be true."""
    negated = len(NEGATION.findall(clause["more"])) + clause["be"].endswith("n't")
    told = (clause["says"] in YES) != bool(negated % 2)
    if told == says:
        return False
    return says or not _JUST_SO.match(clause["then"])
