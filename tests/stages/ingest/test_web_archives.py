"""Web archives: every whole record is read, and every damage is told."""

from __future__ import annotations

import gzip
import io

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


PLAIN = b"".join(pages(4))
PLAIN_BOUNDS = [sum(map(len, pages(4)[:n])) for n in range(5)]


@given(st.integers(0, len(PLAIN)))
@settings(max_examples=200, deadline=None)
def test_a_cut_archive_that_is_not_packed_keeps_all_records_before_the_cut(cut: int) -> None:
    good, damaged = read(PLAIN[:cut])
    whole = sum(bound <= cut for bound in PLAIN_BOUNDS[1:])
    assert [one.url for one in good[:whole]] == [f"http://x.org/{n}" for n in range(whole)]
    assert len(good) - whole in {0, 1}  # one more only where nothing but the empty lines behind it is gone
    assert len(damaged) <= 1
    assert sum(map(len, [good, damaged])) == whole + (cut not in PLAIN_BOUNDS)


@given(st.binary(max_size=300), st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_bytes_between_records_take_no_record_with_them(noise: bytes, at: int) -> None:
    good, _ = read(b"".join([*pages(at), b"\n" + noise + b"\n", *pages(4)[at:]]))
    assert {f"http://x.org/{n}" for n in range(4)} <= {one.url for one in good}


@pytest.mark.parametrize("shift", [-40, -9, -3, -1, 0, 1])
@pytest.mark.parametrize("kind", ["warc", "arc"])
def test_a_record_may_begin_anywhere_in_what_is_read_at_once(shift: int, kind: str) -> None:
    second = pages(1)[0] if kind == "warc" else b"http://x.org/0 1.2.3.4 20080430204825 text/html 2\nhi\n"
    filled = (1 << 22) + shift - len(record("resource", "http://x.org/fill", b"", length=1 << 22))
    first = record("resource", "http://x.org/fill", b"x" * filled)
    good, damaged = read(first + second)
    assert [one.url for one in good] == ["http://x.org/fill", "http://x.org/0"]
    assert good[1].offset == len(first)
    assert not damaged


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("length", [10_000, 60_000_000, 10**12, 10**30])
@pytest.mark.parametrize("kind", ["response", "request"])
def test_a_length_beyond_the_end_of_the_file_takes_no_record_with_it(kind: str, length: int, *, packed: bool) -> None:
    liar = record(kind, "http://x.org/liar", response(html(PROSE)), length=length)
    parts = [pages(1)[0], liar, *pages(4)[1:]]
    good, damaged = read(b"".join(gzip.compress(part, mtime=0) if packed else part for part in parts))
    assert [one.url for one in good] == [f"http://x.org/{n}" for n in range(4)]
    assert [one.number for one in damaged] == [1]
    assert "breaks off" in damaged[0].why


def test_offsets_are_right_behind_a_record_that_took_others() -> None:
    liar = gzip.compress(record("request", "http://x.org/liar", b"GET /", length=900), mtime=0)
    good, _ = read(liar + WHOLE)
    assert [one.offset for one in good] == [len(liar) + bound for bound in BOUNDS[:4]]


@pytest.mark.parametrize("length", [-5, 0, 3])
def test_a_length_that_is_too_short_is_damage(length: int) -> None:
    good, damaged = read(record("resource", "http://x.org/", b"line\r\nanother\r\nthird", length=length) + pages(1)[0])
    assert [one.url for one in good] == ["http://x.org/0"]
    assert damaged


def test_content_cut_at_the_end_of_one_of_its_lines_is_damage() -> None:
    good, damaged = read(record("resource", "http://x.org/", b"line\r\nanother\r\n", length=4) + pages(1)[0])
    assert [one.url for one in good] == ["http://x.org/0"]
    assert [one.number for one in damaged] == [0]


def test_a_head_that_breaks_off_takes_nothing_from_the_next_record() -> None:
    good, damaged = read(b"WARC/1.0\r\nWARC-Type: response\r\n" + b"".join(pages(2)))
    assert [(one.url, one.number) for one in good] == [("http://x.org/0", 1), ("http://x.org/1", 2)]
    assert [one.why for one in damaged] == ["breaks off in its head"]


@pytest.mark.parametrize("url", ["http://x.org/" + "a" * 3_000, "http://x.org/a page of mine.html"])
def test_addresses_in_an_arc_may_be_long_and_hold_spaces(url: str) -> None:
    line = f"{url} 1.2.3.4 20080430204825 text/html 2\nhi\n".encode()
    good, damaged = read(b"http://x.org/0 1.2.3.4 20080430204825 text/html 2\nhi\n" + line * 2)
    assert [one.url for one in good] == ["http://x.org/0", url, url]
    assert not damaged


@given(st.integers(0, 600), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_a_spoiled_dictionary_is_damage_and_no_crash(at: int, change: int) -> None:
    dictionary = b"WARC/1.0 WARC-Type: response WARC-Target-URI: http://x.org/ " * 8
    raw = zstandard.compress(dictionary)
    pack = zstandard.ZstdCompressor(dict_data=zstandard.ZstdCompressionDict(dictionary), write_checksum=True)
    content = bytearray(b"\x5d\x2a\x4d\x18" + len(raw).to_bytes(4, "little") + raw)
    content += b"".join(pack.compress(one) for one in pages(3))
    content[at % len(content)] ^= change
    good, damaged = read(bytes(content))
    assert len(good) == 3 or damaged
