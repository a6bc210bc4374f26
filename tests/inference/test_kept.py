"""No prompt is asked twice, and no moment to be killed in changes a text."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.errors import ModelError, StoreError
from curate.inference.kept import KeptModel, text_key
from curate.inference.model import Generation, Message, Sampling, TableModel, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.inference.model import Progress, Prompt

QUESTIONS = st.lists(st.sampled_from("abcdefghijklm"), max_size=20)
TWICE = Sampling(temperature=1.0, n=2)


class Killed(BaseException):
    """Stands for a process that ends between two statements: nothing may catch it."""


class CompanyModel(TableModel):
    """Answers with the whole batch that it was asked in: the worst that batching could do to a text."""

    def __init__(
        self, *, signed: str = "", dies_at: int | None = None, on_call: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__({}, name="company")
        self.batches: list[str] = []
        self._signed, self._dies_at, self._on_call = signed, dies_at, on_call

    def generate(
        self, prompts: Sequence[Prompt], sampling: Sampling, *, on_progress: Progress = silent
    ) -> list[list[Generation]]:
        """The texts, once the model has died or been told of the call."""
        if len(self.batches) == self._dies_at:
            raise Killed
        questions = [prompt[-1]["content"] for prompt in prompts]
        self.batches.append("".join(questions))
        self._on_call()
        for done in range(1, len(prompts) + 1):
            on_progress(done, done, done * sampling.n)
        batch = self.batches[-1] + self._signed
        return [[Generation(f"{batch}/{question}/{n}", 1, "stop") for n in range(sampling.n)] for question in questions]


def ask(questions: Sequence[str]) -> list[list[Message]]:
    return [[{"role": "user", "content": question}] for question in questions]


def all_kept(folder: Path) -> pl.DataFrame:
    files = sorted(folder.glob("*.parquet"))
    return pl.concat([pl.read_parquet(file) for file in files]) if files else pl.DataFrame()


@settings(deadline=None)  # a disk takes the time that it takes
@given(QUESTIONS, QUESTIONS, st.integers(1, 5), st.integers(1, 3))
def test_asked_and_cached_are_all_and_a_second_run_asks_nothing(
    before: list[str], questions: list[str], chunk: int, n: int
) -> None:
    sampling = Sampling(temperature=1.0, n=n)
    with TemporaryDirectory() as place:
        KeptModel(CompanyModel(), Path(place), chunk=chunk).generate(ask(before), sampling)
        first = KeptModel(CompanyModel(), Path(place), chunk=chunk)
        texts = first.generate(ask(questions), sampling)
        assert first.asked == n * len(set(questions) - set(before))
        assert first.asked + first.cached == n * len(questions)
        model = CompanyModel()
        again = KeptModel(model, Path(place), chunk=chunk)
        assert again.missing(ask(questions), sampling) == 0
        assert again.generate(ask(questions), sampling) == texts
        assert (model.batches, again.asked, again.cached) == ([], 0, n * len(questions))


@settings(max_examples=150, deadline=None)
@given(QUESTIONS, QUESTIONS, st.integers(1, 5), st.integers(0, 6))
def test_a_run_that_is_killed_and_run_again_ends_like_one_that_was_not(
    before: list[str], questions: list[str], chunk: int, dies_at: int
) -> None:
    with TemporaryDirectory() as place:
        whole, broken = Path(place) / "whole", Path(place) / "broken"
        whole.mkdir()
        KeptModel(CompanyModel(), whole, chunk=chunk).generate(ask(before), TWICE)  # another recipe was here
        copytree(whole, broken)
        texts = KeptModel(CompanyModel(), whole, chunk=chunk).generate(ask(questions), TWICE)
        with suppress(Killed):
            KeptModel(CompanyModel(dies_at=dies_at), broken, chunk=chunk).generate(ask(questions), TWICE)
        assert KeptModel(CompanyModel(), broken, chunk=chunk).generate(ask(questions), TWICE) == texts
        assert all_kept(broken).equals(all_kept(whole))


def test_a_chunk_with_anything_missing_is_asked_whole_and_what_was_kept_wins(tmp_path: Path) -> None:
    KeptModel(CompanyModel(), tmp_path, chunk=2).generate(ask("b"), Sampling())
    model = CompanyModel()
    texts = KeptModel(model, tmp_path, chunk=2).generate(ask("abcd"), Sampling())
    assert model.batches == ["ab", "cd"]
    assert [text.text for (text,) in texts] == ["ab/a/0", "b/b/0", "cd/c/0", "cd/d/0"]


def test_a_plan_can_say_how_many_prompts_would_be_asked(tmp_path: Path) -> None:
    model = KeptModel(CompanyModel(), tmp_path, chunk=2)
    model.generate(ask("bc"), Sampling())
    assert model.missing(ask("abcbde"), Sampling()) == 5
    assert model.missing(ask("bc"), Sampling()) == 0
    assert model.missing(ask("bc"), Sampling(seed=1)) == 2


def test_a_prompt_that_comes_twice_is_asked_once(tmp_path: Path) -> None:
    model = CompanyModel()
    kept = KeptModel(model, tmp_path, chunk=8)
    first, _, third = kept.generate(ask("aba"), Sampling())
    assert model.batches == ["ab"]
    assert (first, kept.asked, kept.cached) == (third, 2, 1)


def test_fewer_samples_are_found_where_more_were_drawn(tmp_path: Path) -> None:
    eight = KeptModel(CompanyModel(), tmp_path).generate(ask("ab"), Sampling(temperature=1.0, n=8))
    model = CompanyModel()
    four = KeptModel(model, tmp_path).generate(ask("ab"), Sampling(temperature=1.0, n=4))
    assert four == [samples[:4] for samples in eight]
    assert model.batches == []


def test_what_was_kept_stays_when_more_samples_are_drawn(tmp_path: Path) -> None:
    one = KeptModel(CompanyModel(signed=" first"), tmp_path).generate(ask("ab"), Sampling(temperature=1.0, n=1))
    kept = KeptModel(CompanyModel(signed=" later"), tmp_path)
    two = kept.generate(ask("ab"), Sampling(temperature=1.0, n=2))
    assert [samples[:1] for samples in two] == one
    assert (kept.asked, kept.cached) == (2, 2)


@pytest.mark.parametrize(
    ("name", "revision", "prompt", "sampling"),
    [
        ("other", "1", ask("q")[0], Sampling()),
        ("m", "2", ask("q")[0], Sampling()),
        ("m", "1", ask("r")[0], Sampling()),
        ("m", "1", [Message(role="system", content="q")], Sampling()),
        ("m", "1", ask("q")[0] * 2, Sampling()),
        ("m", "1", ask("q")[0], Sampling(seed=1)),
        ("m", "1", ask("q")[0], Sampling(temperature=0.5)),
        ("m", "1", ask("q")[0], Sampling(top_p=0.5)),
        ("m", "1", ask("q")[0], Sampling(max_tokens=8)),
    ],
)
def test_all_that_decides_a_text_is_in_its_key(
    name: str, revision: str, prompt: list[Message], sampling: Sampling
) -> None:
    assert text_key(name, revision, prompt, sampling) != text_key("m", "1", ask("q")[0], Sampling())


def test_the_key_is_the_same_for_ever() -> None:
    """A key that changes makes every kept text unfindable, so it may only change knowingly."""
    assert text_key("m", "1", ask("q")[0], Sampling(temperature=1)) == "4805f7f09ce26e0b230ecb9812c97236"


def test_what_was_kept_before_a_failure_is_kept(tmp_path: Path) -> None:
    def answer(prompt: Prompt, _: int) -> str:
        if prompt[-1]["content"] == "c":
            raise ModelError("out of breath")
        return "yes"

    with pytest.raises(ModelError, match="out of breath"):
        KeptModel(TableModel(answer), tmp_path, chunk=1).generate(ask("abcd"), Sampling())
    assert all_kept(tmp_path).height == 2


def test_a_torn_file_under_a_temporary_name_is_ignored_and_swept_away(tmp_path: Path) -> None:
    torn = tmp_path / ".0123.tmp"
    torn.write_bytes(b"PAR1 half a fi")
    (tmp_path / "notes.parquet").write_bytes(b"nobody's")
    kept = KeptModel(CompanyModel(), tmp_path)
    assert kept.missing(ask("ab"), Sampling()) == 2
    kept.generate(ask("ab"), Sampling())
    assert not torn.exists()
    assert len(list(tmp_path.glob("texts-*.parquet"))) == 1


def test_a_file_that_lost_its_end_is_named_with_the_way_out(tmp_path: Path) -> None:
    KeptModel(CompanyModel(), tmp_path).generate(ask("ab"), Sampling())
    (file,) = tmp_path.glob("texts-*.parquet")
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(StoreError, match=f"{file.name}.*delete the file"):
        KeptModel(CompanyModel(), tmp_path).generate(ask("ab"), Sampling())


@pytest.mark.parametrize("at", range(0, 1200, 40))
def test_a_file_of_which_any_byte_changed_is_named_with_the_way_out(tmp_path: Path, at: int) -> None:
    KeptModel(CompanyModel(), tmp_path).generate(ask("ab"), Sampling())
    (file,) = tmp_path.glob("texts-*.parquet")
    content = bytearray(file.read_bytes())
    content[at % len(content)] ^= 255
    file.write_bytes(content)
    kept = KeptModel(CompanyModel(), tmp_path)
    with pytest.raises(StoreError, match=f"{file.name}.*delete the file"):
        kept.generate(ask("ab"), Sampling())
    file.unlink()  # the way out is one
    assert len(kept.generate(ask("ab"), Sampling())) == 2


@pytest.mark.parametrize("name", ["a[1]", "a*", "what?", "[!a]"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    texts = KeptModel(CompanyModel(), tmp_path / name).generate(ask("ab"), Sampling())
    again = KeptModel(CompanyModel(), tmp_path / name)
    assert again.generate(ask("ab"), Sampling()) == texts
    assert again.asked == 0


def test_a_folder_that_cannot_be_written_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="texts cannot be kept"):
        KeptModel(CompanyModel(), tmp_path / "file").generate(ask("ab"), Sampling())


def test_two_writers_at_once_agree_on_every_text(tmp_path: Path) -> None:
    both_asked = threading.Barrier(2, timeout=30)
    results: dict[str, list[list[Generation]]] = {}

    def build(questions: str) -> None:
        model = CompanyModel(signed=f" for {questions}", on_call=both_asked.wait)
        results[questions] = KeptModel(model, tmp_path, chunk=8).generate(ask(questions), TWICE)

    threads = [threading.Thread(target=build, args=(questions,)) for questions in ("abcd", "dcxy")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one, other = results["abcd"], results["dcxy"]
    assert (one[3], one[2]) == (other[0], other[1])  # c and d: whoever came first
    assert all_kept(tmp_path).height == 12
    assert not all_kept(tmp_path).select("key", "sample").is_duplicated().any()


def test_a_reader_sees_what_another_process_kept_meanwhile(tmp_path: Path) -> None:
    early = KeptModel(CompanyModel(), tmp_path)
    assert early.missing(ask("ab"), Sampling()) == 2
    KeptModel(CompanyModel(), tmp_path).generate(ask("ab"), Sampling())
    assert early.missing(ask("ab"), Sampling()) == 0


def test_progress_never_falls_and_ends_with_every_prompt(tmp_path: Path) -> None:
    KeptModel(CompanyModel(), tmp_path, chunk=2).generate(ask("cd"), TWICE)
    seen: list[tuple[int, int, int]] = []
    KeptModel(CompanyModel(), tmp_path, chunk=2).generate(
        ask("abcdefa"), TWICE, on_progress=lambda *now: seen.append(now)
    )
    assert seen == sorted(seen)
    assert seen[0] == (1, 1, 2)  # within the first chunk already
    assert seen[-1] == (7, 4, 8)  # seven prompts, of which four were read and answered twice


def test_it_stands_for_the_model_it_holds(tmp_path: Path) -> None:
    model = TableModel({"a b": "c"}, name="table", revision="7", max_model_len=100)
    with KeptModel(model, tmp_path) as kept:
        assert (kept.name, kept.revision) == ("table", "7")
        assert kept.count_tokens(ask(["a b"])) == [2]
        assert kept.max_prompt_tokens(Sampling(max_tokens=40)) == 60


def test_a_schema_names_other_texts_and_where_there_is_none_texts_keep_the_names_that_they_had() -> None:
    (prompt,) = ask(["q"])
    free = Sampling(temperature=0.5, max_tokens=7, seed=3)
    assert text_key("m", "1", prompt, free) == "85f3f8ffa822311c9a947cbd99615d6f"  # before there were schemas
    keys = {text_key("m", "1", prompt, replace(free, schema=schema)) for schema in (None, "{}", '{"type": "object"}')}
    assert len(keys) == 3
