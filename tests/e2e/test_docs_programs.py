"""The programs that the documents print run on the store of a build; the project that they print becomes a blend."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.content import Shelves, load
from curate.inference.model import TableModel
from curate.order import resolve
from curate.pipeline import build
from curate.stages.synthesize.topics import TopicTree
from curate.why import why

if TYPE_CHECKING:
    from curate.inference.config import ModelSettings
    from curate.inference.model import Prompt


def _beside(name: str) -> Any:
    """A module beside this one, which is no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOOD = _beside("good_model")
DOCS = Path(__file__).parents[2] / "docs"
RECIPES = (DOCS / "recipes.md").read_text(encoding="utf-8")
SYNTHESIS = (DOCS / "synthesis.md").read_text(encoding="utf-8")
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
TOPICS = load(DOCS.parent / "blends/topics/crossthink.yaml", TopicTree).by_name
PAGES = 60
PROFILE = "what: A model for tests.\nwhy: Made for tests.\nread: files\nmodel: {name: writer, chunk: 16}\n"
NO_PROSE = "<html><head><title>Nothing</title></head><body><p>Nothing here.</p></body></html>"


def written(prompt: Prompt, sample: int) -> str:
    """What the good model writes, with a topic of the tree that it is shown."""
    topic = next((name for name in TOPICS if name in prompt[0]["content"]), GOOD.TOPIC)
    return GOOD.answer(prompt, sample).replace(f'"{GOOD.TOPIC}"', json.dumps(topic))


def opener(settings: ModelSettings, *, on_message: object = None) -> TableModel:  # noqa: ARG001 - as models are opened
    return TableModel(written, name=settings.name, revision="1", max_model_len=8192)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook of the documents with its recipe, as printed, over pages of HTML, built."""
    root = tmp_path_factory.mktemp("handbook")
    printed = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", SYNTHESIS, re.DOTALL))
    pages = {
        f"pages/{number}.html": f"<html><body><h1>Warehouse {number}</h1><p>{GOOD.page(number)}</p></body></html>"
        for number in range(PAGES)
    }
    files = {path: printed[path] for path in ("blends/sources/handbook.yaml", "blends/mine.yaml")}
    files |= {"blends/profiles/tested.yaml": PROFILE, "pages/none.html": NO_PROSE, **pages}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    build(resolve("mine", "tested", Shelves(root)), store=root / ".curate/store", out=root / "out", opener=opener)
    return root


def said(program: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines that a printed program prints."""
    exec(compile(program, "<printed>", "exec"), {})  # noqa: S102 - our own documents
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def inside(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project)
    return project


def test_the_printed_project_becomes_a_blend(project: Path) -> None:
    assert pl.read_parquet(project / "out/mine/train.parquet").height > PAGES // 4
    facts = json.loads((project / "out/mine/manifest.json").read_bytes())
    assert facts["synthesis"][0]["documents"] == PAGES + 1


def test_an_id_is_found_by_words_of_the_question(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = PYTHON.findall(RECIPES)
    asked = pl.read_parquet(inside / "out/mine/train.parquet").get_column("prompt")[0][-1]["content"]
    words = re.search(r"Bay \d+ of a warehouse holds \d+ boxes", asked)
    assert words is not None
    assert said(program, capsys) == []
    found = said(program.replace("revolving door", words[0]), capsys)
    assert found
    (life,) = why(found[0].split()[0], out=inside / "out", store=inside / ".curate/store", shelves=Shelves(inside))
    assert words[0] in life.row["question"]


def test_rows_and_rejects_of_a_synthesis_are_shown(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows_and_rejects = said(PYTHON.findall(SYNTHESIS)[0], capsys)
    (rows,) = (inside / ".curate/store").glob("04-synthesize@*/part-*.parquet")
    (rejects,) = (inside / ".curate/store").glob("03-draft@*/rejects-*.parquet")
    assert len(rows_and_rejects) == pl.read_parquet(rows).height + pl.read_parquet(rejects).height
    assert any("agreement" in line for line in rows_and_rejects)
    assert any("'why': 'not as asked" in line for line in rows_and_rejects)


def test_documents_that_a_gate_stopped_are_shown(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert inside.is_dir()
    (stopped,) = said(PYTHON.findall(SYNTHESIS)[1], capsys)
    assert "pages/none.html" in stopped
    assert "document_too_short" in stopped
