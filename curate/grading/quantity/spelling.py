r"""Bring a quantity to plain text: `5\,\mathrm{m\,s^{-1}}`, `5 m·s⁻¹` and `$5~\text{m s}^{-1}$` to one spelling.

Fractions of numbers stay LaTeX, for the reader of numbers knows them; roots and pi become decimals of fifty places.
"""

import re
import unicodedata
from math import isqrt

from curate.grading.quantity.unit_reading import read_unit

_SUPERSCRIPTS = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b\u207a", "0123456789-+"
)
_SUPERSCRIPT = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207a\u207b]+")
_CHARACTERS = str.maketrans(
    {
        "\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\u00d7": "*", "\u00b7": "*", "\u22c5": "*",
        "\u2219": "*", "\u2022": "*", "\u00f7": "/", "\u2044": "/", "\u2215": "/", "\u2248": "\u2248",
        "\u223c": "\u2248", "\u2243": "\u2248", "\u2245": "\u2248", "\u00bd": " 1/2", "\u00bc": " 1/4",
        "\u00be": " 3/4", "\u2153": " 1/3", "\u2154": " 2/3", "\u03c0": "\\pi ", "\u2032": "'", "\u2033": '"',
        "\u2019": "'", "\u201d": '"', "\u00ba": "\u00b0", "\u02da": "\u00b0", "\u2113": "L", "\u2103": "\u00b0C",
        "\u2109": "\u00b0F", "\u00b5": "\u03bc", "\u2126": "\u03a9", "\u212b": "\u00c5",
    }
)  # fmt: skip
_TEXT = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal|up)?|math(?:rm|bf|it|sf|normal)|mbox|hbox|operatorname|boldsymbol|boxed|fbox"
    r"|ce|unit|si|emph)\s*\{([^{}]*)\}"
)
_SIUNITX = re.compile(r"\\(?:SI|qty)\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_DEGREES = re.compile(
    r"(?:\{\s*\})?\^\s*(?:\{\s*\\(?:circ|degree)\s*\}|\\(?:circ|degree))|\\(?:circ|degree|textdegree)\b"
)
_PRIMES = re.compile(r"\^\s*(?:\{\s*((?:\\prime\s*){1,2})\}|(\\prime))")
_SPACING = re.compile(r"\\[,;:> ]|\\q?quad(?![A-Za-z])|\\(?:hspace|hskip)\s*\{[^{}]*\}|\\thinspace(?![A-Za-z])|\\\\")
_TIE = re.compile(r"(?<=[\d}])\s?~\s?(?=[A-Za-z\\])")
_RAISED = re.compile(r"\\textsuperscript\s*(?=\{)")
_PREFIXED = re.compile(r"\\(kilo|mega|giga|tera|deci|centi|milli|micro|nano|pico|femto)\s*\\(?=[a-z])")
_MACRO = re.compile(r"\\([A-Za-z]+)")
_MACROS = {
    "times": "*", "cdot": "*", "ast": "*", "Omega": "\u03a9", "ohm": "\u03a9", "mu": "\u03bc", "micro": "\u03bc",
    "approx": "\u2248", "sim": "\u2248", "simeq": "\u2248", "cong": "\u2248", "left": "", "right": "", "ell": "L",
    "AA": "\u00c5", "angstrom": "\u00c5", "celsius": " \u00b0C ", "degreeCelsius": " \u00b0C ", "displaystyle": "",
    "euro": "\u20ac", "pounds": "\u00a3", "div": "/", "rm": "", "bf": "", "it": "", "percent": "%", "per": " per ",
    "big": "", "Big": "", "bigl": "", "bigr": "",
}  # fmt: skip
_POWER = re.compile(r"\^\s*\{([^{}]*)\}")
_ROOT = re.compile(
    r"\\sqrt\s*(?:\{\s*(\d{1,30})\s*\}|(\d))|(?<![A-Za-z])sqrt\s*\(?\s*(\d{1,30})\s*\)?|\u221a\s*\(?(\d{1,30})\)?"
)
_PI = re.compile(r"\\pi(?![A-Za-z])|(?<![A-Za-z])pi(?![A-Za-z])")
_PI_DIGITS = "(3.14159265358979323846264338327950288419716939937511)"
_ROOT_PLACES = 50
_FRACTION = re.compile(r"\\[dtc]?frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))")
_NUMERIC = re.compile(r"[\d\s.+*/^()-]+")
_DELIMITER = re.compile(r"\\[()\[\]]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACED = re.compile(r"(?<![\d.,/^])\d{1,3}(?: \d{3})+(?![\d,/]|\s?/)")
_TIMES_TEN = re.compile(r"(?<=[\d.])\s*[xX]\s*(?=10\s*(?:\^|\*\*))")
_PREFIX_APART = re.compile("(\u03bc|(?<![A-Za-z])[kMGm](?= \u03a9)) (?=[A-Za-z\u03a9])")  # \\mu m, k\\Omega
_BOLD = re.compile(r"(?<![\w).])\*\*(?=[^\s*])([^*\n]*(?:\*[^*\n]+)*)\*\*(?![\w(])")
_OPENED = re.compile(r"(?<=\s)\*\*(?=[^\s*])")  # bold that was closed behind the sentence
_TICKS = re.compile(r"(?<=\d)\s*(\"|''|')")


def flatten(text: str) -> str:
    r"""Return a text without LaTeX: `\text{ m/s}^2` as `m/s^2`, `\frac{m}{s}` as `(m)/(s)`, `{,}` as a comma.

    Fractions of numbers stay `\frac{1}{2}`; roots and pi become decimals of fifty places.
    """
    text = text.strip().strip("*").strip()
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
        text = _OPENED.sub("", text) if text.count("**") == 1 else text
    text = _TIE.sub(" ", text) if "~" in text else text
    if not text.isascii():
        text = _SUPERSCRIPT.sub(lambda run: f"^({run.group().translate(_SUPERSCRIPTS)})", text)
        text = unicodedata.normalize("NFKC", text.translate(_CHARACTERS)).translate(_CHARACTERS)
    if "\\" in text or "$" in text or "{" in text:
        text = _undressed(text)
    if "pi" in text or "sqrt" in text or "\u221a" in text:
        text = _ROOT.sub(_root, _PI.sub(lambda _: _PI_DIGITS, text))
    text = text.replace("~", "\u2248").replace("**", "^") if "*" in text or "~" in text else text
    text = _SPACED.sub(lambda n: n.group().replace(" ", ""), text) if " " in text else text
    text = _THOUSANDS.sub(lambda n: n.group().replace(",", ""), text) if "," in text else text
    text = _TIMES_TEN.sub("*", text)
    if "'" in text or '"' in text:
        arc = "\u00b0" in text
        names = {"'": "arcmin" if arc else "ft", '"': "arcsec" if arc else "in", "''": "arcsec" if arc else "in"}
        text = _TICKS.sub(lambda tick: f" {names[tick.group(1)]} ", text)
    text = _PREFIX_APART.sub(r"\1", " ".join(text.split()).rstrip(" .;,"))
    while text.startswith("(") and text.endswith(")") and "(" not in text[1:-1] and ")" not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _undressed(text: str) -> str:
    text = (
        text.replace("~", " ")
        .replace("\\$", "\x00")
        .replace("{,}", ",")
        .replace(",\\!", ",")
        .replace("\\!", "")
        .replace("\\%", "%")
    )
    if text.count("$") == 1 and "\x00" not in text:
        text = text.replace("$", "\x00")
    text = _DELIMITER.sub(" ", text.replace("$", ""))
    text = _PREFIXED.sub(r" \1", _RAISED.sub("^", text))
    text = _SIUNITX.sub(r"\1 \2", _DEGREES.sub("\u00b0", text))
    text = _PRIMES.sub(lambda m: "'" * (m.group(1) or m.group(2)).count("prime"), text)
    text = _SPACING.sub(" ", text)
    for _ in range(3):
        text = _POWER.sub(r"^(\1)", _TEXT.sub(_unwrapped, text))
    text = _ROOT.sub(_root, _PI.sub(lambda _: _PI_DIGITS, text))
    for _ in range(2):
        text = _FRACTION.sub(_fraction, text)
    text = _MACRO.sub(_plain_macro, text)
    text = text.replace("{}", "").replace("{", "(").replace("}", ")")
    return text.replace("\x01", "\\frac{").replace("\x02", "}{").replace("\x03", "}").replace("\x00", "$")


def _unwrapped(words: re.Match[str]) -> str:
    inside, behind = words.group(1).strip(), words.string[words.end() : words.end() + 1]
    return f" {inside} " if behind and behind not in "^_" else f" {inside}"


def _plain_macro(macro: re.Match[str]) -> str:
    r"""Return a macro as text; `\meter` of siunitx is its word, and any other stays, to be no unit."""
    name = macro.group(1)
    if name in _MACROS:
        return _MACROS[name]
    known = name in ("squared", "cubed", "square", "cubic") or read_unit(name) is not None
    return f" {name} " if known else f"\\{name}"


def _fraction(found: re.Match[str]) -> str:
    above, below = found.group(1) or found.group(2) or "", found.group(3) or found.group(4) or ""
    numeric = _NUMERIC.fullmatch(above) and _NUMERIC.fullmatch(below)
    return f"\x01{above}\x02{below}\x03" if numeric else f" ({above})/({below})"


def _root(found: re.Match[str]) -> str:
    digits = next(group for group in found.groups() if group)
    root = isqrt(int(digits) * 100**_ROOT_PLACES)
    return f"({root // 10**_ROOT_PLACES}.{root % 10**_ROOT_PLACES:0{_ROOT_PLACES}d})"
