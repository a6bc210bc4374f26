r"""Two spellings of one option: without what only dresses it (`tidy`), and what they share then (`key`).

Words lose case, articles and punctuation as short texts do; whatever holds a formula, a sign or a quantity keeps every
sign and the case of its symbols, so that `-\sin x` is never `\sin x` and `5 MW` never `5 mW`.
"""

import re
import unicodedata
from fractions import Fraction
from typing import Final

from curate.grading.brackets import closes_at_end
from curate.grading.memory import remembered
from curate.grading.words.short_text import normalise

CACHED_UP_TO: Final = 300  # characters

_RAISED = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u207b]+")
_LOWERED = re.compile("(?<=[A-Za-z)])[\u2080-\u2089]+")
_VULGAR = re.compile("(?<=\\d)(?=[\u00bc-\u00be\u2150-\u215e])")  # Unicode would make 21/2 of two and a half
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2044": "/", "\u00d7": "*", "\u00b7": "*", "\u22c5": "*"})
_FORMAT_SIGNS = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\ufe0f")
_PRAISE = re.compile("[\\s*_]*[\u2705\u2714\u2713\u2611]+[\\s*_]*")
_TEXT_GROUP = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal|sc|up)?|math(?:rm|bf|it|sf|tt|bb|cal|normal)|ce|mbox|hbox|boxed|fbox|bm|boldsymbol"
    r"|operatorname|underline|emph)\s*\{([^{}]*)\}"
)
_TEXT_MACRO = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal|sc|up)?|math(?:rm|bf|it|sf|tt|bb|cal|normal)|ce|mbox|hbox|boxed|fbox|bm|boldsymbol"
    r"|operatorname|underline|emph|bf|rm|it|displaystyle|limits|left|right|[bB]igg?|large|Large|LARGE|huge|Huge|small)(?![A-Za-z])\s*"
)
_COLOUR = re.compile(r"\\(?:textcolor|colorbox|color)\s*\{[^{}]*\}")
_SPACED = re.compile(r"\\h(?:space|skip)\*?\s*\{[^{}]*\}|(?<!\\)\\ ")
_SCRIPT_GROUP = re.compile(  # braces that change nothing: not those of e^{xy}, which is not e^{x}y
    r"([_^])\{\s*(-?\d+(?=\s*\}(?!\d))|[^\W\d_](?=\s*\})|-[^\W\d_](?=\s*\}(?!\w))|\\[A-Za-z]+(?=\s*\}(?![A-Za-z]))"
    r"|(?<=_\{)[^\W\d_]{3,}(?=\}(?!\w)))\s*\}"
)
_SINGLE_GROUP = re.compile(r"(?<![_^])\{(\w)\}")
_LATEX_SPACE = re.compile(r"\\[,;:! ]|\\q?quad(?![A-Za-z])|\\\\|(?:(?<=[\w.,;:)}%])|(?<=\d\$))~(?=[\w\\$({])")
_ESCAPED = re.compile(r"\\([$%&#_])")
_DELIMITER = re.compile(r"\\[()\[\]]|\$\$")
_INLINE_MATH = re.compile(r"(?<!\\)\$(?=\S)([^$\n]*[^\s$\\])\$(?!\d)")  # `$5, $50` are two sums of money
_BLANKS = re.compile(r"[ \t]{2,}")
_EMPHASIS = re.compile(r"(?<!\w)\*\*(?=\S)|(?<=\S)\*\*(?!\w)|`")
_FORMULA = re.compile(
    r"[\\^_=+*<>|{}~\u00ac\u0370-\u03ff]|\d\s*[^\W\d_]{1,3}(?![^\W\d_])|\d\s*[%/]|/\s*\d|(?:^|[\s(=,])-\S"
    r"|(?<![^\W\d_])[^\W\d_]\s?[-/]\s?[^\W\d_](?![^\W\d_])|^[\W\d_]*$"
)
_NOT = re.compile(r"\\(?:neg|lnot|sim)(?![A-Za-z])|\u00ac")
_NAMES = (
    ("\\dfrac", "\\frac"), ("\\tfrac", "\\frac"), ("\\leq", "\\le"), ("\\geq", "\\ge"), ("\\neq", "\\ne"),
    ("\\times", "*"), ("\\cdot", "*"), ("^\\circ", "\u00b0"), ("\\circ", "\u00b0"), ("\u03c0", "\\pi"),
    ("\u03b8", "\\theta"), ("\u03b1", "\\alpha"), ("\u03b2", "\\beta"), ("\u03b3", "\\gamma"), ("\u03bb", "\\lambda"),
    ("\u03bc", "\\mu"), ("\u03c3", "\\sigma"), ("\u03c9", "\\omega"), ("\u0394", "\\Delta"), ("\u03b4", "\\delta"),
    ("\u221e", "\\infty"), ("\u221a", "\\sqrt"), ("\u2264", "\\le"), ("\u2265", "\\ge"), ("\u2260", "\\ne"),
    ("\\vee", "\\lor"), ("\\wedge", "\\land"), ("\u2228", "\\lor"), ("\u2227", "\\land"), ("\\%", "%"), ("\\$", "$"),
    ("\u00b1", "\\pm"),
)  # fmt: skip
_WORD = re.compile(r"(?<![\\^\W\d_])(?<!\\)[^\W\d_]{4,}")
_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?:(?P<whole>\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?P<unit>[A-Za-z%\u00b0]*)"
    r"|(?:(?P<ones>\d{1,12})(?:\s|(?=\\frac)))?"
    r"(?:(?P<above>\d{1,40})/(?P<below>\d{1,40})|\\frac(?:\{(?P<top>\d{1,40})\}|(?P<top1>\d))"
    r"(?:\{(?P<under>\d{1,40})\}|(?P<under1>\d))))"
)
_NO_NOUGHT = re.compile(r"(?<![\w.)])\.(?=\d)")  # .5, whose point is no full stop
_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb", "(": ")", "[": "]"}


