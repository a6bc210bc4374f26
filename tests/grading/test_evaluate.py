r"""Formulas are compared by value: equal wherever both are real, and never slow, whatever they are."""

import multiprocessing
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.grading import grade
from curate.grading.formula.evaluate import compare
from curate.grading.formula.nodes import Node
from curate.grading.formula.reading import parse
from curate.grading.mathematics.latex import tidy

EQUAL = [
    (r"2\ln x", r"\ln x^2"),
    (r"\sqrt{x^2}", "|x|"),
    (r"\sqrt{x}^2", "x"),
    (r"\frac{x^2-1}{x-1}", "x+1"),
    ("(x+1)^2", "x^2+2x+1"),
    (r"\sin^2 x+\cos^2 x", "1"),
    (r"\tan x", r"\frac{\sin x}{\cos x}"),
    (r"\sinh x", r"\frac{e^x-e^{-x}}{2}"),
    (r"\cos(n\pi)", "(-1)^n"),
    ("(-1)^{2n}", "1"),
    (r"(2n-1)!!", r"\frac{(2n)!}{2^n n!}"),
    (r"\binom{n}{k}", r"\binom{n}{n-k}"),
    (r"\sqrt{3+2\sqrt{2}}", r"1+\sqrt{2}"),
    (r"\sqrt[3]{x}^3", "x"),
    (r"x^{1/3}", r"\sqrt[3]{x}"),
    (r"\arcsin(\frac{\sqrt{2}\cdot\sqrt{2}}{2})", r"\frac{\pi}{2}"),
    (r"\lfloor \log_2 8 \rfloor", "3"),
    (r"e^{i\pi}", "-1"),
    ("(1+i)^2", "2i"),
    (r"\sqrt{-x^2-1}", r"i\sqrt{x^2+1}"),
    (r"\frac{1}{1+i}", r"\frac{1-i}{2}"),
    (r"\frac{1}{2010!+1}", r"\frac{2}{2(2010!)+2}"),
    ("x-x+2", "2"),
    ("2x+y=3", "4x+2y-6=0"),
    ("x^2+y^2=1", "y^2=1-x^2"),
    ("(x-1)^2+y^2=4", "x^2-2x+y^2=3"),
    (r"\sqrt{m^2}", "|m|"),
    ("(-1)^n", r"\cos(n\pi)"),
    (r"\frac{n!}{(n-1)!}", "n"),
    ("x^{2/3}", r"\sqrt[3]{x^2}"),
]
DIFFERENT = [
    ("x", "|x|"),
    (r"\sqrt{x^2}", "x"),
    ("|x-20|", "20-x"),
    (r"\sqrt{(x-20)^2}", "20-x"),
    ("x", "y"),
    ("R", "r"),
    ("x", "x'"),
    ("(x+1)^2", "x^2+2x+2"),
    ("x^{2023}+1", "x^{2023}+2"),
    ("n^{100}+1", "n^{100}+2"),
    (r"\lfloor x \rfloor", r"x-\frac{1}{2}"),
    ("(-1)^n", "1"),
    (r"\sqrt{-x^2-1}", r"i\sqrt{x^2+2}"),
    (r"\frac{1}{2010!+1}", r"\frac{1}{2010!}"),
    ("10^{50}+1", "10^{50}"),
    (r"\sqrt{10^{20}+1}-10^{10}", r"\frac{1}{10^{10}}"),
    ("3+4i", "3-4i"),
    ("2x+y=3", "4x+2y-7=0"),
    ("x^2+y^2=1", "x^2-y^2=1"),
    ("x=1", "x+1"),
    ("|k|", "k"),
    (r"\sqrt{m^2}", "m"),
    (r"\lfloor m\rfloor", "m"),
    (r"k\cos(2\pi k)", "k"),
    ("x+3", r"\sqrt[4]{(x+3)^4}"),
    ("x+3", "((x+3)^2)^{1/2}"),
    ("|x+100|", "x+100"),
    (r"\frac{V}{I}", r"\frac{V}{i}"),
]
UNKNOWN = [
    ("9^{9^9}", "3"),
    (r"\frac{1}{0}", "1"),
    (r"\tan 90^\circ", "1"),
    (r"\frac{1}{\sqrt{2}-\sqrt{2}}", "1"),
    ("e^{i\\pi}+1", "0"),
    ("(-8)^{1/3}", "-2"),
    ("0^0", "1"),
    (r"\gcd(x, y)", "1"),
    (r"\sqrt{2}+\frac{1}{10^{35}}", r"\sqrt{2}"),
    ("a+b+c+p+q+r+s+t+u+v+w+z", "a"),
]
HEAVY = [
    "9^{9^{9^{9}}}", "(10^{10^{10}})!", "((n!)!)!", "x^{x^{x^{x}}}", "(x+1)^{3000}", "x^{1000000}", "2^{-100000}",
    "(1.0000001)^{100000000}", r"\sin(10^{30})", r"\exp(\exp(\exp(x)))", r"\tan(x)^{9999}", r"\binom{10^9}{10^8}",
    r"\lfloor 10^{20}\pi \rfloor", "1000000!", "x" * 900, "|x|" * 100, "+".join(f"x^{{{k}}}" for k in range(100, 160)),
    "*".join([r"\binom{x}{99.5}"] * 60), r"\sqrt{" * 25 + "x" + "}" * 25, r"\frac{1}{1+" * 25 + "x" + "}" * 25,
    "+".join(f"\\sin({k}x)" for k in range(10, 99)),
]  # fmt: skip
COEFFICIENTS = st.integers(-9, 9)
ROOTS = st.lists(COEFFICIENTS, min_size=1, max_size=4)


