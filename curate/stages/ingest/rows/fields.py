"""Mapped fields out of records: a path is taken apart once, and then followed in a block of records at a time."""

from __future__ import annotations

import re
from math import isnan
from typing import TYPE_CHECKING, cast

from curate.stages.ingest.rows.paths import Column, beside, follow, follow_parsed, leads, steps
from curate.stages.ingest.rows.texts import spelled
from curate.stages.ingest.rows.written import PARSERS
from curate.stages.ingest.table import column_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.stages.ingest.block import Record
    from curate.stages.ingest.mapping import Mapped
    from curate.stages.ingest.rows.paths import Step


class _Path:
    """One path, and whether any record had it so far."""

    def __init__(self, written: str, parse: str | None) -> None:
        self.written, self.steps = written, steps(written)
        self.top = cast("str", self.steps[0])
        self._parse: Callable[[str], object] | None = PARSERS[parse] if parse else None
        self.found = False

    def __call__(self, records: Sequence[Record], name: str, faults: dict[int, str]) -> Column:
        """What stands there in each record."""
        column, there = column_of(records, self.top, look=not self.found)
        rest = self.steps[1:]
        if not self.found:
            self.found = there and self._anywhere(column, rest)
        if self._parse is None:
            return follow(column, rest) if rest else column
        return [self._parsed(value, rest, at, name, faults) for at, value in enumerate(column)]

    def _anywhere(self, column: Column, rest: tuple[Step, ...]) -> bool:
        # What lies inside a text is known only when it is taken apart, and then it is a fault of its record.
        return not rest or self._parse is not None or any(leads(value, rest) for value in column)

    def _parsed(self, value: object, rest: tuple[Step, ...], at: int, name: str, faults: dict[int, str]) -> object:
        assert self._parse is not None
        try:
            return follow_parsed(value, rest, self._parse)
        except ValueError as error:
            faults.setdefault(at, f"{name} {error}")
            return None


class Getter:
    """One mapped field of a block of records."""

    def __init__(self, name: str, mapped: Mapped, *, key: str | None = None) -> None:
        """Take the paths apart.

        Args:
            name: The column that the field becomes.
            mapped: What the source's file says of it.
            key: Where the path stands under that column in the file, if not under `field` or `fields`.
        """
        self.name, self.mapped, self._key = name, mapped, key
        self._paths = [_Path(path, mapped.parse) for path in mapped.paths]
        self._file = re.compile(mapped.file) if mapped.file else None
        self._match = re.compile(mapped.match) if mapped.match else None
        self._in_a_name = self._file is None

    @property
    def tops(self) -> frozenset[str]:
        """The fields at the top of a record from which paths start."""
        return frozenset(path.top for path in self._paths)

    @property
    def needed(self) -> frozenset[str]:
        """Those of them that some record must have."""
        return frozenset() if self.mapped.optional else self.tops

    @property
    def found(self) -> bool:
        """Whether some record had each of the fields so far, or none needs to."""
        return self.missing is None

    @property
    def missing(self) -> str | None:
        """The first path, or pattern of a file's name, that led nowhere so far and may not."""
        if self.mapped.optional:
            return None
        if not self._in_a_name:
            return self.mapped.file
        return next((path.written for path in self._paths if not path.found), None)

    @property
    def where(self) -> tuple[str | int, ...]:
        """Where in a source's file the missing one stands."""
        if self._key is not None:
            return ("map", self.name, int(self._key) if self._key.isdecimal() else self._key)
        if self.mapped.fields is None:
            return ("map", self.name, "field" if self.mapped.file is None else "file")
        return ("map", self.name, "fields", *[at for at, path in enumerate(self._paths) if not path.found][:1])

    def beside(self, record: Record) -> list[str]:
        """The paths that a record has where the missing one leads no further."""
        return next((beside(record, path.steps) for path in self._paths if not path.found), list[str]())

    def meet(self, other: Getter) -> None:
        """Take over what another getter of the same fields has found."""
        for mine, theirs in zip(self._paths, other._paths, strict=True):
            mine.found = mine.found or theirs.found

    def __call__(self, records: Sequence[Record], faults: dict[int, str] | None = None, file: str = "") -> Column:
        """The field's value in each record, after all that is done to it; None where there is none.

        Args:
            records: A block's.
            faults: Is told the records whose value cannot be taken apart, and why; left out where none has to be.
            file: The name of the file that they are in.
        """
        values = self._values(records, {} if faults is None else faults, file)
        mapped = self.mapped
        if mapped.after is not None:
            mark = mapped.after
            values = [_each(value, lambda text: _after(text, mark)) for value in values]
        if self._match is not None:
            match = self._match
            values = [_each(value, lambda text: _matched(text, match)) for value in values]
        if mapped.absent:
            values = [None if _stripped(value) in mapped.absent else value for value in values]
        if mapped.default is not None:
            values = [mapped.default if value is None else value for value in values]
        return values

    def _values(self, records: Sequence[Record], faults: dict[int, str], file: str) -> Column:
        mapped = self.mapped
        if self._file is not None:
            found = self._file.search(file)
            self._in_a_name = self._in_a_name or found is not None
            return [found.group(1) if found else None] * len(records)
        if not self._paths:
            return [mapped.value] * len(records)
        columns = [path(records, self.name, faults) for path in self._paths]
        if mapped.fields is None:
            return columns[0]
        if self.name == "options":
            return [_without_last_nulls(items) for items in zip(*columns, strict=True)]
        if self.name == "accepted":
            return [[item for item in items if not _is_null(item)] for items in zip(*columns, strict=True)]
        join = "\n\n" if mapped.join is None else mapped.join
        return [_joined(parts, join, at, self.name, faults) for at, parts in enumerate(zip(*columns, strict=True))]


def _joined(parts: tuple[object, ...], join: str, at: int, name: str, faults: dict[int, str]) -> str | None:
    texts = [spelled(part, at, name, faults) for part in parts]
    return join.join(filter(None, texts)) or None


def _without_last_nulls(items: tuple[object, ...]) -> Column | None:
    end = len(items)
    while end and _is_null(items[end - 1]):
        end -= 1
    return list(items[:end]) or None


def _is_null(value: object) -> bool:
    return value is None or (isinstance(value, float) and isnan(value))


def _each(value: object, do: Callable[[str], str | None]) -> object:
    """A text, or each text of a list, changed."""
    if isinstance(value, str):
        return do(value)
    if type(value) is list:
        return [_each(item, do) for item in cast("Column", value)]
    return value


def _after(text: str, mark: str) -> str | None:
    _, found, rest = text.rpartition(mark)
    return rest if found else None


def _matched(text: str, pattern: re.Pattern[str]) -> str | None:
    found = pattern.search(text)
    return found.group(1) if found else None


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
