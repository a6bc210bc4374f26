"""Which field of a record is what: the mapping of a source's file, as a person writes it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from curate.content import PartError
from curate.errors import one_of
from curate.stages.ingest.rows.paths import is_path

KINDS: Final = ("fields", "python")
"""The ways to map records to rows."""

Written = Literal["letter", "letters", "label", "index0", "index1", "flags", "text", "boxed"]
"""How a gold answer is written."""

UNDECIDED: Final = "index"
"""What `curate sources add` writes where numbers fit options counted from 0 and from 1: a question to the author."""

_FUNCTION: Final = r"^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*$"
_ORIGINS: Final = ("field", "fields", "value", "file")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _a_path(path: str) -> str:
    if not is_path(path):
        raise ValueError("must be a path such as question, a.b, choices[].text or prompt[role=user].content")
    return path


def _groups(pattern: str) -> int:
    try:
        return re.compile(pattern).groups
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error


def _of_one_group(pattern: str) -> str:
    if _groups(pattern) != 1:
        raise ValueError("must have one group: (...) around what counts, and (?:...) around anything else")
    return pattern


def _of_labels(pattern: str) -> str:
    if _groups(pattern) > 1:
        raise ValueError("must have one group at most: (...) around the label, and (?:...) around anything else")
    if re.search(pattern, ""):
        raise ValueError("must not match where nothing stands")
    return pattern


def _decided(written: object) -> object:
    if written == UNDECIDED:
        raise ValueError("must be index0 where options are counted from 0, index1 where from 1: say which")
    return written


Path = Annotated[str, AfterValidator(_a_path)]
OneGroup = Annotated[str, AfterValidator(_of_one_group)]


class Labelled(_Frozen):
    """A way of one's own to tell packed options apart.

    Attributes:
        labels: what stands before each option; its group, if it has one, is the label, and labels run A, B, C or
            1, 2, 3; without a group each match begins an option.
    """

    labels: Annotated[str, Field(min_length=1), AfterValidator(_of_labels)]


Pattern = Literal["lettered_lines", "lettered_inline", "numbered_answers"]

Split = Annotated[
    Annotated[Pattern, Tag("named")] | Annotated[Labelled, Tag("labelled")],
    Discriminator(lambda value: "labelled" if isinstance(value, (dict, Labelled)) else "named"),
]
"""How question and options are packed into one text: see `curate.stages.ingest.rows.packed`."""


class Mapped(_Frozen):
    """Where a value comes from, and what is done to it, in this order.

    Attributes:
        field: the path of a field: `a.b`, `[]` for each item of a list, `[0]` for one, `[role=user]` for the first
            that reads so.
        fields: several, joined to one text; of options one option each.
        value: a constant.
        file: a regular expression whose group is looked for in the name of the file that the record is in.
        parse: the first text that a path meets is a value of JSON or a Python literal, and the path goes on inside it.
        join: what stands between joined texts.
        after: only what follows the last of this mark counts; without the mark there is nothing.
        match: only what the group of this regular expression finds counts; where it finds nothing, there is nothing.
        absent: values that stand for nothing.
        default: what stands where there is nothing.
        optional: whether the field may stand in no record at all; else that is an error.
        split: how question and options are packed into one text.
        labels: the path of the options' labels, where they are a list beside the options.
        unlabel: whether each option begins with its label, `(A)foo`, to be taken off.
        as_: how a gold answer is written; `letter` for multiple choice, `text` for open questions unless said. `flags`
            is a list with true for each right option.
    """

    field: Path | None = None
    fields: Annotated[tuple[Path, ...], Field(min_length=1)] | None = None
    value: str | int | float | None = None
    file: OneGroup | None = None
    parse: Literal["json", "python"] | None = None
    join: str | None = None
    after: Annotated[str, Field(min_length=1)] | None = None
    match: OneGroup | None = None
    absent: tuple[str, ...] = ()
    default: str | None = None
    optional: bool = False
    split: Split | None = None
    labels: Path | None = None
    unlabel: bool = False
    as_: Annotated[Written | None, BeforeValidator(_decided)] = Field(default=None, alias="as")

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields that are looked at."""
        return (*(() if self.field is None else (self.field,)), *(self.fields or ()))

    @model_validator(mode="after")
    def _one_origin(self) -> Mapped:
        if sum(getattr(self, origin) is not None for origin in _ORIGINS) != 1:
            raise ValueError("must have one of field, fields, value and file")
        if self.join is not None and self.fields is None:
            raise ValueError("join stands only beside fields")
        if self.parse is not None and not self.paths:
            raise ValueError("parse stands only beside field or fields")
        if self.labels is not None and self.split is not None:
            raise ValueError("labels stand beside a list of options, not beside packed ones")
        return self


def _in_full(value: object) -> object:
    """A path alone is short for a mapping with that field."""
    return {"field": value} if isinstance(value, str) else value


MappedOrPath = Annotated[Mapped, BeforeValidator(_in_full, json_schema_input_type=str | Mapped)]

_ONLY: Final = {
    "as": ({"answer"}, "only an answer is written `as` something"),
    "split": ({"question", "options"}, "only a question and its options can be split"),
    "labels": ({"options"}, "only options have labels"),
    "unlabel": ({"options"}, "only options have labels to take off"),
    "join": ({"question", "answer", "subject"}, "several fields are one item each, and are not joined"),
}
"""Which keys stand only in which columns."""


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(one_of(kind, KINDS, what="kind of map"))
    return kind


class Mapping(_Frozen):
    """Which field is what; each is a path, or a mapping with `field` (or another origin) and what is done to it."""

    kind: Annotated[str, AfterValidator(_known_kind)] = "fields"
    question: MappedOrPath
    options: MappedOrPath | None = None
    answer: MappedOrPath
    accepted: MappedOrPath | None = None
    subject: MappedOrPath | None = None

    @property
    def written(self) -> Written | None:
        """How a gold answer is written, if that is said."""
        return self.answer.as_

    @property
    def has_options(self) -> bool:
        """Whether rows have options."""
        return self.options is not None

    @model_validator(mode="after")
    def _each_in_its_place(self) -> Mapping:
        for name, mapped in self.given().items():
            given = {"as" if key == "as_" else key for key in mapped.model_fields_set}
            for key, (columns, what) in _ONLY.items():
                if key in given and name not in columns:
                    raise PartError(what, name, key)
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


class PythonMapping(_Frozen):
    """A function that makes of a record a mapping of question, options, answer, accepted and subject.

    Attributes:
        kind: `python`.
        function: `package.module:function`, to be importable; a `ValueError` of it rejects the record by its text.
        columns: the fields at the top of a record that it is given.
        as_: how the answer that it gives is written; `letter` for multiple choice unless said.
    """

    kind: Literal["python"]
    function: Annotated[str, Field(pattern=_FUNCTION)]
    columns: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
    as_: Written | None = Field(default=None, alias="as")

    @property
    def written(self) -> Written | None:
        """How a gold answer is written, if that is said."""
        return self.as_

    @property
    def has_options(self) -> bool:
        """Whether rows may have options: the function decides."""
        return True


def _kind_of_map(value: object) -> str:
    given: Any = cast("dict[str, object]", value) if isinstance(value, dict) else getattr(value, "__dict__", {})
    return "python" if given.get("kind") == "python" else "fields"


MappingOrPython = Annotated[
    Annotated[Mapping, Tag("fields")] | Annotated[PythonMapping, Tag("python")], Discriminator(_kind_of_map)
]
"""What `map` may say."""
