"""Every file of the shelves is valid and does what its own examples say; what a recipe promises in words holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.check import check
from curate.content import SHELVES as SHELVED
from curate.content import Shelves, load
from curate.errors import ContentError
from curate.order import resolve
from curate.recipe import Recipe
from curate.stages.ingest.config import Source
from curate.stages.ingest.reading import HubReading
from curate.stages.screen.config import Filter
from curate.template import load_template

ROOT = Path(__file__).parents[2]
SHELVES = Shelves(ROOT)


def test_every_shelf_file_is_valid_and_its_examples_hold() -> None:
    report = check(SHELVES)
    assert [str(fault) for fault in report.faults] == []
    kinds = {kind for kind, _ in report.files}
    assert kinds == set(SHELVED)


def test_the_sources_of_the_real_data_are_valid_too() -> None:
    report = check(Shelves(ROOT / "tests/real"), [ROOT / "tests/real"])
    assert [str(fault) for fault in report.faults] == []
    assert len(report.files) >= 8


@pytest.mark.parametrize("name", SHELVES.names("source"))
def test_every_source_has_examples_and_can_be_read_small_and_in_full(name: str) -> None:
    source = load(SHELVES.find("source", name), Source)
    assert "sample" in source.read
    if source.synthesize:  # documents have no records to show; the plan has examples of its own
        return
    assert source.examples
    assert "hub" in source.read
    hub = source.read["hub"]
    assert isinstance(hub, HubReading)
    said = any("unpinned" in fault for fault in source.faults)
    assert (hub.revision is None) == said, "a revision is pinned, or the file says that it is not"


@pytest.mark.parametrize("name", SHELVES.names("template"))
def test_every_template_has_examples(name: str) -> None:
    assert load_template(SHELVES.find("template", name)).head.examples


@pytest.mark.parametrize("name", SHELVES.names("filter"))
def test_every_filter_says_where_it_comes_from(name: str) -> None:
    assert len(load(SHELVES.find("filter", name), Filter).why) > 40


@pytest.mark.parametrize("recipe", SHELVES.names("recipe"))
@pytest.mark.parametrize("profile", SHELVES.names("profile"))
def test_every_recipe_resolves_at_every_scale(recipe: str, profile: str) -> None:
    if recipe == "web_questions" and profile == "unmeasured":
        with pytest.raises(
            ContentError, match=r"web_questions\.yaml:\d+: sources\.0: profile unmeasured names no model"
        ):
            resolve(recipe, profile, SHELVES)
        return
    order = resolve(recipe, profile, SHELVES)
    assert [source.name for source in order.sources] == list(order.recipe.sources)
    assert [named.name for named in order.filters] == list(order.recipe.filters)


def test_stem_heavy_is_at_least_seven_tenths_stem_by_weight() -> None:
    recipe = load(SHELVES.find("recipe", "stem_heavy"), Recipe)
    stem = sum(
        share.weight
        for share in recipe.shares
        if share.where.group == ("MR",) or share.where.domain == ("stem",)  # MR is mathematics, all of it
    )
    assert stem / sum(share.weight for share in recipe.shares) >= 0.7


def test_crossthink_nd_has_the_papers_weights() -> None:
    recipe = load(SHELVES.find("recipe", "crossthink_nd"), Recipe)
    weights = {share.where.source: share.weight for share in recipe.shares}
    assert weights == {
        ("mmlu",): 0.1696,
        ("syn_qa",): 0.3277,
        ("natural_reasoning",): 0.1699,
        ("numina_math",): 0.1484,
        ("syn_math",): 0.1699,
        ("math",): 0.0145,
    }
