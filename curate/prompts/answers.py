"""What a model must write, as a JSON Schema for guided decoding, and what it wrote, read strictly.

The schema says which keys there are, how many options, and which letters and topics may stand. It bounds no text: a
grammar that does so closes it in the middle of a word, and nobody can tell afterwards; and xgrammar, which compiles the
schemas for vLLM, lets no backslash and no quote into a text whose length or pattern is bounded (0.2.8), so that no
formula could be written. Bounds also made it slow: SmolLM2's vocabulary and four options took 3.8 processor seconds
with them, and take 0.014 without. What the schema leaves open (options that repeat, a text too long) is checked after.
Where a model is not guided, or was cut, the same reader finds what is wrong, in words that can be put to it.
"""

from __future__ import annotations

import json
import re
import string
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeVar

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from curate.prompts.backslashes import mended
from curate.row import LETTERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from curate.inference.model import Generation, Message
    from curate.prompts.prompt import Longest

_WORD: Final = re.compile(r"[^\W\d_]{4}")
TEXT: Final[Mapping[str, object]] = {"type": "string"}
"""The schema of a text. It has no bound, for the reasons above."""

W = TypeVar("W", bound=BaseModel)

_THOUGHT: Final = re.compile(r"\A(?!\s*(?:\{|\[|```)).*?</think>", re.DOTALL)
"""Many chat templates write `<think>` themselves, so that a text has its end alone."""
_FENCE: Final = re.compile(r"\A```(?:json)?\s*(?P<inside>[^\s`].*?)\s*```\Z", re.DOTALL | re.IGNORECASE)

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]")
_SWALLOWED: Final = re.compile(r"\t(?=(?:o|an|op|hen)\b)|(?<=[ ({=])\n(?=(?:e|i|u|eg)\b)")
r"""White space in the middle of a line that may have been `\to` or `\ne`, where no formula told."""
_ESCAPE: Final = "; in JSON a backslash is written twice"
_LABEL: Final = re.compile(r"\(?(?:(?P<letter>[A-Za-z])[).:]|(?P<number>\d{1,2})[).])\s+(?=\S)")
_BRACKETED: Final = re.compile(r"\(?(?P<letter>[A-Za-z])\)\s+(?=\S)")
"""A label that is no initial (`J. Adams`) and no pair (`A: T`)."""


def _one_kind_of_break(text: str) -> str:
    return text.replace("\r\n", "\n")


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_kind_of_break)]
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10), AfterValidator(_one_kind_of_break)]


class Written(BaseModel):
    """What every question has; white space around a text is not part of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    question: Question
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

    `kind` is `cut` (the text ends because it may not be longer), `no_json`, `wrong`, or `unasked` (the prompt left no
    room for an answer); `why` a sentence that can be put to the model, and stands in the rejects.
    """

    kind: Literal["cut", "no_json", "wrong", "unasked"]
    why: str


