"""Rules that find a question open to many answers, though nothing in it speaks of options: advice, reasons."""

from __future__ import annotations

from typing import Final

from curate.stages.forms.dependence_broad import BROAD
from curate.stages.forms.dependence_rules import Rule, Says, in_ascii
from curate.stages.forms.dependence_words import ABSTRACT, ANYBODY, MODAL, NAMED

_WHY: Final = (
    r"(?:^|[,;:.?!] (?:and |so |but |then )?)why\b|\bhow come\b|\bwhat (?:is|was|were) the (?:\w+ ){0,2}reasons?\b"
)
_WAYS: Final = in_ascii(
    Rule(
        "indefinite",
        Says.SETTLES,
        r"\b(?:is|are|was|were|be|has|have|gives?|names?|what's|there|for) (?:an?|another|one|some|any)"
        rf"(?: [a-z-]+){{0,3}} {ABSTRACT}\b|^(?:what|which) (?:[a-z]+ ){{0,2}}(?:is|are|was|were|would be|"
        rf"might be|could be) "
        rf"(?:an?|another|one|some|any|good|bad|common|typical|possible) (?:[a-z-]+ ){{0,3}}{ABSTRACT}\b",
        but=rf"{NAMED}|\b(?:example|part|source|method|result|function|use|symptom|feature) of (?:what|which)\b",
        where=("!number",),
    ),
    Rule(
        "indefinite",
        Says.SETTLES,
        rf"^(?:an?|one|another|the best) (?:[a-z-]+ ){{0,2}}{ABSTRACT}\b",
        but=r"\b(?:called|known as|termed|named|what|which|how many|how much)\b",
        where=("!number",),
    ),
    Rule("indefinite", Says.LEANS, r"\b(?:is|are) an? possible\b|\bpossible (?:answer|solution|output|example)\b"),
    Rule(
        "name any",
        Says.SETTLES,
        r"(?:^|[.?!,;] )(?:please )?(?:name|give|list|suggest|think of|mention|state|write|"
        r"find) (?:me )?(?:an?|any|one|some|another) |\bname (?:two|three)\b",
        but=r"\bone word|as an? |in one |\bof (?:a|an|the) (?:line|circle)",
    ),
    Rule(
        "what it is for",
        Says.SETTLES,
        r"\bwhat (?:is|are|was) .+ (?:good|useful|used|needed) for\?$|\bfor what (?:purpose|reason)s?\b|"
        r"\bwhat (?:is|are|do|does) .+ for\?$|\bwhat use (?:is|are)\b",
        but=r"\bstands? for\b",
        where=("!number", "!title"),
    ),
    Rule("why", Says.SETTLES, _WHY, where=("!number", "!terse")),
    Rule("why", Says.DOUBTS, _WHY, where=("!number",)),
    Rule(
        "how",
        Says.SETTLES,
        rf"(?:^|[,;:.] |\b(?:and|then) )how (?:do|does|did|is|are|was|were|{MODAL}|will|has|have|had|to|best)\b",
        but=r"\b(?:called|spelled|spelt|pronounced|written|expressed|abbreviated|known|say|named)\b",
        where=("!number", "wordy"),
    ),
    Rule(
        "how",
        Says.DOUBTS,
        rf"(?:^|[,;:.] |\b(?:and|then) )how (?:do|does|did|is|are|was|were|{MODAL}|will|has|have|had|to|best)\b",
        but=r"\b(?:called|spelled|spelt|pronounced|written|expressed|abbreviated|known|named)\b",
        where=("!number",),
    ),
    Rule(
        "in common",
        Says.SETTLES,
        r"\b(?:have|has|had|share)\b[^?]*\bin common\b|"
        r"\bhow (?:are|do|does|is|did) [^?]+ (?:alike|similar|different|differ|related|compare)\b",
        where=("!number",),
    ),
)

