"""What lies behind a URL arrives whole or not at all, whatever breaks on the way, and no byte is asked for twice."""

from __future__ import annotations

import errno
import gzip
import io
import os
import signal
import subprocess
import sys
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fsspec
import httpx
import pytest
from filelock import FileLock, Timeout
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.errors import SourceError, StoreError
from curate.stages.ingest.web import remote
from curate.stages.ingest.web.remote import UNPINNED, fetched, fetched_range, is_remote, revision_of

if TYPE_CHECKING:
    from conftest import FakeTime, Site

CONTENT = bytes(range(256)) * 2_000  # more than a buffer of any layer holds at once
DATA = Path(__file__).parents[5] / "shared/data/web_warc"


def test_only_what_has_a_scheme_is_remote() -> None:
    assert all(map(is_remote, ("http://a/b", "s3://a/b", "memory://x")))
    assert not any(map(is_remote, ("a/b", "/a", "C:/a", "a:b")))


def test_a_file_arrives_whole_and_is_asked_for_once(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    first = fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite())
    assert first.read_bytes() == CONTENT
    asked = len(site.asked)
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()) == first
    assert len(site.asked) == asked
    assert not list(tmp_path.glob("*.part"))


def test_another_process_asks_only_whether_it_is_still_the_same(
    site: Site, tmp_path: Path, fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.files["/a"] = CONTENT
    first = fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite())
    monkeypatch.setattr(remote, "_LAST_HEARD", {})
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()) == first
    assert [method for method, _, _ in site.asked] == ["GET", "HEAD"]
    monkeypatch.setattr(remote, "_LAST_HEARD", {})
    site.files["/a"] = b"new"
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == b"new"


def test_an_empty_file_is_a_file(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = b""
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == b""


def test_after_a_cut_only_the_rest_is_asked_for(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("cut", 100_000), ("cut", 50_000)]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT
    assert site.ranges() == ["bytes=0-", "bytes=100000-", "bytes=150000-"]


@pytest.mark.parametrize("knows_ranges", [True, False])
@pytest.mark.parametrize("tells_revision", [True, False])
@given(cuts=st.lists(st.one_of(st.integers(0, len(CONTENT) + 1), st.just(-1)), max_size=6))
@settings(deadline=None, max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_pattern_of_cuts_the_file_is_the_same(  # noqa: PLR0913 - what it says is in them
    site: Site,
    tmp_path_factory: pytest.TempPathFactory,
    fake_time: FakeTime,
    cuts: list[int],
    *,
    knows_ranges: bool,
    tells_revision: bool,
) -> None:
    site.knows_ranges, site.tells_revision = knows_ranges, tells_revision
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("empty", None) if cut < 0 else ("cut", cut) for cut in cuts]
    folder = tmp_path_factory.mktemp("downloads")
    got = fetched(f"{site.url}/a", folder, settings=fake_time.polite(attempts=9))
    assert got.read_bytes() == CONTENT


def test_a_server_that_ignores_ranges_sends_all_of_it_again(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.knows_ranges = False
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("cut", 100_000)]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT


def test_content_that_changes_between_attempts_is_not_mixed(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    new = bytes(reversed(CONTENT))
    site.failures["/a"] = [("cut", 100_000), ("change", new)]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == new


def test_content_that_nothing_tells_apart_is_never_gone_on_with(
    site: Site, tmp_path: Path, fake_time: FakeTime
) -> None:
    site.tells_revision = False
    site.files["/a"] = CONTENT
    new = bytes(reversed(CONTENT))
    site.failures["/a"] = [("cut", 100_000), ("change", new)]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == new
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("cut", 300), ("change", new)]
    assert fetched_range(f"{site.url}/a", 0, 900, tmp_path, settings=fake_time.polite()) == new[:900]


@pytest.mark.parametrize("before", [7, -7])
def test_another_range_than_was_asked_for_is_not_taken(
    site: Site, tmp_path: Path, fake_time: FakeTime, before: int
) -> None:
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("cut", 100_001), ("elsewhere", before)]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT
    site.failures["/a"] = [("cut", 301), ("elsewhere", before)]
    got = fetched_range(f"{site.url}/a", 1_000, 900, tmp_path, settings=fake_time.polite())
    assert got == CONTENT[1_000:1_900]


