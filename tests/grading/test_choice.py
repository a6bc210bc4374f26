"""Multiple choice: every form in which models write the letter, and nothing guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading import accepts_gold, grade

ACIDS = ["Acid rain", "Bases", "DNA", "A and B", "Acid", "Bases and acids"]

# What rival graders make of these is in the comment: a wrong letter, a random one, or none.
RIVALS = [
    (r"\boxed{B}", "B"),
    (r"\boxed{B. Bases}", "B"),  # read as A: the first letter of the alphabet inside
    (r"\boxed{(C) DNA}", "C"),  # read as A
    (r"\boxed{D: A and B}", "D"),  # read as A, or as B
    (r"\boxed{\textbf{(E)}}", "E"),
    ("The answer is (D).", "D"),  # a random letter
    ("**Answer:** D", "D"),  # a random letter
    (r"\boxed{Acid rain}", "A"),  # the text of an option: right by luck, or no letter
    ("I do not know", None),  # a random letter, so one reward in ten
    (r"\boxed{b}", "B"),  # a random letter
    (r"\boxed{A or B}", None),  # a hedge, read as A or as B
]

FORMS = [
    (r"\boxed{C}", "C"),
    (r"\boxed{c}", "C"),
    (r"\boxed{ C }", "C"),
    (r"\boxed{C.}", "C"),
    (r"\boxed{C)}", "C"),
    (r"\boxed{(C)}", "C"),
    (r"\boxed{[C]}", "C"),
    (r"\boxed{C:}", "C"),
    (r"\boxed{$C$}", "C"),
    (r"$\boxed{C}$", "C"),
    (r"\[\boxed{C}\]", "C"),
    (r"\boxed C", "C"),
    (r"\fbox{C}", "C"),
    (r"\boxed{\text{C}}", "C"),
    (r"\boxed{\text{(C)}}", "C"),
    (r"\boxed{\mathrm{C}}", "C"),
    (r"\boxed{\mathbf{C}}", "C"),
    (r"\boxed{\textbf{C. }}", "C"),
    (r"\boxed{\boxed{C}}", "C"),
    (r"\boxed{Option C}", "C"),
    (r"\boxed{option (c)}", "C"),
    (r"\boxed{Answer: C}", "C"),
    (r"\boxed{C. DNA}", "C"),
    (r"\boxed{C) DNA}", "C"),
    (r"\boxed{(C) DNA}", "C"),
    (r"\boxed{C: DNA}", "C"),
    (r"\boxed{C - DNA}", "C"),
    (r"\boxed{\text{C. DNA}}", "C"),
    (r"\boxed{\textbf{(C)}\ DNA}", "C"),
    (r"\boxed{DNA}", "C"),
    (r"\boxed{dna.}", "C"),
    (r"\boxed{The answer is DNA}", "C"),
    (r"\boxed{the acid}", "E"),
    (r"\boxed{Acid}", "E"),
    (r"\boxed{Acid rain.}", "A"),
    (r"\boxed{A and B}", "D"),
    (r"\boxed{\text{A and B}}", "D"),
    (r"\boxed{Bases and acids}", "F"),
    ("C", "C"),
    ("(C)", "C"),
    ("c.", "C"),
    ("C. DNA", "C"),
    ("DNA", "C"),
    ("**C**", "C"),
    ("The answer is C", "C"),
    ("The answer is C.", "C"),
    ("The answer is **C**.", "C"),
    ("The answer is: C", "C"),
    ("The correct answer is (C) DNA.", "C"),
    ("the correct option is C", "C"),
    ("Answer: C", "C"),
    ("answer: (c)", "C"),
    ("**Answer**: C", "C"),
    ("**Final Answer: C**", "C"),
    ("Final answer is C. DNA", "C"),
    ("Therefore, the answer is DNA.", "C"),
    ("ANSWER: C", "C"),
    ("Answer\uff1a C", "C"),
    ("It is not A.\n\nAnswer: C", "C"),
    ("The answer is A. No: the answer is C.", "C"),
    ("<answer>C</answer>", "C"),
    ("<answer>(C) DNA</answer>", "C"),
    ("#### C", "C"),
    (r"<think>\boxed{A} or \boxed{B}?</think> So \boxed{C}.", "C"),
    (r"Not A, B. \boxed{C} which is \boxed{C. DNA}", "C"),
    (r"\boxed{C. DNA, the molecule}", "C"),
    (r"\boxed{(C), DNA}", "C"),
    # no answer, or more than one
    (r"\boxed{G. DNA}", None),
    ("\\boxed{" + "DNA " * 2_000 + "}", None),
    ("", None),
    (" \n ", None),
    (r"\boxed{}", None),
    (r"\boxed{ }", None),
    (r"\boxed{?}", None),
    (r"\boxed{7}", None),
    (r"\boxed{RNA}", None),
    (r"\boxed{Z}", None),
    (r"\boxed{G}", None),
    (r"\boxed{A or C}", None),
    (r"\boxed{A, C}", None),
    (r"\boxed{A/C}", None),
    (r"\boxed{AC}", None),
    (r"\boxed{either A or C}", None),
    (r"\boxed{(A) or (C)}", None),
    (r"\boxed{C. DNA or A. Acid rain}", None),
    (r"\boxed{A} or \boxed{C}", None),
    (r"\boxed{A}, \boxed{C}", None),
    (r"Perhaps \boxed{A}. On second thought, it must rather be \boxed{C}", None),
    (r"\boxed{C. Bases}", None),
    (r"\boxed{none of the above}", None),
    (r"\boxed{A, B, C, D, E, F}", None),
    ("The answer is A or C.", None),
    ("The answer could be any of them.", None),
    ("<think>It is C", None),
    (r"<think>\boxed{C}", None),
    (r"\boxed{C", None),
    ("A B C D E F", None),
]

ANCHORS = ["Mercury", "Venus", "A and B", "All of the above", "None of the above"]
ANCHORED = [
    (r"\boxed{C}", "C"),
    (r"\boxed{A and B}", "C"),
    (r"\boxed{C. A and B}", "C"),
    (r"\boxed{(C) A and B}", "C"),
    (r"\boxed{Both A and B}", None),
    (r"\boxed{A or B}", None),
    (r"\boxed{All of the above}", "D"),
    (r"\boxed{D) all of the above}", "D"),
    (r"\boxed{none of the above.}", "E"),
    (r"The answer is E. None of the above", "E"),
    (r"\boxed{Venus}", "B"),
]


def _chosen(response: str, options: list[str]) -> list[str]:
    letters = [chr(65 + n) for n in range(len(options))]
    return [gold for gold in letters if grade(response, gold, "choice", options=options).right]


@pytest.mark.parametrize(("response", "letter"), [*RIVALS, *FORMS])
def test_a_response_is_right_for_the_letter_it_chooses_and_for_no_other(response: str, letter: str | None) -> None:
    assert _chosen(response, ACIDS) == ([letter] if letter else [])


@pytest.mark.parametrize(("response", "letter"), ANCHORED)
def test_an_option_that_speaks_of_options_is_chosen_by_its_own_letter_or_text(response: str, letter: str) -> None:
    assert _chosen(response, ANCHORS) == ([letter] if letter else [])


@pytest.mark.parametrize("letter", list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_every_letter_up_to_z_can_be_chosen(letter: str) -> None:
    options = [f"text {n}" for n in range(26)]
    assert _chosen(f"Answer: ({letter})", options) == [letter]


GOLDS = [
    "C",
    "c",
    "DNA",
    "(C)",
    "C. DNA",
    "C) DNA",
    r"\text{C}",
    " dna ",
    r"\boxed{C}",
    "So it is.\n#### C",
    "**C**",
    "$C$",
]


@pytest.mark.parametrize("gold", GOLDS)
def test_the_gold_answer_may_be_a_letter_or_the_text_of_an_option(gold: str) -> None:
    assert grade(r"\boxed{C}", gold, "choice", options=ACIDS).status == "right"
    assert grade(r"\boxed{B}", gold, "choice", options=ACIDS).status == "wrong"


def test_a_letter_that_is_also_the_text_of_another_option_is_a_letter() -> None:
    assert _chosen(r"\boxed{B}", ["B", "A", "C"]) == ["B"]
    assert _chosen(r"\boxed{A. B}", ["B", "A", "C"]) == ["A"]


def test_options_with_the_same_text_are_equally_right() -> None:
    twins = ["Paris", "Rome", "Paris"]
    assert grade(r"\boxed{C}", "Paris", "choice", options=twins).status == "right"
    assert grade(r"\boxed{Paris}", "Paris", "choice", options=twins).status == "right"
    assert grade(r"\boxed{B}", "Paris", "choice", options=twins).status == "wrong"


def test_options_that_differ_only_in_case_are_told_apart_as_written() -> None:
    assert _chosen(r"\boxed{mg}", ["Mg", "mg", "kg"]) == ["B"]
    assert _chosen(r"\boxed{MG}", ["Mg", "mg", "kg"]) == []


def test_options_that_are_numbers_are_chosen_by_value_as_written_not_by_position() -> None:
    numbers = ["3", "1", "2", "1,000"]
    assert _chosen(r"\boxed{1}", numbers) == ["B"]
    assert _chosen(r"\boxed{$1000$}", numbers) == ["D"]


def test_accepted_answers_are_as_right_as_the_gold_answer() -> None:
    assert grade(r"\boxed{E}", "A", "choice", options=ACIDS, accepted=["E"]).status == "right"
    assert grade(r"\boxed{B}", "A", "choice", options=ACIDS, accepted=["E"]).status == "wrong"


@pytest.mark.parametrize(
    ("gold", "options"),
    [
        ("A", None),
        ("A", []),
        ("A", ["one"]),
        ("A", ["x"] * 27),
        ("F", ["a1", "b1"]),
        ("nothing", ["a1", "b1"]),
        ("", ACIDS),
    ],
)
def test_a_choice_without_a_possible_gold_answer_is_ungradable(gold: str, options: list[str] | None) -> None:
    assert grade(r"\boxed{A}", gold, "choice", options=options).status == "ungradable"


def test_the_verdict_says_what_was_chosen_and_why() -> None:
    verdict = grade(r"\boxed{B. Bases}", "C", "choice", options=ACIDS)
    assert verdict[:3] == ("wrong", "B", "chooses B, the gold answer is C")


def test_an_option_that_begins_with_the_word_answer_is_a_text_and_no_letter() -> None:
    options = ["love", "answers", "choices: many", "fun"]
    assert _chosen(r"\boxed{answers}", options) == ["B"]
    assert _chosen(r"\boxed{answers: S}", options) == []
    assert _chosen(r"\boxed{Option (B)}", options) == ["B"]
    assert _chosen(r"\boxed{Answer: (B) answers}", options) == ["B"]


CITIES = ["London", "Paris", "Rome", "Oslo"]
FAMILIES = [
    CITIES,
    ["Acid", "Acid rain", "Rain", "Acid rain damage"],
    ["0.5", "3/4", "2", r"$\sqrt{2}$"],
    ["Vitamin D", "Vitamin C", "Vitamin A", "Vitamin K"],
    [r"$\sin x$", r"$-\sin x$", r"$\cos x$", r"$\dfrac{\sin x}{2}$"],
    ["5 mW", "5 MW", "5 kW", "50 mW"],
    ["$5", "$50", "$500", "$0.50"],
    ["E. coli", "B. subtilis", "S. aureus", "C. elegans"],
    ["A fish", "An amphibian", "A mammal", "A reptile"],
    ["I only", "II only", "I and II", "I, II, and III"],
    ["(0, 1)", "[0, 1)", "(0, 1]", "[0, 1]"],
    ["-1", "1", "0", "-2"],
    ["Yes", "No"],
    ["\u03b1-helix", "\u03b2-sheet", "random coil", "\u03b2-turn"],
]
NAMING = [
    "\\boxed{%s. %s}",
    "\\boxed{\\text{%s. %s}}",
    "\\boxed{\\textbf{(%s)}\\ %s}",
    "\\boxed{%s: %s}",
    "(%s) %s",
    "**%s. %s**",
    "%s - %s",
    "%s (%s)",
    "Option %s: %s",
    "Answer: %s. %s",
    "The answer is (%s) %s.",
    "The correct answer is **%s) %s**.",
    "<answer>%s. %s</answer>",
    "#### %s. %s",
    "I choose %s. %s",
    "So (%s) %s is correct.",
    "Answer: %s. %s\n\nBecause so it is.",
]


@given(st.sampled_from(FAMILIES), st.sampled_from(NAMING), st.data())
def test_a_letter_counts_with_its_own_text_and_never_with_that_of_another_option(
    options: list[str], form: str, data: st.DataObject
) -> None:
    letter = data.draw(st.integers(0, len(options) - 1))
    text = data.draw(st.integers(0, len(options) - 1))
    name = chr(65 + letter)
    assert _chosen(form % (name, options[text]), options) == ([name] if letter == text else [])


@given(
    st.sampled_from(FAMILIES), st.sampled_from(["\\boxed{%s}", "Answer: %s", "<answer>%s</answer>", "%s"]), st.data()
)
def test_the_text_of_an_option_chooses_it_and_two_texts_choose_none(
    options: list[str], form: str, data: st.DataObject
) -> None:
    letter = data.draw(st.integers(0, len(options) - 1))
    other = (letter + 1) % len(options)
    assert _chosen(form % options[letter], options) == [chr(65 + letter)]
    assert _chosen(form % f"{options[letter]} or {options[other]}", options) == []


def test_another_spelling_of_a_number_counts_only_where_one_option_has_that_value() -> None:
    assert _chosen(r"\boxed{0.5}", ["1/2", "1/3", "1/4"]) == ["A"]
    assert _chosen(r"\boxed{\frac{1}{2}}", ["0.5", "0.25", "2"]) == ["A"]
    assert _chosen(r"\boxed{0.5}", ["1/2", "0.5", "2"]) == ["B"]
    assert _chosen(r"\boxed{0.50}", ["1/2", "0.5", "2"]) == []
    assert _chosen(r"\boxed{-0.5}", ["1/2", "1/3", "1/4"]) == []
    assert _chosen(r"\boxed{0.5 m}", ["1/2", "1/3", "1/4"]) == []
    assert _chosen("\\boxed{" + "9" * 5_000 + "}", ["9" * 4_000, "1"]) == []


def test_a_sign_or_a_symbol_makes_another_answer() -> None:
    assert _chosen(r"\boxed{-\cos x}", [r"$\cos x$", r"$\sin x$"]) == []
    assert _chosen(r"\boxed{x = -y}", ["$x = y$", "$x = 2y$"]) == []
    assert _chosen(r"\boxed{5 MW}", ["5 mW", "5 W"]) == []
    assert _chosen(r"\boxed{\dfrac{1}{23}}", [r"$\frac{12}{3}$", r"$\frac{1}{23}$"]) == ["B"]
    assert _chosen(r"\boxed{x^{2}}", ["$x^2$", "$x_2$", "$2x$"]) == ["A"]


def test_an_option_of_several_sentences_is_read_to_its_end() -> None:
    theories = ["It rose. So it fell.", "It rose. So it stayed.", "It fell.", "letter"]
    assert _chosen("Answer: B. It rose. So it stayed.", theories) == ["B"]
    assert _chosen("Answer: It rose. So it stayed.", theories) == ["B"]
    assert _chosen("Answer: A. It rose. So it stayed.", theories) == []
    assert _chosen("Answer: B. It rose. So it stayed, or C. It fell.", theories) == []
    assert _chosen("Answer: A. It fell.\nIt rose.", theories) == []
    assert _chosen("letter (D)", theories) == ["D"]
    assert _chosen("letter (B)", theories) == []


def test_options_that_make_up_another_when_joined_are_a_list() -> None:
    weather = ["acid", "acid rain", "rain"]
    assert _chosen(r"\boxed{acid, rain}", weather) == []
    assert _chosen("Answer: acid\nrain", weather) == []
    assert _chosen(r"\boxed{acid rain}", weather) == ["B"]


def test_sums_of_money_are_no_formulas() -> None:
    prices = ["$5", "$50", "$5 and $50", "$0.50"]
    assert _chosen(r"\boxed{B. $50}", prices) == ["B"]
    assert _chosen(r"\boxed{\$5 and \$50}", prices) == ["C"]
    assert _chosen(r"\boxed{$5, $50}", prices) == []


def test_a_letter_beyond_the_options_may_be_the_text_of_one() -> None:
    assert _chosen(r"\boxed{x}", ["$x$", "$y$"]) == ["A"]
    assert _chosen(r"\boxed{Z}", ["X", "Y"]) == []


def test_an_alternative_that_names_no_option_takes_nothing_from_the_others() -> None:
    assert grade(r"\boxed{B}", "B OR 7", "choice", options=CITIES).status == "right"
    assert grade(r"\boxed{C}", "B OR C", "choice", options=CITIES).status == "right"
    assert grade(r"\boxed{D}", "B OR C", "choice", options=CITIES).status == "wrong"
    assert grade(r"\boxed{C}", "B", "choice", options=CITIES, accepted=["nothing", "Rome"]).status == "right"
    assert grade(r"\boxed{A}", "x OR y", "choice", options=["x", "y", "x OR y"]).status == "wrong"


def test_a_gold_answer_is_accepted_and_another_letter_is_not() -> None:
    assert accepts_gold("B", "choice", options=CITIES).right
    assert accepts_gold("Rome", "choice", options=CITIES).right
    assert not accepts_gold("Rome", "choice", options=["Rome", "Rome"]).right


@given(st.text(max_size=300), st.text(max_size=30), st.lists(st.text(max_size=20), max_size=8))
def test_no_text_makes_it_fail(response: str, gold: str, options: list[str]) -> None:
    assert "failed" not in grade(response, gold, "choice", options=options).why
