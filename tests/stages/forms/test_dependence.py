"""Which multiple-choice questions can be asked without their options, and what the rules say for it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.stages.forms.dependence import DEPENDENCE, dependence

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

LETTERS = "ABCDEFGHIJ"
TUNE = Path(__file__).parent / "dependence" / "tune"
CHARACTERS = st.characters(exclude_categories=("Cs",))
WORDS = st.sampled_from(
    "which what of the following is not best a an animal number 4 except ___ Paris both A and C (b) because it called "
    "... : ? true who might you 2, I II only frac { \\ \u4e0b\u5217 \x00 \n".split(" ")
)
TEXT = st.one_of(st.text(CHARACTERS), st.lists(WORDS, max_size=12).map(" ".join))


class Judged(NamedTuple):
    """What a row got."""

    label: str | None
    evidence: list[str]


def rows(questions: Sequence[tuple[str, Sequence[str], str]], form: str = "mcq") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "question": [question for question, _, _ in questions],
            "options": [list(options) for _, options, _ in questions],
            "answer": [LETTERS[options.index(gold)] if gold in options else None for _, options, gold in questions],
            "answer_text": [gold for _, _, gold in questions],
            "form": [form] * len(questions),
        },
        schema={
            "question": pl.String,
            "options": pl.List(pl.String),
            "answer": pl.String,
            "answer_text": pl.String,
            "form": pl.String,
        },
    )


def judged(question: str, *options: str, phrases: Sequence[str] = ()) -> Judged:
    """The first option is the gold."""
    row = rows([(question, options, options[0])]).select(dependence(phrases).alias("it"))["it"][0]
    return Judged(row["label"], row["evidence"])


def labels(frame: pl.DataFrame) -> list[str | None]:
    return frame.select(dependence().alias("it")).unnest("it")["label"].to_list()


@pytest.mark.parametrize(
    ("question", "gold", "other"),
    [
        ("Who painted the Sistine Chapel's ceiling?", "Michelangelo", "Raphael"),
        ("In which year did the Berlin Wall fall?", "1989", "1991"),
        ("How many strings has a violin?", "four", "six"),
        ("Which gas makes up most of the air?", "nitrogen", "argon"),
        ("What is a word called that reads the same backwards?", "palindrome", "anagram"),
        ("Which hormone lowers the sugar in the blood?", "insulin", "glucagon"),
        ("Solve for x: 3x + 2 = 14", "4", "5"),
        ("Find the area of a square whose side is 3 cm.", "9 cm\u00b2", "6 cm\u00b2"),
        ("What is the derivative of x\u00b2?", "2x", "x"),
        ("Is Pluto larger than the Moon?", "No", "Yes"),
        ("Which is larger, 2/3 or 3/5?", "2/3", "3/5"),
    ],
)
def test_a_question_with_one_short_answer_is_independent(question: str, gold: str, other: str) -> None:
    assert judged(question, gold, other).label == "independent"


@pytest.mark.parametrize(
    ("question", "gold", "other"),
    [
        ("What number comes next in the following sequence: 2, 4, 8?", "16", "10"),
        ("In the following reaction, which element is oxidised? Zn + CuSO4 -> ZnSO4 + Cu", "zinc", "copper"),
        ("What did everyone except Galileo believe stood at the centre of the world?", "the Earth", "the Sun"),
        ("Who won the Oscar for Best Actor in 1995?", "Tom Hanks", "Tom Cruise"),
        ("What is the right to sell a share at a fixed price called?", "a put option", "a call option"),
        ("What is the most abundant metal in the Earth's crust?", "aluminium", "iron"),
        (
            "What is the name of the line of best fit that the method of least squares gives?",
            "regression line",
            "tangent",
        ),
        (
            "By what name is a NOT gate followed by an AND gate known in this circuit of 1951?",
            "Inhibit gate",
            "Buffer gate",
        ),
        ("Which prime number is not odd?", "2", "3"),
        ("Who said that he could not tell a lie?", "George Washington", "John Adams"),
        ("What is the rank of the following matrix? A = [[1, 1], [1, 1]]", "1", "2"),
        ("Which formula correctly represents calcium chloride?", "CaCl_{2}", "CaCl"),
        ("What is the main source of heat for the winds of our planet?", "the Sun", "the Moon"),
        ("Name the home state of the clown, which is also where his museum stands.", "Kansas", "Iowa"),
        ("What tool is used to measure the pressure of the air?", "barometer", "ruler"),
        ("the sides of a field are 8 m and 5 m long. the area of the field is ?", "40", "26"),
    ],
)
def test_a_phrase_that_means_something_else_does_not_make_a_question_lean(question: str, gold: str, other: str) -> None:
    assert judged(question, gold, other).label == "independent"


@pytest.mark.parametrize(
    ("question", "gold", "rule"),
    [
        ("Which of the following is a noble gas?", "neon", "among the options"),
        ("Which one of these is heaviest?", "a whale", "among the options"),
        ("Of the given options, what would sink?", "a stone", "names the options"),
        ("Choose the correct word for a young dog.", "puppy", "picks one"),
        ("Which does not belong: these or others?", "the rose", "odd one out"),
        ("Every planet has moons except", "Venus", "except"),
        ("Which country does NOT border France?", "Portugal", "negated"),
        ("Which bird does not fly?", "ostrich", "which is not"),
        ("Which value is closest to pi?", "3.14", "closest"),
        ("Which metal is best for wires?", "copper", "best"),
        ("What is the most likely diagnosis?", "croup", "most likely"),
        ("Which animal is heavier?", "elephant", "compares what is not named"),
        ("The capital of Peru is ____.", "Lima", "blank"),
        ("The green pigment of leaves is called", "chlorophyll", "breaks off"),
        ("What one gives up to get something else is known as", "opportunity cost", "breaks off"),
        ("Of the following nerves, which moves the tongue?", "hypoglossal", "among the options"),
        ("This king had six wives.", "Henry VIII", "asks nothing"),
        ("Water boils at 90 degrees at sea level.", "False", "true or false"),
        ("\u4e0b\u5217\u54ea\u4e2a\u662f\u60f0\u6027\u6c14\u4f53\uff1f", "\u6c16", "following"),
    ],
)
def test_what_leans_on_its_options_is_rewritable_where_the_gold_is_short(question: str, gold: str, rule: str) -> None:
    label, evidence = judged(question, gold, "something else")
    assert label == "rewritable"
    assert rule in {line.partition(":")[0] for line in evidence}


def test_what_leans_on_its_options_is_dependent_where_the_gold_is_a_sentence() -> None:
    gold = "Plants that grow in the shade of a wall need less water than others"
    assert judged("Which of the following can be concluded?", gold, "Nothing grows there").label == "dependent"


@pytest.mark.parametrize(
    ("question", "gold", "rule"),
    [
        ("What is found in bread?", "All of the above", "gold speaks of the others"),
        ("Which gas is in the air?", "Both A and C", "gold names letters"),
        ("Which statements in the table hold?", "I and II only", "gold names numerals"),
        ("Who is bound by the code? 1 Staff 2 Clients 3 Guests", "1,2", "gold names numerals"),
        ("Are these acts wrong? First: a lie. Second: a walk.", "Wrong, Not wrong", "two verdicts"),
        ("Should the court grant the motion?", "Yes, because the evidence was seized", "verdict with a reason"),
        ("What should Ann do with the wallet?", "hand it in", "might"),
        ("What is a reason for the fall of Rome?", "heavy taxes", "indefinite"),
        ("Name an example of a mammal.", "whale", "name any"),
        ("What is a bucket good for?", "carrying water", "what it is for"),
        ("Why do leaves fall in autumn?", "to save water in winter", "why"),
        ("How do birds keep warm in the cold?", "by puffing up their feathers", "how"),
        ("What do Japan and Iceland have in common?", "volcanoes", "in common"),
        ("Where would you find a cat?", "on a sofa", "hedged|where|anybody might"),
        ("What is true of salt?", "dissolves in water", "what is so"),
        ("What does the author mean?", "because the bees were tired", "gold is a clause"),
        ("What is the duty of a guard?", "watching the gate at night", "gold is a gerund"),
        ("What did Newton show?", "white light is made of colours", "gold is a sentence"),
        ("What is your favourite colour?", "blue", "opinion"),
    ],
)
def test_what_no_rewording_helps_is_dependent_and_says_by_which_rule(question: str, gold: str, rule: str) -> None:
    label, evidence = judged(question, gold, "something else")
    assert label == "dependent"
    assert {line.partition(":")[0] for line in evidence} & set(rule.split("|"))


def test_options_that_are_labels_of_pictures_make_a_question_dependent() -> None:
    label, evidence = judged("In what sketch do the lamps shine?", "Sketch B", "Sketch A", "Sketch C")
    assert label == "dependent"
    assert any(line.startswith("options are labels") for line in evidence)


@pytest.mark.parametrize(
    "question",
    ["Which animal lays eggs?", "Which city is in Italy?", "Who was a French poet?", "What did Edison invent?"],
)
def test_a_description_that_fits_many_things_is_not_independent(question: str) -> None:
    assert judged(question, "Naples", "nobody").label in {"unsure", "dependent"}


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("Which aspect of a star lets it glow?", "chemical composition"),
        ("Which nonrenewable resource is used in computers?", "gold"),
        ("Which form of energy can heat a room?", "solar"),
        ("Which animals are seen to the left of the fence?", "cows and geese"),
        ("What jobs did the actress have before she was known?", "telemarketer and waitress"),
        ("During a long cold night which will tend to drop?", "pulse"),
        ("Which type of paint is the most pleasantly coloured?", "ochre"),
        ("Which kind of garden has the fewest weeds growing in it?", "rock garden"),
        ("Every cook who is proud of a dish has salt and what to it?", "patience"),
        ("What nickname has the town been given?", "Home of the Tulip"),
        ("What is the opposite of plain?", "ornate"),
        ("What disease do these viruses never cause?", "palsy"),
        ("Which number is closest to the number of moons of a giant planet?", "90"),
        ("All of the following came to the wedding except for one. Who was it?", "Aunt Clara"),
    ],
)
def test_a_property_that_several_things_share_is_not_believed_to_have_one_answer(question: str, gold: str) -> None:
    assert judged(question, gold, "something else").label != "independent"


def test_lyrics_or_a_case_behind_the_question_do_not_hide_it() -> None:
    question = "What song has these lyrics: Where did the river go? I told the moon to wait. She slept on the hill.?"
    assert judged(question, "The River and the Moon", "Sleep").label == "independent"


def test_a_set_of_statements_is_an_answer_only_where_the_question_states_them() -> None:
    stated = "Which of the following statements hold? I. 1 < 2 II. 2 < 1 III. 1 = 1"
    assert judged(stated, "I and III only", "II only").label == "independent"
    assert judged("Which of the following statements hold?", "I and III only", "II only").label == "dependent"


def test_a_wider_description_becomes_independent_by_what_makes_it_unique() -> None:
    assert judged("Which mountain is in the Alps?", "Mont Blanc", "K2").label != "independent"
    assert judged("Which mountain is the highest in the Alps?", "Mont Blanc", "K2").label == "independent"


def test_evidence_quotes_the_words_that_matched() -> None:
    assert 'among the options: "which of these"' in judged("Which of these is a gas?", "neon", "iron").evidence
    assert judged("When did Rome fall?", "476", "1453").evidence[0] == 'gold is a number: "476"'


def test_a_phrase_of_ones_own_leans_on_the_options() -> None:
    question = "According to the leaflet, who wrote Hamlet?"
    assert judged(question, "William Shakespeare", "Ben Jonson").label == "independent"
    label, evidence = judged(question, "William Shakespeare", "Ben Jonson", phrases=[r"according to the \w+"])
    assert (label, evidence) == ("rewritable", ['phrase: "according to the leaflet"'])


def test_rows_that_never_had_options_have_no_label() -> None:
    frame = rows([("Who wrote Hamlet?", ["Shakespeare"], "Shakespeare")], form="open")
    assert frame.select(dependence().alias("it"))["it"].to_list() == [None]


def test_no_rows_give_no_labels_of_the_right_type() -> None:
    found = rows([]).select(dependence().alias("it"))["it"]
    assert found.dtype == DEPENDENCE
    assert len(found) == 0


def test_missing_texts_are_no_reason_to_fail_or_to_believe() -> None:
    frame = rows([("Who?", ["x"], "x")]).with_columns(pl.lit(None, dtype=pl.String).alias("answer_text"))
    assert labels(frame) == ["unsure"]
    assert labels(frame.with_columns(pl.lit(None, dtype=pl.List(pl.String)).alias("options"))) == ["unsure"]


def test_on_the_questions_it_was_tuned_on_independent_is_precise_and_found() -> None:
    cases = [case for path in sorted(TUNE.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
    texts = [[str(option) for option in case["options"]] for case in cases]
    golds = [options[LETTERS.index(case["answer"])] for case, options in zip(cases, texts, strict=True)]
    given_ = rows([(case["question"], o, gold) for case, o, gold in zip(cases, texts, golds, strict=True)])
    found = labels(given_)
    true = [case["label"] == "independent" for case in cases]
    said = [label == "independent" for label in found]
    right = sum(a and b for a, b in zip(true, said, strict=True))
    assert len(cases) >= 300
    assert right / sum(said) >= 0.97
    assert right / sum(true) >= 0.85


def test_candidates_that_the_question_names_are_known_in_any_order_of_the_options() -> None:
    options = ["oak", "pine", "an oak and a pine are equally heavy"]
    question = "Which is heavier, a log of oak or a log of pine?"
    given_ = rows([(question, list(order), "oak") for order in permutations(options)])
    assert set(labels(given_)) == {"independent"}


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, min_size=1, max_size=5), TEXT), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_one_of_four_labels_and_evidence_unless_nothing_is_known(
    given_: list[tuple[str, list[str], str]],
) -> None:
    found = rows(given_).select(dependence().alias("it")).unnest("it")
    assert found.height == len(given_)
    for label, evidence in found.iter_rows():
        assert label in {"independent", "rewritable", "dependent", "unsure"}
        assert evidence or label == "unsure"


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, min_size=1, max_size=4), TEXT), min_size=2, max_size=6), st.randoms())
@settings(max_examples=40, deadline=None)
def test_a_row_is_judged_alone_whatever_stands_beside_it(
    given_: list[tuple[str, list[str], str]], chance: random.Random
) -> None:
    frame = rows(given_).with_columns(dependence().alias("it"))
    order = list(range(frame.height))
    chance.shuffle(order)
    again = frame.drop("it")[order].with_columns(dependence().alias("it"))
    assert again["it"].to_list() == frame["it"][order].to_list()


@given(TEXT, st.lists(TEXT, min_size=2, max_size=5), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_options_decides_nothing(question: str, options: list[str], chance: random.Random) -> None:
    gold = options[0]
    shuffled = chance.sample(options, len(options))
    assert labels(rows([(question, options, gold)])) == labels(rows([(question, shuffled, gold)]))