@pytest.mark.parametrize("knows_ranges", [True, False])
@pytest.mark.parametrize("failure", [("longer", 10), ("shorter", 10), ("shorter", 300_000)])
def test_a_wrong_length_is_noticed_and_the_file_fetched_right(
    site: Site, tmp_path: Path, fake_time: FakeTime, failure: tuple[str, int], *, knows_ranges: bool
) -> None:
    site.knows_ranges = knows_ranges
    site.files["/a"] = CONTENT
    site.failures["/a"] = [failure]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT
    assert len(site.ranges()) == 2


@pytest.mark.parametrize("failure", [("longer", 10), ("shorter", 10)])
def test_a_length_that_stays_wrong_is_an_error_and_leaves_no_file(
    site: Site, tmp_path: Path, fake_time: FakeTime, failure: tuple[str, int]
) -> None:
    site.knows_ranges = False
    site.files["/a"] = CONTENT
    site.failures["/a"] = [failure] * 20
    with pytest.raises(SourceError, match=r"^http://\S+/a: cannot be fetched: .* after 4|5 attempts"):
        fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite())
    assert {path.suffix for path in tmp_path.iterdir()} <= {".part", ".json", ".lock"}


def test_a_busy_server_is_left_alone_as_long_as_it_asks(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    date = formatdate(fake_time.at + 30 + 1 + 7, usegmt=True)  # 7 s after the other two are waited for
    site.failures["/a"] = [("busy", (503, "30")), ("busy", (429, "0")), ("busy", (503, date))]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite(backoff=0.5)).read_bytes() == CONTENT
    assert fake_time.waits == [30.0, 1.0, 7.0]


def test_waits_grow_up_to_a_limit_and_are_drawn(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("busy", (status, None)) for status in (500, 502, 503, 504, 429)]
    polite = fake_time.polite(attempts=6, backoff=2.0, longest=10.0)
    fetched(f"{site.url}/a", tmp_path, settings=polite)
    assert fake_time.waits == [2.0, 4.0, 8.0, 10.0, 10.0]
    fake_time.waits.clear()
    polite.clock.chance = lambda: 0.0
    site.files["/b"] = CONTENT
    site.failures["/b"] = [("busy", (503, "soon"))]
    fetched(f"{site.url}/b", tmp_path, settings=polite)
    assert fake_time.waits == [1.0]


def test_a_server_that_asks_for_hours_is_given_up(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.failures["/a"] = [("busy", (503, "86400"))]
    with pytest.raises(SourceError, match=r"503 Service Unavailable, and asks to wait for 86,400 s"):
        fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite())


def test_an_error_says_what_was_got_and_how_often_it_was_tried(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("cut", 100_000), *[("busy", (503, None))] * 9]
    with pytest.raises(SourceError) as caught:
        fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite())
    assert str(caught.value) == (
        f"{site.url}/a: cannot be fetched: 503 Service Unavailable; 100,000 of 512,000 bytes are here after 5 attempts,"
        " the last 4 without a new byte (what is here is kept: the same command goes on from there)"
    )
    site.failures["/a"].clear()
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT
    assert site.ranges()[-1] == "bytes=100000-"


def test_what_is_not_there_is_asked_for_once(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    with pytest.raises(SourceError, match=r"/none: the server answers 404 Not Found$"):
        fetched(f"{site.url}/none", tmp_path, settings=fake_time.polite())
    assert len(site.asked) == 1
    assert not fake_time.waits


def test_a_server_that_does_not_answer_is_asked_again(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("hang", None)]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite(timeout=0.3)).read_bytes() == CONTENT


