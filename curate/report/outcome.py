"""What came out of a build, in numbers that add up: the funnel, by source, form and difficulty, and the manifest.

The law behind the numbers: records read = broken + rows of ingest; rows of ingest + made by rewrite = kept + dropped;
kept = in the blend + left over by its weights or in no share. The first two are checked before a manifest is written.
Of a synthesised source the records are the questions that were asked for; `curate.report.yields` counts their way.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from curate import __version__, grading
from curate.report.letters import balance
from curate.report.yields import yield_of
from curate.stage import StageError
from curate.store import file_hash

if TYPE_CHECKING:
    from pathlib import Path

    from curate.making import Made
    from curate.models import Asked
    from curate.order import NamedSource, Order
    from curate.pipeline import Cut, Way
    from curate.report.letters import Letters
    from curate.report.yields import Yield
    from curate.stages.blend.stage import Chosen

SPLITS: Final = ("train", "val")


@dataclass(frozen=True)
class Line:
    """One source on its way: how many rows each step left.

    Attributes:
        source: Its name.
        records: Records that were read; of a synthesised source, questions that were asked for.
        broken: Of these, what became no row; it stands in the store with its reasons.
        made: Open rows that rewriting made beside the records' own.
        dropped: Rows with a reason to go.
        kept: Rows that stayed.
        train: Different rows of the source in train.parquet (a row used in two epochs counts once).
        val: Rows in val.parquet.
    """

    source: str
    records: int
    broken: int
    made: int
    dropped: int
    kept: int
    train: int
    val: int

    @property
    def left_over(self) -> int:
        """Rows that stayed, and that the weights left out."""
        return self.kept - self.train - self.val


COLUMNS: Final = ("source", "records", "broken", "made", "dropped", "kept", "train", "val", "left_over")
"""What of a line is shown, in the order of the steps."""


@dataclass(frozen=True)
class Outcome:
    """All that is known at the end of a build."""

    order: Order
    folder: Path | None
    funnel: tuple[Line, ...]
    reasons: tuple[tuple[str, int, int], ...]
    """Name of the reason, rows that have it, and rows that have no other."""
    by_form: tuple[tuple[str, int, int], ...]
    """Form, rows that came in, rows of the blend."""
    by_answer_type: tuple[tuple[str, int, int], ...]
    """How answers are graded, rows that came in, rows of the blend."""
    letters: tuple[Letters, ...]
    """Of the blend's multiple-choice rows, by number of options: how often each letter is right."""
    by_difficulty: tuple[tuple[str, int, int], ...]
    """Band of pass rates (or why there is none), rows that came in, rows of the blend."""
    shares: tuple[dict[str, Any], ...]
    in_no_share: int
    rows: dict[str, int]
    """Lines of each Parquet file."""
    stages: tuple[dict[str, Any], ...]
    identities: dict[str, dict[str, str]]
    """Of each source, what its rows hang on: hashes of its files, or the commit of the hub."""
    example: str | None
    """The id of a row that left, to try `curate why` on."""
    yields: tuple[Yield, ...] = ()
    """Of each synthesised source, what became of its documents and questions."""
    asked: Asked | None = None
    """What this build asked of a model about difficulty; it stands in no manifest, since a second run asks nothing."""
    written: tuple[Asked, ...] = ()
    """The same of the models that synthesise questions."""

    def table(self) -> list[tuple[str | int, ...]]:
        """The funnel as lines of `COLUMNS`, the last of them the sums."""
        lines = [tuple(getattr(line, name) for name in COLUMNS) for line in self.funnel]
        return [*lines, ("all", *(sum(line[at] for line in lines) for at in range(1, len(COLUMNS))))]

    @property
    def measured(self) -> bool:
        """Whether the recipe and the profile asked for a model's pass rates."""
        return self.order.recipe.difficulty is not None and self.order.profile.model is not None

    def manifest(self, folder: Path) -> dict[str, Any]:
        """What decides the blend and what it is, in plain values; the same build gives the same manifest.

        Args:
            folder: Where the Parquet files stand.
        """
        order = self.order
        return {
            "curate": __version__,
            "recipe": {"name": order.name, **order.recipe.model_dump(mode="json")},
            "profile": {"name": order.profile_name, **order.profile.model_dump(mode="json")},
            "limit": order.limit,
            "sources": [self._source(named) for named in order.sources],
            "filters": {named.name: named.filter.rule.model_dump(mode="json") for named in order.filters},
            "templates": {
                name: {"system": template.head.system, "body": template.body}
                for name, template in sorted(order.templates.items())
            },
            "grading": grading.versions(),
            "libraries": {name: version(name) for name in ("polars", "pyarrow", "xxhash")},
            "files": {
                path.name: {"rows": self.rows[path.name], "xxh3_128": file_hash(path), "bytes": path.stat().st_size}
                for path in sorted(folder.glob("*.parquet"))
            },
            "funnel": [{name: getattr(line, name) for name in COLUMNS} for line in self.funnel],
            "synthesis": [dataclasses.asdict(found) for found in self.yields],
            "reasons": [{"reason": name, "rows": rows, "alone": alone} for name, rows, alone in self.reasons],
            "forms": [{"form": name, "in": given, "out": out} for name, given, out in self.by_form],
            "answer_types": [{"type": name, "in": given, "out": out} for name, given, out in self.by_answer_type],
            "letters": [found.plain() for found in self.letters],
            "difficulty": [{"pass_rate": name, "in": given, "out": out} for name, given, out in self.by_difficulty],
            "shares": list(self.shares),
            "in_no_share": self.in_no_share,
            "stages": list(self.stages),
        }

    def _source(self, named: NamedSource) -> dict[str, Any]:
        """What a source is and hangs on, with the plan and the models where its questions are synthesised."""
        source, profile = named.source, self.order.profile
        facts: dict[str, Any] = {
            "name": named.name,
            "licence": source.licence,
            "origin": source.origin,
            "group": source.group,
            "citation": source.citation,
            "faults": list(source.faults),
            "read": source.read[named.how].model_dump(mode="json"),
            "content": self.identities[named.name],
        }
        if named.plan is not None and profile.writing is not None and profile.solving is not None:
            material = named.plan.material
            facts["synthesis"] = {
                "plan": {"name": material.name, **material.config.model_dump(mode="json", exclude={"what", "why"})},
                "gates": {gate.name: gate.filter.rule.model_dump(mode="json") for gate in named.plan.gates},
                "decides": {"drafts": material.decides_drafts(), "rows": material.decides_rows()},
                "generator": profile.writing.model_dump(mode="json"),
                "solver": profile.solving.model_dump(mode="json"),
            }
        return facts


