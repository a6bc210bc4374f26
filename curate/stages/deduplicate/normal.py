r"""One spelling for questions and answers that differ only in how they were typed.

Folded: the case of ordinary words (`case`), white space, HTML entities, the compatibility forms of Unicode (NFKC),
punctuation, hyphens between words, LaTeX spacing (`\,` `\!` `\ ` `~`), `$` and `\(` around formulas, braces around a
single symbol, blanks of any length.
Kept, because a question with another one is another question: letters, the case of symbols (`Co`, `CO`), digits,
decimal points, signs and operators, brackets, primes, factorials, powers (`10²` is `10^2`, never `102`) and what
follows whole numbers (`3½` is `3 1/2`).
Nothing is repaired: mojibake stays what it is, and is another text than what it was made from.

Normalising twice changes nothing more. The cheap part runs in polars; only texts with characters beyond ASCII, or with
an ampersand, are handed to Python, for entities and what Unicode writes as one sign; case is folded by numpy.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

import polars as pl

from curate.stages.deduplicate.case import BETWEEN, without_case

_BEYOND_ASCII = r"&|[^\x00-\x7F]"
_MOST_ESCAPES = 3  # `&amp;amp;lt;`: nobody escapes more often, and each round reads the whole text
_POWERS = re.compile("[\u2070\u2071\u00b9\u00b2\u00b3\u2074-\u207f]+")
_AFTER_WHOLE = re.compile("(?<=\\d)(?=[\u00bc-\u00be\u2150-\u215f\u2189])")
_UNSEEN = (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
"""Characters that print as nothing: soft hyphens, joiners, directions, the byte order mark."""
_SIGNS: Final = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-", "\u2044": "/", "\u2215": "/",
        "\u03c2": "\u03c3",  # the sigma at the end of a word
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2032": "'", "\u00b7": "\u22c5", "\u2217": "*",
        **dict.fromkeys(_UNSEEN),
    }
)  # fmt: skip

_SPELT_OUT: Final = {
    ord(one): folded.upper() if one.isupper() else folded.capitalize() if one.istitle() else folded
    for one in map(chr, range(0x80, 0x2000))
    if len(folded := unicodedata.normalize("NFKC", one.casefold())) > 1 and folded.isalpha()
}
"""Letters that fold to several, such as the German sharp s: before anything looks at how many letters there are."""
_INSTEAD: Final = {chr(code): text or "" for code, text in (_SIGNS | _SPELT_OUT).items()}
_REPLACED = re.compile(f"[{re.escape(''.join(_INSTEAD))}]")  # many times as fast as `str.translate`
_CAPITALS = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
_COMMANDS: Final = (
    [r"\dfrac", r"\tfrac", *(f"\\{name}" for name in _CAPITALS)],
    [
        r"\frac",
        r"\frac",
        *(f" {letter} " for letter in "\u0393\u0394\u0398\u039b\u039e\u03a0\u03a3\u03a5\u03a6\u03a8\u03a9"),
    ],
)
"""Fractions of any size; and what LaTeX tells from `\\delta` by a capital, as if it opened an ordinary word."""

_SPACING = (
    r"\\(?:[,;:!> ()\[\]]|(?:quad|qquad|left|right|displaystyle|text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox)\b)"
)
_KEPT = r"\p{L}\p{M}\p{N}\p{S}\-/*%!()\[\]{}._'#\x{2030}\x1e "
_FOLDED = rf"[[^{_KEPT}]`~]+"
_DOTS = r"\.{2,}"
_FULL_STOP = r"\.([^\d.]|$)"
_SINGLE = r"\{[ {]*([\p{L}\p{M}\p{N}]+)[ }]*\}"
_HYPHEN = r"([\p{L}\p{M}]{2})[ -]*-[ -]*(\p{L}[\p{L}\p{M}])"
_OPERATOR = r" *([\p{Sm}\-*/^()\[\]{}%!_\x1e]) *"

_COMMAND = r"&[A-Za-z]+;|\\[A-Za-z]+"  # small letters that are no writing: entities, LaTeX
_SHOUTED_WORDS = 5
_WORD: Final = re.compile(r"[^\W\d_]{2,}|\b[AI]\b")

_FRACTION = r"^\s*\$?\s*(-?)\s*\\[dtc]?frac\s*(?:\{(\d+)\}\s*\{(\d+)\}|(\d)\s*(\d))\s*\$?\s*$"
_THOUSANDS = r"^\s*\$?-?\d{1,3}(?:,\d{3})+(?:\.\d+)?\$?\s*$"


def normalised(text: pl.Expr) -> pl.Expr:
    """The one spelling of a text; null stays null, and a text of nothing but punctuation becomes empty."""
    plain = text.map_batches(_unfolded, return_dtype=pl.String, is_elementwise=True)
    plain = plain.str.replace_many(*_COMMANDS).str.replace_all(_SPACING, " ")
    plain = plain.str.replace_all("$", "", literal=True).str.replace_all(_FOLDED, " ")
    plain = plain.str.replace_all(_DOTS, " ").str.replace_all(_FULL_STOP, " $1").str.replace_all(_SINGLE, " $1 ")
    # Twice, because in `a well-to-do man` the letters of `to` belong to both hyphens.
    plain = plain.str.replace_all(_HYPHEN, "$1 $2").str.replace_all(_HYPHEN, "$1 $2")
    plain = plain.str.replace_all(_OPERATOR, "$1").str.replace_all("_{2,}", "_")
    return (
        plain.str.replace_all(" {2,}", " ")
        .str.strip_chars(" ")
        .map_batches(_settled, return_dtype=pl.String, is_elementwise=True)
    )


def unshouted(text: pl.Expr) -> pl.Expr:
    """A text written all in capitals, its words in small letters: there no capital tells a symbol from a word.

    Only for texts of five words and more; `CO` or `NO OR CO` alone says too little. A single letter stays as it is
    unless it is a word (`A`, `I`): it is a symbol, and those are mostly capitals when all around them are.
    """
    return text.map_batches(_unshouted, return_dtype=pl.String, is_elementwise=True)


def _unshouted(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(_COMMAND, "")
    shouted = ~bare.str.contains(r"\p{Ll}") & (bare.str.count_matches(r"\p{L}{2,}") >= _SHOUTED_WORDS)
    shouted = shouted.fill_null(value=False)
    if not shouted.any():
        return texts
    quiet = [_WORD.sub(lambda word: word[0].lower(), text) for text in texts.filter(shouted)]
    return texts.scatter(shouted.arg_true(), pl.Series(quiet, dtype=pl.String))


def normalised_options(options: pl.Expr) -> pl.Expr:
    """The options in one text, each normalised, in the order of the alphabet: shuffled options ask the same."""
    texts = normalised(options.list.join(BETWEEN, ignore_nulls=True))
    return texts.str.split(BETWEEN).list.sort().list.join(BETWEEN)


def lightened(answer: pl.Expr) -> pl.Expr:
    r"""A gold answer before it is normalised: what is folded only where it is the whole answer.

    Light on purpose: `\frac{1}{2}` and `\frac12` are read as `1/2`, the commas of `1,000` are dropped, and that is all.
    `0.5` and `1/2` stay different: a conflict that is none costs a look at two rows, while one that is missed costs
    a wrong label in training.
    """
    plain = answer.str.replace(_FRACTION, "$1$2$4/$3$5")
    return pl.when(plain.str.contains(_THOUSANDS)).then(plain.str.replace_all(",", "", literal=True)).otherwise(plain)


def _unfolded(texts: pl.Series) -> pl.Series:
    """Entities and the compatibility forms of Unicode, for the texts that have some."""
    beyond = texts.str.contains(_BEYOND_ASCII).fill_null(value=False)
    if not beyond.any():
        return texts
    plain = pl.Series([_plain(text) for text in texts.filter(beyond)], dtype=pl.String)
    # By polars too, which may know letters that this Python does not: its tables of Unicode are newer.
    return texts.scatter(beyond.arg_true(), plain.str.normalize("NFKC"))


def _settled(texts: pl.Series) -> pl.Series:
    """Case, then NFKC once more, which makes one letter of some small letters and their marks.

    And where a space went, a stroke may now stand at an operator that it makes another one with.
    """
    beyond = texts.str.contains(_BEYOND_ASCII).fill_null(value=False)
    # Apart, because an array of nothing but ASCII is a fourth as large.
    for some in (~beyond & texts.str.contains("[A-Z]").fill_null(value=False), beyond):
        folded = pl.Series(without_case(texts.filter(some).to_list()), dtype=pl.String)
        texts = texts.scatter(some.arg_true(), folded)
    if not beyond.any():
        return texts
    composed = texts.filter(beyond).str.normalize("NFKC").str.replace_all(_OPERATOR, "$1")
    return texts.scatter(beyond.arg_true(), composed)


def _plain(text: str) -> str:
    for _ in range(_MOST_ESCAPES):
        if "&" not in text or (plain := html.unescape(text)) == text:
            break
        text = plain
    text = text.replace("$", "")
    if text.isascii():
        return text
    # Before NFKC, which would make 102 of ten squared, and 31/2 of three and a half.
    text = _AFTER_WHOLE.sub(" ", _POWERS.sub(lambda power: f"^{power.group()}", text))
    text = _REPLACED.sub(lambda sign: _INSTEAD[sign.group()], unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", text)
