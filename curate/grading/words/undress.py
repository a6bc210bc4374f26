r"""Take the dress off a short answer: Unicode forms, LaTeX, markdown; the words, their case and punctuation stay.

`undressed` serves the types that compare words (`short_text`, `boolean`, `list`). Each other kind of answer keeps other
signs, and has its own: `mathematics.latex`, `quantity.spelling`, `dates.reading`, `choice.option_texts`.
Every step is a regular expression without nested repetition, so the cost is linear in the text.
"""

import re
import unicodedata
from typing import Final

_BEFORE_NFKC = str.maketrans(
    {
        "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " \u2014 ",
        "\u2015": " \u2014 ", "\u00b4": "'", "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u02b9": "'",
        "\u201b": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": None, "\u200b": None, "\u200c": None,
        "\u200d": None, "\u2122": None, "\u00ae": None, "\u2060": None, "\ufeff": None, "\u200e": None, "\u200f": None,
    }
)  # fmt: skip
_RAISED = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207a\u207b]+")
_VULGAR = re.compile("(?<=\\d)(?=[\u00bc-\u00be\u2150-\u215e])")
# Unicode would make 52 of 5 with a raised 2, and 31/2 of three and a half.

_PAIR_OF_DOLLARS = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$(?!\d)")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ACCENTED = re.compile(r"\\['`^\"~=.]\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))|\\[cvHukrd]\s*\{\s*([A-Za-z])\s*\}")
_UPRIGHT = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|sc|up|md|normal|superscript)?|math(?:rm|bf|it|sf|tt|bb|cal)|[mh]box|boxed|fbox|emph|"
    r"underline|operatorname|ce|displaystyle|textstyle|bf|it|rm|left|right|big|Big|boldsymbol|bm|limits)(?![A-Za-z])\s*"
)
_SPACE = re.compile(r"\\(?:[,;:! ]|quad(?![A-Za-z])|qquad(?![A-Za-z]))|~")
_DELIMITER = re.compile(r"\\[()\[\]]")
_ARROW = re.compile(
    r"\\(?:(?:long)?(left)|(?:long)?(right)|(to)|(gt|succ)|(lt|prec)|(dots|ldots|cdots))(?(1)arrow|(?(2)arrow))(?![A-Za-z])",
    re.IGNORECASE,
)
_SIGNS = {
    "cap": "\u2229", "cup": "\u222a", "land": "\u2227", "wedge": "\u2227", "lor": "\u2228", "vee": "\u2228",
    "neg": "\u00ac", "lnot": "\u00ac", "forall": "\u2200", "exists": "\u2203", "nexists": "\u2204", "in": "\u2208",
    "notin": "\u2209", "ni": "\u220b", "subset": "\u2282", "subseteq": "\u2286", "supset": "\u2283",
    "supseteq": "\u2287", "subsetneq": "\u228a", "emptyset": "\u2205", "varnothing": "\u2205", "setminus": "\u2216",
    "leq": "\u2264", "le": "\u2264", "leqslant": "\u2264", "geq": "\u2265", "ge": "\u2265", "geqslant": "\u2265",
    "neq": "\u2260", "ne": "\u2260", "approx": "\u2248", "sim": "\u223c", "equiv": "\u2261", "cong": "\u2245",
    "propto": "\u221d", "pm": "\u00b1", "mp": "\u2213", "times": "\u00d7", "div": "\u00f7", "oplus": "\u2295",
    "otimes": "\u2297", "infty": "\u221e", "partial": "\u2202", "nabla": "\u2207", "perp": "\u22a5",
    "parallel": "\u2225", "angle": "\u2220", "uparrow": "\u2191", "downarrow": "\u2193", "leftrightarrow": "\u2194",
    "Leftrightarrow": "\u2194", "iff": "\u2194", "implies": "\u2192", "mid": "|", "vert": "|", "lvert": "|",
    "rvert": "|", "flat": "\u266d", "sharp": "\u266f", "natural": "\u266e", "prime": "\u2032", "lt": "<", "gt": ">",
    "vdash": "\u22a2", "models": "\u22a8", "top": "\u22a4", "bot": "\u22a5",
}  # fmt: skip
_SIGN = re.compile(
    r"(\\not(?![a-z])\s*)?\\(" + "|".join(sorted(_SIGNS, key=len, reverse=True)) + r")(?![A-Za-z])|(\\not)\s*([=<>])"
)
_NOT = "\u0338"
_ESCAPED = re.compile(r"\\([$%&#_])")
_DEGREE = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))|\\(?:degree|textdegree)(?![A-Za-z])")
_SCRIPT = re.compile(r"\^\{([^{}]*)\}")
_ORDINAL_MARK = re.compile(r"(?<=\d)\^(?=(?:st|nd|rd|th)\b)")
_LOWERED = re.compile(r"(?<=[A-Za-z)])_\{?(\d{1,4})\}?")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*)(?<=[^\s*])\*(?![\w*])")

