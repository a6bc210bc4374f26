"""A project whose only source is synthesised, and what builds it: pages, a plan with a gate, two models, a recipe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
from good_model import answer, opener, page

from curate.content import Shelves
from curate.errors import ModelError
from curate.inference.model import TableModel
from curate.order import resolve
from curate.pipeline import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from curate.inference.config import ModelSettings
    from curate.inference.model import Generation, Prompt, Sampling
    from curate.models import Opener
    from curate.report.outcome import Outcome
    from curate.report.yields import Yield
    from tests.e2e.conftest import Project

EMPTY_EVERY = 9
"""Of so many pages one says nothing."""

SOURCE = """\
what: Pages on warehouses.
why: Made for tests.
group: MR
origin: synthetic
form: mcq
licence: CC0-1.0
citation: The keeper's book.
domain: stem
faults: [Every warehouse is made up.]
read:
  files: {paths: [../../data/pages.jsonl], format: jsonl}
documents: {text: text, url: url}
synthesize: sums
"""

PLAN = """\
what: Sums from pages.
why: Made for tests.
prompts: {mcq_from_passage: 1, open_from_passage: 1}
topics: sums
options: 4
per_passage: 2
passage: {tokens: 400, min_tokens: 10}
gates: [document_says_nothing]
solve: {samples: 4, max_tokens: 64, min_samples: 2, majority_threshold: 0.5}
"""

TOPICS = """\
what: One topic.
why: Made for tests.
groups:
  - name: Mathematics
    domain: stem
    topics: [{name: Algebra, subject: algebra}]
"""

GATE = """\
what: The document has fewer than ten words.
why: Made for tests.
rule: {kind: range, column: n_words, min: 10}
examples:
  keep: [{n_words: 10}]
  drop: [{n_words: 9}]
"""

RECIPE = """\
what: Synthesised sums.
why: Made for tests.
seed: 3
sources: [pages]
filters: [question_missing, no_majority, gold_missing, not_verifiable, duplicate]
shares:
  - where: {source: pages}
    weight: 1
rows: max
val: 10
"""

PROFILE = """\
what: Two models.
why: Made for tests.
read: files
generator: {name: writer, chunk: 16}
solver: {name: solver, chunk: 16}
"""


def pages(count: int) -> str:
    """Lines of the source `pages`; some hold next to nothing."""
    texts = ("Nothing here." if number % EMPTY_EVERY == 0 else page(number) for number in range(count))
    lines = ({"text": text, "url": f"https://example.org/{number}"} for number, text in enumerate(texts))
    return "".join(json.dumps(line) + "\n" for line in lines)


def write(project: Project, count: int = 100) -> Project:
    """Put source, plan, topics, gate, profile, recipe and pages into a project."""
    project.write("blends/sources/pages.yaml", SOURCE)
    project.write("blends/synthesis/sums.yaml", PLAN)
    project.write("blends/topics/sums.yaml", TOPICS)
    project.write("filters/document_says_nothing.yaml", GATE)
    project.write("blends/profiles/two.yaml", PROFILE)
    project.write("blends/synthetic.yaml", RECIPE)
    project.write("data/pages.jsonl", pages(count))
    return project


def built(project: Project, models: Opener = opener, *, rows: int | None = None, place: str = "") -> Outcome:
    """Build the blend in this process."""
    order = resolve(str(project.root / "blends/synthetic.yaml"), "two", Shelves(project.root), limit=rows)
    return build(order, store=project.root / place / "store", out=project.root / place / "out", opener=models)


def blend(project: Project, place: str = "") -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((project.root / place / "out/synthetic").iterdir())}


def folder(project: Project, stage: str, place: str = "") -> Path:
    """The one folder of a stage."""
    (found,) = (project.root / place / "store").glob(f"{stage}@*")
    return found


def parts(where: Path, kind: str = "part") -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in sorted(where.glob(f"{kind}-*.parquet"))])


def synthesis(outcome: Outcome) -> Yield:
    (found,) = outcome.yields
    return found


class Falling(TableModel):
    """A model that fails when it was asked so often: a build ends there as if it had been stopped."""

    def __init__(self, calls: list[int], name: str) -> None:
        super().__init__(answer, name=name, revision="1")
        self._calls = calls

    def generate(self, prompts: Any, sampling: Sampling, **more: Any) -> list[list[Generation]]:
        """What the table says, or the fall."""
        self._calls[0] -= 1
        if self._calls[0] < 0:
            raise ModelError("fell over", place=self.name)
        return super().generate(prompts, sampling, **more)


def falling(after: int) -> Opener:
    calls = [after]

    def opened(settings: ModelSettings, *, on_message: object = None) -> TableModel:  # noqa: ARG001 - as models are opened
        return Falling(calls, settings.name)

    return opened


def always(said: Callable[[Prompt, int], str]) -> Opener:
    def opened(settings: ModelSettings, *, on_message: object = None) -> TableModel:  # noqa: ARG001 - as models are opened
        return TableModel(said, name=settings.name, revision="1")

    return opened
