"""What is read as a formula, and what is not surely one; the reading agrees with that of the symbolic worker."""

import json
import random
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.grading.formula.evaluate import compare
from curate.grading.formula.nodes import Constant, Equality, Name, Node, Number
from curate.grading.formula.reading import LONGEST, parse, readings
from curate.grading.formula.value import Calculator
from curate.grading.mathematics.latex import tidy
from curate.grading.symbolic import worker as symbolic_worker

SCALER = sorted((Path(__file__).parents[2] / ".." / "shared" / "data" / "deepscaler40k_levels").glob("*/train.json"))

SPELLED_ALIKE = [
    ("x_{1}", "x_1"),
    ("x_{12}", "x_12"),
    (r"\sin(x)", "sin(x)"),
    (r"\operatorname{arctan}(x)", r"\arctan(x)"),
    (r"\sin^{-1} x", r"\arcsin x"),
    ("x^{-1}", "x^-1"),
    ("x**2", "x^2"),
    (r"3 \cdot x", "3*x"),
    (r"\mathrm{e}^x", "e^x"),
    (r"\frac12", r"\frac{1}{2}"),
    ("[x+1]y", "(x+1)y"),
    ("{x}^{2}", "x^2"),
    ("x^(n+1)", "x^{n+1}"),
    (r"\left|x\right|", r"\lvert x\rvert"),
    ("0.5x", r".5x"),
]
READ_AS = [
    (r"2\frac{1}{2}", r"\frac{5}{2}"),
    (r"-2\frac{1}{2}", r"-\frac{5}{2}"),
    ("3(2)", "6"),
    ("-x^2", "-(x^2)"),
    ("2n!", "2(n!)"),
    ("n!^2", "(n!)^2"),
    ("5!!", "15"),
    ("6!!", "48"),
    (r"\sin 2x", r"\sin(2x)"),
    (r"\sin 2\pi x", r"\sin(2\pi x)"),
    (r"\sin x^2", r"\sin(x^2)"),
    (r"\sin^2 3x", r"(\sin(3x))^2"),
    (r"\sin(x)^2", r"(\sin(x))^2"),
    (r"\sin(x)y", r"y\sin(x)"),
    (r"\sin x \cos x", r"(\cos x)(\sin x)"),
    (r"3\sec\frac{1}{2}\theta", r"3\sec(\frac{\theta}{2})"),
    (r"\ln\ln x", r"\ln(\ln(x))"),
    (r"\log_2 8", "3"),
    (r"\log_{2}(x)", r"\frac{\ln(x)}{\ln(2)}"),
    (r"\log 100", "2"),
    ("1/2/3", r"\frac{1}{6}"),
    (r"2 \cdot 3/4", r"\frac{3}{2}"),
    (r"x \cdot -2", "-2x"),
    ("2--3", "5"),
    ("x^23", "x^{23}"),
    (r"n 2^{n-2}", r"n\cdot (2^{n-2})"),
    (r"\sqrt{2}3", r"3\sqrt{2}"),
    (r"\sqrt[3]{-8}", "-2"),
    (r"\sqrt[4]{16}", "2"),
    (r"2|x|", r"|x|+|x|"),
    (r"|x||y|", r"|xy|"),
    (r"||x|-9|", r"|9-|x||"),
    (r"x(x+1)", "x^2+x"),
    (r"\pi(r+1)", r"\pi r+\pi"),
    (r"\binom{n}{2}", r"\frac{n(n-1)}{2}"),
    (r"\lfloor \frac{7}{2} \rfloor + \lceil \frac{7}{2} \rceil", "7"),
    (r"\gcd(12, 18)", "6"),
    (r"\operatorname{lcm}(4, 6)", "12"),
    (r"\max(2, \sqrt{5}) - \min(2, \sqrt{5})", r"\sqrt{5}-2"),
    (r"\sin 30^\circ", r"\frac{1}{2}"),
    (r"180^{\circ}", r"\pi"),
    (r"0.1\overline{6}", r"\frac{1}{6}"),
    ("i^2", "-1"),
    (r"e^{i\pi/2}", "i"),
    (r"sqrt(2)/2", r"\frac{1}{\sqrt{2}}"),
    (r"\frac{9! 8!}{7!}", "72*8!"),
    (r"\exp(2)", "e^2"),
    ("1/2x", r"\frac{x}{2}"),
    ("-3/4x^2y", r"-\frac{3x^2y}{4}"),
    (r"2/3\pi r", r"\frac{2\pi r}{3}"),
    (r"1/2\sqrt{3}", r"\frac{\sqrt{3}}{2}"),
    ("1/2e^{3x}", r"\frac{e^{3x}}{2}"),
    ("1-1/2x", r"1-\frac{x}{2}"),
    ("I^2R", "R*I*I"),
]
IN_TWO_WAYS = [
    ("a/bc", r"\frac{ac}{b}", r"\frac{a}{bc}"),
    ("1/2(x)", r"\frac{x}{2}", r"\frac{1}{2x}"),
    (r"\sin x/2", r"\frac{\sin(x)}{2}", r"\sin(\frac{x}{2})"),
    (r"3\cos^2 x/4", r"\frac{3(\cos(x))^2}{4}", r"3(\cos(\frac{x}{4}))^2"),
    ("2^3^2", "64", "512"),
]
NOT_SURELY_A_FORMULA = [
    "", " ", "1/2(x)", "a/bc", "1/2i", "1/2e", "1/2/3x", "1.5/2x", "a/2x",
    "2^3!", "x^y^z", r"\sin x/2", r"\ln 2 \cdot 3", r"\ln(x)^2",
    r"\sin\frac{x}{2}y", r"\sin x(x+1)", "f(x)", "f(x+1)", "a(2)", "x(t)", "f'(x)", "f^{-1}(x)", r"\phi(n+1)", "x2",
    "3 4", "2 y 3", r"2\frac{3}{2}", r"3\frac{1}{4}x", "|x|y|z|", "|x", "1e5", "2E3", "dx", r"\frac{dy}{dx}",
    r"\infty", "50%", r"\sum_{k=1}^{3} k", r"\int_0^1 x", r"\lim_{x \to 0} x", r"\begin{pmatrix} 1 \end{pmatrix}",
    "101_2", r"3 \mod 5", r"\pm 2", "a:b", "x=y=2", "x < 2", "x, y", r"\text{abc}", "A^T", r"\max\{2, 3\}", "(x", "x)",
    r"\frac{1}", r"\sqrt", "x^", "_2", "!", "n!!!", "xsin", r"\unheardof{x}", "x \u2248 2", r"\sin^{-1}", "+", "x=",
]  # fmt: skip

