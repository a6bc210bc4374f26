r"""What is stated rather than counted: equations, inequalities, conclusions, and letters that run through a set."""

import pytest

from curate.grading import grade

SAME = [
    (r"p \implies q", [r"p \Rightarrow q"]),
    ("5", [r"2x = 10 \Rightarrow x = 5", "xy=5", r"\mathrm{E}(X)=5", "S_{n+1}=5"]),
    ("25", ["m+n=25", "x+y=25", "a^2+b^2=25", "f(-1)+f(2)=25", r"\mathbb{E}[X]=25", r"x_{\text{max}}=25", "25=m+n"]),
    ("3/4", [r"\frac{m}{n}=\frac34"]),
    (
        "1/2",
        [
            r"P(X>2)=\frac12",
            r"P(-1<Z<1)=\frac12",
            r"\mathbb{P}(A)=\frac12",
            "P(X=2)=0.5",
            r"P(X \geq 2) = 0.5",
            r"\mathbb{P}(X \leq 3)=1/2",
            r"\Pr(X=1)=1/2",
        ],
    ),
    ("xy=12", ["y=12/x", r"y=\frac{12}{x}", r"x=\frac{12}{y}"]),
    ("PV=nRT", ["P=nRT/V", r"P=\frac{nRT}{V}", r"\frac{PV}{T}=nR"]),
    ("V=IR", ["I=V/R", r"I=\frac{V}{R}"]),
    ("y=3x-5", [r"\frac{y-1}{x-2}=3"]),
    ("xy=1", ["yx=1"]),
    (r"\frac1f=\frac1u+\frac1v", [r"f=\frac{uv}{u+v}"]),
    ("f(x)=x^2+1", ["y=x^2+1"]),
    ("y=2x+1", ["f(x)=2x+1"]),
    (
        r"2k\pi, k\in\mathbb{Z}",
        [
            r"2\pi n, n\in\mathbb{Z}",
            r"2k\pi",
            r"2n\pi",
            r"x=2k\pi, k\in\mathbb{Z}",
            r"2k\pi\ (k\in\mathbb{Z})",
            r"2k\pi \text{ for } k \in \mathbb{Z}",
            r"2k\pi, \text{ where } k \text{ is an integer}",
            r"2\pi k \text{ for integer } k",
            r"2\pi n \text{ where } n \in \mathbb Z",
        ],
    ),
    ("x^2+C", [r"x^2+C, C\in\mathbb{R}", r"x^2+C \quad (C \in \mathbb{R})"]),
    (
        r"x=\frac{\pi}{6}+2k\pi, x=\frac{5\pi}{6}+2k\pi, k\in\mathbb{Z}",
        [r"x=\frac{\pi}{6}+2n\pi, \frac{5\pi}{6}+2n\pi, n\in\mathbb{Z}"],
    ),
    (r"2k\pi", [r"2k\pi, k\in\mathbb{Z}"]),
    ("y>2x+1", ["y-2x>1", "2y>4x+2", "2x+1<y", "2x-y<-1", "-y<-2x-1", r"x<\frac{y-1}{2}"]),
    (r"2x+3y\leq 6", [r"3y+2x\leq 6", r"y\leq 2-\frac{2}{3}x", r"6\geq 2x+3y", r"4x+6y \le 12"]),
    ("x=2, x=-3", ["x_1=2, x_2=-3", r"x_{1}=-3, x_{2}=2"]),
]

OTHER = [
    (r"p \implies q", ["q", r"r \implies q", "p"]),
    ("5", [r"6 \Rightarrow 5", r"p \Rightarrow 5", "x+y=5+z", "x+5=y"]),
    (r"x=2 \Rightarrow x^2=4", ["x^2=4"]),
    ("25", ["m+n=24", "25=5", "x^2=25", "2x=25", "x+1=25", "25x=y", "x(x+1)=25"]),
    ("1/2", [r"P(X>2)=\frac13", "P(X>1/2)", "P(X>1/2)=1/3"]),
    ("x=1", ["x^2=x", r"x=\frac{x}{x}+x-x^2"]),
    ("x^2=x", [r"x=\frac{x}{x}", "x=1"]),
    ("xy=x^2", [r"y=\frac{x^2}{x}", "y=x"]),
    ("xy=12", ["y=x/12", "y=12x", r"y=\frac{6}{x}", "yx=6"]),
    ("V=IR", [r"I=\frac{R}{V}", "I=VR"]),
    (r"\frac1f=\frac1u+\frac1v", [r"f=\frac{u+v}{uv}", "f=u+v"]),
    ("y=x", [r"\frac{y}{x}=\frac{x}{y}"]),
    ("f(x)=x^2+1", ["g(x)=x^2+1", "y=x^2-1", "x=y^2+1"]),
    ("y=2x+1", ["f(x)=2x-1"]),
    (
        r"2k\pi, k\in\mathbb{Z}",
        [r"k\pi, k\in\mathbb{Z}", r"2k\pi, k\in\mathbb{N}", r"2\pi", r"\mathbb{Z}", r"2x\pi", r"2k\pi, k\in\mathbb{R}"],
    ),
    ("x^2+C", ["x^2", r"x^2, C\in\mathbb{R}"]),
    (r"2k\pi", [r"2k\pi, k \in \mathbb{N}"]),
    (r"n, m \in \mathbb{Z}", [r"m, m\in\mathbb{Z}"]),
    ("n>2", [r"n>2, n\in\mathbb{Z}"]),
    ("y>2x+1", [r"y-2x\geq 1", "y-2x<1", "2x-y>-1", "y-2x>2", "-y>-2x-1", "2x-y>1"]),
    (r"2x+3y\leq 6", [r"2x+3y\geq 6", "2x+3y=6", "2x+3y<6", r"y\geq 2-\frac23x"]),
    ("xy>1", [r"y>\frac1x"]),
    ("x>2", ["2x>4", "x-2>0", "2x>5", "-2x>-4", "2-x>0", "2y>4", r"2x\geq 4", "x^2>4", "|x|>2", "x^2>2x", "2x=4"]),
    (r"(2,\infty)", ["2x>4", "x-2>0"]),
    ("x>0", ["|x|>0", "x^3>0", "-x>0"]),
    ("x_1=2, x_2=-3", ["x_1=-3, x_2=2"]),
    ("x=5", ["x_n=5", "y_1=5"]),
    ("x>y", ["y>x"]),
]


@pytest.mark.parametrize(("gold", "answer"), [(gold, answer) for gold, answers in SAME for answer in answers])
def test_the_same_statement_in_another_form_is_right(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "math", timeout_s=10)
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), [(gold, answer) for gold, answers in OTHER for answer in answers])
def test_another_statement_is_wrong(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "math", timeout_s=10)
    assert verdict.status == "wrong", verdict
