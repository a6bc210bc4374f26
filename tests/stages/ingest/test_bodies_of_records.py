"""Bodies of crawled responses: freed of their packing, read in their encoding, and counted by what they are."""

from __future__ import annotations

import gzip
import io
import zlib

import brotli
import pytest
import zstandard

from curate.stages.ingest.block import Told
from curate.stages.ingest.documents.decoding import decoded
from curate.stages.ingest.documents.readers import in_blocks
from curate.stages.ingest.documents.webarchive import Archived, Damaged, archived

PROSE = "The tide comes in twice a day, and the harbour fills with boats that wait for it. "


def record(kind: str, url: str, content: bytes, *, end: bytes = b"\r\n", length: int | None = None) -> bytes:
    lines = [
        b"WARC/1.0",
        f"WARC-Type: {kind}".encode(),
        f"WARC-Target-URI: {url}".encode(),
        b"WARC-Date: 2025-06-01T12:00:00Z",
        f"Content-Length: {len(content) if length is None else length}".encode(),
    ]
    return end.join(lines) + end * 2 + content + end * 2


def response(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers])
    return f"{head}\r\n\r\n".encode() + body


def html(text: str) -> bytes:
    return f"<html><head><title>A page</title></head><body><p>{text}</p></body></html>".encode()


def pages(count: int) -> list[bytes]:
    return [record("response", f"http://x.org/{n}", response(html(f"{PROSE} {n}"))) for n in range(count)]


def read(content: bytes) -> tuple[list[Archived], list[Damaged]]:
    found = list(archived(io.BytesIO(content)))
    return [one for one in found if isinstance(one, Archived)], [one for one in found if isinstance(one, Damaged)]


def texts(content: bytes) -> tuple[list[str], list[str], dict[str, int]]:
    from collections import Counter  # noqa: PLC0415 - beside its only use

    counts: Counter[str] = Counter()
    blocks = list(in_blocks(archived(io.BytesIO(content)), Told("x.warc"), counts))
    found = [record["text"] for block in blocks for record in block.records]
    return found, [one.why for block in blocks for one in block.broken], dict(counts)


def chunked(body: bytes) -> bytes:
    parts = [body[:10], body[10:]]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (html(PROSE), ()),
        (chunked(html(PROSE)), ("Transfer-Encoding: chunked",)),
        (gzip.compress(html(PROSE)), ("Content-Encoding: gzip",)),
        (chunked(gzip.compress(html(PROSE))), ("Content-Encoding: gzip", "Transfer-Encoding: chunked")),
        (brotli.compress(html(PROSE)), ("Content-Encoding: br",)),
        (zlib.compress(html(PROSE)), ("Content-Encoding: deflate",)),
        (zstandard.compress(html(PROSE)), ("Content-Encoding: zstd",)),
        (html(PROSE), ("Content-Encoding: gzip", "Transfer-Encoding: chunked")),  # freed of both by the crawler
    ],
    ids=["plain", "chunks", "gzip", "gzip in chunks", "brotli", "deflate", "zstd", "only said"],
)
def test_bodies_are_freed_of_chunks_and_packing(body: bytes, headers: tuple[str, ...]) -> None:
    found, broken, _ = texts(record("response", "http://x.org/", response(body, *headers)))
    assert found == [PROSE.strip()]
    assert not broken


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (chunked(html(PROSE))[:60], ("Transfer-Encoding: chunked",), "bad chunks"),
        (b"4\r\nabcdXX\r\nmore", ("Transfer-Encoding: chunked",), "bad chunks"),
        (gzip.compress(html(PROSE))[:-12], ("Content-Encoding: gzip",), "breaks off"),
        (html(PROSE), ("Content-Encoding: rot13",), "not known"),
        (zstandard.compress(html(PROSE))[:-9], ("Content-Encoding: zstd",), "breaks off"),
        (brotli.compress(html(PROSE))[:-9], ("Content-Encoding: br",), "breaks off"),
        (brotli.compress(bytes(1 << 27), quality=1), ("Content-Encoding: br",), "longer than"),
        (zstandard.compress(bytes(1 << 27)), ("Content-Encoding: zstd",), "longer than"),
        (gzip.compress(bytes(1 << 27), 1), ("Content-Encoding: gzip",), "longer than"),
    ],
)
def test_a_body_that_cannot_be_taken_apart_is_a_reject(body: bytes, headers: tuple[str, ...], why: str) -> None:
    found, broken, _ = texts(record("response", "http://x.org/", response(body, *headers)))
    assert not found
    assert len(broken) == 1
    assert why in broken[0]


