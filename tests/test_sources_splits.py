"""Files for training and for testing that lie side by side are told of, with how to take one kind alone."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from curate.content import Shelves, load
from curate.sources.adding import Added, proposed
from curate.sources.splits import side_by_side, splits
from curate.stages.ingest.config import Source

if TYPE_CHECKING:
    from pathlib import Path

SUMS = [(a, b) for a in range(3, 9) for b in range(11, 17)]
LINES = "".join(json.dumps({"question": f"What is {a} plus {b}?", "answer": str(a + b)}) + "\n" for a, b in SUMS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "blends/sources").mkdir(parents=True)
    return tmp_path


def added(folder: Path, *names: str) -> Added:
    """What `curate sources add data` finds, where these files lie there."""
    for name in names:
        file = folder / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(LINES, encoding="utf-8")
    return proposed("data", Shelves())


@pytest.mark.parametrize(
    ("names", "kinds"),
    [
        (["train.jsonl", "test.jsonl"], {"train", "test"}),
        (["dev_rand_split.jsonl", "train_rand_split.jsonl"], {"dev", "train"}),
        (["a_dev.csv", "a_test.csv", "a_val.csv", "b_dev.csv", "b_test.csv", "b_val.csv"], {"dev", "test", "val"}),
        (["test/a.jsonl", "train/a.jsonl"], {"test", "train"}),
        (
            ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet", "validation-0.parquet"],
            {"train", "val"},
        ),
        (["mmlu.zip!data/dev/a.csv", "mmlu.zip!data/test/a.csv"], {"dev", "test"}),
    ],
)
def test_splits_are_told_by_the_names_of_files_and_of_folders(names: list[str], kinds: set[str]) -> None:
    found = splits(names)
    assert set(found) == kinds
    assert sorted(name for files in found.values() for name in files) == sorted(names)


@pytest.mark.parametrize("names", [["train.jsonl"], ["driving_test.jsonl", "cooking.jsonl"], ["latest.csv", "old.csv"]])
def test_files_of_one_split_or_of_none_are_no_matter(names: list[str]) -> None:
    assert side_by_side(names) is None


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (["train.jsonl", "test.jsonl"], ["train.jsonl"]),
        (["train/a.jsonl", "train/b.jsonl", "test/a.jsonl"], ["train/a.jsonl", "train/b.jsonl"]),
        (["a_train.jsonl", "b_train.jsonl", "a_test.jsonl"], ["a_train.jsonl", "b_train.jsonl"]),
        (["train-0.jsonl", "train-1.jsonl", "dev-0.jsonl"], ["train-0.jsonl", "train-1.jsonl"]),
        (["x/a_train.jsonl", "y/b_train.jsonl", "y/b_dev.jsonl"], ["x/a_train.jsonl", "y/b_train.jsonl"]),
    ],
)
def test_what_is_advised_takes_the_files_of_one_split_alone(folder: Path, names: list[str], taken: list[str]) -> None:
    found = added(folder, *names)
    (note,) = [note for note in found.found.notes if "splits lie side by side" in note]
    advised = re.search(r"to take train alone: curate sources add '(.+)'$", note)
    assert advised is not None
    only = proposed(advised[1], Shelves(), name="only")
    assert only.found.files == len(taken)
    assert only.found.mixed is None
    assert not [note for note in only.found.notes if "splits" in note]


def test_the_file_that_is_written_says_it_too_and_stays_valid(folder: Path) -> None:
    found = added(folder, "train.jsonl", "test.jsonl")
    assert "# splits lie side by side, and all are taken: test (test.jsonl), train (train.jsonl)" in found.text
    (folder / "blends/sources/data.yaml").write_text(found.text, encoding="utf-8")
    assert load(folder / "blends/sources/data.yaml", Source).read["files"].named == "../../data/*.jsonl"
    assert str(folder) not in found.text


def test_of_a_zip_it_is_said_what_members_would_be(folder: Path) -> None:
    with zipfile.ZipFile(folder / "quiz.zip", "w") as archive:
        for name in ("data/test/a.jsonl", "data/test/b.jsonl", "data/dev/a.jsonl"):
            archive.writestr(name, LINES)
    (note,) = proposed("quiz.zip", Shelves()).found.notes
    assert note.endswith('to take test alone: members: ["data/test/*.jsonl"]')


def test_documents_are_told_which_plan_asks_about_them_and_which_others_could(folder: Path) -> None:
    pages = folder / "pages"
    pages.mkdir()
    (pages / "rain.md").write_text("# Rain\n\nRain falls where warm air rises.\n", encoding="utf-8")
    found = proposed("pages", Shelves())
    said = "\n".join(found.found.notes)
    assert "the plan (synthesize) is web_questions: Multiple-choice and short-answer questions on web pages" in said
    assert "another plan is crossthink_qa: Syn-QA rebuilt" in said
    assert "persona_math" not in said, "it asks without any document"
    assert "synthesize: web_questions  # small, to try with; others: crossthink_qa" in found.text
