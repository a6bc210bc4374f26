"""Where a source is read: a sample that the package carries, files, or a data set of the hub."""

from __future__ import annotations

import codecs
import glob
from typing import Annotated, Any, Final, Literal, cast

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from curate.content import PartError
from curate.errors import one_of
from curate.stages.ingest.block import Layout
from curate.stages.ingest.files.encoding import is_wide, of_text_files
from curate.stages.ingest.files.places import is_zip, plain_name
from curate.stages.ingest.formats.registry import format_of, formats


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
            raise ValueError("must be an encoding of text files")
        return found.name

    @field_validator("fallback")
    @classmethod
    def _of_lines(cls, name: str | None) -> str | None:
        if name is not None and is_wide(name):
            raise ValueError("is that of single lines; a file is in UTF-16 or UTF-32 as a whole: say encoding")
        return name


class SampleReading(Encoded):
    """A sample that the package carries, by its file name; it is this project's own work, in the source's layout."""

    file: Annotated[str, Field(pattern=r"^[\w.-]+\.(?:jsonl|warc\.gz)$")]

    @property
    def named(self) -> str:
        """What is read, as the source's file names it."""
        return self.file


FOLDER_STARTS: Final = (".", "/", "~")
"""What a path begins with that is a folder and no name of the hub."""

FILES_UNDER_PATHS: Final = "files and globs stand under `paths`: paths: [quiz.jsonl]"


def looks_like_files(path: str) -> bool:
    """Whether a path is rather a glob, or a file by its suffix, than a data set or a folder."""
    name = plain_name(path)
    return "*" in path or "?" in path or is_zip(name) or format_of(name) is not None


class HubReading(_Frozen):
    """A data set of the hub, a folder laid out like one, or a folder that `save_to_disk` wrote.

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

    @field_validator("path")
    @classmethod
    def _no_files(cls, path: str) -> str:
        if looks_like_files(path) and not path.startswith(FOLDER_STARTS):
            raise ValueError(f"is a data set of the hub or a folder; {FILES_UNDER_PATHS}, and a folder begins with ./")
        if "*" in path:
            raise ValueError(f"is one data set of the hub or one folder; {FILES_UNDER_PATHS}")
        return path


Character = Annotated[str, Field(min_length=1, max_length=1, pattern=r"^[^\r\n]$")]


class FilesReading(Encoded):
    """Files: paths and globs that start at the folder of the source's own file, and URLs. Zips are what is in them.

    `format` may be left out where names tell it. `members` are globs over the files of zips. `records` says where in
    a JSON or YAML file its list of records stands, with dots between keys. The others are of CSV and TSV: `header:
    false` has the `columns` named here, `delimiter` and `quote` are one character each, and `quote: null` takes quotes
    as characters like others.
    """

    paths: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
    format: str | None = None
    members: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    records: Annotated[str, Field(pattern=r"^[^.]+(?:\.[^.]+)*$")] | None = None
    header: bool = True
    columns: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    delimiter: Character | None = None
    quote: Character | None = '"'

    @property
    def named(self) -> str:
        """What is read, as the source's file names it."""
        return ", ".join(self.paths)

    @property
    def layout(self) -> Layout:
        """How records lie in the files."""
        records = tuple(self.records.split(".")) if self.records else ()
        return Layout(records, header=self.header, names=self.columns, delimiter=self.delimiter, quote=self.quote)

    @field_validator("format")
    @classmethod
    def _known_format(cls, name: str | None) -> str | None:
        if name is not None and name not in formats():
            meant = format_of(f"x.{name.rpartition('.')[2]}")  # what files of the format are called: md, yml, .JSONL
            raise ValueError(one_of(name, formats(), what="format", meant=meant))
        return name

    @model_validator(mode="after")
    def _fitting(self) -> FilesReading:
        told = {self.format} if self.format else {_told_by(path) for path in self.paths}
        if None in told:
            at = next(at for at, path in enumerate(self.paths) if _told_by(path) is None)
            what = f"the name {self.paths[at]} tells no format: say `format`, one of {', '.join(formats())}"
            raise PartError(what, "paths", at)
        if self.members and not any(is_zip(plain_name(path)) for path in self.paths):
            raise PartError("are those of zips, and no path ends with .zip", "members")
        if self.header and self.columns:
            raise PartError("names those of files without a header: say `header: false`, or leave it out", "columns")
        if not self.header and not self.columns:
            raise PartError("false needs `columns`: the names of the columns, in order", "header")
        for at, name in enumerate(self.columns):
            if name in self.columns[:at]:
                raise PartError(f"two columns have the same name, {name}", "columns", at)
        if self.delimiter is not None and self.delimiter == self.quote:
            raise PartError("delimiter and quote are the same character", "delimiter")
        told.discard(_ANY)
        for kinds, keys in _LAYOUTS:
            given = sorted(keys & self.model_fields_set)
            if given and told and told.isdisjoint(kinds):
                others = ", ".join(sorted(filter(None, told)))
                what = f"is for the formats {', '.join(kinds)}, and these files are {others}"
                raise PartError(what, given[0])
        return self


