"""Exercises in geometry, calculus and inequalities, each with a worked solution."""

from fractions import Fraction
from math import gcd
from random import Random

from curate.samples.make.exercise import Exercise, boxed
from curate.samples.make.solved import fraction, polynomial

TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (9, 40, 41))
GEOMETRY, CALCULUS, INEQUALITIES = "geometry", "calculus", "inequalities"


def root(number: int) -> str:
    r"""Return a square root in simplest form: `3`, `\sqrt{5}` or `2\sqrt{3}`."""
    outside = max(factor for factor in range(1, number + 1) if number % factor**2 == 0 and factor**2 <= number)
    inside = number // outside**2
    if inside == 1:
        return str(outside)
    return f"{outside if outside > 1 else ''}\\sqrt{{{inside}}}"


def triangle_area(rng: Random) -> Exercise:
    """Three corners in the plane."""
    while True:
        (a, b), (c, d), (e, f) = ((rng.randrange(-5, 8), rng.randrange(-5, 8)) for _ in range(3))
        twice = abs((c - a) * (f - b) - (e - a) * (d - b))
        if twice > 5:  # noqa: PLR2004 - a triangle that can be seen
            break
    answer = fraction(Fraction(twice, 2))
    problem = f"Find the area of the triangle with the corners $({a}, {b})$, $({c}, {d})$ and $({e}, {f})$."
    solution = (
        f"Two sides, as vectors from the first corner, are $({c - a}, {d - b})$ and $({e - a}, {f - b})$. "
        "The area is half "
        f"the size of $({c - a}) \\cdot ({f - b}) - ({e - a}) \\cdot ({d - b})$, so half of ${twice}$: {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=GEOMETRY, level=3)


def circle_radius(rng: Random) -> Exercise:
    """Completing two squares."""
    h, k, r = rng.choice([-5, -4, -3, -2, 2, 3, 4, 5]), rng.choice([-4, -3, -2, 2, 3, 4]), rng.randrange(2, 10)
    rest = h * h + k * k - r * r
    tail = "" if not rest else f" {'+' if rest > 0 else '-'} {abs(rest)}"
    signs = [f"{'+' if value < 0 else '-'} {2 * abs(value)}" for value in (h, k)]
    problem = f"What is the radius of the circle $x^2 + y^2 {signs[0]}x {signs[1]}y{tail} = 0$?"
    solution = (
        f"Completing both squares puts the centre at $({h}, {k})$ and leaves ${h * h + k * k - rest}$ on "
        "the other side, "
        f"which is the square of the radius. The radius is {boxed(str(r))}."
    )
    return Exercise(problem=problem, solution=solution, answer=str(r), subject=GEOMETRY, level=3)


def inscribed_circle(rng: Random) -> Exercise:
    """The circle inside a right triangle."""
    a, b, c = rng.choice(TRIPLES)
    scale = rng.randrange(1, 5)
    a, b, c = a * scale, b * scale, c * scale
    answer = str((a + b - c) // 2)
    problem = f"A right triangle has legs of length ${a}$ and ${b}$. What is the radius of its inscribed circle?"
    solution = (
        f"The hypotenuse is ${c}$. The tangents from each corner are equal, which makes the hypotenuse "
        f"$({a} - r) + ({b} - r)$. Hence $2r = {a} + {b} - {c}$, and $r$ is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=GEOMETRY, level=3)


def cone_volume(rng: Random) -> Exercise:
    """A cone, from its slant height."""
    radius, height, slant = rng.choice(TRIPLES[:4])
    if rng.random() < 0.5:  # noqa: PLR2004 - an even chance
        radius, height = height, radius
    volume = Fraction(radius**2 * height, 3)
    answer = f"{volume}\\pi" if volume.denominator == 1 else f"\\frac{{{volume.numerator}\\pi}}{{3}}"
    problem = f"A cone has base radius ${radius}$ and slant height ${slant}$. What is its volume?"
    solution = (
        f"The height is $\\sqrt{{{slant}^2 - {radius}^2}} = {height}$, so the volume is "
        f"$\\frac{{1}}{{3}} \\pi \\cdot {radius**2} \\cdot {height}$, that is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=GEOMETRY, level=3)


def space_diagonal(rng: Random) -> Exercise:
    """The longest line in a box."""
    a, b, c = sorted(rng.randrange(2, 11) for _ in range(3))
    total = a * a + b * b + c * c
    answer = root(total)
    problem = f"A box measures ${a}$ by ${b}$ by ${c}$. How long is its space diagonal?"
    solution = f"Its square is ${a * a} + {b * b} + {c * c} = {total}$, so the diagonal is {boxed(answer)}."
    return Exercise(problem=problem, solution=solution, answer=answer, subject=GEOMETRY, level=2)


def ratio_of_areas(rng: Random) -> Exercise:
    """A line parallel to a side."""
    while True:
        part, rest = rng.randrange(1, 8), rng.randrange(1, 8)
        if part != rest and gcd(part, rest) == 1:
            break
    answer = fraction(Fraction(part, part + rest) ** 2)
    problem = (
        f"In triangle $ABC$, point $D$ lies on $AB$ with $AD = {part}$ and $DB = {rest}$. The parallel to "
        "$BC$ through $D$ "
        "meets $AC$ in $E$. What fraction of the area of $ABC$ is the area of $ADE$?"
    )
    solution = (
        f"The triangles are similar with ratio $AD : AB = {part} : {part + rest}$, and areas go with the square of the "
        f"ratio. The fraction is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=GEOMETRY, level=3)


def slope_at(rng: Random) -> Exercise:
    """A derivative at a point."""
    a, b, c, at = rng.randrange(1, 6), rng.randrange(-6, 7), rng.randrange(2, 10), rng.choice([-2, -1, 1, 2, 3])
    value = 3 * a * at**2 + 2 * b * at + c
    problem = f"Let $f(x) = {polynomial((a, b, c, 0))}$. Find $f'({at})$."
    solution = f"The derivative is ${polynomial((3 * a, 2 * b, c))}$, and at $x = {at}$ it is {boxed(str(value))}."
    return Exercise(problem=problem, solution=solution, answer=str(value), subject=CALCULUS, level=2)


def area_under(rng: Random) -> Exercise:
    """A definite integral."""
    a, c, end = rng.randrange(1, 6), rng.randrange(1, 8), rng.randrange(1, 5)
    value = Fraction(a * end**3, 3) + c * end
    answer = fraction(value)
    problem = f"Evaluate $\\int_0^{{{end}}} ({polynomial((a, 0, c))})\\, dx$."
    solution = (
        f"An antiderivative is ${fraction(Fraction(a, 3)) if a != 3 else ''}x^3 + {c if c > 1 else ''}x$. "  # noqa: PLR2004
        f"It vanishes at $0$, and at ${end}$ it is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=CALCULUS, level=3)


def least_sum(rng: Random) -> Exercise:
    """The inequality of the means."""
    a, b = rng.randrange(1, 10), rng.randrange(2, 13)
    answer = root(4 * a * b)
    problem = f"What is the smallest value of ${a if a > 1 else ''}x + \\frac{{{b}}}{{x}}$ for positive $x$?"
    solution = (
        f"The product of the two terms is always ${a * b}$, so by the inequality of the arithmetic and geometric means "
        f"their sum is at least $2\\sqrt{{{a * b}}}$, with equality where the terms agree. The value is "
        f"{boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=INEQUALITIES, level=4)


def largest_product(rng: Random) -> Exercise:
    """A product whose factors have a fixed weighted sum."""
    a, b, half = rng.randrange(2, 6), rng.randrange(2, 6), rng.randrange(3, 16)
    answer = fraction(Fraction(half * half, a * b))
    problem = f"Positive numbers $x$ and $y$ satisfy ${a}x + {b}y = {2 * half}$. What is the largest value of $xy$?"
    solution = (
        f"By the inequality of the means ${a}x \\cdot {b}y \\le {half}^2$, with equality for ${a}x = {b}y = {half}$. "
        f"Dividing by ${a * b}$ gives {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=INEQUALITIES, level=4)


MAKERS = (
    *(triangle_area, circle_radius, inscribed_circle, cone_volume, space_diagonal, ratio_of_areas),
    *(slope_at, area_under, least_sum, largest_product),
)
