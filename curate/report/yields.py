"""What became of each document and each question on the way to the rows of a synthesised source, in numbers.

The laws behind the numbers: asked = written + unwritten; every question that was written is a row; and rows = agreed +
disagreed. They are checked before a build says anything.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from curate.stage import StageError

if TYPE_CHECKING:
    from curate.making import Made
    from curate.store import Folder

CHECKS: Final = {
    "key_agrees": False,
    "self_contained": False,
    "answerable": False,
    "answer_leaked": True,
    "options_alike": False,
    "judged": False,
}
"""The checks of a synthesised row, and which finding is the bad one."""

UNASKED: Final = ("no passage", "no prompt")
"""Reasons of drafting that are no question's, but a text's that nothing was asked about."""

_DISAGREEMENT: Final = {
    "came to an answer": "too few solutions came to one",
    "agreement: a tie": "a tie",
    "a share below": "too small a majority",
    "not solved": "the question is too long to be solved",
}
"""Pieces of the evidence of a question without an agreed answer, and the kind that each is."""

_SHOWN: Final = 3
"""Reasons that an error names."""


@dataclass(frozen=True)
class Yield:
    """One synthesised source.

    Attributes:
        source: Its name.
        documents: Documents that were read.
        others: Records that hold no document and are no fault (requests, images, redirects), by kind.
        unreadable: Records that are no documents; they stand in the store with their reasons.
        gated: How many documents each gate stops; one may be stopped by several.
        passed: Documents that no gate stops.
        unasked: Why nothing was asked about some passages, by reason: too short, of no prompt's kind.
        asked: Questions that a model was asked to write.
        written: Those that it wrote as asked.
        second: Of these, those that it wrote when it was told what was wrong with its first answer.
        unwritten: Why others were not, by reason.
        agreed: Questions with an answer that enough solutions agree on. The others are rows too, without an answer,
            which a filter drops.
        disagreed: Why there is no such answer, by reason.
        failed: Of the questions with an answer, those that fail each check.
        unknown: Those of which nobody can tell.
    """

    source: str
    documents: int
    others: dict[str, int]
    unreadable: int
    gated: dict[str, int]
    passed: int
    unasked: dict[str, int]
    asked: int
    written: int
    second: int
    unwritten: dict[str, int]
    agreed: int
    disagreed: dict[str, int]
    failed: dict[str, int]
    unknown: dict[str, int]

    def lines(self) -> list[tuple[str, int]]:
        """Every number with what it counts, in the order of the steps."""
        return [
            ("documents", self.documents),
            *((f"records that hold no document: {kind}", count) for kind, count in self.others.items()),
            ("unreadable records", self.unreadable),
            *((f"stopped by {gate}", count) for gate, count in self.gated.items()),
            ("documents that pass the gates", self.passed),
            *((f"passages not asked about: {why}", count) for why, count in self.unasked.items()),
            ("questions asked for", self.asked),
            *((f"not written: {why}", count) for why, count in self.unwritten.items()),
            ("questions written", self.written),
            ("of these at the second attempt", self.second),
            *((f"no agreed answer: {why}", count) for why, count in self.disagreed.items()),
            ("with an agreed answer", self.agreed),
            *((f"{check} is {str(bad).lower()}", self.failed[check]) for check, bad in CHECKS.items()),
            *((f"{check} is not known", count) for check, count in self.unknown.items() if count),
        ]

    def in_words(self) -> str:
        """Where everything went, in one sentence."""
        went = Counter(self.unwritten) + Counter(self.unasked)
        reasons = ", ".join(f"{why} {count:,}" for why, count in went.most_common(_SHOWN))
        gates = ", ".join(f"{gate} {count:,}" for gate, count in self.gated.items() if count)
        stopped = f" ({gates})" if gates else ""
        return (
            f"of {self.documents:,} documents {self.passed:,} pass the gates{stopped}; "
            f"{self.asked:,} questions were asked for and {self.written:,} written; {reasons or 'nothing was rejected'}"
        )


def yield_of(made: Made) -> Yield:
    """Count what became of everything, from the folders of a synthesised source.

    Raises:
        StageError: If the numbers do not add up: a question was lost or counted twice, which no build may hide.
    """
    assert made.documents is not None, "a source that is read has no yields"
    assert made.drafts is not None, "nothing was drafted"
    read, gates = made.documents.folders[0], made.documents.folders[1]
    drafts, rows = made.drafts.folders[0], made.rows.folders[0]
    asked, written, kept = int(drafts.manifest()["asked"]), sum(drafts.heights()), sum(rows.heights())
    refused = _rejected(drafts)
    unwritten = {why: count for why, count in refused.items() if why not in UNASKED}
    if asked != written + sum(unwritten.values()) or written != kept:
        raise StageError(f"{made.rows.source}: {asked} asked, {written} written, {unwritten} not, {kept} rows")
    solved = _Solved.of(rows)
    reasons = _column(gates, "part", "gate_reasons")
    return Yield(
        source=made.rows.source,
        documents=sum(read.heights()),
        others=dict(read.manifest()["others"]),
        unreadable=int(read.manifest()["rejected"]),
        gated=_counted(reasons.explode(empty_as_null=False)),
        passed=int((reasons.list.len() == 0).sum()),
        unasked={why: count for why, count in refused.items() if why in UNASKED},
        asked=asked,
        written=written,
        second=int((_column(drafts, "part", "maker").struct.field("seed") != int(drafts.manifest()["seed"])).sum()),
        unwritten=unwritten,
        agreed=solved.agreed,
        disagreed=solved.disagreed,
        failed=solved.failed,
        unknown=solved.unknown,
    )


def _rejected(folder: Folder) -> dict[str, int]:
    """How many rejects of a folder have each reason: what stands before the colon, where one says more."""
    why = _column(folder, "rejects", "why")
    return _counted(why.str.split(":").list.first().str.strip_chars())


@dataclass(frozen=True)
class _Solved:
    """What solving and checking found, of all rows."""

    agreed: int
    disagreed: dict[str, int]
    failed: dict[str, int]
    unknown: dict[str, int]

    @classmethod
    def of(cls, rows: Folder) -> _Solved:
        table = pl.DataFrame([_column(rows, "part", name) for name in ("answer", "form", "evidence", *CHECKS)])
        settled = table.filter(pl.col("answer").is_not_null())
        unsettled = table.filter(pl.col("answer").is_null())
        mcq = settled.filter(pl.col("form") == "mcq")
        failed, unknown = dict.fromkeys(CHECKS, 0), dict.fromkeys(CHECKS, 0)
        for check, bad in CHECKS.items():
            asked = (mcq if check == "options_alike" else settled).get_column(check)
            failed[check], unknown[check] = int((asked == bad).sum()), asked.null_count()
        return cls(settled.height, _counted(_kinds(unsettled.get_column("evidence"))), failed, unknown)


def _kinds(evidence: pl.Series) -> pl.Series:
    said = evidence.list.first()
    kinds = [next((kind for piece, kind in _DISAGREEMENT.items() if piece in (one or "")), "other") for one in said]
    return pl.Series(kinds, dtype=pl.String)


def _column(folder: Folder, kind: str, name: str) -> pl.Series:
    parts = [folder.whole(number, kind) for number in range(len(folder.heights()))]
    frames: list[Any] = [pl.scan_parquet(path, glob=False).select(name) for path in parts]
    return pl.concat(frames).collect().to_series() if frames else pl.Series(name, [], dtype=pl.Null)


def _counted(values: pl.Series) -> dict[str, int]:
    """The most frequent first; of equals, by name."""
    counts = Counter(value for value in values if value is not None)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
