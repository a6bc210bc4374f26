"""Passages: whole sentences, exact places, and nothing of the text left out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from curate.stages.synthesize.config import PassageConfig
from curate.stages.synthesize.passages import Passage, estimate, passages
from curate.stages.synthesize.sentences import sentence_ends

WORDS = st.sampled_from(
    [
        "The",
        "tide",
        "rises.",
        "Why?",
        "e.g.",
        "Dr.",
        "3.14",
        "# Head",
        "- item",
        "1. first",
        "List:",
        "\u6c34\u3002",
        "a\tb",
        "Jo\u0301",
        "!",
    ]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "\n\n", "  \n \n", ""])), max_size=60).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)
ANY = st.one_of(TEXTS, st.text(max_size=200))


def sentences(text: str) -> list[str]:
    borders = [0, *sentence_ends(text, 0, len(text)), len(text)]
    return [part for a, b in pairwise(borders) if (part := text[a:b].strip())]


def cut(text: str, tokens: int, *, overlap: int = 0, least: int = 1) -> list[Passage]:
    return passages(text, PassageConfig(tokens=tokens, overlap=overlap, min_tokens=least))


@settings(max_examples=300, deadline=None)  # a busy machine takes the time that it takes
@given(ANY, st.integers(16, 60), st.integers(1, 16))
def test_passages_stand_in_the_text_in_order_within_the_budget_and_leave_out_only_white_space(
    text: str, tokens: int, least: int
) -> None:
    found = cut(text, tokens, least=least)
    end = 0
    for number, passage in enumerate(found):
        assert passage.number == number
        assert text[passage.begin : passage.end] == passage.text == passage.text.strip() != ""
        assert not text[end : passage.begin].strip()
        assert estimate(passage.text) <= passage.tokens <= tokens
        end = passage.end
    assert not text[end:].strip()


@settings(deadline=None)
@given(ANY, st.integers(20, 60), st.integers(1, 10))
def test_with_an_overlap_passages_still_cover_the_text_and_each_ends_later_than_the_one_before(
    text: str, tokens: int, overlap: int
) -> None:
    found = cut(text, tokens, overlap=overlap)
    covered = 0
    for passage in found:
        assert text[passage.begin : passage.end] == passage.text
        assert not text[covered : passage.begin].strip()
        assert passage.end > covered
        assert passage.tokens <= tokens
        covered = passage.end
    assert not text[covered:].strip()


def test_the_same_sentences_come_again_where_an_overlap_is_asked_for() -> None:
    text = " ".join(f"Sentence number {word} stands here now." for word in "one two three four five six".split())
    first, second, *_ = cut(text, 21, overlap=7)
    assert first.text.endswith(second.text[: second.text.index(".") + 1])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It rains. It pours.", ["It rains.", "It pours."]),
        ("Dr. Smith met Prof. Lee. They spoke.", ["Dr. Smith met Prof. Lee.", "They spoke."]),
        ("Pi is 3.14 or so. Good.", ["Pi is 3.14 or so.", "Good."]),
        ("Some fruit, e.g. Apples, fell. It rotted.", ["Some fruit, e.g. Apples, fell.", "It rotted."]),
        ("J. R. R. Tolkien wrote it. He taught.", ["J. R. R. Tolkien wrote it.", "He taught."]),
        ("Eat vitamin C. The body needs it.", ["Eat vitamin C.", "The body needs it."]),
        ("\u201cWhy?\u201d he asked. She left.", ["\u201cWhy?\u201d he asked.", "She left."]),
        ("She said \u201cgo.\u201d Then she left.", ["She said \u201cgo.\u201d", "Then she left."]),
        (
            "\u6c34\u662f\u6db2\u4f53\u3002\u51b0\u662f\u56fa\u4f53\u3002",
            ["\u6c34\u662f\u6db2\u4f53\u3002", "\u51b0\u662f\u56fa\u4f53\u3002"],
        ),
        ("See Fig. 3 for it. Then stop!", ["See Fig. 3 for it.", "Then stop!"]),
        ("Is it so? No. It is not.", ["Is it so?", "No.", "It is not."]),
        ("No. 5 is best. He won.", ["No. 5 is best.", "He won."]),
        ("Mt. Everest is high. St. Helens erupted.", ["Mt. Everest is high.", "St. Helens erupted."]),
        ("1. First item. 2. Second item.", ["1. First item.", "2. Second item."]),
        ("The value is approx. 5. Good.", ["The value is approx. 5.", "Good."]),
        ("It began in 1945. Then it grew.", ["It began in 1945.", "Then it grew."]),
        (
            "\u092f\u0939 \u0939\u0948\u0964 \u0935\u0939 \u0939\u0948\u0964",
            ["\u092f\u0939 \u0939\u0948\u0964", "\u0935\u0939 \u0939\u0948\u0964"],
        ),
        (
            "\u0647\u0644 \u0647\u0630\u0627\u061f \u0646\u0639\u0645.",
            ["\u0647\u0644 \u0647\u0630\u0627\u061f", "\u0646\u0639\u0645."],
        ),
        (
            "\u300c\u306f\u3044\u3002\u300d\u3068\u8a00\u3063\u305f\u3002\u5e30\u3063\u305f\u3002",
            ["\u300c\u306f\u3044\u3002\u300d\u3068\u8a00\u3063\u305f\u3002", "\u5e30\u3063\u305f\u3002"],
        ),
    ],
)
def test_a_sentence_ends_where_a_reader_would_say_so(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


def test_a_line_of_leaders_is_read_in_one_go() -> None:
    text = f"Contents {'.' * 200_000} 12 and so on."
    assert len(sentences(text)) == 2  # tried from each of its points, this takes an hour
    assert sentences(f"Wait {'!' * 50_000} What?") == [f"Wait {'!' * 50_000}", "What?"]


def test_no_sentence_is_broken_unless_it_is_longer_than_the_budget() -> None:
    text = " ".join(f"This is sentence {number} of the text." for number in range(1, 30))
    whole = set(sentences(text))
    assert all(set(sentences(passage.text)) <= whole for passage in cut(text, 30))
    endless = "word " * 100
    found = cut(endless, 16)
    assert [passage.tokens for passage in found] == [16, 16, 16, 16, 16, 16, 4]
    assert all(set(passage.text.split()) == {"word"} for passage in found)


def test_a_heading_goes_with_what_follows_it() -> None:
    text = "The first part is here and has some words in it.\n\n## Tides\n\nThe Moon pulls on the sea, twice each day."
    assert [passage.text[:8] for passage in cut(text, 16)] == ["The firs", "## Tides"]
    plain = "The first part is here and has some words in it.\n\nTides\n\nThe Moon pulls on the sea, twice each day."
    assert [passage.text[:5] for passage in cut(plain, 16)] == ["The f", "Tides"]


def test_a_list_is_not_torn_from_the_line_that_announces_it() -> None:
    text = (
        "Some words come first here, quite a few of them.\n\n"
        "There are three:\n- one thing\n- two things\n- more things\n"
    )
    assert [passage.text[:9] for passage in cut(text, 20)] == ["Some word", "There are"]
    long = "There are many:\n" + "\n".join(f"- thing number {word} of the list" for word in "abcdefgh")
    assert all(line in long.split("\n") for passage in cut(long, 20) for line in passage.text.split("\n"))


def test_a_short_tail_shares_evenly_with_the_passage_before_it() -> None:
    text = " ".join(["Five words stand in here."] * 9)  # 6 tokens each: 8 fill a passage of 48
    assert [passage.tokens for passage in cut(text, 48)] == [48, 6]
    assert [passage.tokens for passage in cut(text, 48, least=10)] in ([24, 30], [30, 24])


def test_a_budget_that_cannot_work_is_refused() -> None:
    with pytest.raises(ValidationError, match="must be at most half of tokens"):
        PassageConfig(tokens=40, overlap=30, min_tokens=1)
    with pytest.raises(ValidationError, match="must be at most tokens"):
        PassageConfig(tokens=40, min_tokens=60)


def test_the_pages_of_the_samples_give_passages_that_can_be_asked_about() -> None:
    pages = sorted((Path(__file__).parents[3] / "curate/samples/pages").glob("*.txt"))
    assert pages
    for page in pages:
        found = passages(page.read_text(), PassageConfig(tokens=120, min_tokens=30))
        assert len(found) > 1
        assert all(passage.text.rstrip()[-1] in ".!?:;\u201d\"')" for passage in found), page.name
