"""Solvers for the stories about motion, shapes, clocks and growth."""

from fractions import Fraction
from random import Random

from curate.samples.make.solved import Solved, Solver, decimal, polynomial
from curate.samples.make.wording import number_word

TRIPLES = ((3, 4, 5), (8, 15, 17), (5, 12, 13), (20, 21, 29))
WIDE = TRIPLES[:2]


def head_on(rng: Random, text: str) -> Solved:
    """Two that approach each other; trains are faster than people."""
    scale, hours = next(
        found
        for word, found in {"train": (15, 2), "runners": (3, 1), "ferries": (6, 2), "": (1, 2)}.items()
        if word in text
    )
    u, v = rng.choice([(4, 3), (3, 4), (4, 5), (5, 4), (5, 3), (3, 5)])
    hours += rng.randrange(2)
    return Solved({"d": (u + v) * scale * hours, "u": u * scale, "v": v * scale}, str(u * scale * hours))


def mean_speed(rng: Random, text: str) -> Solved:
    """The harmonic mean."""
    pairs = [(60, 40), (90, 45), (75, 50), (80, 48)] if "roadworks" in text else [(15, 10), (12, 6), (18, 9), (20, 5)]
    u, v = rng.choice(pairs)
    return Solved({"u": u, "v": v}, str(2 * u * v // (u + v)))


def catch_up(rng: Random, text: str) -> Solved:
    """A head start, used up at the difference of speeds."""
    choices = {
        "lorry": [(50, 2, 75), (60, 2, 80), (40, 3, 64), (45, 2, 75)],
        "pedals": [(30, 2, 50), (40, 2, 60), (36, 2, 48), (40, 2, 80)],
        "yacht": [(4, 6, 12), (5, 4, 15), (6, 5, 21), (4, 5, 14)],
        "sled": [(12, 3, 30), (15, 2, 25), (10, 3, 25), (12, 2, 36)],
    }
    u, h, v = rng.choice(next(given for word, given in choices.items() if word in text))
    return Solved({"u": u, "h": h, "v": v}, str(u * h // (v - u)))


def stepped_rows(rng: Random, _: str) -> Solved:
    """Sum of an arithmetic sequence."""
    n, a, d = rng.randrange(8, 21), rng.randrange(10, 31), rng.randrange(2, 7)
    return Solved({"n": n, "a": a, "d": d}, str(n * (2 * a + (n - 1) * d) // 2))


def doubling(rng: Random, _: str) -> Solved:
    """Growth by a fixed factor."""
    a, k, m, times = rng.randrange(3, 13), rng.choice([2, 3]), rng.randrange(2, 7), rng.randrange(3, 6)
    return Solved({"a": a, "k": k, "m": m, "t": m * times}, str(a * k**times))


def decay(rng: Random, _: str) -> Solved:
    """Halving."""
    times, h, left = rng.randrange(2, 6), rng.randrange(2, 13), rng.randrange(3, 16)
    return Solved({"m": left * 2**times, "h": h, "t": h * times}, str(left))


def fenced_field(rng: Random, _: str) -> Solved:
    """From the way round to the area."""
    k, width = rng.choice([3, 4, 5]), rng.randrange(12, 46)
    return Solved({"k": number_word(k), "p": 2 * (k + 1) * width}, str(k * width**2))


def path_around(rng: Random, _: str) -> Solved:
    """The larger rectangle less the smaller one."""
    l, w, x = rng.randrange(20, 41), rng.randrange(9, 20), rng.randrange(2, 5)  # noqa: E741 - the names of the blanks
    return Solved({"l": l, "w": w, "x": x}, str((l + 2 * x) * (w + 2 * x) - l * w))


def straight_up(rng: Random, text: str) -> Solved:
    """The theorem of Pythagoras; a screen is not much wider than high."""
    short, long, slant = rng.choice(WIDE if "screen" in text else TRIPLES)
    scale = rng.randrange(50 // slant + 1, 110 // slant + 1)
    return Solved({"c": slant * scale, "a": short * scale}, str(long * scale))


def ring_area(rng: Random, _: str) -> Solved:
    """The larger disc less the smaller one."""
    outer = rng.randrange(9, 15)
    inner = rng.randrange(3, outer - 3)
    return Solved({"R": outer, "r": inner}, f"{outer**2 - inner**2}\\pi")


def filling(rng: Random, _: str) -> Solved:
    """Volume over flow."""
    fitting = [
        (l, w, h, f)
        for l in (10, 12, 15, 20)  # noqa: E741 - the names of the blanks
        for w in (6, 7, 8, 9)
        for h in (4, 5, 6)
        for f in (8, 12, 14, 15, 18, 20, 24)
        if l * w * h % f == 0
    ]
    l, w, h, f = rng.choice(fitting)  # noqa: E741 - the names of the blanks
    return Solved({"l": l, "w": w, "h": h, "f": f}, str(l * w * h // f))


def map_scale(rng: Random, _: str) -> Solved:
    """Centimetres on paper to kilometres outside."""
    s, c = rng.choice([20_000, 25_000, 40_000, 50_000, 75_000, 100_000]), rng.randrange(3, 19)
    return Solved({"s": f"{s:,}", "c": c}, decimal(Fraction(s * c, 100_000)))


def long_shadow(rng: Random, _: str) -> Solved:
    """Similar triangles."""
    a, times = rng.randrange(12, 20), rng.randrange(5, 15)
    b = rng.choice([length for length in range(8, 31) if length != a])
    return Solved({"a": a, "b": b, "c": b * times}, str(a * times))


def corner_angle(rng: Random, _: str) -> Solved:
    """From an inner angle to the number of sides."""
    sides = rng.choice([5, 6, 8, 9, 10, 12, 15, 18, 20, 24])
    return Solved({"x": 180 - 360 // sides}, str(sides))


def gear_turns(rng: Random, _: str) -> Solved:
    """Teeth are conserved."""
    fitting = [(a, b, n) for a in range(32, 61, 2) for b in range(12, 31, 2) for n in range(5, 41) if a * n % b == 0]
    a, b, n = rng.choice(fitting)
    return Solved({"a": a, "b": b, "n": n}, str(a * n // b))


def spare_tiles(rng: Random, _: str) -> Solved:
    """Tiles in a square metre, and some more."""
    fitting = [
        (l, w, s, e)
        for l in range(4, 15)  # noqa: E741 - the names of the blanks
        for w in range(2, 10)
        for s in (20, 25, 50)
        for e in (5, 10, 15)
        if w < l and l * w * (100 // s) ** 2 * e % 100 == 0
    ]
    l, w, s, e = rng.choice(fitting)  # noqa: E741 - the names of the blanks
    tiles = l * w * (100 // s) ** 2
    return Solved({"l": l, "w": w, "s": s, "e": e}, str(tiles + tiles * e // 100))


def bed_and_path(rng: Random, _: str) -> Solved:
    """A product of two sums, multiplied out."""
    a, b = rng.randrange(2, 12), rng.randrange(1, 6)
    b += b == 1  # "1 metres" is no English
    return Solved({"a": a, "b": b}, polynomial((1, a + 4 * b, 2 * b * (a + 2 * b))))


def clock_hands(rng: Random, _: str) -> Solved:
    """The angle between the hands; an even minute gives whole degrees."""
    while True:
        hour, minute = rng.randrange(1, 13), rng.randrange(10, 60, 2)
        apart = abs(60 * hour - 11 * minute) // 2 % 360
        angle = min(apart, 360 - apart)
        if 0 < angle < 180:  # noqa: PLR2004 - neither on top of each other nor opposite
            return Solved({"h": hour, "m": minute}, str(angle))


def ages(rng: Random, text: str) -> Solved:
    """A ratio that shrinks with time."""
    least, most = next(
        found
        for word, found in {"grand": (48, 75), "elephant": (16, 45), "": (30, 150)}.items()
        if word in text.casefold()
    )
    fitting = [
        (k, t, (k * x + t) // (x + t), x)
        for k in range(4, 13)
        for x in range(3, 16)
        for t in range(2, 21)
        if least <= k * x <= most and k * x + t <= most + 15 and (k * x + t) % (x + t) == 0 and k * x + t >= 2 * (x + t)
    ]
    k, t, m, x = rng.choice(fitting)
    return Solved({"k": number_word(k), "t": t, "m": number_word(m)}, str(x))


def painted_cube(faces: str) -> Solver:
    """Return the solver for small cubes with colour on two faces, on one, on none, or on any."""

    def solve(rng: Random, _: str) -> Solved:
        n = rng.randrange(4, 10)
        inner = n - 2
        counts = {"two": 12 * inner, "one": 6 * inner**2, "no": inner**3, "any": n**3 - inner**3}
        return Solved({"n": n, "n_cubed": n**3}, str(counts[faces]))

    return solve


SOLVERS: dict[str, tuple[str, Solver]] = {
    "head_on": ("speed, distance and time", head_on),
    "mean_speed": ("speed, distance and time", mean_speed),
    "catch_up": ("speed, distance and time", catch_up),
    "stepped_rows": ("arithmetic sequences", stepped_rows),
    "doubling": ("exponential growth", doubling),
    "decay": ("exponential decay", decay),
    "fenced_field": ("perimeter and area", fenced_field),
    "path_around": ("perimeter and area", path_around),
    "straight_up": ("the Pythagorean theorem", straight_up),
    "ring_area": ("circles", ring_area),
    "filling": ("volume", filling),
    "map_scale": ("scale", map_scale),
    "long_shadow": ("similar triangles", long_shadow),
    "corner_angle": ("regular polygons", corner_angle),
    "gear_turns": ("inverse proportion", gear_turns),
    "spare_tiles": ("perimeter and area", spare_tiles),
    "bed_and_path": ("quadratic expressions", bed_and_path),
    "clock_hands": ("angles", clock_hands),
    "ages": ("linear equations", ages),
    "painted_cube_two_faces": ("solid geometry", painted_cube("two")),
    "painted_cube_one_face": ("solid geometry", painted_cube("one")),
    "painted_cube_no_face": ("solid geometry", painted_cube("no")),
    "painted_cube_any_face": ("solid geometry", painted_cube("any")),
}
"""Idea of a story to the skill that it trains, and its solver."""
