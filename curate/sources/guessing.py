"""Which columns are the question, the options and the answer: the candidates that together make the most rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from curate.errors import SourceError
from curate.grading import infer_answer_type
from curate.sources.answers import TRIED, UNDECIDED, disagreeing, of_options
from curate.sources.clues import OPTIONS, OUTPUTS, PROMPTS, plain, rated
from curate.sources.columns import columns
from curate.sources.open_answers import accepted, named_answers, of_open, spelling_of
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
_PACKED: Final = 8.0
"""What options packed into the question are rated where nearly every record has some."""
_SHOWN: Final = 60
"""Characters of a value that an error repeats."""
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
        undecided: Whether numbers fit options counted from 0 and from 1, so that the author has to say which.
    """

    said: dict[str, Said]
    reasons: dict[str, str]
    doubts: tuple[str, ...]
    tried: Tried
    columns: tuple[str, ...]
    unread: int
    undecided: bool = False

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
    answers: tuple[Answer, ...] = ()


def guessed(sample: Sample, place: str) -> Guess:
    """Find out what is what in a sample.

    Raises:
        SourceError: If no column can be a question, or none its answer; the error lists the columns.
    """
    found = columns(sample.records)
    asked = questions(found)
    if not asked:
        raise _nothing("question", found, place)
    reasons: list[str] = []
    wholes = [whole for part in asked[:_QUESTIONS] for whole in _wholes(part, asked[0], found, sample, reasons)]
    if not wholes:
        raise _nothing("answer", found, place, reasons)
    best = max(wholes, key=lambda whole: whole.score)
    _without_rivals(best, place)
    return _told(best, found, sample, place)


def _without_rivals(best: _Whole, place: str) -> None:
    """Make sure that nothing else in the data says another answer as surely.

    Raises:
        SourceError: If it does.
    """
    hint = "write the file by hand: docs/sources.md"
    path = best.answer.part.paths[0]
    others = [way for way in best.answer.doubts if way not in UNDECIDED or best.answer.part.said["as"] not in UNDECIDED]
    if others:
        what = f"{path} can be read as {best.answer.part.said['as']} and as {others[0]}, and the golds differ"
        raise SourceError(what, place=place, hint=hint)
    rival = disagreeing(best.answers, open_ones=best.options is None) if best.answers else None
    if rival is not None:
        other, row = rival
        golds = f"record {row}: {best.answers[0].golds[row]} and {other.golds[row]}"
        raise SourceError(
            f"{path} and {other.part.paths[0]} both look like the answer, and differ ({golds})", place=place, hint=hint
        )


def _nothing(what: str, found: Sequence[Column], place: str, reasons: Sequence[str] = ()) -> SourceError:
    paths = ", ".join(column.path for column in found) or "none"
    article = "an" if what == "answer" else "a"
    hint = "write the file by hand: docs/sources.md"
    why = "".join(f"; {reason}" for reason in dict.fromkeys(reasons))
    return SourceError(f"no column looks like {article} {what}{why}; there are: {paths}", place=place, hint=hint)


def _wholes(
    question: Part, first: Part, found: Sequence[Column], sample: Sample, reasons: list[str]
) -> Iterator[_Whole]:
    """What the best options and answers beside a question are; nothing where another is named much more clearly."""
    if first.rating - question.rating > _CLEARLY:
        return
    free = [column for column in found if column.path not in question.paths]
    if not any(plain(path) in PROMPTS for path in question.paths):
        free = [column for column in free if plain(column.path) not in OUTPUTS]
    known = len(reasons)
    chosen = list(_choices(question, free, sample, reasons))
    yield from chosen
    if chosen or len(reasons) > known:
        return  # a question with options is no open one
    texts = tried({"question": question.said, "answer": {"value": "A"}}, sample)
    if texts is None:
        return
    question = without_beginning(question, texts.rows.get_column("question").drop_nulls().to_list())
    answers, why = of_open(free, question.paths)
    reasons += why
    for answer in answers[:1]:
        unread = _unread_options(free, answer)
        if unread is not None:
            reasons.append(f"{unread.path} is named like options, and cannot be read as such: {_shortly(unread)}")
            return
        yield _Whole(question, None, answer, question.rating + answer.score, _with_golds(question, answers, sample))


def _with_golds(question: Part, answers: Sequence[Answer], sample: Sample) -> tuple[Answer, ...]:
    """Open answers with what each says in each record, so that those that say something else can be told."""
    results = [tried({"question": question.said, "answer": answer.part.said}, sample) for answer in answers]
    return tuple(
        answer._replace(golds={row: spelling_of(gold) for row, gold in result.golds.items()})
        for answer, result in zip(answers, results, strict=True)
        if result is not None
    )


def _unread_options(free: Sequence[Column], answer: Answer) -> Column | None:
    """A column that is named like options, and that no way to read options fits: the question is no open one."""
    named = (one for one in free if rated(one.path, OPTIONS) >= _WORTH_TRYING and one.path not in answer.part.paths)
    return next((one for one in named if one.filled >= _OFFERED_FROM), None)


def _shortly(column: Column) -> str:
    text = repr(column.there[0])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _choices(question: Part, free: Sequence[Column], sample: Sample, reasons: list[str]) -> Iterator[_Whole]:
    pairs: list[tuple[Part, Part, Tried]] = []
    for part in options(free)[:_OPTIONS]:
        offered = _offered(question.said, part.said, sample)
        if offered is not None and offered.offered >= _OFFERED_FROM:
            pairs.append((question, part, offered))
    if not any(part.rating > _WORTH_TRYING for _, part, _ in pairs):
        pairs += _packed(question, sample)
    for asked, part, offered in pairs:
        taken = {*asked.paths, *part.paths, *(path for path in (part.said.get("labels"),) if path)} - {part.right}
        below = tuple(f"{path}.label" for path in part.paths)
        rest = [one for one in free if one.path not in taken and not one.path.startswith(below)]
        if part.right is not None:
            rest = [one for one in rest if one.path == part.right]
        said: dict[str, Said] = {"question": asked.said, "options": part.said}
        answers = [one for one in of_options(rest, said, part, sample) if one.share >= _CHOICE_FROM * offered.offered]
        for answer in answers[:1]:
            yield _Whole(asked, part, answer, asked.rating + part.rating + answer.score, tuple(answers))
        names = [one for one in free if one.path in part.paths and named_answers(one)]
        if not answers and not names and part.rating > (_PACKED if part.paths == asked.paths else _WORTH_TRYING):
            reasons.append(f"{', '.join(part.paths)} holds options, and nothing says which of them is right")


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
    undecided = bool(UNDECIDED.intersection(best.answer.doubts))
    path = best.answer.part.paths[0]
    doubts = [f"counted from 0 or from 1: every value of {path} fits both"] if undecided else []
    unresolved = result.rows.height - result.resolved.height
    if unresolved > 0:
        doubts.append(f"{unresolved:,} of the first {result.records:,} records have no gold answer by this mapping")
    paths = tuple(column.path for column in found)
    return Guess(said, reasons, tuple(doubts), result, paths, len(sample.broken), undecided)


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
