"""What a crawl's index knows of an address: in which files, and at which bytes, its pages were stored.

The index speaks the CDX API: a query has pages, each a text of JSON lines. Answers are kept among the downloads, so
that a build that was cut off asks nothing twice.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlencode

import orjson

from curate.errors import SourceError
from curate.stages.ingest.block import LONGEST_RECORD, RAW_CHARACTERS, Broken
from curate.stages.ingest.files.compression import decompressed
from curate.stages.ingest.web.polite import RefusedError
from curate.stages.ingest.web.remote import fetched
from curate.stages.ingest.web.spool import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.stages.ingest.reading import CrawlReading, IndexQuery
    from curate.stages.ingest.web.asking import Web

_MOST_LINES: Final = 16  # of an answer that only says a number
_LONGEST_LINE: Final = 1 << 20
_NOTHING: Final = "no captures found"
"""With these words, and a 404, an index says that a page of its answer is empty."""


def hits(reading: CrawlReading, downloads: Path, web: Web) -> Iterator[Hit | Broken]:
    """All pages that a query finds, in the order of the index; a line that names none is broken.

    Raises:
        SourceError: If the index cannot be asked, or knows no such page.
    """
    query = reading.index
    assert query is not None, "only a reading with a query asks the index"
    number = 0
    for page in range(_pages(reading, query, downloads, web)):
        told = {"limit": str(query.limit)} if query.limit is not None else {}
        for line in _answer(_asking(reading, query, page=str(page), **told), downloads, web):
            if query.limit is not None and number >= query.limit:
                return
            yield _hit(number, line)
            number += 1
    if not number:
        raise _none(reading, query)


def _answer(url: str, downloads: Path, web: Web) -> Iterator[bytes]:
    """The lines of an answer that are not blank; none where the index says that it has nothing to say."""
    try:
        answer = fetched(url, downloads, web=web, kept=True)
    except RefusedError as error:
        if _NOTHING in error.what.lower():
            return
        raise
    with decompressed(answer.open("rb"), url) as lines:  # some servers pack what was asked for unpacked
        while line := lines.readline(_LONGEST_LINE):
            if line.strip():
                yield line


def _pages(reading: CrawlReading, query: IndexQuery, downloads: Path, web: Web) -> int:
    url = _asking(reading, query, showNumPages="true")
    said = b"".join(islice(_answer(url, downloads, web), _MOST_LINES))
    if not said:
        raise _none(reading, query)
    try:
        told: Any = orjson.loads(said)
        count: Any = cast("dict[str, Any]", told)["pages"] if isinstance(told, dict) else told
    except (orjson.JSONDecodeError, KeyError) as error:
        raise _no_count(url, said) from error
    if not isinstance(count, int) or count < 0:
        raise _no_count(url, said)
    if not count:
        raise _none(reading, query)
    return count


def _asking(reading: CrawlReading, query: IndexQuery, **more: str) -> str:
    asked = [("url", query.url), ("output", "json")]
    asked += [("matchType", query.match)] if query.match else []
    asked += [("filter", one) for one in query.filters]
    return f"{reading.index_base.rstrip('/')}/{reading.crawl}-index?{urlencode([*asked, *more.items()])}"


def _hit(number: int, line: bytes) -> Hit | Broken:
    raw = line[: 4 * RAW_CHARACTERS].decode("utf-8", "backslashreplace").strip()[:RAW_CHARACTERS]
    try:
        told = cast("dict[str, Any]", orjson.loads(line))
        hit = Hit(number, str(told["filename"]), int(told["offset"]), int(told["length"]), str(told.get("digest", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Broken(number, None, "the index names no file, offset and length here", raw)
    if hit.offset < 0 or not 0 < hit.length <= LONGEST_RECORD:
        why = f"the index names {hit.length:,} bytes from byte {hit.offset:,}: a record has 1 to {LONGEST_RECORD:,}"
        return Broken(number, None, why, raw)
    return hit


def _none(reading: CrawlReading, query: IndexQuery) -> SourceError:
    what = f"the index of {reading.crawl} knows no page of {query.url}"
    return SourceError(what, place=reading.index_base, hint="see its `match` and `filters`")


def _no_count(url: str, said: bytes) -> SourceError:
    shown = said[:80].decode("utf-8", "replace")
    return SourceError(f"the index must say how many pages its answer has (got {shown!r})", place=url)
