"""Forms go the whole way: from a recipe's wish to blends in which no question stands twice and none straddles."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.content import Shelves
from curate.errors import ContentError
from curate.inference.model import TableModel
from curate.order import resolve
from curate.pipeline import build
from curate.plan import plan

if TYPE_CHECKING:
    from pathlib import Path

    from curate.inference.model import Prompt
    from tests.e2e.conftest import Project

FORMS = "forms: {mcq_to_open: also, open_to_mcq: also, options: 5, shuffle: true, ask: true}"
FILTERS = "filters: [question_missing, gold_missing, gold_not_in_options, needs_options, not_converted, not_verifiable]"
PROFILE = "what: A table.\nwhy: Tests.\nread: files\nmodel: {name: table}\n"


def said(prompt: Prompt, _: int) -> str:
    """A model that rewords nothing well, and thinks of nothing."""
    return json.dumps({"question": "Which?", "options": [str(len(prompt[-1]["content"]))]})


def wished(project: Project, forms: str = FORMS, filters: str = FILTERS) -> None:
    recipe = (project.root / "blends/mix.yaml").read_text()
    lines = [
        forms if line.startswith("forms:") else filters if line.startswith("filters:") else line
        for line in recipe.splitlines()
    ]
    project.write("blends/mix.yaml", "\n".join(lines) + "\n")
    project.write("blends/profiles/table.yaml", PROFILE)


def built(project: Project, place: Path) -> dict[str, pl.DataFrame]:
    order = resolve("mix", "table", Shelves(project.root))
    build(order, store=place / "store", out=place / "out", opener=lambda *_, **__: TableModel(said))
    folder = place / "out/mix"
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in ("train", "val", "dropped")}


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame["extra_info"].struct.unnest().to_dicts()


def test_a_question_and_its_other_forms_never_straddle_and_never_stand_twice(project: Project, tmp_path: Path) -> None:
    wished(project)
    made = built(project, tmp_path)
    store = pl.concat([pl.read_parquet(path) for path in (tmp_path / "store").glob("06-rewrite@*/part-*.parquet")])
    first = {one["id"]: one["parent"] or one["id"] for one in store.select("id", "parent").to_dicts()}
    families = {name: [first[one["id"]] for one in rows(made[name])] for name in ("train", "val")}
    assert families["train"]
    assert not set(families["train"]) & set(families["val"])
    assert len(set(families["train"])) == len(families["train"])
    histories = store["history"].unique().to_list()
    assert {"mcq", "open", "mcq->open", "open->mcq"} <= set(histories)


def test_the_same_wish_gives_the_same_bytes_with_nothing_asked_twice(project: Project, tmp_path: Path) -> None:
    wished(project)
    one, other = built(project, tmp_path / "a"), built(project, tmp_path / "b")
    assert all(one[name].equals(other[name]) for name in one)
    assert one["train"].equals(built(project, tmp_path / "a")["train"])


def test_a_plan_says_what_the_forms_will_cost_once_the_rows_are_there(project: Project, tmp_path: Path) -> None:
    wished(project)
    order = resolve("mix", "table", Shelves(project.root))
    before = plan(order, store=tmp_path / "store", opener=lambda *_, **__: TableModel(said))
    assert [(one.source, one.prompts) for one in before.forms] == [("sums", None), ("quiz", None)]
    assert before.hours is None
    built(project, tmp_path)
    after = plan(order, store=tmp_path / "store", opener=lambda *_, **__: TableModel(said))
    assert after.forms == ()
    assert "forms" in [stage.stage for stage in after.stages]
    shutil.rmtree(next((tmp_path / "store").glob("05-forms@*")))
    again = plan(order, store=tmp_path / "store", opener=lambda *_, **__: TableModel(said))
    assert [one.prompts is not None for one in again.forms] == [True]
    assert again.hours is not None


@pytest.mark.parametrize(
    ("forms", "filters", "what"),
    [
        (FORMS, FILTERS.replace("not_converted, ", ""), r"mix\.yaml:6: filters: must name not_converted"),
        (FORMS, FILTERS.replace("needs_options, ", ""), r"mix\.yaml:6: filters: must name needs_options"),
        (FORMS.replace("options: 5", "options: 3"), FILTERS, r"mix\.yaml:5: forms\.options: must be greater"),
        (FORMS.replace("also", "always", 1), FILTERS, r"mix\.yaml:5: forms\.mcq_to_open: must be 'never' or 'also'"),
    ],
)
def test_a_wish_that_does_not_fit_is_refused_at_its_line(project: Project, forms: str, filters: str, what: str) -> None:
    wished(project, forms, filters)
    with pytest.raises(ContentError, match=what):
        resolve("mix", "table", Shelves(project.root))


def test_a_profile_without_a_model_cannot_be_asked(project: Project) -> None:
    wished(project)
    with pytest.raises(ContentError, match=r"mix\.yaml:5: forms\.ask: profile plain names no model"):
        resolve("mix", "plain", Shelves(project.root))
