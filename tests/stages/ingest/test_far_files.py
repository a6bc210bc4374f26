"""Files behind URLs are read like others: compressed, in zips, by globs; and downloads are kept where asked."""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import threading
import zipfile
from typing import TYPE_CHECKING, Any

import fsspec
import pytest

from curate.errors import SourceError
from curate.stages.ingest.stage import identity, promised_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk

GOOD = b'{"question": "Q", "answer": "A"}\n'


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(desk: Desk) -> Iterator[str]:
    """A web server of the folder `site`."""
    (desk.folder / "site").mkdir()
    handler = functools.partial(_Quiet, directory=str(desk.folder / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def memory() -> Iterator[Any]:
    files = fsspec.filesystem("memory")
    yield files
    files.rm("/", recursive=True)


def paths(*names: str, **settings: Any) -> dict[str, Any]:
    return {"files": {"paths": list(names), **settings}}


def test_a_file_of_a_web_server_is_read_and_kept_where_asked(desk: Desk, site: str) -> None:
    desk.write("site/data.jsonl.gz", gzip.compress(GOOD * 3))
    source = desk.source(read=paths(f"{site}/data.jsonl.gz?version=2"))
    rows, _ = desk.read(source, downloads=desk.folder / "kept")
    assert rows["source_file"].unique().to_list() == [f"{site}/data.jsonl.gz?version=2"]
    told = identity(source, "files", base=desk.folder)
    assert told == {f"{site}/data.jsonl.gz?version=2": rows["revision"][0]}
    assert told != {f"{site}/data.jsonl.gz?version=2": "unpinned"}
    assert promised_rows(source, "files", base=desk.folder) is None
    assert any(path.stat().st_size for path in (desk.folder / "kept").rglob("*") if path.is_file())


def test_what_a_web_server_does_not_have_is_one_line(desk: Desk, site: str) -> None:
    with pytest.raises(SourceError, match=rf"^{site}/none\.jsonl: [^\n]*404"):
        desk.read(desk.source(read=paths(f"{site}/none.jsonl")))


def test_a_zip_behind_a_url_is_the_files_in_it(desk: Desk, memory: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.jsonl", GOOD)
        archive.writestr("b.txt", "no record")
    memory.pipe("/far/quiz.zip", packed.getvalue())
    rows, _ = desk.read(desk.source(read=paths("memory://far/quiz.zip", members=["*.jsonl"])))
    assert rows["source_file"].to_list() == ["memory://far/quiz.zip!a.jsonl"]


def test_a_glob_may_stand_behind_a_protocol_that_lists_files(desk: Desk, memory: Any) -> None:
    for name in ("b.jsonl", "a.jsonl", "c.csv"):
        memory.pipe(f"/far/{name}", GOOD)
    rows, _ = desk.read(desk.source(read=paths("memory://far/*.jsonl", "memory:///far/b.jsonl")))
    assert [name.rpartition("/")[2] for name in rows["source_file"]] == ["a.jsonl", "b.jsonl"]
    with pytest.raises(SourceError, match=r"^memory://far/\*\.tsv: no file matches$"):
        desk.read(desk.source(read=paths("memory://far/*.tsv")))


def test_a_folder_is_no_file(desk: Desk) -> None:
    desk.write("some.jsonl/data", GOOD)
    with pytest.raises(SourceError, match=r"paths\.0: some\.jsonl: is a folder; name the files in it \(paths start"):
        desk.read(desk.source(read=paths("some.jsonl")))
