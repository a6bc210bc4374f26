"""What a block of records says of each row as it stands there, before texts, options and gold answers are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from curate.stages.ingest.mapping import Mapped
from curate.stages.ingest.rows.fields import Getter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.stages.ingest.block import Block
    from curate.stages.ingest.mapping import Mapping
    from curate.stages.ingest.rows.paths import Column


class Drawn(NamedTuple):
    """One value for each record; None for a column that is not mapped. `labels` are those of options, beside them."""

    question: Column
    answer: Column
    options: Column | None = None
    labels: Column | None = None
    accepted: Column | None = None
    subject: Column | None = None


class Draws(Protocol):
    """A way from records to what they say."""

    @property
    def getters(self) -> Sequence[Getter]:
        """The fields that are looked at."""
        ...

    def __call__(self, block: Block, file: str, faults: dict[int, str]) -> Drawn:
        """What the records of a block say; `faults` is told those that say nothing that could be used, and why."""
        ...


class ByFields:
    """By the paths of a mapping."""

    def __init__(self, mapping: Mapping) -> None:
        """Take the paths apart."""
        self._by_name = {name: Getter(name, mapped) for name, mapped in mapping.given().items()}
        labels = None if mapping.options is None else mapping.options.labels
        if labels is not None:
            optional = mapping.options is not None and mapping.options.optional
            beside = Mapped(field=labels, optional=optional)
            self._by_name["labels"] = Getter("options", beside, key="labels")
        self._packed_alike = _same_text(mapping.question, mapping.options)

    @property
    def getters(self) -> Sequence[Getter]:
        """The fields that are looked at."""
        return list(self._by_name.values())

    def __call__(self, block: Block, file: str, faults: dict[int, str]) -> Drawn:
        """What the records of a block say."""
        drawn = {
            name: getter(block.records, faults, file)
            for name, getter in self._by_name.items()
            if not (name == "options" and self._packed_alike)
        }
        if self._packed_alike:  # read once, taken apart once
            self._by_name["options"].meet(self._by_name["question"])
        return Drawn(**drawn)


def _same_text(question: Mapped, options: Mapped | None) -> bool:
    """Whether options are to be taken out of the very text of the question."""
    if options is None or question.split is None:
        return False
    own = {"labels", "unlabel"}
    return question.model_dump(exclude=own) == options.model_dump(exclude=own)
