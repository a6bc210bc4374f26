"""The rules on options, on questions of public sets that were labelled by hand: how often `independent` is right."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from curate.content import load
from curate.stages.forms.dependence import dependence
from curate.stages.ingest.config import Source
from curate.stages.ingest.stage import ingest

HERE = Path(__file__).parent
LABELS = pl.read_csv(HERE.parent / "stages/forms/dependence/real.csv")

pytestmark = pytest.mark.skipif(
    not (HERE.parents[2] / "shared/data").is_dir(), reason="the real data are not beside this checkout"
)


def rows_of(name: str) -> pl.DataFrame:
    path = HERE / f"blends/sources/{name}.yaml"
    source = load(path, Source)
    (how, *_) = source.read
    batches = ingest(name, source, how, base=path.parent, place=path, limit=None, shard_rows=16_384)
    return pl.concat([batch.rows for batch in batches]).unique("id", keep="first", maintain_order=True)


def test_most_of_what_is_called_independent_is_so_and_most_of_it_is_found() -> None:
    found = [
        rows_of(name).join(labels, on="id").with_columns(told=dependence().struct.field("label"))
        for (name,), labels in LABELS.group_by("source", maintain_order=True)
    ]
    told = pl.concat(found)
    assert told.height == LABELS.height == 300
    said, so = told["told"] == "independent", told["label"] == "independent"
    right = int((said & so).sum())
    assert right / int(said.sum()) >= 0.84, "precision"
    assert right / int(so.sum()) >= 0.80, "recall"
