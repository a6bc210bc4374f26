"""The phrases that state an answer to a multiple-choice question: `I choose B`, `so B is correct`, `it must be B`."""

import re
from typing import Literal, NamedTuple

Strength = Literal["answer", "conclusion", "call"]

_QUALITY = (
    r"(?:(?:most|single|very|one)\s+)?(?:correct|right|best|final|only|likely|appropriate|suitable|accurate|plausible"
    r"|logical|probable|obvious|proper|closest|better|chosen|selected|remaining)"
)
_CONNECTIVE = re.compile(
    r"(?:and\s+|but\s+)?(?:so|thus|therefore|hence|consequently|accordingly|finally|overall|ultimately|in\s+conclusion"
    r"|in\s+summary|to\s+conclude|as\s+a\s+result)\b[\s,:*_]*(?:that\s+)?",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"(?:however|but|yet|actually|on\s+second\s+thoughts?|on\s+reflection|sorry|oops|(?:no,?\s+)?wait|no|hmm+"
    r"|(?:i\s+apologi[sz]e|my\s+apologies|apologies)(?:\s+for\s+[^,.:;!?\n]{1,60})?)\b(?:[,:.!;\u2014-]|\s)\s*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:since|because|as|based\s+on|among|amongst|of|from|given|considering|in|after|with|by)\s+[^,.;:!?\n]{1,80},\s+",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?:(?:the|my|our)\s+)?(?:" + _QUALITY + r"(?:,?\s+|\s+and\s+)){0,3}"
    r"(?P<noun>answer|option|choice|one|letter|response|solution|ans|correct(?=\s*:))\b"
    r"(?:\s+(?:choice|option|letter|here|to\s+(?:the|this|your)\s+(?:question|problem)"
    r"|(?:for|in)\s+(?:the|this)\s+(?:question|problem|case)"
    r"|(?:that|which)\s+(?:fits|matches|applies|works|remains|holds|is\s+(?:left|correct|right|true))(?:\s+best)?))?[\s*_\"']*"
    r"(?:(?:is|would\s+be|must\s+be|should\s+be|will\s+be|has\s+to\s+be|can\s+only\s+be|remains)\b|'s\b|\u2019s\b|[:=\uff1a]|->|\u2192"
    r"|(?<=\s)[-\u2013\u2014](?=\s)|(?<=ans)\.)[\s*_]*(?:(?:clearly|therefore|thus|indeed|simply|then|definitely)\b[\s,]*)?[:\s*_]*",
    re.IGNORECASE,
)
_CHOOSES = re.compile(
    r"(?:(?:i|we)|let['\u2019]s|let\s+us)(?:\s+(?:would|will|shall|must|can|should|have\s+to|am|are|do)|['\u2019](?:d|ll|m|re|ve))?\s+"
    r"(?:(?:therefore|thus|definitely|clearly|hence)\s+)?"
    r"(?:choose|choosing|chose|meant|pick|picking|picked|select|selecting|selected|go(?:ing)?\s+(?:with|for)|went\s+with"
    r"|opt(?:ing)?\s+for|settle\s+(?:on|for)|say|answer|conclude|believe|think|guess|vote\s+for)"
    r"(?:\s+that)?(?:\s+(?:it|the\s+(?:correct\s+|right\s+|best\s+)?(?:answer|option|choice))(?:['\u2019]s|\s+(?:is|must\s+be|should\s+be)))?"
    r"[\s:*_]+",
    re.IGNORECASE,
)
_IT_IS = re.compile(
    r"(?:it|this|that|which)(?:['\u2019]s|\s+(?:is|must\s+be|should\s+be|would\s+be|has\s+to\s+be|can\s+only\s+be))\s+"
    r"(?:(?:clearly|therefore|thus|definitely|simply)\s+)?",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?:i|we)\s+(?:think|believe|conclude|say|find)\s+(?:that\s+)?", re.IGNORECASE)
_CALLED = re.compile(
    r"[\s*_]+(?:is|must\s+be|would\s+be|should\s+be|has\s+to\s+be|seems|seems\s+to\s+be|appears\s+to\s+be)\s+"
    r"(?:(?:therefore|thus|indeed|clearly|definitely|hence|obviously|also)\s+)?[*_]{0,3}"
    r"(?:correct|right|(?:the|our|my)\s+(?:"
    + _QUALITY
    + r"\s+){0,2}(?P<noun>answer|option|choice|one|match|fit|response))"
    r"[*_]{0,3}(?:\s+(?:too|as\s+well|also))?"
    r"(?=[\s.!*_)]*$|,?\s+(?:because|since|as|given|due)\b"
    r"|,?\s+(?:while|whereas|and)\s+(?:options?\s+|the\s+others?\s+)?(?:[A-Z](?!\w)[^.]{0,40}\s)?(?:is|are)\s+(?:not|wrong|incorrect|false)[\s.!*_]*$)",
    re.IGNORECASE,
)


class Core(NamedTuple):
    """What a sentence states as the answer, and how it does: as the answer, as a conclusion, or by calling it right."""

    text: str
    strength: Strength
    final: bool = False
    of_answer: bool = False


def core_of(sentence: str) -> Core | None:
    """Return what a sentence states as the answer, None where it is no such sentence.

    `final` says that it speaks of `the answer` itself, so that an unreadable one takes back what was said before;
    `of_answer` that it speaks of an answer, an option or a choice at all.
    """
    rest = sentence.strip(" \t\r\n*_#>{\"'`(-")
    for _ in range(3):
        turn = _TURN.match(rest)
        rest = rest[turn.end() :].lstrip() if turn else rest
    opening = _CONNECTIVE.match(rest)
    rest = rest[opening.end() :] if opening else rest
    lead_in = _LEAD_IN.match(rest)
    rest = rest[lead_in.end() :] if lead_in else rest
    stated = _STATES.match(rest)
    if stated:
        noun = stated["noun"].lower()
        return Core(_undressed(rest[stated.end() :]), "answer", noun in {"answer", "ans", "solution"}, of_answer=True)
    chosen = _CHOOSES.match(rest)
    if chosen and not _CALLED.search(rest):
        return Core(_undressed(rest[chosen.end() :]), "answer", of_answer=True)
    thought = _THAT.match(rest)
    rest = rest[thought.end() :] if thought else rest
    called = _CALLED.search(rest)
    if called:
        noun = called["noun"] is not None
        return Core(_undressed(rest[: called.start()]), "conclusion" if opening else "call", of_answer=noun)
    plain = _IT_IS.match(rest)
    if plain:
        return Core(_undressed(rest[plain.end() :]), "conclusion" if opening else "call")
    return Core(_undressed(rest), "conclusion") if opening else None


def _undressed(text: str) -> str:
    return text.strip(" \t\r\n*_!")
