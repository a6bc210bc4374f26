r"""Bring the dialects of LaTeX in which answers are written to one: no dressing, one macro for one meaning.

`tidy` keeps the meaning and the spaces; `key` goes on to a string that is compared letter by letter.
Every step is a regular expression without nested repetition or one pass with a stack, so the cost is linear.
"""

import re

from curate.grading.brackets import closes_at_end
from curate.grading.formula.logic import connected
from curate.grading.mathematics.plain_notation import latex_of_plain, latex_of_unicode

MOST_BRACES = 8
"""Braces around the whole of an answer that are taken off; nobody means more."""

_WORDS = {
    "dfrac": "\\frac", "tfrac": "\\frac", "cfrac": "\\frac", "sfrac": "\\frac", "nicefrac": "\\frac", "le": "\\leq ",
    "leqslant": "\\leq ", "leqq": "\\leq ", "lt": "<", "ge": "\\geq ", "geqslant": "\\geq ", "geqq": "\\geq ",
    "gt": ">", "ne": "\\neq ", "dots": "\\ldots ", "cdots": "\\ldots ", "dotsc": "\\ldots ", "dotsb": "\\ldots ",
    "varnothing": "\\emptyset ", "degree": "^{\\circ}", "lbrace": "\\{", "rbrace": "\\}", "dbinom": "\\binom",
    "tbinom": "\\binom", "infin": "\\infty ", "colon": ":", "ldotp": ".", "lbrack": "[", "rbrack": "]", "vert": "|",
    "lvert": "|", "rvert": "|", "land": "\\wedge ", "lor": "\\vee ", "lnot": "\\neg ",
    "iff": "\\Leftrightarrow ", "implies": "\\Rightarrow ", "Longrightarrow": "\\Rightarrow ",
    "rightarrow": "\\to ", "longrightarrow": "\\to ", "quad": " ", "qquad": " ", "left": "", "right": "", "middle": "",
    "big": "", "Big": "", "bigg": "", "Bigg": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "biggl": "",
    "biggr": "", "displaystyle": "", "textstyle": "", "limits": "", "nolimits": "", "ensuremath": "", "underline": "",
    "therefore": "", "because": "", "simeq": "\\approx ", "thickapprox": "\\approx ", "rm": "", "bf": "",
    "large": "", "Large": "", "huge": "", "normalsize": "", "boldsymbol": "", "bm": "", "pmb": "", "cancel": "",
    "pounds": "\u00a3", "euro": "\u20ac", "dollar": "\\$", "textdollar": "\\$", "percent": "%", "textdegree":
    "^{\\circ}", "backslash": "\\setminus ", "smallsetminus": "\\setminus ", "langle": "(", "rangle": ")", "lt;": "<",
    "divides": "\\mid ", "ast": "*", "lg": "\\log_{10}", "tg": "\\tan ", "ctg": "\\cot ", "arctg": "\\arctan ",
    "R": "\\mathbb{R}", "reals": "\\mathbb{R}", "Reals": "\\mathbb{R}", "Z": "\\mathbb{Z}", "hfill": " ",
    "slash": "/", "lparen": "(", "rparen": ")", "nonumber": "", "imath": "i", "jmath": "j", "space": " ",
}  # fmt: skip
_FUNCTION_NAMES = {
    "arcsin": "\\arcsin ", "arccos": "\\arccos ", "arctan": "\\arctan ", "arctg": "\\arctan ", "tg": "\\tan ",
    "ctg": "\\cot ", "sin": "\\sin ", "cos": "\\cos ", "tan": "\\tan ", "cot": "\\cot ", "ln": "\\ln ",
    "log": "\\log", "lg": "\\log_{10}", "exp": "\\exp ", "sec": "\\sec ", "csc": "\\csc ", "cosec": "\\csc ",
    "sinh": "\\sinh ", "cosh": "\\cosh ", "tanh": "\\tanh ", "i": "i", "e": "e", "d": "d", "$": "\\$", "\\$": "\\$",
    "%": "%", "\\%": "%", "-": "-", "+": "+", ",": ",",
}  # fmt: skip
"""What `\\text`, `\\mathrm` or `\\operatorname` may set upright although it is no word and no unit."""

