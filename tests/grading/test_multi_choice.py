"""Several right options: the same set is right, one too few, one too many or an `or` is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading.choice.several import MULTI_CHOICE, letters_of_gold
from curate.grading.verdict import Asked

METALS = ["Iron", "Sulfur", "Copper", "Zinc", "Argon, a gas", "Salt and pepper"]

RIGHT = [
    r"\boxed{A, C, D}",
    r"\boxed{D,C,A}",
    r"\boxed{ACD}",
    r"\boxed{acd}",
    r"\boxed{A C D}",
    r"\boxed{A, C and D}",
    r"\boxed{A, C, and D}",
    r"\boxed{A; C; D}",
    r"\boxed{A \text{ and } C \text{ and } D}",
    r"\boxed{\text{A, C and D}}",
    r"\boxed{\text{A}, \text{C}, \text{D}}",
    r"\boxed{\{A, C, D\}}",
    r"\boxed{(A, C, D)}",
    r"\boxed{(A), (C), (D)}",
    r"\boxed{[A, C, D]}",
    r"\boxed{A + C + D}",
    r"\boxed{A & C & D}",
    r"\boxed{\textbf{(A)}, \textbf{(C)}, \textbf{(D)}}",
    r"\boxed{A}, \boxed{C}, \boxed{D}",
    r"$\boxed{A}$, $\boxed{C}$ and $\boxed{D}$",
    r"\boxed{A}, \boxed{C} and \boxed{D}",
    r"\boxed{Iron, Copper, Zinc}",
    r"\boxed{\text{iron, zinc and copper}}",
    r"\boxed{A. Iron, C. Copper, D. Zinc}",
    r"\boxed{\text{A. Iron; C. Copper; D. Zinc}}",
    r"\boxed{A) Iron C) Copper D) Zinc}",
    r"\boxed{(A) Iron, (C) Copper, and (D) Zinc}",
    r"\boxed{Options A, C and D}",
    r"So \boxed{A, C} at first sight, and zinc too: \boxed{A, C, D}",
    r"<think>\boxed{A, B}</think>\boxed{A, C, D}",
    "<answer>A, C, D</answer>",
    '<answer>["A", "C", "D"]</answer>',
    "#### A, C, D",
    "Answer: A, C, D",
    "Answer: **A, C, D**",
    "**Answer: A, C, D**",
    "Answers: A, C, D",
    "Answer:\nA. Iron\nC. Copper\nD. Zinc",
    "Answer:\n- A\n- C\n- D",
    "Answer: A, C, D\n\nSulfur is no metal.",
    "The answer is A, C and D.",
    "The correct answers are A, C and D.",
    "The correct answers are A, C and D. Sulfur (B) is no metal.",
    "The correct answers are:\n- A. Iron\n- C. Copper\n- D. Zinc",
    "The correct options are (A), (C), and (D).",
    "Correct options: A, C, D",
    "The right choices are **A**, **C** and **D**.",
    "A, C, D",
    "A, C and D are correct.",
    "Options A, C and D are correct.",
    "So A, C and D are correct.",
    "I choose A, C and D.",
    "A. Iron\nC. Copper\nD. Zinc",
    "(A) Iron\n(C) Copper\n(D) Zinc",
    "- Iron\n- Copper\n- Zinc",
    "1. Iron\n2. Copper\n3. Zinc",
    "Iron (A), copper (C), zinc (D)",
    "A (Iron), C (Copper), D (Zinc)",
    "Sulfur is no metal at all, as anybody knows. " * 6 + "\n\nThe correct answers are A, C and D.",
    "Sulfur is no metal at all, as anybody knows. " * 6 + "\n\nTherefore, A, C and D are correct.",
    "\uff21\u3001\uff23\u3001\uff24".replace("\u3001", ", "),
]

WRONG = [
    "",
    r"\boxed{}",
    r"\boxed{A}",
    r"\boxed{A, C}",
    r"\boxed{A, B, C, D}",
    r"\boxed{A, C, F}",
    r"\boxed{A, C, D, Z}",
    r"\boxed{A, C or D}",
    r"\boxed{A, C} or \boxed{A, C, D}",
    r"\boxed{either A, C, D}",
    r"\boxed{A/C/D}",
    r"\boxed{ACDD}",
    r"\boxed{cad}",
    r"\boxed{A, B} and later on, when all is said and done, \boxed{A, C, D}",
    r"\boxed{Iron, Copper}",
    r"\boxed{Iron, Copper, Zinc, Gold}",
    r"\boxed{Iron, Copper or Zinc}",
    r"\boxed{A. Iron, C. Zinc, D. Copper}",
    r"\boxed{A. Sulfur, C. Copper, D. Zinc}",
    r"\boxed{not A, C, D}",
    r"\boxed{all but B}",
    r"\boxed{A, C, D",
    r"<think>\boxed{A, C, D}",
    "A, C, D?  no",
    "The answers are A, C. The answers are A and D.",
    "The correct answers are not A, C and D.",
    "A, C and D are wrong.",
    "Answer: A, C, D. Wait, no.",
    "A. Iron: yes\nB. Sulfur: no\nC. Copper: yes\nD. Zinc: yes",
    "A is a metal, C is a metal, and D is one too, but who knows?",
    "I do not know",
    "A, C, D, A, B",
]

GOLDS = [
    "A, C, D",
    "ACD",
    "A and C and D",
    "A, C and D",
    '["A", "C", "D"]',
    "Iron, Copper, Zinc",
    '["Iron", "Copper", "Zinc"]',
    r"\boxed{A, C, D}",
    "#### A, C, D",
    "(A), (C), (D)",
    "A;C;D",
    "a, c, d",
    "{A, C, D}",
    "A C D",
]


def _status(response: str, gold: str, options: list[str] | None = METALS, accepted: tuple[str, ...] = ()) -> str:
    return MULTI_CHOICE.grade(Asked(response, gold, options, accepted)).status


@pytest.mark.parametrize("response", RIGHT)
def test_the_same_set_in_any_dress_and_order_is_right(response: str) -> None:
    assert _status(response, "A, C, D") == "right"
    assert _status(response, "A, C") == _status(response, "A, B, C, D") == "wrong"


@pytest.mark.parametrize("response", WRONG)
def test_another_set_a_doubt_or_an_answer_that_cannot_be_read_to_its_end_is_wrong(response: str) -> None:
    assert _status(response, "A, C, D") == "wrong"


@pytest.mark.parametrize("gold", GOLDS)
def test_the_gold_set_may_be_written_in_any_form(gold: str) -> None:
    assert _status(r"\boxed{D, A, C}", gold) == "right"
    assert _status(r"\boxed{D, A}", gold) == "wrong"
    assert letters_of_gold(gold.removeprefix("#### ").replace("\\boxed", ""), METALS) == {0, 2, 3}


def test_texts_that_hold_a_comma_or_an_and_are_still_one_option() -> None:
    assert _status(r"\boxed{\text{Argon, a gas, Salt and pepper}}", "E, F") == "right"
    assert _status(r"\boxed{\text{Salt and pepper and iron}}", "A, F") == "right"
    assert _status("Argon, a gas and iron", "A, E") == "right"
    assert _status("Argon, a gas and iron", "E") == "wrong"


def test_a_letter_that_is_also_the_text_of_another_option_is_a_letter() -> None:
    assert _status(r"\boxed{A}", "A", ["B", "A", "C"]) == "right"
    assert _status(r"\boxed{A}", "B", ["B", "A", "C"]) == "wrong"
    assert _status(r"\boxed{A, C}", "B, C", ["B", "A", "C"]) == "wrong"


def test_all_options_repeated_with_their_texts_name_no_set() -> None:
    everything = "\n".join(f"{chr(65 + n)}. {option}" for n, option in enumerate(METALS))
    assert _status(everything, "A, B, C, D, E, F") == "wrong"
    assert _status(f"Answer:\n{everything}", "A, B, C, D, E, F") == "right"


def test_a_set_of_one_is_a_set() -> None:
    assert _status(r"\boxed{B}", "B") == "right"
    assert _status(r"\boxed{B, C}", "B") == "wrong"
    assert _status("The answer is B. Sulfur", "B") == "right"


@pytest.mark.parametrize("gold", ["A, Z", "gold", "A or C", "Iron, Gold", "AA", ""])
def test_a_gold_answer_that_names_no_set_of_options_is_ungradable(gold: str) -> None:
    assert _status(r"\boxed{A, C}", gold or "?") == "ungradable"


@pytest.mark.parametrize("options", [None, [], ["one"], ["x"] * 27])
def test_without_two_to_26_options_nothing_can_be_graded(options: list[str] | None) -> None:
    assert _status(r"\boxed{A, C}", "A, C", options) == "ungradable"


def test_alternatives_and_accepted_answers_are_sets_as_right_as_the_gold_answer() -> None:
    assert _status(r"\boxed{B}", "A, C OR B") == "right"
    assert _status(r"\boxed{C, A}", "A, C OR B") == "right"
    assert _status(r"\boxed{A, B, C}", "A, C OR B") == "wrong"
    assert _status(r"\boxed{D, B}", "A, C", accepted=("BD", "nonsense")) == "right"


@pytest.mark.parametrize(
    ("gold", "options"),
    [
        ("A", METALS),
        ("Iron", METALS),
        ("A and B", ["x", "y", "A and B"]),
        ("AC", ["x", "y", "AC"]),
        ("A, Z", METALS),
        ("dad", METALS),
        ("a cab", METALS),
        ("Salt and pepper", METALS),
        ("A, C", []),
        ("", METALS),
    ],
)
def test_a_gold_answer_for_one_option_is_no_set(gold: str, options: list[str]) -> None:
    assert letters_of_gold(gold, options) is None


@given(st.sets(st.integers(0, 25), min_size=1), st.sets(st.integers(0, 25), min_size=1), st.data())
def test_two_sets_are_equal_or_the_answer_is_wrong(gold: set[int], said: set[int], data: st.DataObject) -> None:
    options = [f"text {n}, to be sure" for n in range(26)]
    letters = data.draw(st.permutations([chr(65 + n) for n in said]))
    between = data.draw(st.sampled_from([", ", " and ", "; ", "\n", ""]))
    response = data.draw(st.sampled_from(["\\boxed{%s}", "<answer>%s</answer>"])) % between.join(letters)
    texts = "\n".join(options[ord(letter) - 65] for letter in letters)
    expected = "right" if gold == said else "wrong"
    stated = ", ".join(chr(65 + n) for n in gold)
    assert _status(response, stated, options) == expected
    assert _status(f"<answer>{texts}</answer>", stated, options) == expected


@given(st.text(max_size=300), st.text(min_size=1, max_size=60), st.lists(st.text(max_size=20), max_size=8))
def test_no_text_makes_it_fail(response: str, gold: str, options: list[str]) -> None:
    assert MULTI_CHOICE.grade(Asked(response, gold, options)).status in {"right", "wrong", "ungradable"}
    letters = letters_of_gold(gold, options)
    assert letters is None or (len(letters) > 1 and max(letters) < len(options))


@pytest.mark.parametrize("gold", ["A, C", "B", "A, B, C, D, E, F", "ABCDE"])
def test_another_answer_is_never_right(gold: str) -> None:
    other = MULTI_CHOICE.another(Asked("", gold, METALS))
    assert other is not None
    assert _status(f"\\boxed{{{other}}}", gold) == "wrong"
