"""121,778 real records go the whole way, and each count of the funnel is found a second time by plain Python.

The second counts read the files with `json` and `pyarrow` alone and share no code with the project.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from curate.content import Shelves
from curate.order import resolve
from curate.pipeline import build
from verl_adapter.columns import check_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curate.report.outcome import Outcome

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared/data"
SOURCES = ("gsm8k", "deepscaler", "commonsenseqa", "opentriviaqa", "hendrycks_math")
Record = tuple[str, str, list[str] | None, str | None]
"""Source, question, options, gold in words."""

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data sets are not there: {DATA}"),
]


def gsm8k() -> Iterator[Record]:
    for name in ("train", "test"):
        for line in (DATA / f"gsm8k/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield "gsm8k", record["question"], None, record["answer"].rsplit("####", 1)[1].strip()


def deepscaler() -> Iterator[Record]:
    for path in sorted((DATA / "deepscaler40k_levels").glob("level*/train.json")):
        for record in json.loads(path.read_text(encoding="utf-8")):
            yield "deepscaler", record["prompt"], None, record["answer"]


def commonsenseqa() -> Iterator[Record]:
    for name in ("train_rand_split", "dev_rand_split"):
        for line in (DATA / f"commonsenseqa/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            choices = record["question"]["choices"]
            gold = next(choice["text"] for choice in choices if choice["label"] == record["answerKey"])
            yield "commonsenseqa", record["question"]["stem"], [choice["text"] for choice in choices], gold


def opentriviaqa() -> Iterator[Record]:
    for path in sorted((DATA / "opentriviaqa").rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            for entry in re.split(rb"(?m)^#Q ", raw)[1:]:
                # Markers are ASCII, so options can be told apart whatever the encoding is.
                options = re.findall(rb"(?m)^[A-Z] (.*)$", entry)
                gold = re.search(rb"(?m)^\^ (.*)$", entry)
                question = entry.split(b"\n^")[0]
                texts = [option.decode("cp1252", "replace").strip() for option in options]
                yield (
                    "opentriviaqa",
                    question.decode("cp1252", "replace"),
                    texts,
                    gold and gold[1].decode("cp1252", "replace"),
                )


def hendrycks_math() -> Iterator[Record]:
    for path in sorted((DATA / "math_hendrycks_parquet").rglob("*.parquet")):
        for record in pq.read_table(path).to_pylist():
            yield (
                "hendrycks_math",
                record["prompt"][0]["content"],
                None,
                record["reward_model"]["ground_truth"]["target"],
            )


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [record for read in (gsm8k, deepscaler, commonsenseqa, opentriviaqa, hendrycks_math) for record in read()]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


@pytest.fixture(scope="module")
def outcome(places: Path) -> Outcome:
    order = resolve("everything", "plain", Shelves(HERE))
    return build(order, store=places / "store", out=places / "out")


def test_every_record_of_every_file_is_in_the_funnel(outcome: Outcome, records: list[Record]) -> None:
    expected = Counter(source for source, *_ in records)
    assert {line.source: line.records for line in outcome.funnel} == expected
    assert sum(expected.values()) == 121_778
    assert [line.broken for line in outcome.funnel] == [0] * len(SOURCES)


def test_kept_and_dropped_are_all_rows_each_once(outcome: Outcome, places: Path) -> None:
    assert all(line.records == line.kept + line.dropped for line in outcome.funnel)
    dropped = pl.read_parquet(places / "out/everything/dropped.parquet", columns=["source_file", "source_row", "id"])
    assert dropped.height == sum(line.dropped for line in outcome.funnel)
    assert dropped.n_unique(["source_file", "source_row"]) == dropped.height
    blend = pl.concat(
        pl.read_parquet(places / f"out/everything/{split}.parquet").select(pl.col("extra_info").struct.field("id"))
        for split in ("train", "val")
    )
    assert blend.height == 40_500
    assert blend["id"].is_unique().all()


def rows_with(outcome: Outcome, reason: str) -> int:
    return next(rows for name, rows, _ in outcome.reasons if name == reason)


def test_missing_golds_are_those_that_plain_python_finds(outcome: Outcome, records: list[Record]) -> None:
    expected = sum(not (gold or "").strip() for *_, gold in records)
    assert rows_with(outcome, "gold_missing") == expected


def test_golds_that_are_no_option_are_those_that_plain_python_finds(outcome: Outcome, records: list[Record]) -> None:
    strangers = sum(
        options is not None and bool((gold or "").strip()) and (gold or "").strip() not in options
        for _, _, options, gold in records
    )
    assert rows_with(outcome, "gold_not_in_options") == strangers
    assert rows_with(outcome, "question_missing") == sum(not question.strip() for _, question, *_ in records)


def test_repeated_options_are_those_that_plain_python_finds(outcome: Outcome, records: list[Record]) -> None:
    def alike(text: str) -> str:
        return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

    repeated = sum(
        len({alike(option) for option in options}) < len(options) for _, _, options, _ in records if options is not None
    )
    assert rows_with(outcome, "options_repeat") == repeated


def test_duplicates_lie_between_a_strict_and_a_loose_count(outcome: Outcome, records: list[Record]) -> None:
    def repeats(fold: Any) -> int:
        keys = Counter(
            (options is None, fold(question), None if options is None else tuple(sorted(map(fold, options))))
            for _, question, options, _ in records
            if fold(question)
        )
        return sum(count - 1 for count in keys.values())

    strict = repeats(lambda text: " ".join(text.split()))
    loose = repeats(lambda text: "".join(character for character in text.casefold() if character.isalnum()))
    assert strict <= rows_with(outcome, "duplicate") <= loose
    assert strict > 8_000, "MATH stands in DeepScaleR too: the data is what it was"


def test_no_question_of_validation_is_trained_on(places: Path, outcome: Outcome, records: list[Record]) -> None:
    assert outcome.folder is not None

    def ids(split: str) -> set[str]:
        extra = pl.read_parquet(places / f"out/everything/{split}.parquet")["extra_info"]
        return set(extra.struct.field("id"))

    rows = pl.concat([pl.read_parquet(path) for path in (places / "store").glob("06-rewrite*/part-*.parquet")])
    plain = {row_id: " ".join(question.casefold().split()) for row_id, question in rows.select("id", "question").rows()}
    asked = {split: {plain[row_id] for row_id in ids(split)} for split in ("train", "val")}
    assert len(records) == rows.height
    assert len(asked["val"]) == 500
    assert not asked["val"] & asked["train"]


def test_the_weights_are_met_to_the_row(outcome: Outcome) -> None:
    assert [share["realised"] for share in outcome.shares] == [16_000, 24_000]


def test_both_files_have_the_columns_that_verl_reads(places: Path, outcome: Outcome) -> None:
    assert outcome.folder is not None
    check_parquet(places / "out/everything/train.parquet")
    check_parquet(places / "out/everything/val.parquet")


def test_foreign_encodings_come_out_as_letters(places: Path, outcome: Outcome) -> None:
    assert outcome.folder is not None
    read = pl.concat(
        [pl.read_parquet(path) for path in (places / "store").glob("01-ingest*/part-*.parquet")], how="vertical"
    )
    trivia = read.filter(source="opentriviaqa")
    text = pl.concat_str("question", pl.col("options").list.join(" "), separator=" ")
    assert not trivia.select(text.str.contains("\ufffd").any()).item()
    assert trivia.select(text.str.contains("é").sum()).item() > 100


@pytest.mark.model
def test_a_sample_of_the_rows_is_measured_by_a_real_model(places: Path, outcome: Outcome) -> None:
    assert outcome.asked is None
    order = resolve("everything", "sampled", Shelves(HERE))
    measured = build(order, store=places / "store", out=places / "measured")
    assert measured.asked is not None
    counts = {band: given for band, given, _ in measured.by_difficulty}
    asked = counts.get("0", 0) + counts.get("1", 0)
    assert 30 <= asked == measured.asked.asked <= 100
    assert counts["not_sampled"] + counts["skipped"] + asked == 121_778
    assert rows_with(measured, "too_easy") == counts.get("1", 0)
