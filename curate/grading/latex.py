r"""Bring the dialects of LaTeX in which answers are written to one: no dressing, one macro for one meaning.

`tidy` keeps the meaning and the spaces; `key` goes on to a string that is compared letter by letter.
Every step is a regular expression without nested repetition, so the cost is linear in the answer.
"""

import re

MOST_BRACES = 8
"""Braces around the whole of an answer that are taken off; nobody means more."""

_UNICODE = str.maketrans(
    {
        "\u2212": "-", "\u2013": "-", "\u00d7": "\\times ", "\u00b7": "\\cdot ", "\u22c5": "\\cdot ", "\u00f7": "/",
        "\u03c0": "\\pi ", "\u221e": "\\infty ", "\u2264": "\\leq ", "\u2265": "\\geq ", "\u2260": "\\neq ",
        "\u00b0": "^{\\circ}", "\u222a": "\\cup ", "\u2229": "\\cap ", "\u00b1": "\\pm ", "\u00b2": "^{2}",
        "\u00b3": "^{3}", "\u00bd": "\\frac{1}{2}", "\u2153": "\\frac{1}{3}", "\u00bc": "\\frac{1}{4}",
        "\u00be": "\\frac{3}{4}", "\u2154": "\\frac{2}{3}", "\u2026": "\\ldots ", "\u00a0": " ", "\u2009": " ",
        "\u202f": " ", "\u2208": "\\in ", "\u2205": "\\emptyset ", "\u221a": "\\sqrt ", "\u03b8": "\\theta ",
        "\u2044": "/", "\uff0c": ",", "\uff08": "(", "\uff09": ")", "\uff1a": ":", "\uff1b": ";", "\u2019": "'",
    }
)  # fmt: skip

_WORDS = {
    "dfrac": "\\frac", "tfrac": "\\frac", "cfrac": "\\frac", "le": "\\leq ", "leqslant": "\\leq ", "lt": "<",
    "ge": "\\geq ", "geqslant": "\\geq ", "gt": ">", "ne": "\\neq ", "dots": "\\ldots ", "cdots": "\\ldots ",
    "dotsc": "\\ldots ", "varnothing": "\\emptyset ", "degree": "^{\\circ}", "lbrace": "\\{", "rbrace": "\\}",
    "dbinom": "\\binom", "tbinom": "\\binom", "infin": "\\infty ", "colon": ":", "ldotp": ".", "lbrack": "[",
    "rbrack": "]", "vert": "|", "lvert": "|", "rvert": "|", "land": "\\text{and}", "lor": "\\text{or}",
    "iff": "\\Leftrightarrow ", "quad": " ", "qquad": " ", "left": "", "right": "", "big": "", "Big": "",
    "bigg": "", "Bigg": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "biggl": "", "biggr": "",
    "displaystyle": "", "textstyle": "", "limits": "", "nolimits": "", "phantom": "", "hspace": "",
    "therefore": "", "approx": "", "simeq": "", "sim": "", "rm": "", "bf": "", "boldsymbol": "", "pounds": "\u00a3",
    "euro": "\u20ac", "dollar": "\\$", "percent": "%", "textdegree": "^{\\circ}",
}  # fmt: skip

_MACRO = re.compile(r"\\([A-Za-z]+)")
_TEXT = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|sc|normal)?|mathrm|mathbf|mathit|mathsf|mathbb|mbox|hbox|operatorname|textsc)\s*"
    r"\{\s*([^{}]*)\}"
)
_BOX = re.compile(r"\\(?:boxed|fbox)\s*(?=\{)")
_THIN = re.compile(r"\\[!,;: ]|~")
_DELIMITER = re.compile(r"\\[()\[\]]|(?<!\\)\$")
_MONEY = re.compile(r"\$(?=\s*[\d.])")  # where it stands alone, for then it opens no formula
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,\s/^_])\d{1,3}(?: \d{3})+(?! ?[\d,/])")
_SPACE_BEFORE_BRACE = re.compile(r"(\\(?:frac|sqrt|binom|overline)|[}\]^_])\s+(?=[{\[])")
_FRAC_SHORT = re.compile(r"\\(frac|binom)\s*(?:\{([^{}]*)\}|([0-9A-Za-z]))\s*(?:\{([^{}]*)\}|([0-9A-Za-z]))")
_SQRT_SHORT = re.compile(r"\\sqrt\s*([0-9A-Za-z])")
_SQRT_ROUND = re.compile(r"\\sqrt\(([^()]*)\)")
_SQRT_WORD = re.compile(r"(?<![\\A-Za-z])(sqrt|pi|infty|infinity)(?![A-Za-z])")
_JOINED = re.compile(r"\\(sin|cos|tan|cot|sec|csc|log|ln|pi|theta|alpha|beta)(?!h)(?=[a-z](?![a-z]))")
_SHORT_SCRIPT = re.compile(r"([\^_])\{([0-9A-Za-z])\}")
_SPACES = re.compile(r"\s+")
_MEANINGLESS_SPACES = re.compile(r"(?<!\d)\s+|\s+(?!\d)")  # 1 3/4 is not 13/4
_WORD_BRACES = re.compile(r"(?<![A-Za-z_^\]}])\{([A-Za-z ,.]+)\}")
_LOST_ROW = re.compile(r"(?<!\\)\\(?=[-\d])")
_AND = re.compile(
    r"(?:\\text\{\s*,?\s*(?:and|or)\s*\}|(?<=[\s})\d])(?:,\s*)?(?:and|or)(?=[\s({\\\d-])|\{(?:and|or)\})", re.IGNORECASE
)
_BASE = re.compile(r"_\{\s*\(?\s*(\d+)\s*\)?\s*\}|_\((\d+)\)|_\{\\text\{(\d+)\}\}")


