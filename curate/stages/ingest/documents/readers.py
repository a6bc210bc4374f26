"""Readers of files that hold documents: web archives, pages, Markdown and plain texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from curate.errors import SourceError
from curate.stages.ingest.block import BLOCK_BYTES, LONGEST_RECORD, RAW_CHARACTERS, Block, Broken
from curate.stages.ingest.documents.decoding import decoded, other_than_text
from curate.stages.ingest.documents.extract import page, tidy
from curate.stages.ingest.documents.markdown import markdown
from curate.stages.ingest.documents.response import charset_of, head_of, unpacked
from curate.stages.ingest.documents.webarchive import Archived, Damaged, archived, media_type
from curate.stages.ingest.files.places import is_remote

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from curate.stages.ingest.block import Told
    from curate.stages.ingest.files.places import File

    DocumentReader = Callable[[File, Told, Counter[str]], Iterator[Block]]

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_TEXT: Final = frozenset({"text/plain", "text/markdown"})
_OF_THE_CRAWLER: Final = ("metadata:", "urn:", "warcinfo:", "dns:", "whois:")  # records on the crawl, not of the web
_LOOKS_LIKE_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<\?xml[^<>]*>|<!--(?:(?!-->).){0,2000}-->)*(?:<!doctype html|<html|<head|<body)",
    re.IGNORECASE | re.DOTALL,
)
_CRAWL: Final = re.compile(rb"^isPartOf:[ \t]*(\S[^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_FOUND: Final = 200


def read_archive(file: File, told: Told, counts: Counter[str]) -> Iterator[Block]:
    """The documents of a web archive; records of other kinds are counted by what they are.

    Raises:
        SourceError: If it is no web archive at all.
    """
    with file.raw() as path, path.open("rb") as stream:
        yield from in_blocks(archived(stream), told, counts)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an archive was cut out of: which crawl, and which record and byte there its own first is."""

    crawl: str | None = None
    number: int = 0
    offset: int = 0


def in_blocks(
    records: Iterable[Archived | Damaged], told: Told, counts: Counter[str], origin: Origin = Origin()
) -> Iterator[Block]:
    """Records of an archive as blocks of documents, with their numbers and offsets where the archive was cut out.

    Raises:
        SourceError: If nothing in it is a record.
    """
    block, size, crawl = Block(), 0, origin.crawl
    met = damaged = 0
    for record in (_moved(one, origin) for one in records):
        if isinstance(record, Damaged):
            damaged += 1
            block.broken.append(Broken(record.number, record.offset, record.why, record.raw))
        else:
            met += 1
            if record.kind == "warcinfo" and origin.crawl is None:
                crawl = _crawl(record.content) or crawl
            size += _take(block, record, crawl, counts)
        if len(block) >= told.block_rows or size >= BLOCK_BYTES:
            yield block
            block, size = Block(), 0
    if damaged and not met and damaged == len(block.broken) and all(map(_is_no_record, block.broken)):
        raise SourceError("is no web archive: no record of WARC or ARC begins in it", place=told.shown)
    if len(block):
        yield block


def _moved(record: Archived | Damaged, origin: Origin) -> Archived | Damaged:
    offset = None if record.offset is None else record.offset + origin.offset
    if isinstance(record, Damaged):
        return replace(record, number=record.number + origin.number, offset=offset or 0)
    return replace(record, number=record.number + origin.number, offset=offset)


def _is_no_record(broken: Broken) -> bool:
    return broken.why.startswith("is no record")


def _take(block: Block, record: Archived, crawl: str | None, counts: Counter[str]) -> int:
    """One record among the documents of a block, its rejects, or what is only counted; the length of its text."""
    try:
        document = _document(record)
    except ValueError as error:
        raw = record.content[:RAW_CHARACTERS].decode("utf-8", "backslashreplace")[:RAW_CHARACTERS]
        block.broken.append(Broken(record.number, record.offset, str(error), raw))
        return 0
    if isinstance(document, str):
        counts[document] += 1
        return 0
    document |= {"crawl": crawl, "record_offset": record.offset, "url": record.url, "fetched": record.date}
    block.add(document, record.number, None)
    return len(document["text"])


