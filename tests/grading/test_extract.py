"""Where the final answer of a response stands."""

import pytest

from curate.grading import final_answer, grade

STATED = [
    (r"\boxed{7}", "7", "box"),
    (r"\boxed {7}", "7", "box"),
    (r"\boxed{ 7 }", "7", "box"),
    (r"\boxed{\frac{1}{2}}", r"\frac{1}{2}", "box"),
    (r"\boxed{\{1,2\}}", r"\{1,2\}", "box"),
    (r"a \boxed{7} b \boxed{8} c", "8", "box"),
    (r"\boxed{7} and \boxed{8}", "7, 8", "box"),
    (r"$\boxed{7}$, $\boxed{8}$", "7, 8", "box"),
    (r"\boxed{7} ... \boxed{8", "7", "box"),
    (r"\boxed{\boxed{7}}", r"\boxed{7}", "box"),
    (r"<think>\boxed{1}</think>\boxed{7}", "7", "box"),
    (r"<think>\boxed{1}</think>The answer is 7.", "7", "line"),
    (r"a</think>b</think>\boxed{7}", "7", "box"),
    (r"\boxed{7} <answer>8</answer>", "7", "box"),
    ("<answer> 7 </answer>", "7", "tag"),
    ("<answer>6</answer> no <answer>7</answer>", "7", "tag"),
    ("2 + 5 = 7\n#### 7", "7", "hashes"),
    ("The answer is 7.", "7", "line"),
    ("The answer is 7.5.", "7.5", "line"),
    ("The answer is $7$. Is it?", "$7$", "line"),
    ("Answer: 7\nThank you.", "7", "line"),
    ("The answer is: **7**", "7", "line"),
    ("The final answer would be 7", "7", "line"),
    ("The answer is 6. Wait. The answer is 7.", "7", "line"),
    ("The answer is J. K. Rowling.", "J. K. Rowling", "line"),
    ("#### Step 1\nSo.\nAnswer: 7", "7", "line"),
    ("7", "7", "bare"),
    ("  *7*  ", "7", "bare"),
]

NOT_STATED = [
    "",
    "   ",
    "<think>it is 7",
    r"<think>\boxed{7}",
    r"\boxed{7",
    r"The answer is \boxed{7",
    "I am thinking about it. " * 20,
    "The answer is",
    "<answer></answer>",
    "####",
]


@pytest.mark.parametrize(("response", "text", "form"), STATED)
def test_the_final_answer_is_what_the_strongest_and_last_mark_says(response: str, text: str, form: str) -> None:
    found = final_answer(response)
    assert found is not None
    assert (found.text, found.form) == (text, form)


@pytest.mark.parametrize("response", NOT_STATED)
@pytest.mark.parametrize(("gold", "kind"), [("7", "math"), ("seven", "short_text"), ("A", "choice")])
def test_no_answer_is_wrong_never_random(response: str, gold: str, kind: str) -> None:
    verdict = grade(response, gold, kind, options=["x", "y"])
    assert verdict.status == "wrong"


def test_a_thousand_open_boxes_cost_no_more_than_one() -> None:
    assert grade("\\boxed{" * 100_000 + "7" + "}" * 3, "7", "math").status == "right"
    assert grade("\\boxed{" * 100_000, "7", "math").status == "wrong"


def test_two_boxes_that_differ_are_a_hedge_and_two_that_agree_are_not() -> None:
    assert grade(r"\boxed{6}, or if we are lucky, as some people say, \boxed{7}", "7", "math").status == "wrong"
    assert grade(r"\boxed{7.0}, which is to say, and this is our last word, \boxed{7}", "7", "math").status == "right"
    assert grade(r"\boxed{1}\boxed{2}", r"\{1, 2\}", "math").status == "right"
    assert grade(r"\boxed{1}\boxed{2}", "2", "math").status == "wrong"
    assert grade(r"<think>\boxed{6}</think> \boxed{7}", "7", "math").status == "right"
