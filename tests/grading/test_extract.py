"""Where the final answer of a response stands."""

import time

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
    ("Final Answer: 7", "7", "line"),
    ("**Final Answer**\n\n7", "7", "line"),
    ("### Final Answer\n7", "7", "line"),
    ("Answer\n7", "7", "line"),
    ("## Answer\n\n$7$\n", "$7$", "line"),
    ("ANSWER: 7", "7", "line"),
    ("The final answer is $7$. I hope it is correct.", "$7$", "line"),
    ("Final Answer: The final answer is $7$. I hope it is correct.", "$7$", "line"),
    ("Therefore, the answer is: **7**", "7", "line"),
    ("The answer is therefore 7.", "7", "line"),
    ("The answer to the problem is 7.", "7", "line"),
    ("My answer = 7", "7", "line"),
    ("**Answer:**\n\n$$\n7\n$$\n", "7", "line"),
    ("Hence the answer is\n\\[\nx = 7\n\\]\nas we said.", "x = 7", "line"),
    ("<answer>\n\n7\n</answer>", "7", "tag"),
    (r"\boxed{7} is my result.", "7", "box"),
    (r"$$\boxed{7}$$", "7", "box"),
    (r"\boxed 7", "7", "box"),
    (r"\fbox{7}", "7", "box"),
    (r"\boxed{\left\{ 7 \right.}", r"\left\{ 7 \right.", "box"),
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
    "<answer>7",
    r"\boxed{}",
    r"\boxed{ }",
    r"The answer is 7, that is, \boxed{}",
    "We go on step by step and see what it gives. " * 6 + "\n\n$$x = 7$$",
    "We go on step by step and see what it gives. " * 6 + "\n\n**7**",
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


@pytest.mark.parametrize(
    "piece", ["\\boxed{", "{", "answer is ", "Answer\n", "answer" + " " * 20, "$$\n", "**", "#### "]
)
def test_a_long_response_is_searched_in_one_pass(piece: str) -> None:
    started = time.process_time()
    final_answer(piece * (50_000 // len(piece)))
    assert time.process_time() - started < 1


def test_two_boxes_that_differ_are_a_hedge_and_two_that_agree_are_not() -> None:
    assert grade(r"\boxed{6}, or if we are lucky, as some people say, \boxed{7}", "7", "math").status == "wrong"
    assert grade(r"\boxed{7.0}, which is to say, and this is our last word, \boxed{7}", "7", "math").status == "right"
    assert grade(r"\boxed{1}\boxed{2}", r"\{1, 2\}", "math").status == "right"
    assert grade(r"\boxed{1}\boxed{2}", "2", "math").status == "wrong"
    assert grade(r"<think>\boxed{6}</think> \boxed{7}", "7", "math").status == "right"
