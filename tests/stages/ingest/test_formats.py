"""YAML, Arrow, and JSON with its list inside; formats told by names; and files that are not what they claim."""

from __future__ import annotations

import codecs
import io
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.errors import ContentError, SourceError
from curate.stages.ingest.block import Layout, Told
from curate.stages.ingest.files.places import local
from curate.stages.ingest.formats import json_text
from curate.stages.ingest.formats.json_array import read_json
from curate.stages.ingest.formats.jsonl import read_jsonl
from curate.stages.ingest.formats.registry import DOCUMENTS, format_of, formats
from curate.stages.ingest.formats.yaml_list import read_yaml
from curate.stages.ingest.stage import promised_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Desk

    from curate.stages.ingest.block import Block

COLUMNS = frozenset({"question", "answer"})
GOOD = '{"question": "Q", "answer": "A"}\n'


def all_of(blocks: Iterator[Block]) -> list[dict[str, Any]]:
    return [dict(record) for block in blocks for record in block.records]


def paths(*names: str, **settings: Any) -> dict[str, Any]:
    return {"files": {"paths": list(names), **settings}}


LIST = """\
- question: Is it so?
  answer: no
- question: When?
  answer: 2001-02-03
- {question: How long?, answer: 1:30, more: [0x10, 1.5, true, ~, 010]}
"""


@pytest.mark.parametrize(
    "content", [LIST, "---\n" + LIST.replace("- {", "---\n- {"), "# nothing\n---\n---\n" + LIST + "...\n"]
)
def test_a_list_of_yaml_is_read_with_plain_words_as_they_stand(tmp_path: Path, content: str) -> None:
    (tmp_path / "data").write_text(content)
    assert all_of(read_yaml(local(tmp_path / "data"), Told("data", block_rows=2))) == [
        {"question": "Is it so?", "answer": "no"},
        {"question": "When?", "answer": "2001-02-03"},
        {"question": "How long?", "answer": "1:30", "more": [16, 1.5, True, None, 10]},
    ]


def test_each_document_of_yaml_may_be_a_record(desk: Desk) -> None:
    desk.write("data.yml", "question: Q\nanswer: A\n---\nquestion: |\n  R\n  S\nanswer: 2\n")
    rows, _ = desk.read(desk.source(read=paths("data.yml")))
    assert rows.select("question", "answer").rows() == [("Q", "A"), ("R\nS", "2")]


def test_anchors_and_merges_of_yaml_are_followed(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("- &a {question: Q, answer: A}\n- <<: *a\n  question: R\n")
    found = all_of(read_yaml(local(tmp_path / "data"), Told("data")))
    assert found == [{"question": "Q", "answer": "A"}, {"question": "R", "answer": "A"}]


def bomb() -> str:
    names = "abcdefghij"
    return "- {a: &a [x, x, x, x, x, x, x, x, x, x]}\n" + "".join(
        f"- {{{name}: &{name} [{', '.join([f'*{names[at]}'] * 10)}]}}\n" for at, name in enumerate(names[1:])
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("- just text\n", "line 1: is a single value, not a mapping"),
        ("- [a]\n", "line 1: is a list, not a mapping"),
        ("- {question: !!python/name:os.system x}\n", "line 1: could not determine a constructor for the tag"),
        ("- {question: [a], ? [b] : c}\n", "line 1: found unhashable key"),
        ("- &a {question: [*a]}\n", "line 1: an alias stands for what it is a part of"),
        (bomb(), "line 6: its aliases stand for more than 1,000,000 values"),
    ],
)
def test_an_item_of_yaml_that_is_no_record_is_rejected_with_its_line(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "data").write_text(content)
    (block,) = read_yaml(local(tmp_path / "data"), Told("data"))
    assert block.broken[0].why.startswith(why)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- a: 1\n- b: [\n", "data.yaml:3: is no YAML: did not find expected node content"),
        ("- a: *b\n", "data.yaml:1: is no YAML: found undefined alias"),
        ("- ä: some words and \x01\n", "data.yaml: is no YAML: control characters are not allowed: U+0001 (byte 21)"),
        ("\ufeff- a: some words \x01\n", "data.yaml: is no YAML: control characters are not allowed: U+0001 (byte 19)"),
        ("", "quiz: is empty: there is no record in data.yaml"),
        ("- " + "[" * 5000, "data.yaml: is no YAML that can be read: "),
        (b"- a: caf\xe9\n", "data.yaml: is not UTF-8 (byte 8)"),
    ],
)
def test_yaml_that_is_broken_is_one_line_that_says_where(desk: Desk, content: str | bytes, said: str) -> None:
    desk.write("data.yaml", content)
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(read=paths("data.yaml"), broken={"share": 1}))
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


