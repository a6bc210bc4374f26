r"""Options that name other options, and what a new order makes of them.

`naming` tells which options of a list speak of others: by letter (`Both A and B`), by number (`Options 1 and 2`) or by
place (`The first two`). Such a list may change its order only where each of these can be written anew. `Named.of` reads
those that are no more than letters of options that stand before them (`Both A and C`, `neither (a) nor (b)`, `B only`,
`All of the above except C`), and `Named.written` writes them with other letters. The letters of a list are sorted, as
people write them (`A and C`, not `C and A`), but where their order says something (`A but not C`) or where two kinds of
joint make brackets matter (`A and B or C`), which is left alone.

`asks_by_letter` finds questions that speak of their own options by letter or place: those options stay where they are.
In doubt nothing moves: a list that stays as it was written is never wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.row import LETTERS
from curate.wording.options import ALONE, END, THINGS, place_of, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_JOIN: Final = r"\s*(?:,\s*(?:and|or|nor|but not)?|and/or|and|or|nor|&|\+|but not)\s*"
_LETTER: Final = r"(?:\(?[A-Za-z]\)|[A-Z]\.|[A-Z](?![\w'\u2019]))"
_LETTER_LIST: Final = re.compile(
    rf"^\W*(?:(?i:both|either|neither|only|just|(?:all|none|any|either|one|two|"
    rf"both) of) )?{_LETTER}(?:{_JOIN}{_LETTER})+"
    rf"(?: only| alone| both)?{END}"
)
_SPACED: Final = r"(?:\s*,\s*(?:(?:and|or|nor|but not)\s+)?|\s*[&+]\s*|\s+(?:and/or|and|or|nor|but not)\s+)"
"""Between small letters without brackets: `a or d`, and not `Ford`."""
_SMALL: Final = rf"[a-j]\.?(?:{_SPACED}[a-j]\.?(?![\w'\u2019]))"
_SMALL_LIST: Final = re.compile(
    rf"^\W*(?:(?:both|either|neither|only) )?{_SMALL}+(?: (?:only|both|alone))?{END}", re.IGNORECASE
)
_ONLY: Final = re.compile(rf"^\W*(?:(?i:only|just) {_LETTER}|{_LETTER} (?:only|alone)){END}")
_CHOICE_OF: Final = re.compile(rf"^\W*(?i:both|either|neither) {_LETTER}{_JOIN}{_LETTER}(?=\W|$)")
_POINTS: Final = re.compile(
    r"^\W*(?i:.* )?(?i:not|of|in|as|than|except|but|like|with|by|to|under|from) \(?[A-Z]\)?\W*$", re.DOTALL
)
"""An option of words that ends by naming a letter: `Not A`, `The opposite of B`, `The statement in C`."""
_SPAN: Final = re.compile(
    rf"^\W*(?:(?i:any|all|none|either|one|both|only) (?:of )?)?{_LETTER} ?(?:-|\u2013|to|through|thru) ?{_LETTER}{END}"
)
_NUMBERS_ONLY: Final = re.compile(rf"^\W*(?:only )?\(?\d{{1,2}}\)?(?:{_JOIN}\(?\d{{1,2}}\)?)+(?: only)?{END}")
_NTH: Final = "(?:first|second|third|fourth|fifth|last)"
_NAMED: Final = re.compile(
    rf"\b(?:{THINGS}) (?:number )?(?:\([a-z0-9]\)|[A-Z]\b|\d{{1,2}}\b|[a-j](?: (?:and|or|nor) [a-j])?\b(?=\W*$))",
    re.IGNORECASE,
)
_NAMES_STATEMENT: Final = re.compile(r"\bstatements? (?:number )?\(?[\dIVX]", re.IGNORECASE)
_NUMBERS: Final = re.compile(
    rf"^\W*(?:both|either|neither) \(?\d{{1,2}}\)?{_JOIN}\(?\d{{1,2}}\)?(?: only)?{END}", re.IGNORECASE
)
_BY_PLACE: Final = re.compile(
    rf"\b(?:the )?(?:first|last|previous|preceding|next|other) (?:(?:two|three|four) )?(?:{THINGS}|ones?)\b"
    rf"|^\W*(?:(?:both|either|neither|only|just|all) )?(?:of )?(?:the )?{_NTH} (?:two|three|and|or|nor|but not)\b"
    r"|\bthe above\b"
    r"|\b(?:one|two|three|some|most|both|either|neither|more than one|at least one|any two|all but one) "
    rf"(?:of )?(?:the )?(?:{THINGS} )?(?:above|preceding)\b"
    rf"|\b(?:above|preceding) (?:{THINGS})\b"
    r"|^\W*(?:all|none) (?:of )?the above\b.*\b(?:except|but)\b"
    r"|^\W*(?:more than one|at least one|two|some|any two) of (?:these|those|them|the options)\b"
    r"|\bthe (?:option|choice|answer) (?:above|below|before|after)\b",
    re.IGNORECASE,
)
_EXCEPT: Final = re.compile(rf"^\W*(?i:all|any|everything|none)\b.{{0,20}}\b(?:except|but)(?: for)? {_LETTER}\W*$")
_LETTERED: Final = (_CHOICE_OF, _POINTS, _LETTER_LIST, _SMALL_LIST, _ONLY, _EXCEPT, _SPAN)
_SINGLE: Final = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z'\u2019])")
_ROMAN: Final = re.compile(r"(?<![A-Za-z])(?:II|III|IV|VI|VII|VIII|IX|ii|iii|iv|vi)(?![A-Za-z])")

_NO_MORE: Final = re.compile(
    r"^\W*(?P<cue>(?i:both|either|neither|only|just|not|(?:all|none|any|either|one|two|both) of|"
    r"(?:all|any|everything|none)(?: of)?(?: the above)? (?:except|but)(?: for)?) )?"
    r"(?P<thing>(?i:(?:the )?(?:options?|choices?|answers?|alternatives?)) )?"
    rf"(?P<list>{_LETTER}(?:{_JOIN}{_LETTER})*|{_SMALL}*)"
    rf"(?P<after> (?:only|alone|both))?{END}"
)
"""An option that is letters and no more than the words around them."""
_STANDS_ALONE: Final = re.compile(rf"{ALONE}(?:[A-Zb-z](?![A-Za-z'\u2019])|a(?=\)|\.? (?:and|or|nor)\b))")
_SAYS_NOTHING: Final = re.compile(r"(?:^|[.!?:;\"\u201c(] *)A(?= [a-z])|(?:^|[ \"\u201c(])I(?= (?:am|do|[a-z]{3,})\b)")
"""`A` as an article at the start of a sentence, and the pronoun."""


def naming(options: Sequence[str], question: str = "") -> list[bool]:
    """Which options name others by letter, number or place.

    Letters that reach beyond the list name no option, nor do Roman numerals. Where every option (but anchors) is a list
    of letters, the letters are things of the question (`A and B`, `B and C`), and none names another. In doubt an
    option does.

    Args:
        options: The texts, in the order of their letters.
        question: Says `II` where `I` in an option is a numeral.
    """
    texts = [plain(option) for option in options]
    roman = any(_ROMAN.search(text) for text in (*texts, question))
    lists = [_lists_letters(text, len(texts), roman=roman) for text in texts]
    free = [is_list for text, is_list in zip(texts, lists, strict=True) if place_of(text) == "free"]
    all_lists = len(free) > 1 and all(free)
    return [(is_list and not all_lists) or _names(text) for text, is_list in zip(texts, lists, strict=True)]


def refers(options: Sequence[str], question: str = "") -> str | None:
    """The first option that names others, its spaces folded; None where none does: see `naming`."""
    return next((plain(text) for text, names in zip(options, naming(options, question), strict=True) if names), None)


def _lists_letters(text: str, n_options: int, *, roman: bool) -> bool:
    """Whether an option is no more than letters of the list: `A and C`, `neither (a) nor (b)`, `B only`."""
    if not any(pattern.match(text) for pattern in _LETTERED):
        return False
    letters = [letter.upper() for letter in _SINGLE.findall(text)]
    return not (roman and "I" in letters) and all(letter in LETTERS[:n_options] for letter in letters)


def _names(text: str) -> bool:
    if _BY_PLACE.search(text) and place_of(text) == "free":
        return True
    if _NUMBERS_ONLY.match(text) and "," not in text:
        return True
    return bool((_NAMED.search(text) and not _NAMES_STATEMENT.search(text)) or _NUMBERS.match(text))


class Named(NamedTuple):
    """An option that is no more than letters of others.

    Attributes:
        text: as it was written.
        spans: where its letters stand in the text, in their order.
        sort: whether their order says nothing, so that new ones are sorted.
    """

    text: str
    spans: tuple[int, ...]
    sort: bool

    @classmethod
    def of(cls, text: str) -> Named | None:
        """Read an option; None where it says more than letters, or where brackets would matter."""
        found = _NO_MORE.match(text)
        if found is None:
            return None
        start, end = found.span("list")
        spans = [start + letter.start() for letter in _SINGLE.finditer(text[start:end])]
        joints = _SINGLE.sub(" ", text[start:end]).replace("and/or", "or")
        words = set(re.findall(r"but not|and|or|nor|&|\+", joints))
        kinds = {"or" if word in ("or", "nor") else "but not" if word == "but not" else "and" for word in words}
        if len(kinds - {"but not"}) > 1 or (len(spans) == 1 and not (found["cue"] or found["thing"] or found["after"])):
            return None
        return cls(text, tuple(spans), sort="but not" not in kinds)

    @property
    def letters(self) -> list[str]:
        """The letters it names, as capitals."""
        return [self.text[at].upper() for at in self.spans]

    def written(self, new: Mapping[str, str]) -> str:
        """The same of other letters.

        Args:
            new: For each letter (a capital) the one that its option has now.
        """
        letters = [new[letter] for letter in self.letters]
        text = list(self.text)
        for at, letter in zip(self.spans, sorted(letters) if self.sort else letters, strict=True):
            text[at] = letter if self.text[at].isupper() else letter.lower()
        return "".join(text)


def rewritable(options: Sequence[str], names: Sequence[bool], question: str) -> dict[int, Named] | None:
    """The options that name others, read; None where one of them cannot be, or could mean something else.

    `A and C` means the first and the third option only where nothing else is called so: neither the question nor any
    other option may have a letter that stands alone (`vitamin A`, `If A is true`), and what is named must be options of
    words that stand above.
    """
    read: dict[int, Named] = {}
    for at, (text, is_one) in enumerate(zip(options, names, strict=True)):
        if not is_one:
            if _STANDS_ALONE.search(_SAYS_NOTHING.sub("", text)):
                return None
            continue
        named = Named.of(text)
        if named is None or len(set(named.letters)) < len(named.letters):
            return None
        places = [LETTERS.index(letter) for letter in named.letters]
        if any(place >= at or names[place] or place_of(options[place]) != "free" for place in places):
            return None
        read[at] = named
    own = set(LETTERS[: len(options)])
    return None if own & set(_STANDS_ALONE.findall(_SAYS_NOTHING.sub("", question))) else read


_CALLED: Final = ("option", "choice", "alternative", "answer")
_CALLS: Final = re.compile(
    r"\b(?i:options?|choices?|alternatives?|answers?) (?:\(?[A-Z]\)?(?:[^\w'\u2019]|$)|\([a-z]\))"
    r"|\b(?i:(?:options?|choices?|alternatives?) (?:number |no\. ?)?\(?\d{1,2})\b"
    r"|\b(?i:(?:first|second|third|fourth|fifth|last|previous|preceding) "
    r"(?:(?:options?|alternatives?|answer choices?)|(?:two|three|four) (?:choices|answers|options|alternatives)))\b"
)
"""`option B`, `choice 2`, `the last two answers`."""
_FROM_A: Final = re.compile(
    r"(?<!\w)\(?A\)?(?:(?P<all>(?:, B)(?:, [C-Z])*,? or [B-Z]|/B/C(?:/[D-Z])*)"
    r"|, ?\(?B\)?|/B| ?[-\u2013] ?[B-Z]| (?:or|and|to|through) \(?[B-Z]\)?)(?!\w)"
)
"""`A, B, C or D`, `A/B/C`; and `A-D`, `A or B`, of which the words before must say what is meant."""
_ASKED_WITH: Final = re.compile(
    r"\b(?:which|one|any|each|either|choose|select|pick|mark|answer|letters?|label+ed)"
    r"(?: (?:of|from|among|between|with|by))?[,:]? $",
    re.IGNORECASE,
)
_LISTED: Final = tuple(
    re.compile(rf"(?:^|[\s:;?!]){first}.*[\s,:;.?!]{second}", re.DOTALL)
    for first, second in (
        (r"\([Aa]\)", r"\([Bb]\)"),
        (r"[Aa]\)", r"[Bb]\)"),
        (r"A[.:] ?\S", r"B[.:] ?\S"),
        (r"a\. ", r"b\. "),
    )
)
"""The question shows things under letters of their own, mostly the options once more."""
_LONGEST: Final = 60
"""Characters that are shown of what was found."""


def asks_by_letter(question: str) -> str | None:
    """Where a question speaks of options by letter or place, or lists things under letters: its words; else None."""
    lower = question.lower()
    found = _CALLS.search(question) if any(word in lower for word in _CALLED) else None
    found = found or next((one for one in _FROM_A.finditer(question) if one["all"] or _is_asked(question, one)), None)
    found = found or next(filter(None, (one.search(question) for one in _LISTED)), None)
    return None if found is None else plain(found[0])[:_LONGEST]


def _is_asked(question: str, found: re.Match[str]) -> bool:
    before = question[max(0, found.start() - _LONGEST) : found.start()]
    return _ASKED_WITH.search(before) is not None
