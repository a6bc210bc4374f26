"""Whatever a user gets wrong is one line that names the place, with an exit code, and leaves nothing half written."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Project


def refused(result: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """The program said one line of error with all these words, and no traceback."""
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert result.returncode == code, result.stderr
    assert len(errors) == 1, result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in errors[0]


def nothing_written(project: Project) -> None:
    out = project.root / "out"
    assert not out.exists() or not [path for path in out.iterdir() if path.name != ".locks"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("seed: 3", "sede: 3", ["blends/mix.yaml:3:", "sede", "Did you mean 'seed'?"]),
        ("[sums, quiz]", "[sums, quizz]", ["blends/mix.yaml:4: sources.1:", "Did you mean 'quiz'?"]),
        ("weight: 0.5", "weight: -1", ["blends/mix.yaml:9: shares.0.weight: must be greater than 0 (got -1)"]),
        ("rows: max", "rows: 100000", ["blends/mix.yaml:12: rows:", "100000"]),
        ("{group: MR}", "{group: XX}", ["blends/mix.yaml:8:", "shares.0"]),
        ("duplicate]", "duplicat]", ["blends/mix.yaml:6: filters.5:", "Did you mean 'duplicate'?"]),
        ("seed: 3", "seed: 3\nseed: 4", ["blends/mix.yaml:4: seed: stands here twice"]),
        ("seed: 3", "seed: [", ["blends/mix.yaml:", "is no YAML"]),
        ("mcq_to_open: also", "templates: {mcq: nope}", ["blends/mix.yaml:5: templates.mcq:", "'nope'"]),
    ],
)
def test_a_mistake_in_a_recipe_is_shown_at_its_line(project: Project, old: str, new: str, words: list[str]) -> None:
    project.change("blends/mix.yaml", old, new)
    refused(project.build(), 2, *words)
    nothing_written(project)


def test_an_unknown_recipe_lists_those_that_there_are(project: Project) -> None:
    refused(project.run("build", "-r", "mixx", "-p", "plain"), 2, "'mixx'", "Did you mean 'mix'?", "stem_heavy")


def test_a_profile_that_a_source_cannot_be_read_by_is_refused(project: Project) -> None:
    project.change("blends/profiles/plain.yaml", "read: files", "read: [hub, sample]")
    refused(project.build(), 2, "blends/mix.yaml:4: sources.0:", "reads hub or sample, and sums has files")


def test_a_broken_line_is_kept_aside_with_its_reason(project: Project) -> None:
    lines = project.root / "data/sums.jsonl"
    project.write("data/sums.jsonl", lines.read_text() + '{"problem": "What is 1 plus\n')
    result = project.build()
    assert result.returncode == 0, result.stderr
    (rejects,) = [
        rows
        for path in (project.root / ".curate/store").glob("01-ingest*/rejects-*.parquet")
        if (rows := pl.read_parquet(path)).height
    ]
    assert rejects.get_column("row").to_list() == [300]
    assert rejects.get_column("raw").to_list() == ['{"problem": "What is 1 plus']
    manifest = json.loads((project.root / "out/mix/manifest.json").read_bytes())
    assert [(line["source"], line["records"], line["broken"]) for line in manifest["funnel"]] == [
        ("sums", 301, 1),
        ("quiz", 200, 0),
    ]


def test_more_broken_lines_than_the_source_allows_stop_the_build(project: Project) -> None:
    project.write("data/sums.jsonl", (project.root / "data/sums.jsonl").read_text() + "{\n{\n{\n")
    refused(project.build(), 1, "sums", "3", "2")
    nothing_written(project)


def test_an_empty_source_is_an_error(project: Project) -> None:
    project.write("data/quiz.jsonl", "")
    refused(project.build(), 1, "quiz.jsonl", "empty")
    nothing_written(project)


def test_a_missing_file_is_an_error(project: Project) -> None:
    (project.root / "data/quiz.jsonl").unlink()
    refused(project.build(), 1, "quiz.jsonl")


def test_a_file_in_another_encoding_is_named_with_its_byte(project: Project) -> None:
    record = json.dumps({"problem": "Caf\u00e9 bills: 1 plus 1?", "answer": "2"}, ensure_ascii=False) + "\n"
    project.write("data/sums.jsonl", (record * 10).encode("cp1252"))
    refused(project.build(), 1, "sums", "10")


@pytest.mark.parametrize("damage", ["truncated", "not parquet"])
def test_a_damaged_parquet_file_is_an_error(project: Project, damage: str) -> None:
    path = project.root / "data/sums.parquet"
    pl.DataFrame({"problem": ["What is 1 plus 1?"] * 500, "answer": ["2"] * 500}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-40] if damage == "truncated" else b"PAR1 hello PAR1")
    project.change("blends/sources/sums.yaml", "sums.jsonl], format: jsonl", "sums.parquet], format: parquet")
    refused(project.build(), 1, "sums.parquet")
    nothing_written(project)


def test_a_field_that_no_record_has_is_shown_at_the_sources_line(project: Project) -> None:
    project.change("blends/sources/sums.yaml", "answer: answer", "answer: result")
    refused(project.build(), 2, "blends/sources/sums.yaml:14: map.answer:", "result")


def test_a_full_disk_is_an_error_and_nothing_is_half_written(project: Project) -> None:
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192));from curate.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", limited, "build", "-r", "mix", "-p", "plain"],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    refused(result, 1, "cannot be written")
    nothing_written(project)
    assert not list((project.root / ".curate").rglob("*.tmp"))
    assert project.build().returncode == 0


@pytest.mark.parametrize("option", ["--out", "--store"])
def test_a_folder_that_may_not_be_written_is_an_error(project: Project, option: str) -> None:
    place = project.root / "closed"
    place.mkdir()
    place.chmod(0o500)
    if os.geteuid() == 0:  # root may write into any folder of a disk, but not into those of the kernel
        place = Path("/sys/curate")
    refused(project.build(option, str(place / "here")), 1, str(place), "cannot be written")


@pytest.mark.parametrize(("option", "place"), [("--out", "taken"), ("--store", "taken")])
def test_a_file_where_a_folder_should_be_is_an_error(project: Project, option: str, place: str) -> None:
    project.write(place, "a file")
    refused(project.build(option, place), 1, place, "cannot be written")
    assert (project.root / place).read_text() == "a file"


def test_a_blend_that_is_there_survives_a_build_that_fails(project: Project) -> None:
    assert project.build().returncode == 0
    before = project.blend()
    project.write("data/quiz.jsonl", "")
    refused(project.build(), 1, "quiz.jsonl")
    assert project.blend() == before


def test_an_unknown_option_is_refused_by_name(project: Project, tmp_path: Path) -> None:
    result = project.run("build", "-r", "mix", "--profil", "plain")
    assert result.returncode == 2
    assert "--profil" in result.stderr
    assert tmp_path.exists()
