"""What a model must write, as a JSON Schema for guided decoding, and what it wrote, read strictly.

The schema says all that a schema can; what a grammar cannot hold (options that repeat, a question of spaces) is checked
after. Where a model is not guided, or was cut, the same reader finds what is wrong, in words that can be put to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from curate.row import LETTERS
from curate.stages.synthesize.topics import spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.inference.model import Generation
    from curate.stages.synthesize.prompt import Longest

W = TypeVar("W", bound=BaseModel)

_THOUGHT: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCE: Final = re.compile(r"\A```(?:json)?[ \t]*\n(?P<inside>.*?)\n?```\Z", re.DOTALL | re.IGNORECASE)

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Written(BaseModel):
    """What every question has; white space around a text is not part of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10)]
    options: tuple[Line, ...] | None = None
    answer: Line
    topic: str | None = None


class Judgement(BaseModel):
    """What a judge says: the evidence first, so that the verdict is drawn from it, and then `yes` or `no`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    evidence: Line
    verdict: Literal["yes", "no"]


class SubtopicList(BaseModel):
    """More subtopics of a topic."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    subtopics: Annotated[tuple[Line, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Fault:
    """Why a text is not what was asked for.

    `kind` is `cut` (the text ends because it may not be longer), `no_json`, or `wrong`; `why` a sentence that can be
    put to the model, and stands in the rejects.
    """

    kind: Literal["cut", "no_json", "wrong"]
    why: str


@dataclass(frozen=True)
class Wanted:
    """The form of one question: how many options (None: open), which topics to choose from, and how long texts are."""

    n_options: int | None
    topics: tuple[str, ...]
    longest: Longest

    def schema(self) -> str:
        """The JSON Schema, as text, that guided decoding follows."""
        properties: dict[str, object] = {"question": _text(self.longest.question, 10)}
        if self.n_options is None:
            properties["answer"] = _text(self.longest.answer)
        else:
            options = _array(_text(self.longest.option), self.n_options, self.n_options)
            properties |= {"options": options, "answer": {"enum": list(LETTERS[: self.n_options])}}
        if self.topics:
            properties["topic"] = {"enum": list(self.topics)}
        return _object(properties)

    def read(self, generation: Generation) -> Written | Fault:
        """The question that a model wrote, or what is wrong with it."""
        written = _read(generation, Written)
        if isinstance(written, Fault):
            return written
        why = self._wrong(written)
        return written if why is None else Fault("wrong", why)

    def _wrong(self, written: Written) -> str | None:
        options = written.options
        if self.n_options is None:
            if options is not None:
                return "options: an open question has none"
        elif options is None or len(options) != self.n_options:
            return f"options: there must be {self.n_options}, not {0 if options is None else len(options)}"
        elif written.answer not in list(LETTERS[: self.n_options]):
            return f"answer: must be a letter from A to {LETTERS[self.n_options - 1]}, not {written.answer[:40]!r}"
        elif twice := _same(options):
            return f"options: {twice} are the same; each must be different"
        return self._wrong_topic(written.topic) or self._misspelt(written)

    def _wrong_topic(self, topic: str | None) -> str | None:
        if not self.topics:
            return None if topic is None else "topic: is not asked for"
        if topic not in self.topics:
            return f"topic: must be one of the listed topics, not {(topic or '')[:60]!r}"
        return None

    def _misspelt(self, written: Written) -> str | None:
        """What is wrong with a text as such: its length, or what no one can read."""
        most = self.longest
        texts = [("question", written.question, most.question)]
        texts += [("answer", written.answer, most.answer)] if written.options is None else []
        texts += [("options", option, most.option) for option in written.options or ()]
        for name, text, longest in texts:
            if len(text) > longest:
                return f"{name}: must have at most {longest} characters, not {len(text)}"
            if _CONTROL.search(text):
                return f"{name}: holds control characters"
        return None


def judgement_schema(longest: int = 300) -> str:
    """The schema of a judge's answer: one sentence of evidence, then the verdict."""
    return _object({"evidence": _text(longest), "verdict": {"enum": ["yes", "no"]}})


def read_judgement(generation: Generation) -> Judgement | Fault:
    """What a judge wrote, or what is wrong with it."""
    return _read(generation, Judgement)


def subtopics_schema(count: int, longest: int = 80) -> str:
    """The schema of a list of that many subtopics."""
    return _object({"subtopics": _array(_text(longest, 3), count, count)})


def read_subtopics(generation: Generation) -> SubtopicList | Fault:
    """The subtopics that a model wrote, or what is wrong with the text."""
    return _read(generation, SubtopicList)


def _read(generation: Generation, kind: type[W]) -> W | Fault:
    if generation.finish == "length":
        return Fault("cut", f"the text was cut off after {generation.tokens} tokens")
    text = _THOUGHT.sub("", generation.text).strip()
    if fenced := _FENCE.match(text):
        text = fenced["inside"]
    if not text:
        return Fault("no_json", "the answer is empty")
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        found = error.errors(include_url=False)
        if found[0]["type"] != "json_invalid":
            return Fault("wrong", "; ".join(_in_words(fault["loc"], fault["msg"]) for fault in found[:3]))
        around = "" if text.startswith("{") else "; write one object that begins with {, and nothing around it"
        return Fault("no_json", _in_words((), found[0]["msg"]) + around)


def _in_words(where: tuple[int | str, ...], message: str) -> str:
    place = ".".join(map(str, where))
    message = message.replace("Invalid JSON", "the answer is not a JSON object").replace("Input should be", "must be")
    return (f"{place}: " if place else "") + message[:1].lower() + message[1:]


def _same(options: Sequence[str]) -> str | None:
    """The labels of the first two options that are the same, whatever their case and spacing."""
    first: dict[str, str] = {}
    for letter, option in zip(LETTERS, options, strict=False):
        if (before := first.setdefault(spelled(option), letter)) != letter:
            return f"{before} and {letter}"
    return None


def _text(longest: int, shortest: int = 1) -> dict[str, object]:
    return {"type": "string", "minLength": shortest, "maxLength": longest}


def _array(items: dict[str, object], least: int, most: int) -> dict[str, object]:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _object(properties: dict[str, Any]) -> str:
    made = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return orjson.dumps(made).decode()
