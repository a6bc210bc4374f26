"""The fact tables in `curate/samples/tables/`: small files of tab-separated text, one fact a line.

They are read as plain text. No cell is quoted, and a cell without a value is empty.
"""

from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent.parent / "tables"

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of the table called `name`, each with the names of the head line as keys.

    Raises:
        ValueError: a line has more or fewer cells than the head line.
    """
    head, *lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = head.split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines)


def having(name: str, *columns: str) -> tuple[Row, ...]:
    """Return the rows of a table in which none of `columns` is empty."""
    return tuple(row for row in table(name) if all(row[column] for column in columns))
