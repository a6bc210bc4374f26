"""Documents of a crawl, from a server that fails on purpose: every record is a row, a reject, or counted."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from curate.errors import SourceError
from curate.stages.ingest.config import Source
from curate.stages.ingest.documents.stage import ingest_documents
from curate.stages.ingest.reading import CrawlReading
from curate.stages.ingest.web import polite, remote
from curate.stages.ingest.web.crawl import archives

if TYPE_CHECKING:
    from conftest import FakeTime, Site

    from curate.stages.ingest.stage import Batch

DATA = Path(__file__).parents[5] / "shared/data/web_warc"
CRAWL = "CC-MAIN-2024-10"
INDEX = f"/{CRAWL}-index"
FILE = "crawl-data/one.warc.gz"
NOTHING = b'{"message": "No Captures found for: x.org/*"}'


def record(kind: str, content: bytes, number: int = 0) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://x.org/{number}\r\n"
        f"WARC-Date: 2024-02-20T12:00:00Z\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + content + b"\r\n\r\n", mtime=0)


def page(number: int, status: str = "200 OK", media: str = "text/html") -> bytes:
    text = f"The tide of day {number} comes in, and the harbour fills with boats that wait for it. " * 3
    body = f"<html><head><title>Day {number}</title></head><body><p>{text}</p></body></html>"
    return record("response", f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n{body}".encode(), number)


MEMBERS = [
    record("warcinfo", b"software: test\r\n"),
    page(1),
    page(2, status="404 Not Found"),
    record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", 3),
    page(4, media="image/png"),
    page(5),
    page(6, status="301 Moved"),
    page(7),
]


def hits(members: list[bytes], file: str = FILE) -> list[dict[str, str]]:
    places = [sum(map(len, members[:n])) for n in range(len(members))]
    return [
        {"url": f"http://x.org/{at}", "filename": file, "offset": str(at), "length": str(len(member))}
        for at, member in zip(places, members, strict=True)
    ]


def serve_index(site: Site, pages: list[list[dict[str, str]] | None]) -> None:
    """An index whose answer has these pages; one that is None is not there, as an index says it."""

    def answer(asked: dict[str, list[str]]) -> bytes | None:
        if "showNumPages" in asked:
            return json.dumps({"pages": len(pages), "pageSize": 5, "blocks": 1}).encode()
        told = pages[int(asked["page"][0])]
        return None if told is None else "".join(json.dumps(one) + "\n" for one in told).encode()

    site.computed[INDEX] = answer
    site.refused[INDEX] = NOTHING


def source(site: Site, **read: Any) -> Source:
    crawl = {"crawl": CRAWL, "base": site.url, "index_base": site.url, "pause": 0, "attempts": 6, **read}
    if "warcs" not in read:
        crawl.setdefault("index", {"url": "x.org/*"})
    facts = {"what": "Pages.", "why": "A test.", "group": "GPR", "origin": "synthetic", "form": "open"}
    facts |= {"licence": "MIT", "citation": "none", "domain": "mixed", "broken": {"share": 1.0}}
    return Source.model_validate({**facts, "synthesize": "plan", "read": {"here": crawl}})


def rows(batches: list[Batch]) -> pl.DataFrame:
    return pl.concat(batch.rows for batch in batches)


def rejects(batches: list[Batch]) -> list[tuple[Any, ...]]:
    return pl.concat(batch.rejects for batch in batches).select("file", "row", "byte", "why").rows()


class Reader:
    """Reads with a clock that nobody waits for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts = Counter[str]()

    def __call__(self, given: Source, **more: Any) -> list[Batch]:
        """All that a source gives."""
        self.counts.clear()
        downloads = self.folder / "downloads"
        return list(
            ingest_documents("web", given, "here", base=self.folder, downloads=downloads, counts=self.counts, **more)
        )


