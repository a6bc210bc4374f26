"""The data set's card, `README.md` beside the Parquet files: what is in it, from where, on what terms, and why so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from curate import __version__
from curate.grading import graders
from curate.report.letters import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curate.inference.config import ModelSettings
    from curate.order import Order
    from curate.report.outcome import Outcome

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def card(outcome: Outcome) -> str:
    """The card as the hub renders it: YAML front matter, then Markdown. The same build gives the same text."""
    order = outcome.order
    parts = [
        _front_matter(outcome),
        f"# {order.name}",
        order.recipe.what,
        f"Why so: {order.recipe.why}",
        _scale(order),
        _use(),
        "## Sources",
        _table(("source", "group", "origin", "form", "licence", "citation"), _sources(outcome)),
        *_faults(outcome),
        *_synthesis(outcome),
        "## The funnel",
        _table(
            ("source", "records", "broken", "made by rewriting", "dropped", "kept", "train", "val", "left over"),
            outcome.table(),
        ),
        "Why rows left (a row may have several reasons; `alone` counts those that have no other):",
        _table(("reason", "rows", "alone", "what it is"), _reasons(outcome)),
        "## Shares",
        _table(
            ("share", "weight", "in another form", "available", "train", "epochs"),
            [
                (
                    share["where"],
                    f"{share['weight']:.4f}",
                    share["other_form"],
                    share["available"],
                    share["realised"],
                    share["epochs"],
                )
                for share in outcome.shares
            ],
        ),
        "## Answer types",
        _table(("type", "how it is graded", "in", "in the blend"), _answer_types(outcome)),
        *_letters(outcome),
        "## Difficulty",
        _difficulty(outcome),
        f"Made by curate {__version__}; `manifest.json` holds all that decides these files, and their hashes.",
    ]
    return "\n\n".join(parts) + "\n"


def _front_matter(outcome: Outcome) -> str:
    licences = sorted({source.source.licence for source in outcome.order.sources})
    rows = outcome.rows["train.parquet"]
    facts = {
        "license": licences[0].lower() if len(licences) == 1 else "other",
        "task_categories": ["question-answering", "text-generation"],
        "tags": ["reinforcement-learning", "reasoning", "verl", "curate"],
        "size_categories": [next((name for limit, name in _SIZES if rows < limit), "n>1M")],
        "configs": [
            {
                "config_name": "default",
                "data_files": [
                    {"split": "train", "path": "train.parquet"},
                    {"split": "validation", "path": "val.parquet"},
                ],
            }
        ],
    }
    if len(licences) > 1:
        facts["license_name"] = "mixed"
    return f"---\n{yaml.safe_dump(facts, sort_keys=False, allow_unicode=True)}---"


def _scale(order: Order) -> str:
    cut_short = f" At most {order.limit:,} rows of each source were read." if order.limit is not None else ""
    return f"Built with the profile `{order.profile_name}`: {order.profile.what}{cut_short}"


def _use() -> str:
    return (
        "`train.parquet` and `val.parquet` have the columns that veRL reads: `data_source`, `prompt`, `ability`, "
        "`reward_model`, `extra_info`. `dropped.parquet` has every row that left, with its reasons in `drop_reasons`; "
        "`curate why ID` tells the life of any row, kept or dropped."
    )


def _sources(outcome: Outcome) -> Iterator[Sequence[object]]:
    for named in outcome.order.sources:
        source = named.source
        yield named.name, source.group, source.origin, source.form, source.licence, source.citation


def _faults(outcome: Outcome) -> Iterator[str]:
    known = [(named.name, fault) for named in outcome.order.sources for fault in named.source.faults]
    if known:
        yield "Known faults of the sources (of the full sets, where this blend was built from samples of them):"
        yield "\n".join(f"- {name}: {fault}" for name, fault in known)


def _synthesis(outcome: Outcome) -> Iterator[str]:
    """Of each synthesised source who wrote and who solved its questions, and what became of them."""
    yields = {found.source: found for found in outcome.yields}
    profile = outcome.order.profile
    for named in outcome.order.sources:
        if named.plan is None or profile.writing is None or profile.solving is None:
            continue
        config = named.plan.material.config
        yield f"## Synthesis of {named.name}"
        yield config.what
        solve = config.solve
        yield (
            f"Questions were written by {_model(profile.writing)} (prompts {', '.join(config.prompts)}; temperature "
            f"{config.write.temperature:g}) and solved by {_model(profile.solving)}: {solve.samples} independent "
            f"solution(s) each, temperature {solve.temperature:g}. An answer counts where at least "
            f"{solve.min_samples} solutions come to one and {solve.majority_threshold:.0%} of all agree on it. "
            f"No person has checked these questions."
        )
        yield _table(("step", "count"), yields[named.name].lines())


def _model(settings: ModelSettings) -> str:
    return settings.name if settings.revision is None else f"{settings.name}@{settings.revision[:12]}"


def _reasons(outcome: Outcome) -> Iterator[Sequence[object]]:
    said = {named.name: named.filter.what for named in outcome.order.filters}
    for name, rows, alone in outcome.reasons:
        yield name, rows, alone, said[name]


def _answer_types(outcome: Outcome) -> Iterator[Sequence[object]]:
    known = graders()
    for name, given, out in outcome.by_answer_type:
        yield name, known[name].what if name in known else "not at all: no rule can tell", given, out


def _letters(outcome: Outcome) -> Iterator[str]:
    """How often each letter is right, where there are any, and a sentence for what is uneven."""
    if outcome.letters:
        yield "## Letters"
        yield "How often each letter is right, and how likely chance makes letters this uneven (chi-square, p):"
        yield _table(HEAD, [found.line() for found in outcome.letters])
        yield from (found.sentence() for found in outcome.letters if found.uneven)


def _difficulty(outcome: Outcome) -> str:
    order = outcome.order
    model = order.profile.model
    if order.recipe.difficulty is None or model is None:
        return "Not measured: no model was asked."
    asked = order.recipe.difficulty
    head = (
        f"Pass rates are of {model.name}: {asked.samples} response(s) a question, temperature {asked.temperature:g}, "
        f"at most {order.profile.max_tokens} tokens long. They say what this model can do, not how hard a question is."
    )
    return head + "\n\n" + _table(("pass rate", "in", "in the blend"), outcome.by_difficulty)


def _table(head: Sequence[str], rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|").replace("\n", " ")
