"""What does a response say behind the answer that it has stated: does it take that back, or offer another beside it?

Several lists of words and not one: behind a letter, `or` and `perhaps` may go on with the option's own text, and behind
a text, `no` may begin a reason. `withdrawn` holds for every type of answer, and so it reads whole phrases only. All but
`offers_second` look at no more than the beginning.
"""

import re

_WRONG = (
    r"(?:wrong|incorrect|mistaken|false|not\s+(?:right|correct|true|quite\s+right)"
    r"|(?:n['\u2019]t|not)\s+(?:be\s+)?(?:right|correct))"
)
_PHRASE = (
    r"on\s+second\s+thoughts?|on\s+reflection|scratch\s+that|correction\b|oops|my\s+(?:mistake|bad|apologies)"
    r"|sorry,?\s+(?:i\s+(?:meant|made|was)|the|it|that|no|but|actually|for)|i\s+meant\b|i\s+(?:was|am)\s+(?:wrong|mistaken)"
    r"|i\s+(?:made|have\s+made)\s+(?:a|an)\s+\w+|i\s+apologi[sz]e|apologies\b|edit\s*:|let\s+me\s+correct"
)
_LEAD = r"(?:\s|[.,;:!*_)\u2014\u2026-])*"
_TAKES_BACK = re.compile(
    rf"{_LEAD}(?:no\b(?!\s+other)|wait\b|hmm|hold\s+on|{_PHRASE}|sorry\b|actually\b"
    rf"|(?:but\s+|however,?\s+)?(?:that|this|it)(?:['\u2019]s|\s+is)\s+{_WRONG}(?!\s+(?:to|that)\b))",
    re.IGNORECASE,
)
_OFFERS_ANOTHER = re.compile(
    r"[\s*_.,;:()-]*(?:or|alternatively|actually|wait|no,? wait|perhaps|maybe|possibly|on second thought)\b"
    r"|[\s*_.,;:()-]*also\s+(?!known|called)\S{1,40}(?:[ ]\S{1,40}){0,2}[.!]?\s*$",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    rf"{_LEAD}(?:(?:but|however|hmm|no|wait|hold\s+on|actually|oh)\b{_LEAD}){{0,3}}(?:{_PHRASE}"
    rf"|(?:that|this|it)(?:['\u2019]s|\s+is|\s+was|\s+(?:can(?:not|['\u2019]t)|can\s+not)\s+be|\s+isn['\u2019]t|\s+seems)\s+(?:{_WRONG}|right|correct)(?!\s+(?:to|that)\b)"
    r"|it\s+(?:should|must|has\s+to)\s+be\b)|[ \t,?;\u2014\u2013-]+no[,.!](?=\s|$)",
    re.IGNORECASE,
)
_THAT_IS_RIGHT = re.compile(r"(?:that|this|it)(?:['\u2019]s|\s+is|\s+was|\s+seems)\s+(?:right|correct)$", re.IGNORECASE)
_HOWEVER = re.compile(
    rf"{_LEAD}(?:but|however|wait|no|actually|hmm)\b[^.\n]{{0,60}}?\b(?:the|my)\s+(?:(?:correct|right|final|actual|true|real|best)\s+){{0,2}}"
    r"(?:answer|option|choice)\s+(?:is|should\s+be|must\s+be)\b(?!\s+(?:still|indeed|correct|right))",
    re.IGNORECASE,
)
_NO_GOOD = re.compile(
    rf"{_LEAD}(?:is|was|are|would\s+be|can|cannot|could)?\s*(?:clearly\s+|obviously\s+|therefore\s+|definitely\s+)?"
    r"(?:(?:not|n['\u2019]t)\s+(?:be\s+)?(?:the\s+)?(?:correct|right|true|possible|(?:right|correct)?\s*answer)|be\s+(?:right|correct|true)"
    r"|wrong|incorrect|ruled\s+out|impossible)\b(?!\s+(?:to|that)\b)"
    r"|[\s$*_]*[\u274c\u2717\u2718\u274e\U0001f6ab]",
    re.IGNORECASE,
)
_CANNOT = re.compile(rf"{_LEAD}(?:can\s+(?!not)be|could\s+be|be)\b", re.IGNORECASE)
_SECOND = re.compile(
    r"(?:^|\n)[\s#*_>-]{0,12}(?:(?:final\s+)?answer\s{0,3}#?\s{0,2}(?:[2-9]|two|b)|(?:second|alternative|another|other)\s+(?:possible\s+)?answer)"
    r"[\s*_]{0,4}(?:[:=]|is\b)",
    re.IGNORECASE,
)
_NEAR = 300  # characters behind an answer that may take it back


def takes_back(behind: str) -> bool:
    """Return whether what follows an option begins by taking it back (`Wait, no`)."""
    return _TAKES_BACK.match(behind) is not None


def offers_another(behind: str) -> bool:
    """Return whether what follows an answer in words begins by offering another one (`Or maybe London.`)."""
    return _OFFERS_ANOTHER.match(behind[:_NEAR]) is not None


def withdrawn(behind: str) -> bool:
    """Return whether what follows an answer of any type begins by calling it wrong, or by stating another instead."""
    near = behind[:_NEAR]
    if not near or near.isspace():
        return False
    found = _WITHDRAWN.match(near)
    if found and not _THAT_IS_RIGHT.search(found.group()):
        return True
    if _HOWEVER.match(near):
        return True
    return _NO_GOOD.match(near) is not None and _CANNOT.match(near) is None


def offers_second(behind: str) -> bool:
    """Return whether a second answer is stated below the first: `Answer: Paris`, and then `Answer 2: London`."""
    return _SECOND.search(behind) is not None
