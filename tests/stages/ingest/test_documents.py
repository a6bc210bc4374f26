"""Documents out of archives, pages, texts and records: complete, measured, and the same everywhere."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate import samples
from curate.errors import ContentError, SourceError
from curate.row import DOCUMENT
from curate.stages.ingest.config import Source
from curate.stages.ingest.documents.stage import ingest_documents
from curate.stages.ingest.stage import identity, promised_rows

if TYPE_CHECKING:
    from pathlib import Path

    from curate.stages.ingest.stage import Batch

PROSE = "The tide comes in twice a day, and the harbour fills with boats that wait for it."


def source(read: dict[str, Any], **more: Any) -> Source:
    facts = {
        "what": "Pages of a test.",
        "why": "To be read.",
        "group": "GPR",
        "origin": "synthetic",
        "form": "open",
        "licence": "MIT",
        "citation": "none",
        "domain": "mixed",
        "synthesize": "plan",
        "read": {"here": read},
    }
    return Source.model_validate(facts | more)


def documents(given: Source, base: Path, **more: Any) -> list[Batch]:
    return list(ingest_documents("web", given, "here", base=base, **more))


def rows(batches: list[Batch]) -> pl.DataFrame:
    return pl.concat(batch.rows for batch in batches)


def archive(path: Path, texts: list[str]) -> None:
    members: list[bytes] = []
    for number, text in enumerate(texts):
        body = f"<html><head><title>Page {number}</title></head><body><p>{text}</p></body></html>".encode()
        content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.org/{number}\r\n"
            f"WARC-Date: 2025-06-01T12:00:00Z\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        members.append(gzip.compress(head.encode() + content + b"\r\n\r\n", mtime=0))
    path.write_bytes(b"".join(members))


def test_every_page_of_the_sample_becomes_a_document_with_its_text(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    found = rows(documents(source({"file": "web_pages.warc.gz"}), tmp_path, counts=counts))
    assert found.schema == pl.Schema(DOCUMENT)
    assert found.height == 14
    assert counts == {"warcinfo": 1}
    folder = samples.path("web_pages.warc.gz").parent / "pages"
    for path in folder.glob("*.txt"):
        head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        facts = dict(line.split(": ", 1) for line in head.splitlines())
        row = found.row(by_predicate=pl.col("url") == facts["url"], named=True)
        assert row["title"] == facts["title"]
        true = body.replace("# ", "").split()
        kept = row["text"].split()
        if not facts.get("truncated"):
            assert kept[-len(true) :] == true
        assert "Cookies" not in kept
        assert row["language"] == "en"


def test_a_document_says_where_it_lies_so_that_it_can_be_fetched_again(tmp_path: Path) -> None:
    archive(tmp_path / "a.warc.gz", [f"{PROSE} {number}" for number in range(3)])
    content = (tmp_path / "a.warc.gz").read_bytes()
    for row in rows(documents(source({"paths": ["a.warc.gz"]}), tmp_path)).iter_rows(named=True):
        record = gzip.decompress(content[row["record_offset"] :])
        assert f"WARC-Target-URI: {row['url']}\r".encode() in record
        assert (row["source_file"], row["fetched"]) == ("a.warc.gz", "2025-06-01T12:00:00Z")


def test_shards_do_not_change_what_is_read(tmp_path: Path) -> None:
    archive(tmp_path / "a.warc.gz", [f"{PROSE} {number % 5}" for number in range(23)])
    given = source({"paths": ["a.warc.gz"]})
    whole = documents(given, tmp_path)
    parts = documents(given, tmp_path, shard_rows=4)
    assert [batch.rows.height for batch in parts] == [4, 4, 4, 4, 4, 3]
    assert rows(parts).equals(rows(whole))


def test_a_limit_ends_reading_with_the_last_document_wanted(tmp_path: Path) -> None:
    archive(tmp_path / "a.warc.gz", [f"{PROSE} {number}" for number in range(9)])
    (tmp_path / "b.warc.gz").write_bytes(b"\x1f\x8b\x08 this is never reached")
    given = source({"paths": ["a.warc.gz", "b.warc.gz"]})
    assert rows(documents(given, tmp_path, limit=5)).height == 5


def test_a_text_that_stood_before_is_marked_whatever_its_address_and_white_space(tmp_path: Path) -> None:
    archive(tmp_path / "a.warc.gz", [PROSE, "Another text.", PROSE])
    archive(tmp_path / "b.warc.gz", [PROSE.replace(" ", "  ")])
    found = rows(documents(source({"paths": ["a.warc.gz", "b.warc.gz"]}), tmp_path, shard_rows=1))
    assert found.get_column("duplicate").to_list() == [False, False, True, True]
    assert found.get_column("id").n_unique() >= 3


def test_damage_is_a_reject_with_its_place_and_the_rest_is_read(tmp_path: Path) -> None:
    archive(tmp_path / "a.warc.gz", [f"{PROSE} {number}" for number in range(3)])
    content = bytearray((tmp_path / "a.warc.gz").read_bytes())
    offsets = rows(documents(source({"paths": ["a.warc.gz"]}), tmp_path)).get_column("record_offset").to_list()
    content[offsets[1] + 40] ^= 0xFF
    (tmp_path / "a.warc.gz").write_bytes(content)
    batches = documents(source({"paths": ["a.warc.gz"]}, broken={"rows": 1}), tmp_path)
    assert rows(batches).get_column("url").to_list() == ["http://x.org/0", "http://x.org/2"]
    reject = pl.concat(batch.rejects for batch in batches).row(0, named=True)
    assert (reject["file"], reject["row"], reject["byte"]) == ("a.warc.gz", 1, offsets[1])
    with pytest.raises(SourceError, match="1 of 3 records make no row"):
        documents(source({"paths": ["a.warc.gz"]}, broken={"share": 0.01}), tmp_path)


@pytest.mark.parametrize(("whole", "damaged", "fits"), [(2, 1, True), (1, 1, True), (1, 2, False), (30, 11, False)])
def test_a_few_damaged_documents_need_no_word_of_the_source(
    tmp_path: Path, whole: int, damaged: int, *, fits: bool
) -> None:
    for number in range(whole + damaged):
        content = f"{PROSE} {number}".encode() + b"\xff" * (number >= whole)
        (tmp_path / f"{number:02}.txt").write_bytes(content)
    given = source({"paths": ["*.txt"]})
    if fits:
        assert rows(documents(given, tmp_path)).height == whole
        return
    with pytest.raises(SourceError, match=f"{damaged} of {whole + damaged} records .* or up to 10 where as many"):
        documents(given, tmp_path)


def test_a_file_that_is_no_archive_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_text("this is a text\nand no archive\n")
    with pytest.raises(SourceError, match="is no web archive"):
        documents(source({"paths": ["a.warc"]}), tmp_path)


def test_an_archive_without_documents_is_an_error_that_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 2\r\n\r\n{}\r\n\r\n")
    with pytest.raises(SourceError, match="holds no document; its records are: 1 metadata"):
        documents(source({"paths": ["a.warc"]}), tmp_path)


def test_pages_texts_and_markdown_are_one_document_a_file(tmp_path: Path) -> None:
    page = f"<html><head><title>A page</title></head><body><nav><a href=x>Home</a></nav><p>{PROSE}</p></body></html>"
    (tmp_path / "page.html").write_bytes(page.replace("tide", "tíde").encode("iso-8859-1"))
    (tmp_path / "text.txt").write_text(f"{PROSE}\r\n\r\n\r\n\r\nEnd.", encoding="utf-8")
    (tmp_path / "mark.md").write_text(f"---\ntitle: 'Tides'\n---\n# Heading\n\n{PROSE} ![a](b.png)\n", encoding="utf-8")
    found = rows(documents(source({"paths": ["*.html", "*.txt", "*.md"]}), tmp_path))
    assert found.get_column("title").to_list() == ["A page", None, "Tides"]
    assert found.get_column("text").to_list() == [
        PROSE.replace("tide", "tíde"),
        f"{PROSE}\n\nEnd.",
        f"# Heading\n\n{PROSE}",
    ]


def test_a_text_that_is_not_in_its_encoding_is_a_reject_with_the_byte(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(PROSE.encode() + b"\xff")
    (tmp_path / "b.txt").write_text(PROSE, encoding="utf-8")
    batches = documents(source({"paths": ["*.txt"]}, broken={"rows": 1}), tmp_path)
    assert [why for batch in batches for why in batch.rejects.get_column("why")] == [
        f"is not utf-8 (byte {len(PROSE)})"
    ]


def test_texts_of_records_are_found_by_their_paths(tmp_path: Path) -> None:
    lines = [{"doc": {"body": f"{PROSE} {number}"}, "link": f"http://x.org/{number}"} for number in range(3)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in [*lines, {"doc": {"body": ""}}]))
    given = source({"paths": ["a.jsonl"]}, documents={"text": "doc.body", "url": "link"}, broken={"rows": 1})
    batches = documents(given, tmp_path)
    assert rows(batches).get_column("url").to_list() == [line["link"] for line in lines]
    assert [why for batch in batches for why in batch.rejects.get_column("why")] == ["holds no text"]


def test_records_need_to_be_told_where_their_text_stands(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": PROSE}) + "\n")
    with pytest.raises(ContentError, match=r"documents\.text: is missing"):
        documents(source({"paths": ["a.jsonl"]}), tmp_path)
    with pytest.raises(ContentError, match=r"stands in no record.*There are: text"):
        documents(source({"paths": ["a.jsonl"]}, documents={"text": "txet"}, broken={"rows": 1}), tmp_path)


def test_questions_without_documents_are_rows_without_a_text(tmp_path: Path) -> None:
    given = source({"questions": 5})
    found = rows(documents(given, tmp_path, shard_rows=2))
    assert found.schema == pl.Schema(DOCUMENT)
    assert found.get_column("text").null_count() == 5
    assert found.get_column("id").n_unique() == 5
    assert identity(given, "here", base=tmp_path) == {"questions": "5"}
    assert promised_rows(given, "here", base=tmp_path) == 5
    assert rows(documents(given, tmp_path, limit=3)).equals(found.head(3))


def test_documents_are_the_same_in_every_run(tmp_path: Path) -> None:
    archive(tmp_path / "a.warc.gz", [f"{PROSE} {number}" for number in range(4)])
    given = source({"paths": ["a.warc.gz"]})
    assert rows(documents(given, tmp_path)).equals(rows(documents(given, tmp_path)))
