"""A small project of its own: shelves beside data, as a user would have them, and the program run as a user would."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SUMS = """\
what: Sums of small numbers.
why: Made for tests.
group: MR
origin: synthetic
form: open
licence: CC0-1.0
citation: none
domain: stem
broken: {rows: 2}
read:
  files: {paths: [../../data/sums.jsonl], format: jsonl}
map:
  question: problem
  answer: answer
  subject: {value: algebra}
"""

QUIZ = """\
what: A quiz on capitals and elements.
why: Made for tests.
group: GPR
origin: open
form: mcq
licence: CC-BY-4.0
citation: none
domain: mixed
read:
  files: {paths: [../../data/quiz.jsonl], format: jsonl}
map:
  question: question
  options: choices
  answer: {field: answer, as: index0}
  subject: subject
"""

RECIPE = """\
what: A mixture for tests.
why: Small, and with every kind of row.
seed: 3
sources: [sums, quiz]
forms: {mcq_to_open: also}
filters: [question_missing, gold_missing, gold_not_in_options, needs_options, not_verifiable, duplicate]
shares:
  - where: {group: MR}
    weight: 0.5
  - where: {group: GPR}
    weight: 0.5
rows: max
val: 20
"""

PROFILE = """\
what: The files of this project, without a model.
why: Made for tests.
read: files
"""


@dataclass(frozen=True)
class Project:
    """A folder with shelves and data."""

    root: Path

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the project."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def change(self, path: str, old: str, new: str) -> None:
        """Replace a piece of a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the program in the project's folder."""
        return subprocess.Popen(
            [sys.executable, "-c", "from curate.cli import main; main()", *arguments],
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        process = self.start(*arguments)
        out, err = process.communicate()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `curate build` with the project's recipe and profile."""
        return self.run("build", "-r", "mix", "-p", "plain", *arguments)

    def blend(self, out: str = "out") -> dict[str, bytes]:
        """The bytes of every file of the blend."""
        return {file.name: file.read_bytes() for file in sorted((self.root / out / "mix").iterdir())}


def sums(count: int) -> str:
    """Lines of the source `sums`."""
    return "".join(
        json.dumps({"problem": f"What is {a} plus {b}?", "answer": str(a + b)}) + "\n"
        for a, b in ((17 * n % 1009, 31 * n % 733) for n in range(count))
    )


def quiz(count: int) -> str:
    """Lines of the source `quiz`."""
    subjects = ("physics", "history", "economics")
    return "".join(
        json.dumps(
            {
                "question": f"Which {'of the following towns' if n % 10 == 0 else 'town'} is number {n} on the map?",
                "choices": [f"Town {n + shift}" for shift in range(4)],
                "answer": n % 4,
                "subject": subjects[n % 3],
            }
        )
        + "\n"
        for n in range(count)
    )


@pytest.fixture
def large(project: Project) -> Project:
    """Enough rows that a kill finds every stage at work, and enough shards for several processes."""
    project.write("data/sums.jsonl", sums(30_000))
    project.write("data/quiz.jsonl", quiz(20_000))
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.write("blends/mix.yaml", RECIPE)
    made.write("blends/sources/sums.yaml", SUMS)
    made.write("blends/sources/quiz.yaml", QUIZ)
    made.write("blends/profiles/plain.yaml", PROFILE)
    made.write("data/sums.jsonl", sums(300))
    made.write("data/quiz.jsonl", quiz(200))
    return made
