"""Questions with few options, asked with more: a child whose further options are wrong as well.

The options that are there stay as they are and stay wrong, and an anchor that stands last (`None of these`) stays last.
Whether a further option is wrong can be known only where the question has one right answer without its options; so only
those are extended that are `independent` of them: of `Which of these is a noble gas?` a further option may be right.
Where every option is a number of one form, further ones are made by rule (`slips`), each from one of those that are
there, so that none of them is the hub of the rest; else a model is asked.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from curate.prompts.putting import unwatched
from curate.row import LETTERS, VOTES
from curate.stages.forms.distractors import PUT_AT_MOST
from curate.stages.forms.numeral import numeral
from curate.stages.forms.option_checks import Beside
from curate.stages.forms.options_for import distinct
from curate.stages.forms.options_made import READ, Making, ask_for, children, count_of
from curate.stages.forms.slip_patterns import Dice
from curate.stages.forms.slips import Slip, slips
from curate.wording.options import place_of
from curate.wording.references import asks_by_letter, refers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.inference.model import Model, Progress
    from curate.prompts.prompt import Prompt
    from curate.stages.forms.config import FormsConfig
    from curate.stages.forms.numeral import Numeral, Value

_LIKE: Final = ("before", "after", "decimals", "point_first")
_EACH: Final = 3
"""Wrong numbers drawn at a time from one of the options that are there."""
_DRAWS: Final = 3
_NEAREST: Final = Fraction(1, 2)
"""No further number is nearer to the right one than half the way to the nearest that is there: where the answer is an
approximation, its writer has said so how near a wrong one may come."""


class Extended(NamedTuple):
    """What came of it.

    Attributes:
        children: the columns of the rows; where `conversion.failed` is not null, with the options that were found.
        refused: `id` and `why` of the rows with too few options that may not have more.
    """

    children: pl.DataFrame
    refused: pl.DataFrame


def extended(
    rows: pl.DataFrame,
    config: FormsConfig,
    writer: Model | None = None,
    prompts: Mapping[str, Prompt] | None = None,
    *,
    on_progress: Callable[[], Progress] = unwatched,
) -> Extended:
    """The children with `config.options` options of the multiple-choice rows that have fewer, in their order.

    Args:
        rows: Rows of `curate.row.ROW` with `dependence` filled in, and what else stands beside them.
        config: How many options, and the seed of the draws.
        writer: Who is asked for wrong options where no rule makes them; None: nobody, and such rows are refused.
        prompts: The files of `templates/forms/`, by name; needed where there is a writer.
        on_progress: Gives, for each call of the writer, what `Model.generate` is told to tell.

    Raises:
        ContentError: The prompt is missing, is none of its kind, or cannot be rendered.
        ModelError: The model cannot answer, or `config.options` says no number.
    """
    parents = rows.filter(_with_few(config))
    makings = _begun(parents, config)
    ask_for(makings, count_of(config), writer, prompts, config.seed, on_progress)
    why = [making.failed if not making.made else None for making in makings]
    refused = pl.DataFrame({"id": parents["id"], "why": pl.Series(why, dtype=pl.String)}).filter(
        pl.col("why").is_not_null()
    )
    there = [at for at, making in enumerate(makings) if making.made]
    parents, makings = parents[there], [makings[at] for at in there]
    last = [sum(place_of(text) == "last" for text in making.options) for making in makings]
    made = children(parents, makings, "mcq->mcq", config.seed, writer, prompts, last)
    return Extended(made.with_columns(_followed(parents, made)), refused)


def planned(rows: pl.DataFrame, config: FormsConfig) -> int:
    """How many prompts `extended` puts for rows at most, with every one that may be put again."""
    makings = _begun(rows.filter(_with_few(config)), config)
    return PUT_AT_MOST * sum(not making.made and making.failed is None for making in makings)


def _with_few(config: FormsConfig) -> pl.Expr:
    few = pl.col("options").list.len().is_between(2, count_of(config) - 1)
    return pl.col("form").eq_missing("mcq") & few.fill_null(value=False)


def _begun(parents: pl.DataFrame, config: FormsConfig) -> list[Making]:
    makings: list[Making] = []
    for row in parents.select(*READ, "dependence").iter_rows(named=True):
        at = LETTERS.find(row["answer"] or "-") if len(row["answer"] or "-") == 1 else -1
        making = Making(row, [text or "" for text in row["options"]], at)
        making.failed = _why_not(row, making)
        if making.failed is None:
            missing = count_of(config) - len(making.options)
            making.made = [(slip.text, slip.by) for slip in _by_rule(making, missing, config.seed)]
        makings.append(making)
    return makings


def _why_not(row: Mapping[str, Any], making: Making) -> str | None:  # noqa: PLR0911 - a reason a line
    options = making.options
    if not 0 <= making.gold < len(options) or options[making.gold] != row["answer_text"]:
        return "its answer is none of its options"
    if not all(text.strip() for text in options):
        return "an option is empty"
    if len({" ".join(text.split()).casefold() for text in options}) < len(options):
        return "two options are the same"
    if row["dependence"] != "independent":
        return (
            f"a further option may be right too: the question is {row['dependence'] or 'not known to be independent'}"
        )
    if named := refers(options, row["question"] or ""):
        return f'an option names others: "{named}"'
    if said := asks_by_letter(row["question"] or ""):
        return f'the question speaks of options by letter or place: "{said}"'
    places = [place_of(text) for text in options]
    if "above" in places:
        return f'an option speaks of those above it: "{options[places.index("above")]}"'
    if places[making.gold] != "free":
        return f'the right option speaks of the others: "{options[making.gold]}"'
    n_last = places.count("last")
    if n_last and set(places[-n_last:]) != {"last"}:
        return f'an option that speaks of all others stands among them: "{options[places.index("last")]}"'
    return None


def _by_rule(making: Making, missing: int, seed: int) -> list[Slip]:
    """Further wrong numbers where all options are numbers of one form; else none.

    How many of them are less than the right one is drawn, each number as likely that the options allow.
    """
    free = [text for text in making.options if place_of(text) == "free"]
    read = [numeral(text) for text in free]
    values = [one for one in read if one is not None]
    if len(values) < len(read) or any(_form(one) != _form(values[0]) for one in values):
        return []
    if len({one.value for one in values}) < len(values):
        return []
    gold = numeral(making.options[making.gold])
    pool = _pool(making, free, {one.value for one in values}, seed)
    if gold is None:
        return []
    near = min(abs(one.value - gold.value) for one in values if one.value != gold.value) * _NEAREST
    below = [slip for value, slip in pool if value <= gold.value - near]
    above = [slip for value, slip in pool if value >= gold.value + near]
    dice = Dice(f"more:{making.row['id']}", seed)
    for less in dice.order(missing + 1):
        if less <= len(below) and missing - less <= len(above):
            found = [*_some(below, less, dice), *_some(above, missing - less, dice)]
            around = Beside(making.row["question"], making.options[making.gold], tuple(free))
            return found if distinct(around, [slip.text for slip in found]) else []
    return []


def _form(one: Numeral) -> tuple[object, ...]:
    return (*(getattr(one, name) for name in _LIKE), one.fraction is None)


def _pool(making: Making, free: Sequence[str], there: set[Value], seed: int) -> list[tuple[Value, Slip]]:
    """Wrong numbers, drawn from each of the options that are there, between a half and the double of their range."""
    low, high = min(there), max(there)
    room = max(high - low, abs(high) / 2)
    found: dict[Value, Slip] = {}
    for text in free:
        for draw in range(_DRAWS):
            key = f"{making.row['id']}:{text}:{draw}"
            for slip in slips(text, _EACH, key=key, seed=seed, question=making.row["question"] or ""):
                one = numeral(slip.text)
                if one is not None and one.value not in there and low - room <= one.value <= high + room:
                    found.setdefault(one.value, Slip(slip.text, f"{slip.by}, of {text}"))
    return sorted(found.items())


def _some(among: Sequence[Slip], count: int, dice: Dice) -> list[Slip]:
    return [among[at] for at in dice.order(len(among))[:count]]


def _followed(parents: pl.DataFrame, made: pl.DataFrame) -> list[pl.Series]:
    """What is written in letters, in those that the options have now."""
    orders = made["order"].to_list()
    keys = [_now(key, order) for key, order in zip(parents["generator_key"], orders, strict=True)]
    votes = [
        None if said is None else [vote | {"answer": _now(vote["answer"], order)} for vote in said]
        for said, order in zip(parents["votes"].to_list(), orders, strict=True)
    ]
    return [pl.Series("generator_key", keys, dtype=pl.String), pl.Series("votes", votes, dtype=VOTES)]


def _now(said: str | None, order: Sequence[int]) -> str | None:
    at = LETTERS.find(said) if said and len(said) == 1 else -1
    return LETTERS[order.index(at)] if 0 <= at < len(order) else said