def tidy(text: str) -> str:
    r"""Return an answer with its dressing removed: spacing, delimiters, boxes, `\left`, dialect macros.

    `\text{...}` stays where it holds words, for units and words are read from it.
    """
    text = text.strip()
    if not text.isascii():
        text = text.translate(_UNICODE)
    if text.isalnum():
        return text
    if "\\" in text or "$" in text or "~" in text:
        text = _without_dressing(text)
    if "..." in text:
        text = text.replace("...", "\\ldots ")
    if "{}" in text:
        text = text.replace("{}", "")
    text = _joined_thousands(text)
    text = _SQRT_WORD.sub(lambda m: "\\infty " if m[1].startswith("inf") else f"\\{m[1]}", text)
    text = _SQRT_ROUND.sub(r"\\sqrt{\1}", text) if "sqrt(" in text else text
    text = _without_end_marks(text)
    return _SPACES.sub(" ", text).strip()


def key(tidied: str) -> str:
    """Return the string by which two tidied answers are literally the same answer."""
    text = _TEXT.sub(r"\1", tidied)
    text = text.replace("\\cdot", "*").replace("\\times", "*").replace("\\mid", "|")
    text = _WORD_BRACES.sub(r"\1", _MEANINGLESS_SPACES.sub("", text))
    text = _SHORT_SCRIPT.sub(r"\1\2", text)
    for _ in range(MOST_BRACES):
        if not (text.startswith("{") and text.endswith("}") and _one_group(text)):
            break
        text = text[1:-1]
    return text.casefold() if text.isalpha() and len(text) > 1 else text


def words_joined(tidied: str) -> str:
    """Return the answer with `and` and `or` between its parts as commas."""
    return _AND.sub(" , ", tidied)


def _without_dressing(text: str) -> str:
    if text.count("$") == 1 and "\\$" not in text:
        text = _MONEY.sub(r"\\$", text)
    text = _TEXT.sub(_trimmed, _BOX.sub("", text))
    text = text.replace("{,}", ",").replace(",\\!", ",").replace("\\$", "\x00")
    text = _DELIMITER.sub(" ", text.replace("\\\\", "\x01")) if "\\" in text or "$" in text else text
    text = _THIN.sub(" " if "\\ " in text or "~" in text else "", text).replace("\\%", "%").replace("\\&", "and")
    text = _JOINED.sub(r"\\\1 ", text)
    text = _MACRO.sub(_one_dialect, text)
    text = _BASE.sub(lambda m: f"_{{{m[1] or m[2] or m[3]}}}", text)
    if "matrix}" in text:
        text = _LOST_ROW.sub("\x01", text)
    text = _SPACE_BEFORE_BRACE.sub(r"\1", text)
    text = _FRAC_SHORT.sub(_braced, text)
    text = _SQRT_SHORT.sub(r"\\sqrt{\1}", text)
    return text.replace("\x01", "\\\\").replace("\x00", "\\$")


def _trimmed(words: re.Match[str]) -> str:
    """Return one macro for all that set words upright; a number in one is a number."""
    inside = words.group(1).strip()
    return (
        inside
        if inside and not inside.isalpha() and inside.replace(",", "").replace(".", "").isdigit()
        else (f"\\text{{{inside}}}")
    )


def _one_dialect(macro: re.Match[str]) -> str:
    return _WORDS.get(macro.group(1), macro.group())


def _braced(fraction: re.Match[str]) -> str:
    name, above, short_above, below, short_below = fraction.groups()
    return f"\\{name}{{{short_above if above is None else above}}}{{{short_below if below is None else below}}}"


def _joined_thousands(text: str) -> str:
    """Remove thousands separators, commas or spaces; inside brackets a comma is what separates the parts."""
    if ("," not in text and " " not in text) or any(bracket in text for bracket in ("(", "[", "\\{")):
        return text
    text = _SPACED_THOUSANDS.sub(lambda number: number.group().replace(" ", ""), text)
    return _THOUSANDS.sub(lambda number: number.group().replace(",", ""), text)


def _without_end_marks(text: str) -> str:
    text = text.strip()
    while text and text[-1] in ",;.":
        text = text[:-1].rstrip()
    return text[1:].lstrip() if text.startswith("=") else text


def _one_group(text: str) -> bool:
    """Return whether the first brace closes only at the end."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return at == len(text) - 1
    return False
