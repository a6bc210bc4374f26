"""`curate sources show` says of documents which gates stop them; a plan and what a source reads must fit each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from curate.check import check
from curate.cli import app
from curate.content import Shelves
from curate.errors import ContentError, SourceError
from curate.order import resolve
from curate.sources.preview import preview

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """\
what: Pages.
why: Made for tests.
group: GPR
origin: synthetic
form: mcq
licence: CC0-1.0
citation: Nobody 2024
domain: mixed
read:
  files: {read}
synthesize: {plan}
"""
BOOK = "{paths: ['../../book/*.md']}"


GOOD = """\
# Wells

A well is a shaft that is dug or drilled down to the water that lies in the ground.
In dry valleys people have dug them by hand, and they lined the walls with stone so that nothing would fall in.
The level of a well follows the rain, but it does so weeks later, because water moves slowly through sand and clay.
Where many pumps draw from one layer, that level sinks, and the shallow wells of the neighbours run dry first.
"""


class Pages:
    """A project with a source of three pages: one is good, one too short, one holds no text at all."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("book/1-short.md", "# Short\n\nThe rain of the hills is drunk by all of the town in the end.\n")
        self.write("book/2-empty.md", "\n")
        self.write("book/3-good.md", GOOD)
        self.source()

    def write(self, path: str, text: str) -> Path:
        """Write a file of the project."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def source(self, read: str = BOOK, plan: str = "web_questions", form: str = "mcq") -> Path:
        """Write the source's file."""
        text = SOURCE.format(read=read, plan=plan).replace("form: mcq", f"form: {form}")
        return self.write("blends/sources/book.yaml", text)

    def show(self, *arguments: str) -> str:
        """What `curate sources show` prints."""
        said = CliRunner().invoke(app, ["sources", "show", "book", *arguments], catch_exceptions=False)
        assert said.exit_code == 0
        return said.output


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pages:
    monkeypatch.chdir(tmp_path)
    return Pages(tmp_path)


def gates(documents: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {document["title"]: document["gate_reasons"] for document in documents}


def test_each_document_is_shown_with_the_gates_that_stop_it(pages: Pages) -> None:
    found = preview("book", Shelves())
    assert gates(list(found.documents)) == {"Short": ["document_too_short"], "Wells": []}
    said = pages.show()
    assert "stopped by document_too_short: The document has fewer than 50 words." in said
    assert f"passes all {len(found.gates)} gates" in said
    assert "2 documents (1 stopped by gates) and 1 reject shown; 3 records looked at" in said


def test_among_rejects_are_the_documents_that_gates_stop_and_no_others(pages: Pages) -> None:
    found = preview("book", Shelves(), rejects=True)
    assert gates(list(found.documents)) == {"Short": ["document_too_short"]}
    assert [one.file for one in found.rejects] == ["../../book/2-empty.md"]
    said = pages.show("--rejects")
    assert "1 document stopped by gates and 1 reject shown; 3 records looked at" in said
    assert "Short" in said
    assert "Wells" not in said


def test_a_program_is_given_the_documents_that_a_person_is_shown(pages: Pages) -> None:
    whole, lost = json.loads(pages.show("--json")), json.loads(pages.show("--rejects", "--json"))
    assert gates(whole["documents"]) == {"Short": ["document_too_short"], "Wells": []}
    assert gates(lost["documents"]) == {"Short": ["document_too_short"]}
    assert "document_too_short" in whole["gates"]


def test_a_plan_without_gates_is_said_to_have_none(pages: Pages) -> None:
    plan = "what: All.\nwhy: Made for tests.\nprompts: mcq_from_passage\ntopics: crossthink\n"
    pages.write("blends/synthesis/all.yaml", plan)
    pages.source(plan="all")
    assert "passes: its plan has no gates" in pages.show()


def test_seeds_with_a_plan_that_only_asks_about_passages_are_an_error_before_anything_runs(pages: Pages) -> None:
    place = pages.source(read="{questions: 20}")
    recipe = "what: A mix.\nwhy: Made for tests.\nseed: 1\nsources: [book]\nfilters: [question_missing, gold_missing]\n"
    pages.write("blends/mix.yaml", recipe + "shares: [{where: {group: GPR}, weight: 1}]\nrows: max\nval: 1\n")
    said = (
        r"book\.yaml:10: read\.files: 20 questions: there is no text, and all prompts of the plan web_questions show a "
        r"passage \(mcq_from_passage, open_from_passage\)"
    )
    with pytest.raises(ContentError, match=said):
        resolve("mix", "gpu", Shelves())
    assert [str(fault) for fault in check(Shelves(), [place]).faults if "there is no text" in str(fault)]


def test_documents_with_a_plan_that_asks_about_none_are_an_error_too(pages: Pages) -> None:
    place = pages.source(plan="persona_math", form="open")
    (fault,) = check(Shelves(), [place]).faults
    assert "no prompt of the plan persona_math shows a passage (math_from_persona)" in str(fault)


def test_seeds_and_a_plan_that_asks_without_passages_fit(pages: Pages) -> None:
    place = pages.source(read="{questions: 20}", plan="persona_math", form="open")
    assert check(Shelves(), [place]).faults == ()


def test_a_glob_that_finds_nothing_names_the_source_s_line_and_where_paths_start(pages: Pages) -> None:
    place = pages.source(read="{paths: ['book/*.md']}")
    said = (
        r"blends/sources/book\.yaml:10: read\.files\.paths\.0: book/\*\.md: no file matches "
        r"\(paths start at this file's folder, blends/sources; looked for blends/sources/book/\*\.md\)"
    )
    with pytest.raises(SourceError, match=said):
        preview("book", Shelves())
    report = check(Shelves(), [place])
    assert report.faults == ()
    assert [str(one).partition(" (")[0] for one in report.absent] == [
        "blends/sources/book.yaml:10: read.files.paths.0: book/*.md: no file matches"
    ]


def test_data_that_are_not_here_are_told_and_are_no_fault(pages: Pages) -> None:
    place = pages.source(read="{paths: ['book/*.md']}")
    said = CliRunner().invoke(app, ["check", str(place)])
    assert said.exit_code == 0
    assert "not here: blends/sources/book.yaml:10" in said.output
    assert "all valid" in said.output
    pages.source()
    assert "not here" not in CliRunner().invoke(app, ["check", str(place)]).output
