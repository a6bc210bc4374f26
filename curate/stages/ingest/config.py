"""What a file of `blends/sources/` may say: what a data set is, where it is read, and which field is what."""

from __future__ import annotations

import codecs
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
    field_validator,
    model_validator,
)

from curate.content import Shelved
from curate.errors import one_of
from curate.grading import graders
from curate.stages.ingest.encoding import of_text_files
from curate.stages.ingest.registry import formats

Domain = Literal["stem", "humanities", "social_science", "mixed"]

_PATH: Final = re.compile(r"[^.\[\]\s][^.\[\]]*(?:\[-?\d*\])*(?:\.[^.\[\]]+(?:\[-?\d*\])*)*")
_SPDX: Final = r"^(?:LicenseRef-)?[A-Za-z0-9][A-Za-z0-9.+-]*(?: (?:AND|OR|WITH) [A-Za-z0-9][A-Za-z0-9.+-]*)*$"


SAMPLE_LICENCE: Final = "Apache-2.0"
"""Of the samples that the package carries: the project's own."""


def _known_type(name: str) -> str:
    known = (*graders(), "ungradable")
    if name not in known:
        raise ValueError(one_of(name, known, what="answer type"))
    return name


KnownType = Annotated[str, AfterValidator(_known_type)]
"""An answer type that there is a grader for, ours or another package's; or `ungradable`."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Encoded(_Frozen):
    """How bytes become text: `utf-8`, an encoding's name, or `detect`; what is not UTF-8 is read as `fallback`."""

    encoding: str = "utf-8"
    fallback: str | None = None

    @field_validator("encoding", "fallback")
    @classmethod
    def _known(cls, name: str | None) -> str | None:
        if name is None or name == "detect":
            return name
        try:
            found = codecs.lookup(name)
        except LookupError as error:
            raise ValueError("must be utf-8, detect, or an encoding that Python knows") from error
        if not of_text_files(found):
            raise ValueError("must be an encoding of text files in which a line ends with one byte")
        return found.name


class SampleReading(Encoded):
    """A sample that the package carries, by its file name; it is this project's own work, in the source's layout."""

    file: Annotated[str, Field(pattern=r"^[\w.-]+\.jsonl$")]

    @property
    def named(self) -> str:
        """What is read, as the source's file names it."""
        return self.file


class HubReading(_Frozen):
    """A data set of the hub, or a folder laid out like one.

    `data_files` names files inside the data set, where what the hub makes of the whole is not wanted. `revision` is a
    commit; without one the newest is read, and what that was is noted in every row. `rows` is how many there were when
    the source was described: `curate plan` counts with it before anything is read, and nothing else does.
    """

    path: Annotated[str, Field(min_length=1)]
    config: str | None = None
    configs: tuple[str, ...] = ()
    data_files: tuple[str, ...] = ()
    split: Annotated[str, Field(min_length=1)]
    revision: Annotated[str, Field(min_length=7)] | None = None
    rows: Annotated[int, Field(gt=0)] | None = None

    @property
    def named(self) -> str:
        """What is read, as the source's file names it."""
        return self.path

    @model_validator(mode="after")
    def _one_way(self) -> HubReading:
        if sum(map(bool, (self.config, self.configs, self.data_files))) > 1:
            raise ValueError("name one of config, configs and data_files")
        return self


class FilesReading(Encoded):
    """Files, as paths or globs that start at the folder of the source's own file."""

    paths: Annotated[tuple[str, ...], Field(min_length=1)]
    format: str

    @property
    def named(self) -> str:
        """What is read, as the source's file names it."""
        return ", ".join(self.paths)

    @field_validator("format")
    @classmethod
    def _known_format(cls, name: str) -> str:
        if name not in formats():
            raise ValueError(one_of(name, formats(), what="format"))
        return name


