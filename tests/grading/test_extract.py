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
    ("<Answer>7</Answer>", "7", "tag"),
    ("<final_answer>7</final_answer>", "7", "tag"),
    ('{"reasoning": "2 + 5", "answer": "7"}', "7", "tag"),
    ('We add.\n```json\n{\n  "final_answer": 7.0,\n  "confidence": 0.9\n}\n```', "7.0", "tag"),
    ('{"answers": ["A", "C"]}', '["A", "C"]', "tag"),
    ("The answer is 7<|im_end|>", "7", "line"),
    (r"\boxed{7}</s><|endoftext|>", "7", "box"),
    (r"I first had \boxed{7}, and the answer is not \boxed{8}.", "7", "box"),
    ("1. \\boxed{7}\n2. \\boxed{8}", "7, 8", "box"),
    ("The answer is 7. One might think the answer is 8.", "7", "line"),
    ("The answer is 7. I doubt that the answer is 8.", "7", "line"),
    ("Answer: 7\n\nWrong answer: 8", "7", "line"),
    ("Answer: 7\n\nThe answer is not 8 because 8 is even.", "7", "line"),
    ("If we add both, the answer is 7.", "7", "line"),
    ("There is no doubt that the answer is 7.", "7", "line"),
    ("The correct answer among the choices is 7.", "7", "line"),
    ("The best answer based on the passage is 7.", "7", "line"),
    ("The correct answer, therefore, is 7.", "7", "line"),
    ("The answer must therefore be 7.", "7", "line"),
    ("The answer is most likely 7.", "7", "line"),
    ("The answer turns out to be 7.", "7", "line"),
    ("Final: 7", "7", "line"),
    ("The answer to 3+4 is 7", "7", "line"),
    ("So the final answer (rounded) is: 7", "7", "line"),
    ("This yields the final answer: 7", "7", "line"),
    (r"\textbf{Answer:} 7", "7", "line"),
    ("<b>Answer:</b> 7", "7", "line"),
    ("Final answer -> 7", "7", "line"),
    ("Answer - 7", "7", "line"),
    ("So we stop. **Answer: 7**", "7", "line"),
    ("So, my final answer: 7", "7", "line"),
    ("### \u2705 Final Answer: **7**", "7", "line"),
    ("Answer: 7 \u2705", "7", "line"),
    ("\u7b54\u6848\uff1a7", "7", "line"),
    ("\u6545\u90097\u3002", "7", "line"),
    ("The answer is World War I. It began in 1914.", "World War I", "line"),
    ("The final answer is Washington, D.C. I hope it is correct.", "Washington, D.C", "line"),
    ("The answer is B. It is red.", "B. It is red", "line"),
    ("The answer is 1. red 2. green 3. blue.", "1. red 2. green 3. blue", "line"),
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
    "####",
    r"\boxed{7} ... \boxed{8",
    "\\boxed{7}\n\nNo.\n\n\\boxed",
    "The answer is 7\n\n\\boxed{",
    "<answer>7</answer>\n<answer>8",
    r"<think>a</think>\boxed{7}<think>hmm, 8",
    r"not \boxed{7}",
    r"The answer is not \boxed{7}",
    r"Suppose the answer is \boxed{7}",
    "I don't think the answer is 7.",
    "I doubt that the answer is 7.",
    "It's not true that the answer is 7.",
    "Suppose the answer is 7.",
    "Let me check whether the answer is 7.",
    "Some say the answer is 7.",
    "At first glance the answer is 7.",
    "A student says the answer is 7.",
    "The trap answer is 7.",
    "Rejected answer: 7",
    "Nobody believes the answer is 7",
    "There's no way the answer is 7.",
    "The least likely answer is 7.",
    r"\boxed{7}? No.",
    "<answer>7</answer> no, 8",
    "Not the answer: 7",
    "The answer is 7. Now the answer is not 7.",
    '{"answer": "7", "final_answer": "8"}',
    "Answer: 7 \u274c",
    "7 \u2717",
    "To find the correct option: 7 is the first,",
    "Let's analyze each option:\n\n- **7**: it is the first number and we look at it now" + " and again" * 20,
]

TAKEN_BACK = [
    "Wait, that is wrong. It should be 8.",
    "Hmm, wait. It should be 8.",
    "However, the answer is 8.",
    "On second thought, the answer is 8.",
    "But the correct answer is 8.",
    "Sorry, I meant 8.",
    "Oops, 8.",
    "Edit: 8",
    "Correction: 8",
    "I apologize for the confusion, the correct answer is 8.",
    "I made a mistake: it is 8.",
    "That cannot be right.",
]

LEFT_STANDING = [
    "That is correct.",
    "This is right, since 7 is prime.",
    "It is not correct to say 8.",
    "No further simplification is possible.",
    "However, the proof is longer than that.",
    "I hope it is correct.",
]

