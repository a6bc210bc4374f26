"""The gates: filters over documents, and no filter over rows and documents at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from curate.content import load
from curate.row import DOCUMENT, GATED
from curate.stage import checked
from curate.stages.screen import GATES, Filter, NamedFilter, ScreenConfig, filter_faults

SHELF = Path(__file__).parents[3] / "filters"
FILES = sorted(SHELF.glob("document_*.yaml"))
GOOD = {
    "text": "A text.",
    "language": "en",
    "language_score": 1.0,
    "duplicate": False,
    "n_words": 300,
    "n_stop_words": 8,
    "mean_word_length": 4.8,
    "alphabetic_share": 0.98,
    "closed_lines": 0.9,
}


def named(path: Path) -> NamedFilter:
    return NamedFilter(path.stem, load(path, Filter))


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    zeros = {name: 0.0 for name, kind in DOCUMENT.items() if kind == pl.Float64}
    return pl.DataFrame(
        [{name: (zeros | GOOD | row).get(name) for name in DOCUMENT} for row in rows], schema=dict(DOCUMENT)
    )


def reasons(documents: pl.DataFrame, *filters: NamedFilter) -> list[list[str]]:
    added = checked("gates", GATES(documents.lazy(), ScreenConfig(filters=filters)).collect(), documents.height)
    assert dict(added.schema) == dict(GATED)
    return added.get_column("gate_reasons").to_list()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_gate_of_the_shelf_is_valid_and_about_documents(path: Path) -> None:
    assert filter_faults(path) == []
    assert named(path).filter.about == "documents"


def test_a_document_gets_all_its_reasons_in_the_order_of_the_synthesis() -> None:
    filters = [named(path) for path in FILES]
    bad = {"n_words": 3, "language": "zh", "duplicate": True, "repeated_lines": 0.9}
    found = reasons(frame({}, bad), *filters)
    assert found == [
        [],
        ["document_duplicate", "document_language", "document_repeats", "document_too_short"],
    ]
    assert reasons(frame(bad), *reversed(filters)) == [list(reversed(found[1]))]


def test_without_gates_no_document_has_a_reason() -> None:
    assert reasons(frame({}, {"n_words": 1})) == [[], []]


@given(st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_several_ranges_hold_only_together(first: float, second: float) -> None:
    gate = Filter.model_validate(
        {
            "what": "w",
            "why": "y",
            "rule": {"kind": "ranges", "columns": {"symbol_share": {"max": 0.5}, "closed_lines": {"min": 0.5}}},
            "examples": {
                "keep": [{"symbol_share": 0.0, "closed_lines": 1.0}],
                "drop": [{"symbol_share": 1.0, "closed_lines": 1.0}],
            },
        }
    )
    found = reasons(frame({"symbol_share": first, "closed_lines": second}), NamedFilter("both", gate))
    assert (found == [[]]) == (first <= 0.5 and second >= 0.5)


def rule(column: str, other: str) -> dict[str, object]:
    return {
        "what": "w",
        "why": "y",
        "rule": {"kind": "range", "column": column, "min": 1, "when": {other: "x"}},
        "examples": {"keep": [{column: 1}], "drop": [{column: 0}]},
    }


def test_a_filter_about_rows_and_documents_at_once_is_an_error() -> None:
    with pytest.raises(
        ValidationError, match="about rows or about documents: form is a column of rows, n_words one of"
    ):
        Filter.model_validate(rule("n_words", "form"))
    assert Filter.model_validate(rule("n_words", "language")).about == "documents"
    assert Filter.model_validate(rule("answer_words", "form")).about == "rows"
    assert Filter.model_validate(rule("source_row", "source")).about == "rows"  # both have them


def test_filters_about_rows_and_about_documents_do_not_stand_together() -> None:
    row, document = named(SHELF / "duplicate.yaml"), named(SHELF / "document_duplicate.yaml")
    with pytest.raises(ValidationError, match="duplicate judges rows, and document_duplicate documents"):
        ScreenConfig(filters=(row, document))


def test_an_unknown_column_is_told_with_those_that_are_close() -> None:
    with pytest.raises(ValidationError, match="Did you mean 'n_words'"):
        Filter.model_validate(rule("n_wrods", "language"))


def test_a_seed_which_has_no_text_is_refused_by_no_gate() -> None:
    seed = dict.fromkeys(DOCUMENT) | {"id": "d0", "duplicate": False}
    seeds = pl.DataFrame([seed], schema=dict(DOCUMENT))
    filters = [named(path) for path in FILES]
    assert reasons(seeds, *filters) == reasons(seeds) == [[]]
    assert reasons(seeds.with_columns(text=pl.lit("")), *filters) != [[]]
