"""Rows per CPU-second of putting questions into the words of templates, beside `datasets.map` and distilabel.

    python benchmarks/render_rows.py [--rows N]

Multiple-choice and open questions are made from a seed, and each is rendered to chat messages by `templates/mcq.j2` and
`templates/open.j2`: by the `rewrite` stage, which also draws a template for each row and carries all columns; by the
same template through the sandbox, row by row; by `datasets.map` with a function that holds the same Jinja template,
compiled once; and, where distilabel is installed (`pip install distilabel`), by the template step of its
`TextGeneration`, without a model. Each runs in a process of its own; what is counted is processor time from the first
row to the last, reading aside. All prompts are compared: who renders something else does not count. Aim: 100,000.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import polars as pl

SEED = 20_250
SYLLABLES = "ka lo mi ter sun pra vel dor ine os an ti re con mar".split()
BODIES = {form: Path(__file__).parents[1].joinpath(f"templates/{form}.j2") for form in ("mcq", "open")}

START = """
import hashlib, json, sys, time
import polars as pl
from curate.template import load_template
from pathlib import Path
rows, template = pl.read_parquet(sys.argv[1]), load_template(Path(sys.argv[2]))
def told(contents, spent):
    digest = hashlib.sha256("\\x1e".join(contents).encode()).hexdigest()
    print(json.dumps({"rows": len(contents), "spent": spent, "digest": digest}))
"""

STAGE = """
from curate.row import ROW
from curate.stages.rewrite.config import RewriteConfig
from curate.stages.rewrite.stage import rewrite
name = template.name
config = RewriteConfig.model_validate({"templates": {"mcq": name} if name == "mcq" else {"open": name, "math": name}})
missing = [pl.lit(None, dtype=kind).alias(column) for column, kind in ROW.items() if column not in rows.columns]
given = rows.with_columns(missing).select(*ROW)
templates = {one: load_template(Path(sys.argv[2]).with_stem(one)) for one in config.names()}
started = time.process_time()
made = rewrite(given, config, templates)
spent = time.process_time() - started
told(made["prompt"].list.get(-1).struct.field("content").to_list(), spent)
"""

SANDBOX = """
given = rows.to_dicts()
started = time.process_time()
made = [template.render(row)[-1]["content"] for row in given]
told(made, time.process_time() - started)
"""

MAP = """
import datasets, jinja2
datasets.disable_progress_bars()
datasets.disable_caching()
body, form = jinja2.Template(template.body), template.head.form
given = datasets.Dataset(rows.select("question", "options").to_arrow())
def rendered(row):
    fields = {"question": row["question"]}
    if form == "mcq":
        letters = "ABCDEFGHIJ"[: len(row["options"])]
        fields["options_block"] = "\\n".join(f"{letter}. {text}" for letter, text in zip(letters, row["options"]))
        fields["first_letter"], fields["last_letter"] = letters[0], letters[-1]
    return {"prompt": [{"role": "user", "content": body.render(**fields)}]}
started = time.process_time()
made = given.map(rendered)
spent = time.process_time() - started
told([turns[-1]["content"] for turns in made["prompt"]], spent)
"""

DISTILABEL = """
from distilabel.models import OpenAILLM
from distilabel.steps.tasks import TextGeneration
form = template.head.form
block = "{% for option in options %}{{ 'ABCDEFGHIJ'[loop.index0] }}. {{ option }}"
block += "{{ '\\n' if not loop.last }}{% endfor %}"
body = template.body.replace("{{ options_block }}", block).replace("{{ first_letter }}", "A")
body = body.replace("{{ last_letter }}", "{{ 'ABCDEFGHIJ'[options | length - 1] }}")
columns = ["question", "options"] if form == "mcq" else ["question"]
step = TextGeneration(llm=OpenAILLM(model="none", api_key="none"), template=body, columns=columns)
from jinja2 import Template
step._template = Template(body)  # what its load() does beside connecting to a model
given = rows.select(columns).to_dicts()
started = time.process_time()
made = [step.format_input(row)[-1]["content"] for row in given]
told(made, time.process_time() - started)
"""

WAYS = {"rewrite": STAGE, "the sandbox, row by row": SANDBOX, "datasets.map": MAP, "distilabel": DISTILABEL}


def main() -> None:
    """Make the rows, run every way of rendering them, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as scratch:
        for form, body in BODIES.items():
            path = Path(scratch) / f"{form}.parquet"
            made(form, rows).write_parquet(path)
            print(f"{rows:,} {form} rows, rows per CPU-second:")
            wanted: str | None = None
            for name, code in WAYS.items():
                if name == "distilabel" and find_spec("distilabel") is None:
                    print(f"  {name:<26} not installed")
                    continue
                done = subprocess.run(
                    [sys.executable, "-c", START + code, path, body], check=True, capture_output=True, text=True
                )
                told = json.loads(done.stdout.splitlines()[-1])
                wanted = wanted or told["digest"]
                same = "" if told["digest"] == wanted else "   (not the same prompts)"
                print(f"  {name:<26} {told['rows'] / told['spent']:>12,.0f}{same}")


def made(form: str, rows: int) -> pl.DataFrame:
    """Questions of some forty words, with four to ten options where the form has any."""
    draw = random.Random(SEED)

    def words(least: int, most: int) -> str:
        return " ".join("".join(draw.choices(SYLLABLES, k=2)) for _ in range(draw.randint(least, most)))

    options = [[words(1, 6) for _ in range(draw.randint(4, 10))] for _ in range(rows)] if form == "mcq" else None
    return pl.DataFrame(
        {
            "id": [f"{number:032x}" for number in range(rows)],
            "form": [form] * rows,
            "question": [words(10, 70) + "?" for _ in range(rows)],
            "options": pl.Series(options or [None] * rows, dtype=pl.List(pl.String)),
            "answer": ["A" if form == "mcq" else "kalo"] * rows,
            "answer_type": ["mcq" if form == "mcq" else "short_text"] * rows,
        }
    )


if __name__ == "__main__":
    main()
