"""Shuffling the options of rows: even, repeatable, and nothing torn from the letter that names it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.report.chance import evenness
from curate.row import LETTERS, ROW, row_id
from curate.stages.forms.order import reordered

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
ODD = st.one_of(
    TEXTS,
    st.sampled_from(
        [
            "$\\frac{1}{2}$",
            "{{ question }}",
            "{% for x in y %}",
            "\u4e2d\u6587",
            "e\u0301",
            "\U0001f600",
            "{a}",
            "\\n",
            "a\nb",
        ]
    ),
)


def mcq(options: list[str], gold: int = 0, **more: Any) -> dict[str, Any]:
    said = {"source": "s", "form": "mcq", "question": "Which?", "options": options, "answer": LETTERS[gold]}
    row = {**dict.fromkeys(ROW), **said, "answer_text": options[gold], **more}
    row["options"] = more.pop("shown", options)
    row.pop("shown", None)
    return row | {"id": row_id("s", row["question"], options, row["answer"]), **more}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(ROW))


def many(options: list[str], gold: int, count: int = 2_000) -> pl.DataFrame:
    return frame(*(mcq(options, gold, id=f"{number:032x}") for number in range(count)))


ROWS = st.lists(
    st.tuples(st.lists(ODD, min_size=2, max_size=10), st.integers(0, 99), ODD).map(
        lambda drawn: mcq(drawn[0], drawn[1] % len(drawn[0]), question=drawn[2])
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(ROWS, st.integers(0, 2**31))
def test_gold_and_options_stay_as_they_are_and_the_letter_and_the_order_follow(
    rows: list[dict[str, Any]], seed: int
) -> None:
    given_rows = frame(*rows)
    found = reordered(given_rows, seed)
    for before, after in zip(given_rows.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        assert after["answer_text"] == before["answer_text"]
        assert after["options"][LETTERS.index(after["answer"])] == before["answer_text"]
        assert sorted(after["options"]) == sorted(before["options"])
        order = after["order"] or list(range(len(before["options"])))
        assert [before["options"][at] for at in order] == after["options"]
        assert order[LETTERS.index(after["answer"])] == LETTERS.index(before["answer"])
    same = [name for name in ROW if name not in ("options", "answer", "order", "evidence")]
    assert found.select(same).equals(given_rows.select(same))
    assert found.schema == given_rows.schema


@settings(max_examples=80, deadline=None)
@given(ROWS, st.integers(0, 2**31))
def test_a_row_is_shuffled_alike_alone_and_among_others_and_once_however_often(
    rows: list[dict[str, Any]], seed: int
) -> None:
    found = reordered(frame(*rows), seed)
    assert pl.concat([reordered(frame(row), seed) for row in rows]).equals(found)
    assert reordered(frame(*rows), seed).equals(found)
    assert reordered(found, seed).equals(found)
    assert (
        reordered(found, seed + 1)
        .filter(pl.col("order").is_not_null())
        .equals(found.filter(pl.col("order").is_not_null()))
    )


@pytest.mark.parametrize("n_options", [2, 4, 5, 10])
@pytest.mark.parametrize("seed", [0, 7])
def test_the_gold_stands_at_every_place_equally_often(n_options: int, seed: int) -> None:
    options = [f"thing {number}" for number in range(n_options)]
    for gold in {0, n_options - 1}:
        letters = Counter(reordered(many(options, gold), seed)["answer"])
        assert evenness([letters[letter] for letter in LETTERS[:n_options]]) > 0.001


def test_beside_an_anchor_the_gold_stands_at_every_free_place_equally_often() -> None:
    found = reordered(many(["iron", "wood", "salt", "None of these"], 1), 3)
    letters = Counter(found["answer"])
    assert set(letters) == set("ABC")
    assert evenness([letters[letter] for letter in "ABC"]) > 0.001
    assert set(found["options"].list.last()) == {"None of these"}


def test_another_seed_is_another_order() -> None:
    rows = many([f"thing {number}" for number in range(10)], 0, 50)
    assert (reordered(rows, 0)["answer"] != reordered(rows, 1)["answer"]).sum() > 30


def test_an_option_that_names_others_names_them_under_their_new_letters_and_so_does_the_gold() -> None:
    rows = frame(*(mcq(["iron", "wood", "salt", "Both A and C"], 3, id=str(number)) for number in range(40)))
    found = reordered(rows, 0)
    for options, answer, gold in found.select("options", "answer", "answer_text").iter_rows():
        assert (answer, options[3]) == ("D", gold)
        one, other = gold.removeprefix("Both ").split(" and ")
        assert {options[LETTERS.index(letter)] for letter in (one, other)} == {"iron", "salt"}
        assert one < other
    assert found["answer_text"].n_unique() == 3


def test_two_options_that_exchange_their_letters_both_follow() -> None:
    rows = frame(*(mcq(["iron", "wood", "Only A", "Only B"], 2, id=str(number)) for number in range(20)))
    found = reordered(rows, 0)
    for options, gold in found.select("options", "answer_text").iter_rows():
        assert gold == options[2]
        assert options[LETTERS.index(gold[-1])] == "iron"
        assert options[LETTERS.index(options[3][-1])] == "wood"
    assert found["answer_text"].n_unique() == 2


@pytest.mark.parametrize(
    ("options", "question", "said"),
    [
        (["iron", "wood", "salt", "The first two"], "Which?", 'an option names others: "The first two"'),
        (["iron", "wood", "salt", "tin"], "Why is option B wrong?", "the question speaks of options"),
        (["iron", "All of the above", "wood", "salt"], "Which?", "an option speaks of those above it"),
        (["A. iron", "B. wood", "C. salt"], "Which?", "the options have labels of their own"),
        (["iron", "None of these"], "Which?", "fewer than two options can change places"),
    ],
)
def test_a_row_whose_options_cannot_move_keeps_them_and_says_why(options: list[str], question: str, said: str) -> None:
    row = frame(mcq(options, 1, question=question, evidence=["agreement: all"]))
    found = reordered(row, 0)
    assert found.drop("evidence").equals(row.drop("evidence"))
    assert found["evidence"][0][0] == "agreement: all"
    assert found["evidence"][0][1].startswith(f"options: {said}")
    assert reordered(found, 0).equals(found)


def test_all_that_is_said_in_letters_follows() -> None:
    more = {
        "accepted": ["B", "a metal", "E"],
        "votes": [{"answer": "A", "count": 3}, {"answer": None, "count": 1}],
        "generator_key": "B",
    }
    found = reordered(frame(*(mcq(list("pqrs"), 0, id=str(number), **more) for number in range(30))), 0)
    for row in found.iter_rows(named=True):
        now = {option: letter for letter, option in zip("ABCD", row["options"], strict=True)}
        assert row["answer"] == now["p"]
        assert row["accepted"] == [now["q"], "a metal", "E"]
        assert row["votes"] == [{"answer": now["p"], "count": 3}, {"answer": None, "count": 1}]
        assert row["generator_key"] == now["q"]
    assert found["answer"].n_unique() == 4


@pytest.mark.parametrize(
    "row",
    [
        mcq(["p", "q"], form="open", shown=None, answer="4", answer_text="4"),
        mcq(list("pqrs"), 1, order=[3, 1, 0, 2]),
        mcq(list("pqrs"), 1, answer_text="r"),
        mcq(list("pqrs"), 1, answer_text=None),
        mcq(["p", "q"], shown=["p", None]),
        mcq(["p"]),
        mcq(["p", "q"], shown=[]),
    ],
    ids=["open", "shuffled before", "another text", "no text", "an option is null", "one option", "none"],
)
def test_what_has_no_order_to_draw_comes_out_as_it_went_in(row: dict[str, Any]) -> None:
    both = frame(row, mcq(list("pqrs"), 2))
    found = reordered(both, 5)
    assert found[:1].equals(both[:1])
    assert found["order"][1] is not None


def test_a_gold_that_is_no_option_stays_and_the_options_move() -> None:
    found = reordered(many(list("pqrs"), 0, 30).with_columns(answer=pl.lit("none"), answer_text=pl.lit("none")), 0)
    assert set(found["answer"]) == {"none"}
    assert found["options"].n_unique() > 10


def test_no_rows_are_no_rows() -> None:
    assert reordered(frame(), 0).equals(frame())
