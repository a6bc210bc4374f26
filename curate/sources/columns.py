"""Which paths a sample of records has, and what stands at each: the columns of data whose layout nobody has told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from curate.stages.ingest.rows.written import PARSERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from curate.stages.ingest.block import Record

_PLAIN_NAME: Final = re.compile(r'[^.\[\]\s"][^.\[\]]*')
_SPEAKER: Final = re.compile(r"[^\[\]]+")
_DEEPEST: Final = 6
_MOST: Final = 200
"""Columns that are looked at: a record with more of them is no question."""
_ALIKE: Final = 0.9
_CHATS: Final = (("role", "content"), ("from", "value"))
"""Who speaks and what is said, in the layouts of chats."""


@dataclass(frozen=True)
class Column:
    """A path, and what stands there in each record of the sample: None where there is nothing.

    `parse` says how a text had to be taken apart before the path goes on; `values` are what came of it.
    """

    path: str
    values: tuple[object, ...]
    parse: str | None = None

    @property
    def there(self) -> list[Any]:
        """The values that say something."""
        return [value for value in self.values if not empty(value)]

    @property
    def filled(self) -> float:
        """The share of the records that say something here."""
        return len(self.there) / max(len(self.values), 1)

    def share(self, test: Callable[[Any], bool]) -> float:
        """The share of what is there for which something holds; 0 where nothing is."""
        there = self.there
        return sum(map(test, there)) / len(there) if there else 0.0

    @property
    def scalar(self) -> bool:
        """Whether single texts or numbers stand here."""
        return self.share(is_scalar) >= _ALIKE

    @property
    def textual(self) -> bool:
        """Whether texts stand here."""
        return self.share(lambda value: isinstance(value, str)) >= _ALIKE

    @property
    def listed(self) -> bool:
        """Whether lists of texts or numbers stand here."""
        return self.share(_is_scalars) >= _ALIKE

    @property
    def simple(self) -> bool:
        """Whether texts, numbers and lists of them stand here, one or the other."""
        return self.share(lambda value: is_scalar(value) or _is_scalars(value)) >= _ALIKE

    @property
    def texts(self) -> list[str]:
        """What is there, as text."""
        return [str(value) for value in self.there]

    @property
    def items(self) -> list[str]:
        """What is there, and what lists there hold, as text."""
        lists = (cast("list[object]", value) if isinstance(value, list) else [value] for value in self.there)
        return [str(item) for items in lists for item in items]

    @property
    def distinct(self) -> float:
        """The share of the texts that are not said twice."""
        texts = self.texts
        return len(set(texts)) / len(texts) if texts else 0.0

    @property
    def length(self) -> int:
        """Characters of the text in the middle."""
        lengths = sorted(map(len, self.texts))
        return lengths[len(lengths) // 2] if lengths else 0


def columns(records: Sequence[Record]) -> list[Column]:
    """All columns of a sample, in the order in which the records have them."""
    found: list[Column] = []
    for name in _names(records):
        for column in _below(quoted(name), [record.get(name) for record in records], None, 1):
            found.append(column)
            if len(found) >= _MOST:
                return found
    return found


def quoted(name: str) -> str:
    """A name as a path writes it."""
    return name if _PLAIN_NAME.fullmatch(name) else f'"{name}"'


def empty(value: object) -> bool:
    """Whether a value says nothing."""
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def is_scalar(value: object) -> bool:
    """Whether a value is one text or number."""
    return isinstance(value, str | int | float)


def _is_scalars(value: object) -> bool:
    return isinstance(value, list) and all(item is None or is_scalar(item) for item in cast("list[object]", value))


def _names(records: Sequence[Any]) -> list[str]:
    return list(
        dict.fromkeys(name for record in records if isinstance(record, dict) for name in cast("Record", record) if name)
    )


def _below(path: str, values: Sequence[object], parse: str | None, depth: int) -> Iterator[Column]:
    column = Column(path, tuple(values), parse)
    there = column.there
    if not there or depth > _DEEPEST:
        return
    if column.share(lambda value: isinstance(value, dict)) >= _ALIKE:
        yield column
        dicts = [cast("Record", value) if isinstance(value, dict) else {} for value in values]
        for name in _names(dicts):
            inner = [value.get(name) for value in dicts]
            yield from _below(f"{path}.{quoted(name)}", inner, parse, depth + 1)
    elif column.share(_is_dicts) >= _ALIKE:
        yield from _of_items(path, values, parse)
    elif column.simple:
        apart = list(_taken_apart(column, depth)) if parse is None and column.textual else []
        yield from apart or [column]


def _is_dicts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in cast("list[object]", value))


def _of_items(path: str, values: Sequence[object], parse: str | None) -> Iterator[Column]:
    """The fields of a list of mappings: a list each, or, of messages, the text of each role."""
    lists = [cast("list[Record]", value) if _is_dicts(value) else [] for value in values]
    names = _names([item for items in lists for item in items])
    for role, content in _CHATS:
        if role in names and content in names and (said := _of_messages(path, lists, role, content, parse)):
            yield from said
            return
    for name in names:
        held = tuple([item.get(name) for item in items] or None for items in lists)
        yield Column(f"{path}[].{quoted(name)}", held, parse)


def _of_messages(
    path: str, lists: Sequence[Sequence[Record]], role: str, content: str, parse: str | None
) -> list[Column]:
    """The text of each role, where each speaks once: of several turns none is the question by itself."""
    speakers = [[str(item.get(role)) for item in items] for items in lists]
    known = list(dict.fromkeys(one for said in speakers for one in said))
    if not all(_SPEAKER.fullmatch(one) for one in known) or any(len(set(said)) < len(said) for said in speakers):
        return []
    by_role = [dict(zip(said, items, strict=True)) for said, items in zip(speakers, lists, strict=True)]
    return [
        Column(f"{path}[{role}={one}].{content}", tuple(said.get(one, {}).get(content) for said in by_role), parse)
        for one in known
    ]


def _taken_apart(column: Column, depth: int) -> Iterator[Column]:
    """The same column where its texts are values of JSON or Python literals."""
    if not column.texts[0].lstrip().startswith(("[", "{", "array(")):
        return
    for name, parse in PARSERS.items():
        values = [_parsed(value, parse) for value in column.values]
        good = sum(isinstance(value, list | dict) for value in values)
        if good >= _ALIKE * len(column.there):
            yield from _below(column.path, values, name, depth)
            return


def _parsed(value: object, parse: Callable[[str], object]) -> object:
    if not isinstance(value, str):
        return value
    try:
        return parse(value)
    except ValueError:
        return None
