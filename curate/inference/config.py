"""What a profile may say about the model that it asks."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ModelSettings(BaseModel):
    """Which model, and how it is run.

    `name` is `smollm2` for the small model that the extra of that name packages, a folder on this disk, or the id of
    a model on the hub; `revision` pins the latter to a branch, tag or commit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(default="smollm2", min_length=1)
    revision: str | None = None
    dtype: Literal["auto", "bfloat16", "float16", "float32"] = "bfloat16"
    max_model_len: int = Field(default=2048, ge=16)
    threads: int | None = Field(default=None, ge=1)
    """Threads on a processor. What is written can depend on their number, so a profile may fix it."""
    chunk: int = Field(default=64, ge=1)
    """Prompts that are asked together and kept together: what a kill can cost at most. See `curate.inference.kept`."""
