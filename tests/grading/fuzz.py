"""A fuzzer of the grader: whatever the strings hold, it says right, wrong or ungradable, in bounded time, twice alike.

    python tests/grading/fuzz.py --minutes 60 --seed 1

Half of the input is cases of the calibration set, damaged; the rest is grown from the tokens of LaTeX and of answers,
or hostile by design: towers of powers, 100,000 digits, thousands of open braces, a box in every other word. What fails
is added to `tests/grading/corpus/`, which `test_fuzz.py` grades again for ever.

A failure is: an exception, the last net of `curate.grading.grade` (`the grader failed`), another verdict the second
time, or more processor time of this process than `MOST_S`. Time limits of the symbolic part are no failure.
"""

# ruff: noqa: T201 - a script that says how far it is

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curate.grading import BUILT_IN, accepts_gold, grade, infer_answer_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CORPUS = Path(__file__).parent / "corpus"
CALIBRATION = Path(__file__).parents[2] / "curate/grading/calibration"
MOST_S = 1.0
"""Seconds of processor time of this process for one call; the symbolic part runs elsewhere, under its own bound."""

TIMEOUT_S = 0.3

TOKENS = (
    r"\boxed{ \fbox{ \frac \dfrac \sqrt \text{ \left( \right) \left| \right| \begin{pmatrix} \end{pmatrix} \cup "
    r"\cap \in \pm \mp \le \geq \ne \\ { } ( ) [ ] | ^ _ & % $ $$ \$ \% , ; : = < > + - * / ! . .. ... 0 1 2 7 12 "
    r"3.14 1e9 1,000 x y n i e k \pi \infty ^\circ \log \ln \sin \cos \sum \int \binom \overline{ \mathbb{R} "
    r"\setminus \emptyset </think> <think> #### Answer: answer is <answer> </answer> or and not OR A B C (A) B. "
    r"\item ** ` - 1. 2. \n km m/s kg "
    "\u00b0C $ \u20ac yes no true false maybe January 4 1776 4/7/1776 BC century the an of twenty-one first "
    "\u03c0 \u221a \u00b2 \u00bd \u2212 \u00d7 \u2264 \u221e"
).split(" ")
NASTY = ("\x00", "\ud800", "\u202e", "\u0301", "\u200b", "\ufeff", "\uff21", "\u2028", "\U0001f600", "\u0130", "\ufdfa")


@dataclass(frozen=True)
class Input:
    """The arguments of one call."""

    response: str
    gold: str
    type: str
    options: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()


def hostile(chance: random.Random) -> str:
    """A text that is made to be dear to read."""
    count = chance.choice((3, 50, 2_000, 20_000))
    digits = "".join(chance.choices("0123456789", k=chance.choice((30, 5_000, 100_000))))
    made: tuple[Callable[[], str], ...] = (
        lambda: "^{".join(["9"] * min(count, 4_000)) + "}" * min(count, 4_000),
        lambda: "9^" * count + "9",
        lambda: digits,
        lambda: f"{digits}.{digits[:100]}",
        lambda: f"10^{{{digits[:40]}}}",
        lambda: f"{digits[:6]}!" + "!" * chance.choice((0, 1, 50)),
        lambda: "{" * count,
        lambda: "\\boxed{" * count,
        lambda: "\\boxed{1}" * count,
        lambda: "\\frac{1}{" * count + "1" + "}" * count,
        lambda: "(" * count + "1" + ")" * count,
        lambda: "\\sqrt{" * count + "2" + "}" * count,
        lambda: ",".join(str(n) for n in range(count)),
        lambda: " or ".join(["A"] * count),
        lambda: "A. B. " * count,
        lambda: "answer is " * count,
        lambda: "a" * count,
        lambda: " " * count + "x",
        lambda: "the " * count,
        lambda: "1/" * count + "1",
        lambda: "x+" * count + "x",
        lambda: "\\text{" * count,
        lambda: "$" * count,
        lambda: "-" * count + "1",
        lambda: "\\sum_{k=1}^{" + digits[:20] + "} k^2",
        lambda: "\\int_0^1 " * min(count, 50) + "x dx",
        lambda: "twenty-one " * count,
        lambda: "4 July 1776, " * count,
        lambda: "5 km " * count,
        lambda: "1 km" + "/s" * count,
        lambda: "<answer>" * count,
        lambda: "#### 5\n" * count,
        lambda: "|" * count,
        lambda: "x_{" * count,
        lambda: "[" * count + "]" * count,
        lambda: '["a", ' * count,
        lambda: "\\begin{pmatrix}" + "1&" * count + "\\end{pmatrix}",
    )
    return chance.choice(made)()[: chance.choice((200, 5_000, 60_000, 250_000))]


