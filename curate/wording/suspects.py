r"""Which lists of options may hold one that has a place of its own or names others: a sieve over columns.

Reading a list closely costs 100 microseconds (`curate.wording.shuffle`), and few have a word that makes it worth while.
The sieves let no list through that the close look would treat otherwise (the tests hold them to that); they may call
more lists suspect than are. Each line says a necessary condition of a rule in `options` or `references`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

_BETWEEN: Final = "\n"
_THINGS: Final = r"(?:options?|choices?|answers?|statements?|alternatives?|responses?)"
_NTH: Final = r"(?:first|second|third|fourth|fifth|last)"
_ANCHORS: Final = (
    r"(?-u:\b)(?:above|preceding|previous)(?-u:\b)",
    # options that stand last begin with one of these
    (
        r"^[^a-z0-9]*(?:all|none|any|neither|nither|nether|both|either|other|each|every|no|not|cannot|can|insufficient|unknown|"
        r"impossible)(?-u:\b)"
    ),
    r"^[^a-z0-9]*(?:it\s+(?:is\s+impossible|cannot|can)|there\s+(?:is|are)\s+(?:no|not|insufficient)|i\s+don)",
)
_NAMES: Final = (
    # by place
    r"(?-u:\b)(?:above|preceding|previous)[^a-z0-9]*[a-z0-9]",
    r"(?-u:\b)(?:one|two|three|some|most|both|either|neither|but\s+one)\s+(?:of\s+)?(?:the\s+)?(?:[^\s]+\s+)?(?:above|preceding)(?-u:\b)",
    rf"(?-u:\b)(?:first|last|next|other)\s+(?:(?:two|three|four)\s+)?(?:{_THINGS}|ones?)(?-u:\b)",
    rf"(?-u:\b){_NTH}\s+(?:two|three|and|or|nor|but)(?-u:\b)",
    r"(?-u:\b)(?:one|two|some)\s+of\s+(?:these|those|them|the\s+options)(?-u:\b)",
    r"(?-u:\b)the\s+(?:option|choice|answer)\s+(?:below|before|after)(?-u:\b)",
    r"(?-u:\b)the\s+above(?-u:\b)",
    # by number or letter
    rf"(?-u:\b){_THINGS}\s+(?:number\s+)?(?:\(|[a-z](?-u:\b)|\d{{1,2}}(?-u:\b))",
    r"\d\)?\s*(?:and|or|nor|&|\+|but)",
    r"(?-u:\b)(?:both|either|neither)\s+\(?\d",
    r"(?:^|[^a-z])[a-z](?:\)|\.)?\s*[,&+]",
    r"(?:^|[^a-z])[a-z](?:\)|\.)\s*(?:and|or|nor|but\s+not)",
    r"(?:^|[^a-z])[a-z]\s+(?:and|or|nor|but\s+not)(?-u:\b)",
    r"(?:^|[^a-z])[a-z](?:\)|\.)?\s?(?:-|\x{2013}|to|through|thru)\s?\(?[a-z](?:[^a-z0-9]|$)",
    r"(?:^|[^a-z])[a-z](?:\)|\.)?\s+(?:only|alone)(?-u:\b)",
    r"(?-u:\b)(?:only|just)\s+\(?[a-z](?:[^a-z0-9]|$)",
    r"(?-u:\b)(?:not|of|in|as|than|except|but|like|with|by|to|under|from|for)\s+\(?[a-z][).]?[^a-z0-9]*$",
    # labels of their own
    r"^\s*\(?(?:[a-z]\)|[a-z][.:]\s|\d{1,2}\)|\d{1,2}[.:]\s)",
    r"\A\s*a\s*\n\s*b\s*(?:\n|\z)",
)
_QUESTION: Final = (
    r"(?i:(?-u:\b)(?:options?|choices?|alternatives?|answers?)\s+[^\s])"
    r"|(?i:(?-u:\b)(?:first|second|third|fourth|fifth|last|previous|preceding)\s(?:two|three|four|options?|alternatives?|answer)(?-u:\b))"
    r"|(?:^|[^A-Za-z0-9])A\)?(?:, ?\(?B|/B| ?[-\x{2013}] ?[B-Z]| (?:or|and|to|through) \(?[B-Z])"
    r"|\([Aa]\)|(?:^|[\s:;?!])(?:[Aa]\)|A[.:] ?\S|a\. )"
)


_ANY_ANCHOR: Final = f"(?im){'|'.join(f'(?:{one})' for one in _ANCHORS)}"
_ANY_NAME: Final = f"(?im){'|'.join(f'(?:{one})' for one in _NAMES)}"


def anchored(options: pl.Expr) -> pl.Expr:
    """Whether an option of a list may have a place of its own.

    Args:
        options: Lists of texts without nulls.
    """
    return options.list.join(_BETWEEN).str.contains(_ANY_ANCHOR)


def named(question: pl.Expr, options: pl.Expr) -> pl.Expr:
    """Whether an option of a list, or its question, may name options by letter, number or place.

    Args:
        question: Texts; null counts as empty.
        options: Lists of texts without nulls.
    """
    return options.list.join(_BETWEEN).str.contains(_ANY_NAME) | question.fill_null("").str.contains(_QUESTION)
