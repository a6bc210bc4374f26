"""Drafts to rows, with recorded solutions and judgements: what a row says of how its answer was found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.content import load
from curate.inference.model import TableModel
from curate.prompts.prompt import load_prompt
from curate.row import LETTERS, MAKER, ROW, row_id
from curate.stage import StageError
from curate.stages.forms.config import FormsConfig
from curate.stages.forms.stage import forms
from curate.stages.screen import Filter
from curate.stages.synthesize.config import JudgeConfig, SolveConfig, Synthesis
from curate.stages.synthesize.draft import DRAFT, REJECTS
from curate.stages.synthesize.material import Material
from curate.stages.synthesize.stage import SourceFacts, synthesize

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.inference.model import Prompt

ROOT = Path(__file__).parents[3]
PROMPTS = ROOT / "templates/synthesis"
PASSAGE = "Plants take up carbon dioxide. In the light they set free oxygen. The moon was reached in 1969."
OPTIONS = ["Nitrogen", "Oxygen", "Methane", "Helium"]
FACTS = SourceFacts("made", "GPR", "CC-BY-4.0", "mixed")


def material(*, judge: JudgeConfig | None = None, **solve: Any) -> Material:
    solving = SolveConfig(**{"samples": 4, "min_samples": 2, **solve})
    config = Synthesis(what="w", why="y", prompts={"p": 1.0}, solve=solving, judge=judge or JudgeConfig())
    solvers = {form: load_prompt(PROMPTS / f"solve_{form}.j2") for form in ("mcq", "open")}
    judges = {check: load_prompt(PROMPTS / f"{name}.j2") for check, name in config.judge.prompts.items()}
    return Material("plan", config, {}, solvers, judges)


def draft(question: str = "Which gas do green plants set free?", **given: Any) -> dict[str, Any]:
    passage = given.pop("passage", PASSAGE)
    found: dict[str, Any] = {
        "draft": f"draft of {question}",
        "form": "mcq" if given.get("options", OPTIONS) else "open",
        "question": question,
        "options": OPTIONS,
        "key": "B",
        "subject": "biology",
        "domain": None,
        "document": {
            "id": "doc",
            "url": "https://example.org/plants",
            "crawl": "CC-MAIN-2024-10",
            "record_offset": 7,
            "begin": 10,
            "end": 90,
            "passage": passage,
        },
        "maker": {**{field.name: None for field in MAKER.fields}, "synthesis": "plan", "model": "writer", "seed": 3},
        "asked": 0,
        "source_file": "crawl.warc.gz",
        "source_row": 12,
        "revision": "abc",
    }
    return found | given


def frame(*drafts: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(drafts, schema=dict(DRAFT))


def judgement(verdict: str, evidence: str = "because") -> str:
    return json.dumps({"evidence": evidence, "verdict": verdict})


class Recorded(TableModel):
    """A solver whose solutions are told by what they choose: the text of an option, or any text for open questions."""

    def __init__(
        self,
        solutions: Sequence[str] | Callable[[str, int], str],
        *,
        self_contained: str = judgement("yes"),
        answerable: str = judgement("yes"),
        **given: Any,
    ) -> None:
        self.asked: list[str] = []

        def answer(prompt: Prompt, sample: int) -> str:
            content = prompt[-1]["content"]
            self.asked.append(content)
            if "Is it self-contained?" in content:
                return self_contained
            if "Does the passage settle" in content:
                return answerable
            said = solutions(content, sample) if callable(solutions) else solutions[sample % len(solutions)]
            lines = content.splitlines()
            letter = next((LETTERS[at] for at in range(26) if f"{LETTERS[at]}. {said}" in lines), None)
            return f"I think so. \\boxed{{{letter or said}}}"

        super().__init__(answer, name="solver", revision="7", **given)


def one(solver: TableModel, *drafts: dict[str, Any], **given: Any) -> dict[str, Any]:
    return synthesize(frame(*(drafts or (draft(),))), material(**given), solver, FACTS).rows.row(0, named=True)


def evidence(row: dict[str, Any], check: str) -> str:
    return " / ".join(said for said in row["evidence"] if said.startswith(f"{check}: "))


def kept_by(name: str, rows: pl.DataFrame) -> list[bool]:
    rule = load(ROOT / f"filters/{name}.yaml", Filter).rule
    return [not broken for broken in rows.select(broken=rule.broken())["broken"].to_list()]


def test_a_row_has_all_columns_and_says_where_it_comes_from() -> None:
    made = synthesize(frame(draft()), material(), Recorded(["Oxygen"]), FACTS)
    assert dict(made.rows.schema) == dict(ROW)
    assert made.rejects.schema == pl.Schema(dict(REJECTS))
    assert made.rejects.height == 0
    row = made.rows.row(0, named=True)
    assert row["options"][LETTERS.index(row["answer"])] == row["answer_text"] == "Oxygen"
    assert sorted(row["options"]) == sorted(OPTIONS)
    assert row["id"] == row_id("made", row["question"], row["options"], row["answer"])
    wanted = {
        "made_by": "synthesize",
        "parent": None,
        "form": "mcq",
        "answer_type": "choice",
        "source": "made",
        "group": "GPR",
        "origin": "synthetic",
        "licence": "CC-BY-4.0",
        "domain": "stem",
        "subject": "biology",
        "source_file": "crawl.warc.gz",
        "source_row": 12,
        "revision": "abc",
        "template": None,
        "prompt": None,
    }
    assert {name: row[name] for name in wanted} == wanted
    assert row["document"]["url"] == "https://example.org/plants"
    assert (row["maker"]["model"], row["maker"]["solver"], row["maker"]["solver_revision"]) == ("writer", "solver", "7")
    assert row["votes"] == [{"answer": row["answer"], "count": 4}]
    assert (row["agreement"], row["key_agrees"], row["generator_key"]) == (1.0, True, row["answer"])


def test_the_solver_sees_the_shuffled_options_and_no_passage() -> None:
    solver = Recorded(["Oxygen"])
    row = one(solver)
    listed = "\n".join(f"{letter}. {option}" for letter, option in zip(LETTERS, row["options"], strict=False))
    solving = [content for content in solver.asked if "Reason step by step" in content]
    assert len(solving) == 4
    assert all(listed in content and PASSAGE not in content for content in solving)


def test_a_majority_against_the_writer_is_the_gold_and_the_key_is_kept() -> None:
    row = one(Recorded(["Helium", "Helium", "Helium", "Oxygen"]))
    assert (row["answer_text"], row["agreement"], row["key_agrees"]) == ("Helium", 0.75, False)
    assert row["options"][LETTERS.index(row["generator_key"])] == "Oxygen"
    assert kept_by("key_disagrees", pl.DataFrame([row], schema=dict(ROW))) == [False]


def test_without_a_majority_there_is_no_answer_but_the_votes_stay() -> None:
    solver = Recorded(["Helium", "Helium", "Oxygen", "Oxygen"])
    row = one(solver)
    assert (row["answer"], row["answer_text"], row["key_agrees"], row["agreement"]) == (None, None, None, 0.5)
    assert [vote["count"] for vote in row["votes"]] == [2, 2]
    assert "a tie" in evidence(row, "agreement")
    assert (row["self_contained"], row["answerable"], row["answer_type"]) == (None, None, "ungradable")
    assert not [content for content in solver.asked if "Answer with one JSON object" in content]  # nothing is judged
    assert kept_by("no_majority", pl.DataFrame([row], schema=dict(ROW))) == [False]


def test_solutions_that_were_cut_off_are_counted_as_no_answer() -> None:
    solver = Recorded(lambda _, sample: "Oxygen" if sample else "word " * 60)
    row = one(solver, max_tokens=50)
    assert row["votes"][-1] == {"answer": None, "count": 1}
    assert row["agreement"] == 0.75


def test_an_open_question_gets_the_answer_that_its_solutions_share() -> None:
    asked = draft("How much is a half, as a decimal?", options=None, key="1/2", subject="odd", passage=None)
    row = one(Recorded(["0.5", "1/2", "0.5", "0.7"]), asked)
    assert (row["form"], row["answer"], row["answer_text"], row["answer_type"]) == ("open", "0.5", "0.5", "math")
    assert (row["agreement"], row["generator_key"], row["key_agrees"]) == (0.75, "1/2", True)
    assert (row["options_alike"], row["answerable"], row["copied_share"]) == (None, None, None)
    assert row["domain"] == "mixed"


def test_a_question_too_long_for_the_solver_is_a_row_without_votes() -> None:
    long = draft(" ".join(["Which gas?"] * 60))
    made = synthesize(frame(long, draft()), material(max_tokens=50), Recorded(["Oxygen"], max_model_len=140), FACTS)
    first, second = made.rows.rows(named=True)
    assert (first["votes"], first["agreement"], first["answer"]) == ([], None, None)
    assert "not solved: the prompt has" in evidence(first, "agreement")
    assert second["answer_text"] == "Oxygen"


def test_words_that_lean_on_the_passage_are_found_without_a_judge() -> None:
    solver = Recorded(["Oxygen"])
    row = one(solver, draft("According to the passage, which gas do plants set free?"))
    assert row["self_contained"] is False
    assert evidence(row, "self_contained") == 'self_contained: "According to the passage"'
    assert not [content for content in solver.asked if "Is it self-contained?" in content]


def test_what_rules_leave_open_is_judged_without_the_passage() -> None:
    solver = Recorded(["Oxygen"], self_contained=judgement("no", "which plants?"))
    row = one(solver)
    assert row["self_contained"] is False
    assert evidence(row, "self_contained") == 'self_contained: the judge says no: "which plants?"'
    assert not [content for content in solver.asked if "Is it self-contained?" in content and PASSAGE in content]


def test_whether_the_passage_settles_the_answer_is_always_judged_and_the_rule_stands_beside_it() -> None:
    solver = Recorded(["Oxygen"], answerable=judgement("no", "it is not said"))
    row = one(solver)
    assert row["answerable"] is False
    (shown,) = [content for content in solver.asked if "Does the passage settle" in content]
    assert PASSAGE in shown
    assert "Answer to be checked: Oxygen" in shown
    assert "the answer stands in the passage; the judge says no" in evidence(row, "answerable")
    row = one(Recorded(["Helium"]))
    assert row["answerable"] is True
    assert "stands" not in evidence(row, "answerable")


@pytest.mark.parametrize("text", ["I would say yes", '{"verdict": "maybe"}', "", '{"evidence": "e", "verdict": "yes"'])
def test_a_judge_who_cannot_be_read_has_not_judged(text: str) -> None:
    row = one(Recorded(["Oxygen"], self_contained=text))
    assert row["self_contained"] is None
    assert "the judge cannot be read" in evidence(row, "self_contained")
    assert row["answerable"] is True
    assert row["judged"] is False
    assert kept_by("not_judged", pl.DataFrame([row], schema=dict(ROW))) == [False]
    assert kept_by("not_self_contained", pl.DataFrame([row], schema=dict(ROW))) == [True]


def test_a_judge_who_cannot_be_read_is_asked_once_more_with_what_was_wrong() -> None:
    asked: list[str] = []

    def answer(prompt: Prompt, _: int) -> str:
        content = "\n".join(message["content"] for message in prompt)
        if "Is it self-contained?" not in content:
            return judgement("yes") if "Does the passage settle" in content else "\\boxed{Oxygen}"
        asked.append(content)
        return "I would say yes" if len(asked) == 1 else judgement("no", "which plants?")

    row = one(TableModel(answer, name="solver", revision="7"))
    assert len(asked) == 2
    assert "That cannot be used" in asked[1]
    assert (row["self_contained"], row["judged"]) == (False, True)


def test_rows_of_which_no_judge_was_asked_are_neither_judged_nor_dropped_for_it() -> None:
    row = one(Recorded(["Oxygen"]), judge=JudgeConfig(checks=False))
    assert row["judged"] is None
    assert kept_by("not_judged", pl.DataFrame([row], schema=dict(ROW))) == [True]
    assert one(Recorded(["Oxygen"]))["judged"] is True


def test_a_plan_without_judges_goes_by_the_rules_alone() -> None:
    solver = Recorded(["Oxygen"])
    row = one(solver, judge=JudgeConfig(checks=False))
    assert (row["self_contained"], row["answerable"]) == (True, None)
    assert len(solver.asked) == 4
    row = one(
        solver,
        draft("A green plant stands in the light for a day. In this experiment, which gas is set free?"),
        judge=JudgeConfig(checks=False),
    )
    assert row["self_contained"] is None


def test_leaks_copies_and_unlike_options_are_columns_and_the_filters_read_them() -> None:
    drafts = [
        draft("Which gas, oxygen or helium, do plants set free?"),
        draft("In the light they set free oxygen, so what is it that they set free?", options=[*OPTIONS[:3], "5"]),
        draft("Plants take up carbon dioxide in the light they set free oxygen"),
    ]
    rows = synthesize(frame(*drafts), material(), Recorded(["Oxygen"]), FACTS).rows
    assert rows["answer_leaked"].to_list() == [False, True, True]
    assert rows["options_alike"].to_list() == [True, False, True]
    assert rows["copied_share"].to_list()[2] == 1.0
    assert kept_by("answer_leaks", rows) == [True, False, False]
    assert kept_by("options_unlike", rows) == [True, False, True]
    assert kept_by("copies_passage", rows) == [True, True, False]


def test_an_open_child_is_judged_as_its_parent_and_rows_that_were_read_are_let_pass() -> None:
    leaning = draft("According to the passage, which gas do plants set free?")
    rows = synthesize(frame(leaning, draft()), material(), Recorded(["Helium"]), FACTS).rows
    both = forms(rows, FormsConfig(mcq_to_open="also"))
    assert both["made_by"].to_list() == ["synthesize", "forms"] * 2
    assert kept_by("not_self_contained", both) == [False, False, True, True]
    assert kept_by("key_disagrees", both) == [False] * 4
    assert kept_by("no_majority", both) == [True] * 4
    read = pl.DataFrame([{"form": "mcq", "question": "Q?", "answer": None}], schema=dict(ROW))
    names = "no_majority key_disagrees not_self_contained not_answerable answer_leaks options_unlike copies_passage"
    names += " not_judged"
    assert [kept_by(name, read) for name in names.split()] == [[True]] * 8


def test_letters_of_the_gold_are_even_over_a_shard_whose_writer_and_solver_like_b() -> None:
    drafts = [draft(f"Which gas do plants of kind {number} set free?") for number in range(300)]
    rows = synthesize(frame(*drafts), material(judge=JudgeConfig(checks=False)), Recorded(["Oxygen"]), FACTS).rows
    counts = rows["answer"].value_counts()["count"].to_list()
    assert sum((count - 75) ** 2 / 75 for count in counts) < 16.27
    stubborn = TableModel(lambda _, __: "\\boxed{B}")
    rows = synthesize(frame(*drafts[:60]), material(judge=JudgeConfig(checks=False)), stubborn, FACTS).rows
    assert rows["answer"].unique().to_list() == ["B"]
    assert 0.1 < rows["key_agrees"].mean() < 0.45  # type: ignore[operator]


def test_progress_counts_solutions_and_judgements_together() -> None:
    told: list[tuple[int, int, int]] = []
    solver = Recorded(["Oxygen"])
    synthesize(
        frame(draft(), draft("Which gas?")), material(), solver, FACTS, on_progress=lambda *now: told.append(now)
    )
    assert [prompts for prompts, _, _ in told] == [1, 2, 3, 4, 5, 6]
    assert told == sorted(told)


def test_the_same_texts_give_the_same_rows_and_a_shard_may_be_cut_anywhere() -> None:
    drafts = [draft(f"Which gas does kind {number} set free?") for number in range(6)]

    def rows(*some: dict[str, Any]) -> pl.DataFrame:
        return synthesize(frame(*some), material(), Recorded(["Oxygen", "Helium", "Oxygen", "Oxygen"]), FACTS).rows

    assert rows(*drafts).equals(pl.concat([rows(*drafts[:2]), rows(*drafts[2:])]))


def test_no_drafts_are_no_rows() -> None:
    made = synthesize(frame(), material(), Recorded([""]), FACTS)
    assert (made.rows.height, dict(made.rows.schema)) == (0, dict(ROW))


def test_what_is_no_draft_is_refused() -> None:
    with pytest.raises(StageError, match="something else than drafts: draft"):
        synthesize(frame().drop("draft"), material(), Recorded([""]), FACTS)
