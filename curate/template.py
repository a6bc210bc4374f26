"""A template of the shelf: how a question is put to a model, as a Jinja file that proves itself on its own examples.

A file of `templates/` is YAML front matter between two lines of `---`, and after it a Jinja body: the user message.
A template sees the question, its options and its subject, and never the answer. What it names is checked when it is
loaded, it runs in a sandbox, and what stands in a question stays text, whatever it looks like.

    load_template(path)       the template, or a ContentError with file, line and column
    template_faults(path)     all that is wrong with a file, its examples included: what `curate check` prints
    Template.render(row)      the messages for one row, always through the sandbox
    Template.messages()       the same as a polars expression; plain bodies become one `concat_str`
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast

import polars as pl
from jinja2 import TemplateError, nodes
from pydantic import BaseModel, ConfigDict, Field, model_validator

from curate.content import Shelved, faults, line_of, parse, read_text, shown
from curate.errors import ContentError
from curate.row import LETTERS, MESSAGES
from curate.template_language import body_faults, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Self

    import jinja2

TEMPLATE_VERSION: Final = 1
"""Raised whenever the same template and row give other messages."""

_COLUMNS: Final = ("question", "options", "subject")
_FENCE: Final = "---"
AT_WORK: Final = (TemplateError, TypeError, ValueError, ArithmeticError, AssertionError)
"""What Jinja's operators and filters raise: `truncate(1)` fails by an assertion, `divisibleby 0` by arithmetic."""


class ExampleRow(BaseModel):
    """The part of a row that a template can see; an `answer` is refused here too."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    options: tuple[str, ...] | None = None
    subject: str | None = None


class ExampleMessage(BaseModel):
    """One message of an expected prompt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Literal["system", "user", "assistant"]
    content: str