_ANY: Final = "any"
_LAYOUTS: Final = (
    (("json", "yaml"), {"records"}),
    (("csv", "tsv"), {"header", "columns", "delimiter", "quote"}),
)


def _told_by(path: str) -> str | None:
    """The format that a path tells; `_ANY` where only the files behind it can."""
    name = plain_name(path.partition("::")[0].partition("?")[0] if "://" in path else path)
    if is_zip(name) or glob.has_magic(name.rpartition("/")[2].rpartition(".")[2]):
        return _ANY
    return format_of(name)


class IndexQuery(_Frozen):
    """A question to the index of a crawl in the words of the CDX API; `url` may begin or end with `*`."""

    url: Annotated[str, Field(min_length=1)]
    match: Literal["exact", "prefix", "host", "domain"] | None = None
    filters: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    limit: Annotated[int, Field(gt=0)] | None = None


class CrawlReading(_Frozen):
    """Common Crawl: whole files of a crawl, or the records that a query of its index finds.

    `warcs` are paths under `base`, or the path or URL of a list of them (`crawl-data/.../warc.paths.gz`), of which
    `first` takes so many. `base` may be a URL of any kind or a folder. `keep: false` deletes each file after it was
    read. `pause` is seconds between two requests to one server, `attempts` how many in a row may bring no new byte,
    `timeout` seconds without an answer.
    """

    crawl: Annotated[str, Field(pattern=r"^[\w.-]+$")]
    warcs: str | tuple[Annotated[str, Field(min_length=1)], ...] | None = None
    first: Annotated[int, Field(gt=0)] | None = None
    index: IndexQuery | None = None
    base: Annotated[str, Field(min_length=1)] = "https://data.commoncrawl.org/"
    index_base: Annotated[str, Field(pattern=r"^https?://")] = "https://index.commoncrawl.org/"
    keep: bool = True
    pause: Annotated[float, Field(ge=0)] = 0.5
    attempts: Annotated[int, Field(gt=0)] = 8
    timeout: Annotated[float, Field(gt=0)] = 60.0

    @property
    def named(self) -> str:
        """What is read, as the source's file names it."""
        if self.index is not None:
            return f"{self.crawl}: {self.index.url}"
        return f"{self.crawl}: {self.warcs if isinstance(self.warcs, str) else ', '.join(self.warcs or ())}"

    @model_validator(mode="after")
    def _one_way(self) -> CrawlReading:
        if bool(self.warcs) == (self.index is not None):
            raise ValueError("must have either warcs (whole files) or index (single records)")
        if self.first is not None and self.index is not None:
            raise PartError("is for warcs; of an index say index.limit", "first")
        return self


class SeedsReading(_Frozen):
    """No documents at all: so many questions are asked for by topic, persona and skill alone (with `synthesize`)."""

    questions: Annotated[int, Field(gt=0)]

    @property
    def named(self) -> str:
        """What is read, as the source's file names it."""
        return f"{self.questions} questions"


_TOLD_BY_KEY: Final = (
    ("crawl", "crawl"),
    ("file", "sample"),
    ("path", "hub"),
    ("paths", "files"),
    ("questions", "seeds"),
)


def _kind_of_reading(value: object) -> str | None:
    """Which way of reading a mapping describes, told by the one key that only that way has."""
    given: Any = cast("dict[str, object]", value) if isinstance(value, dict) else getattr(value, "__dict__", {})
    return next((kind for key, kind in _TOLD_BY_KEY if key in given), None)


Reading = Annotated[
    Annotated[SampleReading, Tag("sample")]
    | Annotated[HubReading, Tag("hub")]
    | Annotated[FilesReading, Tag("files")]
    | Annotated[CrawlReading, Tag("crawl")]
    | Annotated[SeedsReading, Tag("seeds")],
    Discriminator(
        _kind_of_reading,
        custom_error_type="reading",
        custom_error_message="Input should be a mapping with file (a sample), path (the hub), paths (files), "
        "crawl (Common Crawl) or questions (no documents)",
    ),
]
