"""The files in `filters/` keep and drop what they say, and `filter_faults` tells of those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.content import load
from curate.stages.screen import Filter, filter_faults

SHELF = Path(__file__).parents[3] / "filters"
FILES = sorted(SHELF.glob("*.yaml"))
GOOD = """\
what: The row has no answer.
why: Nothing can be rewarded.
rule:
  kind: true
  column: gold_present
examples:
  keep:
    - {gold_present: true}
  drop:
    - {gold_present: false}
    - {}
"""


def test_the_shelf_holds_the_filters_of_the_paper_and_ours() -> None:
    assert {file.stem for file in FILES} >= set(
        "gold_missing question_missing gold_not_in_options options_repeat answer_too_long needs_options not_verifiable "
        "duplicate label_conflict too_easy too_hard ungradable_type".split()
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_filter_keeps_and_drops_its_own_examples(file: Path) -> None:
    assert filter_faults(file) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_filter_says_where_it_comes_from(file: Path) -> None:
    why = load(file, Filter).why
    assert "arXiv" in why or "Origin:" in why


def test_the_three_rules_of_the_paper_cite_it() -> None:
    for name in ("gold_not_in_options", "answer_too_long", "gold_missing"):
        assert "2504.13941" in load(SHELF / f"{name}.yaml", Filter).why


def faults_of(folder: Path, text: str) -> list[str]:
    file = folder / "x.yaml"
    file.write_text(text, encoding="utf-8")
    return [str(error).replace(str(file), "x.yaml") for error in filter_faults(file)]


def test_a_good_file_has_no_faults(tmp_path: Path) -> None:
    assert faults_of(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("gold_present: true}", "gold_present: false}", "x.yaml:8: examples.keep.0: stands under keep, but the rule"),
        ("- {}", "- {gold_present: true}", "x.yaml:11: examples.drop.1: stands under drop, but the rule keeps it"),
        ("- {}", "- {gold_presen: true}", "x.yaml:11: examples.drop.1: there is no column 'gold_presen'. Did"),
        ("- {}", "- {gold_present: perhaps}", "x.yaml:11: examples.drop.1: is no row: "),
        ("- {}", "- {answer_words: 99999999999999}", "x.yaml:11: examples.drop.1: is no row: "),
        ("- {}", "- nothing", "x.yaml:11: examples.drop.1: must be a mapping of keys to values"),
        ("  column: gold_present", "  column: gold_presnt", "x.yaml:5: rule.column: there is no column"),
        ("  kind: true", "  kind: ture", "x.yaml:4: rule.kind: there is no kind of rule 'ture'. Did you mean 'true'?"),
        ("why: Nothing can be rewarded.\n", "", "x.yaml:1: why: is missing"),
        ("  keep:\n    - {gold_present: true}\n", "  keep: []\n", "x.yaml:7: examples.keep: "),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_and_field(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in GOOD
    found = faults_of(tmp_path, GOOD.replace(old, new))
    assert found, "the fault was not seen"
    assert found[0].startswith(expected), found


def test_all_wrong_examples_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path, GOOD.replace("present: true", "present: false").replace("- {}", "- {gold_present: true}")
    )
    assert [line.split(": ")[0] for line in found] == ["x.yaml:8", "x.yaml:11"]


def test_a_file_that_is_not_there_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    assert [error.exit_code for error in filter_faults(tmp_path / "none.yaml")] == [2]