_SHORTEST_WORD = 4
_VARIANT = re.compile(r"\\var(epsilon|phi|theta|rho|sigma|kappa)(?![A-Za-z])")
_MACRO = re.compile(r"\\([A-Za-z]+)")
_TEXT = re.compile(
    r"\\(text(?:bf|it|rm|sf|tt|sc|normal)?|mathrm|mathbf|mathit|mathsf|mathnormal|mbox|hbox|operatorname|textsc"
    r"|boldsymbol|bm)\*?\s*\{\s*((?:\^\{-?\d\}|[^{}])*)\}"
)
_TEXT_OR_SET = re.compile(r"\\(?:text|mathbb|mathcal)\s*\{\s*([^{}]*)\}")
_BLACKBOARD = re.compile(r"\\(?:mathbb|mathds|Bbb)\s*([A-Z])(?![A-Za-z])|\\(?:mathds|Bbb)\s*\{([A-Z])\}")
_UNIT_VECTOR = re.compile(
    r"\\(?:mathbf|vec|hat|widehat|boldsymbol|bm|overrightarrow|overline)\s*"
    r"(?:\{\s*(?:\\(?:hat|vec|mathbf)\s*)?\{?\s*\\?([ijk])(?:math)?\s*\}?\s*\}|\\?([ijk])(?:math)?(?![A-Za-z]))"
)
_BOX = re.compile(r"\\(?:boxed|fbox)\s*(?=\{)")
_MEAN = re.compile(r"\\langle(?![A-Za-z])\s*([A-Za-z]{1,4})\s*\\rangle(?![A-Za-z])")
_NO_MEANING = re.compile(
    r"\\(?:text)?color\s*\{[^{}]*\}|\\(?:tag|label|hspace|vspace|phantom|hphantom|vphantom)\*?\s*\{[^{}]*\}"
    r"|\\(?:left|right)\s*\.(?!\d)"
)
_SIGN_IN_BRACES = re.compile(r"\{\s*([-+=<>*/:])\s*\}")
_AROUND_FORMULA = re.compile(
    r"\\(?:mathbf|textbf|mathrm|mathit|mathsf|mathnormal|boldsymbol|bm|mathopen|mathclose)\s*(?=\{)"
    r"|\\(?:text|mbox|textrm|textit)(?=\{\s*[-\d\\(])"
)
_MIXED_IN_BRACES = re.compile(r"(?<=\d)\{(\\frac\{\d+\}\{\d+\})\}")
_MODULO = re.compile(
    r"\s?\(\s?(?:\\text\{mod\}|\\bmod|mod)\s?(\w{1,30})\s?\)|\s?\\pmod\s?(?:\{\s?)?(\w{1,30})(?:\s?\})?"
)
_CHOOSE = re.compile(r"\{([^{}]*)\\choose(?![A-Za-z])\s*([^{}]*)\}")
_FORMULA_IN_TEXT = re.compile(r"\\(?:text|mbox)(?=\{\s*\$)")
_OVER = re.compile(r"\{([^{}]*)\\over(?![A-Za-z])\s*([^{}]*)\}")
_THIN = re.compile(r"\\[!,;:> ]|~")
_DELIMITER = re.compile(r"\\[()\[\]]|(?<!\\)\$")
_MONEY = re.compile(r"\$(?=\s*[\d.])")  # where it stands alone, for then it opens no formula
_LATEX_THOUSANDS = re.compile(r"(?<=\d)(?:\{,\}|,\\!|\\,|\\!,|\\;|\{\\,\}|\{ \})(?=\d{3}(?!\d))")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,\s/^_])\d{1,3}(?: \d{3})+(?! ?[\d,/])")
_SPACE_BEFORE_BRACE = re.compile(r"(\\(?:frac|sqrt|binom|overline)|[}\]^_])\s+(?=[{\[])")
_TWO_ARGUMENTS = re.compile(r"\\(?:frac|binom)(?![A-Za-z])\s*")
_ARGUMENT = re.compile(r"\s*(\\sqrt\s*(?=\{)|\\[A-Za-z]+|[0-9A-Za-z])")
_SQRT_SHORT = re.compile(r"\\sqrt\s*(\[\w\])?\s*(\d+|[A-Za-z]|\\(?:pi|theta)(?![A-Za-z]))")
_JOINED = re.compile(r"\\(sin|cos|tan|cot|sec|csc|log|ln|pi|theta|alpha|beta)(?!h)(?=[a-z](?![a-z]))")
_WORD = re.compile(r"[A-Za-z]{2}")
_SHORT_SCRIPT = re.compile(r"([\^_])\{([0-9A-Za-z])\}")
_SPACES = re.compile(r"\s+")
_MEANINGLESS_SPACES = re.compile(r"(?<!\d)\s+|\s+(?!\d)")  # 1 3/4 is not 13/4
_WORD_BRACES = re.compile(r"(?<![A-Za-z_^\]}])\{([A-Za-z ,.]+)\}")
_LOST_ROW = re.compile(r"(?<!\\)\\(?=[-\d])")
_LOST_ROWS = re.compile(r"(?<!\\)\\(?=[-\d\s])")
_AND = re.compile(
    r"(?:\\text\{\s*,?\s*(?:and|or)\s*\}|(?<=[\s})\d])(?:,\s*)?(?:and|or)(?=[\s({\\\d-])|\{(?:and|or)\})", re.IGNORECASE
)
_BASE = re.compile(r"_\{\s*\(?\s*(\d+)\s*\)?\s*\}|_\((\d+)\)|_\{?\\text\{(\d+)\}\}?")
_NOT_EQUAL = re.compile(r"\\not\s*(?:=|\\neq(?![A-Za-z]))|\\not\s*\\in(?![A-Za-z])")
_DEGREES = re.compile(
    r"\{\s*\^\s*(?:\{\s*\\circ\s*\}|\\circ)\s*\}|(?<=\d)\s*\^\s*(?:\{\s*o\s*\}|o(?![A-Za-z]))|\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))|\\circ(?![A-Za-z])(?=\s*$)"
)


