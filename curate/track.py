"""One source on its way through the stages: the folders that hold its rows and what was added to them.

Here is how a stage of each kind is run over shards. What the stages are and in which order stands in
`curate.pipeline`.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from curate.stage import Annotator, CorpusAnnotator, checked
from curate.store import Folder, Store, beside, height, reading, write_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic import BaseModel

    from curate.executor import Workers
    from curate.models import Models
    from curate.stage import ModelAnnotator
    from curate.watch import Prompts, Watch

STAGES: Final = (
    "ingest",
    "gates",
    "draft",
    "synthesize",
    "forms",
    "rewrite",
    "verifiability",
    "signatures",
    "deduplicate",
    "screen_early",
    "difficulty",
    "screen",
)
"""The numbers in the names of the store's folders: a listing of the store reads in the order of the stages."""


@dataclass(frozen=True)
class Track:
    """The rows of one source: the folder that made them, then those that added columns."""

    source: str
    folders: tuple[Folder, ...]

    @property
    def names(self) -> list[str]:
        """The folders as manifests and fingerprints name them."""
        return [folder.name for folder in self.folders]

    def heights(self) -> list[int]:
        """Rows of each part."""
        return self.folders[0].heights()

    def rows(self) -> int:
        """Rows in all."""
        return sum(self.heights())

    def part(self, number: int) -> pl.LazyFrame:
        """One part with every column so far."""
        return beside(self.folders, number)

    def parts(self) -> Iterator[pl.LazyFrame]:
        """All parts in order."""
        return (self.part(number) for number in range(len(self.heights())))

    def before(self, stage: str) -> Track:
        """The track as it was before a stage added its columns."""
        before = STAGES[: STAGES.index(stage)]
        return replace(self, folders=tuple(folder for folder in self.folders if stage_of(folder) in before))

    def with_(self, folder: Folder) -> Track:
        """The track with what one more stage added."""
        return replace(self, folders=(*self.folders, folder))


def stage_of(folder: Folder) -> str:
    """The stage that a folder of the store is of, as its name says."""
    return folder.name.partition("-")[2].partition("@")[0]


def numbered(tracks: Sequence[Track]) -> Iterator[tuple[Track, int]]:
    """Every part of all tracks, in order, as its track and its number."""
    for track in tracks:
        for number in range(len(track.heights())):
            yield track, number


@dataclass(frozen=True)
class Setting:
    """What running a stage needs besides rows. Where `work` is false, folders are named and nothing is done: a plan."""

    store: Store
    workers: Workers
    watch: Watch
    models: Models
    work: bool = True


@dataclass(frozen=True)
class _Shard:
    """One part for one stage: what is sent to a worker."""

    stage: Annotator[Any] | CorpusAnnotator[Any]
    config: BaseModel
    folders: tuple[Folder, ...]
    number: int
    out: Folder


def annotated(
    stage: Annotator[Any], config: BaseModel, tracks: Sequence[Track], setting: Setting, decided_by: object
) -> list[Track]:
    """Run a stage over all parts of all sources; parts that are there are done.

    `decided_by` is all that decides the output besides the stage's version, its settings and its rows.
    """
    return _over_shards(stage.name, stage, config, tracks, setting, decided_by)


def signed(stage: CorpusAnnotator[Any], config: BaseModel, tracks: Sequence[Track], setting: Setting) -> list[Track]:
    """The first pass of a stage that sees all rows at once: for each source its signatures, as a track of their own."""
    out = _over_shards("signatures", stage, config, tracks, setting, stage.name)
    return [Track(track.source, track.folders[-1:]) for track in out]