def _document(record: Archived) -> dict[str, Any] | str:
    """Title and text of a record, or what it is if it holds no document.

    Raises:
        ValueError: If what it holds is damaged.
    """
    kind = record.kind
    if kind == "conversion":
        found = {"title": None, "text": tidy(decoded(record.content, "utf-8"))}
        return found if found["text"] else "conversion without text"
    if kind not in {"response", "resource"}:
        return kind
    content_type, body, packed = record.media, record.content, dict[str, str]()
    if kind == "response" and (record.url or "").lower().startswith("http"):
        status, packed, begins = head_of(record.content)
        if status != _FOUND:
            return f"response {status}"
        content_type, body = packed.get("content-type", ""), record.content[begins:]
    elif kind == "response" or (record.url or "").lower().startswith(_OF_THE_CRAWLER):
        return f"{kind} of the crawler"
    return _of_body(kind, unpacked(body, packed) if _may_be_text(content_type) else body, content_type)


def _may_be_text(content_type: str) -> bool:
    media = media_type(content_type)
    return not media or media in _HTML | _TEXT


def _of_body(kind: str, body: bytes, content_type: str) -> dict[str, Any] | str:
    """Title and text of a body, or what it is if it is neither a page nor a text."""
    media, looks = media_type(content_type), _LOOKS_LIKE_HTML.match(body) is not None
    if not _may_be_text(content_type) or not (media or looks):
        return f"{kind} {media or 'of no type'}"
    if (other := other_than_text(body)) is not None:
        return f"{kind} {media}, but {other}"
    text = decoded(body, charset_of(content_type))
    title, text = (None, tidy(text)) if media in _TEXT and not looks else page(text)
    return {"title": title, "text": text} if text else f"{kind} without main text"


def _crawl(content: bytes) -> str | None:
    """The crawl that an archive says it is part of."""
    found = _CRAWL.search(content)
    return found.group(1).decode("utf-8", "replace").strip() if found else None


def _one(file: File, told: Told, make: Callable[[str], tuple[str | None, str]]) -> Iterator[Block]:
    """A file that is one document."""
    with file.open() as stream:
        body = stream.read(LONGEST_RECORD + 1)
    block = Block()
    if len(body) > LONGEST_RECORD:
        block.broken.append(Broken(0, 0, f"is longer than {LONGEST_RECORD:,} bytes", _start(body)))
    else:
        named = None if told.encoding in {"utf-8", "detect"} else told.encoding
        try:
            title, text = make(_text_of(body, named, told))
        except ValueError as error:
            block.broken.append(Broken(0, 0, str(error), _start(body)))
        else:
            url = file.written if is_remote(file.written) else None
            block.add({"title": title, "text": text, "url": url}, 0, None)
    yield block


def _text_of(body: bytes, named: str | None, told: Told) -> str:
    """A file's text, in the encoding that the source names, or UTF-8, or what it may fall back to.

    Raises:
        ValueError: If it is in none of them.
    """
    if told.encoding == "detect":
        return decoded(body, told.fallback)
    try:
        return body.decode(named or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if told.fallback is None:
            raise ValueError(f"is not {error.encoding} (byte {error.start:,})") from error
        return body.decode(told.fallback, "replace")


def _start(body: bytes) -> str:
    return body[: 4 * RAW_CHARACTERS].decode("utf-8", "backslashreplace")[:RAW_CHARACTERS]


def read_html(file: File, told: Told, _: Counter[str]) -> Iterator[Block]:
    """A page, in the encoding that it names itself unless the source names one."""
    return _one(file, replace(told, encoding="detect") if told.encoding == "utf-8" else told, page)


def read_markdown(file: File, told: Told, _: Counter[str]) -> Iterator[Block]:
    """A file of Markdown."""
    return _one(file, told, markdown)


def read_text(file: File, told: Told, _: Counter[str]) -> Iterator[Block]:
    """A plain text."""
    return _one(file, told, lambda text: (None, tidy(text)))


READERS: Final[Mapping[str, DocumentReader]] = {
    "html": read_html,
    "markdown": read_markdown,
    "text": read_text,
    "warc": read_archive,
}
"""What reads each of `registry.DOCUMENTS`."""
