"""Real gold answers: each is right against itself, and the grader can tell something else from nearly every one."""

import json
import random
from pathlib import Path

import polars as pl
import pytest

from curate.grading import accepts_gold, final_answer, grade, infer_answer_type

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
MATH = sorted((DATA / "math_hendrycks_parquet").glob("*.parquet"))
SCALER = sorted((DATA / "deepscaler40k_levels").glob("*/train.json"))
GRADE_SCHOOL = sorted((DATA / "gsm8k").glob("*.jsonl"))

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (MATH and SCALER and GRADE_SCHOOL), reason="the real data sets are not there"),
]


def _golds() -> list[str]:
    """Every distinct gold answer of MATH, DeepScaleR and GSM8K, as the sources have it."""
    golds = [row["ground_truth"]["target"] for path in MATH for row in pl.read_parquet(path)["reward_model"].to_list()]
    golds += [row["answer"] for path in SCALER for row in json.loads(path.read_text("utf-8"))]
    lines = (line for path in GRADE_SCHOOL for line in path.read_text("utf-8").splitlines())
    golds += [json.loads(line)["answer"].rpartition("####")[2].strip() for line in lines]
    return sorted({gold for gold in golds if gold.strip()})


def test_every_balanced_gold_answer_is_right_against_itself() -> None:
    golds = _golds()
    assert len(golds) > 10_000
    verdicts = [(gold, grade(f"\\boxed{{{gold}}}", gold, infer_answer_type(gold, None))) for gold in golds]
    refused = [gold for gold, verdict in verdicts if not verdict.right]
    essays = [gold for gold in refused if infer_answer_type(gold, None) == "ungradable"]
    unclosed = [gold for gold in refused if final_answer(f"\\boxed{{{gold}}}") is None]
    assert sorted(essays + unclosed) == refused
    assert len(refused) < 10


def test_of_2000_gold_answers_at_most_one_in_200_is_not_verifiable() -> None:
    sample = random.Random(7).sample(_golds(), 2_000)
    verdicts = [accepts_gold(gold, infer_answer_type(gold, None)) for gold in sample]
    assert sum(verdict.right for verdict in verdicts) >= 1_990
