"""Laws of gold answers: however a source says which option is right, it is that option, and never another one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.row import LETTERS
from curate.stages.ingest.block import Block
from curate.stages.ingest.config import Source
from curate.stages.ingest.rows.mapper import Mapper

FACTS: dict[str, Any] = {
    "what": "A quiz.",
    "why": "To be read.",
    "group": "GPR",
    "origin": "open",
    "form": "mcq",
    "licence": "MIT",
    "citation": "Nobody 2024",
    "domain": "mixed",
    "read": {"files": {"paths": ["data.jsonl"], "format": "jsonl"}},
}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=6)
TEXTS = st.one_of(st.sampled_from([*"ABCD1234", "(A)", "B.", "A, B", "true", "iv", "1.0"]), WORDS)
OPTIONS = st.lists(
    TEXTS.map(str.strip).filter(bool), min_size=2, max_size=6, unique_by=lambda text: " ".join(text.split()).casefold()
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 30),
    st.floats(allow_nan=True),
    TEXTS,
    st.lists(TEXTS | st.integers(0, 3), max_size=4),
)
WAYS = ("letter", "letters", "label", "index0", "index1", "flags", "text")


def row_of(record: dict[str, Any], written: str, **options: Any) -> dict[str, Any] | None:
    """The row of one record, None of a reject."""
    answer = {"field": "answer", "as": written}
    mapping = {"question": "question", "options": {"field": "options", **options}, "answer": answer}
    mapper = Mapper("quiz", Source.model_validate({**FACTS, "map": mapping}))
    rows, _ = mapper(Block([{"question": "Q", **record}], [0], [0]), "data.jsonl", "x")
    return rows.row(0, named=True) if rows.height else None


@settings(max_examples=200, deadline=None)
@given(OPTIONS, st.data())
def test_every_way_to_say_an_option_gives_the_same_one(options: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(options) - 1))
    letter = LETTERS[at]
    said: dict[str, list[Any]] = {
        "letter": [letter, letter.lower(), f"({letter})", f" {letter}. "],
        "letters": [letter, [letter]],
        "index0": [at, float(at), str(at), f"{at}.0"],
        "index1": [at + 1, float(at + 1), str(at + 1)],
        "flags": [[int(n == at) for n in range(len(options))], [str(n == at) for n in range(len(options))]],
        "text": [options[at], f" {options[at]}\n", [options[at]]],
    }
    for written, values in said.items():
        for value in values:
            row = row_of({"options": options, "answer": value}, written)
            assert row is not None
            assert (row["answer"], row["answer_text"]) == (letter, options[at]), (written, value)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.none() | TEXTS | st.integers(0, 5), max_size=5), JUNK, st.sampled_from(WAYS), st.booleans())
def test_whatever_is_said_a_gold_is_an_option_that_is_there_or_none_at_all(
    options: list[Any],
    answer: Any,
    written: str,
    unlabel: bool,  # noqa: FBT001 - hypothesis draws it
) -> None:
    row = row_of({"options": options, "answer": answer}, written, unlabel=unlabel)
    if row is None or row["answer_text"] is None:
        return
    places = [LETTERS.index(letter) for letter in row["answer"].split(", ")]
    assert "; ".join(row["options"][at] for at in places) == row["answer_text"]
    assert all(row["options"][at] for at in places)
    answer = answer[0] if isinstance(answer, list) and answer else answer  # of several the first is the gold
    if written == "index0":
        assert not isinstance(answer, bool)
        assert places == [int(float(answer))]
    if written == "index1":
        assert places == [int(float(answer)) - 1]
    if written == "letter" and not unlabel:
        assert str(answer).strip(" ().:").upper() == row["answer"]


LABELS = (
    list("ABCDEF"), list("abcdef"), list("123456"), list("012345"), ["i", "ii", "iii", "iv", "v", "vi"],
    ["I", "II", "III", "IV", "V", "VI"],
)  # fmt: skip
DRESSES = ("({})", "{})", "{}.", "[{}]")


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS.map(str.strip).filter(str.isalpha), min_size=3, max_size=6, unique_by=str.casefold), st.data())
def test_labels_before_options_are_taken_off_and_answers_find_their_own(texts: list[str], data: st.DataObject) -> None:
    labels = data.draw(st.sampled_from(LABELS))[: len(texts)]
    dress = data.draw(st.sampled_from(DRESSES[:1] if len(labels[1]) > 1 else DRESSES))
    at = data.draw(st.integers(0, len(texts) - 1))
    options = [f"{dress.format(label)} {text}" for label, text in zip(labels, texts, strict=True)]
    for written, answer in (
        ("label", labels[at]),
        ("label", f"({labels[at]})"),
        ("text", options[at]),
        ("text", texts[at]),
    ):
        row = row_of({"options": options, "answer": answer}, written, unlabel=True)
        assert row is not None
        assert (row["options"], row["answer_text"]) == (texts, texts[at]), (written, answer)
    wrong = f"{dress.format(labels[at])} {texts[at - 1]}"  # the label of one option, the text of another
    row = row_of({"options": options, "answer": wrong}, "text", unlabel=True)
    assert row is not None
    assert row["answer_text"] is None


@pytest.mark.parametrize(
    ("answer", "gold", "text"),
    [
        (["Iron", "Gold"], "A, C", "Iron; Gold"),
        (["gold", "Gold"], "C", "Gold"),
        (["Gold", "aurum"], "C", "Gold"),
        (["Iron", "Gold", "aurum"], "Iron; Gold; aurum", None),
    ],
)
def test_several_texts_are_several_right_options_and_what_is_no_option_is_no_gold(
    answer: list[str], gold: str, text: str | None
) -> None:
    row = row_of({"options": ["Iron", "Neon", "Gold"], "answer": answer}, "text")
    assert row is not None
    assert (row["answer"], row["answer_text"]) == (gold, text)


@pytest.mark.parametrize("flags", [[0, 0, 0], [1, 0], [1, 0, 0, 0], [1, None, 0], [2, 0, 1], "100", {"A": 1}, None, []])
def test_flags_that_do_not_fit_the_options_are_no_gold(flags: Any) -> None:
    row = row_of({"options": ["Iron", "Neon", "Gold"], "answer": flags}, "flags")
    assert row is not None
    assert (row["answer"], row["answer_text"]) == (None, None)


def test_several_flags_are_several_right_options() -> None:
    row = row_of({"options": ["Iron", "Neon", "Gold"], "answer": [True, False, True]}, "flags")
    assert row is not None
    assert (row["answer"], row["answer_text"]) == ("A, C", "Iron; Gold")


def test_a_null_between_labelled_options_moves_no_number() -> None:
    record = {"options": {"A": "Iron", "B": None, "C": "Gold"}, "answer": 1}
    assert row_of(record, "index0") is None
    assert row_of(record, "index1") is None
    row = row_of({**record, "answer": "C"}, "letter")
    assert row is not None
    assert row["answer_text"] == "Gold"
    row = row_of({"options": {"A": "Iron", "B": "Gold", "C": None}, "answer": 1}, "index0")
    assert row is not None
    assert row["answer_text"] == "Gold"


def test_an_option_without_text_is_no_gold() -> None:
    row = row_of({"options": ["", "Neon"], "answer": "A"}, "letter")
    assert row is not None
    assert row["answer_text"] is None


def test_two_lists_of_labels_and_texts_may_have_others_beside_them() -> None:
    options = {"label": ["B", "A"], "text": ["Iron", "Gold"], "para": ["", ""]}
    row = row_of({"options": options, "answer": "A"}, "letter")
    assert row is not None
    assert row["answer_text"] == "Gold"


def test_an_accent_may_stand_in_its_letter_or_behind_it() -> None:
    row = row_of({"options": ["caf\u00e9", "th\u00e9"], "answer": "CAFE\u0301"}, "text")
    assert row is not None
    assert row["answer"] == "A"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("['iron' 'neon']", ["iron", "neon"]),
        ("['iron'\n 'neon']", ["iron", "neon"]),
        ("array(['iron', \"it's\"], dtype=object)", ["iron", "it's"]),
        ("[np.str_('iron'), np.str_('neon')]", ["iron", "neon"]),
        ("[1 2 3]", ["1", "2", "3"]),
        ("[ 1.5 -2. ]", ["1.5", "-2"]),
        ("['a \\'b\\' \\'c\\'', 'd']", ["a 'b' 'c'", "d"]),
    ],
)
def test_arrays_as_numpy_prints_them_are_lists(text: str, options: list[str]) -> None:
    row = row_of({"options": text, "answer": 1}, "index0", parse="python")
    assert row is not None
    assert (row["options"], row["answer_text"]) == (options, options[1])


@pytest.mark.parametrize("text", ["['iron' 'neon' ... 'gold']", "[1 2 ... 9]", "[1, 2, ..., 9]"])
def test_an_array_that_numpy_cut_short_is_a_reject(text: str) -> None:
    assert row_of({"options": text, "answer": 0}, "index0", parse="python") is None


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=5))
def test_a_list_that_python_writes_is_read_as_it_was(texts: list[str]) -> None:
    row = row_of({"options": repr(texts), "answer": 0}, "index0", parse="python")
    assert row is not None
    assert row["options"] == [text.strip() for text in texts]
