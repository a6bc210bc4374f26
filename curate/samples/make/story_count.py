"""Solvers for the stories about counting, chance and whole numbers."""

from fractions import Fraction
from math import comb, factorial, lcm, perm
from random import Random

from curate.samples.make.solved import Solved, Solver, decimal, fraction, whole_set


def equal_bundles(rng: Random, _: str) -> Solved:
    """The greatest common divisor."""
    bundles, (a, b) = rng.randrange(6, 19), rng.choice([(4, 7), (5, 6), (3, 8), (5, 9), (7, 9), (4, 9), (5, 8)])
    return Solved({"a": a * bundles, "b": b * bundles}, str(bundles))


def together_again(rng: Random, text: str) -> Solved:
    """The least common multiple."""
    few = [(6, 8, 9), (4, 6, 10), (10, 12, 15), (8, 12, 18), (9, 12, 15), (6, 10, 14), (8, 10, 15), (9, 10, 12)]
    many = [(20, 30, 45), (30, 40, 60), (15, 20, 50), (20, 25, 30), (30, 45, 60)]
    a, b, c = rng.choice(many if "patients" in text else few)
    return Solved({"a": a, "b": b, "c": c}, str(lcm(a, b, c)))


def leftovers(rng: Random, _: str) -> Solved:
    """Two remainders fix a number below the product."""
    a, b = rng.choice([(4, 7), (5, 7), (7, 9), (5, 9), (7, 8), (8, 9), (4, 9), (5, 8), (7, 10)])
    fitting = [number for number in range(2 * b, a * b) if number % a >= 2 and number % b >= 2]  # noqa: PLR2004
    number = rng.choice(fitting)
    return Solved({"a": a, "r": number % a, "b": b, "s": number % b, "m": a * b}, str(number))


def with_a_specialist(rng: Random, _: str) -> Solved:
    """All choices less those without."""
    n, m, k = rng.randrange(8, 13), rng.randrange(2, 5), rng.randrange(3, 5)
    return Solved({"n": n, "m": m, "k": k}, str(comb(n, k) - comb(n - m, k)))


def side_by_side(rng: Random, _: str) -> Solved:
    """Two that count as one, in two orders."""
    n = rng.randrange(5, 9)
    return Solved({"n": n}, str(2 * factorial(n - 1)))


def same_colour(rng: Random, _: str) -> Solved:
    """Pairs of one colour among all pairs."""
    a, b = rng.sample(range(3, 11), 2)
    return Solved({"a": a, "b": b}, fraction(Fraction(comb(a, 2) + comb(b, 2), comb(a + b, 2))))


def at_least_once(rng: Random, _: str) -> Solved:
    """One less the chance of never."""
    k, n = rng.randrange(3, 9), rng.choice([2, 3])
    return Solved({"k": k, "k_1": k - 1, "n": n}, fraction(1 - Fraction(k - 1, k) ** n))


def average_prize(rng: Random, text: str) -> Solved:
    """Expected value."""
    scale = 10 if "raffle" in text else 1
    while True:
        n, a, b = rng.choice([8, 10, 12, 16, 20]), rng.randrange(2, 4), rng.randrange(3, 6)
        p, q = rng.randrange(6, 21), rng.randrange(2, 6)
        mean = Fraction(a * p + b * q, n)
        if a != b and a + b < n and mean.denominator in {1, 2, 4, 5}:
            return Solved({"n": n * scale, "a": a * scale, "b": b * scale, "p": p, "q": q}, decimal(mean))


def sum_and_product(rng: Random, _: str) -> Solved:
    """Two numbers as the roots of an equation."""
    one, two = sorted(rng.sample(range(7, 30), 2))
    return Solved({"p": one * two, "s": one + two, "twice": 2 * (one + two)}, whole_set((one, two)))


