r"""What a rule of `dependence` is.

Patterns are Rust's regular expressions, which know no looking around: where a phrase has another meaning as well, `but`
says what must not be found beside it. A word's edge `\b` is taken in ASCII, which keeps the matcher on its fast path
where a text holds other letters (2.4 times as fast, measured on questions with an accent).
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

_EDGE, _EDGE_IN_ASCII = r"\b", r"(?-u:\b)"


class Says(Enum):
    """What a rule stands for when it fires; the first three speak against asking openly, from the strongest on."""

    SETTLES = 0  # no rewording helps
    LEANS = 1  # on the options, or is no question: rewritable where the gold is short, dependent where it is not
    DOUBTS = 2  # a model should be asked
    SHOWS = 3  # the question can be asked openly


class Rule(NamedTuple):
    """A phrase and what it says.

    Attributes:
        name: what stands before the matched text in the evidence.
        says: what it stands for.
        pattern: what is looked for.
        over: the column of `dependence_text.texts` that is read.
        but: what means that the phrase is no sign here.
        where: columns of `dependence_gold.shapes` that must all be true; with `!` before it, false.
    """

    name: str
    says: Says
    pattern: str
    over: str = "asked"
    but: str | None = None
    where: tuple[str, ...] = ()


def in_ascii(*rules: Rule) -> tuple[Rule, ...]:
    """The rules with edges of words in ASCII."""
    return tuple(
        rule._replace(
            pattern=rule.pattern.replace(_EDGE, _EDGE_IN_ASCII),
            but=None if rule.but is None else rule.but.replace(_EDGE, _EDGE_IN_ASCII),
        )
        for rule in rules
    )
