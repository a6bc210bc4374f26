"""Prompts and plans as content: they prove themselves, fit together, and say where they are wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from curate.content import Shelves, load
from curate.errors import ContentError
from curate.prompts.prompt import VARIABLES, load_prompt, prompt_faults
from curate.stages.synthesize.config import LEVELS, Synthesis
from curate.stages.synthesize.material import load_material

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PROMPTS = sorted([*(ROOT / "templates/synthesis").glob("*.j2"), *(ROOT / "templates/forms").glob("*.j2")])
PLANS = sorted((ROOT / "blends/synthesis").glob("*.yaml"))

HEAD = """---
what: a prompt
why: for this test
makes: {makes}
{more}---
"""


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    """A project of its own with the shelves of this one."""
    for folder in ("blends", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return Shelves(tmp_path)


@pytest.fixture
def edited(shelves: Shelves) -> Callable[[str, str, str], Path]:
    """Change a text in a file of those shelves."""

    def edit(kind: str, name: str, change: str) -> Path:
        path = shelves.find(kind, name)
        old, new = change.split(" => ")
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return path

    return edit


@pytest.mark.parametrize("path", PROMPTS, ids=lambda path: path.stem)
def test_a_prompt_of_the_shelf_gives_what_its_examples_say(path: Path) -> None:
    assert prompt_faults(path) == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_of_the_shelf_fits_with_all_that_it_names(path: Path) -> None:
    material = load_material(path.stem, Shelves(ROOT))
    assert set(material.solvers) == material.forms
    assert all(prompt.head.makes == "judge" for prompt in material.judges.values())


def test_a_prompt_whose_example_gives_another_text_says_in_which_line(edited: Callable[..., Path]) -> None:
    path = edited("prompt", "solve_open", "Reason step by step. Then => Reason. Then")
    (fault,) = prompt_faults(path)
    assert "line 3: the prompt gives 'Reason step by step. Then" in str(fault)
    assert "examples.0.prompt" in str(fault)


def write(path: Path, makes: str, body: str, more: str = "") -> Path:
    path.write_text(HEAD.format(makes=makes, more=more) + body)
    return path


@pytest.mark.parametrize(
    ("makes", "body", "what"),
    [
        ("mcq", "About {{ passage }}, {{ n_options }}: {{ pasage }}", r"p\.j2:6:42: there is no variable 'pasage'"),
        ("mcq", "First\n{{ passage }}", r"p\.j2:6:1: never says how many options"),
        ("open", "Write something.", "never says what about"),
        ("open", "{{ passage }} {{ n_options }}", "there is no variable 'n_options'"),
        ("solve_mcq", "{{ question }}", "never shows the options"),
        ("solve_mcq", "{{ question }} {{ options_block }} {{ answer }}", "a template never sees 'answer'"),
        ("solve_open", "{{ passage }} {{ question }}", "there is no variable 'passage'"),
        ("judge", "{{ passage }}", "never shows the question"),
        ("subtopics", "{{ topic }}", "never says how many"),
        ("dependence", "{{ question }} {{ options_block }}", "never shows the right answer"),
        ("rewrite", "{{ question }} {{ answer }}", "never shows the options"),
        (
            "judge_rewrite",
            "{{ question }} {{ options_block }} {{ answer }}",
            "never shows the new question: {{ rewriting }}",
        ),
        ("distractors", "{{ question }} {{ answer }}", "never says how many are wanted: {{ count }}"),
        (
            "dependence",
            "{{ question }} {{ options_block }} {{ answer }} {{ rewriting }}",
            "there is no variable 'rewriting'",
        ),
        ("mcq", "{{ passage }} {{ n_options }} {{ topics }}", "'topics' is a list"),
        ("mcq", "{{ passage | shout }} {{ n_options }}", "there is no filter 'shout'"),
        ("mcq", "{{ passage }} {{ n_options }} {% if %}", r"p\.j2:6:\d+: is no Jinja"),
        ("mcq", "{{ passage.__class__ }} {{ n_options }}", "is no attribute"),
    ],
)
def test_a_prompt_that_cannot_work_is_refused_with_line_and_column(
    tmp_path: Path, makes: str, body: str, what: str
) -> None:
    path = write(tmp_path / "p.j2", makes, body)
    with pytest.raises(ContentError, match=what):
        load_prompt(path)
    assert prompt_faults(path)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("makes_: mcq\n", "there is no key 'makes_'"),
        ("system: '{{ passage }}'\n", "the system message is plain text"),
        ("examples: [{fields: {pasage: x}, prompt: x}]\n", "there is no field 'pasage'"),
        ("examples: [{fields: {n_options: four}, prompt: x}]\n", "n_options must be a whole number"),
        ("examples: [{fields: {topics: x}, prompt: x}]\n", "topics must be a list"),
        ("longest: {question: 3}\n", r"longest\.question: must be greater than or equal to 20"),
        ("", "a prompt shows at least one example"),
    ],
)
def test_what_is_wrong_in_the_front_matter_is_told(tmp_path: Path, more: str, what: str) -> None:
    path = write(tmp_path / "p.j2", "mcq", "{{ passage }} {{ n_options }}", more)
    assert [str(fault) for fault in prompt_faults(path) if re.search(what, str(fault))]


def test_the_hash_of_a_prompt_changes_with_what_is_asked_and_not_with_what_is_said_about_it(
    shelves: Shelves, edited: Callable[..., Path]
) -> None:
    path = shelves.find("prompt", "judge_answerable")
    before = load_prompt(path).hash
    edited("prompt", "judge_answerable", "why: >- => why: >-\n  Another reason.")
    assert load_prompt(path).hash == before
    edited("prompt", "judge_answerable", "{{ answer }} => {{ answer }}!")
    assert load_prompt(path).hash != before


def test_a_text_with_jinja_in_it_stays_a_text() -> None:
    prompt = load_prompt(ROOT / "templates/synthesis/solve_open.j2")
    (message,) = prompt.render({"question": "What is {{ 7 * 7 }} and {% if x %}?"})
    assert message["content"].startswith("What is {{ 7 * 7 }} and {% if x %}?")


def test_a_prompt_about_forms_is_found_on_a_shelf_of_its_own(shelves: Shelves) -> None:
    assert {"decide_dependence", "rewrite_open", "judge_open"} <= set(shelves.names("form prompt"))
    with pytest.raises(ContentError, match=r"there is no form prompt 'judge_opn'\. Did you mean 'judge_open'"):
        shelves.find("form prompt", "judge_opn")


def test_letters_and_options_come_of_themselves() -> None:
    prompt = load_prompt(ROOT / "templates/synthesis/solve_mcq.j2")
    (message,) = prompt.render({"question": "Which?", "options": ["Gold", "Lead", "Tin"]})
    assert "A. Gold\nB. Lead\nC. Tin" in message["content"]
    assert "options A to C" in message["content"]


def test_a_solver_is_never_offered_the_answer_or_the_passage() -> None:
    assert not {"answer", "passage"} & (VARIABLES["solve_mcq"] | VARIABLES["solve_open"])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("mcq_from_passage: 3 => mcq_from_pasage: 3", "there is no prompt 'mcq_from_pasage'. Did you mean"),
        ("mcq_from_passage: 3 => solve_mcq: 3", "the prompt 'solve_mcq' makes solve_mcq, not mcq or open"),
        ("mcq_from_passage: 3 => math_from_persona: 3", "shows persona, and the plan names no personas"),
        ("topics: crossthink => topics: crosthink", "there is no topics 'crosthink'"),
        ("topics: crossthink => topics: crossthink\npersonas: personas", "no prompt of the plan shows persona"),
        ("  samples: 8 =>   samples: 2", "solve.min_samples: must be at most samples"),
        ("  samples: 8 =>   open: judge_answerable\n  samples: 8", "makes judge, not solve_open"),
        ("options: {4: 1, 10: 1} => options: [4, 4]", "4 stands here twice"),
        ("options: {4: 1, 10: 1} => options: {1: 1}", "options"),
        ("document_duplicate] => too_easy]", "too_easy is no filter of documents"),
        ("per_passage: 2 => per_pasage: 2", "there is no key 'per_pasage'. Did you mean 'per_passage'"),
    ],
)
def test_a_plan_that_does_not_fit_says_what_and_where(
    shelves: Shelves, edited: Callable[..., Path], change: str, what: str
) -> None:
    path = edited("synthesis", "crossthink_qa", change)
    with pytest.raises(ContentError, match=r"crossthink_qa\.yaml:\d+: .*") as error:
        load_material("crossthink_qa", shelves)
    assert what in str(error.value)
    assert path.name in str(error.value)


def test_a_list_of_prompts_or_options_means_equal_weights_and_one_name_is_enough() -> None:
    told = {"what": "a", "why": "b"}
    plan = Synthesis.model_validate({**told, "prompts": ["one", "two"], "options": [4, 10]})
    assert (plan.prompts, plan.options) == ({"one": 1.0, "two": 1.0}, {4: 1.0, 10: 1.0})
    assert Synthesis.model_validate({**told, "prompts": "one", "options": 5}).options == {5: 1.0}


def test_there_are_five_levels_and_each_says_what_it_means() -> None:
    assert len({level.name for level in LEVELS}) == len({level.meaning for level in LEVELS}) == 5


def test_drafts_hang_on_the_writers_alone_and_rows_on_solvers_and_judges(
    shelves: Shelves, edited: Callable[..., Path]
) -> None:
    before = load_material("crossthink_qa", shelves)
    edited("prompt", "solve_mcq", "weigh every option. Then => weigh them all. Then")
    edited("synthesis", "crossthink_qa", "samples: 8 => samples: 9")
    solved = load_material("crossthink_qa", shelves)
    assert solved.decides_drafts() == before.decides_drafts()
    assert solved.decides_rows() != before.decides_rows()
    edited("topics", "crossthink", "heat engines and efficiency => heat pumps")
    assert load_material("crossthink_qa", shelves).decides_drafts() != before.decides_drafts()
    edited("synthesis", "crossthink_qa", "what: Syn-QA => what: The Syn-QA")
    assert load_material("crossthink_qa", shelves).decides_rows() == solved.decides_rows()


def test_a_judge_that_is_off_asks_nothing(shelves: Shelves, edited: Callable[..., Path]) -> None:
    path = edited("synthesis", "crossthink_qa", "per_passage: 2 => per_passage: 2\njudge: {checks: false}")
    assert load(path, Synthesis).judge.prompts == load_material("crossthink_qa", shelves).judges == {}
