"""What a source's file may say; and that the sources on our shelf keep what their examples promise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import polars as pl
import pytest

from curate import samples
from curate.content import load
from curate.errors import ContentError
from curate.stages.ingest.config import Source
from curate.stages.ingest.examples import run_examples
from curate.stages.ingest.reading import HubReading
from curate.stages.ingest.stage import ingest

if TYPE_CHECKING:
    from conftest import Desk

ROOT = Path(__file__).parents[3]
SHELF = sorted((ROOT / "blends/sources").glob("*.yaml"))
REAL = sorted((ROOT / "tests/real/blends/sources").glob("*.yaml"))
MAPPED = [path for path in SHELF if load(path, Source).map is not None]


def test_the_shelf_has_the_six_sources_of_the_paper() -> None:
    assert {path.stem for path in SHELF} >= {
        "mmlu",
        "syn_qa",
        "syn_math",
        "natural_reasoning",
        "numina_math",
        "math",
    }


@pytest.mark.parametrize("path", [*SHELF, *REAL], ids=lambda path: path.stem)
def test_a_source_of_the_shelf_is_valid_and_its_examples_hold(path: Path) -> None:
    source = load(path, Source)
    assert source.examples or path not in MAPPED  # the rows of real data are counted
    assert run_examples(source, path) == []


@pytest.mark.parametrize("path", SHELF, ids=lambda path: path.stem)
def test_a_source_without_a_pinned_revision_says_so_among_its_faults(path: Path) -> None:
    source = load(path, Source)
    reading = source.read.get("hub")
    if isinstance(reading, HubReading) and reading.revision is None:
        assert any("unpinned" in fault for fault in source.faults)


@pytest.mark.parametrize("path", MAPPED, ids=lambda path: path.stem)
def test_a_sample_of_the_shelf_gives_a_row_or_a_reject_for_each_of_its_lines(path: Path) -> None:
    source = load(path, Source)
    if "sample" not in source.read:
        pytest.skip(f"{path.stem} has no sample")
    batches = list(ingest(path.stem, source, "sample", base=path.parent, place=path))
    rows, rejects = (pl.concat([getattr(batch, part) for batch in batches]) for part in ("rows", "rejects"))
    name = rows["source_file"][0]
    text = samples.path(name).read_bytes()
    assert rows.height + rejects.height == text.count(b"\n")
    ledger = orjson.loads(samples.path("dirt.json").read_bytes())
    assert rejects["row"].to_list() == sorted(one["row"] for one in ledger["broken_line"] if one["file"] == name)
    out_of_range = {one["row"] for one in ledger["gold_out_of_range"] if one["file"] == name}
    if source.form == "mcq":
        unresolved = rows.filter(pl.col("answer_text").is_null() & (pl.col("answer") != ""))
        assert set(unresolved["source_row"]) == out_of_range


def test_an_editor_can_complete_a_source_from_its_schema() -> None:
    schema = Source.model_json_schema()
    asked = schema["$defs"]["Mapping"]["properties"]["question"]
    assert {"type": "string"} in asked["anyOf"]
    assert set(schema["required"]) >= {"what", "why", "licence", "read"}
    assert {"map", "synthesize"} <= set(schema["properties"])


def test_an_example_that_does_not_hold_is_an_error_at_its_line(desk: Desk) -> None:
    example = {"record": {"question": "Q", "answer": "A"}, "row": {"question": "Q", "answer": "B"}}
    source = desk.source(examples=[example])
    (error,) = run_examples(source, desk.place)
    line = desk.place.read_text().split("\n").index("    answer: B") + 1
    assert str(error) == f"quiz.yaml:{line}: examples.0.row.answer: must be 'B' (got 'A')"


def test_an_example_whose_record_makes_no_row_is_an_error(desk: Desk) -> None:
    source = desk.source(examples=[{"record": {"question": ["Q"]}, "row": {}}])
    (error,) = run_examples(source, desk.place)
    assert "examples.0.record: makes no row: question is a list, not a text" in str(error)


def test_a_sample_that_does_not_exist_is_an_error_at_its_line(desk: Desk) -> None:
    source = desk.source(read={"files": {"paths": ["x"], "format": "jsonl"}, "sample": {"file": "mats.jsonl"}})
    (error,) = run_examples(source, desk.place)
    line = desk.place.read_text().split("\n").index("    file: mats.jsonl") + 1
    assert str(error).startswith(
        f"quiz.yaml:{line}: read.sample.file: there is no sample 'mats.jsonl'. Did you mean 'math.jsonl'?"
    )
    assert "dirt.json" not in str(error)


NO_TEXT_FILES = "idna punycode unicode_escape raw_unicode_escape undefined rot13 hex base64 quopri zlib"


@pytest.mark.parametrize("name", NO_TEXT_FILES.split())
@pytest.mark.parametrize("key", ["encoding", "fallback"])
def test_a_codec_that_is_no_encoding_of_text_files_is_refused(desk: Desk, key: str, name: str) -> None:
    with pytest.raises(ContentError, match=f"read.files.{key}: must be an encoding of text files"):
        desk.source(read=desk.files("data.jsonl", "jsonl", **{key: name}))


@pytest.mark.parametrize(
    "name", ["latin-1", "cp1252", "shift_jis", "shift_jis_2004", "gb18030", "hz", "euc-kr", "koi8-r"]
)
def test_an_encoding_of_text_files_is_taken(desk: Desk, name: str) -> None:
    source = desk.source(read=desk.files("data.jsonl", "jsonl", encoding=name))
    desk.write("data.jsonl", '{"question": "Q", "answer": "A"}\n'.encode(name))
    assert desk.read(source)[0]["answer"].to_list() == ["A"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"form": "mcq"}, "form: mcq needs map.options"),
        ({"map": {"question": "q", "answer": "a", "options": "o"}}, "form open has no options"),
        ({"map": {"question": "q", "answer": {"field": "a", "as": "index0"}}}, "index0 is for multiple choice"),
        ({"map": {"question": "q"}}, "map.answer: is missing"),
        ({"map": {"question": "q", "answer": {}}}, "map.answer: must have one of field, fields, value and file"),
        ({"map": {"question": "q..r", "answer": "a"}}, "map.question: must be a path such as"),
        (
            {"map": {"question": "q", "answer": "a", "subject": {"field": "s", "as": "text"}}},
            "only an answer is written",
        ),
        (
            {"map": {"question": "q", "answer": {"field": "a", "split": "lettered_lines"}}},
            "only a question and its options",
        ),
        ({"read": {}}, "read: dictionary should have at least 1 item"),
        ({"read": {"hub": {"pth": "x"}}}, "read.hub: must be a mapping with file (a sample), path (the hub)"),
        ({"read": {"hub": "cais/mmlu"}}, "read.hub: must be a mapping with file (a sample), path (the hub)"),
        ({"read": {"hub": {"path": "x"}}}, "read.hub.split: is missing"),
        (
            {"read": {"hub": {"path": "x", "split": "t", "config": "a", "configs": ["b"]}}},
            "name one of config, configs",
        ),
        ({"read": {"files": {"paths": ["x"], "format": "jsnl"}}}, "there is no format 'jsnl'. Did you mean 'jsonl'"),
        ({"read": {"files": {"paths": ["x"], "format": "json", "encoding": "utf9"}}}, "an encoding that Python knows"),
        (
            {"read": {"files": {"paths": ["x"], "format": "jsonl", "fallback": "utf-16"}}},
            "fallback: is that of single lines",
        ),
        ({"broken": {"share": 2}}, "broken.share: must be less than or equal to 1"),
        ({"broken": {"rows": 2, "share": 0.5}}, "there is no key 'share'"),
        ({"licence": "free for all!"}, "licence: must match pattern"),
        ({"group": "XX"}, "group: must be 'GPR' or 'MR'"),
        ({"licens": "MIT"}, "there is no key 'licens'. Did you mean 'licence'?"),
    ],
)
def test_what_a_source_cannot_say_is_an_error_with_its_place(desk: Desk, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ContentError) as caught:
        desk.source(**changes)
    assert said in str(caught.value)
    assert str(caught.value).startswith("quiz.yaml:")
