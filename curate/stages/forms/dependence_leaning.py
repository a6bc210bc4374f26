"""Rules that find a question leaning on its options: their mention, negation, comparison, a judgement, a blank."""

from __future__ import annotations

from typing import Final

from curate.stages.forms.dependence_rules import Rule, Says, in_ascii

_OFFERED: Final = r"(?:options?|choices|alternatives?|answers?|responses|statements?|items|selections)"
_LISTED_INSIDE: Final = r"following[^?.:]*: ?[^?\s][^?]+\?|: [^?:]+(?:,|;| or )[^?:]+\?"
"""`in the following list: Saturn, Mars`: what follows stands in the question itself."""

_GIVEN: Final = (
    r"\b(?:the|its|their) [a-z' -]{1,40} (?:of|in|for|by) the following (?:[a-z0-9-]+ ){0,2}(?:matrix|sequence|series|"
    r"equation|reaction|expression|system|function|set|list|data|numbers|polynomial|code|program|determinant|integral|"
    r"sum|product|sentence|passage|poem|circuit|table|game|compound|limit|differential)\b"
)
"""`the rank of the following matrix`: what follows is what the question is about."""

_TEXT: Final = (
    r"(?:statement|sentence|assertion|description|conclusion|inference|hypothesis|remark|argument|assumption|"
    r"generali[sz]ation|interpretation|explanation|summary|story|quotation|finding|observation|proposition|"
    r"prediction|judge?ment|headline|comment|scenario|situation|example|choice|option|alternative|"
    r"response|reason|behaviou?r|strategy|evidence|factor|circumstance|thing|excerpt|passage|procedure|precaution|"
    r"investigation|experiment)"
)
_TEXTS: Final = (
    r"(?:statements|sentences|descriptions|conclusions|inferences|hypotheses|arguments|assumptions|explanations|"
    r"observations|examples|factors|claims?|plans?|designs?|practices?|measures?|approach|approaches|"
    r"facts?|questions?|"
    r"answers?|reasons|strategies|actions?|activit(?:y|ies)|features?|characteristics?|changes?|events?|conditions?|"
    r"items?|objects?|expressions?|equations?|inequalit(?:y|ies)|phrases?|lines?|adaptations?|groups? of|"
    r"traits?|habits?)"
)
_PICTURES: Final = (
    r"(?:diagram|picture|graph|figure|drawing|sketch|chart|image|illustration|photo|photograph|table|map|plot)s?"
)

