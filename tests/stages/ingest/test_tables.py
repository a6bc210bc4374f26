"""Tables of text, CSV and TSV: every row is a record or a reject that says which line and why."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.errors import ContentError, SourceError
from curate.stages.ingest.block import Layout, Told
from curate.stages.ingest.files.places import local
from curate.stages.ingest.formats import delimited, lines
from curate.stages.ingest.formats.delimited import read_csv, read_tsv

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

    from curate.stages.ingest.block import Block, Broken

COLUMNS = frozenset({"question", "answer"})


def read(
    folder: Path, content: str | bytes, *, encoding: str = "utf-8", block_rows: int = 100, **layout: Any
) -> list[Block]:
    (folder / "data").write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    told = Told("data", columns=COLUMNS, encoding=encoding, block_rows=block_rows, layout=Layout(**layout))
    return list(read_csv(local(folder / "data"), told))


def records(blocks: list[Block]) -> list[tuple[Any, ...]]:
    return [tuple(record.values()) for block in blocks for record in block.records]


def rejects(blocks: list[Block]) -> list[tuple[Any, ...]]:
    broken: list[Broken] = [one for block in blocks for one in block.broken]
    return [(one.row, one.byte, one.why, one.raw) for one in broken]


def test_the_header_names_the_fields_and_only_those_looked_at_are_kept(tmp_path: Path) -> None:
    (block,) = read(tmp_path, "id,question,answer\n1,Q,A\n2,R,B\n")
    assert block.records == [{"question": "Q", "answer": "A"}, {"question": "R", "answer": "B"}]
    assert (block.rows, block.offsets) == ([0, 1], [19, 25])


def test_columns_that_nobody_asks_for_may_have_one_name_or_none(tmp_path: Path) -> None:
    blocks = read(tmp_path, "question,answer,note,note,,\nQ,A,1,2,,\n")
    assert records(blocks) == [("Q", "A")]


def test_a_field_in_quotes_may_hold_commas_quotes_and_line_ends(tmp_path: Path) -> None:
    blocks = read(tmp_path, 'question,answer\r\n"a, ""b""\r\nc",1\r\nd,2\r\n')
    assert records(blocks) == [('a, "b"\r\nc', "1"), ("d", "2")]
    assert blocks[0].offsets == [17, 34]


def test_an_empty_field_is_null_and_a_blank_line_is_no_row(tmp_path: Path) -> None:
    assert records(read(tmp_path, 'question,answer\n\nQ,\n"",A\n\n')) == [("Q", None), (None, "A")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "cp1252"])
def test_tables_are_read_in_their_encoding_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    blocks = read(tmp_path, 'question,answer\nGröße,"é\nè"\nü,1\n', encoding=encoding)
    assert records(blocks) == [("Größe", "é\nè"), ("ü", "1")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(desk: Desk, encoding: str) -> None:
    desk.write("data.csv", "question,answer\nGröße,é\n".encode(encoding))
    rows, _ = desk.read(desk.source(read={"files": {"paths": ["data.csv"]}}))
    assert rows.select("question", "answer").rows() == [("Größe", "é")]


def test_a_row_with_too_many_or_too_few_fields_is_rejected(tmp_path: Path) -> None:
    blocks = read(tmp_path, 'question,answer\nQ,A\nQ\n"Q\n",A,B\nR,B\n')
    assert records(blocks) == [("Q", "A"), ("R", "B")]
    assert rejects(blocks) == [
        (1, 20, "line 3: has 1 fields, not 2", "Q"),
        (2, 22, "line 4: has 3 fields, not 2", '"Q\n",A,B'),
    ]
    assert blocks[0].rows == [0, 3]


def test_a_stray_quote_costs_its_line_and_no_other(tmp_path: Path) -> None:
    blocks = read(tmp_path, 'question,answer\n"Q,1\nR,2\n"S" x,3\nT,4\n"U,5\nV,6\n')
    assert records(blocks) == [("R", "2"), ("T", "4"), ("V", "6")]
    assert rejects(blocks) == [
        (0, 16, "line 2: ',' expected after '\"'", '"Q,1'),
        (2, 25, "line 4: ',' expected after '\"'", '"S" x,3'),
        (4, 37, "line 6: a quote is opened and never closed", '"U,5'),
    ]


def test_without_quoting_quotes_are_characters_like_others(tmp_path: Path) -> None:
    assert records(read(tmp_path, 'question,answer\n"Q,"1"\n', quote=None)) == [('"Q', '"1"')]


def test_delimiter_and_quote_may_be_others(tmp_path: Path) -> None:
    assert records(read(tmp_path, "question;answer\n'a;b';1\n", delimiter=";", quote="'")) == [("a;b", "1")]


def test_a_table_without_a_header_has_the_columns_named_for_it(desk: Desk) -> None:
    desk.write("data.tsv", "Q\tA\nR\tB\n")
    read = {"files": {"paths": ["data.tsv"], "header": False, "columns": ["question", "answer"]}}
    rows, _ = desk.read(desk.source(read=read))
    assert rows.select("question", "answer", "source_row").rows() == [("Q", "A", 0), ("R", "B", 1)]


def test_many_quotes_that_are_never_closed_are_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "LONGEST_RECORD", 40)
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "question,answer\n" + ('"q,1\n' + "filler,1\n" * 20) * 40)
    assert "a quote is opened and never closed (byte " in str(caught.value)
    assert str(caught.value).endswith("(quote: null, where quotes are characters like others)")


def test_a_row_that_is_longer_than_can_be_held_costs_its_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "LONGEST_RECORD", 100)
    blocks = read(tmp_path, 'question,answer\n"q,1\n' + "filler,1\n" * 200)
    assert records(blocks) == [("filler", "1")] * 200
    assert rejects(blocks)[0][2:] == ("line 2: a quote is opened and never closed", '"q,1')


def test_a_line_that_is_too_long_is_rejected_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_RECORD", 64)
    monkeypatch.setattr(lines, "_PIECE", 16)
    blocks = read(tmp_path, "question,answer\n" + "q" * 300 + ",1\nR,2\n")
    assert records(blocks) == [("R", "2")]
    assert rejects(blocks)[0][:3] == (0, 16, "line 2: is longer than 64 bytes")
    assert blocks[0].offsets == [319]


def test_a_line_in_another_encoding_is_rejected_or_read_by_the_fallback(desk: Desk) -> None:
    desk.write("data.csv", b'question,answer\n"caf\xe9\nx",1\nR,2\n')
    rows, found = desk.read(desk.source(read={"files": {"paths": ["data.csv"]}}, broken={"rows": 1}))
    assert rows["question"].to_list() == ["R"]
    assert found.select("row", "byte", "why", "raw").rows() == [
        (0, 16, "line 2: is not utf-8 (byte 20)", '"caf\\xe9\nx",1')
    ]
    rows, _ = desk.read(desk.source(read={"files": {"paths": ["data.csv"], "fallback": "cp1252"}}))
    assert rows["question"].to_list() == ["café\nx", "R"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("question,question\n", "data.csv: its header names two columns 'question' (header: false, where the first"),
        ("question,answ\nQ,A\n", "data.csv: answer: has no column 'answer'; there are: answ, question"),
        ("question, answer\nQ,A\n", "data.csv: answer: has no column 'answer'; there are: ' answer', question"),
        (
            "question;answer\nQ;A\n",
            "data.csv: answer: has no column 'answer'; there are: question;answer (if that is between its fields, say",
        ),
        ('"question,answer\n', "data.csv: its header cannot be read: line 1: a quote is opened and never closed (byte"),
        ("", "quiz: is empty: there is no record in data.csv"),
        ("question,answer\n", "quiz: is empty: there is no record in data.csv"),
        (b"PAR1xxxx", "data.csv: is a Parquet file, not CSV (byte 0)"),
    ],
)
def test_a_table_that_is_bad_as_a_whole_is_one_line(desk: Desk, content: str | bytes, said: str) -> None:
    desk.write("data.csv", content)
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(read={"files": {"paths": ["data.csv"]}}))
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ({"header": False}, "read.files.header: false needs `columns`"),
        ({"columns": ["a"]}, "read.files.columns: names those of files without a header"),
        ({"header": False, "columns": ["a", "a"]}, "two columns have the same name"),
        ({"delimiter": '"'}, "delimiter and quote are the same character"),
        ({"delimiter": "||"}, "delimiter"),
        ({"records": "a.b"}, "read.files.records: is for the formats json, yaml, and these files are csv"),
    ],
)
def test_what_cannot_be_said_of_a_table_is_an_error_of_the_source(desk: Desk, read: dict[str, Any], said: str) -> None:
    with pytest.raises(ContentError, match=said):
        desk.source(read={"files": {"paths": ["data.csv"], **read}})


FIELD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(FIELD, FIELD)), block_rows=st.integers(1, 5), tabs=st.booleans())
def test_what_is_written_as_a_table_is_read_again(
    tmp_path: Path, rows: list[tuple[str, str]], block_rows: int, *, tabs: bool
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter="\t" if tabs else ",").writerows([("question", "answer"), *rows])
    (tmp_path / "data").write_bytes(written.getvalue().encode())
    told = Told("data", columns=COLUMNS, block_rows=block_rows)
    blocks = list((read_tsv if tabs else read_csv)(local(tmp_path / "data"), told))
    assert records(blocks) == [(one or None, two or None) for one, two in rows]
    assert not rejects(blocks)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text(st.sampled_from('",ab\n\r'), max_size=60))
def test_no_line_of_a_table_is_lost_in_silence(tmp_path: Path, content: str) -> None:
    blocks = read(tmp_path, content, header=False, names=("question", "answer"))
    kept = [field or "" for record in records(blocks) for field in record]
    said = "".join([*kept, *(raw for *_, raw in rejects(blocks))])
    assert said.count("a") == content.count("a")
    assert said.count("b") == content.count("b")
