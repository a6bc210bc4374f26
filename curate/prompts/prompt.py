"""A prompt of `templates/synthesis/` or `templates/forms/`: how a model is asked to do something, as a Jinja file.

A file is YAML front matter between two lines of `---`, and after it a Jinja body, the user message, in the language of
`curate.template_language`. What the body may name hangs on what the prompt `makes`; each name is always there, empty
where there is nothing to show, so that `{% if passage %}` can ask.

    load_prompt(path)      the prompt, or a ContentError with file, line and column
    prompt_faults(path)    all that is wrong with a file, its examples included: what `curate check` prints
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, cast

import orjson
import xxhash
from pydantic import BaseModel, ConfigDict, Field, model_validator

from curate.content import Shelved, faults, line_of, parse, read_text, shown
from curate.errors import ContentError, one_of
from curate.template import AT_WORK, ExampleMessage, first_line_apart, label, line_at_work, program, split_front
from curate.template_language import asked_about, language_faults, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Self

    from curate.inference.model import Message

Makes = Literal[
    "mcq",
    "open",
    "solve_mcq",
    "solve_open",
    "judge",
    "subtopics",
    "dependence",
    "rewrite",
    "judge_rewrite",
    "distractors",
]

_ABOUT: Final = frozenset(
    "passage title topics topic subtopic level level_meaning persona skill ask asks number".split()
)
_OPTIONS: Final = frozenset("options options_block letters first_letter last_letter".split())
VARIABLES: Final[Mapping[str, frozenset[str]]] = {
    "mcq": _ABOUT | {"n_options", "last_letter"},
    "open": _ABOUT,
    "solve_mcq": _OPTIONS | {"question"},
    "solve_open": frozenset({"question"}),
    "judge": _OPTIONS | {"question", "answer", "passage"},
    "subtopics": frozenset("topic subject domain subtopics count".split()),
    "dependence": _OPTIONS | {"question", "answer"},
    "rewrite": _OPTIONS | {"question", "answer"},
    "judge_rewrite": _OPTIONS | {"question", "answer", "rewriting"},
    "distractors": _OPTIONS | {"question", "answer", "count"},
}
"""What a prompt may name, by what it makes. Those of `LISTS` are lists, of `NUMBERS` numbers, all others texts.

passage, title: of the document. topics: names of the tree's topics. topic, subtopic: drawn. level, level_meaning: of
difficulty. persona, skill: drawn from the plan's lists. ask, asks: this is question `ask` of `asks` on this passage.
number: five digits, drawn for each question, so that two about the same things are not asked alike. n_options: how many
options to write, last_letter the label of the last. options_block: options with their letters, one a line. answer: the
right answer in words. subtopics: those that a topic has already. count: how many more are wanted. rewriting: the
question in other words, to be judged beside the old one.
"""

LISTS: Final = frozenset({"topics", "options", "letters", "subtopics"})
NUMBERS: Final = frozenset({"ask", "asks", "number", "n_options", "count"})

_QUESTION_SHOWN: Final = ((frozenset({"question"}), "never shows the question: {{ question }}"),)
_OPTIONS_SHOWN: Final = ((frozenset({"options", "options_block"}), "never shows the options: {{ options_block }}"),)
_ANSWER_SHOWN: Final = ((frozenset({"answer"}), "never shows the right answer: {{ answer }}"),)
_SHOWS: Final[Mapping[str, tuple[tuple[frozenset[str], str], ...]]] = {
    "mcq": (
        (frozenset({"n_options"}), "never says how many options to write: {{ n_options }}"),
        (frozenset({"passage", "topic", "persona", "skill"}), "never says what about: {{ passage }} or {{ topic }}"),
    ),
    "open": ((frozenset({"passage", "topic", "persona", "skill"}), "never says what about: {{ passage }}"),),
    "solve_mcq": (*_QUESTION_SHOWN, *_OPTIONS_SHOWN),
    "solve_open": _QUESTION_SHOWN,
    "judge": _QUESTION_SHOWN,
    "subtopics": (
        (frozenset({"topic"}), "never names the topic: {{ topic }}"),
        (frozenset({"count"}), "never says how many are wanted: {{ count }}"),
    ),
    "dependence": (*_QUESTION_SHOWN, *_OPTIONS_SHOWN, *_ANSWER_SHOWN),
    "rewrite": (*_QUESTION_SHOWN, *_OPTIONS_SHOWN, *_ANSWER_SHOWN),
    "judge_rewrite": (
        *_QUESTION_SHOWN,
        *_OPTIONS_SHOWN,
        *_ANSWER_SHOWN,
        (frozenset({"rewriting"}), "never shows the new question: {{ rewriting }}"),
    ),
    "distractors": (
        *_QUESTION_SHOWN,
        *_ANSWER_SHOWN,
        (frozenset({"count"}), "never says how many are wanted: {{ count }}"),
    ),
}


class Longest(BaseModel):
    """Characters that a written text may have; a longer one is asked for again, and then rejected.

    The longest question of MMLU's test set has 4,671 characters and its 99th percentile is 1,300; what a passage of
    400 tokens gives is shorter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: int = Field(default=1200, ge=20)
    option: int = Field(default=240, ge=4)
    answer: int = Field(default=120, ge=4)


