"""Ask, grade, count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import polars as pl

from curate.grading import grade
from curate.inference.model import Generation, Model, Progress, Prompt, Sampling, silent
from curate.row import ADDED, ROW
from curate.stage import Annotator, ModelAnnotator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.stages.difficulty.config import DifficultyConfig

DIFFICULTY_VERSION: Final = 1
"""Raised whenever the same rows and the same responses give other columns."""

_GRADED_BY = ("answer", "answer_type", "options", "accepted", "tolerance", "f1_at_least")
_NEEDS = (*ROW, "early_reasons")
_SPREAD = 1 << 32


Probe: TypeAlias = "Callable[[pl.DataFrame], pl.Series]"
"""How rows are put to the model that measures: rows of `curate.row.ROW` in, `curate.row.MESSAGES` out."""


def trained(rows: pl.DataFrame) -> pl.Series:
    """The probe that asks as training will: the row's own prompt."""
    return rows.get_column("prompt")


def difficulty(model: Model, probe: Probe, on_progress: Progress = silent) -> ModelAnnotator[DifficultyConfig]:
    """The stage that measures with this model.

    Args:
        model: What is asked; a `curate.inference.kept.KeptModel`, so that nothing is asked twice.
        probe: Gives the messages to send, from rows of `curate.row.ROW`; see `trained` for the plainest.
        on_progress: Told prompts answered, tokens read and tokens written, as they come, per shard.
    """

    def run(rows: pl.DataFrame, config: DifficultyConfig) -> pl.DataFrame:
        return _measured(rows, config, model, probe, on_progress)

    return ModelAnnotator("difficulty", DIFFICULTY_VERSION, _NEEDS, ADDED["difficulty"], run, asks)


def _measured(
    rows: pl.DataFrame, config: DifficultyConfig, model: Model, probe: Probe, on_progress: Progress
) -> pl.DataFrame:
    drawn = sampling(config)
    rows = rows.with_columns(status(config).alias("difficulty_status"))
    asked = rows.filter(pl.col("difficulty_status").is_null())
    prompts = cast("list[Prompt]", probe(asked).to_list())
    room = model.max_prompt_tokens(drawn)
    fits = [length <= room for length in model.count_tokens(prompts)]
    answers = model.generate(
        [prompt for prompt, fit in zip(prompts, fits, strict=True) if fit], drawn, on_progress=on_progress
    )
    given = iter(answers)
    counted = [
        _counted(row, next(given), config.timeout_s) if fit else _TOO_LONG
        for row, fit in zip(asked.select(_GRADED_BY).iter_rows(named=True), fits, strict=True)
    ]
    return _beside(rows, counted, f"{model.name}@{model.revision}")


def sampling(config: DifficultyConfig) -> Sampling:
    """How the model is sampled."""
    return Sampling(config.temperature, config.top_p, config.max_tokens, config.samples, config.seed)


def asks(config: DifficultyConfig) -> pl.Expr:
    """Which rows the model is asked about."""
    return status(config).is_null()


def status(config: DifficultyConfig) -> pl.Expr:
    """Why a row is not asked about; null for a row that is.

    Which rows are sampled hangs on their ids alone: the same on every machine, and a larger share only adds to them.
    """
    place = pl.col("id").str.head(8).str.to_integer(base=16)
    return (
        pl.when(pl.col("early_reasons").list.len() > 0)
        .then(pl.lit("skipped"))
        .when(place >= config.sampled * _SPREAD)
        .then(pl.lit("not_sampled"))
        .otherwise(pl.lit(None, pl.String))
    )


_TOO_LONG: Final[Mapping[str, Any]] = {"difficulty_status": "too_long"}


def _counted(row: dict[str, Any], generations: Sequence[Generation], timeout_s: float) -> dict[str, Any]:
    """The columns of one row from its responses: a response that was cut is truncated, unless it is right already."""
    counts = {"right": 0, "wrong": 0, "ungradable": 0, "truncated": 0}
    for generation in generations:
        verdict = grade(
            generation.text,
            row["answer"] or "",
            row["answer_type"] or "",
            options=row["options"],
            accepted=row["accepted"] or (),
            timeout_s=timeout_s,
            tolerance=row["tolerance"],
            f1_at_least=row["f1_at_least"],
        )
        cut = generation.finish == "length" and verdict.status == "wrong"
        counts["truncated" if cut else verdict.status] += 1
    known = len(generations) - counts["ungradable"]
    return {
        "pass_rate": counts["right"] / known if known else None,
        **{f"n_{name}": count for name, count in counts.items()},
        "difficulty_status": "measured" if known else "ungradable",
        "first_response": generations[0].text,
    }


def _beside(rows: pl.DataFrame, counted: Sequence[Mapping[str, Any]], model: str) -> pl.DataFrame:
    """The measured columns put back beside all rows; those that were not asked about keep their status alone."""
    adds = ADDED["difficulty"]
    asked = rows.with_row_index("__at").filter(pl.col("difficulty_status").is_null()).select("__at")
    measured = pl.DataFrame(
        [{"difficulty_model": model, **columns} for columns in counted],
        schema=dict(adds),
    )
    found = (
        rows.drop("difficulty_status")
        .with_row_index("__at")
        .join(pl.concat([asked, measured], how="horizontal"), on="__at", how="left", maintain_order="left")
    )
    known = rows.get_column("difficulty_status")
    return found.drop("__at").with_columns(pl.coalesce("difficulty_status", known))


def _unmeasured(rows: pl.LazyFrame, _: DifficultyConfig) -> pl.LazyFrame:
    unknown = [pl.lit(None, kind).alias(name) for name, kind in ADDED["difficulty"].items()]
    return rows.with_columns(unknown).with_columns(difficulty_status=pl.lit("no_model"))


UNMEASURED: Final = Annotator("difficulty", DIFFICULTY_VERSION, ("id",), ADDED["difficulty"], _unmeasured)
"""The same columns where no model is asked: nothing is known of any row, and the status says so."""
