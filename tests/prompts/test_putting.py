"""Prompts are put in one call, those whose answers cannot be used once more, and no answer ends anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from curate.inference.model import Generation, Sampling, TableModel
from curate.prompts.answers import TEXT, Fault, array_schema, object_schema, read_as
from curate.prompts.putting import Totals, put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.inference.model import Message, Prompt

SAMPLING = Sampling(max_tokens=20, seed=3)


class Colour(BaseModel):
    """What is asked for in these tests."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str


def prompt(text: str) -> list[Message]:
    return [{"role": "user", "content": text}]


def read(_: Sequence[int], generations: Sequence[Generation]) -> list[Colour | Fault]:
    return [read_as(one, Colour) for one in generations]


def test_a_fault_is_told_and_the_second_answer_counts() -> None:
    seen: list[Prompt] = []

    def answer(asked: Prompt, _: int) -> str:
        seen.append(asked)
        if "Which" in asked[0]["content"]:
            return '{"name": "red"}' if len(asked) > 1 else '{"nam": "red"}'
        return '{"name": "blue"}'

    found = put([prompt("Which?"), prompt("What?")], TableModel(answer), SAMPLING, read)
    assert found == [Colour(name="red"), Colour(name="blue")]
    assert len(seen) == 3
    assert "That cannot be used: name: field required" in seen[-1][-1]["content"]


def test_a_second_fault_stands_and_no_third_answer_is_asked_for() -> None:
    asked: list[int] = []
    model = TableModel(lambda *_: asked.append(1) or "no")
    [found] = put([prompt("Which?")], model, SAMPLING, read)
    assert isinstance(found, Fault)
    assert (found.kind, len(asked)) == ("no_json", 2)


def test_the_second_time_is_drawn_with_another_seed() -> None:
    drawn: list[Sampling] = []

    class Seen(TableModel):
        def generate(self, prompts: Sequence[Prompt], sampling: Sampling, **more: Any) -> list[list[Generation]]:
            """The answers of the table."""
            drawn.append(sampling)
            return super().generate(prompts, sampling, **more)

    put([prompt("Which?")], Seen(lambda *_: "no"), SAMPLING, read)
    assert drawn == [SAMPLING, replace(SAMPLING, seed=4)]


def test_what_leaves_no_room_is_not_put() -> None:
    model = TableModel(lambda *_: '{"name": "red"}', max_model_len=30)
    found = put([prompt("word " * 11), prompt("word " * 10)], model, SAMPLING, read)
    why = "the prompt has 11 tokens, and at most 10 leave room for the answer"
    assert found == [Fault("unasked", why), Colour(name="red")]


@pytest.mark.parametrize(("room", "asked"), [(60, 2), (42, 2), (22, 1)])
def test_where_what_was_wrong_does_not_fit_it_is_told_shorter_or_the_first_fault_stands(room: int, asked: int) -> None:
    seen: list[int] = []
    model = TableModel(lambda told, _: seen.append(len(told)) or "no " * 20, max_model_len=room + 20)
    [found] = put([prompt("word")], model, SAMPLING, read)
    assert isinstance(found, Fault)
    assert found.kind == "no_json"
    assert len(seen) == asked
    assert seen == ([1, 3] if room == 60 else [1, 1])[:asked]


def test_nothing_to_ask_asks_nothing() -> None:
    assert put([], TableModel({}), SAMPLING, read) == []


def test_answers_are_read_with_the_places_of_their_prompts() -> None:
    places: list[list[int]] = []

    def told(at: Sequence[int], generations: Sequence[Generation]) -> list[Colour | Fault]:
        places.append(list(at))
        return read(at, generations)

    model = TableModel(lambda asked, _: '{"name": "red"}' if asked[0]["content"] == "a" else "no")
    put([prompt("a"), prompt("b"), prompt("a"), prompt("c")], model, SAMPLING, told)
    assert places == [[0, 1, 2, 3], [1, 3]]


def test_totals_of_calls_add_up() -> None:
    told: list[tuple[int, int, int]] = []
    totals = Totals(lambda *now: told.append(now))
    totals.call()(2, 20, 5)
    last = totals.call()
    last(1, 9, 1)
    last(3, 30, 6)
    assert told == [(2, 20, 5), (3, 29, 6), (5, 50, 11)]


@given(
    st.text(max_size=60)
    | st.sampled_from(["[" * 5000, '{"name": "\\ud835"}', '{"name": 1}', '{"name": "a"}{', "<think>"])
)
def test_any_text_at_all_is_a_value_or_a_fault(text: str) -> None:
    assert isinstance(read_as(Generation(text, 1, "stop"), Colour), Colour | Fault)


def test_a_schema_asks_for_all_keys_in_order_and_bounds_no_text() -> None:
    made = object_schema({"why": TEXT, "names": array_schema(2)})
    assert made == (
        '{"type":"object","properties":{"why":{"type":"string"},"names":{"type":"array","items":{"type":"string"},'
        '"minItems":2,"maxItems":2}},"required":["why","names"],"additionalProperties":false}'
    )
