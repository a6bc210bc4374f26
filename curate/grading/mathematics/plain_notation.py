r"""Read mathematics that is written without LaTeX: Unicode signs, `x**2`, `sqrt(2)`, `>=`, `x^(1/2)`, `2^10`.

Each becomes the LaTeX of the same meaning, so that all that follows knows one dialect. Linear in the text.
"""

import re
import unicodedata

_SIGNS = {
    "-": "\u2212\u2013\u2010\u2011\ufe63", "\\times ": "\u00d7\u2715\u2a2f", "\\cdot ": "\u00b7\u22c5\u2219\u2022",
    "/": "\u00f7\u2044\u2215", "\\pi ": "\u03c0\U0001d70b", "\\infty ": "\u221e", "\\leq ": "\u2264\u2a7d\u2266",
    "\\geq ": "\u2265\u2a7e\u2267", "\\neq ": "\u2260", "^{\\circ}": "\u00b0\u00ba", "\\cup ": "\u222a", "*": "\u2217",
    "\\cap ": "\u2229", "\\pm ": "\u00b1", "\\mp ": "\u2213", "\\ldots ": "\u2026\u22ef",
    " ": "\u00a0\u2009\u202f\u2007",
    "\\in ": "\u2208", "\\emptyset ": "\u2205\u2300",
    "\\sqrt ": "\u221a", "\\sqrt[3] ": "\u221b", "\\sqrt[4] ": "\u221c",
    "'": "\u2019\u2032", ",": "\uff0c", "(": "\uff08", ")": "\uff09", ":": "\uff1a\u2236", ";": "\uff1b",
    "\\approx ": "\u2248\u2245", "\\setminus ": "\u2216", "\\Rightarrow ": "\u21d2\u27f9", "\\to ": "\u2192",
    "\\mathbb{R} ": "\u211d", "\\mathbb{Z} ": "\u2124", "\\mathbb{N} ": "\u2115", "\\mathbb{Q} ": "\u211a",
    "\\mathbb{C} ": "\u2102", "\\langle ": "\u27e8\u2329", "\\rangle ": "\u27e9\u232a", "\\lfloor ": "\u230a",
    "\\rfloor ": "\u230b", "\\lceil ": "\u2308", "\\rceil ": "\u2309", "\\mid ": "\u2223", "\\nmid ": "\u2224",
    "\\angle ": "\u2220", "\\triangle ": "\u25b3", "\\sum ": "\u2211", "\\int ": "\u222b", "\\Delta ": "\u2206",
    "\\wedge ": "\u2227", "\\vee ": "\u2228", "\\neg ": "\u00ac", "%": "\uff05", "\\hbar ": "\u0127\u210f",
    "\\epsilon ": "\u03f5", "\\phi ": "\u03d5", "\\theta ": "\u03d1", "\\rho ": "\u03f1", "^{\\circ}C": "\u2103",
    "^{\\circ}F": "\u2109",
    "\\frac{1}{2}": "\u00bd", "\\frac{1}{3}": "\u2153",
    "\\frac{2}{3}": "\u2154", "\\frac{1}{4}": "\u00bc", "\\frac{3}{4}": "\u00be", "\\frac{1}{5}": "\u2155",
    "\\frac{2}{5}": "\u2156", "\\frac{3}{5}": "\u2157", "\\frac{4}{5}": "\u2158", "\\frac{1}{6}": "\u2159",
    "\\frac{5}{6}": "\u215a", "\\frac{1}{7}": "\u2150", "\\frac{1}{8}": "\u215b", "\\frac{3}{8}": "\u215c",
    "\\frac{5}{8}": "\u215d", "\\frac{7}{8}": "\u215e", "\\frac{1}{9}": "\u2151", "\\frac{1}{10}": "\u2152",
    "": "\u200b\u2061\u2062\ufeff",
}  # fmt: skip
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi - - rho - sigma tau upsilon phi chi psi "
    "omega"
).split()
_CAPITALS = dict(
    zip("\u0393\u0394\u0398\u039b\u03a3\u03a6\u03a8\u03a9\u00b5",
        "Gamma Delta Theta Lambda Sigma Phi Psi Omega mu".split(), strict=True)
)  # fmt: skip
_UNICODE = (
    {0x3B1 + at: f"\\{name} " for at, name in enumerate(_GREEK) if name != "-"}
    | {ord(char): latex for latex, chars in _SIGNS.items() for char in chars}
    | {ord(char): f"\\{name} " for char, name in _CAPITALS.items()}
)

_RAISED_CHARS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207f\u2071\u02e3\u207d\u207e"
_LOWERED_CHARS = "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089\u2099"
_RAISED = re.compile(f"[{_RAISED_CHARS}]+")
_LOWERED = re.compile(f"[{_LOWERED_CHARS}]+")
_SQUARE = "\u221a"
_ROOT = re.compile("([\u221a\u221b])\\s*(\\d+(?:\\.\\d+)?|[A-Za-z\u03c0])")
_SMALL_FRACTION = re.compile(f"(?<![{_RAISED_CHARS[:10]}])([{_RAISED_CHARS[:10]}]+)[\u2044/]([{_LOWERED_CHARS[:10]}]+)")
_PLAIN_SIZE = str.maketrans(_RAISED_CHARS + _LOWERED_CHARS, "0123456789+-nix()0123456789n")

