"""What holds for every answer: it is right against itself, a changed one is wrong, and nothing raises anywhere."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from curate.grading import BUILT_IN, AnswerType, accepts_gold, grade, infer_answer_type

CALIBRATION = Path(__file__).parents[2] / "curate/grading/calibration"
KINDS = st.sampled_from([*BUILT_IN, "unheard of"])
ANY_CHARACTER = st.characters(exclude_categories=())  # surrogates too: a broken file may hold them
ANY_TEXT = st.text(ANY_CHARACTER, max_size=60)
LATEX = st.lists(
    st.sampled_from(
        "\\boxed{ \\frac \\sqrt \\text{ \\left( \\begin{pmatrix} \\end{pmatrix} \\cup \\in \\pm \\leq \\\\ { } ( ) [ ] "
        "^ _ & % $ , ; : = < > + - * / ! | . 0 7 12 x y i e n \\pi \\infty \\circ \\log </think> <think> #### Answer: "
        "or and A B".split()
    ),
    max_size=14,
).map(" ".join)
NUMBERS = st.integers(-(10**12), 10**12)
DECIMALS = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=3)
SMALL = st.integers(1, 60)


def _boxed(answer: object) -> str:
    return f"Let us see. So the answer is $\\boxed{{{answer}}}$."


def _polynomial(a: int, b: int, c: int) -> str:
    return f"{a}x^2{b:+}x{c:+}"


@given(NUMBERS, st.integers(1, 10**6))
def test_an_integer_is_right_in_every_spelling_and_another_is_wrong(number: int, more: int) -> None:
    for spelling in (f"{number}", f"{number:,}", f"{number}.0", f"x = {number}", f"{number} cm"):
        assert grade(_boxed(spelling), str(number), "math").status == "right"
    assert grade(_boxed(number + more), str(number), "math").status == "wrong"
    assert grade(_boxed(number - more), str(number), "math").status == "wrong"


@given(st.integers(-500, 500), SMALL, st.integers(2, 9))
def test_a_fraction_is_right_reduced_or_not_and_another_is_wrong(above: int, below: int, factor: int) -> None:
    gold = f"\\frac{{{above}}}{{{below}}}"
    assert grade(_boxed(f"\\dfrac{{{above * factor}}}{{{below * factor}}}"), gold, "math").status == "right"
    assert grade(_boxed(Fraction(above, below)), gold, "math").status == "right"
    assert grade(_boxed(f"\\frac{{{above + 1}}}{{{below}}}"), gold, "math").status == "wrong"


@given(DECIMALS)
def test_a_decimal_is_right_with_more_zeros_and_wrong_in_its_last_place(number: object) -> None:
    gold = f"{number:f}"
    assert grade(_boxed(f"{gold}0"), gold, "math").status == "right"
    assert grade(_boxed(f"{Fraction(gold) + Fraction(1, 1000)}"), gold, "math").status == "wrong"


@given(SMALL, SMALL, SMALL, SMALL)
@settings(max_examples=40, deadline=None)
def test_an_expression_is_right_in_another_order_and_wrong_with_another_term(a: int, b: int, c: int, d: int) -> None:
    gold = _polynomial(a, -b, c)
    assert grade(_boxed(gold), gold, "math", timeout_s=20).status == "right"
    assert grade(_boxed(f"{c} + {a}x^2 - {b}x"), gold, "math", timeout_s=20).status == "right"
    assert grade(_boxed(_polynomial(a, -b, c + d)), gold, "math", timeout_s=20).status == "wrong"


@given(st.lists(NUMBERS, min_size=2, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_a_set_is_right_in_any_order_and_wrong_without_a_member(members: list[int], random: object) -> None:
    shuffled = list(members)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    gold = "\\{" + ", ".join(map(str, members)) + "\\}"
    assert grade(_boxed("\\{" + ",".join(map(str, shuffled)) + "\\}"), gold, "math").status == "right"
    assert grade(_boxed("\\{" + ",".join(map(str, members[1:])) + "\\}"), gold, "math").status == "wrong"


@given(st.integers(3, 12), st.booleans(), st.data())
def test_an_ordering_is_right_in_its_order_alone(count: int, lettered: bool, data: st.DataObject) -> None:  # noqa: FBT001
    ranks = [chr(65 + n) if lettered else str(n + 1) for n in range(count)]
    gold, said = data.draw(st.permutations(ranks)), data.draw(st.permutations(ranks))
    assert grade(_boxed(",".join(gold)), ", ".join(gold), "math").status == "right"
    alike = gold in (said, ranks)
    assert grade(_boxed(", ".join(said)), ", ".join(gold), "math").status == ("right" if alike else "wrong")


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=8, unique=True), st.data())
def test_a_list_that_is_no_ordering_is_right_in_any_order(members: list[int], data: st.DataObject) -> None:
    assume(len(members) == 2 or sorted(members) != list(range(1, len(members) + 1)))
    said = data.draw(st.permutations(members))
    gold = ", ".join(map(str, members))
    assert grade(_boxed(", ".join(map(str, said))), gold, "math").status == "right"


@given(st.integers(2, 26), st.data())
def test_a_letter_is_right_and_every_other_letter_is_wrong(count: int, data: st.DataObject) -> None:
    options = [f"the text of number {n}" for n in range(count)]
    gold = data.draw(st.integers(0, count - 1))
    for letter in range(count):
        status = grade(_boxed(chr(65 + letter)), chr(65 + gold), "choice", options=options).status
        assert status == ("right" if letter == gold else "wrong")


@given(st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=30).filter(str.strip))
def test_a_short_text_is_right_against_itself_and_wrong_with_a_word_more(gold: str) -> None:
    assert grade(_boxed(gold), gold, "short_text").status == "right"
    assert grade(_boxed(f"{gold} otherwise"), gold, "short_text").status == "wrong"


@given(ANY_TEXT | LATEX, ANY_TEXT | LATEX, KINDS, st.lists(ANY_TEXT, max_size=5))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_the_grader_raise_or_change_its_mind(
    response: str, gold: str, kind: str, options: list[str]
) -> None:
    for said in (response, f"\\boxed{{{response}}}"):
        first = grade(said, gold, kind, options=options, timeout_s=0.5)
        assert "the grader failed" not in first.why
        if "took too long" not in first.why:
            assert grade(said, gold, kind, options=options, timeout_s=0.5) == first


@given(ANY_TEXT | LATEX, KINDS, st.lists(ANY_TEXT, max_size=5))
@settings(max_examples=150, deadline=None)
def test_no_gold_answer_makes_its_own_check_raise(gold: str, kind: str, options: list[str]) -> None:
    assert infer_answer_type(gold, options) in get_args(AnswerType)
    assert "the grader failed" not in accepts_gold(gold, kind, options=options, accepted=options).why


@pytest.mark.parametrize("kind", ["math", "expression"])
def test_two_answers_are_the_same_from_either_side(kind: str) -> None:
    cases = (json.loads(line) for line in (CALIBRATION / f"{kind}.jsonl").read_text("utf-8").splitlines())
    boxed = [
        (re.fullmatch(r"\\boxed\{(.*)\}", case["response"]), case["gold"]) for case in cases if "accepted" not in case
    ]
    pairs = [
        (found[1], gold)
        for found, gold in boxed
        # a gold answer may hold a box or alternatives, an answer its number in words beside it: no answer does both
        if found and not re.search(r"boxed|####| OR ", gold) and not re.search(r"\([a-z-]+\)$", found[1])
    ]
    assert len(pairs) > 50
    uneven = [
        (one, other)
        for one, other in pairs
        if grade(_boxed(one), other, kind, timeout_s=20).right != grade(_boxed(other), one, kind, timeout_s=20).right
    ]
    assert uneven == []


def test_every_thread_comes_to_the_same_verdict() -> None:
    questions = [(f"\\boxed{{{n} + x^2}}", f"x^2 + {n % 7}") for n in range(20)] * 3
    questions += [(f"\\boxed{{{n}}}", str(n % 5)) for n in range(200)]
    alone = [grade(response, gold, "math", timeout_s=60) for response, gold in questions]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda asked: grade(*asked, "math", timeout_s=60), questions))
    assert together == alone
    assert {verdict.status for verdict in alone} == {"right", "wrong"}
