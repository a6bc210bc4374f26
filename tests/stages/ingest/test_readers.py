"""Each format of file gives the records that stand in it, in blocks of any size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.stages.ingest.block import Block, Reader, Told
from curate.stages.ingest.files.places import local
from curate.stages.ingest.formats import jsonl, lines
from curate.stages.ingest.formats.columnar import read_parquet
from curate.stages.ingest.formats.json_array import read_json
from curate.stages.ingest.formats.jsonl import read_jsonl
from curate.stages.ingest.formats.opentriviaqa import read_opentriviaqa
from curate.stages.ingest.formats.registry import formats, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RECORDS = [{"question": f"Wie groß ist {n}?", "answer": n} for n in range(7)]


def told(**settings: Any) -> Told:
    return Told("data", columns=frozenset({"question", "answer"}), **settings)


def all_of(blocks: Iterator[Block]) -> tuple[list[dict[str, Any]], list[int]]:
    found = list(blocks)
    return [record for one in found for record in one.records], [row for one in found for row in one.rows]


def as_jsonl(path: Path) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")


def as_json(path: Path) -> None:
    path.write_text(json.dumps(RECORDS, ensure_ascii=False, indent=1), encoding="utf-8")


def as_parquet(path: Path) -> None:
    pl.DataFrame(RECORDS).write_parquet(path, row_group_size=2)


@pytest.mark.parametrize(("kind", "write"), [("jsonl", as_jsonl), ("json", as_json), ("parquet", as_parquet)])
@pytest.mark.parametrize("block_rows", [1, 3, 7, 100])
def test_every_record_comes_once_and_in_order(
    tmp_path: Path, kind: str, write: Callable[[Path], None], block_rows: int
) -> None:
    write(tmp_path / "data")
    records, rows = all_of(reader(kind)(local(tmp_path / "data"), told(block_rows=block_rows)))
    assert records == RECORDS
    assert rows == list(range(7))


def test_parquet_reads_only_the_columns_that_are_looked_at(tmp_path: Path) -> None:
    pl.DataFrame({"question": ["Q"], "answer": ["A"], "solution": ["long"]}).write_parquet(tmp_path / "data")
    records, _ = all_of(read_parquet(local(tmp_path / "data"), told()))
    assert records == [{"question": "Q", "answer": "A"}]


def test_offsets_in_jsonl_are_the_bytes_where_lines_begin(tmp_path: Path) -> None:
    lines = ['{"a": "ä"}\n', "\n", '{"a": 1}\r\n', '{"a": 2}']
    (tmp_path / "data").write_text("".join(lines), encoding="utf-8", newline="")
    (found,) = read_jsonl(local(tmp_path / "data"), told())
    assert found.offsets == [0, 13, 23]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_offsets_in_a_json_list_are_the_bytes_where_records_begin(tmp_path: Path, mark: bytes) -> None:
    text = '[{"a": "äöü"},\n {"a": "☃"}, {"a": 1}]'.encode()
    (tmp_path / "data").write_bytes(mark + text)
    (found,) = read_json(local(tmp_path / "data"), told())
    assert found.offsets == [len(mark) + at for at in (1, 19, 33)]
    assert found.records == [{"a": "äöü"}, {"a": "☃"}, {"a": 1}]


def test_a_json_record_longer_than_a_piece_of_the_file_is_read_whole(tmp_path: Path) -> None:
    long = {"a": "é" * 3_000_000}
    (tmp_path / "data").write_text(json.dumps([long, {"a": 1}], ensure_ascii=False), encoding="utf-8")
    records, _ = all_of(read_json(local(tmp_path / "data"), told()))
    assert records == [long, {"a": 1}]


def test_an_empty_json_list_has_no_records(tmp_path: Path) -> None:
    (tmp_path / "data").write_text(" [ ] \n")
    assert list(read_json(local(tmp_path / "data"), told())) == []


def test_a_byte_order_mark_is_no_part_of_the_first_record(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b'\xef\xbb\xbf{"a": 1}\n{"a": 2}\n')
    (found,) = read_jsonl(local(tmp_path / "data"), told())
    assert (found.records, found.offsets) == ([{"a": 1}, {"a": 2}], [3, 12])


def test_a_line_that_is_too_long_is_rejected_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_RECORD", 64)
    monkeypatch.setattr(lines, "_PIECE", 16)
    long = '{"a": "' + "x" * 500 + '"}\n'
    (tmp_path / "data").write_text('{"a": 0}\n' + long + '{"a": 1}\n' + long.strip())
    (found,) = read_jsonl(local(tmp_path / "data"), told())
    assert found.records == [{"a": 0}, {"a": 1}]
    assert (found.rows, found.offsets) == ([0, 2], [0, 519])
    assert [(one.row, one.byte, one.why) for one in found.broken] == [
        (1, 9, "is longer than 64 bytes"),
        (3, 528, "is longer than 64 bytes"),
    ]
    assert found.broken[0].raw.startswith('{"a": "xxx')


def test_a_block_ends_when_its_bytes_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "BLOCK_BYTES", 100)
    monkeypatch.setattr(lines, "_PIECE", 70)
    (tmp_path / "data").write_text("".join(json.dumps({"a": "x" * 60}) + "\n" for _ in range(4)))
    assert [len(one) for one in read_jsonl(local(tmp_path / "data"), told())] == [2, 2]


@pytest.mark.parametrize(
    ("encoding", "fallback"), [("utf-8", "cp1252"), ("detect", "cp1252"), ("detect", None), ("cp1252", None)]
)
def test_lines_that_are_not_utf8_are_read_in_the_other_encoding(
    tmp_path: Path, encoding: str, fallback: str | None
) -> None:
    words = "Où était le café près de l'église où l'élève a mangé une crêpe à l'été ?"
    (tmp_path / "data").write_bytes(json.dumps({"a": words}, ensure_ascii=False).encode("cp1252") + b'\n{"a": "x"}\n')
    records, _ = all_of(read_jsonl(local(tmp_path / "data"), told(encoding=encoding, fallback=fallback)))
    assert records == [{"a": words}, {"a": "x"}]


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Welche größere Stadt liegt am Fluß?", "cp1252"),
        ("Is the “largest” planet by mass … “Jupiter”?", "cp1252"),
        ("Które miasto leży nad Wisłą i jest największe? Żółć, gęś, źdźbło, świetność", "cp1250"),
        ("Какая река является самой длинной в Европе и куда она впадает?", "cp1251"),
    ],
)
def test_an_encoding_is_detected_by_the_lines_that_are_not_utf8(tmp_path: Path, words: str, encoding: str) -> None:
    (tmp_path / "data").write_bytes(b'{"a": "caf\xc3\xa9"}\n{"a": "' + words.encode(encoding) + b'"}\n')
    records, _ = all_of(read_jsonl(local(tmp_path / "data"), told(encoding="detect")))
    assert records == [{"a": "café"}, {"a": words}]


def test_utf8_and_another_encoding_may_stand_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b'{"a": "caf\xe9"}\n{"a": "caf\xc3\xa9"}\n')
    records, _ = all_of(read_jsonl(local(tmp_path / "data"), told(fallback="cp1252")))
    assert records == [{"a": "café"}, {"a": "café"}]


def test_a_json_list_in_another_encoding_is_read_whole_in_it(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes('[{"a": "café"}, {"a": "é"}]'.encode("cp1252"))
    (found,) = read_json(local(tmp_path / "data"), told(fallback="cp1252"))
    assert (found.records, found.offsets) == ([{"a": "café"}, {"a": "é"}], [1, 16])


TRIVIA = """
#Q Which of these is no mammal?
^ Shark
A Whale
B Shark

