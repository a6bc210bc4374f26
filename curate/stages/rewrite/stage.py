"""The stage: templates over rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from curate.errors import ContentError, one_of
from curate.row import MESSAGES, ROW
from curate.stage import StageError
from curate.stages.rewrite.choice import chosen
from curate.stages.rewrite.config import FORM_OF, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curate.stages.rewrite.config import RewriteConfig
    from curate.template import Template

REWRITE_VERSION: Final = 3
"""Raised whenever the same rows, config and templates give other rows."""

_MATHEMATICAL: Final = ("math", "expression")  # no quantity: the math templates ask for answers without units
_MADE: Final = ("template", "prompt")
_AT: Final = "__at"


def rewrite(rows: pl.DataFrame, config: RewriteConfig, templates: Mapping[str, Template]) -> pl.DataFrame:
    """Put every row into the words of a template.

    Args:
        rows: Rows of `curate.row.ROW`; `template` and `prompt` are not looked at and may be missing.
        config: Which templates, and how often.
        templates: The loaded templates, at least those of `config.names()`, by name.

    Returns:
        Exactly the columns of `curate.row.ROW`: the given rows in their order, with nothing changed but `template`
        and `prompt`.

    Raises:
        ContentError: If a template is missing, renders the other form, or cannot be rendered for a row.
        StageError: If `rows` are no rows of `curate.row.ROW`.
    """
    _check_templates(config, templates)
    given = _checked(rows)
    named = given.with_columns(_names(given, config).alias("template"))
    return named.with_columns(_prompts(named, templates)).select(*ROW)


def _check_templates(config: RewriteConfig, templates: Mapping[str, Template]) -> None:
    for kind, form in FORM_OF.items():
        for name in config.templates.of(kind):
            field = f"rewrite.templates.{kind}.{name}"
            if name not in templates:
                raise ContentError(one_of(name, templates, what="template"), field=field)
            if templates[name].head.form != form:
                what = f"must be a template of form {form} (got {templates[name].head.form})"
                raise ContentError(what, field=field, place=templates[name].place)


def _checked(rows: pl.DataFrame) -> pl.DataFrame:
    wanted = {name: kind for name, kind in ROW.items() if name not in _MADE}
    wrong = [
        f"{name}: {rows.schema.get(name)} for {kind}" for name, kind in wanted.items() if rows.schema.get(name) != kind
    ]
    if wrong:
        raise StageError(f"rewrite was given something else than rows: {', '.join(wrong)}")
    return rows.select(*wanted)


def _kinds() -> dict[Kind, pl.Expr]:
    mcq, math = pl.col("form").eq_missing("mcq"), pl.col("answer_type").is_in(_MATHEMATICAL).fill_null(value=False)
    return {"mcq": mcq, "math": ~mcq & math, "open": ~mcq & ~math}


def _names(rows: pl.DataFrame, config: RewriteConfig) -> pl.Series:
    """The template of each row."""
    ids = rows.select("id", *(test.alias(kind) for kind, test in _kinds().items())).with_row_index(_AT)
    parts = [
        part.select(_AT, chosen(part["id"], config.templates.of(kind)).alias("template"))
        for kind in FORM_OF
        if (part := ids.filter(pl.col(kind))).height
    ]
    return pl.concat(parts).sort(_AT)["template"] if parts else pl.Series(dtype=pl.String)


def _prompts(rows: pl.DataFrame, templates: Mapping[str, Template]) -> pl.Series:
    """The prompt of each row: one pass over the rows of each template."""
    seen = rows.select("question", "options", "subject", "template").with_row_index(_AT)
    parts = [
        seen.filter(pl.col("template") == name).select(_AT, templates[name].messages().alias("prompt"))
        for name in seen["template"].unique().sort()
    ]
    return pl.concat(parts).sort(_AT)["prompt"] if parts else pl.Series("prompt", dtype=MESSAGES)
