"""Definite words without anything that they could mean: `the author`, `this process`, `the mayor`, `he`.

English marks what a hearer is taken to know already. A question that begins with it knows its passage and not its
reader, unless it says itself what is meant, in one of four ways, which are all looked for:

- before: an earlier sentence or clause (`A man walks north. How far does he ...`), or the same noun (`a study ... the
  study`);
- behind: a complement (`the author of Hamlet`, `the company that built ...`), a colon or a quotation;
- by a name anywhere, where a person or a firm is meant (`What did the king of Macbeth's time ...`);
- by its kind: `what does a firm do when the firm ...` speaks of any, and is told from one event by its tense.

What a noun is called decides which of these are enough: a text, its writer and its parts (`excerpt`, `narrator`) belong
to a passage in any tense, people and firms only in the past tense. The lists of nouns are closed; what they lack, a
model is asked about.
"""

from __future__ import annotations

import re
from typing import Final

_WRITERS: Final = (
    "authors?|writers?|narrators?|essayists?|columnists?|bloggers?|reviewers?|critics?|interviewees?|interviewers?|"
    "lecturers?|presenters?|commentators?|commenters?|researchers?|investigators?|protagonists?|antagonists?|"
    "main characters?|respondents?|participants?|storytellers?"
)
_WRITINGS: Final = (
    "passages?|excerpts?|extracts?|articles?|paragraphs?|essays?|reports?|surveys?|letter|brochures?|leaflets?|"
    "pamphlets?|memos?|memoirs?|handouts?|editorials?|transcripts?|manuals?|dialogues?|conversations?|stor(?:y|ies)|"
    "poems?|recipes?|instructions|reviews?|blogs?|websites?|webpages?|documents?|chapters?|texts?|"
    "advertisements?|notices?|emails?|speech|diar(?:y|ies)|narratives?|anecdotes?|quotations?|quotes?|guides?|"
    "descriptions?|summar(?:y|ies)|tutorials?|lectures?|podcasts?|videos?|documentar(?:y|ies)|selection|"
    "case stud(?:y|ies)|"
    "stud(?:y|ies)|experiments?|brochures?|fables?|scenarios?|vignettes?|snippets?|posts?|forums?|job (?:posting|ad)s?|"
    "charts?|diagrams?|graphs?|research|illustrations?|photographs?|infographics?|flowcharts?|screenshots?"
)
_PEOPLE: Final = (
    r"m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|couple|family|mother|father|brothers?|sisters?|sons?|daughters?|wife|"
    r"husband|uncle|aunt|grandmother|grandfather|parents|neighbou?rs?|friends?|stranger|travell?ers?|hikers?|visitors?|"
    r"guests?|teachers?|students?|pupils?|professor|instructor|coach|players?|team|crew|captain|pilot|driver|"
    r"passengers?|"
    r"soldiers?|officers?|general|king|queen|prince|princess|emperor|mayor|governor|minister|senator|president|"
    r"chairman|chairwoman|director|manager|owner|founders?|employees?|workers?|managers?|employer|customers?|clients?|"
    r"tenants?|landlord|buyer|seller|farmers?|doctors?|nurses?|surgeon|patients?|victims?|suspects?|witness(?:es)?|"
    r"defendants?|plaintiffs?|appellants?|petitioners?|respondents?|jury|judge|court|prosecutor|lawyers?|subjects|"
    r"volunteers?|scientists?|engineers?|inventor|explorers?|expedition|artist|painter|sculptor|architect|composer|"
    r"musician|singer|band|actor|actress|hero|heroine|villain|speakers?|characters?|villagers?|residents?|locals|"
    r"protesters|settlers|colonists|compan(?:y|ies)|firm|startup|corporation|business|agency|committee|commission|"
    r"council|board|charity|foundation|organi[sz]ation|institute|school|college|university|hospital|clinic|"
    r"museum|store|"
    r"shop|restaurant|factory|bank|club|department|village|town|festival|project|programme?|campaign|event|ceremony|"
    r"\w{3,}(?:ologist|ician)s?"
)
_STUDIED: Final = (
    r"sample|samples|(?:treatment|control|experimental|test|placebo) groups?|mice|rats|subjects|stud(?:y|ies)|"
    r"experiments?|trials?|surveys?|analys[ie]s|investigation|research|intervention|treatment|questionnaire|cohort|"
    r"contract|proposal|policy|law|bill|verdict|ruling|decision|merger|deal|plan|accident|incident|fire|attack|meeting|"
    r"building|bridge|statue|discovery|find"
)
_MODIFIER: Final = (
    r"(?:(?!(?:first|last|only|next|original|most|new|best|\w+est|of|and|or|in|is|to|that|which)\b)[a-z][\w-]+ ){0,2}?"
)
# What may follow a noun that is the end of its phrase: all but what goes on with it or says which one is meant.
_COMPLEMENT: Final = (
    r"of|by|for|from|between|among|with|without|into|through|called|named|titled|entitled|known|who|whom|whose|which|"
    r"that|about(?!\W*$)|in (?!(?:the|this|that|these|his|her|their|its|order|paragraph|line|section)\b)[a-z]+|"
    r"on (?:a|an)|to (?:a|an)|at (?:a|an)|\w+ (?:which|whom|whose)|issued|written|drawn|published|"
    r"signed|needed|required|(?:in|on|at|from|to|as) (?:(?:the|his|her) )?(?:[a-z]\w+ ){0,3}(?-i:[A-Z])\\w*|[a-z]"
)
_COMPOUND: Final = (
    r"editors?|messages?|files?|box(?:es)?|fields?|mode|cards?|games?|cameras?|theory|lines?|makers?|"
    r"projections?|frames?|"
    r"sensors?|clips?|mills?|money|towels?|openers?|pads?|paths?|rooms?|halls?|names?|numbers?|sizes?|types?|classes|"
    r"class|sheets?|books?|office|system|title|marks?|style|bars?|databases?|encoding|codes?|offices?|traits?|"
    r"processor|members?|law|rights?"
)
_BARE: Final = (
    rf"(?!['\w-]|\s+(?:{_COMPLEMENT}|{_COMPOUND})\b|\s+(?!(?:EXCEPT|NOT)\b)(?:(?-i:[A-Z])|[\"'(])|"
    r",\s+(?:(?-i:[A-Z])|an?\b|\w+ing\b|wh\w+\b(?! (?:do|did|does|is|was|are|were|\w+ (?:do|did|does|is|was|"
    r"are|were))\b)))"
)
_POSSESSIVE: Final = r"'s?(?= )"
_ENDED: Final = rf"(?:{_BARE}|{_POSSESSIVE})"
_THE: Final = r"\b(?:the|this|(?<!of )these)"

