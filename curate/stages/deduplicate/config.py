"""What `deduplicate` can be told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class DeduplicateConfig(BaseModel):
    """Nothing: two settings would make two ideas of a duplicate, and rows that stay in one blend and not in another."""

    model_config = ConfigDict(frozen=True, extra="forbid")
