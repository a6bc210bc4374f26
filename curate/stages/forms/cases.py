"""What is asked about: a question with what is kept of all that models were asked of it, and how answers are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import polars as pl

from curate.errors import ContentError, one_of
from curate.prompts.answers import Fault, read_as
from curate.row import CONVERSION, LETTERS
from curate.stages.forms.replies import Decision, Judgement
from curate.stages.forms.rewording import Asked
from curate.stages.forms.to_open import ASKED, gold_is_an_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.inference.model import Generation
    from curate.prompts.prompt import Prompt

DECIDE: Final = "decide_dependence"
REWRITE: Final = "rewrite_open"
JUDGE: Final = "judge_open"
MAKES: Final[Mapping[str, str]] = {DECIDE: "dependence", REWRITE: "rewrite", JUDGE: "judge_rewrite"}
"""The prompts that are put, files of `templates/forms/`, and what each makes."""

_AT: Final = "__place"

R = TypeVar("R", Decision, Judgement)


@dataclass
class Case:
    """One question on its way: its place among the rows, what it is, and what is kept of all that is asked."""

    at: int
    old: Asked
    kept: dict[str, Any]
    rewriting: str | None = None
    """What the writer wrote, as far as it could be read."""

    @property
    def fields(self) -> dict[str, object]:
        """What prompts are shown."""
        return {"question": self.old.question, "options": list(self.old.options), "answer": self.old.answer}

    def note(self, step: str, what: str) -> None:
        """Add to the evidence."""
        self.kept["evidence"] = [*(self.kept["evidence"] or ()), f"{step}: {what}"]


def cases_of(rows: pl.DataFrame, label: str) -> list[Case]:
    """The questions with that label whose gold is one of their options."""
    wanted = pl.col("dependence").eq_missing(label) & gold_is_an_option()
    read = rows.with_row_index(_AT).filter(wanted).select(_AT, "question", "options", "answer", "answer_text", ASKED)
    return [
        Case(
            row[_AT],
            Asked(row["question"], tuple(text or "" for text in row["options"]), LETTERS.index(row["answer"])),
            row[ASKED] or _nothing_asked(row),
        )
        for row in read.iter_rows(named=True)
    ]


def _nothing_asked(row: Mapping[str, Any]) -> dict[str, Any]:
    old = {name: row[name] for name in ("question", "options", "answer_text")}
    return dict.fromkeys(field.name for field in CONVERSION.fields) | old


def with_kept(rows: pl.DataFrame, cases: Sequence[Case]) -> pl.DataFrame:
    """The rows with what is kept of the cases in its place."""
    if not cases:
        return rows
    asked = rows[ASKED].to_list()
    for case in cases:
        asked[case.at] = case.kept
    return rows.with_columns(pl.Series(ASKED, asked, dtype=CONVERSION))


def reader(kind: type[R]) -> Callable[[Sequence[int], Sequence[Generation]], list[R | Fault]]:
    """Reads answers of a kind that are checked one by one."""

    def read(_: Sequence[int], generations: Sequence[Generation]) -> list[R | Fault]:
        found = [read_as(one, kind) for one in generations]
        return [one if isinstance(one, Fault) else one.wrong() or one for one in found]

    return read


def prompt_of(prompts: Mapping[str, Prompt], name: str) -> Prompt:
    """The prompt of that name.

    Raises:
        ContentError: If there is none, or it makes something else.
    """
    if name not in prompts:
        raise ContentError(one_of(name, prompts, what="form prompt"))
    prompt = prompts[name]
    if prompt.head.makes != MAKES[name]:
        raise ContentError(f"must make {MAKES[name]} (got {prompt.head.makes})", place=prompt.place, field="makes")
    return prompt


def quoted(text: str) -> str:
    """A text on one line, as evidence has it."""
    return f'"{" ".join(text.split())}"'
