"""A zip is the files in it, named beside it."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest

from curate.errors import ContentError, SourceError
from curate.stages.ingest.files.origins import content_hash
from curate.stages.ingest.stage import identity

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

TEST = "What is it?,A\n"
HEAD = "question,answer\n"


def zipped(path: Path, members: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        archive.mkdir("data")
        for name, content in members.items():
            archive.writestr(name, content)
    return path


MEMBERS: dict[str, str | bytes] = {
    "data/test/b.csv": HEAD + "b,2\n",
    "data/test/a.csv": HEAD + "a,1\n",
    "data/dev/c.csv": HEAD + "c,3\n",
    "data/test/deep/d.csv": HEAD + "d,4\n",
    "__MACOSX/data/test/._a.csv": b"\x00\x05\x16\x07",
    "data/.hidden.csv": "x",
}


def read_of(*members: str, path: str = "quiz.zip") -> dict[str, object]:
    return {"files": {"paths": [path], "format": "csv", **({"members": list(members)} if members else {})}}


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_all_files_of_a_zip_that_are_not_hidden_are_read_by_name(desk: Desk, how: int) -> None:
    zipped(desk.folder / "quiz.zip", MEMBERS, how)
    rows, _ = desk.read(desk.source(read=read_of()))
    assert rows.select("question", "source_file").rows() == [
        ("c", "quiz.zip!data/dev/c.csv"),
        ("a", "quiz.zip!data/test/a.csv"),
        ("b", "quiz.zip!data/test/b.csv"),
        ("d", "quiz.zip!data/test/deep/d.csv"),
    ]


@pytest.mark.parametrize(
    ("members", "found"),
    [
        (["data/test/*.csv"], ["a", "b"]),
        (["data/test/**"], ["a", "b", "d"]),
        (["**/d.csv", "data/*/?.csv"], ["d", "c", "a", "b"]),
        (["data/dev/c.csv", "data/dev/*"], ["c"]),
    ],
)
def test_members_are_chosen_by_globs(desk: Desk, members: list[str], found: list[str]) -> None:
    zipped(desk.folder / "quiz.zip", MEMBERS)
    rows, _ = desk.read(desk.source(read=read_of(*members)))
    assert rows["question"].to_list() == found


def test_each_file_of_a_zip_is_read_as_its_name_says(desk: Desk) -> None:
    table = io.BytesIO()
    pl.DataFrame({"question": ["p"], "answer": ["1"]}).write_parquet(table)
    line = json.dumps({"question": "j", "answer": "2"}).encode()
    zipped(
        desk.folder / "quiz.zip", {"1.parquet": table.getvalue(), "2.jsonl.gz": gzip.compress(line), "3.json": b"[]"}
    )
    rows, _ = desk.read(desk.source(read={"files": {"paths": ["*.zip"]}}))
    assert rows["question"].to_list() == ["p", "j"]


def test_the_identity_of_a_zips_files_is_the_hash_of_the_zip(desk: Desk) -> None:
    path = zipped(desk.folder / "quiz.zip", MEMBERS)
    source = desk.source(read=read_of())
    assert identity(source, "files", base=desk.folder) == {"quiz.zip": content_hash(path)}
    assert desk.read(source)[0]["revision"].unique().to_list() == [content_hash(path)]
    zipped(path, {"data/a.csv": HEAD + "other,1\n"})
    assert desk.read(source)[0]["revision"].unique().to_list() == [content_hash(path)]


def test_a_zip_that_has_no_such_member_says_which_it_has(desk: Desk) -> None:
    zipped(desk.folder / "quiz.zip", MEMBERS)
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(read=read_of("data/val/*.csv")))
    assert str(caught.value) == (
        "quiz.zip: no file in it matches 'data/val/*.csv'; there are: data/dev/c.csv, data/test/a.csv, "
        "data/test/b.csv, data/test/deep/d.csv"
    )


def test_a_zip_in_a_zip_is_an_error_unless_other_files_are_chosen(desk: Desk) -> None:
    zipped(desk.folder / "quiz.zip", {"inner.zip": b"PK\x05\x06", "a.csv": HEAD + TEST})
    with pytest.raises(SourceError, match=r"^quiz\.zip: inner\.zip in it is a zip itself \(unpack it, or choose"):
        desk.read(desk.source(read=read_of()))
    assert desk.read(desk.source(read=read_of("*.csv")))[0].height == 1


def test_an_encrypted_zip_is_an_error(desk: Desk) -> None:
    path = zipped(desk.folder / "quiz.zip", {"a.csv": HEAD + TEST})
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)  # the second: the first is the folder's
    (flags,) = struct.unpack_from("<H", content, entry + 8)
    struct.pack_into("<H", content, entry + 8, flags | 1)
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"^quiz\.zip: a\.csv in it is encrypted \(unpack it"):
        desk.read(desk.source(read=read_of()))


def test_what_is_no_zip_is_an_error(desk: Desk) -> None:
    desk.write("quiz.zip", HEAD)
    with pytest.raises(SourceError, match=r"^quiz\.zip: is no zip that can be read: "):
        desk.read(desk.source(read=read_of()))


def test_a_member_that_is_damaged_gives_its_rows_and_one_reject(desk: Desk) -> None:
    path = zipped(desk.folder / "quiz.zip", {"a.csv": HEAD + "q,1\n" * 10}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"q,1\nq,1\n", b"q,1\nq,2\n", 1))
    rows, rejects = desk.read(desk.source(read=read_of(), broken={"rows": 1}))
    assert rows.height == 10
    assert rejects["why"].to_list() == ["line 12: cannot be unpacked whole: its checksum is another (after byte 56)"]


def test_members_without_a_zip_are_an_error_of_the_source(desk: Desk) -> None:
    with pytest.raises(ContentError, match=r"read\.files\.members: are those of zips, and no path ends with \.zip"):
        desk.source(read={"files": {"paths": ["data.jsonl"], "members": ["*"]}})