NUMBERS = st.integers(1, 30).map(str)
LETTERS = st.sampled_from(["x", "y", "n", r"\theta", "x_1", r"\pi"])
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
PIECES = st.lists(
    st.sampled_from(
        r"\frac \sqrt \sin \ln \log \binom \cdot \pi \overline{3} \lfloor \rfloor \circ \text{e} sqrt sin { } ( ) [ ] "
        r"^ _ | ! ' = + - * / , . 0 7 12 x y i e n f".split()
    ),
    max_size=16,
).map("".join)


def _grown(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return formulas of smaller ones, written so that nobody reads them in two ways."""
    pair = st.tuples(smaller, smaller)
    return st.one_of(
        pair.map(lambda two: f"{two[0]}+{two[1]}"),
        pair.map(lambda two: f"{two[0]}-({two[1]})"),
        pair.map(lambda two: f"({two[0]})(y+{two[1]})"),
        pair.map(lambda two: f"({two[0]}) \\cdot ({two[1]})"),
        pair.map(lambda two: f"\\frac{{{two[0]}}}{{{two[1]}}}"),
        smaller.map(lambda one: f"\\sqrt{{{one}}}"),
        smaller.map(lambda one: f"({one})^{{2}}"),
        smaller.map(lambda one: f"-({one})"),
        smaller.map(lambda one: f"\\sin({one})"),
        smaller.map(lambda one: f"\\ln(2+({one})^2)"),
        smaller.map(lambda one: f"2 \\cdot |({one})|"),  # in `2|x| + 2|y|` the third bar may close or open
        LETTERS.map(lambda letter: f"2{letter}^3"),
    )


FORMULAS = st.recursive(NUMBERS | LETTERS, _grown, max_leaves=5)


def _read(text: str) -> Node:
    node = parse(tidy(text))
    assert node is not None, text
    return node


@pytest.mark.parametrize(("one", "other"), SPELLED_ALIKE)
def test_two_spellings_are_one_formula(one: str, other: str) -> None:
    assert _read(one) == _read(other)


@pytest.mark.parametrize(("text", "meaning"), READ_AS)
def test_a_formula_is_read_as_people_read_it(text: str, meaning: str) -> None:
    finding = compare(_read(text), _read(meaning))
    assert finding is not None
    assert finding.equal


@pytest.mark.parametrize("text", NOT_SURELY_A_FORMULA)
def test_what_is_read_in_two_ways_or_in_none_is_no_formula(text: str) -> None:
    assert parse(tidy(text)) is None


@pytest.mark.parametrize(("text", "apart", "close"), IN_TWO_WAYS)
def test_what_is_read_in_two_ways_has_both_readings(text: str, apart: str, close: str) -> None:
    read = readings(tidy(text))
    assert len(read) == 2
    for reading, meaning in zip(read, (apart, close), strict=True):
        finding = compare(reading, _read(meaning))
        assert finding is not None
        assert finding.equal


def test_names_numbers_and_constants_are_kept_exactly() -> None:
    assert _read("3.25") == Number(Fraction(13, 4))
    assert _read(r"0.\overline{3}") == Number(Fraction(1, 3))
    assert _read("x'") == Name("x'")
    assert _read(r"\alpha_{n+1}") == Name("alpha_n+1")
    assert _read("R") != _read("r")
    assert _read(r"\pi") == Constant("pi")
    assert _read("i_1") == Name("i_1")
    assert _read(r"\overline{AB}") != _read("AB")
    assert _read("x = 2") == Equality(Name("x"), Number(Fraction(2)))


def test_what_is_too_long_or_too_deep_is_no_formula() -> None:
    assert parse("+".join(["x"] * LONGEST)) is None
    assert parse("(" * 40 + "x" + ")" * 40) is None
    assert parse(r"\ln" * 300 + " x") is None
    assert parse("(" * 20 + "x" + ")" * 20) == Name("x")


@pytest.mark.parametrize(
    "piece", ["(", "|", "-", "{", "x^", r"\sin ", r"\ln", r"\frac{1}{", "_", "'", "\\", "x!", "1.", ","]
)
def test_reading_takes_no_time_whatever_is_repeated(piece: str) -> None:
    started = time.process_time()
    parse(piece * (LONGEST // len(piece)))
    parse(piece * (LONGEST // len(piece) - 1) + "=")
    assert time.process_time() - started < 0.5


@given(ANY_TEXT | PIECES)
@settings(max_examples=400, deadline=None)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    node = parse(text)
    assert node is None or compare(node, node) is None or compare(node, node).equal is not False  # type: ignore[union-attr]


@given(FORMULAS, FORMULAS, st.booleans())
@settings(max_examples=30, deadline=None)
def test_the_reading_agrees_with_the_symbolic_workers(one: str, other: str, alike: bool) -> None:  # noqa: FBT001
    other = f"1+({one})-1" if alike else other
    ours = compare(_read(one), _read(other))
    if ours is not None:
        theirs, _ = symbolic_worker.compare(one, other, None)
        assert theirs in (None, ours.equal)


@pytest.mark.real
@pytest.mark.skipif(not SCALER, reason="the real data sets are not there")
def test_real_gold_answers_are_read_with_the_value_that_the_symbolic_worker_reads() -> None:
    golds = sorted({row["answer"] for path in SCALER for row in json.loads(path.read_text("utf-8"))})
    texts = [tidy(gold) for gold in golds if "\\" in gold and not set("_,:<>%") & set(gold)]
    texts = [text for text in texts if "\\text" not in text and "circ" not in text]
    sample = random.Random(11).sample(texts, 200)
    read = [(text, node) for text in sample if isinstance(node := parse(text), Node) and not isinstance(node, Equality)]
    assert len(read) > 150
    calculator = Calculator(60)
    checked = 0
    for text, node in read[:80]:
        calculator.effort = 0
        try:
            value = calculator.value(node, {})
        except KeyError:  # it has variables
            continue
        if calculator.real(value):
            decimal = f"\\frac{{{int(calculator.mp.nint(calculator.inexact(value) * 10**50))}}}{{{10**50}}}"
            assert symbolic_worker.compare(text, decimal, None)[0], text
            checked += 1
    assert checked > 30
