"""Questions on the packaged web pages, for real: SmolLM2 on the processor writes, solves and judges; few or none stay.

So small a model makes no promise about rows. What is promised is that everything is counted, and that an end without
a blend says where the questions went.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(find_spec("vllm") is None, reason="vLLM is not installed: make env"),
]
ROOT = Path(__file__).parents[2]
ASKED = 4
NOT_ASKED = ("no passage", "no prompt")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="module")
def result(place: Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from curate.cli import main; main()", "build", "-r", "web_questions"]
    options = ["-p", "laptop", "--rows", str(ASKED), "--root", str(ROOT), "--store", "store", "--out", "out"]
    return subprocess.run([*program, *options], cwd=place, capture_output=True, text=True, check=False)


def parts(place: Path, stage: str, kind: str = "part") -> pl.DataFrame:
    (folder,) = (place / "store").glob(f"{stage}@*")
    return pl.concat([pl.read_parquet(path) for path in sorted(folder.glob(f"{kind}-*.parquet"))])


def test_the_end_is_a_blend_or_one_line_that_says_where_the_questions_went(
    result: subprocess.CompletedProcess[str], place: Path
) -> None:
    assert "Traceback" not in result.stderr
    if result.returncode == 0:
        facts = json.loads((place / "out/web_questions/manifest.json").read_bytes())
        (table,) = facts["synthesis"]
        assert table["asked"] == ASKED == table["written"] + sum(table["unwritten"].values())
        assert table["written"] == table["agreed"] + sum(table["disagreed"].values())
        return
    (error,) = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert "rows stayed and" in error or "not one question was synthesised: of 14 documents" in error


def test_every_question_that_was_asked_for_is_a_draft_or_a_reject(
    result: subprocess.CompletedProcess[str], place: Path
) -> None:
    assert result.returncode in {0, 1, 2}
    pages = parts(place, "01-ingest")
    assert pages.height == 14
    assert parts(place, "02-gates").height == 14
    drafts, rejects = parts(place, "03-draft"), parts(place, "03-draft", "rejects")
    of_questions = rejects.filter(~pl.col("why").str.contains("|".join(f"^{why}" for why in NOT_ASKED)))
    assert drafts.height + of_questions.height == ASKED
    rows = parts(place, "04-synthesize")
    assert rows.height == drafts.height
    addresses = set(pages.get_column("url"))
    for row in rows.iter_rows(named=True):
        assert row["document"]["url"] in addresses
        assert row["maker"]["model"] == row["maker"]["solver"]
        assert sum(vote["count"] for vote in row["votes"]) == 4
        assert (row["answer"] is None) == any(one.startswith("agreement: ") for one in row["evidence"])