def settled(order: Order, way: Way, cut: Cut, chosen: Chosen) -> Outcome:
    """Count what came out.

    Raises:
        StageError: If the numbers do not add up: a row was lost or counted twice, which no build may hide.
    """
    read, tracks, kept, tally = way.read, way.tracks, cut.kept, cut.tally
    used = {split: _used(kept, getattr(chosen, split)) for split in SPLITS}
    out = pl.concat([frame.select("form", "answer_type", "band") for frame in used.values()]).with_columns(
        rows=pl.lit(1)
    )
    return Outcome(
        identities={made.rows.source: made.read.manifest()["identity"] for made in read},
        yields=tuple(yield_of(made) for made in read if made.documents is not None),
        example=cut.example,
        order=order,
        folder=None,
        funnel=tuple(_line(made, tally, kept, used) for made in read),
        reasons=_reasons(tally, order),
        by_form=_both(_count(tally, "form"), _count(out, "form")),
        by_answer_type=_both(_count(tally, "answer_type"), _count(out, "answer_type")),
        letters=balance(pl.concat(list(used.values()))),
        by_difficulty=_both(_count(_banded(tally), "band"), _count(out, "band")),
        shares=tuple(chosen.table.to_dicts()),
        in_no_share=chosen.in_no_share,
        rows={
            "train.parquet": chosen.train.height,
            "val.parquet": chosen.val.height,
            "dropped.parquet": int(tally.filter(pl.col("drop_reasons").list.len() > 0).get_column("rows").sum()),
        },
        stages=tuple(
            {"source": track.source, "folders": [folder.name for folder in (*first.folders, *track.folders)]}
            for first, track in zip(read, tracks, strict=True)
        ),
    )


def _used(kept: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    """The kept rows that a split uses, each once."""
    return _banded(kept).join(chosen.select("position").unique(), on="position", how="semi")


def _banded(rows: pl.DataFrame) -> pl.DataFrame:
    """With `band`: the quarter of the pass rate, its two ends apart, or why none was measured."""
    rate = pl.col("pass_rate")
    band = (
        pl.when(rate.is_null())
        .then(pl.col("difficulty_status"))
        .when(rate == 0)
        .then(pl.lit("0"))
        .when(rate == 1)
        .then(pl.lit("1"))
        .when(rate < 0.25)  # noqa: PLR2004 - quarters
        .then(pl.lit("0 to 0.25"))
        .when(rate < 0.5)  # noqa: PLR2004
        .then(pl.lit("0.25 to 0.5"))
        .when(rate < 0.75)  # noqa: PLR2004
        .then(pl.lit("0.5 to 0.75"))
        .otherwise(pl.lit("0.75 to 1"))
    )
    return rows.with_columns(band=band)


def _line(made: Made, tally: pl.DataFrame, kept: pl.DataFrame, used: dict[str, pl.DataFrame]) -> Line:
    track = made.rows
    mine = tally.filter(pl.col("source") == track.source)
    rows = track.rows()
    broken = sum(int(one.folders[0].manifest()["rejected"]) for one in (made.drafts, track) if one is not None)
    total = int(mine.get_column("rows").sum())
    dropped = int(mine.filter(pl.col("drop_reasons").list.len() > 0).get_column("rows").sum())
    stayed = kept.filter(pl.col("source") == track.source).height
    if stayed + dropped != total or total < rows:
        raise StageError(f"{track.source}: {rows} rows read, {total} in the store, {stayed} kept and {dropped} dropped")
    return Line(
        source=track.source,
        records=rows + broken,
        broken=broken,
        made=total - rows,
        dropped=dropped,
        kept=stayed,
        **{split: frame.filter(pl.col("source") == track.source).height for split, frame in used.items()},
    )


def _reasons(tally: pl.DataFrame, order: Order) -> tuple[tuple[str, int, int], ...]:
    """Every filter of the recipe, in its order, with how many rows it alone and with others sends away."""
    reasons = pl.col("drop_reasons")

    def rows(test: pl.Expr) -> int:
        return int(tally.filter(test).get_column("rows").sum())

    return tuple(
        (named.name, rows(reasons.list.contains(named.name)), rows(reasons == [named.name])) for named in order.filters
    )


def _count(frame: pl.DataFrame, by: str) -> dict[str, int]:
    return dict(frame.group_by(by).agg(pl.col("rows").sum()).sort(by).iter_rows())


def _both(first: dict[str, int], second: dict[str, int]) -> tuple[tuple[str, int, int], ...]:
    return tuple((str(name), first[name], second.get(name, 0)) for name in first)
