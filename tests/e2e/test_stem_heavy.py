"""The main job, for real: the embedded samples, vLLM on the processor, and veRL's own data set at the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from verl_adapter.columns import check_parquet

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(find_spec("vllm") is None, reason="vLLM is not installed: make env"),
]
ROOT = Path(__file__).parents[2]


def command(place: Path, *options: str) -> Sequence[str]:
    program = [sys.executable, "-c", "from curate.cli import main; main()", "build", "-r", "stem_heavy", "-p", "laptop"]
    return [*program, "--root", str(ROOT), "--store", str(place / "store"), "--out", str(place / "out"), *options]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("stem")
    result = subprocess.run(command(place), cwd=place, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    return place / "out/stem_heavy"


def manifest(blend: Path) -> dict[str, Any]:
    return json.loads((blend / "manifest.json").read_bytes())


def test_more_than_a_thousand_rows_come_in_and_every_kind_of_dirt_is_found(built: Path) -> None:
    facts = manifest(built)
    assert sum(line["records"] for line in facts["funnel"]) >= 1_000
    assert sum(line["broken"] for line in facts["funnel"]) == 2
    found = {reason["reason"]: reason["rows"] for reason in facts["reasons"]}
    silent = {name for name, rows in found.items() if not rows}
    assert silent <= {"options_repeat"}, found


def test_the_model_was_asked_about_every_row_that_had_no_reason_to_go(built: Path) -> None:
    bands = {band["pass_rate"]: band["in"] for band in manifest(built)["difficulty"]}
    assert set(bands) <= {"0", "1", "skipped", "ungradable", "too_long"}
    assert bands["0"] > bands["1"] > 0, "a model of 135M parameters knows something, and not much"


def test_seven_tenths_and_more_of_the_blend_are_stem(built: Path) -> None:
    rows = pl.read_parquet(built / "train.parquet")["extra_info"].struct.unnest()
    stem = rows.filter((pl.col("domain") == "stem") | (pl.col("group") == "MR")).height
    assert stem / rows.height >= 0.7


def test_verl_reads_the_blend_with_the_models_own_tokenizer(built: Path, tmp_path: Path) -> None:
    for split in ("train", "val"):
        check_parquet(built / f"{split}.parquet")
    reader = """
import sys
from omegaconf import OmegaConf
from transformers import AutoTokenizer
from curate.inference.smollm2 import smollm2
from verl.utils.dataset.rl_dataset import RLHFDataset
tokenizer = AutoTokenizer.from_pretrained(smollm2())
config = OmegaConf.create({"max_prompt_length": 2048, "filter_overlong_prompts": True,
                           "filter_overlong_prompts_workers": None})
for path in sys.argv[1:]:
    data = RLHFDataset([path], tokenizer=tokenizer, config=config)
    row = data[0]
    print("READ", len(data), row["extra_info"]["id"], row["raw_prompt"][0]["role"])
"""
    paths = [str(built / f"{split}.parquet") for split in ("train", "val")]
    environment = {**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", reader, *paths], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    said = [line.split()[1:] for line in run.stdout.splitlines() if line.startswith("READ")]
    files = manifest(built)["files"]
    first = [pl.read_parquet(path)["extra_info"].struct.field("id")[0] for path in paths]
    rows = [str(files[f"{split}.parquet"]["rows"]) for split in ("train", "val")]
    assert said == [[count, id_, "user"] for count, id_ in zip(rows, first, strict=True)]


def test_a_build_killed_while_the_model_writes_gives_the_same_bytes(tmp_path: Path) -> None:
    few = ("--rows", "30")
    calm = subprocess.run(command(tmp_path / "calm", *few), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert calm.returncode == 0, calm.stderr
    place = tmp_path / "killed"
    process = subprocess.Popen(command(place, *few), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list((place / "store/generations").glob("*.parquet")):  # until the first answers are kept
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail("the build ended before it was killed")
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = subprocess.run(command(place, *few), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert "kept from before" in again.stdout
    for file in sorted((tmp_path / "calm/out/stem_heavy").iterdir()):
        assert (place / "out/stem_heavy" / file.name).read_bytes() == file.read_bytes(), file.name
