"""What a plan counts: each model at its own rate, what is done in part, and nothing that it makes itself."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from curate import making
from curate.console import Console
from curate.content import Shelves
from curate.errors import ModelError
from curate.order import resolve
from curate.plan import plan

if TYPE_CHECKING:
    from types import ModuleType

    from curate.plan import Plan
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
PAGES = _beside("pages_project")


def planned(project: Project, limit: int | None = None) -> Plan:
    order = resolve(str(project.root / "blends/synthetic.yaml"), "two", Shelves(project.root), limit=limit)
    return plan(order, store=project.root / "store", opener=GOOD.opener)


@pytest.mark.parametrize(
    ("said", "writing", "solving"),
    [("50", 50, 50), ("{model: 7, generator: 20, solver: 400}", 20, 400), ("{model: 7, solver: 400}", 7, 400)],
)
def test_each_model_is_counted_at_its_own_rate(project: Project, said: str, writing: int, solving: int) -> None:
    PAGES.write(project)
    project.change("blends/profiles/two.yaml", "generator:", f"tokens_per_second: {said}\ngenerator:")
    found = planned(project, limit=30)
    (one,) = found.synthesis
    assert one.writing.hours == pytest.approx(30 * 2 * 768 / writing / 3600)
    assert one.solving.hours == pytest.approx(30 * (4 * 64 + 2 * 256) / solving / 3600)
    assert found.hours == pytest.approx(one.writing.hours + one.solving.hours)


def test_a_rate_of_nothing_is_refused_at_its_line(project: Project) -> None:
    PAGES.write(project)
    project.change("blends/profiles/two.yaml", "generator:", "tokens_per_second: {solver: 0}\ngenerator:")
    told = project.run("plan", "-r", "synthetic", "-p", "two")
    assert told.returncode == 2
    assert "two.yaml:4: tokens_per_second.solver: must be greater than 0 (got 0)" in told.stderr


def test_what_is_written_already_is_not_counted_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SHARD_DOCUMENTS", 16)
    PAGES.write(project, 40)
    with pytest.raises(ModelError):
        PAGES.built(project, PAGES.falling(8))
    (there,) = (len(list(path.glob("part-*"))) for path in (project.root / "store").glob("03-draft@*"))
    (one,) = planned(project).synthesis
    assert there > 0
    assert 0 < one.writing.questions < one.solving.questions == one.asks


def test_what_nobody_can_know_yet_is_said_and_not_summed_up(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    PAGES.write(project)
    found = planned(project)
    assert found.hours is None
    Console().plan(found)
    told = capsys.readouterr().out
    assert "without what comes of pages" in told
    assert "in all" not in told
    assert not (project.root / "store").exists()
