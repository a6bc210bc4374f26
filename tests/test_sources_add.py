"""`curate sources add` finds out which column is what, for every layout that question sets are published in."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import yaml
from typer.testing import CliRunner

from curate.check import check
from curate.cli import app
from curate.content import Shelves, load
from curate.errors import ContentError, SourceError
from curate.sources.adding import proposed, write
from curate.stages.ingest.config import Source
from curate.stages.ingest.stage import ingest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOWNS = ["Lima", "Quito", "La Paz", "Bogota", "Caracas", "Brasilia", "Santiago", "Asuncion"]
LANDS = ["Peru", "Ecuador", "Bolivia", "Colombia", "Venezuela", "Brazil", "Chile", "Paraguay"]
COUNT = 40


class Quiz:
    """Forty questions on capitals, of which layouts are made."""

    def __init__(self) -> None:
        self.asked = [
            f"Which town is the capital of {LANDS[n % 8]}, asked for the {n + 1}. time?" for n in range(COUNT)
        ]
        self.options = [[TOWNS[(n + shift) % 8] for shift in range(4)] for n in range(COUNT)]
        self.gold = [(7 * n + n // 3) % 4 for n in range(COUNT)]
        self.subject = [("geography", "history", "physics")[n % 3] for n in range(COUNT)]

    def records(self, make: Callable[[str, list[str], int, int], dict[str, Any]]) -> list[dict[str, Any]]:
        """A record of each question; `make` is given the question, its options, the gold's place and its number."""
        return [make(*one) for one in zip(self.asked, self.options, self.gold, range(COUNT), strict=True)]


QUIZ = Quiz()


def packed(question: str, options: list[str], style: str) -> str:
    marks = {"lines": "\n{}. {}", "inline": " {}) {}", "numbered": " answer{}: {}"}[style]
    labels = "1234" if style == "numbered" else "ABCD"
    return question + "".join(marks.format(label, option) for label, option in zip(labels, options, strict=True))


