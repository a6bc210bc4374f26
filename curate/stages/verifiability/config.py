"""What `verifiability` can be told: nothing so far."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class VerifiabilityConfig(BaseModel):
    """How evidence is gathered: in one way, always."""

    model_config = ConfigDict(frozen=True, extra="forbid")