NESTED = (
    '{"version": {"a": [1, "}]\\\\\\""]}, "data": {"test": [{"question": "no"}], "train": [%s], "x": 1}, "end": []}'
)
RECORDS = '{"question": "Q", "answer": "A"}, {"question": "R", "answer": "B"}'


@pytest.mark.parametrize("name", ["data.json", "data.yaml"])
def test_records_may_stand_inside_an_object(desk: Desk, name: str) -> None:
    desk.write(name, NESTED % RECORDS)
    rows, _ = desk.read(desk.source(read=paths(name, records="data.train")))
    assert rows.select("question", "answer").rows() == [("Q", "A"), ("R", "B")]


@pytest.mark.parametrize("piece", range(1, 9))
def test_what_comes_before_the_records_is_passed_over_wherever_the_file_is_cut_into_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(json_text, "_PIECE", piece)
    (tmp_path / "data").write_text(NESTED % RECORDS)
    told = Told("data", layout=Layout(records=("data", "train")))
    (block,) = read_json(local(tmp_path / "data"), told)
    assert block.records == json.loads(f"[{RECORDS}]")
    assert block.offsets == [(NESTED % RECORDS).index(RECORDS), (NESTED % RECORDS).index('{"question": "R"')]


VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from('"\\{}[]a:,')),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.sampled_from('"\\a}]'), min_size=1), inner),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(VALUES, max_size=4), after=st.lists(VALUES, max_size=4), cut=st.floats(0, 1, exclude_max=True))
def test_whatever_stands_around_the_records_they_are_found_or_the_cut_is_told(
    tmp_path: Path, before: list[Any], after: list[Any], cut: float
) -> None:
    top = {f"b{at}": value for at, value in enumerate(before)} | {"data": [{"question": "Q"}]}
    text = json.dumps(top | {f"z{at}": value for at, value in enumerate(after)})
    told = Told("data", layout=Layout(records=("data",)))
    (tmp_path / "data").write_text(text)
    assert all_of(read_json(local(tmp_path / "data"), told)) == [{"question": "Q"}]
    (tmp_path / "data").write_text(text[: int(cut * len(text))])
    with pytest.raises(SourceError, match="is cut off"):
        all_of(read_json(local(tmp_path / "data"), told))


@pytest.mark.parametrize(
    ("name", "content", "records", "said"),
    [
        (
            "data.json",
            '{"tests": 1, "x": 2}',
            "test",
            "holds no records: there is no key 'test'. Did you mean 'tests'?",
        ),
        ("data.json", '{"test": {"a": 1}}', "test", "is no list of records: a list begins with ["),
        ("data.json", "[1]", "test", "is no list of records: it is no object, and test should be in it (byte 0)"),
        ("data.json", "{1: 2}", "test", "is no JSON: a key begins with a quote (byte 1)"),
        ("data.yaml", "a: 1", "b", "has nothing at b, where its records should be"),
        ("data.yaml", "a: {b: 1}", "a.b", "a.b is no list"),
    ],
)
def test_a_path_to_records_that_leads_nowhere_is_one_line(
    desk: Desk, name: str, content: str, records: str, said: str
) -> None:
    desk.write(name, content)
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(read=paths(name, records=records)))
    assert str(caught.value).startswith(f"{name}: {said}")


def as_file(table: pa.Table, sink: Any) -> None:
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=3)


def as_stream(table: pa.Table, sink: Any) -> None:
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=3)


@pytest.mark.parametrize("write", [as_file, as_stream])
@pytest.mark.parametrize("name", ["data.arrow", "data.feather"])
def test_files_and_streams_of_arrow_are_read(desk: Desk, write: Any, name: str) -> None:
    records = [{"id": n, "question": f"Q{n}", "answer": str(n)} for n in range(10)]
    sink = io.BytesIO()
    write(pa.Table.from_pylist(records), sink)
    desk.write(name, sink.getvalue())
    rows, _ = desk.read(desk.source(read=paths(name)), shard_rows=2)
    assert rows.select("question", "source_row").rows() == [(f"Q{n}", n) for n in range(10)]
    desk.write(name, sink.getvalue()[:-300])
    with pytest.raises(SourceError, match=rf"^{name}: cannot be read as Arrow: [^\n]+$"):
        desk.read(desk.source(read=paths(name)))


