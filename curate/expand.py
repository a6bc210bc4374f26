"""More subtopics for a topic tree, written by the model of a profile into a file: what `curate topics expand` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curate.content import load, shown
from curate.errors import ContentError
from curate.inference import open_model
from curate.models import Models
from curate.prompts.prompt import load_prompt
from curate.recipe import Profile
from curate.stages.synthesize.topics import TopicTree
from curate.store import Store, make_folder, write_bytes
from curate.topics import expand, written
from curate.watch import Prompts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from curate.content import Shelves
    from curate.models import Opener
    from curate.watch import Watch


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        tree: A file of `blends/topics/`, by name or path.
        profile: Whose generator writes.
        per_topic: Subtopics that are asked for, of each topic.
        prompt: A prompt of `templates/synthesis/` that makes subtopics.
        seed: Of the draws: another one gives others.
    """

    tree: str
    profile: str
    per_topic: int
    prompt: str = "subtopics"
    seed: int = 0


@dataclass(frozen=True)
class Grown:
    """What was written: the file, how many subtopics are new, and the topics that got none, with the reason."""

    path: Path
    added: int
    faults: Mapping[str, str]


def grown(  # noqa: PLR0913 - each is asked for by name
    wish: Wish,
    out: Path,
    *,
    shelves: Shelves,
    store: Path,
    watch: Watch,
    opener: Opener = open_model,
) -> Grown:
    """Write a tree with more subtopics; texts of the model are kept, so that a run that is stopped goes on.

    Raises:
        ContentError: If tree, prompt or profile are not there or wrong, the profile names no model, or the file to
            write is there: somebody may have worked on it.
        ModelError: If the model cannot be loaded or cannot answer.
        StoreError: If the file or the texts cannot be written.
    """
    if out.exists():
        raise ContentError("is there already", place=shown(out), hint="name another file, or take this one away")
    tree = load(shelves.find("topics", wish.tree), TopicTree)
    prompt = load_prompt(shelves.find("prompt", wish.prompt))
    scale = shelves.find("profile", wish.profile)
    settings = load(scale, Profile).writing
    if settings is None:
        raise ContentError("names no model that could write subtopics", place=shown(scale), field="generator")
    make_folder(out.parent)
    kept = Store(store).generations
    topics = sum(len(group.topics) for group in tree.groups)
    with Models(kept, watch.say, opener) as models, Prompts(watch, f"expand {wish.tree}") as bar:
        bar.expect([topics])
        model = models.of(settings)
        more = expand(tree, model, prompt, per_topic=wish.per_topic, seed=wish.seed, on_progress=bar.moved)
        bar.settle()
    write_bytes(out, written(more.tree).encode())
    return Grown(out, more.added, more.faults)
