"""The plan of questions: what is asked about each document, drawn by hash.

What an ask is about hangs on the seed of the plan, the document's id, and the numbers of passage and ask, and on
nothing else: not on the order of the documents, nor on which others there are. So a source that grows asks the same of
what it had, and a shard may be asked alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

import xxhash

from curate.stages.synthesize.answers_json import Wanted
from curate.stages.synthesize.passages import Passage, passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from curate.stages.synthesize.config import Level
    from curate.stages.synthesize.material import Material
    from curate.stages.synthesize.prompt import Prompt
    from curate.stages.synthesize.topics import Placed

T = TypeVar("T")


@dataclass(frozen=True)
class Ask:
    """One planned question.

    Attributes:
        document: the id of the document.
        number: of the question within its document, from 0.
        passage: what it is asked about; null for a seed.
        prompt: how it is asked.
        wanted: the form of the answer.
        level: of difficulty.
        fields: what the prompt is told.
    """

    document: str
    number: int
    passage: Passage | None
    prompt: Prompt
    wanted: Wanted
    level: Level
    fields: Mapping[str, Any]

    def about(self, name: str) -> str | None:
        """What was drawn under that name (topic, subtopic, persona, skill), if the prompt shows it."""
        return (self.fields.get(name) or None) if name in self.prompt.names else None


@dataclass(frozen=True)
class Unasked:
    """A document, or a passage of it, that nothing is asked about; why, and what of its text."""

    why: str
    raw: str


def asks(document: Mapping[str, Any], material: Material) -> Iterator[Ask | Unasked]:
    """What is asked about a row of `curate.row.DOCUMENT`, in order; a document without text is a seed."""
    text: str | None = document["text"]
    writers = {name: one for name, one in material.writers.items() if ("passage" in one.names) == (text is not None)}
    if not writers:
        shows = "that shows a passage" if text is not None else "that asks without a passage"
        yield Unasked(f"no prompt: the plan {material.name} has none {shows}", (text or "")[:200])
        return
    found: Sequence[Passage | None] = [None] if text is None else passages(text, material.config.passage)
    if not found:
        yield Unasked("no passage: the text is empty", text or "")
    for number, passage in enumerate(found):
        if passage is not None and passage.tokens < material.config.passage.min_tokens:
            least = material.config.passage.min_tokens
            why = f"no passage: characters {passage.begin} to {passage.end} have fewer than {least} tokens"
            yield Unasked(why, passage.text)
            continue
        yield from _about(document, number, passage, writers, material)


def _about(
    document: Mapping[str, Any], number: int, passage: Passage | None, writers: Mapping[str, Prompt], material: Material
) -> Iterator[Ask]:
    """The asks of one passage."""
    config = material.config
    weights = [config.prompts[name] for name in writers]
    drawn = Drawn(config.seed, document["id"], number)
    levels = drawn.shuffled("levels", config.levels)
    for ask in range(config.per_passage):
        own = replace(drawn, ask=ask)
        prompt = own.pick("prompt", list(writers.values()), weights)
        level = levels[ask % len(levels)]
        told: dict[str, Any] = own.topic(material) | {
            "level": level.name,
            "level_meaning": level.meaning,
            "passage": "" if passage is None else passage.text,
            "title": document.get("title") or "",
            "persona": own.pick("persona", material.personas) if material.personas else "",
            "skill": own.pick("skill", material.skills) if material.skills else "",
            "ask": ask + 1,
            "asks": config.per_passage,
            "number": 10_000 + int(own.share("number") * 90_000),
        }
        n_options = None
        if prompt.head.makes == "mcq":
            n_options = own.pick("options", list(config.options), list(config.options.values()))
        topics: tuple[str, ...] = tuple(told["topics"]) if "topics" in prompt.names else ()
        yield Ask(
            document["id"],
            number * config.per_passage + ask,
            passage,
            prompt,
            Wanted(n_options, topics, prompt.head.longest),
            level,
            told if n_options is None else {**told, "n_options": n_options},
        )


@dataclass(frozen=True)
class Drawn:
    """Draws for one ask: each by the hash of the seed, the document, the passage, the ask, and what is drawn."""

    seed: int
    document: str
    passage: int
    ask: int = -1

    def share(self, what: str) -> float:
        """A number from 0 to below 1."""
        named = f"{self.document}\x1f{self.passage}\x1f{self.ask}\x1f{what}"
        return (xxhash.xxh3_64_intdigest(named.encode("utf-8", "surrogatepass"), seed=self.seed) >> 11) / (1 << 53)

    def pick(self, what: str, among: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of these, by weight."""
        if weights is None:
            return among[int(self.share(what) * len(among))]
        sums = list(accumulate(weights))
        place = self.share(what) * sums[-1]
        return next((one for one, behind in zip(among, sums, strict=True) if place < behind), among[-1])

    def shuffled(self, what: str, among: Sequence[T]) -> list[T]:
        """All of these, in a drawn order."""
        order = sorted(range(len(among)), key=lambda index: self.share(f"{what}\x1f{index}"))
        return [among[index] for index in order]

    def topic(self, material: Material) -> dict[str, Any]:
        """The fields of a drawn topic and subtopic, and the names of all topics."""
        if material.tree is None:
            return {"topic": "", "subtopic": "", "topics": []}
        topics: Sequence[Placed] = material.tree.topics
        topic = self.pick("topic", topics, [one.weight for one in topics])
        subtopic = self.pick("subtopic", topic.subtopics) if topic.subtopics else ""
        return {"topic": topic.name, "subtopic": subtopic, "topics": [one.name for one in topics]}
