"""Wrong options that a model writes, each of them checked: what is refused is said, and asked for once more.

A model is asked for as many as are wanted, in JSON by schema; an answer that cannot be read is asked for again with
what was wrong. Of what it wrote each text must pass `option_checks`. Where fewer remain it is asked a second time, for
the missing number and beside the good ones; where there are still too few, the question has none, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from curate.errors import ContentError, one_of
from curate.inference.model import Sampling
from curate.prompts.answers import Fault, Line, array_schema, object_schema, read_as
from curate.prompts.putting import put, unwatched
from curate.stages.forms.option_checks import fault_of_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.inference.model import Generation, Message, Model, Progress
    from curate.prompts.prompt import Prompt
    from curate.stages.forms.option_checks import Beside

PROMPT: Final = "distractors"
"""The prompt that is put, a file of `templates/forms/`, and what it makes."""
ROUNDS: Final = 2
PUT_AT_MOST: Final = 2 * ROUNDS
"""Prompts for one question: each round's once more, where its answer cannot be read."""

_TEMPERATURE: Final = 0.7
_TOP_P: Final = 0.95
_TOKENS_EACH: Final = 56
_TOKENS_AROUND: Final = 48
"""A text of 120 characters of LaTeX has about 50 tokens; what stands around it, braces and a fence, a few more."""
_TOLD: Final = 6


class Wrongs(BaseModel):
    """What a model writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    options: Annotated[tuple[Line, ...], Field(min_length=1)]

    @staticmethod
    def schema_text(count: int) -> str:
        """The JSON Schema that guided decoding follows."""
        return object_schema({"options": array_schema(count)})


@dataclass
class Job:
    """One question that needs wrong options.

    Attributes:
        beside: what they stand beside; grows with those that are accepted.
        wanted: how many are needed.
        found: those accepted.
        refused: those refused, each with its reason.
        failed: why there are too few; None while there are none too few.
    """

    beside: Beside
    wanted: int
    found: list[str] = field(default_factory=list[str])
    refused: list[str] = field(default_factory=list[str])
    failed: str | None = None

    @property
    def missing(self) -> int:
        """How many are still needed."""
        return self.wanted - len(self.found)

    def take(self, texts: Sequence[str]) -> None:
        """Accept of a model's texts what may stand as an option, up to the number that is needed."""
        for text in texts:
            if not self.missing:
                break
            why = self.beside.why_not(text)
            if why is None:
                self.found.append(text)
                self.beside = self.beside.with_one_more(text)
            else:
                self.refused.append(f'"{" ".join(text.split())[:80]}" {why}')

    def end(self, fault: Fault | None) -> None:
        """Give up where too few were found, or where all of them together give the answer away."""
        if fault is not None and self.missing:
            self.failed = f"the model's answer cannot be used: {fault.why}"
        elif self.missing:
            told = "; ".join(self.refused[:_TOLD])
            more = f"; and {len(self.refused) - _TOLD} more" if len(self.refused) > _TOLD else ""
            self.failed = f"{len(self.found)} of {self.wanted} wrong options passed: {told or 'none was new'}{more}"
        else:
            options = self.beside.options
            self.failed = fault_of_all(options, options.index(self.beside.gold), self.beside.question)


def ask(
    jobs: Sequence[Job],
    model: Model,
    prompts: Mapping[str, Prompt],
    *,
    seed: int = 0,
    on_progress: Callable[[], Progress] = unwatched,
) -> None:
    """Ask for what the jobs need; each ends with its options or with `failed`.

    Args:
        jobs: The questions.
        model: Who is asked; a `curate.inference.kept.KeptModel`, so that nothing is asked twice.
        prompts: The files of `templates/forms/`, by name.
        seed: Of the sampling.
        on_progress: Gives, for each call, what `Model.generate` is told to tell.

    Raises:
        ContentError: There is no such prompt, or it cannot be rendered.
        ModelError: The model cannot answer.
    """
    prompt = prompt_of(prompts)
    last: dict[int, Fault] = {}
    for number in range(ROUNDS):
        open_ones = [at for at, job in enumerate(jobs) if job.missing and at not in last]
        by_count: dict[int, list[int]] = defaultdict(list)
        for at in open_ones:
            by_count[jobs[at].missing].append(at)
        for count, places in sorted(by_count.items()):
            said = _put([jobs[at] for at in places], count, prompt, model, seed + ROUNDS * number, on_progress)
            for at, one in zip(places, said, strict=True):
                if isinstance(one, Fault):
                    last[at] = one
                else:
                    jobs[at].take(one.options)
    for at, job in enumerate(jobs):
        job.end(last.get(at))


def prompt_of(prompts: Mapping[str, Prompt]) -> Prompt:
    """The prompt for wrong options.

    Raises:
        ContentError: There is none, or it makes something else.
    """
    if PROMPT not in prompts:
        raise ContentError(one_of(PROMPT, prompts, what="form prompt"))
    prompt = prompts[PROMPT]
    if prompt.head.makes != "distractors":
        raise ContentError(f"must make distractors (got {prompt.head.makes})", place=prompt.place, field="makes")
    return prompt


def _put(  # noqa: PLR0913, PLR0917 - all that decides what is written
    jobs: Sequence[Job], count: int, prompt: Prompt, model: Model, seed: int, on_progress: Callable[[], Progress]
) -> list[Wrongs | Fault]:
    """What the model writes where `count` are missing."""
    sampling = Sampling(
        _TEMPERATURE, _TOP_P, _TOKENS_AROUND + _TOKENS_EACH * count, seed=seed, schema=Wrongs.schema_text(count)
    )
    return put([_messages(job, prompt) for job in jobs], model, sampling, _read, on_progress=on_progress)


def _messages(job: Job, prompt: Prompt) -> list[Message]:
    beside = job.beside
    told = {"question": beside.question, "answer": beside.gold, "count": job.missing}
    return prompt.render(told | ({"options": list(beside.options)} if len(beside.options) > 1 else {}))


def _read(_: Sequence[int], generations: Sequence[Generation]) -> list[Wrongs | Fault]:
    return [read_as(generation, Wrongs) for generation in generations]