class Example(BaseModel):
    """A row, and the prompt that it must give: the user message alone, or all messages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: ExampleRow
    prompt: str | tuple[ExampleMessage, ...]


class TemplateHead(Shelved):
    """The front matter of a template.

    `form` is the form of row that it renders. `answer_style` is what it asks the model to answer with: the letter of
    an option, letter and text, a value of mathematics, or a text. `system` is plain text, not Jinja. `messages` is
    `chat` for models that were taught to talk in turns; a template of `text` is the whole text that a base model goes
    on with, in one message without a system's, since roles mean nothing to it.
    """

    form: Literal["mcq", "open"]
    answer_style: Literal["label", "label_and_text", "value", "text"]
    messages: Literal["chat", "text"] = "chat"
    system: str | None = Field(default=None, min_length=1)
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.form == "open" and self.answer_style in {"label", "label_and_text"}:
            raise ValueError("an open question has no options, so its answer has no label: say value or text")
        if self.system is not None and self.messages == "text":
            raise ValueError(
                "a base model's text has no system message: say it in the body, or leave out messages: text"
            )
        if self.system is not None and ("{{" in self.system or "{%" in self.system):
            raise ValueError("the system message is plain text, not Jinja: write {{ }} in the body")
        if self.form == "mcq" and not all(example.row.options for example in self.examples):
            raise ValueError("the row of an example of form mcq has options")
        return self


@dataclass(frozen=True)
class Template:
    """How a question is put to a model.

    Attributes:
        name: the file's name without its ending.
        head: the front matter.
        body: the Jinja text of the user message.
        place: the file, for errors.
        first_line: the line of the file on which the body begins.
    """

    name: str
    head: TemplateHead
    body: str
    place: str
    first_line: int = 1

    def render(self, row: Mapping[str, object]) -> list[dict[str, str]]:
        """The chat messages for one row: of its columns only question, options and subject are looked at.

        Raises:
            ContentError: If the template meets something at work that no check could foresee, as `options[3]` of three.
        """
        system = [] if self.head.system is None else [{"role": "system", "content": self.head.system}]
        return [*system, {"role": "user", "content": self._user(row)}]

    def messages(self) -> pl.Expr:
        """The chat messages of every row, of type `curate.row.MESSAGES`, from the columns question, options, subject.

        Gives what `render` gives, row by row; a body of text and plain variables is compiled to one `concat_str`.
        """
        parts = _plain_parts(self.body)
        user = self._row_by_row() if parts is None else pl.concat_str([_part(part) for part in parts])
        said = [] if self.head.system is None else [("system", pl.lit(self.head.system))]
        turns = [pl.struct(pl.lit(role).alias("role"), text.alias("content")) for role, text in (*said, ("user", user))]
        return pl.concat_list(turns).cast(MESSAGES)

    def _row_by_row(self) -> pl.Expr:
        def rendered(rows: pl.Series) -> pl.Series:
            return pl.Series([self._user(row) for row in rows.to_list()], dtype=pl.String)

        return pl.struct(_COLUMNS).map_batches(rendered, return_dtype=pl.String, is_elementwise=True)

    def _user(self, row: Mapping[str, object]) -> str:
        try:
            return program(self.body).render(_view(row, self.head.form))
        except AT_WORK as error:
            line = line_at_work(error, self.first_line)
            raise ContentError(f"cannot be rendered: {error}", place=self.place, line=line) from error


def load_template(path: Path) -> Template:
    """Read and check one template file; its examples are not run.

    Raises:
        ContentError: On the first thing that is wrong, with file and line, and in the body with the column too.
    """
    place, text = shown(path), read_text(path)
    front, body, first_line = split_front(text, place)
    template = Template(path.stem, parse(front, TemplateHead, place=place, first_line=2), body, place, first_line)
    for fault in _body_faults(template):
        raise fault
    return template


def template_faults(path: Path) -> list[ContentError]:
    """All that is wrong with a template file: front matter, body, and examples that do not give what they say."""
    place = shown(path)
    try:
        front, body, first_line = split_front(read_text(path), place)
    except ContentError as error:
        return [error]
    if found := faults(front, TemplateHead, place=place, first_line=2):
        return found
    template = Template(path.stem, parse(front, TemplateHead, place=place, first_line=2), body, place, first_line)
    found = list(_body_faults(template))
    return found or list(_example_faults(template, front))


def split_front(text: str, place: str) -> tuple[str, str, int]:
    """Front matter, body, and the line of the file on which the body begins.

    Raises:
        ContentError: If there is no front matter, or no end of it.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError(f"must begin with a line {_FENCE!r}, and the front matter after it", place=place, line=1)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise ContentError(f"the front matter has no end: no second line {_FENCE!r}", place=place, line=1)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def label(index: int) -> str:
    """The letter of an option, from 0. Past Z (no real question) letters double, so that such a row can be seen."""
    return LETTERS[index % len(LETTERS)] * (index // len(LETTERS) + 1)


# --- one row, through the sandbox


@lru_cache(maxsize=256)
def program(body: str) -> jinja2.Template:
    """The body, ready to be rendered in the sandbox."""
    return environment().from_string(body)


def _view(row: Mapping[str, object], form: str) -> dict[str, object]:
    """What a template sees of a row: its variables, with texts for nulls."""
    view: dict[str, object] = {"question": row.get("question") or "", "subject": row.get("subject") or ""}
    if form == "mcq":
        given = cast("list[str | None]", row.get("options") or [])
        options = [option or "" for option in given]
        letters = [label(index) for index in range(len(options))]
        view["options"], view["letters"] = options, letters
        view["options_block"] = "\n".join(
            f"{letter}. {option}" for letter, option in zip(letters, options, strict=True)
        )
        view["first_letter"], view["last_letter"] = (letters[0], letters[-1]) if letters else ("", "")
    return view


def line_at_work(error: Exception, first_line: int) -> int | None:
    """The line of the file at which a render stopped: Jinja writes its own lines into the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    line = next((frame.lineno for frame in reversed(frames) if frame.filename == "<template>"), None)
    return None if line is None else line + first_line - 1


# --- all rows, by polars


class _Part(NamedTuple):
    """A piece of a plain body: text, or the name of a variable."""

    text: str
    variable: bool


@lru_cache(maxsize=256)
def _plain_parts(body: str) -> tuple[_Part, ...] | None:
    """The pieces of a body of text and plain variables; None where there is anything else in it."""
    parts: list[_Part] = []
    for output in environment().parse(body).body:
        if not isinstance(output, nodes.Output):
            return None
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                parts.append(_Part(node.data, variable=False))
            elif isinstance(node, nodes.Name) and node.name in _TEXTS:
                parts.append(_Part(node.name, variable=True))
            else:
                return None
    return tuple(parts)


def _part(part: _Part) -> pl.Expr:
    return _TEXTS[part.text] if part.variable else pl.lit(part.text)


def _options_block(options: pl.Series) -> pl.Series:
    """The options with their letters, one a line: one pass over the rows for each option that the longest row has."""
    count = options.list.len().fill_null(0)
    lines = [
        pl.when(pl.col("count") > index).then(
            pl.lit(("\n" if index else "") + f"{label(index)}. ")
            + pl.col("options").list.get(index, null_on_oob=True).fill_null("")
        )
        for index in range(cast("int | None", count.max()) or 0)
    ]
    block = pl.concat_str(lines, ignore_nulls=True) if lines else pl.lit("")
    return pl.DataFrame({"options": options, "count": count}).with_columns(block.alias("block"))["block"]


def _last_letter(options: pl.Series) -> pl.Series:
    count = options.list.len().fill_null(0)
    letters = ["", *(label(index) for index in range(cast("int | None", count.max()) or 0))]
    return pl.Series(letters, dtype=pl.String).gather(count)


def _of_options(made: Callable[[pl.Series], pl.Series]) -> pl.Expr:
    return pl.col("options").map_batches(made, return_dtype=pl.String, is_elementwise=True)


_TEXTS: Final[Mapping[str, pl.Expr]] = {
    "question": pl.col("question").fill_null(""),
    "subject": pl.col("subject").fill_null(""),
    "options_block": _of_options(_options_block),
    "first_letter": pl.when(pl.col("options").list.len() > 0).then(pl.lit(label(0))).otherwise(pl.lit("")),
    "last_letter": _of_options(_last_letter),
}
"""The variables that are texts, as expressions over a row's columns."""


# --- what may be wrong


def _body_faults(template: Template) -> Iterator[ContentError]:
    """The faults of the body as places that an editor can jump to."""
    for fault in body_faults(template.body, template.head.form):
        line = fault.line + template.first_line - 1
        if fault.column is None:
            yield ContentError(fault.what, place=template.place, line=line)
        else:
            yield ContentError(fault.what, place=f"{template.place}:{line}:{fault.column}")


def _example_faults(template: Template, front: str) -> Iterator[ContentError]:
    if not template.head.examples:
        yield ContentError("a template shows at least one row and its prompt", place=template.place, field="examples")
    for number, example in enumerate(template.head.examples):
        field = f"examples.{number}.prompt"
        line = line_of(front, ["examples", number, "prompt"], first_line=2)
        try:
            given = template.render(example.row.model_dump())
        except ContentError as error:
            yield error
            continue
        what = _difference(given, example.prompt)
        if what is not None:
            yield ContentError(what, place=template.place, line=line, field=field)


def _difference(given: list[dict[str, str]], wanted: str | tuple[ExampleMessage, ...]) -> str | None:
    """The first line in which a rendered prompt is not the expected one, in words."""
    if isinstance(wanted, str):
        return first_line_apart(given[-1]["content"], wanted)
    roles = [message.role for message in wanted]
    if roles != [message["role"] for message in given]:
        return f"the template gives messages of {[message['role'] for message in given]} where the example has {roles}"
    pairs = zip(given, wanted, strict=True)
    return next((what for have, want in pairs if (what := first_line_apart(have["content"], want.content))), None)


def first_line_apart(given: str, wanted: str) -> str | None:
    """The first line in which two texts differ, in words; None where they are the same."""
    if given == wanted:
        return None
    have, want = given.split("\n"), wanted.split("\n")
    number = next((at for at, (one, other) in enumerate(zip(have, want, strict=False)) if one != other), None)
    number = min(len(have), len(want)) if number is None else number
    lines = [repr(text[number]) if number < len(text) else "nothing" for text in (have, want)]
    return f"line {number + 1}: the template gives {lines[0]}, the example has {lines[1]}"
