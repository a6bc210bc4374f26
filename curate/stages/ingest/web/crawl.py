"""Common Crawl: whole files of a crawl, or the single records that a query of its index finds.

    for archive in archives(reading, base, downloads):
        if archive.failed is not None:      # counted as one reject of the source
            ...
        with archive.raw() as path:         # packed, as it lies in the crawl
            ...                             # a record at byte n of it is at `archive.first_offset + n` of `written`

A whole file is an archive with `first_offset` 0. A record that the index found is an archive of its own, with just
this record in it: `written` names the crawl's file. Nothing is fetched before its archive is asked for, and what is
fetched stays in `downloads`, unless the source says `keep: false`.

Rows hang on the crawl, and on the paths or the query. A path of Common Crawl names the same bytes for ever, so its
server is not asked for a revision of each of some 90,000 files; files of a mirror on this disk are hashed.
"""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

from curate.content import shown
from curate.errors import SourceError
from curate.stages.ingest.block import Broken
from curate.stages.ingest.files.origins import content_hash
from curate.stages.ingest.web.asking import Web
from curate.stages.ingest.web.crawl_index import hits
from curate.stages.ingest.web.polite import GaveUpError, Politeness, RefusedError
from curate.stages.ingest.web.remote import fetched, fetched_piece, is_remote, revision_here, revision_of
from curate.stages.ingest.web.spool import Hit, Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from curate.stages.ingest.reading import CrawlReading

_HOPELESS: Final = 3
"""So many in a row that no attempt could fetch: then it is the network and not the record."""

_GZIP: Final = b"\x1f\x8b"

_TWICE: Final = "named once more by the index"


@dataclass(frozen=True)
class Archive:
    """A file of a crawl, or one record of such a file.

    Attributes:
        written: the crawl's path of the file, as rows name it.
        crawl: the crawl's name.
        number: of the record in the answer of the index, from 0; 0 for whole files.
        first_offset: where in the crawl's file its first byte is.
        revision: what tells this content from another.
        failed: why there is nothing to read, where that is so.
        alone: whether it is one record, that the index found; what lies behind that is another's.
    """

    written: str
    crawl: str
    number: int = 0
    first_offset: int = 0
    revision: str = ""
    failed: Broken | None = None
    path: Path | None = None
    kept: bool = True
    alone: bool = False

    @contextmanager
    def raw(self) -> Generator[Path]:
        """Where it lies on this disk."""
        assert self.path is not None, "what failed cannot be read"
        try:
            yield self.path
        finally:
            if not self.kept:
                self.path.unlink(missing_ok=True)


def archives(  # noqa: PLR0913 - each is asked for by name
    reading: CrawlReading,
    base: Path,
    downloads: Path,
    *,
    settings: Politeness | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    counts: Counter[str] | None = None,
) -> Iterator[Archive]:
    """All that a source reads of a crawl, one at a time: files in the order given, records file by file.

    Args:
        reading: What to read.
        base: The folder of the source's own file, from which paths of this disk start.
        downloads: The folder for what is fetched.
        settings: How to behave towards servers, if not as the source says.
        progress: Told the bytes that are here of each file, and how many there will be, if known.
        counts: Told how many lines of the index name a record that an earlier one named.

    Raises:
        SourceError: If the index or the list of paths cannot be read, or nothing can be fetched any more.
        StoreError: If the disk is full or not writable.
    """
    polite = settings or Politeness(pause=reading.pause, attempts=reading.attempts, timeout=reading.timeout)
    with Web(polite) as web:
        crawl = _Crawl(reading, base, downloads, web, progress, Counter[str]() if counts is None else counts)
        yield from crawl.records() if reading.index is not None else crawl.files()


def identity(reading: CrawlReading, base: Path) -> dict[str, str]:
    """What the rows hang on: the crawl, and the query or the paths, with the revision of the list that names them.

    Raises:
        SourceError: If the list or a file of this disk cannot be read, or its server cannot be asked.
    """
    facts = {"crawl": reading.crawl, "base": reading.base}
    if reading.index is not None:
        query = orjson.dumps(reading.index.model_dump(), option=orjson.OPT_SORT_KEYS).decode()
        return {**facts, "index_base": reading.index_base, "index": query}
    facts["first"] = "" if reading.first is None else str(reading.first)
    if isinstance(reading.warcs, str):
        where = _where(reading.warcs, reading, base)
        facts[reading.warcs] = revision_of(where) if isinstance(where, str) else content_hash(where)
    if isinstance(reading.warcs, str) and is_remote(reading.base):
        return facts
    for written in _paths(reading, base, None, None):
        where = _where(written, reading, base)
        facts[written] = content_hash(where) if isinstance(where, Path) and where.is_file() else reading.crawl
    return facts


