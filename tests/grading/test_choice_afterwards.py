"""Multiple choice: what is said behind an answer, be it a take-back, a second answer, or why the others fail."""

import pytest

from curate.grading import grade

CITIES = ["London", "Paris", "Rome", "Berlin"]
METALS = ["Iron", "Sulfur", "Copper", "Argon"]

TAKEN_BACK = [
    " Wait, that is wrong. It should be C.",
    " However, the answer is C.",
    " On second thought, the answer is C.",
    " Sorry, I meant C.",
    " Correction: C",
    " I apologize for the confusion, the correct answer is C.",
    "\n\nC",
    "\n\n(C)",
    "\n\nC. Rome",
    "\n\nWait.",
    "\n\nActually, C.",
    "\n\nActually, it is Rome.",
    "\n\nActually no.",
    "\n\nIt lies on the Seine.\n\nWait, that is wrong.",
    "\n\nThe answer is C. Because it is in Italy.",
    "\n\nI made a mistake. It is C.",
    "\n\nOops, C.",
    "\n\nEdit: C",
    "\n\nC is also correct.",
    " or C",
    " or perhaps Rome",
    "; alternatively C",
    ", C",
    " / C",
    " cannot be right",
    " doesn't fit",
    " won't do",
    " (wrong)",
    " \u274c",
]
LEFT_STANDING = [
    "\n\nSo statement B is incorrect.",
    ", because B is false.",
    "\n\nActually, Paris is on the Seine.",
    "\n\nNo calculation is needed here.",
    "\n\nThis is not C or D.",
    ", not A or C",
    " and C is wrong.",
    "\n\nWait, let me check that. Paris is in France. So the answer is B.",
    "\n\nC is wrong. D is wrong. A is also wrong.",
    "\n\nB",
]
OTHERS_REJECTED = [
    "Option A is wrong because it lies in England, C lies in Italy, and D lies in Germany.",
    "Options A, C and D are incorrect.",
    "Both A and C are wrong.",
    "While A and C may look right, only B is.",
    "We can rule out A, C, and D.",
    "Explanation: A, C and D are wrong.",
    "London and Rome are not in France.",
    "A is in England, C is in Italy, and D is in Germany.",
]
OTHERS_LEFT_OPEN = [
    "A and C are also possible.",
    "Option C is not wrong.",
    "Or C.",
    "Or maybe C.",
    "C is equally correct.",
    "C works as well.",
    "A is wrong, C may be right.",
    "A is wrong. C is right.",
    "While A may be right, C is too.",
    "A is wrong because C is the right one.",
    "Option C is the answer.",
]
REJECTED = [
    "B. Paris doesn't fit",
    "B. Paris isn't it",
    "B. Paris (wrong)",
    "B. Paris \u274c",
    "B: \u274c",
    "B, which is wrong",
    "B. Paris can't be it.",
]
BEFORE = ["C or {}", "Rome or {}", "The answer is either C or ${}$.", "not {}"]
SETS_NOT_STATED = [
    "The incorrect options are A and C.",
    "The false statements are A and C.",
    "The remaining options are A and C.",
    "The answers that are wrong are A and C.",
    "I doubt the answers are A and C.",
    "I don't think the answers are A and C.",
    "One might think the answers are A and C.",
    "The answers are not A and C.",
    r"\boxed{A,C} are incorrect",
    r"not \boxed{A,C}",
    r"\boxed{A,C} or A",
    r"\boxed{A,C} and B",
    "\\boxed{A,C}\n\nThe answer is B.",
    "\\boxed{A,C}\n\nThe correct answer is A, B.",
    "\\boxed{A,C}\n\nHowever, the correct answers are A and B.",
    "\\boxed{A,C}\n\nWait, no, B.",
    "\\boxed{A,C}\n\nB",
    "Answer: A, C\n\nB is also correct.",
    "The answers are A and C. However, B is also correct.",
    "The answers are A and C.\n\nWait, no.",
]
SETS_STATED = [
    "\\boxed{A,C}\n\nB and D are incorrect.",
    "The answer is A, C. Options B and D are incorrect.",
    "The correct answers are A and C. B and D are wrong.",
    "Answer: A, C\n\nB is wrong.",
    "\\boxed{A,C}\n\nSo the answers are A and C.",
    "A and C are correct. B and D are not.",
    "The incorrect options are B and D, so the correct answers are A and C.",
    "The statements that are true are A and C.",
    "Answer(s): A, C",
    r"\boxed{A \& C}",
    "\\boxed{A\u3001C}",
]


def _chooses(response: str) -> str:
    letters = [letter for letter in "ABCD" if grade(response, letter, "choice", options=CITIES).right]
    return "".join(letters)


@pytest.mark.parametrize("behind", TAKEN_BACK)
def test_an_answer_that_is_taken_back_or_joined_by_another_is_none(behind: str) -> None:
    assert _chooses(rf"\boxed{{B}}{behind}") == ""


@pytest.mark.parametrize("behind", LEFT_STANDING)
def test_what_only_explains_a_box_leaves_it_standing(behind: str) -> None:
    assert _chooses(rf"The answer is \boxed{{B}}{behind}") == "B"


@pytest.mark.parametrize("before", BEFORE)
def test_a_box_that_is_denied_or_offered_beside_another_is_none(before: str) -> None:
    assert _chooses(before.format(r"\boxed{B}")) == ""


@pytest.mark.parametrize("form", ["The answer is B. {}", "B. Paris. {}", "Answer: B. {}", "I choose B. {}"])
@pytest.mark.parametrize("behind", OTHERS_REJECTED)
def test_the_others_may_be_called_wrong_behind_the_answer(form: str, behind: str) -> None:
    assert _chooses(form.format(behind)) == "B"


@pytest.mark.parametrize("behind", OTHERS_LEFT_OPEN)
def test_another_that_may_be_right_too_leaves_no_answer(behind: str) -> None:
    assert "B" not in _chooses(f"The answer is B. {behind}")


@pytest.mark.parametrize("form", ["{}", "Answer: {}", r"\boxed{{\text{{{}}}}}"])
@pytest.mark.parametrize("rejected", REJECTED)
def test_an_option_that_is_rejected_behind_its_text_is_none(form: str, rejected: str) -> None:
    assert _chooses(form.format(rejected)) == ""


@pytest.mark.parametrize("response", SETS_NOT_STATED)
def test_a_set_that_is_denied_supposed_or_taken_back_is_none(response: str) -> None:
    assert grade(response, "A, C", "multi_choice", options=METALS).status == "wrong"


@pytest.mark.parametrize("response", SETS_STATED)
def test_a_set_stands_where_only_the_others_are_called_wrong(response: str) -> None:
    assert grade(response, "A, C", "multi_choice", options=METALS).right
