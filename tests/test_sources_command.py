"""`curate sources` lists what stands on the shelves with its state, and shows records beside the rows they become."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from curate.cli import app
from curate.content import Shelves
from curate.errors import ContentError, SourceError
from curate.order import resolve
from curate.pipeline import build
from curate.sources.listing import Listed, listed
from curate.sources.preview import preview
from curate.watch import Still

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
what: A quiz.
why: Made for tests.
group: GPR
origin: open
form: {form}
licence: CC0-1.0
citation: Nobody 2024
domain: mixed
faults: [Some golds are wrong.]
"""
QUIZ = (
    HEAD.format(form="mcq")
    + """\
read:
  files: {paths: [../../data/quiz.jsonl], format: jsonl}
broken: {share: 0.9}
map:
  question: question
  options: choices
  answer: {field: answer, as: index0}
"""
)
PLAIN = "map: {question: question, answer: answer}\n"
ROWS = 6


class Shelf:
    """A project with one source, and what the commands say of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> Path:
        """Write a file of the project."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def source(self, name: str, text: str) -> Path:
        """Write a source's file."""
        return self.write(f"blends/sources/{name}.yaml", text)

    def one(self, name: str) -> Listed:
        """What the list says of a source."""
        return next(one for one in listed(Shelves(), store=self.root / ".curate/store") if one.name == name)

    def say(self, *arguments: str) -> str:
        """What the command prints."""
        said = CliRunner().invoke(app, ["sources", *arguments], catch_exceptions=False)
        assert said.exit_code == 0
        return said.output


def question(number: int) -> dict[str, Any]:
    return {"question": f"Which is number {number}?", "choices": [f"No {n}" for n in range(4)], "answer": number % 4}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.chdir(tmp_path)
    made = Shelf(tmp_path)
    made.source("quiz", QUIZ)
    made.write("data/quiz.jsonl", "".join(json.dumps(question(number)) + "\n" for number in range(ROWS)))
    return made


def test_a_source_whose_files_are_here_is_ready_and_its_lines_are_counted(shelf: Shelf) -> None:
    quiz = shelf.one("quiz")
    assert (quiz.state, quiz.rows, quiz.licence, quiz.form) == ("ready", ROWS, "CC0-1.0", "mcq")
    assert [way.how for way in quiz.ways] == ["files"]


def test_a_source_whose_file_is_gone_is_missing_and_says_which(shelf: Shelf) -> None:
    (shelf.root / "data/quiz.jsonl").unlink()
    quiz = shelf.one("quiz")
    assert quiz.state == "missing"
    assert "data/quiz.jsonl: there is no such file" in quiz.note
    assert "quiz.jsonl: there is no such file" in shelf.say()


def test_a_source_of_the_hub_says_whether_it_is_pinned(shelf: Shelf) -> None:
    hub = HEAD.format(form="open") + "read:\n  hub: {path: nobody/nothing, split: train, rows: 77}\n" + PLAIN
    shelf.source("far", hub)
    shelf.source("fast", hub.replace("rows: 77", "revision: 0123456789abcdef"))
    far, fast = shelf.one("far"), shelf.one("fast")
    assert (far.state, far.rows, far.note) == ("hub", 77, "nobody/nothing, unpinned")
    assert (fast.state, fast.rows, fast.note) == ("hub", None, "nobody/nothing, pinned")


def test_a_broken_file_is_listed_with_its_error_and_hides_no_other(shelf: Shelf) -> None:
    shelf.source("broken", QUIZ.replace("form: mcq", "form: mcqq"))
    broken = shelf.one("broken")
    assert broken.state == "broken"
    assert broken.note == "blends/sources/broken.yaml:5: form: must be 'mcq' or 'open' (got 'mcqq')"
    said = shelf.say("list")
    assert broken.note in said
    assert re.search(r"quiz .*ready", said)


def test_what_the_store_has_read_is_said_with_its_rejects_until_the_data_change(shelf: Shelf) -> None:
    data = shelf.root / "data/quiz.jsonl"
    data.write_text(data.read_text(encoding="utf-8") + "no json\n", encoding="utf-8")
    shelf.write("blends/profiles/plain.yaml", "what: Files.\nwhy: Made for tests.\nread: files\n")
    recipe = "what: A mix.\nwhy: Made for tests.\nseed: 1\nsources: [quiz]\nfilters: [question_missing, gold_missing]\n"
    shelf.write("blends/mix.yaml", recipe + "shares: [{where: {group: GPR}, weight: 1}]\nrows: max\nval: 1\n")
    order = resolve("mix", "plain", Shelves())
    build(order, store=shelf.root / ".curate/store", out=shelf.root / "out", workers=1, watch=Still())
    quiz = shelf.one("quiz")
    assert quiz.state == "read"
    assert quiz.stored is not None
    assert (quiz.rows, quiz.stored.rows, quiz.stored.rejects) == (ROWS, ROWS, 1)
    assert "6 rows, 1 reject " in shelf.say()
    data.write_text(json.dumps(question(1)) + "\n", encoding="utf-8")
    changed = shelf.one("quiz")
    assert (changed.state, changed.rows) == ("ready", 1)
    assert changed.note == "its data changed since they were read"


