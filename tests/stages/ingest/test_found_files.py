"""Files are found by the names that they have, and what cannot be the file that is meant says what it is."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import fsspec
import pytest

from curate.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk

LINE = '{"question": "Q", "answer": "a"}\n'


def read(desk: Desk, *paths: str, **more: Any) -> list[str]:
    rows, rejects = desk.read(desk.source(read={"files": {"paths": list(paths), **more}}))
    assert not rejects.height
    return rows["source_file"].to_list()


@pytest.fixture
def memory() -> Iterator[Any]:
    files = fsspec.filesystem("memory")
    yield files
    files.rm("/found", recursive=True)


@pytest.mark.parametrize("name", ["quiz[1].jsonl", "quiz?.jsonl", "[a-c]*.jsonl"])
def test_a_name_that_looks_like_a_glob_is_a_name_first(desk: Desk, name: str) -> None:
    desk.write(name, LINE)
    desk.write("b2.jsonl", LINE)
    assert read(desk, name) == [name]


def test_a_link_to_nowhere_is_not_passed_over(desk: Desk) -> None:
    desk.write("data/a.jsonl", LINE)
    (desk.folder / "data/b.jsonl").symlink_to("../store/b.jsonl")
    for pattern in ("data/*.jsonl", "data/b.jsonl", "**/*.jsonl"):
        with pytest.raises(SourceError, match=r"^data/b\.jsonl: is a link to a file that is not there"):
            read(desk, pattern)
    desk.write("store/b.jsonl", LINE)
    assert read(desk, "data/*.jsonl") == ["data/a.jsonl", "data/b.jsonl"]


@pytest.mark.parametrize("name", ["quiz.zip", "QUIZ.ZIP"])
def test_members_are_read_however_their_names_begin(desk: Desk, name: str) -> None:
    with zipfile.ZipFile(desk.folder / name, "w") as archive:
        for member in ("./a.jsonl", "./data/b.jsonl", "../c.jsonl", "./.hidden.jsonl", "__MACOSX/._a.jsonl"):
            archive.writestr(member, LINE)
    assert read(desk, name) == [f"{name}!{member}" for member in ("../c.jsonl", "./a.jsonl", "./data/b.jsonl")]
    assert read(desk, name, members=["data/*.jsonl"]) == [f"{name}!./data/b.jsonl"]


def test_a_member_whose_name_is_none_for_a_disk_is_read(desk: Desk) -> None:
    import polars as pl  # noqa: PLC0415 - only here

    pl.DataFrame({"question": ["Q"], "answer": ["a"]}).write_parquet(desk.folder / "x")
    long = f"{'x' * 300}.parquet"
    with zipfile.ZipFile(desk.folder / "quiz.zip", "w") as archive:
        archive.write(desk.folder / "x", long)
    assert read(desk, "quiz.zip") == [f"quiz.zip!{long}"]


def test_a_chain_of_protocols_is_named_by_its_first(desk: Desk, memory: Any) -> None:
    with memory.open("/found/quiz.zip", "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.jsonl", LINE)
    chain = "zip://a.jsonl::memory://found/quiz.zip"
    assert read(desk, chain) == [chain]


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "yaml", "parquet"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "is a pointer of Git LFS, not"),
        ("/annex/objects/SHA256E-s1--00.jsonl\n", "is a pointer of git-annex, not"),
        ("\n<!DOCTYPE HTML>\n<html><body>404</body></html>", "is a web page, not"),
    ],
)
def test_what_stands_in_place_of_a_file_is_told(desk: Desk, kind: str, content: str, said: str) -> None:
    desk.write(f"data.{kind}", content)
    with pytest.raises(SourceError, match=rf"^data\.{kind}: {said} .*\(byte 0\)"):
        read(desk, f"data.{kind}")
