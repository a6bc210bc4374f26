"""A build that is killed at any moment, and run again, gives the bytes of one that was never disturbed."""

from __future__ import annotations

import os
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.e2e.conftest import Project

KILLS = 6
LONGEST_S = 120


def test_killed_builds_go_on_and_give_the_same_bytes(large: Project) -> None:
    assert large.build("--store", "calm", "--out", "calm-out").returncode == 0
    whole = len(list((large.root / "calm").rglob("*.parquet")))
    chance = random.Random(20250418)
    moments = sorted(chance.sample(range(whole), KILLS))
    for shards in moments:
        process = large.start("build", "-r", "mix", "-p", "plain")
        _until(lambda shards=shards: len(list((large.root / ".curate").rglob("*.parquet"))) >= shards, process)
        assert process.poll() is None, f"the build was over before it had written {shards} of {whole} shards"
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert large.build().returncode == 0
    assert large.blend("out") == large.blend("calm-out")
    assert [path.name for path in (large.root / "out").glob(".*")] == [".mix.lock"], "something half written is left"
    assert not list((large.root / ".curate").rglob("*.tmp"))


def _until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for what a build is seen to have done, not for the clock: a busy machine is caught at the same work."""
    patience = time.monotonic() + LONGEST_S
    while process.poll() is None and not reached():
        assert time.monotonic() < patience, "the build gets no further"
        os.sched_yield()


def test_a_second_run_does_nothing_again_and_gives_the_same_bytes(project: Project) -> None:
    assert project.build().returncode == 0
    first = project.blend()
    parts = {path: path.stat().st_mtime_ns for path in (project.root / ".curate/store").rglob("*.parquet")}
    again = project.build()
    assert again.returncode == 0
    assert "ingest" not in again.stderr
    assert project.blend() == first
    assert {path: path.stat().st_mtime_ns for path in (project.root / ".curate/store").rglob("*.parquet")} == parts


def test_the_number_of_processes_changes_no_byte(large: Project) -> None:
    assert large.build("--workers", "1", "--store", "one", "--out", "one-out").returncode == 0
    assert large.build("--workers", "3", "--store", "three", "--out", "three-out").returncode == 0
    assert large.blend("one-out") == large.blend("three-out")


def test_two_builds_at_once_in_one_store_both_succeed_and_agree(large: Project) -> None:
    both = [large.start("build", "-r", "mix", "-p", "plain", "--out", out) for out in ("left", "right")]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert large.blend("left") == large.blend("right")


@pytest.mark.parametrize("stores", [("one", "one"), ("one", "two")])
def test_two_builds_of_one_blend_at_once_leave_one_whole_blend(large: Project, stores: tuple[str, str]) -> None:
    both = [large.start("build", "-r", "mix", "-p", "plain", "--store", store) for store in stores]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert large.build("--out", "calm").returncode == 0
    assert large.blend() == large.blend("calm")
    assert [path.name for path in (large.root / "out").glob(".*")] == [".mix.lock"]


def test_a_changed_filter_does_not_read_the_sources_again(project: Project) -> None:
    assert project.build().returncode == 0
    project.change("blends/mix.yaml", ", duplicate]", "]")
    again = project.build()
    assert again.returncode == 0, again.stderr
    assert "screen" in again.stderr
    assert "ingest" not in again.stderr
    assert "verifiability" not in again.stderr


def test_a_changed_file_of_a_source_is_read_again_and_the_others_are_not(project: Project) -> None:
    assert project.build().returncode == 0
    project.write(
        "data/sums.jsonl", (project.root / "data/sums.jsonl").read_text() + '{"problem": "1 + 1?", "answer": "2"}\n'
    )
    again = project.build()
    assert again.returncode == 0
    assert "ingest sums" in again.stderr
    assert "ingest quiz" not in again.stderr
