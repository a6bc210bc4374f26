"""What `verifiability` can be told."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from pydantic import AfterValidator, BaseModel, ConfigDict


def _regex(pattern: str) -> str:
    try:
        pl.Series([""], dtype=pl.String).str.contains(pattern)
    except pl.exceptions.ComputeError as error:
        raise ValueError(f"is no regular expression: {' '.join(str(error).split())}") from error
    return pattern


class VerifiabilityConfig(BaseModel):
    """How evidence is gathered.

    Attributes:
        phrases: Further regular expressions (Rust's `regex`, asked of the question in lower case) whose presence in a
            question says that it cannot be asked without its options; for the phrases of another language, say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    phrases: tuple[Annotated[str, AfterValidator(_regex)], ...] = ()
