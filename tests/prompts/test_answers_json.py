"""What models write in place of the JSON that they were asked for: read right, or told what is wrong with it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.content import Shelves
from curate.inference.model import Generation
from curate.prompts.answers import (
    Fault,
    Wanted,
    Written,
    judgement_schema,
    put_again,
    read_judgement,
    subtopics_schema,
)
from curate.prompts.backslashes import mended
from curate.prompts.prompt import Longest
from curate.stages.synthesize.material import load_material

ROOT = Path(__file__).parents[2]
MCQ = Wanted(4, ("Biochemistry",), Longest())
OPEN = Wanted(None, (), Longest())
FIELDS = {
    "question": "Which change slows an enzyme that works best at 37 degrees?",
    "options": ["Cooling it to 5 degrees", "Adding substrate", "Stirring gently", "Waiting a minute"],
    "answer": "A",
    "topic": "Biochemistry",
}


def said(**changes: Any) -> str:
    return json.dumps({**FIELDS, **changes})


def read(text: str, wanted: Wanted = MCQ, *, finish: Any = "stop") -> Written | Fault:
    return wanted.read(Generation(text, 9, finish))


def written(text: str, wanted: Wanted = MCQ) -> Written:
    found = read(text, wanted)
    assert isinstance(found, Written), found
    return found


def fault(text: str, wanted: Wanted = MCQ) -> str:
    found = read(text, wanted)
    assert isinstance(found, Fault), found
    return f"{found.kind}: {found.why}"


@pytest.mark.parametrize(
    "text",
    [
        f"```json{said()}```",
        f"```JSON\n\n{said()}\n\n```",
        f"Let me think about {{x}}.</think>\n\n{said()}",
        f"<think>a { {} } b</think>\n```json\n{said()}\n```",
        f"\ufeff{said()}",
        json.dumps(FIELDS, indent=4),
    ],
    ids=["fence in a line", "loose fence", "the end of a thought alone", "thought and fence", "byte order", "indented"],
)
def test_what_is_only_wrapped_is_read(text: str) -> None:
    assert written(text).model_dump(mode="json") == FIELDS


def test_a_whole_object_at_the_very_end_of_the_room_is_read_and_a_part_of_one_was_cut() -> None:
    assert isinstance(read(said(), finish="length"), Written)
    for part in (said()[:-1], said()[:40], "<think>long thoughts", "{", ""):
        assert read(part, finish="length") == Fault("cut", "the text was cut off after 9 tokens")


BAD = {
    "trailing comma": (said()[:-1] + ",}", "no_json: .*trailing comma"),
    "single quotes": (str(FIELDS), "no_json: .*key must be a string"),
    "refusal": ("I'm sorry, but I can't help with that.", "no_json: .*begins with {"),
    "several questions": (f"[{said()}, {said()}]", "wrong: the answer must be an object"),
    "null": ("null", "wrong: the answer must be an object"),
    "a key twice": (said()[:-1] + ', "answer": "B"}', "wrong: answer: stands there twice"),
    "half a sign": (said().replace("Which", r"\ud835 Which"), "no_json: "),
    "a zero": (said().replace("Which", r"\u0000 Which"), "wrong: question: holds control characters"),
    "an escape sign": (said(options=["\x1b[0m red", "b", "c", "d"]), "wrong: options: holds control characters"),
    "nothing to see": (said(options=["\u200b", "b", "c", "d"]), "wrong: options: holds nothing that can be seen"),
    "brackets without end": ("[" * 100_000, "no_json: .*recursion"),
    "three million letters": (said(question="x" * 3_000_000), "wrong: question: must have at most 1200"),
    "labels in disorder": (
        said(options=["B) cold", "A) heat", "C) salt", "D) light"]),
        "wrong: options: A begins with a label of another option",
    ),
    "the same behind labels": (said(options=["A) cold", "B) Cold.", "C) salt", "D) light"]), "A and B are the same"),
    "options in the question": (
        said(question="Which? A) Cooling it to 5 degrees B) Adding substrate C) Stirring gently D) Waiting a minute"),
        "wrong: question: repeats the options",
    ),
    "a small letter": (said(answer="a"), "wrong: answer: must be a letter from A to D, not 'a'"),
    "an arrow that became a tab": (said(options=[r"x", "y", "z", "a \to b"]), r"white space .* '\\t'; in JSON a"),
}


@pytest.mark.parametrize(("text", "why"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_used_is_told_in_words(text: str, why: str) -> None:
    assert re.search(why, fault(text)), fault(text)


@pytest.mark.parametrize("labels", ["A) {}", "({}) {{}}", "A. {}", "a) {}", "1. {}", "1) {}"], ids=lambda label: label)
def test_labels_that_every_option_carries_in_order_are_taken_off(labels: str) -> None:
    texts = ["cold", "heat", "salt", "light"]
    marks = "ABCD" if "1" not in labels else "1234"
    made = [
        labels.replace("{{}}", "%").replace("{}", mark, 1).replace("%", text)
        if "{{}}" in labels
        else labels.replace("A", mark).replace("a", mark.lower()).replace("1", mark).replace("{}", text)
        for mark, text in zip(marks, texts, strict=True)
    ]
    assert written(said(options=made)).options == tuple(texts)


@pytest.mark.parametrize(
    "options",
    [
        ["1: 2", "2: 1", "3: 1", "4: 1"],
        ["A: T", "T: A", "G: C", "C: G"],
        ["J. Adams", "T. Jefferson", "A. Lincoln", "G. Washington"],
        ["5 mW", "5 MW", "5 W", "5 kW"],
        ["$n$", "$N$", "$n^2$", "$N^2$"],
        ["if x:\n    pass", "x = 1\ny = 2", "print(x)", "x"],
    ],
)
def test_options_that_only_look_like_labels_or_repeats_stay_as_they_are(options: list[str]) -> None:
    assert written(said(options=options)).options == tuple(options)


LATEX = [
    r"What is $\frac{1}{2}$ of $\theta$, where $a \neq b$ and $\nu > 0$?",
    r"Find $\rho$ and $\beta$ with $\sqrt{2} \times \tau \to \infty$.",
    r"Let $\nabla f = \vec{0}$, \(x \ne 3\) and \[ y \in \mathbb{R} \].",
    r"A set $\{1, 2\}$ costs 5\,\% of \underline{all} \textbf{goods} \ in stock.",
    r"$\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$ has rank $\right.$ what?",
    r"Is $p \not\in q$ and $u \rightarrow v$ with $\binom{n}{k}$, $\bar{x}$, $\forall t$?",
]


@pytest.mark.parametrize("text", LATEX)
def test_formulas_are_read_whether_their_backslashes_were_doubled_or_not(text: str) -> None:
    proper = json.dumps({"question": text, "answer": text[5:60]})
    assert written(proper, OPEN).question == text
    if r"\\" not in text:
        careless = f'{{"question": "{text}", "answer": "{text[5:60]}"}}'
        assert written(careless, OPEN).question == text
        assert written(careless, OPEN).answer == text[5:60].strip()


def test_backslashes_that_were_doubled_twice_and_quotes_that_need_none_are_read() -> None:
    text = r'{"question": "What is $\\\\frac{1}{2}$ in Kepler\'s law \\\\\\hline?", "answer": "1"}'
    assert written(text, OPEN).question == r"What is $\frac{1}{2}$ in Kepler's law \\\hline?"


def test_lines_and_tabs_that_were_meant_stay() -> None:
    question = "Two columns:\nname\tage\nu is 3.\nnext\tnotes\r\nWhich \u00e9 is \\u00e9?"
    assert written(json.dumps({"question": question, "answer": "u"}), OPEN).question == question.replace("\r", "")


@pytest.mark.parametrize("answer", [r"x \to 0", r"a \ne b", "12\n13"])
def test_an_answer_with_white_space_that_may_have_been_a_command_is_asked_for_again(answer: str) -> None:
    text = f'{{"question": "What happens in the limit?", "answer": "{answer}"}}'.replace("\n", r"\n")
    assert "in JSON a backslash is written twice" in fault(text, OPEN)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r\b\f", exclude_categories=["Cs"])))
def test_a_text_that_is_escaped_as_it_should_be_is_never_touched(text: str) -> None:
    assert mended(escaped := json.dumps({"a": text}, ensure_ascii=False)) == escaped or r"\\\\" in escaped


@given(st.text(r"\"abfnrtu$({e 0", max_size=30))
def test_mending_never_fails_and_what_is_mended_is_json_if_its_quotes_are(text: str) -> None:
    made = mended(f'"{text}"')
    if '"' not in text and not text.endswith("\\"):
        json.loads(made)


def test_a_judge_s_evidence_may_hold_quotes_and_formulas() -> None:
    judgement = read_judgement(Generation(r'{"evidence": "It says \"$\frac{1}{2}$\".", "verdict": "yes"}', 9, "stop"))
    assert not isinstance(judgement, Fault)
    assert judgement.evidence == r'It says "$\frac{1}{2}$".'


def test_what_was_wrong_is_said_behind_the_answer_or_in_its_place() -> None:
    asked = [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}]
    wrong = Fault("wrong", "answer: must be a letter")
    shown = put_again(asked, Generation("text", 1, "stop"), wrong)
    assert [turn["role"] for turn in shown] == ["system", "user", "assistant", "user"]
    assert shown[-1]["content"].startswith("That cannot be used: answer: must be a letter.")
    for generation, short in ((Generation("text", 1, "stop"), True), (Generation(" ", 1, "stop"), False)):
        unseen = put_again(asked, generation, wrong, short=short)
        assert [turn["role"] for turn in unseen] == ["system", "user"]
        assert unseen[-1]["content"].startswith("Q\n\nYour last answer cannot be used: answer: must be a letter.")


def schemas() -> dict[str, str]:
    material = load_material("crossthink_qa", Shelves(ROOT))
    assert material.tree is not None
    topics = tuple(topic.name for topic in material.tree.topics)
    made = {f"{count} options": Wanted(count, topics, Longest()).schema() for count in (2, 4, 10, 26)}
    made |= {"open": Wanted(None, topics, Longest()).schema(), "no topic": Wanted(None, (), Longest()).schema()}
    return made | {"judge": judgement_schema(), "subtopics": subtopics_schema(100)}


@pytest.mark.parametrize("schema", schemas().values(), ids=list(schemas()))
def test_no_schema_bounds_a_text_which_the_compiler_would_close_to_every_backslash(schema: str) -> None:
    assert not {"maxLength", "minLength", "pattern"} & set(schema.replace('"', " ").split())


def test_the_compiler_of_vllm_lets_through_what_a_model_must_be_able_to_write() -> None:
    xgrammar = pytest.importorskip("xgrammar", reason="it comes with vLLM: make env")
    letters = [bytes([at]) for at in range(256)]
    compiler = xgrammar.GrammarCompiler(
        xgrammar.TokenizerInfo([*letters, b"<end>"], stop_token_ids=[256]), max_threads=1, cache_enabled=False
    )

    def takes(schema: str, text: str) -> bool:
        grammar = compiler.compile_json_schema(schema, any_whitespace=False)
        matcher = xgrammar.GrammarMatcher(grammar, terminate_without_stop_token=True)
        return matcher.accept_string(text) and matcher.is_terminated()

    formula = 'The "half" of $\\frac{1}{2}$\nin \u00c5ngstr\u00f6m: \u6f22\u5b57?'
    question = {**FIELDS, "question": formula, "options": [f"{formula} {at}" for at in range(4)]}
    made = schemas()
    assert takes(made["4 options"], json.dumps(question, ensure_ascii=False))
    assert takes(made["4 options"], json.dumps(question))
    assert takes(made["open"], json.dumps({"question": formula, "answer": formula, "topic": "Biochemistry"}))
    assert takes(made["judge"], json.dumps({"evidence": formula, "verdict": "no"}))
    assert takes(made["subtopics"], json.dumps({"subtopics": [formula] * 100}))
    for wrong in (
        {**question, "answer": "E"},
        {**question, "topic": "Gossip"},
        {**question, "options": question["options"][:3]},
        {**question, "why": "because"},
    ):
        assert not takes(made["4 options"], json.dumps(wrong))
