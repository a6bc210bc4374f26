"""What lies at a path: which files of it are data, in which format and layout, and their first records.

A folder may hold several sets. Files whose records have the same fields are one; the largest such group is taken, and
what is left out is told.
"""

from __future__ import annotations

import glob
import os.path
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from curate.errors import SourceError
from curate.sources.columns import columns
from curate.sources.sampling import Sample, sampled
from curate.sources.sniffing import ENCODED, format_and_layout, not_utf8
from curate.sources.splits import one_alone, side_by_side
from curate.stages.ingest.files import places
from curate.stages.ingest.formats.registry import DOCUMENTS, format_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.stages.ingest.files.places import File

SAMPLED: Final = 500
"""Records that are looked at."""
_PEEKED: Final = 40
"""Records of each file by which its fields are told."""
_MOST_FILES: Final = 60
"""Files that are opened; of more, some are taken at even distances."""
_SAME_FIELDS: Final = 0.6
_NO_DATA: Final = (
    "license",
    "licence",
    "readme",
    "source_and_license",
    "changelog",
    "citation",
    "requirements",
    "notice",
)


@dataclass(frozen=True)
class Found:
    """Data at a path.

    Attributes:
        said: What `read` says of it.
        sample: Its first records; none of documents.
        files: How many files it is.
        left_out: Names of files beside them that are something else.
        notes: What was seen on the way, in words.
        documents: Whether it holds documents in place of records.
        mixed: That files for training and for measuring lie side by side, and all are taken.
    """

    said: dict[str, Any]
    sample: Sample
    files: int
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    documents: bool = False
    mixed: str | None = None


@dataclass
class _Group:
    """Files of one format and layout."""

    said: dict[str, Any]
    fields: frozenset[str]
    files: list[File] = field(default_factory=list[Any])


def look(path: str, base: Path) -> Found:
    """Look at a file, a folder, a glob or a URL.

    Args:
        path: As the user wrote it, from the working folder.
        base: The folder of the source's file, from which its paths will start.

    Raises:
        SourceError: If nothing is there, nothing in it can be read, or it holds many sets that differ.
    """
    with places.folder_of(None) as downloads:
        files = _files(path, downloads)
        groups = _groups(files, downloads)
        if not groups:
            names = ", ".join(file.shown for file in files[:5])
            raise SourceError(f"holds no data of a format that is known ({names})", place=path)
        best = max(groups, key=lambda group: (group.said["format"] not in DOCUMENTS, len(group.files)))
        left_out = [file.shown for file in files if file not in best.files]
        _not_too_many(groups, best, path)
        said = {**_patterns(path, best, files, base), **best.said}
        taken = [file.shown for file in best.files]
        mixed = side_by_side(taken)
        notes = (*_encoding(said, best), *(() if mixed is None else (f"{mixed}; {one_alone(path, taken)}",)))
        sample = Sample() if best.said["format"] in DOCUMENTS else _sample(said, best, downloads)
    return Found(said, sample, len(best.files), tuple(left_out), notes, best.said["format"] in DOCUMENTS, mixed)


def _files(path: str, downloads: Path) -> list[File]:
    if places.is_remote(path):
        return places.files([path], Path(), downloads)
    lies = Path(path)
    if lies.is_dir():
        found = [file for one in places.inside(lies) for file in _unpacked(lies / one.written, downloads)]
    elif lies.is_file():
        found = _unpacked(lies, downloads)
    elif glob.has_magic(path):
        found = places.files([path], Path(), downloads)
    else:
        raise SourceError("there is no such file or folder", place=path)
    data = [file for file in found if not file.name.lower().startswith(_NO_DATA)]
    if not data:
        raise SourceError("holds no file of data", place=path)
    return data


def _unpacked(path: Path, downloads: Path) -> list[File]:
    return places.files([glob.escape(str(path))], Path(), downloads)


