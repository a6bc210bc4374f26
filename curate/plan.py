"""What a build would do and cost, before anything is spent.

The names of the store's folders follow from the recipe alone, so a plan knows what is done without doing anything.
Rows are known as far as the stages before are done; where they are not, the numbers are bounds and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from curate.executor import Workers
from curate.pipeline import PromptsLeft, annotate, prompts_left
from curate.stages.ingest.reading import HubReading
from curate.stages.ingest.stage import promised_rows
from curate.store import Store
from curate.track import STAGES, Setting, Track
from curate.watch import Still

if TYPE_CHECKING:
    from pathlib import Path

    from curate.order import Order

BYTES_A_ROW: Final = 700
"""Of the store and the blend together, compressed: 470 were measured on 121,778 real questions, most of them short."""

LETTERS_A_TOKEN: Final = 3.6
"""English questions with their options, under the tokenizers of SmolLM2 and Qwen2.5: an estimate for prompts."""

LETTERS_A_PROMPT: Final = 600
"""A question with its template, where no prompt is written yet."""


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
        hours: What that takes at the profile's tokens a second.
    """

    model: str
    exact: bool
    bounded: bool
    prompts: int
    kept: int
    tokens_in: int
    tokens_out: int
    hours: float


@dataclass(frozen=True)
class Plan:
    """All of it."""

    order: Order
    stages: tuple[StagePlan, ...]
    model: ModelPlan | None
    rows: int
    """Rows that are known or promised to be read; 0 where no source promises anything."""
    unknown: tuple[str, ...]
    """Sources that nobody can know the rows of before they are read."""
    disk: int
    """Bytes still to be written, estimated."""
    notes: tuple[str, ...]


def plan(order: Order, *, store: Path) -> Plan:
    """Look at what is there, and count what is not.

    Raises:
        CurateError: As `curate.pipeline.build` does before it starts: a missing file, a model that is not there.
    """
    shelves = Store(store)
    with Workers(1) as workers:
        way = annotate(order, Setting(shelves, workers, Still(), work=False))
    rows, unknown = _rows(order, way.read)
    stages = tuple(_stages(way.read, way.tracks))
    left = 0 if all(stage.done == stage.sources for stage in stages) else rows
    return Plan(
        order=order,
        stages=stages,
        model=_model(order, way.tracks, rows, shelves, bounded=not unknown or order.limit is not None),
        rows=rows,
        unknown=unknown,
        disk=left * BYTES_A_ROW,
        notes=tuple(_notes(order)),
    )


def _rows(order: Order, read: list[Track]) -> tuple[int, tuple[str, ...]]:
    """Rows of each source: as read, else as promised by its file; and those that promise nothing."""
    total = 0
    unknown: list[str] = []
    for named, track in zip(order.sources, read, strict=True):
        done = track.folders[0].done
        promised = track.rows() if done else promised_rows(named.source, named.how, base=named.path.parent)
        if promised is None:
            unknown.append(named.name)
            total += order.limit or 0
        else:
            total += promised if order.limit is None else min(promised, order.limit)
    return total, tuple(unknown)


def _stages(read: list[Track], tracks: list[Track]) -> list[StagePlan]:
    folders = [[*first.folders, *track.folders] for first, track in zip(read, tracks, strict=True)]
    names = [name for name in STAGES if name != "signatures"]
    found: list[StagePlan] = []
    for at, name in enumerate(names):
        column = [of_source[at] for of_source in folders]
        done = [folder for folder in column if folder.done]
        found.append(StagePlan(name, len(done), len(column), sum(sum(folder.heights()) for folder in done)))
    return found


def _model(order: Order, tracks: list[Track], rows: int, store: Store, *, bounded: bool) -> ModelPlan | None:
    settings, wish = order.profile.model, order.recipe.difficulty
    if settings is None or wish is None:
        return None
    ready = [track.before("difficulty") for track in tracks]
    exact = all(folder.done for track in ready for folder in track.folders)
    left = prompts_left(order, ready, store) if exact else _at_most(rows, order)
    out = left.prompts * wish.samples * order.profile.max_tokens
    return ModelPlan(
        model=settings.name,
        exact=exact,
        bounded=exact or bounded,
        prompts=left.prompts,
        kept=left.kept,
        tokens_in=int(left.letters / LETTERS_A_TOKEN),
        tokens_out=out,
        hours=out / order.profile.tokens_per_second / 3600,
    )


def _at_most(rows: int, order: Order) -> PromptsLeft:
    """Nobody knows yet which rows will be asked about: all of them, and the open forms beside them."""
    twice = 2 if order.recipe.mcq_to_open == "also" else 1
    prompts = int(rows * twice * order.profile.sampled)
    return PromptsLeft(prompts, 0, prompts * LETTERS_A_PROMPT)


def _notes(order: Order) -> list[str]:
    notes: list[str] = []
    for named in order.sources:
        entry = named.source.read[named.how]
        if isinstance(entry, HubReading) and entry.revision is None:
            notes.append(f"{named.name}: the revision is not pinned, so the hub may give other rows tomorrow")
    return notes