def test_nobody_at_the_address_is_an_error(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    with pytest.raises(SourceError, match=r"^http://127\.0\.0\.1:9/a: cannot be fetched: the connection failed"):
        fetched("http://127.0.0.1:9/a", tmp_path, settings=fake_time.polite())
    assert not site.asked


def test_redirects_are_followed_but_not_round_in_circles(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    site.moved["/b"] = "/a"
    assert fetched(f"{site.url}/b", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT
    site.moved["/c"] = "/c"
    with pytest.raises(SourceError, match="leads from one address to the next, more than 20 times"):
        fetched(f"{site.url}/c", tmp_path, settings=fake_time.polite())


def test_no_redirect_leads_out_of_https(tmp_path: Path, fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(301, headers={"Location": f"http://{request.url.host}/b"})

    client = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **given: client(transport=httpx.MockTransport(answer), **given))
    with pytest.raises(SourceError, match=r"^https://a\.org/a: leads from https to http \(http://a\.org/b\)$"):
        fetched("https://a.org/a", tmp_path, settings=fake_time.polite())


def test_a_file_that_is_packed_on_its_way_is_kept_as_it_came(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    packed = gzip.compress(CONTENT)
    site.files["/a"] = packed
    site.headers["Content-Encoding"] = "gzip"
    site.failures["/a"] = [("cut", len(packed) // 2)]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == packed


def test_dates_tell_contents_apart_where_there_are_no_tags(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.tells_revision = False
    site.headers["Last-Modified"] = "Wed, 21 Oct 2015 07:28:00 GMT"
    site.files["/a"] = CONTENT
    assert revision_of(f"{site.url}/a", settings=fake_time.polite()) == "Wed, 21 Oct 2015 07:28:00 GMT, 512000 bytes"
    site.failures["/a"] = [("cut", 1_000)]
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT
    assert site.ranges() == ["bytes=0-", "bytes=1000-"]


def test_a_host_is_given_time_between_requests_and_told_who_asks(
    site: Site, tmp_path: Path, fake_time: FakeTime
) -> None:
    for name in "abc":
        site.files[f"/{name}"] = CONTENT
        fetched(f"{site.url}/{name}", tmp_path, settings=fake_time.polite(pause=2.0))
    assert fake_time.waits == [2.0, 2.0]
    assert all(agent.startswith("crossthink-curate/") for agent in site.agents)


def test_the_revision_is_what_the_server_says(site: Site, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    before = revision_of(f"{site.url}/a", settings=fake_time.polite())
    assert before not in {"", UNPINNED}
    site.takes_head = False
    assert revision_of(f"{site.url}/a", settings=fake_time.polite()) == before
    site.files["/a"] = b"new"
    assert revision_of(f"{site.url}/a", settings=fake_time.polite()) != before
    site.tells_revision = False
    assert revision_of(f"{site.url}/a", settings=fake_time.polite()) == UNPINNED
    with pytest.raises(SourceError, match="404"):
        revision_of(f"{site.url}/none", settings=fake_time.polite())


def test_a_range_is_fetched_alone_and_once(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("cut", 300), ("busy", (503, None)), ("longer", 7)]
    for _ in range(2):
        got = fetched_range(f"{site.url}/a", 1_000, 900, tmp_path, settings=fake_time.polite())
        assert got == CONTENT[1_000:1_900]
    assert site.ranges() == ["bytes=1000-1899", "bytes=1300-1899", "bytes=1300-1899"]


def test_a_range_of_changed_content_begins_anew(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    new = bytes(reversed(CONTENT))
    site.failures["/a"] = [("cut", 300), ("change", new)]
    got = fetched_range(f"{site.url}/a", 1_000, 900, tmp_path, settings=fake_time.polite())
    assert got == new[1_000:1_900]


def test_ranges_of_a_server_that_knows_none_cost_one_download(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.knows_ranges = False
    site.files["/a"] = CONTENT
    for offset in (10, 400_000):
        got = fetched_range(f"{site.url}/a", offset, 50, tmp_path, settings=fake_time.polite())
        assert got == CONTENT[offset : offset + 50]
    with pytest.raises(SourceError, match=r"has no bytes 511,990 to 512,090: it ends at byte 512,000"):
        fetched_range(f"{site.url}/a", 511_990, 100, tmp_path, settings=fake_time.polite())


@pytest.mark.parametrize("offset", [511_990, 600_000])
def test_a_range_behind_the_end_is_an_error(site: Site, tmp_path: Path, fake_time: FakeTime, offset: int) -> None:
    site.files["/a"] = CONTENT
    with pytest.raises(SourceError, match=r"has no bytes .*: it ends at byte 512,000$"):
        fetched_range(f"{site.url}/a", offset, 100, tmp_path, settings=fake_time.polite())


def test_progress_is_told(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    told: list[tuple[int, int | None]] = []
    fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite(), progress=lambda *now: told.append(now))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)


CHILD = """
import sys
from pathlib import Path
from curate.stages.ingest.web.remote import fetched
fetched(sys.argv[1], Path(sys.argv[2]), progress=lambda here, _: print(here, flush=True))
"""


def test_a_process_works_alone_and_what_it_leaves_when_killed_another_goes_on_with(
    site: Site, tmp_path: Path, fake_time: FakeTime
) -> None:
    site.files["/a"] = CONTENT
    site.failures["/a"] = [("stall", 300_000)]
    command = [sys.executable, "-c", CHILD, f"{site.url}/a", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert any(int(line) == 300_000 for line in child.stdout)
        (lock,) = tmp_path.glob("*.lock")
        with pytest.raises(Timeout):
            FileLock(lock).acquire(timeout=0)
        os.kill(child.pid, signal.SIGKILL)
    assert fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT
    assert site.ranges() == ["bytes=0-", "bytes=300000-"]


def test_two_processes_fetch_one_file_once(site: Site, tmp_path: Path) -> None:
    site.files["/a"] = CONTENT
    command = [sys.executable, "-c", CHILD, f"{site.url}/a", str(tmp_path)]
    children = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [child.wait() for child in children] == [0, 0]
    assert site.ranges() == ["bytes=0-"]


def test_a_full_disk_is_an_error_that_says_so(
    site: Site, tmp_path: Path, fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.files["/a"] = CONTENT

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("curate.stages.ingest.web.part.os.fsync", full)
    with pytest.raises(StoreError, match=r"cannot be written.*No space left on device"):
        fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite())


def test_other_protocols_are_read_and_gone_on_with(
    tmp_path: Path, fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = fsspec.filesystem("memory")
    files.pipe("/box/a", CONTENT)
    begun: list[int] = []

    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() == 3_000:
                raise ConnectionError("gone")
            begun.append(self.tell())
            return super().read(3_000 if self.tell() == 0 else size)

    monkeypatch.setattr(type(files), "open", lambda *_: Breaking(CONTENT) if not begun else io.BytesIO(CONTENT))
    assert fetched("memory://box/a", tmp_path, settings=fake_time.polite()).read_bytes() == CONTENT
    assert len(fake_time.waits) == 1
    assert begun == [0]
    assert fetched_range("memory://box/a", 500, 20, tmp_path, settings=fake_time.polite()) == CONTENT[500:520]


@pytest.mark.parametrize(
    ("url", "said"),
    [("s3://a/b", "s3fs"), ("nope://a", "Protocol not known: nope"), ("memory://box/none", "/box/none")],
)
def test_what_no_protocol_can_read_is_an_error_that_says_what_is_missing(
    tmp_path: Path, fake_time: FakeTime, url: str, said: str
) -> None:
    if said == "s3fs":
        try:
            import s3fs  # noqa: F401, PLC0415 - only whether it is there
        except ImportError:
            pass
        else:
            pytest.skip("s3fs is installed")
    with pytest.raises(SourceError, match=rf"^{url}: cannot be read: .*{said}"):
        fetched(url, tmp_path, settings=fake_time.polite())


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_dir(), reason="no real web archives beside the checkout")
def test_real_archives_arrive_through_cuts(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    for path in sorted(DATA.glob("*.gz")):
        content = path.read_bytes()
        site.files[f"/{path.name}"] = content
        site.failures[f"/{path.name}"] = [("cut", len(content) // 3), ("busy", (503, "1")), ("cut", len(content) // 3)]
        got = fetched(f"{site.url}/{path.name}", tmp_path, settings=fake_time.polite())
        assert got.read_bytes() == content


@pytest.mark.parametrize("told", ["", "bytes {begin}-{last}/*"])
def test_a_server_that_does_not_say_of_how_much_it_sends_a_range_is_asked_for_all(
    site: Site, tmp_path: Path, fake_time: FakeTime, told: str
) -> None:
    site.files["/a"] = CONTENT
    site.tells_ranges = told
    assert fetched(f"{site.url}/a", tmp_path / "x", settings=fake_time.polite()).read_bytes() == CONTENT
    piece = fetched_range(f"{site.url}/a", 5, 20, tmp_path / "y", settings=fake_time.polite())
    assert piece == CONTENT[5:25]


def test_a_refusal_that_is_packed_and_damaged_is_a_refusal(site: Site, tmp_path: Path, fake_time: FakeTime) -> None:
    site.refused["/a"] = b"these words are no gzip"
    site.headers["Content-Encoding"] = "gzip"
    with pytest.raises(SourceError, match=r"the server answers 404 Not Found$"):
        fetched(f"{site.url}/a", tmp_path, settings=fake_time.polite())


def test_a_server_that_breaks_when_asked_for_the_head_alone_is_asked_otherwise(site: Site, fake_time: FakeTime) -> None:
    site.files["/a"] = CONTENT
    site.head_status = 500
    assert revision_of(f"{site.url}/a", settings=fake_time.polite()) not in {"", UNPINNED}
