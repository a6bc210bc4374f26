"""How well the rules tell which multiple-choice questions need their options, and how fast.

    python benchmarks/dependence.py [--suite tune|held_out]... [--wrong] [--rows N]

Prints a confusion matrix for each labelled suite of tests/stages/forms/dependence/, the precision and the recall of
`independent`, and how many rows a CPU-second judges. `held_out` was never looked at while the rules were written: it
says what they do on questions that nobody wrote them for, and only as long as nobody tunes to it.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import polars as pl
import yaml

from curate.stages.forms.dependence import dependence

SUITES = Path(__file__).parents[1] / "tests/stages/forms/dependence"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TRUE = ("independent", "rewritable", "dependent")
SAID = (*TRUE, "unsure")


def cases(suite: str) -> pl.DataFrame:
    """The labelled questions of a suite as rows, with `true` beside them."""
    read = [
        case for path in sorted((SUITES / suite).glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))
    ]
    options = [[str(option) for option in case["options"]] for case in read]
    return pl.DataFrame(
        {
            "id": [str(case["id"]) for case in read],
            "question": [str(case["question"]) for case in read],
            "options": options,
            "answer": [str(case["answer"]) for case in read],
            "answer_text": [texts[LETTERS.index(case["answer"])] for case, texts in zip(read, options, strict=True)],
            "true": [str(case["label"]) for case in read],
        }
    ).with_columns(pl.lit("mcq").alias("form"))


def report(suite: str, *, wrong: bool) -> None:
    """The confusion matrix of a suite, and what `independent` is worth."""
    judged = cases(suite).with_columns(dependence().alias("it")).unnest("it")
    counts = {(true, said): n for true, said, n in judged.group_by("true", "label").len().iter_rows()}
    print(f"{suite}: {judged.height} questions; rows are what is true, columns what the rules say")
    print(f"{'':14}" + "".join(f"{said:>13}" for said in SAID))
    for true in TRUE:
        print(f"{true:14}" + "".join(f"{counts.get((true, said), 0):13}" for said in SAID))
    right = counts.get(("independent", "independent"), 0)
    said = judged.filter(pl.col("label") == "independent").height
    there = judged.filter(pl.col("true") == "independent").height
    print(f"independent: precision {right / max(said, 1):.3f}, recall {right / max(there, 1):.3f}\n")
    if wrong:
        mistaken = judged.filter((pl.col("label") == "independent") != (pl.col("true") == "independent"))
        for row in mistaken.iter_rows(named=True):
            print(f"  {row['true']} said {row['label']}: {row['question'][-120:]!r} -> {row['answer_text']!r}")
            print(f"    {row['evidence']}")


def speed(rows: int) -> None:
    """Rows judged a CPU-second, of the suites' questions over and over in shards as the pipeline cuts them."""
    given = pl.concat([cases("tune")] * (rows // max(cases("tune").height, 1) + 1)).head(rows)
    started = time.process_time()
    for at in range(0, rows, 65_536):
        given[at : at + 65_536].select(dependence())
    spent = time.process_time() - started
    print(f"{rows:,} rows in {spent:.2f} CPU-seconds: {rows / spent:,.0f} a CPU-second")


def main() -> None:
    """Report what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", action="append", choices=("tune", "held_out"))
    parser.add_argument("--wrong", action="store_true", help="print the mistakes; not for held_out")
    parser.add_argument("--rows", type=int, default=200_000)
    chosen = parser.parse_args()
    for suite in chosen.suite or ("tune", "held_out"):
        report(suite, wrong=chosen.wrong and suite != "held_out")
    if chosen.rows:
        speed(chosen.rows)


if __name__ == "__main__":
    main()
