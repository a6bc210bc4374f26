"""The shapes that the documents name: each record becomes its row by its mapping."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from conftest import Desk

from curate.stages.ingest.examples import run_examples

DOCUMENT = Path(__file__).parents[3] / "docs/sources.md"
CHAPTER = DOCUMENT.read_text(encoding="utf-8").split("\n## Shapes\n", 1)[1].split("\n## ", 1)[0]
SHAPES: list[dict[str, Any]] = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", CHAPTER, re.DOTALL)]


def test_there_are_shapes() -> None:
    assert len(SHAPES) > 10
    assert all(shape["row"] for shape in SHAPES)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "-".join(map(str, shape["record"]))[:40])
def test_a_record_of_a_documented_shape_becomes_the_row_beside_it(desk: Desk, shape: dict[str, Any]) -> None:
    example = {key: shape[key] for key in ("record", "row", "file") if key in shape}
    source = desk.source(form=shape["form"], map=shape["map"], examples=[example])
    assert run_examples(source, desk.place) == []
    wrong = {**example, "row": {**shape["row"], "answer": "something else"}}
    (error,) = run_examples(desk.source(form=shape["form"], map=shape["map"], examples=[wrong]), desk.place)
    assert "must be 'something else'" in str(error)
