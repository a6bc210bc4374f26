"""Are the options of a question distinct, and of like form? What is not can be guessed without knowing the answer.

Each fault has its rule; the first that is met is the evidence:

- missing: fewer than two options, or an empty one;
- the same: two that read alike, or that the grader takes for one answer (`1/2`, `0.5`): either letter would be right;
- another kind: some are numbers, dates or formulas and some are words, anchors aside;
- the article: the question ends with `a` or `an`, and only the right option fits it;
- length: the right option is the longest by far, `LONGER` times as long as the longest of the others and `LONGER_BY`
  characters longer. Writers qualify what is right until nobody can object, and so give it away.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations
from typing import TYPE_CHECKING, Final

from curate.grading import infer_answer_type
from curate.wording.checks import Finding, words
from curate.wording.options import place_of
from curate.wording.same import same

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGER: Final = 1.75
LONGER_BY: Final = 20
"""Of MMLU's 14,042 test questions, written by people for examinations, these limits hold against 1.1 % (0.6 % would be
so if any one of the wrong options were the right one); 1.5 times and 10 characters hold against 3.1 % (1.9 %)."""
LONGEST_GRADED: Final = 80
"""Characters: longer options are sentences, which are compared as they read."""

_ARTICLE: Final = re.compile(r"\b(an?)[ _.:?\u2026-]*\Z")
_FIRST: Final = re.compile(r"\w+")
_SOUNDS_AN: Final = re.compile(
    r"[ai]|e(?!u|we)|o(?!ne\b|nce\b)|u(?!ni(?!n|m)|s[aeu]|t[aei]|r[aeio]|bi|k)|8|11\b|18\b|hono|honest|hour|heir"
)
_PADDED: Final = re.compile(r"0\d+")
_WORD: Final = re.compile(r"[^\W\d_]{3}")
_SYMBOL: Final = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
_POWERS: Final = re.compile("([\u2070\u00b9\u00b2\u00b3\u2074-\u207f]+)")
_JOINED: Final = re.compile(r"^[^,;]+ and [^,;]+$")
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_SPACE: Final = re.compile(r"\s+")
_ODD: Final = re.compile(
    r"(?:infinit(?:y|e|ely many)|undefined|does not exist|no (?:real )?(?:solutions?|change|effect)|not? \w+|zero|"
    r"negligible|indeterminate|nothing|there (?:is|are) no\b.*|it (?:is|does|diverges).*|diverges|unchanged|constant|"
    r"empty set|all real numbers|more than .*|less than .*|about .*|approximately .*|over .*|under .*|at least .*|"
    r"greater than .*|fewer than .*|between .*)",
    re.IGNORECASE,
)
_NUMBER_WORD: Final = re.compile(
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|billion|half|a (?:half|third|quarter)|once|twice|never)\b.*",
    re.IGNORECASE,
)
_NUMBER_FIRST: Final = re.compile(r"[-+~(\u2248<>\u2264\u2265$\u20ac\u00a3]*\s*\.?\d")
_FORMULA: Final = re.compile(r"[\d\\=\u2192]")
_SHORT: Final = 4
"""Words: what is longer is a sentence, though a number or a formula stand in it."""
_COUNTED: Final = frozenset({"math", "expression", "number_with_unit", "date"})


def alike(options: Sequence[str | None], gold: int | None, question: str = "") -> Finding:
    """Whether options are distinct and of like form.

    Args:
        options: Their texts.
        gold: The place of the right one; None where it is not known, and then its length tells nothing.
        question: Whose last word may be an article that only one option fits.
    """
    texts = [option for option in options if option is not None and option.strip()]
    if len(texts) < 2 or len(texts) < len(options):  # noqa: PLR2004 - one option is no choice
        return Finding(holds=False, why="an option is missing or empty")
    fault = _same(texts) or _another_kind(texts)
    if fault is None and gold is not None:
        fault = _longer(texts, gold) or _fits_alone(question, texts, gold)
    return Finding(holds=fault is None, why=fault)


def _same(texts: Sequence[str]) -> str | None:
    for one, other in combinations(texts, 2):
        if _normal(one) == _normal(other) or _graded_same(one, other):
            return f'"{one}" and "{other}" are the same'
    return None


def _fits_alone(question: str, texts: Sequence[str], gold: int) -> str | None:
    """`... is called an ___` where the right option alone begins with a vowel, or alone does not."""
    found = _ARTICLE.search(question)
    if found is None or gold >= len(texts):
        return None
    fits = [at for at, text in enumerate(texts) if place_of(text) == "free" and _takes_an(text) == (found[1] == "an")]
    return f'"{found[1]}" fits only the right option' if fits == [gold] and len(texts) > 1 else None


def _takes_an(text: str) -> bool:
    """By the letter, but for the usual exceptions of sound; a word of capitals is spelled (`an MRI`, `a UV lamp`)."""
    word = (_FIRST.search(text) or [""])[0]
    if len(word) > 1 and word.isupper():
        return word[0] in "AEFHILMNORSX8"
    return _SOUNDS_AN.match(word.casefold()) is not None


def _graded_same(one: str, other: str) -> bool:
    if _PADDED.fullmatch(one.strip()) or _PADDED.fullmatch(other.strip()):  # `010` is a code, not a number
        return False
    if max(len(one), len(other)) > LONGEST_GRADED:
        return False
    if one.casefold() == other.casefold():  # `AA` and `Aa`: alike but for a case that means something
        return False
    said, says = words(one), words(other)
    if said != says and sorted(said) == sorted(says) and not _JOINED.search(one):
        return False  # `True, False` and `False, True`: in options, order means something, but for `red and green`
    return same(one, other) is True


def _normal(text: str) -> str:
    """A text as it is read: case counts where there is no word, as in `Aa` and `aa`, and a power stays one."""
    plain = unicodedata.normalize("NFKC", _POWERS.sub(r"^\1", text))
    plain = _SPACE.sub(" ", plain).strip().rstrip(".;,").strip()
    return plain.casefold() if _WORD.search(plain) and not _SYMBOL.search(plain) else plain


def _another_kind(texts: Sequence[str]) -> str | None:
    kinds = {text: kind for text in texts if (kind := _kind(text)) is not None}
    if len(set(kinds.values())) < 2:  # noqa: PLR2004 - numbers and words
        return None
    counted = next(text for text, kind in kinds.items() if kind == "a number")
    worded = next(text for text, kind in kinds.items() if kind == "words")
    return f'"{counted}" is a number or formula, "{worded}" is in words'


def _kind(text: str) -> str | None:
    """`a number` or `words`; None for what goes with either: anchors, symbols, `no solution`, `about 5`."""
    plain = text.strip().rstrip(".")
    if place_of(text) != "free" or _ODD.fullmatch(plain) or _NUMBER_WORD.fullmatch(plain):
        return None
    if not _WORD.search(plain) and not _NUMBER_FIRST.match(plain):
        return None
    number_first = _NUMBER_FIRST.match(plain) is not None
    if len(_LETTERS.findall(plain)) > _SHORT:
        return None if number_first else "words"
    if infer_answer_type(plain if number_first else plain.lstrip("+-\u2212\u00b1 ")) in _COUNTED:
        return "a number"
    return None if number_first or _FORMULA.search(plain) else "words"


def _longer(texts: Sequence[str], gold: int) -> str | None:
    lengths = [len(text.strip()) for text in texts]
    others = [
        length
        for at, (length, text) in enumerate(zip(lengths, texts, strict=True))
        if at != gold and place_of(text) == "free"
    ]
    if not others or gold >= len(texts):
        return None
    own, longest = lengths[gold], max(others)
    if own >= LONGER * longest and own >= longest + LONGER_BY:
        return f"the right option has {own} characters, the longest of the others {longest}"
    return None
