r"""Candidates for the answer to a question with options: each column in each way that its values may be written.

That is a letter, a number from 0 or from 1, a label of the options, their text, a list of flags, or one of these within
a sentence. A column whose name says nothing of an answer is none, however well it fits: predictions fit as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from curate.sources.clues import ANSWER, CHOICE_KEYS, names_a_choice, of_answers, plain, rated
from curate.sources.parts import Part, flags, said_of
from curate.sources.trial import tried
from curate.stages.ingest.rows.labels import ROMAN, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from curate.sources.columns import Column
    from curate.sources.parts import Said
    from curate.sources.sampling import Sample

TRIED: Final = 60
"""Records on which candidates are tried first; those that fit are tried on the whole sample."""

UNDECIDED: Final = frozenset({"index0", "index1"})
_MOSTLY: Final = 0.8
_ALIKE: Final = 0.6
"""The share of values of one look from which it is worth a trial."""
_FEW: Final = 0.3
"""The share of records below which a gold is chance, and a column as good as empty."""
_LETTER: Final = re.compile(r"\s*\(?[A-Za-z\uff21-\uff3a]\)?[.:)]?\s*")
LETTERS_OF_OPTIONS: Final = re.compile(r"\s*[A-Z](?:[\s,;&]*[A-Z])*\s*")
_NUMBER: Final = re.compile(r"\s*\d{1,2}(?:\.0+)?\s*")
_LABEL: Final = re.compile(
    r"\s*(?:(?:answer|option|choice|ending|sol)?[\s_]?[(\[]?\w{1,4}[)\]]?[.:)]?|true|false|yes|no)\s*", re.IGNORECASE
)
_ONE: Final = r"(?:[B-HJ-Z](?![\w'])|[AI](?=\s*(?:[).:,;!*\]\"]|$)))"
"""A capital that is a letter of an option; `A` and `I` are words, too, unless a sign or nothing follows."""
_SAYS: Final = r"(?i:\banswer(?:\s+is\s*:?|\s*:)\s*(?:option|choice)?)\W{0,3}"
_LETTER_FIRST: Final = r"^\W*([A-Z])(?:[).:\]]|\s*$)"
_LETTER_BOXED: Final = r"(?s).*\\boxed\s*\{\s*(?:\\text(?:bf|rm)?\s*\{)?\s*\(?([A-Z])\)?\s*\}"
_LETTER_MARKED: Final = r"(?s).*####\s*\(?([A-Z])\)?\.?\s*$"
_LETTER_SAID: Final = rf"(?s)^(?:(?!{_SAYS}{_ONE}).)*{_SAYS}({_ONE})(?!.*{_SAYS}(?!\1){_ONE})"
"""The letter that a text says the answer to be; none where it says two."""
_CALLED: Final = r"^\W*(?i:option|choice|answer)\W*([A-Za-z])\W*$"
_KEY: Final = re.compile(r"\w|1?\d")
_NEARLY: Final = 0.02
_CLEARLY: Final = 6
"""By how much one name must be surer than another, that the other is not looked at."""
_SURE: Final = 12
"""From this on a name alone says that a column holds answers."""
_MOSTLY_SAME: Final = 0.6
"""The share of records up to which two columns may differ and still be meant for the same."""
_NAMED: Final = 4
"""Rating of options from which their name says something."""
_CHANCE: Final = 5
"""Records in which the gold may be the same option by chance."""
_WEIGHT: Final = 60.0
"""What a gold answer for every record weighs beside what names say (20 at most)."""


class Answer(NamedTuple):
    """A candidate with the share of the records that it gives a gold answer, and what cannot be known about it.

    `doubts` are other ways to read it that fit as well and give other golds; `golds` the gold of each record.
    """

    part: Part
    share: float
    doubts: tuple[str, ...] = ()
    golds: Mapping[int, str] = {}

    @property
    def score(self) -> float:
        """Evidence and names together."""
        return _WEIGHT * self.share + self.part.rating - (6 if self.doubts else 0)


def of_options(columns: Sequence[Column], said: Mapping[str, Said], options: Part, sample: Sample) -> list[Answer]:
    """The answers to questions with options, the best first.

    Args:
        columns: Where they may stand.
        said: What `map` says of question and options.
        options: The options.
        sample: Records on which each is tried.
    """
    found: list[Answer] = []
    least = 1 if options.rating >= _NAMED else 10  # a list of no telling name is one of options by its key alone
    for column in columns:
        named = of_answers(column.path)
        if column.filled < _FEW or (named < least and not (column.share(flags) and options.rating >= _NAMED)):
            continue
        ways = {way: form for way, form in _ways(column, options) if _fits(column, said, sample, form)}
        found += _judged(column, ways, said, options, sample)
    surest = max((of_answers(answer.part.paths[0]) for answer in found), default=0)
    near = [answer for answer in found if surest - of_answers(answer.part.paths[0]) <= _CLEARLY]
    return sorted(near, key=lambda answer: -answer.score)


def _ways(column: Column, options: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    """How the values of a column may say an option."""
    if not column.simple:
        return
    if column.listed and column.share(flags) >= _MOSTLY:
        yield "flags", {"as": "flags"}
        return
    items = column.items

    def alike(pattern: re.Pattern[str]) -> bool:
        return sum(pattern.fullmatch(text) is not None for text in items) >= _ALIKE * len(items)

    if column.scalar and alike(_LETTER):
        yield "letter", {"as": "letter"}
    if (not column.scalar and alike(_LETTER)) or (alike(LETTERS_OF_OPTIONS) and not alike(_LETTER)):
        yield "letters", {"as": "letters"}
    if column.scalar and alike(_NUMBER) and of_answers(column.path) >= 10:  # noqa: PLR2004 - named
        yield "index0", {"as": "index0"}
        yield "index1", {"as": "index1"}
    if column.scalar and alike(_LABEL):
        yield "label", {"as": "label"}
        yield from _by_column(column, options)
        yield "called", {"match": _CALLED, "as": "letter"}
    yield "text", {"as": "text"}
    if column.textual and not alike(_LETTER):
        yield "boxed letter", {"match": _LETTER_BOXED, "as": "letter"}
        yield "marked letter", {"match": _LETTER_MARKED, "as": "letter"}
        yield "letter first", {"match": _LETTER_FIRST, "as": "letter"}
        yield "letter said", {"match": _LETTER_SAID, "as": "letter"}


def _by_column(column: Column, options: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of the option's own column: `option2` beside the columns option1, option2."""
    names = [path.rpartition(".")[2].strip('"') for path in options.said.get("fields", ())]
    if options.right is not None or len(names) < 2 or not set(column.texts) <= set(names):  # noqa: PLR2004 - options
        return
    stem = names[0][: -len(_mark(names[0]))]
    marks = [name.removeprefix(stem) for name in names]
    kinds = {"0": "index0", "1": "index1", "a": "letter", "A": "letter"}
    if stem and marks[0] in kinds:
        yield "column", {"match": rf"^{re.escape(stem)}(\w{{1,2}})$", "as": kinds[marks[0]]}


