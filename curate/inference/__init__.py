"""The one door to a model.

`open_model` gives a `curate.inference.model.Model`: vLLM in this process, on CUDA or on a CPU, with the same code.
`curate.inference.kept.KeptModel` stands before it and keeps every text, so that no prompt is asked twice.
Importing this costs nothing, and opening a model only tells its name and revision; the packaged model is converted
when its tokenizer is first needed, and torch and vLLM are loaded when the first prompt is asked.

What is promised: the same command, begun with a fresh store on the same machine and with the same versions, gives the
same texts, also when it was killed on the way and run again. What is not: that a store which was first asked other
prompts, by another recipe or with another `--rows`, gives the texts of a fresh one. It keeps what it has, and as even
greedy texts can depend on which prompts an engine answers together, some may differ; kept texts win.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from curate.inference.config import ModelSettings
    from curate.inference.model import Model


def open_model(settings: ModelSettings, *, on_message: Callable[[str], None] | None = None) -> Model:
    """The model that the settings name, ready to be asked; nothing heavy happens before the first prompt.

    `on_message` is told, in one sentence, of work that takes a while (converting, loading).

    Raises:
        ModelError: there is no such model, or what it needs is not installed.
    """
    from curate.inference.vllm_door import VLLMModel
    from curate.inference.weights import find_weights

    return VLLMModel(
        find_weights(settings.name, settings.revision, on_message=on_message),
        dtype=settings.dtype,
        max_model_len=settings.max_model_len,
        threads=settings.threads,
        on_message=on_message,
    )