CHOICES: dict[str, tuple[Callable[[str, list[str], int, int], dict[str, Any]], dict[str, Any]]] = {
    "a list and an index from 0": (
        lambda q, o, g, n: {"id": n, "question": q, "choices": o, "answer": g},
        {"question": "question", "options": "choices", "answer": {"field": "answer", "as": "index0"}},
    ),
    "a list and an index from 1": (
        lambda q, o, g, n: {"problem": q, "options": o, "label": g + 1, "difficulty": n % 4},
        {"question": "problem", "options": "options", "answer": {"field": "label", "as": "index1"}},
    ),
    "a list and a letter": (
        lambda q, o, g, _: {"query": q, "candidates": o, "gold": "ABCD"[g]},
        {"question": "query", "options": "candidates", "answer": {"field": "gold", "as": "letter"}},
    ),
    "a list and the text of an option": (
        lambda q, o, g, _: {"question": q, "options": o, "target": o[g]},
        {"question": "question", "options": "options", "answer": {"field": "target", "as": "text"}},
    ),
    "labelled options": (
        lambda q, o, g, _: {
            "question": q,
            "options": [f"({letter}) {one}" for letter, one in zip("ABCD", o, strict=True)],
            "correct": "ABCD"[g],
        },
        {
            "question": "question",
            "options": {"field": "options", "unlabel": True},
            "answer": {"field": "correct", "as": "letter"},
        },
    ),
    "a mapping of labels": (
        lambda q, o, g, _: {"q": q, "options": dict(zip("ABCD", o, strict=True)), "cop": "ABCD"[g]},
        {"question": "q", "options": "options", "answer": {"field": "cop", "as": "letter"}},
    ),
    "pairs of label and text": (
        lambda q, o, g, _: {
            "question": {"stem": q, "choices": [{"label": a, "text": b} for a, b in zip("ABCD", o, strict=True)]},
            "answerKey": "ABCD"[g],
        },
        {
            "question": "question.stem",
            "options": "question.choices",
            "answer": {"field": "answerKey", "as": "letter"},
        },
    ),
    "two parallel lists whose labels are numbers": (
        lambda q, o, g, _: {
            "question": q,
            "choices": {"text": o, "label": ["1", "2", "3", "4"]},
            "answerKey": str(g + 1),
        },
        {"question": "question", "options": "choices", "answer": "1234"},
    ),
    "columns A to D": (
        lambda q, o, g, _: {"Question": q, **dict(zip("ABCD", o, strict=True)), "Answer": "ABCD"[g]},
        {"question": "Question", "options": {"fields": list("ABCD")}, "answer": {"field": "Answer", "as": "letter"}},
    ),
    "columns that count": (
        lambda q, o, g, _: {
            "sentence": q,
            **{f"ending{at}": one for at, one in enumerate(o)},
            "label": g,
        },
        {
            "question": "sentence",
            "options": {"fields": [f"ending{at}" for at in range(4)]},
            "answer": {"field": "label", "as": "index0"},
        },
    ),
    "columns opa to opd": (
        lambda q, o, g, n: {
            "question": q,
            **{f"op{letter}": one for letter, one in zip("abcd", o, strict=True)},
            "cop": g,
            "subject_name": QUIZ.subject[n],
        },
        {
            "question": "question",
            "options": {"fields": ["opa", "opb", "opc", "opd"]},
            "answer": {"field": "cop", "as": "index0"},
            "subject": "subject_name",
        },
    ),
    "a right answer beside wrong ones": (
        lambda q, o, g, _: {
            "question": q,
            "correct_answer": o[g],
            **{f"distractor{at}": one for at, one in enumerate([x for x in o if x != o[g]], 1)},
            "support": "A text that says the answer.",
        },
        {
            "question": "question",
            "options": {"fields": ["correct_answer", "distractor1", "distractor2", "distractor3"]},
            "answer": {"field": "correct_answer", "as": "text"},
        },
    ),
    "options packed into lines": (
        lambda q, o, g, _: {"prompt": packed(q, o, "lines"), "answer": "ABCD"[g]},
        {
            "question": {"field": "prompt", "split": "lettered_lines"},
            "options": {"field": "prompt", "split": "lettered_lines"},
            "answer": {"field": "answer", "as": "letter"},
        },
    ),
    "options packed into one line": (
        lambda q, o, g, _: {"input": packed(q, o, "inline"), "output": f"The answer is {'ABCD'[g]}."},
        {
            "question": {"field": "input", "split": "lettered_inline"},
            "options": {"field": "input", "split": "lettered_inline"},
        },
    ),
    "numbered options behind words that all share": (
        lambda q, o, g, _: {
            "instruction": "Please choose the correct answer to the question: " + packed(q, o, "numbered"),
            "input": "",
            "answer": f"answer{g + 1}",
        },
        {
            "question": {
                "field": "instruction",
                "after": "Please choose the correct answer to the question: ",
                "split": "numbered_answers",
            },
            "answer": {"field": "answer", "as": "label"},
        },
    ),
    "options in a text of their own": (
        lambda q, o, g, _: {"question": q, "options": packed("", o, "inline").strip(), "Answer": "ABCD"[g]},
        {
            "question": "question",
            "options": {"field": "options", "split": "lettered_inline"},
            "answer": {"field": "Answer", "as": "letter"},
        },
    ),
    "options as a Python literal": (
        lambda q, o, g, _: {"question": q, "choices": str(o), "answer": g},
        {
            "question": "question",
            "options": {"field": "choices", "parse": "python"},
            "answer": {"field": "answer", "as": "index0"},
        },
    ),
    "a passage before the question": (
        lambda q, o, g, n: {"passage": f"A text number {n} on towns.", "question": q, "options": o, "label": "ABCD"[g]},
        {"question": {"fields": ["passage", "question"]}, "options": "options"},
    ),
}


def in_full(part: object) -> object:
    return {"field": part} if isinstance(part, str) else part


def at(folder: Path, data: Path | str, **settings: Any) -> tuple[Path, dict[str, Any]]:
    """The file that is written for some data, and what its map says."""
    added = proposed(str(data), Shelves(), out=folder / "blends/sources/mine.yaml", **settings)
    write(added)
    text = yaml.safe_load(added.path.read_text(encoding="utf-8"))
    return added.path, {column: in_full(part) for column, part in text.get("map", {}).items()}


