"""Where rows come from: a source that is read gives them as they stand, another has them synthesised from documents.

ingest       source -> rows; documents, where the source names a plan
gates        + why a document is not asked about
draft        documents -> questions that a model wrote                                     (model)
synthesize   questions -> rows, with the answer that independent solutions agree on        (model)
"""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from curate import grading
from curate.errors import SourceError
from curate.models import Asked, Count
from curate.report.yields import yield_of
from curate.stages.ingest.documents.stage import DOCUMENTS_VERSION, ingest_documents
from curate.stages.ingest.stage import INGEST_VERSION, check_broken, identity, ingest
from curate.stages.screen.gates import GATES
from curate.stages.synthesize.draft import DRAFT_VERSION, drafts, planned
from curate.stages.synthesize.stage import SYNTHESIZE_VERSION, SourceFacts, synthesize
from curate.store import height, reading, write_part
from curate.track import Track, annotated, folder_of, stage_of
from curate.watch import Prompts

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Protocol

    from curate.order import NamedPlan, NamedSource, Order
    from curate.store import Folder
    from curate.track import Setting

    class Batch(Protocol):
        """What came of one part: rows, and what made none."""

        @property
        def rows(self) -> pl.DataFrame:
            """What was made."""
            ...

        @property
        def rejects(self) -> pl.DataFrame:
            """What could not be made, with `why`."""
            ...


SHARD_ROWS: Final = 16_384
"""Rows of a shard: some 30 MB of questions with their prompts, and a few hours of a GPU at most."""

SHARD_DOCUMENTS: Final = 1024
"""Documents of a shard: some 5 MB of text as the web has it, and some thousands of questions to write."""

FEWEST_DOCUMENTS: Final = 64
"""Documents of a shard where few questions are wanted: reading ends with the shard that gives enough."""

_DOCUMENTATION: Final = {"what", "why", "citation", "faults", "examples", "read", "broken"}
"""What a source file says to people, or to the reader alone: rewording it makes no row anew."""

_OF_DOCUMENTS: Final = {"licence", "documents"}
"""What of a source's file decides its documents: all else is about the questions, or about how they are read."""


@dataclass(frozen=True)
class Made:
    """The rows of a source, and what they were made from.

    Attributes:
        rows: Their track; its first folder is `ingest` or `synthesize`.
        documents: Of a synthesised source: its documents, with what the gates found.
        drafts: Of a synthesised source: the questions as they were written.
        forms: The rows with their children in other forms; None as long as nobody has asked for them.
    """

    rows: Track
    documents: Track | None = None
    drafts: Track | None = None
    forms: Track | None = None

    @property
    def folders(self) -> tuple[Folder, ...]:
        """All folders up to that of the rows and their forms, in the order of the stages."""
        tracks = (self.documents, self.drafts, self.rows, self.forms)
        return tuple(folder for track in tracks if track is not None for folder in track.folders)

    @property
    def read(self) -> Folder:
        """What was read: the folder whose records are those of the source."""
        return self.folders[0]


def rows_of(order: Order, setting: Setting) -> tuple[list[Made], tuple[Asked, ...]]:
    """The rows of every source, in the order of the recipe, and what was asked of models for them.

    All sources are read before a model is opened, and all questions are written before any is solved: of two models
    one is in memory at a time.
    """
    asked: list[Asked] = []
    made: list[Made] = []
    for named in order.sources:
        if named.plan is None:
            made.append(Made(ingested(named, order, setting)))
        else:
            track = gated(named, named.plan, order, setting)
            made.append(Made(track, documents=track))
    todo = [(at, _Work(named, named.plan, order, setting)) for at, named in enumerate(order.sources) if named.plan]
    for at, work in todo:
        made[at] = replace(made[at], drafts=drafted(work, made[at].rows, asked))
    for at, work in todo:
        made[at] = solved(work, made[at], asked)
    return made, tuple(asked)


def ingested(named: NamedSource, order: Order, setting: Setting) -> Track:
    """The rows of a source, a shard at a time; records that are no rows stand beside them with the reason."""
    decided_by = [named.source.model_dump(mode="json", exclude=_DOCUMENTATION), order.limit, grading.versions()]

    def batches(downloads: Path) -> Iterator[Batch]:
        return ingest(
            named.name,
            named.source,
            named.how,
            base=named.path.parent,
            place=named.path,
            limit=order.limit,
            shard_rows=SHARD_ROWS,
            downloads=downloads,
        )

    reader = _Reader(named, INGEST_VERSION, decided_by, batches, order.limit, "records")
    return Track(named.name, (_read(reader, setting),))


