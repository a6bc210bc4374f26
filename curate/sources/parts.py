"""Candidates for the parts of a question: its text, its options and its subject, by names and by values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

from curate.row import LETTERS
from curate.sources.clues import (
    ACCEPTED,
    ASKS,
    CONTEXT,
    OPTIONS,
    QUESTION,
    RIGHT,
    SUBJECT,
    SURE_SUBJECT,
    WRONG,
    of_subjects,
    plain,
    rated,
    speaker,
)
from curate.stages.ingest.rows.labels import ROMAN, bare, without_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curate.sources.columns import Column

Said: TypeAlias = "dict[str, Any]"
"""What `map` says of one part."""

SPLITS: Final = ("lettered_lines", "lettered_inline", "numbered_answers")
_NUMBER: Final = re.compile(r"[-+]?[\d.,]+%?")
_MEMBER: Final = re.compile(r"(?P<stem>.*?)(?P<joint>[\s_.-]*)(?P<mark>[A-Za-z]|\d{1,2})")
_RUNS: Final = (
    LETTERS,
    LETTERS.lower(),
    tuple(map(str, range(1, 27))),
    tuple(map(str, range(26))),
    ROMAN,
    tuple(map(str.upper, ROMAN)),
)
_NUMBERS: Final = frozenset({"id", "idx", "index", "aid", "oid"})
_LABELS: Final = frozenset({"label", "labels", "key", "keys", "letter", "letters"}) | _NUMBERS
"""Names of what options are called by; an answer may count them all the same where these are numbers."""
_PREFIX_FROM: Final = 20
"""Records from which a beginning that all texts share is no accident."""
_SHORTEST_PREFIX: Final = 15
_FEWEST_OPTIONS: Final = 2
_MOST_OPTIONS: Final = len(LETTERS)
_MOSTLY: Final = 0.8


class Part(NamedTuple):
    """What `map` may say of a part, how likely that is (about 0 to 25), and why, in words.

    Of options that are columns, `right` is the one among them that is always right, where wrong ones stand beside it.
    """

    said: Said
    rating: float
    why: str
    right: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        return tuple(self.said.get("fields", (self.said.get("field", ""),)))


def said_of(column: Column, **more: object) -> Said:
    """The mapping of one column."""
    parse = {} if column.parse is None else {"parse": column.parse}
    return {"field": column.path, **parse, **more}


def questions(columns: Sequence[Column]) -> list[Part]:
    """Columns that may hold the question, the likeliest first."""
    found: list[Part] = []
    for column in columns:
        if not column.textual or column.filled < _MOSTLY or _same_for_all(column):
            continue
        if column.share(lambda text: _NUMBER.fullmatch(text.strip()) is not None) > 0.5:  # noqa: PLR2004 - mostly
            continue
        named = _question_name(column)
        asks = column.share(lambda text: "?" in text[-40:] or "\uff1f" in text[-40:])
        if named or asks > 0.5:  # noqa: PLR2004 - mostly
            rating = named + 4 * asks + 2 * column.distinct + (1 if column.length > 20 else 0)  # noqa: PLR2004 - a sentence
            found.append(_whole(column, columns, rating, named))
    return sorted(found, key=lambda part: -part.rating)


def _question_name(column: Column) -> int:
    if (said_by := speaker(column.path)) is not None:
        return 13 if said_by in ASKS else 0
    return rated(column.path, QUESTION)


def _same_for_all(column: Column) -> bool:
    return len(column.there) >= _PREFIX_FROM and column.distinct < 0.1  # noqa: PLR2004 - an instruction, not a question


def _whole(column: Column, columns: Sequence[Column], rating: float, named: int) -> Part:
    """A question with what belongs before it: a passage, or an instruction whose input stands beside it."""
    why = f"{column.path} is named like a question" if named else f"{column.path} holds texts that ask"
    parent = column.path.rpartition(".")[0]
    beside = [
        one for one in columns if one.textual and one.path != column.path and one.path.rpartition(".")[0] == parent
    ]
    before = [one for one in beside if plain(one.path) in CONTEXT and plain(column.path) not in CONTEXT]
    behind = [one for one in beside if plain(one.path) == "input" and plain(column.path) == "instruction"]
    fields = [*(one.path for one in before), column.path, *(one.path for one in behind)]
    if len(fields) == 1 or column.parse is not None:
        return Part(said_of(column), rating, why)
    others = " and ".join(one.path for one in (*before, *behind))
    join = {"join": " "} if [plain(one.path) for one in before] == ["body"] else {}  # a story and what is asked of it
    return Part({"fields": fields, **join}, rating, f"{why}, and {others} belongs to it")


def without_beginning(part: Part, texts: Sequence[str]) -> Part:
    """The same without the words with which every text begins (`Please answer the question: `)."""
    if len(texts) < _PREFIX_FROM:
        return part
    shared = _beginning(min(texts), max(texts))
    end = max(shared.rfind(": ") + 2 if ": " in shared else 0, shared.rfind("\n") + 1)
    if end < _SHORTEST_PREFIX:
        return part
    return part._replace(said={**part.said, "after": shared[:end]}, why=f"{part.why}, behind words that all share")


def _beginning(one: str, other: str) -> str:
    """What the first and the last of texts in order share, all share."""
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:alike]


def options(columns: Sequence[Column]) -> list[Part]:
    """Columns that may hold the options, in whatever shape, the likeliest first."""
    found: list[Part] = []
    for column in columns:
        found += _in_a_list(column, columns)
        found += _in_a_mapping(column)
        found += _in_a_text(column)
    found += _in_columns(columns)
    found += _wrong_ones(columns)
    return sorted(found, key=lambda part: -part.rating)


def _in_a_list(column: Column, columns: Sequence[Column]) -> Iterator[Part]:
    if not column.listed or plain(column.path) in ACCEPTED | WRONG | _LABELS:
        return
    if column.share(flags) >= _MOSTLY and len(set(map(str, column.there))) > 1:
        return  # True and False in every record may be options; a list that changes says which are right
    fitting = column.share(lambda items: _FEWEST_OPTIONS <= len(items) <= _MOST_OPTIONS)
    if fitting < _MOSTLY:
        return
    if column.share(_are_labels) >= _MOSTLY:
        return  # labels are not what they stand for
    rating = rated(column.path.replace("[]", ""), OPTIONS) or 1
    labels = _labels_beside(column, columns)
    if labels is not None:
        above, _, name = column.path.removesuffix("[].text").rpartition(".")
        pair = column.path.endswith("[].text") and labels.path.endswith("[].label")
        if pair or (name == "text" and labels.path == f"{above}.label"):
            whole = column.path.removesuffix("[].text") if pair else above
            said: Said = said_of(column) | {"field": whole}
        else:
            said = said_of(column, labels=labels.path)
        yield Part(said, rating + 1, f"{said['field']} holds lists with a label for each option")
        if plain(labels.path) not in _NUMBERS:
            return
    if column.share(lambda items: all(isinstance(one, str) and without_label(one)[0] for one in items)) >= _MOSTLY:
        yield Part(said_of(column, unlabel=True), rating + 5, f"{column.path} holds lists of labelled options")
    yield Part(said_of(column), rating, f"{column.path} holds lists of options")


def _labels_beside(column: Column, columns: Sequence[Column]) -> Column | None:
    """A list of labels, one for each of these texts, and not the letters in their order."""
    above, _, name = column.path.rpartition(".")
    for other in columns:
        if plain(other.path) not in _LABELS or other.path == column.path:
            continue
        if not other.listed or other.path.rpartition(".")[0] != above or not name:
            continue
        pairs = zip(column.values, other.values, strict=True)
        if all(len(_items(one)) == len(_items(two)) == len(set(map(str, _items(two)))) for one, two in pairs):
            return other
    return None


def _are_labels(value: object) -> bool:
    """Whether a list is nothing but A, B, C or 1, 2, 3."""
    return any(_runs([str(item) for item in _items(value)], run) for run in _RUNS)


def flags(value: object) -> bool:
    """Whether a value is a list that says true or false, or 1 or 0, of each of several things."""
    items = _items(value)
    return len(items) >= _FEWEST_OPTIONS and {str(item).lower() for item in items} <= {"true", "false", "1", "0"}


def _items(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _in_a_mapping(column: Column) -> Iterator[Part]:
    if column.share(_is_labelled_mapping) >= _MOSTLY:
        rating = rated(column.path, OPTIONS) or 3
        yield Part(said_of(column), rating, f"{column.path} maps labels to options")


def _is_labelled_mapping(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    pairs = {str(key): text for key, text in cast("dict[object, object]", value).items() if text is not None}
    texts = all(isinstance(text, str | int | float) for text in pairs.values())
    return texts and len(pairs) >= _FEWEST_OPTIONS and any(_runs(list(pairs), run) for run in _RUNS)


def _runs(marks: Sequence[str], run: Sequence[str]) -> bool:
    return list(map(bare, marks)) == list(run[: len(marks)])


def _in_a_text(column: Column) -> Iterator[Part]:
    """Options packed into a text of their own, or one a line."""
    rating = rated(column.path, OPTIONS)
    if column.textual and rating >= 14:  # noqa: PLR2004 - named options
        for split in SPLITS:
            yield Part(said_of(column, split=split), rating, f"{column.path} packs the options into one text ({split})")


def _in_columns(columns: Sequence[Column]) -> Iterator[Part]:
    """Columns whose names count: A B C D, option_a option_b, ending0 ending1; and a right answer beside wrong ones."""
    families: dict[tuple[str, str], dict[str, Column]] = {}
    for column in columns:
        above, _, name = column.path.rpartition(".")
        found = _MEMBER.fullmatch(name.strip('"'))
        if found and (column.scalar or not column.there):
            families.setdefault((above, found["stem"].lower() + found["joint"]), {})[found["mark"]] = column
    for (above, stem), members in families.items():
        run = next((run for run in _RUNS if _runs(sorted(members, key=_order), run)), None)
        if run is None or len(members) < _FEWEST_OPTIONS:
            continue
        fields = [members[mark].path for mark in run[: len(members)]]
        plain_stem = re.sub(r"[\W_]+", "", stem)
        if plain_stem in WRONG:
            yield from _right_beside(fields, columns)
            continue
        if plain_stem in {"question", "solution", "hint", "step", "context", "q"}:
            continue
        rating = 18 if plain_stem in {"", "option", "choice", "opt", "op", "ending", "answer", "sol", "o", "ans"} else 8
        place = f"{above}." if above else ""
        yield Part({"fields": fields}, rating, f"the columns {place}{', '.join(fields)} count up")


def _wrong_ones(columns: Sequence[Column]) -> Iterator[Part]:
    """A right answer beside a list of wrong ones."""
    for column in columns:
        most = max((len(_items(value)) for value in column.values), default=0)
        if plain(column.path) in WRONG and column.listed and 0 < most < _MOST_OPTIONS and column.parse is None:
            yield from _right_beside([f"{column.path}[{at}]" for at in range(most)], columns)


def _right_beside(wrong: list[str], columns: Sequence[Column]) -> Iterator[Part]:
    above = wrong[0].rpartition(".")[0]
    beside = [one for one in columns if one.scalar and one.path.rpartition(".")[0] == above]
    right = next((one.path for name in RIGHT for one in beside if plain(one.path) == name), None)
    if right is not None:
        why = f"{right} stands beside {', '.join(wrong)}"
        yield Part({"fields": [right, *wrong]}, 19, why, right)


def _order(mark: str) -> tuple[int, str]:
    return (int(mark), "") if mark.isdecimal() else (0, mark)


def subject(columns: Sequence[Column], taken: Sequence[str]) -> Part | None:
    """The column that names fields of knowledge, if there is one."""
    found: list[Part] = []
    for column in columns:
        rating = rated(column.path, SUBJECT)
        texts = set(column.texts)
        several = 6 if len(texts) > 1 else 0
        few = len(texts) <= max(60, len(column.there) // 5)
        if not rating or not column.textual or column.path in taken or not few or max(map(len, texts)) > 80:  # noqa: PLR2004 - a name
            continue
        if rating >= SURE_SUBJECT or of_subjects(texts):
            some = ", ".join(sorted(texts)[:3])
            found.append(Part(said_of(column), rating + several, f"{column.path} names few things: {some}"))
    return max(found, key=lambda part: part.rating, default=None)