def rows_of(path: Path) -> pl.DataFrame:
    source = load(path, Source)
    (how,) = source.read
    return pl.concat([batch.rows for batch in ingest("mine", source, how, base=path.parent, place=path)])


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "blends/sources").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(path: Path, records: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.mark.parametrize("layout", CHOICES)
def test_multiple_choice_in_every_layout_gets_its_golds(layout: str, project: Path) -> None:
    make, expected = CHOICES[layout]
    data = lines(project / "data.jsonl", QUIZ.records(make))
    path, said = at(project, data)
    for column, part in expected.items():
        if part != "1234":
            assert said[column] == in_full(part), column
    rows = rows_of(path)
    golds = [options[gold] for options, gold in zip(QUIZ.options, QUIZ.gold, strict=True)]
    assert rows["answer_text"].to_list() == golds
    assert [set(options) for options in rows["options"]] == [set(options) for options in QUIZ.options]
    assert all(question.endswith(asked) for question, asked in zip(rows["question"], QUIZ.asked, strict=True))
    assert check(Shelves(), [path]).faults == ()
    assert len(load(path, Source).examples) == 2


SUMS = [(17 * n % 89, 31 * n % 73) for n in range(COUNT)]
OPEN: dict[str, tuple[Callable[[int, int], dict[str, Any]], dict[str, Any]]] = {
    "a plain answer": (
        lambda a, b: {"idx": a, "question": f"What is {a} plus {b}?", "answer": str(a + b)},
        {"question": "question", "answer": "answer"},
    ),
    "a solution that ends behind a mark": (
        lambda a, b: {"question": f"What is {a} plus {b}?", "answer": f"We add {a} and {b}.\n#### {a + b}"},
        {"answer": {"field": "answer", "after": "####"}},
    ),
    "a solution that boxes its answer": (
        lambda a, b: {"problem": f"What is {a} plus {b}?", "solution": f"It is $\\boxed{{{a + b}}}$.", "level": "1"},
        {"question": "problem", "answer": {"field": "solution", "as": "boxed"}},
    ),
    "an answer beside its solution": (
        lambda a, b: {"problem": f"What is {a} plus {b}?", "solution": f"$\\boxed{{{a + b}}}$.", "answer": str(a + b)},
        {"question": "problem", "answer": "answer"},
    ),
    "several answers": (
        lambda a, b: {"qText": f"what is {a} and {b}?", "answers": [str(a + b), f"{a} + {b}"], "qId": str(a)},
        {"question": "qText", "answer": "answers"},
    ),
    "aliases beside the answer": (
        lambda a, b: {
            "question": f"What is {a} and {b}?",
            "answer": {"value": str(a + b), "aliases": [str(a + b), f"{a} + {b}"]},
        },
        {"question": "question", "answer": "answer.value", "accepted": "answer.aliases"},
    ),
    "a trainer's layout": (
        lambda a, b: {
            "data_source": "sums",
            "prompt": [{"role": "system", "content": "Think."}, {"role": "user", "content": f"What is {a} plus {b}?"}],
            "reward_model": {"style": "rule", "ground_truth": str(a + b)},
            "extra_info": {"index": a, "split": "train"},
        },
        {"question": "prompt[role=user].content", "answer": "reward_model.ground_truth"},
    ),
    "chat messages": (
        lambda a, b: {
            "messages": [
                {"role": "user", "content": f"What is {a} plus {b}?"},
                {"role": "assistant", "content": str(a + b)},
            ]
        },
        {"question": "messages[role=user].content", "answer": "messages[role=assistant].content"},
    ),
    "instruction and input": (
        lambda a, b: {"instruction": f"Add two numbers, {a % 7}.", "input": f"{a} and {b}", "output": str(a + b)},
        {"question": {"fields": ["instruction", "input"]}, "answer": "output"},
    ),
    "one instruction for all": (
        lambda a, b: {"instruction": "Answer the question.", "input": f"What is {a} plus {b}?", "output": str(a + b)},
        {"question": "input", "answer": "output"},
    ),
    "a unit in brackets": (
        lambda a, b: {
            "body": f"Ann has {a} pears.",
            "question": f"She buys {b}. How many?",
            "answer": f"{a + b} (pears)",
        },
        {"question": {"fields": ["body", "question"], "join": " "}},
    ),
    "a number": (
        lambda a, b: {"input": f"What is {a} plus {b}?", "target": float(a + b)},
        {"question": "input", "answer": "target"},
    ),
}


@pytest.mark.parametrize("layout", OPEN)
def test_open_questions_in_every_layout_get_their_answers(layout: str, project: Path) -> None:
    make, expected = OPEN[layout]
    data = lines(project / "data.jsonl", [make(*pair) for pair in SUMS])
    path, said = at(project, data)
    for column, part in expected.items():
        assert said[column] == in_full(part), column
    rows = rows_of(path)
    assert rows["answer"].to_list() == [str(a + b) for a, b in SUMS]
    assert rows["form"].unique().to_list() == ["open"]
    assert load(path, Source).group == "MR"
    assert check(Shelves(), [path]).faults == ()


def test_a_number_that_fits_both_ways_of_counting_is_a_question_to_the_author(project: Path) -> None:
    records = QUIZ.records(lambda q, o, _, n: {"question": q, "choices": o, "answer": 1 + n % 3})
    added = proposed(str(lines(project / "data.jsonl", records)), Shelves(), out=project / "blends/sources/mine.yaml")
    assert added.guess is not None
    assert added.guess.undecided
    write(added)
    line = 1 + added.text.splitlines().index("  answer: {field: answer, as: index}")
    with pytest.raises(
        ContentError, match=rf"mine\.yaml:{line}: map\..*answer.*: must be index0 where .* index1 where"
    ):
        load(added.path, Source)
    added.path.write_text(added.text.replace("as: index}", "as: index1}"), encoding="utf-8")
    assert rows_of(added.path)["answer"].to_list() == ["ABC"[n % 3] for n in range(COUNT)]


def test_columns_that_count_say_from_where_an_ambiguous_number_counts(project: Path) -> None:
    for first, way in ((0, "index0"), (1, "index1")):
        records = QUIZ.records(
            lambda q, o, _, n, first=first: {
                "question": q,
                **{f"option{at}": one for at, one in enumerate(o, first)},
                "answer": 1 + n % 3,
            }
        )
        _, said = at(project, lines(project / f"data{first}.jsonl", records))
        assert said["answer"] == {"field": "answer", "as": way}


def test_what_nobody_can_know_from_data_is_said_to_be_unknown(project: Path) -> None:
    added = proposed(
        str(lines(project / "data.jsonl", [{"question": f"Why {n}?", "answer": "so"} for n in range(9)])), Shelves()
    )
    assert "licence: LicenseRef-unknown  # not known" in added.text
    assert "citation: not known yet" in added.text
    assert "its licence" in added.unknown


def table(delimiter: str, *, header: bool) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    if header:
        writer.writerow(["question", "A", "B", "C", "D", "answer"])
    writer.writerows([q, *o, "ABCD"[g]] for q, o, g in zip(QUIZ.asked, QUIZ.options, QUIZ.gold, strict=True))
    return file.getvalue()


@pytest.mark.parametrize(("name", "delimiter"), [("quiz.csv", ","), ("quiz.tsv", "\t"), ("quiz.csv", ";")])
@pytest.mark.parametrize("header", [True, False])
def test_a_table_is_read_with_and_without_a_header(name: str, delimiter: str, *, header: bool, project: Path) -> None:
    (project / name).write_text(table(delimiter, header=header), encoding="utf-8")
    path, said = at(project, project / name)
    assert said["options"] == {"fields": ["A", "B", "C", "D"]}
    assert rows_of(path)["answer"].to_list() == ["ABCD"[gold] for gold in QUIZ.gold]


def test_a_table_of_two_columns_without_a_header_or_a_telling_name_is_questions_and_answers(project: Path) -> None:
    rows = "".join(
        f"who is the ruler of {land} number {n}\t['King {n}', 'The {n}.']\n" for n, land in enumerate(LANDS * 3)
    )
    (project / "topics.txt").write_text(rows, encoding="utf-8")
    path, said = at(project, project / "topics.txt")
    assert said == {"question": {"field": "question"}, "answer": {"field": "answer", "parse": "python"}}
    assert rows_of(path)["accepted"].to_list()[0] == ["The 0."]


def test_a_zip_of_tables_gives_the_subject_by_the_names_of_its_files(project: Path) -> None:
    with zipfile.ZipFile(project / "exams.zip", "w") as archive:
        for subject in ("physics", "world_history", "biology"):
            archive.writestr(f"data/test/{subject}_test.csv", table(",", header=False))
        archive.writestr("README.txt", "Exams.")
    path, said = at(project, project / "exams.zip")
    assert said["options"] == {"fields": ["A", "B", "C", "D"]}
    assert sorted(rows_of(path)["subject"].unique()) == ["biology", "physics", "world_history"]
    assert rows_of(path).height == 3 * COUNT


def test_a_folder_of_files_with_the_same_fields_is_one_source(project: Path) -> None:
    records = [{"question": f"What is {a} plus {b}?", "answer": str(a + b)} for a, b in SUMS]
    lines(project / "data/one/train.jsonl", records)
    lines(project / "data/two/train.jsonl", records)
    (project / "data/README.md").write_text("# Sums\n", encoding="utf-8")
    path, _ = at(project, "data")
    assert load(path, Source).read["files"].paths == ("../../data/**/*.jsonl",)  # pyright: ignore[reportAttributeAccessIssue]
    assert rows_of(path).height == 2 * COUNT


def test_files_of_other_fields_are_left_out_and_named(project: Path) -> None:
    for name in ("a", "b", "c"):
        lines(project / f"data/{name}.jsonl", [{"question": f"Why {n}?", "answer": "so"} for n in range(9)])
    lines(project / "data/users.jsonl", [{"login": "ann", "age": 3}])
    added = proposed("data", Shelves())
    assert added.found.left_out == ("data/users.jsonl",)
    assert added.found.files == 3


def test_a_folder_of_many_different_sets_is_refused_with_what_to_add(project: Path) -> None:
    for name in ("a", "b", "c"):
        lines(
            project / f"data/{name}.jsonl",
            [{f"question_{name}": f"Why {n}?", f"answer_{name}": "so"} for n in range(9)],
        )
    with pytest.raises(SourceError, match=r"holds 3 sets whose fields differ \(add one at a time: data/a\.jsonl"):
        proposed("data", Shelves())


def test_compressed_lines_and_parquet_and_lists_within_json_are_read_alike(project: Path) -> None:
    records = [{"question": f"What is {a} plus {b}?", "answer": str(a + b)} for a, b in SUMS]
    (project / "a.jsonl.gz").write_bytes(gzip.compress(b"".join(json.dumps(one).encode() + b"\n" for one in records)))
    pl.DataFrame(records).write_parquet(project / "b.parquet")
    (project / "c.json").write_text(json.dumps({"version": 1, "data": {"items": records}}), encoding="utf-8")
    (project / "d.json").write_text(json.dumps(records), encoding="utf-8")
    (project / "e.yaml").write_text(yaml.safe_dump(records), encoding="utf-8")
    for name in ("a.jsonl.gz", "b.parquet", "c.json", "d.json", "e.yaml"):
        path, said = at(project, name)
        assert said == {"question": {"field": "question"}, "answer": {"field": "answer"}}
        assert rows_of(path)["answer"].to_list() == [str(a + b) for a, b in SUMS]


def test_text_that_is_not_utf8_is_read_by_its_bytes(project: Path) -> None:
    text = "".join(f"#Q Où est la forêt numéro {n}?\n^ Là\nA Ici\nB Là\n\n" for n in range(9))
    (project / "trivia").write_bytes(text.encode("cp1252"))
    path, _ = at(project, "trivia")
    assert rows_of(path)["answer_text"].unique().to_list() == ["Là"]


def test_documents_become_a_source_for_synthesis(project: Path) -> None:
    (project / "blends/synthesis").mkdir()
    (project / "blends/synthesis/quiz.yaml").write_text("what: x\n", encoding="utf-8")
    lines(project / "pages.jsonl", [{"text": "Rain falls. " * 60, "url": f"https://a.example/{n}"} for n in range(9)])
    added = proposed("pages.jsonl", Shelves())
    said = yaml.safe_load(added.text)
    assert said["synthesize"] in Shelves().names("synthesis")
    assert said["documents"] == {"text": "text", "url": "url"}
    assert said["origin"] == "synthetic"
    (project / "book").mkdir()
    (project / "book/one.md").write_text("# One\n\nRain falls.\n", encoding="utf-8")
    path, _ = at(project, "book")
    assert check(Shelves(), [path]).faults == ()
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert said["read"] == {"files": {"paths": ["../../book/*.md"], "format": "markdown"}}


def test_a_record_that_no_row_can_be_made_of_is_counted_and_the_limit_says_so(project: Path) -> None:
    records: list[dict[str, Any]] = [{"question": f"Why {n}?", "answer": f"since {n}"} for n in range(COUNT)]
    data = lines(project / "data.jsonl", records)
    data.write_text(data.read_text(encoding="utf-8").replace("\n", "\nno json\n", 3), encoding="utf-8")
    path, _ = at(project, data)
    assert rows_of(path).height == COUNT
    assert "3 of the first 43 records make no row" in path.read_text(encoding="utf-8")


def test_data_without_a_question_names_the_columns_that_there_are(project: Path) -> None:
    data = lines(project / "data.jsonl", [{"width": n, "height": n} for n in range(9)])
    with pytest.raises(SourceError, match=r"no column looks like a question; there are: width, height"):
        proposed(str(data), Shelves())


def test_a_file_that_is_cut_off_says_so_in_its_own_words(project: Path) -> None:
    (project / "bad.json").write_text('[{"question": "Why?", "answer": ', encoding="utf-8")
    with pytest.raises(SourceError, match=r"bad\.json: is cut off"):
        proposed("bad.json", Shelves())


@pytest.mark.usefixtures("project")
def test_a_path_that_leads_nowhere_is_an_error_of_one_line() -> None:
    with pytest.raises(SourceError, match=r"nothing/here\.jsonl: there is no such file or folder"):
        proposed("./nothing/here.jsonl", Shelves())


def test_a_file_behind_a_url_is_looked_at_as_one_of_this_disk(project: Path) -> None:
    lines(project / "web/quiz.jsonl", [{"question": f"What is {a} plus {b}?", "answer": str(a + b)} for a, b in SUMS])
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(project / "web"))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/quiz.jsonl"
        path, said = at(project, url)
        assert said == {"question": {"field": "question"}, "answer": {"field": "answer"}}
        assert rows_of(path).height == COUNT
        server.shutdown()
        thread.join()


