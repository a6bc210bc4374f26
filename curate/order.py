"""What is to be built, with every name looked up and every file read: an order is valid before anything costs.

A recipe names sources, filters and templates, a profile names models and more templates, and a source may name a plan
by which its questions are synthesised, with prompts, topics, lists and gates of its own. `resolve` reads them all, so
that the last of them cannot fail after hours of inference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from curate.content import line_of, load, read_text, shown
from curate.errors import ContentError, one_of
from curate.prompts.prompt import load_prompt
from curate.recipe import Profile, Recipe
from curate.stages.ingest.config import Source
from curate.stages.ingest.reading import SeedsReading
from curate.stages.rewrite.config import FORM_OF
from curate.stages.screen.config import Filter, NamedFilter, ScreenConfig
from curate.stages.synthesize.material import load_material
from curate.template import Template, load_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curate.content import Shelves
    from curate.prompts.prompt import Prompt
    from curate.stages.rewrite.config import Templates
    from curate.stages.synthesize.material import Material


@dataclass(frozen=True)
class NamedPlan:
    """How a source's questions are synthesised.

    Attributes:
        material: The file of `blends/synthesis/`, with all that it names.
        gates: The filters that a document must pass before it is asked about.
    """

    material: Material
    gates: tuple[NamedFilter, ...]

    @property
    def screening(self) -> ScreenConfig:
        """What the gates are told."""
        return ScreenConfig(filters=self.gates)


@dataclass(frozen=True)
class NamedSource:
    """A source as the profile reads it.

    Attributes:
        name: What its rows carry.
        source: What its file says.
        how: The key under its `read` that the profile chooses.
        path: Its file, from which relative paths start.
        plan: How its questions are synthesised; None where they are read.
    """

    name: str
    source: Source
    how: str
    path: Path
    plan: NamedPlan | None = None


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
    forms: dict[str, Prompt] = field(default_factory=dict[str, "Prompt"])


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
    for file, content in ((path, wish), (scale_path, scale)):
        for error in names_in(content, file, shelves):
            raise error
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
            _source(file, scale, _Asker(path, ("sources", at), scale_path.stem), shelves)
            for at, file in enumerate(found["source"].values())
        ),
        filters=tuple(NamedFilter(file.stem, load(file, Filter)) for file in found["filter"].values()),
        templates={name: load_template(file) for name, file in found["template"].items()},
        limit=scale.rows_per_source if limit is None else limit,
        forms=_form_prompts(wish, path, scale, scale_path.stem, shelves),
    )


def _form_prompts(
    recipe: Recipe, path: Path, profile: Profile, profile_name: str, shelves: Shelves
) -> dict[str, Prompt]:
    """The prompts by which other forms are asked for; none where no model is."""
    if not recipe.forms.ask:
        return {}
    if profile.writing is None or profile.solving is None:
        what = f"profile {profile_name} names no model, and forms that rules leave open are asked of one"
        error = _at(path, ("forms", "ask"), what)
        raise error.hinted("give the profile `model`, leave out `ask`, or choose another profile: --profile")
    return {name: load_prompt(shelves.find("form prompt", name)) for name in shelves.names("form prompt")}


def names_in(content: Recipe | Profile, path: Path, shelves: Shelves) -> list[ContentError]:
    """All that is wrong with the names in a file, an error each at its line.

    A name that nothing on the shelves has, here or in the plan of a synthesised source; a template for the other form
    of rows; a source that is named twice, or that a share asks for and the recipe does not read; and filters without
    which rows could stay that have nothing to train on.
    """
    wrong: list[ContentError] = []
    for name in _names(content):
        try:
            file = _found(name, path, shelves)
            if name.form is not None and (form := load_template(file).head.form) != name.form:
                wrong.append(_at(path, name.field, f"must be a template of form {name.form} ({name.name} is {form})"))
        except ContentError as error:
            wrong.append(error)
    if isinstance(content, Recipe) and not wrong:
        wrong += _unfit(content, path, shelves)
    return wrong


def _unfit(recipe: Recipe, path: Path, shelves: Shelves) -> Iterator[ContentError]:
    """What is wrong with names that are all there."""
    sources = [shelves.find("source", name) for name in recipe.sources]
    for at, file in enumerate(sources):
        if file.stem in {other.stem for other in sources[:at]}:
            yield _at(path, ("sources", at), f"{file.stem} stands here twice")
    stems = [file.stem for file in sources]
    for at, share in enumerate(recipe.shares):
        for name in share.where.source or ():
            if name not in stems:
                yield _at(path, ("shares", at, "where", "source"), one_of(name, stems, what="source in this recipe"))
    yield from _unfit_filters(recipe, path, shelves)
    for file in dict.fromkeys(sources):
        yield from plan_faults(file, shelves)


def _unfit_filters(recipe: Recipe, path: Path, shelves: Shelves) -> Iterator[ContentError]:
    filters = {Path(name).stem for name in recipe.filters}
    for needed in ("question_missing", "gold_missing"):
        if needed not in filters:
            what = f"must name {needed}: a row without one could stay, and there is nothing in it to train on"
            yield _at(path, ("filters",), what)
    for wanted, needed, why in (
        (recipe.forms.mcq_to_open, "needs_options", "open children that cannot be asked without their options"),
        (recipe.forms.open_to_mcq, "not_converted", "children whose options could not be made"),
    ):
        if wanted == "also" and needed not in filters:
            yield _at(path, ("filters",), f"must name {needed}, since forms also makes {why}")
    for at, name in enumerate(recipe.filters):
        if load(shelves.find("filter", name), Filter).about != "rows":
            yield _at(path, ("filters", at), f"must be a filter of rows: {name} judges documents (a plan's `gates`)")


def plan_faults(path: Path, shelves: Shelves) -> Iterator[ContentError]:
    """What is wrong with the plan that a source's file names; nothing for a source that is read.

    A file that is no valid source is told of where sources are checked.
    """
    try:
        source = load(path, Source)
    except ContentError:
        return
    try:
        plan_of(path, source, shelves)
    except ContentError as error:
        yield error


def load_plan(name: str, shelves: Shelves) -> NamedPlan:
    """A plan of `blends/synthesis/` with all that it names, its gates too.

    Raises:
        ContentError: On the first thing that is wrong, at the line that names it.
    """
    path = shelves.find("synthesis", name)
    material = load_material(name, shelves)
    gates = enumerate(material.config.gates)
    return NamedPlan(material, tuple(_gate(gate, path, ("gates", at), shelves) for at, gate in gates))


def plan_of(path: Path, source: Source, shelves: Shelves) -> NamedPlan | None:
    """The plan that a source names, if it names one.

    Args:
        path: The source's file.
        source: What it says.
        shelves: Where the plan is looked up.

    Raises:
        ContentError: If there is none of that name, it is not valid, or the source does not fit it: other forms of
            question, or ways to read that give the plan's prompts nothing to ask about.
    """
    if source.synthesize is None:
        return None
    _found(_Name("synthesis", source.synthesize, ("synthesize",)), path, shelves)
    plan = load_plan(source.synthesize, shelves)
    form = "mcq" if "mcq" in plan.material.forms else "open"
    if source.form != form:
        what = f"must be {form}: that is what the prompts of {plan.material.name} write (got {source.form!r})"
        raise _at(path, ("form",), what)
    for how, reading in source.read.items():
        if (what := _unaskable(plan, seeds=isinstance(reading, SeedsReading))) is not None:
            raise _at(path, ("read", how), f"{reading.named}: {what}")
    return plan


def _unaskable(plan: NamedPlan, *, seeds: bool) -> str | None:
    """Why nothing can be asked about what is read; each of it would else be a reject, one by one."""
    hands, named = plan.material.hands, plan.material.name
    if hands.writers_of_seeds if seeds else hands.writers_of_texts:
        return None
    prompts = ", ".join(plan.material.writers)
    if seeds:
        return f"there is no text, and all prompts of the plan {named} show a passage ({prompts}); name documents"
    return f"no prompt of the plan {named} shows a passage ({prompts}): it asks without documents; say `questions: N`"


def _gate(name: str, path: Path, field: tuple[str | int, ...], shelves: Shelves) -> NamedFilter:
    file = _found(_Name("filter", name, field), path, shelves)
    gate = load(file, Filter)
    if gate.about != "documents":
        raise _at(path, field, f"must be a filter of documents: {file.stem} judges rows")
    return NamedFilter(file.stem, gate)


class _Name(NamedTuple):
    """What a file names, and where in the file."""

    kind: str
    name: str
    field: tuple[str | int, ...]
    form: str | None = None
    """Of a template: the form of rows that it is to render."""


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
            yield _Name("template", name, (field, kind), FORM_OF[kind])


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


def _source(file: Path, profile: Profile, asker: _Asker, shelves: Shelves) -> NamedSource:
    name, source = file.stem, load(file, Source)
    how = next((way for way in profile.read if way in source.read), None)
    if how is None:
        ways = f"profile {asker.profile} reads {' or '.join(profile.read)}, and {name} has {', '.join(source.read)}"
        raise _at(asker.path, asker.field, f"{ways} under `read`")
    plan = plan_of(file, source, shelves)
    if plan is not None and (profile.writing is None or profile.solving is None):
        what = f"profile {asker.profile} names no model, and the questions of {name} are written and solved by one"
        error = _at(asker.path, asker.field, what)
        raise error.hinted("give the profile `model`, or `generator` and `solver`, or choose another: --profile")
    return NamedSource(name, source.read_by(how), how, file, plan)


def _at(path: Path, field: tuple[str | int, ...], what: str) -> ContentError:
    line = line_of(read_text(path), field)
    return ContentError(what, place=shown(path), line=line, field=".".join(str(part) for part in field))