@remembered(16_384, longest=CACHED_UP_TO)
def tidy(text: str) -> str:
    r"""Return a text without what only dresses it: `$`, `\text{}`, `\left`, `**`, wide and raised letters."""
    if not text.isascii():
        text = _RAISED.sub(lambda found: "^" + unicodedata.normalize("NFKC", found.group()), _VULGAR.sub(" ", text))
        text = _LOWERED.sub(lambda found: "_" + unicodedata.normalize("NFKC", found.group()), text)
        text = unicodedata.normalize("NFKC", text.translate(_FORMAT_SIGNS)).translate(_SIGNS)
        text = _PRAISE.sub(" ", text)
    if "``" in text:
        text = text.replace("``", '"').replace("''", '"')
    if "\\" in text or "$" in text or "{" in text or "~" in text:
        text = _without_latex(text)
    if "*" in text or "`" in text:
        text = _EMPHASIS.sub("", text)
    return text.strip().strip("_*").strip()


@remembered(16_384, longest=CACHED_UP_TO)
def key(plain: str) -> str:
    """Return what two spellings of the same option share, from a text without its dressing."""
    return formula_key(plain) if _FORMULA.search(plain) else " ".join(normalise(plain).split())


def looks_like_formula(plain: str) -> bool:
    """Return whether a text holds what makes every sign of it count."""
    return _FORMULA.search(plain) is not None


def formula_key(plain: str) -> str:
    """Return what two spellings of the same formula share, whether it looks like one or not (`CO2`)."""
    plain = _NOT.sub("~", plain)
    for name, other in _NAMES:
        if name in plain:
            plain = plain.replace(name, other)
    if "." in plain:
        plain = _NO_NOUGHT.sub("0.", plain)
    plain = _DIGIT_COMMA.sub("", _SPACE.sub("", plain.strip(" .,;:")))
    return _WORD.sub(lambda word: word.group().casefold(), plain).replace("_", "")


def value_of(written: str) -> tuple[Fraction, str] | None:
    """Return the number that a key is, with its unit; None for anything else."""
    found = _NUMBER.fullmatch(written)
    if found is None:
        return None
    below = int(found["below"] or found["under"] or found["under1"] or 0)
    if found["whole"]:
        value = Fraction(found["whole"].rstrip(".") or "0")
    else:
        above, ones = int(found["above"] or found["top"] or found["top1"]), int(found["ones"] or 0)
        if not below or (ones and above >= below):
            return None
        value = ones + Fraction(above, below)
    return (-value if found["sign"] == "-" else value), found["unit"] or ""


def peeled(plain: str) -> str | None:
    """Return what stands in the quotes or brackets around the whole of a text, None where there are none.

    Brackets around several things are more than dress: `[1, 2]` is an interval.
    """
    inside = plain[1:-1]
    closing = _QUOTES.get(plain[:1])
    if len(plain) < len('"x"') or closing != plain[-1] or plain[0] in inside or plain[-1] in inside:
        return None
    return None if plain[0] in "([" and "," in inside else inside.strip(" .,")


def _without_latex(text: str) -> str:
    text = _DELIMITER.sub(" ", _SPACED.sub(" ", _COLOUR.sub("", text))).strip()
    text = text[:-1].rstrip() if text.endswith("\\") and not text.endswith("\\\\") else text
    if text.count("$") == 2 and text[0] == text[-1] == "$":  # noqa: PLR2004 - one formula
        text = text[1:-1]
    text = _INLINE_MATH.sub(r" \1 ", text)
    text = _LATEX_SPACE.sub(" ", text)
    for _ in range(3):  # groups in groups: \boxed{\text{(\textbf{B})}}
        text = _TEXT_GROUP.sub(r"\1", _SCRIPT_GROUP.sub(r"\1\2", text))
    text = _SINGLE_GROUP.sub(r"\1", _TEXT_MACRO.sub("", text)).strip()
    return _BLANKS.sub(" ", _ESCAPED.sub(r"\1", _unwrapped(text)))


def _unwrapped(text: str) -> str:
    """Return a text without the braces around the whole of it, three pairs at most."""
    for _ in range(3):
        if not (text.startswith("{") and closes_at_end(text, "{", "}")):
            return text
        text = text[1:-1].strip()
    return text
