"""Find and read the shelves: recipes, sources, profiles, filters and templates; errors with file, line and field.

A shelf is looked for in three places, and the first that has the file wins: the folder given by `--root`; the
project around the working folder, found by walking up as git finds `.git`; what the package itself carries.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, Field, Tag, ValidationError

from curate.errors import ContentError, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

S = TypeVar("S", bound=BaseModel)

SHELVES: Final = {
    "recipe": ("blends", ".yaml"),
    "source": ("blends/sources", ".yaml"),
    "profile": ("blends/profiles", ".yaml"),
    "synthesis": ("blends/synthesis", ".yaml"),
    "topics": ("blends/topics", ".yaml"),
    "list": ("blends/lists", ".yaml"),
    "filter": ("filters", ".yaml"),
    "template": ("templates", ".j2"),
    "prompt": ("templates/synthesis", ".j2"),
    "form prompt": ("templates/forms", ".j2"),
}
"""What stands on a shelf, in which folder, and how its files end."""


class Shelved(BaseModel):
    """What every shelf file says first: what it is, and why it is so, with its origin."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str = Field(min_length=1)
    why: str = Field(min_length=1)


class Shelves:
    """The folders in which shelf files are looked for, in order."""

    def __init__(self, root: Path | None = None) -> None:
        """Look in `root` first, if given.

        Raises:
            ContentError: If `root` is no folder.
        """
        if root is not None and not root.is_dir():
            raise ContentError("is no folder", place=root, field="--root")
        found = [root, _around(Path.cwd()), packaged()]
        self.roots: tuple[Path, ...] = tuple(dict.fromkeys(path.resolve() for path in found if path is not None))

    def find(self, kind: str, name: str) -> Path:
        """The file of that kind and name; `name` may also be the path of a file.

        Raises:
            ContentError: If there is none; the error lists those that there are.
        """
        folder, suffix = SHELVES[kind]
        if name.endswith(suffix) or "/" in name:
            path = Path(name)
            if _is_file(path):
                return path
            raise ContentError(f"there is no such {kind} file", place=name)
        for root in self.roots:
            path = root / folder / f"{name}{suffix}"
            if _is_file(path):
                return path
        raise ContentError(one_of(name, self.names(kind), what=kind))

    def names(self, kind: str) -> list[str]:
        """All names of that kind, in the order of the alphabet."""
        return sorted({path.stem for path in self.files(kind)})

    def files(self, kind: str) -> Iterator[Path]:
        """All files of that kind, without those that one of the same name in an earlier place hides."""
        folder, suffix = SHELVES[kind]
        seen: set[str] = set()
        for root in self.roots:
            for path in sorted((root / folder).glob(f"*{suffix}")):
                if path.stem not in seen:
                    seen.add(path.stem)
                    yield path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # no file can have such a name
        return False


def packaged() -> Path:
    """The shelves that the package carries: in a wheel beside the code, in a checkout beside the package."""
    here = Path(__file__).parent
    return content if (content := here / "_content").is_dir() else here.parent


def _around(folder: Path) -> Path | None:
    return next((place for place in (folder, *folder.parents) if (place / "blends").is_dir()), None)


def shown(path: Path) -> str:
    """A path as a person at this working folder would write it."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(path)


class PartError(ValueError):
    """What a validator of a whole finds wrong with a part of it, which is then told at the part's own line."""

    def __init__(self, what: str, *path: str | int) -> None:
        """Say what is wrong with the part at `path`, as keys and places lead to it from the value that is validated."""
        super().__init__(what)
        self.path = path


class Written(NamedTuple):
    """A shelf file as read: its data, and the YAML nodes that know where each value stands."""

    data: object
    node: yaml.Node | None


def load(path: Path, model: type[S]) -> S:
    """Read and validate one shelf file.

    Raises:
        ContentError: On the first thing that is wrong in it, with file, line and field.
    """
    return parse(read_text(path), model, place=shown(path))