def gated(named: NamedSource, plan: NamedPlan, order: Order, setting: Setting) -> Track:
    """The documents of a source with what the gates find wrong with them.

    Where so many questions are wanted at most, reading ends with the shard that gives enough: nobody who tries ten
    questions has to read a crawl. Then what decides the questions decides the documents too.
    """
    wanted = None if order.limit is None else [order.limit, plan.material.decides_drafts(), plan.screening]
    decided_by = [named.source.model_dump(mode="json", include=_OF_DOCUMENTS), wanted]
    few = SHARD_DOCUMENTS if order.limit is None else max(FEWEST_DOCUMENTS, order.limit)
    others = Counter[str]()

    def batches(downloads: Path) -> Iterator[Batch]:
        read = ingest_documents(
            named.name,
            named.source,
            named.how,
            base=named.path.parent,
            place=named.path,
            shard_rows=min(few, SHARD_DOCUMENTS),
            downloads=downloads,
            counts=others,
        )
        return _enough(read, named, plan, order.limit)

    reader = _Reader(named, DOCUMENTS_VERSION, decided_by, batches, None, "documents", others)
    track = Track(named.name, (_read(reader, setting),))
    return annotated(GATES, plan.screening, [track], setting, None)[0]


def _enough(read: Iterable[Batch], named: NamedSource, plan: NamedPlan, limit: int | None) -> Iterator[Batch]:
    """The batches up to the one with which so many questions can be asked."""
    left = limit
    for batch in read:
        yield batch
        if left is not None:
            found = GATES(batch.rows.lazy(), plan.screening).collect().select("gate_reasons")
            left -= planned(_passing(batch.rows.hstack(found)), plan.material, source=named.name, limit=left)
            if left <= 0:
                return


def _passing(documents: pl.DataFrame) -> pl.DataFrame:
    """The documents that no gate has a reason against."""
    return documents.filter(pl.col("gate_reasons").list.len() == 0).drop("gate_reasons")


@dataclass(frozen=True)
class _Reader:
    """What reads a source, and what its folder is named after; `others` counts records that hold no document."""

    named: NamedSource
    version: int
    decided_by: object
    batches: Callable[[Path], Iterator[Batch]]
    total: int | None
    unit: str
    others: Counter[str] = field(default_factory=Counter[str])


def _read(reader: _Reader, setting: Setting) -> Folder:
    named = reader.named
    content = identity(named.source, named.how, base=named.path.parent, place=named.path)
    entry = named.source.read[named.how].model_dump(mode="json", exclude={"rows"})
    folder = setting.store.folder(1, "ingest", reader.version, [named.name, entry, content, reader.decided_by])
    downloads = setting.store.root / "downloads" / folder.name
    if setting.work and (not folder.done or downloads.exists()):
        with setting.store.locked(folder, setting.watch.say):
            if not folder.done:  # another build may have read it while this one waited
                _fill(reader, folder, downloads, setting, {"identity": content})
            # The folder of downloads is this source's alone, and so is the lock: nobody else reads there.
            shutil.rmtree(downloads, ignore_errors=True)
    if folder.done:  # the limit is no part of the folder's name: it may have been tightened since
        facts = folder.manifest()
        with _rejects_named(folder):
            check_broken(named.name, named.source, rows=sum(facts["rows"]), broken=facts["rejected"])
    return folder


def _fill(reader: _Reader, folder: Folder, downloads: Path, setting: Setting, facts: dict[str, object]) -> None:
    heights: list[int] = []
    rejected = 0
    bar = setting.watch.bar(f"ingest {reader.named.name}", reader.total, reader.unit)
    with bar as moved, _rejects_named(folder):
        for number, batch in enumerate(reader.batches(downloads)):
            heights.append(batch.rows.height)
            rejected += batch.rejects.height
            _write(batch, folder, number)
            moved.to(sum(heights) + rejected)
    told = {"rejected": rejected, "others": dict(sorted(reader.others.items())), **facts}
    folder.finish(heights, {"stage": "ingest", "source": reader.named.name, **told})


def _write(batch: Batch, folder: Folder, number: int) -> None:
    """A part and its rejects; a part that is there has its rejects, since those are written first."""
    if not folder.part(number).is_file():
        write_part(batch.rejects, folder.part(number, "rejects"))
        write_part(batch.rows, folder.part(number))


@contextmanager
def _rejects_named(folder: Folder) -> Generator[None]:
    """An error about a source says where the records are that make no row, if there are any."""
    try:
        yield
    except SourceError as error:
        if not any(height(path) for path in folder.path.glob("rejects-*.parquet")):
            raise
        raise error.hinted(f"they stand in {folder.path}/rejects-*.parquet") from error


# --- from documents to rows


@dataclass(frozen=True)
class _Work:
    """What the two steps of synthesis share."""

    named: NamedSource
    plan: NamedPlan
    order: Order
    setting: Setting


