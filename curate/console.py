"""What a person at a terminal sees: bars with rate and time left, and the tables at the end.

Bars are drawn on standard error, and only where that is a terminal; where it is not (a log, CI) each long step says a
line when it ends. Tables go to standard output.
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

from rich.console import Console as Terminal
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from curate.report.letters import HEAD
from curate.why import STAGES, Record

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    from curate.check import Checked
    from curate.expand import Grown
    from curate.grade import Graded, Report, Score
    from curate.plan import ModelPlan, Plan, SynthesisPlan
    from curate.report.outcome import Outcome
    from curate.why import Life

_OFTEN = 10.0
"""Seconds between two lines of a long step where nobody sees a bar."""


_SHOWN = 100
"""Characters of a response or a gold answer beside its verdict."""


_SEVERAL: Final = {"synthesis": "syntheses", "topics": "topic trees"}
"""What several files of a kind are called, where an s is not enough."""


class Console:
    """A `curate.watch.Watch` for people."""

    def __init__(self) -> None:
        self._out = Terminal(highlight=False)
        self._err = Terminal(stderr=True, highlight=False)
        if not self._out.is_terminal:  # a log has no width of its own: tables may be as wide as they are
            self._out = Terminal(highlight=False, width=max(self._out.width, 140))

    def say(self, text: str) -> None:
        """One line that stays."""
        self._err.print(text, markup=False, soft_wrap=True)

    @contextmanager
    def bar(self, step: str, total: int | None, unit: str) -> Generator[_Drawn | _Said]:
        """A bar on a terminal; elsewhere a line now and then, and one at the end."""
        if not self._err.is_terminal:
            said = _Said(self, step, total, unit)
            yield said
            said.end()
            return
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]}  {task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._err,
        ) as progress:
            drawn = _Drawn(progress, progress.add_task(step, total=total, unit=unit, rate=""))
            yield drawn
            drawn.end()

    def outcome(self, outcome: Outcome) -> None:
        """The tables at the end of a build."""
        self._print(
            "Rows",
            ("source", "records", "broken", "made open", "dropped", "kept", "train", "val", "left over"),
            outcome.table(),
        )
        for found in outcome.yields:
            self._print(f"Synthesis of {found.source}", ("step", "count"), found.lines())
        self._print("Why rows left", ("reason", "rows", "alone"), outcome.reasons)
        self._print("Forms", ("form", "in", "out"), outcome.by_form)
        self._print("Answer types", ("type", "in", "out"), outcome.by_answer_type)
        if outcome.letters:
            self._print("Letters", HEAD, [found.line() for found in outcome.letters])
        for found in outcome.letters:
            if found.uneven:
                self._out.print(found.sentence(), markup=False, soft_wrap=True)
        if outcome.measured:
            self._print("Difficulty", ("pass rate", "in", "out"), outcome.by_difficulty)
        self._print(
            "Shares",
            ("share", "weight", "in another form", "available", "ideal", "train"),
            [
                (
                    share["where"],
                    f"{share['weight']:.3f}",
                    share["other_form"],
                    share["available"],
                    f"{share['ideal']:.1f}",
                    share["realised"],
                )
                for share in outcome.shares
            ],
        )
        for asked in (*outcome.written, *([outcome.asked] if outcome.asked is not None else ())):
            if asked.asked + asked.cached:
                said = f"{asked.asked:,} responses written now, {asked.cached:,} kept from before"
                self._out.print(f"{asked.model} {asked.purpose}: {said}", soft_wrap=True)
        for name, rows in outcome.rows.items():
            self._out.print(f"{outcome.folder}/{name}: {rows:,} rows", soft_wrap=True)
        if outcome.example is not None:
            self._out.print(f"why a row left, for example: curate why {outcome.example}", soft_wrap=True)

    def plan(self, plan: Plan) -> None:
        """What `curate plan` says."""
        order = plan.order
        self._out.print(f"recipe {order.name}, profile {order.profile_name}", soft_wrap=True)
        self._print(
            "Stages",
            ("stage", "sources done", "of", "rows"),
            [(stage.stage, stage.done, stage.sources, stage.rows) for stage in plan.stages],
        )
        unknown = f"; not known before they are read: {', '.join(plan.unknown)}" if plan.unknown else ""
        self._out.print(f"rows to read: {plan.rows:,}{unknown}", soft_wrap=True)
        for synthesis in plan.synthesis:
            self._synthesis(synthesis)
        for forms in plan.forms:
            most = "not known before it is read" if forms.prompts is None else f"at most {forms.prompts:,}"
            self._out.print(f"{forms.source}: prompts for other forms: {most}", soft_wrap=True)
        if plan.model is not None:
            self._model(plan.model)
        if plan.hours is not None:
            self._out.print(f"models: at most {_time(plan.hours)} in all", soft_wrap=True)
        without = f", without what comes of {', '.join(plan.unknown)}" if plan.unknown and order.limit is None else ""
        self._out.print(f"disk: about {plan.disk / 1e6:,.0f} MB still to be written{without}", soft_wrap=True)
        for note in plan.notes:
            self._out.print(f"note: {note}", soft_wrap=True)

    def _synthesis(self, plan: SynthesisPlan) -> None:
        known = plan.documents is not None
        documents = f"{plan.documents:,} documents" if known else "documents not known before they are read"
        passed = "" if plan.passed is None else f", of which {plan.passed:,} pass the gates"
        self._out.print(f"{plan.source}: {documents}{passed}", soft_wrap=True)
        if plan.asks is None:
            self._out.print(
                f"{plan.source}: how many questions will be asked for is not known before the documents are read; "
                "--rows says how many at most",
                soft_wrap=True,
            )
            return
        bound = "" if plan.passed is not None else "at most "
        written = "" if plan.written is None else f" ({plan.written:,} are written)"
        self._out.print(
            f"{plan.source}: {bound}{plan.asks:,} questions to ask for{written}, by {', '.join(plan.prompts)}",
            soft_wrap=True,
        )
        times = "once" if plan.samples == 1 else f"{plan.samples} times"
        for asking, does in ((plan.writing, "write"), (plan.solving, f"solve {times} and judge")):
            most = "at most " if plan.passed is None or (plan.written is None and asking is plan.solving) else ""
            self._out.print(
                f"{plan.source}: {asking.model} has {most}{asking.questions:,} questions to {does}: about "
                f"{asking.tokens_in:,} tokens in, at most {asking.tokens_out:,} out: at most "
                f"{_time(asking.hours)} at {asking.rate:,.0f} tokens a second",
                soft_wrap=True,
            )

    def _model(self, model: ModelPlan) -> None:
        if not model.bounded:
            self._out.print(
                f"{model.model}: what it will be asked is not known before the sources are read", soft_wrap=True
            )
            return
        bound = "" if model.exact else "at most "
        self._out.print(
            f"{model.model}: {bound}{model.prompts:,} prompts to ask, {model.kept:,} kept from before; about "
            f"{model.tokens_in:,} tokens in, at most {model.tokens_out:,} out: at most {_time(model.hours)} at "
            f"{model.rate:,.0f} tokens a second",
            soft_wrap=True,
        )

    def grown(self, grown: Grown) -> None:
        """What `curate topics expand` says."""
        self._out.print(f"{grown.path}: {grown.added:,} subtopics more", soft_wrap=True)
        for topic, why in grown.faults.items():
            self._err.print(f"{topic}: none, {why}", markup=False, soft_wrap=True)

    def checked(self, report: Checked) -> None:
        """What `curate check` says: a line for each fault, on standard error, and a count."""
        for fault in report.faults:
            self._err.print(f"error: {fault}", markup=False, soft_wrap=True)
        for missing in report.absent:
            self._err.print(f"not here: {missing}", markup=False, soft_wrap=True)
        kinds = Counter(kind for kind, _ in report.files)
        said = ", ".join(
            f"{count} {kind if count == 1 else _SEVERAL.get(kind, f'{kind}s')}" for kind, count in kinds.items()
        )
        faults = f"{len(report.faults)} fault{'s' if len(report.faults) > 1 else ''}"
        verdict = faults if report.faults else "all valid, all examples hold"
        self._out.print(f"checked {said or 'nothing'}: {verdict}", soft_wrap=True)

    def verdict(self, graded: Graded) -> None:
        """What `curate grade` says of one response."""
        verdict = graded.verdict
        said = {"verdict": verdict.status, "extracted": verdict.extracted, "why": verdict.why}
        inferred = "" if graded.case.type else " (inferred from the gold answer)"
        said |= {"type": graded.case.answer_type + inferred}
        if verdict.f1 is not None:
            said["f1"] = f"{verdict.f1:.3f}"
        for name, value in said.items():
            self._out.print(f"{name:<10} {'nothing' if value is None else _shown(value)}", markup=False, soft_wrap=True)

    def suite(self, report: Report, show: int) -> None:
        """What `curate grade` says of a suite: sums by answer type, then the cases that are graded otherwise."""
        self._print(
            "Cases",
            ("type", "cases", "found right", "wrong", "ungradable", "false accepts", "false rejects", "unsure"),
            [_counts(name, score) for name, score in (*report.scores.items(), ("all", report.total))],
        )
        for one in report.surprises[:show]:
            what = "false accept" if one.false_accept else "false reject" if one.false_reject else "unsure"
            said = f"{one.place}: {what}: expected {one.case.expected}, found {one.verdict.status}: {one.verdict.why}"
            self._out.print(said, markup=False, soft_wrap=True)
            answers = f"    {_end(one.case.response)}  |  gold {_end(' | '.join(one.case.golds))}"
            self._out.print(_shown(answers), markup=False, soft_wrap=True)
        more = len(report.surprises) - show
        if more > 0:
            self._out.print(f"and {more:,} more; --show {len(report.surprises)} shows all", soft_wrap=True)
        rate = len(report.graded) / max(report.cpu_s, 1e-9)
        stated = sum(one.case.expected is not None for one in report.graded)
        said = f"{len(report.graded):,} cases, of which {stated:,} say what is expected"
        self._out.print(f"{said}; {rate:,.0f} per second of processor time", soft_wrap=True)

    def lives(self, lives: Sequence[Life | Record]) -> None:
        """What `curate why` says of a row, of a record or of a document."""
        for life in lives:
            if isinstance(life, Record):
                self._record(life)
                continue
            self._out.rule(f"{life.row['id']} in {life.blend}", align="left")
            for reason, what in life.reasons:
                self._out.print(f"dropped: {reason}: {what}", markup=False, soft_wrap=True)
            for place in life.places:
                self._out.print(place, markup=False, soft_wrap=True)
            for relation, other in life.relatives:
                self._out.print(f"{relation} {other}", soft_wrap=True)
            for stage, columns in STAGES.items():
                known = {name: said for name in columns if (said := _cell(life.row[name])) is not None}
                if known:
                    table = Table(title=stage, title_justify="left", show_header=False)
                    for name, said in known.items():
                        table.add_row(name, Text(_shown(said)))
                    self._out.print(table)

    def _record(self, record: Record) -> None:
        self._out.rule(f"{record.source}, {record.file}:{record.row} in {record.blend}", align="left")
        said = [("document:", " ".join(record.document))] if record.document else []
        said += [("stopped by", f"{gate}: {what}") for gate, what in record.gates]
        said += [("no row:", why) for why in record.rejected]
        said += [("made into", row) for row in record.rows]
        if not (record.gates or record.rejected or record.rows):
            said.append(("not asked about:", "as many questions as were wanted were asked before"))
        for what, text in said:
            self._out.print(f"{what} {_shown(text)}", markup=False, soft_wrap=True)

    def _print(self, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        table = Table(title=title, title_justify="left", header_style="bold")
        for at, name in enumerate(head):
            table.add_column(name, justify="left" if at == 0 else "right", overflow="fold")
        for row in rows:
            table.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
        self._out.print(table)


def _shown(text: str) -> str:
    """A text that any terminal can print: control characters and halves of characters are written out."""
    return "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text
    )


def _end(text: str) -> str:
    """The end of a text in one line: that is where answers stand."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"...{text[-_SHOWN:]}"


