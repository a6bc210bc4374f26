"""Multiple choice: to repeat the options, or to discuss them, is not to choose one of them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from curate.grading import grade

PRESSURES = ["200 MPa", "20 MPa", "2 MPa", "500 MPa"]
PEOPLE = ["Robert B. Lee", "B. F. Skinner", "J. J. Thomson", "Philip K. Dick"]

LISTS = [
    "A. 200 MPa\nB. 20 MPa\nC. 2 MPa\nD. 500 MPa",
    "A. 200 MPa\nB. 20 MPa\nC. 2 MPa\n",
    "A. 200 MPa\nB. 20",
    "A. 200 MPa\nB",
    "A. 200 MPa\n\nB.",
    "A) 200 MPa\nB) 20 MPa",
    "(A) 200 MPa\n(B) 20 MPa",
    "a) 200 MPa\nb) 20 MPa",
    "- A. 200 MPa\n- B. 20 MPa",
    "**A.** 200 MPa\n**B.** 20 MPa",
    "**A** 200 MPa\n**B** 20 MPa",
    "Option A: 200 MPa\nOption B: 20 MPa",
    "A: 200 MPa\nB: 20 MPa",
    "A - 200 MPa\nB - 20 MPa",
    "A. the first\nB. the second",
    "C. 2 MPa\nA. 200 MPa",
    "A. 200 MPa B. 20 MPa C. 2 MPa D. 500 MPa",
    "A. 200 MPa, B. 20 MPa, C. 2 MPa",
    "A. 200 MPa B. 20",
    "A. 200 MPa B",
    "A) 200 MPa B) 20 MPa",
    "(A) 200 MPa (B) 20 MPa",
    "A: 200 MPa; B: 20 MPa",
    "Option A: 200 MPa Option B: 20 MPa",
    "A. high B. low C. lower",
    "A\nB\nC\nD",
    "A\nB",
    "A.\nB.\nC.",
    "A. B. C. D.",
    "A) B) C)",
    "(A), (B), (C), (D)",
    "(A), (C)",
    "(C), (A)",
    "A: B: C:",
    "200 MPa\n20 MPa\n2 MPa\n500 MPa",
    r"\boxed{A. 200 MPa B. 20 MPa}",
    r"\boxed{A. \text{200 MPa}\\ B. \text{20 MPa}}",
    "<answer>A. 200 MPa\nB. 20 MPa</answer>",
    "#### A. 200 MPa B. 20 MPa",
    "Answer: A. 200 MPa B. 20 MPa",
    "The answer is:\nA. 200 MPa\nB. 20 MPa\nC. 2",
    "The answer is:\nA\nB\nC",
    "The answer is one of these options:\nA. 200 MPa\nB. 20 MPa",
    "Options: A. 200 MPa. B. 20 MPa.",
    "A. 200 M",
    "(A) 20",
    "Answer: A. 2",
    "Answer:\n200 MPa\n20 MPa\n2 MPa\n500 MPa",
    "Answer:\n200 MPa\n20",
    "Answer: 200 MPa\n\n20 MPa",
    "- 200 MPa\n- 20 MPa",
    "### Answer\nA. 200 MPa\nB. 20 MPa",
    "Answer: A. 200 MPa. B. 20 MPa. C. 2 MPa.",
]

DISCUSSED = [
    ("A is wrong because it is too high. B is too low for steel.", None),
    ("A. is wrong because it is too high.", None),
    ("A. 200 MPa is wrong, as steel is stronger.", None),
    ("(A) incorrect: too high", None),
    ("A: too high. B: fits.", None),
    ("(A) is too high. (B) is the yield point.", None),
    ("A is correct. B is correct.", None),
    ("A is not correct.", None),
    ("If A is correct, we are done", None),
    ("Is it so? B is correct?", None),
    ("So Z is correct.", None),
    ("A is wrong because it is too high, so B is correct.", "B"),
    ("A. 200 MPa\nB. 20 MPa\nC. 2 MPa\n\nSo B is correct.", "B"),
    ("A. 200 MPa\nB. 20 MPa\n\nTherefore, option (B) is the correct answer.", "B"),
    ("A. 200 MPa\nB. 20 MPa\n\nThus **B** is correct", "B"),
    ("A. 200 MPa\nB. 20 MPa\n\nSo B. 20 MPa is correct.", "B"),
    ("A. 200 MPa\nB. 20 MPa\n\nSo B. 200 MPa is correct.", None),
    ("A. 200 MPa\nB. 20 MPa\nAnswer: B", "B"),
    ("A. 200 MPa\nB. 20 MPa\nThe answer is C.", "C"),
    ("A. 200 MPa\nB. 20 MPa\n\\boxed{D}", "D"),
    ("A. 200 MPa\nB. 20 MPa\n#### D", "D"),
    ("The answer is:\nA. 200 MPa\nB. 20 MPa\n\nSo B is correct.", "B"),
    ("A is too high. " * 20 + "B fits the data. So B is correct.", "B"),
    ("So A is correct? No, it is too high. So B is correct.", "B"),
    ("So A is correct. No, it is too high. Hence C is correct.", "C"),
    ("A. 200 MPa is too high.\nB. 20 MPa fits.\nB is correct because it fits.", "B"),
    ("<think>So A is correct.</think>A. 200 MPa\nB. 20 MPa", None),
    ("A. 200 MPa\nB. 20 MPa\nSo B is correct: \\boxed{", None),
    ("A. 2.4\n\nThe answer is D.", "D"),
    ("A. 200 MPa", "A"),
    ("A. 200 MPa\n", "A"),
    ("A. 200 MPa\n\nSteel bears that much.", "A"),
    ("A. 200 MPa\n\nThe correct answer is C. 2 MPa.", "C"),
    ("The answer is A.\nB is too low.", "A"),
    ("The answer is A. 200 MPa.\nB. 20 MPa is too low.", "A"),
]

INITIALS = [
    ("A. Robert B. Lee", "A"),
    ("A. Robert B. Lee, the general", "A"),
    ("A. Robert B. Leigh", "A"),
    ("B. B. F. Skinner", "B"),
    ("C. J. J. Thomson", "C"),
    ("The answer is C. J. J. Thomson", "C"),
    ("D. Philip K. Dick", "D"),
    ("A. Robert B. Lee B. B. F. Skinner C. J. J. Thomson", None),
    ("A. Robert B. Lee\nB. B. F. Skinner", None),
]


def _chosen(response: str, options: list[str]) -> list[str]:
    letters = [chr(65 + n) for n in range(len(options))]
    return [gold for gold in letters if grade(response, gold, "choice", options=options).right]


@pytest.mark.parametrize("response", LISTS)
def test_a_response_that_only_repeats_the_options_chooses_none(response: str) -> None:
    assert _chosen(response, PRESSURES) == []
    assert grade(response, "A", "choice", options=PRESSURES).status == "wrong"


@pytest.mark.parametrize(("response", "letter"), DISCUSSED)
def test_a_discussion_of_the_options_is_graded_by_its_conclusion_alone(response: str, letter: str | None) -> None:
    assert _chosen(response, PRESSURES) == ([letter] if letter else [])


@pytest.mark.parametrize(("response", "letter"), INITIALS)
def test_the_initials_of_a_name_are_no_labels(response: str, letter: str | None) -> None:
    assert _chosen(response, PEOPLE) == ([letter] if letter else [])


def test_an_option_that_speaks_of_letters_or_is_false_is_no_conclusion_and_no_rejection() -> None:
    claims = ["A is correct", "B is correct", "Both (A) and (B)", "Neither"]
    assert _chosen("C. Both (A) and (B)", claims) == ["C"]
    assert _chosen("B. B is correct", claims) == ["B"]
    assert _chosen("It is plain to see. So A is correct.", claims) == []
    assert _chosen("B. False", ["True", "False"]) == ["B"]
    assert _chosen("B. False, as was shown", ["True", "False"]) == ["B"]


LETTERED = ["Only x", "Only y", "A and B", "None of the above"]


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("A is wrong, so B is correct.", "B"),
        ("The first is too small. So B is correct.", "B"),
        ("So A is correct. The other holds too, so B is correct.", None),
        ("So A is correct. The other holds too, so B is correct. Therefore the answer is C.", "C"),
        ("So B is correct. Let us look at the first one now, which holds as well.", None),
        ("A and B", "C"),
        ("So the answer is A and B.", "C"),
    ],
)
def test_where_an_option_speaks_of_letters_only_one_that_is_called_correct_alone_is_chosen(
    response: str, letter: str | None
) -> None:
    assert _chosen(response, LETTERED) == ([letter] if letter else [])


OPTION = st.text(st.characters(categories=["L", "N", "Zs", "P", "S"]), min_size=1, max_size=20).filter(
    lambda text: (
        text.strip() != "" and "####" not in text and "think>" not in text and not set(text) & set("{}\\\\")
    )  # marks of an answer
)
OPTIONS = st.lists(OPTION, min_size=2, max_size=8) | st.lists(
    st.sampled_from(["it", "the best", "is right", "A", "B", "b.", "C. D", "A and B", "False", "A is correct", "$x$"]),
    min_size=2,
    max_size=8,
)
LABEL = st.sampled_from(["{}. ", "{}) ", "({}) ", "{}: ", "[{}] ", "**{}.** ", "- {}. ", "Option {}: "])
BEFORE = st.sampled_from(["", "Answer: ", "The answer is:\n", "\\boxed{"])


@given(OPTIONS, LABEL, BEFORE, st.sampled_from(["\n", "\n\n"]), st.data())
def test_the_options_repeated_on_lines_are_never_right(
    options: list[str], label: str, before: str, between: str, data: st.DataObject
) -> None:
    written = [label.format(chr(65 + n)) + option for n, option in enumerate(options)]
    shown = data.draw(st.integers(2, len(options)))
    response = before + between.join(written[:shown]) + ("}" if "{" in before else "")
    assert _chosen(response, options) == []


@given(st.lists(st.integers(-999, 999).map("{} MPa".format), min_size=2, max_size=8), LABEL, BEFORE, st.data())
def test_the_options_repeated_in_one_line_and_cut_off_are_never_right(
    options: list[str], label: str, before: str, data: st.DataObject
) -> None:
    written = [label.format(chr(65 + n)) + option for n, option in enumerate(options)]
    whole = " ".join(written)
    seen = len(f"{written[0]} {label.format('B')}".rstrip())
    cut = data.draw(st.integers(seen, len(whole)))
    assert _chosen(before + whole[:cut] + ("}" if "{" in before else ""), options) == []


@given(st.lists(OPTION, min_size=2, max_size=8), st.sampled_from(["\n", " "]))
def test_the_letters_or_the_texts_of_all_options_are_never_right(options: list[str], between: str) -> None:
    letters = [chr(65 + n) for n in range(len(options))]
    assume(between.join(letters) not in options)
    assert _chosen(between.join(letters), ["text " + option for option in options]) == []
    assert _chosen("\n".join("of " + option for option in options), ["of " + option for option in options]) == []


@given(OPTIONS, LABEL, st.sampled_from(["\\boxed{%s}", "Answer: %s", "The answer is %s."]), st.data())
def test_after_a_list_of_the_options_the_letter_stated_last_counts(
    options: list[str], label: str, statement: str, data: st.DataObject
) -> None:
    written = [label.format(chr(65 + n)) + option for n, option in enumerate(options)]
    letter = chr(65 + data.draw(st.integers(0, len(options) - 1)))
    assert _chosen("\n".join([*written, "", statement % letter]), options) == [letter]


def test_a_long_response_costs_no_more_than_its_length() -> None:
    for response in ("so Z." + "\t" * 100_000, "A is" + " " * 100_000, "." + "*" * 100_000, "so A. " * 20_000):
        assert _chosen(response, PRESSURES) == []
