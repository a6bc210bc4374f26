"""The dirt that was put into the samples on purpose is found, row by row, by the filters of the main recipe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate import samples
from curate.content import Shelves
from curate.order import resolve
from curate.pipeline import build

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

Place = tuple[str, int]
DIRT: Mapping[str, list[dict[str, Any]]] = json.loads(samples.path("dirt.json").read_bytes())


@pytest.fixture(scope="module")
def reasons(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Place, AbstractSet[str]]:
    """The reasons of every row of a record that left (an open child's count as its parent's)."""
    place = tmp_path_factory.mktemp("samples")
    root = Path(__file__).parents[2]
    outcome = build(resolve("stem_heavy", "unmeasured", Shelves(root)), store=place / "store", out=place / "out")
    assert outcome.folder is not None
    dropped = pl.read_parquet(outcome.folder / "dropped.parquet")
    found: dict[Place, set[str]] = {}
    for file, row, why in dropped.select("source_file", "source_row", "drop_reasons").iter_rows():
        found.setdefault((file, row), set()).update(why)
    return found


@pytest.mark.parametrize("kind", ["exact_duplicate", "cross_source_duplicate"])
def test_of_two_records_that_ask_the_same_one_goes(reasons: Mapping[Place, AbstractSet[str]], kind: str) -> None:
    missed = [
        pair
        for pair in DIRT[kind]
        if not any(
            reasons.get((pair[file], pair[row]), set()) & {"duplicate", "label_conflict"}
            for file, row in (("file", "row"), ("twin_file", "twin_row"))
        )
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("empty_answer", "gold_missing"),
        ("placeholder_answer", "gold_missing"),
        ("empty_question", "question_missing"),
        ("gold_out_of_range", "gold_not_in_options"),
        ("long_answer", "answer_too_long"),
        ("label_conflict", "label_conflict"),
    ],
)
def test_each_damaged_record_leaves_for_the_right_reason(
    reasons: Mapping[Place, AbstractSet[str]], kind: str, reason: str
) -> None:
    missed = [spot for spot in DIRT[kind] if reason not in reasons.get((spot["file"], spot["row"]), set())]
    assert missed == []
