"""What rules leave open, put to a model: is the question self-contained, and does the passage settle its answer?

A judge is asked only about questions whose answer is fixed, and of each only what no rule has decided. An answer that
cannot be read is asked for once more, with what was wrong. What is not answered then (or was never asked, since the
prompt is too long) is not known: the evidence says why, and the row's column `judged` is false, so that `not_judged`
can drop it by its own name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from curate.inference.model import Sampling
from curate.prompts.answers import Fault, judgement_schema, put_again, read_judgement
from curate.wording.checks import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curate.inference.model import Generation, Message, Model, Progress
    from curate.prompts.answers import Judgement
    from curate.prompts.prompt import Prompt
    from curate.stages.synthesize.config import JudgeConfig


class Case(NamedTuple):
    """One thing to be judged: which check, of what, and what the rules have noted already."""

    check: str
    fields: Mapping[str, object]
    noted: str | None


def judged(
    cases: Sequence[Case],
    prompts: Mapping[str, Prompt],
    config: JudgeConfig,
    model: Model,
    on_progress: Callable[[], Progress],
) -> list[Finding]:
    """A finding for each case: all asked in one call, and in a second one those whose answer cannot be read.

    Args:
        cases: What to judge; each names a check of `prompts`.
        prompts: The prompt of each check.
        config: How the judge is sampled.
        model: The judge.
        on_progress: Gives, for each call, what `Model.generate` is told to tell.

    Raises:
        ContentError: A prompt cannot be rendered.
        ModelError: The model cannot answer.
    """
    sampling = Sampling(
        config.temperature, config.top_p, config.max_tokens, seed=config.seed, schema=judgement_schema()
    )
    again = replace(sampling, seed=sampling.seed + 1)
    messages = [prompts[case.check].render(case.fields) for case in cases]
    texts, lengths = asked(messages, model, sampling, on_progress())
    said = [read_judgement(found[0]) if found else None for found in texts]
    faulty = [at for at, one in enumerate(said) if isinstance(one, Fault)]
    retried = [put_again(messages[at], texts[at][0], one) for at in faulty if isinstance(one := said[at], Fault)]
    if retried:
        second, _ = asked(retried, model, again, on_progress())
        for at, found in zip(faulty, second, strict=True):
            said[at] = read_judgement(found[0]) if found else said[at]
    return [_found(case, one, why) for case, one, why in zip(cases, said, lengths, strict=True)]


def asked(
    messages: Sequence[Sequence[Message]], model: Model, sampling: Sampling, on_progress: Progress
) -> tuple[list[list[Generation]], list[str | None]]:
    """What a model writes to each prompt, and beside it why it was not asked: nothing is written to a prompt too long.

    Raises:
        ModelError: The model cannot answer.
    """
    if not messages:
        return [], []
    room = model.max_prompt_tokens(sampling)
    why = [
        None if length <= room else f"the prompt has {length} tokens, and at most {room} leave room for the answer"
        for length in model.count_tokens(messages)
    ]
    fitting = [prompt for prompt, fault in zip(messages, why, strict=True) if fault is None]
    given = iter(model.generate(fitting, sampling, on_progress=on_progress) if fitting else ())
    return [next(given) if fault is None else [] for fault in why], why


def noted(before: str | None, more: str) -> str:
    """What rules noted, and what was found after them."""
    return more if before is None else f"{before}; {more}"


def _found(case: Case, said: Judgement | Fault | None, why: str | None) -> Finding:
    if said is None:
        return Finding(None, noted(case.noted, f"not judged: {why}"))
    if isinstance(said, Fault):
        return Finding(None, noted(case.noted, f"the judge cannot be read: {said.why}"))
    return Finding(said.verdict == "yes", noted(case.noted, f'the judge says {said.verdict}: "{said.evidence}"'))
