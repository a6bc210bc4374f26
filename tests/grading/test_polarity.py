"""A yes that goes on to say no is neither, and so is a sentence whose subject is not what was asked."""

import pytest

from curate.grading import grade

NEITHER = [
    "It's not the case that the statement is true",
    "It is doubtful that it is true",
    "It is a lie that it is true",
    "It is impossible that it is true",
    "The opposite is true",
    "The negation of the statement is true",
    "The converse is true",
    "The opposite of the statement is true",
    "It's unproven that it is true",
    "It denies that it is true",
    "It seldom is true",
    "The first statement is true, the second is false",
    "Yes, it is false",
    "Yes; the statement is false",
    "Yes, it is not",
    "Yes, it isn't",
    "Yes, that is incorrect",
    "Yes. However, no.",
    "Yes, in some cases no",
    "Yes; alternatively no",
    "Yes, otherwise no",
    "yes as well as no",
    "yes, though no",
    "Yes, maybe",
    "Yes, only if n is even",
    "Yes, unless x=0",
    "No, it is true",
    "No; the statement is true",
    "No, it is",
    "No, that is correct",
    "No. However, yes.",
    "No, in some cases yes",
    "No; alternatively yes",
    "No, otherwise yes",
    "no as well as yes",
    "no, though yes",
    "No, maybe",
    "No, only if n is even",
    "No, unless x=0",
    "Yes. It's false.",
    "True. Actually the claim is false.",
    "It is true that it is false",
    "Yes, but it is not true",
    "Yes it isn't",
    "Yes, they do not.",
    "No, they do.",
    "True, but the statement is incorrect.",
    "Certainly! The statement is about cats.",
    "It is true, if x > 0",
    "The claim he rejects is true",
    "Yes (or no)",
    "Yes, no?",
    "Yes. N.",
    "The other statement is true",
    "yes/no",
    "True (false)",
    "It is rarely true",
    "Answer: Yes\nNo",
    "Answer: Yes.\nIt is false.",
    "Yes, it does not.",
    "Yes, it's not.",
]
YES = [
    "yes/true",
    "True (yes)",
    "It does.",
    "It is a true statement",
    "There is no doubt that it is true",
    "There's no doubt that the statement is true.",
    "Yes, it is.",
    "Yes, it does.",
    "Yes, it is wrong to steal",
    "Yes, it is true that x",
    "The statement in the question is true.",
    "The claim about primes is true",
    "Of course.",
    "Yes. The converse is false.",
    "Yes, since f is injective if and only if its kernel is trivial.",
    "It is clear that the statement is true.",
    'The statement "all cats are mammals" is true.',
    "Yes. If x is even then x^2 is even.",
    "The given statement is True",
    "Without a doubt, yes.",
    "Yes, because there is no x with f(x) = 0.",
    "True, this statement is true.",
    "Yes, that's right.",
    "Yes. There are no exceptions.",
]
NO = [
    "Absolutely not",
    "Definitely not.",
    "Certainly not, because x",
    "It isn't",
    "It isn't.",
    "It does not",
    "No, it is not",
    "No, it isn't",
    "No, it's not.",
    "It is a false claim",
    "no/false",
    "No, this is true only for even n.",
    "No, that is not correct",
    "No, it is not true.",
    "It is not a true statement",
    "Not at all.",
    "No, it can't.",
    "There is no doubt that it is false.",
    "No. It is false.",
    "The statement is not true.",
]
LAST_WORD = [
    ("Yes. The answer is no", "no"),
    ("No, but the answer is yes", "yes"),
    ("It is true, but the answer is no.", "no"),
]


def _statuses(response: str) -> list[str]:
    return [grade(response, gold, "boolean").status for gold in ("yes", "no")]


@pytest.mark.parametrize("response", NEITHER)
def test_what_could_be_read_as_both_or_speaks_of_something_else_is_wrong(response: str) -> None:
    assert _statuses(response) == ["wrong", "wrong"]


@pytest.mark.parametrize("response", YES)
def test_a_yes_with_its_reason_is_a_yes(response: str) -> None:
    assert _statuses(response) == ["right", "wrong"]


@pytest.mark.parametrize("response", NO)
def test_a_no_with_its_reason_is_a_no(response: str) -> None:
    assert _statuses(response) == ["wrong", "right"]


@pytest.mark.parametrize(("response", "says"), LAST_WORD)
def test_what_is_called_the_answer_counts_over_what_led(response: str, says: str) -> None:
    assert grade(response, says, "boolean").status == "right"
    assert grade(response, "yes" if says == "no" else "no", "boolean").status == "wrong"


@pytest.mark.parametrize("more", ["it is ", "the statement ", "but ", "x ", "unless", "\n", "so it's ", "no doubt, "])
def test_much_behind_a_yes_is_read_in_linear_time(more: str) -> None:
    assert grade(f"Answer: yes.\n{more * 20_000}", "no", "boolean").status == "wrong"
