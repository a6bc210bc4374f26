"""Which format a file is in and how records lie in it: by its name, else by its first bytes."""

from __future__ import annotations

import codecs
import csv
import re
from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from curate.errors import SourceError
from curate.sources.clues import ANSWER, OPTIONS, QUESTION, SUBJECT, rated
from curate.stages.ingest.formats.registry import format_of, formats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.stages.ingest.files.places import File

ENCODED: Final = frozenset({"jsonl", "json", "csv", "tsv", "yaml", "opentriviaqa", "text", "markdown"})
"""Formats that are text in some encoding."""

_HEAD: Final = 1 << 18
"""Bytes by which a format is told."""
_LOOKED_THROUGH: Final = 1 << 24
"""Bytes of a file in which an encoding other than UTF-8 is looked for."""
_NAME: Final = re.compile(r"[^\W\d][\w .\-/()\[\]]{0,40}")
_DELIMITERS: Final = ",;|\t"
_ROWS: Final = 20
_CLUES: Final = (QUESTION, ANSWER, OPTIONS, SUBJECT)


def format_and_layout(file: File) -> dict[str, Any] | None:
    """What `read` says of a file's format; None where it is none that is known.

    Raises:
        SourceError: If the file cannot be read.
    """
    with file.open() as stream:
        head = stream.read(_HEAD)
    told = format_of(file.name)
    if told in {None, "text", "json"}:
        told = _sniffed(head, told)
    if told is None or told not in formats():
        return None
    if told in {"csv", "tsv"}:
        return _table(head, told)
    if told == "json":
        return {"format": told, **_inside(file, head)}
    return {"format": told}


def _sniffed(head: bytes, told: str | None) -> str | None:
    """The format that the first bytes show; `told` where they show none."""
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    for begin, kind in _BEGINNINGS.items():
        if text.lower().startswith(begin):
            return kind
    if text.startswith("["):
        return "json" if _is_json_list(text) else told
    if text.startswith("{"):
        first, _, rest = text.partition("\n")
        alone = not rest.strip() and len(head) < _HEAD
        return "jsonl" if _is_json(first) and not (alone and _path_of_records(orjson.loads(first), 0)) else "json"
    return told if not text or "\0" in text else _of_lines(text, told)


_BEGINNINGS: Final = {
    "par1": "parquet",
    "warc/": "warc",
    "filedesc:": "warc",
    "#q": "opentriviaqa",
    "<!doctype html": "html",
    "<html": "html",
}
"""What files of a format begin with, in lower case."""


def _of_lines(text: str, told: str | None) -> str | None:
    """A table where every line has as many tabs, or, in a file of no known suffix, as many commas."""
    lines = [line for line in text.splitlines()[:_ROWS] if line.strip()]
    if {line.count("\t") for line in lines[:-1]} in ({1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}):
        return "tsv"
    widths = {len(row) for row in _rows(text, ",")}
    return "csv" if told is None and len(widths) == 1 and widths != {1} else told


def _is_json_list(text: str) -> bool:
    return re.match(r"\[\s*(?:\{|\])", text) is not None


def _is_json(line: str) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _inside(file: File, head: bytes) -> dict[str, Any]:
    """Where the records stand in a JSON file that is no list: under the key that holds a list of objects."""
    if head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").startswith("["):
        return {}
    with file.open() as stream:
        content = stream.read(_LOOKED_THROUGH * 4)
    try:
        value: Any = orjson.loads(content)
    except orjson.JSONDecodeError:  # too long to be looked at as a whole, or none: its reader will say
        found = re.match(rb'\s*\{\s*"([^"\\.]+)"\s*:\s*\[', content)
        return {"records": found[1].decode("utf-8", "replace")} if found else {}
    path = _path_of_records(value, 0)
    return {"records": path} if path else {}


def _holds_records(value: Any) -> bool:
    return isinstance(value, list) and isinstance(next(iter(cast("list[Any]", value)), None), dict)


def _path_of_records(value: Any, depth: int) -> str | None:
    if not isinstance(value, dict) or depth > 3:  # noqa: PLR2004 - deeper lies no set of records
        return None
    pairs = [(key, inner) for key, inner in cast("dict[str, Any]", value).items() if "." not in key]
    lists: list[tuple[int, str]] = [(len(inner), key) for key, inner in pairs if _holds_records(inner)]
    if lists:
        return max(lists)[1]
    deeper = ((key, _path_of_records(inner, depth + 1)) for key, inner in pairs)
    return next((f"{key}.{path}" for key, path in deeper if path), None)


def _table(head: bytes, kind: str) -> dict[str, Any]:
    """The delimiter of a table, and names for its columns where its first row has none."""
    text = head.decode("utf-8", "replace").lstrip("\ufeff")
    usual = "\t" if kind == "tsv" else ","
    delimiter = usual if kind == "tsv" else max(_DELIMITERS, key=lambda one: (_regular(text, one), one == usual))
    said: dict[str, Any] = {"format": kind} | ({} if delimiter == usual else {"delimiter": delimiter})
    rows = _rows(text, delimiter)
    if not rows or _is_header(rows):
        return said
    width = max({len(row) for row in rows}, key=[len(row) for row in rows].count)
    return {**said, "header": False, "columns": [f"column_{number}" for number in range(1, width + 1)]}


def _regular(text: str, delimiter: str) -> int:
    """How many columns all rows have; 0 where they differ."""
    widths = {len(row) for row in _rows(text, delimiter)}
    return widths.pop() if len(widths) == 1 and widths != {1} else 0


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows, without one that the end of what was read cuts off."""
    lines = text.splitlines(keepends=True)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines[: -1 if len(text) >= _HEAD // 4 else None], delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) >= _ROWS:
                break
    except csv.Error:
        return rows
    return rows


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table's first row names its columns."""
    first = [cell.strip() for cell in rows[0]]
    if len(first) > 2 and not first[0]:  # noqa: PLR2004 - an index and a table
        first = first[1:]  # pandas writes its index under no name
        rows = [row[1:] for row in rows]
    if len(set(first)) < len(first) or not all(_NAME.fullmatch(cell) for cell in first):
        return False
    marked = [cell for cell in first if any(rated(cell.replace(".", "_"), names) >= 10 for names in _CLUES)]  # noqa: PLR2004 - named
    if any(len(cell) > 1 for cell in marked) or sum(len(cell) == 1 for cell in first) > 1:
        return True
    below = [len(row[at]) for row in rows[1:] for at in range(min(len(row), len(first)))]
    return bool(below) and max(map(len, first)) * 3 < sum(below) / len(below) * 2


def not_utf8(file: File) -> bool:
    """Whether the first megabytes of a file are not UTF-8.

    Raises:
        SourceError: If the file cannot be read.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = 0
    try:
        with file.open() as stream:
            while read < _LOOKED_THROUGH and (piece := stream.read(1 << 20)):
                decoder.decode(piece)
                read += len(piece)
    except UnicodeDecodeError:
        return True
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", place=file.shown) from error
    return False
