"""Which columns are the question, the options and the answer: the candidates that together make the most rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from curate.errors import SourceError
from curate.grading import infer_answer_type
from curate.sources.answers import TRIED, accepted, of_open, of_options
from curate.sources.columns import columns
from curate.sources.parts import SPLITS, Part, options, questions, subject, without_beginning
from curate.sources.trial import tried

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curate.sources.answers import Answer
    from curate.sources.columns import Column
    from curate.sources.parts import Said
    from curate.sources.sampling import Sample
    from curate.sources.trial import Tried

_QUESTIONS: Final = 4
"""How many columns are tried as the question."""
_OPTIONS: Final = 6
_CHOICE_FROM: Final = 0.7
"""The share of records whose gold must be an option before a set counts as multiple choice."""
_OFFERED_FROM: Final = 0.5
_WORTH_TRYING: Final = 12.0
_CLEARLY: Final = 12.0
"""By how much names must favour one question over another, that its answers are not looked at."""
_MATHEMATICS: Final = frozenset({"math", "expression"})


@dataclass(frozen=True)
class Guess:
    """A mapping, why it is that one, and what it makes of the sample.

    Attributes:
        said: What `map` says.
        reasons: A sentence for each part of it.
        doubts: What could not be told from the data.
        tried: The rows of the whole sample.
        columns: All paths of the sample.
        unread: Records of the sample that could not be read at all.
    """

    said: dict[str, Said]
    reasons: dict[str, str]
    doubts: tuple[str, ...]
    tried: Tried
    columns: tuple[str, ...]
    unread: int

    @property
    def form(self) -> str:
        """As a source says it."""
        return "mcq" if "options" in self.said else "open"

    @property
    def group(self) -> str:
        """MR where most gold answers are numbers and formulas."""
        golds = self.tried.resolved.get_column("answer_text").head(200).to_list()
        counted = [gold for gold in golds if gold]
        kinds = [infer_answer_type(gold, None) in _MATHEMATICS for gold in counted]
        return "MR" if kinds and sum(kinds) > 0.6 * len(kinds) else "GPR"


@dataclass(frozen=True)
class _Whole:
    """Question, options and answer together."""

    question: Part
    options: Part | None
    answer: Answer
    score: float


def guessed(sample: Sample, place: str) -> Guess:
    """Find out what is what in a sample.

    Raises:
        SourceError: If no column can be a question, or none its answer; the error lists the columns.
    """
    found = columns(sample.records)
    asked = questions(found)
    if not asked:
        raise _nothing("question", found, place)
    wholes = [whole for part in asked[:_QUESTIONS] for whole in _wholes(part, asked[0], found, sample)]
    if not wholes:
        raise _nothing("answer", found, place)
    best = max(wholes, key=lambda whole: whole.score)
    return _told(best, found, sample, place)


def _nothing(what: str, found: Sequence[Column], place: str) -> SourceError:
    paths = ", ".join(column.path for column in found) or "none"
    article = "an" if what == "answer" else "a"
    hint = "write the file by hand: docs/sources.md"
    return SourceError(f"no column looks like {article} {what}; there are: {paths}", place=place, hint=hint)


def _wholes(question: Part, first: Part, found: Sequence[Column], sample: Sample) -> Iterator[_Whole]:
    """What the best options and answers beside a question are; nothing where another is named much more clearly."""
    if first.rating - question.rating > _CLEARLY:
        return
    free = [column for column in found if column.path not in question.paths]
    yield from _choices(question, free, sample)
    texts = tried({"question": question.said, "answer": {"value": "A"}}, sample)
    if texts is None:
        return
    question = without_beginning(question, texts.rows.get_column("question").drop_nulls().to_list())
    for answer in of_open(free, question.paths)[:1]:
        yield _Whole(question, None, answer, question.rating + answer.score)


def _choices(question: Part, free: Sequence[Column], sample: Sample) -> Iterator[_Whole]:
    pairs: list[tuple[Part, Part, Tried]] = []
    for part in options(free)[:_OPTIONS]:
        offered = _offered(question.said, part.said, sample)
        if offered is not None and offered.offered >= _OFFERED_FROM:
            pairs.append((question, part, offered))
    if not any(part.rating > _WORTH_TRYING for _, part, _ in pairs):
        pairs += _packed(question, sample)
    for asked, part, offered in pairs:
        taken = {*asked.paths, *(part.paths if "field" in part.said else ())}
        rest = [column for column in free if column.path not in taken]
        said: dict[str, Said] = {"question": asked.said, "options": part.said}
        for answer in of_options(rest, said, sample)[:1]:
            if answer.share >= _CHOICE_FROM * offered.offered:
                yield _Whole(asked, part, answer, asked.rating + part.rating + answer.score)


def _offered(question: Said, said: Said, sample: Sample) -> Tried | None:
    return tried({"question": question, "options": said, "answer": {"value": "A"}}, sample, most=TRIED)


def _packed(question: Part, sample: Sample) -> Iterator[tuple[Part, Part, Tried]]:
    """Options inside the text of the question, by each pattern."""
    for split in SPLITS:
        said = {**question.said, "split": split}
        offered = _offered(said, said, sample)
        if offered is None or offered.offered < _OFFERED_FROM:
            continue
        all_of_them = tried({"question": said, "options": said, "answer": {"value": "A"}}, sample)
        texts = [] if all_of_them is None else all_of_them.rows.get_column("question").drop_nulls().to_list()
        asked = without_beginning(question, texts)
        said = {**asked.said, "split": split}
        why = f"{', '.join(question.paths)} packs the options behind the question ({split})"
        yield asked._replace(said=said), Part(said, 10 * offered.offered, why), offered


def _told(best: _Whole, found: Sequence[Column], sample: Sample, place: str) -> Guess:
    said: dict[str, Said] = {"question": best.question.said}
    reasons = {"question": best.question.why}
    if best.options is not None:
        said["options"], reasons["options"] = best.options.said, best.options.why
    said["answer"], reasons["answer"] = best.answer.part.said, best.answer.part.why
    taken = [path for part in (best.question, best.options, best.answer.part) if part for path in part.paths]
    more = None if best.options is not None else accepted(found, taken)
    if more is not None:
        said["accepted"], reasons["accepted"] = more.said, more.why
    about = subject(found, taken)
    if about is not None:
        said["subject"], reasons["subject"] = about.said, about.why
    result = tried(said, sample)
    several = _with_several(said, result, sample)
    if several is not None:
        result, reasons["answer"] = several, f"{said['answer']['field']} holds letters of options, of some several"
    if result is None or not result.resolved.height:
        raise _nothing("answer", found, place)
    doubts = [best.answer.doubt] if best.answer.doubt else []
    unresolved = result.rows.height - result.resolved.height
    if unresolved > 0:
        doubts.append(f"{unresolved:,} of the first {result.records:,} records have no gold answer by this mapping")
    return Guess(said, reasons, tuple(doubts), result, tuple(column.path for column in found), len(sample.broken))


def _with_several(said: dict[str, Said], result: Tried | None, sample: Sample) -> Tried | None:
    """The same with answers of several letters, if that gives more golds: they may be few, and not among the first."""
    if result is None or said["answer"].get("as") != "letter" or result.share == 1:
        return None
    several = {**said["answer"], "as": "letters"}
    more = tried({**said, "answer": several}, sample)
    if more is None or more.resolved.height <= result.resolved.height:
        return None
    said["answer"] = several
    return more


def numbered(rows: pl.DataFrame) -> list[int]:
    """The numbers of the records that became rows with a gold answer, the shortest questions first."""
    known = rows.with_columns(pl.col("question").str.len_chars().alias("length"))
    return known.sort("length", maintain_order=True).get_column("source_row").to_list()
