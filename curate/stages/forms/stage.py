"""The stage: rows, and beside them the same questions in other forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from curate.errors import ModelError
from curate.prompts.putting import unwatched
from curate.row import CONVERSION, ROW
from curate.stage import StageError
from curate.stages.forms import asking, options_added, options_made
from curate.stages.forms.asking import decided, rewritten, unasked
from curate.stages.forms.dependence import dependence
from curate.stages.forms.options_added import extended
from curate.stages.forms.options_made import with_options
from curate.stages.forms.order import reordered
from curate.stages.forms.to_open import SCRATCH, open_children

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from curate.inference.model import Model, Progress
    from curate.prompts.prompt import Prompt
    from curate.stages.forms.config import FormsConfig
    from curate.stages.forms.options_added import Extended

FORMS_VERSION: Final = 1
"""Raised whenever the same rows and settings give other rows."""

_AT: Final = "__at"


@dataclass(frozen=True)
class Asker:
    """Whom the stage asks, and with which prompts.

    Attributes:
        writer: Puts questions into other words, and thinks of wrong options.
        judge: Decides what rules leave open, and judges what the writer wrote.
        prompts: The files of `templates/forms/`, by name.
    """

    writer: Model
    judge: Model
    prompts: Mapping[str, Prompt]


def forms(
    rows: pl.DataFrame,
    config: FormsConfig,
    asker: Asker | None = None,
    *,
    on_progress: Callable[[], Progress] = unwatched,
) -> pl.DataFrame:
    """Say of every question whether it can do without its options, and ask it in the other forms that are wanted.

    Args:
        rows: Rows of `curate.row.ROW`, as their source has them.
        config: Which forms are wanted.
        asker: Whom to ask, where `config.ask` says that models are asked.
        on_progress: Gives, for each call of a model, what `Model.generate` is told to tell.

    Returns:
        Rows of `curate.row.ROW`: the given ones in their order, each with its children right after it.

    Raises:
        StageError: If `rows` are no rows of `curate.row.ROW`.
        ContentError: If a prompt is missing, is none of its kind, or cannot be rendered.
        ModelError: If a model cannot answer, or is to be asked and there is none.
    """
    if config.ask and asker is None:
        raise ModelError("the forms are to be asked of a model, and there is none")
    asker = asker if config.ask else None
    placed = _known(_checked(rows), config).with_row_index(_AT)
    placed = _openly(placed, config, asker, on_progress)
    children = [open_children(placed)] if config.mcq_to_open == "also" else []
    placed = placed.drop(*SCRATCH, strict=False)
    writer, prompts = (asker.writer, asker.prompts) if asker else (None, None)
    if config.open_to_mcq == "also":
        children.append(with_options(placed, config, writer, prompts, on_progress=on_progress))
    if config.extend:
        placed = _with_more(placed, extended(placed, config, writer, prompts, on_progress=on_progress))
    if config.shuffle:
        placed = reordered(placed, config.seed)
    together = pl.concat([placed, *children], how="diagonal")
    return together.sort(_AT, maintain_order=True).select(*ROW)


def _checked(rows: pl.DataFrame) -> pl.DataFrame:
    wrong = [
        f"{name}: {rows.schema.get(name)} for {kind}" for name, kind in ROW.items() if rows.schema.get(name) != kind
    ]
    if wrong:
        raise StageError(f"forms was given something else than rows: {', '.join(wrong)}")
    return rows.select(*ROW)


def _known(rows: pl.DataFrame, config: FormsConfig) -> pl.DataFrame:
    """The rows with their history, and what rules say of their dependence on options."""
    mcq = pl.col("form").eq_missing("mcq")
    told = rows.with_columns(found=dependence(config.phrases), history=pl.col("history").fill_null(pl.col("form")))
    return told.with_columns(
        dependence=pl.when(mcq).then(pl.col("found").struct.field("label")),
        dependence_evidence=pl.when(mcq).then(pl.col("found").struct.field("evidence")),
    ).drop("found")


def _openly(
    rows: pl.DataFrame, config: FormsConfig, asker: Asker | None, on_progress: Callable[[], Progress]
) -> pl.DataFrame:
    """The rows with what is left open decided; asked of models, those that lean on their options are rewritten too."""
    if asker is None or config.mcq_to_open == "never":
        return unasked(rows)
    known = decided(rows, asker.judge, asker.prompts, seed=config.seed, on_progress=on_progress)
    return rewritten(known, asker.writer, asker.judge, asker.prompts, seed=config.seed, on_progress=on_progress)


def _with_more(rows: pl.DataFrame, more: Extended) -> pl.DataFrame:
    """The rows, those with too few options in the form with more; where there is none, `conversion` says why."""
    good = pl.col("conversion").struct.field("failed").is_null()
    made = more.children.filter(good)
    failed = more.children.filter(~good).select(pl.col("parent").alias("id"), "conversion")
    refused = more.refused.select("id", conversion=_refused(pl.col("why")))
    left = rows.filter(~pl.col("id").is_in(made["parent"].implode()))
    why = pl.concat([failed, refused]).unique("id", keep="first", maintain_order=True).rename({"conversion": "__why"})
    told = left.join(why, on="id", how="left", maintain_order="left")
    told = told.with_columns(pl.coalesce("conversion", "__why").alias("conversion")).drop("__why")
    return pl.concat([told, made.select(told.columns)]).sort(_AT, maintain_order=True)


def _refused(why: pl.Expr) -> pl.Expr:
    fields = [pl.lit(None, dtype=kind).alias(name) for name, kind in CONVERSION.to_schema().items() if name != "failed"]
    return pl.struct(*fields, why.alias("failed")).cast(CONVERSION)


def prompts_planned(rows: pl.DataFrame, config: FormsConfig) -> int:
    """How many prompts `forms` will put to models about rows at most, before any is put a second time."""
    if not config.ask:
        return 0
    known = _known(_checked(rows), config)
    openly = sum(asking.planned(known)) if config.mcq_to_open == "also" else 0
    made = options_made.planned(known, config) if config.open_to_mcq == "also" else 0
    return openly + made + (options_added.planned(known, config) if config.extend else 0)