_WORDS = (
    "sqrt|pi|infty|infinity|arcsin|arccos|arctan|sinh|cosh|tanh|sin|cos|tan|cot|sec|csc|ln|log|exp|theta|alpha|beta"
    "|gamma|lambda|phi|omega"
)
_WORD = re.compile(rf"(?<![\\A-Za-z{{])(cbrt|asin|acos|atan|{_WORDS})(?![A-Za-z}}])")
_LATEX_WORD = {
    "infinity": "\\infty ", "infty": "\\infty ", "asin": "\\arcsin ", "acos": "\\arccos ", "atan": "\\arctan ",
    "cbrt": "\\sqrt[3]",
}  # fmt: skip
_POWER = re.compile(r"(?<=[\w)\]}])\s*\*\*\s*(?=[\w({\\+-])")
_RELATION = re.compile(r"<=|>=|=<|(?<=\s)!=|(?<=[A-Za-z])!=")
_LATEX_RELATION = {"<=": "\\leq ", "=<": "\\leq ", ">=": "\\geq ", "!=": "\\neq "}
_CROSS = re.compile(r"(?<=\d)\s+[xX]\s+(?=-?\d)|(?<=[\d.])[xX](?=10\s*\^)")
_LONG_POWER = re.compile(r"\^\s*([-+]?\d{2,}|[-+]\s?(?:\d+|[A-Za-z](?![A-Za-z])))")
_OPENS_ARGUMENT = re.compile(r"(?:\^|\\sqrt(?:\[\d\])?)\s*(\()|(?<![\\A-Za-z])abs(\()")
_TO = re.compile(r"(\d{1,9})(?: to |\s?\\text\{to\}\s?)(\d{1,9})(?:(?: to |\s?\\text\{to\}\s?)(\d{1,9}))?")
_CYCLE = re.compile(
    r"(?<![\d.])(\d+)\.(\d*)(?:\((\d{1,30})\)(?!\s*[\d(\\^*/+-]|[A-Za-z])"
    r"|\\(?:bar|dot|overline)\s*(?:\{\s*(\d{1,30})\s*\}|(\d))(?:(\d*)\\dot\s*\{?(\d)\}?)?)"
)
_TRAILING_OFF = re.compile(r"(?<![\d.])(\d*)\.(\d+)\s*\\ldots(?![A-Za-z])")
_FEWEST_ALIKE = 3  # digits that are the same before the dots


def latex_of_unicode(text: str) -> str:
    """Return a text in which signs, raised and lowered digits and Greek letters are LaTeX."""
    text = _SMALL_FRACTION.sub(_small_fraction, text)
    text = _ROOT.sub(lambda root: f"\\sqrt{'' if root[1] == _SQUARE else '[3]'}{{{root[2]}}}", text)
    text = _RAISED.sub(lambda run: f"^{{{run.group().translate(_PLAIN_SIZE)}}}", text)
    text = _LOWERED.sub(lambda run: f"_{{{run.group().translate(_PLAIN_SIZE)}}}", text)
    text = text.translate(_UNICODE)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def latex_of_plain(text: str) -> str:
    """Return a text in which operators, functions and powers as a keyboard writes them are LaTeX."""
    if "." in text and ("(" in text or "\\" in text):
        text = _TRAILING_OFF.sub(_repeated, _CYCLE.sub(_repeating, text))
    if "*" in text:
        text = _POWER.sub("^", text)
    if "=" in text:
        text = _RELATION.sub(lambda sign: _LATEX_RELATION[sign.group()], text)
    if "x" in text or "X" in text:
        text = _CROSS.sub(r" \\times ", text)
    text = _WORD.sub(lambda word: _LATEX_WORD.get(word[1], f"\\{word[1]} " if word[1] != "sqrt" else "\\sqrt"), text)
    if "^" in text or "\\sqrt" in text:
        text = _LONG_POWER.sub(r"^{\1}", text)
    if "(" in text and ("^" in text or "\\sqrt" in text or "abs(" in text):
        text = _braced_arguments(text)
    ratio = _TO.fullmatch(text) if "to" in text else None
    return ":".join(part for part in ratio.groups() if part) if ratio else text


def _repeating(decimal: re.Match[str]) -> str:
    r"""Return `0.1(6)`, `0.1\dot{6}` and their like as `0.1\overline{6}`."""
    whole, fixed, bracketed, braced, lone, between, last = decimal.groups()
    return f"{whole}.{fixed}\\overline{{{bracketed or braced or lone}{between or ''}{last or ''}}}"


def _repeated(decimal: re.Match[str]) -> str:
    r"""Return a decimal whose digits repeat before the dots, as in `0.1666 \ldots`, as one that repeats for ever."""
    whole, shown = decimal.groups()
    fixed = shown.rstrip(shown[-1])
    return f"{whole}.{fixed}\\overline{{{shown[-1]}}}" if len(shown) - len(fixed) >= _FEWEST_ALIKE else decimal.group()


def _small_fraction(fraction: re.Match[str]) -> str:
    above, below = (part.translate(_PLAIN_SIZE) for part in fraction.groups())
    return f"\\frac{{{above}}}{{{below}}}"


def _braced_arguments(text: str) -> str:
    """Turn the round brackets of `^(...)` and `sqrt(...)` to braces, those of `abs(...)` to bars, in one pass."""
    found = list(_OPENS_ARGUMENT.finditer(text))
    if not found:
        return text
    wanted = {opening.end() - 1: "{}" if opening.group(1) else "||" for opening in found}
    chars = list(text)
    for opening in found:
        if opening.group(2):
            chars[opening.start() : opening.start() + 3] = ["", "", ""]
    opened: list[int] = []
    for at, char in enumerate(text):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            start = opened.pop()
            if start in wanted:
                chars[start], chars[at] = wanted[start]
    return "".join(chars)
