"""Documents in: what questions are synthesised from, out of web archives, pages, texts and records."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import xxhash

from curate.content import line_of, read_text, shown
from curate.errors import ContentError, SourceError, one_of
from curate.row import DOCUMENT
from curate.stages.ingest import opening
from curate.stages.ingest.block import RAW_CHARACTERS, Block, Broken, Told
from curate.stages.ingest.documents.crawled import crawled
from curate.stages.ingest.documents.language import languages
from curate.stages.ingest.documents.measures import measured
from curate.stages.ingest.documents.readers import READERS
from curate.stages.ingest.files import places
from curate.stages.ingest.formats.registry import DOCUMENTS, record_reader, told_format
from curate.stages.ingest.opening import Met
from curate.stages.ingest.reading import CrawlReading, FilesReading, HubReading, SampleReading, SeedsReading
from curate.stages.ingest.rows.fields import Getter
from curate.stages.ingest.rows.texts import texts
from curate.stages.ingest.stage import Batch, Shards, Tally, check_broken, reading_of, rejects_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from curate.stages.ingest.block import Record
    from curate.stages.ingest.config import Source
    from curate.stages.ingest.files.places import File
    from curate.stages.ingest.reading import Reading

DOCUMENTS_VERSION: Final = 2
"""Raised whenever the same files and the same source give other documents."""

_BLOCK: Final = 256
_MERGED: Final = 1 << 16
_FIELDS: Final = ("text", "url", "title")
_GIVEN: Final = ("url", "crawl", "record_offset", "fetched", "title", "text")


def ingest_documents(  # noqa: PLR0913 - each is asked for by name
    name: str,
    source: Source,
    how: str,
    *,
    base: Path,
    limit: int | None = None,
    shard_rows: int = 1_024,
    place: Path | None = None,
    downloads: Path | None = None,
    counts: Counter[str] | None = None,
) -> Iterator[Batch]:
    """Read the documents of a source, a shard of `shard_rows` at a time; only the last is smaller.

    Documents, rejects and what `counts` is told are together all the records of its files.

    Args:
        name: What documents carry as their source.
        source: What to read, and where in a record the text stands.
        how: A key of `source.read`.
        base: The folder from which paths of files start: that of the source's own file.
        limit: Documents at most; reading ends with the record that gives the last of them.
        shard_rows: Documents of a shard.
        place: The source's own file, so that errors can name its line.
        downloads: Where files behind URLs are kept and found again; without it, a folder that goes at the end.
        counts: Is told how many records of each kind hold no document and are no fault: `request`, `response 404`,
            `response image/png`, `response without main text`.

    Raises:
        ContentError: If `how` is no key, or records have no `documents.text`, or a field that no record has.
        SourceError: If a file is missing, unreadable or empty; and at the end, after the last shard, if more records
            were rejected than the source allows.
    """
    reading = reading_of(name, source, how, place)
    if isinstance(reading, SeedsReading):
        yield from _seeds(
            name, source, reading.questions if limit is None else min(limit, reading.questions), shard_rows
        )
        return
    counts = Counter[str]() if counts is None else counts
    maker, seen = _Maker(name, source, place), _Seen()
    told = Told(
        name, columns=maker.columns(), required=maker.required(), block_rows=min(shard_rows, limit or _BLOCK, _BLOCK)
    )
    shards, tally = Shards(shard_rows), Tally(limit)
    with opening.pointed(reading, how, place):
        for met in _met(reading, base, told, downloads, counts, maker):
            tally.look(met)
            made, broken = tally.count(*maker(met), met.file)
            made = made.with_columns(seen.before(made.get_column("text")))
            yield from map(_with_measures, shards.add(made, rejects_of(met.file, broken)))
            if tally.full:
                break
    if not tally.rows and not tally.broken and counts:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in counts.most_common())
        raise SourceError(f"holds no document; its records are: {kinds}", place=name)
    tally.check_met(name, reading)
    maker.check_fields(tally.first)
    yield from map(_with_measures, shards.rest())
    check_broken(name, source, rows=tally.rows, broken=tally.broken, worst=tally.worst)


def _met(  # noqa: PLR0913, PLR0917 - what reading takes
    reading: Reading, base: Path, told: Told, downloads: Path | None, counts: Counter[str], maker: _Maker
) -> Iterator[Met]:
    """Every block of a source, file by file, each record with the fields of a document or those of its own."""
    if isinstance(reading, HubReading):
        maker.check_mapped(reading.path)
        yield from opening.blocks(reading, base, told, downloads)
        return
    if isinstance(reading, CrawlReading):
        maker.mapped = False
        with places.folder_of(downloads) as folder:
            yield from crawled(reading, base, folder, told, counts)
        return
    assert isinstance(reading, SampleReading | FilesReading), "seeds have no files"
    declared = None if isinstance(reading, SampleReading) else reading.format
    with places.folder_of(downloads) as folder:
        for file in opening.files(reading, base, folder):
            told_of = told.about(file.shown, reading.encoding, reading.fallback, _layout(reading))
            revision = file.revision()
            for block in _blocks(file, told_format(file, declared), told_of, counts, maker):
                yield Met(file.written, revision, block)


def _layout(reading: SampleReading | FilesReading) -> Any:
    return None if isinstance(reading, SampleReading) else reading.layout


def _blocks(file: File, written: str, told: Told, counts: Counter[str], maker: _Maker) -> Iterator[Block]:
    try:
        if written in DOCUMENTS:
            maker.mapped = False
            yield from READERS[written](file, told, counts)
        else:
            maker.check_mapped(file.shown)
            yield from record_reader(file, written)(file, told)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", place=told.shown) from error


def _seeds(name: str, source: Source, questions: int, shard_rows: int) -> Iterator[Batch]:
    """As many rows without a text as questions are to be asked without a document."""
    for begin in range(0, questions, shard_rows):
        numbers = list(range(begin, min(questions, begin + shard_rows)))
        ids = [document_id(name, None, str(number)) for number in numbers]
        rows = pl.DataFrame({"id": ids, "source_row": numbers}).with_columns(
            source=pl.lit(name), licence=pl.lit(source.licence), duplicate=pl.lit(value=False)
        )
        yield Batch(_of_document(rows), rejects_of("", ()))


def document_id(source: str, url: str | None, text: str) -> str:
    """The content hash that names a document: 128 bits of XXH3 in hex."""
    return xxhash.xxh3_128_hexdigest(f"{source}\x1f{url or chr(0)}\x1f{text}".encode("utf-8", "surrogatepass"))


class _Maker:
    """Makes documents of the records of one source."""

    def __init__(self, name: str, source: Source, place: Path | None) -> None:
        """Compile `documents`; `name` is what the rows carry as their source."""
        self._name, self._source, self._place = name, source, place
        given = source.documents
        mapped = {field: getattr(given, field) for field in _FIELDS if given is not None}
        self._getters = {field: Getter(field, one) for field, one in mapped.items() if one is not None}
        self.mapped = True
        """Whether the records that come next are those of a format of records, with fields of their own."""

    def columns(self) -> frozenset[str]:
        """The fields at the top of a record that are looked at."""
        return frozenset[str]().union(*(getter.tops for getter in self._getters.values()))

    def required(self) -> frozenset[str]:
        """Those of them that some record must have."""
        return frozenset[str]().union(*(getter.needed for getter in self._getters.values()))

    def check_mapped(self, shown_file: str) -> None:
        """Make sure that it is known where in a record the text stands.

        Raises:
            ContentError: If it is not.
        """
        self.mapped = True
        if "text" not in self._getters:
            raise self._error("is missing: it says in which field of a record the text stands", hint=shown_file)

    def check_fields(self, first: Record | None) -> None:
        """Make sure that each field stood in some record.

        Raises:
            ContentError: If one stood in none.
        """
        if first is None or not self.mapped:
            return
        for field, getter in self._getters.items():
            if getter.missing is not None:
                what = f"stands in no record: {one_of(getter.missing, getter.beside(first), what='field')}"
                raise self._error(what, field=field)

    def _error(self, what: str, *, field: str = "text", hint: str | None = None) -> ContentError:
        path = ("documents", field)
        line = None if self._place is None else line_of(read_text(self._place), path)
        place = self._name if self._place is None else shown(self._place)
        return ContentError(what, place=place, line=line, field=".".join(path), hint=hint)

    def __call__(self, met: Met) -> tuple[pl.DataFrame, list[Broken]]:
        """The documents of a block, not yet measured, and its records that hold none, with the reader's rejects."""
        block, faults = met.block, dict[int, str]()
        columns = self._mapped(met, faults) if self.mapped else _as_given(block.records)
        for at, text in enumerate(columns["text"]):
            if not text:
                faults.setdefault(at, "holds no text")
        stay = [at for at in range(len(block.records)) if at not in faults]
        refused = [_refused(block, at, why) for at, why in faults.items()]
        broken = sorted((*block.broken, *refused), key=lambda one: one.row)
        columns = {field: [values[at] for at in stay] for field, values in columns.items()}
        columns["source_row"] = [block.rows[at] for at in stay]
        columns["id"] = [
            document_id(self._name, url, text) for url, text in zip(columns["url"], columns["text"], strict=True)
        ]
        kinds = {field: DOCUMENT[field] for field in columns}
        made = pl.DataFrame(columns, schema=kinds, strict=True).with_columns(
            source=pl.lit(self._name),
            licence=pl.lit(self._source.licence),
            source_file=pl.lit(met.file),
            revision=pl.lit(met.revision, dtype=pl.String),
        )
        return made, broken

    def _mapped(self, met: Met, faults: dict[int, str]) -> dict[str, list[Any]]:
        """The columns of documents that lie in records of a format of records."""
        records = met.block.records
        columns: dict[str, list[Any]] = {field: [None] * len(records) for field in _GIVEN}
        for field, getter in self._getters.items():
            columns[field] = list(texts(getter(records, faults, met.file), field, faults))
        offsets = met.block.offsets
        columns["record_offset"] = list(offsets) if offsets else [None] * len(records)
        return columns