def test_the_list_for_machines_holds_every_source(shelf: Shelf) -> None:
    found = {one["name"]: one for one in json.loads(shelf.say("--json"))}
    assert found["quiz"]["state"] == "ready"
    assert found["quiz"]["path"] == "blends/sources/quiz.yaml"
    assert {"mmlu", "math"} <= set(found)
    assert json.loads(shelf.say("list", "--json")) == json.loads(shelf.say("--json"))


def test_where_there_are_several_shelves_the_list_says_which_one_a_source_is_from(shelf: Shelf) -> None:
    assert shelf.one("quiz").root == "."
    assert shelf.one("mmlu").root != "."
    assert "shelf" in shelf.say()


def test_a_record_stands_beside_the_row_that_it_becomes(shelf: Shelf) -> None:
    found = preview("quiz", Shelves(), rows=2)
    assert [one.number for one in found.rows] == [0, 1]
    assert found.rows[1].record == question(1)
    assert found.rows[1].row["answer"] == "B"
    assert found.rows[1].row["answer_text"] == "No 1"
    said = shelf.say("show", "quiz", "--rows", "2")
    assert '"question": "Which is number 1?"' in said
    assert "* B  No 1" in said
    assert "licence" in said
    assert "CC0-1.0" in said
    assert "Some golds are wrong." in said
    assert "answer: {field: answer, as: index0}" in said