class PromptExample(BaseModel):
    """What a prompt is told, and what it must then say: the user message alone, or all messages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, str | int | tuple[str, ...]]
    prompt: str | tuple[ExampleMessage, ...]


class PromptHead(Shelved):
    """The front matter of a prompt; `system` is plain text, not Jinja."""

    makes: Makes
    system: str | None = Field(default=None, min_length=1)
    longest: Longest = Longest()
    examples: tuple[PromptExample, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.system is not None and ("{{" in self.system or "{%" in self.system):
            raise ValueError("the system message is plain text, not Jinja: write {{ }} in the body")
        for example in self.examples:
            for name, value in example.fields.items():
                _check_field(self.makes, name, value)
        return self


def _check_field(makes: str, name: str, value: str | int | tuple[str, ...]) -> None:
    derived = {"options_block", "letters", "first_letter"} | ({"last_letter"} if makes != "mcq" else set[str]())
    told = VARIABLES[makes] - derived
    if name not in told:
        raise ValueError(f"examples: {one_of(name, told, what='field')}")
    wanted = "a list" if name in LISTS else "a whole number" if name in NUMBERS else "text"
    if wanted != ("text" if isinstance(value, str) else "a whole number" if isinstance(value, int) else "a list"):
        raise ValueError(f"examples: {name} must be {wanted}")


@dataclass(frozen=True)
class Prompt:
    """How a model is asked.

    Attributes:
        name: the file's name without its ending.
        head: the front matter.
        body: the Jinja text of the user message.
        place: the file, for errors.
        first_line: the line of the file on which the body begins.
    """

    name: str
    head: PromptHead
    body: str
    place: str
    first_line: int = 1

    @cached_property
    def names(self) -> frozenset[str]:
        """The variables that the body looks at."""
        return names_in(self.body)

    @cached_property
    def needs(self) -> frozenset[str]:
        """The variables that it cannot do without: it shows them, and does not ask whether they are there."""
        return self.names - asked_about(self.body)

    @cached_property
    def hash(self) -> str:
        """Of all that decides the prompt and the schema: 64 bits of XXH3 in hex. Not of examples, what and why."""
        head = self.head
        decides = [head.makes, head.system, head.longest.model_dump(), self.body]
        return xxhash.xxh3_64_hexdigest(orjson.dumps(decides))

    def render(self, fields: Mapping[str, object]) -> list[Message]:
        """The chat messages; of `fields` only what this kind of prompt may see is looked at.

        Where there are options, their letters and `options_block` come of themselves.

        Raises:
            ContentError: If the body meets something at work that no check could foresee.
        """
        try:
            user = program(self.body).render(self._view(fields))
        except AT_WORK as error:
            line = line_at_work(error, self.first_line)
            raise ContentError(f"cannot be rendered: {error}", place=self.place, line=line) from error
        said: list[Message] = [] if self.head.system is None else [{"role": "system", "content": self.head.system}]
        return [*said, {"role": "user", "content": user}]

    def _view(self, fields: Mapping[str, object]) -> dict[str, object]:
        offered = VARIABLES[self.head.makes]
        view = {name: _given(name, fields.get(name)) for name in offered}
        if "options" in offered:
            options = cast("list[str]", view["options"])
            letters = [label(index) for index in range(len(options))]
            lines = (f"{letter}. {option}" for letter, option in zip(letters, options, strict=True))
            view |= {"letters": letters, "options_block": "\n".join(lines)}
            view["first_letter"], view["last_letter"] = (letters[0], letters[-1]) if letters else ("", "")
        elif self.head.makes == "mcq":
            count = cast("int", view["n_options"])
            view["last_letter"] = label(count - 1) if count else ""
        return view


def _given(name: str, value: object) -> object:
    if name in LISTS:
        return list(cast("list[str] | None", value) or ())
    return (0 if name in NUMBERS else "") if value is None else value


def load_prompt(path: Path) -> Prompt:
    """Read and check one prompt file; its examples are not run.

    Raises:
        ContentError: On the first thing that is wrong, with file and line, and in the body with the column too.
    """
    place, text = shown(path), read_text(path)
    front, body, first_line = split_front(text, place)
    prompt = Prompt(path.stem, parse(front, PromptHead, place=place, first_line=2), body, place, first_line)
    for fault in _body_faults(prompt):
        raise fault
    return prompt


def prompt_faults(path: Path) -> list[ContentError]:
    """All that is wrong with a prompt file: front matter, body, and examples that do not give what they say."""
    place = shown(path)
    try:
        front, body, first_line = split_front(read_text(path), place)
    except ContentError as error:
        return [error]
    if found := faults(front, PromptHead, place=place, first_line=2):
        return found
    prompt = Prompt(path.stem, parse(front, PromptHead, place=place, first_line=2), body, place, first_line)
    return list(_body_faults(prompt)) or list(_example_faults(prompt, front))


def _body_faults(prompt: Prompt) -> Iterator[ContentError]:
    wrong = language_faults(prompt.body, VARIABLES[prompt.head.makes], LISTS)
    for fault in wrong:
        line = fault.line + prompt.first_line - 1
        if fault.column is None:
            yield ContentError(fault.what, place=prompt.place, line=line)
        else:
            yield ContentError(fault.what, place=f"{prompt.place}:{line}:{fault.column}")
    if not wrong:
        for wanted, what in _SHOWS[prompt.head.makes]:
            if not prompt.names & wanted:
                yield ContentError(what, place=f"{prompt.place}:{prompt.first_line}:1")


def _example_faults(prompt: Prompt, front: str) -> Iterator[ContentError]:
    if not prompt.head.examples:
        yield ContentError("a prompt shows at least one example of itself", place=prompt.place, field="examples")
    for number, example in enumerate(prompt.head.examples):
        line = line_of(front, ["examples", number, "prompt"], first_line=2)
        field = f"examples.{number}.prompt"
        try:
            given = prompt.render(example.fields)
        except ContentError as error:
            yield error
            continue
        wanted = example.prompt
        if isinstance(wanted, str):
            what = first_line_apart(given[-1]["content"], wanted)
        else:
            what = first_line_apart(_spelled(given), _spelled([message.model_dump() for message in wanted]))
        if what is not None:
            yield ContentError(what.replace("the template", "the prompt"), place=prompt.place, line=line, field=field)


def _spelled(messages: list[Message] | list[dict[str, str]]) -> str:
    return "\n".join(f"{message['role']}: {message['content']}" for message in messages)
