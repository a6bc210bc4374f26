"""The files of the shelves that the documents print make a project without faults, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from curate.check import check
from curate.content import Shelves, load
from curate.errors import ContentError
from curate.order import resolve
from curate.prompts.prompt import LISTS, VARIABLES
from curate.recipe import Profile
from curate.stages.blend.config import COLUMNS
from curate.stages.ingest.config import Source
from curate.stages.screen.kinds import kind_of_rule
from curate.stages.synthesize.config import Synthesis

DOCS = Path(__file__).parents[2] / "docs"
RECIPES = (DOCS / "recipes.md").read_text(encoding="utf-8")
SYNTHESIS = (DOCS / "synthesis.md").read_text(encoding="utf-8")
NAMED = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
JINJA = re.compile(r"`(templates/\S+\.j2)`[:.]?\n\n```jinja\n(.*?)```", re.DOTALL)
PAGE = "<html><body><p>Bones grow in length at their ends.</p></body></html>"


def files(document: str) -> dict[str, str]:
    """The files that a document prints, by their paths."""
    return dict([*NAMED.findall(document), *JINJA.findall(document)])


def table(document: str, head: str) -> list[list[str]]:
    """The cells of the table that begins with a head."""
    lines = document.split(f"\n{head}", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def ticked(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """All that both documents print, as a project, with a page for its handbook."""
    for path, text in (files(RECIPES) | files(SYNTHESIS)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/bones.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("document", [RECIPES, SYNTHESIS], ids=["recipes", "synthesis"])
def test_every_piece_that_is_printed_is_looked_at(document: str) -> None:
    assert len(files(document)) == document.count("```yaml\n") + document.count("```jinja\n") > 3


def test_what_is_printed_is_a_project_without_faults(project: Path) -> None:
    report = check(Shelves(project), [project])
    assert {path.relative_to(project).as_posix() for _, path in report.files} == set(files(RECIPES) | files(SYNTHESIS))
    assert [str(fault) for fault in report.faults] == []


def test_a_fault_in_what_is_printed_would_be_seen(project: Path) -> None:
    prompt = project / "templates/synthesis/mcq_for_reader.j2"
    prompt.write_text(prompt.read_text("utf-8").replace("{{ passage }}", "{{ passages }}"), "utf-8")
    plan = project / "blends/synthesis/nursing.yaml"
    plan.write_text(plan.read_text("utf-8").replace("personas: nurses", "personas: nurse"), "utf-8")
    assert len(check(Shelves(project), [prompt, plan]).faults) == 2


@pytest.mark.parametrize("profile", ["laptop", "gpu", "ours"])
def test_the_printed_recipes_resolve(project: Path, profile: str) -> None:
    (project / "blends/mine.yaml").write_text(files(SYNTHESIS)["blends/mine.yaml"], "utf-8")
    assert [one.name for one in resolve("mine", profile, Shelves(project)).sources] == ["handbook"]
    (project / "blends/mine.yaml").write_text(files(RECIPES)["blends/mine.yaml"], "utf-8")
    assert [one.name for one in resolve("mine", profile, Shelves(project)).sources] == ["mmlu", "math"]


def test_the_printed_crawl_and_seeds_are_wanted_by_the_profile_that_the_text_names(project: Path) -> None:
    wanted = set(load(Shelves(project).find("profile", "gpu"), Profile).read)
    for name in ("crawled", "problems"):
        assert wanted & load(Shelves(project).find("source", name), Source).read.keys()


def test_the_columns_of_a_share_are_those_that_the_text_names() -> None:
    said = RECIPES.split("A share asks for any of ", 1)[1].split(", each one value", 1)[0]
    assert sorted(ticked(said)) == sorted(COLUMNS)


def test_the_kinds_of_rules_are_those_that_the_text_names() -> None:
    kinds = [kind for row in table(RECIPES, "| `kind` |") for kind in ticked(row[0])]
    with pytest.raises(ValueError, match="kind of rule") as told:
        kind_of_rule("no such kind")
    assert sorted(kinds) == sorted(str(told.value).rpartition("There are: ")[2].split(", "))


def test_what_prompts_may_show_is_what_the_text_says() -> None:
    said = {kind: row[1] for row in table(SYNTHESIS, "| `makes` |") for kind in ticked(row[0])}
    assert set(said) == set(VARIABLES)
    assert set(ticked(said["mcq"])) == VARIABLES["mcq"]
    assert VARIABLES["mcq"] - VARIABLES["open"] == set(ticked(said["mcq"])[-2:])
    solving = set(ticked(said["solve_mcq"])) - {"solve_mcq"}
    assert solving == VARIABLES["solve_mcq"]
    assert VARIABLES["solve_open"] == {"question"}
    assert set(ticked(said["judge"])) - {"solve_mcq"} | VARIABLES["solve_mcq"] == VARIABLES["judge"]
    assert set(ticked(said["subtopics"])) == VARIABLES["subtopics"]
    assert "topics" in LISTS


def test_the_printed_plan_says_every_key_but_one() -> None:
    said = set(re.findall(r"^(\w+):", files(SYNTHESIS)["blends/synthesis/nursing.yaml"], re.MULTILINE))
    assert set(Synthesis.model_fields) - said == {"skills"}
    assert "also skills" in files(SYNTHESIS)["blends/synthesis/nursing.yaml"]


def test_plans_filters_and_templates_that_the_text_names_stand_on_the_shelves() -> None:
    shelves = Shelves(DOCS.parent)
    plans = SYNTHESIS.split("The package has ", 1)[1].split(". One of your own", 1)[0]
    assert set(ticked(plans)) == set(shelves.names("synthesis"))
    checks = SYNTHESIS.split("These are ", 1)[1].split(".\n", 1)[0]
    assert set(ticked(checks)) <= set(shelves.names("filter"))
    templates = RECIPES.split("\n\nThe package has ", 1)[1].split(". One of your own", 1)[0]
    base, ends = ["mcq", "open", "math"], ["", "_terse", "_base", "_probe"]
    assert {*base, *ends[1:], "mcq_text"} <= set(ticked(templates))
    assert {f"{name}{end}" for name in base for end in ends} | {"mcq_text"} == set(shelves.names("template"))
    with pytest.raises(ContentError):
        shelves.find("filter", "no_such_filter")
