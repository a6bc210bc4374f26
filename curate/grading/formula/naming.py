r"""Give a name to what stands in a formula for a quantity of its own, so that nobody multiplies its letters.

A derivative is no quotient (and sympy, which knows no y, makes `\frac{dy}{dx}` nought), `\Delta H` no product, `f'` not
f, `f^{-1}(x)` no reciprocal, `A^T` no power and `E[X^2]` not E times a square. Each becomes a letter with a subscript
that tells it from all others, in the gold answer and in the answer alike.
"""

import re
from zlib import crc32

_DERIVATIVE = re.compile(
    r"\\frac\s*\{\s*(?:d|\\partial)\s*(?:\^\s*\{?\s*(\d)\s*\}?)?\s*\\?([A-Za-z]{1,8})\s*\}"
    r"\s*\{\s*(?:d|\\partial)\s*([A-Za-z])\s*(?:\^\s*\{?\s*\d\s*\}?)?\s*\}"
    r"|(?<![A-Za-z\\])d(?:\^(\d))?([A-Za-z])\s*/\s*d([A-Za-z])(?:\^\d)?(?![A-Za-z])"
)
_CHANGE = re.compile(r"\\Delta\s*([A-Za-z])(?![A-Za-z])(?:_\{?([A-Za-z0-9]{1,8})\}?)?")
_PRIMED = re.compile(r"(?<![A-Za-z\\])([A-Za-z])\s*(?:('{1,3})|\^\s*\{?\s*((?:\\prime\s*){1,3})\}?)(?=\s*\()")
_INVERSE = re.compile(r"(?<![A-Za-z\\])([fghFGH])\s*\^\s*\{\s*-\s*1\s*\}\s*(?=\()")
_TRANSPOSED = re.compile(
    r"(?<![A-Za-z\\])([A-DF-Za-df-z])\s*\^\s*(?:\{\s*(?:T|\\top)\s*\}|T(?![A-Za-z])|\\top(?![A-Za-z]))"
)
_EXPECTED = re.compile(r"(?:(?<![A-Za-z\\])E|\\mathbb\{E\})\s*\[([^\[\]]{1,200})\]")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")  # a digit behind a letter would be a lost sign
_SPACE = re.compile(r"\s+")


def named(text: str) -> str:
    """Return a tidied formula in which each such quantity is one name; any other text as it is."""
    if "d" in text or "\\partial" in text:
        text = _DERIVATIVE.sub(_derivative, text)
    if "\\Delta" in text:
        text = _CHANGE.sub(r" \1_{Delta\2} ", text)
    if "'" in text or "\\prime" in text:
        text = _PRIMED.sub(_primed, text)
    if "^" in text:
        text = _TRANSPOSED.sub(r" \1_{tr} ", _INVERSE.sub(r" \1_{inv}", text))
    return _EXPECTED.sub(_expected, text) if "[" in text else text


def _derivative(found: re.Match[str]) -> str:
    order, of, by = found.groups()[:3] if found[2] else found.groups()[3:]
    return f" D_{{{order or 1}{of}{by}}} "


def _primed(found: re.Match[str]) -> str:
    return f" {found[1]}_{{p{len(found[2]) if found[2] else found[3].count('prime')}}}"


def _expected(found: re.Match[str]) -> str:
    inside = f"{crc32(_SPACE.sub('', found[1]).encode()):08x}".translate(_LETTERS)
    return f" E_{{{inside}}} "
