"""The data's way, top to bottom: start reading here.

Sources make rows. Annotators only add columns. One cut. One write.

ingest          sources -> rows; in a source that names a plan: documents
gates           + why a document is not asked about
draft           documents -> questions                                                       (model)
synthesize      questions -> rows, with the answer that solutions agree on                   (model)
forms           rows -> rows, and beside them the same questions in other forms           (model)
rewrite         rows x templates -> rows
verifiability   + is the gold there, and does the grader accept it?
deduplicate     + which row says the same?
screen_early    + reasons to go that need no model: those rows are not asked about
difficulty      + how often is a model right?                                        (model)
screen          + all reasons to go
cut             the only place where a row leaves; what leaves is written beside what stays
blend           what stayed x shares -> train.parquet, val.parquet
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from curate import grading
from curate.content import read_text, shown
from curate.errors import BlendError
from curate.executor import Workers
from curate.forming import formed
from curate.inference import open_model
from curate.making import rows_of
from curate.models import Count, Models
from curate.report.card import card
from curate.report.letters import lettered
from curate.report.outcome import Outcome, settled
from curate.row import ROW, all_columns
from curate.stages.blend.config import COLUMNS, Place
from curate.stages.blend.gather import gathered
from curate.stages.blend.stage import Chosen, choose
from curate.stages.blend.write import write_frames, write_parquet
from curate.stages.deduplicate.config import DeduplicateConfig
from curate.stages.deduplicate.stage import DEDUPLICATE
from curate.stages.difficulty.stage import UNMEASURED, Probe, asks, difficulty, sampling, trained
from curate.stages.rewrite.config import RewriteConfig
from curate.stages.rewrite.stage import REWRITE_VERSION, rewrite
from curate.stages.screen.config import ScreenConfig
from curate.stages.screen.stage import SCREEN, SCREEN_EARLY
from curate.stages.verifiability.config import VerifiabilityConfig
from curate.stages.verifiability.stage import VERIFIABILITY
from curate.store import (
    MANIFEST,
    Store,
    alone,
    as_json,
    make_writable,
    reading,
    replaced,
    write_bytes,
)
from curate.track import Setting, Track, annotated, asked, joined, made, numbered, signed
from curate.watch import Prompts, Still
from verl_adapter.columns import verl_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curate.making import Made
    from curate.models import Asked, Opener
    from curate.order import NamedSource, Order
    from curate.template import Template
    from curate.watch import Watch


@dataclass(frozen=True)
class Way:
    """Every stage up to the last column: the tracks of all sources, in the order of the recipe.

    Attributes:
        read: The rows as they were read or synthesised, and what from.
        tracks: The rows as rewrite made them, with all that was added.
        asked: What was asked of the model that measures difficulty; None where there is none.
        written: What was asked of the models that synthesise questions, and put them into other forms.
    """

    read: list[Made]
    tracks: list[Track]
    asked: Asked | None
    written: tuple[Asked, ...] = ()


def annotate(order: Order, setting: Setting) -> Way:
    """Make all rows and add all columns."""
    read, written = rows_of(order, setting)
    tracks: list[Track] = []
    for at, named in enumerate(order.sources):
        forms, reworded = formed(read[at].rows, named, order, setting)
        read[at] = replace(read[at], forms=forms)
        tracks.append(rewritten(forms, named, order, setting))
        written += reworded
    tracks = annotated(VERIFIABILITY, VerifiabilityConfig(), tracks, setting, grading.versions())
    tracks = deduplicated(tracks, setting)
    screening = ScreenConfig(filters=order.filters)
    # Only the early filters decide this folder: a threshold on pass rates moves without grading anything again.
    tracks = annotated(SCREEN_EARLY, ScreenConfig(filters=screening.early()), tracks, setting, None)
    tracks, answered = measured(tracks, order, setting)
    return Way(read, annotated(SCREEN, screening, tracks, setting, None), answered, written)


def rewritten(track: Track, named: NamedSource, order: Order, setting: Setting) -> Track:
    """The rows with their prompts."""
    config = order.recipe.rewriting(named.source.form)
    templates = {name: order.templates[name] for name in config.names()}
    return made(
        "rewrite",
        REWRITE_VERSION,
        track,
        setting,
        decided_by=[config, _texts(templates)],
        run=partial(rewrite, config=config, templates=templates),
    )


def _texts(templates: dict[str, Template]) -> dict[str, list[str | None]]:
    """What of templates decides a prompt: not their examples, nor what they say of themselves."""
    return {name: [template.head.system, template.body] for name, template in templates.items()}


def deduplicated(tracks: Sequence[Track], setting: Setting) -> list[Track]:
    """Which rows say the same as another, over all sources at once."""
    config = DeduplicateConfig()
    return joined(DEDUPLICATE, config, tracks, signed(DEDUPLICATE, config, tracks, setting), setting)


def measured(tracks: Sequence[Track], order: Order, setting: Setting) -> tuple[list[Track], Asked | None]:
    """How often a model is right; where the recipe or the profile asks for none, the columns say that nobody knows."""
    config = order.recipe.measuring(order.profile)
    settings = order.profile.model
    if order.recipe.difficulty is None or settings is None:
        return annotated(UNMEASURED, config, tracks, setting, None), None
    probe, words = _probe(order)
    kept = setting.models.of(settings)
    count = Count("measured difficulty", kept)
    with Prompts(setting.watch) as bar:
        decided_by = [kept.name, kept.revision, settings.max_model_len, words, grading.versions()]
        done = asked(difficulty(kept, probe, bar.moved), config, tracks, setting, decided_by, bar)
    return done, count()


@dataclass(frozen=True)
class PromptsLeft:
    """What a model would still be asked: prompts, those whose responses are kept, and letters of the former."""

    prompts: int
    kept: int
    letters: int


def prompts_left(order: Order, tracks: Sequence[Track], models: Models) -> PromptsLeft:
    """Count what `measured` would ask, without asking; the tracks are those before the difficulty stage."""
    settings, config = order.profile.model, order.recipe.measuring(order.profile)
    if settings is None:
        return PromptsLeft(0, 0, 0)
    probe, _ = _probe(order)
    total = missing = letters = 0
    kept = models.of(settings)
    for part in (part for track in tracks for part in track.parts()):
        prompts = probe(part.filter(asks(config)).select(*ROW).collect()).to_list()
        new = kept.missing(prompts, sampling(config))
        total, missing = total + len(prompts), missing + new
        said = sum(len(turn["content"]) for prompt in prompts for turn in prompt)
        letters += said * new // max(1, len(prompts))
    return PromptsLeft(missing, total - missing, letters)


def _probe(order: Order) -> tuple[Probe, object]:
    """How rows are put to the model that measures, and what of it belongs into a fingerprint."""
    probes = order.profile.probes
    if probes is None:
        return trained, None
    config = RewriteConfig(templates=probes)
    templates = {name: order.templates[name] for name in config.names()}
    return partial(_probed, config=config, templates=templates), [config, _texts(templates)]


def _probed(rows: pl.DataFrame, config: RewriteConfig, templates: dict[str, Template]) -> pl.Series:
    return rewrite(rows, config, templates).get_column("prompt")


@dataclass(frozen=True)
class Cut:
    """What stayed, and what is known of all that left.

    Attributes:
        kept: A line for every row that stayed: `position` (its place among all rows) and what blends are made by.
        dropped: How many left.
        example: The id of one that left.
        tally: Rows by source, form, answer type, reasons and difficulty.
    """

    kept: pl.DataFrame
    dropped: int
    tally: pl.DataFrame
    example: str | None


_SMALL: Final = ("id", "parent", "family", "history", *COLUMNS, "pass_rate", "difficulty_status")
_TALLIED: Final = ("source", "form", "answer_type", "drop_reasons", "pass_rate", "difficulty_status")


def cut(tracks: Sequence[Track], dropped: Path) -> Cut:
    """The only place where a row leaves: those with a reason to go are written to `dropped`, with all their columns.

    Kept and dropped together are all rows, each once. A shard at a time, so memory does not grow with the rows but for
    the few columns that blends are made by.
    """
    columns = all_columns()
    kept: list[pl.DataFrame] = []
    tallies: list[pl.DataFrame] = []
    examples: list[str] = []

    def leaving() -> Iterator[pl.DataFrame]:
        first = 0
        goes = pl.col("drop_reasons").list.len() > 0
        for track, number in numbered(tracks):
            with reading(track.folders, number):
                rows = track.part(number).select(*columns).with_row_index("position", offset=first).collect()
            kept.append(rows.filter(~goes).select(pl.col("position").cast(pl.UInt32), *_SMALL, *lettered()))
            tallies.append(rows.group_by(_TALLIED).agg(pl.len().alias("rows")))
            first += rows.height
            left = rows.filter(goes).drop("position")
            examples.extend(left.get_column("id").head(1))
            yield left

    count = write_frames(leaving(), columns, dropped)
    tally = pl.concat(tallies).group_by(_TALLIED).agg(pl.col("rows").sum())
    return Cut(pl.concat(kept), count, tally, next(iter(examples), None))


def blend(order: Order, rows: Cut) -> Chosen:
    """Which of the rows that stayed make the blend, in which order.

    Raises:
        BlendError: If the shares cannot be met; the error stands at the recipe's line, and says why rows left.
    """
    try:
        return choose(rows.kept, order.recipe, place=Place(shown(order.path), read_text(order.path)))
    except BlendError as error:
        left = rows.tally.explode("drop_reasons").drop_nulls("drop_reasons").group_by("drop_reasons")
        reasons = left.agg(pl.col("rows").sum()).sort("rows", "drop_reasons", descending=[True, False])
        said = ", ".join(f"{reason} {count:,}" for reason, count in reasons.iter_rows()) or "none left"
        hint = f"{rows.kept.height:,} rows stayed and {rows.dropped:,} left: {said}"
        raise error.hinted(hint) from error


def write_blend(tracks: Sequence[Track], rows: pl.DataFrame, split: str, path: Path) -> None:
    """The rows of one split with veRL's columns, in the order of the blend: the one write."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".gather-") as scratch:
        parts = (part for track in tracks for part in track.parts())
        write_parquet(verl_tables(gathered(parts, rows, Path(scratch)), split), path)


