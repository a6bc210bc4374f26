r"""Find the last `Answer: X`, `The answer is X.` or heading `Answer` with X below it, that the response means.

A mark is passed over where the words before it deny or only suppose it (`I doubt that the answer is B`), and where what
follows it is rejected (`The answer is not A`): the one before it counts.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from curate.grading.extract.extraction import Extraction
from curate.grading.extract.sentences import first_sentence
from curate.grading.extract.symbols import crossed_out, plain

_QUALITY = (
    r"(?:(?:most|single|very|only)\s+)?(?:correct|right|best|final|likely|appropriate|suitable|accurate|plausible|logical"
    r"|probable|obvious|proper|closest|chosen|selected|remaining|short|overall|ultimate|numerical"
    r"|numeric|exact|simplified|verified|predicted|suggested|official|actual|true|direct|concise|brief|full|complete|expected"
    r"|recommended|required)"
)
_NO_PHRASE = r"(?!(?:depends?|which|what|that|whether|is|are|was|who|how|why|not)\b)"
_BRACKETED = r"(?:\s?\((?:in|rounded|to|exact|simplified|final|as|short|letter)\b[^()\n]{0,40}\))?"
_ABOUT = r"to|for|in|among|amongst|from|given|here|out\s+of|based\s+on|according\s+to"
_WHICH = rf"(?:\s{{1,9}}{_NO_PHRASE}[\w'\u2019()+*/^=-]{{1,20}}){{0,6}})?{_BRACKETED}"
_OF = rf"(?:\s{{1,9}}(?:{_ABOUT}|of){_WHICH}"
_OF_CHOICE = rf"(?:\s{{1,9}}(?:{_ABOUT}){_WHICH}"  # `the choice of words is`
_ASIDE = r"(?:,\s{1,3}(?:therefore|thus|then|hence|however|of\s+course|in\s+this\s+case|in\s+conclusion|clearly),)?"
_SURELY = (
    r"therefore|thus|then|hence|simply|just|clearly|indeed|most\s+likely|likely|probably|definitely|certainly|actually|still"
    r"|obviously|now|in\s+fact|of\s+course"
)
_SAYS = (
    r"(?:is|would\s+be|will\s+be|(?:must|should|can\s+only|has\s+to)\s+(?:(?:therefore|thus|then|hence)\s+)?be|remains"
    r"|(?:appears|seems|turns\s+out)\s+to\s+be)\b"
)
_SENTENCE_MARK = re.compile(
    rf"\b(?:answer\b{_OF}|(?:option|choice)\b{_OF_CHOICE}){_ASIDE}[\s*_]*{_SAYS}[\s*_]*,?[\s*_]*"
    rf"(?P<adverb>(?:(?:{_SURELY})\b,?[\s*_]*){{0,2}})(?:(?:given\s+by|equal\s+to)\b[\s*_]*)?[:\uff1a]?[\s*_]*",
    re.IGNORECASE,
)
_LEAD_IN = (
    r"(?:so|thus|therefore|hence|then|and|finally|overall|in\s+conclusion|in\s+summary|to\s+conclude|conclusion|here\s+is"
    r"|here['\u2019]s|(?:this|which|that)\s+gives|(?:this|that)\s+is|gives|giving|we\s+(?:get|have|obtain)|i\s+(?:think|believe)"
    r"|(?:question|problem|part|q)\s*[(#]?\w{1,3}\)?)"
)
_LEADS = r"(?:gets?|got|gives?|giving|yields?|yielding|obtain(?:s|ed)?|have|with|produces?|reach(?:ed)?|provide|state)"
_DRESSING = r"[ \t#*_>\-\u2022\[({|\u2705\u2714\ufe0f\U0001f300-\U0001faff]"
_LABEL_MARK = re.compile(
    rf"(?:^|(?<=[.!?;,:)}}|])[ \t]|(?=\*\*|__)|(?<=[{{>(\[])|\b{_LEADS}\s{{1,3}}(?=the\s|my\s|our\s))"
    rf"{_DRESSING}{{0,12}}+(?:\d{{1,2}}[.)][ \t])?"
    rf"(?:{_LEAD_IN}[ \t,:.*_-]{{1,4}}){{0,2}}(?:(?:the|my|our|your|an)\s+)?(?:{_QUALITY}(?:,?\s+|\s+and\s+)){{0,3}}"
    rf"(?:(?:answer|option|choice|ans)(?:[ \t]+(?:choice|option|letter|is))?{_OF}|final(?=[ \t*_]{{0,4}}:))(?:\(s\))?"
    r"[\s*_\])]{0,24}(?:[:\uff1a=]|[ \t]?(?:-{1,2}>|=>|\u2192)|(?<=[ \t])[-\u2013\u2014](?=[ \t]))(?P<adverb>)[\s*_]*"
    r"(?:\}|</(?:b|strong)>)?[\s*_]*",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING = re.compile(
    rf"^{_DRESSING}{{0,12}}+(?:the[ ]|my[ ])?(?:(?:final|correct|short)[ ]){{0,2}}answer[ \t#*_:]{{0,12}}\r?\n"
    r"(?P<adverb>)",
    re.IGNORECASE | re.MULTILINE,
)
_CHINESE = re.compile(
    "(?:\u7b54\u6848(?:\u662f|\u4e3a|\u70ba)?[:\uff1a]|\u7b54\u6848(?:\u662f|\u4e3a|\u70ba|\u9009|\u9078)"
    "|(?:\u6545|\u56e0\u6b64|\u6240\u4ee5|\u7efc\u4e0a,?)(?:\u7b54\u6848)?(?:\u9009|\u9078)(?:\u62e9|\u64c7)?[:\uff1a]?)(?P<adverb>)[\\s*_]*"
)
_BEFORE: Final = 100  # characters before a mark in which it may be denied
_THE = rf"(?:(?:the|my|our|a|an|this|your)\s+)?(?:{_QUALITY}[\s,]+(?:and\s+)?){{0,3}}[\s*_\"]*$"
_SUPPOSED = re.compile(
    r"(?:"
    # I don't think that, it is not clear that, we cannot say that
    r"(?:\bnot|\bnever|\bcannot|n['\u2019]t)\s+(?:(?:be|the|a|at\s+all|quite|really|necessarily|entirely|yet)\s+){0,2}"
    r"(?:think|believe|say|mean|agree|sure|certain|convinced|true|correct|right|case|clear|likely|possible|know|imply"
    r"|follow|conclude|see)\w*(?:\s+(?:that|if|whether|why|how))?\s+"
    r"|\b(?:not|(?<!no )(?<!a )(?<!without )doubt\w*|unlikely|false|wrong|incorrect|untrue|impossible|unclear|deny"
    r"|denies|disagree|reject\w*|myth)\s+"
    r"(?:(?:that|if|whether|to\s+(?:say|think|claim))\s+)?"
    r"|\b(?:no\s+(?:way|evidence|reason|sign|indication|guarantee)|nobody|no\s+one|nothing)\s+(?:\w+\s+){0,3}?(?:that\s+)?"
    r"|\b(?:if|whether|suppos\w+|assum(?:e|es|ed|ing)|imagine|pretend|unless|until|in\s+case"
    r"|let['\u2019]?s\s+say|let\s+us\s+say"
    r"|would\s+mean|claims?|claimed|hypothesi[sz]e|why|how|guess(?:es|ed)?)\s+(?:that\s+|for\s+now\s+)?"
    r"|\b(?:some|many|most|others|everyone|people|someone|students?|candidates|they|he|she|who|colleagues?|friends?|intuition|author)\s+"
    r"(?:\w+\s+){0,2}(?:think|say|claim|argue|believe|conclude|answer|suggest|expect|insist|feel)\w*(?:\s+that)?\s+"
    r"|\b(?:might|may|could|would|was|were|to|tempted\s+to|initially|first|wrongly|mistakenly)\s+(?:(?:initially|naively|first|easily)\s+)?"
    r"(?:think|thought|say|guess|believe|claim|assume|suppose|conclude|expect)(?:\s+that)?\s+"
    r"|\b(?:at\s+first(?:\s+(?:glance|sight))?|initially|naively|intuitively|seemingly),?\s+"
    r")" + _THE,
    re.IGNORECASE,
)
_ANOTHER_S = re.compile(
    r"\b(?:wrong|incorrect|false|worst|tempting|common|typical|usual|eliminated|excluded|rejected|trap|distractor|previous|first|last|one"
    r"|earlier|initial|original|each|every|any|all|which|no|not|not\s+(?:the|an?)|student(?:['\u2019]s|s['\u2019])|his|her|their|user['\u2019]s"
    r"|least(?:\s+likely)?|un\w{2,12}|supposed|alleged|provided|given|proposed|naive|intuitive|opposite(?:\s+of\s+the)?)\s+(?:correct\s+|right\s+|best\s+|final\s+)?[*_\"]*$",
    re.IGNORECASE,
)
_A_SECOND = re.compile(
    r"\b(?:other|another|alternative|second|third|fourth|next|additional)\s+(?:(?:possible|correct|valid|right)\s+)?[*_\"]*$",
    re.IGNORECASE,
)
_FIND = re.compile(
    r"\b(?:to\s+(?:find|determine|get|choose|select|identify|check|pick|figure\s+out|reach)|each|every|all|of)\s+"
    + _THE,
    re.IGNORECASE,
)
_REJECTED = re.compile(
    r"(?:not|never|neither|none\s+of\s+these\s+but|wrong|incorrect|unlikely)\b[\s:*_]*", re.IGNORECASE
)
_WORDS = re.compile(r"\w+")
_NOUN = re.compile(r"[aA][nN][sS]|[oO][pP][tT][iI]|[cC][hH][oO][iI]|[fF][iI][nN][aA]")  # how it begins, at any place
_LONGEST_SECOND = 60  # characters
_DISPLAY = (("$$", "$$"), ("\\[", "\\]"))
_WINDOW = 200  # characters behind a mark that decide whether it is passed over


class _Mark(NamedTuple):
    begin: int
    end: int
    adverb: str
    sentence: bool


class Stated(NamedTuple):
    """What was found, and whether there were marks at all: then what is denied leaves no answer."""

    found: Extraction | None
    marked: bool


def stated(text: str) -> Stated:
    """Return what follows the last mark that the response means; a formula on lines of its own as a whole."""
    marks = _marks(text)
    second, rejections = False, list[str]()
    for mark in reversed(marks):
        before = text[max(0, mark.begin - _BEFORE) : mark.begin]
        noun_before = text[max(0, mark.begin - _BEFORE) : _noun_at(text, mark)]
        behind = text[mark.end : mark.end + _WINDOW].lstrip(" \t\r\n*_")
        if _SUPPOSED.search(before) or _ANOTHER_S.search(noun_before):
            continue
        if not mark.sentence and _FIND.search(before):
            continue
        rejection = _REJECTED.match(behind)
        if rejection and len(marks) > 1:
            rejections.append(behind[rejection.end() :])
            continue
        line = behind.partition("\n")[0]
        if _A_SECOND.search(noun_before):
            answer = text[_noun_at(text, mark)] in "aA"
            second = second or (answer and len(line) <= _LONGEST_SECOND)
            continue
        if crossed_out(line):
            continue
        found = _behind(text, mark)
        if found is None:
            return Stated(None, marked=True)
        if any(_same_start(found.text, rejected) for rejected in rejections):
            return Stated(None, marked=True)
        return Stated(found._replace(hedged=second), marked=True)
    return Stated(None, marked=bool(marks))


def is_supposed(text: str, end: int) -> bool:
    r"""Return whether what stands at a place is led to by a mark that is denied: `Suppose the answer is \boxed{B}`."""
    before = text[max(0, end - 2 * _BEFORE) : end]
    lower = before.lower()
    if before.isascii() and "answer" not in lower and "option" not in lower and "choice" not in lower:
        return False
    last = None
    for last in _SENTENCE_MARK.finditer(before):  # noqa: B007 - the last of them
        pass
    if last is None or before[last.end() :].strip(" $\\([*_"):
        return False
    return bool(_SUPPOSED.search(before[: last.start()]) or _ANOTHER_S.search(before[: last.start()]))


def _marks(text: str) -> list[_Mark]:
    """Return every mark in order; of two that end at one place, the sentence."""
    nouns = [noun.start() for noun in _NOUN.finditer(text)]
    if not nouns and text.isascii():
        return []
    sentences = (_SENTENCE_MARK.match(text, noun) for noun in nouns)
    found = [_Mark(one.start(), one.end(), _word(one["adverb"]), sentence=True) for one in sentences if one]
    labels = [*_labels(text, nouns), *_HEADING.finditer(text), *(() if text.isascii() else _CHINESE.finditer(text))]
    found += [_Mark(one.start(), one.end(), "", sentence=False) for one in labels]
    found.sort(key=lambda mark: (mark.end, mark.sentence))
    return found


def _labels(text: str, nouns: list[int]) -> Iterator[re.Match[str]]:
    """Yield every `Answer:` of a text; looked for only around the nouns, for most of a long text has none."""
    searched = 0
    for noun in nouns:
        if noun < searched:
            continue
        for label in _LABEL_MARK.finditer(text, max(searched, noun - _BEFORE), noun + _BEFORE):
            yield label
            searched = label.end()
        searched = max(searched, noun + 1)


def _word(adverb: str) -> str:
    return adverb.strip(" ,*_\t\r\n")


def _noun_at(text: str, mark: _Mark) -> int:
    """Return where the noun of a mark stands, so that the words right before it can be looked at."""
    noun = None if mark.sentence else _NOUN.search(text, mark.begin, mark.end)
    return noun.start() if noun else mark.begin


def _behind(text: str, mark: _Mark) -> Extraction | None:
    below = text[mark.end :].lstrip(" \t\r\n*_")
    shown = _displayed(below)
    if shown:
        return Extraction(shown, "line", rest=below[below.index(shown) + len(shown) :])
    line, _, below = below.partition("\n")
    said, beside = first_sentence(line)
    said = plain(said)
    return Extraction(said, "line", rest=f"{beside}\n{below}", adverb=mark.adverb) if said else None


def _displayed(text: str) -> str:
    """Return a formula on lines of its own with which a text begins, without its delimiters; empty where none does."""
    for opening, closing in _DISPLAY:
        if text.startswith(opening):
            line = text.partition("\n")[0].strip()
            end = text.find(closing, len(opening))
            return text[len(opening) : end].strip() if line == opening and end >= 0 else ""
    return ""


def _same_start(said: str, rejected: str) -> bool:
    """Return whether what was stated is what is rejected later: the same first word."""
    words = _WORDS.search(said), _WORDS.search(rejected)
    same = {word.group().casefold() for word in words if word}
    return all(words) and len(same) == 1