def joined(
    stage: CorpusAnnotator[Any],
    config: BaseModel,
    tracks: Sequence[Track],
    signatures: Sequence[Track],
    setting: Setting,
) -> list[Track]:
    """The second pass: one look at the signatures of all sources, split again into their parts."""
    together = [track.names for track in signatures]
    out = [
        setting.store.folder(STAGES.index(stage.name) + 1, stage.name, stage.version, [config, together, track.names])
        for track in tracks
    ]
    if setting.work and not all(folder.done for folder in out):
        with setting.watch.bar(stage.name, sum(track.rows() for track in tracks), "rows") as bar:
            _join(stage, config, tracks, signatures, setting, out)
            bar.to(sum(track.rows() for track in tracks))
    return [track.with_(folder) for track, folder in zip(tracks, out, strict=True)]


def _join(  # noqa: PLR0913, PLR0917 - the second half of `joined`
    stage: CorpusAnnotator[Any],
    config: BaseModel,
    tracks: Sequence[Track],
    signatures: Sequence[Track],
    setting: Setting,
    out: Sequence[Folder],
) -> None:
    rows = pl.concat([part for track in signatures for part in track.parts()])
    total = sum(track.rows() for track in tracks)
    with ExitStack() as held:
        for track, number in numbered(signatures):
            held.enter_context(reading(track.folders, number))
        answer = checked(stage.name, stage.joined(rows, config).collect(), total)
    at = 0
    for track, folder in zip(tracks, out, strict=True):
        heights = track.heights()
        with setting.store.locked(folder, setting.watch.say):
            for number, rows_of_part in enumerate(heights):
                write_part(answer.slice(at, rows_of_part), folder.part(number))
                at += rows_of_part
            folder.finish(heights, {"stage": stage.name, "source": track.source, "from": track.names})


def asked(  # noqa: PLR0913, PLR0917 - what a folder is named after, and what fills it
    stage: ModelAnnotator[Any],
    config: BaseModel,
    tracks: Sequence[Track],
    setting: Setting,
    decided_by: object,
    prompts: Prompts,
) -> list[Track]:
    """Run a stage that asks a model, a part at a time, in this process: the model is one."""
    out = [folder_of(stage.name, stage.version, config, track, setting, decided_by) for track in tracks]
    if not setting.work:
        return [track.with_(folder) for track, folder in zip(tracks, out, strict=True)]
    todo = [
        (track, folder, number)
        for track, folder in zip(tracks, out, strict=True)
        for number in range(len(track.heights()))
        if not folder.done and not folder.part(number).is_file()
    ]
    prompts.expect([_count(track, number, stage.asks(config).sum()) for track, _, number in todo])
    for track, folder, number in todo:
        with setting.store.locked(folder, setting.watch.say), reading(track.folders, number):
            if not folder.part(number).is_file():  # another build may have done it while this one waited
                added = stage(track.part(number), config).collect()
                write_part(checked(stage.name, added, _count(track, number, pl.len())), folder.part(number))
            prompts.settle()
    for track, folder in zip(tracks, out, strict=True):
        _finish(stage.name, track, folder, setting)
    return [track.with_(folder) for track, folder in zip(tracks, out, strict=True)]


def _count(track: Track, number: int, what: pl.Expr) -> int:
    with reading(track.folders, number):
        return int(track.part(number).select(what).collect().item())


def made(  # noqa: PLR0913 - what a folder is named after, and what fills it
    stage: str,
    version: int,
    track: Track,
    setting: Setting,
    *,
    decided_by: object,
    run: Callable[[pl.DataFrame], pl.DataFrame],
) -> Track:
    """Run a stage that makes rows from the parts of another: the new folder starts a new track."""
    folder = folder_of(stage, version, None, track, setting, decided_by)
    if setting.work and not folder.done:
        shards = [_Making(run, track.folders[-1], number, folder) for number in range(len(track.heights()))]
        bar = setting.watch.bar(f"{stage} {track.source}", track.rows(), "rows")
        with setting.store.locked(folder, setting.watch.say), bar as moved:
            heights = _each(_make, shards, track.rows(), setting, moved.to)
            folder.finish(heights, {"stage": stage, "source": track.source, "from": track.names})
    return Track(track.source, (folder,))


