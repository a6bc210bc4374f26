"""Yes or no: the word in front decides, negations count, and a hedge is wrong whichever answer is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading import accepts_gold, grade

YES = [
    "yes", "Yes.", "True", "**Yes**", r"\boxed{\text{Yes}}", "Y", "(T)", "t.", "Correct", "TRUE", "Yes, because x",
    "Yes, it is not possible", "not false", "It isn't false", "It is true.", "The statement is true.",
    "The statement is not false", "Yes - the function is continuous", "Yes! It is.", "Yes (by theorem 2)", "Yes it is",
    "That's right", "Yes, no doubt", "definitely yes", "the answer is: yes", "True because x", "True for all n",
    "The claim that pigs fly is true", "The function is continuous, so yes.", "Yes, sometimes it happens",
    "Yes. The answer follows from X, which is false otherwise.", "yes\nbecause it is",
    "Answer: True. The set is closed.",
    "The statement is True because p or q is true.",
]  # fmt: skip
NO = [
    "no", "No.", "False", "No, because x", "not true", "It is not true", "This is not correct", "This isn't true",
    "The statement is false", "The claim is untrue", "Incorrect", "F", "n", "No, it is true that X", "No it isn't",
    "The claim is not true because 3 is prime", "No. The set is open.", "The given statement is clearly false.",
    "false - there is a counterexample", "Answer: No", "<answer>NO</answer>", "No \u2014 the set isn't closed.",
    "It is false that all primes are odd.", "No, not all birds fly.", "The function is not continuous, so no.",
]  # fmt: skip
NEITHER = [
    "yes and no", "maybe", "it depends", "not sure", "Yes or no", "True/False", "Yes, no", "Yes. No.", "no one", "N/A",
    "probably yes", "partially true", "It is partly true", "sometimes", "cannot be determined", "Yes if x > 0",
    "true only when x > 0", "neither", "no-one knows", "Yes, but actually no", "No. Actually, yes.", "42", "y = 5",
    "f(x)", "I do not know", "The statement is true or false", "not necessarily", "Yes, or rather no", "No idea",
    "The statement is true, wait, it is false", "Norway", "Answer: Yes. Wait, no.", "Answer: yes. No.",
    r"\boxed{True} or \boxed{False}", r"\boxed{No} and \boxed{Yes}", "It is unclear whether the answer is yes",
]  # fmt: skip


@pytest.mark.parametrize("response", YES)
def test_a_yes_in_any_words_is_right_for_yes_and_wrong_for_no(response: str) -> None:
    assert grade(response, "Yes", "boolean").status == "right"
    assert grade(response, "False", "boolean").status == "wrong"


@pytest.mark.parametrize("response", NO)
def test_a_no_in_any_words_is_right_for_no_and_wrong_for_yes(response: str) -> None:
    assert grade(response, "no", "boolean").status == "right"
    assert grade(response, "True", "boolean").status == "wrong"


@pytest.mark.parametrize("response", NEITHER)
def test_a_hedge_or_another_text_is_wrong_whichever_is_right(response: str) -> None:
    assert [grade(response, gold, "boolean").status for gold in ("yes", "no")] == ["wrong", "wrong"]


@pytest.mark.parametrize(
    "gold", ["True", "false", "yes", "No.", r"\text{Yes}", r"$\boxed{\text{No}}$", "T", "No, never"]
)
def test_every_form_of_gold_answer_accepts_itself_and_rejects_the_other(gold: str) -> None:
    assert accepts_gold(gold, "boolean").status == "right"


@pytest.mark.parametrize("gold", ["maybe", "Paris", "42", "yes and no", "T = 4"])
def test_a_gold_answer_that_is_neither_yes_nor_no_is_ungradable(gold: str) -> None:
    assert grade("yes", gold, "boolean").status == "ungradable"


def test_where_either_answer_is_right_nothing_can_be_verified() -> None:
    assert accepts_gold("yes", "boolean", accepted=["no"]).status == "ungradable"


@given(st.text(max_size=300))
def test_no_text_is_both_a_yes_and_a_no(response: str) -> None:
    statuses = [grade(response, gold, "boolean").status for gold in ("yes", "no")]
    assert statuses.count("right") <= 1
    assert "ungradable" not in statuses
