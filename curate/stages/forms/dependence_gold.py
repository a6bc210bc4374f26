"""What a gold is, and what the options beside it are: a number, a name, a term, a clause, a letter, a label."""

from __future__ import annotations

from typing import Final

import polars as pl

from curate.stages.forms.dependence_rules import Rule, Says, in_ascii

_TERSE: Final = 3
"""Words up to which a gold is a term and no sentence."""

_BRIEF: Final = 4
"""Words of a gold that anybody who knows the answer would hit, though the question asks for no name."""

_SHORT: Final = 6
"""The same where the question asks for a name, a term, a number; and the most that a rewording may have to hit."""

_LONG: Final = 10
"""Words above which no gold can be checked against a free answer: a name or a formula may have as many."""

_LONG_OPTIONS: Final = 8
"""Words of an option, on average, above which options are sentences."""

_DIGITS: Final = r"[-+\x{2212}\x{2013}\x{b1}\x{2248}~]?\s?[$\x{20ac}\x{a3}]?\s?(?:[0-9]|\.[0-9]|\\?[dt]?frac\{)"
_NUMBER: Final = (
    r"^(?:(?:about|approximately|approx\.?|exactly|around|roughly|rs\.?|usd|nearly|over|less than|"
    r"more than|fewer than|"
    rf"up to|at least) ?)?[$(\\\[]*{_DIGITS}"
)
_SPELT: Final = (
    r"^(?:no|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred|"
    r"a thousand|a million|half|one-half|a third|one-third|a quarter|one-quarter|once|twice)(?:[ -][a-z]+)?\.?$"
)
_SEVERAL: Final = r"[0-9], [0-9]|[0-9] ?; ?[0-9]|[a-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,}"
_LABEL: Final = (
    r"(?:(?:figure|fig\.?|picture|label|graph|table|diagram|drawing|sketch|image|map|plot|chart|panel|"
    r"line|curve|point|"
    r"letter|option|choice|statement|sentence|box|circuit|region|model|list|set|row|column|structure|compound|step|"
    r"scenario|argument|group|student|beaker|sample|paragraph|photo|experiment|trial|container|object|tube|plant|cell|"
    r"conclusion|position|arrow|clause|passage|speaker|person|curve) (?:[0-9]{1,2}|[ivx]{1,4}|[a-z])|[a-h])"
)
_PART: Final = r"[\p{L}\p{N}'.\x{2013}&-]*[,!?]?"
_TITLE: Final = (
    rf"^(?:(?:The|A|An|El|La|Le|Los|Las|Les|Die|Der|Das|Il) )?\p{{Lu}}{_PART}"
    rf"(?: (?:\p{{Lu}}{_PART}|of|the|and|de|da|di|van|von|der|den|la|le|du|del|in|to|on|at|for|a|&|with|by|"
    rf"an|from|[0-9]+|"
    r"\([^)]*\)))* (?:\p{Lu}[\p{L}\p{N}'.\x{2013}&-]*[!?]?|[0-9]+|\([^)]*\))$"
)
_FORMULA: Final = (
    r"^[^a-z ]*(?: ?[=+*/^<>\x{2212}-] ?[^ ]*)+$|^\$[^$]+\$\.?$|\\[a-z]+\{|^[A-Z][A-Za-z]?[0-9A-Z+]{0,9}$|"
    r"^[a-z0-9 ]*= ?[^ ]+(?: ?[-+\x{2212}*/^] ?[^ ]+)*$|^[A-Z][A-Za-z]?(?:[A-Z0-9()]|_\{?[0-9]\}?|[A-Z][a-z])+$|"
    r"^[A-Za-z]\w* ?= ?[^ ]+(?:(?:,| and|, and) [A-Za-z]\w* ?= ?[^ ]+)+$"
)


