"""The files that a source names: found, in a fixed order, each with its content and what that hangs on."""

from __future__ import annotations

import glob
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Final

from curate import samples
from curate.content import shown
from curate.errors import SourceError
from curate.stages.ingest.files import origins
from curate.stages.ingest.files.compression import SUFFIXES, beginning, decompressed, kind_of
from curate.stages.ingest.files.origins import InZip, OnDisk, Origin, Remote, hidden

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from io import BufferedReader

_REMOTE: Final = re.compile(r"[A-Za-z][\w.+-]*://")
_ZIP: Final = ".zip"


class AbsentError(SourceError):
    """A path or a glob that names no file of this disk."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a source.

    Attributes:
        written: how rows and fingerprints name it: as the source writes it, the same on every machine. A member of a
            zip is written `questions.zip!test/anatomy.csv`.
        shown: its name for errors.
        origin: where its bytes lie.
    """

    written: str
    shown: str
    origin: Origin

    def revision(self) -> str:
        """What changes with its content: a hash, of a zip's member that of the zip; elsewhere what the server says."""
        return self.origin.revision()

    def open(self) -> BufferedReader:
        """A stream of its content, decompressed; it may be opened again.

        Raises:
            SourceError: If it cannot be opened. Reading on may raise `DamagedError`.
        """
        return decompressed(self.origin.open(), self.shown)

    @contextmanager
    def local(self) -> Generator[Path]:
        """Its content, decompressed, as a file on disk that can be sought in; it may go with the context.

        Raises:
            SourceError: If it cannot be read, or is damaged.
        """
        lies = self.origin.path()
        if lies is not None:
            with self.origin.open() as file:
                plain = kind_of(beginning(file, 8)) is None
            if plain:
                yield lies
                return
        with _spooled(self.open()) as path:
            yield path

    @contextmanager
    def raw(self) -> Generator[Path]:
        """The file as it lies there, compressed if it is; it may go with the context.

        Raises:
            SourceError: If it cannot be read, or is damaged.
        """
        lies = self.origin.path()
        if lies is not None:
            yield lies
            return
        with _spooled(self.origin.open()) as path:
            yield path

    @property
    def name(self) -> str:
        """The last part of its path, without the suffix of a compression."""
        written = self.written
        if _REMOTE.match(written):
            # Of a chain of protocols (zip://a.csv::https://...) the first names the file, the others where it is found.
            written = written.partition("::")[0].partition("?")[0]
        return plain_name(written.rpartition("/")[2].rpartition("!")[2])


def local(path: Path, written: str | None = None) -> File:
    """A file of this disk."""
    return File(written or path.as_posix(), shown(path), OnDisk(path))


def remote(url: str, downloads: Path | None) -> File:
    """A file behind a URL, downloaded into a folder when it is first opened; without a folder it cannot be."""
    return File(url, url, Remote(url, downloads))


def sample(name: str) -> File:
    """A sample that the package carries.

    Raises:
        SourceError: If there is none of that name.
    """
    return local(samples.path(name), name)


def is_zip(path: str) -> bool:
    """Whether a path names a zip, to be read as what is in it."""
    return path.lower().endswith(_ZIP)


def is_remote(path: str) -> bool:
    """Whether a path is a URL."""
    return _REMOTE.match(path) is not None


@contextmanager
def folder_of(downloads: Path | None) -> Generator[Path]:
    """A folder for downloads: the one given, or one that goes with the context."""
    if downloads is not None:
        yield downloads
        return
    with TemporaryDirectory(prefix="curate-") as folder:
        yield Path(folder)


def named(patterns: Sequence[str], base: Path, downloads: Path | None = None) -> list[File]:
    """The files of paths, globs and URLs: in the order given, those of a glob by name, each once; zips as they are.

    What links lead to twice is one file: a link to a folder above itself would else give all of them forty times.
    It is named by the shortest way to it.

    Raises:
        AbsentError: If one names no file of this disk.
        SourceError: If one is a link to none, or a URL's glob names none.
    """
    found: dict[object, File] = {}
    for pattern in patterns:
        if is_remote(pattern):
            found.update({url: remote(url, downloads) for url in _urls(pattern) if url not in found})
            continue
        names = sorted(_shortest(_matching(pattern, base), base))
        if not names:
            raise AbsentError(_why_none(pattern, base), place=shown(base / pattern))
        for name in names:
            found.setdefault((base / name).resolve(), local(base / name, Path(name).as_posix()))
    return list(found.values())


