"""What a build would do and cost, before anything is spent.

The names of the store's folders follow from the recipe alone, so a plan knows what is done without doing anything.
Rows are known as far as the stages before are done; where they are not, the numbers are bounds and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from curate.executor import Workers
from curate.forming import forms_planned
from curate.inference import open_model
from curate.making import asks_of
from curate.models import Models
from curate.pipeline import PromptsLeft, annotate, prompts_left
from curate.stages.ingest.reading import HubReading
from curate.stages.ingest.stage import promised_rows
from curate.store import Store
from curate.track import STAGES, Setting, Track, stage_of
from curate.watch import Still

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.forming import FormsPlan
    from curate.making import Made
    from curate.models import Opener
    from curate.order import NamedPlan, NamedSource, Order
    from curate.store import Folder

BYTES_A_ROW: Final = 700
"""Of the store and the blend together, compressed: 470 were measured on 121,778 real questions, most of them short."""

BYTES_A_DOCUMENT: Final = 2_500
"""Of the store: some 5,000 characters of text as the web has it, compressed."""

BYTES_A_TOKEN: Final = 1.5
"""Of the texts that models wrote, as the store keeps them: measured on the solutions of GSM8K."""

LETTERS_A_TOKEN: Final = 3.6
"""English questions with their options, under the tokenizers of SmolLM2 and Qwen2.5: an estimate for prompts."""

LETTERS_A_PROMPT: Final = 600
"""A question with its template, where no prompt is written yet."""

TOKENS_AROUND_A_PASSAGE: Final = 350
"""What a prompt that writes a question says beside the passage, as the prompts of the shelf are long."""

TOKENS_OF_A_QUESTION: Final = 300
"""A question of ten options with the instructions to solve it."""

ATTEMPTS: Final = 2
"""How often a question is asked for at most: what cannot be used is asked for once more."""


@dataclass(frozen=True)
class StagePlan:
    """One stage over all sources: how many are done, and how many rows they have."""

    stage: str
    done: int
    sources: int
    rows: int


@dataclass(frozen=True)
class ModelPlan:
    """What the model will be asked.

    Attributes:
        model: Which.
        exact: Whether the rows to ask about are known; if not, the numbers are what the sources promise at most.
        bounded: Whether even that is known; if not, the numbers say nothing.
        prompts: Prompts that are still to be asked.
        kept: Prompts whose responses the store has.
        tokens_in: Estimated tokens of the prompts.
        tokens_out: Tokens of the responses, if each were as long as it may be.
        rate: Tokens a second that the profile expects of it.
    """

    model: str
    exact: bool
    bounded: bool
    prompts: int
    kept: int
    tokens_in: int
    tokens_out: int
    rate: float

    @property
    def hours(self) -> float:
        """What that takes at this rate."""
        return self.tokens_out / self.rate / 3600


@dataclass(frozen=True)
class Asking:
    """What one model will still be asked for one source.

    Attributes:
        model: Which.
        questions: So many questions are still to be written, or to be solved and judged.
        tokens_in: Estimated tokens of all prompts, each put once.
        tokens_out: Tokens of the texts, if each were as long as it may be and were asked for as often as it may be.
        rate: Tokens a second that the profile expects of it.
    """

    model: str
    questions: int
    tokens_in: int
    tokens_out: int
    rate: float

    @property
    def hours(self) -> float:
        """What that takes at this rate."""
        return self.tokens_out / self.rate / 3600


@dataclass(frozen=True)
class SynthesisPlan:
    """What a synthesised source will cost.

    Attributes:
        source: Its name.
        documents: Documents, as read or as promised; None where nobody knows before they are read.
        passed: Those that pass the gates; None where they are not read.
        asks: Questions that are planned; the most that there can be where documents are not read and `--rows` says how
            many are wanted, None where not even that is known.
        written: Questions that are written; None where they are not.
        prompts: The prompts that write, by name.
        samples: Solutions of each question.
        writing: What is still asked of the model that writes.
        solving: What is still asked of the model that solves and judges.
    """

    source: str
    documents: int | None
    passed: int | None
    asks: int | None
    written: int | None
    prompts: tuple[str, ...]
    samples: int
    writing: Asking
    solving: Asking


@dataclass(frozen=True)
class Plan:
    """All of it."""

    order: Order
    stages: tuple[StagePlan, ...]
    synthesis: tuple[SynthesisPlan, ...]
    forms: tuple[FormsPlan, ...]
    model: ModelPlan | None
    rows: int
    """Rows that are known or promised to be read; 0 where no source promises anything."""
    unknown: tuple[str, ...]
    """Sources that nobody can know the rows of before they are read."""
    disk: int
    """Bytes still to be written, estimated."""
    notes: tuple[str, ...]

    @property
    def hours(self) -> float | None:
        """What all models take together, at most; None where no model is asked, or nobody can know yet."""
        if any(one.asks is None for one in self.synthesis) or any(one.prompts is None for one in self.forms):
            return None
        if self.model is not None and not self.model.bounded:
            return None
        hours = [one.writing.hours + one.solving.hours for one in self.synthesis]
        hours += [one.hours for one in self.forms]
        hours += [] if self.model is None else [self.model.hours]
        return sum(hours) if hours else None


def plan(order: Order, *, store: Path, opener: Opener = open_model) -> Plan:
    """Look at what is there, and count what is not.

    Raises:
        CurateError: As `curate.pipeline.build` does before it starts: a missing file, a model that is not there.
    """
    shelves = Store(store)
    with Workers(1) as workers, Models(shelves.generations, Still().say, opener) as models:
        way = annotate(order, Setting(shelves, workers, Still(), models, work=False))
        synthesis = tuple(_synthesis(order, way.read))
        rows, unknown = _rows(order, way.read, synthesis)
        stages = tuple(_stages(way.read, way.tracks))
        model = _model(order, way.tracks, rows, models, bounded=not unknown or order.limit is not None)
        return Plan(
            order=order,
            stages=stages,
            synthesis=synthesis,
            forms=tuple(
                told
                for made, named in zip(way.read, order.sources, strict=True)
                if (told := forms_planned(made, named, order)) is not None
            ),
            model=model,
            rows=rows,
            unknown=unknown,
            disk=_disk(way.read, stages, rows, synthesis, model),
            notes=tuple(_notes(order)),
        )


def _disk(
    read: list[Made],
    stages: tuple[StagePlan, ...],
    rows: int,
    synthesis: tuple[SynthesisPlan, ...],
    model: ModelPlan | None,
) -> int:
    """Bytes of what is not there: rows with all that is added to them, documents, and what models will write."""
    left = 0 if all(stage.done == stage.sources for stage in stages) else rows
    unread = {made.rows.source for made in read if not made.read.done}
    documents = sum(one.documents or 0 for one in synthesis if one.source in unread)
    tokens = sum(one.writing.tokens_out + one.solving.tokens_out for one in synthesis)
    tokens += model.tokens_out if model is not None and model.bounded else 0
    return left * BYTES_A_ROW + documents * BYTES_A_DOCUMENT + int(tokens * BYTES_A_TOKEN)


def _rows(order: Order, read: list[Made], synthesis: tuple[SynthesisPlan, ...]) -> tuple[int, tuple[str, ...]]:
    """Rows of each source: as made, else as promised by its file or planned; and those that promise nothing."""
    total = 0
    unknown: list[str] = []
    planned = {one.source: one.asks for one in synthesis}
    for named, made in zip(order.sources, read, strict=True):
        if made.rows.folders[0].done:
            promised: int | None = made.rows.rows()
        elif named.plan is not None:
            promised = planned[named.name]
        else:
            promised = _promised(named)
        if promised is None:
            unknown.append(named.name)
            total += order.limit or 0
        else:
            total += promised if order.limit is None else min(promised, order.limit)
    return total, tuple(unknown)


def _stages(read: list[Made], tracks: list[Track]) -> list[StagePlan]:
    """Each stage that a source goes through; `signatures` is the first half of another."""
    folders = [folder for made, track in zip(read, tracks, strict=True) for folder in (*made.folders, *track.folders)]
    found: list[StagePlan] = []
    for name in STAGES:
        column = [folder for folder in folders if stage_of(folder) == name]
        done = [folder for folder in column if folder.done]
        if column:
            found.append(StagePlan(name, len(done), len(column), sum(sum(folder.heights()) for folder in done)))
    return found


def _synthesis(order: Order, read: list[Made]) -> Iterator[SynthesisPlan]:
    for named, made in zip(order.sources, read, strict=True):
        if named.plan is not None:
            yield _of_source(order, named, named.plan, made)


def _of_source(order: Order, named: NamedSource, plan: NamedPlan, made: Made) -> SynthesisPlan:
    """What is still to be asked for one source: as its folders say, or at most as many as `--rows` allows."""
    assert made.documents is not None, "a plan has documents"
    assert made.drafts is not None, "a plan has drafts"
    profile, config = order.profile, plan.material.config
    assert profile.writing is not None, "an order has models for its plans"
    assert profile.solving is not None, "an order has models for its plans"
    read, gates = made.documents.folders
    drafts, rows = made.drafts.folders[0], made.rows.folders[0]
    counts = asks_of(made.documents, named, plan, order.limit) if read.done and gates.done else None
    asks = order.limit if counts is None else sum(counts)
    written = sum(drafts.heights()) if drafts.done else None
    to_write = _left(drafts, counts, asks)
    to_solve = _left(rows, drafts.heights() if drafts.done else None, asks)
    judged, shown = len(config.judge.prompts), config.passage.tokens + TOKENS_AROUND_A_PASSAGE
    longest = config.solve.samples * config.solve.max_tokens + judged * config.judge.max_tokens
    return SynthesisPlan(
        source=named.name,
        documents=sum(read.heights()) if read.done else _promised(named),
        passed=_passed(made.documents) if gates.done else None,
        asks=asks,
        written=written,
        prompts=tuple(config.prompts),
        samples=config.solve.samples,
        writing=Asking(
            profile.writing.name,
            to_write,
            to_write * shown,
            to_write * ATTEMPTS * config.write.max_tokens,
            profile.tokens_per_second.writing,
        ),
        solving=Asking(
            profile.solving.name,
            to_solve,
            to_solve * (judged * shown + TOKENS_OF_A_QUESTION),
            to_solve * longest,
            profile.tokens_per_second.solving,
        ),
    )


def _promised(named: NamedSource) -> int | None:
    return promised_rows(named.source, named.how, base=named.path.parent)


def _left(folder: Folder, counts: list[int] | None, asks: int | None) -> int:
    """Questions of the parts that are not there; all of them where nobody knows yet how they fall into parts."""
    if folder.done:
        return 0
    if counts is None:
        return asks or 0
    return sum(count for number, count in enumerate(counts) if not folder.part(number).is_file())


def _passed(documents: Track) -> int:
    none = pl.col("gate_reasons").list.len() == 0
    return sum(int(part.select(none.sum()).collect().item()) for part in documents.parts())


def _model(order: Order, tracks: list[Track], rows: int, models: Models, *, bounded: bool) -> ModelPlan | None:
    settings, wish = order.profile.model, order.recipe.difficulty
    if settings is None or wish is None:
        return None
    ready = [track.before("difficulty") for track in tracks]
    exact = all(folder.done for track in ready for folder in track.folders)
    left = prompts_left(order, ready, models) if exact else _at_most(rows, order)
    out = left.prompts * wish.samples * order.profile.max_tokens
    return ModelPlan(
        model=settings.name,
        exact=exact,
        bounded=exact or bounded,
        prompts=left.prompts,
        kept=left.kept,
        tokens_in=int(left.letters / LETTERS_A_TOKEN),
        tokens_out=out,
        rate=order.profile.tokens_per_second.model,
    )


def _at_most(rows: int, order: Order) -> PromptsLeft:
    """Nobody knows yet which rows will be asked about: all of them, and the open forms beside them."""
    forms = order.recipe.forms
    twice = 2 if "also" in {forms.mcq_to_open, forms.open_to_mcq} else 1
    prompts = int(rows * twice * order.profile.sampled)
    return PromptsLeft(prompts, 0, prompts * LETTERS_A_PROMPT)


def _notes(order: Order) -> list[str]:
    notes: list[str] = []
    for named in order.sources:
        entry = named.source.read[named.how]
        if isinstance(entry, HubReading) and entry.revision is None:
            notes.append(f"{named.name}: the revision is not pinned, so the hub may give other rows tomorrow")
    return notes
