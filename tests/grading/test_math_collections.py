r"""Answers of several parts: lists and intervals, sets in sets, ratios and times, signs for two, matrices, cases."""

import pytest

from curate.grading import grade

SAME = [
    ("(1,2)", ["1,2"]),
    ("1,2", ["(1,2)"]),
    ("[1,2,3]", ["1,2,3"]),
    ("2:3", ["4:6", "2/3"]),
    ("2:30", ["2:30"]),
    ("1:2", ["0.5"]),
    (r"\{\emptyset\}", [r"\{\emptyset\}"]),
    ("1,2,3", ["x=1, 2, or 3", "1 or 2 or 3", "x = 1, x = 2 or x = 3"]),
    (r"\{1\}", ["1"]),
    ("1", [r"\{1\}"]),
    (r"\{\emptyset,\{1\}\}", [r"\{\{1\},\{\}\}"]),
    ("-2, 2, 3", [r"\pm 2, 3", r"x=\pm 2, x=3", r"3, \pm 2"]),
    (r"0, \pm\sqrt3", [r"0, \sqrt3, -\sqrt3", r"\{-\sqrt3,0,\sqrt3\}"]),
    (r"\pm 1, \pm 2", ["1,-1,2,-2", r"\{\pm 1,\pm 2\}"]),
    (r"(\pm1,0)", ["(1,0),(-1,0)"]),
    ("(1,2),(1,-2)", [r"(1,\pm 2)", r"(x,y)=(1,\pm2)"]),
    (
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        [
            r"\begin{pmatrix}1&2\\[2pt]3&4\end{pmatrix}",
            r"\begin{pmatrix}1&2\cr 3&4\end{pmatrix}",
            r"\pmatrix{1&2\cr3&4}",
            r"\left(\matrix{1&2\cr 3&4}\right)",
            r"\begin{pmatrix}1&2\\ [2pt] 3&4\end{pmatrix}",
            r"\begin{bmatrix}1 & 2 \\[0.5em] 3 & 4 \\ \end{bmatrix}",
            r"\pmatrix{1&2\\3&4}",
        ],
    ),
    (r"\begin{pmatrix}\frac12\\[2pt]\frac13\end{pmatrix}", ["(1/2,1/3)"]),
    (
        r"f(x) = \begin{cases} x & x > 0 \\ -x & x \le 0\end{cases}",
        [
            r"\begin{cases} -x & x \le 0 \\ x & x > 0\end{cases}",
            r"\begin{cases} x & x > 0 \\ -x & \text{otherwise}\end{cases}",
            r"\begin{cases} x, & \text{if } x>0, \\ -x, & \text{else} \end{cases}",
        ],
    ),
    (
        r"\begin{cases} x & x > 0 \\ -x & \text{otherwise}\end{cases}",
        [
            r"f(x) = \begin{cases} x & x > 0 \\ -x & x \le 0\end{cases}",
            r"\begin{cases} x & 0<x \\ -x & \text{else}\end{cases}",
        ],
    ),
    ("5.2", [r"5.2 \approx 5"]),
    (r"\frac{10}{3}", [r"\frac{10}{3} \approx 3.33"]),
    ("5", [r"x \approx 5", r"\begin{pmatrix}5\end{pmatrix}"]),
    (r"A \cup B", [r"B \cup A"]),
    ("3/4", [r"\sin^2\theta=\frac34", r"\sin 2\theta=\frac34"]),
    ("0.5", [r"50\%"]),
    ("50", [r"50\%"]),
    (r"0.2\%", ["0.002"]),
    (r"(-\infty,-\sqrt2)\cup(\sqrt2,\infty)", [r"x<-\sqrt2 \text{ or } x>\sqrt2"]),
    (r"x<-\sqrt2 \text{ or } x>\sqrt2", [r"(-\infty,-\sqrt2)\cup(\sqrt2,\infty)", r"x<-\sqrt2, x>\sqrt2"]),
    (r"3\%", ["0.03"]),
    ("3:10", ["3/10"]),
]

OTHER = [
    ("0.0011_{2}", [r"\frac{1}{67}"]),
    ("[1,2)", ["1,2", "x=1, x=2", "1 or 2", r"1, \infty"]),
    ("[1,2]", ["1,2", "x=1, x=2", "1 or 2", r"1, \infty"]),
    (r"1 \le x < 2", ["1,2", "x=1, x=2", "1 or 2", r"1, \infty"]),
    ("x>1", ["1,2", "x=1, x=2", "1 or 2", r"1, \infty"]),
    (r"(1,\infty)", [r"1, \infty"]),
    ("2:30", ["1:15", "5:75", "1/15"]),
    ("1,2,3", ["1,2 or 3"]),
    (r"\emptyset", [r"\{\emptyset\}"]),
    (r"\{1\}", [r"\{1,\{1\}\}"]),
    (r"\{\emptyset\}", [r"\emptyset", r"\{\}"]),
    ("1", [r"\{\{1\}\}"]),
    (r"\{\{1\},\{2\}\}", [r"\{1,2\}"]),
    ("1,2", [r"\{1\},\{2\}"]),
    (r"\{\emptyset,\{1\}\}", [r"\{\{\emptyset\},\{1\}\}"]),
    ("-2,2,3", [r"\pm 3, 2", r"\pm 2", r"\pm 2, \pm 3"]),
    ("(1,2),(1,-2)", [r"(\pm1,2)", "(1,2)", r"(\pm 1,\pm 2)"]),
    ("(1,2),(-1,-2)", [r"(\pm1,\pm2)"]),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", [r"\pmatrix{1&2\cr4&3}"]),
    (
        r"f(x) = \begin{cases} x & x > 0 \\ -x & x \le 0\end{cases}",
        [
            r"\begin{cases} x & x \le 0 \\ -x & x > 0\end{cases}",
            r"\begin{cases} -x & x < 0 \\ x & \text{otherwise}\end{cases}",
            r"\begin{cases} -x & x > 0 \\ x & \text{otherwise}\end{cases}",
            r"\begin{cases} x & x > 0 \\ -x & x<0\end{cases}",
            r"\begin{cases} x & x > 0\end{cases}",
        ],
    ),
    (
        r"\begin{cases} x & x > 0 \\ -x & x<0\end{cases}",
        [r"\begin{cases} x & x > 0 \\ -x & \text{otherwise}\end{cases}"],
    ),
    ("5", [r"5 \approx 6", r"5 \approx 4"]),
    (r"A \cup B", ["A, B", r"\{A,B\}"]),
    ("30", [r"2\theta=30"]),
    ("0", ["x-2y=0"]),
    ("k", [r"n, n\in\mathbb{Z}"]),
    (r"(\{1\},2)", ["(1,2)"]),
    ("0.5", [r"0.5\%"]),
    (r"\frac23", [r"\frac23\%"]),
    (r"0.2\%", ["0.2"]),
    ("3:10", ["6:20"]),
]


@pytest.mark.parametrize(("gold", "answer"), [(gold, answer) for gold, answers in SAME for answer in answers])
def test_the_same_parts_in_another_form_are_right(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "math", timeout_s=10)
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), [(gold, answer) for gold, answers in OTHER for answer in answers])
def test_other_parts_are_wrong(gold: str, answer: str) -> None:
    verdict = grade(f"\\boxed{{{answer}}}", gold, "math", timeout_s=10)
    assert verdict.status == "wrong", verdict
