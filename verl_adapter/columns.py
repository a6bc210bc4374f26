"""Kept rows as the columns that veRL reads, of one pinned schema.

veRL 0.9.1 joins training files with `datasets.concatenate_datasets`, which refuses files whose types differ in the
least (`string` beside `large_string`), passes every other top-level column on as a keyword argument to its agent loop
(where some names break the run and some overwrite results), and gives all of `extra_info` to the reward. So there is
one schema for every blend: the five columns it reads and no other, plain types, all else inside `extra_info`.
"""

# pyright: reportUnknownVariableType=false, reportUnknownParameterType=false, reportUnknownArgumentType=false
# pyarrow is compiled and publishes no types: whatever comes from it is unknown to a checker.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SOURCE_PREFIX: Final = "curate/"
"""Stands before a row's source in `data_source`.

veRL's default reward picks a scorer by `data_source` (`math`, `apps`, `openai/gsm8k`, all that starts with `aime`).
None begins like this, so a run without our reward stops at once instead of training on another's scores.
"""

KINDS: Final = {pl.String: pa.string(), pl.Float64: pa.float64(), pl.List(pl.String): pa.list_(pa.string())}

EXTRA: Final = {
    # the reward grades by these
    "answer_type": pl.String,
    "tolerance": pl.Float64,
    "f1_at_least": pl.Float64,
    "options": pl.List(pl.String),
    "accepted": pl.List(pl.String),
    "answer_text": pl.String,
    # metrics and curricula go by these
    "pass_rate": pl.Float64,
    "form": pl.String,
    "template": pl.String,
    "source": pl.String,
    "group": pl.String,
    "origin": pl.String,
    "subject": pl.String,
    "domain": pl.String,
    # where the row comes from, and on what terms
    "parent": pl.String,
    "licence": pl.String,
    "revision": pl.String,
}
"""What `extra_info` carries under the row's own names, beside `index`, `id`, `split` and `epoch`."""

SCHEMA: Final = pa.schema(
    [
        ("data_source", pa.string()),
        ("prompt", pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))),
        ("ability", pa.string()),
        ("reward_model", pa.struct([("style", pa.string()), ("ground_truth", pa.string())])),
        (
            "extra_info",
            pa.struct(
                [
                    ("index", pa.int64()),
                    ("id", pa.string()),
                    *((name, KINDS[kind]) for name, kind in EXTRA.items()),
                    ("split", pa.string()),
                    ("epoch", pa.int32()),
                ]
            ),
        ),
    ]
)
"""The columns of every Parquet file that goes to veRL."""

RESERVED: Final = frozenset(
    "trace session_id trajectory sampling_params output validate self prompts responses response_mask loss_mask "
    "input_ids position_ids num_turns metrics extra_fields rm_scores rollout_log_probs multi_modal_inputs uid "
    "global_steps index raw_prompt tools_kwargs interaction_kwargs dummy_tensor".split()
)
"""Top-level names that break a run of veRL 0.9.1, or that it overwrites."""

ROWS_AT_ONCE: Final = 65_536
"""Arrow's plain strings hold 2 GiB in one piece: pieces stay far below it."""


class ColumnsError(ValueError):
    """Rows or a file that veRL could not train on, with everything that is wrong."""


def to_verl(rows: pl.DataFrame, split: str, first_index: int) -> pa.Table:
    """The rows as veRL reads them, in their order.

    Args:
        rows: kept rows, with the columns of a row and `epoch` (how often the row came before, Int32).
        split: `train` or `val`, as it will stand in `extra_info`.
        first_index: the index of the first row in the file; the others follow.

    Raises:
        ColumnsError: If a column is missing, or a row has no source, no prompt or no answer.
    """
    needed = ("id", "prompt", "answer", "epoch", *EXTRA)
    missing = [name for name in needed if name not in rows.columns]
    if missing:
        raise ColumnsError(f"the rows lack the columns {', '.join(missing)}")
    for name in ("id", "source", "prompt", "answer"):
        empty = rows.filter(pl.col(name).is_null()).get_column("id")
        if len(empty):
            raise ColumnsError(f"{len(empty)} rows have no {name}, the first of them {empty[0]}")
    shaped = rows.select(*_shape(split, first_index))
    if not shaped.height:
        return SCHEMA.empty_table()
    return pa.concat_tables(
        piece.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(SCHEMA) for piece in shaped.iter_slices(ROWS_AT_ONCE)
    )