def test_feather_of_zstd_is_read_and_a_missing_column_is_named(desk: Desk) -> None:
    pl.DataFrame({"question": ["Q"], "answer": ["A"]}).write_ipc(desk.folder / "data.feather", compression="zstd")
    assert desk.read(desk.source(read=paths("data.feather")))[0].height == 1
    with pytest.raises(SourceError, match=r"^data\.feather: gold: has no column 'gold'; there are: answer, question$"):
        desk.read(desk.source(read=paths("data.feather"), map={"question": "question", "answer": "gold"}))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("x.jsonl", "jsonl"),
        ("x.NDJSON", "jsonl"),
        ("x.yml", "yaml"),
        ("x.pq", "parquet"),
        ("x.tab", "tsv"),
        ("x.wet", "warc"),
        ("x.md", "markdown"),
        ("songs", None),
        ("x.xlsx", None),
        ("jsonl", None),
    ],
)
def test_a_name_tells_its_format_or_none(name: str, found: str | None) -> None:
    assert format_of(name) == found


@pytest.mark.parametrize(
    ("said", "meant"), [("md", "markdown"), ("txt", "text"), (".yml", "yaml"), ("JSONL", "jsonl"), ("jsonll", "jsonl")]
)
def test_a_format_that_is_called_by_a_suffix_is_told_its_name(desk: Desk, said: str, meant: str) -> None:
    with pytest.raises(ContentError, match=rf"there is no format '{said}'\. Did you mean '{meant}'\? There are: "):
        desk.source(read=paths("songs", format=said))


def test_a_name_that_tells_no_format_is_an_error_that_lists_all(desk: Desk) -> None:
    listed = ", ".join(formats())
    with pytest.raises(ContentError, match=rf"the name songs tells no format: say `format`, one of {listed}"):
        desk.source(read=paths("songs"))
    desk.write("songs", GOOD)
    with pytest.raises(SourceError, match=rf"^songs: its name tells no format; there are: {listed} \(say which"):
        desk.read(desk.source(read=paths("song*")))
    assert desk.read(desk.source(read=paths("song*", format="jsonl")))[0].height == 1


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_format_of_documents_is_no_format_of_records(desk: Desk, kind: str) -> None:
    desk.write("page", GOOD)
    with pytest.raises(SourceError, match=rf"^page: the format {kind} holds documents, and `map` maps records; "):
        desk.read(desk.source(read=paths("page", format=kind)))


def test_rows_of_parquet_are_promised_as_the_file_says(desk: Desk) -> None:
    pl.DataFrame({"question": ["Q"] * 7, "answer": ["A"] * 7}).write_parquet(desk.folder / "a.parquet")
    desk.write("b.jsonl", GOOD * 3)
    desk.write("c.json", "[]")
    assert promised_rows(desk.source(read=paths("a.parquet", "b.jsonl")), "files", base=desk.folder) == 10
    assert promised_rows(desk.source(read=paths("a.parquet", "c.json")), "files", base=desk.folder) is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("block_rows", [1, 100])
def test_lines_of_wide_characters_are_read_with_their_bytes(tmp_path: Path, encoding: str, block_rows: int) -> None:
    lines = [
        '{"a": "äਅĀਅ☃😀"}\r\n',
        "\n",
        " \n",
        '{"a": \n',
        '{"a": 1}',
    ]  # between its letters lie the bytes of line ends
    (tmp_path / "data").write_text("".join(lines), encoding=encoding, newline="")
    blocks = list(read_jsonl(local(tmp_path / "data"), Told("data", encoding=encoding, block_rows=block_rows)))
    assert all_of(iter(blocks)) == [{"a": "äਅĀਅ☃😀"}, {"a": 1}]
    starts = [len("".join(lines[:at]).encode(encoding)) for at in (0, 3, 4)]
    starts[0] = {"utf-16": 2, "utf-32": 4}.get(encoding, 0)
    (broken,) = [one for block in blocks for one in block.broken]
    assert [at for block in blocks for at in block.offsets] == [starts[0], starts[2]]
    assert (broken.row, broken.byte, broken.raw) == (1, starts[1], '{"a": ')