def read_text(path: Path) -> str:
    """The text of a shelf file.

    Raises:
        ContentError: If it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"is not UTF-8 (byte {error.start})", place=shown(path)) from error
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror}", place=shown(path)) from error


def parse(text: str, model: type[S], *, place: str, first_line: int = 1) -> S:
    """Validate YAML text as `model`.

    Args:
        text: The YAML.
        model: What it must be.
        place: The file, for errors.
        first_line: The line of the file on which the text begins.

    Raises:
        ContentError: On the first thing that is wrong, with how many more there are.
    """
    errors = list(_faults(text, model, place, first_line))
    if isinstance(errors[0], ContentError):
        raise errors[0]
    return errors[0]


def _faults(text: str, model: type[S], place: str, first_line: int) -> Iterator[ContentError | S]:
    """Either the one valid value, or all that is wrong."""
    try:
        written = _compose(text, place, first_line)
    except ContentError as error:
        yield error
        return
    if not isinstance(written.data, dict):
        yield ContentError("must be a mapping of keys to values", place=place, line=first_line)
        return
    try:
        yield model.model_validate(written.data)
    except ValidationError as error:
        # A key that is misspelt is also one that is missing: the misspelling is what to show first.
        found = sorted(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
        inside = {fault["loc"][:depth] for fault in found for depth in range(len(fault["loc"]))}
        for fault in found:
            if fault["type"] == "too_short" and fault["loc"] in inside:
                continue  # the list is not short: one of its items is wrong, and that is told
            yield _explained(fault, model, written.node, place, first_line)


def faults(text: str, model: type[BaseModel], *, place: str, first_line: int = 1) -> list[ContentError]:
    """All that is wrong with a text: what `curate check` prints."""
    return [found for found in _faults(text, model, place, first_line) if isinstance(found, ContentError)]


def line_of(text: str, path: Sequence[str | int], *, first_line: int = 1) -> int:
    """The line on which the value at `path` stands, or the nearest above it that does."""
    node: yaml.Node | None = _loader()(text).get_single_node()
    return _node_at(node, path)[1] + first_line


@cache
def _loader() -> type[Any]:
    """The C parser where PyYAML has it: six times as fast."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _compose(text: str, place: str, first_line: int) -> Written:
    loader = _loader()(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise ContentError("is empty", place=place, line=first_line)
        _no_key_twice(node, place, first_line)
        return Written(loader.construct_document(node), node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + first_line
        raise ContentError(f"is no YAML: {error.problem or error.context}", place=place, line=line) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(f"is no YAML: {' '.join(str(error).split())}", place=place) from error
    finally:
        loader.dispose()


def _no_key_twice(node: yaml.Node, place: str, first_line: int, above: tuple[yaml.Node, ...] = ()) -> None:
    """YAML lets the second of two equal keys win in silence, and a value hold itself; here both are errors."""
    if any(node is one for one in above):
        raise ContentError("holds itself", place=place, line=_line(node) + first_line)
    above = (*above, node)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ContentError("must be a plain key", place=place, line=_line(key) + first_line)
            if key.value in seen:
                raise ContentError("stands here twice", place=place, line=_line(key) + first_line, field=str(key.value))
            seen.add(key.value)
            _no_key_twice(value, place, first_line, above)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _no_key_twice(item, place, first_line, above)


def _node_at(node: yaml.Node | None, path: Sequence[str | int]) -> tuple[list[str | int], int]:
    """The parts of `path` that stand in the file (a union's tags do not), and the line (from 0) of the last one."""
    line = _line(node)
    found: list[str | int] = []
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is not None:
                line, node = _line(pair[0]), pair[1]
                found.append(part)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = _line(node)
            found.append(part)
    return found, line


def _line(node: yaml.Node | None) -> int:
    return 0 if node is None or node.start_mark is None else node.start_mark.line


def _explained(
    fault: ErrorDetails, model: type[BaseModel], node: yaml.Node | None, place: str, first_line: int
) -> ContentError:
    where, kind, given = fault["loc"], fault["type"], fault["input"]
    inner = fault.get("ctx", {}).get("error")
    found, line = _node_at(node, (*where, *inner.path) if isinstance(inner, PartError) else where)
    field = ".".join(str(part) for part in found)
    if kind == "missing":
        field = ".".join(part for part in (field, str(where[-1])) if part)
        choices = _choices_at(model, where)
        what = f"is missing; it is one of {', '.join(choices)}" if choices else "is missing"
    elif kind == "extra_forbidden":
        what = one_of(str(where[-1]), _keys_at(model, where[:-1]), what="key")
    elif kind in _NO_MAPPING:
        keys = ", ".join(_keys_at(model, where))
        what = f"{_in_words(fault)}{keys and f': {keys}'} (got {_short(given)})"
    elif kind == "value_error" and isinstance(given, dict | list):
        what = _in_words(fault)  # the sentence names the part that is wrong; the whole says nothing more
    else:
        what = f"{_in_words(fault)} (got {_short(given)})"
    return ContentError(what, place=place, line=line + first_line, field=field or None)


_NO_MAPPING: Final = frozenset({"model_type", "model_attributes_type"})
_IN_WORDS: Final = {
    "model_type": "must be a mapping of keys to values",
    "model_attributes_type": "must be a mapping of keys to values",
    "dict_type": "must be a mapping of keys to values",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "string_type": "must be text",
}
"""Where pydantic names types of Python, what a person writes in YAML."""


def _in_words(fault: ErrorDetails) -> str:
    """Pydantic's sentence as an instruction: `must be greater than 0`."""
    if fault["type"] in _IN_WORDS:
        return _IN_WORDS[fault["type"]]
    message = fault["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if fault["type"] == "value_error":
        return message  # our own words; they may begin with a name
    for start in ("Input should be ", "Field should be ", "String should "):
        if message.startswith(start):
            return ("must be " if start.endswith("be ") else "must ") + message.removeprefix(start)
    return message[:1].lower() + message[1:]


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - what fits on a line beside the rest


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that may stand at `path` of a model; where that is one of several kinds, those of the kind it is."""
    return list(
        dict.fromkeys(
            field.alias or name for one in _models_at(model, path) for name, field in one.model_fields.items()
        )
    )


def _choices_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The words of which the value at `path` is one, where it is one of a few."""
    fields = [
        field
        for one in _models_at(model, path[:-1])
        for name, field in one.model_fields.items()
        if path[-1] in {name, field.alias}
    ]
    return list(dict.fromkeys(str(word) for field in fields for word in _words_in(field.annotation)))


def _words_in(annotation: object) -> Iterator[object]:
    arguments = get_args(annotation)
    if get_origin(annotation) is Literal:
        yield from arguments
        return
    for argument in arguments:
        yield from _words_in(argument)


def _models_at(model: type[BaseModel], path: Sequence[str | int]) -> list[type[BaseModel]]:
    every: list[tuple[type[BaseModel], str | None]] = [(model, None)]
    candidates = every
    for part in path:
        if isinstance(part, int):
            continue
        inner = [
            child
            for candidate, _ in candidates
            if (field := candidate.model_fields.get(part)) is not None
            for child in _models_in(field.annotation)
        ]
        if inner:
            every = candidates = inner
        else:  # the key of a dictionary, or the tag of a kind; a key may be spelt as a tag is, and the tag comes last
            candidates = [candidate for candidate in every if candidate[1] == part] or candidates
    return [one for one, _ in candidates]


def _models_in(annotation: object, tag: str | None = None) -> Iterator[tuple[type[BaseModel], str | None]]:
    """The models that an annotation names, each with the tag by which its union tells it from the others."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        if issubclass(annotation, BaseModel):
            yield annotation, tag
        return
    arguments = get_args(annotation)
    tag = next((argument.tag for argument in arguments if isinstance(argument, Tag)), tag)
    for argument in arguments:
        yield from _models_in(argument, tag)
