"""What the documents point to is there: commands with their options, files, chapters, the modules of the map."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main

from curate.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^(?:\$ |    )(curate .*)$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")


def commands() -> list[str]:
    """Every command line that a document prints, once."""
    found = (line for path in DOCUMENTS for line in COMMAND.findall(path.read_text(encoding="utf-8")))
    return list(dict.fromkeys(found))


def understood(line: str) -> str:
    """The name of the command that a line is read as, with all of its options; none is run."""
    name, *arguments = shlex.split(line, comments=True)
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands") and arguments and not arguments[0].startswith("-"):
        name, *arguments = arguments
        command = command.commands[name]
    command.make_context(name, arguments)
    return name


def slug(heading: str) -> str:
    """How a heading is named in a link."""
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


def test_commands_are_found() -> None:
    assert len(commands()) > 25


@pytest.mark.parametrize("line", commands())
def test_a_printed_command_is_understood(line: str) -> None:
    assert understood(line)


@pytest.mark.parametrize("line", ["curate bild -r mine", "curate build -r mine --sample 3", "curate sources shows x"])
def test_a_command_that_does_not_exist_is_not_understood(line: str) -> None:
    with pytest.raises(Exception, match=r"(?i)no such option|bild|shows"):
        understood(line)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target, chapter in LINK.findall(path.read_text(encoding="utf-8")):
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), target
        if chapter:
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert chapter in [slug(heading) for heading in headings], (target, chapter)


def on_the_map(folder: str) -> set[str]:
    """What the table of a folder names; a pattern stands for the files that fit it."""
    head = "curate/" if folder == "curate" else f"{folder.removeprefix('curate/')}/"
    table = ARCHITECTURE.split(f"| in `{head}` | |\n|---|---|\n", 1)[1].split("\n\n", 1)[0]
    named = [name for line in table.splitlines() for name in re.findall(r"`([^`]+)`", line.split(" | ")[0])]
    found = [(name, list((ROOT / folder).glob(name.rstrip("/")))) for name in named]
    assert [name for name, paths in found if not paths] == []
    return {path.name for _, paths in found for path in paths}


@pytest.mark.parametrize("folder", ["curate", "curate/stages/ingest"])
def test_the_map_names_all_that_stands_in_a_folder(folder: str) -> None:
    modules = {one.name for one in (ROOT / folder).iterdir() if one.suffix == ".py" or (one / "__init__.py").is_file()}
    assert on_the_map(folder) == modules - {"__init__.py", "stages"}


def test_what_the_map_names_of_the_synthesis_is_there() -> None:
    assert len(on_the_map("curate/stages/synthesize")) >= 10


def test_the_layers_are_those_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    said = ARCHITECTURE.split("From the top: ", 1)[1].split(". ", 1)[0]
    assert re.findall(r"`([^`]+)`", said) == contracts[0]["layers"]


def test_the_ways_to_extend_that_the_documents_name_are_there() -> None:
    table = ARCHITECTURE.split("| to add | do |", 1)[1]
    for name in re.findall(r"`((?:stages|grading)/[\w/.]+)`", table):
        assert (ROOT / "curate" / name).exists(), name
