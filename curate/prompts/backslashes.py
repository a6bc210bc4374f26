r"""Backslashes in a model's JSON: LaTeX that was written as if JSON had no escapes of its own.

In JSON `\frac` is a form feed and `rac`, `\theta` a tab and `heta`, `\neq` a new line and `eq`, and `\sqrt` is no JSON
at all. Guided decoding lets the first three through: they are well-formed. What a text meant is nearly always plain
from what follows the backslash, so it is mended before the text is read; a text that escapes properly is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_STRING: Final = re.compile(r'"(?:[^"\\]|\\[\s\S])*+"')
_PIECE: Final = re.compile(r"\$\$?|\\(?:u[0-9a-fA-F]{4}|[\s\S])")
_WORD: Final = re.compile(r"[A-Za-z]*")

_AFTER_N: Final = frozenset(
    "abla eq eqq otin ot ewline olimits onumber cong leq geq leftarrow rightarrow Leftarrow Rightarrow warrow earrow "
    "leqslant geqslant subseteq supseteq vdash vDash sim prec succ".split()
)
r"""What follows `\n` in commands whose rest is no word: a line does not begin so."""

_AFTER_N_OR_LINE: Final = frozenset("e i u eg less mid parallel exists atural gtr".split())
r"""What follows `\n` in commands, and at the beginning of a line too: `\nu`, and a line that begins with `u`."""

_AFTER_T: Final = frozenset(
    "ext extbf extit extrm extsc extsf exttt extup heta imes frac binom au anh ilde herefore riangle riangleq "
    "riangledown riangleleft riangleright rianglelefteq rianglerighteq hickapprox hicksim hinspace extstyle".split()
)
r"""What follows `\t` in commands, and is no word. Between dollar signs every letter behind `\t` is a command."""

_TWICE: Final = frozenset(
    "frac dfrac tfrac sqrt text mathrm mathbf mathbb mathcal left right cdot times pi alpha beta gamma delta theta "
    "lambda mu sigma omega Delta Omega Sigma sum int prod lim log ln sin cos tan exp leq geq neq approx infty circ "
    "pm to rightarrow Rightarrow partial nabla vec hat bar overline underline binom degree quad".split()
)
r"""Commands that are met with two backslashes where one was meant; a line of a matrix does not begin so."""


def mended(text: str) -> str:
    r"""A JSON text with the backslashes doubled that were meant as such, inside its strings.

    - What is no escape of JSON (`\sqrt`, `\(`, `\u` without four digits) gets its backslash doubled; `\'` is a quote.
    - Backspace, form feed and carriage return before a letter were meant as commands: `\beta`, `\frac`, `\rho`.
    - Tab and new line before letters are commands where those letters are the rest of one, and not a word: `\theta`,
      `\neq`. Where they may be both (`\nu`), they are commands within a formula of a line.
    - Of four backslashes before a common command two stay: `\\\\frac` was escaped twice.
    """
    if "\\" not in text:
        return text
    return _STRING.sub(lambda found: f'"{_mended(found[0][1:-1])}"', text)


@dataclass
class _Formula:
    """Whether a place of a text is within a formula."""

    ends_with: str = ""

    def see(self, piece: str, after: str) -> None:
        """Take in a dollar sign, or a backslash and what comes after."""
        if piece.startswith("$"):
            self.ends_with = piece if not self.ends_with else ""
        elif after in ("(", "["):
            self.ends_with = after
        elif after in (")", "]"):
            self.ends_with = ""


def _mended(inside: str) -> str:
    """The inside of one string."""
    if "\\" not in inside:
        return inside
    formula = _Formula()
    made: list[str] = []
    done = 0
    for found in _PIECE.finditer(inside):
        if found.start() < done:
            continue
        piece, end = found[0], found.end()
        made.append(inside[done : found.start()])
        after = inside[end : end + 1] if piece == "\\\\" else piece[1:]
        formula.see(piece, after)
        if piece == "\\\\":
            end = _past_second(inside, found.start(), end)
        elif piece.startswith("\\"):
            word = _WORD.match(inside, end)
            piece = _escape(piece, word[0] if word else "", formula)
        made.append(piece)
        done = end
    return "".join([*made, inside[done:]])


def _past_second(inside: str, begin: int, end: int) -> int:
    """Where a doubled backslash ends: behind the second pair, if a command was escaped twice."""
    if inside[end : end + 2] != "\\\\" or inside[max(0, begin - 1) : begin] == "\\":
        return end
    word = _WORD.match(inside, end + 2)
    return end + 2 if word is not None and word[0] in _TWICE else end


def _escape(piece: str, rest: str, formula: _Formula) -> str:
    r"""One escape, as it should have been written; `rest` are the letters behind it."""
    letter = piece[1]
    if len(piece) > len(r"\n") or letter in '"/':
        return piece
    if letter == "'":
        return "'"
    doubled = "\\" + piece
    if letter in "bfr":
        return doubled if rest else piece
    if letter == "t":
        command = rest in _AFTER_T or (rest and formula.ends_with)
        return doubled if command else piece
    if letter == "n":
        unsure = rest in _AFTER_N_OR_LINE and formula.ends_with in ("$", "(")
        return doubled if rest in _AFTER_N or unsure else piece
    return piece if letter in "\r\n" else doubled
