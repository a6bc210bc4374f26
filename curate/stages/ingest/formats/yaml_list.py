"""YAML: a list of mappings, or a mapping a document, read record by record without ever holding the file whole.

Plain words mean what YAML 1.2 says and not 1.1, so that an answer `no` is a text and `1:30` no number; dates are texts.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final, cast

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.reader import ReaderError
from yaml.resolver import BaseResolver

from curate.errors import SourceError
from curate.stages.ingest.block import RAW_CHARACTERS, Block, Broken, Told
from curate.stages.ingest.files.encoding import spelling, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curate.stages.ingest.files.places import File

_MOST: Final = 1_000_000
"""Values of one record, those behind its aliases counted each time: a few lines of aliases can stand for billions."""


def read_yaml(file: File, told: Told) -> Iterator[Block]:
    """The records of a file, in blocks.

    Raises:
        SourceError: If the file is no YAML, with line and byte; or holds no list where one should be.
        OSError: If it cannot be read.
    """
    spelled = spelling(file, told, "YAML")
    encoding = whole(file, told, spelled)
    with spelled.opened(file) as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        block = Block()
        nodes = _Nodes(text, told)
        try:
            for row, node in enumerate(nodes.records()):
                _take(block, nodes, node, row)
                if len(block) >= told.block_rows:
                    yield block
                    block = Block()
        except (yaml.YAMLError, RecursionError) as error:
            if len(block):
                yield block
            raise _no_yaml(error, told, spelled.mark if encoding == "utf-8" else None) from error
    if len(block):
        yield block


def _take(block: Block, nodes: _Nodes, node: yaml.Node, row: int) -> None:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        kind = "a list" if isinstance(node, yaml.SequenceNode) else "a single value"
        block.broken.append(Broken(row, None, f"line {line}: is {kind}, not a mapping", _raw(node)))
        return
    try:
        _size(node, set(), {})
        block.add(cast("dict[str, Any]", nodes.value(node)), row, None)
    except ValueError as error:
        block.broken.append(Broken(row, None, f"line {line}: {error}", _raw(node)))


def _raw(node: yaml.Node) -> str:
    """A node's text as far as it is at hand, which it is for a single value."""
    return str(node.value)[:RAW_CHARACTERS] if isinstance(node, yaml.ScalarNode) else ""


def _size(node: yaml.Node, above: set[int], known: dict[int, int]) -> int:
    """How many values a node stands for, its aliases followed.

    Raises:
        ValueError: If they are too many, or a node is part of itself.
    """
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) in known:
        return known[id(node)]
    if id(node) in above:
        raise ValueError("an alias stands for what it is a part of")
    above.add(id(node))
    inner = node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
    size = 1 + sum(_size(part, above, known) for part in inner)
    above.discard(id(node))
    if size > _MOST:
        raise ValueError(f"its aliases stand for more than {_MOST:,} values")
    known[id(node)] = size
    return size


class _Words(BaseResolver):
    """What plain words mean: the core schema of YAML 1.2, and the merge key."""


for _tag, _pattern, _starts in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
    ("merge", r"<<", ["<"]),
):
    _Words.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _starts)


class _Nodes(Composer, SafeConstructor, _Words):
    """Composes the nodes of records one at a time from the events of the fast parser."""

    def __init__(self, text: io.TextIOBase, told: Told) -> None:
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        _Words.__init__(self)
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events = cast("Iterator[yaml.Event]", yaml.parse(text, Loader=loader))
        self._told = told
        self._next: yaml.Event | None = None

    def check_event(self, *kinds: type[yaml.Event]) -> bool:
        """Whether the next event is of one of these kinds."""
        return isinstance(self.peek_event(), kinds)

    def peek_event(self) -> yaml.Event | None:
        """The next event."""
        if self._next is None:
            self._next = next(self._events, None)
        return self._next

    def get_event(self) -> yaml.Event | None:
        """The next event, taken."""
        event = self.peek_event()
        self._next = None
        return event

    def value(self, node: yaml.Node) -> object:
        """What a node stands for.

        Raises:
            ValueError: If its tag stands for nothing plain, or a key is no text or number.
        """
        try:
            return cast("object", self.construct_document(node))
        except yaml.MarkedYAMLError as error:
            raise ValueError(error.problem or "cannot be read") from error

    def records(self) -> Iterator[yaml.Node]:
        """The nodes of all records, documents one after the other."""
        while not self.check_event(yaml.StreamEndEvent):
            event = self.get_event()
            if isinstance(event, yaml.DocumentStartEvent):
                self.anchors: dict[str, yaml.Node] = {}
                yield from self._document()

    def _document(self) -> Iterator[yaml.Node]:
        for at, key in enumerate(self._told.layout.records):
            if not self._enter(key):
                path = ".".join(self._told.layout.records[: at + 1])
                raise SourceError(f"has nothing at {path}, where its records should be", place=self._told.shown)
        if self.check_event(yaml.SequenceStartEvent):
            self.get_event()
            while not self.check_event(yaml.SequenceEndEvent):
                yield self._node()
            self.get_event()
        elif self._told.layout.records:
            raise SourceError(f"{'.'.join(self._told.layout.records)} is no list", place=self._told.shown)
        elif not self._is_empty():
            yield self._node()
        for _ in self._told.layout.records:
            while not self.check_event(yaml.MappingEndEvent):
                self._node()
            self.get_event()

    def _enter(self, key: str) -> bool:
        """Step into the value of a key of the mapping that comes next."""
        if not self.check_event(yaml.MappingStartEvent):
            return False
        self.get_event()
        while not self.check_event(yaml.MappingEndEvent):
            name = self._node()
            if isinstance(name, yaml.ScalarNode) and name.value == key:
                return True
            self._node()
        return False

    def _is_empty(self) -> bool:
        """Whether a document has nothing in it, as between two marks of documents."""
        event = self.peek_event()
        if isinstance(event, yaml.ScalarEvent) and not event.value and event.implicit[0]:
            self.get_event()
            return True
        return False

    def _node(self) -> yaml.Node:
        return cast("yaml.Node", self.compose_node(cast("Any", None), cast("Any", None)))


def _integer(_: object, node: yaml.ScalarNode) -> int:
    value = str(node.value)
    return int(value, 0) if value[1:2] in {"o", "x"} else int(value)  # 010 is ten


_Nodes.add_constructor("tag:yaml.org,2002:int", _integer)


def _no_yaml(error: Exception, told: Told, begins: int | None) -> SourceError:
    """What is wrong with a file as a whole; `begins` is the byte of its first character where its bytes are known."""
    if isinstance(error, ReaderError):
        at = "" if begins is None else f" (byte {begins + error.position})"  # the parser counts those of UTF-8
        what = f"{error.reason}: U+{int(error.character):04X}{at}"
        return SourceError(f"is no YAML: {what}", place=told.shown)
    if not isinstance(error, yaml.MarkedYAMLError):
        return SourceError(f"is no YAML that can be read: {error}", place=told.shown)
    mark = error.problem_mark or error.context_mark
    what = error.problem or error.context or "it cannot be read"
    where = "" if mark is None else f" (column {mark.column + 1})"
    return SourceError(f"is no YAML: {what}{where}", place=told.shown, line=None if mark is None else mark.line + 1)