_ADVICE: Final = in_ascii(
    Rule(
        "anybody might",
        Says.SETTLES,
        rf"\b(?:what|which|where|who|how|why|when)\b[^?]*\b(?:{MODAL}|ought to|ought|likely) {ANYBODY}\b",
        where=("!number",),
    ),
    Rule(
        "might",
        Says.SETTLES,
        r"\b(?:might|could be (?:the|a|used|done)|could have|may (?:have|be|happen|cause|result|lead|help|"
        r"occur)|ought to|"
        r"had better|should (?:do|have|the|a|an|[a-z]+ (?:do|use|take|be))|can be (?:said|inferred|concluded|done|"
        r"learned|expected|used|found|seen|made))\b",
        but=r"\bthe might\b|\bmight of\b",
        where=("!number",),
    ),
    Rule(
        "might",
        Says.DOUBTS,
        r"\b(?i:what|which|who|where|how)\b[^?,]*\b(?:could|should|may|would)\b|^(?i:could|should|may|would)\b",
        "ask",
        but=r"\bbe called\b|\bthat [a-z]+ (?:could|should|may|would)\b|\bwould (?:later|become|go|eventually|come|win|"
        r"succeed|not|soon|then)\b",
        where=("!number",),
    ),
    Rule(
        "could",
        Says.LEANS,
        r"\b(?:could|may|might|can) (?:be|equal)(?: the)? (?:value|sum|number|length|equation)|\bpossible value of\b",
        where=("number",),
    ),
    Rule("who might", Says.SETTLES, rf"^(?:so |and |then )?(?:what|who|where) {MODAL}\b", where=("!number", "!title")),
    Rule(
        "what is so",
        Says.SETTLES,
        r"\b(?:what|which) (?:additional|other|further|more) (?:information|data|evidence)\b|"
        r"\b(?:what (?:is|are|was)|what's) (?:true|false|correct|wrong|known|special|unusual|important|"
        r"meant|needed|required|"
        r"necessary|interesting|different|remarkable|likely|unique|right)\b|\bwhat (?:can|could|may|must|"
        r"should|might|will|would) (?:be|happen|the|a|an|[a-z]+ (?:do|say|conclude|infer|learn|expect))\b|"
        r"\bwhat (?:do|does|did|can|should|will|would|must) [^?]+ (?:do|say|conclude|infer|need|want|learn|"
        r"tell us|suggest|imply|indicate|expect|require|like|enjoy|eat)(?: (?:first|next|then|now|most)| (?:about|"
        r"for|to|with|when|if|in|during|before|after) [^?]*)?\?",
        but=r"\b(?:is|are|was|were) (?:required|needed) (?:to|for) [^?]*\b(?:called|named)\b",
        where=("!number", "!title"),
    ),
    Rule(
        "what happens",
        Says.LEANS,
        r"\bwhat (?:happens|would happen|will happen|happened|occurs|took place|takes place|goes on)\b",
        where=("!number", "wordy"),
    ),
    Rule(
        "what happens",
        Says.DOUBTS,
        r"\bwhat (?:happens|would happen|will happen|happened|occurs|has happened)\b|\b(?:doing|did|do) what\b",
        where=("!number",),
    ),
    Rule(
        "what is done",
        Says.DOUBTS,
        r"\bwhat (?:do|does|did|are|is|am|was|were|have|has|had|couldn't|can't|didn't|will|'ll) (?:i|he|"
        r"she|they|it|you|we|people|someone|somebody|"
        r"anyone|kids|children|your|his|her|their|my)\b[^?]*\b(?:do|doing|done|feel|feeling|get|trying|"
        r"looking|hope|gain|cause|"
        r"need|needed|suffer|experience|find)\b|\bwhat (?:do|does|did|are|is|was|were) [^?]*\b(?:do|doing)\b",
        where=("!number", "!title"),
    ),
    Rule(
        "anybody",
        Says.DOUBTS,
        r"\b(?:you|humans|someone|somebody|anyone|people|a person|a human|kids|children|your|my|i|you'll|they're|"
        r"you're|a friend|neighbou?rs?)\b|"
        r"\b(?:what|where|who) (?:do|does|did|are|was|were|will) (?:he|she|they|it|you|we)\b",
        but=rf"{NAMED}|\bmean\b|\bdo you get when\b",
        where=("everyday",),
    ),
    Rule(
        "opinion",
        Says.SETTLES,
        r"\b(?:in your opinion|do you (?:think|like|prefer|feel|believe|agree)|should we|would you|"
        r"your favou?rite|you prefer)\b",
    ),
    Rule(
        "quality",
        Says.DOUBTS,
        r"\b(?:good|better|bad|unwise|wise|sensible|proper|suitable|appropriate|useful|helpful|careful|"
        r"safe|dangerous|healthy|reasonable|correctly|properly|effective)\b",
        but=r"\bbetter known\b|\b(?:formula|name|term|symbol) correctly\b",
        where=("everyday",),
    ),
)

OPEN: Final = (*_WAYS, *_ADVICE, *BROAD)
"""Rules that say that a question has many answers."""