_MENTIONED: Final = in_ascii(
    Rule(
        "among the options",
        Says.LEANS,
        r"\b(?:which|what|who|where|when|how|any|all|each|every|none|one|either|neither|both|two|three|"
        r"some|most|many|only)"
        r"(?: ones?)?,? (?:of|among|from|in|is|are|was|were|by|to|for|on|at|through|would|will|can|has|have) "
        r"(?:the )?(?:following|these|those|below|above|choices|options|statements|alternatives|listed)\b|"
        r"\b(?:of|among|amongst) the following\b|\bof (?:these|those)(?: [a-z]+)?(?:,|$)|\b(?:which|"
        r"what) (?:the )?(?:following|listed|these|those)\b|\bwhich (?:[a-z]+ ){1,2}(?:below|above|here|listed)\b|"
        r"\b(?:do|does|did|is|are|was|has|have|can|will|would)(?: the)? following\?|\b(?:the following|"
        r"these|those)[?:]?$",
        but=rf"{_LISTED_INSIDE}|{_GIVEN}",
        where=("!stated",),
    ),
    Rule("among the options", Says.LEANS, r"\b(?:all|each|most|some) of the following\b", "whole", but=_LISTED_INSIDE),
    Rule(
        "names the options",
        Says.LEANS,
        rf"\b(?:of|among|from|in|to) (?:the|these|those) (?:following |given |listed |four |five |"
        rf"above )?{_OFFERED}\b|\b{_OFFERED} (?:given|listed|provided|below|above|here)\b|"
        r"\b(?:everything|everyone|all) (?:listed|named|mentioned|given)\b|"
        r"\b(?:listed|given|shown|named|mentioned|provided) (?:below|here)\b|"
        rf"\bfollowing (?:{_OFFERED}|is|are|was|were|would|will|can|could|best|has|have|except)\b",
        but=rf"\b(?:put|call|stock|real|share|fx|currency) options?\b|{_LISTED_INSIDE}|{_GIVEN}",
        where=("!stated",),
    ),
    Rule(
        "picks one",
        Says.LEANS,
        r"\b(?:choose|select|pick|mark|tick|identify|indicate|check|circle) (?:the |an? |all |"
        r"your )?(?:one|option|choice|"
        r"alternative|answer|statement|sentence|word|phrase|correct|incorrect|best|right|wrong|most|odd|"
        r"true|false|pair)\b|\bfind the (?:odd|incorrect|correct|wrong|false|true|word)\b|"
        r"\bcomplete (?:the|this|each) (?:sentence|phrase|analogy|following|quote|quotation|proverb|saying)\b",
    ),
    Rule(
        "odd one out",
        Says.LEANS,
        r"\bodd (?:one|man) out\b|\b(?:does|do)(?:n't| not) belong\b|\bout of place\b|"
        r"^which [a-z]+(?: [a-z]+)? (?:is|are) (?:correct|right|true|wrong|false|incorrect|misspelled|"
        r"best)(?:\?|$| of| about| for| with)",
    ),
    Rule(
        "which one",
        Says.LEANS,
        r"(?:^|[.?!:;,] |\b(?:of|in|for|from|by|with|to|on|under|at) )(?:and |so |then )?which(?: one| ones)?"
        r" (?:is|are|was|were|has|have|had|does|do|did|can|could|would|will|should|shows?|contains?|makes?|needs?|"
        r"lives?|gives?|causes?|uses?|produces?|weighs?|moves?|goes|comes|one|ones|requires?|best|most|provides?|"
        r"feels?|occurs?|happens?|results?|evaporates?|stores?|helps?|eats?|grows?)\b|\bwhich\?$|"
        r"^which [a-z]*[^s]s (?:an?|as|[a-z]+,|the|its|"
        r"their|more|most|your|to|from|into)\b|^(?:[a-z'-]+ ){2,12}which (?:will|would|can|could|should|must) [a-z]",
        but=r",? or [^?]+\?$|^(?:of|among|between) (?:the|all|any|[a-z]+ing) |[:(] ?[^?]+(?:,| or )[^?]+\?$|"
        r"\bwhich (?:is|are|was|were|has|had)\b[^?]*,[^?]*\b(?:who|what|when|where|how|which)\b|"
        r"^(?:name|identify|give|state|find) [^?]*, (?:[a-z]+ )?which |\b(?:who|what|how|where|whom) [^?]*\bwhich\b|"
        r"^which (?:is|are|was|were) the (?:[a-z]+est|most|only|first|last|second|third)\b",
        where=("!number", "!echoed"),
    ),
    Rule(
        "which statement",
        Says.LEANS,
        rf"\b(?:which|what|whose) (?:[a-z]+[- ]){{0,2}}{_TEXT}\b|\b(?:which|what) {_TEXTS}\b",
        but=r"\bby (?:what|which) factor|\bpython|\bjava\b|\bsql\b|\bkeyword|\bloop|\b(?:called|known as|"
        r"termed|named)\b|\b(?:expression|formula|equation) (?:correctly |best )?(?:represents|gives) (?:the|her|his) "
        r"(?:total|number|cost|area|volume|distance|amount)",
        where=("!echoed", "!title", "!stated"),
    ),
    Rule(
        "which pair",
        Says.LEANS,
        r"\b(?:which|what) (?:of these |two )?(?:pair|pairing|combination|list|set|sequence)s?\b",
        where=("!echoed",),
    ),
    Rule(
        "asks for a picture",
        Says.SETTLES,
        rf"\b(?:which|what) (?:of these |of the following |type of |kind of )?{_PICTURES} (?:\w+ )?(?:\w+)\b",
        but=r"figure of speech|\b(?:called|known as|painted|award|oscar|best|most recent)\b",
        where=("!title", "!number"),
    ),
    Rule(
        "shown elsewhere",
        Says.DOUBTS,
        r"\b(?:shown|pictured|illustrated|depicted|displayed) (?:above|below|here|in)\b|"
        r"\b(?:the|this|following) (?:figure|diagram|graph|picture|chart|photo|photograph|image)\b",
    ),
    Rule(
        "following",
        Says.LEANS,
        r"\x{4e0b}\x{5217}|\x{4ee5}\x{4e0b}|\x{4e0b}\x{9762}|\x{54ea}\x{9879}|\x{54ea}\x{4e00}\x{9879}|"
        r"\x{9009}\x{9879}",
        "written",
    ),
)