@dataclass(frozen=True)
class _Crawl:
    reading: CrawlReading
    base: Path
    downloads: Path
    web: Web
    progress: Callable[[int, int | None], None] | None
    counts: Counter[str]

    def files(self) -> Iterator[Archive]:
        """Whole files."""
        failures = 0
        for written in _paths(self.reading, self.base, self.downloads, self.web):
            archive, failures = self._tried(Hit(0, written, 0, 0, ""), failures, self._file)
            yield archive

    def records(self) -> Iterator[Archive]:
        """Records, those of one file together: its server finds them in one place."""
        with Spool() as found:
            for hit in hits(self.reading, self.downloads, self.web):
                if isinstance(hit, Broken):
                    yield Archive(self.reading.index_base, self.reading.crawl, number=hit.row, failed=hit)
                elif not found.add(hit):  # the pages of an answer may overlap
                    self.counts[_TWICE] += 1
            failures = 0
            for hit in found.by_file():
                archive, failures = self._tried(hit, failures, self._record)
                yield archive

    def _tried(self, hit: Hit, failures: int, fetch: Callable[[Hit], Archive]) -> tuple[Archive, int]:
        """What could be fetched, or why it could not; and how many in a row have failed by now."""
        try:
            return fetch(hit), 0
        except RefusedError as error:
            return self._failed(hit, error), 0
        except GaveUpError as error:
            if failures + 1 >= _HOPELESS:
                raise
            return self._failed(hit, error), failures + 1

    def _failed(self, hit: Hit, error: SourceError) -> Archive:
        broken = Broken(hit.number, hit.offset, error.what, str(error.place or ""))
        return Archive(hit.file, self.reading.crawl, hit.number, hit.offset, failed=broken)

    def _file(self, hit: Hit) -> Archive:
        where = _where(hit.file, self.reading, self.base)
        if isinstance(where, Path):
            if not where.is_file():
                raise RefusedError("there is no such file", place=shown(where))
            return Archive(hit.file, self.reading.crawl, revision=content_hash(where), path=where)
        path = fetched(
            where, self.downloads, settings=self.web.settings, web=self.web, kept=True, progress=self.progress
        )
        revision = revision_here(where, self.downloads)
        return Archive(hit.file, self.reading.crawl, revision=revision, path=path, kept=self.reading.keep)

    def _record(self, hit: Hit) -> Archive:
        where = _where(hit.file, self.reading, self.base)
        url = where if isinstance(where, str) else where.resolve().as_uri()
        path = fetched_piece(url, hit.offset, hit.length, self.downloads, settings=self.web.settings, web=self.web)
        revision = hit.digest or self.reading.crawl
        place = (hit.file, self.reading.crawl, hit.number, hit.offset, revision)
        return Archive(*place, path=path, kept=self.reading.keep, alone=True)


def _where(written: str, reading: CrawlReading, base: Path) -> str | Path:
    """The URL of a path, or its place on this disk: a list beside the source's own file, or a file under `base`."""
    if is_remote(written):
        return written
    if written == reading.warcs and (base / written).is_file():
        return base / written
    if is_remote(reading.base):
        return f"{reading.base.rstrip('/')}/{written.lstrip('/')}"
    return base / reading.base / written


def _paths(reading: CrawlReading, base: Path, downloads: Path | None, web: Web | None) -> Iterator[str]:
    """The paths of the files to read.

    Raises:
        SourceError: If the list of them cannot be read, or is empty.
    """
    if not isinstance(reading.warcs, str):
        yield from islice(dict.fromkeys(reading.warcs or ()), reading.first)
        return
    where = _where(reading.warcs, reading, base)
    if isinstance(where, str):
        assert downloads is not None, "a list that lies elsewhere is fetched"
        settings = web.settings if web else Politeness()
        where = fetched(where, downloads, settings=settings, web=web)
    met: dict[str, None] = {}
    for path in _lines(where, reading.warcs):
        if len(met) == reading.first:
            break
        if path not in met:
            met[path] = None
            yield path
    if not met:
        raise SourceError("names no file", place=reading.warcs, hint="a list has one path a line")


def _lines(path: Path, written: str) -> Iterator[str]:
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == _GZIP
        with gzip.open(path, "rt", encoding="utf-8-sig") if packed else path.open(encoding="utf-8-sig") as lines:
            yield from filter(None, map(str.strip, lines))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise SourceError(f"is no list of paths that can be read: {error}", place=written) from error
