"""Evidence that a multiple-choice question cannot be asked without its options, by rules on its wording.

The paper discards such questions from the open form (arXiv 2504.13941, section 2: "Which of the following ..." is
ill-posed without what follows). Only the question and the gold in words are read, never the options, so that a row and
the open child made from it get the same answer. A rule of thumb, and one-sided by intent: discarding a question that
could have been asked costs one row of many, while keeping one that could not costs a wrong reward at every visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_AMONG: Final = (
    # which of the following, all of these are; but not `how many of the following numbers`, which lists them itself
    (
        r"\b(?:which|what|who|where|any|all|each|every|none|one|either|neither|both|two|some|most)(?: ones?)? "
        r"(?:of|among|from) "
        r"(?:the )?(?:following|these|those|below|above|choices|options|answers|statements|alternatives|listed)\b"
    ),
    r"\b(?:of|among|from|in) the (?:following )?(?:options|choices|alternatives|answers|list)\b",
    r"\b(?:options|choices|alternatives|answers) (?:given|listed|provided|below|above|are)\b",
    (
        r"\bfollowing (?:options|choices|alternatives|answers|is|are|was|were|would|will|can|could|does|do|best|has|"
        r"have|except)\b"
    ),
    (
        r"\b(?:choose|select|pick|mark|tick|identify|find|indicate) (?:the )?(?:one|option|choice|alternative|answer|"
        r"statement|correct|incorrect|best|right|wrong|most|odd|true|false)\b"
    ),
    (
        r"(?:^|[.?!:;,] )(?:and |so |then )?which (?:one|ones|option|choice|alternative|answer|statement|sentence|"
        r"assertion|claim|conclusion|description|definition|pair|combination|set|list|sequence|group|"
        r"expression|equation|inequality|graph|table|diagram)\b"
    ),
    r"(?:^|[.?!:;,] )which (?:is|are|was|were) (?:not|true|false|correct|incorrect|right|wrong|an?)\b",
    r"\bodd (?:one|man) out\b",
    r"\b(?:an?|good|common|typical|possible) example of\b",
    r"\ban example (?:is|would be)\b",
)
_BUT: Final = (
    r"\b(?:all|any|each|every|none)\b.*\bexcept\b",
    r"\bexcept(?: for)?[\s:.?!_\x{2026}-]*$",
    r"(?:^|[.?!:;,] )which\b.*\b(?:not|never|least|cannot)\b",
    r"(?:^|[.?!:;,] )which\b.*n['\x{2019}]t\b",
)
_BUT_LOUD: Final = r"\b(?:EXCEPT|NOT|LEAST|FALSE|INCORRECT)\b"
_CLOSEST: Final = (r"\b(?:closest|nearest) (?:to|in)\b", r"\bis (?:the )?(?:closest|nearest)\b")
_BEST: Final = (
    (
        r"\bbest (?:describes?|explains?|represents?|illustrates?|summari[sz]es?|supports?|completes?|"
        r"characteri[sz]es?|exemplif(?:y|ies)|matche?s?|fits?|answers?|defines?|expresses|reflects?|states?|shows?|"
        r"demonstrates?|accounts?)\b"
    ),
    r"\bbest (?:answer|description|explanation|choice|example|definition|interpretation|estimate|way|reason)\b",
    (
        r"\b(?:most|least) (?:likely|closely|nearly|accurately|appropriate|appropriately|probable|probably|suitable|"
        r"consistent|similar|plausible|effective|useful|important|correct|accurate|reasonable|representative)\b"
    ),
    r"\bmost (?:\w+ )?example\b",
    r"\b(?:might|may|could) (?:you|one|they|he|she|it|someone|somebody|a person|people)\b",
)
_BLANK_AT_END: Final = r"(?:_{2,}|\.{4,}|\x{2026}|:|,|;|\x{2014}|\s[-\x{2013}])[\s.\"')\]]*$"
_ENDED: Final = r"[?.!\x{3002}\x{ff1f}\x{ff01}][\s\"'\x{201d}\x{2019})\]*$]*$"
_ASKS: Final = (
    r"^(?:what|which|who|whom|whose|why|how|where|when (?:did|do|does|was|were|is|are|will|has)|"
    r"(?:in|on|at|of|for|by|from|to|with|under|during|after|before|into|about) "
    r"(?:what|which|whom|whose|how many|how much)|"
    r"is|are|was|were|do|does|did|can|could|will|would|has|have|"
    r"name|find|give|state|calculate|compute|determine|evaluate|solve|simplify|list|define|identify|write|express|"
    r"convert|estimate|translate|complete|prove|show|let|suppose|if)\b"
)
_OPEN_END: Final = (
    r"\b(?:is|are|was|were|be|been|a|an|the|of|to|by|in|for|with|because|that|as|than|when|if|from|on|at|called|like|and|"
    r"or|will|would|can|may|might|should|must|has|have|into|about|known as|referred to as)\.?$"
)

_ANSWER: Final = (
    (
        r"^\W*(?:all|none|both|neither|either|any|each|two|some|more than one)(?: two| three| four)? of "
        r"(?:the )?(?:above|these|them|those|following|options|choices|answers|statements|mentioned)\b"
    ),
    r"^\W*(?:all|none|both|neither) (?:above|are (?:correct|true|right)|is (?:correct|true)|listed|mentioned|apply)\b",
    r"^\W*(?:all|both|neither|either)\W*$",
    (
        r"^\W*(?:both|either|neither|only|options?|choices?|answers?)\W+(?:options? |choices? |answers? )?\(?[a-j]\)?"
        r"(?:\s*(?:,|and|or|nor|&)\s*\(?[a-j]\)?)*(?: only| alone)?\W*$"
    ),
    r"^\W*\(?[a-j]\)\s*(?:,|and|or|nor|&)\s*\(?[a-j]\)\W*$",
    r"\b(?:the )?(?:above|other) (?:options|choices|answers|statements)\b",
)
_ANSWER_LETTERS: Final = r"^\W*[A-J](?:\s*,\s*[A-J])*,?\s*(?:and|or|nor|&)\s*[A-J](?: only| alone)?\W*$"
_TRUTH: Final = r"^\W*(?:true|false|correct|incorrect)(?:\W+(?:true|false))*\W*$"
_NUMBER: Final = r"^[\s$(]*[-+]?[$\x{20ac}\x{a3}]?\d[\d.,/]*\s*%?[\s$).]*$"


def needs_options(phrases: Sequence[str] = ()) -> pl.Expr:
    """Whether a question needs its options; null for a row that never had any, true or false for all others.

    Args:
        phrases: Further regular expressions for the question in lower case.
    """
    written = pl.col("question").fill_null("").str.strip_chars()
    question = written.str.to_lowercase().str.replace_all(r"\s+", " ")
    answer = pl.col("answer_text").fill_null("")
    lowered = answer.str.to_lowercase()
    number = answer.str.contains(_NUMBER)
    evidence = (
        question.str.contains(_any_of(*_AMONG, *_BUT, *_CLOSEST, *phrases))
        | written.str.contains(_BUT_LOUD)
        | (question.str.contains(_any_of(*_BEST)) & ~number)
        | _continues(question)
        # A statement alone does not ask whether it is true.
        | (lowered.str.contains(_TRUTH) & ~question.str.contains(r"\?|\btrue\b|\bcorrect\b"))
        | lowered.str.contains(_any_of(*_ANSWER))
        | answer.str.contains(_ANSWER_LETTERS)
    )
    had_options = (pl.col("form") == "mcq") | pl.col("options").is_not_null() | _made_from_options()
    return pl.when(had_options.fill_null(value=False)).then(evidence)


def _made_from_options() -> pl.Expr:
    """Only `rewrite` makes a row from a row, and only by taking options away."""
    return pl.col("parent").is_not_null() & (pl.col("made_by") == "rewrite")


def _continues(question: pl.Expr) -> pl.Expr:
    """The question breaks off, and the option goes on: `A planet without moons is`."""
    asked = question.str.contains(r"\?") | question.str.contains(_ASKS)
    ended = question.str.contains(_ENDED)
    return question.str.contains(_BLANK_AT_END) | (~asked & (~ended | question.str.contains(_OPEN_END)))


def _any_of(*patterns: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)