_JUDGED: Final = in_ascii(
    Rule(
        "except",
        Says.LEANS,
        r"\b(?:all|any|each|every|none|everything|everyone)\b.*\b(?:except|but)[\s:.?!_\x{2026}-]*(?:$|"
        r"that\b|which\b)|\bexcept(?: for)?[\s:.?!_\x{2026}-]*$|, except\b",
    ),
    Rule("except", Says.LEANS, r"\b(?:all|each|every|everyone)\b[^.?]*\b(?:except (?:for )?|but )one[.,:?]", "whole"),
    Rule(
        "negated",
        Says.LEANS,
        r"\b(?:EXCEPT|NOT|LEAST|FALSE|INCORRECT|CANNOT|NEVER|UNTRUE|WRONG)\b",
        "ask",
        but=r"\bNOT (?:gate|operator|operation|function)|[A-Z]{3,} [A-Z]{3,} [A-Z]{3,} [A-Z]{3,}",
    ),
    Rule(
        "which is not",
        Says.LEANS,
        r"\b(?:(?:which|what)(?: [a-z'0-9-]+){0,4}|who|where|one of [^?,]+) (?:is|are|was|were|does|do|"
        r"did|has|have|had|can|could|would|will|should)"
        r"(?: (?:not|never|least|neither|without)|n't)\b|\b(?:which|what) (?:[a-z'-]+ ){1,3}(?:lacks?|"
        r"fails? to|never|cannot|can't)\b|"
        r"\bwhich\b[^,]*\b(?:incorrect|incorrectly|false|untrue)\b|\b(?:unlikely|undesirable)\b",
        but=r"\bthat (?:he|she|it|they|is|are|was|does|do)\b|\bwhether or not\b|\bif not\b|\bnot (?:only|gate)\b|"
        r"\b(?:but|and) not\b",
        where=("!number", "!echoed"),
    ),
    Rule(
        "which is not",
        Says.LEANS,
        r"\b(?:who|what|which)(?: [a-z'-]+){0,2} (?:did|does|do|has|have|is|was|were) (?:[a-z.'-]+ ){1,5}(?:not|"
        r"never) ",
        but=r"\bthat (?:[a-z]+ ){1,3}not\b|\bwhether or not\b|\bif not\b|\bnot (?:only|gate)\b|\b(?:but|and|or) not\b",
        where=("denied", "!number", "!echoed"),
    ),
    Rule(
        "closest",
        Says.LEANS,
        r"\b(?:closest|nearest|most nearly|approximately equal) (?:to|in)\b|\bis (?:the )?(?:closest|"
        r"nearest) (?:to|estimate)\b",
        but=r"\bto the (?:closest|nearest)\b|^(?:[^n]|n[^u]|nu[^m])*\b(?:planet|star|neighbou?r|country|galaxy|city|"
        r"island|relative)s?\b",
    ),
    Rule(
        "best",
        Says.LEANS,
        r"\bbest (?:describes?|explains?|represents?|illustrates?|summari[sz]es?|supports?|completes?|"
        r"characteri[sz]es?|exemplif(?:y|ies)|matche?s?|fits?|answers?|defines?|expresse?s?|reflects?|states?|shows?|"
        r"demonstrates?|accounts?|"
        r"suited|suits|serves?|captures?|conveys?|indicates?|predicts?|identif(?:y|ies)|paraphrases?|estimate|answer|"
        r"description|explanation|choice|example|definition|interpretation|way|reason|method|course|approach|argument|"
        r"defen[sc]e|evidence|advice|option|step|treatment|management|initial|next|response|time|place|"
        r"strategy|use|to|for|"
        r"tool|test|thing|word|title|model|plan|solution|practice|represented|described|explained|when|if|at)\b|"
        r"\b(?:what|which) (?:[a-z]+ ){1,4}best [a-z]{3,}s\b|"
        r"\b(?:conducts?|protects?|helps?|reflects?|works?|can be|could be|would be|is|hides?) [a-z ]{0,20}\bbest\b|"
        r"\b(?:be|is|are) best\b|\b(?:can|could|will|would|to) best [a-z]+\b",
        but=r"\bbest (?:known|selling|friend|fit\b|actor|actress|picture|director|film|song|album|seller|man\b)|"
        r"\bbest-|\bline of best fit|"
        r"\b(?:what|which) (?:[a-z]+ )?(?:term|word|name) best (?:describes|names) (?:the|this|"
        r"an?) (?:[a-z]+ )?(?:process|"
        r"phenomenon|procedure|condition in which|ability)\b|\b(?:what|which) formula best (?:represents|fits)",
        where=("best", "!number"),
    ),
    Rule(
        "most likely",
        Says.LEANS,
        r"\b(?:(?:most|least)|^(?:in |of |for |under )?which [^?]*(?:more|less)) (?:likely|closely|"
        r"accurately|appropriate|appropriately|probable|probably|suitable|"
        r"consistent|similar|plausible|effective|effectively|useful|important|correct|accurate|reasonable|"
        r"representative|"
        r"strongly|seriously|helpful|directly|beneficial|benefit|relevant|obvious|desirable|logical|typical|typically|"
        r"vulnerable|crucial|critical|clearly|precise|commonly|often|concerned|need|characteristic)\b|"
        r"\b(?:is|are|was|were|will|would) likel|\b(?:likeliest|suitable title|appropriate title)\b|\b(?:which|what|"
        r"who|where) (?:[a-z]+ ){0,5}likely\b",
        but=r"\bmost (?:commonly|often) (?:called|known|used as)\b",
        where=("!number",),
    ),
    Rule(
        "most likely",
        Says.DOUBTS,
        r"\b(?:likely|probably|(?:most|least) (?:appropriate|accurate|reasonable))\b",
        but=r"\b(?:total|outcome|number of|value|sum)\b",
        where=("number",),
    ),
    Rule(
        "compares what is not named",
        Says.LEANS,
        r"^(?:which|what|who) (?:[a-z]+ ){0,2}(?:is|are|has|have|would be|weighs|runs|moves|travels|"
        r"conducts|makes|gives|"
        r"contains|needs|holds|will|feels) (?:the )?(?:[a-z]+er|more|most|less|fewer|[a-z]+est|least|"
        r"greatest)(?: [a-z]+)?\?$",
        but=r"\bfather|mother|brother|sister|after|under|over\b",
        where=("!echoed",),
    ),
    Rule(
        "superlative of an open class",
        Says.DOUBTS,
        r"^(?:[^?]*, )?(?:which|what) [a-z]+(?: of [a-z]+)?(?: [a-z]+)? (?:is|are|was|has|have|will|would|does|do|can|"
        r"provides?|produces?|causes?|makes?|"
        r"gives?|when|feels?|moves?|conducts?)\b[^?]*\b(?:most|least|safest|hottest|coldest|[a-z]{3,}est)\b",
        but=r"\b(?:in|on|of|from|to) (?:the|earth|our|a|an|all)\b|\b(?:planet|continent|ocean|month|season|"
        r"day)\b|\bmakes? up\b|forest|interest|\bwest\b|harvest|digest",
        where=("everyday",),
    ),
)

