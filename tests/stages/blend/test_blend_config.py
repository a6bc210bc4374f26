"""What a recipe may wish of a blend, and where its errors say they stand."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from curate.content import parse
from curate.errors import BlendError, ContentError
from curate.stages.blend.config import BlendConfig, Place
from curate.stages.blend.stage import choose

Kept = Any  # a builder of conftest.py

RECIPE = """\
shares:
  - where: {source: math}
    weight: 1
  - where:
      source: [mmlu, wiki]
      form: open
    weight: 0.5
rows: 40
val: 0.1
seed: 3
"""


def test_a_wish_is_read_as_it_is_written() -> None:
    config = parse(RECIPE, BlendConfig, place="blends/x.yaml")
    assert [str(share.where) for share in config.shares] == ["source=math", "source=mmlu|wiki, form=open"]
    assert (config.rows, config.val, config.max_epochs, config.seed) == (40, 0.1, 1, 3)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("weight: 0.5", "weight: -1", "blends/x.yaml:7: shares.1.weight: must be greater than 0 (got -1)"),
        ("weight: 0.5", "weight: .inf", "blends/x.yaml:7: shares.1.weight: must be a finite number (got inf)"),
        ("rows: 40", "rows: all", "blends/x.yaml:8: rows: must be a whole number above 0, or max (got 'all')"),
        ("rows: 40", "rows: 0", "blends/x.yaml:8: rows: must be a whole number above 0, or max (got 0)"),
        (
            "val: 0.1",
            "val: 1.5",
            "blends/x.yaml:9: val: must be a whole number of rows above 0, or a share of them between 0 and 1 (got",
        ),
        ("form: open", "from: open", "blends/x.yaml:6: shares.1.where.from: there is no key 'from'"),
        (
            "seed: 3",
            "seed: 3\nmax_epochs: 0",
            "blends/x.yaml:11: max_epochs: must be greater than or equal to 1 (got 0)",
        ),
    ],
)
def test_what_cannot_be_is_said_with_its_line(written: str, instead: str, said: str) -> None:
    with pytest.raises(ContentError) as raised:
        parse(RECIPE.replace(written, instead), BlendConfig, place="blends/x.yaml")
    assert str(raised.value).startswith(said)


def test_a_wish_survives_the_manifest() -> None:
    config = parse(RECIPE, BlendConfig, place="blends/x.yaml")
    assert BlendConfig.model_validate_json(config.model_dump_json()) == config


def test_editors_are_told_what_may_stand_there() -> None:
    schema = BlendConfig.model_json_schema()
    assert schema["properties"]["rows"]["anyOf"] == [{"type": "integer", "minimum": 1}, {"const": "max"}]
    source = schema["$defs"]["Where"]["properties"]["source"]
    assert {kind["type"] for kind in source["anyOf"]} == {"string", "array", "null"}


def test_a_wish_cannot_be_changed_once_read() -> None:
    config = parse(RECIPE, BlendConfig, place="blends/x.yaml")
    with pytest.raises(ValidationError):
        config.rows = 3  # type: ignore[misc]  # that it may not be assigned is the point


def test_a_total_that_cannot_be_met_points_at_its_line(kept: Kept) -> None:
    rows = kept({"math": 5, "wiki": 50}, form="open")
    config = parse(RECIPE, BlendConfig, place="blends/x.yaml")
    with pytest.raises(BlendError) as raised:
        choose(rows, config, place=Place("blends/x.yaml", RECIPE))
    assert str(raised.value).startswith("blends/x.yaml:8: rows: share 0 (source=math) wishes 27 of 40 rows")
    assert raised.value.exit_code == 2


def test_a_share_without_rows_points_at_its_line_however_deep_the_blend_stands(kept: Kept) -> None:
    text = "what: a\nblend:\n" + "".join(f"  {line}\n" for line in RECIPE.splitlines())
    config = parse(RECIPE, BlendConfig, place="blends/x.yaml")
    with pytest.raises(BlendError) as raised:
        choose(kept({"math": 50}), config, place=Place("blends/x.yaml", text, ("blend",)))
    assert str(raised.value).startswith(
        "blends/x.yaml:6: blend.shares.1: share (source=mmlu|wiki, form=open) has no row"
    )
