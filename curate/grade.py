"""Is this answer right? One response, or a suite of cases from a file, summed up by answer type.

A case is a response, a gold answer and, where one is known, the verdict that is expected. Our own suite, the
calibration set, ships with the package (`curate/grading/calibration/`, one file an answer type); any other is a file.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from curate import grading
from curate.errors import ContentError, one_of
from curate.grading import Status, Verdict
from curate.row import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from curate.watch import Watch

STDIN: Final = Path("-")
"""As a suite: what stands on standard input."""

CALIBRATION: Final = Path(grading.__file__).parent / "calibration"
"""The folder of our own cases."""

_SPELLINGS: Final = {True: "right", False: "wrong", "correct": "right", "incorrect": "wrong"}


def _text(value: object) -> object:
    """Suites of others write numbers as numbers."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _options(value: object) -> object:
    """Options as a list, or as a mapping of letters to texts, which has to name A, B, C and so on."""
    if not isinstance(value, dict):
        return value
    texts = {str(key).strip(" ().").upper(): text for key, text in cast("dict[object, object]", value).items()}
    if sorted(texts) != list(LETTERS[: len(texts)]):
        raise ValueError("options by letter must be A, B, C and so on")
    return [texts[letter] for letter in sorted(texts)]


def _expected(value: object) -> object:
    return _SPELLINGS.get(value, value) if isinstance(value, bool | str) else value


Text = Annotated[str, BeforeValidator(_text)]


