"""What a recipe may say about the forms in which its questions are asked: its key `forms`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import polars as pl
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from typing import Self

FEWEST_OPTIONS = 4
MOST_OPTIONS = 10
"""How many options a made multiple-choice question may have: from the common four to the ten of MMLU-Pro."""

Options = Annotated[int, Field(ge=FEWEST_OPTIONS, le=MOST_OPTIONS)]


def _regex(pattern: str) -> str:
    try:
        pl.Series([""], dtype=pl.String).str.contains(pattern)
    except pl.exceptions.ComputeError as error:
        raise ValueError(f"is no regular expression: {' '.join(str(error).split())}") from error
    return pattern


class FormsConfig(BaseModel):
    """Which questions are also asked in another form, and how options stand.

    `mcq_to_open` and `open_to_mcq`: `also` gives rows a child of the other form beside them; `never` does not.
    `options`: how many options a made multiple-choice question has. `extend`: those with fewer get more, up to that
    number. `shuffle`: options stand in an order that hangs on the row and `seed` alone. `ask`: a model decides which
    questions need their options where rules leave it open, rewrites those that lean on them, and judges the rewriting;
    without it, what is open counts as needing them, and what would have to be rewritten is left out. `phrases` are
    further regular expressions (Rust's `regex`, asked of the question in lower case) whose presence says that a
    question leans on its options; for the phrases of another language, say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mcq_to_open: Literal["never", "also"] = "never"
    open_to_mcq: Literal["never", "also"] = "never"
    options: Options | None = 4
    extend: bool = False
    shuffle: bool = False
    ask: bool = False
    seed: Annotated[int, Field(ge=0)] = 0
    phrases: tuple[Annotated[str, AfterValidator(_regex)], ...] = ()

    def of(self, form: Literal["mcq", "open"]) -> FormsConfig:
        """What of it decides the rows of a source of this form; recipes that differ elsewhere share those rows."""
        if form == "mcq":
            return self.model_copy(update={"open_to_mcq": "never", "options": self.options if self.extend else None})
        made = self.open_to_mcq == "also"
        kept = {"options": self.options, "ask": self.ask, "seed": self.seed} if made else {}
        return FormsConfig(open_to_mcq=self.open_to_mcq).model_copy(update=kept)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.options is None and self.extend:
            raise ValueError("options must say how many there shall be where extend is true")
        if self.options is None and self.open_to_mcq == "also":
            raise ValueError("options must say how many there shall be where open_to_mcq is also")
        return self
