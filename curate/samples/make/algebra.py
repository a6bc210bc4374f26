"""Exercises in algebra and precalculus, each with a worked solution."""

from fractions import Fraction
from random import Random

from curate.samples.make.exercise import Exercise, boxed
from curate.samples.make.question import pick
from curate.samples.make.solved import fraction, linear, polynomial, whole_set

SMALL = [-9, -8, -7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 8, 9]


def _signed(number: int) -> str:
    return f"+ {number}" if number >= 0 else f"- {-number}"


def linear_equation(rng: Random) -> Exercise:
    """The unknown on both sides."""
    a, c = rng.sample(range(2, 10), 2)
    b, d = rng.choice(SMALL), rng.choice(SMALL)
    d += d == b
    answer = fraction(Fraction(d - b, a - c))
    problem = f"Solve ${linear(a, b)} = {linear(c, d)}$ for $x$."
    solution = f"Collecting the unknown on one side gives ${linear(a - c, 0)} = {d - b}$, so $x$ is {boxed(answer)}."
    return Exercise(problem=problem, solution=solution, answer=answer, subject="algebra", level=1)


def quadratic_roots(rng: Random) -> Exercise:
    """A quadratic equation with whole roots."""
    one, two = sorted(rng.sample(SMALL, 2))
    equation, answer = polynomial((1, -one - two, one * two)), whole_set((one, two))
    text = pick(rng, f"Find the set of all real solutions of ${equation} = 0$.", f"Solve ${equation} = 0$. Give a set.")
    solution = (
        f"The polynomial factors as $({linear(1, -one)})({linear(1, -two)})$, and a product is zero only "
        "where one of its "
        f"factors is. The solutions form the set {boxed(answer)}."
    )
    return Exercise(problem=text, solution=solution, answer=answer, subject="algebra", level=2)


