"""Rows per CPU-second of reading and mapping, as JSONL and as Parquet, beside `datasets`; and the peak of memory.

    python benchmarks/read_rows.py [--rows N] [--gigabytes G] [--scratch FOLDER]

Open questions and multiple-choice questions are made from a seed and written in both formats. Each is read once by
`ingest` and once by the rival: `datasets.load_dataset(...).map(...)` with a function that a careful person writes for
the same columns, row by row. The rival infers no answer types, which `ingest` does, and keeps no rejects. Each runs in
a process of its own; what is counted is the processor time of that process from the first call to the last row,
imports of the libraries aside. With `--gigabytes`, a JSONL file of that size and a Parquet file of the same rows are
made and read, and the peak of resident memory is printed; the aim is less than one gigabyte whatever the size.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20_250
BLOCK = 50_000
SYLLABLES = "ka lo mi ter sun pra vel dor ine os an ti re con mar".split()
SUBJECTS = ["physics", "law", "World History", "juggling", "economics"]

OURS = """
import json, resource, sys, time
from pathlib import Path
import polars, pyarrow.parquet
from curate.stages.ingest.config import Source
from curate.stages.ingest.stage import ingest
path, form = Path(sys.argv[1]), sys.argv[2]
fields = {"question": "question", "answer": "answer", "subject": "subject"}
source = Source.model_validate({
    "what": "A benchmark.", "why": "To be timed.", "group": "GPR", "origin": "open", "form": form, "licence": "MIT",
    "citation": "none", "domain": "mixed", "read": {"files": {"paths": [path.name], "format": path.suffix[1:]}},
    "map": fields if form == "open" else {**fields, "options": "choices"},
})
started = time.process_time()
rows = sum(batch.rows.height for batch in ingest("bench", source, "files", base=path.parent))
spent = time.process_time() - started
print(json.dumps({"rows": rows, "spent": spent, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
"""

RIVAL = """
import json, resource, sys, time
from pathlib import Path
import datasets, xxhash
datasets.disable_progress_bars()
path, form, cache = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
STEM = {"physics", "chemistry", "biology", "mathematics"}
DOMAIN = {"law": "humanities", "world_history": "humanities", "economics": "social_science"}
DOMAIN.update(dict.fromkeys(STEM, "stem"))
count = [0]
def row(record):
    options = record.get("choices")
    question, answer = record["question"].strip(), record["answer"].strip()
    text = answer
    if options is not None:
        options = [option.strip() for option in options]
        at = ord(answer.upper()) - 65 if len(answer) == 1 else -1
        text = options[at] if 0 <= at < len(options) else None
    subject = record["subject"].lower().replace(" ", "_")
    packed = "\\x00" if options is None else "\\x1e".join(options)
    name = xxhash.xxh3_128_hexdigest("\\x1f".join(("bench", question, packed, answer)).encode())
    count[0] += 1
    return {"id": name, "form": form, "question": question, "options": options, "answer": answer, "answer_text": text,
            "source": "bench", "group": "GPR", "origin": "open", "licence": "MIT", "subject": subject,
            "domain": DOMAIN.get(subject, "mixed"), "source_file": path.name, "source_row": count[0] - 1}
started = time.process_time()
kind = {".jsonl": "json", ".parquet": "parquet"}[path.suffix]
read = datasets.load_dataset(kind, data_files=str(path), split="train", cache_dir=cache)
rows = read.map(row, remove_columns=read.column_names).num_rows
spent = time.process_time() - started
print(json.dumps({"rows": rows, "spent": spent, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
"""


def main() -> None:
    """Make the files, read them, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--gigabytes", type=float, default=0.0)
    parser.add_argument(
        "--scratch", type=Path, default=None, help="where the files are made; a temporary folder unless said"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        if given.gigabytes:
            _large(Path(folder), given.gigabytes)
        else:
            _fast(Path(folder), given.rows)


def _fast(folder: Path, rows: int) -> None:
    print(f"{'':18}{'rows':>10}{'CPU s':>9}{'rows/CPU s':>12}{'rival CPU s':>13}{'rival rows/CPU s':>18}")
    for form in ("open", "mcq"):
        lines, table = _write(folder, form, rows=rows)
        for path in (lines, table):
            ours, rival = _run(OURS, path, form), _run(RIVAL, path, form, str(folder / "cache"))
            if not ours["rows"] == rival["rows"] == rows:
                raise SystemExit(f"{path.name}: {ours['rows']} and {rival['rows']} rows, not {rows}")
            print(
                f"{path.name:18}{rows:>10,}{ours['spent']:>9.2f}{rows / ours['spent']:>12,.0f}"
                f"{rival['spent']:>13.2f}{rows / rival['spent']:>18,.0f}"
            )


def _large(folder: Path, gigabytes: float) -> None:
    print(f"{'':18}{'GB':>8}{'rows':>14}{'CPU s':>9}{'rows/CPU s':>12}{'peak MB':>10}")
    for path in _write(folder, "mcq", size=int(gigabytes * 1e9)):
        ours = _run(OURS, path, "mcq")
        print(
            f"{path.name:18}{path.stat().st_size / 1e9:>8.2f}{ours['rows']:>14,}{ours['spent']:>9.1f}"
            f"{ours['rows'] / ours['spent']:>12,.0f}{ours['peak'] / 1e6:>10,.0f}",
            flush=True,
        )


def _run(script: str, path: Path, form: str, *more: str) -> dict[str, Any]:
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    command = [sys.executable, "-c", script, str(path), form, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=offline)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _write(folder: Path, form: str, *, rows: int | None = None, size: int | None = None) -> tuple[Path, Path]:
    """The same rows in both formats: so many of them, or so many bytes of JSONL."""
    lines, table = folder / f"{form}.jsonl", folder / f"{form}.parquet"
    writer: pq.ParquetWriter | None = None
    with lines.open("wb") as file:
        for frame in _frames(form, rows):
            frame.write_ndjson(file)
            arrow = frame.to_arrow()
            writer = writer or pq.ParquetWriter(table, arrow.schema)
            writer.write_table(arrow)
            if size is not None and file.tell() >= size:
                break
    if writer is not None:
        writer.close()
    return lines, table


def _frames(form: str, rows: int | None) -> Iterator[pl.DataFrame]:
    """Blocks of records; without a number of rows they never end."""
    rng = random.Random(SEED)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(5_000)]
    made = 0
    while rows is None or made < rows:
        count = BLOCK if rows is None else min(BLOCK, rows - made)
        yield pl.DataFrame([_record(rng, words, form, made + at) for at in range(count)])
        made += count


def _record(rng: random.Random, words: list[str], form: str, number: int) -> dict[str, Any]:
    question = " ".join(rng.choices(words, k=rng.randint(8, 30))) + "?"
    about = {"number": number, "question": question, "subject": rng.choice(SUBJECTS)}
    if form == "mcq":
        choices = [" ".join(rng.choices(words, k=rng.randint(1, 6))) for _ in range(4)]
        return {**about, "choices": choices, "answer": rng.choice("ABCD")}
    answer = str(rng.randint(0, 1_000_000)) if rng.random() < 0.5 else " ".join(rng.choices(words, k=rng.randint(1, 3)))
    return {**about, "answer": answer}


if __name__ == "__main__":
    main()