_TEXTUAL: Final = re.compile(rf"(?i:{_THE}) (?P<noun>{_WRITERS}|{_WRITINGS}){_ENDED}")
_MODIFIED: Final = re.compile(
    rf"(?<!of )\b(?i:this|these|the (?:given|provided|above|preceding|present|"
    rf"accompanying|attached|quoted|selected|short)) (?P<noun>{_WRITERS}|{_WRITINGS}){_ENDED}"
)
_PERSON: Final = re.compile(
    rf"\bthe (?!(?:wo)?men's |children's ){_MODIFIER}(?P<noun>{_PEOPLE}|{_STUDIED}){_ENDED}(?! to\b)"
)
_DEMONSTRATED: Final = re.compile(
    rf"(?<!of )(?<!among )\b(?:this|these) (?!following\b){_MODIFIER}(?P<noun>[a-z][a-z-]{{2,}}){_ENDED}"
)
_THIS_ALONE: Final = re.compile(
    r"\b(?:is|was|does|did|are|were|do) (?P<noun>this|these)(?=\W*$| (?:important|called|mean))"
)
_PRONOUN: Final = re.compile(r"\b(?P<noun>he|him|his|she|her|hers|they|them|their|theirs)\b(?!-)")
_IT: Final = re.compile(r"\b(?:did|was|were|had) (?P<noun>it|its)\b|\b(?:is|was|are|were|does|did) (?P<own>its)\b")
_EXPLETIVE: Final = re.compile(
    r"\bit\b.*\b(?:that|to|if|for|when|until|before|who|rain(?:ed)?|snow(?:ed)?|take|took)\b"
)

