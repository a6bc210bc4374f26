"""The models of a build, behind the texts that the store keeps; at most one of them is in memory.

A build asks up to three: one writes questions, one solves them, one measures difficulty. Where a profile names the same
for two of these, it is opened once; else the one before is closed first, since a card rarely has room for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from curate.inference.kept import KeptModel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Self

    from curate.inference.config import ModelSettings
    from curate.inference.model import Model


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

    def close(self) -> None:
        """Close the model that is open, if there is one; its memory is given back."""
        if self._open is not None:
            self._open.close()
        self._open = self._settings = None


class Count:
    """What one purpose asked of a model that others may have asked before."""

    def __init__(self, purpose: str, model: KeptModel) -> None:
        """Count from now on."""
        self._purpose, self._model = purpose, model
        self._asked, self._cached = model.asked, model.cached

    def __call__(self) -> Asked:
        """Up to now."""
        model = self._model
        name = f"{model.name}@{model.revision}"
        return Asked(self._purpose, name, model.asked - self._asked, model.cached - self._cached)
