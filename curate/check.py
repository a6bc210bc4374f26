"""Is every shelf file valid, and does it do what its own examples say? What `curate check` runs, and the tests too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from curate.content import SHELVES, faults, load, read_text, shown
from curate.errors import ContentError, SourceError
from curate.order import load_plan, names_in, plan_faults
from curate.prompts.prompt import prompt_faults
from curate.recipe import Profile, Recipe
from curate.stages.ingest import opening
from curate.stages.ingest.config import Source
from curate.stages.ingest.examples import run_examples
from curate.stages.screen.check import filter_faults
from curate.stages.synthesize.config import Synthesis
from curate.stages.synthesize.topics import Listed, TopicTree
from curate.template import template_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from curate.content import Shelves


@dataclass(frozen=True)
class Checked:
    """What was looked at, all that is wrong with it, and what only this machine lacks.

    Attributes:
        files: Kind and path of each.
        faults: What is wrong in them.
        absent: Data that sources name and that are not here. No fault: a source's file is as good where its data are
            not, but whoever would build with them here should hear of it.
    """

    files: tuple[tuple[str, Path], ...]
    faults: tuple[ContentError, ...]
    absent: tuple[SourceError, ...] = ()


def check(shelves: Shelves, paths: Sequence[Path] = ()) -> Checked:
    """Check shelf files.

    Args:
        shelves: Where the names in a recipe are looked up.
        paths: Files, or folders of them; none means all that stand on the shelves.

    Raises:
        ContentError: If a path does not exist, or is no shelf file.
    """
    files = _all(shelves) if not paths else [found for path in paths for found in _under(path)]
    if not files:
        raise ContentError("there is no shelf file", place=", ".join(str(path) for path in paths) or None)
    wrong: list[ContentError] = []
    for kind, path in files:
        try:
            wrong += _CHECKS[kind](path, shelves)
        except ContentError as error:
            wrong.append(error)
    absent = [error for kind, path in files if kind == "source" for error in _absent(path)]
    return Checked(tuple(files), tuple(wrong), tuple(absent))


def _absent(path: Path) -> Iterator[SourceError]:
    """The data that a source's file names and that are not here; of a file that is not valid, none are known."""
    try:
        source = load(path, Source)
    except ContentError:
        return
    for how, reading in source.read.items():
        yield from opening.absent(reading, how, path)


def _all(shelves: Shelves) -> list[tuple[str, Path]]:
    return [(kind, path) for kind in SHELVES for path in shelves.files(kind)]


def _under(path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_file():
        kind = _kind(path)
        if kind is None:
            folders = ", ".join(f"{folder}/*{suffix}" for folder, suffix in SHELVES.values())
            raise ContentError("is no shelf file by its place", place=shown(path), hint=f"they are {folders}")
        yield kind, path
        return
    if not path.is_dir():
        raise ContentError("does not exist", place=shown(path))
    for file in sorted(path.rglob("*")):
        if file.is_file() and (kind := _kind(file)) is not None:
            yield kind, file


def _kind(path: Path) -> str | None:
    """A file's kind is where it stands; the longest folder that fits wins."""
    folder = path.resolve().parent
    fitting = [
        (len(place), kind)
        for kind, (place, suffix) in SHELVES.items()
        if path.suffix == suffix and folder.parts[-len(Path(place).parts) :] == Path(place).parts
    ]
    return max(fitting)[1] if fitting else None


def _recipe(path: Path, shelves: Shelves) -> list[ContentError]:
    wrong = faults(read_text(path), Recipe, place=shown(path))
    return wrong or names_in(load(path, Recipe), path, shelves)


def _profile(path: Path, shelves: Shelves) -> list[ContentError]:
    wrong = faults(read_text(path), Profile, place=shown(path))
    return wrong or names_in(load(path, Profile), path, shelves)


def _source(path: Path, shelves: Shelves) -> list[ContentError]:
    wrong = faults(read_text(path), Source, place=shown(path))
    return wrong or [*run_examples(load(path, Source), path), *plan_faults(path, shelves)]


def _synthesis(path: Path, shelves: Shelves) -> list[ContentError]:
    wrong = faults(read_text(path), Synthesis, place=shown(path))
    if not wrong:
        load_plan(str(path), shelves)  # what it raises is the fault
    return wrong


def _topics(path: Path, _: Shelves) -> list[ContentError]:
    return faults(read_text(path), TopicTree, place=shown(path))


def _list(path: Path, _: Shelves) -> list[ContentError]:
    return faults(read_text(path), Listed, place=shown(path))


def _prompt(path: Path, _: Shelves) -> list[ContentError]:
    return prompt_faults(path)


def _filter(path: Path, _: Shelves) -> list[ContentError]:
    return filter_faults(path)


def _template(path: Path, _: Shelves) -> list[ContentError]:
    return template_faults(path)


_CHECKS: Final[dict[str, Callable[[Path, Shelves], list[ContentError]]]] = {
    "recipe": _recipe,
    "profile": _profile,
    "source": _source,
    "synthesis": _synthesis,
    "topics": _topics,
    "list": _list,
    "prompt": _prompt,
    "form prompt": _prompt,
    "filter": _filter,
    "template": _template,
}
