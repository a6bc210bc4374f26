r"""Know the text of an option when a response writes it another way: `\frac{1}{2}` for `$\dfrac12$`, `the acid`.

Nothing is guessed: what two different options share tells neither of them.
"""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from curate.grading.choice.spelling import CACHED_UP_TO, formula_key, key, looks_like_formula, peeled, tidy, value_of

LONGEST_ANSWER = 2_000  # characters: beyond it nothing is the text of one option

_BETWEEN_TEXTS = re.compile(r"\s*[,;\n/]\s*")
_BULLET = re.compile(r"\s*([-\u2022\u00b7*])\s+")
_LABEL = re.compile(r"[(\[*]{0,3}[A-Za-z](?:[)\].:*]|\s*$)")
_LABEL_FIRST = re.compile(r"[(*]{0,3}([A-Z])[.):]{1,2}\s+(?=\S)")
_BOTH = re.compile(r"both\s+", re.IGNORECASE)
_FILLER = frozenset(
    "a an the is it its this that answer option choice correct right best so therefore thus hence would be final must "
    "should which i we choose pick select conclude my our only clearly".split()
)


class _Known(NamedTuple):
    """Which letters (0 for A) carry a text: as written, without its dressing, and by the key of its meaning.

    `signed` says that an option begins with a minus: then a dash before an answer may be one, and is no bullet.
    `both` says that one begins with that word, which a response may leave out.
    """

    written: dict[str, frozenset[int]]
    tidied: dict[str, frozenset[int]]
    keyed: dict[str, frozenset[int]]
    signed: bool
    both: bool


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
    if known.signed and plain.startswith("- "):
        plain = "-" + plain[1:].lstrip()
    found = known.tidied.get(plain)
    if found or not plain:
        return found
    own = key(plain)
    found = known.keyed.get(own)
    if found:
        return None if _lists_others(plain, found, known) else found
    value = value_of(own)
    if value is not None:
        return _values(tuple(options)).get(value)
    return _otherwise(plain, tuple(options), known)


def _otherwise(plain: str, options: tuple[str, ...], known: _Known) -> frozenset[int] | None:
    """Return the option of a formula that is written without its marks, or in quotes, or that lacks its `both`."""
    if looks_like_formula(plain):
        found = _formulas(options).get(formula_key(plain))
        inside = None if found else peeled(plain)
        return by_text(inside, options) if inside else found
    if not known.both:
        return None
    texts = [_BOTH.sub("", tidy(option), count=1) for option in options]
    return _letters_by(map(key, texts), texts).get(key(plain))


def without_bullet(text: str, options: Sequence[str]) -> str:
    """Return a text without the bullet in front of it; a dash that may be the minus of an option stays."""
    found = _BULLET.match(text)
    if found is None:
        return text
    behind = text[found.end() :]
    if found.group(1) != "-" or (_LABEL.match(behind) and not behind[0].islower()):
        return behind
    return text if _known(tuple(options)).signed or looks_like_formula(tidy(behind)) else behind


def as_written(text: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the letters of the option that is written in these very signs, dressing aside."""
    known = _known(tuple(options))
    return known.written.get(text.strip()) or known.tidied.get(tidy(text))


def verbatim(text: str, options: Sequence[str]) -> frozenset[int] | None:
    """Return the letters of the option that a text is word for word, be it behind its label; the last point aside."""
    text = text.strip(" \t\r\n*_")
    if len(text) > CACHED_UP_TO:
        return None
    label = _LABEL_FIRST.match(text)
    begun = begins_with(text[label.end() :] if label else text, options)
    if begun is None or begun[1].strip(" .*_"):
        return None
    return begun[0] if label is None or ord(label.group(1)) - ord("A") in begun[0] else None


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


@lru_cache(maxsize=4096)
def _known(options: tuple[str, ...]) -> _Known:
    plain = [tidy(option) for option in options]
    written = _letters_by((option.strip() for option in options), [option.strip() for option in options])
    tidied = _letters_by(plain, plain)
    keyed = _letters_by((key(text) for text in plain), plain)
    return _Known(written, tidied, keyed, any(text.startswith("-") for text in plain), any(map(_BOTH.match, plain)))


@lru_cache(maxsize=4096)
def _formulas(options: tuple[str, ...]) -> dict[str, frozenset[int]]:
    plain = [tidy(option) for option in options]
    return _letters_by((formula_key(text) for text in plain), plain)


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
        value = value_of(key(tidy(option))) if len(option) <= CACHED_UP_TO else None
        if value is not None:
            values.setdefault(value, set()).add(letter)
    return {value: frozenset(own) for value, own in values.items() if len(own) == 1}
