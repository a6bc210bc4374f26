"""Topic trees and lists as content, and their expansion by a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from curate.content import load, parse
from curate.errors import ContentError, ModelError
from curate.inference.kept import KeptModel
from curate.inference.model import TableModel
from curate.prompts.prompt import load_prompt
from curate.row import DOMAINS
from curate.stages.synthesize.topics import Listed, TopicTree
from curate.topics import expand, written

if TYPE_CHECKING:
    from curate.inference.model import Prompt

ROOT = Path(__file__).parents[3]
ASK = load_prompt(ROOT / "templates/synthesis/subtopics.j2")

SMALL = """what: a tree
why: for tests
groups:
  - name: Nature
    domain: stem
    topics:
      - {name: Geology, subject: earth_science, subtopics: [Tides, index fossils]}
      - {name: Farming, subject: agriculture, domain: mixed}
"""


def tree(name: str) -> TopicTree:
    return load(ROOT / f"blends/topics/{name}.yaml", TopicTree)


def small(text: str = SMALL) -> TopicTree:
    return parse(text, TopicTree, place="t.yaml")


def lists(*names: str) -> str:
    return json.dumps({"subtopics": names})


def test_mmlu_s_tree_has_its_57_subjects_in_four_groups() -> None:
    mmlu = tree("mmlu")
    assert (len(mmlu.topics), len(mmlu.groups)) == (57, 4)


def test_our_own_tree_is_broad_enough() -> None:
    ours = tree("crossthink")
    assert len(ours.topics) >= 60
    assert sum(len(topic.subtopics) for topic in ours.topics) >= 400
    assert {topic.domain for topic in ours.topics} == {"stem", "humanities", "social_science", "mixed"}
    assert {"law", "medicine", "business", "philosophy"} <= {topic.subject for topic in ours.topics}
    assert all(topic.subtopics for topic in ours.topics)


@pytest.mark.parametrize("name", ["mmlu", "crossthink"])
def test_subjects_that_rows_know_stand_in_the_domain_that_rows_give_them(name: str) -> None:
    for topic in tree(name).topics:
        of_row = [domain for domain, subjects in DOMAINS.items() if topic.subject in subjects]
        assert of_row in ([], [topic.domain])


@pytest.mark.parametrize(("name", "least"), [("personas", 200), ("skills", 100)])
def test_the_lists_are_long_enough(name: str, least: int) -> None:
    assert len(load(ROOT / f"blends/lists/{name}.yaml", Listed).items) >= least


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("index fossils", "tides", "groups.0.topics.0.subtopics.1: tides stands there twice"),
        ("Farming", "GEOLOGY", "groups.0.topics.1: GEOLOGY stands there twice"),
        ("subject: earth_science", "subject: law", "the subject law is of domain humanities, not stem"),
        ("domain: mixed", "domain: nature", "must be 'stem'"),
        ("subject: agriculture", "subject: Farm work", "match pattern"),
        ("what: a tree", "what: a tree\nroots: 3", "there is no key 'roots'"),
    ],
)
def test_a_tree_that_cannot_be_is_refused(old: str, new: str, what: str) -> None:
    with pytest.raises(ContentError, match=r"t\.yaml:\d+: ") as error:
        small(SMALL.replace(old, new))
    assert what in str(error.value)


def test_a_list_with_an_item_twice_is_refused() -> None:
    with pytest.raises(ContentError, match=r"l\.yaml:3: items\.1: A baker stands there twice"):
        parse("what: a\nwhy: b\nitems: [a baker, A  baker]\n", Listed, place="l.yaml")


def test_what_a_model_adds_is_merged_without_repeats_and_says_who_wrote_it() -> None:
    answers = {
        "Geology": lists("tides", "Volcanoes", "volcanoes ", "Index  Fossils", "geology", "Caves"),
        "Farming": lists("Soil"),
    }
    model = TableModel(lambda prompt, _: answers["Geology" if "Geology" in prompt[0]["content"] else "Farming"])
    grown = expand(small(), model, ASK, per_topic=6)
    geology, farming = grown.tree.groups[0].topics
    assert [(one.name, one.by) for one in geology.subtopics] == [
        ("Tides", None),
        ("index fossils", None),
        ("Volcanoes", "table@0"),
        ("Caves", "table@0"),
    ]
    assert [one.name for one in farming.subtopics] == ["Soil"]
    assert (grown.added, grown.faults) == (3, {})


def test_an_expanded_tree_is_a_file_that_loads_as_the_same_tree() -> None:
    model = TableModel(lambda *_: lists("Caves: and more", "\u00c9tudes", "- dashes", "yes"))
    grown = expand(small(), model, ASK, per_topic=4).tree
    text = written(grown)
    assert small(text) == grown
    assert "\u00c9tudes" in text
    assert written(small()).count("by:") == 0


def test_the_model_is_shown_what_is_there_and_asked_for_that_many() -> None:
    seen: list[Prompt] = []
    model = TableModel(lambda prompt, _: seen.append(prompt) or lists("Caves"))
    expand(small(), model, ASK, per_topic=7)
    said = seen[0][-1]["content"]
    assert "List 7 subtopics" in said
    assert "Geology" in said
    assert "Tides; index fossils" in said


def test_an_answer_that_cannot_be_read_is_asked_for_again_and_then_told() -> None:
    calls: list[str] = []

    def answer(prompt: Prompt, _: int) -> str:
        calls.append(prompt[0]["content"])
        return "no" if "Geology" in prompt[0]["content"] else lists("Soil")

    grown = expand(small(), TableModel(answer), ASK, per_topic=2)
    assert len(calls) == 3
    assert list(grown.faults) == ["Geology"]
    assert "not a JSON object" in grown.faults["Geology"]
    assert grown.tree.groups[0].topics[0] == small().groups[0].topics[0]


def test_what_was_wrong_is_told_when_a_topic_is_asked_about_again_and_nothing_else_is() -> None:
    seen: list[str] = []

    def answer(prompt: Prompt, _: int) -> str:
        seen.append(prompt[-1]["content"])
        return lists("Soil") if len(seen) > 1 else lists("a sentence without end " * 9, "b" * 200)

    grown = expand(small(), TableModel(answer), ASK, per_topic=2)
    assert (grown.added, grown.faults, len(seen)) == (2, {}, 3)
    assert seen[2].startswith(seen[0])
    assert "subtopics: none is a phrase of at most 80 characters. Write the whole JSON object again" in seen[2]


def test_marks_of_a_list_and_what_is_no_phrase_do_not_become_part_of_a_tree() -> None:
    found = lists("1. Caves", "2) Karst springs", "- Moraines", "x" * 81, "3D seismics", "bell \x07", "1.5 metres")
    grown = expand(small(), TableModel(lambda *_: found), ASK, per_topic=7)
    assert [one.name for one in grown.tree.groups[0].topics[0].subtopics][2:] == [
        "Caves",
        "Karst springs",
        "Moraines",
        "3D seismics",
        "1.5 metres",
    ]


def test_a_topic_that_leaves_no_room_to_ask_again_says_what_was_wrong_at_first() -> None:
    prompt = _first_prompt()
    (length,) = TableModel({}).count_tokens([prompt])
    model = TableModel(lambda *_: "no", max_model_len=length + 5 + 32 + 16 * 2)
    assert set(expand(small(), model, ASK, per_topic=2).faults) == {"Geology", "Farming"}


def _first_prompt() -> Prompt:
    seen: list[Prompt] = []
    expand(small(), TableModel(lambda prompt, _: seen.append(prompt) or lists("Caves")), ASK, per_topic=2)
    return seen[0]


def test_what_was_listed_before_a_stop_is_not_asked_for_again(tmp_path: Path) -> None:
    expand(small(), KeptModel(TableModel(lambda *_: lists("Caves")), tmp_path), ASK, per_topic=2)
    again = KeptModel(TableModel({}), tmp_path)
    assert expand(small(), again, ASK, per_topic=2).added == 2
    assert again.asked == 0


def test_a_prompt_for_something_else_and_a_model_too_small_are_errors() -> None:
    judge = load_prompt(ROOT / "templates/synthesis/judge_answerable.j2")
    with pytest.raises(ContentError, match="makes judge, not subtopics"):
        expand(small(), TableModel({}), judge, per_topic=2)
    with pytest.raises(ModelError, match="leaves no room"):
        expand(small(), TableModel({}, max_model_len=100), ASK, per_topic=2)
    with pytest.raises(ValueError, match="at least 1"):
        expand(small(), TableModel({}), ASK, per_topic=0)
