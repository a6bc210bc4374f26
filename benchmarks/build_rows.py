"""Rows per CPU-second of a build without a model, stage by stage, beside the usual script over `datasets`.

    python benchmarks/build_rows.py [--rows N]

Reads the real data of tests/real (see there). The rival is what a careful person writes with Hugging Face `datasets`
for the same work: read the same files, render the same prompts row by row, drop rows without an answer and repeated
questions, shuffle, sample the same number of rows, write Parquet. It grades nothing, keeps no reasons and resumes
nothing. Each runs in a process of its own; CPU seconds are those of the process and of all that it started.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared/data"

OURS = """
import json, sys, time
from contextlib import contextmanager
from pathlib import Path
from curate.content import Shelves
from curate.order import resolve
from curate.pipeline import build

class Clock:
    def __init__(self): self.spent = {}
    def say(self, text): pass
    @contextmanager
    def bar(self, step, total, unit):
        started = time.process_time()
        yield self
        name = step.split()[0]
        self.spent[name] = self.spent.get(name, 0) + time.process_time() - started
    def to(self, done, note=""): pass

root, scratch, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) or None
clock = Clock()
order = resolve("everything", "plain", Shelves(root), limit=limit)
started = time.process_time()
outcome = build(order, store=scratch / "store", out=scratch / "out", workers=1, watch=clock)
clock.spent["all stages, this process"] = time.process_time() - started
print(json.dumps({"rows": sum(line.records for line in outcome.funnel), "spent": clock.spent}))
"""

RIVAL = """
import json, sys
from pathlib import Path
import datasets
from datasets import Dataset, concatenate_datasets, load_dataset
datasets.disable_progress_bars()
data, scratch, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) or None
LETTERS = "ABCDEFGHIJ"
def prompt(question, options=None):
    block = "" if not options else "\\n" + "\\n".join(f"{a}. {b}" for a, b in zip(LETTERS, options))
    return [{"role": "user", "content": f"{question}{block}\\n\\nThink step by step, then answer in \\\\boxed{{}}."}]
def row(source, question, answer, options=None):
    return {"data_source": source, "prompt": prompt(question, options), "ability": "qa",
            "reward_model": {"style": "rule", "ground_truth": answer or ""}}
def gsm8k(r): return row("gsm8k", r["question"], r["answer"].split("####")[-1].strip())
def scale(r): return row("deepscaler", r["prompt"], r["answer"])
def common(r):
    return row("commonsenseqa", r["question"]["stem"], r["answerKey"], [c["text"] for c in r["question"]["choices"]])
def math(r):
    truth = r["reward_model"]["ground_truth"]
    return row("math", truth["question"], truth["target"])
def trivia():
    for path in sorted((data / "opentriviaqa").rglob("*")):
        if path.is_file():
            for entry in path.read_bytes().decode("cp1252", "replace").split("#Q ")[1:]:
                lines = entry.splitlines()
                gold = next((line[2:] for line in lines if line.startswith("^ ")), "")
                options = [line[2:] for line in lines if line[1:2] == " " and line[:1].isalpha() and line[:1].isupper()]
                letter = next((a for a, b in zip(LETTERS, options) if b == gold), "")
                yield row("opentriviaqa", lines[0], letter, options)
def read(kind, files, fn):
    table = load_dataset(kind, data_files=[str(f) for f in files], split="train", cache_dir=str(scratch))
    return table.map(fn, remove_columns=table.column_names, keep_in_memory=True)
parts = [
    read("json", [data / "gsm8k/train.jsonl", data / "gsm8k/test.jsonl"], gsm8k),
    read("json", sorted((data / "deepscaler40k_levels").glob("level*/train.json")), scale),
    read("json", [data / f"commonsenseqa/{n}_rand_split.jsonl" for n in ("train", "dev")], common),
    Dataset.from_generator(trivia, cache_dir=str(scratch)),
    read("parquet", sorted((data / "math_hendrycks_parquet").rglob("*.parquet")), math),
]
if limit: parts = [part.select(range(min(limit, len(part)))) for part in parts]
whole = concatenate_datasets([part.cast(parts[0].features) for part in parts])
seen = set()
def fresh(r):
    key = " ".join(r["prompt"][0]["content"].casefold().split())
    if not r["reward_model"]["ground_truth"] or key in seen: return False
    seen.add(key)
    return True
kept = whole.filter(fresh, keep_in_memory=True).shuffle(seed=0)
kept.select(range(min(40_500, len(kept)))).to_parquet(str(scratch / "train.parquet"))
print(json.dumps({"rows": len(whole)}))
"""


def cpu_seconds(code: str, *arguments: str) -> tuple[dict[str, object], float]:
    """What a script printed last, and the CPU seconds that it and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as scratch:
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "POLARS_MAX_THREADS": "1", "HF_HOME": scratch}
        run = subprocess.run(
            [sys.executable, "-c", code, arguments[0], scratch, arguments[1]],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env=environment,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(run.stdout.splitlines()[-1]), spent


def main() -> None:
    """Run both, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0, help="rows of each source at most; 0 is all")
    limit = str(parser.parse_args().rows)
    if not DATA.is_dir():
        print(f"the real data sets are not there ({DATA}): nothing to measure")
        return
    ours, spent = cpu_seconds(OURS, str(ROOT / "tests/real"), limit)
    rows = int(str(ours["rows"]))
    stages = {str(name): float(seconds) for name, seconds in dict(ours["spent"]).items()}  # type: ignore[call-overload]
    inside = stages.pop("all stages, this process")
    stages["verifiability"] += max(0.0, spent - inside - 1.5)  # its symbolic processes; 1.5 s is starting and importing
    print(f"{rows:,} rows; CPU seconds, and rows per CPU-second")
    for name, seconds in stages.items():
        print(f"  {name:<24}{seconds:8.2f}{rows / seconds:12,.0f}")
    four = sum(stages[name] for name in ("ingest", "rewrite", "screen_early", "screen", "cut"))
    print(f"  {'ingest rewrite screen blend':<24}{four:5.2f}{rows / four:12,.0f}   (aim: 20,000)")
    print(f"  {'all of curate':<24}{spent:8.2f}{rows / spent:12,.0f}")
    _, theirs = cpu_seconds(RIVAL, str(DATA), limit)
    print(f"  {'script over datasets':<24}{theirs:8.2f}{rows / theirs:12,.0f}   (no grading, no reasons, no resume)")


if __name__ == "__main__":
    main()
