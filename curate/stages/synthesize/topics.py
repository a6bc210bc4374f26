"""Topic trees (`blends/topics/`) and lists (`blends/lists/`): what questions are about, as content."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from curate.content import PartError, Shelved
from curate.row import DOMAINS

if TYPE_CHECKING:
    from collections.abc import Sequence

Domain = Literal["stem", "humanities", "social_science", "mixed"]
Text = Annotated[str, Field(min_length=1, pattern=r"^\S(?:.*\S)?$")]
"""One line, without white space around it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Subtopic(_Frozen):
    """A subtopic, and who wrote it: `model@revision`; null for a person, whose bare text stands in the file."""

    name: Text
    by: Text | None = None


def _subtopic(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class Topic(_Frozen):
    """A topic: `subject` is what its rows carry, one of `curate.row.DOMAINS` where one fits.

    `domain` is needed where it is not the group's. `weight` is how often the topic is drawn, beside the others.
    """

    name: Text
    subject: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    domain: Domain | None = None
    weight: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    subtopics: tuple[Annotated[Subtopic, BeforeValidator(_subtopic)], ...] = ()

    @model_validator(mode="after")
    def _no_subtopic_twice(self) -> Topic:
        _none_twice([(subtopic.name, ("subtopics", at)) for at, subtopic in enumerate(self.subtopics)])
        return self


class Group(_Frozen):
    """Topics that belong together; `domain` is that of each of them which names none itself."""

    name: Text
    domain: Domain
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _domains_agree(self) -> Group:
        for at, topic in enumerate(self.topics):
            of_row = next((domain for domain, subjects in DOMAINS.items() if topic.subject in subjects), None)
            domain = topic.domain or self.domain
            if of_row is not None and of_row != domain:
                what = f"{topic.name}: the subject {topic.subject} is of domain {of_row}, not {domain}"
                raise PartError(what, "topics", at, "subject")
        return self


class Placed(_Frozen):
    """A topic with its place in the tree."""

    name: str
    group: str
    subject: str
    domain: Domain
    weight: float
    subtopics: tuple[str, ...]


class TopicTree(Shelved):
    """A file of `blends/topics/`: groups of topics, and their subtopics."""

    groups: Annotated[tuple[Group, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _no_topic_twice(self) -> TopicTree:
        _none_twice(
            [
                (topic.name, ("groups", place, "topics", at))
                for place, group in enumerate(self.groups)
                for at, topic in enumerate(group.topics)
            ]
        )
        return self

    @cached_property
    def topics(self) -> tuple[Placed, ...]:
        """All topics, in the order of the file."""
        return tuple(
            Placed(
                name=topic.name,
                group=group.name,
                subject=topic.subject,
                domain=topic.domain or group.domain,
                weight=topic.weight,
                subtopics=tuple(subtopic.name for subtopic in topic.subtopics),
            )
            for group in self.groups
            for topic in group.topics
        )

    @cached_property
    def by_name(self) -> dict[str, Placed]:
        """The topics by their names."""
        return {topic.name: topic for topic in self.topics}


class Listed(Shelved):
    """A file of `blends/lists/`: personas, skills, or whatever else is drawn from."""

    items: Annotated[tuple[Text, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _nothing_twice(self) -> Listed:
        _none_twice([(item, ("items", at)) for at, item in enumerate(self.items)])
        return self


def spelled(name: str) -> str:
    """A name as it is compared: without differences of case and white space."""
    return " ".join(name.casefold().split())


def _none_twice(names: Sequence[tuple[str, tuple[str | int, ...]]]) -> None:
    """Make sure that no name comes again, however it is spelt; each stands with its path."""
    seen: set[str] = set()
    for name, path in names:
        if spelled(name) in seen:
            raise PartError(f"{name} stands there twice", *path)
        seen.add(spelled(name))
