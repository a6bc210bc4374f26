"""Put prompts to a model whose answers are read: all in one call, and once more, with what was wrong, those that fail.

One call a step, whatever the number of prompts: the model makes its own batches, and texts that are kept make a step
that was killed go on where it was (`curate.inference.kept`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from curate.inference.model import silent
from curate.prompts.answers import Fault, put_again

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.inference.model import Generation, Message, Model, Progress, Sampling

T = TypeVar("T")


def unwatched() -> Progress:
    """The progress of each call where nobody watches."""
    return silent


class Totals:
    """Turns the totals of each call into totals of all."""

    def __init__(self, on_progress: Progress) -> None:
        """Tell `on_progress`."""
        self._on_progress = on_progress
        self._before = self._now = (0, 0, 0)

    def call(self) -> Progress:
        """The progress of the next call."""
        self._before = self._now

        def on_progress(prompts: int, tokens_in: int, tokens_out: int) -> None:
            had = self._before
            self._now = (had[0] + prompts, had[1] + tokens_in, had[2] + tokens_out)
            self._on_progress(*self._now)

        return on_progress


def put(
    prompts: Sequence[Sequence[Message]],
    model: Model,
    sampling: Sampling,
    read: Callable[[Sequence[int], Sequence[Generation]], Sequence[T | Fault]],
    *,
    on_progress: Callable[[], Progress] = unwatched,
) -> list[T | Fault]:
    """What a model answers to each prompt, or what is wrong with its last answer.

    An answer with a fault is asked for once more, with what was wrong and another seed. A prompt that leaves no room
    for an answer is not put (`unasked`); where the second one leaves none, the first fault stands.

    Args:
        prompts: Chat messages.
        model: Who is asked; a `curate.inference.kept.KeptModel`, so that nothing is asked twice.
        sampling: How; with `n` of 1.
        read: Reads several answers at once; told which of `prompts` they answer, by place.
        on_progress: Gives, for each of the one or two calls, what `Model.generate` is told to tell.

    Raises:
        ModelError: The model cannot answer.
    """
    texts = _written(prompts, model, sampling, on_progress)
    found: list[T | Fault] = [text if isinstance(text, Fault) else Fault("unasked", "") for text in texts]
    answered = {at: text for at, text in enumerate(texts) if not isinstance(text, Fault)}
    _read(found, answered, read)
    faulty = [at for at in answered if isinstance(found[at], Fault)]
    again = _again(prompts, {at: (answered[at], found[at]) for at in faulty}, model, sampling)
    second = _written(again, model, replace(sampling, seed=sampling.seed + 1), on_progress)
    _read(found, {at: text for at, text in zip(faulty, second, strict=True) if not isinstance(text, Fault)}, read)
    return found


def _read(
    found: list[T | Fault],
    answered: dict[int, Generation],
    read: Callable[[Sequence[int], Sequence[Generation]], Sequence[T | Fault]],
) -> None:
    """Put what was read into its places."""
    if answered:
        for at, one in zip(answered, read(list(answered), list(answered.values())), strict=True):
            found[at] = one


def _written(
    prompts: Sequence[Sequence[Message]], model: Model, sampling: Sampling, on_progress: Callable[[], Progress]
) -> list[Generation | Fault]:
    """What the model writes to the prompts that leave room, and why it was not asked the others."""
    if not prompts:
        return []
    room = model.max_prompt_tokens(sampling)
    lengths = model.count_tokens(prompts)
    fitting = [prompt for prompt, length in zip(prompts, lengths, strict=True) if length <= room]
    given = iter(model.generate(fitting, sampling, on_progress=on_progress()) if fitting else ())
    return [next(given)[0] if length <= room else _unasked(length, room) for length in lengths]


def _unasked(length: int, room: int) -> Fault:
    return Fault("unasked", f"the prompt has {length} tokens, and at most {room} leave room for the answer")


def _again(
    prompts: Sequence[Sequence[Message]],
    faulty: dict[int, tuple[Generation, T | Fault]],
    model: Model,
    sampling: Sampling,
) -> list[list[Message]]:
    """What is put once more: without the answer that was wrong where there is no room to show it."""
    told = [(prompts[at], said, fault) for at, (said, fault) in faulty.items() if isinstance(fault, Fault)]
    if not told:
        return []
    room = model.max_prompt_tokens(sampling)
    long = [put_again(*one) for one in told]
    return [
        messages if length <= room else put_again(*one, short=True)
        for messages, one, length in zip(long, told, model.count_tokens(long), strict=True)
    ]