#Q Who sang this?\r
A long time ago
I walked
^ Nobody,
at all
A Nobody,
at all
B Somebody
"""


def test_trivia_questions_and_options_may_go_on_over_lines(tmp_path: Path) -> None:
    (tmp_path / "songs").write_bytes(TRIVIA.encode())
    records, rows = all_of(read_opentriviaqa(local(tmp_path / "songs"), told()))
    assert rows == [0, 1]
    assert records[0] == {
        "question": "Which of these is no mammal?",
        "answer": "Shark",
        "options": ["Whale", "Shark"],
        "category": "songs",
    }
    assert records[1]["question"] == "Who sang this?\nA long time ago\nI walked"
    assert records[1]["answer"] == "Nobody,\nat all"
    assert records[1]["options"] == ["Nobody,\nat all", "Somebody"]


def test_trivia_records_that_are_not_whole_are_rejected_with_their_reason(tmp_path: Path) -> None:
    (tmp_path / "songs").write_bytes(
        b"stray\n#Q No answer?\nA One\n#Q One option?\n^ One\nA One\n\n#Q Bad?\n\n\xff\n^ A\nA A\n"
    )
    (found,) = read_opentriviaqa(local(tmp_path / "songs"), told())
    assert found.records == []
    assert [(one.row, one.byte, one.why) for one in found.broken] == [
        (0, 0, "stands before any #Q"),
        (1, 6, "has no answer: no line begins with ^"),
        (2, 26, "has 1 options, fewer than 2"),
        (3, 54, "is not utf-8 (byte 63)"),
    ]


def test_readers_of_other_packages_are_found_by_their_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    from curate.stages.ingest.formats import registry  # noqa: PLC0415 - its caches are emptied around the test

    class Point:
        name = "toml"

        def load(self) -> Reader:
            return read_jsonl

    def points(*, group: str, name: str | None = None) -> list[Point]:
        return [Point()] if group == "curate.readers" and name in {None, "toml"} else []

    monkeypatch.setattr(registry, "entry_points", points)
    for cached in (formats, reader):
        cached.cache_clear()
    try:
        assert "toml" in formats()
        assert reader("toml") is read_jsonl
        assert reader("json") is read_json
    finally:
        for cached in (formats, reader):
            cached.cache_clear()
