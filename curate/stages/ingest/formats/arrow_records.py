"""Tables of Arrow as records: what Parquet, Arrow and the hub hand over, in values that a mapping can use.

Types that polars takes as they are stay columns. The others go through Python: a date becomes a text, a short float
the number that was written (0.1 and not 0.10000000149011612), and the rest what it stands for.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
import polars as pl

from curate.stages.ingest.block import Broken, Record
from curate.stages.ingest.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

_JSON: Final = "extension<arrow.json>"
_NO_TEXT: Final = "UTF8"
_LEAVES: Final = (
    "boolean",
    "string",
    "large_string",
    "string_view",
    "binary",
    "large_binary",
    "binary_view",
    "fixed_size_binary",
    "integer",
    "float64",
    "null",
    "decimal128",
)
_LISTS: Final = ("list", "large_list", "fixed_size_list")
_ITEMS: Final = (*_LISTS, "list_view", "large_list_view", "dictionary", "run_end_encoded")
_SHORT: Final = ("float16", "float32")


def records_of(table: Any) -> Sequence[Record]:
    """An Arrow table or batch as records of plain Python values; by columns where nobody asks for a record."""
    if not table.num_columns:
        return [{} for _ in range(table.num_rows)]
    others = {field.name: field.type for field in table.schema if not _is_plain(field.type)}
    if not others:
        return Table(cast("pl.DataFrame", pl.from_arrow(table)))
    records: list[Record] = table.to_pylist()
    for record in records:
        record.update({name: _plain(record[name], kind) for name, kind in others.items()})
    return records


def without_damage(batch: Any, row: int) -> tuple[Any, list[int], list[Broken]]:
    """A batch without the rows that hold a text which is none, the numbers of those that stay, and what is broken.

    Raises:
        ArrowInvalid: If it is damaged in another way.
    """
    import pyarrow as pa  # noqa: PLC0415 - most builds read no Arrow

    invalid = cast("type[Exception]", pa.ArrowInvalid)
    numbers = list(range(row, row + batch.num_rows))
    try:
        batch.validate(full=True)
    except invalid as error:
        if _NO_TEXT not in str(error):
            raise
    else:
        return batch, numbers, []
    stay: list[int] = []
    broken: list[Broken] = []
    for at, number in enumerate(numbers):
        try:
            batch.take(pa.array([at])).validate(full=True)
        except invalid:
            broken.append(Broken(number, None, "holds a text that is not UTF-8", ""))
        else:
            stay.append(at)
    return batch.take(pa.array(stay, pa.int64())), [numbers[at] for at in stay], broken


def _is(kind: Any, names: tuple[str, ...]) -> bool:
    import pyarrow as pa  # noqa: PLC0415 - same

    types: Any = cast("Any", pa).types
    return any(getattr(types, f"is_{name}")(kind) for name in names)


def _is_plain(kind: Any) -> bool:
    """Whether polars gives the values of a type as a mapping needs them."""
    if _is(kind, ("struct",)):
        return all(_is_plain(field.type) for field in kind.fields)
    if _is(kind, ("map",)):
        return _is_plain(kind.key_type) and _is_plain(kind.item_type)
    if _is(kind, (*_LISTS, "dictionary")):
        return _is_plain(kind.value_type)
    return _is(kind, _LEAVES)


def _plain(value: Any, kind: Any) -> Any:
    """A value as Arrow gives it to Python, as one that a mapping can use."""
    if value is None:
        return None
    if str(kind) == _JSON:  # keys that differ from row to row
        return orjson.loads(value)
    if isinstance(value, dict):
        return {name: _plain(inner, kind.field(name).type) for name, inner in cast("Record", value).items()}
    if _is(kind, ("map",)):
        return {str(key): _plain(inner, kind.item_type) for key, inner in value}
    if isinstance(value, list):
        return [_plain(item, kind.value_type) for item in cast("list[Any]", value)]
    return _leaf(value, kind)


def _leaf(value: Any, kind: Any) -> Any:
    if _is(kind, _ITEMS):
        return _plain(value, kind.value_type)
    if _is(kind, _SHORT):
        import numpy as np  # noqa: PLC0415 - few columns are of such

        return float(str(np.float32(value)))
    return value.isoformat() if isinstance(value, (date, time)) else value
