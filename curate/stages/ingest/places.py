"""The files that a source names: found, in a fixed order, with the hash of their content."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import xxhash

from curate import samples
from curate.content import shown
from curate.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Place(NamedTuple):
    """A file, and how rows and fingerprints name it: as the source writes it, the same on every machine."""

    path: Path
    written: str


def sample(name: str) -> Place:
    """A sample that the package carries.

    Raises:
        SourceError: If there is none of that name.
    """
    return Place(samples.path(name), name)


def files(patterns: Sequence[str], base: Path) -> list[Place]:
    """The files of paths and globs: in the order given, those of a glob by name, each once.

    What links lead to twice is one file: a link to a folder above itself would else give all of them forty times.
    It is named by the shortest way to it.

    Raises:
        SourceError: If one names no file.
    """
    found: dict[Path, Place] = {}
    for pattern in patterns:
        names = sorted(_shortest(_matching(pattern, base), base))
        if not names:
            what = "no file matches" if glob.has_magic(pattern) else "there is no such file"
            raise SourceError(what, place=shown(base / pattern))
        for name in names:
            found.setdefault((base / name).resolve(), Place(base / name, Path(name).as_posix()))
    return list(found.values())


def _matching(pattern: str, base: Path) -> list[str]:
    # Unlike Path.glob, this takes patterns that begin with .. or /, and gives them back as they are written.
    names = glob.glob(pattern, root_dir=base, recursive=True)  # noqa: PTH207 - see above
    return [name for name in names if (base / name).is_file()]


def _shortest(names: list[str], base: Path) -> list[str]:
    """Of all the names of one file, that of the fewest folders; of equals, the first by name."""
    chosen: dict[Path, str] = {}
    for name in sorted(names, key=lambda name: (len(Path(name).parts), name)):
        chosen.setdefault((base / name).resolve(), name)
    return list(chosen.values())


def inside(folder: Path) -> list[Place]:
    """All files under a folder that are not hidden, by name."""
    every = (path for path in folder.rglob("*") if path.is_file())
    places = [Place(path, path.relative_to(folder).as_posix()) for path in every]
    return sorted((one for one in places if not _hidden(one.written)), key=lambda one: one.written)


def content_hash(path: Path) -> str:
    """128 bits of XXH3 over a file's content in hex, read in blocks of a megabyte.

    Raises:
        SourceError: If it cannot be read.
    """
    digest = xxhash.xxh3_128()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", place=shown(path)) from error
    return digest.hexdigest()


def _hidden(written: str) -> bool:
    return any(part.startswith(".") for part in written.split("/"))
