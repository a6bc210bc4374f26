"""`curate grade`: one response or a suite of cases; what is said of each, and what goes into the files."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from curate import grading
from curate.cli import app
from curate.errors import ContentError
from curate.grade import CALIBRATION, Case, Graded, card_of, grade_cases, grade_one, read
from curate.grading import Verdict
from curate.watch import Still

DOCS = Path(__file__).parents[1] / "docs"
run = CliRunner()


def _suite(folder: Path, *cases: dict[str, object] | str) -> Path:
    path = folder / "suite.jsonl"
    path.write_text("".join((case if isinstance(case, str) else json.dumps(case)) + "\n" for case in cases), "utf-8")
    return path


HALF = {"response": r"\boxed{1/2}", "gold": "0.5", "type": "math", "expected": "right"}
OFF = {"response": r"\boxed{1/3}", "gold": "0.5", "type": "math", "expected": "wrong", "hard": True}


def test_one_response_is_shown_with_what_was_taken_for_the_answer_and_why() -> None:
    said = run.invoke(app, ["grade", r"So it is \boxed{1/2}.", "--gold", "0.5"])
    assert said.exit_code == 0
    lines = dict(line.split(maxsplit=1) for line in said.output.splitlines())
    assert lines["verdict"] == "right"
    assert lines["extracted"] == "1/2"
    assert lines["why"] == "the same number"
    assert lines["type"].startswith("math (inferred")


def test_a_response_may_come_from_standard_input() -> None:
    said = run.invoke(app, ["grade", "-", "-g", "B", "-o", "Salt", "-o", "Acid"], input="Answer: (b) Acid\n")
    assert "verdict    right" in said.output


def test_a_suite_is_summed_up_by_type_and_ends_with_success_where_all_is_as_expected(tmp_path: Path) -> None:
    said = run.invoke(app, ["grade", "--cases", str(_suite(tmp_path, HALF, OFF))])
    assert said.exit_code == 0, said.output
    assert re.search(r"math\W+2\W+1\W+1\W+0\W+0\W+0\W+0", said.output)


def test_a_suite_that_is_graded_otherwise_than_expected_ends_with_an_error_code_and_shows_the_case(
    tmp_path: Path,
) -> None:
    path = _suite(tmp_path, HALF, OFF | {"expected": "right"}, HALF | {"expected": "wrong"})
    said = run.invoke(app, ["grade", "--cases", str(path)])
    assert said.exit_code == 1
    assert "suite.jsonl:2: false reject" in said.output
    assert "suite.jsonl:3: false accept" in said.output
    assert said.output.index("false accept:") < said.output.index("false reject:"), "the worse first"


def test_every_case_is_written_beside_its_verdict(tmp_path: Path) -> None:
    out = tmp_path / "new" / "verdicts.jsonl"
    grade_cases([_suite(tmp_path, HALF, OFF)], Still(), out=out)
    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert first["status"] == "right"
    assert (second["status"], second["extracted"], second["response"]) == ("wrong", "1/3", r"\boxed{1/3}")
    assert [path.name for path in out.parent.iterdir()] == ["verdicts.jsonl"]


def test_suites_of_others_may_spell_and_carry_what_they_like(tmp_path: Path) -> None:
    path = _suite(
        tmp_path,
        {"response": 5, "gold": 5, "answer_type": "math", "expected": True, "category": "numbers", "id": 1},
        {"response": "B", "gold": "B", "type": "choice", "options": {"A": "Salt", "B": 7}, "expected": "correct"},
        {"response": "Rome", "gold": ["Paris", "Rome"], "type": "short_text"},
        "",
    )
    report = grade_cases([path], Still())
    assert [one.verdict.status for one in report.graded] == ["right"] * 3
    assert report.total.expected == {"right": 2, "not stated": 1}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "suite.jsonl:2: is no JSON"),
        ("[1]", "suite.jsonl:2: a case is a JSON object"),
        ('{"gold": "1"}', "suite.jsonl:2: response: Field required"),
        ('{"response": "1", "gold": "1", "expected": "maybe"}', "suite.jsonl:2: expected: "),
        (
            '{"response": "1", "gold": "1", "type": "maths"}',
            "suite.jsonl:2: type: there is no answer type 'maths'",
        ),
    ],
)
def test_a_line_that_is_no_case_is_named_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ContentError, match=re.escape(said)):
        grade_cases([_suite(tmp_path, HALF, line)], Still())


def test_a_file_that_cannot_be_read_or_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nowhere.jsonl: cannot be read"):
        list(read(tmp_path / "nowhere.jsonl"))
    with pytest.raises(ContentError, match="cannot be written"):
        grade_cases([_suite(tmp_path, HALF)], Still(), out=tmp_path / "suite.jsonl" / "under_a_file")


@pytest.mark.parametrize("arguments", [["x"], [], ["x", "--calibrate"], ["x", "-g", "y", "--out", "z"]])
def test_what_cannot_be_meant_is_refused(arguments: list[str]) -> None:
    assert run.invoke(app, ["grade", *arguments]).exit_code == 2


@pytest.mark.parametrize(("response", "code"), [("5", 0), ("6", 1)])
def test_the_exit_code_says_whether_one_response_is_right(response: str, code: int) -> None:
    assert run.invoke(app, ["grade", response, "-g", "5"]).exit_code == code


def test_a_suite_may_come_from_standard_input() -> None:
    said = run.invoke(app, ["grade", "--cases", "-"], input=json.dumps(HALF) + "\n")
    assert (said.exit_code, "found right" in said.output) == (0, True)


@pytest.mark.parametrize(
    "beside", [["--tolerance", "0.1"], ["-t", "math"], ["-o", "a"], ["-a", "1"], ["--card", "card.md"]]
)
def test_what_a_suite_would_ignore_is_refused(tmp_path: Path, beside: list[str]) -> None:
    assert run.invoke(app, ["grade", "--cases", str(_suite(tmp_path, HALF)), *beside]).exit_code == 2


def test_an_empty_suite_is_an_error_and_no_success(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no case"):
        list(read(_suite(tmp_path, "", "  ")))


def test_a_misspelt_field_is_named_and_others_are_carried_along(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"suite.jsonl:1: expcted: .*Did you mean expected"):
        list(read(_suite(tmp_path, HALF | {"expcted": "right"})))
    out = tmp_path / "out.jsonl"
    grade_cases([_suite(tmp_path, HALF | {"id": 7, "model": "m"})], Still(), out=out)
    assert json.loads(out.read_text("utf-8"))["id"] == 7


def test_the_suite_itself_and_a_folder_are_no_place_to_write_to(tmp_path: Path) -> None:
    suite = _suite(tmp_path, HALF)
    for place, said in ((suite, "would be lost"), (tmp_path, "is a folder")):
        with pytest.raises(ContentError, match=said):
            grade_cases([suite], Still(), out=place)
    assert suite.read_text("utf-8").startswith("{")


def test_a_gold_that_is_a_list_holds_items_for_a_list_and_else_answers_that_are_all_right(tmp_path: Path) -> None:
    path = _suite(
        tmp_path,
        {"response": "7, 5", "gold": ["5", "7"], "type": "list", "expected": "right"},
        {"response": "7", "gold": ["5", "7"], "type": "list", "expected": "wrong"},
        {"response": "7", "gold": ["5", "7"], "type": "math", "expected": "right"},
        {
            "response": "A, C",
            "gold": ["A", "C"],
            "type": "multi_choice",
            "options": ["x", "y", "z"],
            "expected": "right",
        },
    )
    assert grade_cases([path], Still()).surprises == []


def test_options_by_letter_stand_in_the_order_of_their_letters(tmp_path: Path) -> None:
    by_letter = {"response": "b", "gold": "B", "options": {"A": "a", "C": "c", "B": "b"}, "expected": "right"}
    assert grade_cases([_suite(tmp_path, by_letter)], Still()).surprises == []
    with pytest.raises(ContentError, match="must be A, B, C"):
        list(read(_suite(tmp_path, by_letter | {"options": {"A": "a", "D": "d"}})))


def test_what_no_terminal_can_print_is_written_out() -> None:
    said = run.invoke(app, ["grade", "\x1b[31mred", "-g", "x"])
    assert "\\x1b[31mred" in said.output


def test_a_false_accept_is_what_is_called_right_and_is_not() -> None:
    for expected, status, accept, reject in [
        ("wrong", "right", True, False),
        ("ungradable", "right", True, False),
        ("right", "wrong", False, True),
        ("right", "ungradable", False, True),
        ("ungradable", "wrong", False, False),
        (None, "right", False, False),
    ]:
        one = Graded("", Case(response="", gold="", expected=expected), Verdict(status, None, ""))
        assert (one.false_accept, one.false_reject) == (accept, reject)


def test_a_typed_answer_type_that_does_not_exist_lists_those_that_do() -> None:
    with pytest.raises(ContentError, match=r"There are: .*choice, .*math"):
        grade_one({"response": "1", "gold": "1", "type": "number"})


def test_the_calibration_set_is_large_and_a_third_of_it_negative_and_covers_every_type() -> None:
    cases = [case for path in sorted(CALIBRATION.glob("*.jsonl")) for _, case in read(path)]
    assert len(cases) >= 1_500
    assert sum(case.expected == "wrong" for case in cases) >= len(cases) / 3
    assert sum(case.hard for case in cases) >= 300
    assert all(case.expected == "wrong" for case in cases if case.hard)
    assert all(case.expected is not None for case in cases)
    assert {case.type for case in cases} == set(grading.BUILT_IN)


def test_the_calibration_set_has_no_false_accept_and_the_card_is_of_the_code_as_it_is() -> None:
    report = grade_cases([], Still(), calibrate=True, timeout_s=20)
    assert [one.place for one in report.graded if one.false_accept] == []
    for name, score in report.scores.items():
        assert score.false_rejects <= 0.01 * score.expected["right"], name
    assert card_of(report) == (DOCS / "calibration.md").read_text("utf-8")
