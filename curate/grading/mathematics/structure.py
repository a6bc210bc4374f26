r"""The shapes of answers: a scalar, a tuple or interval, a set, a list, a matrix, a ratio, `x = ...`, `a < x < b`.

The shape decides which order counts: sets, lists and unions have none, tuples, intervals, matrices and ratios do;
a gold list that is an ordering (`2, 1, 3`) keeps it, as `same` sees.
The scalars at the leaves are compared one by one, so that the symbolic part sees nothing but scalars and relations.
`shapes` tells how a text is seen as one of these.
"""

import re
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal, NamedTuple

from curate.grading.brackets import CLOSING, OPENING, closes_at_end
from curate.grading.mathematics.exact import rational
from curate.grading.mathematics.latex import MOST_BRACES, key

Kind = Literal["bracket", "set", "list", "union", "matrix", "ratio", "relation", "cases", "implication", "family"]

DEEPEST = 6
"""Levels of brackets that are taken apart; deeper ones are compared as they are written."""
MOST_PARTS = 200
OTHERWISE: Final = "otherwise"
"""The condition of a case that has none of its own."""

_DEEPEST_SCALAR = 40

_WHOLE_TEXT = re.compile(r"\\text\{([^{}]*)\}")
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}(?![A-Za-z])")
_SIGN = re.compile(r"[\d^_+*/=|(]|\\(?:frac|sqrt|cdot)")
_WORD_BESIDE_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}\s+[A-Za-z]{2,}")
_WORD_IN_TEXT = re.compile(r"\\text\{[^{}]*[A-Za-z]{3}")
_LONGEST_PRODUCT = 5  # letters side by side that may be a product rather than a word
_FUNCTIONS = frozenset(
    "sin cos tan cot sec csc log exp arcsin arccos arctan sinh cosh tanh sqrt frac max min gcd lcm det mod".split()
)
_NAME_OR_MACRO = re.compile(
    r"\\text\{[^{}]*\}|\\(?:begin|end|operatorname)\{[^{}]*\}"
    r"|((?:\\(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda|mu|nu|xi|(?:var)?rho|sigma"
    r"|tau|upsilon|(?:var)?phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Sigma|Phi|Psi|Omega|ell|hbar)(?![A-Za-z])"
    r"|(?<!\\)[A-Za-z])(?:_\w|_\{[^{}]{1,20}\})?)|\\[A-Za-z]+"
)
_NO_NAMES = frozenset({"e", "i"})
_NAMES_AND_MACROS = re.compile(r"\\(?:begin|end|operatorname)\{[^{}]*\}|\\[A-Za-z]+")


class Leaf:
    """A scalar: `text` without its unit; what it costs to know about it is found when first asked.

    `cased` says that lower and upper case of a word differ, as in a product of letters.
    """

    def __init__(self, text: str, unit: str, percent: bool, *, cased: bool = False) -> None:  # noqa: FBT001 - `Quantity`'s
        self.text, self.unit, self.percent, self.cased = text, unit, percent, cased

    @cached_property
    def key(self) -> str:
        """The string by which it is literally equal to another."""
        return key(self.text, fold=not self.cased)

    @cached_property
    def value(self) -> Fraction | None:
        """Its exact value where it is plain rational arithmetic."""
        return rational(self.text)

    @cached_property
    def prose(self) -> bool:
        r"""Whether it is words rather than mathematics: `abc` in `\frac{abc}{2}` is a product."""
        unwrapped = _WHOLE_TEXT.sub(r" \1 ", self.text)
        if "\\begin" in unwrapped:
            return False
        words = [word for word in _PROSE.findall(without_macros(unwrapped)) if word.lower() not in _FUNCTIONS]
        if not words or max(map(len, words)) > _LONGEST_PRODUCT:
            return bool(words)
        if self.cased or _SIGN.search(unwrapped):
            return _WORD_BESIDE_WORD.search(unwrapped) is not None or _WORD_IN_TEXT.search(self.text) is not None
        return True


class Group(NamedTuple):
    r"""Parts in a shape; `marks` holds the brackets, or the row length of a matrix; `either` says the parts were ors.

    A `relation` has a word for its first part (`divides`), then what it relates. `cases` are pairs of a value and its
    condition. An `implication` is a premise and what follows from it; its mark is `shown` where the premise is a
    statement of mathematics, so that the whole is a step to an answer. A `family` has one part, and for its marks the
    letter that runs and the set that it runs through: `k \mathbb{Z}`. A list with the mark `\pm` is what one sign
    stood for, one with the mark `some` mixes commas with an `or`, so that it may mean some of its parts or all.
    """

    kind: Kind
    parts: "tuple[Node, ...]"
    marks: str = ""
    either: bool = False


class Assigned(NamedTuple):
    """`name = value`, `f(x) = value`; the name's own key."""

    name: str
    value: "Node"
    text: str


class Equation(NamedTuple):
    """An equation of two expressions, neither of them a mere name, as written.

    `said` is the number that it gives a quantity composed of several: the 25 of `x + y = 25`.
    """

    text: str
    said: "Leaf | None" = None


class Inequality(NamedTuple):
    """Two expressions of which one is less, or not more, than the other."""

    less: str
    greater: str
    strict: bool
    text: str


class Range(NamedTuple):
    """A variable and the interval, or union of intervals, that an inequality gives it; `bound` is that inequality."""

    variable: str
    interval: Group
    bound: Inequality | None = None


Node = Leaf | Group | Assigned | Equation | Inequality | Range


def readable(text: str) -> bool:
    """Return whether the brackets of a scalar are balanced and no deeper than mathematics is written."""
    depth = 0
    for char in text:
        depth += (char in OPENING) - (char in CLOSING)
        if not 0 <= depth <= _DEEPEST_SCALAR:
            return False
    return depth == 0


def split(text: str, marks: str) -> list[str]:
    """Return the stripped parts of a text between marks that stand outside all brackets."""
    if not any(mark in text for mark in marks):
        return [text.strip()]
    parts: list[str] = []
    depth = start = 0
    for at, char in enumerate(text):
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth -= 1
        elif depth == 0 and char in marks:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]


def outside(text: str) -> str:
    """Return what stands outside all brackets; the brackets themselves stay."""
    if not any(bracket in text for bracket in OPENING):
        return text
    kept: list[str] = []
    depth = 0
    for char in text:
        depth -= char in CLOSING
        if depth <= 0:
            kept.append(char)
        depth += char in OPENING
    return "".join(kept)


def names(text: str) -> set[str]:
    r"""Return the variables of a formula: letters and Greek letters with their subscripts, but neither e, i nor \pi."""
    return {found.group(1) for found in _NAME_OR_MACRO.finditer(text) if found.group(1)} - _NO_NAMES


def unwrapped(text: str) -> str:
    """Return the text without braces around the whole of it."""
    text = text.strip()
    for _ in range(MOST_BRACES):
        if not (text.startswith("{") and text.endswith("}") and not text.endswith("\\}") and closes_at_end(text)):
            break
        text = text[1:-1].strip()
    return text


def without_macros(text: str) -> str:
    r"""Return the text without the names of environments and macros, and without what `\operatorname` spells."""
    return _NAMES_AND_MACROS.sub(" ", text)