@pytest.mark.parametrize("name", ["data.jsonl", "data.json", "data.yaml"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(desk: Desk, name: str, encoding: str) -> None:
    record = '{"question": "Größe?", "answer": "é"}'
    desk.write(name, (record if name == "data.jsonl" else f"[{record}]").encode(encoding))
    rows, _ = desk.read(desk.source(read=paths(name)))
    assert rows.select("question", "answer").rows() == [("Größe?", "é")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_without_a_mark_the_error_says_which_encoding_to_name(desk: Desk, encoding: str) -> None:
    desk.write("data.jsonl", GOOD.encode(encoding))
    byte = GOOD.encode(encoding).index(0)
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(read=paths("data.jsonl")))
    assert str(caught.value) == (
        f"data.jsonl: is not JSON Lines in utf-8: it holds the byte 00 (byte {byte}) (if it is {encoding}, say so: "
        f"encoding: {encoding})"
    )
    assert desk.read(desk.source(read=paths("data.jsonl", encoding=encoding)))[0].height == 1


def test_an_encoding_of_the_whole_file_is_no_fallback_for_its_lines(desk: Desk) -> None:
    with pytest.raises(ContentError, match="is that of single lines; a file is in UTF-16 or UTF-32 as a whole"):
        desk.source(read=paths("data.jsonl", fallback="utf-16"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PAR1\x15\x04", "is a Parquet file, not {} (byte 0)"),
        (b"PK\x03\x04\x14\x00", "is a zip, not {} (byte 0)"),
        (b"ARROW1\x00\x00", "is an Arrow file, not {} (byte 0)"),
        (b"%PDF-1.7\n", "is a PDF, not {} (byte 0)"),
        (bytes(range(256)) * 40, "is not {} in utf-8: it holds the byte 00 (byte 0)"),
        (b"ab\x01\x02\x03\n", "is not {} in utf-8: it holds the byte 01 (byte 2)"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "called"),
    [("jsonl", "JSON Lines"), ("json", "JSON"), ("csv", "CSV"), ("yaml", "YAML"), ("opentriviaqa", "text")],
)
def test_a_file_that_is_not_what_it_claims_is_one_line(
    desk: Desk, kind: str, called: str, content: bytes, said: str
) -> None:
    desk.write("data", content)
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(read=paths("data", format=kind)))
    assert str(caught.value) == f"data: {said.format(called)}"


@pytest.mark.parametrize("content", [GOOD * 9, "PAR1" + GOOD, codecs.BOM_UTF8.decode() + GOOD])
def test_what_is_no_parquet_says_how_it_begins_or_ends(desk: Desk, content: str) -> None:
    desk.write("data.parquet", content)
    with pytest.raises(SourceError, match=r"^data\.parquet: cannot be read as Parquet: it .*\(byte \d+\)$"):
        desk.read(desk.source(read=paths("data.parquet")))


@pytest.mark.parametrize("kind", ["jsonl", "parquet", "csv", "arrow", "json"])
def test_memory_of_reading_does_not_grow_with_the_file(tmp_path: Path, kind: str) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.{kind}"
        frame = pl.DataFrame({"question": [f"{n}" * 40 for n in range(count)], "answer": ["A"] * count})
        if kind == "parquet":
            frame.write_parquet(path, row_group_size=count, compression="uncompressed")
        elif kind == "arrow":
            frame.write_ipc(path, record_batch_size=2048)
        elif kind == "json":
            path.write_text(json.dumps(frame.to_dicts()))
        else:
            frame.write_ndjson(path) if kind == "jsonl" else frame.write_csv(path)
        from curate.stages.ingest.formats.registry import reader  # noqa: PLC0415 - beside its only use

        before = pa.total_allocated_bytes()
        most = 0
        tracemalloc.start()
        for block in reader(kind)(local(path), Told(kind, columns=COLUMNS)):
            most = max(most, pa.total_allocated_bytes() - before)
            assert len(block)
        _, top = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return top + most

    small, large = peak(20_000), peak(80_000)
    assert large < 1.3 * small + (1 << 20)