def _as_given(records: Sequence[Record]) -> dict[str, list[Any]]:
    """The columns of documents whose reader knows them."""
    return {field: [record.get(field) for record in records] for field in _GIVEN}


def _refused(block: Block, at: int, why: str) -> Broken:
    byte = block.offsets[at] if block.offsets else None
    return Broken(block.rows[at], byte, why, str(block.records[at])[:RAW_CHARACTERS])


def _with_measures(batch: Batch) -> Batch:
    """Documents with every column of `DOCUMENT`, measured a shard at a time."""
    made = batch.rows
    said: list[str] = made.get_column("text").to_list()
    told = languages(said)
    language = pl.Series("language", [one.code for one in told], dtype=pl.String)
    score = pl.Series("language_score", [one.score for one in told], dtype=pl.Float64)
    return Batch(_of_document(made.with_columns(language, score).hstack(measured(said))), batch.rejects)


def _of_document(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the columns of `DOCUMENT` in its order, null where they have none."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in DOCUMENT.items()
    )


class _Seen:
    """Which texts stood before, by 64 bits of hash: 8 bytes a document, however long it is."""

    def __init__(self) -> None:
        self._old = np.empty(0, dtype=np.uint64)  # sorted
        self._new: set[int] = set()

    def before(self, said: pl.Series) -> pl.Series:
        """Whether each text stood before, among these or earlier ones; white space makes no difference."""
        hashes = [xxhash.xxh3_64_intdigest(" ".join(text.split()).encode("utf-8", "surrogatepass")) for text in said]
        asked = np.array(hashes, dtype=np.uint64)
        at = np.searchsorted(self._old, asked)
        old = np.zeros(len(asked), dtype=bool)
        inside = at < len(self._old)
        old[inside] = self._old[at[inside]] == asked[inside]
        found: list[bool] = []
        for one, known in zip(hashes, old.tolist(), strict=True):
            found.append(known or one in self._new)
            self._new.add(one)
        if len(self._new) > _MERGED:
            self._old = np.union1d(self._old, np.fromiter(self._new, dtype=np.uint64, count=len(self._new)))
            self._new.clear()
        return pl.Series("duplicate", found, dtype=pl.Boolean)