def files(patterns: Sequence[str], base: Path, downloads: Path, members: Sequence[str] = ()) -> list[File]:
    """As `named`, and each zip as the files in it: those that `members` names as globs, or all that are not hidden.

    Raises:
        SourceError: If a path or a glob names no file, or a zip cannot be read.
    """
    return [file for one in named(patterns, base, downloads) for file in _unzipped(one, members)]


def inside(folder: Path) -> list[File]:
    """All files under a folder that are not hidden, by name."""
    every = (path for path in folder.rglob("*") if path.is_file())
    found = [local(path, path.relative_to(folder).as_posix()) for path in every]
    return sorted((one for one in found if not hidden(one.written)), key=lambda one: one.written)


def _unzipped(file: File, members: Sequence[str]) -> Iterable[File]:
    archive = file.origin
    if not is_zip(file.name) or not isinstance(archive, OnDisk | Remote):
        return [file]
    every = origins.members(archive, file.shown)
    chosen: dict[str, None] = {}
    for pattern in members or ("**",):
        matching = [name for name in every if _glob(pattern).fullmatch(name.removeprefix("./"))]
        if not matching:
            some = ", ".join(every[:5]) + (" ..." if len(every) > 5 else "")  # noqa: PLR2004 - enough to see the layout
            raise SourceError(f"no file in it matches {pattern!r}; there are: {some or 'none'}", place=file.shown)
        chosen.update(dict.fromkeys(matching))
    nested = next((name for name in chosen if is_zip(name)), None)
    if nested is not None:
        raise SourceError(
            f"{nested} in it is a zip itself", place=file.shown, hint="unpack it, or choose others with `members`"
        )
    return [
        File(f"{file.written}!{name}", f"{file.shown}!{name}", InZip(archive, name, f"{file.shown}!{name}"))
        for name in chosen
    ]


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    """A glob over names with slashes, as those over paths: `**` goes into folders, `*` and `?` do not."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    meaning = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts), re.DOTALL)


def plain_name(name: str) -> str:
    """A name without the suffix of a compression."""
    suffix = next((one for one in SUFFIXES if name.lower().endswith(one)), "")
    return name[: len(name) - len(suffix)]


def _urls(pattern: str) -> list[str]:
    """The URLs of a glob, by name; web servers list no files, and a question mark is no glob of theirs."""
    from curate.stages.ingest.web import asking, download  # noqa: PLC0415 - a build of local files needs no network

    if asking.is_web(pattern) or not glob.has_magic(pattern):
        return [pattern]
    files, path = download.protocol_of(pattern)
    try:
        found = sorted(files.unstrip_protocol(name) for name in files.glob(path))
    except Exception as error:  # each protocol breaks in its own way
        raise SourceError(f"cannot be listed: {error or type(error).__name__}", place=pattern) from error
    if not found:
        raise SourceError("no file matches", place=pattern)
    return found


def _matching(pattern: str, base: Path) -> list[str]:
    if (base / pattern).is_file():
        return [pattern]  # a name may hold what elsewhere makes a glob: questions[1].jsonl
    # Unlike Path.glob, this takes patterns that begin with .. or /, and gives them back as they are written.
    names = glob.glob(pattern, root_dir=base, recursive=True)  # noqa: PTH207 - see above
    dangling = next((name for name in names if (base / name).is_symlink() and not (base / name).exists()), None)
    if dangling is not None:
        hint = "fetch the file itself: git annex get, dvc pull" if glob.has_magic(pattern) else None
        link = f"{shown((base / dangling).parent)}/{Path(dangling).name}"  # `shown` itself would follow it
        raise SourceError("is a link to a file that is not there", place=link, hint=hint)
    return [name for name in names if (base / name).is_file()]


def _shortest(names: list[str], base: Path) -> list[str]:
    """Of all the names of one file, that of the fewest folders; of equals, the first by name."""
    chosen: dict[Path, str] = {}
    for name in sorted(names, key=lambda name: (len(Path(name).parts), name)):
        chosen.setdefault((base / name).resolve(), name)
    return list(chosen.values())


def _why_none(pattern: str, base: Path) -> str:
    if glob.has_magic(pattern):
        return "no file matches"
    return "is a folder; name the files in it" if (base / pattern).is_dir() else "there is no such file"


@contextmanager
def _spooled(stream: BinaryIO) -> Generator[Path]:
    """A stream written to a file that goes with the context, under no name of its own: some are none for a disk."""
    with TemporaryDirectory(prefix="curate-") as folder:
        path = Path(folder) / "content"
        with stream, path.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
        yield path
