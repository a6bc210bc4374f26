"""The gates: the same rules over documents, before any question is asked about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from curate.row import GATED
from curate.stage import Annotator
from curate.stages.screen.columns import document_columns
from curate.stages.screen.config import ScreenConfig
from curate.stages.screen.stage import reasons

if TYPE_CHECKING:
    import polars as pl


def _gates(documents: pl.LazyFrame, config: ScreenConfig) -> pl.LazyFrame:
    return documents.with_columns(gate_reasons=reasons(config.filters))


GATES: Final = Annotator[ScreenConfig](
    name="gates",
    version=1,
    needs=tuple(document_columns()),
    adds=GATED,
    run=_gates,
)
"""All reasons why a document is not asked about; one without a reason is."""
