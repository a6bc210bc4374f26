"""Questions of which the layouts of well-known sets are made, and a judge of what `curate sources add` makes of one.

The judge knows every gold answer. A row whose gold is another one is the worst that a source can do; a record without
a row, or a row without a gold, is only a loss.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import yaml

from curate.content import Shelves, load
from curate.errors import CurateError
from curate.sources.adding import proposed, write
from curate.stages.ingest.config import BrokenShare, Source
from curate.stages.ingest.stage import ingest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

LANDS = {
    "Peru": "Lima", "Ecuador": "Quito", "Chile": "Santiago", "Kenya": "Nairobi", "Norway": "Oslo", "Japan": "Tokyo",
    "Ghana": "Accra", "Cuba": "Havana", "Egypt": "Cairo", "Poland": "Warsaw", "Austria": "Vienna", "Nepal": "Kathmandu",
    "Greece": "Athens", "Canada": "Ottawa", "Italy": "Rome", "Finland": "Helsinki", "Iraq": "Baghdad",
    "Spain": "Madrid", "Latvia": "Riga", "Portugal": "Lisbon",
}  # fmt: skip
SIGNS = {
    "Na": "sodium", "K": "potassium", "Fe": "iron", "Pb": "lead", "Au": "gold", "Ag": "silver", "Sn": "tin",
    "W": "tungsten", "Hg": "mercury", "Cu": "copper", "Sb": "antimony", "He": "helium", "Ne": "neon", "Zn": "zinc",
    "Ca": "calcium", "Ti": "titanium", "Mn": "manganese", "Cl": "chlorine", "Br": "bromine", "Si": "silicon",
}  # fmt: skip
FORMS = ("Name the capital of {}.", "What do chemists mean by {}?")


@dataclass(frozen=True)
class Ask:
    """One question: its number, four options and the place of the right one; and a sum with its result."""

    n: int
    question: str
    options: list[str]
    at: int
    subject: str
    passage: str
    sum: str
    result: int

    @property
    def gold(self) -> str:
        """The text of the right option."""
        return self.options[self.at]

    @property
    def letter(self) -> str:
        """Its letter."""
        return "ABCD"[self.at]

    @property
    def wrong(self) -> list[str]:
        """The texts of the others."""
        return [one for one in self.options if one != self.gold]


def asks(count: int) -> list[Ask]:
    return [_ask(n) for n in range(count)]


def _ask(n: int) -> Ask:
    facts, form, subject = (LANDS, FORMS[0], "geography") if n % 2 else (SIGNS, FORMS[1], "chemistry")
    keys, values = list(facts), list(facts.values())
    first, at = (n // 2) % len(keys), (3 + 7 * n + n // 3) % 4
    others = [values[(first + step) % len(keys)] for step in (3, 7, 12)]
    options = [*others[:at], values[first], *others[at:]]
    passage = f"A traveller wrote on day {n + 1} of {keys[first]} and of much that was seen on the road that day."
    number = 13 * n + 5
    return Ask(n, form.format(keys[first]), options, at, subject, passage, f"A box has {number} pens and {n + 2} more.",
               number + n + 2)  # fmt: skip


@dataclass(frozen=True)
class Right:
    """What the row of a record must say: a part of its question, its gold, and its options if it has any."""

    question: str
    gold: str | None
    options: Sequence[str] | None = None


@dataclass
class Verdict:
    """How many records were mapped rightly, wrongly, or not at all, and the file or the refusal."""

    counts: Counter[str]
    said: str
    wrong: list[str]
    map: dict[str, Any]

    @property
    def exact(self) -> bool:
        """Whether every record became a right row."""
        return set(self.counts) == {"exact"}


def judged(folder: Path, records: Sequence[Any], rights: Sequence[Right], form: str = "jsonl") -> Verdict:
    """Write records into a file, add it, read it by the file that came of it, and compare.

    `form` is a suffix; `csv bare` a table without a header.
    """
    path = folder / f"quiz.{form.split(maxsplit=1)[0]}"
    _written(path, records, form)
    try:
        added = proposed(str(path), Shelves(folder), root=folder)
        write(added)
        source = load(added.path, Source)
        if source.map is None:
            return Verdict(Counter(refused=len(rights)), "taken for documents", [], {})
        source = source.model_copy(update={"broken": BrokenShare(share=1.0)})
        batches = list(ingest("quiz", source, "files", base=added.path.parent))
    except CurateError as error:
        return Verdict(Counter(refused=len(rights)), str(error), [], {})
    return _compared(pl.concat([batch.rows for batch in batches]), rights, added.text)


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Verdict]:
    """The judge, in a project of its own."""
    (tmp_path / "blends").mkdir()
    monkeypatch.chdir(tmp_path)
    return partial(judged, tmp_path)


def _written(path: Path, records: Sequence[Any], form: str) -> None:
    if form == "jsonl":
        path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    elif form == "json":
        path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    elif form == "parquet":
        pl.DataFrame(records, infer_schema_length=None).write_parquet(path)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",")
            if "bare" not in form:
                writer.writerow(records[0])
            writer.writerows(one.values() for one in records)


def _compared(rows: pl.DataFrame, rights: Sequence[Right], text: str) -> Verdict:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for row in rows.to_dicts():
        right = rights[row["source_row"]]
        kind = _kind(row, right)
        counts[kind] += 1
        if kind == "wrong":
            wrong.append(f"{row['source_row']}: {row['question']!r} {row['options']} -> {row['answer']!r} "
                         f"{row['answer_text']!r}, must be {right.gold!r}")  # fmt: skip
    counts["refused"] += len(rights) - sum(counts.values())
    return Verdict(+counts, text, wrong, yaml.safe_load(text)["map"])


def _kind(row: dict[str, Any], right: Right) -> str:
    if row["answer_text"] is None:
        return "refused"
    if right.gold is None or row["answer_text"].strip() != right.gold or right.question not in row["question"]:
        return "wrong"
    if right.options is None:
        return "exact" if row["options"] is None else "wrong"
    if row["options"] is None:
        return "bare"
    return (
        "exact" if row["options"] == list(right.options) or sorted(row["options"]) == sorted(right.options) else "wrong"
    )


@pytest.fixture(name="asks")
def _asks() -> Callable[[int], list[Ask]]:
    return asks


@pytest.fixture
def right() -> Callable[..., Right]:
    """What a row must say of a question with its options, or with others or another gold."""

    def made(ask: Ask, options: Sequence[str] | None = None, gold: str | None = None) -> Right:
        return Right(ask.question, gold or ask.gold, options or ask.options)

    return made


@pytest.fixture
def unknown() -> Right:
    """Of a record that has no gold that anybody could know."""
    return Right("", None)


@pytest.fixture
def bare() -> Callable[[str], Right]:
    """What a row must say of an open question."""
    return lambda gold: Right("", gold)
