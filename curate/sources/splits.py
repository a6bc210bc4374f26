"""Files for training and for measuring that lie side by side: which file is which, and how to take one kind alone.

A folder is taken whole, so whoever adds one is told where that mixes what a model shall learn from with what it is
measured on. Only names say so: `train.jsonl`, `anatomy_test.csv`, `test/anatomy.csv`, `train-00000-of-00002.parquet`.
"""

from __future__ import annotations

import glob
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_KINDS: Final[Mapping[str, str]] = {
    "train": "train",
    "training": "train",
    "test": "test",
    "testing": "test",
    "dev": "dev",
    "development": "dev",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "eval": "eval",
    "evaluation": "eval",
}
"""What files and folders of a split are called, and the split that it is."""

_WORD: Final = re.compile(r"[A-Za-z]+")
_SHARD: Final = re.compile(r"[-_.]?\d+(?:[-_]of[-_]\d+)?$")


def splits(names: Sequence[str]) -> dict[str, list[str]]:
    """The files by the split that their names tell, in the order in which splits are met; others are left out.

    Args:
        names: Paths of files, or `archive.zip!path` inside a zip.
    """
    found: dict[str, list[str]] = {}
    for name in names:
        if (kind := _kind(name)) is not None:
            found.setdefault(kind, []).append(name)
    return found


def _kind(name: str) -> str | None:
    """The split of a file: by the word that its name ends or begins with, else by a folder of that very name."""
    parts = PurePosixPath(name.replace("!", "/")).parts
    stem = _SHARD.sub("", parts[-1].partition(".")[0]) if parts else ""
    words = _WORD.findall(stem.lower())
    named = [words[-1], words[0]] if words else []
    folders = [part.lower() for part in reversed(parts[:-1])]
    return next((_KINDS[word] for word in (*named, *folders) if word in _KINDS), None)


def side_by_side(names: Sequence[str]) -> str | None:
    """What to tell of files that are all taken; None where they are of one split, or of none."""
    found = splits(names)
    if len(found) < 2:  # noqa: PLR2004 - side by side
        return None
    counts = ", ".join(f"{kind} ({_some(files)})" for kind, files in found.items())
    return f"splits lie side by side, and all are taken: {counts}"


def _some(files: Sequence[str]) -> str:
    last = files[0].replace("!", "/").rpartition("/")[2]
    return last if len(files) == 1 else f"{last} and {len(files) - 1:,} more"


def one_alone(folder: str, names: Sequence[str]) -> str:
    """How to take the files of one split and no others, of files whose splits lie side by side.

    Args:
        folder: What was asked for, as it was written.
        names: The files that were found.
    """
    found = splits(names)
    kind = next(kind for kind in _KINDS.values() if kind in found)
    files = found[kind]
    if any("!" in name for name in files):
        return f"to take {kind} alone: members: [{', '.join(_members(files, names))}]"
    pattern = files[0] if len(files) == 1 else next(_globs(Path(folder), files), None)
    if pattern is None:
        return f"to take {kind} alone, leave only its files under `paths`"
    return f"to take {kind} alone: curate sources add '{pattern}'"


def _members(files: Sequence[str], names: Sequence[str]) -> list[str]:
    """What `members` says for these files of a zip: their folder where nothing else of it is taken, else each."""
    inside = [PurePosixPath(name.partition("!")[2]) for name in files]
    others = {PurePosixPath(name.partition("!")[2]).parent for name in names if name not in files}
    folders = {path.parent for path in inside}
    ends = {path.suffix for path in inside}
    if len(folders) == len(ends) == 1 and not folders & others:
        return [f'"{folders.pop()}/*{ends.pop()}"']
    return [f'"{path}"' for path in inside]


def _globs(folder: Path, files: Sequence[str]) -> Iterator[str]:
    """Globs that find these files and no others."""
    wanted = {Path(name).resolve() for name in files}
    start, end = glob.escape(folder.as_posix()), "".join(Path(files[0]).suffixes[-1:])
    common = {Path(name).parent.relative_to(folder).as_posix() for name in files if Path(name).is_relative_to(folder)}
    beside = f"{next(iter(common))}/" if len(common) == 1 and common != {"."} else ""
    words = dict.fromkeys(match.group() for match in _WORD.finditer(Path(files[0]).stem) if match.group() in _KINDS)
    shapes = [f"{beside}*{end}", *(f"{beside}{shape}{end}" for word in words for shape in (f"{word}*", f"*{word}"))]
    shapes += [f"**/*{word}{end}" for word in words]
    for shape in shapes:
        pattern = f"{start}/{shape}"
        if {Path(name).resolve() for name in glob.glob(pattern, recursive=True)} == wanted:  # noqa: PTH207 - as places
            yield pattern
