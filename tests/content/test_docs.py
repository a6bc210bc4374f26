"""What the documents print for readers to copy is valid today."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from curate.cli import app
from curate.content import Shelves, load
from curate.errors import ContentError
from curate.grading import grade
from curate.order import names_in, resolve
from curate.recipe import Recipe
from curate.stages.ingest.config import Source
from curate.stages.ingest.examples import run_examples
from curate.stages.ingest.reading import CrawlReading, FilesReading, HubReading, IndexQuery

ROOT = Path(__file__).parents[2]
SHELVES = Shelves(ROOT)


def printed(document: str) -> str:
    """The first piece of YAML in a document."""
    found = re.search(r"```yaml\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_recipe_of_the_readme_resolves(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(printed("README.md"), encoding="utf-8")
    assert names_in(load(path, Recipe), path, SHELVES) == []
    assert resolve(str(path), "laptop", SHELVES).name == "mine"


def test_the_mistake_of_the_readme_is_told_in_its_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(printed("README.md").replace("weight: 0.4", "weight: -1"), encoding="utf-8")
    said = re.search(r"`blends/mine\.yaml(:.*?)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert said is not None
    with pytest.raises(ContentError, match=re.escape(f"mine.yaml{said[1]}")):
        load(path, Recipe)


def test_the_source_of_the_documents_does_what_its_examples_say(tmp_path: Path) -> None:
    path = tmp_path / "capitals.yaml"
    path.write_text(printed("docs/sources.md"), encoding="utf-8")
    source = load(path, Source)
    assert source.examples
    assert run_examples(source, path) == []


def test_every_way_of_reading_in_the_documents_is_one(tmp_path: Path) -> None:
    chapter = (ROOT / "docs/sources.md").read_text(encoding="utf-8").split("\n## `read`", 1)[1].split("\n## ", 1)[0]
    pieces = [yaml.safe_load(text)["read"] for text in re.findall(r"```yaml\n(.*?)```", chapter, re.DOTALL)]
    ways = [how for piece in pieces for how in piece.values()]
    (tmp_path / "x.yaml").write_text(printed("docs/sources.md"), encoding="utf-8")
    told = {**load(tmp_path / "x.yaml", Source).model_dump(mode="json", exclude_unset=True, by_alias=True)}
    for how in ways:
        assert Source.model_validate({**told, "read": {"here": how}}).read["here"].named
    said = {key for how in ways for key in how} | {key for how in ways for key in how.get("index", ())}
    every = {key for kind in (FilesReading, HubReading, CrawlReading, IndexQuery) for key in kind.model_fields}
    untold = every - said - set(re.findall(r"`(\w+)`", chapter))
    assert not untold


def test_the_graded_answer_of_the_readme_is_graded_as_it_says() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^\$ curate (grade '.*--gold '.*')\n((?:\w+ +\S.*\n)+)", text, re.MULTILINE)
    assert found is not None
    said = CliRunner().invoke(app, shlex.split(found[1]))
    assert said.output == found[2]


TABLE = (
    (ROOT / "docs/grading.md").read_text("utf-8").partition("| right | wrong |\n|---|---|\n")[2].partition("\n\n")[0]
)
FOR = re.compile(r"`([^`]+)`(?: and|,)? (?:and )?for `([^`]+)`")


@pytest.mark.parametrize(
    ("answer", "gold"), FOR.findall("\n".join(row.rpartition(" | ")[2] for row in TABLE.splitlines()))
)
def test_what_the_rules_call_wrong_is_wrong(answer: str, gold: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "math").status == "wrong"


@pytest.mark.parametrize(
    ("answer", "gold"), FOR.findall("\n".join(row.rpartition(" | ")[0] for row in TABLE.splitlines()))
)
def test_what_the_rules_call_right_is_right(answer: str, gold: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "math").status == "right"
