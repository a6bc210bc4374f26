"""Kept rows as the stages leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.row import all_columns

if TYPE_CHECKING:
    from collections.abc import Callable


def _rows(count: int, *, form: str = "mcq", source: str = "mmlu_train", **columns: Any) -> pl.DataFrame:
    """Rows of one form; a column given by name has that value in each of them."""
    mcq = form == "mcq"
    values: dict[str, list[Any]] = {
        "id": [f"{source}-{number}" for number in range(count)],
        "form": [form] * count,
        "options": [[f"two plus {number}", "three", "none of them"] if mcq else None for number in range(count)],
        "answer": ["B" if mcq else f"{number}" for number in range(count)],
        "answer_text": ["three" if mcq else f"{number}" for number in range(count)],
        "accepted": [["3"]] * count,
        "answer_type": ["choice" if mcq else "math"] * count,
        "source": [source] * count,
        "domain": ["stem"] * count,
        "prompt": [
            [{"role": "system", "content": "Think."}, {"role": "user", "content": f"What is {number}?"}]
            for number in range(count)
        ],
        **{name: [value] * count for name, value in columns.items()},
    }
    kinds = {**all_columns(), "epoch": pl.Int32}
    nothing = [None] * count
    return pl.DataFrame({name: pl.Series(name, values.get(name, nothing), dtype=kinds[name]) for name in kinds})


@pytest.fixture(scope="session")
def rows() -> Callable[..., pl.DataFrame]:
    return _rows
