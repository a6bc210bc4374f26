"""The evidence about a row's answer, and the grader's word on its gold."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.grading import accepts_gold
from curate.row import ADDED, ROW
from curate.stage import checked
from curate.stages.verifiability import VERIFIABILITY, VerifiabilityConfig

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).parents[3].parent / "shared" / "data"
NEEDED = {name: ROW[name] for name in VERIFIABILITY.needs}

Row = Mapping[str, object]


def added(rows: Sequence[Row], config: VerifiabilityConfig | None = None) -> pl.DataFrame:
    frame = pl.DataFrame([{name: one.get(name) for name in NEEDED} for one in rows], schema=NEEDED)
    result = VERIFIABILITY(frame.lazy(), config or VerifiabilityConfig()).collect()
    return checked("verifiability", result, frame.height)


def choice(answer: str | None, options: list[str | None] | None = None, **more: object) -> Row:
    given = ["Rome", "Paris", "Berlin"] if options is None else options
    return {
        "form": "mcq",
        "question": "What is the capital of France?",
        "options": given,
        "answer": answer,
        "answer_text": answer,
        "answer_type": "choice",
        **more,
    }


def text(answer: str | None, answer_type: str = "short_text", **more: object) -> Row:
    return {
        "form": "open",
        "question": "Why?",
        "answer": answer,
        "answer_text": answer,
        "answer_type": answer_type,
        **more,
    }


@pytest.mark.parametrize(
    ("answer", "present", "inside"),
    [
        ("B", True, True),
        ("C", True, True),
        ("D", True, False),  # past the last option
        ("Paris", True, True),
        ("paris", True, False),
        ("b", True, False),
        ("", False, False),
        (" ", False, False),
        (None, False, False),
    ],
)
def test_a_gold_is_in_the_options_as_a_letter_or_as_the_exact_text(
    answer: str | None,
    present: bool,  # noqa: FBT001
    inside: bool,  # noqa: FBT001
) -> None:
    result = added([choice(answer)])
    assert result["gold_present"].to_list() == [present]
    assert result["gold_in_options"].to_list() == [inside]


def test_an_mcq_without_options_holds_no_gold_and_an_open_row_is_not_asked() -> None:
    rows = [{**choice("A"), "options": None}, choice("A", []), text("Paris")]
    result = added(rows)
    assert result["gold_in_options"].to_list() == [False, False, None]
    assert result["options_distinct"].to_list() == [False, False, None]


@pytest.mark.parametrize(
    ("answer", "said", "present"),
    [("A", "", False), ("A", " \n", False), ("A", None, False), ("B", "Paris", True), ("E", None, True)],
)
def test_a_letter_that_points_at_a_blank_option_is_no_gold(answer: str, said: str | None, present: bool) -> None:  # noqa: FBT001
    row = choice(answer, ["", "Paris", "Rome", "Oslo"], answer_text=said)
    assert added([row])["gold_present"].to_list() == [present]


@pytest.mark.parametrize(
    ("options", "distinct"),
    [
        (["Rome", "Paris"], True),
        (["Rome", "rome "], False),
        (["New\u00a0York", "New   York"], False),
        (["\uff32ome", "Rome"], False),
        (["AA", "Aa", "aa"], True),  # genotypes
        (["BBEe will be brown.", "BBee will be brown."], True),
        (["10\u00b2", "102"], True),
        (["1", "1"], False),
        (["Rome", None], False),
    ],
)
def test_options_are_distinct_unless_they_read_the_same(options: list[str | None], distinct: bool) -> None:  # noqa: FBT001
    assert added([choice("A", options)])["options_distinct"].to_list() == [distinct]


@pytest.mark.parametrize(
    ("answer", "words"),
    [(None, 0), ("", 0), ("  ", 0), ("Paris", 1), ("the  Treaty\u00a0of\nWestphalia", 4), (r"\frac{1}{2} + x", 3)],
)
def test_words_of_the_gold_are_what_white_space_separates(answer: str | None, words: int) -> None:
    assert added([text(answer)])["answer_words"].to_list() == [words]


@pytest.mark.parametrize(
    ("history", "dependence", "change", "needs"),
    [
        ("mcq", "independent", None, False),
        ("mcq", "rewritable", None, True),
        ("mcq", "dependent", None, True),
        ("mcq->open", "independent", None, False),
        ("mcq->open", "rewritable", None, True),
        ("mcq->open", "rewritable", {"question": "Which of these is a metal?"}, False),
        ("mcq->open", "rewritable", {"question": "Which of these is a metal?", "failed": "two answers"}, True),
        ("mcq->open", "rewritable", {"failed": "it was not rewritten"}, True),
        ("open", None, None, None),
        ("open->mcq", None, {"question": "Name a metal."}, None),
    ],
)
def test_a_question_needs_options_unless_it_can_do_without_or_was_rewritten_well(
    history: str,
    dependence: str | None,
    change: dict[str, str] | None,
    needs: bool | None,  # noqa: FBT001
) -> None:
    row = {**text("iron"), "history": history, "dependence": dependence, "conversion": change}
    assert added([row])["needs_options"].to_list() == [needs]


GOLDS: list[Row] = [
    choice("A"),
    choice("B"),
    choice("D"),
    choice("Paris"),
    choice("paris"),
    choice("D", ["D", "Rome", "Berlin"]),  # no letter here, but the text of the first
    choice("A", ["Rome"]),
    choice("A", ["\x1e", "Paris"]),
    choice("A", accepted=["B"]),
    choice("A", accepted=["Paris"]),
    choice("A", ["Rome", "Madrid", "Berlin"], accepted=["Paris"]),
    choice("A", accepted=["A", "B", "C"]),
    choice("A", []),
    choice(None),
    text("42", "math"),
    text("1,000", "math"),
    text(r"\frac{1}{2}", "math"),
    text("Paris", accepted=["City of Light"]),
    text("Paris", "ungradable"),
    text("Paris", "of another package"),
    {**text("Paris"), "answer_type": None},
    text("", "math"),
    text("x" * 500),
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(GOLDS), max_size=25))
def test_each_row_gets_the_graders_word_on_its_own_gold(rows: list[Row]) -> None:
    result = added(rows)
    for row, verdict, why, verifiable in zip(
        rows, result["gold_verdict"], result["gold_why"], result["verifiable"], strict=True
    ):
        said = accepts_gold(
            row["answer"] or "",  # type: ignore[arg-type]
            row["answer_type"] or "",  # type: ignore[arg-type]
            options=row.get("options"),  # type: ignore[arg-type]
            accepted=row.get("accepted") or (),  # type: ignore[arg-type]
        )
        assert (verdict, why, verifiable) == (said.status, said.why, said.right)


def test_the_verdicts_are_three_valued() -> None:
    result = added([choice("B"), choice("D"), text("Paris", "ungradable"), choice("A", accepted=["A", "B", "C"])])
    assert result["gold_verdict"].to_list() == ["right", "ungradable", "ungradable", "ungradable"]
    assert result["verifiable"].to_list() == [True, False, False, False]


def test_it_adds_what_it_declares_without_a_null_where_there_is_always_an_answer() -> None:
    nothing: Row = dict.fromkeys(NEEDED)
    result = added([*GOLDS, nothing])
    assert dict(result.schema) == dict(ADDED["verifiability"])
    for name in ("gold_present", "answer_words", "gold_verdict", "gold_why", "verifiable"):
        assert result[name].null_count() == 0, name
    assert added([]).height == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(GOLDS), max_size=12), st.integers(0, 12))
def test_a_row_is_told_the_same_in_any_company(rows: list[Row], cut: int) -> None:
    apart = [part for part in (rows[:cut], rows[cut:]) if part]
    assert not apart or pl.concat([added(part) for part in apart]).equals(added(rows))


@pytest.mark.real
def test_real_multiple_choice_rows_are_told_fast_enough() -> None:
    file = DATA / "commonsenseqa" / "train_rand_split.jsonl"
    if not file.is_file():
        pytest.skip("needs shared/data/commonsenseqa")
    rows: list[Row] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        options = [one["text"] for one in record["question"]["choices"]]
        answer = record["answerKey"]
        rows.append(choice(answer, options, question=record["question"]["stem"], answer_text=options[ord(answer) - 65]))
    started = time.process_time()
    result = added(rows)
    spent = time.process_time() - started
    assert result["verifiable"].all()
    assert result["gold_in_options"].all()
    assert (~result["options_distinct"]).sum() == 122  # each seen to hold one text twice
    assert result.height / spent > 5_000  # rows per CPU-second; measured: fifteen times as many
