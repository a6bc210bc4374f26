"""Web archives: every whole record is read, and every damage is told."""

from __future__ import annotations

import gzip
import io
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.stages.ingest.block import Told
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


MEMBERS = [gzip.compress(one, mtime=0) for one in pages(4)]
WHOLE = b"".join(MEMBERS)
BOUNDS = [sum(map(len, MEMBERS[:n])) for n in range(5)]


@given(st.integers(0, len(WHOLE)))
@settings(max_examples=200, deadline=None)
def test_a_cut_archive_keeps_all_records_before_the_cut_and_tells_the_damage(cut: int) -> None:
    good, damaged = read(WHOLE[:cut])
    whole = sum(bound <= cut for bound in BOUNDS[1:])
    assert [one.url for one in good[:whole]] == [f"http://x.org/{n}" for n in range(whole)]
    assert len(good) - whole in {0, 1}  # one more only where nothing but the end of its packing is gone
    assert all(len(one.content) == len(response(html(f"{PROSE} 0"))) for one in good)
    assert (len(damaged) == 0) == (cut in BOUNDS)
    assert len(damaged) <= 1


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(max_examples=200, deadline=None)
def test_a_changed_byte_spoils_one_record_and_no_other(at: int, change: int) -> None:
    spoiled = bytearray(WHOLE)
    spoiled[at] ^= change
    good, damaged = read(bytes(spoiled))
    hit = sum(bound <= at for bound in BOUNDS[1:])
    others = {f"http://x.org/{n}" for n in range(4) if n != hit}
    assert others <= {one.url for one in good}
    assert len(good) == 4 or damaged


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_whatever_break_the_reader(content: bytes) -> None:
    good, damaged = read(content)
    assert not good or not damaged or len(damaged) >= 1


def test_offsets_count_in_the_packed_file_and_fetch_the_record_again() -> None:
    good, _ = read(WHOLE)
    assert [one.offset for one in good] == BOUNDS[:4]
    again, _ = read(WHOLE[BOUNDS[2] : BOUNDS[3]])
    assert again[0].content == good[2].content


def test_offsets_of_a_plain_archive_count_in_it() -> None:
    plain = pages(3)
    good, damaged = read(b"".join(plain))
    assert [one.offset for one in good] == [0, len(plain[0]), len(plain[0]) * 2]
    assert not damaged


def test_an_archive_packed_as_a_whole_is_read_and_told() -> None:
    good, damaged = read(gzip.compress(b"".join(pages(3)), mtime=0))
    assert [one.offset for one in good] == [0, None, None]
    assert len(damaged) == 1
    assert "shares its packed piece" in damaged[0].why


@pytest.mark.parametrize("dictionary", [b"", b"WARC/1.0 WARC-Type: response WARC-Target-URI: http://x.org/ " * 8])
def test_frames_of_zstd_are_read_with_and_without_a_dictionary(dictionary: bytes) -> None:
    shared = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    pack = zstandard.ZstdCompressor(dict_data=shared, write_checksum=True)
    head = b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary if dictionary else b""
    frames = [pack.compress(one) for one in pages(3)]
    good, damaged = read(head + b"".join(frames))
    assert not damaged
    assert [one.offset for one in good] == [len(head) + sum(map(len, frames[:n])) for n in range(3)]


def test_reading_goes_on_behind_a_damaged_frame_of_zstd() -> None:
    frames = [zstandard.ZstdCompressor(write_checksum=True).compress(one) for one in pages(3)]
    frames[1] = frames[1][:-9] + bytes(9)
    good, damaged = read(b"".join(frames))
    assert [one.url for one in good] == ["http://x.org/0", "http://x.org/2"]
    assert [one.number for one in damaged] == [1]


def test_bytes_between_records_are_one_reject_and_the_next_record_is_read() -> None:
    good, damaged = read(pages(1)[0] + b"what is this\r\nand this\r\n" + pages(2)[1])
    assert len(good) == 2
    assert [(one.offset, one.number) for one in damaged] == [(len(pages(1)[0]), 1)]


def test_a_record_that_claims_too_much_does_not_take_the_next_with_it() -> None:
    content = response(html(PROSE))
    liar = record("response", "http://x.org/liar", content, length=len(content) + 60)
    good, damaged = read(liar + pages(1)[0])
    assert [one.url for one in good] == ["http://x.org/0"]
    assert [one.why for one in damaged] == ["is longer or shorter than it says (Content-Length)"]


def test_a_record_without_a_length_is_a_reject() -> None:
    broken = pages(1)[0].replace(b"Content-Length", b"Content-Width")
    good, damaged = read(broken + pages(2)[1])
    assert [one.url for one in good] == ["http://x.org/1"]
    assert "no length" in damaged[0].why


def test_lines_may_end_without_carriage_returns() -> None:
    good, damaged = read(record("conversion", "http://x.org/", b"hello", end=b"\n") * 2)
    assert [one.content for one in good] == [b"hello", b"hello"]
    assert not damaged


@pytest.mark.parametrize("second", ["1 0 x", "text/html 200 - - 12 x.arc.gz"])
def test_records_of_arc_are_read_in_both_versions(second: str) -> None:
    content = response(html(PROSE))
    kind = "text/html" if second == "1 0 x" else second
    line = f"http://x.org/a 1.2.3.4 20080430204825 {kind} {len(content)}\n".encode()
    head = b"1 0 x\nURL IP-address Archive-date Content-type Archive-length\n"
    first = f"filedesc://x.arc 0.0.0.0 20080430204825 text/plain {len(head)}\n".encode()
    good, damaged = read(first + head + b"\n" + line + content + b"\n" + line + content + b"\n")
    assert [(one.kind, one.url, one.date) for one in good[1:]] == [
        ("response", "http://x.org/a", "2008-04-30T20:48:25Z"),
        ("response", "http://x.org/a", "2008-04-30T20:48:25Z"),
    ]
    assert good[1].content == content
    assert not damaged


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
