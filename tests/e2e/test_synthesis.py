"""A source whose questions are synthesised goes the whole way, with a recorded good model and with none."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from curate import making
from curate.content import Shelves
from curate.errors import BlendError, ContentError, ModelError, SourceError
from curate.expand import Wish, grown
from curate.inference.model import TableModel
from curate.order import resolve
from curate.plan import plan
from curate.row import ROW
from curate.watch import Still

if TYPE_CHECKING:
    from types import ModuleType

    from curate.inference.config import ModelSettings
    from curate.inference.model import Prompt
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
CHECKS = ("self_contained", "answerable", "answer_leaked", "options_alike")


@pytest.fixture
def paged(project: Project) -> Project:
    return write(project)


def mute(_prompt: Prompt, _sample: int) -> str:
    return "No."


def quarrelling(prompt: Prompt, sample: int) -> str:
    """Writes well, and solves each question in another way each time."""
    said = answer(prompt, sample)
    return f"\\boxed{{{'ABCD'[sample]}}}" if "boxed" in said else said


def test_every_document_and_question_is_counted_once(paged: Project) -> None:
    outcome = built(paged)
    found = synthesis(outcome)
    drafts, rows = parts(folder(paged, "03-draft")), parts(folder(paged, "04-synthesize"))
    assert found.documents == 100
    assert found.gated == {"document_says_nothing": 12}
    assert found.passed == 88
    assert found.asked == 2 * 88
    assert found.asked == found.written + sum(found.unwritten.values())
    assert found.written == drafts.height == rows.height
    assert found.agreed + sum(found.disagreed.values()) == found.written
    assert found.agreed == rows.get_column("answer").count()
    assert found.second == (drafts["maker"].struct.field("seed") == 1).sum() > 0
    assert set(found.unwritten) == {"no JSON"}
    assert set(found.disagreed) == {"a tie"}
    (line,) = outcome.funnel
    assert (line.records, line.broken) == (found.asked, found.asked - found.written)
    assert line.kept + line.dropped == found.written
    assert line.kept > 80


def test_the_table_stands_in_the_manifest_and_in_the_card(paged: Project) -> None:
    outcome = built(paged)
    facts = json.loads((paged.root / "out/synthetic/manifest.json").read_bytes())
    (table,) = facts["synthesis"]
    assert table["asked"] == synthesis(outcome).asked
    (source,) = facts["sources"]
    assert source["faults"] == ["Every warehouse is made up."]
    assert (source["origin"], source["group"], source["citation"]) == ("synthetic", "MR", "The keeper's book.")
    assert source["synthesis"]["generator"]["name"] == "writer"
    assert source["synthesis"]["plan"]["solve"]["samples"] == 4
    decides = source["synthesis"]["decides"]
    assert decides["drafts"]["config"] != decides["rows"]["config"]
    assert "prompt mcq_from_passage" in decides["drafts"]
    card = (paged.root / "out/synthetic/README.md").read_text()
    for said in ("## Synthesis of pages", "written by writer", "solved by solver", "| questions asked for | 176 |"):
        assert said in card
    assert "- pages: Every warehouse is made up." in card
    assert "| pages | MR | synthetic | mcq | CC0-1.0 | The keeper's book. |" in card


def test_a_row_tells_its_document_its_makers_and_its_votes(paged: Project) -> None:
    built(paged)
    rows = parts(folder(paged, "04-synthesize"))
    assert list(rows.columns) == list(ROW)
    pages = [json.loads(line) for line in (paged.root / "data/pages.jsonl").read_text().splitlines()]
    for row in rows.iter_rows(named=True):
        document = row["document"]
        page = pages[row["source_row"]]
        assert document["url"] == page["url"]
        assert page["text"][document["begin"] : document["end"]] == document["passage"]
        assert (row["maker"]["model"], row["maker"]["solver"]) == ("writer", "solver")
        assert sum(vote["count"] for vote in row["votes"]) == 4
        assert row["subject"] == "algebra"
    agreed = rows.filter(pl.col("answer").is_not_null())
    assert agreed.get_column("key_agrees").all()
    assert agreed.select(CHECKS[:2]).to_numpy().all()


def test_why_tells_the_life_of_a_synthesised_row(paged: Project) -> None:
    built(paged)
    kept = pl.read_parquet(paged.root / "out/synthetic/train.parquet")["extra_info"].struct.field("id")[0]
    told = paged.run("why", kept, "--store", "store", "--out", "out/synthetic")
    assert told.returncode == 0, told.stderr
    said = " ".join(told.stdout.split())
    for piece in (
        "url: https://example.org/",
        "passage: Warehouse",
        "model: writer",
        "solver: solver",
        "votes",
        "begin: 0",
    ):
        assert piece in said
    assert "prompt: mcq_from_passage" in said or "prompt: open_from_passage" in said
    assert 'self_contained: the judge says yes: "Nothing is missing."' in said


def test_of_two_models_one_is_open_at_a_time_and_the_same_is_opened_once(paged: Project) -> None:
    events: list[str] = []

    class Told(TableModel):
        def close(self) -> None:
            events.append(f"close {self.name}")

    def opened(settings: ModelSettings, *, on_message: object = None) -> TableModel:  # noqa: ARG001 - as models are opened
        events.append(f"open {settings.name}")
        return Told(answer, name=settings.name, revision="1")

    built(paged, opened)
    assert events == ["open writer", "close writer", "open solver", "close solver"]
    events.clear()
    paged.change("blends/profiles/two.yaml", "generator: {name: writer, chunk: 16}\nsolver:", "model:")
    built(paged, opened)
    assert events == ["open solver", "close solver"]


def test_so_many_questions_are_asked_as_are_wanted_and_no_more_pages_read(project: Project) -> None:
    write(project, 400)
    found = synthesis(built(project, rows=30))
    assert found.asked == 30
    assert found.documents == making.FEWEST_DOCUMENTS < 400
    assert found.written + sum(found.unwritten.values()) == 30


def test_a_shard_of_which_no_document_passes_is_an_empty_part(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "SHARD_DOCUMENTS", 8)
    write(project, 40)
    lines = (project.root / "data/pages.jsonl").read_text().splitlines(keepends=True)
    empty = [json.dumps({"text": f"Nothing {number}.", "url": "https://example.org"}) + "\n" for number in range(8)]
    project.write("data/pages.jsonl", "".join(lines[:8] + empty + lines[8:]))
    found = synthesis(built(project))
    assert found.gated["document_says_nothing"] == 8 + 5
    heights = [pl.read_parquet(path).height for path in sorted(folder(project, "03-draft").glob("part-*"))]
    assert heights[1] == 0
    assert sum(heights) == found.written


def test_a_plan_knows_the_questions_once_the_documents_are_read(paged: Project) -> None:
    order = resolve(str(paged.root / "blends/synthetic.yaml"), "two", Shelves(paged.root))
    (before,) = plan(order, store=paged.root / "store", opener=opener).synthesis
    assert (before.documents, before.passed, before.asks, before.written) == (100, None, None, None)
    with pytest.raises(ModelError):
        built(paged, falling(0))
    (read,) = plan(order, store=paged.root / "store", opener=opener).synthesis
    assert (read.passed, read.asks, read.written) == (88, 176, None)
    assert (read.writing.questions, read.writing.tokens_out) == (176, 176 * 2 * 768), "each may be asked for twice"
    assert (read.solving.questions, read.solving.tokens_out) == (176, 176 * (4 * 64 + 2 * 256))
    built(paged)
    done = plan(order, store=paged.root / "store", opener=opener)
    assert (done.synthesis[0].writing.tokens_out, done.synthesis[0].solving.tokens_out) == (0, 0)
    assert (done.disk, done.hours) == (0, 0)
    assert all(stage.done == stage.sources for stage in done.stages)


def test_a_model_that_writes_no_question_is_an_error_that_says_where_they_went(paged: Project) -> None:
    with pytest.raises(SourceError, match=r"pages: not one .* 176 questions were asked for and 0 written; no JSON 176"):
        built(paged, always(mute))
    assert not (paged.root / "out/synthetic").exists()


def test_solutions_that_never_agree_leave_no_blend_and_the_error_says_why(paged: Project) -> None:
    paged.change("blends/synthesis/sums.yaml", "{mcq_from_passage: 1, open_from_passage: 1}", "mcq_from_passage")
    with pytest.raises(BlendError, match=r"0 rows stayed and \d+ left: gold_missing \d+, no_majority \d+"):
        built(paged, always(quarrelling))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("blends/sources/pages.yaml", "synthesize: sums", "synthesize: sumz", r"pages\.yaml:13: synthesize: .*'sums'"),
        ("blends/sources/pages.yaml", "form: mcq", "form: open", r"pages\.yaml:5: form: must be mcq"),
        ("blends/synthesis/sums.yaml", "topics: sums", "topics: sumz", r"sums\.yaml:4: topics: "),
        ("blends/synthesis/sums.yaml", "mcq_from_passage", "mcq_from", r"sums\.yaml:3: prompts\.mcq_from: "),
        ("blends/synthesis/sums.yaml", "_says_nothing", "_says", r"sums\.yaml:8: gates\.0: .*document_says_nothing"),
        ("filters/document_says_nothing.yaml", "min: 10", "most: 10", r"document_says_nothing\.yaml:3: "),
        ("blends/synthetic.yaml", "duplicate]", "document_repeats]", r"synthetic\.yaml:5: filters\.4: .*of rows"),
        (
            "blends/profiles/two.yaml",
            "solver: {name: solver, chunk: 16}",
            "",
            r"synthetic\.yaml:4: sources\.0: profile two names no model",
        ),
    ],
)
def test_a_mistake_anywhere_in_a_plan_is_found_before_anything_costs(
    paged: Project, file: str, old: str, new: str, said: str
) -> None:
    paged.change(file, old, new)
    with pytest.raises(ContentError, match=said):
        built(paged)
    assert not (paged.root / "store").exists()


def test_check_looks_at_plans_topics_lists_and_prompts(paged: Project) -> None:
    assert paged.run("check", "blends", "filters").returncode == 0
    paged.change("blends/topics/sums.yaml", "domain: stem", "domain: stim")
    paged.change("blends/synthesis/sums.yaml", "samples: 4", "samples: 0")
    paged.write("blends/lists/few.yaml", "what: Few.\nwhy: None.\nitems: []\n")
    told = paged.run("check", "blends")
    assert told.returncode == 2
    for place in (
        "blends/topics/sums.yaml:5:",
        "blends/synthesis/sums.yaml:9: solve.samples",
        "blends/lists/few.yaml:3:",
    ):
        assert place in told.stderr


def test_synthesised_and_read_sources_stand_in_one_blend(paged: Project) -> None:
    paged.change("blends/synthetic.yaml", "sources: [pages]", "sources: [sums, pages]")
    paged.change("blends/synthetic.yaml", "{source: pages}", "{group: MR}")
    outcome = built(paged)
    lines = {line.source: line for line in outcome.funnel}
    assert lines["sums"].records == 300
    assert lines["pages"].records == 176
    assert lines["pages"].train + lines["pages"].val > 0
    assert [found.source for found in outcome.yields] == ["pages"]


def test_topics_are_expanded_into_a_file_that_a_plan_can_name(paged: Project) -> None:
    def lister(_prompt: Prompt, _sample: int) -> str:
        return json.dumps({"subtopics": ["sums of boxes", "sums of barrels", "Algebra"]})

    shelves, out = Shelves(paged.root), paged.root / "blends/topics/fine.yaml"
    wish = Wish("sums", str(paged.root / "blends/profiles/two.yaml"), per_topic=3)
    done = grown(wish, out, shelves=shelves, store=paged.root / "store", watch=Still(), opener=always(lister))
    assert (done.added, done.faults) == (2, {})
    before = out.read_bytes()
    with pytest.raises(ContentError, match=r"fine\.yaml: is there already"):
        grown(wish, out, shelves=shelves, store=paged.root / "store", watch=Still(), opener=always(lister))
    assert out.read_bytes() == before
    paged.change("blends/synthesis/sums.yaml", "topics: sums", "topics: fine")
    material = resolve(str(paged.root / "blends/synthetic.yaml"), "two", shelves).sources[0].plan
    assert material is not None
    assert material.material.tree is not None
    (group,) = material.material.tree.groups
    assert [one.by for one in group.topics[0].subtopics] == ["writer@1", "writer@1"]


def test_a_profile_without_a_model_expands_no_topics(paged: Project) -> None:
    told = paged.run("topics", "expand", "sums", "--out", "fine.yaml", "-p", "plain")
    assert told.returncode == 2
    assert "blends/profiles/plain.yaml: generator: names no model" in told.stderr
