"""The end of a long response without any mark: what it says plainly counts, what it leaves open does not."""

import pytest

from curate.grading import final_answer, grade

REASONING = (
    "Let us look at what is given. The train travels for three hours at forty miles an hour, and then rests. After "
    "that it goes on for two more hours at a lower speed, which the table gives. We add up both parts, and keep the "
    "units in mind while doing so.\n\n"
)
OPTIONS = ["a rise in prices", "a fall in prices", "vitamin K", "none of them"]


@pytest.mark.parametrize(
    ("end", "kind", "gold"),
    [
        ("Therefore the remainder is **17**.", "math", "17"),
        ("Each interior angle is **120°**.", "math", r"120^\circ"),
        ("The limit equals **0**.", "math", "0"),
        ("The balance is **$P(1+r)^n$**.", "expression", "P(1+r)^n"),
        ("So the organelles are the **mitochondria**.", "short_text", "mitochondria"),
        ("The author is William Shakespeare.", "short_text", "William Shakespeare"),
        ("So X is H₂O.", "short_text", "H2O"),
        ("This process is called photosynthesis.", "short_text", "photosynthesis"),
        ("The novel is “Crime and Punishment”.", "short_text", "Crime and Punishment"),
        ("Therefore the statement is **true**.", "boolean", "true"),
        ("The Berlin Wall fell on November 9, 1989.", "date", "9 November 1989"),
        ("Thus the new volume is **1.5 liters**.", "number_with_unit", "1.5 L"),
        ("The temperature is 25 degrees Celsius.", "number_with_unit", "25 °C"),
    ],
)
def test_what_the_last_sentence_says_plainly_is_the_answer(end: str, kind: str, gold: str) -> None:
    assert grade(REASONING + end, gold, kind).status == "right"


@pytest.mark.parametrize(
    ("end", "letter"),
    [
        ("The most likely reason is **B. a fall in prices**.", "B"),
        ("Hence the pressure **increases**, which corresponds to option (A).", "A"),
        ("### Final choice\n**B**", "B"),
        ("### Final choice\na fall in prices", "B"),
        ("That settles it. (C)", "C"),
        ("So the deficient vitamin is vitamin K.", "C"),
    ],
)
def test_the_option_in_which_a_response_ends_is_chosen(end: str, letter: str) -> None:
    assert grade(REASONING + end, letter, "choice", options=OPTIONS).status == "right"


@pytest.mark.parametrize(
    "end",
    [
        "The answer could be **17**.",
        "It is either 16 or **17**.",
        "The remainder is not **17**.",
        "If the table is right, the sum is **17**.",
        "A common mistake is **17**.",
        "The next part is **17**.",
        "Is it **17**?",
        "The remainder is **17** and the quotient is **4**.",
        "Therefore the remainder is 17 miles further than",
        "so we have\n$$x = 17$$",
        "We do not know.\n17 of them",
    ],
)
def test_what_is_open_denied_or_cut_off_states_no_answer(end: str) -> None:
    assert grade(REASONING + end, "17", "math").status == "wrong"


@pytest.mark.parametrize(
    "response", ["The price of it goes down. **B**", "It is plain to see. **(B) a fall in prices**"]
)
def test_a_short_response_may_end_in_its_option_too(response: str) -> None:
    assert grade(response, "B", "choice", options=OPTIONS).status == "right"


def test_a_mark_is_stronger_than_the_end_of_the_response() -> None:
    found = final_answer(f"{REASONING}The answer is 5.\n\n{REASONING}So the remainder is **17**.")
    assert found is not None
    assert found.text == "5"
