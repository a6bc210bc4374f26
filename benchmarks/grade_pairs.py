"""Grades per CPU-second beside math-verify on the same pairs, and the slowest calls among hostile input.

    python benchmarks/grade_pairs.py [--easy N] [--hard N] [--calls N]

Three measurements, each in a process of its own, all pairs different and seen for the first time:

easy     integers, decimals, simple fractions, letters, short texts; half of them right
hard     pairs that only mathematics tells apart: surds, polynomials, rational functions, trigonometry, logarithms,
         complex numbers, equations; half of them right, the rest near misses
latency  8 threads at once, a mix of both with 1 % hostile input: the longest calls against the stated bound

The rival is `math_verify.verify(parse(gold), parse(answer))`, with its own time limits off, as they are signals; it
gets no letters and no texts. CPU seconds are those of the process and of all that it started, without the imports.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
TIMEOUT_S = 2.0
THREADS = 8
BOUND_S = 4 * TIMEOUT_S + 1
"""By the clock, as `curate.grading.grade` states it."""

OPTIONS = ("a noble gas", "an alkali metal", "a halogen", "a metalloid")
WORDS = "amber birch cedar delta ember fjord grove heath inlet jetty knoll larch marsh north oasis prairie".split()


class Pair(NamedTuple):
    """A gold answer and an answer, with whether it is right."""

    kind: str
    gold: str
    answer: str
    right: bool


def easy(seed: int) -> Iterator[Pair]:
    """Pairs that are decided by looking."""
    chance = random.Random(seed)
    while True:
        right, n = chance.random() < 0.5, chance.randrange(1, 10**7)
        off = 0 if right else chance.randrange(1, 9)
        yield Pair("math", str(n), f"{n + off:,}", right)
        yield Pair("math", f"{n / 1000:.3f}", f"{(n + off) / 1000:.4f}", right)
        above, below = chance.randrange(1, 999), chance.randrange(2, 99)
        yield Pair("math", f"\\frac{{{above}}}{{{below}}}", f"{above + off}/{below}", right)
        letter = chance.randrange(4)
        yield Pair("choice", "ABCD"[letter], f"{'ABCD'[(letter + (off and 1)) % 4]}", right)
        words = chance.sample(WORDS, 3)
        gold = f"The {words[0].title()} {words[1]} {n}"
        yield Pair("short_text", gold, gold.upper() if right else f"the {words[0]} {words[2]} {n}", right)


def hard(seed: int) -> Iterator[Pair]:
    """Pairs that are written differently and have to be worked out."""
    chance = random.Random(seed)
    while True:
        a, b, c = (chance.randrange(2, 40) for _ in range(3))
        right = chance.random() < 0.5
        e = 0 if right else chance.choice((-1, 1))
        made = (
            (f"\\sqrt{{{a * a * b}}}", f"{a + e}\\sqrt{{{b}}}"),
            (f"\\sqrt{{{a + b}+2\\sqrt{{{a * b}}}}}", f"\\sqrt{{{a}}}+\\sqrt{{{b + e}}}"),
            (f"(x+{a})(x-{b})", f"x^2+{a - b + e}x-{a * b}"),
            (f"(x+{a})^3", f"x^3+{3 * a}x^2+{3 * a * a + e}x+{a**3}"),
            (f"\\frac{{x^2-{a * a}}}{{x-{a}}}", f"x+{a + e}"),
            (f"{a}\\sin(2x)+{b}", f"{2 * a + e}\\sin x\\cos x+{b}"),
            (f"\\cos(2x)+{a}", f"{a + 1 + e}-2\\sin^2 x"),
            (f"\\ln({a})+\\ln({b})", f"\\ln({a * b + e})"),
            (f"({a}+{b}i)^2", f"{a * a - b * b + e}+{2 * a * b}i"),
            (f"e^{{x+{a}}}", f"e^{{{a + e}}}e^x"),
            (
                f"\\frac{{{c}}}{{\\sqrt{{{a + b}}}+\\sqrt{{{a}}}}}",
                f"\\frac{{{c}(\\sqrt{{{a + b}}}-\\sqrt{{{a + e}}})}}{{{b}}}",
            ),
            (f"y={a}x+{b}", f"{a}x-y+{b + e}=0"),
            (f"\\frac{{{a}}}{{x+1}}+\\frac{{{b}}}{{x-1}}", f"\\frac{{{a + b}x+{b - a + e}}}{{x^2-1}}"),
            (f"\\log_{{{a}}}({b})", f"\\frac{{\\ln {b}}}{{\\ln {a + (e and 1)}}}"),
            (f"({a}, \\sqrt{{{4 * b}}})", f"({a}, {2 + e}\\sqrt{{{b}}})"),
        )
        for gold, answer in made:
            yield Pair("math", gold, answer.replace("+-", "-"), right)


def hostile(seed: int) -> Iterator[str]:
    """Answers that are made to be dear."""
    chance = random.Random(seed)
    while True:
        n = chance.randrange(3, 9)
        yield "^{".join([str(n)] * 6) + "}" * 5
        yield "".join(chance.choices("123456789", k=100_000))
        yield "\\frac{1}{" * 300 + "x" + "}" * 300
        yield f"({n}x+1)^{{{n}00}}" * 3
        yield "\\sqrt{" * 200 + "x" + "}" * 200 + f"+{n}"
        yield f"\\sum_{{k=1}}^{{10^{{{n}}}}} \\frac{{1}}{{k^{{{n}}}}}"
        yield "x+" * 20_000 + str(n)
        yield f"\\int_0^{n} e^{{-x^{{{n}}}}} \\sin(x^{{{n}}})\\,dx"
        yield f"{n}!!!!" + "!" * n
        yield f"\\prod_{{k=1}}^{{{n}000}} (x+k)"


def ours(pairs: list[Pair]) -> list[str]:
    """The verdicts of `curate.grading.grade`."""
    from curate.grading import grade

    options = list(OPTIONS)
    return [
        grade(
            f"\\boxed{{{pair.answer}}}", pair.gold, pair.kind, options=options if pair.kind == "choice" else None
        ).status
        for pair in pairs
    ]


def theirs(pairs: list[Pair]) -> list[str]:
    """The verdicts of math-verify."""
    from math_verify import parse, verify

    def one(pair: Pair) -> str:
        gold, said = (parse(f"\\boxed{{{text}}}", parsing_timeout=None) for text in (pair.gold, pair.answer))
        return "right" if verify(gold, said, timeout_seconds=None) else "wrong"

    return [one(pair) for pair in pairs]


def timed(name: str, who: str, count: int) -> dict[str, object]:
    """Grade so many pairs, in this process."""
    pairs = list(islice({"easy": easy, "hard": hard}[name](1), count))
    pairs = [pair for pair in pairs if who == "curate" or pair.kind == "math"]
    grader = {"curate": ours, "math-verify": theirs}[who]
    grader(
        [Pair("math", "x^2+1", "1+x^2+\\sqrt{2}", right=False), Pair("math", "\\int x dx", "2", right=False)]
    )  # imports
    before = _cpu()
    said = grader(pairs)
    spent = _cpu() - before
    accepted = sum(status == "right" and not pair.right for status, pair in zip(said, pairs, strict=True))
    rejected = sum(status != "right" and pair.right for status, pair in zip(said, pairs, strict=True))
    return {
        "pairs": len(pairs),
        "cpu_s": spent,
        "per_cpu_s": len(pairs) / spent,
        "false accepts": accepted,
        "false rejects": rejected,
    }


def _cpu() -> float:
    """Processor seconds of this process and of all that it started, those that still run too."""
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    running = sum(_spent(child) for child in _below(os.getpid()))
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime + running


def _below(process: int) -> Iterator[int]:
    """The processes under a process, and those under them."""
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, listed.read_text("utf-8").split()):
            yield child
            yield from _below(child)


def _spent(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def latency(calls: int) -> dict[str, object]:
    """The time of each call by the clock, 8 threads at once, one call in a hundred hostile; and of the others alone."""
    from concurrent.futures import ThreadPoolExecutor

    from curate.grading import grade

    nasty, simple, symbolic = hostile(2), easy(2), hard(2)
    asked: list[tuple[str, str, str, bool]] = []
    for number in range(calls):
        pair = next(symbolic) if number % 10 == 0 else next(simple)
        bad = number % 100 == 50
        asked.append(
            (pair.kind if not bad else "math", "x^2+1" if bad else pair.gold, next(nasty) if bad else pair.answer, bad)
        )
    options = list(OPTIONS)

    def one(case: tuple[str, str, str, bool]) -> tuple[float, bool]:
        kind, gold, answer, bad = case
        started = time.perf_counter()
        grade(f"\\boxed{{{answer}}}", gold, kind, options=options, timeout_s=TIMEOUT_S)
        return time.perf_counter() - started, bad

    grade("\\boxed{\\int x dx}", "x^2", "math")  # the first worker's imports
    with ThreadPoolExecutor(THREADS) as threads:
        took = list(threads.map(one, asked))
    every, calm = sorted(took), sorted(seconds for seconds, bad in took if not bad)
    seconds = [one[0] for one in every]
    return {
        "calls": calls,
        "bound_s": BOUND_S,
        **{f"p{share}_ms": 1000 * _quantile(seconds, share) for share in (50, 99, 99.9, 99.99)},
        "longest_ms": 1000 * seconds[-1],
        "p99.99_ms of the others": 1000 * _quantile(calm, 99.99),
    }


def _quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def main() -> None:
    """Run each measurement in a process of its own, and print a table."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--easy", type=int, default=100_000)
    read.add_argument("--hard", type=int, default=3_000)
    read.add_argument("--calls", type=int, default=40_000)
    read.add_argument("--only", nargs=3, help=argparse.SUPPRESS)
    told = read.parse_args()
    if told.only:
        name, who, count = told.only
        print(json.dumps(latency(int(count)) if name == "latency" else timed(name, who, int(count))))
        return
    for name, who, count in [
        ("easy", "curate", told.easy),
        ("easy", "math-verify", min(told.easy, 10_000)),
        ("hard", "curate", told.hard),
        ("hard", "math-verify", told.hard),
        ("latency", "curate", told.calls),
    ]:
        command = [sys.executable, __file__, "--only", name, who, str(count)]
        said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
        figures = ", ".join(
            f"{key} {value:,.1f}" if isinstance(value, float) else f"{key} {value:,}"
            for key, value in json.loads(said).items()
        )
        print(f"{name:8} {who:12} {figures}", flush=True)


if __name__ == "__main__":
    main()