def tidy(text: str) -> str:
    r"""Return an answer with its dressing removed: spacing, delimiters, boxes, `\left`, dialect macros.

    `\text{...}` stays where it holds words, for units and words are read from it.
    """
    text = text.strip()
    if not text.isascii():
        text = latex_of_unicode(text).strip()
    if text.isdigit():
        return text
    if "\\" in text or "$" in text or "~" in text:
        text = _without_dressing(text)
    if "^" in text:
        text = _DEGREES.sub("^{\\\\circ}", text)
    if "..." in text:
        text = text.replace("...", "\\ldots ")
    if "{}" in text:
        text = text.replace("{}", "")
    if "{" in text:
        text = _SIGN_IN_BRACES.sub(r"\1", text)
    if "\\sim" in text or "\\wedge" in text or "\\vee" in text:
        text = connected(text)
    text = latex_of_plain(_joined_thousands(text))
    text = _MODULO.sub(r" \\pmod{\1\2}", text) if "mod" in text else text
    text = _without_end_marks(text)
    return _SPACES.sub(" ", text).strip()


def key(tidied: str, *, fold: bool = True) -> str:
    """Return the string by which two tidied answers are literally the same answer; words without case if so asked.

    A word has four letters or more: `AB` is a product, and another one than `ab`.
    """
    text = _TEXT_OR_SET.sub(r"\1", tidied)
    if "\\vec" not in text and "\\overrightarrow" not in text:  # whose products are two
        text = text.replace("\\cdot", "*").replace("\\times", "*")
    text = text.replace("\\mid", "|")
    text = _WORD_BRACES.sub(r"\1", _MEANINGLESS_SPACES.sub("", text))
    text = _SHORT_SCRIPT.sub(r"\1\2", text)
    for _ in range(MOST_BRACES):
        if not (text.startswith("{") and text.endswith("}") and closes_at_end(text, "{", "}")):
            break
        text = text[1:-1]
    return text.casefold() if fold and text.isalpha() and len(text) >= _SHORTEST_WORD else text


def words_joined(tidied: str) -> str:
    """Return the answer with `and` and `or` between its parts as commas."""
    return _AND.sub(" , ", tidied)


def _without_dressing(text: str) -> str:
    if text.count("$") == 1 and "\\$" not in text:
        text = _MONEY.sub(r"\\$", text)
    text = _NO_MEANING.sub("", _BOX.sub("", text))
    if "\\begin{" in text and "\\\\" not in text:
        text = _LOST_ROWS.sub("\x01", text)
    text = _FORMULA_IN_TEXT.sub("", text) if "{$" in text or "{ $" in text else text
    text = _UNIT_VECTOR.sub(lambda unit: f"\\hat{{{unit[1] or unit[2]}}}", text)
    text = _TEXT.sub(_trimmed, text)
    text = _AROUND_FORMULA.sub("", text)
    text = _LATEX_THOUSANDS.sub("", text).replace("{,}", ",").replace(",\\!", ",").replace("\\$", "\x00")
    text = _DELIMITER.sub(" ", text.replace("\\\\", "\x01")) if "\\" in text or "$" in text else text
    text = _THIN.sub(" " if "\\ " in text or "~" in text else "", text).replace("\\%", "%").replace("\\&", "and")
    text = _BLACKBOARD.sub(lambda letter: f"\\mathbb{{{letter[1] or letter[2]}}}", _JOINED.sub(r"\\\1 ", text))
    text = _NOT_EQUAL.sub(_negated, text) if "\\not" in text else text
    text = _MEAN.sub(r"\\bar{\1}", text) if "\\rangle" in text else text
    text = _MACRO.sub(_one_dialect, text)
    if "\\var" in text:
        text = _VARIANT.sub(lambda letter: letter[0] if f"\\{letter[1]}" in text else f"\\{letter[1]}", text)
    text = _BASE.sub(lambda m: f"_{{{m[1] or m[2] or m[3]}}}", text)
    if "matrix}" in text:
        text = _LOST_ROW.sub("\x01", text)
    text = _SPACE_BEFORE_BRACE.sub(r"\1", _OVER.sub(r"\\frac{\1}{\2}", text))
    text = _CHOOSE.sub(r"\\binom{\1}{\2}", text) if "\\choose" in text else text
    text = _SQRT_SHORT.sub(_braced_root, text)
    text = _MIXED_IN_BRACES.sub(r"\1", _braced_arguments(text))
    return text.replace("\x01", "\\\\").replace("\x00", "\\$")


