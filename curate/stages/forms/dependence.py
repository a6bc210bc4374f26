"""Does a multiple-choice question need its options? Rules on question, options and gold, with the words that decided.

Three classes, and a fourth for what rules leave open:

    independent  the question stands without its options, and its gold is short and the one right answer
    rewritable   it leans on the options or is no question, but a rewording with a short answer is in sight
    dependent    no rewording helps: the gold is a judgement, a free sentence, or speaks of the other options
    unsure       a model should be asked

A rule that fires says what it stands for (`dependence_rules.Says`). A question is independent only where nothing fires
*and* something speaks for it: a number or a name as gold, a question after who, when or how many, a definite
description. So what the rules do not know is asked about, and not believed: a question that is wrongly asked openly
costs a wrong reward at every visit, one that is not asked costs one row of many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from curate.stages.forms.dependence_gold import ANSWERS, SHOWS, shapes
from curate.stages.forms.dependence_leaning import LEANING
from curate.stages.forms.dependence_open import OPEN
from curate.stages.forms.dependence_rules import Rule, Says
from curate.stages.forms.dependence_text import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

DEPENDENCE: Final = pl.Struct({"label": pl.String, "evidence": pl.List(pl.String)})
"""What `dependence` gives for a row."""

_READ: Final = ("question", "options", "answer_text", "form")
_AGAINST: Final = (*LEANING, *OPEN, *ANSWERS)
_FIRED: Final = {"at": pl.UInt32, "says": pl.UInt8, "evidence": pl.String}


def dependence(phrases: Sequence[str] = ()) -> pl.Expr:
    """Whether a question needs its options, as a struct of `label` and `evidence`; null for rows not of form `mcq`.

    Evidence is a list of `rule: "matched text"`: of the rules that fired, the strongest kind (`Says`), all of it. An
    unsure question without evidence is one of which no rule knows anything.

    Args:
        phrases: Further regular expressions (Rust's) for the question in lower case; what matches leans on the options.
    """
    rules = (*_AGAINST, *(Rule("phrase", Says.LEANS, phrase, "whole") for phrase in phrases))

    def judged(rows: pl.Series) -> pl.Series:
        return _judged(rows.rechunk().struct.unnest(), rules)

    return pl.struct(_READ).map_batches(judged, return_dtype=DEPENDENCE)


def _judged(rows: pl.DataFrame, against: Sequence[Rule]) -> pl.Series:
    read = shapes(texts(rows)).with_row_index("at").filter(rows["form"].eq_missing("mcq"))
    found = _strongest(read.select("at", "short").join(_heard(read, against), on="at", how="left"))
    every = pl.DataFrame({"at": pl.int_range(rows.height, dtype=pl.UInt32, eager=True)})
    return every.join(found, on="at", how="left", maintain_order="left")["judged"]


def _heard(read: pl.DataFrame, against: Sequence[Rule]) -> pl.DataFrame:
    """What rules find, the strongest first; the next are asked only of rows of which those say nothing."""
    heard: list[pl.DataFrame] = []
    for says in Says:
        fired = _fired([rule for rule in (*against, *SHOWS) if rule.says is says], read)
        heard.append(fired)
        read = read.join(fired, on="at", how="anti")
    return pl.concat(heard)


def _fired(rules: Sequence[Rule], read: pl.DataFrame) -> pl.DataFrame:
    """Each row (`at`) on which a rule fires, what the rule says, and the evidence."""
    fired = [pl.DataFrame(schema=_FIRED)]
    for where in dict.fromkeys(rule.where for rule in rules):
        meant = [rule for rule in rules if rule.where == where]
        may = [~pl.col(name[1:]) if name.startswith("!") else pl.col(name) for name in where]
        kept = read.select(pl.all_horizontal(*may, pl.lit(value=True))).to_series()
        rows = read.select("at", *{rule.over for rule in meant}).filter(kept)
        fires = rows.select(pl.col(rule.over).str.contains(rule.pattern).alias(str(n)) for n, rule in enumerate(meant))
        fired.extend(_said(rule, rows, fires[str(n)]) for n, rule in enumerate(meant))
    return pl.concat(fired)


def _said(rule: Rule, rows: pl.DataFrame, fires: pl.Series) -> pl.DataFrame:
    at, text = rows["at"].filter(fires), rows[rule.over].filter(fires)
    if rule.but is not None and len(text):
        stays = ~text.str.contains(rule.but)
        at, text = at.filter(stays), text.filter(stays)
    if not len(text):
        return pl.DataFrame(schema=_FIRED)
    evidence = f'{rule.name}: "' + text.str.extract(rule.pattern, 0).str.strip_chars() + '"'
    says = pl.repeat(rule.says.value, len(at), dtype=pl.UInt8, eager=True)
    return pl.DataFrame({"at": at, "says": says, "evidence": evidence})


def _strongest(heard: pl.DataFrame) -> pl.DataFrame:
    """The label of each row after the strongest thing that was found about it."""
    of_rows = heard.group_by("at").agg(
        pl.col("says").min(),
        pl.col("short").first(),
        pl.col("evidence").drop_nulls().unique(maintain_order=True),
    )
    leans = pl.col("says") == Says.LEANS.value
    label = (
        pl.when(pl.col("says") == Says.SETTLES.value)
        .then(pl.lit("dependent"))
        .when(leans & pl.col("short"))
        .then(pl.lit("rewritable"))
        .when(leans)
        .then(pl.lit("dependent"))
        .when(pl.col("says") == Says.SHOWS.value)
        .then(pl.lit("independent"))
        .otherwise(pl.lit("unsure"))
    )
    return of_rows.select("at", pl.struct(label.alias("label"), "evidence").alias("judged"))
