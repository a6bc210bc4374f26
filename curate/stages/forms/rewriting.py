"""Questions that lean on their options, put into other words by a model, checked by rules, and judged by a model.

A rewriting that rules refuse is written once more, with what was wrong. One that the judge refuses is not: writer and
judge may be two models, of which only one is in memory (`curate.models`), and each turn back would load both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from curate.inference.model import Sampling
from curate.prompts.answers import Fault, misspelt, read_as
from curate.prompts.putting import put, unwatched
from curate.row import LETTERS
from curate.stages.forms.cases import JUDGE, REWRITE, cases_of, prompt_of, quoted, reader, with_kept
from curate.stages.forms.dependence import dependence
from curate.stages.forms.replies import Judgement, Rewriting
from curate.stages.forms.rewording import names_all, wrong_with
from curate.stages.forms.to_open import REWRITING, with_scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.inference.model import Generation, Model, Progress
    from curate.prompts.prompt import Prompt
    from curate.stages.forms.cases import Case

WRITING: Final = Sampling(max_tokens=1024)
"""Greedy: of one question one good wording is wanted. A question of 3,000 characters has about 800 tokens."""
JUDGING: Final = Sampling(max_tokens=384)

_TEXTS: Final = pl.List(pl.String)
_LEANS: Final = frozenset({"rewritable", "dependent"})


def rewritten(  # noqa: PLR0913 - two models, and what they are asked with
    rows: pl.DataFrame,
    writer: Model,
    judge: Model,
    prompts: Mapping[str, Prompt],
    *,
    seed: int = 0,
    on_progress: Callable[[], Progress] = unwatched,
) -> pl.DataFrame:
    """Rows beside which stands how those that lean on their options may be asked openly, or why they may not.

    What the writer writes is checked by rules, and put to it once more where they find a fault; what they let pass is
    put to the judge, who must say yes three times. The gold is not the writer's to change.

    Args:
        rows: Rows with labels in `dependence`; those that are `rewritable` and have an option as their gold are asked
            about.
        writer: Who writes.
        judge: Who judges.
        prompts: The files of `templates/forms/` by name, at least `REWRITE` and `JUDGE`.
        seed: As in `asking.decided`.
        on_progress: As in `asking.decided`.

    Returns:
        The same rows with the columns of `SCRATCH`: in `REWRITING` the accepted questions, in `ASKED` all that was
        asked and found, with `failed` where none was accepted.

    Raises:
        ContentError: If a prompt is missing, or is none of its kind, or cannot be rendered.
        ModelError: If a model cannot answer.
    """
    write, weigh = prompt_of(prompts, REWRITE), prompt_of(prompts, JUDGE)
    rows = with_scratch(rows)
    cases = cases_of(rows, "rewritable")
    good = _write(cases, write, writer, replace(WRITING, seed=seed), on_progress)
    sampling = replace(JUDGING, seed=seed, schema=Judgement.schema_text())
    shown = [weigh.render({**case.fields, "rewriting": case.rewriting}) for case in good]
    said = put(shown, judge, sampling, reader(Judgement), on_progress=on_progress)
    accepted = rows[REWRITING].to_list()
    for case, one in zip(good, said, strict=True):
        case.kept |= {"judge": judge.name, "judge_revision": judge.revision}
        case.kept["failed"] = _weighed(case, one)
        if case.kept["failed"] is None:
            accepted[case.at] = case.rewriting
    return with_kept(rows, cases).with_columns(pl.Series(REWRITING, accepted, dtype=pl.String))


def _write(
    cases: Sequence[Case],
    prompt: Prompt,
    writer: Model,
    sampling: Sampling,
    on_progress: Callable[[], Progress],
) -> list[Case]:
    """Have all put into other words; the cases in which rules find no fault."""

    def read(places: Sequence[int], generations: Sequence[Generation]) -> list[Rewriting | Fault]:
        return _checked([cases[at] for at in places], generations, prompt.head.longest.question)

    shown = [prompt.render(case.fields) for case in cases]
    said = put(shown, writer, replace(sampling, schema=Rewriting.schema_text()), read, on_progress=on_progress)
    good: list[Case] = []
    for case, one in zip(cases, said, strict=True):
        case.kept |= {"prompt": prompt.name, "prompt_hash": prompt.hash}
        case.kept |= {"model": writer.name, "revision": writer.revision, "judge": None, "judge_revision": None}
        if isinstance(one, Fault):
            case.kept["failed"] = f"{REWRITE}: {one.why}"
        else:
            good.append(case)
    return good


def _checked(cases: Sequence[Case], generations: Sequence[Generation], longest: int) -> list[Rewriting | Fault]:
    """What was written, or what rules find wrong with it; the cases keep either."""
    found: list[Rewriting | Fault] = []
    for case, generation in zip(cases, generations, strict=True):
        read = read_as(generation, Rewriting)
        why = None if isinstance(read, Fault) else misspelt("question", read.question, longest)
        case.rewriting = None if isinstance(read, Fault) or why else read.question
        why = why or (None if case.rewriting is None else wrong_with(case.rewriting, case.old))
        found.append(read if why is None else Fault("wrong", why))
    good = [at for at, one in enumerate(found) if not isinstance(one, Fault)]
    for at, why in zip(good, _leaning([cases[at] for at in good]), strict=True):
        if why is not None:
            found[at] = Fault("wrong", why)
    for case, one in zip(cases, found, strict=True):
        if case.rewriting is not None:
            refused = f", refused: {one.why}" if isinstance(one, Fault) else ""
            case.note(REWRITE, quoted(case.rewriting) + refused)
    return found


def _leaning(cases: Sequence[Case]) -> list[str | None]:
    """What the rules of dependence say against rewritings: they shall not need options any more.

    A question that names all candidates itself leans on them, and has them.
    """
    if not cases:
        return []
    new = pl.DataFrame(
        [
            {
                "form": "mcq",
                "question": case.rewriting,
                "options": list(case.old.options),
                "answer": LETTERS[case.old.gold],
                "answer_text": case.old.answer,
            }
            for case in cases
        ],
        schema={
            "form": pl.String,
            "question": pl.String,
            "options": _TEXTS,
            "answer": pl.String,
            "answer_text": pl.String,
        },
    )
    judged = new.select(dependence().alias("found"))["found"].to_list()
    return [
        f"question: it still needs its options ({'; '.join(one['evidence'])})"
        if one["label"] in _LEANS and not names_all(case.rewriting or "", case.old)
        else None
        for case, one in zip(cases, judged, strict=True)
    ]


def _weighed(case: Case, said: Judgement | Fault) -> str | None:
    """Keep what the judge said; why the rewriting is refused, or None."""
    if isinstance(said, Fault):
        return f"{JUDGE}: no answer that can be used: {said.why}"
    verdicts = said.model_dump(include={"same_answer", "self_contained", "one_answer"})
    case.kept |= {name: verdict == "yes" for name, verdict in verdicts.items()}
    case.note(JUDGE, quoted(said.evidence))
    return None if said.refused is None else f"{JUDGE}: {said.refused}"
