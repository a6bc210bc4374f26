"""Multiple choice: every form in which models write the letter, and nothing guessed."""

import pytest

from curate.grading import grade

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


@pytest.mark.parametrize("gold", ["C", "c", "DNA", "(C)", "C. DNA", r"\text{C}", " dna "])
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
