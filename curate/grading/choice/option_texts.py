r"""Know the text of an option when a response writes it another way: `\frac{1}{2}` for `$\dfrac12$`, `the acid`.

Two keys: words lose case, articles and punctuation as short texts do; whatever holds a formula, a sign or a quantity
keeps every sign and the case of its symbols, so that `-\sin x` is never `\sin x` and `5 MW` never `5 mW`. What two
different options share tells neither of them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from curate.grading.brackets import closes_at_end
from curate.grading.memory import remembered
from curate.grading.words.short_text import normalise

LONGEST_ANSWER = 2_000  # characters: beyond it nothing is the text of one option
_CACHED_UP_TO = 300  # characters

_RAISED = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u207b]+")
_LOWERED = re.compile("(?<=[A-Za-z)])[\u2080-\u2089]+")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2044": "/", "\u00d7": "*", "\u00b7": "*", "\u22c5": "*"})
_FORMAT_SIGNS = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff")
_TEXT_GROUP = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal|sc|up)?|math(?:rm|bf|it|sf|tt|bb|cal|normal)|mbox|hbox|boxed|fbox|bm|boldsymbol"
    r"|operatorname|underline|emph)\s*\{([^{}]*)\}"
)
_TEXT_MACRO = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal|sc|up)?|math(?:rm|bf|it|sf|tt|bb|cal|normal)|mbox|hbox|boxed|fbox|bm|boldsymbol"
    r"|operatorname|underline|emph|bf|rm|it|displaystyle|limits|left|right|[bB]igg?|large|Large|LARGE|huge|Huge|small)(?![A-Za-z])\s*"
)
_SCRIPT_GROUP = re.compile(r"([_^])\{\s*(-?\w+|\\[A-Za-z]+)\s*\}(?!\d)")
_SINGLE_GROUP = re.compile(r"\{(\w)\}")
_LATEX_SPACE = re.compile(r"\\[,;:! ]|\\q?quad(?![A-Za-z])|\\\\|~")
_DELIMITER = re.compile(r"\\[()\[\]]|\$\$")
_INLINE_MATH = re.compile(r"(?<!\\)\$(?=\S)([^$\n]*[^\s$\\])\$(?!\d)")  # `$5, $50` are two sums of money
_BETWEEN_TEXTS = re.compile(r"\s*[,;\n/]\s*")
_EMPHASIS = re.compile(r"(?<!\w)\*\*(?=\S)|(?<=\S)\*\*(?!\w)|`")
_FORMULA = re.compile(
    r"[\\^_=+*<>|{}\u0370-\u03ff]|\d\s*[^\W\d_]{1,3}(?![^\W\d_])|\d\s*[%/]|/\s*\d|(?:^|[\s(=,])-\S"
    r"|(?<![^\W\d_])[^\W\d_]\s?[-/]\s?[^\W\d_](?![^\W\d_])|^[\W\d_]*$"
)
_NAMES = (
    ("\\dfrac", "\\frac"), ("\\tfrac", "\\frac"), ("\\leq", "\\le"), ("\\geq", "\\ge"), ("\\neq", "\\ne"),
    ("\\times", "*"), ("\\cdot", "*"), ("^\\circ", "\u00b0"), ("\\circ", "\u00b0"), ("\u03c0", "\\pi"),
    ("\u03b8", "\\theta"), ("\u03b1", "\\alpha"), ("\u03b2", "\\beta"), ("\u03b3", "\\gamma"), ("\u03bb", "\\lambda"),
    ("\u03bc", "\\mu"), ("\u03c3", "\\sigma"), ("\u03c9", "\\omega"), ("\u0394", "\\Delta"), ("\u03b4", "\\delta"),
    ("\u221e", "\\infty"), ("\u221a", "\\sqrt"), ("\u2264", "\\le"), ("\u2265", "\\ge"), ("\u2260", "\\ne"),
    ("\\%", "%"), ("\\$", "$"),
)  # fmt: skip
_WORD = re.compile(r"(?<![\\^\W\d_])(?<!\\)[^\W\d_]{4,}")
_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?:(?P<whole>\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?P<unit>[A-Za-z%\u00b0]*)"
    r"|(?P<above>\d{1,40})/(?P<below>\d{1,40})|\\frac(?:\{(?P<top>\d{1,40})\}|(?P<top1>\d))"
    r"(?:\{(?P<under>\d{1,40})\}|(?P<under1>\d)))"
)
_FILLER = frozenset(
    "a an the is it its this that answer option choice correct right best so therefore thus hence would be final must "
    "should which i we choose pick select conclude my our only clearly".split()
)


class _Known(NamedTuple):
    """Which letters (0 for A) carry a text: as written, without its dressing, and by the key of its meaning."""

    written: dict[str, frozenset[int]]
    tidied: dict[str, frozenset[int]]
    keyed: dict[str, frozenset[int]]


def by_text(text: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the letters (0 for A) of the option that a text is; several only where options carry the same text.

    As written before without dressing, before by its key, before by its value (`0.5` for `1/2`); None for no option,
    and for a text that could be two different ones.
    """
    if len(text) > LONGEST_ANSWER:
        return None
    known = _known(tuple(options))
    as_written = known.written.get(text.strip())
    if as_written:
        return as_written
    plain = tidy(text)
    found = known.tidied.get(plain)
    if found or not plain:
        return found
    found = known.keyed.get(key(plain))
    if found:
        return None if _lists_others(plain, found, known) else found
    value = _value(key(plain))
    return None if value is None else _values(tuple(options)).get(value)


