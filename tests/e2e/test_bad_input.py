"""Whatever a user gets wrong is one line that names the place, with an exit code, and leaves nothing half written."""

from __future__ import annotations

import json
import os
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
    assert not out.exists() or not [path for path in out.iterdir() if path.suffix != ".lock"]


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
        ("seed: 3", "? [a, b]\n: 1", ["blends/mix.yaml:3: must be a plain key"]),
        ("seed: 3", "seed: &me [*me]", ["blends/mix.yaml:3: holds itself"]),
        ("{group: MR}", "{source: sumz}", ["blends/mix.yaml:8: shares.0.where.source:", "Did you mean 'sums'?"]),
        (
            "{group: GPR}",
            "{domain: klingon}",
            ["blends/mix.yaml:10: shares.1.where.domain:", "'klingon'"],
        ),
        ("[sums, quiz]", "[sums, quiz, ../x/blends/sources/sums.yaml]", ["blends/mix.yaml:4: sources.2:"]),
        ("gold_missing, ", "", ["blends/mix.yaml:6: filters: must name gold_missing"]),
        ("forms: {mcq_to_open: also}", "templates: {mcq: open}", ["blends/mix.yaml:5: templates.mcq:", "of form mcq"]),
        ("forms: {mcq_to_open: also}", "templates: {mcq: nope}", ["blends/mix.yaml:5: templates.mcq:", "'nope'"]),
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


def test_an_unknown_option_is_refused_by_name(project: Project) -> None:
    result = project.run("build", "-r", "mix", "--profil", "plain")
    assert result.returncode == 2
    assert "--profil" in result.stderr


def test_a_limit_of_broken_records_that_is_tightened_later_holds(project: Project) -> None:
    project.write("data/sums.jsonl", (project.root / "data/sums.jsonl").read_text() + "{\n{\n")
    assert project.build().returncode == 0
    project.change("blends/sources/sums.yaml", "broken: {rows: 2}", "broken: {rows: 1}")
    refused(project.build(), 1, "sums", "2 of 302", "rejects-*.parquet")


@pytest.mark.parametrize(
    ("stage", "later"),
    [("01-ingest", "05"), ("06-rewrite", "07"), ("07-verifiability", "08"), ("12-screen", "13")],
)
def test_a_damaged_part_of_the_store_is_named_with_what_to_do(project: Project, stage: str, later: str) -> None:
    assert project.build().returncode == 0
    store = project.root / ".curate/store"
    # The stage after the damaged one has to be done again, so that the part is read.
    for folder in store.glob(f"{later}-*"):
        for file in folder.iterdir():
            file.unlink()
    for part in store.glob(f"{stage}@*/part-*.parquet"):
        content = bytearray(part.read_bytes())
        content[40:200] = b"\xff" * 160
        part.write_bytes(content)
    refused(project.build(), 1, stage, "part-00000.parquet", "delete")


def test_a_manifest_that_was_changed_by_hand_is_named(project: Project) -> None:
    assert project.build().returncode == 0
    for manifest in (project.root / ".curate/store").glob("06-*/manifest.json"):
        manifest.write_text("{}")
    refused(project.build(), 1, "06-rewrite", "manifest.json: is damaged", "delete ")


@pytest.mark.parametrize("content", ["{", "{}", "[1]"])
def test_why_of_a_blend_with_a_damaged_manifest_is_one_line(project: Project, content: str) -> None:
    assert project.build().returncode == 0
    project.write("out/mix/manifest.json", content)
    refused(project.run("why", "abc"), 1, "out/mix/manifest.json")


def test_paths_with_blanks_and_brackets_are_paths_like_others(project: Project) -> None:
    assert project.build().returncode == 0
    odd = project.build("--store", "a [b]*/store?", "--out", "o [u]t*")
    assert odd.returncode == 0, odd.stderr
    assert project.blend("o [u]t*") == project.blend()
    assert project.run("why", "a", "--store", "a [b]*/store?", "--out", "o [u]t*").returncode == 1


def test_a_check_of_a_folder_without_shelf_files_says_so(project: Project) -> None:
    refused(project.run("check", "data"), 2, "data: there is no shelf file")


def test_a_share_that_no_row_is_left_for_says_why_rows_left(project: Project) -> None:
    project.write("data/quiz.jsonl", '{"question": "Where?", "choices": ["a", "b"], "answer": 7, "subject": "law"}\n')
    refused(project.build(), 2, "shares.1", "gold_not_in_options 1")
    nothing_written(project)
