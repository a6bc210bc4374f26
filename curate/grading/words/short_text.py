"""Grade a short text: equal after dropping what does not change a short answer, and nothing looser than equal.

`normalise` makes the form in which two texts are the same word for word; `Reading` and `alike` add what needs both
sides at once: parts in another order, a plural, a hyphen that is written or not.
"""

import re
import unicodedata
from collections import Counter
from typing import Final

from curate.grading.afterthought import offers_another
from curate.grading.brackets import CLOSING, OPENING
from curate.grading.extract import Extraction, completed, final_answer
from curate.grading.gold import alternatives
from curate.grading.memory import remembered
from curate.grading.verdict import Asked, Grader, Verdict, anything_but, hedge, no_answer
from curate.grading.words.number_words import NUMBER_WORDS, digits
from curate.grading.words.numerals import numbered_otherwise
from curate.grading.words.plural import may_be_plural, singular
from curate.grading.words.signs import joined_numbers, settled
from curate.grading.words.titles import may_be_title
from curate.grading.words.undress import undressed

_LONGEST_ANSWER = 2_000  # characters; a longer one may be right only where a gold answer is about as long
_CACHED_UP_TO = 300  # characters

_ACCENT = re.compile("(?<=[^\\W\\d_])[\u0300-\u0334\u0339-\u036f]+")  # on a letter: what strikes a sign out stays
_MEAN = re.compile("(?<!\\w)([a-z])([\u0302\u0304\u0305\u0307])(?!\\w)")  # a letter with a mean, no accent
_MARKS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot"}
_LETTERS = str.maketrans(
    {"\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00e6": "ae", "\u0153": "oe", "\u0131": "i", "\u00f0": "d"}
)
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon "
    "phi chi psi omega".split()
)
_GREEK = re.compile("(?<![\u03b1-\u03c9])[\u03b1-\u03c9](?![\u03b1-\u03c9])")  # a letter, not one of a Greek word
_BETWEEN_DIGITS = re.compile("(?<=\\d)['\"](?=\\d)")
_APOSTROPHES = re.compile("['`]")
THOUSANDS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
"""A number whose digits commas part in threes."""

_POINTED = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_SIGN_BEFORE = re.compile(r"\s*-\s+(?=[\d.])")
# What separates words: all punctuation but a point inside a number, a sign before one, and what makes C++ not C.
_SEPARATOR = re.compile(
    r"(?:\.(?!\d)|(?<=[^\W\d])\.|(?<=\w)-|-(?!\d|\s?[\u221e\u221a]|[$\u20ac\u00a3\u00a5]\s?\d|[^\W\d_](?!\w))|[\x00-\x1f\x7f!\"'(),:;?\[\\\]`{}_])+"
)
_SPACED_SIGN = re.compile(r"\s+(?=[%\u00b0])|(?<=[$\u20ac\u00a3\u00a5])\s+(?=\d)|\s*(/)\s*")
_PERCENT = re.compile(r"(?<=\d)\s*(?:percent|per cent)(?!\w)")
_NEGATED = re.compile(r"\b(?:ca|wo|sha)n't\b|(?<=\w)n't\b|\bcannot\b")
_NEGATIONS: Final = {"can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not"}
_UNIT_JOINED = re.compile(r"(?<![\w.])(\d[\d.]*)(?!(?:st|nd|rd|th|(?<=0)s)(?!\w))(?=[^\W\d_])")
_INITIALS = re.compile(r"(?<![\w'])[^\W\d_]\.?(?: [^\W\d_](?![\w'])\.?)+")  # J. K. and J.K.
_ARTICLE = re.compile(
    r"^(?:a(?!\s+(?:minor|major|flat|sharp|positive|negative|plus|levels?|team|side)\b)(?=\s+(?:\w|[$\u20ac\u00a3\u00a5.]\d))|an|the)\s+(?=\S)"
    r"|(?<=\s)the\s+(?=\S)"
)
_SIMPLE = re.compile(r"(?:(?:[a-z]{2,}+|[0-9]++|[a-z](?! [a-z]\b))(?: |\Z))++")  # nothing to drop, join or part
_JOINING = (" to ", " through ", "per")
"""What between numbers, or behind one, stands for a sign."""

