"""A plan with all that it names: its prompts, its topic tree, its personas and skills, loaded and found to fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import orjson
import xxhash

from curate.content import line_of, load, read_text, shown
from curate.errors import ContentError
from curate.prompts.prompt import Prompt, load_prompt
from curate.stages.synthesize.config import Synthesis
from curate.stages.synthesize.drawing import hand
from curate.stages.synthesize.topics import Listed, TopicTree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from curate.content import Shelves
    from curate.stages.synthesize.config import Level
    from curate.stages.synthesize.drawing import Hand

WRITERS: Final = ("mcq", "open")


@dataclass(frozen=True)
class Hands:
    """What is drawn from for each ask; topics and subtopics by their names."""

    writers_of_texts: Hand[Prompt]
    writers_of_seeds: Hand[Prompt]
    levels: Hand[Level]
    options: Hand[int]
    topics: Hand[str]
    subtopics: Mapping[str, Hand[str]]
    personas: Hand[str]
    skills: Hand[str]


@dataclass(frozen=True)
class Material:
    """All that decides what is asked.

    Attributes:
        name: of the plan: its file's name without the ending.
        config: the plan.
        writers: the prompts that write questions, by name, in the order of the plan.
        solvers: the prompts that solve, by form: `mcq` and `open`, those that the writers need.
        judges: the prompt of each check that a model makes, by the column that it fills.
        tree: the topics, if the plan names a tree.
        personas: the texts of the plan's list, or none.
        skills: likewise.
    """

    name: str
    config: Synthesis
    writers: Mapping[str, Prompt]
    solvers: Mapping[str, Prompt]
    judges: Mapping[str, Prompt]
    tree: TopicTree | None = None
    personas: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()

    @property
    def forms(self) -> frozenset[str]:
        """The forms of question that its prompts write: mcq, open, or both."""
        return frozenset(writer.head.makes for writer in self.writers.values())

    @cached_property
    def hands(self) -> Hands:
        """What each ask is drawn from."""
        config = self.config
        topics = () if self.tree is None else self.tree.topics
        return Hands(
            self._writers(of_texts=True),
            self._writers(of_texts=False),
            hand({level.name: level for level in config.levels}),
            hand({str(count): count for count in config.options}, config.options.values()),
            hand({topic.name: topic.name for topic in topics}, [topic.weight for topic in topics]),
            {topic.name: _plain(topic.subtopics) for topic in topics},
            _plain(self.personas),
            _plain(self.skills),
        )

    def _writers(self, *, of_texts: bool) -> Hand[Prompt]:
        """The prompts that show a passage, or those that show none."""
        found = {name: one for name, one in self.writers.items() if ("passage" in one.names) == of_texts}
        return hand(found, [self.config.prompts[name] for name in found])

    def decides_drafts(self) -> dict[str, str]:
        """What the drafts hang on beside the documents and the generator, for the fingerprint of their stage."""
        told = self.config.model_dump(mode="json", exclude={"what", "why", "gates", "solve", "judge"})
        tree = None if self.tree is None else [topic.model_dump(mode="json") for topic in self.tree.topics]
        return {
            "synthesis": self.name,
            "config": _hash(told),
            "topics": _hash(tree),
            "lists": _hash([self.personas, self.skills]),
            **{f"prompt {name}": prompt.hash for name, prompt in self.writers.items()},
        }

    def decides_rows(self) -> dict[str, str]:
        """What the rows hang on beside the drafts and the solver, for the fingerprint of their stage."""
        told = self.config.model_dump(mode="json", include={"solve", "judge", "seed"})
        prompts = {**self.solvers, **self.judges}
        return {"config": _hash(told), **{f"prompt {what}": prompt.hash for what, prompt in prompts.items()}}


def load_material(name: str, shelves: Shelves) -> Material:
    """The plan of that name, and all that it names.

    Raises:
        ContentError: If a file is missing or wrong, or if prompts, topics, personas and skills do not fit together;
            with the plan's file and line.
    """
    path = shelves.find("synthesis", name)
    config = load(path, Synthesis)
    place = _Place(path, shelves)
    tree = None if config.topics is None else load(place.find("topics", config.topics, "topics"), TopicTree)
    material = Material(
        path.stem,
        config,
        {written: place.prompt(written, ("prompts", written), WRITERS) for written in config.prompts},
        {},
        {check: place.prompt(prompt, ("judge", check), ("judge",)) for check, prompt in config.judge.prompts.items()},
        tree,
        place.items(config.personas, "personas"),
        place.items(config.skills, "skills"),
    )
    _check_fits(material, place)
    solvers = {
        form: place.prompt(getattr(config.solve, form), ("solve", form), (f"solve_{form}",))
        for form in WRITERS
        if form in material.forms
    }
    return replace(material, solvers=solvers)


@dataclass(frozen=True)
class _Place:
    """The plan's file: where names are looked up, and whose lines errors name."""

    path: Path
    shelves: Shelves

    def error(self, what: str, *field: str) -> ContentError:
        """The error at a field of the plan."""
        line = line_of(read_text(self.path), field)
        return ContentError(what, place=shown(self.path), line=line, field=".".join(field))

    def find(self, kind: str, name: str, *field: str) -> Path:
        """The file of a name that stands at a field of the plan."""
        try:
            return self.shelves.find(kind, name)
        except ContentError as error:
            raise self.error(error.what, *field) from error

    def prompt(self, name: str, field: tuple[str, ...], makes: tuple[str, ...]) -> Prompt:
        """The prompt of a name, which must make one of these."""
        prompt = load_prompt(self.find("prompt", name, *field))
        if prompt.head.makes not in makes:
            raise self.error(f"the prompt {name!r} makes {prompt.head.makes}, not {' or '.join(makes)}", *field)
        return prompt

    def items(self, name: str | None, field: str) -> tuple[str, ...]:
        """The items of a list, or none."""
        return () if name is None else load(self.find("list", name, field), Listed).items


def _check_fits(material: Material, place: _Place) -> None:
    """What a prompt shows must be there to be shown, and what the plan names must be shown by one of them."""
    given = {
        "topics": (material.tree is not None, {"topic", "subtopic", "topics"}),
        "personas": (bool(material.personas), {"persona"}),
        "skills": (bool(material.skills), {"skill"}),
    }
    for field, (there, names) in given.items():
        for name, writer in material.writers.items():
            if not there and (needs := writer.needs & names):
                what = f"the prompt {name!r} shows {', '.join(sorted(needs))}, and the plan names no {field}"
                raise place.error(what, "prompts", name)
        if there and not any(writer.names & names for writer in material.writers.values()):
            raise place.error(f"no prompt of the plan shows {' or '.join(sorted(names))}", field)


def _plain(texts: Sequence[str]) -> Hand[str]:
    return hand({text: text for text in texts})


def _hash(value: object) -> str:
    return xxhash.xxh3_64_hexdigest(orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS))
