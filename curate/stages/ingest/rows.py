"""Records to rows: the columns of a block, as a source's mapping tells them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, chain, compress
from math import isnan
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
import polars as pl

from curate.grading import infer_answer_type
from curate.row import DOMAINS, LETTERS, ROW, row_id
from curate.stages.ingest.block import RAW_CHARACTERS, Block, Broken
from curate.stages.ingest.fields import Getter
from curate.stages.ingest.gold import NONE, RESOLVED, Gold, boxed
from curate.stages.ingest.packed import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.stages.ingest.block import Record
    from curate.stages.ingest.config import Source
    from curate.stages.ingest.fields import Column
    from curate.stages.ingest.mapping import Mapped

_DOMAIN_OF: Final = {subject: domain for domain, subjects in DOMAINS.items() for subject in subjects}
_NO_WORD: Final = re.compile(r"[\W_]+")
_KNOWN_TYPES: Final = 1 << 17  # gold answers whose type is remembered
_EXACT: Final = 2.0**63  # a larger number has lost digits before it came here: the parser has no room for them
_WHOLE: Final = 2.0**53  # below it, a float holds every whole number
_NAMES: Final[dict[type[object], str]] = {
    dict: "a mapping",
    list: "a list",
    str: "a text",
    float: "a number past exactness",
}
_PLAIN: Final = frozenset({str, type(None)})


class Mapper:
    """Makes rows of the records of one source."""

    def __init__(self, name: str, source: Source) -> None:
        """Compile the mapping; `name` is what the rows carry as their source."""
        self._name, self._source = name, source
        self.getters = {column: Getter(column, mapped) for column, mapped in source.mapping.given().items()}
        self._types: dict[tuple[str | None, bool], str] = {}

    def columns(self) -> frozenset[str]:
        """The fields at the top of a record that are looked at."""
        return frozenset(getter.top for getter in self.getters.values() if getter.top is not None)

    def required(self) -> frozenset[str]:
        """Those of them without which no record can be right."""
        return frozenset(getter.top for getter in self.getters.values() if getter.top is not None and not getter.found)

    def __call__(self, block: Block, file: str, revision: str) -> tuple[pl.DataFrame, list[Broken]]:
        """The rows of a block, and its records that no row can be made of, those that the reader rejected included."""
        faults: dict[int, str] = {}
        columns = self._columns(block.records, faults)
        columns["source_row"] = block.rows
        broken = block.broken
        if faults:
            stay = [at not in faults for at in range(len(block.records))]
            columns = {name: list(compress(values, stay)) for name, values in columns.items()}
            broken = sorted((*broken, *_refused(block, faults)), key=lambda one: one.row)
        return self._frame(columns, file, revision), broken

    def _columns(self, records: Sequence[Record], faults: dict[int, str]) -> dict[str, Column]:
        """All columns that differ from row to row; `faults` is told the records that make no row, and why."""
        asked = texts(self.getters["question"](records), "question", faults)
        asked, options = self._options(asked, records, faults)
        golds = self._golds(records, options, faults)
        subjects = self._subjects(records, faults)
        answers = [gold.answer for gold in golds]
        default = self._source.domain
        return {
            "id": [
                row_id(self._name, question, choices, answer)
                for question, choices, answer in zip(asked, options, answers, strict=True)
            ],
            "question": asked,
            "options": options,
            "answer": answers,
            "answer_text": [gold.text for gold in golds],
            "accepted": self._accepted(records, faults),
            "answer_type": self._answer_types(answers, options),
            "subject": subjects,
            "domain": [_DOMAIN_OF.get(subject or "", default) for subject in subjects],
        }

    def _options(
        self, asked: list[str | None], records: Sequence[Record], faults: dict[int, str]
    ) -> tuple[list[str | None], list[list[str] | None]]:
        """Questions and options, taken apart where one text holds both."""
        question = self._source.mapping.question
        parts = [(text, None) if text is None else unpacked(text) for text in asked] if question.split else None
        if parts is not None:
            asked = [text for text, _ in parts]
        getter = self.getters.get("options")
        if getter is None:
            return asked, [None] * len(records)
        if parts is not None and _same_text(getter.mapped, question):
            getter.found = self.getters["question"].found
            return asked, [found for _, found in parts]
        values = getter(records)
        if getter.mapped.split:
            packed = texts(values, "options", faults)
            return asked, [None if text is None else unpacked(text)[1] for text in packed]
        return asked, lists(values, "options", faults, longest=len(LETTERS))

    def _golds(
        self, records: Sequence[Record], options: Sequence[Sequence[str] | None], faults: dict[int, str]
    ) -> list[Gold]:
        getter = self.getters["answer"]
        values = getter(records)
        said = texts(values, "answer", faults)
        if self._source.form == "open":
            found = map(_boxed_or_none, said) if getter.mapped.as_ == "boxed" else said
            return [Gold(text, text) for text in found]
        written = getter.mapped.as_ or "letter"
        resolve = RESOLVED[written]
        golds = [
            NONE if text is None else resolve(text, choices or ()) for text, choices in zip(said, options, strict=True)
        ]
        if written == "text":  # a float 3.0 reads "3", and may yet be the option "3.0"
            for at, (gold, value) in enumerate(zip(golds, values, strict=True)):
                if gold.text is None and isinstance(value, float):
                    spelled = resolve(str(value), options[at] or ())
                    golds[at] = gold if spelled.text is None else spelled
        return golds

    def _accepted(self, records: Sequence[Record], faults: dict[int, str]) -> list[list[str] | None]:
        getter = self.getters.get("accepted")
        if getter is None:
            return [None] * len(records)
        values = [[value] if isinstance(value, str) else value for value in getter(records)]
        return lists(values, "accepted", faults)

    def _subjects(self, records: Sequence[Record], faults: dict[int, str]) -> list[str | None]:
        getter = self.getters.get("subject")
        if getter is None:
            return [None] * len(records)
        return [subject_name(said) for said in texts(getter(records), "subject", faults)]

    def _answer_types(self, answers: Sequence[str | None], options: Sequence[Sequence[str] | None]) -> list[str]:
        """The type of each gold answer; each is looked at once, but one of several words beside options of its own."""
        if self._source.answer_type is not None:
            return [self._source.answer_type] * len(answers)
        known, found = self._types, list[str]()
        if len(known) > _KNOWN_TYPES:
            known.clear()
        for answer, choices in zip(answers, options, strict=True):
            key = (answer, bool(choices))
            kind = known.get(key)
            if kind is None:
                kind = infer_answer_type(answer or "", choices)
                if not choices or len(answer or "") <= 1:  # a letter is a choice, whatever the options say
                    known[key] = kind
            found.append(kind)
        return found

    def _frame(self, columns: dict[str, Column], file: str, revision: str) -> pl.DataFrame:
        """The rows with every column of `ROW`, in its order and types."""
        source = self._source
        constant: dict[str, str | float | None] = {
            "form": source.form,
            "source": self._name,
            "group": source.group,
            "origin": source.origin,
            "licence": source.licence,
            "source_file": file,
            "revision": revision,
            "tolerance": source.grading.tolerance,
            "f1_at_least": source.grading.f1_at_least,
        }
        height = len(columns["source_row"])
        return pl.DataFrame(
            [
                _series(name, columns[name], kind)
                if name in columns
                else pl.repeat(constant.get(name), height, dtype=kind, eager=True).alias(name)
                for name, kind in ROW.items()
            ]
        )


def _series(name: str, values: Column, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    if kind != pl.List(pl.String) or not any(values):
        return pl.Series(name, values, dtype=kind, strict=True)
    # Through one flat column: polars would make a small column of its own for every list, at ten times the cost.
    import pyarrow  # noqa: ICN001, PLC0415 - only where there are lists

    pa = cast("Any", pyarrow)
    ends = accumulate(0 if value is None else len(value) for value in values)
    begins = [0, *ends]
    last = begins.pop()
    offsets = [None if value is None else begin for value, begin in zip(values, begins, strict=True)]
    flat = pa.array(chain.from_iterable(filter(None, values)), pa.large_string())
    made = pa.LargeListArray.from_arrays(pa.array([*offsets, last], pa.int64()), flat)
    return cast("pl.Series", pl.from_arrow(made)).alias(name)


def texts(values: Column, column: str, faults: dict[int, str]) -> list[str | None]:
    """Values as texts without outer white space; numbers are written out; anything else is a fault of its record.

    A whole float is written as the whole number that it is, 2.0 as 2: a table with one null keeps its column of whole
    numbers as floats, and how the number was written is lost by then. A text stays as it stands, "2.0" too.
    """
    if _PLAIN.issuperset(map(type, values)):
        return [value if value is None else value.strip() for value in values]
    return [_text(value, at, column, faults) for at, value in enumerate(values)]


def _text(value: object, at: int, column: str, faults: dict[int, str]) -> str | None:
    if isinstance(value, str):
        return value.strip()
    if value is None or (isinstance(value, float) and isnan(value)):
        return None  # a table of numbers writes NaN where there is nothing
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    if isinstance(value, (int, Decimal)) or (isinstance(value, float) and abs(value) < _EXACT):
        return str(value)
    faults.setdefault(at, f"{column} is {_named(value)}, not a text")
    return None


def lists(values: Column, column: str, faults: dict[int, str], *, longest: int | None = None) -> list[list[str] | None]:
    """Values as lists of texts; anything else, and a list that is too long, is a fault of its record."""
    return [_list(value, at, column, faults, longest) for at, value in enumerate(values)]


def _list(value: object, at: int, column: str, faults: dict[int, str], longest: int | None) -> list[str] | None:
    if value is None:
        return None
    if type(value) is not list:
        faults.setdefault(at, f"{column} is {_named(value)}, not a list of texts")
        return None
    items = cast("list[Any]", value)
    if longest is not None and len(items) > longest:
        faults.setdefault(at, f"{column} has {len(items)} items, more than {longest}")
        return None
    try:
        return [item.strip() for item in items]
    except AttributeError:
        found = [_text(item, at, f"an item of {column}", faults) for item in items]
    if None in found:
        faults.setdefault(at, f"an item of {column} is null")
    return [item or "" for item in found]


def _named(value: object) -> str:
    return _NAMES.get(type(value), f"of type {type(value).__name__}")


@lru_cache(maxsize=4096)
def subject_name(said: str | None) -> str | None:
    """A subject as `curate.row.DOMAINS` writes it: `Counting & Probability` is `counting_and_probability`."""
    if said is None:
        return None
    return _NO_WORD.sub("_", said.replace("&", " and ").lower()).strip("_") or None


def _boxed_or_none(text: str | None) -> str | None:
    return None if text is None else boxed(text)


def _same_text(one: Mapped, other: Mapped) -> bool:
    return one.split == other.split and (one.field, one.after, one.absent, one.default) == (
        other.field,
        other.after,
        other.absent,
        other.default,
    )


def _refused(block: Block, faults: dict[int, str]) -> list[Broken]:
    offset: Callable[[int], int | None] = block.offsets.__getitem__ if block.offsets else lambda _: None
    return [Broken(block.rows[at], offset(at), why, raw_of(block.records[at])) for at, why in sorted(faults.items())]


def raw_of(record: Record) -> str:
    """A record as JSON, cut to what is kept of a reject."""
    text = orjson.dumps(record, default=str, option=orjson.OPT_NON_STR_KEYS).decode("utf-8", "replace")
    return text[:RAW_CHARACTERS]
