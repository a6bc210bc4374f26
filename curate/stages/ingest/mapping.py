"""Which field of a record is what: the mapping of a source's file, as a person writes it."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

_PATH: Final = re.compile(r"[^.\[\]\s][^.\[\]]*(?:\[-?\d*\])*(?:\.[^.\[\]]+(?:\[-?\d*\])*)*")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Mapped(_Frozen):
    """Where a value comes from, and what is done to it, in this order.

    Attributes:
        field: the path of a field: `a.b`, with `[]` for each item of a list and `[0]` for one.
        value: a constant in place of a field.
        after: only what follows the last of this mark counts; without the mark there is nothing.
        absent: values that stand for nothing.
        default: what stands where there is nothing.
        optional: whether the field may stand in no record at all; else that is an error.
        split: how question and options are packed into one text; see `curate.stages.ingest.packed`.
        as_: how a gold answer is written; `letter` for multiple choice, `text` for open questions unless said.
    """

    field: str | None = None
    value: str | int | float | None = None
    after: Annotated[str, Field(min_length=1)] | None = None
    absent: tuple[str, ...] = ()
    default: str | None = None
    optional: bool = False
    split: Literal["lettered_lines"] | None = None
    as_: Literal["letter", "index0", "index1", "text", "boxed"] | None = Field(default=None, alias="as")

    @field_validator("field")
    @classmethod
    def _a_path(cls, path: str | None) -> str | None:
        if path is not None and not _PATH.fullmatch(path):
            raise ValueError("must be a path such as question, a.b, choices[].text or prompt[0].content")
        return path

    @model_validator(mode="after")
    def _one_origin(self) -> Mapped:
        if (self.field is None) == (self.value is None):
            raise ValueError("must have either field or value")
        return self


def _in_full(value: object) -> object:
    """A path alone is short for a mapping with that field."""
    return {"field": value} if isinstance(value, str) else value


MappedOrPath = Annotated[Mapped, BeforeValidator(_in_full, json_schema_input_type=str | Mapped)]


class Mapping(_Frozen):
    """Which field is what; each is a path, or a mapping with `field` (or `value`) and what is done to it."""

    question: MappedOrPath
    options: MappedOrPath | None = None
    answer: MappedOrPath
    accepted: MappedOrPath | None = None
    subject: MappedOrPath | None = None

    @model_validator(mode="after")
    def _each_in_its_place(self) -> Mapping:
        for name, mapped in self.given().items():
            if mapped.as_ is not None and name != "answer":
                raise ValueError(f"{name}: only an answer is written `as` something")
            if mapped.split is not None and name not in {"question", "options"}:
                raise ValueError(f"{name}: only a question and its options can be split")
        return self

    def given(self) -> dict[str, Mapped]:
        """What is mapped, by the column it becomes."""
        columns: dict[str, Mapped | None] = {
            "question": self.question,
            "options": self.options,
            "answer": self.answer,
            "accepted": self.accepted,
            "subject": self.subject,
        }
        return {name: mapped for name, mapped in columns.items() if mapped is not None}