_BEGINS: Final = (
    r"(?:(?:in|on|at|of|for|by|from|to|with|under|during|after|into|through|about|since|until|as) )?"
    r"(?:what|which|who|whom|whose|how|where|when (?:did|do|does|was|were|is|are|will|has)|why)\b"
)
_TASK: Final = (
    r"(?:^|[.;,:?!)\]] ?|\bthen |\band )(?:please )?(?:name|find|give|state|calculate|compute|determine|"
    r"evaluate|solve|simplify|define|"
    r"write|express|convert|estimate|translate|factor|factori[sz]e|expand|differentiate|integrate|round|"
    r"add|subtract|multiply|divide|approximate|work out|tell|guess|rewrite|reduce|prove|show|order)\b"
)
_ASKED: Final = rf"\?|{_TASK}|(?:^|[.!?:;,] ){_BEGINS}|\x{{ff1f}}|[\x{{4e00}}-\x{{9fff}}]"
"""What makes a sentence a question or a task; where it is not found, the question is a clue or breaks off."""

_ENDS_OPEN: Final = (
    r"(?:is|are|was|were|be|been|a|an|the|of|to|by|in|for|with|because|that|as|than|from|at|called|like|"
    r"and|or|will|would|can|may|might|should|must|has|have|into|known as|referred to as)"
)