def group_sizes(rng: Random, _: str) -> Solved:
    """Divisors between two bounds, none of which is one of them."""
    while True:
        n, low = rng.choice([48, 60, 72, 84, 90, 96, 108, 120, 144, 168, 180]), rng.randrange(3, 7)
        high = rng.randrange(low + 8, 31)
        sizes = [size for size in range(low + 1, high) if n % size == 0]
        if n % low and n % high and 2 <= len(sizes) <= 5:  # noqa: PLR2004 - a set worth asking for
            return Solved({"n": n, "lo": low, "hi": high}, whole_set(sizes))


def sure_draw(rng: Random, _: str) -> Solved:
    """The worst case, and one more."""
    while True:
        counts, m = [rng.randrange(3, 14) for _ in range(3)], rng.randrange(4, 8)
        if len(set(counts)) == 3 and min(counts) < m - 1 and sorted(counts)[1] >= m:  # noqa: PLR2004 - three colours
            rng.shuffle(counts)
            a, b, c = counts
            return Solved({"a": a, "b": b, "c": c, "m": m}, str(sum(min(count, m - 1) for count in counts) + 1))


def survey(rng: Random, _: str) -> Solved:
    """Two sets that overlap."""
    only_a, only_b, both, x = (rng.randrange(8, 30) for _ in range(4))
    return Solved({"n": only_a + only_b + both + x, "a": only_a + both, "b": only_b + both, "x": x}, str(both))


def door_codes(rng: Random, _: str) -> Solved:
    """Powers for the letters, falling products for the digits."""
    letters, allowed, digits = rng.choice([2, 3]), rng.randrange(3, 8), rng.choice([2, 3])
    return Solved({"l": letters, "m": allowed, "d": digits}, str(allowed**letters * perm(10, digits)))


def handshakes(rng: Random, _: str) -> Solved:
    """From the pairs back to the people."""
    people = rng.randrange(8, 26)
    return Solved({"t": comb(people, 2)}, str(people))


def detour_routes(rng: Random, _: str) -> Solved:
    """Ways to the point between, times ways on from there."""
    c, d = rng.randrange(2, 4), rng.randrange(2, 4)
    a, b = c + rng.randrange(2, 4), d + rng.randrange(2, 5)
    return Solved({"a": a, "b": b, "c": c, "d": d}, str(comb(c + d, c) * comb(a + b - c - d, a - c)))


def handing_out(rng: Random, _: str) -> Solved:
    """Bars between stars."""
    k = rng.randrange(3, 6)
    n = rng.randrange(k + 3, 15)
    return Solved({"n": n, "k": k}, str(comb(n - 1, k - 1)))


def neighbours(step: int, parity: int | None) -> Solver:
    """Return the solver for three numbers `step` apart whose sum is known; `parity` 0 or 1 makes them even or odd."""

    def solve(rng: Random, _: str) -> Solved:
        middle = rng.choice([n for n in range(11, 120) if parity is None or n % 2 == parity])
        return Solved({"s": 3 * middle}, whole_set((middle - step, middle, middle + step)))

    return solve


SOLVERS: dict[str, tuple[str, Solver]] = {
    "equal_bundles": ("greatest common divisors", equal_bundles),
    "together_again": ("least common multiples", together_again),
    "leftovers": ("remainders", leftovers),
    "with_a_specialist": ("combinations", with_a_specialist),
    "side_by_side": ("permutations", side_by_side),
    "same_colour": ("probability", same_colour),
    "at_least_once": ("probability", at_least_once),
    "average_prize": ("expected value", average_prize),
    "sum_and_product": ("quadratic equations", sum_and_product),
    "group_sizes": ("divisors", group_sizes),
    "sure_draw": ("the pigeonhole principle", sure_draw),
    "survey": ("sets", survey),
    "door_codes": ("counting", door_codes),
    "handshakes": ("combinations", handshakes),
    "detour_routes": ("lattice paths", detour_routes),
    "handing_out": ("stars and bars", handing_out),
    "neighbours_even": ("linear equations", neighbours(2, 0)),
    "neighbours_odd": ("linear equations", neighbours(2, 1)),
    "neighbours_seats": ("linear equations", neighbours(1, None)),
}
"""Idea of a story to the skill that it trains, and its solver."""
