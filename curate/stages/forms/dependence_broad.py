"""Rules that find a description so broad that many things meet it: `Which animal lays eggs?`, `Who was a poet?`."""

from __future__ import annotations

from typing import Final

from curate.stages.forms.dependence_rules import Rule, Says, in_ascii
from curate.stages.forms.dependence_words import ABSTRACT, ANYBODY, MODAL, NAMED

_ASPECT: Final = (
    r"(?:aspect|purpose|reason|advantage|disadvantage|benefit|difference|similarity|effect|consequence|conclusion|"
    r"inference|"
    r"implication|evidence|argument|assumption|strategy|approach|characteristic|feature|advice|lesson|theme|attitude|"
    r"problem|challenge|goal|criticism|weakness|strength|technique|method|drawback|risk|danger|explanation|factor|"
    r"objection|motive|limitation|property|indication|adaptation|outcome|behaviou?r|role|impact|"
    r"relationship|tone|mood)s?"
)
_OPEN_CLASS: Final = (
    r"(?:city|country|animal|plant|word|state|river|fruit|vegetable|food|mammal|bird|metal|material|"
    r"substance|object|thing|"
    r"item|organism|creature|person|factor|insect|fish|job|place|activity|action|event|method|resource|language|book|"
    r"company|liquid|situation|pair|list|group|verb|noun|adjective|film|movie|series|show|song|band|game|tree|flower|"
    r"drink|dish|machine|vehicle|tool|mountain|island|virtue|quality|skill|trait|gift|policy|remedy|habit|"
    r"cost|asset|investment|actor|actress|singer|author|writer|poet|painter|composer|building|"
    r"product|brand|chemical|compound|mineral|rock|crop|spice|herb|dog|breed|festival|holiday|toy|house|"
    r"crime|right|law|source|system|number|integer|fraction|value|angle|shape|polygon|function|sport|profession|"
    r"occupation|clothing|garment|weapon|reptile|amphibian|predator|novel|play|poem|story|instrument)s?"
)

_PERSON: Final = (
    r"(?:president|king|queen|emperor|philosopher|composer|poet|writer|author|painter|artist|scientist|"
    r"actor|actress|singer|"
    r"physicist|chemist|biologist|mathematician|economist|psychologist|sociologist|politician|leader|general|explorer|"
    r"inventor|architect|director|player|athlete|saint|pope|ruler|musician|band|novelist|playwright|historian)s?"
)
_UNIQUE: Final = (
    r"\b(?:the (?:only|first|last|same|capital|father|founder|king|name)|single|first|last|[a-z]+est|most|"
    r"both|called|known|nicknamed|named)\b|[0-9]"
)
"""What makes a description one of one thing."""

