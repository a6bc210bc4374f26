"""Kept rows and wishes, small enough to count by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.stages.blend.config import COLUMNS, BlendConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def _kept(counts: Mapping[str, int], families: Mapping[str, str] | None = None, **columns: str) -> pl.DataFrame:
    """So many rows of each source, named `source-0`, `source-1` and so on; `families` by name of the row."""
    ids = [f"{source}-{number}" for source, count in counts.items() for number in range(count)]
    return _frame(
        ids, [(families or {}).get(name) for name in ids], [name.rsplit("-", 1)[0] for name in ids], **columns
    )


def _frame(ids: Sequence[str], families: Sequence[str | None], sources: Sequence[str], **columns: str) -> pl.DataFrame:
    same = {column: [columns.get(column)] * len(ids) for column in COLUMNS if column != "source"}
    return pl.DataFrame(
        {"position": range(len(ids)), "id": ids, "family": families, "source": sources, **same},
        schema={"position": pl.UInt32, "id": pl.String, "family": pl.String, **dict.fromkeys(COLUMNS, pl.String)},
    )


def _wish(weights: Mapping[str, float], **settings: Any) -> BlendConfig:
    """A share for each source."""
    shares = [{"where": {"source": source}, "weight": weight} for source, weight in weights.items()]
    return BlendConfig.model_validate({"shares": shares, "rows": "max", "val": 1, "seed": 7, **settings})


@pytest.fixture(scope="session")
def kept() -> Callable[..., pl.DataFrame]:
    return _kept


@pytest.fixture(scope="session")
def frame() -> Callable[..., pl.DataFrame]:
    return _frame


@pytest.fixture(scope="session")
def wish() -> Callable[..., BlendConfig]:
    return _wish
