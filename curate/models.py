"""The models of a build, behind the texts that the store keeps; at most one of them is in memory.

A build asks up to three: one writes questions, one solves them, one measures difficulty. Where a profile names the same
for two of these, it is opened once; else the one before is closed first, since a card rarely has room for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from curate.inference.kept import KeptModel
from curate.inference.model import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Self

    from curate.inference.config import ModelSettings
    from curate.inference.model import Generation, Model, Progress, Prompt, Sampling


class Opener(Protocol):
    """What opens a model: `curate.inference.open_model`, or what a test puts in its place."""

    def __call__(self, settings: ModelSettings, *, on_message: Callable[[str], None] | None = None) -> Model:
        """The model that the settings name; nothing heavy happens before it is asked."""
        ...


@dataclass(frozen=True)
class Asked:
    """What a build asked of a model for one purpose: responses written now, and those kept from before."""

    purpose: str
    model: str
    asked: int
    cached: int


class Models:
    """Opens models as they are needed, and closes the one before."""

    def __init__(self, folder: Path, say: Callable[[str], None], opener: Opener) -> None:
        """Keep all texts in `folder`; `say` is told of loading."""
        self._folder, self._say, self._opener = folder, say, opener
        self._settings: ModelSettings | None = None
        self._open: KeptModel | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def of(self, settings: ModelSettings) -> KeptModel:
        """The model of these settings; it is not loaded before it is asked for a new text.

        Raises:
            ModelError: If there is no such model, or what it needs is not installed.
        """
        if self._open is None or self._settings != settings:
            self.close()
            opened = self._opener(settings, on_message=self._say)
            self._open, self._settings = KeptModel(opened, self._folder, chunk=settings.chunk), settings
        return self._open

    def in_turn(self, settings: ModelSettings) -> InTurn:
        """The model of these settings for one who asks it in turn with another: opened again where that was open since.

        Raises:
            ModelError: As `of`.
        """
        return InTurn(self, settings)

    def close(self) -> None:
        """Close the model that is open, if there is one; its memory is given back."""
        if self._open is not None:
            self._open.close()
        self._open = self._settings = None


class InTurn:
    """A model that may have been closed for another since it was last asked.

    Attributes:
        asked: Responses written by it, whenever it was open.
        cached: Responses kept from before.
    """

    def __init__(self, models: Models, settings: ModelSettings) -> None:
        """Open it once, to know which it is; weights are loaded when it is asked."""
        self._models, self._settings = models, settings
        opened = models.of(settings)
        self._name, self._revision = opened.name, opened.revision
        self.asked = self.cached = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Which model."""
        return self._name

    @property
    def revision(self) -> str:
        """Which version of it."""
        return self._revision

    def max_prompt_tokens(self, sampling: Sampling) -> int:
        """The longest prompt that leaves room for the texts that `sampling` asks for."""
        return self._models.of(self._settings).max_prompt_tokens(sampling)

    def count_tokens(self, prompts: Sequence[Prompt]) -> list[int]:
        """The length of each prompt in tokens."""
        return self._models.of(self._settings).count_tokens(prompts)

    def generate(
        self, prompts: Sequence[Prompt], sampling: Sampling, *, on_progress: Progress = silent
    ) -> list[list[Generation]]:
        """The texts; without prompts no model is opened."""
        if not prompts:
            return []
        model = self._models.of(self._settings)
        asked, cached = model.asked, model.cached
        try:
            return model.generate(prompts, sampling, on_progress=on_progress)
        finally:
            self.asked += model.asked - asked
            self.cached += model.cached - cached

    def close(self) -> None:
        """Nothing: the models close what is open."""


class Count:
    """What one purpose asked of a model that others may have asked before."""

    def __init__(self, purpose: str, model: KeptModel | InTurn) -> None:
        """Count from now on."""
        self._purpose, self._model = purpose, model
        self._asked, self._cached = model.asked, model.cached

    def __call__(self) -> Asked:
        """Up to now."""
        model = self._model
        name = f"{model.name}@{model.revision}"
        return Asked(self._purpose, name, model.asked - self._asked, model.cached - self._cached)