BROAD: Final = in_ascii(
    Rule(
        "where",
        Says.SETTLES,
        rf"\bwhere (?:{MODAL}|do|does|did|will) (?:{ANYBODY}|an? [a-z]+|most [a-z]+|[a-z]+s)\b",
        where=("!number", "!title"),
    ),
    Rule("where", Says.DOUBTS, r"[a-z] (?:where|when)\?$", where=("!number", "!title")),
    Rule(
        "what in the middle",
        Says.DOUBTS,
        r"\b(?:the|an?|his|her|their|its|my|your|this|two|floppy) what\b|"
        r"^[^?]*\b(?:he|she|they|his|her|their|someone|you|people)\b[^?]*[a-z], (?:what|where|who) |"
        r"^(?:the|an?|he|she|they|his|her|we|you|i) [^?]*\b(?:was|were|had|has|is|"
        r"[a-z]+ed)\b[^?]*, (?:where|what|who)\b",
        but=NAMED,
        where=("!number", "!title"),
    ),
    Rule(
        "what in the middle",
        Says.DOUBTS,
        r"^[a-z][a-z' -]*[a-z] what [a-z]+",
        but=rf"{NAMED}|^(?:in|on|at|of|for|by|from|to|with|under|during|after|into|through|about|approximately|"
        rf"since|until|as|and|so|then|but|or)"
        r"(?: about| approximately)? what\b",
        where=("everyday",),
    ),
    Rule(
        "where",
        Says.DOUBTS,
        r"\bwhere (?:is|are|do|does|can|would|was|did|were|will)\b|^when (?:is|are|do|does|would|can)\b|"
        r"\bwhat (?:place|location)\b",
        where=("everyday",),
    ),
    Rule(
        "hedged",
        Says.DOUBTS,
        r"\b(?:usually|typically|probably|generally|normally|sometimes|often|tends? to|tend|frequently|"
        r"mostly|possibly|perhaps|probable|possible|potential|potentially|helps?|customarily|can also)\b",
        where=("everyday",),
    ),
    Rule(
        "judgement",
        Says.SETTLES,
        rf"\b(?:what|which) (?:[a-z]+ )?(?:is|are|was|were|would be) (?:[^ ?]+ ){{0,5}}{ABSTRACT}\b|"
        rf"\b(?:what|which) (?:[a-z-]+ ){{0,2}}{_ASPECT}\b",
        but=NAMED,
        where=("!number", "wordy", "!title"),
    ),
    Rule(
        "judgement",
        Says.DOUBTS,
        rf"\b(?:what|which) (?:is|are|was|were|would be) (?:the|an?|his|her|its|their|one|[a-z]+'s|"
        rf"[a-z]+s') (?:[a-z-]+ ){{0,3}}{ABSTRACT}\b|\b(?:what|which) (?:[a-z-]+ )?{_ASPECT}\b|\battitude\b",
        but=rf"{NAMED}|\b(?:melting|boiling|freezing|highest|lowest|starting|decimal|focal|mid|vanishing) ?points?\b|"
        r"\bthe (?:\w+est|most \w+|main|primary|principal|chief) (?:[a-z]+ )?(?:part|source|line)\b",
        where=("!number", "!title"),
    ),
    Rule(
        "the main",
        Says.DOUBTS,
        r"\b(?:what|which) (?:is|are|was|were) (?:the |one of the |an? |his |her |its )?(?:two |three )?"
        r"(?:main|primary|chief|principal|major|key|biggest|central|important|essential|fundamental)\b|"
        r"\b(?:primarily|mainly|chiefly)\b",
        but=r"\bthe (?:main|primary|principal|chief) (?:[a-z]+ )?(?:source|ingredient|component|constituent|gas|"
        r"language|"
        r"religion|export|crop) (?:of|in|for|that)\b",
        where=("!number", "!title"),
    ),
    Rule(
        "bare what",
        Says.DOUBTS,
        r"^(?:so |and |then )?what (?:is|are) (?:[a-z]+ing|[a-z]+ed|made|in|on|at|under|inside|an? [a-z]+|"
        r"present|found|needed|necessary)\b|"
        r"^what (?:has|have|needs?|will|would|causes?)\b|^what (?:is|are) [a-z]+\??$|"
        r"^what (?:do|does) [a-z '-]+\??$|^what (?:uses|eats|is|lives|goes|likes|keeps|gives|"
        r"[a-z]{2,}(?:[b-df-hj-rtv-z]|[a-z]e)s) (?:[a-z]|to )|"
        r"^who(?:'s|'d)? (?:lays|is|are|does|do|[a-z]+s) [a-z ]+\?$",
        but=rf"{NAMED}|\bstands? for\b|\bmeans?\b|\bturn into\b|^what (?:is|are|was) (?:(?:the|its|his|her|their|"
        rf"called)\b|\d)",
        where=("everyday",),
    ),
    Rule(
        "bare what",
        Says.DOUBTS,
        r"\bwhat\?$|[a-z,'] what (?:to|in|for|with|during|when|which|them|it|on|at|of|from|by|as|and|he|"
        r"she|they|will|would|else|next|than|can|that|on)\b",
        but=rf"{NAMED}|\b(?:type of|kind of) what\b|^(?:in|on|at|of|for|by|from|to|with) what\b|"
        r",? and what (?:is|are|was|were|did|do|does|has|had)\b",
        where=("!number", "!title", "!formula"),
    ),
    Rule(
        "kind that does",
        Says.DOUBTS,
        r"\b(?:what|which) (?:kind|type|sort|form|source)s? of [a-z]+ (?:[a-z]+ )?(?:can|has|have|will|would|must)\b|"
        r"\bwhat (?:kind|type|sort)s? of [a-z]+ (?:[a-z]*[b-df-hj-rt-z]s|has|have|can|will|would|must|"
        r"need|decay|live|grow|are|is in|in)\b|"
        r"\bwhat else\b|\b(?:what's|is|name|give) another\b|\bone of (?:these|the)\b|"
        r"\bkinds? of (?:person|people|animal|place|food|thing)s?\b",
        but=r"\bone of the (?:two|three|four|five|six|seven)\b",
        where=("everyday",),
    ),
    Rule(
        "bare what",
        Says.DOUBTS,
        r"^what (?:explains?|explained|changed|makes?|made|drives?|drove|leads?|led|influenced|shaped|"
        r"motivated|helped|contributed|allowed|enabled|prompted|triggered|encouraged)\b",
        where=("!number", "!title"),
    ),
    Rule("how much", Says.DOUBTS, r"\bhow (?:many|much|long|far|fast|large)\b", where=("everyday",)),
    Rule(
        "one of many numbers",
        Says.DOUBTS,
        r"^(?:which|what) (?:(?:two |three )?numbers?|fraction|integer|decimal|digit|ratio|measurement|"
        r"value of [a-z]) (?:is|are|has|have|can|would|makes|could|will|satisf|add|multiply)",
        but=r"\b(?:the|only|missing|next|comes|between|both|[a-z]+est)\b|\bcalled\b",
    ),
    Rule("one of many numbers", Says.DOUBTS, r"^(?:what|which [a-z]+) (?:can|could|might)\b", where=("number",)),
    Rule(
        "most of an open class",
        Says.DOUBTS,
        rf"^(?:which|what) {_OPEN_CLASS} [^?]*\b(?:most|least|best|safest|highest|lowest|greatest|fastest|"
        rf"slowest|strongest|loudest)\b",
        but=r"\b(?:in|on|of) (?:the (?:world|universe|solar|human|body|earth)|earth)\b",
        where=("general", "!number"),
    ),
    Rule(
        "asks for several",
        Says.DOUBTS,
        r"\b(?:what|which) (?:[a-z-]+ ){0,2}(?:group|[a-z]+[^s ]s) (?:of (?:the |an? )?[a-z]+ )?(?:consists|are|"
        r"were|have|had|did|do|can|will|"
        r"would|contain|make|break|cause|use|help|take|give|produce|show|work|need|form)\b",
        but=r"\b(?:two|three|four|five|both|colou?rs)\b",
        where=("several", "!number", "!title"),
    ),
    Rule("nickname", Says.DOUBTS, r"\b(?:what|which) (?:is |was |are )?(?:the |an? |his |her |its )?nickname\b"),
    Rule("opposite", Says.DOUBTS, r"\b(?:opposite|synonym|antonym) (?:of|for)\b", where=("everyday",)),
    Rule(
        "a place in a story",
        Says.DOUBTS,
        r"\b[Ww]here (?:is|was|are|were|am|could|might|did|does) (?:I|he|she|they|it|[A-Z][a-z]+)(?: go)?(?: if\b|\?$)",
        "ask",
        where=("!title", "!number"),
    ),
    Rule(
        "fills in",
        Says.DOUBTS,
        r"\b(?:its|his|her|their|again|a|an|up|does|felt) what\?$|\b(?:would|could|will|very|actual|seemed|"
        r"had begun to|"
        r"had to|if he was to|liked) wh(?:at|o)\b|[a-z] where (?:to|on|in|it|at|with) [^?]*\?$",
        where=("everyday",),
    ),
    Rule(
        "one of many",
        Says.DOUBTS,
        rf"\b(?:which|what) (?:[a-z]+ )?{_OPEN_CLASS} (?:can|could|will|would|is (?:used|found|needed|made|eaten|"
        rf"grown|in|"
        r"on|at|often|commonly|independent)|are (?:used|found|needed|made|in)|has|have|had|contains?|allows?|"
        r"involves?|that)\b|"
        rf"\bof which {_OPEN_CLASS} |\bwhich (?:[a-z]+ )?(?:ecosystem|mixture|solution|sample|member|technology|"
        r"contaminant|environment|habitat|pollutant|fuel) (?:[a-z]+s|will|can|has|have|is|are)\b|"
        r"\bwhich of (?:his|her|their|my|your|the) [a-z]+ |\bwhat (?:habitat|time period|room|task|container)\b|"
        r"\b(?:room|habitat)\b",
        but=rf"\b(?:the|only|first|last|[a-z]+est|most|both|exception) (?:only|one|first|last|[a-z]+est|most|name|"
        rf"largest)\b|\bhuman body\b|\bused (?:to|for) (?:measure|measuring|"
        rf"determine|find)|\bword\b|{NAMED}",
        where=("everyday",),
    ),
    Rule("what it has", Says.DOUBTS, r"^what (?:does|do|did) [^?]* have\?$", where=("!title",)),
    Rule(
        "says little",
        Says.DOUBTS,
        r"^(?:which|what) [a-z]+(?: [a-z]+)? (?:is|was|are|were) [a-z-]+\?$|^which of (?:[a-z]+'s|his|her|"
        r"their|my|the) [^,?]*\?$|"
        r"^(?:which|what) [a-z]+ [a-z]+s (?:an?|some) [a-z]+\?$|^(?:which|what) (?:[a-z]+ ){1,3}can (?:be|also)\b",
        but=rf"{_UNIQUE}|\bor\b",
        where=("!number", "!stated"),
    ),
    Rule(
        "says little",
        Says.DOUBTS,
        r"^(?:(?:which|what) [a-z]+(?: [a-z]+)?|who) (?:is|was|are|were|became|has been) (?:an?|in|on|at|"
        r"by|from|near|one of|part of|born in|set in|made (?:of|in|from|by)|fought in|[a-z]+ (?:by|in|with|from|"
        r"to)) [^ ?]+(?: [^ ?]+)?(?: [^ ?]+)?(?: [^ ?]+)?\?$",
        but=_UNIQUE,
        where=("!number",),
    ),
    Rule(
        "says little",
        Says.DOUBTS,
        r"^(?:(?:which|what) [a-z]+(?: [a-z]+)?|who) (?:has|have|had|contains?) (?:an? |some |"
        r"many )?[^ ?]+(?: [^ ?]+)?\?$",
        but=_UNIQUE,
        where=("!number",),
    ),
    Rule(
        "says little",
        Says.DOUBTS,
        rf"^(?:which|what) (?:[a-z]+ )?{_PERSON} (?:belonged|served|won|studied|has played|worked|lived|taught|came|"
        r"visited|ruled|fought|was an?|is an?|had|has|wrote in|wrote about|composed|wrote [a-z]+\?|"
        r"painted [a-z]+\?|used|liked)\b",
        but=rf"{_UNIQUE}|\"",
        where=("!number",),
    ),
    Rule(
        "says little",
        Says.DOUBTS,
        r"^(?:which|what) (?:film|movie|song|novel|book|opera|play|album|painting|poem|symphony|series|"
        r"show) (?:stars?|starred|"
        r"features?|is by|was by|(?:was|is) (?:directed|written|recorded|sung|painted|composed|"
        r"produced) by) [^ ?]+(?: [^ ?]+)?(?: [^ ?]+)?\?$|"
        r"^who (?:ruled|governed|visited|lived in|lives in|played for|fought|studied|"
        r"likes) [^ ?]+(?: [^ ?]+)?(?: [^ ?]+)?\?$|"
        r"^what did (?:[^ ?]+ ){1,3}(?:write|build|invent|paint|compose|discover|make|produce|develop|"
        r"create|sell|grow|study|teach|wear|trade|use|export|believe|eat)\?$|"
        r"^in (?:which|what) [a-z]+ (?:is|are|was|were) [^?]*\b(?:spoken|grown|found|used|common|popular|"
        r"practi[sc]ed|played|produced)\?$|"
        r"^(?:which|what) [a-z]+ (?:flows?|runs?|pass(?:es)?|stands?|sits?) (?:through|in|into|on|along|"
        r"near|by) [^ ?]+(?: [^ ?]+)?\?$|"
        r"^(?:which|what) [a-z]+ (?:changed|ended|started|caused|improved|helped) (?:the world|an? [a-z]+|[a-z]+)\?$",
        but=_UNIQUE,
    ),
    Rule(
        "one of many",
        Says.DOUBTS,
        rf"\b(?:which|what) {_OPEN_CLASS} (?:is|are|has|have|can|will|could|would|must|should|does|do|"
        rf"[a-z]+[a-z]s|lay|eat|live|need|contain|use|"
        r"conduct|grow|float|when)\b",
        but=rf"\b(?:the|only|first|last|[a-z]+est|most|both|exception|nicknamed) [a-z]*|{NAMED}",
        where=("general", "!number"),
    ),
    Rule(
        "one of many",
        Says.DOUBTS,
        rf"^(?:which|what) {_OPEN_CLASS} (?:is|are|has|have|lies|was|were|borders|belongs|contains|comes|"
        rf"starts|begins|ends|rhymes|can|divides) "
        r"(?:(?:an?|in|on|at|to|from|part of|located in|found in|made of|member of|native to|with|near|"
        r"by) )?(?:the )?[^ ]+(?: [^ ]+)?(?: [^ ]+)?\?$",
        but=r"\b(?:only|first|last|[a-z]+est|most|both|called|known|nicknamed|the (?:capital|home|birthplace|"
        r"seat|author|largest))\b|\bbetween\b",
    ),
    Rule(
        "one of many",
        Says.DOUBTS,
        r"^(?:which|what) [a-z]+ (?:(?:[a-z]+)s|has|is|can|have|are) (?:(?:in|on|at|to|with|made of|a|an|"
        r"from|under|by|not|no|near|good) )?[a-z-]+\?$",
        but=r"\b(?:organ|gas|planet|vitamin|force|sense|season|gland|bone|process|unit|instrument|device|tool|"
        r"god|goddess|organelle|enzyme|hormone|muscle|nerve|cell|particle|layer|tissue)\b|\b(?:only|first|"
        r"last|[a-z]+est)\b|^(?:which|what) [a-z]*(?:ss|us|is|as|os) [a-z]+s ",
        where=("everyday", "!number"),
    ),
)
"""Rules that say that a description fits many things."""