@dataclass(frozen=True)
class _Making:
    """One part for one stage that makes rows: what is sent to a worker."""

    run: Callable[[pl.DataFrame], pl.DataFrame]
    source: Folder
    number: int
    out: Folder


def _make(shard: _Making) -> tuple[int, int]:
    """Work on one part, perhaps in another process; gives its rows, and those made of them."""
    given, path = shard.source.part(shard.number), shard.out.part(shard.number)
    if not path.is_file():
        rows = pl.read_parquet(shard.source.whole(shard.number), glob=False)
        write_part(shard.run(rows), path)
    return height(given), height(path)


def _over_shards(  # noqa: PLR0913, PLR0917 - what a folder is named after, and what fills it
    name: str,
    stage: Annotator[Any] | CorpusAnnotator[Any],
    config: BaseModel,
    tracks: Sequence[Track],
    setting: Setting,
    decided_by: object,
) -> list[Track]:
    out = [folder_of(name, stage.version, config, track, setting, decided_by) for track in tracks]
    todo = [(track, folder) for track, folder in zip(tracks, out, strict=True) if not folder.done]
    if setting.work and todo:
        total = sum(track.rows() for track, _ in todo)
        with setting.watch.bar(name, total, "rows") as bar:
            _fill(stage, config, todo, setting, total, bar.to)
    return [track.with_(folder) for track, folder in zip(tracks, out, strict=True)]


def _fill(  # noqa: PLR0913, PLR0917 - the second half of `_over_shards`
    stage: Annotator[Any] | CorpusAnnotator[Any],
    config: BaseModel,
    todo: Sequence[tuple[Track, Folder]],
    setting: Setting,
    total: int,
    moved: Callable[[int], None],
) -> None:
    with ExitStack() as held:
        for _, folder in sorted(todo, key=lambda work: work[1].name):  # in one order: two builds never wait in a ring
            held.enter_context(setting.store.locked(folder, setting.watch.say))
        shards = [
            _Shard(stage, config, track.folders, number, folder)
            for track, folder in todo
            for number in range(len(track.heights()))
        ]
        _each(_annotate, shards, total, setting, moved)
        for track, folder in todo:
            folder.finish(track.heights(), {"stage": stage.name, "source": track.source, "from": track.names})


def _each(
    work: Callable[[Any], tuple[int, int]],
    items: Sequence[Any],
    rows: int,
    setting: Setting,
    moved: Callable[[int], None],
) -> list[int]:
    """The heights of the parts that came out; `moved` is told of the rows that went in."""
    done = 0

    def more(heights: tuple[int, int]) -> None:
        nonlocal done
        done += heights[0]
        moved(done)

    return [after for _, after in setting.workers.each(work, items, rows=rows, done=more)]


def _finish(stage: str, track: Track, folder: Folder, setting: Setting) -> None:
    if not folder.done:
        with setting.store.locked(folder, setting.watch.say):
            folder.finish(track.heights(), {"stage": stage, "source": track.source, "from": track.names})


def _annotate(shard: _Shard) -> tuple[int, int]:
    """Work on one part, perhaps in another process; gives its rows, twice: an annotator moves none."""
    path = shard.out.part(shard.number)
    rows = height(shard.folders[0].part(shard.number))
    if not path.is_file():
        run = shard.stage.signed if isinstance(shard.stage, CorpusAnnotator) else shard.stage
        with reading(shard.folders, shard.number):
            added = run(beside(shard.folders, shard.number), shard.config).collect()
        write_part(checked(shard.stage.name, added, rows), path)
    return rows, rows


def folder_of(  # noqa: PLR0913, PLR0917 - all that a folder is named after
    name: str, version: int, config: BaseModel | None, track: Track, setting: Setting, decided_by: object
) -> Folder:
    """Where the output of a stage over one source lies."""
    number = STAGES.index(name) + 1
    return setting.store.folder(number, name, version, [track.source, config, track.names, decided_by])
