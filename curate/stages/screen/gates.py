"""The gates: the same rules over documents, before any question is asked about them."""

from __future__ import annotations

from typing import Final

import polars as pl

from curate.row import GATED
from curate.stage import Annotator
from curate.stages.screen.columns import document_columns
from curate.stages.screen.config import ScreenConfig
from curate.stages.screen.stage import reasons

_NONE: Final = pl.lit([], dtype=GATED["gate_reasons"])


def _gates(documents: pl.LazyFrame, config: ScreenConfig) -> pl.LazyFrame:
    # A seed has no text that could be too short or in another language: no gate has anything to say of it.
    seed = pl.col("text").is_null()
    return documents.with_columns(gate_reasons=pl.when(seed).then(_NONE).otherwise(reasons(config.filters)))


GATES: Final = Annotator[ScreenConfig](
    name="gates",
    version=2,
    needs=tuple(document_columns()),
    adds=GATED,
    run=_gates,
)
"""All reasons why a document is not asked about; one without a reason is."""
