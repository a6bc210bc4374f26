"""Every synthesised row leads back to the record, the words and the prompt that it was made from."""

from __future__ import annotations

import gzip
import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from curate.prompts.prompt import load_prompt

if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

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
PAGES = _beside("pages_project")

SEEDS = """\
what: Problems without pages.
why: Made for tests.
group: MR
origin: synthetic
form: open
licence: CC0-1.0
citation: none
domain: stem
read:
  files: {questions: 60}
synthesize: problems
"""

PROBLEMS = """\
what: Problems from the lives of two people.
why: Made for tests.
prompts: math_from_persona
personas: people
skills: skills
per_passage: 1
gates: [document_says_nothing, document_short]
solve: {samples: 4, max_tokens: 64, min_samples: 2, majority_threshold: 0.5}
judge: {answerable: null}
"""

PEOPLE = "what: People.\nwhy: Made for tests.\nitems: [a beekeeper, a baker, a potter]\n"

SHORT = """\
what: The language is not English, or nobody can tell.
why: Made for tests.
rule: {kind: among, column: language, values: [en]}
examples:
  keep: [{language: en}]
  drop: [{language: null}]
"""


def archive(count: int) -> bytes:
    """A WARC of pages, a gzip member each."""
    made = io.BytesIO()
    for number in range(count):
        body = f"<html><title>Warehouse</title><body><article><p>{GOOD.page(number)}</p></article></body></html>"
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            f"WARC-Date: 2024-12-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        made.write(gzip.compress(f"{head}{http}\r\n\r\n".encode(), mtime=0))
    return made.getvalue()


def test_a_row_of_a_web_archive_leads_back_to_its_record_its_words_and_its_prompt(project: Project) -> None:
    PAGES.write(project)
    warc = project.write("data/pages.warc.gz", archive(20))
    project.change("blends/sources/pages.yaml", "pages.jsonl], format: jsonl", "pages.warc.gz], format: warc")
    project.change("blends/sources/pages.yaml", "documents: {text: text, url: url}\n", "")
    PAGES.built(project)
    made = PAGES.parts(PAGES.folder(project, "04-synthesize"))
    texts = dict(PAGES.parts(PAGES.folder(project, "01-ingest")).select("id", "text").iter_rows())
    assert made.height >= 30
    for row in made.iter_rows(named=True):
        document, maker = row["document"], row["maker"]
        member = gzip.GzipFile(fileobj=io.BytesIO(warc.read_bytes()[document["record_offset"] :])).read()
        assert f"WARC-Target-URI: {document['url']}\r\n".encode() in member
        assert document["passage"].encode() in member
        assert texts[document["id"]][document["begin"] : document["end"]] == document["passage"]
        assert row["source_file"].endswith("pages.warc.gz")
        assert row["revision"] is not None
        prompt = load_prompt(HERE.parents[1] / "templates/synthesis" / f"{maker['prompt']}.j2")
        assert maker["prompt_hash"] == prompt.hash
        assert (maker["synthesis"], maker["model"], maker["revision"]) == ("sums", "writer", "1")
        assert (maker["temperature"], maker["top_p"], maker["max_tokens"]) == (0.8, 0.95, 768)
        assert maker["seed"] in {0, 1}
        assert (maker["solver"], maker["solver_revision"]) == ("solver", "1")
    blend = pl.read_parquet(project.root / "out/synthetic/train.parquet")
    ids = set(blend["extra_info"].struct.field("id"))
    assert ids
    assert len(ids - set(made["id"])) < len(ids)  # children of the open form have ids of their own


def test_seeds_without_a_text_pass_every_gate_and_become_rows(project: Project) -> None:
    PAGES.write(project)
    project.write("blends/sources/pages.yaml", SEEDS)
    project.write("blends/synthesis/problems.yaml", PROBLEMS)
    project.write("blends/lists/people.yaml", PEOPLE)
    project.write("blends/lists/skills.yaml", "what: Skills.\nwhy: Made for tests.\nitems: [adding]\n")
    project.write("filters/document_short.yaml", SHORT)

    def answer(prompt: Prompt, _: int) -> str:
        said = prompt[0]["content"]
        if said.startswith("Write one"):
            number = int(said.split("It is number ")[1].split(" ")[0])
            question = f"A person has $\\frac{{{2 * number}}}{{2}}$ jars and gets 7 more. How many jars are there?"
            return json.dumps({"question": question, "answer": str(number + 7)})
        if '"verdict"' in said:
            return json.dumps({"evidence": "Nothing is missing.", "verdict": "yes"})
        twice = int(said.split("\\frac{")[1].split("}")[0])
        return f"\\boxed{{{twice // 2 + 7}}}"

    outcome = PAGES.built(project, PAGES.always(answer))
    said = PAGES.synthesis(outcome)
    assert (said.documents, said.gated, said.asked, said.written) == (60, {}, 60, 60)
    rows = PAGES.parts(PAGES.folder(project, "04-synthesize"))
    assert rows["source_row"].to_list() == list(range(60))
    people: set[Any] = set(rows["maker"].struct.field("persona"))
    assert people == {"a beekeeper", "a baker", "a potter"}
    assert rows["document"].struct.field("passage").null_count() == 60
    assert rows["question"].str.contains(r"$\frac{", literal=True).all()
    assert rows["key_agrees"].all()


def test_equal_pages_of_two_sources_are_two_documents_and_their_rows_are_kept_apart(project: Project) -> None:
    PAGES.write(project, 30)
    project.write("blends/sources/others.yaml", PAGES.SOURCE.replace("what: Pages", "what: Other pages"))
    project.change("blends/synthetic.yaml", "sources: [pages]", "sources: [pages, others]")
    project.change("blends/synthetic.yaml", "{source: pages}", "{group: MR}")
    first, second = PAGES.built(project).yields
    assert (first.source, second.source) == ("pages", "others")
    assert first.asked == second.asked
    found = [pl.read_parquet(path) for path in (project.root / "store").glob("04-synthesize@*/part-*.parquet")]
    one, other = (frame for frame in found if frame.height)
    assert {one["source"][0], other["source"][0]} == {"pages", "others"}
    assert not set(one["id"]) & set(other["id"])
    assert not set(one["document"].struct.field("id")) & set(other["document"].struct.field("id"))
