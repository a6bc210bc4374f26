"""Which files a model is: a name and a revision become a folder, for packaged, local and hub models alike.

A model on the hub is named by its commit, a folder by the hash of its files: two different models never share the
texts that are kept for them. Only what is needed is fetched: nothing to name a model, and the tokenizer alone until a
text is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import xxhash

from curate.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

_COMMIT: Final = re.compile(r"[0-9a-f]{40}")
TOKENIZER: Final = ("*.json", "*.jinja", "*.txt", "tokenizer.model", "*.tiktoken")
WEIGHTS: Final = (*TOKENIZER, "*.safetensors")


@dataclass(frozen=True)
class Weights:
    """Where a model lies and which it is.

    Attributes:
        name: `smollm2`, the folder's name, or the hub id.
        revision: the commit on the hub, or `xxh3-` and a hash of all files.
        files: gives the folder with the files of some patterns; asked by `Weights.fetch` alone.
    """

    name: str
    revision: str
    files: Callable[[tuple[str, ...]], Path] = field(repr=False, compare=False)

    def fetch(self, patterns: tuple[str, ...]) -> Path:
        """The folder with the files of these patterns, downloaded or converted where they are not on this disk yet.

        Raises:
            ModelError: the hub cannot be reached, or refuses; or what converts the packaged model is not installed.
            StoreError: there is no room for what is converted.
        """
        return self.files(patterns)


def find_weights(name: str, revision: str | None = None, *, on_message: Callable[[str], None] | None = None) -> Weights:
    """The model of this name: which it is, and where its files will come from; nothing is made or downloaded yet.

    `on_message` is told when `Weights.fetch` converts the packaged model.

    Raises:
        ModelError: there is no such model, or the hub does not answer.
    """
    if name == "smollm2":
        from curate.inference.smollm2 import smollm2, smollm2_revision

        return Weights(name, smollm2_revision(), lambda _: smollm2(on_message))
    path = Path(name).expanduser()
    if path.is_dir():
        return _local(path)
    if name.count("/") != 1 or name.startswith((".", "/", "~")):
        raise ModelError("is neither a folder, nor `smollm2`, nor the id of a model on the hub", place=name)
    commit = _commit(name, revision)
    return Weights(name, commit, partial(_snapshot, name, commit))


def _local(path: Path) -> Weights:
    if not (path / "config.json").is_file() or not any(path.glob("*.safetensors")):
        raise ModelError("the folder holds no model: config.json and *.safetensors", place=path)
    state = xxhash.xxh3_128()
    for file in sorted(found for found in path.iterdir() if found.is_file()):
        state.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as opened:
            while block := opened.read(1 << 22):
                state.update(block)
    return Weights(path.resolve().name, f"xxh3-{state.hexdigest()}", lambda _: path)


def _commit(name: str, revision: str | None) -> str:
    """The commit that a branch or tag stands at: the hub's word, or what is on the disk when the hub is off."""
    import httpx
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    if revision is not None and _COMMIT.fullmatch(revision):
        return revision
    if constants.HF_HUB_OFFLINE:
        return _snapshot(name, revision, TOKENIZER).name
    try:
        found = HfApi().model_info(name, revision=revision, timeout=30).sha
    except (HfHubHTTPError, HFValidationError, httpx.HTTPError, OSError) as error:
        raise _unreachable(name, revision, error) from error
    if found is None:
        raise ModelError("the hub names no commit for it", place=name)
    return found


def _snapshot(name: str, revision: str | None, patterns: tuple[str, ...]) -> Path:
    import httpx
    import huggingface_hub
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(huggingface_hub.snapshot_download(name, revision=revision, allow_patterns=list(patterns)))
    except (HfHubHTTPError, HFValidationError, httpx.HTTPError, OSError) as error:
        raise _unreachable(name, revision, error) from error


def _unreachable(name: str, revision: str | None, error: Exception) -> ModelError:
    first = str(error).strip().splitlines()[0]
    return ModelError(
        f"cannot be fetched: {first}",
        place=f"{name}@{revision}" if revision else name,
        hint="check the id and the revision; offline, only models in the hub's cache can be used, and `smollm2`",
    )
