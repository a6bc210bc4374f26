"""What the commands say of a small project: plan, why, check, and the tables at the end of a build."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import polars as pl
import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Project


def test_a_build_ends_with_tables_that_add_up_and_where_the_files_are(project: Project) -> None:
    result = project.build()
    assert result.returncode == 0, result.stderr
    manifest = json.loads((project.root / "out/mix/manifest.json").read_bytes())
    for line in manifest["funnel"]:
        assert line["records"] - line["broken"] + line["made"] == line["dropped"] + line["kept"]
        assert line["kept"] == line["train"] + line["val"] + line["left_over"]
        assert line["source"] in result.stdout
    for reason in manifest["reasons"]:
        assert reason["reason"] in result.stdout
    for name, file in manifest["files"].items():
        assert f"out/mix/{name}: {file['rows']:,} rows" in result.stdout
        assert pl.read_parquet(project.root / "out/mix" / name).height == file["rows"]


def test_the_manifest_and_the_card_say_nothing_of_where_or_when(project: Project) -> None:
    assert project.build().returncode == 0
    for name in ("manifest.json", "README.md"):
        text = (project.root / "out/mix" / name).read_text(encoding="utf-8")
        assert str(project.root) not in text
        assert not re.search(r"20\d\d-\d\d-\d\dT", text)


def test_the_card_names_each_source_with_its_licence(project: Project) -> None:
    assert project.build().returncode == 0
    card = (project.root / "out/mix/README.md").read_text(encoding="utf-8")
    assert card.startswith("---\n")
    assert "| sums | MR | synthetic | open | CC0-1.0 |" in card
    assert "| quiz | GPR | open | mcq | CC-BY-4.0 |" in card


def test_a_plan_spends_nothing_and_knows_what_is_done(project: Project) -> None:
    before = project.run("plan", "-r", "mix", "-p", "plain")
    assert before.returncode == 0, before.stderr
    assert re.search(r"ingest\s*│\s*0 │\s*2", before.stdout)
    assert "rows to read: 500" in before.stdout
    assert not (project.root / ".curate").exists()
    assert project.build().returncode == 0
    after = project.run("plan", "-r", "mix", "-p", "plain")
    assert re.search(r"screen\s*│\s*2 │\s*2 │\s*700", after.stdout)


def test_why_tells_the_life_of_a_kept_and_of_a_dropped_row(project: Project) -> None:
    assert project.build().returncode == 0
    dropped = pl.read_parquet(project.root / "out/mix/dropped.parquet")
    gone = dropped.filter(pl.col("made_by") == "forms").row(0, named=True)
    told = project.run("why", gone["id"])
    assert told.returncode == 0, told.stderr
    assert gone["parent"] in told.stdout
    for reason in gone["drop_reasons"]:
        assert f"dropped: {reason}: " in told.stdout
    assert "out/mix/dropped.parquet" in told.stdout
    train = pl.read_parquet(project.root / "out/mix/train.parquet")["extra_info"].struct.unnest()
    kept = train.row(0, named=True)
    told = project.run("why", kept["id"][:12])
    assert told.returncode == 0, told.stderr
    assert "kept: out/mix/train.parquet: row 0" in told.stdout


def test_why_of_an_unknown_id_says_where_it_looked(project: Project) -> None:
    assert project.build().returncode == 0
    told = project.run("why", "zzz")
    assert told.returncode == 1
    assert told.stderr == "error: out: no row has an id that starts with 'zzz' (looked in mix)\n"


def test_why_before_any_build_says_what_makes_one(project: Project) -> None:
    told = project.run("why", "abc")
    assert told.returncode == 1
    assert "there is no blend here (curate build makes one)" in told.stderr


def test_check_shows_every_fault_at_its_line_and_exits_with_2(project: Project) -> None:
    assert project.run("check").returncode == 0
    project.change("blends/mix.yaml", "weight: 0.5", "weight: 0")
    project.change("blends/sources/quiz.yaml", "form: mcq", "form: mcqq")
    told = project.run("check", "blends")
    assert told.returncode == 2
    assert "blends/mix.yaml:9: shares.0.weight: must be greater than 0 (got 0)" in told.stderr
    assert "blends/sources/quiz.yaml:5: form: must be 'mcq' or 'open' (got 'mcqq')" in told.stderr
    assert "2 faults" in told.stdout


def test_check_refuses_a_file_that_is_on_no_shelf(project: Project) -> None:
    project.write("notes.yaml", "what: a note\n")
    told = project.run("check", "notes.yaml")
    assert told.returncode == 2
    assert "notes.yaml: is no shelf file by its place" in told.stderr


def test_help_starts_fast_and_imports_nothing_heavy() -> None:
    heavy = {"polars", "pyarrow", "pydantic", "torch", "vllm", "datasets", "numpy", "rich.progress"}
    probe = (
        "import sys\nfrom curate.cli import app\ntry:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set(sys.modules) & {heavy!r}), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert result.stderr.strip() == "[]"
    assert "build" in result.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("stage", ["01", "05"])
def test_stopping_a_build_says_how_to_go_on(large: Project, number: int, stage: str) -> None:
    process = large.start("build", "-r", "mix", "-p", "plain", "--workers", "2")
    deadline = time.monotonic() + 60
    while not list((large.root / ".curate/store").glob(f"{stage}-*/part-*")) and time.monotonic() < deadline:
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
    os.killpg(process.pid, number)  # as a terminal does, or a queue: every process of the build hears of it
    _, err = process.communicate()
    assert process.returncode == 128 + number, err
    assert "the same command goes on from here" in err
    assert "Traceback" not in err, err[-3000:]
    assert not list((large.root / "out").glob(".*.new"))
    assert large.build().returncode == 0
