"""Documents of Common Crawl: the archives of a crawl, and the single records that its index found, in blocks.

One archive of many may be anything: where it cannot be fetched, is no archive or holds no record, that is one reject.
Each record that the index named is one document, one reject or counted once, whatever its bytes hold.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from curate.errors import SourceError
from curate.stages.ingest.block import Block, Broken
from curate.stages.ingest.documents.readers import Origin, in_blocks
from curate.stages.ingest.documents.webarchive import archived
from curate.stages.ingest.opening import Met

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from pathlib import Path

    from curate.stages.ingest.block import Told
    from curate.stages.ingest.documents.webarchive import Archived, Damaged
    from curate.stages.ingest.reading import CrawlReading
    from curate.stages.ingest.web.crawl import Archive


def crawled(reading: CrawlReading, base: Path, downloads: Path, told: Told, counts: Counter[str]) -> Iterator[Met]:
    """Every block of a crawl, archive by archive.

    Raises:
        SourceError: If the index or the list of paths cannot be read, or nothing can be fetched any more.
        StoreError: If the disk is full or not writable.
    """
    from curate.stages.ingest.web.crawl import archives  # noqa: PLC0415 - a build of local files needs no network

    for archive in archives(reading, base, downloads, counts=counts):
        blocks = _blocks(archive, told, counts) if archive.failed is None else [Block(broken=[archive.failed])]
        for block in blocks:
            yield Met(archive.written, archive.revision, block)


def _blocks(archive: Archive, told: Told, counts: Counter[str]) -> Iterator[Block]:
    met = 0

    def counted(records: Iterator[Archived | Damaged]) -> Iterator[Archived | Damaged]:
        nonlocal met
        for record in records:
            met += 1
            yield record

    origin, about = Origin(archive.crawl, archive.number, archive.first_offset), replace(told, shown=archive.written)
    why = "holds no record"
    with archive.raw() as path, path.open("rb") as stream:
        records = islice(archived(stream), 1) if archive.alone else archived(stream)
        try:
            yield from in_blocks(counted(records), about, counts, origin)
        except SourceError as error:
            why, met = error.what, 0
    if not met:
        yield Block(broken=[Broken(archive.number, archive.first_offset, why, "")])