def grown(chance: random.Random) -> str:
    """A text of tokens, mostly short."""
    count = min(400, int(chance.expovariate(0.1)) + 1)
    return "".join(chance.choice(TOKENS) + chance.choice(("", " ", "")) for _ in range(count)).replace("\\n", "\n")


def damaged(text: str, chance: random.Random) -> str:
    """The text with a few pieces cut, doubled, swapped or put in."""
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        if to - at > 40:
            to = at + chance.randrange(12)
        piece = text[at:to]
        put = chance.choice(("", piece * 2, piece[::-1], chance.choice(TOKENS), chance.choice(NASTY), piece.upper()))
        text = text[:at] + put + text[to:]
    return text


def inputs(seed: int) -> Iterator[Input]:
    """Input without end; the same for the same seed."""
    chance = random.Random(seed)
    lines = [line for path in sorted(CALIBRATION.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    cases = [json.loads(line) for line in lines if line]
    types = (*BUILT_IN, "unheard of")
    while True:
        if chance.random() < 0.5:
            case = chance.choice(cases)
            kind = case["type"] if chance.random() < 0.9 else chance.choice(types)
            options = tuple(
                damaged(option, chance) if chance.random() < 0.1 else option for option in case.get("options", ())
            )
            yield Input(damaged(case["response"], chance), damaged(case["gold"], chance), kind, options)
            continue
        pieces = [(hostile if chance.random() < 0.1 else grown)(chance) for _ in range(2)]
        said = chance.choice(("{}", "\\boxed{{{}}}", "Answer: {}", "<think>{}", "x</think>{}")).format(pieces[0])
        gold = chance.choice((pieces[0], pieces[1], "B", "42", "x^2+1", "5 km", "yes"))
        options = tuple(grown(chance) for _ in range(chance.choice((0, 0, 2, 4, 27))))
        yield Input(said, gold, chance.choice(types), options, tuple(pieces[1:] if chance.random() < 0.1 else ()))


def fault(asked: Input) -> str | None:
    """What is wrong with how the grader takes this input; None where nothing is."""
    try:
        return _fault(asked)
    except BaseException as error:  # whatever it is, it is what is looked for
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"raised {type(error).__name__}: {error}"[:200]


def _fault(asked: Input) -> str | None:
    options, accepted = asked.options or None, asked.accepted
    verdicts = []
    for _ in range(2):
        started = time.process_time()
        verdicts.append(
            grade(asked.response, asked.gold, asked.type, options=options, accepted=accepted, timeout_s=TIMEOUT_S)
        )
        spent = time.process_time() - started
        if spent > MOST_S:
            return f"took {spent:.1f} s"
    first, second = verdicts
    if first.status not in ("right", "wrong", "ungradable") or "the grader failed" in first.why:
        return f"{first.status}: {first.why}"
    timed = any("took too long" in why or "time is left" in why for why in (first.why, second.why))
    if first != second and not timed:
        return f"changed its mind: {first} then {second}"
    started = time.process_time()
    if len(asked.gold) < 5_000:
        kind = infer_answer_type(asked.gold, options)
        own = accepts_gold(asked.gold, kind, options=options, accepted=accepted)
        if "the grader failed" in own.why:
            return f"accepts_gold: {own.why}"
    spent = time.process_time() - started
    return f"accepts_gold took {spent:.1f} s" if spent > 2 * MOST_S else None


def main() -> int:
    """Fuzz for some minutes; the exit code says whether anything failed."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--minutes", type=float, default=1)
    read.add_argument("--seed", type=int, default=0)
    told = read.parse_args()
    ends, said, tried, failed = time.monotonic() + 60 * told.minutes, time.monotonic(), 0, 0
    kinds: Counter[str] = Counter()
    for asked in inputs(told.seed):
        wrong = fault(asked)
        tried += 1
        kinds[asked.type] += 1
        if wrong is not None:
            failed += 1
            print(f"{wrong}: {asked.type}: {asked.response[:80]!r} for {asked.gold[:60]!r}", flush=True)
            with (CORPUS / f"seed_{told.seed}.jsonl").open("a", encoding="utf-8") as corpus:
                corpus.write(json.dumps(asdict(asked) | {"wrong": wrong}) + "\n")
        now = time.monotonic()
        if now - said > 60:
            said = now
            print(f"{tried:,} tried, {failed} failed, {(ends - now) / 60:.0f} minutes left", flush=True)
        if now > ends:
            break
    print(f"{tried:,} tried in {told.minutes:g} minutes, {failed} failed: {dict(kinds)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