def _trimmed(words: re.Match[str]) -> str:
    """Return one macro for all that set words upright; a number, a function or a constant in one is what it is."""
    inside = words.group(2)
    for space in ("~", "\\ ", "\\,", "\\;", "\\cdot" if inside[:1].isalpha() else "~"):
        inside = inside.replace(space, " ")
    inside = inside.replace("^{", "^").replace("}", "").strip()
    if inside in _FUNCTION_NAMES:
        return _FUNCTION_NAMES[inside]
    bold = words.group(1) in ("mathbf", "mathit", "mathsf", "boldsymbol", "bm") and (len(inside) == 1 or "\\" in inside)
    if bold or (inside and not inside.isalpha() and inside.replace(",", "").replace(".", "").isdigit()):
        return f"{{{inside}}}" if bold else inside
    if inside[:1] in "-0123456789(" and _WORD.search(_MACRO.sub("", inside)) is None:
        return inside  # 43_5, 3x + 1
    return f"\\text{{{inside}}}" if inside else ""


def _negated(sign: re.Match[str]) -> str:
    return "\\notin " if sign.group().endswith("in") else "\\neq "


def _one_dialect(macro: re.Match[str]) -> str:
    return _WORDS.get(macro.group(1), macro.group())


def _braced_root(root: re.Match[str]) -> str:
    return f"\\sqrt{root[1] or ''}{{{root[2]}}}"


def _braced_arguments(text: str) -> str:
    r"""Put braces around the two arguments of `\frac12`, `\frac{\sqrt{3}}2`, `\frac\pi6`; one pass, with a stack."""
    fractions = [found.end() for found in _TWO_ARGUMENTS.finditer(text)]
    if not fractions:
        return text
    closing: dict[int, int] = {}
    opened: list[int] = []
    for at, char in enumerate(text):
        if char == "{":
            opened.append(at)
        elif char == "}" and opened:
            closing[opened.pop()] = at
    marks: list[tuple[int, str]] = []
    for at in fractions:
        _brace_two(text, at, closing, marks)
    pieces: list[str] = []
    last = 0
    for at, mark in sorted(marks, key=lambda mark: mark[0]):
        pieces += (text[last:at], mark)
        last = at
    return "".join([*pieces, text[last:]])


def _brace_two(text: str, at: int, closing: dict[int, int], marks: list[tuple[int, str]]) -> None:
    for _ in range(2):
        while at < len(text) and text[at] == " ":
            at += 1
        if at in closing:
            at = closing[at] + 1
            continue
        argument = _ARGUMENT.match(text, at)
        if argument is None or argument.group(1).startswith("\\frac"):
            return
        end = argument.end()
        end = closing[end] + 1 if argument.group(1).startswith("\\sqrt") and end in closing else end
        marks += ((argument.start(1), "{"), (end, "}"))
        at = end


def _joined_thousands(text: str) -> str:
    """Remove thousands separators, commas or spaces; inside brackets a comma is what separates the parts."""
    if ("," not in text and " " not in text) or any(bracket in text for bracket in ("(", "[", "\\{")):
        return text
    text = _SPACED_THOUSANDS.sub(lambda number: number.group().replace(" ", ""), text)
    return _THOUSANDS.sub(lambda number: number.group().replace(",", ""), text)


def _without_end_marks(text: str) -> str:
    text = text.strip()
    while text and (text[-1] in ",;." or text.endswith("\\\\")):
        text = text[: -2 if text[-1] == "\\" else -1].rstrip()
    return text[1:].lstrip() if text.startswith("=") and len(text) > 1 else text