def shapes(read: pl.DataFrame) -> pl.DataFrame:
    """The texts with what question, gold and options are beside them: booleans that rules name in `where`."""
    gold, golden, offered = pl.col("gold"), pl.col("golden"), pl.col("offered")
    words, lines = pl.col("words"), offered.str.count_matches("\n", literal=True) + 1
    counted = (golden.str.contains(_NUMBER) & (words <= _SHORT)) | golden.str.contains(_SPELT)
    return (
        read.with_columns((golden.str.count_matches(" ", literal=True) + 1).alias("words"))
        .with_columns(
            ((counted & ~golden.str.contains(_SEVERAL)) | _stated()).alias("number"),
            gold.str.contains(_TITLE).alias("title"),
            (gold.str.contains(_FORMULA) & (words <= _LONG)).alias("formula"),
            (words > _LONG).alias("long"),
            (words >= _SHORT).alias("longish"),
            (words <= _TERSE).alias("terse"),
            (words > _TERSE).alias("wordy"),
            (words <= _BRIEF).alias("brief"),
            (offered.str.count_matches(" ", literal=True) >= lines * (_LONG_OPTIONS - 1)).alias("lengthy"),
            offered.str.contains(rf"(?i)^(?:the )?{_LABEL}\.?(?:\n(?:the )?{_LABEL}\.?)+$").alias("labels"),
            _echoed().alias("echoed"),
            _stated().alias("stated"),
            pl.col("asked").str.contains("best", literal=True).alias("best"),
            (
                pl.col("asked").str.contains(" not ", literal=True)
                | pl.col("asked").str.contains(" never ", literal=True)
            ).alias("denied"),
            (golden.str.contains(r" and |,") & (words > 1)).alias("several"),
            (~pl.col("ask").str.contains(_NAMES)).alias("general"),
        )
        .with_columns(
            ((words <= _SHORT) | (pl.any_horizontal("title", "formula") & (words <= _LONG))).alias("short"),
            (pl.col("general") & ~pl.any_horizontal("number", "title", "formula")).alias("everyday"),
        )
    )


_NAMES: Final = r"[\p{Ll},;'\x22] \x22?\p{Lu}[\p{Ll}\p{Lu}]|[0-9]|^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}"
"""A question with a name or a number in it is about something of its own, and no longer about things in general."""


def _echoed() -> pl.Expr:
    """The question itself names the options, so that the list adds nothing to it: its first and its last at least."""
    whole, offered = pl.col("whole"), pl.col("offered")
    first, last = offered.str.extract(r"^[^\n]+", 0), offered.str.extract(r"[^\n]+$", 0)
    held = (whole.str.contains(_bare(option), literal=True) for option in (first, last))
    return pl.all_horizontal(*held).fill_null(value=False) & ~offered.str.contains(r"^\s*.\s*(?:\n|$)")


def _stated() -> pl.Expr:
    """The gold is a set of Roman numerals, and the question itself says what stands behind each of them."""
    of_sets = pl.when(pl.col("gold").str.contains(_SET)).then(pl.col("written")).otherwise(pl.lit(""))
    return of_sets.str.contains(_STATEMENTS)


_STATEMENTS: Final = r"(?:^|\s)\(?(?:II|ii)[.):]\s*[A-Za-z0-9$\\]"
"""Statements with Roman numerals in the question."""

_ROMAN: Final = r"\(?(?:IV|V|I{1,3}|iv|v|i{1,3})\)?"
_SET: Final = (
    rf"^(?:\([A-J]\) )?(?:(?i:only|both) )?{_ROMAN}(?:(?:, and|, ?|,? and|,? &) ?{_ROMAN})*,? ?(?:only|alone)?\.?$"
)


def _bare(option: pl.Expr) -> pl.Expr:
    return option.str.to_lowercase().str.replace(r"^(?:the|an?) ", "")


_OTHERS: Final = (
    r"(?:above|these|them|those|following|options|choices|answers|statements|mentioned|others?|three|four|"
    r"two|listed|ones?)"
)
_VERDICT: Final = r"(?:true|false|wrong|not wrong|yes|no|correct|incorrect)"
_RULING: Final = (
    r"(?:yes|no|true|false|not? guilty|guilty|affirmed?|reversed?|denied|granted|deny|grant|affirm|reverse|sustained|"
    r"overruled|constitutional|unconstitutional|valid|invalid|admissible|inadmissible)"
)
_NUMERAL: Final = r"\(?(?:I|II|III|IV|V|i|ii|iii|iv|v|1|2|3|4)\)?"
_LETTER: Final = r"\(?[A-Ja-j]\)?"
_AND: Final = r"\s*(?:, ?(?:and|or)?|and|or|nor|&)\s*"
_FREE: Final = ("!title", "!number", "!formula")

