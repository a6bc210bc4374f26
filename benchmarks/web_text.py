"""Web archive to clean text: documents and megabytes per CPU-second, beside datatrove's reader and extractor.

    python benchmarks/web_text.py [--repeat N]

Reads aut_example.warc.gz and the two dolma samples of the real data (see tests/real), each N times, or the embedded
sample where those are absent. The rival is `WarcReader` with the `Trafilatura` extractor, which neither measures nor
tells languages; so ours is timed twice: to the text, and with all measures of a document. Each runs in a process of
its own; CPU seconds are those of the process and of all that it started. The rival needs `pip install datatrove
trafilatura warcio faust-cchardet python-magic`, and is left out where they are absent.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared/data/web_warc"
FILES = ("aut_example.warc.gz", "dolma_sample-0000.warc.gz", "dolma_sample-0001.warc.gz")

CLOCK = """
import json, os, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
def spent():
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
"""

TEXT = (
    CLOCK
    + """
from collections import Counter
from curate.stages.ingest.block import Told
from curate.stages.ingest.documents.extract import page
from curate.stages.ingest.documents.readers import in_blocks
from curate.stages.ingest.documents.webarchive import archived
page("<p>warm</p>")
begun, documents, characters = spent(), 0, 0
for path in sorted(folder.iterdir()):
    with path.open("rb") as file:
        for block in in_blocks(archived(file), Told(path.name, block_rows=256), Counter()):
            documents += len(block.records)
            characters += sum(len(record["text"]) for record in block.records)
print(json.dumps({"documents": documents, "characters": characters, "seconds": spent() - begun}))
"""
)

WHOLE = (
    CLOCK
    + """
from curate.stages.ingest.config import Source
from curate.stages.ingest.documents.stage import ingest_documents
facts = dict(what="w", why="w", group="GPR", origin="synthetic", form="open", licence="MIT", citation="c",
             domain="mixed", synthesize="p", broken={"share": 1.0}, read={"here": {"paths": ["*.warc.gz"]}})
source = Source.model_validate(facts)
begun, documents, characters = spent(), 0, 0
for batch in ingest_documents("web", source, "here", base=folder):
    documents += batch.rows.height
    characters += int(batch.rows.get_column("n_characters").sum())
print(json.dumps({"documents": documents, "characters": characters, "seconds": spent() - begun}))
"""
)

RIVAL = (
    CLOCK
    + """
import logging
from loguru import logger
logger.remove()
logging.disable(logging.CRITICAL)
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import WarcReader
import trafilatura
extractor = Trafilatura(favour_precision=True, timeout=30)
begun, documents, characters = spent(), 0, 0
for document in extractor.run(WarcReader(str(folder)).run()):
    documents += 1
    characters += len(document.text)
print(json.dumps({"documents": documents, "characters": characters, "seconds": spent() - begun}))
"""
)


def main() -> None:
    """Time each, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=3, help="how often each file is read")
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "warc"
        folder.mkdir()
        from_where = [REAL / name for name in FILES] if REAL.is_dir() else [ROOT / "curate/samples/web_pages.warc.gz"]
        for path in from_where:
            for number in range(repeat):
                shutil.copy(path, folder / f"{number:03}-{path.name}")
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"{len(from_where)} files, {repeat} times each, {size:.1f} MB packed")
        print("| | documents | CPU s | documents per CPU-second | packed MB per CPU-second | characters |")
        print("|---|---|---|---|---|---|")
        for name, script in (
            ("curate, to the text", TEXT),
            ("curate, with language and measures", WHOLE),
            ("datatrove, WarcReader and Trafilatura", RIVAL),
        ):
            print(_line(name, script, folder, size), flush=True)


def _line(name: str, script: str, folder: Path, size: float) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        return f"| {name} | not run: {done.stderr.strip().splitlines()[-1]} | | | | |"
    found = json.loads(done.stdout.strip().splitlines()[-1])
    seconds = found["seconds"]
    return (
        f"| {name} | {found['documents']:,} | {seconds:.2f} | {found['documents'] / seconds:.0f} | "
        f"{size / seconds:.2f} | {found['characters']:,} |"
    )


if __name__ == "__main__":
    main()
