"""Records to rows: the columns of a block, as a source's mapping tells them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from curate.grading import infer_answer_type
from curate.row import DOMAINS
from curate.stages.ingest.block import RAW_CHARACTERS, Block, Broken
from curate.stages.ingest.mapping import Mapping
from curate.stages.ingest.rows.by_function import ByFunction
from curate.stages.ingest.rows.drawn import ByFields
from curate.stages.ingest.rows.frame import Framer, row_ids
from curate.stages.ingest.rows.gold import Golds, boxed, by_flags, by_text, by_texts, resolved
from curate.stages.ingest.rows.labels import Offered, offered, unlabelled
from curate.stages.ingest.rows.packed import Unpacked, unpacked
from curate.stages.ingest.rows.texts import lists, spelled, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import polars as pl

    from curate.stages.ingest.block import Record
    from curate.stages.ingest.config import Source
    from curate.stages.ingest.mapping import Mapped
    from curate.stages.ingest.rows.drawn import Drawn, Draws
    from curate.stages.ingest.rows.fields import Getter
    from curate.stages.ingest.rows.paths import Column

_DOMAIN_OF: Final = {subject: domain for domain, subjects in DOMAINS.items() for subject in subjects}
_NO_WORD: Final = re.compile(r"[\W_]+")
_KNOWN_TYPES: Final = 1 << 17  # gold answers whose type is remembered
_FIRST_COUNTS: Final = frozenset({"text", "boxed"})
_BY_PLACE: Final = frozenset({"index0", "index1", "flags"})


class Mapper:
    """Makes rows of the records of one source."""

    def __init__(self, name: str, source: Source, *, place: Path | None = None) -> None:
        """Compile the mapping.

        Args:
            name: What the rows carry as their source.
            source: Whose mapping it is.
            place: The source's own file, so that errors can name its line.

        Raises:
            ContentError: If the mapping names a function that cannot be imported.
        """
        mapping = source.mapping
        self._name, self._source = name, source
        fields = mapping if isinstance(mapping, Mapping) else None
        self._question: Mapped | None = None if fields is None else fields.question
        self._options: Mapped | None = None if fields is None else fields.options
        self._draw: Draws = ByFields(mapping) if isinstance(mapping, Mapping) else ByFunction(mapping, place=place)
        self._written = mapping.written or ("letter" if source.form == "mcq" else "text")
        self._frame = Framer(name, source)
        self._types: dict[tuple[str | None, bool], str] = {}

    @property
    def getters(self) -> Sequence[Getter]:
        """The fields that are looked at, each of which knows whether any record had it."""
        return self._draw.getters

    def columns(self) -> frozenset[str]:
        """The fields at the top of a record that are looked at."""
        return frozenset[str]().union(*(getter.tops for getter in self.getters))

    def required(self) -> frozenset[str]:
        """Those of them without which no record can be right."""
        return frozenset[str]().union(*(getter.needed for getter in self.getters))

    def __call__(self, block: Block, file: str, revision: str) -> tuple[pl.DataFrame, list[Broken]]:
        """The rows of a block, and its records that no row can be made of, those that the reader rejected included."""
        faults: dict[int, str] = {}
        columns = self._columns(self._draw(block, file, faults), faults)
        columns["source_row"] = block.rows
        broken = block.broken
        if faults:
            stay = [at not in faults for at in range(len(block.records))]
            columns = {name: list(compress(values, stay)) for name, values in columns.items()}
            broken = sorted((*broken, *_refused(block, faults)), key=lambda one: one.row)
        return self._frame(columns, file, revision), broken

    def _columns(self, drawn: Drawn, faults: dict[int, str]) -> dict[str, Column]:
        """All columns that differ from row to row; `faults` is told the records that make no row, and why."""
        asked, found = self._asked(drawn, faults)
        golds, more = self._golds(drawn.answer, found, faults)
        subjects = self._subjects(drawn.subject, len(asked), faults)
        default = self._source.domain
        return {
            "id": row_ids(self._name, asked, found.options, golds.answers),
            "question": asked,
            "options": found.options,
            "answer": golds.answers,
            "answer_text": golds.texts,
            "accepted": _accepted(drawn.accepted, golds.answers, more, faults),
            "answer_type": self._answer_types(golds, found.options),
            "subject": subjects,
            "domain": [_DOMAIN_OF.get(subject or "", default) for subject in subjects],
        }

    def _asked(self, drawn: Drawn, faults: dict[int, str]) -> tuple[list[str | None], Offered]:
        """Questions and options, taken apart where one text holds both."""
        asked = texts(drawn.question, "question", faults)
        packed = self._question.split if self._question else None
        parts = None if packed is None else [_NOTHING if text is None else unpacked(text, packed) for text in asked]
        if parts is not None:
            asked = [None if text is None else part.question for text, part in zip(asked, parts, strict=True)]
        return asked, self._offered(drawn, parts, len(asked), faults)

    def _offered(self, drawn: Drawn, parts: list[Unpacked] | None, height: int, faults: dict[int, str]) -> Offered:
        mapped = self._options
        split = mapped.split if mapped else None
        if drawn.options is None:
            if parts is None or mapped is None:
                return Offered([None] * height, None)
        elif split is None:
            parts = None
        else:
            packed = texts(drawn.options, "options", faults)
            parts = [_NOTHING if text is None else unpacked(text, split) for text in packed]
        found = (
            offered(drawn.options or [], drawn.labels, faults, by_place=self._written in _BY_PLACE)
            if parts is None
            else Offered([part.options for part in parts], [part.labels for part in parts])
        )
        return unlabelled(found) if mapped and mapped.unlabel else found

    def _golds(self, values: Column, found: Offered, faults: dict[int, str]) -> tuple[Golds, dict[int, list[str]]]:
        """Gold answers, and what else is right in those records that list several."""
        more: dict[int, list[str]] = {}
        if self._written == "flags":
            flagged = [by_flags(value, offered or ()) for value, offered in zip(values, found.options, strict=True)]
            return Golds([gold.answer for gold in flagged], [gold.text for gold in flagged]), more
        if any(type(value) is list for value in values):
            values = [self._one(value, at, more, faults) for at, value in enumerate(values)]
        said = texts(values, "answer", faults)
        if self._written == "boxed":
            said = [None if text is None else boxed(text) for text in said]
        if self._source.form == "open":
            return Golds(said, said), more
        golds = resolved(said, found.options, found.labels, self._written)
        if self._written == "text":
            _by_exact_numbers(golds, values, found)
            _by_several_texts(golds, values, more, found)
        return golds, more

    def _one(self, value: object, at: int, more: dict[int, list[str]], faults: dict[int, str]) -> object:
        """Of a list of answers the first, the others being right too; letters and places of options together."""
        if type(value) is not list:
            return value
        items = cast("list[Any]", value)
        said = [text for item in items if (text := spelled(item, at, "an item of answer", faults))]
        if self._written in _FIRST_COUNTS and said:
            more[at] = said[1:]
            return said[0]
        return ", ".join(said) or None

    def _subjects(self, values: Column | None, height: int, faults: dict[int, str]) -> list[str | None]:
        usual = subject_name(self._source.subject)
        if values is None:
            return [usual] * height
        return [subject_name(said) or usual for said in texts(values, "subject", faults)]

    def _answer_types(self, golds: Golds, options: Sequence[Sequence[str] | None]) -> list[str]:
        """The type of each gold answer; each is looked at once, but one of several words beside options of its own."""
        if self._source.answer_type is not None:
            return [self._source.answer_type] * len(options)
        if len(self._types) > _KNOWN_TYPES:
            self._types.clear()
        known = self._types
        return [
            known.get((answer, bool(choices))) or self._answer_type(answer, choices)
            for answer, choices in zip(golds.answers, options, strict=True)
        ]

    def _answer_type(self, answer: str | None, choices: Sequence[str] | None) -> str:
        kind = infer_answer_type(answer or "", choices)
        if not choices or len(answer or "") <= 1:  # a letter is a choice, whatever the options say
            self._types[answer, bool(choices)] = kind
        return kind


_NOTHING: Final = Unpacked("", None, None)


def _accepted(
    values: Column | None, golds: Sequence[str | None], more: dict[int, list[str]], faults: dict[int, str]
) -> Column:
    """Further right answers: those of a field of their own, and those that the answer's own list goes on with."""
    if values is None and not more:
        return [None] * len(golds)
    found: Column = [None] * len(golds)
    if values is not None:
        found = list(lists([[one] if isinstance(one, str) else one for one in values], "accepted", faults))
    for at, others in more.items():
        seen = {golds[at], *(found[at] or ())}
        new = [one for one in dict.fromkeys(others) if one not in seen]
        found[at] = [*new, *(found[at] or ())] or None
    return found


