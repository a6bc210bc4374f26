"""What rules leave open about a multiple-choice question, put to a model: does it need its options?

The first of three steps in which models are asked about the open form; the other two, in `rewriting.py`, are that a
writer puts those questions into other words that lean on their options, and that a judge weighs what it wrote. Each is
one call of a model, and one more for answers that cannot be used. Everything is kept in the row: the old question, who
was asked with which prompt, what was written and what was found. A model that writes nonsense makes rows without an
open form, with the reason in `conversion.failed`; it never ends a build.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from curate.inference.model import Sampling
from curate.prompts.answers import Fault
from curate.prompts.putting import put, unwatched
from curate.stages.forms.cases import DECIDE, cases_of, prompt_of, quoted, reader, with_kept
from curate.stages.forms.replies import Decision, Judgement
from curate.stages.forms.rewriting import rewritten
from curate.stages.forms.to_open import gold_is_an_option, with_scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from curate.inference.model import Model, Progress
    from curate.prompts.prompt import Prompt

__all__ = ["Decision", "Judgement", "Planned", "decided", "planned", "rewritten", "unasked"]

DECIDING: Final = Sampling(max_tokens=320)
"""Greedy, since a judgement is not drawn; a sentence and a label have 40 to 120 tokens."""

_UNSURE: Final = "unsure"
_TEXTS: Final = pl.List(pl.String)
_FAILED: Final[Mapping[str, str | None]] = {
    "independent": None,
    "rewritable": "it was not rewritten",
    "dependent": "it needs its options",
}


class Planned(NamedTuple):
    """How many prompts are put, if every question that may have to be rewritten has to be; before any is put again."""

    decisions: int
    rewritings: int
    judgements: int

    @property
    def at_most(self) -> int:
        """With every prompt put twice."""
        return 2 * sum(self)


def planned(rows: pl.DataFrame) -> Planned:
    """What `decided` and `rewritten` will ask about rows, at most.

    Args:
        rows: Rows with the labels of the rules in `dependence`.
    """
    counts = rows.filter(gold_is_an_option())["dependence"]
    unsure, rewritable = (int((counts == label).sum()) for label in (_UNSURE, "rewritable"))
    return Planned(unsure, unsure + rewritable, unsure + rewritable)


def unasked(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose `unsure` has become `dependent`, for nobody is asked: a doubtful open question gives wrong rewards."""
    unsure = pl.col("dependence").eq_missing(_UNSURE)
    told = pl.concat_list(pl.col("dependence_evidence").fill_null([]), pl.lit(f"{DECIDE}: not asked"))
    return rows.with_columns(
        pl.when(unsure).then(pl.lit("dependent")).otherwise("dependence").alias("dependence"),
        pl.when(unsure).then(told).otherwise("dependence_evidence").alias("dependence_evidence"),
    )


def decided(
    rows: pl.DataFrame,
    model: Model,
    prompts: Mapping[str, Prompt],
    *,
    seed: int = 0,
    on_progress: Callable[[], Progress] = unwatched,
) -> pl.DataFrame:
    """Rows whose `dependence` is never `unsure`: a model has said what the rules could not.

    A question about which the model says nothing that can be read counts as dependent, with that as its evidence; one
    whose gold is none of its options is not asked about, and counts as dependent too.

    Args:
        rows: Rows with the labels of the rules in `dependence`, and with `dependence_evidence`.
        model: Who decides.
        prompts: The files of `templates/forms/` by name, at least `DECIDE`.
        seed: Of the sampling; another one asks anew where texts are kept.
        on_progress: Gives, for each call, what `Model.generate` is told to tell.

    Returns:
        The same rows, with label and evidence where the rules were unsure, and the columns of `SCRATCH` beside them.

    Raises:
        ContentError: If the prompt is missing, or is none of its kind, or cannot be rendered.
        ModelError: If the model cannot answer.
    """
    prompt = prompt_of(prompts, DECIDE)
    rows = with_scratch(rows)
    cases = cases_of(rows, _UNSURE)
    shown = [prompt.render(case.fields) for case in cases]
    sampling = replace(DECIDING, seed=seed, schema=Decision.schema_text())
    said = put(shown, model, sampling, reader(Decision), on_progress=on_progress)
    labels, evidence = rows["dependence"].to_list(), rows["dependence_evidence"].to_list()
    for case, one in zip(cases, said, strict=True):
        labels[case.at], told = _label(one)
        evidence[case.at] = [*(evidence[case.at] or ()), f"{DECIDE}: {told}"]
        case.kept |= {"prompt": prompt.name, "prompt_hash": prompt.hash}
        case.kept |= {"judge": model.name, "judge_revision": model.revision}
        case.note(DECIDE, f"{labels[case.at]}: {told}")
        case.kept["failed"] = _FAILED[labels[case.at]]
    columns = [
        pl.Series("dependence", labels, dtype=pl.String),
        pl.Series("dependence_evidence", evidence, dtype=_TEXTS),
    ]
    return unasked(with_kept(rows, cases).with_columns(*columns))


def _label(said: Decision | Fault) -> tuple[str, str]:
    """The label that counts, and what stands for it."""
    if isinstance(said, Fault):
        return "dependent", f"no answer that can be used: {said.why}"
    return said.label, quoted(said.reason)
