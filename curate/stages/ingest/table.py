"""Records of a table, by columns: as dictionaries only where somebody asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from curate.stages.ingest.block import Record


class Table(Sequence["Record"]):
    """A block of a table's rows, which reads as the records that it stands for.

    Building a dictionary for every row would take longer than all else that is done to it.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        """Stand before a frame."""
        self.frame = frame

    def __len__(self) -> int:
        """How many rows."""
        return self.frame.height

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Table: ...
    def __getitem__(self, at: int | slice) -> Record | Table:
        """One row as a record, or some of them as a table."""
        return Table(self.frame[at]) if isinstance(at, slice) else self.frame.row(at, named=True)

    def __iter__(self) -> Iterator[Record]:
        """Every row as a record."""
        return self.frame.iter_rows(named=True)

    def column(self, name: str) -> list[Any] | None:
        """The values of one column; None if there is none of that name."""
        return self.frame.get_column(name).to_list() if name in self.frame.columns else None


def column_of(records: Sequence[Record], name: str, *, look: bool) -> tuple[list[Any], bool]:
    """What the field at the top of each record holds, and whether any has it, be it null.

    That is looked up only where `look` says so: where nobody asks any more it counts as there.
    """
    if isinstance(records, Table):
        found = records.column(name)
        return ([None] * len(records), False) if found is None else (found, True)
    there = not look or any(name in record for record in records)
    return [record.get(name) for record in records], there