_ION = re.compile(r"(?<![\w.+-])((?:[A-Z][a-z]?\d{0,2}){1,6}|e)\^?(\d?)([+-])(?![\w+-])")
CHARGE: Final = "\u02d7"
"""The minus of an ion or of a blood group, which is no hyphen: `Cl-`, `A-`."""


def undressed(text: str) -> str:
    """Return a text without LaTeX, markdown and Unicode's spellings of one sign; all else is as written."""
    if not text.isascii():
        text = _RAISED.sub(r"^\g<0>", _VULGAR.sub(" ", text.translate(_BEFORE_NFKC)))
        text = unicodedata.normalize("NFKC", text).replace("\u2044", "/").replace("\u2212", "-")
    if "\\" in text or "$" in text:
        text = _without_latex(text)
    if "_" in text:
        text = _LOWERED.sub(r"\1", text)
    if "^{" in text:
        text = _SCRIPT.sub(r"^\1", text)
    if "*" in text:
        text = _EMPHASIS.sub(r"\1", text.replace("**", " "))
    if "^" in text or "-" in text or "+" in text:
        text = _ION.sub(_charged, text)
    return text


def _charged(ion: re.Match[str]) -> str:
    name, many, sign = ion.groups()
    return f"{name}{many}{CHARGE if sign == '-' else sign}"


def _without_latex(text: str) -> str:
    text = _PAIR_OF_DOLLARS.sub(r"\1", text)
    if "\\" not in text:
        return text
    text = _FRACTION.sub(r"\1/\2", _DEGREE.sub("\u00b0", text.replace("\\\\", "\n")))
    text = _SPACE.sub(" ", _DELIMITER.sub(" ", _ACCENTED.sub(r"\1\2\3", text)))
    text = _SIGN.sub(_plain_sign, _ARROW.sub(_plain_arrow, _UPRIGHT.sub("", text)))
    text = _ORDINAL_MARK.sub("", _SCRIPT.sub(r"^\1", text))
    text = text.replace("\\{", "\x02").replace("\\}", "\x03").replace("{", "").replace("}", "")
    return _ESCAPED.sub(r"\1", text.replace("\x02", "{").replace("\x03", "}"))


def _plain_sign(macro: re.Match[str]) -> str:
    denied, name, not_ascii, sign = macro.groups()
    if name == "prime":
        return _SIGNS[name]
    plain = _SIGNS[name] if name else str(sign)
    return f" {unicodedata.normalize('NFC', plain + _NOT) if denied or not_ascii else plain} "


def _plain_arrow(arrow: re.Match[str]) -> str:
    left, right, to, greater, less, dots = arrow.groups()
    if dots:
        return "..."
    if greater or less:
        return ">" if greater else "<"
    return "\u2190" if left and not (right or to) else "\u2192"