@pytest.mark.parametrize(("width", "together"), [(160, True), (80, False)])
def test_a_wide_terminal_shows_them_side_by_side(
    width: int, *, together: bool, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = re.sub(r"\x1b\[[\d;]*m", "", shelf.say("show", "quiz", "--rows", "1"))
    heads = [line for line in said.splitlines() if line.startswith("record  ")]
    assert bool(heads and heads[0].split() == ["record", "row"]) is together


def test_a_narrow_terminal_shows_a_short_record_in_few_lines_none_of_them_too_long(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = re.sub(r"\x1b\[[\d;]*m", "", shelf.say("show", "quiz", "--rows", "1")).splitlines()
    record, row = said.index("record"), said.index("row")
    assert row - record <= 8
    assert all(len(line.rstrip()) <= 80 for line in said[record:])
    assert any(line.startswith("  * ") for line in said[row:])


def test_a_long_record_is_cut_and_says_by_how_much(shelf: Shelf) -> None:
    long = {**question(0), "solution": "x" * 5000, "votes": list(range(99))}
    shelf.write("data/quiz.jsonl", json.dumps(long) + "\n")
    said = shelf.say("show", "quiz")
    assert "4,400 more" in " ".join(said.split())
    assert "87 more" in said


def test_a_reject_on_the_way_is_shown_with_its_byte_and_reason(shelf: Shelf) -> None:
    lines = [
        json.dumps(question(0)),
        "no json",
        json.dumps({**question(2), "choices": {"a": [1]}}),
        json.dumps(question(3)),
    ]
    shelf.write("data/quiz.jsonl", "\n".join(lines) + "\n")
    found = preview("quiz", Shelves(), rows=2)
    assert [one.number for one in found.rows] == [0, 3]
    assert [(one.number, one.byte) for one in found.rejects] == [(1, len(lines[0]) + 1), (2, len(lines[0]) + 9)]
    assert "is no JSON" in found.rejects[0].why
    said = shelf.say("show", "quiz", "--rows", "2")
    assert f"reject: record 1 of ../../data/quiz.jsonl (byte {len(lines[0]) + 1}): is no JSON" in said


def test_rejects_are_looked_for_behind_the_first_rows(shelf: Shelf) -> None:
    rows = "".join(json.dumps(question(number)) + "\n" for number in range(50))
    shelf.write("data/quiz.jsonl", rows + "no json\n" + rows)
    assert preview("quiz", Shelves(), rows=2).rejects == ()
    found = preview("quiz", Shelves(), rows=2, rejects=True)
    assert [one.number for one in found.rejects] == [50]
    assert "no json" in shelf.say("show", "quiz", "--rejects")


def test_no_more_of_a_source_is_read_than_is_shown(shelf: Shelf) -> None:
    rows = "".join(json.dumps(question(number)) + "\n" for number in range(5_000))
    shelf.write("data/quiz.jsonl", rows)
    assert preview("quiz", Shelves(), rows=3).looked <= 8


def test_the_preview_for_machines_is_what_the_rows_are(shelf: Shelf) -> None:
    said = json.loads(shelf.say("show", "quiz", "--rows", "1", "--json"))
    assert said["rows"][0]["record"] == question(0)
    assert said["rows"][0]["row"]["answer"] == "A"
    assert said["licence"] == "CC0-1.0"


def test_a_source_can_be_shown_by_the_path_of_its_file(shelf: Shelf) -> None:
    moved = shelf.write("elsewhere/quiz.yaml", QUIZ.replace("../../data", "../data"))
    assert "Which is number 0?" in shelf.say("show", str(moved))


def test_the_way_to_read_is_chosen_by_name_by_profile_or_by_what_is_here(shelf: Shelf) -> None:
    hub = "read:\n  hub: {path: nobody/nothing, split: train}\n"
    shelf.source("both", QUIZ.replace("read:\n", hub))
    shelf.write("blends/profiles/plain.yaml", "what: Files.\nwhy: Made for tests.\nread: files\n")
    assert preview("both", Shelves()).how == "files"
    assert preview("both", Shelves(), profile="plain").how == "files"
    with pytest.raises(ContentError, match=r"both\.yaml: --read: there is no way to read it 'paper'"):
        preview("both", Shelves(), how="paper")


def test_a_sample_has_terms_of_its_own(shelf: Shelf) -> None:
    del shelf
    found = preview("mmlu", Shelves(), how="sample", rows=1)
    assert found.source.licence == "Apache-2.0"
    assert found.data_licence == "MIT"


def test_the_list_and_the_preview_agree_on_whose_the_terms_are(shelf: Shelf) -> None:
    assert "Apache-2.0 (of the sample; the data set itself: MIT)" in shelf.say("show", "mmlu", "--rows", "1")
    assert "licences are those of the data sets; what is read by sample is Apache-2.0" in shelf.say()
    assert {way.how: way.licence for way in shelf.one("mmlu").ways} == {"sample": "Apache-2.0", "hub": "MIT"}


@pytest.mark.parametrize("width", [80, 100, 115, 140])
def test_no_licence_is_cut_in_two_however_narrow_the_page(
    width: int, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.source("unknown", QUIZ.replace("CC0-1.0", "LicenseRef-unknown"))
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = re.sub(r"\x1b\[[\d;]*m", "", shelf.say())
    assert "LicenseRef-unknown" in said
    assert re.search(r"(?m)^(?:form open: |.*│ open +│).*\b", said), "what has no column stands below"


def test_one_of_a_thing_is_counted_as_one(shelf: Shelf) -> None:
    shelf.write("data/quiz.jsonl", json.dumps(question(0)) + "\n")
    assert "1 row and 0 rejects shown; 1 record looked at" in shelf.say("show", "quiz")


def test_where_rejects_are_asked_for_no_row_is_given_to_a_program_either(shelf: Shelf) -> None:
    said = json.loads(shelf.say("show", "quiz", "--rejects", "--json"))
    assert (said["rows"], said["rejects"]) == ([], [])


def test_a_source_of_the_hub_without_a_hub_is_an_error_of_one_line(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.source("far", HEAD.format(form="open") + "read:\n  hub: {path: nobody/nothing, split: train}\n" + PLAIN)

    def unreachable(path: str, _: object) -> str:
        raise SourceError("cannot be read from the hub: no network", place=path)

    monkeypatch.setattr("curate.stages.ingest.formats.hub._newest", unreachable)
    with pytest.raises(SourceError, match="nobody/nothing: cannot be read from the hub: no network"):
        preview("far", Shelves())


def test_a_name_that_no_source_has_lists_those_that_there_are(shelf: Shelf) -> None:
    del shelf
    with pytest.raises(ContentError, match=r"there is no source 'quizz'\. Did you mean 'quiz'\?"):
        preview("quizz", Shelves())


def test_names_are_completed() -> None:
    from curate.cli import _named_sources  # noqa: PLC0415 - what the shell calls

    assert "mmlu" in _named_sources("mm")
    assert "math" not in _named_sources("mm")


def test_an_option_before_the_command_is_not_lost_in_silence(shelf: Shelf) -> None:
    del shelf
    said = CliRunner().invoke(app, ["sources", "--json", "show", "quiz"])
    assert said.exit_code == 2
    assert "options stand behind the command" in said.output


def test_a_document_is_shown_with_its_title_its_first_lines_and_its_measures(shelf: Shelf) -> None:
    page = "# Rain\n\n" + "Rain falls where warm air rises and cools, and the water in it becomes drops.\n\n" * 12
    shelf.write("book/rain.md", page)
    head = HEAD.format(form="mcq").replace("origin: open", "origin: synthetic")
    read = "read:\n  files: {paths: [../../book/*.md], format: markdown}\n"
    shelf.source("book", head + read + "synthesize: web_questions\n")
    assert shelf.one("book").makes == "documents"
    found = preview("book", Shelves(), rows=3)
    assert [document["title"] for document in found.documents] == ["Rain"]
    said = shelf.say("show", "book")
    assert "title: Rain" in said
    assert "Rain falls where warm air rises" in said
    assert "n_words 1" in said
    assert "synthesize" in said
    assert json.loads(shelf.say("show", "book", "--json"))["documents"][0]["title"] == "Rain"