@pytest.fixture
def read(tmp_path: Path, fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(polite, "_CLOCK", fake_time.clock)
    return Reader(tmp_path)


def test_every_line_of_the_index_is_a_row_a_reject_or_counted(site: Site, read: Reader) -> None:
    told = hits(MEMBERS)
    site.files[f"/{FILE}"] = b"".join(MEMBERS)
    nowhere = {**told[1], "filename": "crawl-data/none.warc.gz"}
    serve_index(site, [told[:4], None, [told[3], *told[4:], nowhere, {"url": "x"}]])
    site.failures[f"/{FILE}"] = [("cut", 20), ("busy", (503, "3")), ("empty", None), ("longer", 9)]
    site.failures[INDEX] = [("busy", (503, "1")), ("cut", 5), ("shorter", 3)]
    found = read(source(site))
    assert rows(found)["title"].to_list() == ["Day 1", "Day 5", "Day 7"]
    assert rows(found)["record_offset"].to_list() == [int(told[at]["offset"]) for at in (1, 5, 7)]
    assert rows(found)["source_file"].unique().to_list() == [FILE]
    assert [(file, row) for file, row, _, _ in rejects(found)] == [(site.url, 10), ("crawl-data/none.warc.gz", 9)]
    assert read.counts == {
        "warcinfo": 1,
        "response 404": 1,
        "response 301": 1,
        "revisit": 1,
        "response image/png": 1,
        "named once more by the index": 1,
    }
    assert rows(found).height + len(rejects(found)) + read.counts.total() == len(told) + 3


def test_the_index_and_the_list_of_paths_lead_to_the_same_documents(site: Site, read: Reader) -> None:
    site.files |= {f"/{FILE}": b"".join(MEMBERS), "/crawl-data/warc.paths.gz": gzip.compress(f"{FILE}\n".encode())}
    serve_index(site, [hits(MEMBERS)[::-1]])
    same = ["id", "url", "title", "text", "crawl", "record_offset", "fetched", "source_file"]
    by_index = rows(read(source(site)))
    by_list = rows(read(source(site, warcs="crawl-data/warc.paths.gz")))
    assert by_index.select(same).equals(by_list.select(same))
    assert by_index["crawl"].unique().to_list() == [CRAWL]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"length": "40"}, "breaks off"),
        ({"offset": str(len(MEMBERS[0]) + 30)}, "is no web archive"),
        ({"offset": "999999"}, "has no bytes 999,999 to"),
        ({"length": "99999999"}, "the index names 99,999,999 bytes"),
    ],
)
def test_a_line_of_the_index_that_leads_astray_costs_its_record_and_no_other(
    site: Site, read: Reader, change: dict[str, str], why: str
) -> None:
    site.files[f"/{FILE}"] = b"".join(MEMBERS)
    told = hits(MEMBERS)
    serve_index(site, [[{**told[1], **change}, told[5], told[7]]])
    found = read(source(site))
    assert rows(found)["title"].to_list() == ["Day 5", "Day 7"]
    ((_, row, _, said),) = rejects(found)
    assert row == 0
    assert why in said
    assert not read.counts


def test_bytes_behind_a_record_are_another_records(site: Site, read: Reader) -> None:
    site.files[f"/{FILE}"] = b"".join(MEMBERS)
    told = hits(MEMBERS)
    serve_index(site, [[{**told[5], "length": str(len(b"".join(MEMBERS[5:])) - 9)}]])
    found = read(source(site))
    assert rows(found)["title"].to_list() == ["Day 5"]
    assert not rejects(found)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>Sorry, we are closed.</html>", "is no web archive"),
        (b"", "holds no record"),
        (b"\0" * 512, "holds no record"),
        (gzip.compress(b""), "holds no record"),
    ],
)
def test_a_file_that_is_no_archive_is_one_reject_among_others(
    site: Site, read: Reader, content: bytes, why: str
) -> None:
    site.files |= {"/crawl-data/zero": content, f"/{FILE}": b"".join(MEMBERS)}
    found = read(source(site, warcs=["crawl-data/zero", FILE]))
    assert rows(found)["title"].to_list() == ["Day 1", "Day 5", "Day 7"]
    ((file, row, byte, said),) = rejects(found)
    assert (file, row, byte) == ("crawl-data/zero", 0, 0)
    assert why in said


def test_a_page_of_the_answer_may_be_empty_but_not_all_of_them(site: Site, read: Reader) -> None:
    site.files[f"/{FILE}"] = b"".join(MEMBERS)
    serve_index(site, [None, [hits(MEMBERS)[1]], None])
    assert rows(read(source(site)))["title"].to_list() == ["Day 1"]
    serve_index(site, [None])
    with pytest.raises(SourceError, match=rf"the index of {CRAWL} knows no page of x.org/none"):
        read(source(site, index={"url": "x.org/none"}))


