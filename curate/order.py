"""What is to be built, with every name looked up and every file read: an order is valid before anything costs.

A recipe names sources, filters and templates, and a profile names a model and more templates. `resolve` reads them
all, so that the last of them cannot fail after hours of inference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from curate.content import line_of, load, read_text, shown
from curate.errors import ContentError
from curate.recipe import Profile, Recipe
from curate.stages.ingest.config import Source
from curate.stages.rewrite.config import FORM_OF
from curate.stages.screen.config import Filter, NamedFilter
from curate.template import Template, load_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.content import Shelves
    from curate.stages.rewrite.config import Templates


@dataclass(frozen=True)
class NamedSource:
    """A source as the profile reads it.

    Attributes:
        name: What its rows carry.
        source: What its file says.
        how: The key under its `read` that the profile chooses.
        path: Its file, from which relative paths start.
    """

    name: str
    source: Source
    how: str
    path: Path


@dataclass(frozen=True)
class Order:
    """A recipe at the scale of a profile, resolved."""

    name: str
    path: Path
    recipe: Recipe
    profile_name: str
    profile: Profile
    sources: tuple[NamedSource, ...]
    filters: tuple[NamedFilter, ...]
    templates: dict[str, Template]
    limit: int | None


def resolve(recipe: str, profile: str, shelves: Shelves, *, limit: int | None = None) -> Order:
    """Read all that a build of this recipe will need from the shelves.

    Args:
        recipe: Its name on the shelf, or a file.
        profile: Likewise.
        shelves: Where to look.
        limit: Rows of each source at most; None is what the profile says.

    Raises:
        ContentError: On the first thing that is wrong in any of the files.
    """
    path, scale_path = shelves.find("recipe", recipe), shelves.find("profile", profile)
    wish, scale = load(path, Recipe), load(scale_path, Profile)
    found: dict[str, dict[str, Path]] = {"source": {}, "filter": {}, "template": {}}
    for file, content in ((path, wish), (scale_path, scale)):
        for name in _names(content):
            found[name.kind][name.name] = _found(name, file, shelves)
    return Order(
        name=path.stem,
        path=path,
        recipe=wish,
        profile_name=scale_path.stem,
        profile=scale,
        sources=tuple(
            _source(name, file, scale, _Asker(path, ("sources", at), scale_path.stem))
            for at, (name, file) in enumerate(found["source"].items())
        ),
        filters=tuple(NamedFilter(name, load(file, Filter)) for name, file in found["filter"].items()),
        templates={name: load_template(file) for name, file in found["template"].items()},
        limit=scale.rows_per_source if limit is None else limit,
    )


def names_in(content: Recipe | Profile, path: Path, shelves: Shelves) -> list[ContentError]:
    """The names in a file that nothing on the shelves has: an error each, at its line."""
    wrong: list[ContentError] = []
    for name in _names(content):
        try:
            _found(name, path, shelves)
        except ContentError as error:
            wrong.append(error)
    return wrong


class _Name(NamedTuple):
    """What a file names, and where in the file."""

    kind: str
    name: str
    field: tuple[str | int, ...]


def _names(content: Recipe | Profile) -> Iterator[_Name]:
    if isinstance(content, Profile):
        if content.probes is not None:
            yield from _template_names(content.probes, "probes")
        return
    yield from (_Name("source", name, ("sources", at)) for at, name in enumerate(content.sources))
    yield from _template_names(content.templates, "templates")
    yield from (_Name("filter", name, ("filters", at)) for at, name in enumerate(content.filters))


def _template_names(templates: Templates, field: str) -> Iterator[_Name]:
    for kind in FORM_OF:
        for name in templates.of(kind):
            yield _Name("template", name, (field, kind))


def _found(name: _Name, path: Path, shelves: Shelves) -> Path:
    """The file of a name; if there is none, the error points at the line that names it."""
    try:
        return shelves.find(name.kind, name.name)
    except ContentError as error:
        raise _at(path, name.field, error.what) from error


class _Asker(NamedTuple):
    """Who names a source: the recipe, at a field; and the profile that says how to read it."""

    path: Path
    field: tuple[str | int, ...]
    profile: str


def _source(name: str, file: Path, profile: Profile, asker: _Asker) -> NamedSource:
    source = load(file, Source)
    how = next((way for way in profile.read if way in source.read), None)
    if how is None:
        ways = f"profile {asker.profile} reads {' or '.join(profile.read)}, and {name} has {', '.join(source.read)}"
        raise _at(asker.path, asker.field, f"{ways} under `read`")
    return NamedSource(name, source.read_by(how), how, file)


def _at(path: Path, field: tuple[str | int, ...], what: str) -> ContentError:
    line = line_of(read_text(path), field)
    return ContentError(what, place=shown(path), line=line, field=".".join(str(part) for part in field))
