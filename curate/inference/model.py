"""What a model is to this project: something that turns chat prompts into texts, and says who it is.

Everything that asks a model is written against `Model`. The real one is `curate.inference.vllm_door.VLLMModel`,
`curate.inference.kept.KeptModel` stands before it and remembers, and `TableModel` here answers from a table, for
tests and dry runs. This file imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, TypedDict

from curate.errors import ModelError

if TYPE_CHECKING:
    from typing import Self


class Message(TypedDict):
    """One turn of a chat, as every chat template understands it."""

    role: str
    content: str


Prompt: TypeAlias = Sequence[Message]
Finish: TypeAlias = Literal["stop", "length"]
Progress: TypeAlias = Callable[[int, int, int], None]
"""Told the totals of the running call: prompts answered, tokens read, tokens written."""


@dataclass(frozen=True)
class Sampling:
    """How texts are drawn: everything but the prompt that decides what a model answers.

    Attributes:
        temperature: 0 is greedy.
        top_p: the share of probability that is sampled from.
        max_tokens: a text is cut here, and then says `length`.
        n: texts for each prompt.
        seed: sample `i` of a prompt is drawn with a seed made of this one, the prompt and `i`.
        schema: a JSON Schema, as text, that every text follows to its end or to where it is cut: guided decoding.
            None: the model writes freely. A bound on a text's length or pattern keeps backslashes and quotes out of it
            in vLLM's compiler (xgrammar 0.2.8): better check such things afterwards.
    """

    temperature: float = 0.0
    top_p: float = 1.0
    max_tokens: int = 256
    n: int = 1
    seed: int = 0
    schema: str | None = None

    def __post_init__(self) -> None:
        """Values that no model could sample with are refused here, not deep in an engine.

        Raises:
            ValueError: a field is out of its range.
        """
        if self.temperature < 0 or not 0 < self.top_p <= 1 or self.max_tokens < 1 or self.n < 1 or self.seed < 0:
            raise ValueError(f"not a way to sample: {self}")


@dataclass(frozen=True)
class Generation:
    """One text: what was written, in how many tokens, and whether it came to its own end."""

    text: str
    tokens: int
    finish: Finish


def silent(_prompts: int, _tokens_in: int, _tokens_out: int) -> None:
    """The progress that nobody watches."""


class Model(Protocol):
    """Chat prompts in, texts out. Used in a `with`, it is closed at its end."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    @property
    def name(self) -> str:
        """Which model: a hub id, or the name of a packaged or local one."""
        ...

    @property
    def revision(self) -> str:
        """Which version of it, such that the same name and revision answer alike."""
        ...

    def max_prompt_tokens(self, sampling: Sampling) -> int:
        """The longest prompt that leaves room for the texts that `sampling` asks for."""
        ...

    def count_tokens(self, prompts: Sequence[Prompt]) -> list[int]:
        """The length of each prompt in tokens, with all that the chat template puts around it."""
        ...

    def generate(
        self, prompts: Sequence[Prompt], sampling: Sampling, *, on_progress: Progress = silent
    ) -> list[list[Generation]]:
        """`sampling.n` texts for each prompt, in the order of the prompts.

        All prompts of one call are worked on as one batch that starts from a fresh state: the same call gives the
        same texts. `on_progress` is called as prompts are finished.

        Raises:
            ModelError: a prompt is too long, or the model cannot answer.
        """
        ...

    def close(self) -> None:
        """Give back memory. The model is not asked again after this."""
        ...


Answers: TypeAlias = Mapping[str, str | Sequence[str]] | Callable[[Prompt, int], str]


class TableModel:
    """No model at all: its answers are given. For tests, and for dry runs that shall cost nothing.

    `answers` maps the content of the last message to a text, or to several that samples take in turn; or it is a
    function of the prompt and the sample's number. A word counts as a token, and texts are cut after
    `sampling.max_tokens` words, so that what happens to cut texts can be tried too.
    """

    def __init__(
        self, answers: Answers, *, name: str = "table", revision: str = "0", max_model_len: int = 4096
    ) -> None:
        self.name = name
        self.revision = revision
        self._answers = answers
        self._max_model_len = max_model_len

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def max_prompt_tokens(self, sampling: Sampling) -> int:
        """The longest prompt, in words."""
        return self._max_model_len - sampling.max_tokens

    def count_tokens(self, prompts: Sequence[Prompt]) -> list[int]:
        """The words of each prompt."""
        return [sum(len(message["content"].split()) for message in prompt) for prompt in prompts]

    def generate(
        self, prompts: Sequence[Prompt], sampling: Sampling, *, on_progress: Progress = silent
    ) -> list[list[Generation]]:
        """The texts of the table.

        Raises:
            ModelError: a prompt is too long, or the table has no answer for it.
        """
        limit = self.max_prompt_tokens(sampling)
        done: list[list[Generation]] = []
        read = written = 0
        for prompt, length in zip(prompts, self.count_tokens(prompts), strict=True):
            if length > limit:
                raise too_long(self.name, length, limit)
            done.append([cut(self._answer(prompt, sample), sampling.max_tokens) for sample in range(sampling.n)])
            read += length
            written += sum(generation.tokens for generation in done[-1])
            on_progress(len(done), read, written)
        return done

    def close(self) -> None:
        """Nothing is held."""

    def _answer(self, prompt: Prompt, sample: int) -> str:
        if callable(self._answers):
            return self._answers(prompt, sample)
        question = prompt[-1]["content"]
        texts = self._answers.get(question, ())
        if not texts and texts != "":
            raise ModelError(f"the table has no answer for {question!r}", place=self.name)
        return texts if isinstance(texts, str) else texts[sample % len(texts)]


def cut(text: str, max_tokens: int) -> Generation:
    """A text as a `TableModel` gives it: a word is a token."""
    words = text.split()
    if len(words) > max_tokens:
        return Generation(" ".join(words[:max_tokens]), max_tokens, "length")
    return Generation(text, len(words), "stop")


def too_long(model: str, length: int, limit: int) -> ModelError:
    """The error for a prompt that leaves no room for an answer."""
    return ModelError(
        f"a prompt of {length} tokens is longer than {limit}, the most that leaves room for the answer",
        place=model,
        hint="raise max_model_len, lower max_tokens, or leave such prompts out",
    )
