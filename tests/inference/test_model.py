"""What stands in for a model, and what every model is asked by."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.errors import ModelError
from curate.inference.model import Generation, Message, Sampling, TableModel


def ask(text: str) -> list[Message]:
    return [{"role": "user", "content": text}]


def test_a_table_answers_by_the_last_message() -> None:
    model = TableModel({"2+2?": "4"})
    prompt: list[Message] = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2+2?"}]
    assert model.generate([prompt], Sampling()) == [[Generation("4", 1, "stop")]]


def test_samples_take_several_answers_in_turn() -> None:
    model = TableModel({"2+2?": ["4", "5"]})
    (samples,) = model.generate([ask("2+2?")], Sampling(n=3, temperature=1.0))
    assert [sample.text for sample in samples] == ["4", "5", "4"]


def test_a_function_may_stand_for_the_table() -> None:
    model = TableModel(lambda prompt, sample: f"{prompt[0]['content']}{sample}")
    assert [text.text for text in model.generate([ask("x")], Sampling(n=2))[0]] == ["x0", "x1"]


@given(st.lists(st.sampled_from(["a", "bb", "ccc"]), max_size=12), st.integers(1, 12))
def test_a_text_is_cut_exactly_where_it_is_too_long(words: list[str], most: int) -> None:
    model = TableModel({"q": " ".join(words)})
    ((text,),) = model.generate([ask("q")], Sampling(max_tokens=most))
    assert text.tokens == min(len(words), most) == len(text.text.split())
    assert text.finish == ("length" if len(words) > most else "stop")


def test_a_question_without_an_answer_is_an_error_that_names_it() -> None:
    with pytest.raises(ModelError, match=r"no answer for '3\+3\?'"):
        TableModel({"2+2?": "4"}).generate([ask("3+3?")], Sampling())


def test_an_empty_answer_is_an_answer() -> None:
    assert TableModel({"q": ""}).generate([ask("q")], Sampling()) == [[Generation("", 0, "stop")]]


def test_a_prompt_that_leaves_no_room_is_refused() -> None:
    model = TableModel({"one two three": "4"}, max_model_len=10)
    assert model.count_tokens([ask("one two three")]) == [3]
    assert model.generate([ask("one two three")], Sampling(max_tokens=7))
    with pytest.raises(ModelError, match="longer than 2"):
        model.generate([ask("one two three")], Sampling(max_tokens=8))


def test_progress_counts_prompts_and_tokens_up_to_the_totals() -> None:
    seen: list[tuple[int, int, int]] = []
    TableModel({"a b": "c", "d": "e f"}).generate(
        [ask("a b"), ask("d")], Sampling(n=2), on_progress=lambda *now: seen.append(now)
    )
    assert seen == [(1, 2, 2), (2, 3, 6)]


@pytest.mark.parametrize(
    "wrong", [{"temperature": -0.1}, {"top_p": 0.0}, {"top_p": 1.1}, {"max_tokens": 0}, {"n": 0}, {"seed": -1}]
)
def test_no_one_can_sample_in_an_impossible_way(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not a way to sample"):
        Sampling(**wrong)  # type: ignore[arg-type]


def test_knowing_what_a_model_is_loads_nothing_heavy() -> None:
    code = "import sys, curate.inference.model; print({'torch', 'vllm', 'transformers', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
