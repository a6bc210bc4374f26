"""Where a stated answer ends: at the end of its sentence, or of what is called so; an abbreviation's point is none."""

import re

_SENTENCE_END = re.compile(r"\.(?=\s|\*|$)(?<!\b[A-Z]\.)|\u3002")
_INITIAL_END = re.compile(
    r"(?<![\w.])(?:(?:[A-Z]\.){1,6}|(?:[IVX]{2,6}|Jr|Sr|Inc|Co|Corp|Ltd|Bros|etc)\.)[*_\"]*(?=\s)"
)
_ONLY_LETTERS = re.compile(
    r"(?:[\s(\[*_{,;:&+/.)\]}\"$]|(?i:the|both|only|and|or|options?|choices?|answers?|letters?|statements?)\b|[A-Za-z](?![\w']))*"
)
_NUMBERED = re.compile(r"1\. \S[^\n]{0,400}? 2\. \S")
_TITLE = (
    r"st|mrs?|ms|dr|mt|ft|prof|gen|col|capt|lt|sgt|maj|adm|gov|sen|rep|rev|fr|hon|pres|op|feat|vs?"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|rs|ch|fig|vol|no)(?=\. \d)"
)
_BEHIND_NAME = r"jr|sr|inc|co|corp|ltd|bros|ave|blvd|etc"
_ABBREVIATED = re.compile(rf"(?:^|[\s(*\"'\u201c\u2018])(?:{_TITLE}|(?P<ends>{_BEHIND_NAME}))\. .?$", re.IGNORECASE)
_MOST_ABBREVIATIONS = 8  # with a point, in one answer
_SENTENCE = re.compile(
    r"[\s*_]*(?:(?:It|He|She|They|This|That|These|Those|We|You|There|Here|Because|Since|Therefore|Thus|So|While|Although"
    r"|Explanation|Reason(?:ing)?|Note)\b(?=[\s:,'\u2019]+\S)"
    r"|I\s+(?:hope|think|believe|am|chose|choose|would|will|have|know|can)\b"
    r"|[A-Z][^.\n]{0,200}?\s(?:is|are|was|were|has|have|had|does|do|did|can|cannot|could|may|might|must|will|would)\s)"
)
_REASON = re.compile(
    r",?\s+\(?because\b|,?\s+since\b(?!\s+(?:\d|then\b|\w+\s+\d{4}))|,\s+as\b(?!\s+(?:well|far|long|soon|much|many|if)\b)"
    r"|,\s+(?:which|who|where|given\s+that)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r",\s+(?:(?:and|but)\s+)?(?:not|rather\s+than|instead\s+of)\s+(?=\S)", re.IGNORECASE)
_OFFERS_BESIDE = re.compile(
    r"\b(?:or|maybe|perhaps|possibly|alternatively|also|but|unless|either|as\s+well|and|only|just|wait|actually)\b",
    re.IGNORECASE,
)
_OFFERS_ANOTHER = re.compile(
    r"\b(?:or|maybe|perhaps|possibly|alternatively|unless|either|wait|actually|(?:could|may|might)\s+also)\b",
    re.IGNORECASE,
)
_LONGEST_DENIED = 60  # characters
_BOLD_LAST = re.compile(
    r"(?:[.!?:][\s]+|\n\s*|\b(?:it|this|that|which|answer|result)\s+(?:is|gives|equals)\s+)\*\*([^*\n]{1,120})$",
    re.IGNORECASE,
)


def first_sentence(line: str, begin: int = 0) -> tuple[str, str]:
    """Cut a line before the first full stop from a place on, and return both parts.

    The point of an initial (`J. K.`) is a full stop only where a sentence follows and words stand before it, for a
    letter alone may be a label with its text behind it.
    """
    if _NUMBERED.match(line) and not _SENTENCE.match(line, 2):  # `1. red 2. green` are no sentences
        return line.rstrip(" .*_"), ""
    found = _SENTENCE_END.search(line, begin)
    end = found.start() if found else len(line)
    for initial, _ in zip(_INITIAL_END.finditer(line, begin, end), range(_MOST_ABBREVIATIONS), strict=False):
        if _SENTENCE.match(line, initial.end()) and not _ONLY_LETTERS.fullmatch(line, 0, initial.end()):
            end = line.rindex(".", begin, initial.end())
            break
    return line[:end], line[end:]


def carried_over(text: str, rest: str) -> tuple[str, str]:
    """Return a stated answer with what follows a point that ends no sentence (`St. Helens`), and what is left."""
    for _ in range(_MOST_ABBREVIATIONS):
        found = _ABBREVIATED.search(text[-12:] + rest[:3]) if rest.startswith(". ") else None
        line, newline, below = rest.partition("\n")
        if found is None or (found["ends"] and _SENTENCE.match(line, 1)):
            break
        more, beside = first_sentence(text + line, len(text) + 1)
        text, rest = more.rstrip("*_` "), f"{beside}{newline}{below}"
    return text, rest


def readings_of(text: str, rest: str, adverb: str) -> tuple[str, ...]:
    """Return every text that a stated answer may be, the shortest cut first.

    Args:
        text: The stated answer, cut at the first point that can be no other than a full stop.
        rest: What the response says behind it.
        adverb: A word before it that may be part of it.
    """
    whole, _ = carried_over(text, rest)
    found = [whole, *_before_sentences(whole)]
    found += [cut for one in found if (cut := _before_reason(one))]
    if adverb:
        found += [f"{adverb} {one}" for one in found]
    return tuple(sorted(dict.fromkeys(found), key=len))


def bold_at_end(text: str) -> str:
    """Return the bold words with which a short response ends, as a sentence of their own; nothing where there are none.

    The stars that close them are gone with the dressing of the whole.
    """
    found = _BOLD_LAST.search(text) if text.count("**") == 1 else None
    return found[1].strip(" .") if found else ""


def _before_sentences(text: str) -> list[str]:
    """Return what stands before a point that may be an initial's, where what follows it is a sentence."""
    cuts = (end for end, _ in zip(_INITIAL_END.finditer(text), range(_MOST_ABBREVIATIONS), strict=False))
    return [text[: cut.end()].rstrip("*_.") for cut in cuts if _SENTENCE.match(text, cut.end())]


def _before_reason(text: str) -> str:
    """Return what stands before `because ...` or `, not 21`; nothing where no such thing follows, or it offers more."""
    reason, denied = _REASON.search(text), _DENIED.search(text)
    if denied and (reason is None or denied.start() < reason.start()):
        behind = text[denied.end() :]
        beside = len(behind) > _LONGEST_DENIED or _OFFERS_BESIDE.search(behind)
        return "" if beside else text[: denied.start()]
    if reason is None or _OFFERS_ANOTHER.search(text, reason.end()):
        return ""
    return text[: reason.start()]
