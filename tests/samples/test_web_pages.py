"""The archive of web pages is a valid WARC/1.0 file, and its pages are in the encodings that they were made in."""

import gzip
import hashlib
import zlib

from curate import samples
from curate.samples.make.web import PAGES


def records() -> list[tuple[dict[str, str], bytes]]:
    rest, found = gzip.decompress(samples.path("web_pages.warc.gz").read_bytes()), []
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        version, *lines = head.decode("ascii").split("\r\n")
        assert version == "WARC/1.0"
        fields = dict(line.split(": ", 1) for line in lines)
        size = int(fields["Content-Length"])
        assert rest[size : size + 4] == b"\r\n\r\n"
        found.append((fields, rest[:size]))
        rest = rest[size + 4 :]
    return found


def test_the_archive_holds_one_info_record_and_fourteen_responses_with_true_digests() -> None:
    kinds = [fields["WARC-Type"] for fields, _ in records()]
    assert kinds == ["warcinfo"] + ["response"] * 14
    assert len({fields["WARC-Record-ID"] for fields, _ in records()}) == 15
    for fields, content in records()[1:]:
        assert fields["WARC-Block-Digest"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert fields["Content-Type"] == "application/http; msgtype=response"


def test_every_record_is_a_gzip_member_of_its_own_without_a_time() -> None:
    rest, members = samples.path("web_pages.warc.gz").read_bytes(), 0
    while rest:
        assert rest[4:8] == b"\0\0\0\0"
        reader = zlib.decompressobj(wbits=31)
        assert reader.decompress(rest).startswith(b"WARC/1.0\r\n")
        rest, members = reader.unused_data, members + 1
    assert members == 15


def test_pages_keep_their_text_in_their_encoding_and_only_one_is_cut() -> None:
    sources = [path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.txt"))]
    declared, cut = set(), 0
    for (fields, content), source in zip(records()[1:], sources, strict=True):
        meta = dict(line.split(": ", 1) for line in source.partition("\n\n")[0].splitlines())
        head, _, body = content.partition(b"\r\n\r\n")
        assert fields["WARC-Target-URI"] == meta["url"]
        assert (f"charset={meta['encoding']}".encode() in head) == (meta["declared"] == "header")
        length = int(head.rsplit(b"Content-Length: ", 1)[1])
        if "WARC-Truncated" in fields:
            cut += 1
            assert len(body) < length
            continue
        assert len(body) == length
        text = body.decode(meta["encoding"])
        first = " ".join(source.split("\n\n")[1].split("\n"))
        assert first.replace("&", "&amp;") in text
        assert ("<meta charset" in text) == (meta["declared"] == "meta")
        declared.add((meta["encoding"], meta["declared"]))
    assert cut == 1
    assert len({encoding for encoding, _ in declared}) >= 6
    assert {how for _, how in declared} == {"header", "meta", "none"}
