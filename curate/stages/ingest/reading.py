"""Where a source is read: a sample that the package carries, files, or a data set of the hub."""

from __future__ import annotations

import codecs
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from curate.errors import one_of
from curate.stages.ingest.encoding import of_text_files
from curate.stages.ingest.registry import formats


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