def _mark(name: str) -> str:
    found = re.search(r"\d+$", name)
    return found[0] if found else name[-1:]


def _fits(column: Column, said: Mapping[str, Said], sample: Sample, form: dict[str, Any]) -> bool:
    result = tried({**said, "answer": said_of(column, **form)}, sample, most=TRIED)
    return result is not None and result.share >= _FEW


_PENALTY: Final[Mapping[str, float]] = {
    "boxed letter": 4,
    "marked letter": 4,
    "letter first": 8,
    "letter said": 8,
    "label": 1,
    "letters": 2,
}
_IN_WORDS: Final[Mapping[str, str]] = {
    "letter": "is the letter of an option",
    "letters": "holds letters of options",
    "index0": "is the number of an option, counted from 0",
    "index1": "is the number of an option, counted from 1",
    "label": "is the label of an option",
    "column": "is the name of an option's column",
    "called": "names the letter of an option",
    "flags": "says of each option whether it is right",
    "text": "is the text of an option",
    "boxed letter": "boxes the letter of an option",
    "marked letter": "ends with #### and the letter of an option",
    "letter first": "begins with the letter of an option",
    "letter said": "says the letter of an option",
}


def _judged(
    column: Column, ways: Mapping[str, dict[str, Any]], said: Mapping[str, Said], options: Part, sample: Sample
) -> Iterator[Answer]:
    """The best way to read a column, with the others that fit as well and say something else."""
    named = of_answers(column.path) or (5 if "flags" in ways else 0)
    golds: dict[str, dict[int, str]] = {}
    shares: dict[str, float] = {}
    for way, form in ways.items():
        result = tried({**said, "answer": said_of(column, **form)}, sample)
        if result is not None and not _no_choice(way, result.golds, options, column):
            golds[way], shares[way] = result.golds, result.share
    ranked = sorted(shares, key=lambda way: (-shares[way] + _PENALTY.get(way, 0) / 100, way != _counts(options)))
    if not ranked:
        return
    best = ranked[0]
    rivals = [way for way in ranked[1:] if shares[way] >= shares[best] - _NEARLY and _differ(golds[best], golds[way])]
    if best in UNDECIDED and _counts(options) == best:
        rivals = [way for way in rivals if way not in UNDECIDED]  # columns that count say from where
    if best == "label":
        rivals = [way for way in rivals if way not in UNDECIDED]  # labels of their own say what a number means
    part = Part(said_of(column, **ways[best]), named - _PENALTY.get(best, 0), f"{column.path} {_IN_WORDS[best]}")
    yield Answer(part, shares[best], tuple(rivals), golds[best])


