"""What the rules of `dependence` read: the question's end, the sentence that asks, the gold, the options as one text.

Vignettes and passages are long, and their wording says nothing about what is asked: most rules read only the sentence
that asks, which is the last one with a question mark, or else the last one. Quotes are made straight, so that patterns
need to name one kind only.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_AT_MOST: Final = 600
"""Characters of a question's end that are read: longer ones are passages, and what they ask stands at their end."""

_BREAK: Final = r"(?:[a-z]{3}|[0-9]s|[0-9)\]%$\"'])[.?!][\"')\]]*\s|\n"
"""Where a sentence ends: not after `St.`, `Mr.`, `J.` or `U.S.`."""

_WORD: Final = r"(?i-u:\b(?:what|which|who|whom|whose|why|how|where|when|whats|whos|name|find|give|state)\b)|_|\.\.\."
_EARLIER: Final = (
    r"(?:^|[.?!] )(?:(?:In|On|At|Of|For|By|From|To|With) )?(?:What|Which|Who|Whose|Where|When|How|what|"
    r"which) [^.]*[?:,]"
)
"""A question before the last sentence."""

_AFTER: Final = r"\?[^?]*$"
_BEFORE: Final = rf"(?s)^.*(?:{_BREAK})\s*"
_QUOTES: Final = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "}


def texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns of text for the rules, none of them ever null.

    Args:
        rows: With the columns question, options and answer_text.

    Returns:
        `written`: the end of the question; `whole`: the same in lower case; `bare`: that without what is quoted;
        `ask`: the sentence that asks; `asked`: the same in lower case; `gold`, `golden`; `offered`: the options,
        sorted, each on a line of its own: their order decides nothing.
    """
    written = _plain(rows["question"]).str.tail(_AT_MOST)
    ask = _sentence(written)
    gold = _plain(rows["answer_text"])
    ordered = rows["options"].list.eval(pl.element().sort())  # a sixtieth of the time of `list.sort`, measured
    offered = _plain(ordered.list.join("\n", ignore_nulls=True))
    texts = pl.DataFrame({"written": written, "ask": ask, "gold": gold, "offered": offered})
    return texts.with_columns(
        pl.col("written").str.to_lowercase().alias("whole"),
        pl.col("ask").str.to_lowercase().alias("asked"),
        pl.col("gold").str.to_lowercase().alias("golden"),
        pl.col("written").str.to_lowercase().str.replace_all(r'(?:^| )"[^"]+"', " it").alias("bare"),
    )


def _plain(text: pl.Series) -> pl.Series:
    return text.fill_null("").str.replace_many(_QUOTES).str.strip_chars()


def _sentence(written: pl.Series) -> pl.Series:
    """What stands around the sentence that asks is cut off: a sixth of the time of matching the sentence itself.

    Where that leaves no word that asks, lyrics or a case stand behind the question, and all of it is read.
    """
    last = written.str.replace(_AFTER, "?").str.replace(_BEFORE, "")
    cut = ((last != written) & written.str.contains(_EARLIER)).arg_true()
    kept = last.gather(cut)
    return last.scatter(cut, written.gather(cut).zip_with(~kept.str.contains(_WORD), kept))