_ASKS_OR_BEGINS: Final = (
    r"\b(?:what|which|who|whom|whose|why|how|where|when)\b|"
    r"^[^a-z]*(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|should|shall|may|must)\b"
)

_UNFINISHED: Final = in_ascii(
    Rule("asks nothing", Says.LEANS, r"(?s)^.{0,40}", "bare", but=_ASKED),
    Rule(
        "blank",
        Says.LEANS,
        r"_{2,}|\.{4,}|(?:^|[^.])\.\.\.(?: |$)|\x{2026}[\s\"')?.]*$|\\_|\\qquad|\\underline|\(\s{0,4}\)|"
        r"\(\$?\\quad\$?\)|"
        r"\x{ff08}\s*\x{ff09}|\[ ?\]|fill in the\b|\b(?:fits?|fills?|in) the (?:gap|blank)",
        "whole",
    ),
    Rule("breaks off", Says.LEANS, r"(?:[:,;\x{2014}]|\s[-\x{2013}])[\s\"')\]]*$", "whole"),
    Rule("breaks off", Says.LEANS, r"\b(?:is|are|was|were|an?|the|as|because|that|than)$", "whole"),
    Rule(
        "breaks off",
        Says.LEANS,
        rf"\b{_ENDS_OPEN}(?: ?\.| *)$",
        "whole",
        but=_ASKS_OR_BEGINS,
    ),
    Rule("breaks off", Says.LEANS, rf"\b{_ENDS_OPEN} ?\?$", "whole", but=_ASKS_OR_BEGINS, where=("!number",)),
    Rule(
        "no word that asks",
        Says.LEANS,
        r"^[^?]{0,40}",
        "asked",
        but=r"\b(?:what|which|who|whom|whose|why|how|where|when|whats|whos)\b|^[^a-z]*(?:and |so |but |"
        r"then )?(?:is|are|was|were|do|does|did|can|could|"
        rf"will|would|has|have|had|should|shall|may|must|am|isn't|aren't|didn't|doesn't|don't)\b|, (?:is|"
        rf"are|was|were|do|does|did|can|could|will|would|has|have|had|should) |{_TASK}|[=\x{{4e00}}-\x{{9fff}}]",
        where=("!number",),
    ),
)

LEANING: Final = (*_MENTIONED, *_JUDGED, *_UNFINISHED)
"""Rules that say that a question leans on its options, or is none."""
