"""A synthesis that is stopped anywhere goes on to the same bytes, and nothing is made again that nothing changed."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from curate import making
from curate.errors import ModelError

if TYPE_CHECKING:
    from types import ModuleType

    from tests.e2e.conftest import Project

HERE = Path(__file__).parent


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is no package."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


GOOD = _beside("good_model")
answer, opener = GOOD.answer, GOOD.opener
PAGES = _beside("pages_project")
always = PAGES.always
blend = PAGES.blend
built = PAGES.built
falling = PAGES.falling
folder = PAGES.folder
parts = PAGES.parts
synthesis = PAGES.synthesis
write = PAGES.write


@pytest.fixture
def paged(project: Project) -> Project:
    return write(project)


def test_a_second_build_asks_nothing_and_gives_the_same_bytes(paged: Project) -> None:
    built(paged)
    first = blend(paged)
    again = built(paged)
    assert [asked.asked + asked.cached for asked in again.written] == [0, 0]
    assert blend(paged) == first


@pytest.mark.parametrize("shard", [1024, 16])
def test_a_build_that_falls_over_at_any_call_goes_on_to_the_same_bytes(
    project: Project, monkeypatch: pytest.MonkeyPatch, shard: int
) -> None:
    monkeypatch.setattr(making, "SHARD_DOCUMENTS", shard)
    write(project, 40)
    built(project, place="calm")
    calls = 0
    for _ in range(200):
        try:
            built(project, falling(1), place="hurt")
        except ModelError:
            calls += 1
        else:
            break
    assert calls > 10
    assert blend(project, "hurt") == blend(project, "calm")
    for stage in ("03-draft", "04-synthesize"):
        assert folder(project, stage, "hurt").name == folder(project, stage, "calm").name


RUN = """\
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from good_model import opener
from curate import making
from curate.content import Shelves
from curate.order import resolve
from curate.pipeline import build
making.SHARD_DOCUMENTS = 32
build(resolve("synthetic", "two", Shelves(Path.cwd())), store=Path("hurt/store"), out=Path("hurt/out"), opener=opener)
"""


def test_a_killed_build_goes_on_to_the_same_bytes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SHARD_DOCUMENTS", 32)
    write(project, 400)
    built(project, place="calm")
    whole = len(list((project.root / "calm/store").rglob("*.parquet")))
    run = partial(subprocess.Popen, [sys.executable, "-c", RUN, str(HERE)], cwd=project.root)
    for share in (0.15, 0.45, 0.8):
        process = run()
        patience = time.monotonic() + 120
        while len(list((project.root / "hurt").rglob("*.parquet"))) < share * whole:
            assert process.poll() is None, f"the build was over before it had written {share:.0%} of its files"
            assert time.monotonic() < patience, "the build gets no further"
            os.sched_yield()
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert run().wait() == 0
    assert blend(project, "hurt") == blend(project, "calm")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("blends/synthesis/sums.yaml", "Sums from pages.", "Sums that pages hold."),
        ("blends/sources/pages.yaml", "Every warehouse is made up.", "No warehouse exists."),
        ("filters/document_says_nothing.yaml", "fewer than ten words", "less than ten words"),
        ("blends/topics/sums.yaml", "One topic.", "A single topic."),
        ("blends/profiles/two.yaml", "Two models.", "A writer and a solver."),
    ],
)
def test_other_words_about_a_thing_make_nothing_again(paged: Project, file: str, old: str, new: str) -> None:
    built(paged)
    before = sorted(path.name for path in (paged.root / "store").glob("*@*"))
    paged.change(file, old, new)
    again = built(paged)
    assert sorted(path.name for path in (paged.root / "store").glob("*@*")) == before
    assert [asked.asked + asked.cached for asked in again.written] == [0, 0]


def test_another_threshold_votes_again_and_asks_nobody(paged: Project) -> None:
    before = synthesis(built(paged))
    paged.change("blends/synthesis/sums.yaml", "majority_threshold: 0.5", "majority_threshold: 1")
    again = built(paged)
    writing, solving = again.written
    assert (writing.asked, writing.cached) == (0, 0), "the drafts are there"
    assert solving.asked == 0
    assert solving.cached > 0
    assert synthesis(again).written == before.written
    assert len(list((paged.root / "store").glob("03-draft@*"))) == 1
    assert len(list((paged.root / "store").glob("04-synthesize@*"))) == 2


def test_what_was_fetched_is_gone_when_it_is_read(paged: Project) -> None:
    served = partial(Quiet, directory=str(paged.root / "data"))
    with ThreadingHTTPServer(("127.0.0.1", 0), served) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/pages.jsonl"
        paged.change("blends/sources/pages.yaml", "../../data/pages.jsonl", address)
        found = synthesis(built(paged))
        server.shutdown()
    assert found.documents == 100
    assert list((paged.root / "store/downloads").rglob("*")) == []


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""