def as_written(text: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the letters of the option that is written in these very signs, dressing aside."""
    known = _known(tuple(options))
    return known.written.get(text.strip()) or known.tidied.get(tidy(text))


def _lists_others(plain: str, found: frozenset[int], known: _Known) -> bool:
    """Return whether a text is rather a list of other options: `acid, rain` where `acid rain` is an option too."""
    parts = _BETWEEN_TEXTS.split(plain)
    own = next((text for text, letters in known.tidied.items() if letters == found), "")
    if len(parts) <= len(_BETWEEN_TEXTS.split(own)):  # `Paris, Texas` is one option, even where `Paris` is another
        return False
    return any(known.keyed.get(key(part.strip()), found) != found for part in parts)


def begins_with(text: str, options: Sequence[str]) -> tuple[frozenset[int], str] | None:
    """Return the longest option whose words a text begins with, and what stands behind it; None for none."""
    plain = tidy(text)
    best: tuple[frozenset[int], str] | None = None
    longest = 0
    for option, letters in _known(tuple(options)).tidied.items():
        words = option.rstrip(" .;,")
        end = len(words)
        if end > longest and plain[:end].casefold() == words.casefold() and not plain[end : end + 1].isalnum():
            best, longest = (letters, plain[end:].removeprefix(option[end:])), end
    return best


def among_filler(text: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the longest option that a text holds, if nothing but filler words stands around it."""
    plain, known = tidy(text), _known(tuple(options))
    words, keyed = f" {key(plain)} ", known.keyed
    held = [option for option in keyed if f" {option} " in words]
    for option in sorted(held, key=len, reverse=True):
        before, _, after = words.partition(f" {option} ")
        if not all(word in _FILLER for word in (*before.split(), *after.split())):
            continue
        others = (keyed[other] for other in held if f" {other} " in f"{before} " or f" {other} " in f" {after}")
        if all(other == keyed[option] for other in others):
            return None if _lists_others(plain, keyed[option], known) else keyed[option]
    return None


@remembered(16_384, longest=_CACHED_UP_TO)
def tidy(text: str) -> str:
    r"""Return a text without what only dresses it: `$`, `\text{}`, `\left`, `**`, wide and raised letters."""
    if not text.isascii():
        text = _RAISED.sub(lambda found: "^" + unicodedata.normalize("NFKC", found.group()), text)
        text = _LOWERED.sub(lambda found: "_" + unicodedata.normalize("NFKC", found.group()), text)
        text = unicodedata.normalize("NFKC", text.translate(_FORMAT_SIGNS)).translate(_SIGNS)
    if "\\" in text or "$" in text or "{" in text:
        text = _without_latex(text)
    if "*" in text or "`" in text:
        text = _EMPHASIS.sub("", text)
    return text.strip().strip("_*").strip()


@remembered(16_384, longest=_CACHED_UP_TO)
def key(plain: str) -> str:
    """Return what two spellings of the same option share, from a text without its dressing."""
    if not _FORMULA.search(plain):
        return normalise(plain)
    for name, other in _NAMES:
        if name in plain:
            plain = plain.replace(name, other)
    plain = _DIGIT_COMMA.sub("", _SPACE.sub("", plain.strip(" .,;:")))
    return _WORD.sub(lambda word: word.group().casefold(), plain).replace("_", "")


def _without_latex(text: str) -> str:
    text = _DELIMITER.sub(" ", text).strip()
    if text.count("$") == 2 and text[0] == text[-1] == "$":  # noqa: PLR2004 - one formula
        text = text[1:-1]
    text = _INLINE_MATH.sub(r" \1 ", text)
    text = _LATEX_SPACE.sub(" ", text)
    for _ in range(3):  # groups in groups: \boxed{\text{(\textbf{B})}}
        text = _TEXT_GROUP.sub(r"\1", _SCRIPT_GROUP.sub(r"\1\2", text))
    text = _SINGLE_GROUP.sub(r"\1", _TEXT_MACRO.sub("", text)).strip()
    return _unwrapped(text)


def _unwrapped(text: str) -> str:
    """Return a text without the braces around the whole of it, three pairs at most."""
    for _ in range(3):
        if not (text.startswith("{") and closes_at_end(text, "{", "}")):
            return text
        text = text[1:-1].strip()
    return text


@lru_cache(maxsize=4096)
def _known(options: tuple[str, ...]) -> _Known:
    plain = [tidy(option) for option in options]
    written = _letters_by((option.strip() for option in options), [option.strip() for option in options])
    tidied = _letters_by(plain, plain)
    return _Known(written, tidied, _letters_by((key(text) for text in plain), plain))


def _letters_by(names: Iterable[str], texts: Sequence[str]) -> dict[str, frozenset[int]]:
    """Return the letters of every name; one that two different texts share tells neither of them."""
    found: dict[str, set[int]] = {}
    for letter, name in enumerate(names):
        if name:
            found.setdefault(name, set()).add(letter)
    return {name: frozenset(own) for name, own in found.items() if len({texts[letter] for letter in own}) == 1}


@lru_cache(maxsize=4096)
def _values(options: tuple[str, ...]) -> dict[tuple[Fraction, str], frozenset[int]]:
    values: dict[tuple[Fraction, str], set[int]] = {}
    for letter, option in enumerate(options):
        value = _value(key(tidy(option))) if len(option) <= _CACHED_UP_TO else None
        if value is not None:
            values.setdefault(value, set()).add(letter)
    return {value: frozenset(own) for value, own in values.items() if len(own) == 1}


def _value(written: str) -> tuple[Fraction, str] | None:
    """Return the number that a key is, with its unit; None for anything else."""
    found = _NUMBER.fullmatch(written)
    if found is None:
        return None
    below = found["below"] or found["under"] or found["under1"]
    above = found["above"] or found["top"] or found["top1"] or found["whole"]
    if below is not None and not int(below):
        return None
    value = Fraction(int(above), int(below)) if below else Fraction(above.rstrip(".") or "0")
    return (-value if found["sign"] == "-" else value), found["unit"] or ""