_LETTER_FIRST = re.compile(r"\W*a(?![\w\s])|\W*a\s+(?:and|or|&|\w(?!\w))")  # A-team, A and B, A, B: no article
_INNER_ARTICLE = re.compile(
    r"(?<=\s)an\s+(?=\S)"
    r"|(?<=\b(?:of|in|on|at|to|by|as|is|be))\s+a(?=\s+(?!minor|major|flat|sharp|positive|negative|plus)\w{2})"
    r"|(?<=\b(?:for|and|was|not))\s+a(?=\s+(?!minor|major|flat|sharp|positive|negative|plus)\w{2})"
    r"|(?<=\b(?:with|from|into|like|than))\s+a(?=\s+(?!minor|major|flat|sharp|positive|negative|plus)\w{2})"
)
_HYPHEN = re.compile(  # of a word: x-ray, F-16, but not a-b
    r"(?<=[^\W\d_])-(?=\w)(?!(?<=(?<![^\W_])[^\W\d_]-)[^\W\d_](?!\w))|(?<=\d)-(?=[^\W\d_])"
)
_KEEPS_HYPHEN = re.compile(  # re-sign is not resign
    r"\b(?:co-op\b|un-?ioni[sz]ed|re-(?:act|bound|call|cede|cite|claim|collect|count|cover|creat|dress|form|fund|fuse|lay|"
    r"lease|mark|pair|petition|place|present|press|prove|search|sent|serve|side|sign|solve|sort|store|strain|tire|treat|"
    r"view))",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?=[\W\d_]*\Z)")
_SLASHED = re.compile(r"(?<=[A-Z]{2})/(?=[A-Z]{2})(?!(?:OR|AND)\b)(?<!\bOR/)(?<!\bAND/)")
_REJECTED = re.compile(
    r"\b(?:which|who)\s(?:is|was|are|were|can)(?:\snot\b|n't|\s(?:clearly\s)?(?:wrong|incorrect|false))"
)
_OR = re.compile(r"(?<!\w)(?:or|either|and/or)(?!\w)")
_JOINT = re.compile(r"\s*(?:[,;]\s*(?:and|&)(?!\w)|[,;]|(?<=\s)and(?=\s)|&)\s*")
_TUPLE = re.compile(r"[\s({\[]*\(.*\)[\s.)}\]]*", re.DOTALL)
_LEAD = re.compile(
    r"\s*(?:so,?\s+|therefore,?\s+|thus,?\s+|hence,?\s+)?"
    r"(?:(?:[Tt]he\s+)?(?:(?:[Ff]inal|[Cc]orrect|[Rr]ight)\s+)?[Aa]nswer\s*(?:is\b:?|are\b:?|was\b|:)"
    r"|(?:[Ii]t|[Tt]hey|[Tt]hat|[Tt]his)\s+(?:is|are|was|were)\b:?"
    r"|[Ii]t(?=\s+[a-z]+s\b)|[Tt]hey(?=\s+[a-z])|(?:[Ii]t's|[Tt]hat's)(?=\s+(?:(?:an?|the)\s+[a-z]|\S+\s*$)))\s+(?=\S)"
)


