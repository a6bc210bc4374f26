"""Draws: even or by weight, the same in any company, and as little moved as can be when a list changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.content import Shelves
from curate.inference.model import TableModel
from curate.row import DOCUMENT
from curate.stages.synthesize.asking import Ask, asks
from curate.stages.synthesize.draft import drafts, planned
from curate.stages.synthesize.drawing import Drawn, hand
from curate.stages.synthesize.material import Material, load_material

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from curate.inference.model import Prompt

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "curate/samples/pages/04_enzymes.txt").read_text()
SEEDS = 3_000


@cache
def plan(name: str) -> Material:
    return load_material(name, Shelves(ROOT))


def documents(*texts: str | None) -> pl.DataFrame:
    rows = [
        {**dict.fromkeys(DOCUMENT), "id": f"d{number}", "source_row": number, "text": text}
        for number, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema=dict(DOCUMENT))


@cache
def seeds() -> pl.DataFrame:
    return documents(*[None] * SEEDS)


def found(material: Material, rows: pl.DataFrame | None = None) -> list[Ask]:
    given_rows = seeds() if rows is None else rows
    return [ask for row in given_rows.iter_rows(named=True) for ask in asks(row, material) if isinstance(ask, Ask)]


def too_far(drawn: Counter[Any], weights: Mapping[Any, float]) -> bool:
    """Whether counts are further from their weights than chance takes them once in some ten thousand times.

    Chi-square with k degrees of freedom has mean k and deviation sqrt(2k).
    """
    whole, total = sum(weights.values()), drawn.total()
    expected = {name: total * weight / whole for name, weight in weights.items()}
    apart = sum((drawn[name] - wanted) ** 2 / wanted for name, wanted in expected.items())
    degrees = len(weights) - 1
    return set(drawn) > set(weights) or apart > degrees + 4.5 * (2 * degrees) ** 0.5


DRAWS: dict[str, tuple[str, Callable[[Ask], Hashable]]] = {
    "personas": ("persona_math", lambda ask: ask.about("persona")),
    "skills": ("persona_math", lambda ask: ask.about("skill")),
    "levels of seeds": ("persona_math", lambda ask: ask.level.name),
    "topics": ("topic_qa", lambda ask: ask.about("topic")),
    "options": ("topic_qa", lambda ask: ask.wanted.n_options),
}


def weights_of(what: str, material: Material) -> dict[Any, float]:
    if what == "topics":
        assert material.tree is not None
        return {topic.name: topic.weight for topic in material.tree.topics}
    if what == "options":
        return dict(material.config.options)
    even = {"personas": material.personas, "skills": material.skills}
    return dict.fromkeys(even.get(what) or [level.name for level in material.config.levels], 1.0)


@pytest.mark.parametrize("what", DRAWS)
def test_every_thing_is_drawn_as_often_as_its_weight_says(what: str) -> None:
    name, of = DRAWS[what]
    assert not too_far(Counter(map(of, found(plan(name)))), weights_of(what, plan(name)))


def test_two_draws_for_one_ask_know_nothing_of_each_other() -> None:
    material = plan("persona_math")
    pairs = Counter((ask.about("skill"), ask.level.name) for ask in found(material))
    even = {(skill, level.name): 1.0 for skill in material.skills for level in material.config.levels}
    assert not too_far(pairs, even)


def test_subtopics_of_a_topic_are_drawn_evenly() -> None:
    material = plan("topic_qa")
    assert material.tree is not None
    drawn = [(ask.about("topic"), ask.about("subtopic")) for ask in found(material)]
    for topic in material.tree.topics[:20]:
        own = Counter(subtopic for name, subtopic in drawn if name == topic.name)
        assert not too_far(own, dict.fromkeys(topic.subtopics, 1.0)), topic.name


def test_prompts_and_options_follow_uneven_weights() -> None:
    config = plan("crossthink_qa").config.model_copy(update={"options": {4: 1.0, 10: 3.0}, "per_passage": 5})
    material = replace(plan("crossthink_qa"), config=config)
    rows = documents(*[PAGE[:1500]] * 600)
    drawn = found(material, rows)
    assert not too_far(Counter(ask.prompt.name for ask in drawn), config.prompts)
    assert not too_far(Counter(ask.wanted.n_options for ask in drawn if ask.wanted.n_options), config.options)
    assert not too_far(
        Counter(ask.level.name for ask in drawn if not ask.number), {one.name: 1.0 for one in config.levels}
    )


@given(st.permutations([f"thing {number}" for number in range(12)]), st.integers(0, 2**31))
def test_the_order_of_a_list_decides_nothing(order: list[str], seed: int) -> None:
    drawn = Drawn(seed, "d", 0)
    first, other = (hand({name: name for name in names}) for names in (sorted(order), order))
    assert drawn.pick("x", first) == drawn.pick("x", other)
    assert drawn.shuffled("x", first) == drawn.shuffled("x", other)


def test_one_thing_more_takes_its_share_and_moves_nothing_else() -> None:
    material = plan("persona_math")
    more = replace(material, personas=("a newcomer", *material.personas))
    before, after = ([ask.about("persona") for ask in found(one)] for one in (material, more))
    moved = [new for old, new in zip(before, after, strict=True) if old != new]
    assert set(moved) == {"a newcomer"}
    assert 0.4 < len(moved) / (SEEDS / len(more.personas)) < 1.8
    less = replace(material, personas=material.personas[1:])
    gone = [old for old, new in zip(before, (ask.about("persona") for ask in found(less)), strict=True) if old != new]
    assert set(gone) == {material.personas[0]}
    assert [ask.about("skill") for ask in found(more)] == [ask.about("skill") for ask in found(material)]


def test_another_seed_of_the_plan_draws_otherwise() -> None:
    material = plan("topic_qa")
    other = replace(material, config=material.config.model_copy(update={"seed": 1}))
    same = sum(one.fields == two.fields for one, two in zip(found(material), found(other), strict=True))
    assert same == 0


def test_a_long_list_costs_little() -> None:
    personas = tuple(f"person {number}" for number in range(50_000))
    material = replace(plan("persona_math"), personas=personas)
    rows = documents(*[None] * 40)
    assert len({ask.about("persona") for ask in found(material, rows)}) == 40


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 9), st.integers(0, 45))
def test_shards_and_limits_ask_the_same_of_a_document_as_the_whole_does(size: int, limit: int) -> None:
    material = plan("topic_qa")
    rows = seeds().head(40)
    asked: list[str] = []

    def answer(prompt: Prompt, _: int) -> str:
        asked.append(prompt[0]["content"])
        return "no"

    drafts(rows, material, TableModel(answer), source="s")
    whole = set(asked)
    asked.clear()
    for begin in range(0, 40, size):
        drafts(rows.slice(begin, size), material, TableModel(answer), source="s")
    assert set(asked) == whole
    asked.clear()
    drafts(rows, material, TableModel(answer), source="s", limit=limit)
    assert set(asked) <= whole
    assert len(set(asked)) == planned(rows, material, source="s", limit=limit) == min(limit, 40)


def test_the_same_text_under_another_name_is_asked_about_otherwise() -> None:
    material = plan("crossthink_qa")
    one, two = (found(material, documents(PAGE).with_columns(id=pl.lit(name))) for name in ("a", "b"))
    assert [ask.passage for ask in one] == [ask.passage for ask in two]
    assert [ask.level for ask in one] != [ask.level for ask in two]
