"""A mapping tried on a sample: the rows that it makes, and how many of them have a gold answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from pydantic import ValidationError

from curate.stages.ingest.config import Source
from curate.stages.ingest.rows.mapper import Mapper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curate.sources.sampling import Sample
    from curate.stages.ingest.block import Broken

UNKNOWN_LICENCE: Final = "LicenseRef-unknown"

FACTS: Final[Mapping[str, Any]] = {
    "what": "On trial.",
    "why": "On trial.",
    "group": "GPR",
    "origin": "open",
    "form": "open",
    "licence": UNKNOWN_LICENCE,
    "citation": "not known",
    "domain": "mixed",
    "read": {"files": {"paths": ["none"], "format": "jsonl"}},
}
"""What a source must say beside its mapping."""


@dataclass(frozen=True)
class Tried:
    """What came of it.

    Attributes:
        records: How many were tried, those that could not be read left out.
        rows: The rows, with `source_row` as the number of the record.
        broken: Records that made none.
    """

    records: int
    rows: pl.DataFrame
    broken: list[Broken]

    @property
    def resolved(self) -> pl.DataFrame:
        """The rows with a question and a gold answer."""
        return self.rows.filter(pl.col("answer_text").is_not_null() & pl.col("question").is_not_null())

    @property
    def golds(self) -> dict[int, str]:
        """The gold answer of each record that has one: letters of options, or the answer itself."""
        known = self.resolved.select("source_row", "answer")
        return dict(known.iter_rows())

    @property
    def share(self) -> float:
        """The share of the records that became such rows."""
        return self.resolved.height / max(self.records, 1)

    @property
    def offered(self) -> float:
        """The share of the records with two options and more, none of them blank or said twice."""
        several = pl.col("options").list.len() >= 2  # noqa: PLR2004 - a choice
        differ = pl.col("options").list.n_unique() == pl.col("options").list.len()
        return self.rows.filter(several & differ & ~pl.col("options").list.contains("")).height / max(self.records, 1)


def tried(said: Mapping[str, Any], sample: Sample, *, most: int | None = None) -> Tried | None:
    """Try a mapping on the first records of a sample; None where there can be no such mapping."""
    form = "mcq" if "options" in said else "open"
    try:
        source = Source.model_validate({**FACTS, "form": form, "map": dict(said)})
    except ValidationError:
        return None
    block = sample.block(most)
    rows, broken = Mapper("trial", source)(block, sample.files[0] if sample.files else "", "")
    return Tried(len(block.records), rows, broken)
