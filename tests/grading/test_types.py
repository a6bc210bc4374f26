"""The table of types: each is whole, and other packages may add theirs, but not take the place of one."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from curate.grading import BUILT_IN, AnswerType, Asked, accepts_gold, grade, graders, versions

PLUGIN = """
from curate.grading import Grader, Verdict

def _grade(asked):
    said = asked.response.strip()
    return Verdict("right" if sorted(said) == sorted(asked.gold) else "wrong", said, "the same atoms or not")

FORMULA = Grader("a chemical formula", _grade, lambda asked: asked.gold + "X")
NO_VERDICT = Grader("one that answers yes", lambda asked: True, lambda asked: "x")
NO_OTHER = Grader("one that knows no other", lambda asked: Verdict("right", "y", "always"), lambda asked: 1 / 0)
BROKEN = Grader("one that fails", lambda asked: 1 / 0, lambda asked: None)
NO_GRADER = 5
"""


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package that offers what is written into its entry points."""
    (tmp_path / "chemists.py").write_text(PLUGIN)
    folder = tmp_path / "chemists-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: chemists\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    graders.cache_clear()
    yield folder / "entry_points.txt"
    graders.cache_clear()


def test_the_types_that_are_inferred_are_those_of_the_table() -> None:
    assert set(get_args(AnswerType)) == {*BUILT_IN, "ungradable"}


def test_another_package_may_add_a_type(offered: Path) -> None:
    offered.write_text("[curate.graders]\nchemical_formula = chemists:FORMULA\n")
    assert list(graders()) == [*BUILT_IN, "chemical_formula"]
    assert grade("OH2", "H2O", "chemical_formula").status == "right"
    assert grade("H2O2", "H2O", "chemical_formula").status == "wrong"


def test_a_grader_of_another_package_that_fails_makes_no_wrong_answer_and_ends_nothing(offered: Path) -> None:
    offered.write_text("[curate.graders]\nfrail = chemists:BROKEN\n")
    verdict = grade("x", "y", "frail")
    assert verdict.status == "ungradable"
    assert "ZeroDivisionError" in verdict.why


@pytest.mark.parametrize("name", ["NO_VERDICT", "NO_OTHER"])
def test_what_breaks_the_contract_is_ungradable(offered: Path, name: str) -> None:
    offered.write_text(f"[curate.graders]\nfrail = chemists:{name}\n")
    assert accepts_gold("y", "frail").status == "ungradable"


def test_what_cannot_be_imported_says_so_and_leaves_our_types_alone(offered: Path) -> None:
    offered.write_text("[curate.graders]\nlost = chemists:NOTHING\n")
    assert grade("5", "5", "math").right
    assert "curate.graders: lost = chemists:NOTHING: cannot be imported" in grade("5", "5", "lost").why
    with pytest.raises(ImportError, match="lost = chemists:NOTHING"):
        graders()


def test_a_grader_of_another_package_stands_among_the_versions_that_decide(offered: Path) -> None:
    offered.write_text("[curate.graders]\nchemical_formula = chemists:FORMULA\n")
    versions.cache_clear()
    assert versions()["chemical_formula (chemists:FORMULA)"] == "1.0"
    versions.cache_clear()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("math = chemists:FORMULA", "there is an answer type math already"),
        ("odd = chemists:NO_GRADER", "odd = chemists:NO_GRADER: is int"),
    ],
)
def test_what_is_no_grader_or_takes_the_name_of_one_is_refused(offered: Path, line: str, said: str) -> None:
    offered.write_text(f"[curate.graders]\n{line}\n")
    with pytest.raises(TypeError, match=said):
        graders()


@pytest.mark.parametrize(
    ("kind", "gold", "options"),
    [
        ("choice", "B", ("Salt", "Acid")),
        ("multi_choice", "A, C", ("Salt", "Acid", "Base")),
        ("math", "42", None),
        ("expression", "x + 1", None),
        ("number_with_unit", "5 km", None),
        ("short_text", "Paris", None),
        ("boolean", "yes", None),
        ("date", "4 July 1776", None),
        ("list", "red; green", None),
    ],
)
def test_every_type_accepts_its_gold_and_rejects_the_other_answer_that_it_names(
    kind: str, gold: str, options: tuple[str, ...] | None
) -> None:
    other = BUILT_IN[kind].another(Asked("", gold, options))
    assert other is not None
    assert grade(f"\\boxed{{{gold}}}", gold, kind, options=options).status == "right"
    assert grade(f"\\boxed{{{other}}}", gold, kind, options=options).status == "wrong"