def asks_of(documents: Track, named: NamedSource, plan: NamedPlan, limit: int | None) -> list[int]:
    """How many questions are planned for each part of the documents, as many as are wanted in all."""
    counts: list[int] = []
    for number in range(len(documents.heights())):
        left = None if limit is None else limit - sum(counts)
        if left == 0:
            counts.append(0)
        else:
            counts.append(planned(_part(documents, number), plan.material, source=named.name, limit=left))
    return counts


def _part(documents: Track, number: int) -> pl.DataFrame:
    with reading(documents.folders, number):
        return _passing(documents.part(number).collect())


def drafted(work: _Work, documents: Track, asked: list[Asked]) -> Track:
    """The questions that the generator writes about the documents that pass the gates."""
    named, plan, order, setting = work.named, work.plan, work.order, work.setting
    settings = order.profile.writing
    assert settings is not None, "an order without a model for its plan was let through"
    model = setting.models.of(settings)
    decided_by = [plan.material.decides_drafts(), model.name, model.revision, settings.max_model_len, order.limit]
    folder = folder_of("draft", DRAFT_VERSION, None, documents, setting, decided_by)
    count = Count(f"wrote questions of {named.name}", model)
    if setting.work and not folder.done:
        with setting.store.locked(folder, setting.watch.say), Prompts(setting.watch, f"draft {named.name}") as bar:
            counts = asks_of(documents, named, plan, order.limit)

            def write(number: int) -> Batch:
                rows = _part(documents, number)
                left = None if order.limit is None else order.limit - sum(counts[:number])
                return drafts(rows, plan.material, model, source=named.name, limit=left, on_progress=bar.moved)

            _model_parts(folder, counts, write, bar)
            facts = {"asked": sum(counts), "seed": plan.material.config.write.seed}
            _finish(folder, documents, facts)
    asked.append(count())
    return Track(named.name, (folder,))


def solved(work: _Work, made: Made, asked: list[Asked]) -> Made:
    """The rows whose answers the solver's own solutions agree on.

    Raises:
        SourceError: If not one is left; it says where they went.
    """
    named, plan, order, setting = work.named, work.plan, work.order, work.setting
    settings, written = order.profile.solving, made.drafts
    assert settings is not None, "an order without a model for its plan was let through"
    assert written is not None, "nothing was drafted"
    model = setting.models.of(settings)
    facts = _facts(named)
    decided_by = [plan.material.decides_rows(), model.name, model.revision, settings.max_model_len, asdict(facts)]
    folder = folder_of("synthesize", SYNTHESIZE_VERSION, None, written, setting, [*decided_by, grading.versions()])
    count = Count(f"solved and judged questions of {named.name}", model)
    if setting.work and not folder.done:
        with setting.store.locked(folder, setting.watch.say), Prompts(setting.watch, f"synthesize {named.name}") as bar:
            counts = written.heights()

            def solve(number: int) -> Batch:
                with reading(written.folders, number):
                    rows = written.part(number).collect()
                return synthesize(rows, plan.material, model, facts, on_progress=bar.moved)

            judges = len(plan.material.judges)
            _model_parts(folder, [count * (1 + judges) for count in counts], solve, bar)
            _finish(folder, written, {"asked": sum(counts)})
    asked.append(count())
    done = replace(made, rows=Track(named.name, (folder,)))
    if folder.done and not sum(folder.heights()):
        raise _barren(named, done)
    return done


def _model_parts(folder: Folder, counts: Sequence[int], work: Callable[[int], Batch], bar: Prompts) -> None:
    """Write each part that is not there; `counts` are the prompts of each, and none are asked where there are none."""
    todo = [number for number in range(len(counts)) if not folder.part(number).is_file()]
    bar.expect([counts[number] for number in todo])
    for number in todo:
        _write(work(number), folder, number)
        bar.settle()


def _finish(folder: Folder, given: Track, facts: dict[str, Any]) -> None:
    """Write the manifest; what was asked and is no row was rejected, and stands beside the parts."""
    heights = [height(folder.part(number)) for number in range(len(given.heights()))]
    rejected = facts["asked"] - sum(heights)
    stage = {"stage": stage_of(folder), "source": given.source, "from": given.names}
    folder.finish(heights, {**stage, "rejected": rejected, **facts})


def _facts(named: NamedSource) -> SourceFacts:
    """What every row of a source carries."""
    source = named.source
    return SourceFacts(
        name=named.name,
        group=source.group,
        licence=source.licence,
        domain=source.domain,
        origin=source.origin,
        answer_type=source.answer_type,
        tolerance=source.grading.tolerance,
        f1_at_least=source.grading.f1_at_least,
    )


def _barren(named: NamedSource, made: Made) -> SourceError:
    """The error for a synthesis that gave nothing: where everything went, and where it can be looked at."""
    said = yield_of(made)
    return SourceError(
        f"not one question was synthesised: {said.in_words()}",
        place=named.name,
        hint=f"what was written stands in {made.folders[-2].path}/rejects-*.parquet",
    )
