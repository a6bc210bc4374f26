"""Every question-answer set of the real data has a source file, and gives the rows that its own README promises.

The right-hand sides are counted here a second time, by `json`, `csv` and `re` alone: no code of the project.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.content import load
from curate.stages.ingest.config import Source
from curate.stages.ingest.stage import ingest

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = Path(__file__).parent / "blends/sources"
DATA = Path(__file__).parents[3] / "shared/data"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data sets are not there: {DATA}"),
]

FOLDERS = {
    "deepscaler40k_levels": (39_808, ["deepscaler"]),
    "gsm8k": (7_473 + 1_319, ["gsm8k"]),
    "math_hendrycks_parquet": (7_500 + 5_000, ["hendrycks_math"]),
    "opentriviaqa": (49_716, ["opentriviaqa"]),
    "commonsenseqa": (9_741 + 1_221, ["commonsenseqa"]),
    "llm_adapters_mcq": (15_360, ["arc_challenge", "arc_easy", "openbookqa", "mathqa"]),  # no BoolQ in the folder
    "dpr_open_qa": (45_813, ["dpr_tsv", "dpr_jsonl"]),
    "webquestions": (5_810, ["webquestions"]),
    "agieval_v1": (8_269, ["agieval", "agieval_zh", "agieval_cloze"]),
    "math500": (500, ["math500"]),
    "mmlu_llamafactory": (285 + 14_042 + 1_531, ["mmlu"]),
    "qwen25math_eval": (
        17_477,
        [
            *("aime24 amc23 aqua asdiv cmath cn_middle_school college_math gaokao2023en gaokao2024".split()),
            *("gaokao2024_mix gaokao_math_cloze gaokao_math_qa gsm8k_eval mawps minerva_math".split()),
            *("mmlu_stem olympiadbench sat_math svamp".split()),
        ],
    ),
}
"""Rows of a folder by its README, or, where that says "about", by `lines` below; and the sources that read it."""

UNRESOLVED = {
    "agieval": 5,  # some options have lost their labels, so that nobody knows which is B
    "agieval_zh": 7,  # the same
    "cn_middle_school": 60,  # questions without options
    "gaokao2024": 6,  # the same
    "gaokao2024_mix": 39,  # the same
    "gaokao_math_qa": 7,  # two right letters, of which the mapping as: label makes none
    "opentriviaqa": 5,  # two identical right options
}
"""Multiple-choice rows whose gold is none of their options, or several of them."""


@cache
def read(name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    path = SOURCES / f"{name}.yaml"
    batches = list(ingest(name, load(path, Source), "files", base=SOURCES, place=path))
    return pl.concat([batch.rows for batch in batches]), pl.concat([batch.rejects for batch in batches])


def lines(pattern: str) -> Iterator[Any]:
    for path in sorted(DATA.glob(pattern)):
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def test_every_source_file_stands_in_the_table() -> None:
    assert {path.stem for path in SOURCES.glob("*.yaml")} == {name for _, names in FOLDERS.values() for name in names}


def test_every_folder_of_questions_stands_in_the_table() -> None:
    assert {path.name for path in DATA.iterdir() if path.is_dir() and not path.name.startswith("web_")} == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_gives_the_rows_of_its_readme_and_no_reject(folder: str) -> None:
    rows, names = FOLDERS[folder]
    found = {name: (read(name)[0].height, read(name)[1].height) for name in names}
    assert sum(height for height, _ in found.values()) == rows, found
    assert not any(rejects for _, rejects in found.values()), found


@pytest.mark.parametrize("folder", ["agieval_v1", "qwen25math_eval"])
def test_the_table_counts_lines_as_the_files_have_them(folder: str) -> None:
    assert sum(1 for _ in lines(f"{folder}/**/*.jsonl")) == FOLDERS[folder][0]


@pytest.mark.parametrize("name", [name for _, names in FOLDERS.values() for name in names])
def test_every_question_has_a_text_and_every_gold_stands_among_its_options(name: str) -> None:
    rows, _ = read(name)
    assert rows.filter(pl.col("question").fill_null("") == "").is_empty()
    mcq = rows.filter(pl.col("form") == "mcq")
    unresolved = mcq.filter(pl.col("answer_text").is_null() & (pl.col("answer_type") != "multi_choice"))
    several = mcq.filter(pl.col("answer_type") == "multi_choice")
    assert unresolved.height + several.filter(pl.col("answer_text").is_null()).height <= UNRESOLVED.get(name, 0)
    resolved = mcq.filter(pl.col("answer_text").is_not_null() & (pl.col("answer_type") == "choice"))
    for options, letter, text in resolved.select("options", "answer", "answer_text").iter_rows():
        assert options["ABCDEFGHIJ".index(letter)] == text


def test_packed_options_of_arc_are_those_that_a_pattern_finds() -> None:
    for name, folder in (("arc_challenge", "ARC-Challenge"), ("arc_easy", "ARC-Easy"), ("openbookqa", "openbookqa")):
        rows, _ = read(name)
        records = [
            record
            for split in ("train", "test")
            for record in json.loads((DATA / f"llm_adapters_mcq/{folder}/{split}.json").read_text(encoding="utf-8"))
        ]
        for record, row in zip(records, rows.iter_rows(named=True), strict=True):
            asked, _, rest = record["instruction"].partition("question: ")[2].rpartition("\n\nAnswer1: ")
            options = re.split(r"\s+Answer\d: ", rest.rpartition("\n\nAnswer format")[0])
            assert row["question"] == asked.strip()
            assert row["options"] == [option.strip() for option in options]
            assert row["answer"] == "ABCDE"[int(record["answer"].removeprefix("answer")) - 1]


def test_packed_options_of_mathqa_are_those_that_a_pattern_finds() -> None:
    rows, _ = read("mathqa")
    records = json.loads((DATA / "llm_adapters_mcq/mathqa/test.json").read_text(encoding="utf-8"))
    quoted = 0
    for record, row in zip(records, rows.iter_rows(named=True), strict=True):
        packed = record["instruction"].rpartition("The options:")[2].strip()
        assert row["answer"] == record["answer"]
        if packed.startswith("["):  # a Python list as text: its quotes stay in the options, as the source file says
            quoted += 1
            continue
        options = [option.strip(" ,") for option in re.split(r"(?:^|,)\s*[A-E] \) ", packed)[1:]]
        assert row["options"] == [re.sub(r"^[A-E] \) ", "", option) for option in options]
    assert quoted == 66


def test_options_of_agieval_lose_their_labels_and_nothing_else() -> None:
    labelled = 0
    for name in ("agieval", "agieval_zh"):
        rows = read(name)[0].select("source_file", "source_row", "options", "answer_type", "answer_text")
        for file, number, options, kind, gold in rows.iter_rows():
            record = _record(file, number)
            marks = [re.match(r"\s*\(([A-Z])\)", option) for option in record["options"]]
            for option, given in zip(options, record["options"], strict=True):
                assert given.strip().endswith(option)
                assert re.fullmatch(r"\W{0,2}[A-Z]?\W{0,6}", given.strip().removesuffix(option))
            # The letter is a label, wherever its option stands.
            if kind == "choice" and all(marks) and gold is not None:
                labels = [mark[1] for mark in marks if mark]
                text = record["options"][labels.index(record["label"][0])]
                labelled += 1
                assert gold == re.sub(r"^\s*\([A-Z]\)", "", text).strip()
    assert labelled > 5_000


def test_mmlu_is_read_out_of_its_zip_with_the_subject_of_each_file() -> None:
    rows, _ = read("mmlu")
    wanted = []
    with zipfile.ZipFile(DATA / "mmlu_llamafactory/mmlu.zip") as archive:
        for member in sorted(name for name in archive.namelist() if name.endswith(".csv")):
            subject = member.rpartition("/")[2].rpartition("_")[0]
            text = io.StringIO(archive.read(member).decode("utf-8"), newline="")
            wanted += [(record[0].strip(), subject, record[5]) for record in csv.reader(text)]
    assert rows.select("question", "subject", "answer").rows() == wanted
    assert rows.get_column("subject").n_unique() == 57


def test_all_accepted_answers_are_kept_beside_the_gold() -> None:
    rows, _ = read("webquestions")
    names = ("trainmodel", "val", "devtest", "test")
    records = [
        record
        for name in names
        for record in json.loads((DATA / f"webquestions/{name}.json").read_text(encoding="utf-8"))
    ]
    for record, row in zip(records, rows.iter_rows(named=True), strict=True):
        given = [answer.strip() for answer in record["answers"]]
        assert [row["answer"], *(row["accepted"] or [])] == list(dict.fromkeys(given))


@cache
def _lines_of(file: str) -> list[str]:
    return (SOURCES / file).read_text(encoding="utf-8").splitlines()


def _record(file: str, row: int) -> Any:
    return json.loads([line for line in _lines_of(file) if line.strip()][row])