ANSWERS: Final = in_ascii(
    Rule(
        "gold speaks of the others",
        Says.SETTLES,
        rf"^[^a-z0-9]*(?:all|none|both|neither|either|any|each|two|some|more than one)(?: two| three|"
        rf" four)? of (?:the )?{_OTHERS}\b|"
        r"^[^a-z0-9]*(?:all|none|both|neither|either)(?: the)?(?: three| four| two)? (?:above|are|is|were|was|"
        r"listed|mentioned|apply|answers|"
        r"options|choices|statements|correct)\b|^[^a-z0-9]*(?:all(?: three| four| of it| of them)?|both|"
        r"neither|either|none|any)[^a-z0-9]*$|"
        r"^all (?:two|three|four|five) [a-z]+\.?$|\b(?:the )?(?:above|other|previous|preceding|first two|"
        r"last two) (?:options|choices|answers|"
        r"statements|ones)\b|\bas well as [a-j]\b|\b(?:cannot|can't|can not) be (?:determined|said|known|inferred)|"
        r"\bnot enough information|"
        r"\binsufficient (?:information|data)|\bno(?:ne)? (?:correct|change is necessary|error)\b|"
        r"\bdata (?:is |are )?inadequate\b|\bnot given\b|\bthe same\.?$",
        "golden",
        where=("!title", "!echoed"),
    ),
    Rule(
        "gold speaks of the others",
        Says.SETTLES,
        r"^[^a-z0-9]*(?:all|none|both|neither|any) of (?:the )?(?:above|these|them|those)\b",
        "golden",
    ),
    Rule(
        "gold names letters",
        Says.SETTLES,
        rf"^[^A-Za-z0-9]*(?i:both|either|neither|only|all|options?|choices?|"
        rf"answers?)[^A-Za-z0-9]+(?i:options? |choices? |answers? )?{_LETTER}"
        rf"(?:{_AND}{_LETTER})*(?: only| alone)?[^A-Za-z0-9]*$|"
        rf"^[^A-Za-z0-9]*{_LETTER}(?:{_AND}{_LETTER})+(?: only| alone)?[^A-Za-z0-9]*$|"
        rf"^\(?[A-J1-4]\)? only[^A-Za-z0-9]*$",
        "gold",
        where=("!stated",),
    ),
    Rule(
        "gold names numerals",
        Says.SETTLES,
        rf"^[^A-Za-z0-9]*(?i:only )?(?i:statements? |both |neither |"
        rf"either )?{_NUMERAL}(?:{_AND}{_NUMERAL})*,? (?:only|alone|are|is|nor|follows?)\b.*$|"
        rf"^[^A-Za-z0-9]*(?i:only )?{_NUMERAL}(?:{_AND}{_NUMERAL})*{_AND}(?:I|II|III|IV|V|i|ii|iii|iv|"
        rf"v)\)?[^A-Za-z0-9]*$|^(?i:only) {_NUMERAL}[^A-Za-z0-9]*$|"
        r"^[^A-Za-z0-9]*(?i:neither|both|either|all|none)[^A-Za-z0-9]+(?:I|II|III|IV|1|2|3)\b|^[1-5](?:, ?[1-5])+$",
        "gold",
        where=("!stated",),
    ),
    Rule(
        "true or false",
        Says.LEANS,
        r"^[^a-z0-9]*(?:true|false|correct|incorrect)(?:[^a-z]+(?:true|false))*[^a-z0-9]*$",
        "golden",
    ),
    Rule("two verdicts", Says.SETTLES, rf"^[^a-z0-9]*{_VERDICT}\s*[,;/&]\s*{_VERDICT}[^a-z0-9]*$", "golden"),
    Rule(
        "verdict with a reason",
        Says.SETTLES,
        rf"^[^a-z0-9]*{_RULING}[,;:.]? +(?:because|since|if|as|but|unless|only|on|for|it|the|he|she|they|"
        rf"due|and|even|although|so|not)\b",
        "golden",
    ),
    Rule(
        "options are labels",
        Says.SETTLES,
        r"(?s)^.{0,60}",
        "offered",
        but=r"\n\$?[0-9]",
        where=("labels", "!echoed", "!formula"),
    ),
    Rule(
        "gold is code",
        Says.SETTLES,
        r"^(?:for|while|if|def|import|print|return|int|var|let|select)\b.*[(:;=]",
        "golden",
    ),
    Rule(
        "gold is a clause",
        Says.SETTLES,
        r"^(?:to|because|by|so that|so as|so|since|if|when|whenever|while|until|unless|although|though|"
        r"in order|due to|"
        r"owing to|it|they|he|she|we|you|i|there|that|this|these|those|his|her|their|its|having|being|not|"
        r"only if|whether|how|why|as a|as it|as they|which|who|whose)\b(?: \S+){2,}",
        "golden",
        where=_FREE,
    ),
    Rule("gold is a gerund", Says.SETTLES, r"^[a-z]{2,}ing (?:\S+ )+\S+", "golden", where=_FREE),
    Rule("gold is a gerund", Says.DOUBTS, r"^[a-z]{3,}ing \S+$", "golden", where=("!number", "everyday")),
    Rule(
        "gold is a sentence",
        Says.SETTLES,
        r"^(?:\S+ )+(?:is|are|was|were|has|have|had|will|would|can|could|does|do|did|should|must|may|"
        r"might|cannot|don't|doesn't|isn't|aren't|won't)(?: \S+)+$|^(?:\S+ ){3,}\S+[a-z]{3}\.$",
        "golden",
        where=(*_FREE, "wordy"),
    ),
    Rule("gold is long", Says.SETTLES, r"(?s)^.*$", "gold", where=("long", "!formula")),
    Rule("gold is long", Says.DOUBTS, r"(?s)^.*$", "gold", where=("longish", *_FREE)),
    Rule("options are long", Says.SETTLES, r"(?s)^.{0,60}", "offered", where=("lengthy", *_FREE)),
    Rule("gold is missing", Says.DOUBTS, r"^$", "golden"),
)
"""Rules that say that a gold means nothing without the options, or cannot be checked."""

