r"""Cut a formula, in tidied LaTeX or in plain text, into tokens: numbers, letters with their subscripts, functions.

One regular expression without nested repetition, so the cost is linear. A word that is no known function, a macro
without a meaning of its own, and a sign that does not belong in a formula make the text unreadable.
"""

import re
from fractions import Fraction
from typing import NamedTuple

FUNCTIONS = frozenset(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh ln log exp abs min max gcd lcm".split()
)
"""The functions that a formula may name, as macros or as words."""

_LONGEST_DIGITS = 300
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<repeating>\d*\.\d*\\overline\{\d+\})
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<degree>\^\s*(?:\{\s*\\circ\s*\}|\\circ))
    | \\text\{(?P<text>[A-Za-z]+)\}
    | (?P<bar>\\(?:overline|bar|hat|vec|tilde)\{[A-Za-z]{1,4}\})
    | (?P<macro>\\[A-Za-z]+)
    | (?P<word>[A-Za-z]+)
    | (?P<prime>'+)
    | (?P<script>_\s*(?:\{[A-Za-z0-9,+\-]{1,12}\}|\d+|[A-Za-z]))
    | (?P<power>\*\*)
    | (?P<sign>[-+*/^!()\[\]{}|=,_])
    )""",
    re.VERBOSE,
)
_SIGNS = frozenset("\\frac \\binom \\sqrt \\cdot \\times \\div \\lfloor \\rfloor \\lceil \\rceil".split())
_GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho varrho sigma "
    "varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega ell "
    "hbar".split()
)
_CONSTANTS = {"i": "i", "e": "e", "pi": "pi"}
_EXPONENT = re.compile(r"\d\s*[eE]\s*[-+]?\d")  # 1e5 is a number to some, and a product to others
_UNSURE = re.compile(
    r"(?<![\\A-Za-z_^])(?<!_\{)(?!(?:i|exp|gcd|lcm|max|min)\b|i\d)[A-Za-z]+'*\s*\d+(?![\d.]|\s*\^)"
    r"|(?<=[\w)\]}])\s+(?!d[a-z]\s|(?:gcd|lcm|max|min|det)\s)[A-Za-z]{2,}\s+(?=[\w(\[{]|\\(?:frac|sqrt|pi)(?![A-Za-z]))"
    r"|(?<![A-Za-z\\])[A-Z]\s*\^\s*\{\s*-\s*1\s*\}\s*[A-Z]"
    r"|\([A-Z](?:\s*[-+]?\s*[A-Z]){1,9}\)\s*\^\s*(?:\{\s*T\s*\}|T(?![A-Za-z]))|(?<![\d.])0\s*[(\[]|\\(?:vec|hat|overrightarrow)\{[^{}]{1,20}\}\s*\\times(?![A-Za-z])"
)
_HIDDEN = re.compile("|".join(sorted(FUNCTIONS | {"sqrt", "arc"}, key=len, reverse=True)))


class UnreadableError(ValueError):
    """The text is no formula, or not surely one."""


class Token(NamedTuple):
    """A piece of a formula: its kind (`number`, `letter`, `constant`, `function`, or the sign itself) and its text."""

    kind: str
    text: str
    value: Fraction = Fraction(0)


def is_unsure(text: str) -> bool:
    r"""Return whether a text has letters that may be no factors, so that not even the symbolic part may multiply them.

    A number behind a letter has lost a sign (`x2`, `7R2`, `10P3`), a word between two operands is one (`3 by 4`,
    `x over y`), nobody means a bracket times nought (`0(1)`, which was `O(1)`), and neither a cross product of
    vectors commutes nor an inverse beside another matrix (`A^{-1}B`).
    """
    return _UNSURE.search(text) is not None


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text.

    Raises:
        UnreadableError: If it holds what no formula holds, or what is read in more than one way.
    """
    if _EXPONENT.search(text) or is_unsure(text):
        raise UnreadableError
    read: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise UnreadableError
        at = match.end()
        _add(read, match.lastgroup or "", match[match.lastgroup or 0], text[at : at + 1])
    return read


def _add(read: list[Token], group: str, piece: str, following: str) -> None:
    """Add what one match says to the tokens before it."""
    if group in ("number", "repeating"):
        read.append(_number(piece))
    elif group == "word":
        read += _word(piece, following)
    elif group == "text":
        if len(piece) > 1 and piece not in FUNCTIONS:
            raise UnreadableError
        read += _word(piece, "(")
    elif group == "macro":
        read.append(_macro(piece))
    elif group in ("script", "prime"):
        _attach(read, group, piece)
    elif group == "bar":
        read.append(Token("letter", piece))
    elif group == "degree":
        read.append(Token("degree", ""))
    else:
        read.append(Token("^" if group == "power" else piece, piece))


def _number(piece: str) -> Token:
    if len(piece) > _LONGEST_DIGITS:
        raise UnreadableError
    if not piece.endswith("}"):
        return Token("number", piece, Fraction(piece.removesuffix(".")))
    whole, _, rest = piece.partition(".")
    fixed, _, cycle = rest.removesuffix("}").partition("\\overline{")
    repeated = Fraction(int(cycle), 10 ** len(cycle) - 1)
    return Token("number", piece, (int(whole + fixed or "0") + repeated) / 10 ** len(fixed))


def _word(piece: str, following: str) -> list[Token]:
    """Return a known function, or letters side by side; `dx` and `xsin` may be read as something else."""
    if piece == "sqrt":
        return [Token("\\sqrt", piece)]
    if piece == "pi":
        return [Token("constant", piece)]
    if piece in FUNCTIONS and (len(piece) > 2 or following == "("):  # noqa: PLR2004 - ln may be l times n
        return [Token("function", piece)]
    if "d" in piece[:-1] or (len(piece) > 1 and _HIDDEN.search(piece)):
        raise UnreadableError
    return [Token("constant" if letter in _CONSTANTS else "letter", letter) for letter in piece]


def _macro(piece: str) -> Token:
    name = piece[1:]
    if piece in _SIGNS:
        return Token(piece, piece)
    if name in FUNCTIONS:
        return Token("function", name)
    if name == "pi":
        return Token("constant", name)
    if name in _GREEK:
        return Token("letter", name)
    raise UnreadableError


def _attach(read: list[Token], group: str, piece: str) -> None:
    """Put a subscript or primes on the letter before; what a logarithm's base is stays for the reader."""
    before = read[-1] if read else Token("", "")
    if group == "script":
        inside = piece.replace(" ", "").removeprefix("_").removeprefix("{").removesuffix("}")
        if before.kind == "function":
            read += _base(inside)
            return
        piece = f"_{inside}"
    if before.kind not in ("letter", "constant") or before.text == "pi" or (group == "script" and "_" in before.text):
        raise UnreadableError
    read[-1] = Token("letter", before.text + piece)


def _base(inside: str) -> list[Token]:
    """Return the tokens of a logarithm's base, in braces."""
    return [Token("_", "_"), Token("{", "{"), *tokens(inside), Token("}", "}")]
