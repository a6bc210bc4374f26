"""What the difficulty room is told."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class DifficultyConfig(BaseModel):
    """How questions are put to the model, and how many.

    The paper's own rule (arXiv 2504.13941, section 2) is one greedy sample: `samples: 1, temperature: 0`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    samples: Annotated[int, Field(ge=1, le=1024, description="responses to each question")] = 1
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    top_p: Annotated[float, Field(gt=0, le=1)] = 1.0
    max_tokens: Annotated[int, Field(ge=1, description="a response is cut here, and then counts as truncated")] = 2048
    seed: Annotated[int, Field(ge=0)] = 0
    sampled: Annotated[
        float, Field(gt=0, le=1, description="the share of the rows that is asked about; the others are not_sampled")
    ] = 1.0
    timeout_s: Annotated[float, Field(gt=0, description="seconds that grading one response may take")] = 2.0
