"""The multiple-choice child of an open row: the same question with wrong options beside its answer.

Numbers get theirs by rule (`slips.py`), other answers from a model (`distractors.py`). A row that can have none has a
child all the same, which says why (`conversion.failed`), so that nothing is lost in silence: a filter drops it with
that reason. The right option stands where a draw by the row's id puts it, each place as likely.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from curate.errors import ModelError
from curate.prompts.putting import unwatched
from curate.row import CONVERSION, LETTERS, ROW, VOTES, row_id
from curate.stages.forms.distractors import PUT_AT_MOST, Job, ask, prompt_of
from curate.stages.forms.options_for import beside, by_rule, gold_of, why_not, why_not_graded
from curate.wording.likeness import alike
from curate.wording.shuffle import drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.inference.model import Model, Progress
    from curate.prompts.prompt import Prompt
    from curate.stages.forms.config import FormsConfig

READ: Final = ("id", "source", "question", "options", "answer", "answer_text", "answer_type", "accepted", "tolerance",
               "f1_at_least")  # fmt: skip
NO_MODEL: Final = "no rule makes wrong options for such an answer, and no model was asked"
_KEY: Final = "options"
"""Beside the id in the key of the draw, so that the place of the gold hangs on nothing else that is drawn by the id."""


@dataclass
class Making:
    """One row on its way to a child.

    Attributes:
        row: the columns of `READ`.
        options: the right one first, or those that are there in their order.
        gold: the place of the right one among them.
        made: the wrong ones, each with whose idea it was.
        asked: whether a model was asked.
        refused: what was refused of what it wrote.
        failed: why there are too few.
    """

    row: Mapping[str, Any]
    options: list[str]
    gold: int = 0
    made: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    asked: bool = False
    refused: list[str] = field(default_factory=list[str])
    failed: str | None = None

    @property
    def all(self) -> list[str]:
        """All options, those that were made behind the others."""
        return [*self.options, *(text for text, _ in self.made)]


def with_options(
    rows: pl.DataFrame,
    config: FormsConfig,
    writer: Model | None = None,
    prompts: Mapping[str, Prompt] | None = None,
    *,
    on_progress: Callable[[], Progress] = unwatched,
) -> pl.DataFrame:
    """The multiple-choice children of the rows that were open from the first, in their order.

    Args:
        rows: Rows of `curate.row.ROW`, and what else stands beside them: it is carried over.
        config: How many options, and the seed of the draws.
        writer: Who is asked for wrong options where no rule makes them; None: nobody, and such rows fail.
        prompts: The files of `templates/forms/`, by name; needed where there is a writer.
        on_progress: Gives, for each call of the writer, what `Model.generate` is told to tell.

    Returns:
        The columns of `rows`. Where `conversion.failed` is not null, the options are those that were found.

    Raises:
        ContentError: The prompt is missing, is none of its kind, or cannot be rendered.
        ModelError: The model cannot answer, or `config.options` says no number.
    """
    parents = rows.filter(_open_from_the_first())
    makings = _begun(parents, config)
    ask_for(makings, count_of(config), writer, prompts, config.seed, on_progress)
    there = [at for at, making in enumerate(makings) if making.options[0]]
    parents = parents[there]
    made = children(parents, [makings[at] for at in there], "open->mcq", config.seed, writer, prompts)
    return made.with_columns(*_stands_alone(), *_lettered(parents, made))


def planned(rows: pl.DataFrame, config: FormsConfig) -> int:
    """How many prompts `with_options` puts for rows at most, with every one that may be put again."""
    makings = _begun(rows.filter(_open_from_the_first()), config)
    return PUT_AT_MOST * sum(not making.made and making.failed is None for making in makings)


def _open_from_the_first() -> pl.Expr:
    """Not what was made from multiple choice: its options are there already, in the parent."""
    return pl.col("form").eq_missing("open") & pl.col("history").fill_null("open").eq("open")


def count_of(config: FormsConfig) -> int:
    """How many options are wanted.

    Raises:
        ModelError: It is not said.
    """
    if config.options is None:
        raise ModelError("forms.options must say how many options a question is given")
    return config.options


def _begun(parents: pl.DataFrame, config: FormsConfig) -> list[Making]:
    """What is made without a model, or cannot be made at all."""
    wanted = count_of(config) - 1
    makings: list[Making] = []
    for row in parents.select(READ).iter_rows(named=True):
        making = Making(row, [gold_of(row)])
        making.failed = why_not(row)
        if making.failed is None:
            making.made = [(slip.text, slip.by) for slip in by_rule(row, wanted, config.seed)]
        if making.failed is None and not making.made:
            making.failed = why_not_graded(row)
        makings.append(making)
    return makings


def ask_for(  # noqa: PLR0913, PLR0917 - what a model is asked with
    makings: Sequence[Making],
    n_options: int,
    writer: Model | None,
    prompts: Mapping[str, Prompt] | None,
    seed: int,
    on_progress: Callable[[], Progress],
) -> None:
    """Ask the writer for what is missing; where there is none, what is missing fails."""
    short = [making for making in makings if making.failed is None and len(making.all) < n_options]
    if writer is None or prompts is None:
        for making in short:
            making.failed = NO_MODEL
        return
    jobs = [
        Job(beside(making.row, making.options if making.row["options"] else ()), n_options - len(making.all))
        for making in short
    ]
    if jobs:
        ask(jobs, writer, prompts, seed=seed, on_progress=on_progress)
    for making, job in zip(short, jobs, strict=True):
        making.asked = True
        making.made += [(text, f"model {writer.name}") for text in job.found]
        making.refused, making.failed = job.refused, job.failed


def children(  # noqa: PLR0913, PLR0917 - all that stands in a child
    parents: pl.DataFrame,
    makings: Sequence[Making],
    history: str,
    seed: int,
    writer: Model | None,
    prompts: Mapping[str, Prompt] | None,
    last: Sequence[int] | None = None,
) -> pl.DataFrame:
    """The child of each parent.

    Args:
        parents: Rows.
        makings: One for each.
        history: How the child came to be.
        seed: Of the draw of the options' places.
        writer: Who was asked.
        prompts: With which prompts.
        last: How many options at the end of the parent's stay there; none where it is not said.
    """
    asked_with = None if writer is None or prompts is None else _asked_with(writer, prompts)
    orders = [_order(making, seed, 0 if last is None else last[at]) for at, making in enumerate(makings)]
    options = [[making.all[at] for at in order] for making, order in zip(makings, orders, strict=True)]
    letters = [LETTERS[order.index(making.gold)] for making, order in zip(makings, orders, strict=True)]
    ids = [
        row_id(making.row["source"], making.row["question"], texts, letter)
        for making, texts, letter in zip(makings, options, letters, strict=True)
    ]
    new = {
        "id": ids,
        "parent": [making.row["id"] for making in makings],
        "options": options,
        "answer": letters,
        "answer_text": [making.options[making.gold] for making in makings],
        "order": orders,
        "conversion": [_conversion(making, asked_with) for making in makings],
    }
    same = dict.fromkeys(("accepted", "tolerance", "f1_at_least", *(("template", "prompt"))))
    told = {"made_by": "forms", "form": "mcq", "history": history, "answer_type": "choice"}
    made = parents.with_columns(
        *(pl.Series(name, values, dtype=ROW[name]) for name, values in new.items()),
        *(
            pl.lit(value, dtype=ROW[name]).alias(name)
            for name, value in (told | same).items()
            if name in parents.columns
        ),
    )
    return made.with_columns(_likeness(made, parents))


def _order(making: Making, seed: int, last: int) -> list[int]:
    """Where each option stood: those that may move in a drawn order, and behind them what stands last."""
    n_old, n_all = len(making.options), len(making.all)
    free = [*range(n_old - last), *range(n_old, n_all)]
    order = drawn(len(free), f"{_KEY}:{making.row['id']}", seed)
    return [*(free[at] for at in order), *range(n_old - last, n_old)]


def _asked_with(writer: Model, prompts: Mapping[str, Prompt]) -> dict[str, str]:
    prompt = prompt_of(prompts)
    return {"prompt": prompt.name, "prompt_hash": prompt.hash, "model": writer.name, "revision": writer.revision}


def _conversion(making: Making, asked_with: Mapping[str, str] | None) -> dict[str, Any]:
    found = dict.fromkeys(part.name for part in CONVERSION.fields)
    found |= {name: making.row[name] for name in ("question", "options", "answer_text")}
    found |= asked_with if making.asked and asked_with is not None else {}
    made = [{"text": text, "by": by} for text, by in making.made]
    return found | {"made_options": made, "evidence": making.refused or None, "failed": making.failed}


def _likeness(made: pl.DataFrame, parents: pl.DataFrame) -> pl.Series:
    """Whether options are alike, where such things were found of the parent: synthesised rows say so."""
    told = parents["self_contained"].is_not_null() | parents["options_alike"].is_not_null()
    found = [
        alike(options, LETTERS.index(answer), question or "").holds if wanted else None
        for wanted, options, answer, question in zip(
            told, made["options"].to_list(), made["answer"], made["question"], strict=True
        )
    ]
    return pl.Series("options_alike", found, dtype=pl.Boolean)


def _stands_alone() -> list[pl.Expr]:
    """The question was asked without options, so it needs none."""
    return [
        pl.lit("independent").alias("dependence"),
        pl.lit(["it was asked openly"], dtype=ROW["dependence_evidence"]).alias("dependence_evidence"),
    ]


def _lettered(parents: pl.DataFrame, made: pl.DataFrame) -> list[pl.Series]:
    """The writer's key and the votes, as letters where they are the text of an option."""
    options = made["options"].to_list()
    keys = [_letter(key, texts) for key, texts in zip(parents["generator_key"], options, strict=True)]
    votes = [
        None if said is None else [vote | {"answer": _letter(vote["answer"], texts)} for vote in said]
        for said, texts in zip(parents["votes"].to_list(), options, strict=True)
    ]
    return [pl.Series("generator_key", keys, dtype=pl.String), pl.Series("votes", votes, dtype=VOTES)]


def _letter(said: str | None, options: Sequence[str]) -> str | None:
    return LETTERS[options.index(said)] if said in options else said