def _by_exact_numbers(golds: Golds, values: Column, found: Offered) -> None:
    """Find options that are written as numbers are: a float 3.0 reads "3", and may yet be the option "3.0"."""
    for at, value in enumerate(values):
        if golds.texts[at] is None and isinstance(value, float):
            exact = by_text(str(value), found.options[at] or ())
            if exact.text is not None:
                golds.answers[at], golds.texts[at] = exact


def _by_several_texts(golds: Golds, values: Column, more: dict[int, list[str]], found: Offered) -> None:
    """Tell several right options, which are one gold of several, from names for one, which stay in `more`."""
    for at, others in list(more.items()):
        one = by_texts([str(values[at]), *others], found.options[at] or (), found.of(at))
        golds.answers[at], golds.texts[at] = one
        if one.text is None or len(one.answer or "") > 1:
            del more[at]


@lru_cache(maxsize=4096)
def subject_name(said: str | None) -> str | None:
    """A subject as `curate.row.DOMAINS` writes it: `Counting & Probability` is `counting_and_probability`."""
    if said is None:
        return None
    return _NO_WORD.sub("_", said.replace("&", " and ").lower()).strip("_") or None


def _refused(block: Block, faults: dict[int, str]) -> list[Broken]:
    offset: Callable[[int], int | None] = block.offsets.__getitem__ if block.offsets else lambda _: None
    return [Broken(block.rows[at], offset(at), why, raw_of(block.records[at])) for at, why in sorted(faults.items())]


def raw_of(record: Record) -> str:
    """A record as JSON, cut to what is kept of a reject."""
    try:
        text = orjson.dumps(record, default=str, option=orjson.OPT_NON_STR_KEYS).decode("utf-8", "replace")
    except TypeError:  # of a number past 64 bits, or more than 254 levels
        text = str(record)
    return text[:RAW_CHARACTERS]
