"""Files in a fixed order, shards of a fixed size, limits that are kept, and an identity that follows the content."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import xxhash

from curate.stages.ingest.stage import identity, ingest

if TYPE_CHECKING:
    from conftest import Desk


def lines(start: int, end: int) -> str:
    return "".join(json.dumps({"question": f"Q{n}", "answer": str(n)}) + "\n" for n in range(start, end))


def test_files_are_read_in_order_each_once_under_the_names_they_are_given(desk: Desk) -> None:
    desk.write("b/2.jsonl", lines(2, 4))
    desk.write("b/1.jsonl", lines(0, 2))
    desk.write("a.jsonl", lines(4, 5))
    read = {"files": {"paths": ["b/*.jsonl", "a.jsonl", "b/2.jsonl"], "format": "jsonl"}}
    rows, _ = desk.read(desk.source(read=read))
    assert rows["answer"].to_list() == ["0", "1", "2", "3", "4"]
    assert rows["source_file"].to_list() == ["b/1.jsonl"] * 2 + ["b/2.jsonl"] * 2 + ["a.jsonl"]
    assert rows["source_row"].to_list() == [0, 1, 0, 1, 0]
    assert rows["revision"][0] == xxhash.xxh3_128_hexdigest(lines(0, 2).encode())


def test_a_link_to_the_folder_itself_gives_no_file_twice(desk: Desk) -> None:
    desk.write("data/a.jsonl", lines(0, 1))
    desk.write("data/z/b.jsonl", lines(1, 2))
    (desk.folder / "data/loop").symlink_to(".", target_is_directory=True)
    source = desk.source(read=desk.files("data/**/*.jsonl", "jsonl"))
    assert list(identity(source, "files", base=desk.folder)) == ["data/a.jsonl", "data/z/b.jsonl"]
    assert desk.read(source)[0]["answer"].to_list() == ["0", "1"]


def test_two_links_to_one_file_are_one_file(desk: Desk) -> None:
    desk.write("a.jsonl", lines(0, 1))
    (desk.folder / "b.jsonl").symlink_to("a.jsonl")
    rows, _ = desk.read(desk.source(read={"files": {"paths": ["b.jsonl", "*.jsonl"], "format": "jsonl"}}))
    assert rows["source_file"].to_list() == ["b.jsonl"]


def test_paths_may_lead_out_of_the_folder(desk: Desk) -> None:
    desk.write("../elsewhere/data.jsonl", lines(0, 1))
    rows, _ = desk.read(desk.source(read=desk.files("../elsewhere/*.jsonl", "jsonl")))
    assert rows["source_file"].to_list() == ["../elsewhere/data.jsonl"]


@pytest.mark.parametrize("shard_rows", [1, 3, 4, 11, 50])
def test_shards_have_a_fixed_number_of_rows_across_files(desk: Desk, shard_rows: int) -> None:
    for number in range(4):
        desk.write(f"{number}.jsonl", lines(number * 3, number * 3 + 3))
    source = desk.source(read=desk.files("*.jsonl", "jsonl"))
    batches = list(ingest("quiz", source, "files", base=desk.folder, shard_rows=shard_rows))
    heights = [batch.rows.height for batch in batches]
    assert all(height == shard_rows for height in heights[:-1])
    assert 0 < heights[-1] <= shard_rows
    assert [answer for batch in batches for answer in batch.rows["answer"]] == [str(n) for n in range(12)]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
@pytest.mark.parametrize("shard_rows", [2, 50])
def test_a_limit_gives_the_first_rows_and_reads_no_further(desk: Desk, limit: int, shard_rows: int) -> None:
    desk.write("1.jsonl", "x\n" + lines(0, 3) + "y\n" + lines(3, 4))
    desk.write("2.jsonl", lines(4, 9) + "z\n")
    source = desk.source(read=desk.files("*.jsonl", "jsonl"), broken={"rows": 9})
    rows, rejects = desk.read(source, limit=limit, shard_rows=shard_rows)
    assert rows["answer"].to_list() == [str(n) for n in range(limit)]
    assert rejects["raw"].to_list() == (["x"] if limit <= 3 else ["x", "y"])


def test_a_limit_does_not_change_the_rows(desk: Desk) -> None:
    desk.write("data.jsonl", lines(0, 9))
    source = desk.source()
    assert desk.read(source, limit=4)[0].equals(desk.read(source)[0].head(4))


def test_ids_do_not_hang_on_files_and_folders(desk: Desk) -> None:
    desk.write("data.jsonl", lines(0, 3))
    ids = desk.read(desk.source())[0]["id"].to_list()
    desk.write("other.jsonl", "\n" + lines(0, 3))
    assert desk.read(desk.source(read=desk.files("other.jsonl", "jsonl")))[0]["id"].to_list() == ids
    assert len(set(ids)) == 3


def test_identity_is_the_files_as_written_with_the_hash_of_their_content(desk: Desk) -> None:
    desk.write("a/1.jsonl", "one")
    desk.write("a/2.jsonl", "two")
    source = desk.source(read=desk.files("a/*.jsonl", "jsonl"))
    before = identity(source, "files", base=desk.folder)
    assert before == {f"a/{n}.jsonl": xxhash.xxh3_128_hexdigest(word.encode()) for n, word in ((1, "one"), (2, "two"))}
    desk.write("a/2.jsonl", "six")
    after = identity(source, "files", base=desk.folder)
    assert {name for name in before if before[name] != after[name]} == {"a/2.jsonl"}


def test_identity_of_a_sample_is_its_name_and_content(desk: Desk) -> None:
    found = identity(desk.source(read={"sample": {"file": "math.jsonl"}}), "sample", base=desk.folder)
    assert list(found) == ["math.jsonl"]


SCRIPT = """
import pathlib, resource, sys
from curate.content import load
from curate.stages.ingest.config import Source
from curate.stages.ingest.stage import ingest

place = pathlib.Path(sys.argv[1])
batches = ingest("quiz", load(place, Source), "files", base=place.parent, shard_rows=500)
met = sum(batch.rows.height for batch in batches)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, met)
"""


def test_memory_does_not_grow_with_the_file(desk: Desk) -> None:
    line = json.dumps({"question": "Q" * 10_000, "answer": "A"}) + "\n"
    desk.source()
    peaks: list[int] = []
    for count in (2_000, 20_000):
        with (desk.folder / "data.jsonl").open("w") as file:
            file.writelines(line for _ in range(count))
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(desk.place)], capture_output=True, text=True, check=True, env=os.environ
        )
        peak, met = map(int, done.stdout.split())
        assert met == count
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 60 * 1024, "180 MB more of file took more than 60 MB more of memory"