def test_a_crawl_that_is_not_there_is_no_empty_answer(site: Site, read: Reader) -> None:
    site.refused[INDEX] = b'{"message": "no such collection"}'
    with pytest.raises(SourceError, match=r"404 Not Found.*no such collection"):
        read(source(site))


def test_an_answer_that_is_packed_on_its_way_is_read(site: Site, read: Reader) -> None:
    site.files[f"/{FILE}"] = b"".join(MEMBERS)
    serve_index(site, [[hits(MEMBERS)[1]]])
    plain = site.computed[INDEX]
    site.computed[INDEX] = lambda asked: gzip.compress(plain(asked) or b"")
    assert rows(read(source(site)))["title"].to_list() == ["Day 1"]


def test_a_build_that_was_cut_off_asks_only_for_what_is_missing(
    site: Site, read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.files[f"/{FILE}"] = b"".join(MEMBERS)
    serve_index(site, [hits(MEMBERS)])
    batches = ingest_documents(
        "web", source(site), "here", base=tmp_path, downloads=tmp_path / "downloads", shard_rows=1
    )
    next(batches)
    batches.close()  # type: ignore[attr-defined] - a generator
    asked = [(path, span) for _, path, span in site.asked]
    monkeypatch.setattr(remote, "_LAST_HEARD", {})  # as in another process
    assert rows(read(source(site)))["title"].to_list() == ["Day 1", "Day 5", "Day 7"]
    again = [(path, span) for _, path, span in site.asked[len(asked) :]]
    assert asked
    assert again
    assert not set(asked) & set(again)


def test_what_an_index_finds_is_not_held_in_memory(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    size, pages = 1_000, 20

    def told(number: int) -> list[dict[str, str]]:
        ats = range(number * size, (number + 1) * size)
        return [{"filename": f"crawl-data/{at % 7}.warc.gz", "offset": str(at), "length": "10"} for at in ats]

    def answer(asked: dict[str, list[str]]) -> bytes | None:
        if "showNumPages" in asked:
            return str(pages).encode()
        return "".join(json.dumps(one) + "\n" for one in told(int(asked["page"][0]))).encode()

    site.computed[INDEX] = answer
    site.files["/crawl-data/0.warc.gz"] = bytes(100)
    reading = CrawlReading(crawl=CRAWL, base=site.url, index_base=site.url, index={"url": "x.org/*"})
    coming = archives(reading, tmp_path, tmp_path / "downloads", settings=fake_time.polite())
    tracemalloc.start()
    try:
        first = next(coming)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    coming.close()  # type: ignore[attr-defined] - a generator
    assert (first.written, first.first_offset) == ("crawl-data/0.warc.gz", 0)
    assert most < 250 * size * pages / 2  # a hit in memory takes some 250 bytes


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_dir(), reason="no real web archives beside the checkout")
def test_real_archives_give_the_same_through_a_failing_server_as_from_the_disk(site: Site, read: Reader) -> None:
    every = sorted(path.name for path in DATA.iterdir() if path.name.rpartition("_")[0] != "SOURCE_AND")
    site.files |= {f"/crawl-data/{name}": (DATA / name).read_bytes() for name in every}
    for name in every:
        site.failures[f"/crawl-data/{name}"] = [("cut", 1_000), ("busy", (503, "3")), ("longer", 7), ("empty", None)]
    site.files["/crawl-data/warc.paths"] = "".join(f"crawl-data/{name}\n" for name in every).encode()
    site.failures["/crawl-data/warc.paths"] = [("cut", 30), ("busy", (503, None))]
    by_crawl = read(source(site, warcs="crawl-data/warc.paths"))
    far = dict(read.counts)
    here = source(site, warcs=["x"]).model_dump(mode="json", by_alias=True, exclude_unset=True)
    here["read"] = {"here": {"paths": every, "format": "warc"}}
    near = Reader(DATA)
    counts = near.counts
    by_files = list(ingest_documents("web", Source.model_validate(here), "here", base=DATA, counts=counts))
    same = ["id", "url", "title", "text", "record_offset", "source_row"]
    assert rows(by_crawl).select(same).equals(rows(by_files).select(same))
    assert [(file.rpartition("/")[2], *rest) for file, *rest in rejects(by_crawl)] == rejects(by_files)
    assert far == dict(counts)
    assert rows(by_files).height
    assert {file for file, *_ in rejects(by_files)} >= {"resiliparse_clipped.warc.gz"}