_SAID: Final = (
    r"(?:given|mentioned|stated|described|discussed|listed|cited|referenced|quoted|presented|offered|provided|"
    r"expressed|raised|outlined|identified|introduced|proposed|advertised|suggested|implied|recommended)"
)
_TELLING: Final = (
    r"reasons?|examples?|evidence|explanations?|details?|facts?|figures?|views?|opinions?|concerns?|arguments?|claims?|"
    r"advice|warnings?|benefits?|drawbacks?|advantages?|disadvantages?|factors?|causes?|consequences?|conditions?|"
    r"solutions?|recommendations?|requirements?|strateg(?:y|ies)|techniques?|methods?|approach(?:es)?|steps?|stages?|"
    r"phases?|points?|topics?|themes?|events?|problems?|algorithms?|models?|theor(?:y|ies)|species|drugs?|options?|"
    r"definitions?|statistics?|dates?|positions?|jobs?|cases?|hypothes[ie]s|materials?|ingredients?|categories|"
    r"work|issue|text|novel|technology|disease|disorder|company|group|country"
)
_NO_PLACE: Final = r"(?! (?:by|to|off|up|out|in (?!the (?:list|start|beginning|end)\b)|on|under|among|from)\b)"
_REPORTED: Final = (
    # what was said, and nobody who says it
    (
        rf"\b(?:what|which) (?:\w+ ){{0,3}}(?:{_TELLING}) (?:is|are|was|were) (?:not )?(?:given|offered|cited|"
        rf"mentioned|stated|"
        rf"provided|referenced|expressed|raised|listed|discussed|proposed){_NO_PLACE}"
    ),
    (
        r"\b(?:is|are|was|were) (?:not |also |specifically |explicitly )*(?:mentioned|stated|referenced|discussed|"
        r"listed|said) (?:as\b(?! part)|about\b|regarding\b|concerning\b|at the\b|except\b)"
    ),
    (
        rf"\bthe (?:\w+ ){{0,2}}(?:{_TELLING}) {_SAID}(?=\W*$|,| (?:for|in the|at the|here|would|is|are|was|were|"
        rf"can|could)\b)"
    ),
    (
        rf"\bthe (?:proposed|mentioned|aforementioned|described|cited|discussed|said|"
        rf"above-mentioned) (?:\w+ )?(?:{_TELLING}|\w+s)\b(?! of\b)"
    ),
    (
        rf"\b(?:which|what) (?:\w+ )?(?:{_TELLING}|claim|fact|statement|information)\b[^,?]* (?:is|are|was|"
        rf"were) (?:given|stated|mentioned|supported|provided)\W*$"
    ),
    rf"^(?:which|what) of the (?:\w+ )?(?:{_TELLING}) {_SAID}\b(?! (?:by|below))",
    r"^(?:as (?:described|mentioned|stated|noted|discussed|explained|shown|given))\s*,",
    (
        r"^(?:how|when|where|why) (?:is|are|was|were) the [a-z]+ (?:described|characteri[sz]ed|portrayed|depicted|"
        r"presented)\W*$"
    ),
    r"\bunder discussion\b",
    r"\b(?:said|mentioned|stated|discussed|noted|introduced|described|explained) (?:earlier|previously|already)\b",
    r"\b(?:previously|earlier|already|above) (?:mentioned|described|discussed|introduced|stated|named|listed|noted)\b",
    r"\bparagraphs? \d+\b(?! of)|\bsteps? \d+ (?:of|in) the (?:procedure|process|method|instructions|guide|recipe)\W*$",
    (
        r"\b(?:the|these) (?:two|three|four|five|six|both) (?:approaches|methods|factors|reasons|examples|"
        r"strategies|arguments|"
        r"points|steps|stages|phases|groups|theories|models|views|claims|cases|events|techniques|problems|solutions|"
        r"speakers|characters|studies|experiments|texts|authors|options|proposals|scenarios|main points|key points)"
        r"(?=\W*$|,| (?:listed|given|mentioned|described|discussed|presented|cited|compared|outlined|differ|in the)\b)"
    ),
    (
        r"\b(?:the|this) (?:sample|given|provided|example) (?:code|program|script|data|function|text|sentence|"
        r"problem|query)\b"
        r"(?! of\b)"
    ),
    (
        r"\b(?:refer(?:ring)? to|look(?:ing)? at|consult|see) the (?:chart|table|figure|diagram|graph|map|image|"
        r"picture|text)\b"
        r"(?! of\b)"
    ),
    r"\b(?:in|from|on|of) the (?:description|details|information|data|list|instructions)(?=\W*$|,| (?:given|provided))",
)
_REPORTED_ANY: Final = re.compile("|".join(f"(?:{one})" for one in _REPORTED), re.IGNORECASE)