def _counts(options: Part) -> str:
    """From where the columns of options count, if they do."""
    first = options.said.get("fields", ("",))[0]
    return {"0": "index0", "1": "index1"}.get(_mark(first.strip('"')), "") if options.right is None else ""


def _no_choice(way: str, golds: Mapping[int, str], options: Part, column: Column) -> bool:
    """Whether it is always the first option that has the text: names for the answer, then, and no options at all."""
    places = set(golds.values())
    chance = 1 if any(rated(path, ANSWER) for path in options.paths) else _CHANCE
    if len(golds) < chance or len(places) > 1 or options.right is not None:
        return False
    return (way == "text" and (places == {"A"} or options.rating < _NAMED)) or (
        way == "flags" and column.share(lambda items: len(items) == 2) == 1  # noqa: PLR2004 - labels 0 and 1
    )


def _differ(one: Mapping[int, str], other: Mapping[int, str]) -> bool:
    return any(one[row] != gold for row, gold in other.items() if row in one)


def disagreeing(answers: Sequence[Answer], *, open_ones: bool = False) -> tuple[Answer, int] | None:
    """Another column that is named as surely as the best one and says something else, and in which record first.

    Of open questions one that never says the same is something else, such as a solution, and no rival.
    """
    best = answers[0]
    for other in answers[1:]:
        if other.doubts or (open_ones and of_answers(other.part.paths[0]) < _SURE):
            continue  # it is the one that cannot be read surely
        both = best.golds.keys() & other.golds.keys()
        apart = [row for row in both if best.golds[row] != other.golds[row]]
        share = len(apart) / max(len(both), 1)
        near = best.part.rating - other.part.rating < 2 and not open_ones  # noqa: PLR2004 - as sure
        if other.share >= _MOSTLY / 2 and (near or share <= _MOSTLY_SAME) and len(apart) > 2 * _NEARLY * len(both):
            return other, min(apart)
    return None


def is_key(column: Column) -> bool:
    """Whether the values of a column are labels of options, which say nothing where there are no options."""
    if plain(column.path) in CHOICE_KEYS:
        return True
    texts = [bare(text) for text in column.items]
    if names_a_choice(column.path) and sum(_KEY.fullmatch(text) is not None for text in texts) > _MOSTLY * len(texts):
        return True
    known = {*"ABCDEFGHIJ", *"abcdefghij", *ROMAN, *map(str.upper, ROMAN)}
    named = re.compile(r"(?:option|choice|answer)[\s_]?\w{1,2}", re.IGNORECASE)
    keys = sum(
        text in known or LETTERS_OF_OPTIONS.fullmatch(text) is not None or named.fullmatch(text) is not None
        for text in texts
    )
    return keys > _MOSTLY * len(texts)
