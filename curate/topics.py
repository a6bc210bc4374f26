"""Have a model write more subtopics for a topic tree: a step of its own, whose result is a file to read and to keep."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from curate.errors import ContentError, ModelError
from curate.inference.model import Sampling, silent
from curate.prompts.answers import Fault, put_again, read_subtopics, subtopics_schema
from curate.stages.synthesize.topics import Subtopic, TopicTree, spelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from curate.inference.model import Generation, Message, Model, Progress
    from curate.prompts.prompt import Prompt
    from curate.stages.synthesize.topics import Group, Topic

TOKENS_EACH: Final = 16
"""Tokens that a subtopic may take as JSON: six words, quotes and a comma."""

LONGEST: Final = 80
"""Characters of a subtopic."""

_BULLET: Final = re.compile(r"^(?:[-*\u2022]|\d{1,3}[.)])\s+")


class Expanded(NamedTuple):
    """A tree with more subtopics, how many those are, and per topic why there are not more."""

    tree: TopicTree
    added: int
    faults: dict[str, str]


def expand(  # noqa: PLR0913 - each is asked for by name
    tree: TopicTree,
    model: Model,
    prompt: Prompt,
    *,
    per_topic: int,
    temperature: float = 0.7,
    top_p: float = 0.95,
    seed: int = 0,
    on_progress: Progress = silent,
) -> Expanded:
    """Ask a model for `per_topic` more subtopics of each topic.

    What it writes is added behind what there is, each with the model's name and revision; what is there already,
    whatever its case and spacing, the topic's own name, and what is longer than a phrase are left out. A topic whose
    answer cannot be used is asked about once more with what was wrong; if that cannot be used either, it keeps what it
    had, and says why in `faults`.

    Args:
        tree: What there is.
        model: Who writes.
        prompt: A prompt of `templates/synthesis/` that makes subtopics.
        per_topic: How many subtopics are asked for.
        temperature: Of the draws.
        top_p: Of the draws.
        seed: Of the draws; a second ask takes the next one.
        on_progress: Told of the prompts of each of the two calls.

    Raises:
        ContentError: The prompt makes something else.
        ModelError: The model cannot answer, or a prompt leaves it no room.
        ValueError: `per_topic` is below 1.
    """
    if prompt.head.makes != "subtopics":
        raise ContentError(f"makes {prompt.head.makes}, not subtopics", place=prompt.place, field="makes")
    if per_topic < 1:
        raise ValueError(f"per_topic must be at least 1, not {per_topic}")
    asked = {topic.name: _ask(prompt, group, topic, per_topic) for group in tree.groups for topic in group.topics}
    drawn = Sampling(
        temperature, top_p, max_tokens=32 + TOKENS_EACH * per_topic, seed=seed, schema=subtopics_schema(per_topic)
    )
    _check_room(list(asked.values()), model, drawn)
    found, first = _written(asked, model, drawn, on_progress)
    room = model.max_prompt_tokens(drawn)
    again = {name: put_again(asked[name], said, fault, short=True) for name, (said, fault) in first.items()}
    again = {name: prompt for name, prompt in again.items() if model.count_tokens([prompt])[0] <= room}
    more, last = _written(again, model, replace(drawn, seed=seed + 1), on_progress)
    found |= more
    faults = {name: fault.why for name, (_, fault) in (first | last).items() if name not in found}
    return _merged(tree, found, f"{model.name}@{model.revision}", faults)


def _written(
    asked: Mapping[str, list[Message]], model: Model, sampling: Sampling, on_progress: Progress
) -> tuple[dict[str, list[str]], dict[str, tuple[Generation, Fault]]]:
    """What a model lists for each topic, and what it wrote instead, with what is wrong."""
    found: dict[str, list[str]] = {}
    faults: dict[str, tuple[Generation, Fault]] = {}
    if not asked:
        return found, faults
    made = model.generate(list(asked.values()), sampling, on_progress=on_progress)
    for name, (generation,) in zip(asked, made, strict=True):
        read = read_subtopics(generation)
        if isinstance(read, Fault):
            faults[name] = (generation, read)
        elif names := _usable(read.subtopics):
            found[name] = names
        else:
            faults[name] = (generation, Fault("wrong", f"subtopics: none is a phrase of at most {LONGEST} characters"))
    return found, faults


def _usable(subtopics: Sequence[str]) -> list[str]:
    """Those that may stand in a tree: one line, no marks of a list, no sentence without end."""
    plain = (_BULLET.sub("", " ".join(one.split())) for one in subtopics)
    return [one for one in plain if one and len(one) <= LONGEST and one.isprintable()]


def written(tree: TopicTree) -> str:
    """A tree as the text of a file of `blends/topics/`; loaded again, it is the same tree."""
    groups: list[dict[str, Any]] = []
    for group in tree.groups:
        topics = [_plain(topic) for topic in group.topics]
        groups.append({"name": group.name, "domain": group.domain, "topics": topics})
    return yaml.safe_dump(
        {"what": tree.what, "why": tree.why, "groups": groups}, sort_keys=False, allow_unicode=True, width=116
    )


def _plain(topic: Topic) -> dict[str, Any]:
    """A topic as a person would write it: without what it does not say."""
    told = topic.model_dump(exclude_defaults=True, exclude={"subtopics"})
    subtopics = [one.name if one.by is None else one.model_dump() for one in topic.subtopics]
    return {**told, "subtopics": subtopics} if subtopics else told


def _ask(prompt: Prompt, group: Group, topic: Topic, count: int) -> list[Message]:
    return prompt.render(
        {
            "topic": topic.name,
            "subject": topic.subject.replace("_", " "),
            "domain": topic.domain or group.domain,
            "subtopics": [one.name for one in topic.subtopics],
            "count": count,
        }
    )


def _check_room(prompts: list[list[Message]], model: Model, sampling: Sampling) -> None:
    room = model.max_prompt_tokens(sampling)
    longest = max(model.count_tokens(prompts), default=0)
    if longest > room:
        raise ModelError(
            f"a prompt of {longest} tokens leaves no room for the answer: {room} are the most",
            place=model.name,
            hint="ask for fewer subtopics at a time, or raise max_model_len",
        )


def _merged(tree: TopicTree, found: dict[str, list[str]], by: str, faults: dict[str, str]) -> Expanded:
    """The tree with what was found, each subtopic once."""
    added = 0
    groups: list[Group] = []
    for group in tree.groups:
        topics: list[Topic] = []
        for topic in group.topics:
            known = {spelled(topic.name), *(spelled(one.name) for one in topic.subtopics)}
            new: list[Subtopic] = []
            for name in (" ".join(one.split()) for one in found.get(topic.name, ())):
                if name and spelled(name) not in known:
                    known.add(spelled(name))
                    new.append(Subtopic(name=name, by=by))
            added += len(new)
            topics.append(topic.model_copy(update={"subtopics": (*topic.subtopics, *new)}))
        groups.append(group.model_copy(update={"topics": tuple(topics)}))
    return Expanded(TopicTree(what=tree.what, why=tree.why, groups=tuple(groups)), added, faults)
