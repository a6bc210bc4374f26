"""Real files give exactly as many rows as their sets are known to have."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from curate.content import load
from curate.stages.ingest.config import Source
from curate.stages.ingest.stage import ingest

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "tests/real/blends/sources"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (ROOT / "../shared/data").is_dir(), reason="the real data sets are not here"),
]

COUNTS = [
    ("gsm8k", {"train.jsonl": 7_473, "test.jsonl": 1_319}),
    ("deepscaler", {"train.json": 39_808}),
    ("hendrycks_math", {"train.parquet": 7_500, "test.parquet": 5_000}),
    ("commonsenseqa", {"train_rand_split.jsonl": 9_741, "dev_rand_split.jsonl": 1_221}),
    ("opentriviaqa", {"": 49_716}),
]


def rows_of(name: str) -> pl.DataFrame:
    path = SOURCES / f"{name}.yaml"
    batches = list(ingest(name, load(path, Source), "files", base=path.parent, place=path))
    assert all(batch.rejects.is_empty() for batch in batches)
    return pl.concat([batch.rows for batch in batches])


@pytest.mark.parametrize(("name", "counts"), COUNTS, ids=[name for name, _ in COUNTS])
def test_no_record_of_a_real_set_is_lost(name: str, counts: dict[str, int]) -> None:
    rows = rows_of(name)
    for file, count in counts.items():
        assert rows.filter(pl.col("source_file").str.ends_with(file)).height == count
    assert rows.height == sum(counts.values())


def test_only_the_trivia_whose_right_option_stands_twice_have_no_letter() -> None:
    rows = rows_of("opentriviaqa")
    unresolved = rows.filter(pl.col("answer_text").is_null())
    assert unresolved.height == 5
    assert all(options.count(answer) == 2 for options, answer in unresolved.select("options", "answer").rows())
    assert rows["source_file"].n_unique() == 22
    assert rows.filter(pl.col("question").str.contains("\n")).height == 1_296


def test_every_answer_of_gsm8k_is_what_stands_behind_its_mark() -> None:
    rows = rows_of("gsm8k")
    assert rows["answer"].str.contains(r"^-?[\d,]+(\.\d+)?$").all()
    assert rows["answer_type"].unique().to_list() == ["math"]


def test_the_answers_of_math_have_their_subject_and_domain() -> None:
    rows = rows_of("hendrycks_math")
    assert rows["subject"].n_unique() == 7
    assert rows["domain"].unique().to_list() == ["stem"]