def _counts(name: str, score: Score) -> tuple[object, ...]:
    found = (score.found[status] for status in ("right", "wrong", "ungradable"))
    return (name, score.cases, *found, score.false_accepts, score.false_rejects, score.unsure)


def _time(hours: float) -> str:
    if hours >= 1:
        return f"{hours:,.1f} hours"
    minutes = round(hours * 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def _cell(value: object) -> str | None:
    """A value of a row in words; None where there is nothing to say."""
    if value is None or (isinstance(value, list | dict) and not value):
        return None
    if isinstance(value, list):
        return "\n".join(_cell(item) or "nothing" for item in cast("list[object]", value))
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        if set(fields) in _PAIRS:
            return ": ".join("nothing" if item is None else str(item) for item in fields.values())
        said = (f"{name}: {found}" for name, item in fields.items() if (found := _cell(item)) is not None)
        return "\n".join(said) or None
    return str(value)


_PAIRS: Final = ({"role", "content"}, {"answer", "count"})
"""Fields of which the values say enough: a turn of a chat, and a vote."""


class _Drawn:
    """A bar on a terminal."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task
        self._pace = _Pace()
        self._done = 0

    def to(self, done: int, note: str = "") -> None:
        """So much is done; without a note the rate stands there."""
        self._done = done
        self._progress.update(self._task, completed=done, rate=note or self._pace.rate(done))

    def end(self) -> None:
        """Full, also where nobody knew how much there would be."""
        self._progress.update(self._task, total=self._done, completed=self._done)


class _Said:
    """The same as lines of a log."""

    def __init__(self, console: Console, step: str, total: int | None, unit: str) -> None:
        self._console, self._step, self._total, self._unit = console, step, total, unit
        self._started = self._last = time.monotonic()
        self._pace = _Pace()
        self._done = 0

    def to(self, done: int, note: str = "") -> None:
        """A line, if the last one is long ago."""
        self._done = done
        rate = self._pace.rate(done)
        if time.monotonic() - self._last < _OFTEN:
            return
        self._last = time.monotonic()
        of = f" of {self._total:,}" if self._total else ""
        parts = (f"{self._step}: {done:,}{of} {self._unit}", note or rate, self._pace.left(done, self._total))
        self._console.say(", ".join(part for part in parts if part))

    def end(self) -> None:
        """The line that stays."""
        seconds = time.monotonic() - self._started
        self._console.say(f"{self._step}: {self._done:,} {self._unit} in {seconds:.1f} s")


class _Pace:
    """How fast a step goes, from its first movement on: loading a model is no part of the rate."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None

    def _seconds_each(self, done: int) -> float | None:
        now = time.monotonic()
        if self._first is None:
            self._first = now, done
        started, before = self._first
        # A rate of the first moments says nothing.
        return (now - started) / (done - before) if now - started > 0.5 and done > before else None  # noqa: PLR2004

    def rate(self, done: int) -> str:
        """So many a second, in words; nothing where it is not known."""
        seconds = self._seconds_each(done)
        return f"{1 / seconds:,.0f}/s" if seconds else ""

    def left(self, done: int, total: int | None) -> str:
        """The time that the rest takes, in words."""
        seconds = self._seconds_each(done)
        return f"{seconds * (total - done):,.0f} s left" if seconds and total else ""
