"""Solvers for the stories about work, money, mixtures and averages."""

from fractions import Fraction
from random import Random

from curate.samples.make.solved import Solved, Solver, decimal, fraction, linear
from curate.samples.make.wording import listed

HUNDRED = 100


def pooled_work(rng: Random, _: str) -> Solved:
    """Two rates add up."""
    pairs = [(3, 6), (4, 12), (6, 12), (10, 15), (5, 20), (6, 30), (12, 24), (8, 24), (9, 18), (14, 35), (12, 60)]
    a, b = rng.choice(pairs)
    return Solved({"a": a, "b": b}, str(a * b // (a + b)))


def mixture(rng: Random, _: str) -> Solved:
    """What the cheap part lacks, the dear part brings."""
    below, above = rng.choice([(2, 3), (1, 3), (3, 5), (2, 5), (4, 3), (3, 2), (2, 7)])
    amount, p = above * rng.randrange(4, 13), rng.randrange(6, 15)
    return Solved({"n": amount, "p": p, "q": p + below + above, "r": p + below}, str(amount * below // above))


def discount_total(rng: Random, _: str) -> Solved:
    """Only a part of the bill is reduced."""
    n, p, d, s = rng.randrange(4, 16), 5 * rng.randrange(4, 13), rng.choice([10, 20, 30, 40]), rng.randrange(6, 30)
    return Solved({"n": n, "p": p, "d": d, "s": s}, decimal(Fraction(n * p * (HUNDRED - d), HUNDRED) + s))


def ups_and_downs(rng: Random, _: str) -> Solved:
    """Factors multiply."""
    pairs = [(10, 20), (20, 25), (25, 40), (20, 30), (10, 30), (50, 40), (25, 28), (40, 50), (10, 40), (20, 40)]
    a, b = rng.choice(pairs)
    return Solved({"a": a, "b": b}, decimal(HUNDRED - Fraction((HUNDRED + a) * (HUNDRED - b), HUNDRED)))


def before_discount(rng: Random, _: str) -> Solved:
    """Divide, do not multiply."""
    before, d = 20 * rng.randrange(4, 26), rng.choice([10, 15, 20, 25, 30, 35, 40])
    return Solved({"d": d, "p": before * (HUNDRED - d) // HUNDRED}, str(before))


def two_prices(rng: Random, text: str) -> Solved:
    """A pair of linear equations."""
    scale = 15 if "baht" in text else 1
    n, p = rng.randrange(18, 60), rng.randrange(3, 9)
    q, few = p + rng.randrange(2, 7), rng.randrange(5, n - 4)
    return Solved({"n": n, "p": p * scale, "q": q * scale, "t": scale * (p * few + q * (n - few))}, str(few))


def membership(rng: Random, text: str) -> Solved:
    """The first whole number at which the card is cheaper."""
    scale = 5 if "kroner" in text else 1
    saving, p, c = rng.randrange(3, 9), rng.randrange(5, 14), rng.randrange(30, 91)
    fields: dict[str, int | str] = {"c": c * scale, "q": (p + saving) * scale, "p": p * scale}
    return Solved(fields, str(c // saving + 1))


def compound_interest(rng: Random, _: str) -> Solved:
    """Two years of interest."""
    p, r = rng.choice([2000, 3000, 4000, 5000, 6000, 8000, 10000, 20000]), rng.choice([2, 3, 4, 5, 10])
    return Solved({"p": p, "r": r}, decimal(p * Fraction(HUNDRED + r, HUNDRED) ** 2))


def exchange(rng: Random, _: str) -> Solved:
    """First the fee, then the rate."""
    left, f = 20 * rng.randrange(10, 60), rng.randrange(3, 16) * 4
    rate = Fraction(rng.choice([105, 110, 115, 120, 125, 130, 135]), HUNDRED)
    return Solved({"a": left + f, "f": f, "r": f"{float(rate):.2f}"}, decimal(left * rate))


def what_was_left(rng: Random, _: str) -> Solved:
    """Backwards through two fractions."""
    a, b = rng.sample([3, 4, 5, 6, 7], 2)
    start = a * b * rng.randrange(2, 9)
    return Solved({"a": a, "b": b, "n": start * (a - 1) * (b - 1) // (a * b)}, str(start))


def ratio_shares(rng: Random, _: str) -> Solved:
    """A difference of shares gives the size of one part."""
    a, b, c = rng.choice([(1, 2, 4), (2, 3, 5), (2, 3, 7), (1, 3, 6), (3, 4, 5), (3, 5, 8), (2, 5, 9), (4, 5, 7)])
    unit = 10 * rng.randrange(3, 25)
    return Solved({"a": a, "b": b, "c": c, "d": (c - a) * unit}, str((a + b + c) * unit))


def crew_shrinks(rng: Random, _: str) -> Solved:
    """The work that is left, shared by fewer."""
    fitting = [
        (k, d, x, j)
        for k in range(6, 25)
        for d in range(6, 21)
        for x in range(2, d - 2)
        for j in range(2, k // 2 + 1)
        if k * (d - x) % (k - j) == 0
    ]
    k, d, x, j = rng.choice(fitting)
    return Solved({"k": k, "d": d, "x": x, "j": j}, str(k * (d - x) // (k - j)))


def one_more_value(rng: Random, text: str) -> Solved:
    """Totals instead of means."""
    n, step = rng.randrange(6, 13), rng.choice([-1, 1, 2])
    mean = rng.randrange(16, 40) + (110 if "games" in text else 0)
    return Solved({"n": n, "m": mean, "k": mean + step}, str((n + 1) * (mean + step) - n * mean))


def mark_needed(rng: Random, _: str) -> Solved:
    """A weighted mean, solved for one part."""
    fitting = [
        (p, x, (p * x + (HUNDRED - p) * exam) // HUNDRED, exam)
        for p in (20, 25, 30, 40, 60)
        for x in range(50, 86)
        for exam in range(60, 99)
        if (p * x + (HUNDRED - p) * exam) % HUNDRED == 0 and exam != x
    ]
    p, x, y, exam = rng.choice(fitting)
    return Solved({"p": p, "x": x, "y": y}, str(exam))


def mean_and_median(rng: Random, _: str) -> Solved:
    """Seven values, a few of them large."""
    while True:
        values = [rng.randrange(5, 30) for _ in range(5)] + [rng.randrange(35, 70) for _ in range(2)]
        mean, median = Fraction(sum(values), len(values)), sorted(values)[3]
        if mean.denominator == 1 and mean > median:
            rng.shuffle(values)
            return Solved({"list": listed([str(value) for value in values])}, str(mean.numerator - median))


def fee_formula(rng: Random, _: str) -> Solved:
    """A fixed fee that covers the first few."""
    m, b = rng.randrange(2, 6), rng.randrange(7, 30)
    a = b * m + rng.choice([-5, -3, 4, 8, 11, 15, 20, 25])
    return Solved({"a": a, "m": m, "b": b}, linear(b, a - b * m, "n"))


def scaled_recipe(rng: Random, _: str) -> Solved:
    """A fraction in proportion."""
    while True:
        n, m, b = rng.randrange(3, 10), rng.randrange(4, 16), rng.choice([2, 3, 4, 5, 8])
        part = Fraction(rng.randrange(1, b), b)
        result = part * m / n
        if m != n and part.denominator == b and result.denominator > 1:
            return Solved({"n": n, "a": part.numerator, "b": b, "m": m}, fraction(result))


def diluted(rng: Random, _: str) -> Solved:
    """The same amount in more liquid."""
    fitting = [
        (v, p, w)
        for v in range(4, 31)
        for p in range(12, 41, 4)
        for w in range(2, 21)
        if v * p % (v + w) == 0 and v * p // (v + w) > 2  # noqa: PLR2004 - a share that is worth stating
    ]
    v, p, w = rng.choice(fitting)
    return Solved({"v": v, "p": p, "w": w}, str(v * p // (v + w)))


def dried_fruit(rng: Random, text: str) -> Solved:
    """What does not evaporate stays the same."""
    wet = [40, 46, 52, 55] if "boards" in text else [76, 80, 84, 85, 88, 90]
    dry = [10, 20] if "boards" in text else [20, 25, 40]
    fitting = [(a, b, m) for a in wet for b in dry for m in range(20, 301, 5) if m * (HUNDRED - a) % (HUNDRED - b) == 0]
    a, b, m = rng.choice(fitting)
    return Solved({"a": a, "b": b, "m": m}, str(m * (HUNDRED - a) // (HUNDRED - b)))


SOLVERS: dict[str, tuple[str, Solver]] = {
    "pooled_work": ("rates of work", pooled_work),
    "mixture": ("weighted averages", mixture),
    "discount_total": ("percentages", discount_total),
    "ups_and_downs": ("percentages", ups_and_downs),
    "before_discount": ("percentages", before_discount),
    "two_prices": ("systems of linear equations", two_prices),
    "membership": ("linear inequalities", membership),
    "compound_interest": ("compound interest", compound_interest),
    "exchange": ("proportions", exchange),
    "what_was_left": ("fractions", what_was_left),
    "ratio_shares": ("ratios", ratio_shares),
    "crew_shrinks": ("rates of work", crew_shrinks),
    "one_more_value": ("averages", one_more_value),
    "mark_needed": ("weighted averages", mark_needed),
    "mean_and_median": ("averages", mean_and_median),
    "fee_formula": ("linear expressions", fee_formula),
    "scaled_recipe": ("fractions", scaled_recipe),
    "diluted": ("percentages", diluted),
    "dried_fruit": ("percentages", dried_fruit),
}
"""Idea of a story to the skill that it trains, and its solver."""