class Case(BaseModel):
    """One response to be graded. Other fields than these are carried along: suites have their own."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)

    response: Text
    gold: Text | tuple[Text, ...] = Field(
        description="the gold answer; a list holds answers that are all right, or the items of a list or multi_choice"
    )
    type: str | None = Field(
        default=None,
        validation_alias=AliasChoices("type", "answer_type"),
        description="the answer type; without it, inferred from gold and options",
    )
    options: Annotated[tuple[Text, ...] | None, BeforeValidator(_options)] = None
    accepted: tuple[Text, ...] = ()
    expected: Annotated[Status | None, BeforeValidator(_expected)] = None
    hard: bool = Field(default=False, description="a near miss, which a careless grader accepts")
    why: str = Field(default="", description="what the case tries")
    tolerance: Annotated[float, Field(gt=0, lt=1)] | None = None
    f1_at_least: Annotated[float, Field(gt=0, le=1)] | None = None

    @property
    def golds(self) -> tuple[str, ...]:
        """The gold answer first, then all that is as right."""
        if isinstance(self.gold, str):
            return (self.gold, *self.accepted)
        if self.type in ("list", "multi_choice"):
            return (json.dumps(self.gold, ensure_ascii=False), *self.accepted)
        return (*self.gold, *self.accepted)

    @property
    def answer_type(self) -> str:
        """The type that is stated, else the one that ingest would tell."""
        return self.type or grading.infer_answer_type(self.golds[0] if self.golds else "", self.options)


@dataclass(frozen=True)
class Graded:
    """A case with its verdict."""

    place: str
    case: Case
    verdict: Verdict

    @property
    def false_accept(self) -> bool:
        """Called right, and it is not: training would learn it."""
        return self.verdict.right and self.case.expected not in (None, "right")

    @property
    def false_reject(self) -> bool:
        """Not called right, and it is: training would unlearn it, and a filter would call the question hard."""
        return self.case.expected == "right" and not self.verdict.right

    @property
    def surprising(self) -> bool:
        """Another verdict than expected."""
        return self.case.expected is not None and self.verdict.status != self.case.expected


@dataclass
class Score:
    """What came of the cases of one answer type."""

    cases: int = 0
    expected: Counter[str] = field(default_factory=Counter[str])
    found: Counter[str] = field(default_factory=Counter[str])
    hard: int = 0
    false_accepts: int = 0
    false_rejects: int = 0
    unsure: int = 0
    """Wrong where ungradable is expected, or the other way round: no reward in either."""

    def add(self, graded: Graded) -> None:
        """Count one case."""
        self.cases += 1
        self.expected[graded.case.expected or "not stated"] += 1
        self.found[graded.verdict.status] += 1
        self.hard += graded.case.hard
        self.false_accepts += graded.false_accept
        self.false_rejects += graded.false_reject
        self.unsure += graded.surprising and not graded.false_accept and not graded.false_reject


@dataclass(frozen=True)
class Report:
    """A suite as graded: each case in order, the sums by answer type, and the processor time of this process."""

    graded: tuple[Graded, ...]
    cpu_s: float

    @property
    def scores(self) -> dict[str, Score]:
        """Sums by answer type, in the order of the table of types."""
        found: dict[str, Score] = {}
        for one in self.graded:
            found.setdefault(one.case.answer_type, Score()).add(one)
        order = [*grading.graders(), *sorted(found)]
        return {name: found[name] for name in dict.fromkeys(order) if name in found}

    @property
    def total(self) -> Score:
        """The sum over all types."""
        total = Score()
        for one in self.graded:
            total.add(one)
        return total

    @property
    def surprises(self) -> list[Graded]:
        """The cases whose verdict is another than expected, false accepts first."""
        return sorted((one for one in self.graded if one.surprising), key=lambda one: not one.false_accept)


def grade_cases(  # noqa: PLR0913 - one call a command
    paths: Sequence[Path],
    watch: Watch,
    *,
    calibrate: bool = False,
    out: Path | None = None,
    card: Path | None = None,
    timeout_s: float = 2.0,
) -> Report:
    """Grade every case of some files, and write down what came of it where that is asked.

    Args:
        paths: JSON lines, a case each.
        watch: Who sees how far it is.
        calibrate: Whether our own cases are graded too, before the others.
        out: Where each case is written with its verdict, as JSON lines.
        card: Where the calibration card is written, as Markdown.
        timeout_s: As for `curate.grading.grade`.

    Raises:
        ContentError: If a file cannot be read or written, or a line of it is no case.
    """
    for written in filter(None, (out, card)):
        _writable(written, paths)
    files = [*(sorted(CALIBRATION.glob("*.jsonl")) if calibrate else ()), *paths]
    cases = [case for path in files for case in read(path)]
    started = time.process_time()
    done: list[Graded] = []
    with watch.bar("grade", len(cases), "cases") as bar:
        for place, case in cases:
            done.append(Graded(place, case, _graded(case, timeout_s)))
            bar.to(len(done))
    report = Report(tuple(done), time.process_time() - started)
    if out is not None:
        _write(out, "".join(f"{json.dumps(_line(one), ensure_ascii=False)}\n" for one in report.graded))
    if card is not None:
        _write(card, card_of(report))
    return report


def grade_one(fields: Mapping[str, object], *, timeout_s: float = 2.0) -> Graded:
    """Grade one response that a person typed; the fields are those of a `Case`.

    Raises:
        ContentError: If there is no such answer type.
    """
    case = _case(dict(fields), None, None)
    return Graded("", case, _graded(case, timeout_s))


def _graded(case: Case, timeout_s: float) -> Verdict:
    first, *others = case.golds or ("",)
    return grading.grade(
        case.response,
        first,
        case.answer_type,
        options=case.options,
        accepted=others,
        timeout_s=timeout_s,
        tolerance=case.tolerance,
        f1_at_least=case.f1_at_least,
    )


def read(path: Path) -> Iterator[tuple[str, Case]]:
    """Each case of a file of JSON lines, with its place; empty lines are none.

    Raises:
        ContentError: With file, line and field, if the file cannot be read or a line is no case.
    """
    try:
        content = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror}", place=path) from error
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise ContentError(f"is not UTF-8: {error.reason}", place=path, line=number) from error
    if not any(map(str.strip, lines)):
        raise ContentError("holds no case", place=path, hint="a case is one line of JSON with response and gold")
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"{path}:{number}", _case(_json(line, path, number), path, number)


def _json(line: str, path: Path, number: int) -> dict[str, object]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ContentError(f"is no JSON: {error}", place=path, line=number) from error
    if not isinstance(fields, dict):
        raise ContentError("a case is a JSON object with response and gold", place=path, line=number)
    return cast("dict[str, object]", fields)


def _case(fields: dict[str, object], path: Path | None, number: int | None) -> Case:
    try:
        case = Case.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"] if not str(part).startswith(("tuple", "function"))) or None
        where = where.partition(".function")[0] if where else None
        found = "" if first["type"] == "missing" else f" (got {str(first['input'])[:60]!r})"
        raise ContentError(f"{first['msg']}{found}", place=path, line=number, field=where) from error
    for name in case.model_extra or {}:
        meant = get_close_matches(name, Case.model_fields, n=1, cutoff=0.8)
        if meant:
            raise ContentError(f"there is no such field. Did you mean {meant[0]}?", place=path, line=number, field=name)
    try:
        known = grading.graders()
    except (ImportError, TypeError) as error:
        raise ContentError(str(error)) from error
    if case.type is not None and case.type not in known:
        raise ContentError(one_of(case.type, known, what="answer type"), place=path, line=number, field="type")
    return case


def _writable(path: Path, read_from: Sequence[Path]) -> None:
    """Make sure, before anything is graded, that a file may be written where it is wished."""
    if path.is_dir() or not path.name:
        raise ContentError("is a folder, and a file is to be written", place=path)
    if any(path.resolve() == other.resolve() for other in read_from):
        raise ContentError("is the suite itself, which would be lost", place=path)


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", errors="backslashreplace")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):  # what could not be written may not be there to remove
            beside.unlink(missing_ok=True)
        raise ContentError(f"cannot be written: {error.strerror}", place=path) from error


def _line(one: Graded) -> dict[str, Any]:
    case = one.case.model_dump(exclude_defaults=True)
    return {"place": one.place, **case, "type": one.case.answer_type} | one.verdict._asdict()


def card_of(report: Report) -> str:
    """The calibration card: false accepts and false rejects by answer type, and the versions that decide, as Markdown.

    Nothing in it hangs on the machine or the day, so that a test can tell whether it is of the code as it is.
    """
    versions = "".join(f"- {name} {version}\n" for name, version in grading.versions().items())
    return _CARD.format(table=_table(report), versions=versions, surprises=_surprises(report.surprises))


_CARD: Final = """\
# Calibration card of the grader