def verl_tables(pieces: Iterable[pl.DataFrame], split: str) -> Iterator[Any]:
    """`to_verl` of pieces that follow each other; the index runs on, and without any row there is one empty table.

    Raises:
        ColumnsError: As `to_verl` does.
    """
    written = 0
    for piece in pieces:
        yield to_verl(piece, split, written)
        written += piece.height
    if not written:
        yield SCHEMA.empty_table()


def _shape(split: str, first_index: int) -> Iterator[pl.Expr]:
    """The five columns, in the order of the schema."""
    yield pl.concat_str(pl.lit(SOURCE_PREFIX), "source").alias("data_source")
    yield pl.col("prompt").cast(pl.List(pl.Struct({"role": pl.String, "content": pl.String})))
    yield pl.coalesce("domain", pl.lit("mixed")).alias("ability")
    yield pl.struct(style=pl.lit("rule"), ground_truth=pl.col("answer").cast(pl.String)).alias("reward_model")
    yield pl.struct(
        (pl.int_range(pl.len(), dtype=pl.Int64) + first_index).alias("index"),
        pl.col("id").cast(pl.String),
        *(pl.col(name).cast(kind) for name, kind in EXTRA.items()),
        pl.lit(split).alias("split"),
        pl.col("epoch").cast(pl.Int32),
    ).alias("extra_info")


def check_parquet(path: Path) -> None:
    """Make sure that veRL can train on a file, beside any other file that passes.

    Reads the footer alone.

    Raises:
        ColumnsError: If it cannot; the error lists every difference, one a line.
    """
    try:
        footer = pq.read_metadata(path)
        schema = pq.read_schema(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise ColumnsError(f"{path}: is no Parquet file that can be read: {error}") from error
    wrong = [*_differences("", pa.struct(list(schema)), pa.struct(list(SCHEMA)))]
    if not wrong:
        wrong = [*_emptiness(footer)]
    if wrong:
        raise ColumnsError("\n".join(f"{path}: {difference}" for difference in wrong))


def _differences(at: str, found: pa.DataType, right: pa.DataType) -> Iterator[str]:
    """Everything in which two types differ, in words."""
    if pa.types.is_struct(right) and pa.types.is_struct(found):
        yield from _of_fields(at, found, right)
    elif pa.types.is_list(right) and pa.types.is_list(found):
        yield from _differences(f"{at}[]", found.value_type, right.value_type)
    elif found != right:
        yield f"{at} is {found}, and must be {right}"


def _of_fields(at: str, found: pa.StructType, right: pa.StructType) -> Iterator[str]:
    inner = {field.name: field.type for field in found}
    for field in right:
        where = f"{at}.{field.name}" if at else field.name
        if field.name not in inner:
            yield f"{where} is missing"
        else:
            yield from _differences(where, inner.pop(field.name), field.type)
    for name in inner:
        where = f"{at}.{name}" if at else name
        reserved = ", and veRL keeps that name to itself" if not at and name in RESERVED else ""
        yield f"{where} must not be there{reserved}"
    names, order = [field.name for field in found], [field.name for field in right]
    if names != order and sorted(names) == sorted(order):
        yield f"{at or 'the columns'}: the order is {', '.join(names)}, and must be {', '.join(order)}"


def _emptiness(footer: pq.FileMetaData) -> Iterator[str]:
    """Rows that are not there, and values without which veRL stops in the middle of a run."""
    if not footer.num_rows:
        yield "has no rows, and veRL needs one at least"
    needed = {"data_source", "reward_model.ground_truth", "prompt.list.element.content"}
    nulls = dict.fromkeys(sorted(needed), 0)
    for group in range(footer.num_row_groups):
        for number in range(footer.num_columns):
            column = footer.row_group(group).column(number)
            name, statistics = column.path_in_schema, column.statistics
            if name in nulls and statistics is not None and statistics.has_null_count:
                nulls[name] += statistics.null_count
    for name, count in nulls.items():
        if count:
            yield f"{name.replace('.list.element', '[]')} is missing in {count} rows"
