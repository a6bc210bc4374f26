"""What docs/adr/0006 says of the limits of the gates is what stands in filters/."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import yaml

ROOT = Path(__file__).parents[2]

GOPHER: Final = {
    "symbol_share": 0.1,
    "bullet_lines": 0.9,
    "ellipsis_lines": 0.3,
    "alphabetic_share": 0.8,
    "n_stop_words": 2,
    "mean_word_length": 3,
    "repeated_lines": 0.3,
    "repeated_line_characters": 0.2,
    "top_2_gram": 0.20,
    "top_3_gram": 0.18,
    "top_4_gram": 0.16,
    **{f"repeated_{n}_grams": (20 - n) / 100 for n in range(5, 11)},
}
"""Appendix A1.1 and table A1 of arXiv 2112.11446; of words' lengths the shortest."""

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")


def limits() -> dict[str, Any]:
    """The limit of each column, the lower one where it has two."""
    found: dict[str, Any] = {}
    for path in (ROOT / "filters").glob("document_*.yaml"):
        rule = yaml.safe_load(path.read_text(encoding="utf-8"))["rule"]
        for column, limit in (rule.get("columns") or {}).items():
            found[column] = limit.get("min", limit.get("max"))
    return found


def test_the_record_of_decisions_counts_the_limits_that_are_not_gopher_s() -> None:
    ours = limits()
    assert set(GOPHER) <= set(ours)
    wider = [column for column, limit in GOPHER.items() if ours[column] != limit]
    text = (ROOT / "docs/adr/0006-text-of-the-web.md").read_text(encoding="utf-8")
    said = re.search(r"but for (\w+) of Gopher's", text)
    assert said is not None
    assert said[1] == NUMBERS[len(wider)]