_FORMER: Final = re.compile(
    r"\bthe (?:former|latter)(?: (?:method|approach|one|type|group|kind|case|theory|process|term|idea)s?)?"
    r"(?=\W*$| (?:used|is|are|was|were|differ|do|does|have|has|called|known|from|over)\b)"
)
_PAST: Final = re.compile(
    r"\b(?:did|was|were|had)\b|^(?:who|what|which(?: \w+){1,2}) (?:\w{2,}ed|won|led|took|made|found|lost|gave|"
    r"got|left|ran|"
    r"wrote|said|told|chose|became|began|bought|brought|went|saw|kept|built|sold|sent|met|spoke|broke|grew|"
    r"drew|rose|fell)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"(?<=[\w,;'] )(?!EXCEPT\b|NOT\b|LEAST\b|I\b)[A-Z][\w'-]*|\b1\d{3}\b|\b20\d\d\b")
_TIME: Final = re.compile(
    r"(?:century|year|month|week|day|decade|morning|evening|night|time|way|kind|type|sort|world|country|planet|"
    r"universe|"
    r"case|sense|regard|respect|reason|number|formula|equation|sequence|expression|set|function|list|word|sentence|"
    r"phrase|proverb|line|code|of|is|are|was|were|in|has|have|had|does|do|did|for|to|and|or|the|shall|will)\Z"
)
_CLAUSE: Final = re.compile(
    r"[.!?;:,][\"')\]]*\s+\S|\b(?:and|but|so) (?=(?:how|what|why|which|who|when|where)\b)|\s\u2014\s"
)
_WORD: Final = re.compile(r"\w+")
_SUBORDINATE: Final = re.compile(
    r"^(?:if|when(?! (?:did|was|were|is|are|do|does|will|can|had|has)\b)|as|after|before|while|because|since|"
    r"suppose|assume|although|once)\b",
    re.IGNORECASE,
)
_SAYS_BEHIND: Final = re.compile(r"[.!?]\s+\S|:\s*\S|[\"\u201c(]|\bwhen \w+ \w+")
_ANY_TEXT: Final = re.compile(rf"\b(?:an?|each|every|any|some) (?:[\w-]+ )?(?:{_WRITINGS})\b", re.IGNORECASE)
_LIGHT: Final = frozenset(
    "what which who whom whose when where why how is are was were do does did has have had can could will would should "
    "much many long old far often soon early late year day month age kind sort type name names reason reasons role "
    "part "
    "colour color in on at of by for to from with under about the a an first last next most main happened made became "
    "after before same way extent city country place school subject job profession effect not else "
    "happen happens".split()
)
ASKS: Final = re.compile(
    r"(?:(?:in|on|at|by|for|from|to|of|with|under|about) )?(?:what|which|who|whom|whose|when|where|why|how|is|"
    r"are|was|were|"
    r"does|do|did|can|could|has|have|had)\b",
    re.IGNORECASE,
)
_ASKS_LATER: Final = re.compile(
    rf"{ASKS.pattern}|(?:in|on|at|by|for|from|of|with|under|about|to|given|per|using|considering|according|based|after|"
    r"read|refer|look|consider|name|list|describe|explain|summari[sz]e|identify|give|state|compare|all of the)\b",
    re.IGNORECASE,
)
_OF_A_WORK: Final = re.compile(
    r"(?:main character|protagonist|antagonist|narrator)s?|stor(?:y|ies)|videos?|poems?|quot(?:e|ation)s?|chapters?"
)
_SENTENCE: Final = re.compile(r"[.!?][\"')\]]*\s+\S")
_ANY_PERSON: Final = re.compile(
    rf"\b(?:an?|each|every|any|some|one|two) (?:[\w-]+ ){{0,2}}(?:{_PEOPLE})\b", re.IGNORECASE
)
LEAST_SCENE: Final = 25
"""Words of a question of several sentences: as many set a scene of their own."""
LEAST_TOLD: Final = 6
"""Words of an earlier clause: as many may tell of whom or of what the question speaks."""


def bare(text: str) -> str | None:
    """The first definite words that mean nothing in the question itself; None where there are none.

    Args:
        text: The question in one line, with plain quotation marks.
    """
    for rule in (_reported, _former, _textual, _person, _demonstrated, _pronoun):
        if found := rule(text):
            return found
    return None


def _reported(text: str) -> str | None:
    found = _REPORTED_ANY.search(text)
    if found is None or _told(text, found.start()) or _SAYS_BEHIND.search(text, found.end()):
        return None
    return found[0].strip(" ,?.")


def _former(text: str) -> str | None:
    found = _FORMER.search(text)
    if found is None or _before(text, found.start()) or not ASKS.match(text):
        return None
    return None if re.search(r"\b(?:and|or)\b", text[: found.start()]) else found[0]


def _textual(text: str) -> str | None:
    if (
        not _ASKS_LATER.match(text)
        or text.islower()
        or (_SENTENCE.search(text) and len(_WORD.findall(text)) >= LEAST_SCENE)
    ):
        return None
    for pattern in (_MODIFIED, _TEXTUAL):
        for found in pattern.finditer(text):
            if _explained(text, found) or _ANY_TEXT.search(text) or _generic(text, found):
                continue
            if not ((_OF_A_WORK.fullmatch(found["noun"]) or _begins_a_clue(text, found)) and _NAME.search(text)):
                return found[0].strip()
    return None


def _begins_a_clue(text: str, found: re.Match[str]) -> bool:
    """`This author wrote ...` in a text that asks for nothing: the clue itself says what `this` is."""
    return found[0].casefold().startswith("this") and ASKS.match(text) is None


def _generic(text: str, found: re.Match[str]) -> bool:
    """`in the abstract`, `by the book`: idioms, and a noun after `of` whose whole names it (`the author`, behind)."""
    return _IDIOM.search(text[max(0, found.start() - 12) : found.end() + 14]) is not None


_IDIOM: Final = re.compile(
    r"in the (?:abstract|papers)\b|(?:to|by) the letter\b|for the (?:record|post)\b|\bthe post office|\bgraph theory|"
    r"\bon the charts?\b|in the graph of|this speech act",
    re.IGNORECASE,
)


def _person(text: str) -> str | None:
    if (
        not _PAST.search(text)
        or not ASKS.match(text)
        or text.islower()
        or _NAME.search(text)
        or _SENTENCE.search(text)
        or _ANY_PERSON.search(text)
    ):
        return None
    for found in _PERSON.finditer(text):
        if not _explained(text, found):
            return found[0].strip()
    return None


def _demonstrated(text: str) -> str | None:
    for pattern in (_DEMONSTRATED, _THIS_ALONE):
        for found in pattern.finditer(text):
            if _TIME.search(found["noun"]) or _before(text, found.start()) or _SAYS_BEHIND.search(text, found.end()):
                continue
            if _asks(text[: found.start()]):
                return found[0].strip()
    return None


def _pronoun(text: str) -> str | None:
    """A pronoun before which stands no noun that it could mean; `it` only where it is a thing (`Why was it built?`)."""
    found = _PRONOUN.search(text) or _IT.search(text)
    if found is None or text.islower() or _before(text, found.start()):
        return None
    if _NAME.search(text) and not _year_alone(text):
        return None
    if found.re is _IT and (_EXPLETIVE.search(text) or _SAYS_BEHIND.search(text, found.end())):
        return None
    if found.re is _PRONOUN and found[0].lower() in {"they", "them", "their", "theirs"} and not _PAST.search(text):
        return None
    return found[0].strip() if _asks(text[: found.start()]) else None


def _asks(ahead: str) -> bool:
    """Whether a question has begun, and said nothing yet that could be meant: `In what year was ...`."""
    words = _WORD.findall(ahead.casefold())
    return ASKS.match(ahead) is not None and all(word in _LIGHT for word in words)


def _year_alone(text: str) -> bool:
    return all(name[0].isdigit() for name in _NAME.findall(text))


def _explained(text: str, found: re.Match[str]) -> bool:
    return (
        _told(text, found.start())
        or _mentioned(text, found)
        or re.search(r"^\s*[(\"]|:\s", text[found.end() :]) is not None
    )


def _mentioned(text: str, found: re.Match[str]) -> bool:
    """Whether the noun stands before, in one form or another."""
    noun = found["noun"].casefold().removesuffix("s").removesuffix("ie")
    return re.search(rf"\b{re.escape(noun)}", text[: found.start()].casefold()) is not None


def _before(text: str, at: int) -> bool:
    """Whether any clause stands before, be it short: `Tom is tall. Is he ...`, `If water freezes, this ...`."""
    return any(end.start() < at for end in _CLAUSE.finditer(text)) or _SUBORDINATE.match(text) is not None


def _told(text: str, at: int) -> bool:
    ends = [end.start() for end in _CLAUSE.finditer(text) if end.start() < at]
    return bool(ends) and len(_WORD.findall(text[: ends[-1]])) >= LEAST_TOLD
