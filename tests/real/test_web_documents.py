"""Real web archives, textbooks and crawled texts: exact counts of documents and rejects of every file."""

from __future__ import annotations

import io
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from curate.errors import SourceError
from curate.stages.ingest.block import Told
from curate.stages.ingest.config import Source
from curate.stages.ingest.documents.readers import in_blocks
from curate.stages.ingest.documents.stage import ingest_documents
from curate.stages.ingest.documents.webarchive import archived

DATA = Path(__file__).parents[3] / "shared/data"
WARC = DATA / "web_warc"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not WARC.is_dir(), reason=f"the real data are not at {DATA}"),
]

COUNTS = {  # documents, rejects, and records that hold none
    "aut_example.arc.gz": (125, 0, 175),
    "aut_example.warc.gz": (125, 0, 697),
    "aut_issue-493.warc": (3, 0, 29),
    "ccnet_sample.wet.txt": (0, 3, 0),
    "dolma_sample-0000.warc.gz": (22, 0, 26),
    "dolma_sample-0001.warc.gz": (15, 0, 19),
    "iipc_IAH-urls-wget.warc": (3, 0, 33),
    "pywb_iana.warc.gz": (16, 0, 327),
    "resiliparse_clipped.warc.gz": (0, 1, 0),
    "resiliparse_clueweb-quirk.warc.gz": (29, 0, 1),
    "resiliparse_warcfile.warc.gz": (16, 0, 34),
    "warcio_example-bad-non-chunked.warc.gz": (1, 1, 5),
    "warcio_example.warc.gz": (1, 0, 5),
    "whirlwind.warc": (1, 0, 3),
    "whirlwind.warc.gz": (1, 0, 3),
    "whirlwind.warc.wat": (0, 0, 2),
    "whirlwind.warc.wet": (1, 0, 1),
    "whirlwind.warc.wet.gz": (1, 0, 1),
}


def source(read: dict[str, Any], **more: Any) -> Source:
    facts = {
        "what": "Pages of the web.",
        "why": "To be read.",
        "group": "GPR",
        "origin": "synthetic",
        "form": "open",
        "licence": "LicenseRef-web",
        "citation": "none",
        "domain": "mixed",
        "synthesize": "plan",
        "broken": {"rows": 10},
        "read": {"here": read},
    }
    return Source.model_validate(facts | more)


def read(given: Source, base: Path) -> tuple[pl.DataFrame, pl.DataFrame, Counter[str]]:
    counts: Counter[str] = Counter()
    rows: list[pl.DataFrame] = []
    rejects: list[pl.DataFrame] = []
    try:
        for batch in ingest_documents("web", given, "here", base=base, counts=counts):
            rows.append(batch.rows)
            rejects.append(batch.rejects)
    except SourceError as error:
        assert "make no row" in str(error) or "holds no document" in str(error)  # noqa: PT017 - at the end of reading
    return pl.concat(rows) if rows else pl.DataFrame(), pl.concat(rejects) if rejects else pl.DataFrame(), counts


@pytest.mark.parametrize("name", COUNTS)
def test_each_archive_gives_its_documents_and_tells_the_rest(name: str) -> None:
    rows, rejects, counts = read(source({"paths": [name], "format": "warc"}), WARC)
    assert (rows.height, rejects.height, counts.total()) == COUNTS[name]


def test_no_archive_is_left_out() -> None:
    assert {path.name for path in WARC.iterdir()} - {"SOURCE_AND_LICENSE.txt"} == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_a_record_can_be_read_again_from_its_offset(name: str) -> None:
    rows, _, _ = read(source({"paths": [name], "format": "warc"}), WARC)
    if not rows.height:
        pytest.skip("holds no document")
    content = (WARC / name).read_bytes()
    for row in rows.filter(pl.col("record_offset").is_not_null()).iter_rows(named=True):
        records = archived(io.BytesIO(content[row["record_offset"] :]))
        again = next(in_blocks(islice(records, 1), Told(name), Counter())).records[0]
        assert (again["url"], again["text"], again["title"]) == (row["url"], row["text"], row["title"])


@pytest.mark.parametrize("name", ["warcio_example-bad-non-chunked.warc.gz", "pywb_iana.warc.gz"])
def test_a_little_damage_needs_no_word_of_the_source(name: str) -> None:
    given = source({"paths": [name]}).model_dump(exclude={"broken"}, exclude_unset=True)
    batches = list(ingest_documents("web", Source.model_validate(given), "here", base=WARC))
    assert sum(batch.rows.height for batch in batches) == COUNTS[name][0]


def test_one_crawled_page_has_one_text_in_warc_and_in_wet() -> None:
    packed, _, _ = read(source({"paths": ["whirlwind.warc.gz"]}), WARC)
    plain, _, _ = read(source({"paths": ["whirlwind.warc"]}), WARC)
    wet, _, _ = read(source({"paths": ["whirlwind.warc.wet"]}), WARC)
    assert packed.get_column("text").equals(plain.get_column("text"))
    ours, theirs = (set(one.get_column("text").item().split()) for one in (packed, wet))
    assert len(ours & theirs) > 0.9 * len(ours)
    assert packed.get_column("language").equals(wet.get_column("language"))


def test_every_section_of_the_textbooks_is_a_document_with_a_title() -> None:
    rows, rejects, _ = read(source({"paths": ["*/*.md"]}), DATA / "web_openstax")
    assert (rows.height, rejects.height) == (376, 0)
    assert rows.get_column("title").null_count() == 0
    text = rows.get_column("text")
    assert not text.str.contains(r"</?(?:div|span|table|td|math)\b|\{:|!\[").any()
    assert set(rows.get_column("language").drop_nulls()) == {"en"}


def test_crawled_texts_are_read_by_the_path_of_their_field() -> None:
    rows, rejects, _ = read(source({"paths": ["*.json*"]}, documents={"text": "text"}), DATA / "web_cc_text")
    assert (rows.height, rejects.height) == (400, 0)
    crawled = rows.filter(~pl.col("source_file").str.contains("stack_exchange"))
    assert (crawled.get_column("language") == "en").all()