def test_what_holds_no_document_is_counted_by_what_it_is() -> None:
    archive = b"".join(
        [
            record("warcinfo", "x", b"isPartOf: CC-MAIN-2025-01\r\n"),
            record("request", "http://x.org/", b"GET / HTTP/1.1\r\n\r\n"),
            record("response", "http://x.org/a", response(html(PROSE), status="404 Not Found")),
            record("response", "http://x.org/b", response(b"\x89PNG", kind="image/png")),
            record("response", "http://x.org/c", response(b"<html><body></body></html>")),
            record("revisit", "http://x.org/d", b""),
            record("response", "http://x.org/e", response(html(PROSE))),
        ]
    )
    found, broken, counts = texts(archive)
    assert len(found) == 1
    assert not broken
    assert counts == {
        "warcinfo": 1,
        "request": 1,
        "response 404": 1,
        "response image/png": 1,
        "response without main text": 1,
        "revisit": 1,
    }


@pytest.mark.parametrize(
    ("body", "kind", "what"),
    [
        (b"%PDF-1.4\n1 0 obj", "text/html", "a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "text/plain", "an image"),
        (bytes(range(256)), "text/plain", "binary"),
        (b' {"title": "Tides", "text": "The tide."}\n', "text/html", "JSON"),
    ],
)
def test_a_body_that_is_not_what_it_says_is_counted_as_what_it_is(body: bytes, kind: str, what: str) -> None:
    found, broken, counts = texts(record("response", "http://x.org/", response(body, kind=kind)))
    assert not found
    assert not broken
    assert counts == {f"response {kind}, but {what}": 1}


def test_a_page_that_is_called_a_text_or_nothing_is_a_page() -> None:
    page = b"<?xml version='1.0'?>\n<!-- made by hand -->\n<!DOCTYPE html>" + html(PROSE)
    packed = response(gzip.compress(page), "Content-Encoding: gzip").replace(b"Content-Type: text/html", b"X-Other: x")
    plain = response(page, kind="text/plain")
    assert texts(record("response", "http://x.org/", packed))[0] == [PROSE.strip()]
    assert texts(record("response", "http://x.org/", plain))[0] == [PROSE.strip()]


def test_a_head_without_an_end_is_damage_only_where_a_page_would_follow() -> None:
    _, broken, counts = texts(record("response", "http://x.org/", b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n"))
    assert (broken, counts) == ([], {"response 304": 1})
    _, broken, _ = texts(record("response", "http://x.org/", b"HTTP/1.1 200 OK\r\nETag: x\r\n"))
    assert len(broken) == 1


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        ("Der Fluß fließt träge.".encode(), "iso-8859-1", "Der Fluß fließt träge."),
        ("Der Fluß fließt träge.".encode("iso-8859-1"), "utf-8", "Der Fluß fließt träge."),
        ("Der Fluß fließt träge. ".encode() + b"\xff!", "utf-8", "Der Fluß fließt träge. \ufffd!"),
        ("川はゆっくりと流れる".encode()[:-1], "utf-8", "川はゆっくりと流れ\ufffd"),
        ("①㈱～".encode("cp932"), "shift_jis", "①㈱～"),  # noqa: RUF001 - as browsers read it
        ("联通".encode("gbk"), "gb2312", "联通"),  # as bytes these are valid UTF-8
        ("<p>Tide".encode("utf-16-le"), None, "<p>Tide"),
        ("<p>Tide".encode("utf-16-be"), "utf-8", "<p>Tide"),
    ],
)
def test_bytes_are_believed_rather_than_what_is_said_of_them(body: bytes, declared: str | None, text: str) -> None:
    assert decoded(body, declared) == text


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("utf-8", "header", "Der Fluß fließt träge durch die große Ebene."),
        ("iso-8859-2", "header", "Tvrđava nad rekom čuva grad već tri veka."),
        ("windows-1251", "meta", "Река медленно течёт через большую равнину."),
        ("shift_jis", "header", "川はゆっくりと平野を流れていく。"),
        ("utf-8", "nowhere", "Der Fluß fließt träge durch die große Ebene."),
    ],
)
def test_text_is_read_in_the_encoding_of_the_page(encoding: str, declared: str, text: str) -> None:
    meta = f'<meta charset="{encoding}">' if declared == "meta" else ""
    body = f"<html><head>{meta}<title>t</title></head><body><p>{text}</p></body></html>".encode(encoding)
    kind = f"text/html; charset={encoding}" if declared == "header" else "text/html"
    found, _, _ = texts(record("response", "http://x.org/", response(body, kind=kind)))
    assert found == [text]