SHOWS: Final = in_ascii(
    Rule("gold is a number", Says.SHOWS, r"(?s)^.*$", "gold", where=("number", "!stated")),
    Rule("gold is a formula", Says.SHOWS, r"(?s)^.*$", "gold", where=("formula",)),
    Rule("gold is a name", Says.SHOWS, r"(?s)^.*$", "gold", where=("title",)),
    Rule("gold is a set of its statements", Says.SHOWS, r"(?s)^.*$", "gold", where=("stated",)),
    Rule("names the candidates", Says.SHOWS, r"(?:\S+ ?){1,4} or (?:\S+ ?){1,4}", where=("echoed",)),
    Rule(
        "asks who or when",
        Says.SHOWS,
        r"\b(?:who|whom|whose|when (?:did|does|was|were|is|do)|(?:what|which) (?:year|date|century|month|"
        r"day|decade))\b",
        where=("short",),
    ),
    Rule(
        "asks how many",
        Says.SHOWS,
        r"\bhow (?:many|much|long|old|far|tall|high|deep|fast|large|big|wide|heavy|often|hot|cold|hard)\b",
        where=("short",),
    ),
    Rule(
        "asks for the name",
        Says.SHOWS,
        r"\b(?:called|named|known as|nicknamed|termed|stands? for|mean|meant|the (?:[a-z]+ ){0,2}(?:name|"
        r"term|word|title|phrase|nickname|abbreviation|symbol|capital|formula|unit|synonym|plural|opposite))\b",
        where=("short",),
    ),
    Rule(
        "asks what or which",
        Says.SHOWS,
        r"\b(?:what|which|what's|whats) [a-z0-9'-]+(?: [a-z0-9'-]+)?",
        where=("brief",),
    ),
    Rule(
        "gives a task",
        Says.SHOWS,
        r"\b(?:name|identify|find|state|give|define) (?:the|this|that|his|her|its|him|it)\b",
        where=("brief",),
    ),
    Rule("asks where", Says.SHOWS, r"\b(?:where|where's)\b", where=("brief",)),
    Rule("asks yes or no", Says.SHOWS, r"^(?:yes|no)[^a-z0-9]*$", "golden"),
)
"""Rules that say that a question can be asked openly, where no other says the contrary."""