OFFERED_BESIDE = [
    (r"\boxed{7} or 8", True),
    (r"$\boxed{7}$, or maybe $8$.", True),
    (r"8 or $\boxed{7}$", True),
    (r"x = 8 or x = \boxed{7}", True),
    (r"$\boxed{7}$ or $-7$", True),
    (r"\boxed{\frac12} or 0.5", False),
    (r"$\boxed{0.5}$ or 50%.", False),
    (r"\boxed{7}, or equivalently 14/2", False),
    (r"\boxed{7} or else we contradict the first line", False),
    ("Answer: 7\nAnswer 2: 8", True),
    ("The answer is 7. The second answer is 8.", True),
    ("Answer: 7\n\nAnother point: 8 is even.", False),
]

READINGS = [
    ("The answer is vitamin K. It is fat-soluble.", "vitamin K"),
    ("The answer is B. Options A and C are wrong.", "B"),
    ("The answer is B. Options A and C are wrong.", "B. Options A and C are wrong"),
    ("The answer is Mr. T. I hope it is correct.", "Mr. T"),
    ("The answer is clearly outraged.", "clearly outraged"),
    ("The answer is clearly outraged.", "outraged"),
    ("The answer is Roe v. Wade.", "Roe v. Wade"),
    ("The answer is Warner Bros. Pictures.", "Warner Bros. Pictures"),
    ("The answer is Apple Inc. It was founded in 1976.", "Apple Inc"),
    ('The answer is "Dr. No".', '"Dr. No"'),
    ("The answer is Jan. 6.", "Jan. 6"),
    ("The answer is Paris because it is the capital.", "Paris"),
    ("The answer is Oswald, who shot him.", "Oswald"),
    ("The answer is 12, not 21.", "12"),
    ("It needs one of them. **(D) Vitamin K**", "(D) Vitamin K"),
    ("It is **9.81 m/s**", "9.81 m/s"),
]

NO_READINGS = [
    ("The answer is Apple Inc. shares.", "Apple Inc"),
    ("The answer is Paris as well as London.", "Paris"),
    ("The answer is Paris, since it or London is the largest.", "Paris"),
    ("The answer is 12, not only 21.", "12"),
    ("The answer is president since 1990.", "president"),
    ("It is not **Paris**", "Paris"),
    (r"\boxed{Paris, because it is large}", "Paris"),
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
    "piece",
    [
        *(
            "\\boxed{",
            "{",
            "answer is ",
            "Answer\n",
            "answer" + " " * 20,
            "$$\n",
            "**",
            "#### ",
            " ",
            "<answer>",
            '{"a":',
        ),
        *("The second answer is 4. ", "The answer is not A. ", "I doubt the answer is 7. ", "J. K. ", "[({"),
    ],
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


@pytest.mark.parametrize("behind", TAKEN_BACK)
@pytest.mark.parametrize("answer", [r"\boxed{7}", "<answer>7</answer>", "Answer: 7"])
def test_an_answer_that_is_taken_back_is_none(answer: str, behind: str) -> None:
    response = f"{answer}\n\n{behind}"
    assert grade(response, "7", "math").status == "wrong"
    assert grade(response, "7", "short_text").status == "wrong"


@pytest.mark.parametrize("behind", LEFT_STANDING)
@pytest.mark.parametrize("answer", [r"\boxed{7}", "<answer>7</answer>", "Answer: 7"])
def test_what_follows_an_answer_without_taking_it_back_leaves_it_standing(answer: str, behind: str) -> None:
    assert grade(f"{answer}\n\n{behind}", "7", "math").status == "right"


@pytest.mark.parametrize(("response", "hedged"), OFFERED_BESIDE)
def test_another_answer_beside_the_first_is_a_hedge_unless_it_is_the_same_number(
    response: str, *, hedged: bool
) -> None:
    found = final_answer(response)
    assert found is not None
    assert found.hedged is hedged


@pytest.mark.parametrize(("response", "reading"), READINGS)
def test_an_answer_that_may_end_in_two_places_has_both_readings(response: str, reading: str) -> None:
    found = final_answer(response)
    assert found is not None
    assert reading in found.readings
    assert list(found.readings) == sorted(found.readings, key=len)


@pytest.mark.parametrize(("response", "reading"), NO_READINGS)
def test_what_is_part_of_the_answer_is_not_cut_off_in_any_reading(response: str, reading: str) -> None:
    found = final_answer(response)
    assert found is not None
    assert reading not in found.readings


@pytest.mark.parametrize(
    ("response", "rest"),
    [
        (r"$\boxed{7}$. And so on.", ". And so on."),
        ("\\[\\boxed{7}\\]\nAnd so on.", "\nAnd so on."),
        ("<answer>7</answer> And so on.", " And so on."),
        ("Answer: 7. And so on.", ". And so on."),
    ],
)
def test_what_the_response_says_behind_its_answer_is_kept(response: str, rest: str) -> None:
    found = final_answer(response)
    assert found is not None
    assert found.rest.rstrip("\n") == rest