def build(  # noqa: PLR0913 - each is asked for by name
    order: Order,
    *,
    store: Path,
    out: Path,
    workers: int | None = None,
    watch: Watch | None = None,
    opener: Opener = open_model,
) -> Outcome:
    """From sources to a blend, the whole way; what the store has is not done again.

    `out/<recipe>/` appears when all of it is written, in the place of what was there before. `opener` gives the models
    that the profile names.

    Raises:
        SourceError: If a source cannot be read, is empty, or breaks its limit of broken records.
        BlendError: If the rows that stayed cannot meet the recipe's shares.
        StoreError: If the disk is full or not writable.
        ModelError: If the model cannot be loaded or cannot answer.
    """
    watch = watch or Still()
    place = Store(store)
    make_writable(store)
    make_writable(out)
    folder = out / order.name
    with Workers(workers) as processes, Models(place.generations, watch.say, opener) as models:
        way = annotate(order, Setting(place, processes, watch, models))
    # The lock lies beside the blend: builds with stores of their own may write into one folder too.
    with alone(out / f".{order.name}.lock", str(folder), watch.say), replaced(folder) as fresh:
        with watch.bar("cut and blend", None, "rows") as bar:
            left = cut(way.tracks, fresh / "dropped.parquet")
            chosen = blend(order, left)
            write_blend(way.tracks, chosen.train, "train", fresh / "train.parquet")
            bar.to(chosen.train.height)
            write_blend(way.tracks, chosen.val, "val", fresh / "val.parquet")
            bar.to(chosen.train.height + chosen.val.height)
        outcome = settled(order, way, left, chosen)
        write_bytes(fresh / MANIFEST, as_json(outcome.manifest(fresh)))
        write_bytes(fresh / "README.md", card(outcome).encode())
    return replace(outcome, folder=folder, asked=way.asked, written=way.written)
