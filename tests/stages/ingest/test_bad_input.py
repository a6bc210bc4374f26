"""Every bad input ends in one line that says where, or in a reject that says why; nothing is lost in silence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.errors import ContentError, SourceError
from curate.stages.ingest.opening import absent
from curate.stages.ingest.stage import REJECTS, check_broken, identity, ingest

if TYPE_CHECKING:
    from conftest import Desk

GOOD = '{"question": "Q", "answer": "A"}\n'
LENIENT = {"share": 1}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"question": "Q", "ans', "is no JSON: unexpected end of data (column 23)"),
        (b"[1, 2]", "is a list, not an object"),
        (b'"text"', "is a text, not an object"),
        (b"12", "is a number, not an object"),
        (b"null", "is null, not an object"),
        (b'{"question": "caf\xe9"}', "is not utf-8 (byte 50)"),
        (b'{"question": "Q", "answer": 1e25}', "answer is a number past exactness, not a text"),
        (b'{"question": ["Q"]}', "question is a list, not a text"),
        (b'{"question": "Q", "answer": {"a": 1}}', "answer is a mapping, not a text"),
    ],
)
def test_a_line_that_makes_no_row_is_rejected_with_place_and_reason(desk: Desk, line: bytes, why: str) -> None:
    desk.write("data.jsonl", GOOD.encode() + line + b"\n" + GOOD.encode())
    rows, rejects = desk.read(desk.source(broken={"rows": 1}))
    assert rows["source_row"].to_list() == [0, 2]
    assert rejects.schema == pl.Schema(REJECTS)
    (reject,) = rejects.rows(named=True)
    assert (reject["file"], reject["row"], reject["byte"], reject["why"]) == ("data.jsonl", 1, len(GOOD), why)
    if why.startswith(("is", "question")):
        assert reject["raw"][:5] in line.decode("utf-8", "backslashreplace")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ("A or B", "options is a text, not a list of texts"),
        (["A", None], "an item of options is null"),
        (["A", ["B"]], "an item of options is a list, not a text"),
        (["x"] * 27, "options has 27 items, more than 26"),
    ],
)
def test_options_that_are_no_list_of_texts_are_rejected(desk: Desk, options: object, why: str) -> None:
    records = [{"question": "Q", "options": given, "answer": "A"} for given in (["x", 2], options)]
    desk.write("data.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    mapping = {"question": "question", "options": "options", "answer": "answer"}
    rows, rejects = desk.read(desk.source(form="mcq", map=mapping, broken={"rows": 1}))
    assert rows["options"].to_list() == [["x", "2"]]
    assert rejects["why"].to_list() == [why]


def test_no_more_of_a_reject_is_kept_than_helps(desk: Desk) -> None:
    desk.write("data.jsonl", GOOD + "x" * 10_000 + "\n")
    _, rejects = desk.read(desk.source(broken={"rows": 1}))
    assert rejects["raw"].str.len_chars().to_list() == [2_000]


def test_an_item_of_a_json_list_that_is_no_object_is_rejected(desk: Desk) -> None:
    desk.write(
        "data.json",
        '[{"question": "Q", "answer": "A"}, 3, "\\ud800", {"question": "\\ud83d\\ude00"}, {"question": "\\udc00"}]',
    )
    rows, rejects = desk.read(desk.source(read=desk.files("data.json", "json"), broken=LENIENT))
    assert rows["question"].to_list() == ["Q", "😀"]
    assert rejects.select("row", "byte", "why").rows() == [
        (1, 35, "is 3, not an object"),
        (2, 38, "is not an object"),
        (4, 78, "holds half a character (a lone surrogate)"),
    ]


def test_more_rejects_than_the_source_allows_is_an_error_after_all_shards(desk: Desk) -> None:
    desk.write("data.jsonl", GOOD * 3 + "x\n" * 2)
    source = desk.source(broken={"rows": 1})
    batches = ingest("quiz", source, "files", base=desk.folder)
    assert next(batches).rejects.height == 2
    with pytest.raises(SourceError) as caught:
        next(batches)
    assert str(caught.value) == (
        "quiz: 2 of 5 records make no row, and `broken` allows 1 rows; the first is record 3 of data.jsonl (byte 99): "
        "is no JSON: unexpected character, expected a JSON value (column 1)"
    )


@pytest.mark.parametrize(
    ("limit", "rows", "broken", "fits"),
    [
        ({"rows": 2}, 3, 2, True),
        ({"rows": 1}, 3, 2, False),
        ({"share": 0.4}, 3, 2, True),
        ({"share": 0.3}, 3, 2, False),
        ({"share": 1}, 0, 2, False),
    ],
)
def test_the_limit_can_be_checked_by_what_was_counted_before(
    desk: Desk, limit: dict[str, float], rows: int, broken: int, *, fits: bool
) -> None:
    source = desk.source(broken=limit)
    if fits:
        check_broken("quiz", source, rows=rows, broken=broken)
        return
    with pytest.raises(
        SourceError, match=rf"^quiz: 2 of {rows + broken} records make no row, and `broken` allows"
    ) as caught:
        check_broken("quiz", source, rows=rows, broken=broken)
    assert str(caught.value).endswith(("rows", "share of 0.3", "share of 1"))


@pytest.mark.parametrize(("bad", "total", "fits"), [(1, 100, True), (2, 100, False), (1, 99, False), (2, 201, True)])
def test_the_limit_is_one_percent_unless_the_source_says_otherwise(
    desk: Desk, bad: int, total: int, *, fits: bool
) -> None:
    desk.write("data.jsonl", GOOD * (total - bad) + "x\n" * bad)
    if fits:
        assert desk.read(desk.source())[1].height == bad
    else:
        with pytest.raises(SourceError, match=rf"{bad} of {total} records make no row, .* allows a share of 0\.01"):
            desk.read(desk.source())


def test_a_source_of_nothing_but_rejects_is_an_error_whatever_its_limit(desk: Desk) -> None:
    desk.write("data.jsonl", "x\n")
    with pytest.raises(SourceError, match="1 of 1 records make no row"):
        desk.read(desk.source(broken=LENIENT))


@pytest.mark.parametrize(
    ("name", "kind", "content", "said"),
    [
        ("data.jsonl", "jsonl", "\n \n", "quiz: is empty: there is no record in data.jsonl"),
        ("data.json", "json", "[]", "quiz: is empty: there is no record in data.json"),
        ("data.json", "json", "", "data.json: is cut off: it ends within its list, after 0 whole records (byte 0)"),
        (
            "data.json",
            "json",
            '{"a": 1}',
            (
                "data.json: is no list of records: a list begins with [ (byte 0) (`records` says where a list stands "
                "in an object; objects one a line are the format jsonl)"
            ),
        ),
        (
            "data.json",
            "json",
            '[{"question": "ä"}, {"questi',
            "data.json: is cut off: it ends within its list, after 1 whole records (byte 29)",
        ),
        (
            "data.json",
            "json",
            '[{"question": "Q"}',
            "data.json: is cut off: it ends within its list, after 1 whole records (byte 18)",
        ),
        (
            "data.json",
            "json",
            '[{"q": 1} {"q": 2}]',
            "data.json: is no list of records: after a record comes , or ] (byte 10)",
        ),
        ("data.json", "json", '[{"q": x}]', "data.json: is no JSON: record 0: Expecting value (byte 7)"),
        (
            "data.json",
            "json",
            '[{"q": nul',
            "data.json: is cut off: it ends within its list, after 0 whole records (byte 10)",
        ),
        ("data.json", "json", '[{"q": 1}] []', "data.json: goes on after its list (byte 11)"),
        (
            "data.json",
            "json",
            b'[{"q": "\xe9"}]',
            "data.json: is not UTF-8 (byte 8) (name its encoding, or a fallback)",
        ),
        ("data.opentriviaqa", "opentriviaqa", "\n", "quiz: is empty: there is no record in data.opentriviaqa"),
    ],
)
def test_a_file_that_is_bad_as_a_whole_is_an_error_of_one_line(
    desk: Desk, name: str, kind: str, content: str | bytes, said: str
) -> None:
    desk.write(name, content)
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(read=desk.files(name, kind)))
    assert str(caught.value) == said


def test_the_byte_that_is_not_utf8_is_counted_from_the_start_of_a_long_file(desk: Desk) -> None:
    content = '[{"question": "' + "é" * 1_000_000
    desk.write("data.json", content.encode() + b'\xff"}]')
    with pytest.raises(SourceError, match=rf"is not UTF-8 \(byte {len(content.encode())}\)"):
        desk.read(desk.source(read=desk.files("data.json", "json")))


@pytest.mark.parametrize("content", ["[" * 200_000, "[" + "9" * 5_000 + "]"])
def test_json_without_end_in_depth_or_digits_is_an_error_of_one_line(desk: Desk, content: str) -> None:
    desk.write("data.json", content)
    with pytest.raises(SourceError, match=r"^data\.json: is no JSON that can be read: record 0: [^\n]+ \(byte 1\)$"):
        desk.read(desk.source(read=desk.files("data.json", "json")))


def a_parquet(desk: Desk) -> bytes:
    path = desk.folder / "whole.parquet"
    pl.DataFrame({"question": [f"{n}" for n in range(500)], "answer": ["A"] * 500}).write_parquet(path)
    return path.read_bytes()


@pytest.mark.parametrize("keep", [0, 3, 200, -1])
def test_a_parquet_that_is_cut_off_is_an_error_of_one_line(desk: Desk, keep: int) -> None:
    desk.write("data.parquet", a_parquet(desk)[:keep])
    with pytest.raises(SourceError, match=r"^data\.parquet: cannot be read as Parquet: [^\n]+$"):
        desk.read(desk.source(read=desk.files("data.parquet", "parquet")))


def test_a_parquet_that_is_damaged_inside_is_an_error_of_one_line(desk: Desk) -> None:
    whole = a_parquet(desk)
    desk.write("data.parquet", whole[:4] + b"\xff" * 300 + whole[304:])
    with pytest.raises(SourceError, match=r"^data\.parquet: cannot be read as Parquet: [^\n]+$"):
        desk.read(desk.source(read=desk.files("data.parquet", "parquet")))


def test_a_column_that_a_parquet_lacks_is_named_before_anything_is_read(desk: Desk) -> None:
    desk.write("data.parquet", a_parquet(desk))
    source = desk.source(read=desk.files("data.parquet", "parquet"), map={"question": "question", "answer": "gold"})
    with pytest.raises(SourceError) as caught:
        desk.read(source)
    assert str(caught.value) == "data.parquet: gold: has no column 'gold'; there are: answer, question"


@pytest.mark.parametrize(("path", "said"), [("none.jsonl", "there is no such file"), ("n*/*.jsonl", "no file matches")])
def test_a_file_that_is_not_there_is_an_error(desk: Desk, path: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        desk.read(desk.source(read=desk.files(path, "jsonl")))
    line = desk.place.read_text().split("\n").index(f"    - {path}") + 1
    assert str(caught.value) == (
        f"quiz.yaml:{line}: read.files.paths.0: {path}: {said} "
        f"(paths start at this file's folder, .; looked for {path})"
    )


def test_of_several_paths_the_one_that_is_missing_is_named_at_its_own_line(desk: Desk) -> None:
    desk.write("data.jsonl", GOOD)
    source = desk.source(read={"files": {"paths": ["data.jsonl", "deta.jsonl"]}})
    with pytest.raises(SourceError, match=r"read\.files\.paths\.1: deta\.jsonl: there is no such file"):
        desk.read(source)
    with pytest.raises(SourceError, match=r"quiz\.yaml:\d+: read\.files\.paths\.1: deta\.jsonl: there is no such file"):
        identity(source, "files", base=desk.folder, place=desk.place)


def test_a_link_to_nothing_is_named_beside_the_path_that_found_it(desk: Desk) -> None:
    (desk.folder / "far.jsonl").symlink_to(desk.folder / "gone")
    reading = desk.source(read=desk.files("far.jsonl", "jsonl")).read["files"]
    (error,) = absent(reading, "files", desk.place)
    assert "read.files.paths.0: " in str(error)
    assert "far.jsonl: is a link to a file that is not there" in str(error)


def test_a_field_that_stands_in_no_record_is_an_error_at_its_line(desk: Desk) -> None:
    desk.write("data.jsonl", GOOD * 3)
    source = desk.source(map={"question": "question", "answer": {"field": "anwser"}})
    with pytest.raises(ContentError) as caught:
        desk.read(source)
    line = desk.place.read_text().split("\n").index("    field: anwser") + 1
    assert str(caught.value) == (
        f"quiz.yaml:{line}: map.answer: stands in no record: there is no field 'anwser'. Did you mean 'answer'? "
        "There are: answer, question"
    )


def test_a_field_inside_others_is_looked_for_among_its_neighbours(desk: Desk) -> None:
    desk.write("data.jsonl", '{"question": "Q", "meta": [{"gold": "A"}]}\n')
    with pytest.raises(ContentError, match=r"no field 'meta\[\]\.golf'\. Did you mean 'meta\[\]\.gold'"):
        desk.read(desk.source(map={"question": "question", "answer": "meta[].golf"}))


def test_a_field_that_stands_in_one_record_only_is_no_error(desk: Desk) -> None:
    desk.write("data.jsonl", GOOD * 2 + '{"question": "Q", "answer": "A", "note": "law"}\n')
    rows, _ = desk.read(desk.source(map={"question": "question", "answer": "answer", "subject": "note"}))
    assert rows["subject"].to_list() == [None, None, "law"]


def test_an_optional_field_may_stand_nowhere(desk: Desk) -> None:
    desk.write("data.jsonl", GOOD)
    mapping = {"question": "question", "answer": "answer", "subject": {"field": "topic", "optional": True}}
    assert desk.read(desk.source(map=mapping))[0]["subject"].to_list() == [None]


def test_a_way_of_reading_that_is_not_there_is_an_error_that_names_those_that_are(desk: Desk) -> None:
    source = desk.source()
    with pytest.raises(
        ContentError, match=r"^quiz\.yaml:9: read: there is no way to read it 'hub'\. There are: files$"
    ):
        desk.read(source, "hub")


def test_a_sample_that_does_not_exist_is_an_error(desk: Desk) -> None:
    with pytest.raises(SourceError, match=r"none\.jsonl"):
        desk.read(desk.source(read={"sample": {"file": "none.jsonl"}}), "sample")


LINES = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"question": st.text(max_size=8), "answer": st.text(max_size=4) | st.integers() | st.none()}
        ).map(lambda record: json.dumps(record).encode()),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["question", "answer", "x"]), inner)
            ),
            max_leaves=6,
        ).map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")),
        st.binary(max_size=12).map(lambda some: some.replace(b"\n", b"")),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, shard_rows=st.integers(1, 9))
def test_rows_and_rejects_together_are_the_records_of_the_file(desk: Desk, lines: list[bytes], shard_rows: int) -> None:
    desk.write("data.jsonl", b"\n".join([GOOD.encode().strip(), *lines]))
    batches = list(ingest("quiz", desk.source(broken=LENIENT), "files", base=desk.folder, shard_rows=shard_rows))
    rows = pl.concat([batch.rows for batch in batches])
    rejects = pl.concat([batch.rejects for batch in batches])
    met = 1 + sum(bool(line.strip(b" \t\r")) for line in lines)
    assert sorted([*rows["source_row"], *rejects["row"]]) == list(range(met))
    assert rows["source_row"].is_sorted()
    assert all(batch.rows.height == shard_rows for batch in batches[:-1])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.none() | st.integers() | st.text() | st.dictionaries(st.sampled_from(["question"]), st.text())),
    cut=st.floats(0, 1),
)
def test_a_json_list_gives_all_its_records_or_says_that_it_is_cut_off(
    desk: Desk, values: list[Any], cut: float
) -> None:
    text = json.dumps([{"question": "Q", "answer": "A"}, *values]).encode()
    source = desk.source(read=desk.files("data.json", "json"), broken=LENIENT)
    desk.write("data.json", text)
    rows, rejects = desk.read(source)
    assert sorted([*rows["source_row"], *rejects["row"]]) == list(range(1 + len(values)))
    desk.write("data.json", text[: int(cut * (len(text) - 1))])
    with pytest.raises(SourceError, match="is cut off"):
        desk.read(source)
