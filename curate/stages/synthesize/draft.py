"""Have a model write the questions that are planned: first what was asked for, then once more what went wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl
import xxhash

from curate.inference.model import Sampling, silent
from curate.prompts.answers import Fault, Written, put_again
from curate.row import MAKER, PASSAGE
from curate.stages.synthesize.asking import Ask, Unasked, asks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from curate.inference.model import Generation, Message, Model, Progress
    from curate.row import Columns
    from curate.stages.synthesize.material import Material

DRAFT_VERSION: Final = 2
"""Raised whenever the same documents, plan and texts of the model give other drafts."""

DRAFT: Final[Columns] = {
    "draft": pl.String,  # hash of source, document, number of the ask, question, options and key
    "form": pl.String,  # mcq | open
    "question": pl.String,
    "options": pl.List(pl.String),  # as the model wrote them, in its order; null in the open form
    "key": pl.String,  # what the model takes for the answer: a letter (mcq), or the text
    "subject": pl.String,
    "domain": pl.String,  # of the topic; null where none is known
    "document": PASSAGE,
    "maker": MAKER,  # the solver's fields are null
    "asked": pl.Int64,  # number of the planned question within its document, from 0
    "source_file": pl.String,  # of the document, as the next two
    "source_row": pl.Int64,
    "revision": pl.String,
}
"""The columns of a draft: a question that nobody has solved yet."""

REJECTS: Final[Columns] = {
    "file": pl.String,  # of the document
    "row": pl.Int64,  # number of the document's record in it
    "byte": pl.Int64,  # where that begins, if known
    "why": pl.String,  # a kind, a colon, and a sentence: `cut off: ...`
    "raw": pl.String,  # what the model wrote, or the text that it was not asked about; the first 2,000 characters
}
"""The columns of rejects, as every stage that makes rows has them."""

RAW_CHARACTERS: Final = 2_000

KINDS: Final = {"cut": "cut off", "no_json": "no JSON", "wrong": "not as asked"}
"""How the reasons of rejects begin, beside `no passage`, `no prompt` and `prompt too long`."""


class Batch(NamedTuple):
    """Rows, and beside them what made none."""

    rows: pl.DataFrame
    rejects: pl.DataFrame


def planned(documents: pl.DataFrame, material: Material, *, source: str, limit: int | None = None) -> int:  # noqa: ARG001 - as `drafts` takes them
    """How many prompts `drafts` will put to the model, before any is asked again; no model is needed to know."""
    found = (ask for _, ask in _all(documents, material) if isinstance(ask, Ask))
    return sum(1 for _ in islice(found, limit))


def drafts(  # noqa: PLR0913 - as the pipeline tells them
    documents: pl.DataFrame,
    material: Material,
    model: Model,
    *,
    source: str,
    limit: int | None = None,
    on_progress: Progress = silent,
) -> Batch:
    """The questions that a model writes about documents.

    Each planned question ends as a row or as a reject: a prompt that is too long for the model, a text that is cut, is
    no JSON, or is not what was asked for. The latter are asked once more, with what was wrong and another seed.

    Args:
        documents: Rows of `curate.row.DOCUMENT`; where `gate_reasons` stands beside them, those with a reason are left
            out.
        material: The plan.
        model: Who writes; a `curate.inference.kept.KeptModel`, so that nothing is asked twice.
        source: What rows carry as their source: part of the drafts' ids.
        limit: Planned questions at most, the first in the order of the documents.
        on_progress: Told prompts answered, tokens read and written, second asks included.

    Returns:
        Rows of `DRAFT` and rejects of `REJECTS`, both in the order of the documents and their questions.

    Raises:
        ContentError: A prompt cannot be rendered.
        ModelError: The model cannot answer.
    """
    jobs, rejected = _planned(documents, material, limit)
    config = material.config.write
    sampling = Sampling(config.temperature, config.top_p, config.max_tokens, seed=config.seed)
    told = _Told(on_progress)
    _ask(_fitting(jobs, model, sampling), model, sampling, told)
    second = replace(sampling, seed=sampling.seed + 1)
    again = _again(jobs, model, second)
    _ask(_fitting(again, model, second), model, second, told)
    final = {id(job.first): job for job in again}
    for index, job in enumerate(jobs):
        jobs[index] = final.get(id(job), job)
    return Batch(_rows(jobs, source, material, model), _rejects([*rejected, *jobs]))


@dataclass
class _Job:
    """A question on its way: what is asked, and what came of it."""

    place: int
    row: Mapping[str, Any]
    ask: Ask
    messages: list[Message]
    outcome: Written | Fault | None = None
    said: Generation | None = None
    """What the model wrote; None as long as it was not asked."""
    seed: int = 0
    first: _Job | None = None
    """The same question as it was asked before."""

    @property
    def raw(self) -> str | None:
        return None if self.said is None else self.said.text

    def again(self, *, short: bool = False) -> _Job:
        """The same question, put once more with what was wrong."""
        assert isinstance(self.outcome, Fault)
        assert self.said is not None
        messages = put_again(self.messages, self.said, self.outcome, short=short)
        return _Job(self.place, self.row, self.ask, messages, first=self)

    def unasked(self, length: int, room: int) -> None:
        """Ends here, for its prompt leaves no room; where it was asked before, what was wrong at first stands."""
        if self.first is None:
            why = f"prompt too long: {length} tokens, and at most {room} leave room for the answer"
            self.outcome = Fault("wrong", why)
        else:
            self.outcome, self.said = self.first.outcome, self.first.said


@dataclass(frozen=True)
class _Refused:
    """What is not asked about."""

    place: int
    row: Mapping[str, Any]
    unasked: Unasked


@dataclass
class _Told:
    """Turns the totals of each call into totals of the stage."""

    on_progress: Progress
    prompts: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def call(self) -> Progress:
        """The progress of one more call."""
        before = (self.prompts, self.tokens_in, self.tokens_out)

        def on_progress(prompts: int, tokens_in: int, tokens_out: int) -> None:
            self.prompts, self.tokens_in, self.tokens_out = (
                have + now for have, now in zip(before, (prompts, tokens_in, tokens_out), strict=True)
            )
            self.on_progress(self.prompts, self.tokens_in, self.tokens_out)

        return on_progress


def _all(documents: pl.DataFrame, material: Material) -> Iterator[tuple[dict[str, Any], Ask | Unasked]]:
    if "gate_reasons" in documents.columns:
        documents = documents.filter(pl.col("gate_reasons").list.len().fill_null(0) == 0)
    for row in documents.iter_rows(named=True):
        for ask in asks(row, material):
            yield row, ask


def _planned(documents: pl.DataFrame, material: Material, limit: int | None) -> tuple[list[_Job], list[_Refused]]:
    """What will be asked, and what is refused on the way to the last of it."""
    jobs: list[_Job] = []
    refused: list[_Refused] = []
    for row, ask in _all(documents, material):
        if limit is not None and len(jobs) >= limit:
            break
        place = len(jobs) + len(refused)
        if isinstance(ask, Ask):
            jobs.append(_Job(place, row, ask, ask.prompt.render(ask.fields)))
        else:
            refused.append(_Refused(place, row, ask))
    return jobs, refused


def _again(jobs: Sequence[_Job], model: Model, sampling: Sampling) -> list[_Job]:
    """What is asked once more; without what the model wrote where there is no room to show it."""
    again = [job.again() for job in jobs if isinstance(job.outcome, Fault) and job.said is not None]
    if not again:
        return []
    room = model.max_prompt_tokens(sampling)
    lengths = model.count_tokens([job.messages for job in again])
    return [
        job if length <= room else job.first.again(short=True)
        for job, length in zip(again, lengths, strict=True)
        if job.first is not None
    ]


def _fitting(jobs: Sequence[_Job], model: Model, sampling: Sampling) -> list[_Job]:
    """The jobs whose prompts leave room for an answer; the others end here."""
    if not jobs:
        return []
    room = model.max_prompt_tokens(sampling)
    fitting: list[_Job] = []
    for job, length in zip(jobs, model.count_tokens([job.messages for job in jobs]), strict=True):
        if length <= room:
            fitting.append(job)
        else:
            job.unasked(length, room)
    return fitting


def _ask(jobs: Sequence[_Job], model: Model, sampling: Sampling, told: _Told) -> None:
    """Ask, a call for each schema, in the order in which the schemas come."""
    by_schema: dict[str, list[_Job]] = defaultdict(list)
    for job in jobs:
        by_schema[job.ask.wanted.schema()].append(job)
    for schema, same in by_schema.items():
        guided = replace(sampling, schema=schema)
        made = model.generate([job.messages for job in same], guided, on_progress=told.call())
        for job, (generation,) in zip(same, made, strict=True):
            _take(job, generation, sampling.seed)


def _take(job: _Job, generation: Generation, seed: int) -> None:
    job.outcome, job.said, job.seed = job.ask.wanted.read(generation), generation, seed


def _rows(jobs: Sequence[_Job], source: str, material: Material, model: Model) -> pl.DataFrame:
    made = [_draft(job, job.outcome, source, material, model) for job in jobs if isinstance(job.outcome, Written)]
    return pl.DataFrame(made, schema=dict(DRAFT))


def _draft(job: _Job, written: Written, source: str, material: Material, model: Model) -> dict[str, Any]:
    ask, row = job.ask, job.row
    topic = written.topic or ask.about("topic")
    placed = material.tree.by_name.get(topic) if material.tree is not None and topic is not None else None
    named = [source, ask.document, str(ask.number), written.question, *(written.options or ()), written.answer]
    return {
        "draft": xxhash.xxh3_128_hexdigest("\x1f".join(named).encode("utf-8", "surrogatepass")),
        "form": ask.prompt.head.makes,
        "question": written.question,
        "options": None if written.options is None else list(written.options),
        "key": written.answer,
        "subject": None if placed is None else placed.subject,
        "domain": None if placed is None else placed.domain,
        "document": _passage(ask, row),
        "maker": {
            **dict.fromkeys(field.name for field in MAKER.fields),
            "synthesis": material.name,
            "prompt": ask.prompt.name,
            "prompt_hash": ask.prompt.hash,
            "model": model.name,
            "revision": model.revision,
            "temperature": material.config.write.temperature,
            "top_p": material.config.write.top_p,
            "max_tokens": material.config.write.max_tokens,
            "seed": job.seed,
            "topic": topic,
            **{name: ask.about(name) for name in ("subtopic", "persona", "skill")},
            "level": ask.level.name,
        },
        "asked": ask.number,
        **{name: row[name] for name in ("source_file", "source_row", "revision")},
    }


def _passage(ask: Ask, row: Mapping[str, Any]) -> dict[str, Any]:
    """The lineage of a question: its document, and the span of it that was shown."""
    passage = ask.passage
    return {
        "id": ask.document,
        **{name: row[name] for name in ("url", "crawl", "record_offset")},
        "begin": None if passage is None else passage.begin,
        "end": None if passage is None else passage.end,
        "passage": None if passage is None else passage.text,
    }


def _rejects(jobs: Sequence[_Job | _Refused]) -> pl.DataFrame:
    found: list[tuple[Any, ...]] = []
    for job in sorted(jobs, key=lambda one: one.place):
        if isinstance(job, _Refused):
            why, raw = job.unasked.why, job.unasked.raw
        elif isinstance(job.outcome, Fault):
            why, raw = _why(job, job.outcome), job.raw or (job.ask.passage.text if job.ask.passage else "")
        else:
            continue
        row = job.row
        found.append((row["source_file"], row["source_row"], row["record_offset"], why, (raw or "")[:RAW_CHARACTERS]))
    return pl.DataFrame(found, schema=dict(REJECTS), orient="row")


def _why(job: _Job, fault: Fault) -> str:
    """The reason of a reject: what was wrong at last, and at first where that was something else."""
    if job.raw is None:
        return fault.why
    first = job.first.outcome if job.first is not None else None
    before = f"; at first: {first.why}" if isinstance(first, Fault) and first.why != fault.why else ""
    return f"{KINDS[fault.kind]}: {fault.why}{before} (question {job.ask.number}, {job.ask.prompt.name})"
