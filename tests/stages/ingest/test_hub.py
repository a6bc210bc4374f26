"""Data sets laid out as on the hub are streamed by config and split; without a hub there is one clear line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from datasets import Dataset, DatasetDict, IterableDataset

from curate.errors import ContentError, SourceError
from curate.stages.ingest.stage import identity

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

CARD = """---
configs:
- config_name: algebra
  data_files: [{split: train, path: algebra/train-*.parquet}]
- config_name: geometry
  data_files: [{split: train, path: geometry/train-*.parquet}]
---
"""


@pytest.fixture(autouse=True)
def _no_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")


def save(folder: Path, config: str, count: int) -> None:
    (folder / config).mkdir(parents=True)
    rows = [
        {
            "problem": f"{config} {n}",
            "type": "Algebra",
            "choices": [{"text": "x"}, {"text": "y"}],
            "gold": {"at": n % 2},
        }
        for n in range(count)
    ]
    Dataset.from_list(rows).to_parquet(str(folder / config / "train-00000-of-00001.parquet"))


@pytest.fixture
def laid_out(desk: Desk) -> Desk:
    save(desk.folder / "set", "algebra", 5)
    save(desk.folder / "set", "geometry", 3)
    desk.write("set/README.md", CARD)
    return desk


MAPPING = {
    "question": "problem",
    "options": "choices[].text",
    "answer": {"field": "gold.at", "as": "index0"},
    "subject": "type",
}


def hub(**settings: Any) -> dict[str, Any]:
    return {"hub": {"path": "set", "split": "train", **settings}}


def test_configs_are_read_one_after_the_other(laid_out: Desk) -> None:
    source = laid_out.source(form="mcq", map=MAPPING, read=hub(configs=["algebra", "geometry"]))
    rows, rejects = laid_out.read(source, "hub", shard_rows=2)
    assert rows["question"].to_list() == [f"algebra {n}" for n in range(5)] + [f"geometry {n}" for n in range(3)]
    assert rows["source_row"].to_list() == [0, 1, 2, 3, 4, 0, 1, 2]
    assert rows["source_file"].unique(maintain_order=True).to_list() == ["set:algebra:train", "set:geometry:train"]
    assert rows["answer"].to_list() == ["A", "B", "A", "B", "A", "A", "B", "A"]
    assert rows["options"][0].to_list() == ["x", "y"]
    assert rejects.is_empty()


def test_one_config_is_read_alone_and_up_to_a_limit(laid_out: Desk) -> None:
    source = laid_out.source(form="mcq", map=MAPPING, read=hub(config="geometry"))
    assert laid_out.read(source, "hub", limit=2)[0]["question"].to_list() == ["geometry 0", "geometry 1"]


def test_the_revision_of_a_folder_follows_its_files(laid_out: Desk) -> None:
    source = laid_out.source(form="mcq", map=MAPPING, read=hub(config="geometry"))
    before = identity(source, "hub", base=laid_out.folder)
    assert laid_out.read(source, "hub")[0]["revision"].unique().to_list() == [before["revision"]]
    assert before | {"revision": ""} == {
        "hub": "set",
        "config": "geometry",
        "data_files": "",
        "split": "train",
        "revision": "",
    }
    laid_out.write("set/README.md", CARD + "\n")
    assert identity(source, "hub", base=laid_out.folder)["revision"] != before["revision"]


def test_named_files_of_a_data_set_are_read_with_keys_that_differ_between_them(desk: Desk) -> None:
    desk.write("set/Data/QA.jsonl", json.dumps({"meta_data": {"question": "Q", "index": 0}, "gold": "A"}) + "\n")
    desk.write("set/Data/Math.jsonl", json.dumps({"meta_data": {"question": "M", "skill": "sums"}, "gold": "7"}) + "\n")
    source = desk.source(
        map={"question": "meta_data.question", "answer": "gold"},
        read=hub(data_files=["Data/Math.jsonl"], split="train_math"),
    )
    rows, _ = desk.read(source, "hub")
    assert rows.select("question", "answer", "source_file").rows() == [("M", "7", "set:Data/Math.jsonl:train_math")]


def test_lines_are_read_whatever_keys_later_ones_bring_and_broken_ones_are_rejected(desk: Desk) -> None:
    records = [
        {"meta": {"question": "Q" * 400, **({"late": n} if n > 40_000 else {})}, "gold": n} for n in range(41_000)
    ]
    lines = [json.dumps(record) for record in records]
    lines[7] = "{"
    desk.write("set/data.jsonl", "\n".join(lines) + "\n\n")
    mapping = {"question": "meta.question", "answer": "gold", "subject": "meta.late"}
    rows, rejects = desk.read(desk.source(map=mapping, read=hub(data_files=["data.jsonl"])), "hub")
    assert rejects.select("row", "byte", "raw").rows() == [(7, None, "{")]
    assert rows["source_row"].to_list() == [*range(7), *range(8, 41_000)]
    assert rows["subject"][-1] == "40999"


def test_fields_that_differ_from_row_to_row_are_looked_into(desk: Desk) -> None:
    records = [{"meta": {"question": f"Q{n}", **({"a": 1} if n % 2 else {"b": [n]})}, "gold": str(n)} for n in range(6)]
    desk.write("set/data.json", "".join(json.dumps(record) + "\n" for record in records))
    mapping = {"question": "meta.question", "answer": "gold", "subject": "meta.b[0]"}
    rows, _ = desk.read(desk.source(map=mapping, read=hub(data_files=["data.json"])), "hub")
    assert rows["question"].to_list() == [f"Q{n}" for n in range(6)]
    assert rows["subject"].to_list() == ["0", None, "2", None, "4", None]


def test_a_column_that_the_data_set_lacks_is_named(laid_out: Desk) -> None:
    source = laid_out.source(read=hub(config="algebra"), map={"question": "problem", "answer": "solution"})
    with pytest.raises(
        SourceError, match=r"^set:algebra:train: solution: has no column 'solution'; there are: choices, "
    ):
        laid_out.read(source, "hub")


@pytest.mark.parametrize("settings", [{"config": "topology"}, {"config": "algebra", "split": "test"}])
def test_a_config_or_split_that_is_not_there_is_one_line(laid_out: Desk, settings: dict[str, Any]) -> None:
    with pytest.raises(SourceError, match=r"^set:[^\n]*cannot be read from the hub: [^\n]+$"):
        laid_out.read(laid_out.source(form="mcq", map=MAPPING, read=hub(**settings)), "hub")


def test_a_folder_that_is_not_there_is_an_error_and_no_name_on_the_hub(desk: Desk) -> None:
    with pytest.raises(SourceError, match=r"^set: is no folder$"):
        desk.read(desk.source(read=hub(path="./set")), "hub")


@pytest.mark.parametrize("path", ["data/quiz.jsonl", "quiz.csv.gz", "data/*", "./data/*.parquet", "quiz.zip"])
def test_a_path_that_looks_like_files_is_told_where_files_stand(desk: Desk, path: str) -> None:
    with pytest.raises(ContentError, match=r"read\.hub\.path: is .*; files and globs stand under `paths`"):
        desk.source(read=hub(path=path))


def test_a_path_to_a_file_of_this_disk_is_told_where_files_stand(desk: Desk) -> None:
    desk.write("quiz.data", "{}\n")
    for path in ("./quiz.data", "./quiz.jsonl"):
        with pytest.raises(SourceError, match=r"is no folder; files and globs stand under `paths`"):
            desk.read(desk.source(read=hub(path=path)), "hub")


def test_a_folder_may_be_called_like_a_file(desk: Desk) -> None:
    save(desk.folder / "set.parquet", "algebra", 3)
    assert desk.source(read=hub(path="./set.parquet")).read["hub"].named == "./set.parquet"


def test_without_a_hub_there_is_one_line_and_what_to_do(desk: Desk) -> None:
    source = desk.source(read=hub(path="nobody/no-such-set"))
    with pytest.raises(SourceError) as caught:
        desk.read(source, "hub")
    said = str(caught.value)
    assert said.startswith("nobody/no-such-set: cannot be read from the hub: ")
    assert said.endswith("(without a network, read `sample`, or a local copy through hub.path)")
    assert "\n" not in said


def test_identity_says_unpinned_where_no_commit_is_named_and_none_can_be_had(desk: Desk) -> None:
    read = {"hub": {"path": "nobody/other-set", "split": "train"}}
    assert identity(desk.source(read=read), "hub", base=desk.folder)["revision"] == "unpinned"
    read["hub"]["revision"] = "0123456789abcdef"
    assert identity(desk.source(read=read), "hub", base=desk.folder)["revision"] == "0123456789abcdef"


def test_files_are_read_without_loading_the_hubs_libraries(tmp_path: Path) -> None:
    (tmp_path / "data.jsonl").write_text('{"question": "Q", "answer": "A"}\n')
    script = (
        "import sys, pathlib\n"
        "from curate.stages.ingest.block import Told\n"
        "from curate.stages.ingest.files.places import local\n"
        "from curate.stages.ingest.stage import ingest\n"
        "from curate.stages.ingest.formats.registry import reader\n"
        "list(reader('jsonl')(local(pathlib.Path('data.jsonl')), Told('x')))\n"
        "print([name for name in ('datasets', 'huggingface_hub', 'torch') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "[]"


def questions(start: int, count: int) -> Dataset:
    return Dataset.from_list(
        [{"question": f"Q{n}", "answer": str(n), "more": "x"} for n in range(start, start + count)]
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_folder_of_splits_written_by_save_to_disk_is_read_by_split(desk: Desk) -> None:
    DatasetDict({"train": questions(0, 5), "test": questions(5, 2)}).save_to_disk(str(desk.folder / "set"))
    source = desk.source(read=hub(split="test"))
    rows, _ = desk.read(source, "hub")
    assert rows.select("question", "answer", "source_file").rows() == [
        ("Q5", "5", "set:test"),
        ("Q6", "6", "set:test"),
    ]
    assert rows["revision"].unique().to_list() == [identity(source, "hub", base=desk.folder)["revision"]]
    with pytest.raises(SourceError, match=r"^set: there is no split 'val'\. There are: test, train$"):
        desk.read(desk.source(read=hub(split="val")), "hub")


def test_one_data_set_written_by_save_to_disk_is_read_with_its_choice_of_rows(desk: Desk) -> None:
    questions(0, 9).select([7, 2]).save_to_disk(str(desk.folder / "set"))
    rows, _ = desk.read(desk.source(read=hub()), "hub", shard_rows=1)
    assert rows.select("question", "source_row").rows() == [("Q7", 0), ("Q2", 1)]


def test_what_a_saved_data_set_lacks_is_one_line(desk: Desk) -> None:
    questions(0, 2).save_to_disk(str(desk.folder / "set"))
    with pytest.raises(SourceError, match=r"^set: was written by save_to_disk, and has no 'algebra' \(leave config"):
        desk.read(desk.source(read=hub(config="algebra")), "hub")
    with pytest.raises(SourceError, match=r"^set:train: gold: has no column 'gold'; there are: answer, more, "):
        desk.read(desk.source(read=hub(), map={"question": "question", "answer": "gold"}), "hub")
    desk.write("set/data-00000-of-00001.arrow", b"ARROW1")
    with pytest.raises(SourceError, match=r"^set: cannot be read as written by save_to_disk: [^\n]+$"):
        desk.read(desk.source(read=hub()), "hub")


def test_a_commit_is_asked_for_and_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def load(path: str, **settings: Any) -> IterableDataset:
        asked.append({"path": path, **settings})
        return questions(0, 3).to_iterable_dataset()

    monkeypatch.setattr("datasets.load_dataset", load)
    monkeypatch.setattr("curate.stages.ingest.formats.hub._newest", lambda _path, revision: revision)
    read = hub(path="someone/set", config="algebra", revision="0123456789abcdef")
    rows, _ = desk.read(desk.source(read=read), "hub")
    assert rows["revision"].unique().to_list() == ["0123456789abcdef"]
    assert asked == [
        {
            "path": "someone/set",
            "name": "algebra",
            "split": "train",
            "revision": "0123456789abcdef",
            "streaming": True,
        }
    ]
