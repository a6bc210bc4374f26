"""A folder with a source's file and its data, and what reading it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import yaml

from curate.content import load
from curate.stages.ingest.config import Source
from curate.stages.ingest.stage import ingest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Desk:
    """One source named `quiz` in a folder of its own."""

    folder: Path

    @property
    def place(self) -> Path:
        """The source's own file."""
        return self.folder / "quiz.yaml"

    def source(self, **changes: Any) -> Source:
        """A source of `data.jsonl`, written to its file and read from there."""
        plain: dict[str, Any] = {
            "what": "A quiz.",
            "why": "To be read.",
            "group": "GPR",
            "origin": "open",
            "form": "open",
            "licence": "MIT",
            "citation": "Nobody 2024",
            "domain": "mixed",
            "read": {"files": {"paths": ["data.jsonl"], "format": "jsonl"}},
            "map": {"question": "question", "answer": "answer"},
        }
        self.place.write_text(yaml.safe_dump({**plain, **changes}, sort_keys=False), encoding="utf-8")
        return load(self.place, Source)

    def files(self, path: str, kind: str, **changes: Any) -> dict[str, Any]:
        """What `read` says of a file."""
        return {"files": {"paths": [path], "format": kind, **changes}}

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file beside the source."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, source: Source, how: str = "files", **settings: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
        """All rows and all rejects."""
        batches = list(ingest("quiz", source, how, base=self.folder, place=self.place, **settings))
        return pl.concat([batch.rows for batch in batches]), pl.concat([batch.rejects for batch in batches])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)
