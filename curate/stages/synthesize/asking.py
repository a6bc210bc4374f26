"""The plan of questions: what is asked about each document, drawn by hash.

What an ask is about hangs on the seed of the plan, the document's id, and the numbers of passage and ask, and on
nothing else: not on the order of the documents, nor on which others there are. So a source that grows asks the same of
what it had, and a shard may be asked alone. How things are drawn: `drawing.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from curate.prompts.answers import Wanted
from curate.stages.synthesize.drawing import Drawn
from curate.stages.synthesize.passages import Passage, passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from curate.prompts.prompt import Prompt
    from curate.stages.synthesize.config import Level
    from curate.stages.synthesize.drawing import Hand
    from curate.stages.synthesize.material import Hands, Material


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
    writers = material.hands.writers_of_texts if text is not None else material.hands.writers_of_seeds
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
    document: Mapping[str, Any], number: int, passage: Passage | None, writers: Hand[Prompt], material: Material
) -> Iterator[Ask]:
    """The asks of one passage."""
    config, hands = material.config, material.hands
    drawn = Drawn(config.seed, document["id"], number)
    levels = drawn.shuffled("levels", hands.levels)
    for ask in range(config.per_passage):
        own = replace(drawn, ask=ask)
        prompt = own.pick("prompt", writers)
        level = levels[ask % len(levels)]
        told: dict[str, Any] = _topic(own, hands) | {
            "level": level.name,
            "level_meaning": level.meaning,
            "passage": "" if passage is None else passage.text,
            "title": document.get("title") or "",
            "persona": own.pick("persona", hands.personas) if hands.personas else "",
            "skill": own.pick("skill", hands.skills) if hands.skills else "",
            "ask": ask + 1,
            "asks": config.per_passage,
            "number": 10_000 + int(own.share("number") * 90_000),
        }
        n_options = None
        if prompt.head.makes == "mcq":
            n_options = own.pick("options", hands.options)
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


def _topic(drawn: Drawn, hands: Hands) -> dict[str, Any]:
    """The fields of a drawn topic and subtopic, and the names of all topics."""
    if not hands.topics:
        return {"topic": "", "subtopic": "", "topics": []}
    topic = drawn.pick("topic", hands.topics)
    among = hands.subtopics[topic]
    subtopic = drawn.pick("subtopic", among) if among else ""
    return {"topic": topic, "subtopic": subtopic, "topics": list(hands.topics.things)}