def _groups(files: Sequence[File], downloads: Path) -> list[_Group]:
    """The files by format and fields; of very many, those that are not opened go with the others of their suffix."""
    groups: list[_Group] = []
    alike: dict[str, _Group] = {}
    opened = files[:: max(1, len(files) // _MOST_FILES)]
    for file in opened:
        layout = _layout(file)
        fields = None if layout is None else _fields(file, layout, downloads, alone=len(files) == 1)
        if layout is None or fields is None:
            continue
        group = next((one for one in groups if one.said == layout and _alike(one.fields, fields)), None)
        if group is None:
            groups.append(group := _Group(layout, fields))
        group.files.append(file)
        alike.setdefault(Path(file.name).suffix, group)
    known = {file.shown for file in opened}
    for file in files:
        group = alike.get(Path(file.name).suffix)
        if file.shown not in known and group is not None:
            group.files.append(file)
    for group in groups:
        group.files.sort(key=files.index)
    return groups


def _layout(file: File) -> dict[str, Any] | None:
    """A file's format; a damaged one's by its name, if it holds documents: what is whole of it can be read."""
    try:
        return format_and_layout(file)
    except SourceError:
        told = format_of(file.name)
        return {"format": told} if told in DOCUMENTS else None


def _fields(file: File, layout: dict[str, Any], downloads: Path, *, alone: bool) -> frozenset[str] | None:
    """The fields that say something in the first records of a file; None where it has no records after all."""
    if layout["format"] in DOCUMENTS:
        return frozenset()
    detected = {"encoding": "detect"} if layout["format"] in ENCODED else {}
    try:
        few = sampled(file.shown, {**_alone(file), **layout, **detected}, Path(), rows=_PEEKED, downloads=downloads)
    except SourceError:
        if alone:
            raise
        return None
    if alone and not few.records:
        why = f"the first is record 0: {few.broken[0].why}" if few.broken else "it is empty"
        raise SourceError(f"has no record that can be read: {why}", place=file.shown)
    return frozenset(column.path for column in columns(few.records)) or None


def _alone(file: File) -> dict[str, Any]:
    """One file as `read` says it from the working folder."""
    if "!" in file.shown and not places.is_remote(file.shown):
        archive, _, member = file.shown.partition("!")
        return {"paths": [glob.escape(archive)], "members": [member]}
    return {"paths": [file.written if places.is_remote(file.written) else glob.escape(file.shown)]}


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two files have most of their fields in common; the top of records alone decides."""
    tops, others = ({path.partition(".")[0].partition("[")[0] for path in paths} for paths in (one, other))
    return len(tops & others) >= _SAME_FIELDS * len(tops | others)


def _not_too_many(groups: Sequence[_Group], best: _Group, path: str) -> None:
    records = [group for group in groups if group.said["format"] not in DOCUMENTS]
    total = sum(len(group.files) for group in records)
    if best in records and len(best.files) * 2 < total:
        some = ", ".join(group.files[0].shown for group in records[:6]) + (", ..." if len(records) > 6 else "")  # noqa: PLR2004 - some
        raise SourceError(
            f"holds {len(records)} sets whose fields differ", place=path, hint=f"add one at a time: {some}"
        )


def _patterns(path: str, group: _Group, files: Sequence[File], base: Path) -> dict[str, Any]:
    """The paths that `read` names: a glob where it fits these files and no others, else each of them."""
    if places.is_remote(path):
        return {"paths": [path]}
    lies = Path(path)
    archives = list(dict.fromkeys(file.shown.partition("!")[0] for file in group.files if "!" in file.shown))
    if archives:
        return {"paths": [_from(Path(one), base) for one in archives], "members": _members(group, files)}
    if lies.is_file():
        return {"paths": [_from(lies, base)]}
    if not lies.is_dir():
        return {"paths": [_from_base(path, base)]}
    ends = {Path(file.shown).suffix for file in group.files}
    wanted = {Path(file.shown).resolve() for file in group.files}
    by_suffix = (f"*{next(iter(ends))}", f"**/*{next(iter(ends))}") if len(ends) == 1 else ()
    for pattern in (*by_suffix, "*", "**/*"):
        if {one.resolve() for one in lies.glob(pattern) if one.is_file()} == wanted:
            return {"paths": [f"{_from(lies, base)}/{pattern}"]}
    return {"paths": [_from(Path(file.shown), base) for file in group.files]}


def _members(group: _Group, files: Sequence[File]) -> list[str]:
    inside = [file.shown.partition("!")[2] for file in group.files]
    every = [file.shown.partition("!")[2] for file in files if "!" in file.shown]
    ends = {Path(name).suffix for name in inside}
    if len(ends) == 1 and sorted(inside) == sorted(name for name in every if name.endswith(next(iter(ends)))):
        return [f"**/*{next(iter(ends))}"]
    return inside


def _from(path: Path, base: Path) -> str:
    return _from_base(glob.escape(str(path)), base)


def _from_base(path: str, base: Path) -> str:
    return Path(os.path.relpath(path, base)).as_posix()


def _encoding(said: dict[str, Any], group: _Group) -> tuple[str, ...]:
    """Say how bytes become text where that is not UTF-8."""
    if said["format"] not in ENCODED:
        return ()
    odd = [file for file in group.files[:_MOST_FILES] if not_utf8(file)]
    if not odd:
        return ()
    said["encoding"] = "detect"
    return (f"{len(odd)} of {len(group.files)} files are not UTF-8: their encoding is told by their bytes",)


def _sample(said: dict[str, Any], group: _Group, downloads: Path) -> Sample:
    """The first records, some of each file."""
    layout = {key: value for key, value in said.items() if key not in {"paths", "members"}}
    some = group.files[:: max(1, len(group.files) // _MOST_FILES)]
    sample = Sample()
    for file in some:
        room = len(sample.records) + max(5, SAMPLED // len(some))
        sampled(file.shown, {**_alone(file), **layout}, Path(), rows=room, into=sample, downloads=downloads)
    return sample