def _read(text: str) -> Node:
    node = parse(tidy(text))
    assert node is not None, text
    return node


def _equal(one: str, other: str) -> bool | None:
    finding = compare(_read(one), _read(other))
    return None if finding is None else finding.equal


def _expanded(roots: list[int]) -> str:
    """Return the polynomial with these roots, multiplied out."""
    coefficients = [1]
    for root in roots:
        shifted = [*coefficients, 0]
        lower = [0, *(-root * coefficient for coefficient in coefficients)]
        coefficients = [a + b for a, b in zip(shifted, lower, strict=True)]
    degree = len(roots)
    return "+".join(f"({c})x^{{{degree - at}}}" for at, c in enumerate(coefficients)).replace("x^{0}", "")


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_formulas_that_are_equal_wherever_both_are_real_are_the_same(one: str, other: str) -> None:
    assert _equal(one, other) is True
    assert _equal(other, one) is True


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_formulas_that_differ_somewhere_are_different(one: str, other: str) -> None:
    assert _equal(one, other) is False
    assert _equal(other, one) is False


@pytest.mark.parametrize(("one", "other"), UNKNOWN)
def test_what_values_cannot_tell_is_not_known(one: str, other: str) -> None:
    assert _equal(one, other) is None
    assert _equal(other, one) is None


def test_a_decimal_may_stand_for_what_it_rounds_only_where_that_is_allowed() -> None:
    pi, decimal = _read(r"\pi"), _read("3.14159")
    assert compare(pi, decimal, places=5) == (True, "the same value")
    assert compare(pi, decimal) == (False, "another value")
    assert compare(pi, _read("3.14158"), places=5) == (False, "another value")


@given(ROOTS, st.integers(1, 3))
@settings(deadline=None)
def test_a_product_of_linear_factors_is_its_expansion_and_no_other_polynomial(roots: list[int], more: int) -> None:
    factors = "".join(f"(x-({root}))" for root in roots)
    assert _equal(factors, _expanded(roots)) is True
    assert _equal(factors, f"{_expanded(roots)}+{more}") is False


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
@settings(deadline=None)
def test_a_surd_is_the_same_when_denested_and_another_one_step_beside(a: int, b: int, c: int) -> None:
    nested = f"\\sqrt{{{a + b}+2\\sqrt{{{a * b}}}}}+\\frac{{{c}}}{{7}}"
    assert _equal(nested, f"\\frac{{{c}+7\\sqrt{{{a}}}}}{{7}}+\\sqrt{{{b}}}") is True
    assert _equal(nested, f"\\frac{{{c}+7\\sqrt{{{a}}}}}{{7}}+\\sqrt{{{b + 1}}}") is False


@pytest.mark.parametrize("heavy", HEAVY)
def test_no_formula_takes_long_or_raises(heavy: str) -> None:
    started = time.process_time()
    assert _equal(heavy, heavy) is not False
    assert _equal(heavy, f"{heavy}+1") is not True
    assert _equal("x+1", heavy) is not True
    assert time.process_time() - started < 2


def test_many_threads_find_what_one_finds_and_leave_mpmath_as_it_was() -> None:
    before = mpmath.mp.prec
    asked = [(f"\\sqrt{{{n}}}+\\ln(x^2+{n})+\\binom{{n}}{{{n % 3}}}", f"\\ln({n}+x^2)") for n in range(2, 40)]
    asked += [(f"\\sin({n}x)^2", f"1-\\cos({n}x)^2") for n in range(2, 40)]
    alone = [_equal(*pair) for pair in asked]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda pair: _equal(*pair), asked * 3)) == alone * 3
    assert set(alone) == {True, False}
    assert mpmath.mp.prec == before


def test_a_forked_child_compares_too() -> None:
    assert _equal("x+1", "1+x")
    forked = multiprocessing.get_context("fork")
    queue = forked.SimpleQueue()
    child = forked.Process(target=lambda: queue.put(_equal(r"\ln x^2", r"2\ln x")))
    child.start()
    child.join(60)
    assert queue.get() is True


def test_a_comparison_by_value_starts_no_process_and_a_number_imports_no_mpmath() -> None:
    program = (
        "import sys; from curate.grading import grade; sys.executable = '/no/such/python'\n"
        "print(grade('\\\\boxed{1,234}', '1234', 'math').status, 'mpmath' in sys.modules)\n"
        "print(grade('\\\\boxed{2\\\\ln x}', '\\\\ln x^2', 'math').status, 'sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["right", "False", "right", "False"]


@pytest.mark.parametrize(
    ("answer", "gold", "status"),
    [
        (r"2\ln x", r"\ln x^2", "right"),
        (r"\ln x^2", r"2\ln x", "right"),
        ("x", "|x|", "wrong"),
        (r"\frac{1}{\sqrt{2}}", r"\frac{\sqrt{2}}{2}", "right"),
        ("4x + 2y = 6", "2x + y = 3", "right"),
        (r"2\ln x \cdot 1", r"\ln x^2", "right"),
        (r"\sum_{k=1}^{2} \ln x", r"\ln x^2", "right"),
    ],
)
def test_the_grader_judges_by_value_whoever_computes_it(answer: str, gold: str, status: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", gold, "math", timeout_s=20).status == status