Written by `curate grade --calibrate --card docs/calibration.md`; a test sees that it is of the code as it is.

The cases were written for this project from the rules of [grading.md](grading.md) alone. A false accept is called
right and is not; a false reject is right and is called wrong or ungradable; `unsure` is wrong where ungradable is
expected, or the other way round. Hard negatives are near misses: a swapped sign, one off, another unit, one item too
many, the text of another option.

The grader was mended until it agreed with them, so these figures say that nothing was lost since, not how it does on
cases that it has never seen: for that, `curate grade --cases FILE`.

{table}
Decided by:

{versions}
## Cases that are not graded as expected

{surprises}"""


def _table(report: Report) -> str:
    head = ("type", "cases", "right", "wrong", "hard", "ungradable", "false accepts", "false rejects", "unsure")
    rows = [head, ("---", *(["---:"] * (len(head) - 1)))]
    rows += [_cells(name, score) for name, score in (*report.scores.items(), ("all", report.total))]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(name: str, score: Score) -> tuple[str, ...]:
    counts = (score.expected[status] for status in ("right", "wrong"))
    missed = f"{score.false_rejects} ({score.false_rejects / max(1, score.expected['right']):.1%})"
    after = (score.hard, score.expected["ungradable"], score.false_accepts)
    return (name, str(score.cases), *map(str, counts), *map(str, after), missed, str(score.unsure))


def _surprises(surprises: Iterable[Graded]) -> str:
    lines = [
        f"- {one.case.answer_type}: {_code(one.case.response)} for {_code(' | '.join(one.case.golds))}: expected "
        f"{one.case.expected}, found {one.verdict.status} ({one.verdict.why})\n"
        for one in surprises
    ]
    return "".join(lines) or "None.\n"


def _code(text: str) -> str:
    """A text as Markdown code in one line, its end only where it is long: answers stand at the end."""
    text = " ".join(text.split())
    text = text if len(text) <= _LONGEST_SHOWN else f"... {text[-_LONGEST_SHOWN:]}"
    return f"`` {text} ``"


_LONGEST_SHOWN: Final = 120  # characters