@dataclass(frozen=True)
class Wanted:
    """The form of one question: how many options (None: open), which topics to choose from, and how long texts are."""

    n_options: int | None
    topics: tuple[str, ...]
    longest: Longest

    def schema(self) -> str:
        """The JSON Schema, as text, that guided decoding follows."""
        properties: dict[str, object] = {"question": TEXT}
        if self.n_options is None:
            properties["answer"] = TEXT
        else:
            properties["options"] = array_schema(self.n_options)
            properties["answer"] = {"enum": list(LETTERS[: self.n_options])}
        if self.topics:
            properties["topic"] = {"enum": list(self.topics)}
        return object_schema(properties)

    def read(self, generation: Generation) -> Written | Fault:
        """The question that a model wrote, or what is wrong with it; options without labels of their own."""
        written = read_as(generation, Written)
        if isinstance(written, Fault):
            return written
        if written.options is not None:
            written = written.model_copy(update={"options": _unlabelled(written.options)})
        why = self._wrong(written)
        return written if why is None else Fault("wrong", why)

    def _wrong(self, written: Written) -> str | None:
        wrong = misspelt("question", written.question, self.longest.question)
        if self.n_options is None:
            wrong = wrong or _wrong_answer(written, self.longest)
        else:
            wrong = wrong or self._wrong_options(written, self.n_options)
        return wrong or self._wrong_topic(written.topic)

    def _wrong_options(self, written: Written, count: int) -> str | None:
        options = written.options or ()
        if len(options) != count:
            return f"options: there must be {count}, not {len(options)}"
        if written.answer not in list(LETTERS[:count]):
            return f"answer: must be a letter from A to {LETTERS[count - 1]}, not {written.answer[:40]!r}"
        if twice := _same(options):
            return f"options: {twice} are the same; each must be different"
        if label := _labelled(options):
            return f"options: {label} begins with a label of another option; write them without labels"
        if _holds_options(written.question, options):
            return "question: repeats the options; they stand in options alone"
        return next(filter(None, (misspelt("options", one, self.longest.option) for one in options)), None)

    def _wrong_topic(self, topic: str | None) -> str | None:
        if not self.topics:
            return None if topic is None else "topic: is not asked for"
        if topic not in self.topics:
            return f"topic: must be one of the listed topics, not {(topic or '')[:60]!r}"
        return None


def _wrong_answer(written: Written, longest: Longest) -> str | None:
    """What is wrong with the answer of an open question."""
    if written.options is not None:
        return "options: an open question has none"
    if "\n" in written.answer or "\t" in written.answer:
        return f"answer: must be one line{_ESCAPE}"
    return misspelt("answer", written.answer, longest.answer)


def misspelt(name: str, text: str, longest: int) -> str | None:
    """What is wrong with a text as such, in words that can be put to a model: its length, or what no one can read.

    Args:
        name: The key under which it stands.
        text: The text.
        longest: Characters that it may have.
    """
    if len(text) > longest:
        return f"{name}: must have at most {longest} characters, not {len(text)}"
    if _CONTROL.search(text):
        return f"{name}: holds control characters{_ESCAPE}"
    if swallowed := _SWALLOWED.search(text):
        return f"{name}: holds white space where a command may have stood: {swallowed[0]!r}{_ESCAPE}"
    if all(unicodedata.category(letter)[0] in "ZC" for letter in text):
        return f"{name}: holds nothing that can be seen"
    return None


def judgement_schema() -> str:
    """The schema of a judge's answer: one sentence of evidence, then the verdict."""
    return object_schema({"evidence": TEXT, "verdict": {"enum": ["yes", "no"]}})


def read_judgement(generation: Generation) -> Judgement | Fault:
    """What a judge wrote, or what is wrong with it."""
    return read_as(generation, Judgement)


def subtopics_schema(count: int) -> str:
    """The schema of a list of that many subtopics."""
    return object_schema({"subtopics": array_schema(count)})


def read_subtopics(generation: Generation) -> SubtopicList | Fault:
    """The subtopics that a model wrote, or what is wrong with the text."""
    return read_as(generation, SubtopicList)


def put_again(
    messages: Sequence[Message], generation: Generation, fault: Fault, *, short: bool = False
) -> list[Message]:
    """What is asked where an answer cannot be used: the same, with what was wrong.

    A text that was cut, an empty one, and one that is too long to be shown (`short`) are not repeated: they would fill
    the room that the answer needs.
    """
    if fault.kind == "cut":
        more = f"Your last answer was cut off after {generation.tokens} tokens. Write a much shorter one."
    else:
        more = f"That cannot be used: {fault.why}. Write the whole JSON object again, and correct this."
    if fault.kind != "cut" and generation.text.strip() and not short:
        said: list[Message] = [{"role": "assistant", "content": generation.text}, {"role": "user", "content": more}]
        return [*messages, *said]
    *before, last = messages
    more = more.replace("That cannot", "Your last answer cannot")
    return [*before, {"role": last["role"], "content": f"{last['content']}\n\n{more}"}]


