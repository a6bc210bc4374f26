"""Multiple choice: the sentences in which models name an option, and those in which they only speak of one."""

import pytest

from curate.grading import grade

WORDED = [
    "Sure! The answer is B) Paris.",
    "I choose B.",
    "I choose B. Paris",
    "I'd go with option B.",
    "I think it's B.",
    "I believe B is correct.",
    "Let's go with B.",
    "It's B.",
    "B is the best choice",
    "Option (b) is correct",
    "**B) Paris** is the correct answer.",
    "Final answer - B",
    "Correct: B",
    "Correct Answer: Option (B): Paris",
    "Selected option: B",
    "Ans. B",
    "answer -> B",
    '{"answer": "B"}',
    "### Final Answer\n**B**",
    "The correct answer is:\n\n**B) Paris**",
    "The correct answer choice is (B).",
    "The answer to the question is B.",
    "The only option that fits is B.",
    "The correct answer is option B) Paris, not A) London.",
    "The answer is B, i.e., Paris.",
    "Answer: Paris, so B",
    "Paris (B)",
    "B (Paris)",
    "B, because A and C are too far north.",
    "B because it can't be A or C.",
    "A is wrong, so B.",
    "Option A is wrong. Option C is wrong. So the remaining one is B.",
    "Question: which?\nA. London\nB. Paris\nC. Rome\nAnswer: B\n\nThat is all.",
    "\uff22",
    "\uff08\uff22\uff09 Paris",
    r"\boxed{\left(B\right)}",
    r"\boxed{\text{B}\ \text{Paris}}",
    r"\boxed{\textbf{(B) }Paris}",
    r"\boxed{B = \text{Paris}}",
]
LONG = "Paris lies on the Seine and London on the Thames, and a good deal more can be said about the two of them. " * 3
IN_THE_END = [
    "Therefore the answer is **B**.",
    "So, option B is the correct answer.",
    "Thus, B. Paris is the correct answer.",
    "Therefore, Paris is the correct answer.",
    "Hence, (B).",
    "Based on this, I would select option B.",
    "Therefore, among the given options, the correct one is B.",
    "## Answer\n\n**(B)** Paris",
    "So B is correct. The other option is wrong.",
    "The answer is B.\n\nHowever, C is close.",
    r"\boxed{B} because the rest is far away. So the answer is B.",
]
NOT_SAID = [
    "The wrong answer is B.",
    "The answer is neither A nor B.",
    "The answer is not B.",
    "I would not choose B.",
    "Anything but B",
    "B?",
    "B, but it could also be C.",
    "B (or C)",
    "B. Paris, or C. Rome",
    "It could be A, B or C.",
    "The answer is B. Wait, no.",
    "So B is correct. A is correct too.",
    "If Paris were in Spain, B is correct.",
    "Many students think B is correct.",
    "Is B correct? Yes.",
    "Answer: B. London",
    "the answer is b. london",
    "London (B)",
    "B (London)",
    "B London",
    "Answer:\nLondon\nParis\nRome",
    "Answer:\nParis\nRo",
    "Answer: B. Paris\nC. Rome",
    "A. Lon",
    r"\boxed{B} is wrong.",
    "\\boxed{B}\n\nAnswer: C",
    r"\boxed{B'}",
    r"\boxed{\overline{B}}",
    r"\boxed{-B}",
    r"\boxed{\text{A}\ \text{Paris}}",
]
CITIES = ["London", "Paris", "Rome", "Oslo"]


def _chosen(response: str, options: list[str]) -> list[str]:
    letters = [chr(65 + n) for n in range(len(options))]
    return [gold for gold in letters if grade(response, gold, "choice", options=options).right]


@pytest.mark.parametrize("response", [*WORDED, *(f"{LONG}\n\n{end}" for end in IN_THE_END)])
def test_an_option_named_in_a_sentence_is_chosen(response: str) -> None:
    assert _chosen(response, CITIES) == ["B"]


@pytest.mark.parametrize("response", NOT_SAID)
def test_a_doubt_a_denial_or_a_mismatch_chooses_nothing(response: str) -> None:
    assert "B" not in _chosen(response, CITIES)
    assert "B" not in _chosen(f"{LONG}\n\n{response}", CITIES)
