"""One thing is changed: what hangs on it is made again, nothing else is, and the blend is that of an empty store."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from curate.content import packaged
from curate.inference.model import TableModel
from curate.store import Folder
from curate.track import STAGES, stage_of

if TYPE_CHECKING:
    from types import ModuleType

    from curate.inference.config import ModelSettings
    from curate.inference.model import Prompt
    from tests.e2e.conftest import Project

HERE = Path(__file__).parent


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is no package."""
    spec = importlib.util.spec_from_file_location(f"e2e_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules[f"e2e_{name}"] = made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


CONFTEST = _beside("conftest")
GOOD = sys.modules["good_model"] = _beside("good_model")  # as the next imports it
PAGES = _beside("pages_project")

RECIPE = """\
what: Sums that were read and sums from pages.
why: Made for tests.
seed: 3
sources: [sums, pages]
filters: [question_missing, no_majority, gold_missing, not_verifiable, needs_options, too_easy, duplicate]
difficulty: {samples: 2, temperature: 1}
shares:
  - where: {group: MR}
    weight: 1
rows: max
val: 5
"""

MODELS = """\
generator: {name: writer, chunk: 16}
solver: {name: solver, chunk: 16}
model: {name: judge, chunk: 16}
"""

PERSONAS = """\
what: Who asks.
why: Made for tests.
items: [a keeper, a builder]
"""

END = "\n\nMind it{% if persona %}, {{ persona }}{% endif %}.\n"
PROMPTS = ("mcq_from_passage", "open_from_passage", "solve_mcq", "solve_open", "judge_answerable")


def answer(prompt: Prompt, sample: int) -> str:
    """What the models of this project write: the good model's texts, and now and then a right answer to a sum."""
    first = next(turn["content"] for turn in prompt if turn["role"] == "user")
    found = re.search(r"(\d+) plus (\d+)\?", first)
    if found is None:
        return GOOD.answer(prompt, sample)
    return f"\\boxed{{{int(found[1]) + int(found[2]) + int(found[1]) % 2 * sample}}}"


def opener(settings: ModelSettings, *, on_message: object = None) -> TableModel:  # noqa: ARG001 - as models are opened
    return TableModel(answer, name=settings.name, revision="1", max_model_len=4096)


def written(root: Path) -> Project:
    """The project as all changes find it, with prompts and a template of its own."""
    project = CONFTEST.Project(root)
    PAGES.write(project, 40)
    project.write("blends/synthetic.yaml", RECIPE)
    project.write("blends/sources/sums.yaml", CONFTEST.SUMS)
    project.write("data/sums.jsonl", CONFTEST.sums(60))
    project.write("blends/profiles/two.yaml", CONFTEST.PROFILE + MODELS)
    project.write("blends/lists/who.yaml", PERSONAS)
    project.change("blends/synthesis/sums.yaml", "topics: sums", "topics: sums\npersonas: who")
    for name in PROMPTS:
        text = (packaged() / f"templates/synthesis/{name}.j2").read_text(encoding="utf-8")
        project.write(
            f"templates/synthesis/{name}.j2", text + (END if name == "open_from_passage" else "\n\nMind it.\n")
        )
    project.write("templates/math.j2", (packaged() / "templates/math.j2").read_bytes())
    return project


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built once."""
    project = written(tmp_path_factory.mktemp("whole"))
    PAGES.built(project, opener)
    return project.root


class Change(NamedTuple):
    """One thing that is changed, and the stages of each source that hang on it."""

    name: str
    file: str
    old: str
    new: str
    sums: str
    pages: str


ALL = "all"
SYNTHESIS = ("gates", "draft", "synthesize")
ROWS = "verifiability signatures deduplicate screen_early difficulty screen"
JOINED = "deduplicate screen_early difficulty screen"
SOLVED = f"synthesize forms rewrite {ROWS}"
WRITTEN = f"draft {SOLVED}"
PLAN, PROFILE, RECIPE_FILE = "blends/synthesis/sums.yaml", "blends/profiles/two.yaml", "blends/synthetic.yaml"
LATE, EARLY = "screen", "screen_early difficulty screen"
CHANGES = (
    Change("the blend's seed", RECIPE_FILE, "seed: 3", "seed: 4", "", ""),
    Change("its shares", RECIPE_FILE, "weight: 1", "weight: 2", "", ""),
    Change("a filter on pass rates less", RECIPE_FILE, "too_easy, ", "", LATE, LATE),
    Change("a filter on rows less", RECIPE_FILE, "needs_options, ", "", EARLY, EARLY),
    Change("samples of difficulty", RECIPE_FILE, "samples: 2", "samples: 3", "difficulty screen", "difficulty screen"),
    Change("who measures", PROFILE, "name: judge", "name: other", "difficulty screen", "difficulty screen"),
    Change("who solves", PROFILE, "name: solver", "name: other", JOINED, SOLVED),
    Change("who writes", PROFILE, "name: writer", "name: other", JOINED, WRITTEN),
    Change("tokens a second", PROFILE, "generator:", "tokens_per_second: 5\ngenerator:", "", ""),
    Change("the map", "blends/sources/sums.yaml", "value: algebra", "value: calculus", ALL, JOINED),
    Change("a source's data", "data/sums.jsonl", '"What is 0', '"What, please, is 0', ALL, JOINED),
    Change("a source's citation", "blends/sources/sums.yaml", "citation: none", "citation: one", "", ""),
    Change("a page", "data/pages.jsonl", "Warehouse 1 lies", "Warehouse 1 stands", JOINED, ALL),
    Change("the group of the rows", "blends/sources/pages.yaml", "group: MR", "group: GPR", JOINED, SOLVED),
    Change("the licence", "blends/sources/pages.yaml", "CC0-1.0", "MIT", JOINED, ALL),
    Change("a gate", "filters/document_says_nothing.yaml", "min: 10", "min: 11", JOINED, f"gates {WRITTEN}"),
    Change("the plan's seed", PLAN, "options: 4", "options: 4\nseed: 7", JOINED, WRITTEN),
    Change("the seed of writing", PLAN, "options: 4", "options: 4\nwrite: {seed: 7}", JOINED, WRITTEN),
    Change("passages", PLAN, "tokens: 400", "tokens: 300", JOINED, WRITTEN),
    Change("weights of prompts", PLAN, "mcq_from_passage: 1", "mcq_from_passage: 3", JOINED, WRITTEN),
    Change("a topic", "blends/topics/sums.yaml", "subject: algebra", "subject: calculus", JOINED, WRITTEN),
    Change("a persona", "blends/lists/who.yaml", "a keeper", "a carrier", JOINED, WRITTEN),
    Change("a prompt that writes", "templates/synthesis/mcq_from_passage.j2", "Mind it", "Mind that", JOINED, WRITTEN),
    Change("solutions", PLAN, "samples: 4", "samples: 5", JOINED, SOLVED),
    Change("the threshold", PLAN, "majority_threshold: 0.5", "majority_threshold: 1", JOINED, SOLVED),
    Change("a prompt that solves", "templates/synthesis/solve_open.j2", "Mind it", "Mind that", JOINED, SOLVED),
    Change("a prompt that judges", "templates/synthesis/judge_answerable.j2", "Mind it", "Mind that", JOINED, SOLVED),
    Change(
        "a template", "templates/math.j2", "{{ question }}", "Q: {{ question }}", f"rewrite {ROWS}", f"rewrite {ROWS}"
    ),
)


@pytest.mark.parametrize("change", CHANGES, ids=[change.name for change in CHANGES])
def test_what_hangs_on_a_change_is_made_again_and_nothing_else(whole: Path, tmp_path: Path, change: Change) -> None:
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    project = CONFTEST.Project(tmp_path)
    before, at_first = folders(project), PAGES.blend(project)
    project.change(change.file, change.old, change.new)
    PAGES.built(project, opener)
    new = {(source, stage_of(Folder(Path(name)))) for source, name in folders(project) - before}
    expected = {source: stages(source, getattr(change, source)) for source in SOURCES}
    assert {source: {stage for one, stage in new if one == source} for source in SOURCES} == expected
    grown = PAGES.blend(project)
    assert grown != at_first, "nothing in the blend or its manifest says that anything was changed"
    shutil.rmtree(tmp_path / "store")
    PAGES.built(project, opener)
    assert PAGES.blend(project) == grown, "the store gave what was made before the change"


SOURCES = ("sums", "pages")


def folders(project: Project) -> set[tuple[str, str]]:
    """Source and name of every folder of the store; a new name is one that was made again."""
    found = (Folder(path.parent) for path in (project.root / "store").glob("*@*/manifest.json"))
    return {(folder.manifest()["source"], folder.name) for folder in found}


def stages(source: str, said: str) -> set[str]:
    """The stages of a source that a change names."""
    made = STAGES if source == "pages" else tuple(stage for stage in STAGES if stage not in SYNTHESIS)
    return set(made) if said == ALL else set(said.split())