def read_as(generation: Generation, kind: type[W]) -> W | Fault:
    """A generation as one JSON object of that kind, read strictly, or what is wrong with it.

    Thoughts before the object and a fence around it are passed over, and backslashes that JSON would swallow are
    mended. Any text at all gives one of the two: nothing that a model writes is an exception.
    """
    text = _THOUGHT.sub("", generation.text).strip("\ufeff" + string.whitespace)
    if fenced := _FENCE.match(text):
        text = fenced["inside"]
    read = _parsed(mended(text), kind)
    if isinstance(read, Fault) and read.kind == "no_json" and generation.finish == "length":
        return Fault("cut", f"the text was cut off after {generation.tokens} tokens")
    return read


def _parsed(text: str, kind: type[W]) -> W | Fault:
    if not text:
        return Fault("no_json", "the answer is empty")
    try:
        read = kind.model_validate_json(text)
    except ValidationError as error:
        found = error.errors(include_url=False)
        if found[0]["type"] != "json_invalid":
            return Fault("wrong", "; ".join(_in_words(fault["loc"], fault["msg"]) for fault in found[:3]))
        around = "" if text.startswith("{") else "; write one object that begins with {, and nothing around it"
        return Fault("no_json", _in_words((), found[0]["msg"]) + around)
    keys: list[str] = []
    json.loads(text, object_pairs_hook=lambda pairs: keys.extend(key for key, _ in pairs))
    twice = next((key for key in keys if keys.count(key) > 1), None)
    return read if twice is None else Fault("wrong", f"{twice}: stands there twice")


def _in_words(where: tuple[int | str, ...], message: str) -> str:
    place = ".".join(map(str, where))
    message = message.replace("Invalid JSON", "the answer is not a JSON object").replace("Input should be", "must be")
    before = f"{place}: " if place else "the answer " if message.startswith("must") else ""
    return before + message[:1].lower() + message[1:]


def _same(options: Sequence[str]) -> str | None:
    """The labels of the first two options that are the same."""
    first: dict[str, str] = {}
    for letter, option in zip(LETTERS, options, strict=False):
        if (before := first.setdefault(_compared(option), letter)) != letter:
            return f"{before} and {letter}"
    return None


def _compared(option: str) -> str:
    """An option without differences of spacing and final stop; of case only where it holds words.

    Case tells symbols apart: `5 mW` and `5 MW`, `$n$` and `$N$`.
    """
    plain = " ".join(unicodedata.normalize("NFC", option).split()).rstrip(" .")
    return plain.casefold() if _WORD.search(plain) else plain


def _unlabelled(options: tuple[str, ...]) -> tuple[str, ...]:
    """Options without labels, where every one carries its own: `A. Paris`, `B. Rome`."""
    found = [_LABEL.match(option) for option in options]
    for at, label in enumerate(found):
        own = label is not None and (label["letter"] or "").upper() + (label["number"] or "")
        if own not in (LETTERS[at : at + 1], str(at + 1)):
            return options
    return tuple(option[label.end() :] for option, label in zip(options, found, strict=True) if label)


def _labelled(options: Sequence[str]) -> str | None:
    """The first option that is labelled as another, where all are labelled: nobody knows which one the key means."""
    found = [label["letter"].upper() for option in options if (label := _BRACKETED.match(option))]
    if len(found) < len(options):
        return None
    return next((own for own, label in zip(LETTERS, found, strict=False) if own != label), None)


def _holds_options(question: str, options: Sequence[str]) -> bool:
    """Whether the question ends in the list of its options, with their letters."""
    text = " ".join(question.split())
    listed = [
        re.search(rf"(?<!\w)\(?{letter}[).:] ?{re.escape(' '.join(option.split()))}(?!\w)", text)
        for letter, option in zip(LETTERS, options, strict=False)
    ]
    return all(listed)


def array_schema(count: int) -> dict[str, object]:
    """The schema of a list of that many texts."""
    return {"type": "array", "items": TEXT, "minItems": count, "maxItems": count}


def object_schema(properties: Mapping[str, object]) -> str:
    """The JSON Schema, as text, of an object that has all of these keys, in this order, and no other."""
    made = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return orjson.dumps(made).decode()
