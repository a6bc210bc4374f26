"""Multiple choice: signs that make another option of a text, and dress that does not."""

import pytest

from curate.grading import accepts_gold, grade

SINES = ["sin x", "cos x", "-sin x", "-cos x"]
WHOLE = ["-1", "1", "0", "2"]
LOGIC = ["L", "~L", "M", "~M"]
SPEEDS = ["2c", "c", "0.8c", "0.5c"]
HALVES = ["2\u00bd", "3\u00bd", "21/2", "4"]
LOOPS = ["while loop", "do loop", "for loops", "none"]
LENGTHS = [f"{n} m" for n in range(10)]
CITIES = ["London", "Paris", "Rome", "Berlin"]
GASES = ["CO2", "CO", "O2", "N2"]
BOTH = ["acid", "base", "both A and B", "neither"]
SAYINGS = ["The correct answer", "A wrong answer", "Any answer", "No answer is the correct answer"]

SLOW = ["5 m/s", "5 km/h", "50 m/s", "0.5 m/s"]
ROOTS = ["-2", "2", "\u00b12", "none"]

CASES = [
    # a point before the digits is no full stop
    (r"\boxed{.5 m/s}", SLOW, "D"),
    (r"\boxed{. 5 m/s}", SLOW, "A"),
    (r"\boxed{\pm 2}", ROOTS, "C"),
    # a minus is no bullet where an option begins with one
    ("The answer is - sin x", SINES, "C"),
    (r"\boxed{- sin x}", SINES, "C"),
    ("Answer: - 1", WHOLE, "A"),
    ("- 1", WHOLE, "A"),
    ("Answer: - 2", WHOLE, ""),
    ("Answer: - 5", ["5", "6", "7"], ""),
    ("- Paris", CITIES, "B"),
    ("Answer:\n- B. Paris", CITIES, "B"),
    # not
    (r"\boxed{$~L$}", LOGIC, "B"),
    (r"\boxed{\sim L}", LOGIC, "B"),
    (r"\boxed{$\neg L$}", LOGIC, "B"),
    ("\u00acL", LOGIC, "B"),
    (r"\boxed{\text{~L}}", LOGIC, "B"),
    (r"\boxed{5~\text{m}}", LENGTHS, "F"),
    # braces that mean something
    (r"\boxed{e^{x}y}", ["$e^{xy}$", "$e^{x+y}$"], ""),
    (r"\boxed{2^{n}m}", ["$2^{nm}$", "$2^{n+m}$"], ""),
    (r"\boxed{e^{x}y}", ["$e^{x}y$", "$e^{xy}$"], "A"),
    (r"\boxed{e^{xy}}", ["$e^{x}y$", "$e^{xy}$"], "B"),
    (r"\boxed{V_{\text{max}}}", ["$V_{max}$", "$V_0$"], "A"),
    # mixed numbers
    (r"\boxed{2.5}", HALVES, "A"),
    (r"\boxed{2\frac{1}{2}}", HALVES, "A"),
    (r"\boxed{10.5}", HALVES, "C"),
    (r"\boxed{10.5}", HALVES[:2], ""),
    # a small letter that is the text of another option
    (r"\boxed{c}", SPEEDS, "B"),
    (r"\boxed{C}", SPEEDS, "C"),
    ("Answer: (c)", SPEEDS, ""),
    # the article and the pronoun
    ("Answer: A for loop that runs ten times", LOOPS, ""),
    (r"\boxed{\text{A not-for-profit company}}", ["a bank", "a shop"], ""),
    ("A due process violation", ["theft", "fraud"], ""),
    ("I, as an AI, cannot answer this.", LENGTHS, ""),
    ("I - because I am an AI - cannot answer.", LENGTHS, ""),
    ("The answer is I because it is long.", LENGTHS, "I"),
    ("A because it is English.", CITIES, "A"),
    # formulas without their marks, escapes, quotes, colours
    (r"\boxed{\text{CO}_2}", GASES, "A"),
    ("CO\u2082", GASES, "A"),
    (r"\boxed{Co_2}", GASES, ""),
    (r"\boxed{\text{R \& B music}}", ["R & B music", "Jazz"], "A"),
    (r"\boxed{\text{Remained at \$10.}}", ["Remained at $10.", "Rose to $11."], "A"),
    ('The answer is "280".', ["280", "290"], "A"),
    (r'\boxed{"13.6 eV"}', ["13.6 eV", "1 eV"], "A"),
    (r"\boxed{[280]}", ["280", "290"], "A"),
    (r"\boxed{\textcolor{red}{B}}", CITIES, "B"),
    (r"\boxed{\color{red}{B}}", CITIES, "B"),
    (r"\boxed{\ B\ }", CITIES, "B"),
    (r"\boxed{\hspace{1mm}B}", CITIES, "B"),
    ("\\boxed{``B''}", CITIES, "B"),
    ("The answer is fly in a V formation.", ["fly in a line", r"fly in a $\mathrm{V}$ formation."], "B"),
    # options that speak of letters or of answers
    (r"\boxed{A and B}", BOTH, "C"),
    ("Since A and B are both correct, C is the correct answer.", BOTH, "C"),
    (r"\boxed{A or B}", BOTH, ""),
    ("D. No answer is the correct answer.", SAYINGS, "D"),
    ("No answer is the correct answer.", SAYINGS, "D"),
    ("Clotting needs vitamin K. **(B) Vitamin K**", ["Iron", "Vitamin K"], "B"),
]
LISTED = [
    "Answer:\nA. London is the capital of England.\nB. Paris is the capital of France.",
    "Answer: A. London - the capital of England\nB. Paris - the capital of",
    "The answer is A. London, on the Thames.\n\nB. Paris, on the Seine.\n\nC. Rome, on the Tiber.",
    "Answer: A. London\nThis is in England.\nB. Paris\nThis is in France.",
]
EXPLAINED = [
    "Answer: A. London\n\nB. Paris is incorrect because it lies in France.",
    "Answer: A. London\n\nExplanation:\n- A. London is the capital of England.\n- B. Paris is the capital of France.",
    "Answer: A. London\n\nWhy the others are wrong:\n- B. Paris is in France.\n- C. Rome is in Italy.",
]
GOLDS = [
    ("A OR B", "choice"),
    ("Paris OR London", "choice"),
    ("#### B", "choice"),
    ("A, B OR A, C", "multi_choice"),
]


@pytest.mark.parametrize(("response", "options", "letter"), CASES)
def test_a_spelling_chooses_the_option_that_it_spells_or_none(response: str, options: list[str], letter: str) -> None:
    letters = (chr(ord("A") + at) for at in range(len(options)))
    assert "".join(one for one in letters if grade(response, one, "choice", options=options).right) == letter


@pytest.mark.parametrize("response", LISTED)
def test_options_that_are_described_one_after_the_other_are_no_choice_of_the_first(response: str) -> None:
    assert not grade(response, "A", "choice", options=CITIES).right


@pytest.mark.parametrize("response", EXPLAINED)
def test_options_that_are_explained_behind_the_answer_leave_it_standing(response: str) -> None:
    assert grade(response, "A", "choice", options=CITIES).right


@pytest.mark.parametrize(("gold", "answer_type"), GOLDS)
def test_a_gold_answer_with_alternatives_is_accepted(gold: str, answer_type: str) -> None:
    assert accepts_gold(gold, answer_type, options=CITIES).right


def test_a_gold_answer_with_a_spaced_minus_is_accepted() -> None:
    assert accepts_gold("- sin x", "choice", options=SINES).extracted == "C"
