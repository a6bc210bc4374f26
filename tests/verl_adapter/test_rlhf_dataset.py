"""veRL's own dataset reads what we write: alone, and two blends together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.stages.blend.write import write_parquet
from verl_adapter.columns import check_parquet, to_verl

if TYPE_CHECKING:
    from pathlib import Path

Rows = Any  # the builder of conftest.py

pytestmark = [
    pytest.mark.verl,
    pytest.mark.skipif(find_spec("verl") is None, reason="verl is not installed"),
]

# A process of its own: veRL's imports warn, and the cache of `datasets` is chosen when it is imported.
READER = """
import json, sys
from omegaconf import OmegaConf
from tokenizers import Tokenizer, models, pre_tokenizers
from torch.utils.data import DataLoader
from transformers import PreTrainedTokenizerFast
from verl.utils.dataset.rl_dataset import RLHFDataset, collate_fn

words = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
words.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, unk_token="[UNK]")
tokenizer.chat_template = "{% for m in messages %}{{ m.role }} {{ m.content }} {% endfor %}"

def read(files):
    config = OmegaConf.create({"max_prompt_length": 16, "filter_overlong_prompts": True,
                               "filter_overlong_prompts_workers": None})
    dataset = RLHFDataset(files, tokenizer=tokenizer, config=config)
    batch = next(iter(DataLoader(dataset, batch_size=len(dataset), collate_fn=collate_fn)))
    return [{key: (int(values[row]) if key == "index" else values[row])
             for key, values in batch.items() if key != "dummy_tensor"} for row in range(len(dataset))]

print("ROWS" + json.dumps([read(files) for files in json.loads(sys.argv[1])]))
"""


def _read(tmp_path: Path, *together: list[Path]) -> list[list[dict[str, Any]]]:
    """The rows of each group of files, as veRL's dataset and collation give them."""
    groups = json.dumps([[str(path) for path in files] for files in together])
    run = subprocess.run(
        [sys.executable, "-c", READER, groups],
        env={**os.environ, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    line = next(line for line in run.stdout.splitlines() if line.startswith("ROWS"))
    return json.loads(line.removeprefix("ROWS"))


def test_verl_reads_training_and_validation_and_two_blends_together(rows: Rows, tmp_path: Path) -> None:
    train, val, other = (tmp_path / f"{name}.parquet" for name in ("train", "val", "other"))
    mixed = pl.concat([rows(6, epoch=0, pass_rate=0.5), rows(4, form="open", source="math", epoch=1)])
    write_parquet([to_verl(mixed, "train", 0)], train)
    write_parquet([to_verl(rows(3, epoch=0), "val", 0)], val)
    # nothing but open rows, none of them measured: every column that could lose its type has only nulls
    write_parquet([to_verl(rows(2, form="open", source="math", accepted=None, epoch=0), "train", 0)], other)
    for path in (train, val, other):
        check_parquet(path)
    trained, validated, joined = _read(tmp_path, [train], [val], [train, other])
    assert [len(trained), len(validated), len(joined)] == [10, 3, 12]
    assert joined[:10] == trained
    first, last = trained[0], trained[9]
    assert first["raw_prompt"] == mixed["prompt"][0].to_list()
    assert first["data_source"] == "curate/mmlu_train"
    assert first["reward_model"] == {"style": "rule", "ground_truth": "B"}
    assert first["extra_info"]["options"] == mixed["options"][0].to_list()
    assert (last["index"], last["extra_info"]["id"], last["extra_info"]["epoch"]) == (9, "math-3", 1)
    assert last["extra_info"]["pass_rate"] is None
    assert joined[11]["extra_info"]["accepted"] is None
    assert set(first) == {
        *("data_source", "prompt", "ability", "reward_model", "extra_info"),
        *("raw_prompt", "index", "tools_kwargs", "interaction_kwargs"),
    }