def test_a_name_that_no_source_can_have_is_refused(project: Path) -> None:
    with pytest.raises(ContentError, match="cannot be a name"):
        proposed(str(lines(project / "data.jsonl", [{"question": "Why?", "answer": "so"}])), Shelves(), name="a/b")


def test_a_file_that_is_there_is_not_overwritten_without_asking(project: Path) -> None:
    lines(project / "quiz.jsonl", [{"question": f"Why {n}?", "answer": "so"} for n in range(9)])
    first = CliRunner().invoke(app, ["sources", "add", "quiz.jsonl"])
    assert first.exit_code == 0, first.output
    mine = project / "blends/sources/quiz.yaml"
    mine.write_text("mine: true\n", encoding="utf-8")
    again = CliRunner().invoke(app, ["sources", "add", "quiz.jsonl"])
    assert isinstance(again.exception, ContentError)
    assert "is there already (--yes overwrites it" in str(again.exception)
    assert mine.read_text(encoding="utf-8") == "mine: true\n"
    assert CliRunner().invoke(app, ["sources", "add", "quiz.jsonl", "--yes"]).exit_code == 0
    assert "map:" in mine.read_text(encoding="utf-8")


def test_where_there_is_no_project_one_is_made_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines(tmp_path / "quiz.jsonl", [{"question": f"Why {n}?", "answer": "so"} for n in range(9)])
    said = CliRunner().invoke(app, ["sources", "add", "quiz.jsonl", "--name", "whys"])
    assert said.exit_code == 0, said.output
    assert "made blends/" in said.output
    assert "wrote blends/sources/whys.yaml" in said.output
    assert CliRunner().invoke(app, ["sources", "show", "whys"]).exit_code == 0


def test_a_data_set_that_was_saved_to_disk_is_read_as_one(project: Path) -> None:
    datasets = pytest.importorskip("datasets")
    records = [{"question": f"What is {a} plus {b}?", "answer": str(a + b)} for a, b in SUMS]
    datasets.DatasetDict({"train": datasets.Dataset.from_list(records)}).save_to_disk(str(project / "saved"))
    path, said = at(project, "saved")
    assert said == {"question": {"field": "question"}, "answer": {"field": "answer"}}
    assert load(path, Source).read["hub"].path == "../../saved"  # pyright: ignore[reportAttributeAccessIssue]
    assert rows_of(path).height == COUNT


@pytest.mark.usefixtures("project")
def test_a_data_set_of_the_hub_that_cannot_be_asked_for_is_an_error_that_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("curate.stages.ingest.formats.hub.revision_of", lambda *_: "unpinned")
    with pytest.raises(SourceError, match="is no file or folder here, and the hub cannot be asked"):
        proposed("nobody/nothing", Shelves())
