"""A crawl is read by its files or by its index; a record that cannot be had is a reject, and nothing is asked twice."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from curate.errors import SourceError
from curate.stages.ingest.reading import CrawlReading, Reading
from curate.stages.ingest.web import remote
from curate.stages.ingest.web.crawl import Archive, archives, identity

if TYPE_CHECKING:
    from conftest import FakeTime, Site

DATA = Path(__file__).parents[5] / "shared/data/web_warc"
CRAWL = "CC-MAIN-2024-10"
PAGES = [f"WARC/1.0\r\nWARC-Type: response\r\n\r\npage {n} {'x' * 50 * n}\r\n\r\n".encode() for n in range(6)]
MEMBERS = [gzip.compress(page, mtime=0) for page in PAGES]
FILES = {"crawl-data/one.warc.gz": MEMBERS[:3], "crawl-data/two.warc.gz": MEMBERS[3:]}


def offsets(members: list[bytes]) -> list[int]:
    return [sum(map(len, members[:n])) for n in range(len(members))]


def lines(members: dict[str, list[bytes]]) -> list[dict[str, str]]:
    return [
        {"url": f"https://a/{path}/{at}", "filename": path, "offset": str(at), "length": str(len(member))}
        for path, every in members.items()
        for at, member in zip(offsets(every), every, strict=True)
    ]


def serve_index(site: Site, found: list[Any], page_size: int = 2) -> None:
    """A CDX API over these lines."""

    def answer(asked: dict[str, list[str]]) -> bytes | None:
        if asked["url"] == ["openstax.org/none/*"]:
            return b'{"pages": 0, "pageSize": 5, "blocks": 0}'
        if "showNumPages" in asked:
            return json.dumps({"pages": -(-len(found) // page_size), "pageSize": page_size}).encode()
        begin = int(asked["page"][0]) * page_size
        told = found[begin : begin + page_size]
        return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in told).encode()

    site.computed[f"/{CRAWL}-index"] = answer


def reading(site: Site, **settings: Any) -> CrawlReading:
    return CrawlReading(crawl=CRAWL, base=site.url, index_base=site.url, **settings)


def index(site: Site, **query: Any) -> CrawlReading:
    return reading(site, index={"url": "openstax.org/*", **query})


@pytest.fixture
def crawl(site: Site) -> Site:
    site.files |= {f"/{path}": b"".join(members) for path, members in FILES.items()}
    listed = "".join(f"{path}\n" for path in FILES).encode()
    site.files |= {"/crawl-data/warc.paths": listed, "/crawl-data/warc.paths.gz": gzip.compress(listed)}
    serve_index(site, lines(FILES))
    return site


def read(what: CrawlReading, folder: Path, fake_time: FakeTime, **settings: Any) -> list[Archive]:
    return list(archives(what, folder, folder / "downloads", settings=fake_time.polite(**settings)))


def contents(found: list[Archive]) -> list[bytes]:
    every: list[bytes] = []
    for one in found:
        with one.raw() as path:
            every.append(path.read_bytes())
    return every


def test_files_are_read_in_the_order_given(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    paths = tuple(reversed(FILES))
    found = read(reading(crawl, warcs=paths), tmp_path, fake_time)
    assert [one.written for one in found] == list(paths)
    assert contents(found) == [b"".join(FILES[path]) for path in paths]
    assert {(one.crawl, one.first_offset, one.failed) for one in found} == {(CRAWL, 0, None)}
    assert len({one.revision for one in found}) == 2


@pytest.mark.parametrize("where", ["crawl-data/warc.paths", "crawl-data/warc.paths.gz", "URL", "here.paths.gz"])
def test_a_list_names_the_files(crawl: Site, tmp_path: Path, fake_time: FakeTime, where: str) -> None:
    (tmp_path / "here.paths.gz").write_bytes(crawl.files["/crawl-data/warc.paths.gz"])
    named = f"{crawl.url}/crawl-data/warc.paths" if where == "URL" else where
    assert [one.written for one in read(reading(crawl, warcs=named), tmp_path, fake_time)] == list(FILES)
    first = read(reading(crawl, warcs=named, first=1), tmp_path, fake_time)
    assert [one.written for one in first] == list(FILES)[:1]


def test_nothing_is_fetched_before_its_turn(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    coming = archives(reading(crawl, warcs=tuple(FILES)), tmp_path, tmp_path, settings=fake_time.polite())
    next(coming)
    coming.close()
    assert [path for _, path, _ in crawl.asked] == ["/crawl-data/one.warc.gz"]


def test_the_index_leads_to_single_records(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    found = read(index(crawl), tmp_path, fake_time)
    assert [gzip.decompress(one) for one in contents(found)] == PAGES
    assert [(one.written, one.first_offset) for one in found] == [
        (path, at) for path, members in FILES.items() for at in offsets(members)
    ]
    assert [one.number for one in found] == list(range(6))


def test_a_second_run_asks_nothing(
    crawl: Site, tmp_path: Path, fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for what in (index(crawl), reading(crawl, warcs=tuple(FILES))):
        first = contents(read(what, tmp_path, fake_time))
        asked = len(crawl.asked)
        monkeypatch.setattr(remote, "_LAST_HEARD", {})  # as in another process
        assert contents(read(what, tmp_path, fake_time)) == first
        assert len(crawl.asked) == asked


def test_files_that_are_not_to_be_kept_go_when_they_were_read(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    for what in (
        reading(crawl, warcs=tuple(FILES), keep=False),
        reading(crawl, index={"url": "openstax.org/*"}, keep=False),
    ):
        found = read(what, tmp_path, fake_time)
        contents(found)
        assert not any(one.path is not None and one.path.exists() for one in found)


def test_records_are_fetched_file_by_file_and_each_once(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    told = lines(FILES)
    serve_index(crawl, [told[4], told[1], told[3], told[0], told[1]])
    found = read(index(crawl), tmp_path, fake_time)
    assert [(one.written, one.number) for one in found] == [
        ("crawl-data/one.warc.gz", 3),
        ("crawl-data/one.warc.gz", 1),
        ("crawl-data/two.warc.gz", 2),
        ("crawl-data/two.warc.gz", 0),
    ]


def test_a_query_is_asked_as_it_is_written(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    what = index(crawl, match="prefix", filters=["=status:200", "!~url:.*pdf"], limit=3)
    assert len(read(what, tmp_path, fake_time)) == 3
    asked = [path for _, path, _ in crawl.asked if path.startswith(f"/{CRAWL}-index?")]
    assert len(asked) == 3  # how many pages, and two of the three
    query = "?url=openstax.org%2F%2A&output=json&matchType=prefix&filter=%3Dstatus%3A200&filter=%21~url%3A.%2Apdf"
    assert asked[0] == f"/{CRAWL}-index{query}&showNumPages=true"
    assert asked[1] == f"/{CRAWL}-index{query}&page=0&limit=3"


def test_records_arrive_through_cuts_and_busy_servers(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    for path in FILES:
        crawl.failures[f"/{path}"] = [("cut", 20), ("busy", (503, "3")), ("empty", None), ("longer", 9)]
    crawl.failures[f"/{CRAWL}-index"] = [("busy", (503, "1")), ("cut", 5), ("shorter", 3)]
    found = read(index(crawl), tmp_path, fake_time, attempts=6)
    assert [gzip.decompress(one) for one in contents(found)] == PAGES


def test_what_is_not_there_is_one_reject_and_no_end(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    paths = ("crawl-data/none.warc.gz", *FILES)
    found = read(reading(crawl, warcs=paths), tmp_path, fake_time)
    failed = [one.failed for one in found if one.failed is not None]
    assert [(one.row, one.byte, one.why, one.raw) for one in failed] == [
        (0, 0, "the server answers 404 Not Found", f"{crawl.url}/crawl-data/none.warc.gz")
    ]
    assert [one.written for one in found if one.failed is None] == list(FILES)


def test_lines_of_the_index_that_lead_nowhere_are_rejects(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    told = lines(FILES)
    behind = {**told[1], "offset": "999999"}
    serve_index(crawl, [told[0], "{", {"url": "x"}, behind, {**told[2], "length": "0"}, told[5]])
    found = read(index(crawl), tmp_path, fake_time)
    assert [one.number for one in found if one.failed is None] == [0, 5]
    assert {one.failed.row: one.failed.why for one in found if one.failed} == {
        1: "the index names no file, offset and length here",
        2: "the index names no file, offset and length here",
        3: f"has no bytes 999,999 to {999_999 + len(MEMBERS[1]):,}: it ends at byte {len(b''.join(MEMBERS[:3])):,}",
        4: f"the index names 0 bytes from byte {told[2]['offset']}: a record has 1 to 67,108,864",
    }


def test_a_record_that_keeps_failing_is_one_reject_but_a_dead_server_is_the_end(
    crawl: Site, tmp_path: Path, fake_time: FakeTime
) -> None:
    crawl.failures["/crawl-data/one.warc.gz"] = [("busy", (503, None))] * 4
    found = read(index(crawl), tmp_path, fake_time)
    assert [one.failed is not None for one in found] == [True, False, False, False, False, False]
    crawl.failures["/crawl-data/one.warc.gz"] = [("busy", (503, None))] * 99
    with pytest.raises(SourceError, match="503 Service Unavailable"):
        read(index(crawl), tmp_path / "other", fake_time)


def test_a_query_that_finds_nothing_is_an_error(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    with pytest.raises(SourceError, match=rf"the index of {CRAWL} knows no page of openstax.org/none/\*"):
        read(index(crawl, url="openstax.org/none/*"), tmp_path, fake_time)


def test_an_index_that_talks_nonsense_is_an_error(crawl: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    crawl.computed[f"/{CRAWL}-index"] = lambda _: b"<html>hello"
    with pytest.raises(SourceError, match=r"must say how many pages its answer has \(got '<html>hello'\)"):
        read(index(crawl), tmp_path, fake_time)


@pytest.mark.parametrize("content", [b"", b"\n \n", gzip.compress(b"crawl-data/x")[:-9], b"\xff\xfe\x00"])
def test_a_list_that_names_nothing_is_an_error(
    crawl: Site, tmp_path: Path, fake_time: FakeTime, content: bytes
) -> None:
    (tmp_path / "x.paths").write_bytes(content)
    with pytest.raises(SourceError, match=r"^x\.paths: (names no file|is no list of paths that can be read)"):
        read(reading(crawl, warcs="x.paths"), tmp_path, fake_time)


def test_a_mirror_may_be_a_folder(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    for path, members in FILES.items():
        (tmp_path / "mirror" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mirror" / path).write_bytes(b"".join(members))
    serve_index(site, lines(FILES))
    mirror = {"crawl": CRAWL, "base": "mirror", "index_base": site.url}
    whole = CrawlReading(**mirror, warcs=(*FILES, "crawl-data/none"))
    found = read(whole, tmp_path, fake_time)
    assert contents(found[:2]) == [b"".join(members) for members in FILES.values()]
    assert [one.failed and one.failed.why for one in found] == [None, None, "there is no such file"]
    records = CrawlReading(**mirror, index={"url": "openstax.org/*"})
    assert [gzip.decompress(one) for one in contents(read(records, tmp_path, fake_time))] == PAGES
    before = identity(whole, tmp_path)
    (tmp_path / "mirror/crawl-data/one.warc.gz").write_bytes(b"other")
    assert identity(whole, tmp_path) != before


def test_identity_follows_the_crawl_the_paths_and_the_query(crawl: Site, tmp_path: Path) -> None:
    every = [
        identity(what, tmp_path)
        for what in (
            reading(crawl, warcs=tuple(FILES)),
            reading(crawl, warcs=tuple(FILES)[:1]),
            reading(crawl, warcs=tuple(FILES), first=1),
            reading(crawl, warcs="crawl-data/warc.paths"),
            reading(crawl, warcs="crawl-data/warc.paths", first=1),
            index(crawl),
            index(crawl, limit=4),
            index(crawl, filters=["=status:200"]),
        )
    ]
    assert all(one != other for n, one in enumerate(every) for other in every[:n])
    before = identity(reading(crawl, warcs="crawl-data/warc.paths"), tmp_path)
    crawl.files["/crawl-data/warc.paths"] += b"crawl-data/three.warc.gz\n"
    assert identity(reading(crawl, warcs="crawl-data/warc.paths"), tmp_path) != before


def test_how_politely_a_crawl_is_asked_decides_no_row(crawl: Site, tmp_path: Path) -> None:
    slow = reading(crawl, warcs=tuple(FILES), pause=5.0, attempts=3, keep=False)
    assert identity(slow, tmp_path) == identity(reading(crawl, warcs=tuple(FILES)), tmp_path)


def test_a_mapping_with_a_crawl_is_read_as_one() -> None:
    found = TypeAdapter[Any](Reading).validate_python({"crawl": CRAWL, "index": {"url": "a.org/*"}})
    assert isinstance(found, CrawlReading)
    assert found.named == f"{CRAWL}: a.org/*"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "must have either warcs"),
        ({"warcs": ["x"], "index": {"url": "x"}}, "must have either warcs"),
        ({"index": {"url": "x"}, "first": 1}, "is for warcs; of an index say index.limit"),
        ({"warcs": ["x"], "crawl": "a/b"}, "crawl"),
        ({"warcs": ["x"], "first": 0}, "greater than 0"),
        ({"index": {"url": "x", "match": "regex"}}, "'exact', 'prefix', 'host' or 'domain'"),
    ],
)
def test_what_a_crawl_cannot_say_is_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        CrawlReading(**{"crawl": CRAWL, **settings})


def members_of(content: bytes) -> list[bytes]:
    """The gzip members of an archive, one after the other."""
    found: list[bytes] = []
    while content:
        unpacking = zlib.decompressobj(31)
        unpacking.decompress(content)
        used = len(content) - len(unpacking.unused_data)
        found.append(content[:used])
        content = content[used:]
    return found


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_dir(), reason="no real web archives beside the checkout")
def test_records_of_a_real_archive_are_the_bytes_that_the_index_names(
    site: Site, tmp_path: Path, fake_time: FakeTime
) -> None:
    content = (DATA / "whirlwind.warc.gz").read_bytes()
    every = members_of(content)
    site.files["/crawl-data/whirlwind.warc.gz"] = content
    serve_index(site, lines({"crawl-data/whirlwind.warc.gz": every}))
    found = read(index(site), tmp_path, fake_time)
    assert len(found) > 2
    assert contents(found) == every
    for one in found:
        with one.raw() as path:
            assert content[one.first_offset :].startswith(path.read_bytes())
            assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.0")
