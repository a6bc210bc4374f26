"""Question and options in one text are told apart where that can be done in one way, and left as they are otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.row import LETTERS
from curate.stages.ingest.mapping import Labelled
from curate.stages.ingest.rows.packed import unpacked

WORDS = st.text("abcdxyz 0159", min_size=1, max_size=12).map(str.strip).filter(lambda text: len(text) > 1)


@pytest.mark.parametrize(
    ("text", "question", "options"),
    [
        ("What is 1 + 2 ? A) 2 B) 3", "What is 1 + 2 ?", ["2", "3"]),
        ("Q (A) 2 (B) 3 (C) 4", "Q", ["2", "3", "4"]),
        ("( A ) 2 ( B ) 3", "", ["2", "3"]),
        ("what ? a ) 38 , b ) 27.675 , c ) none", "what ?", ["38", "27.675", "none"]),
        ("最小的数是()\nA.-2  B.0  C. 3", "最小的数是()", ["-2", "0", "3"]),
        ("the sum is The options: A ) 0 , B ) - 2", "the sum is", ["0", "- 2"]),
        ("Which?\nOptions:\nA) x B) y", "Which?", ["x", "y"]),
        ("Which of these options: A) x B) y", "Which of these options:", ["x", "y"]),
        ("the speed ? A ) A ) 2 , B ) B ) 5", "the speed ?", ["2", "5"]),
        ("how long ? A ) 3 , B ) 4.5 , C ) C ) 12", "how long ?", ["3", "4.5", "12"]),
        ("Given f(A) = 1, B. A) x, y B) z", "Given f(A) = 1, B.", ["x, y", "z"]),
        ("how big ? The options: ['A ) 3 : 5', 'B ) 1']", "how big ?", ["3 : 5", "1"]),
        ("how big ? The options: [\"A ) 3' 5\", 'B ) 1']", "how big ?", ["3' 5", "1"]),
        ("When? A. 5 p.m. B. 6 p.m.", "When?", ["5 p.m.", "6 p.m."]),
        ("Of (a) x and (b) y: A. first B. second", "Of (a) x and (b) y:", ["first", "second"]),
    ],
)
def test_options_in_a_line_are_taken_out(text: str, question: str, options: list[str]) -> None:
    assert unpacked(text, "lettered_inline")[:2] == (question, options)


@pytest.mark.parametrize(
    "text",
    [
        "no options",
        "Q A) only one",
        "Q A) x C) y",
        "Q B) x C) y",
        "Q A) x B) y C z D) w",
        "Q A. vitamin A. is good B. water",
        "Steps A. go B. stop. Which? A. go B. stop",
        "Q A) x B) ",
        "Q (a) x (b) y A. one C. two",
        "Q A) x (a) p B) y (b) q",
        "how big ? ['A ) 3', 'B ) 1",
        "how big ? ['A ) 3 B ) 1']",
        "P(A) and P(B)",
        "",
    ],
)
def test_a_line_that_can_be_read_in_two_ways_or_in_none_has_no_options(text: str) -> None:
    assert unpacked(text, "lettered_inline") == (text, None, None)


@pytest.mark.parametrize(
    ("text", "question", "options"),
    [
        ("Q\n\nAnswer1: x Answer2: y\n\nAnswer format: answer1/answer2", "Q", ["x", "y"]),
        ("Q answer1: x. answer2: y, z", "Q", ["x.", "y, z"]),
        ("Q answer1: x answer3: y", "Q answer1: x answer3: y", None),
        ("Q answer1: x answer1: y", "Q answer1: x answer1: y", None),
        ("Q answer1: x answer2:", "Q answer1: x answer2:", None),
        ("Answer: 3", "Answer: 3", None),
    ],
)
def test_numbered_answers_are_taken_out(text: str, question: str, options: list[str] | None) -> None:
    assert unpacked(text, "numbered_answers")[:2] == (question, options)


@pytest.mark.parametrize(
    ("pattern", "text", "question", "options", "labels"),
    [
        (r"<(\d)>", "Q <1> x <2> y", "Q", ["x", "y"], ("1", "2")),
        (r"<(\d)>", "Q <0> x <1> y", "Q", ["x", "y"], ("0", "1")),
        (r"<(\d)>", "Q <1> x <3> y", "Q <1> x <3> y", None, None),
        (r"\s\|\s", "Q | x | y", "Q", ["x", "y"], ("A", "B")),
        (r"\s\|\s", "Q" + " | x" * 27, "Q" + " | x" * 27, None, None),
        (r"\s\|\s", "Q", "Q", None, None),
    ],
)
def test_a_pattern_of_ones_own_takes_options_out(
    pattern: str, text: str, question: str, options: list[str] | None, labels: tuple[str, ...] | None
) -> None:
    assert unpacked(text, Labelled(labels=pattern)) == (question, options, labels)


@settings(deadline=None)
@given(WORDS, st.lists(WORDS, min_size=2, max_size=10), st.sampled_from(["{}) ", "({}) ", "{} ) "]))
def test_what_is_packed_in_a_line_comes_out_as_it_went_in(question: str, options: list[str], label: str) -> None:
    packed = f"{question} " + " ".join(f"{label.format(x)}{y}" for x, y in zip(LETTERS, options, strict=False))
    assert unpacked(packed, "lettered_inline") == (question, options, tuple(LETTERS[: len(options)]))


@settings(deadline=None)
@given(st.text("ABC.)( ,x\n", max_size=40), st.sampled_from(["lettered_lines", "lettered_inline"]))
def test_taking_apart_never_loses_a_word(text: str, split: str) -> None:
    question, options, labels = unpacked(text, split)  # pyright: ignore[reportArgumentType] - one of two names
    assert (options is None) == (labels is None)
    if options is None:
        assert question == text
    else:
        kept = question.count("x") + sum(option.count("x") for option in options)
        assert kept == text.count("x")