class Reading:
    """A short text as read once: what it is word for word, and, when asked for, its parts and its last noun."""

    __slots__ = ("_forms", "_parts", "as_written", "normal")

    def __init__(self, text: str) -> None:
        self.as_written = undressed(text)
        self.normal = _words(self.as_written)
        self._forms: tuple[str, ...] | None = None
        self._parts: tuple[Reading, ...] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The text without its inner articles; also with its hyphened words as one, with its numeral in digits."""
        if self._forms is None:
            self._forms = (_without_inner_articles(self.normal),)
            if "-" in self.as_written and not _KEEPS_HYPHEN.search(self.as_written):
                joined = _HYPHEN.sub("", self.as_written)
                self._forms += (_without_inner_articles(_words(joined)),) if joined != self.as_written else ()
            others = (*numbered_otherwise(self.as_written), *_slashed(self.as_written), *_spelled_out(self.as_written))
            self._forms += tuple(_words(other) for other in others)
        return self._forms

    @property
    def folded(self) -> tuple[str, ...]:
        """The forms with the last word in the singular: what two texts share that differ in no more than a plural."""
        heads = (form.rpartition(" ") for form in self.forms)
        return tuple(f"{head}{space}{singular(last)}" for head, space, last in heads)

    @property
    def parts(self) -> "tuple[Reading, ...]":
        """What stands between commas, semicolons, `and` and `&` outside brackets; one part where it is no list."""
        if self._parts is None:
            self._parts = tuple(read(part) for part in parts_of(self.as_written))
        return self._parts

    @property
    def last_noun(self) -> str:
        """The last word as written; empty where it may not be a common noun: a name has a capital."""
        found = _LAST_WORD.search(self.as_written)
        word = found.group() if found else ""
        return word if word.islower() or (word.istitle() and " " not in self.normal) else ""


def grade_text(asked: Asked) -> Verdict:
    """Grade a short free answer by normalised exact match against the gold answer and the accepted alternatives."""
    golds = alternatives(asked)
    if not golds:
        return Verdict("ungradable", None, "there is no gold answer")
    found = final_answer(asked.response)
    if found is None:
        return no_answer()
    found = completed(found)
    if len(found.text) > _LONGEST_ANSWER and len(found.text) > 2 * max(map(len, golds)):
        why = "the answer is too long for a short text"
        return Verdict("wrong", found.text[:_LONGEST_ANSWER], why, _f1(found.text, golds))
    if found.hedged or offers_another(found.rest):
        return hedge(found.text)._replace(f1=_f1(found.text, golds))
    return _compared(found, golds, asked.f1_at_least)


def _compared(found: Extraction, golds: list[str], f1_at_least: float | None) -> Verdict:
    said, answer = found.text, read(found.text)
    why = next(filter(None, (alike(read(gold), answer) for gold in golds)), "")
    if not why:
        others = [read(other) for other in found.readings if other != said and not _REJECTED.search(said, len(other))]
        others += filter(None, map(without_lead, (answer, *others)))
        if any(alike(read(gold), other) for other in others for gold in golds):
            why = "equal text in a sentence"
    if why:
        return Verdict("right", said, why, 1.0)
    f1 = _f1(said, golds)
    if f1_at_least is not None and f1 >= f1_at_least:
        return Verdict("right", said, f"the words overlap enough (F1 {f1:.2f})", f1)
    if any(_turned_round(read(gold), answer) for gold in golds):
        return Verdict("ungradable", said, "the parts in another order, and the gold answer may be a title", f1)
    return Verdict("wrong", said, "another text than the gold answer", f1)


def normalise(text: str) -> str:
    """Return a text without case, accents, articles, punctuation and spare white space; number words as digits.

    What would be left empty (`?`, `!!`) keeps its signs, so that no two different answers become equal by vanishing.
    """
    return read(text).normal


@remembered(16_384, longest=_CACHED_UP_TO)
def read(text: str) -> Reading:
    """Return a text as read; short ones are remembered."""
    return Reading(text)


def alike(one: Reading, other: Reading) -> str:
    """Return in words why two texts are the same short answer, or nothing where they are not; the first is the gold."""
    if one.normal == other.normal:
        return "equal text"
    if _same_item(one, other):
        return "equal text but for a plural or a hyphen"
    if _turned_round(one, other) and not may_be_title(part.as_written for part in one.parts):
        return "equal parts in another order"
    if len(one.parts) > 1 and len(one.parts) == len(other.parts) and all(map(same_item, one.parts, other.parts)):
        return "equal parts"
    return ""


def same_item(one: Reading, other: Reading) -> bool:
    """Return whether two texts are the same when each is one item of a list."""
    return one.normal == other.normal or _same_item(one, other)


def without_lead(answer: Reading) -> Reading | None:
    """Return an answer without the `It is` or `The answer is` before it, None where it has no such beginning."""
    lead = _LEAD.match(answer.as_written)
    return read(answer.as_written[lead.end() :]) if lead else None


def parts_of(text: str) -> list[str]:
    """Split an undressed text at commas, semicolons, `and` and `&` outside brackets and quotes.

    A comma inside a number is none; a text with an `or` is no list but a choice, and a tuple has an order: one part.
    """
    text = " ".join(text.split())
    if not any(joint in text for joint in (",", ";", "&", " and ", " And ", " AND ")):
        return [text]
    lower = text.lower() if len(text.lower()) == len(text) else text
    if _OR.search(lower) or _TUPLE.fullmatch(text):
        return [text]
    lower = THOUSANDS.sub(lambda number: number.group().replace(",", "."), lower)
    found: list[str] = []
    begin = depth = seen = 0
    for joint in _JOINT.finditer(lower):
        between = text[seen : joint.start()]
        depth = max(depth + sum(map(between.count, OPENING)) - sum(map(between.count, CLOSING)), 0)
        seen = joint.start()
        if depth == 0:
            found.append(text[begin : joint.start()])
            begin = joint.end()
    return [part for part in (*found, text[begin:]) if part.strip()] or [text]


def _slashed(text: str) -> tuple[str, ...]:
    """Return a text with spaces for the slashes between two abbreviations: `AC DC`."""
    apart = _SLASHED.sub(" ", text) if "/" in text else text
    return (apart,) if apart != text else ()


def _spelled_out(text: str) -> tuple[str, ...]:
    """Return a text with its negations spelled out: `does not` for `doesn't`, `can not` for `cannot`."""
    lower = text.casefold()
    if "n't" not in lower and "cannot" not in lower:
        return ()
    return (_NEGATED.sub(lambda word: _NEGATIONS.get(word.group(), " not"), lower),)


def _without_inner_articles(normal: str) -> str:
    return _INNER_ARTICLE.sub("", normal) if " a " in normal or " an " in normal else normal


def _same_item(one: Reading, other: Reading) -> bool:
    if one.normal[:1] != other.normal[:1]:
        return False
    if not set(one.forms).isdisjoint(other.forms):
        return True
    if set(one.folded).isdisjoint(other.folded):
        return False
    nouns = one.last_noun, other.last_noun
    return all(nouns) and may_be_plural(*nouns)


def _turned_round(one: Reading, other: Reading) -> bool:
    """Return whether two texts have the same parts, in any order."""
    return len(one.parts) > 1 and len(one.parts) == len(other.parts) and _same_parts(one.parts, other.parts)


def _same_parts(ones: tuple[Reading, ...], others: tuple[Reading, ...]) -> bool:
    """Return whether each of as many parts has its like among the others."""
    wanted: dict[str, list[int]] = {}
    for at, other in enumerate(others):
        for key in other.folded:
            wanted.setdefault(key, []).append(at)
    taken: set[int] = set()
    for one in ones:
        near = (row for row in (wanted.get(key, []) for key in one.folded) if row)
        found = next(((row, at) for row in near for at in row if at not in taken and same_item(one, others[at])), None)
        if found is None:
            return False
        row, at = found
        row.remove(at)
        taken.add(at)
    return True


def _f1(said: str, golds: list[str]) -> float:
    """Return the overlap of the words with the nearest gold answer: the harmonic mean of precision and recall."""
    words = normalise(said).split()
    return max((_overlap(words, normalise(gold).split()) for gold in golds), default=0.0)


def _overlap(ones: list[str], others: list[str]) -> float:
    if not ones or not others or set(ones).isdisjoint(others):
        return 0.0
    sets = set(ones), set(others)
    if len(sets[0]) == len(ones) and len(sets[1]) == len(others):
        common = len(sets[0] & sets[1])
    else:
        common = sum((Counter(ones) & Counter(others)).values())
    return 2 * common / (len(ones) + len(others))


def _words(as_written: str) -> str:
    """Return the words of an undressed text, in lower case and separated by one space each."""
    plain = as_written.casefold()
    if not plain.isascii():
        plain = _without_accents(plain)
    words = plain.split()
    plain = " ".join(words)
    if _SIMPLE.fullmatch(plain) and NUMBER_WORDS.isdisjoint(words) and not any(word in plain for word in _JOINING):
        return _without_articles(plain, plain) or plain
    spelled = not NUMBER_WORDS.isdisjoint(words)
    if not plain.replace(" ", "").isalpha():
        spelled = spelled or not NUMBER_WORDS.isdisjoint(_SEPARATOR.sub(" ", plain).split())
        text = _without_punctuation(digits(plain) if spelled else plain)
    else:
        text = _PERCENT.sub("%", digits(plain)) if spelled else plain
        text = _INITIALS.sub(_joined, text)
    return _without_articles(text, plain) or plain


def _without_articles(text: str, plain: str) -> str:
    """Return a text without its articles; `plain` is the text with its punctuation, which may show an A to be none."""
    if not text.startswith(("a ", "an ", "the ")) and " the " not in text:
        return text
    return text if _LETTER_FIRST.match(plain) else _ARTICLE.sub("", text)


def _without_accents(plain: str) -> str:
    plain = _MEAN.sub(lambda mark: f"{mark[1]} {_MARKS[mark[2]]}", unicodedata.normalize("NFKD", plain))
    plain = unicodedata.normalize("NFC", _ACCENT.sub("", plain)).translate(_LETTERS)
    return _GREEK.sub(_by_name, plain)


def _by_name(letter: re.Match[str]) -> str:
    """Return the name of a Greek letter, apart from the letter behind it: `\u0394G` is `delta g`."""
    follows = letter.string[letter.end() : letter.end() + 1].isalpha()
    return _GREEK_NAMES[ord(letter.group()) - 0x3B1] + (" " if follows else "")


def _without_punctuation(text: str) -> str:
    """Return a text in lower case without its punctuation, one space between words."""
    text = _APOSTROPHES.sub("", _BETWEEN_DIGITS.sub(" ", settled(text)))
    if "," in text:
        text = THOUSANDS.sub(lambda number: number.group().replace(",", ""), text)
    if "." in text:
        text = _POINTED.sub(_after_initial, text)
    text = _SIGN_BEFORE.sub("-", text, count=1) if _SIGN_BEFORE.match(text) else text
    text = _INITIALS.sub(_joined, joined_numbers(text)).replace("&", " and ")
    text = " ".join(_SEPARATOR.sub(" ", text).split())
    text = _PERCENT.sub("%", _SPACED_SIGN.sub(r"\1", text))
    return " ".join(_UNIT_JOINED.sub(r"\1 ", text).split())


def _joined(initials: re.Match[str]) -> str:
    return initials.group().replace(" ", "").replace(".", "") + " "


def _after_initial(point: re.Match[str]) -> str:
    """Return nothing for the point of `U.S.A.` and `Ph.D.`, and a space for the one of `E.coli` and `J.Smith`."""
    text, at = point.string, point.start()
    initial = at < 2 or not text[at - 2].isalnum()  # noqa: PLR2004 - the letter before the point
    word = text[at + 1 : at + 4].isalpha() and len(text) >= at + 4
    return ". " if initial and word else ""


SHORT_TEXT = Grader("a word, a name, a phrase", grade_text, anything_but)
