"""Compressed files are read by their first bytes; damaged ones give what can be had of them, and one reject."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import tracemalloc
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.errors import SourceError
from curate.stages.ingest.files.compression import DamagedError
from curate.stages.ingest.files.places import local
from curate.stages.ingest.stage import identity, promised_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Desk

Compress = "Callable[[bytes], bytes]"
KINDS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda content: gzip.compress(content, mtime=0),
    "zst": zstandard.ZstdCompressor().compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}
LENIENT = {"share": 1}


def lines(count: int, start: int = 0) -> bytes:
    return b"".join(
        json.dumps({"question": f"What is {n} + {n * 7919 % 1000}?", "answer": str(n)}).encode() + b"\n"
        for n in range(start, start + count)
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["data.jsonl.{}", "data.jsonl"])
def test_a_compressed_file_is_read_whatever_its_name(desk: Desk, kind: str, name: str) -> None:
    desk.write(name.format(kind), KINDS[kind](lines(50)))
    rows, rejects = desk.read(desk.source(read={"files": {"paths": [name.format(kind)]}}))
    assert rows["answer"].to_list() == [str(n) for n in range(50)]
    assert rows["source_file"].unique().to_list() == [name.format(kind)]
    assert rejects.is_empty()


@pytest.mark.parametrize("kind", KINDS)
def test_several_members_are_one_stream(desk: Desk, kind: str) -> None:
    desk.write(f"data.jsonl.{kind}", KINDS[kind](lines(20)[:-9]) + KINDS[kind](lines(20)[-9:] + lines(5, 20)))
    rows, _ = desk.read(desk.source(read={"files": {"paths": [f"data.jsonl.{kind}"]}}))
    assert rows["answer"].to_list() == [str(n) for n in range(25)]


def test_frames_of_zstd_that_are_to_be_skipped_are(desk: Desk) -> None:
    skipped = b"\x50\x2a\x4d\x18\x04\x00\x00\x00pzst"
    desk.write("data.jsonl.zst", skipped + KINDS["zst"](lines(3)) + skipped)
    assert desk.read(desk.source(read={"files": {"paths": ["data.jsonl.zst"]}}))[0].height == 3


def test_zeros_after_the_last_member_of_gzip_are_no_damage(desk: Desk) -> None:
    desk.write("data.jsonl.gz", KINDS["gz"](lines(3)) + bytes(40_000))
    assert desk.read(desk.source(read={"files": {"paths": ["data.jsonl.gz"]}}))[1].is_empty()


def test_a_plain_file_whose_name_says_compressed_is_read_as_it_is(desk: Desk) -> None:
    desk.write("data.jsonl.gz", lines(3))
    assert desk.read(desk.source(read={"files": {"paths": ["data.jsonl.gz"]}}))[0].height == 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_records_before_a_cut_are_rows_and_the_cut_is_one_reject(desk: Desk, kind: str) -> None:
    whole = KINDS[kind](lines(20_000)) + KINDS[kind](lines(60_000, 20_000))
    desk.write(f"data.jsonl.{kind}", whole[:-1000])
    rows, rejects = desk.read(
        desk.source(read={"files": {"paths": [f"data.jsonl.{kind}"]}}, broken={"rows": 1}), "files"
    )
    assert rows["answer"].to_list() == [str(n) for n in range(rows.height)]
    assert rows.height >= 20_000
    (reject,) = rejects.rows(named=True)
    assert reject["row"] == rows.height
    assert reject["byte"] == len(lines(rows.height))
    assert reject["why"].startswith("is cut off: its ")
    assert reject["why"].endswith(f"stream has no end (byte {len(whole) - 1000:,} of what is compressed)")
    assert reject["raw"] == lines(1, rows.height).decode()[: len(reject["raw"])]


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_stream_gives_what_comes_before_and_one_reject(desk: Desk, kind: str) -> None:
    first, second = KINDS[kind](lines(3_000)), KINDS[kind](lines(60_000, 3_000))
    hurt = len(first) + len(second) // 2
    whole = first + second
    desk.write(f"data.jsonl.{kind}", whole[:hurt] + b"\xff" * 64 + whole[hurt + 64 :])
    rows, rejects = desk.read(desk.source(read={"files": {"paths": [f"data.jsonl.{kind}"]}}, broken=LENIENT))
    assert rows["answer"].to_list()[:3_000] == [str(n) for n in range(3_000)]
    assert "stream" in rejects["why"][-1]
    assert "of what is compressed)" in rejects["why"][-1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(KINDS)), cut=st.floats(0, 1, exclude_max=True), count=st.integers(1, 300))
def test_wherever_a_stream_is_cut_its_whole_records_are_the_first_ones(
    desk: Desk, kind: str, cut: float, count: int
) -> None:
    whole = KINDS[kind](lines(count))
    file = local(desk.write("data.gz", whole[: max(8, int(cut * len(whole)))]))
    got = b""
    with pytest.raises(DamagedError), file.open() as stream:  # noqa: PT012 - all before the error counts
        while True:
            got += stream.read1(999)
    assert lines(count).startswith(got)


@pytest.mark.parametrize("name", ["data.json", "data.parquet", "data.arrow"])
def test_a_format_that_needs_its_whole_file_says_that_it_is_cut_off(desk: Desk, name: str) -> None:
    records = [json.loads(line) for line in lines(5000).splitlines()]
    if name == "data.json":
        desk.write(name, json.dumps(records))
    elif name == "data.parquet":
        pl.DataFrame(records).write_parquet(desk.folder / name)
    else:
        pl.DataFrame(records).write_ipc(desk.folder / name)
    whole = gzip.compress((desk.folder / name).read_bytes())
    desk.write(f"{name}.gz", whole)
    read = {"files": {"paths": [f"{name}.gz"]}}
    assert desk.read(desk.source(read=read))[0].height == 5000
    desk.write(f"{name}.gz", whole[:-100])
    with pytest.raises(SourceError, match=rf"^{name}\.gz: is cut off: its gzip stream has no end \(byte [\d,]+ of"):
        desk.read(desk.source(read=read))


def test_lines_are_counted_in_a_compressed_file_too(desk: Desk) -> None:
    desk.write("data.jsonl.gz", KINDS["gz"](lines(30)))
    source = desk.source(read={"files": {"paths": ["data.jsonl.gz"]}})
    assert promised_rows(source, "files", base=desk.folder) == 30
    assert list(identity(source, "files", base=desk.folder)) == ["data.jsonl.gz"]


def peak(file: Any) -> int:
    tracemalloc.start()
    with file.open() as stream:
        while stream.read1(1 << 20):
            pass
    _, top = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return top


@pytest.mark.parametrize("kind", KINDS)
def test_a_stream_of_zeros_takes_no_memory(tmp_path: Path, kind: str) -> None:
    (tmp_path / "data").write_bytes(KINDS[kind](bytes(100 << 20)))
    assert peak(local(tmp_path / "data")) < 24 << 20
