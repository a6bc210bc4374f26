"""`curate why` of what made no row: a rejected record, a stopped document, a question that was not written."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

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
PAGES = _beside("pages_project")


def said(project: Project, what: str) -> str:
    told = project.run("why", what, "--store", "store", "--out", "out/synthetic")
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.fixture
def paged(project: Project) -> Project:
    PAGES.write(project)
    project.change("blends/synthetic.yaml", "sources: [pages]", "sources: [pages, sums]")
    project.change("blends/sources/sums.yaml", "broken: {rows: 2}", "broken: {rows: 3}")
    lines = (project.root / "data/sums.jsonl").read_text().splitlines(keepends=True)
    project.write("data/sums.jsonl", "".join([*lines[:7], "no JSON\n", *lines[7:]]))
    PAGES.built(project)
    return project


def test_a_document_that_a_gate_stops_says_which(paged: Project) -> None:
    documents = PAGES.parts(paged.root / "store" / ingested(paged))
    stopped = documents.filter(pl.col("url") == "https://example.org/9").item(0, "id")
    for what in (stopped[:20], "pages.jsonl:9", "../../data/pages.jsonl:9"):
        told = said(paged, what)
        assert f"document: {stopped} https://example.org/9" in told
        assert "stopped by document_says_nothing: The document has fewer than ten words." in told
        assert "made into" not in told


def ingested(project: Project) -> str:
    """The folder of the documents."""
    for path in (project.root / "store").glob("01-ingest@*/manifest.json"):
        if json.loads(path.read_bytes())["source"] == "pages":
            return path.parent.name
    raise AssertionError("no documents were read")


def test_a_question_that_was_not_written_says_why(paged: Project) -> None:
    told = said(paged, f"pages.jsonl:{next(n for n in range(1, 100) if (100 + n) % GOOD.NEVER_JSON == 0)}")
    assert told.count("no row: no JSON: ") == 2
    assert "made into" not in told


def test_a_document_names_the_rows_that_were_made_of_it_and_each_of_them_has_its_life(paged: Project) -> None:
    rows = [line.split()[-1] for line in said(paged, "pages.jsonl:2").splitlines() if line.startswith("made into")]
    assert len(rows) == 2
    assert "url: https://example.org/2" in " ".join(said(paged, rows[0]).split())


def test_a_record_that_is_no_row_says_why(paged: Project) -> None:
    assert "no row: " in said(paged, "sums.jsonl:7")
    assert "made into" in said(paged, "sums.jsonl:6")


def test_a_place_where_nothing_stands_is_an_error_that_says_where_it_looked(paged: Project) -> None:
    told = paged.run("why", "pages.jsonl:100", "--store", "store", "--out", "out/synthetic")
    assert told.returncode == 1
    assert "no record stands at 'pages.jsonl:100' (looked in synthetic)" in told.stderr
