"""What a model finds becomes counts beside the rows: right, wrong, cut off, not asked; and nothing else changes."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.inference.model import Prompt, TableModel
from curate.row import ADDED, ROW, row_id
from curate.stage import ORDER
from curate.stages.difficulty.config import DifficultyConfig
from curate.stages.difficulty.stage import UNMEASURED, asks, difficulty, trained


def row(question: str, answer: str, *, reasons: tuple[str, ...] = (), **columns: Any) -> dict[str, Any]:
    given = dict.fromkeys(ROW) | {
        "id": row_id("test", question, None, answer),
        "form": "open",
        "question": question,
        "answer": answer,
        "answer_type": "math",
        "prompt": [{"role": "user", "content": question}],
        "early_reasons": list(reasons),
    }
    return given | columns


def frame(*rows: dict[str, Any]) -> pl.LazyFrame:
    return pl.LazyFrame(list(rows), schema={**ROW, "early_reasons": pl.List(pl.String)})


def measure(rows: pl.LazyFrame, answers: Any, **config: Any) -> pl.DataFrame:
    stage = difficulty(TableModel(answers, max_model_len=config.pop("max_model_len", 4096)), trained)
    return stage(rows, DifficultyConfig(**{"max_tokens": 8, **config})).collect()


def test_a_pass_rate_is_the_share_of_right_responses_and_keeps_its_counts() -> None:
    answers = {"2 + 2?": [r"\boxed{4}", r"\boxed{5}", "no idea", r"so \boxed{4}"]}
    found = measure(frame(row("2 + 2?", "4")), answers, samples=4, temperature=1.0).row(0, named=True)
    assert (found["pass_rate"], found["n_right"], found["n_wrong"]) == (0.5, 2, 2)
    assert (found["n_ungradable"], found["n_truncated"]) == (0, 0)
    assert found["first_response"] == r"\boxed{4}"
    assert found["difficulty_model"] == "table@0"
    assert found["difficulty_status"] == "measured"


def test_a_row_is_graded_as_its_source_says() -> None:
    answers = {"who?": "the painter Vincent van Gogh"}
    strict = row("who?", "Vincent van Gogh", answer_type="short_text")
    assert measure(frame(strict), answers)["pass_rate"].item() == 0
    assert measure(frame(strict | {"f1_at_least": 0.7}), answers)["pass_rate"].item() == 1


def test_a_response_that_was_cut_off_is_no_wrong_one_but_fails_all_the_same() -> None:
    answers = {"2 + 2?": "one two three four five six seven eight nine ten"}
    found = measure(frame(row("2 + 2?", "4")), answers).row(0, named=True)
    assert (found["n_truncated"], found["n_wrong"], found["pass_rate"]) == (1, 0, 0.0)


def test_a_response_that_is_right_before_it_is_cut_is_right() -> None:
    answers = {"2 + 2?": r"\boxed{4} and then it goes on and on and on and on"}
    found = measure(frame(row("2 + 2?", "4")), answers).row(0, named=True)
    assert (found["n_right"], found["n_truncated"]) == (1, 0)


def test_rows_with_a_reason_to_go_are_not_asked_about() -> None:
    rows = frame(row("asked", "1"), row("gone", "2", reasons=("duplicate",)))
    found = measure(rows, {"asked": r"\boxed{1}"})  # the table would fail on any other question
    assert found["difficulty_status"].to_list() == ["measured", "skipped"]
    assert found["pass_rate"].to_list() == [1.0, None]


def test_a_prompt_that_leaves_no_room_is_counted_and_not_sent() -> None:
    rows = frame(row("short", "1"), row("long " * 50, "2"))
    found = measure(rows, {"short": r"\boxed{1}"}, max_model_len=20)
    assert found["difficulty_status"].to_list() == ["measured", "too_long"]


def test_what_the_grader_cannot_judge_is_neither_right_nor_wrong() -> None:
    found = measure(frame(row("what?", "x", answer_type="essay")), {"what?": "x"}).row(0, named=True)
    assert (found["n_ungradable"], found["pass_rate"], found["difficulty_status"]) == (1, None, "ungradable")


@given(st.lists(st.booleans(), max_size=30), st.floats(0.01, 1))
def test_every_row_keeps_its_place_and_exactly_the_promised_columns_come(skips: list[bool], sampled: float) -> None:
    rows = frame(*(row(f"q{n}", str(n), reasons=("x",) * skip) for n, skip in enumerate(skips)))

    def answer(prompt: Prompt, _: int) -> str:
        return rf"\boxed{{{prompt[-1]['content'][1:]}}}"

    found = measure(rows, answer, sampled=sampled)
    assert found.schema == {ORDER: pl.get_index_type(), **ADDED["difficulty"]}
    assert found[ORDER].to_list() == list(range(len(skips)))
    asked = rows.select(asks(DifficultyConfig(sampled=sampled))).collect().to_series().to_list()
    assert found["pass_rate"].to_list() == [1.0 if wanted else None for wanted in asked]
    assert [status == "skipped" for status in found["difficulty_status"]] == skips


@pytest.mark.parametrize("less", [0.1, 0.5])
def test_a_larger_share_only_adds_rows(less: float) -> None:
    rows = frame(*(row(f"q{n}", str(n)) for n in range(500)))
    few, many = (
        rows.select(asks(DifficultyConfig(sampled=share))).collect().to_series() for share in (less, less + 0.3)
    )
    assert few.sum() < many.sum() < 500
    assert (few & ~many).sum() == 0
    assert abs(few.mean() - less) < 0.07  # type: ignore[operator]


def test_without_a_model_the_columns_say_that_nobody_knows() -> None:
    found = UNMEASURED(frame(row("q", "1")), DifficultyConfig()).collect()
    assert found["difficulty_status"].to_list() == ["no_model"]
    assert found["pass_rate"].to_list() == [None]