def _kind_of_reading(value: object) -> str | None:
    """Which way of reading a mapping describes, told by the one key that only that way has."""
    given: Any = cast("dict[str, object]", value) if isinstance(value, dict) else getattr(value, "__dict__", {})
    return next((kind for key, kind in (("file", "sample"), ("path", "hub"), ("paths", "files")) if key in given), None)


Reading = Annotated[
    Annotated[SampleReading, Tag("sample")] | Annotated[HubReading, Tag("hub")] | Annotated[FilesReading, Tag("files")],
    Discriminator(
        _kind_of_reading,
        custom_error_type="reading",
        custom_error_message="Input should be a mapping with file (a sample), path (the hub) or paths (files)",
    ),
]


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


class BrokenRows(_Frozen):
    """At most so many rejects."""

    rows: Annotated[int, Field(ge=0)]


class BrokenShare(_Frozen):
    """At most such a share of the records as rejects."""

    share: Annotated[float, Field(ge=0, le=1)] = 0.01


def _kind_of_limit(value: object) -> str:
    given: Any = cast("dict[str, object]", value) if isinstance(value, dict) else getattr(value, "__dict__", {})
    return "rows" if "rows" in given else "share"


BrokenLimit = Annotated[
    Annotated[BrokenRows, Tag("rows")] | Annotated[BrokenShare, Tag("share")], Discriminator(_kind_of_limit)
]


class ExpectedRow(_Frozen):
    """What an example's record becomes; what is not named is not compared."""

    question: str | None = None
    options: tuple[str, ...] | None = None
    answer: str | None = None
    answer_text: str | None = None
    accepted: tuple[str, ...] | None = None
    answer_type: KnownType | None = None
    subject: str | None = None
    domain: Domain | None = None


class Example(_Frozen):
    """A record as the source holds it, and the row that it becomes."""

    record: dict[str, Any]
    row: ExpectedRow


class Grading(_Frozen):
    """How the answers of a source are graded, where it is otherwise than the grader's own rules (docs/grading.md)."""

    tolerance: Annotated[float | None, Field(gt=0, lt=1, description="relative error of a number with a unit")] = None
    f1_at_least: Annotated[float | None, Field(gt=0, le=1, description="word overlap of a right short text")] = None


class Source(Shelved):
    """A data set: what it is and under which terms, where it is read, which field is what, and what is wrong with it.

    `group` is GPR (general-purpose reasoning) or MR (mathematical reasoning). `read` names the ways to read it;
    a profile chooses one by its key. `answer_type` forces what is otherwise told from each gold answer, and `grading`
    changes how it is graded. `broken` is how many records may be unreadable before the source as a whole counts as
    broken.
    """

    group: Literal["GPR", "MR"]
    origin: Literal["open", "synthetic"]
    form: Literal["mcq", "open"]
    licence: Annotated[str, Field(pattern=_SPDX)]
    citation: Annotated[str, Field(min_length=1)]
    domain: Domain
    faults: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    answer_type: KnownType | None = None
    grading: Grading = Grading()
    broken: BrokenLimit = BrokenShare()
    read: Annotated[dict[str, Reading], Field(min_length=1)]
    map: Mapping
    examples: tuple[Example, ...] = ()

    def read_by(self, how: str) -> Source:
        """The source as it is when it is read in one way: a sample has an author and terms of its own."""
        if not isinstance(self.read[how], SampleReading):
            return self
        stands_for = f"written or generated by curate, in the layout of: {self.citation}"
        return self.model_copy(update={"licence": SAMPLE_LICENCE, "citation": stands_for})

    @model_validator(mode="after")
    def _form_fits_map(self) -> Source:
        answered = self.map.answer.as_
        if self.form == "mcq":
            if self.map.options is None:
                raise ValueError("form mcq needs map.options")
            if answered == "boxed":
                raise ValueError("map.answer: boxed is for open questions")
        elif self.map.options is not None:
            raise ValueError("form open has no options: leave map.options out")
        elif answered not in {None, "text", "boxed"}:
            raise ValueError(f"map.answer: {answered} is for multiple choice; an open answer is text or boxed")
        return self