def two_equations(rng: Random) -> Exercise:
    """Two linear equations, solved by a pair."""
    x, y = rng.choice(SMALL), rng.choice(SMALL)
    while True:
        a, b, c, d = (rng.randrange(2, 8) for _ in range(4))
        if a * d - b * c > 1:
            break
    determinant, answer = a * d - b * c, f"({x}, {y})"
    first, second = a * x + b * y, c * x + d * y
    problem = f"Find the pair $(x, y)$ with ${a}x + {b}y = {first}$ and ${c}x + {d}y = {second}$."
    solution = (
        f"Multiply the first equation by {d} and the second by {b}, then subtract: ${determinant}x = "
        f"{determinant * x}$, so "
        f"$x = {x}$. The first equation now gives ${b}y = {first - a * x}$, hence $y = {y}$. The pair is "
        f"{boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="algebra", level=3)


def expanded(rng: Random) -> Exercise:
    """A product of two linear factors."""
    a, c = rng.sample(range(2, 8), 2)
    b, d = rng.choice(SMALL), rng.choice(SMALL)
    answer = polynomial((a * c, a * d + b * c, b * d))
    problem = f"Expand and simplify $({linear(a, b)})({linear(c, d)})$."
    solution = (
        f"The products of the terms are ${a * c}x^2$, ${a * d}x$, ${b * c}x$ and ${b * d}$. Adding them up "
        f"gives {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="algebra", level=1)


def least_value(rng: Random) -> Exercise:
    """The vertex of a parabola."""
    a, h, k = rng.randrange(1, 5), rng.choice(SMALL), rng.choice(SMALL)
    given = polynomial((a, -2 * a * h, a * h * h + k))
    problem = f"What is the smallest value of ${given}$ for real $x$?"
    square = f"({linear(1, -h)})^2"
    solution = (
        f"Completing the square gives ${a if a > 1 else ''}{square} {_signed(k)}$. A square is never "
        "negative and vanishes at "
        f"$x = {h}$, so the smallest value is {boxed(str(k))}."
    )
    return Exercise(problem=problem, solution=solution, answer=str(k), subject="algebra", level=3)


def squares_of_roots(rng: Random) -> Exercise:
    """Symmetric functions of the roots."""
    while True:
        s, p = rng.randrange(4, 14), rng.choice(SMALL)
        if s * s - 4 * p > 0:
            break
    answer = str(s * s - 2 * p)
    problem = f"The equation ${polynomial((1, -s, p))} = 0$ has the roots $u$ and $v$. Find $u^2 + v^2$."
    solution = (
        f"By Vieta's formulas $u + v = {s}$ and $uv = {p}$. Hence $u^2 + v^2 = (u + v)^2 - 2uv = {s * s} "
        f"{_signed(-2 * p)}$, "
        f"which is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="intermediate_algebra", level=3)


def endless_sum(rng: Random) -> Exercise:
    """A geometric series."""
    first, bottom = rng.randrange(2, 13), rng.randrange(3, 9)
    top = rng.choice([n for n in range(1, bottom) if Fraction(n, bottom).denominator == bottom])
    ratio = Fraction(top, bottom)
    answer = fraction(first / (1 - ratio))
    problem = (
        f"An infinite geometric series has first term ${first}$ and common ratio ${fraction(ratio)}$. What is its sum?"
    )
    solution = (
        f"The sum is the first term divided by one less the ratio: ${first} : {fraction(1 - ratio)}$, that is "
        f"{boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="intermediate_algebra", level=3)


def distance_inequality(rng: Random) -> Exercise:
    """An inequality with an absolute value."""
    a, b = rng.choice(SMALL), rng.randrange(2, 12)
    answer = f"({a - b}, {a + b})"
    problem = f"Write the solution set of $|{linear(1, -a)}| < {b}$ as an interval."
    solution = (
        f"The inequality says that $x$ is less than ${b}$ away from ${a}$, that is ${a - b} < x < {a + b}$. "
        f"The interval is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="intermediate_algebra", level=2)


def remainder_at(rng: Random) -> Exercise:
    """The remainder theorem."""
    a, b, c, at = rng.randrange(1, 4), rng.choice(SMALL), rng.choice(SMALL), rng.choice([-3, -2, 2, 3])
    value = a * at**3 + b * at + c
    problem = f"What is the remainder when ${polynomial((a, 0, b, c))}$ is divided by ${linear(1, -at)}$?"
    solution = (
        f"By the remainder theorem it is the value of the polynomial at $x = {at}$: "
        f"${a * at**3} {_signed(b * at)} {_signed(c)}$, which is {boxed(str(value))}."
    )
    return Exercise(problem=problem, solution=solution, answer=str(value), subject="intermediate_algebra", level=3)


def logarithm(rng: Random) -> Exercise:
    """A logarithm between two powers of one number."""
    root = rng.choice([2, 3, 5])
    low, high = rng.choice([(2, 3), (2, 5), (3, 4), (3, 2), (4, 3), (3, 5), (4, 2), (2, 1), (4, 1), (5, 3)])
    answer = fraction(Fraction(high, low))
    problem = f"Evaluate $\\log_{{{root**low}}} {root**high}$."
    solution = (
        f"Let the value be $y$. Then ${root**low}^y = {root**high}$, which in powers of ${root}$ reads "
        f"${root}^{{{low}y}} = {root}^{{{high}}}$. So ${low}y = {high}$ and $y$ is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="intermediate_algebra", level=2)


def complex_product(rng: Random) -> Exercise:
    """A product of complex numbers."""
    a, b, c, d = (rng.choice(SMALL) for _ in range(4))
    real, imaginary = a * c - b * d, a * d + b * c
    imaginary_part = {1: "i", -1: "-i"}.get(imaginary, f"{imaginary}i")
    if real and imaginary:
        size = "" if abs(imaginary) == 1 else str(abs(imaginary))
        answer = f"{real} {'+' if imaginary > 0 else '-'} {size}i"
    else:
        answer = str(real) if not imaginary else imaginary_part
    problem = f"Simplify $({a} {_signed(b)}i)({c} {_signed(d)}i)$, where $i^2 = -1$."
    solution = (
        f"The real part is ${a * c} {_signed(-b * d)} = {real}$ and the coefficient of $i$ is "
        f"${a * d} {_signed(b * c)} = {imaginary}$. The product is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="precalculus", level=2)


def matrix_product(rng: Random) -> Exercise:
    """Two matrices of two rows."""
    a, b, c, d, e, f, g, h = (rng.randrange(-4, 6) for _ in range(8))

    def matrix(*cells: int) -> str:
        return f"\\begin{{pmatrix}} {cells[0]} & {cells[1]} \\\\ {cells[2]} & {cells[3]} \\end{{pmatrix}}"

    answer = matrix(a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)
    problem = f"Compute ${matrix(a, b, c, d)} {matrix(e, f, g, h)}$."
    solution = f"Multiplying the rows of the first matrix by the columns of the second gives {boxed(answer)}."
    return Exercise(problem=problem, solution=solution, answer=answer, subject="precalculus", level=2)


def other_ratio(rng: Random) -> Exercise:
    """From one trigonometric ratio to another."""
    short, long, slant = rng.choice([(3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (9, 40, 41)])
    quadrant = rng.choice(["second", "fourth"])
    name, other = ("sin", "cos") if quadrant == "second" else ("cos", "sin")
    top, rest = rng.choice([(short, long), (long, short)])
    answer = fraction(Fraction(-rest, slant))
    problem = (
        f"An angle $\\theta$ in the {quadrant} quadrant has $\\{name} \\theta = \\frac{{{top}}}{{{slant}}}$. "
        f"Find $\\{other} \\theta$."
    )
    solution = (
        f"From $\\sin^2 \\theta + \\cos^2 \\theta = 1$ we get $\\{other}^2 \\theta = "
        f"\\frac{{{rest**2}}}{{{slant**2}}}$. "
        f"In the {quadrant} quadrant $\\{other} \\theta$ is negative, so it equals {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="precalculus", level=3)


def composed(rng: Random) -> Exercise:
    """One function after another."""
    a, b, c = rng.randrange(2, 7), rng.choice(SMALL), rng.randrange(1, 7)
    answer = polynomial((a, 0, a * -c + b))
    problem = f"Let $f(x) = {linear(a, b)}$ and $g(x) = {polynomial((1, 0, -c))}$. Write $f(g(x))$ in simplest form."
    solution = (
        f"Substituting gives $f(g(x)) = {a}({polynomial((1, 0, -c))}) {_signed(b)}$, and this simplifies to "
        f"{boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="algebra", level=2)


MAKERS = (
    *(linear_equation, quadratic_roots, two_equations, expanded, least_value, squares_of_roots, endless_sum),
    *(distance_inequality, remainder_at, logarithm, complex_product, matrix_product, other_ratio, composed),
)
