r"""Words by which a question leans on a text that its reader does not have: `according to the passage`, `Figure 3`.

`reference(question)` gives the first such words, and how sure they are. `sure`: they can only mean something outside
(`in the excerpt`). `open`: they may mean what the question itself says before (`A study found ... In this study`), or a
work that it names or quotes; a rule cannot tell, and a model is asked. Words that only look alike are passed over:
`according to Newton's second law`, `the author of Hamlet`, `the passage of time`, `a text editor`.

English only: of a question in another language these rules know nothing, and the model alone decides.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from curate.wording.bare import ASKS, bare


class Reference(NamedTuple):
    """The words, and whether they can only mean something outside of the question."""

    words: str
    sure: bool


_OPTIONAL: Final = r"(?:(?:provided|given|above|following|accompanying|preceding|attached|supplied|short|source) )?"
# What a reader would have to have before him. `section`, `text`, `table` and `figure` are also words of other trades.
_TEXT: Final = (
    "passage|text|excerpt|article|paragraph|reading|document|section|chapter|textbook|lecture|lesson|transcript|"
    "essay|paper|report|extract|snippet|handout|slides?|web ?page|website|blog post|blog|post|newsletter|press release|"
    "interview|video|podcast|editorial|memo|abstract|case study|vignette|context|source|material|content|"
    "reading passage|information sheet|tutorial|story|poem"
)
_SHOWN: Final = (
    "figure|table|diagram|graph|chart|image|picture|illustration|map|photograph|photo|drawing|graphic|schematic|plot|"
    "flowchart|timeline|screenshot|infographic|exhibit"
)
_TOLD: Final = "study|experiment|research|survey|trial|example|case|scenario|analysis|author|writer|researchers?"
_WHO: Final = (
    "author|authors|writer|narrator|speaker|lecturer|instructor|interviewee|interviewer|researchers|scientists|"
    "investigators|essayist|columnist|blogger|presenter|editors"
)
_SAYS: Final = (
    "say|state|suggest|describe|mention|imply|indicate|discuss|argue|explain|note|refer|claim|conclude|believe|"
    "emphasi[sz]e|recommend|define|compare|present|identify|point out|portray|highlight|cite|list|report|attribute|"
    "propose|use|mean|give|make|offer|tell|show|think|support|view|characteri[sz]e|contrast|criticize|assert|"
    "stress|warn|focus"
)
_SAYING: Final = (
    "says|states|suggests|describes|mentions|implies|indicates|discusses|argues|explains|notes|refers|claims|concludes|"
    "believes|emphasi[sz]es|recommends|defines|compares|presents|identifies|points out|portrays|highlights|cites|lists|"
    "reports|attributes|proposes|uses|criticizes|asserts|stresses|warns|focuses|wants|thinks|found|observed|concluded|"
    "discovered|reported|describe|mention|suggest|argue|find|conclude|observe"
)
_TOLD_AS: Final = (
    "described|mentioned|discussed|given|provided|shown|presented|stated|outlined|listed|cited|explained|depicted|"
    "illustrated|defined|introduced|referenced|quoted|printed|reproduced|conducted|detailed|identified|displayed|noted"
)
# The noun is the end of its phrase: no `text editor`, no `table salt`, no `passage of time`, no `section modulus`.
_ENDS: Final = (
    r"(?=\W*$|\s*[,.?;:!)\"\u201d\u2014]|['\u2019]s?\b|\s+(?:above|below|here|provided|given|shown|described|"
    r"presented|"
    r"that|which|what|who|whom|whose|why|how|when|where|whether|is|are|was|were|does|do|did|has|have|had|can|could|"
    r"would|should|will|may|might|must|and|or|as|to|it|they|he|she|we|there|because|while|if|on|about|regarding|"
    r"concerning|most|best|primarily|mainly|directly|also|not|"
    rf"{_SAYING})\b)"
)
_BASED: Final = (
    r"(?:according to|based (?:up)?on|in accordance with|on the basis of|as per|per|from|using|with reference to|"
    r"referring to|refer to|considering|in light of|given|as (?:\w+ ){1,2}(?:in|by)|(?:\w+ed|shown|given|"
    r"written) (?:in|by)|"
    r"in|within|throughout|look at|read|consult|see|examine|after reading|inferred from)"
)

_SURE: Final = (
    # a text: according to the passage; in the excerpt; the main idea of the article
    rf"\b{_BASED} (?:the|this|that|our|your|these) {_OPTIONAL}(?:{_TEXT}){_ENDS}",
    (
        r"\b(?:for|of|by|summari[sz]es?|describes?|captures?|introduces?|ends|begins|concludes?|supports?|"
        r"titles?) (?:the|this) "
        rf"{_OPTIONAL}(?:passage|text|excerpt|article|paragraph|essay|extract|reading passage){_ENDS}"
    ),
    (
        rf"\b(?:the|this|that) {_OPTIONAL}(?:{_TEXT})(?:(?: (?:above|below))?,? (?:also |mainly |explicitly |"
        r"primarily )?"
        rf"(?:{_SAYING}|compare|does not|is (?:mainly|primarily|mostly|chiefly) about)\b|['\u2019]s (?:main|central|"
        r"primary|author|tone|purpose|title|theme|conclusion|argument|message|thesis|opening|first|last|description))"
    ),
    (
        rf"\b(?:does|do|did|would|can|is) (?:the|this|that) {_OPTIONAL}(?:{_TEXT}|chart|diagram|graph) "
        rf"(?:(?:\w+ly|also|not) )?(?:{_SAYS}|tell|intended|written|organi[sz]ed)\b"
    ),
    (
        rf"\b(?:the|this|these) (?:provided|given|supplied|accompanying|attached) (?:{_TEXT}|{_SHOWN}|information|data|"
        r"excerpts|passages|documents)\b"
    ),
    r"\b(?:the|this|that) (?:passage|excerpt|article|paragraph|text|extract) (?:above|below)\b",
    r"\b[Pp]assages? (?:\d\b|[AB]\b|I{1,2}\b)|\b(?:both|the two|these|the|each of the) passages\b",
    r"\(?\blines? \d+(?:\s?[-\u2013]\s?\d+)?\b(?= ?\)|,|\?|\W*$| of the| is | are | most| primarily| serves?)",
    (
        r"\b(?:the|this) passage (?:most |chiefly |mainly |primarily |also |clearly |strongly |contains|offers|"
        r"provides|supports|"
        r"serves|can |could |would |is |was |begins|ends|as a whole)"
    ),
    r"\b(?:first|second|third|fourth|fifth|last|final|opening|next|previous) paragraph\b(?! of an? )",
    rf"\b(?:who is )?the (?:narrator|speaker) of the (?:story|poem|passage|text|excerpt){_ENDS}",
    # what is shown: in the figure; the table above; Figure 3; Table 2.1
    rf"\b(?:according to|in|from|on|see|using|per|consider|examine) (?:the|this|that) {_OPTIONAL}(?:{_SHOWN}){_ENDS}",
    rf"\b(?:the|this|that) (?:{_SHOWN}) (?:above|below|shows?|shown|depicts?|illustrates?|represents|indicates)\b",
    rf"\bthe above (?:{_SHOWN}|{_TEXT})\b|\b(?:above|below) (?:figure|table|diagram|graph|passage|text|excerpt)\b",
    (
        r"\b(?:as )?(?:shown|depicted|illustrated|pictured|plotted|tabulated|graphed) (?:above|here|at (?:the )?"
        r"(?:right|left)|on the (?:right|left|next page|previous page))\b"
    ),
    # the text says of itself where it is
    (
        r"\bas (?:\w+ )?(?:mentioned|described|discussed|explained|stated|noted|shown|defined|seen|introduced|outlined|"
        r"covered) (?:above|earlier|previously|before|here|in class|in lecture)\b"
    ),
    (
        r"\b(?:earlier|later|previously) in (?:this|the) (?:chapter|section|text|book|course|passage|lesson|unit|"
        r"article)\b"
    ),
    r"\b(?:on|of|from) (?:this|the previous|the next|the following) (?:page|web ?page|slide|website|site|blog)\b",
    (
        r"\b(?:in|of|from|by|throughout) this (?:course|class|unit|module|book|textbook|lesson|blog|thread|tutorial|"
        r"workshop|guide|manual)\b"
    ),
    r"\bmentioned in (?:the )?(?:list|notes|conversation|dialogue|discussion)\b",
    # the writer
    (
        r"\bthe authors? (?:would|most (?:likely|probably)|is (?:most|primarily|chiefly|mainly)|probably|primarily|"
        r"attributes)\b"
    ),
    r"\b(?:the author|the authors) of (?:the |both |this )?(?:passages?|text|article|essay|excerpt)\b",
    (
        rf"\b(?:according to|in the (?:view|opinion|words|eyes) of|stated by|mentioned by|described by|used by) the "
        rf"(?:{_WHO}){_ENDS}"
    ),
    (
        rf"\b(?:does|do|did|would|is|was) the (?:{_WHO})(?: of the (?:passage|text|poem|story|article|"
        rf"essay))? (?:\w+ly |most |also |likely )*(?:{_SAYS}|feel|consider|"
        r"primarily|find|observe|give|want|hope|intend|intending)\b"
    ),
    (
        r"\bthe (?:author|writer|narrator|speaker|lecturer|columnist|blogger|essayist)['\u2019]s? (?:main |primary |"
        r"overall |central |own |personal |likely |attitude|purpose|tone|view|opinion|argument|point|claim|intent|main|"
        r"position|thesis|perspective|belief|conclusion|description|discussion|use of|grandfather|experience)"
    ),
    rf"\bthe (?:{_WHO}) (?:most likely |primarily |also |mainly )?(?:{_SAYING})\b",
)
_NUMBERED: Final = (
    (
        r"\b(?:Figure|Fig\.|FIGURE|Table|TABLE|Diagram|Graph|Chart|Exhibit|Plate|Box|Image|Equation|Eq\.|Example|"
        r"Exercise|"
        r"Theorem|Lemma|Corollary|Proposition|Listing|Appendix)s? (?:\(?\d+(?:[.-]\d+)*[a-z]?\)?|[A-Z](?=\W*$|[,?.]))"
        r"(?! (?:of|in|from) (?:(?:the )?[A-Z]|an? ))"
    ),
    (
        r"\b(?:in|from|see|of|per|to) (?:Chapter|Section|Sec\.|Unit|Lesson|Module|Part|Paragraph|Page|Lecture|Problem) "
        r"(?:\d+(?:\.\d+)*|[IVX]+)(?=\W*$|\s*[,?.;:]|\s+(?:is|are|was|does|do|did|above|below)\b)"
    ),
    (
        r"\b(?:[Ff]igure|[Tt]able|[Ff]ig\.|[Ee]quation|[Ee]q\.|[Ss]ection|[Ee]xample|[Ee]xercise|[Tt]heorem|[Ll]emma) "
        r"\(?\d+\.\d+\)?(?![\w^]|\s*[=+*/])"
    ),
    r"\b(?:on )?(?:page|pp\.|p\.) \d+\b(?! (?:of|in) [A-Z\"\u201c])",
)
_OPEN: Final = (
    # told elsewhere, or before in this very question
    (
        rf"\bthe (?:{_TOLD}|information|data|method|process|procedure|theory|approach|technique|concept|results|"
        r"findings|"
        rf"list|facts|evidence|details|events|problem|incident|model) (?:{_TOLD_AS})(?= (?:above|here|earlier|below|"
        r"in the|"
        r"in this|by the)\b|\W*$|[,?])"
    ),
    rf"\b(?:in|from|does|did|do) (?:the|this|that|these|those) (?:{_TOLD}){_ENDS}",
    (
        rf"\b(?:the|this|that|these) (?:{_TOLD}) (?:{_SAYING}|describes?|demonstrates?|shows?|was (?:designed|"
        r"conducted)|"
        r"used)\b"
    ),
    (
        rf"\b(?:according to|based on) (?:the|this|that|these|those) (?:above |given |provided )?(?:{_TOLD}|"
        r"information|data|"
        r"results|findings|statement|facts|evidence|description|principle|theory|model|definition|criteria|"
        rf"guidelines){_ENDS}"
    ),
    (
        r"\b(?:the )?(?:above|aforementioned|preceding|foregoing) (?:information|data|equation|reaction|example|"
        r"statement|"
        r"scenario|situation|problem|experiment|method|list|expression|definition|case|results|process|code|formula|"
        r"function|circuit|sentence|quote|quotation|description|study)s?\b"
    ),
    (
        r"\b(?:described|mentioned|given|listed|stated|defined|discussed|provided|presented|outlined|written) "
        r"(?:above|here)\b"
    ),
    r"\b(?:scenario|situation|equation|reaction|data|example|list|code|statement|experiment) above\b",
    (
        rf"(?<!of )\bthe following (?:{_TEXT}|{_SHOWN}|quotation|quote|dialogue|conversation|code|data|"
        r"advertisement|letter|scenario|case|lines|stanza|speech|scene)\b"
    ),
    (
        r"\b(?:in|from|throughout|does|did) (?:the|this) (?:story|poem|novel|play|film|movie|scene|book|song|tale|"
        rf"fable|letter|speech|painting|quotation|quote|dialogue|conversation|stanza){_ENDS}"
    ),
    rf"\bin this (?:example|context|scenario|situation|model|approach|procedure|analysis){_ENDS}",
    r"\bthe (?:information|context|data) (?:provided|given|presented|supplied)\b",
    r"\b(?:this|these) (?:author|writer|researcher|historian|scientist)s?\b",
)
_ALWAYS_OPEN: Final = (
    (
        r"\b(?:described|mentioned|given|listed|stated|shown|depicted|illustrated|pictured|provided|presented|"
        r"written) below\b"
    ),
    r"\b(?:scenario|situation|equation|reaction|data|example|list|code|statement|experiment)s? below\b",
    r"\b(?:this|these) (?:participants?|subjects?|patients?)\b",
    (
        r"\bthe participants\b|\bthe (?:patient|client|character|protagonist|company|town|student|"
        r"team)(?=['\u2019]s\b| was "
        r"| did | had | in the )"
    ),
)
_SURE_ANY: Final = re.compile("|".join(f"(?:{one})" for one in _SURE), re.IGNORECASE)
_NUMBERED_ANY: Final = re.compile("|".join(f"(?:{one})" for one in _NUMBERED))
_OPEN_ANY: Final = re.compile("|".join(f"(?:{one})" for one in _OPEN), re.IGNORECASE)

_ALWAYS_OPEN_ANY: Final = re.compile("|".join(f"(?:{one})" for one in _ALWAYS_OPEN), re.IGNORECASE)

# Other trades and idioms: tested where the words were found, with what stands around them.
_OTHERWISE: Final = re.compile(
    r"the (?:passage|section|text|article|chapter|story|report|table|figure|map|plot|context|source|content|material|"
    r"paper|document|image|interview|abstract|video|study|analysis|example|case|research|survey|trial|graph|chart|"
    r"diagram|picture|post|lesson|reading|experiment)s? (?:of|by|for|between|through|on|into|called|known as|"
    r"entitled|"
    r"titled) (?!(?:the |this |that )?(?:passage|text|excerpt|article|chapter|book|page|author|above|following)\b)"
    r"|(?:on|at|off|under|around|onto|over|falls from|fell from) the (?:table|map|post|paper|plot)(?! (?:above|"
    r"below|shows?))\b"
    r"|in the (?:picture|image|source|content|material|post|plot|case|context|report|reading|map) (?:of|that|"
    r"when|where)\b"
    r"|(?:in|by) the (?:material|source|content|image)\b(?! (?:provided|given|above))"
    r"|in (?:the|this|that) case\b(?! study)|in the analysis\b|in the example set\b"
    r"|\b(?:html|sql|web|database|css|latex|markdown|spreadsheet|excel|word) (?:document|table|page|image)",
    re.IGNORECASE,
)

_QUOTES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})
_SPACE: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"\w+")
_QUOTED: Final = re.compile(r"[\"\u201c\u00ab]([^\"\u201c\u201d\u00ab\u00bb]+)[\"\u201d\u00bb]")
_SHOWS_DATA: Final = re.compile(r"\|.*\||\t.*\t|```|\n\s*\S+.*\n", re.DOTALL)
_TITLE: Final = re.compile(r"[\"\u201c*_][A-Z][^\"\u201d*_]{2,}[\"\u201d*_]")
_NAMED_AFTER: Final = re.compile(
    r"\s*(?:,? ?\b(?:of|by|from|titled|entitled|called|about) (?:the |a |an )?[\"\u201c*_]?[A-Z\"\u201c]|"
    r" [A-Z\"\u201c*_])"
)
_DEMONSTRATIVE: Final = re.compile(r"\b(?:this|these)\b", re.IGNORECASE)
_FORMULA: Final = re.compile(r"[,:]? *\S+ ?[=<>+*/^\u2192-]")
_BEHIND: Final = re.compile(r"[:?.] *\S")
_ASKED: Final = re.compile(r"[.!?;:,][\"')\]]*\s+\S")
_NOTHING_BUT_A_TEXT: Final = re.compile(
    r"passage|excerpt|extract|paragraph|textbook|lecture|transcript|author|figure|\bfig\.|this (?:chapter|"
    r"section)|above text",
    re.IGNORECASE,
)
LEAST_QUOTED: Final = 12
"""Words: a quotation of as many is the text itself, not a title or a term."""
LEAST_NOUN: Final = 4
LEAST_TOLD: Final = 6
"""Words in the clauses before: fewer tell no study and no scenario."""
WHOLE_TEXT: Final = 40
"""Words in the clauses before: as many may be the passage itself."""


def reference(question: str) -> Reference | None:
    """The first words that lean on something outside, sure ones before open ones; None where there are none.

    What would be sure is open where the question carries a text of its own (a quotation of `LEAST_QUOTED` words, a
    table, several lines), or names the work right behind the words.
    """
    text = _SPACE.sub(" ", question.translate(_QUOTES)).strip()
    by_frame = _by_frame(text, question)
    if (by_frame is not None and by_frame.sure) or _carries(question) or _TITLE.search(text):
        return by_frame
    found = bare(text)
    return Reference(found, sure=True) if found else by_frame


def _by_frame(text: str, question: str) -> Reference | None:
    """By the words around a noun: `according to the ...`, `the ... above`."""
    found = _found(_NUMBERED_ANY, text) or _found(_SURE_ANY, text)
    if found is not None:
        named = found.re is _SURE_ANY and _names_it(text, found)
        told = _introduced(text, found) or _told(
            text, found, WHOLE_TEXT if _NOTHING_BUT_A_TEXT.search(found[0]) else LEAST_TOLD
        )
        return Reference(found[0].strip(), sure=not (named or told or _carries(question)))
    found = _found(_OPEN_ANY, text)
    if found is not None and not _NAMED_AFTER.match(text[found.end() :]):
        told = _told(text, found, LEAST_TOLD) or _TITLE.search(text) is not None or _is_clue(text, found)
        told = told or _shows_it(text, found)
        return Reference(found[0].strip(), sure=not (told or _carries(question)))
    found = _ALWAYS_OPEN_ANY.search(text)
    return Reference(found[0].strip(), sure=False) if found else None


def _shows_it(text: str, found: re.Match[str]) -> bool:
    """`The above equation x + 1 = 2`, `the following code: ...`, `What does the following code print? print(1)`."""
    behind = text[found.end() :]
    return _FORMULA.match(behind) is not None or (
        "following" in found[0].casefold() and _BEHIND.search(behind) is not None
    )


def _introduced(text: str, found: re.Match[str]) -> bool:
    """`A firm writes a report. What does the report ...`."""
    before = text[: found.start()].casefold()
    nouns = (word for word in _WORD.findall(found[0].casefold()) if len(word) >= LEAST_NOUN)
    return any(re.search(rf"\ban? (?:\w+ )?{noun}\b", before) for noun in nouns)


def _is_clue(text: str, found: re.Match[str]) -> bool:
    """`This author penned ...`, `In this novel of Dickens ...`: what asks for nothing may say itself what is meant."""
    return _DEMONSTRATIVE.search(found[0]) is not None and ASKS.match(text) is None


def _found(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next((found for found in pattern.finditer(text) if not _means_something_else(text, found)), None)


def _means_something_else(text: str, found: re.Match[str]) -> bool:
    return _OTHERWISE.search(text[max(0, found.start() - 12) : found.end() + 25]) is not None


def _names_it(text: str, found: re.Match[str]) -> bool:
    return _NAMED_AFTER.match(text[found.end() :]) is not None or _TITLE.search(text) is not None


def _carries(question: str) -> bool:
    """Whether the question has a text or a table of its own."""
    quoted = any(len(_WORD.findall(one)) >= LEAST_QUOTED for one in _QUOTED.findall(question))
    return quoted or _SHOWS_DATA.search(question) is not None


def _told(text: str, found: re.Match[str], least: int) -> bool:
    """Whether as many words stand in the clauses before, and may tell what is meant."""
    ends = [end.start() for end in _ASKED.finditer(text) if end.start() < found.start()]
    return bool(ends) and len(_WORD.findall(text[: ends[-1]])) >= least
