"""How many gold answers of real data sets their own grader accepts, and how many of another row it rejects.

    python benchmarks/gold_answers.py [--every N]

A row is accepted where `accepts_gold` says right: its gold answer, boxed, is right, and a number far from it is not.
Then the gold answer of another row of the same data set and answer type, drawn with a fixed seed, is graded as a
response; it should be wrong. Pairs that are right although they come from two rows are printed, to be looked at: two
rows may have the same answer in two spellings. Data sets that are not there are left out.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from curate.grading import Verdict, accepts_gold, grade, infer_answer_type

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[2] / "shared/data"
SEED = 20_240_607
SHOWN = 110  # characters


def deepscaler() -> list[str]:
    """Gold answers of DeepScaleR, all levels."""
    return [row["answer"] for path in sorted(DATA.glob("deepscaler40k_levels/*/train.json")) for row in _json(path)]


def gsm8k() -> list[str]:
    """Gold answers of GSM8K as the source has them, reasoning and all."""
    return [row["answer"] for path in sorted(DATA.glob("gsm8k/*.jsonl")) for row in _lines(path)]


def math() -> list[str]:
    """Gold answers of MATH."""
    paths = sorted(DATA.glob("math_hendrycks_parquet/*.parquet"))
    return [row["ground_truth"]["target"] for path in paths for row in pl.read_parquet(path)["reward_model"].to_list()]


def math500() -> list[str]:
    """Gold answers of the 500 problems of MATH-500."""
    return [row["answer"] for path in sorted(DATA.glob("math500/*.jsonl")) for row in _lines(path)]


SETS: dict[str, Callable[[], list[str]]] = {
    "deepscaler40k": deepscaler, "gsm8k": gsm8k, "MATH": math, "MATH-500": math500,
}  # fmt: skip


def measure(name: str, golds: list[str], known: dict[str, tuple[str, Verdict]]) -> None:
    """Print the figures of one data set and the rows that remain; `known` keeps what was found for equal answers."""
    started = time.process_time()
    for gold in golds:
        if gold not in known:
            kind = _type(gold)
            known[gold] = (kind, accepts_gold(gold, kind))
    accepted = sum(known[gold][1].right for gold in golds)
    print(f"\n{name}: {len(golds)} golds, accepted {accepted} ({100 * accepted / len(golds):.3f} %)")
    for gold, times in Counter(gold for gold in golds if not known[gold][1].right).items():
        kind, verdict = known[gold]
        print(f"  {times} x {kind}, {verdict.status}: {verdict.why[:90]}: {_short(gold)}")
    _reject_others(golds, known)
    print(f"  {time.process_time() - started:.1f} s of processor time")


def _reject_others(golds: list[str], known: dict[str, tuple[str, Verdict]]) -> None:
    """Grade, for each row, the gold answer of another row of its type as a response."""
    by_type: dict[str, list[str]] = {}
    for gold in golds:
        by_type.setdefault(known[gold][0], []).append(gold)
    drawn = random.Random(SEED)
    outcomes: Counter[str] = Counter()
    alike: Counter[tuple[str, str]] = Counter()
    for kind, rows in by_type.items():
        if kind == "ungradable":
            continue
        for gold in rows:
            other = drawn.choice(rows)
            if _said(other) == _said(gold):
                outcomes["the same text"] += 1
                continue
            verdict = grade(f"\\boxed{{{_said(other)}}}", gold, kind)
            outcomes[verdict.status] += 1
            if verdict.status != "wrong":
                alike[f"{verdict.status}: {_short(gold)}", _short(other)] += 1
    pairs = sum(outcomes.values()) - outcomes["the same text"]
    share = 100 * outcomes["wrong"] / pairs if pairs else 0
    print(f"  another row's gold: {pairs} pairs, rejected {outcomes['wrong']} ({share:.3f} %)")
    for (gold, other), times in alike.most_common():
        print(f"    {times} x {gold}  <-  {other}")


def _type(gold: str) -> str:
    return infer_answer_type(_said(gold), None)


def _said(gold: str) -> str:
    return gold.rpartition("####")[2].strip() if "####" in gold else gold


def _short(gold: str) -> str:
    gold = " ".join(_said(gold).split())
    return gold if len(gold) <= SHOWN else f"{gold[:SHOWN]}..."


def _json(path: Path) -> list[dict[str, str]]:
    return json.loads(path.read_text("utf-8"))


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    """Measure every data set that is there."""
    parser = argparse.ArgumentParser(description="gold answers against their own grader")
    parser.add_argument("--every", type=int, default=1, help="take only every N-th row")
    every = parser.parse_args().every
    known: dict[str, tuple[str, Verdict]] = {}
    for name, read in SETS.items():
        golds = read()[::every]
        if golds:
            measure(name, golds, known)
        else:
            print(f"\n{name}: not there")


if __name__ == "__main__":
    main()
