"""Where a web archive can be read on: the next beginning of a record behind what is damaged."""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO, Final

from curate.stages.ingest.documents.members import FEED, GZIP, OUT, TRIAL, ZSTD, packing, zstd

_BEGINNING: Final = re.compile(  # of a record, WARC or ARC; addresses may hold spaces
    rb"WARC/\d|[A-Za-z][A-Za-z0-9+.-]*:[^\r\n]* \S+ \d{12,14} [^\r\n]*\d"
)
_NEXT: Final = re.compile(
    rb"(?<=\n)(?:WARC/\d\.\d+\r?\n|[A-Za-z][A-Za-z0-9+.-]*:[^\r\n]* \S+ \d{12,14} [^\r\n]*\d\r?\n)"
)


def next_record(content: bytes) -> int | None:
    """Where in what was taken for one record another begins, behind its first line; None if none does."""
    found = _NEXT.search(content)
    return None if found is None else found.start()


def next_plain(file: BinaryIO, after: int) -> int | None:
    """The first byte of the next record of an archive that is not packed; None if there is none."""
    at, tail = after, b""
    while True:
        file.seek(at + len(tail))
        read = file.read(OUT)
        window = tail + read
        if (found := next_record(window)) is not None:
            return at + found
        if not read:
            return None
        tail = window[-TRIAL:]
        at += len(window) - len(tail)


def next_member(file: BinaryIO, after: int, packed: str, dictionary: bytes = b"") -> int | None:
    """Where reading can go on past a damaged member: the next that unpacks to the beginning of a record.

    Args:
        file: The archive, which can be sought in.
        after: A byte past the beginning of the damaged member.
        packed: gzip or zstd.
        dictionary: What its zstd frames share.
    """
    magic = GZIP if packed == "gzip" else ZSTD
    at, tail = after, b""
    while True:
        file.seek(at + len(tail))
        read = file.read(OUT)
        window = tail + read
        found = window.find(magic)
        while found >= 0:
            if _begins_record(file, at + found, packed, dictionary):
                return at + found
            found = window.find(magic, found + 1)
        if not read:
            return None
        tail = window[-(len(magic) - 1) :]
        at += len(window) - len(tail)


def first_member(file: BinaryIO) -> tuple[int, str] | None:
    """Where a packed archive can be read whose first bytes are spoiled, and how it is packed; None if all is well."""
    file.seek(0)
    start = file.read(TRIAL)
    if packing(start) != "plain" or begins_record(start.lstrip()):
        return None
    for packed in ("gzip", "zstd"):
        found = next_member(file, 1, packed)
        if found is not None:
            return found, packed
    return None


def begins_record(line: bytes) -> bool:
    """Whether a line is the first of a record, of WARC or ARC."""
    return _BEGINNING.match(line) is not None


def _begins_record(file: BinaryIO, at: int, packed: str, dictionary: bytes) -> bool:
    file.seek(at)
    start = file.read(FEED)
    try:
        if packed == "gzip":
            trial = zlib.decompressobj(31).decompress(start, TRIAL)
        else:
            trial = zstd(dictionary).decompressobj().decompress(start)
    except Exception:  # noqa: BLE001 - what is no beginning fails in any way
        return False
    return begins_record(trial)
