"""A template renders what its examples say, is refused where it is wrong, and cannot be led astray by a question."""

import pickle
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.content import Shelves, packaged
from curate.errors import ContentError
from curate.row import MESSAGES
from curate.template import Template, TemplateHead, label, load_template, template_faults

SHELF = sorted((packaged() / "templates").glob("*.j2"))
HEAD = """---
what: a template of a test
why: tests need one
form: {form}
answer_style: {style}
---
"""
SEEN = {"question": pl.String, "options": pl.List(pl.String), "subject": pl.String}

texts = st.text(max_size=12) | st.sampled_from(["{{ 7*7 }}", "{% for %}", "{# x", "a < b & c", "\\boxed{A}", " x\n"])
rows = st.fixed_dictionaries(
    {
        "question": texts | st.none(),
        "options": st.lists(texts | st.none(), max_size=30) | st.none(),
        "subject": texts | st.none(),
    }
)
plain_pieces = st.sampled_from(
    ["{{ question }}", "{{subject}}", "{{ options_block }}", "{{ first_letter }}", "{{- last_letter -}}", "\n", " \t"]
) | st.text(st.characters(exclude_characters="{", exclude_categories=["Cs"]), max_size=8)
worked_pieces = plain_pieces | st.sampled_from(
    [
        "{% for option in options %}{{ loop.index }}: {{ option }}\n{% endfor %}",
        "{% if subject %}Subject: {{ subject | upper }}{% endif %}\n",
        "{{ letters | join(', ') }}",
        "{{ options | length }}",
        "{# a remark #}",
        "{{ question ~ '?' }}",
    ]
)


def head(form: str = "mcq", system: str | None = None) -> TemplateHead:
    return TemplateHead.model_validate(
        {"what": "w", "why": "y", "form": form, "answer_style": "text", "system": system}
    )


def template(body: str, form: str = "mcq", system: str | None = None) -> Template:
    return Template("t", head(form, system), body, "templates/t.j2")


def written(folder: Path, body: str, form: str = "mcq") -> Path:
    path = folder / "t.j2"
    path.write_text(HEAD.format(form=form, style="label" if form == "mcq" else "text") + body, encoding="utf-8")
    return path


def prompts(made: Template, given: list[dict[str, object]]) -> pl.Series:
    return pl.DataFrame(given, schema=SEEN).select(made.messages().alias("prompt"))["prompt"]


# --- the shelf


@pytest.mark.parametrize("path", SHELF, ids=lambda path: path.stem)
def test_every_template_of_the_shelf_gives_what_its_examples_say(path: Path) -> None:
    assert template_faults(path) == []
    assert load_template(path).name == path.stem


def test_the_shelf_has_the_templates_that_recipes_name() -> None:
    names = {path.stem for path in SHELF}
    assert {f"{form}_base" for form in ("mcq", "open", "math")} | {"mcq_text", "math_terse"} <= names
    assert {"mcq", "mcq_terse", "mcq_probe", "open", "open_terse", "open_probe", "math", "math_probe"} <= names
    assert set(Shelves().names("template")) >= names


@pytest.mark.parametrize("path", SHELF, ids=lambda path: path.stem)
def test_the_shelf_asks_for_both_marks_that_are_rewarded_and_the_probes_for_the_box_alone(path: Path) -> None:
    row = {"question": "Q", "options": ["x", "y", "z"], "subject": "s"}
    [message] = load_template(path).render(row)
    thinks = "<think>" in message["content"] and "</think>" in message["content"]
    probe = path.stem.endswith("_probe")
    assert (r"\boxed{" if probe else r"\boxed{}") in message["content"]  # a letter shown in the box would be copied
    assert thinks != probe


# --- rendering


def test_a_row_becomes_chat_messages() -> None:
    made = template(
        "{{ question }}\n{{ options_block }}\n({{ first_letter }}-{{ last_letter }}, {{ subject }})\n", system="S"
    )
    row = {"question": "Which?", "options": ["one", "two"], "subject": "logic", "answer": "A"}
    assert made.render(row) == [
        {"role": "system", "content": "S"},
        {"role": "user", "content": "Which?\nA. one\nB. two\n(A-B, logic)"},
    ]


@pytest.mark.parametrize(
    "question", ["{{ 7*7 }}", "{% for x in y %}", "{% raw %}", "{{ self.__class__ }}", "{#", "a < b"]
)
@pytest.mark.parametrize("body", ["{{ question }}", "{% if question %}{{ question }}{% endif %}"])
def test_what_stands_in_a_question_stays_text(question: str, body: str) -> None:
    row: dict[str, object] = {"question": question, "options": [question], "subject": question}
    made = template(body + " {{ options_block }}")
    assert made.render(row)[-1]["content"] == f"{question} A. {question}"
    assert prompts(made, [row]).to_list() == [made.render(row)]


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.lists(worked_pieces, max_size=6).map("".join), st.lists(rows, max_size=5), st.none() | st.just("Be brief."))
def test_the_whole_frame_at_once_gives_what_each_row_gives_in_the_sandbox(
    body: str, given: list[dict[str, object]], system: str | None
) -> None:
    made = template("{{ question }}" + body, system=system)
    given_prompts = prompts(made, given)
    assert given_prompts.dtype == MESSAGES
    assert given_prompts.to_list() == [made.render(row) for row in given]


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.lists(plain_pieces, max_size=8).map("".join), st.lists(rows, max_size=5))
def test_a_plain_body_gives_the_same_through_polars_and_through_the_sandbox(
    body: str, given: list[dict[str, object]]
) -> None:
    fast = template("{{ question }}" + body)
    slow = template("{% if 1 %}{% endif %}{{ question }}" + body)  # the same text, but no longer plain
    assert prompts(fast, given).to_list() == prompts(slow, given).to_list() == [slow.render(row) for row in given]


def test_options_past_z_can_still_be_told_apart() -> None:
    row: dict[str, object] = {"question": "q", "options": [str(number) for number in range(28)], "subject": None}
    made = template("{{ question }} {{ options_block }} {{ last_letter }}")
    assert [label(0), label(25), label(26)] == ["A", "Z", "AA"]
    assert made.render(row)[0]["content"].endswith("Z. 25\nAA. 26\nBB. 27 BB")
    assert prompts(made, [row]).to_list() == [made.render(row)]


def test_a_template_crosses_process_borders_whole() -> None:
    made = load_template(SHELF[0])
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own bytes


# --- what is refused

scraps = st.sampled_from(
    "{{ }} {% %} {# #} {{question}} {{options_block}} if for x in options endif endfor endraw raw set = | upper ( ) [ "
    "] { } 'a' \" . ~ - 1 loop.index self % * ? ` is not defined answer block include".split()
) | st.sampled_from(["\n", " ", "-%}", "{%-", "\t"])


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(scraps, max_size=14).map(" ".join), st.sampled_from(["mcq", "open"]))
def test_any_body_is_a_template_or_an_error_at_a_line_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, body: str, form: str
) -> None:
    path = written(tmp_path_factory.getbasetemp(), body, form)
    lines = len(path.read_text(encoding="utf-8").split("\n"))
    faults = [str(fault) for fault in template_faults(path) if fault.field != "examples"]
    assert all(7 <= int(fault.split("t.j2:")[1].split(":")[0]) <= lines for fault in faults)
    if not faults:
        assert load_template(path).body == body


SHOWN = "{{ question }}{{ options_block }}"


@pytest.mark.parametrize(
    ("body", "where", "what"),
    [
        (SHOWN + "\nanswer: {{ answer }}", "8:12", "a template never sees 'answer'"),
        (SHOWN + "\n{{ answer_text }}", "8:4", "a template never sees 'answer_text'"),
        ("{{ quesion }}{{ options_block }}", "7:4", "Did you mean 'question'?"),
        (SHOWN + "\n\n{% fro x in options %}", "9:4", "is no Jinja: encountered unknown tag 'fro'"),
        (SHOWN + "\n{{ question ? }}", "8:13", "is no Jinja: unexpected '?'"),
        (SHOWN + " {{ }}", "7:38", "is no Jinja: expected an expression"),
        (SHOWN + "{% if subject %}", "7", "is no Jinja: unexpected end of template"),
        (SHOWN + "{# never closed", "7:34", "is no Jinja: missing end of comment tag"),
        (SHOWN + "\n{{ question | upcase }}", "8:15", "there is no filter 'upcase'"),
        (SHOWN + "{{ question is blue }}", "7:49", "there is no test 'blue'"),
        (SHOWN + "{{ loop.index }}", "7:37", "there is no variable 'loop'"),
        (SHOWN + "{% for x in options %}{{ loop.nth }}{% endfor %}", "7:64", "'nth' is no attribute"),
        ("{{ question }}\n{{ options }}", "8:4", "'options' is a list: write options_block"),
        ("{{ options_block }}", "7:1", "never shows the question"),
        ("{{ question }}", "7:1", "never shows the options"),
    ],
)
def test_a_wrong_body_is_refused_when_it_is_loaded_with_line_and_column(
    tmp_path: Path, body: str, where: str, what: str
) -> None:
    with pytest.raises(ContentError) as caught:
        load_template(written(tmp_path, body))
    message = str(caught.value)
    assert f"t.j2:{where}: " in message
    assert what in message
    assert str(template_faults(tmp_path / "t.j2")[0]) == message


@pytest.mark.parametrize(
    "escape",
    [
        "{{ question.__class__ }}",
        "{{ question['__class__'] }}",
        "{{ question | attr('__class__') }}",
        "{{ options | map(attribute='__class__') | list }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ '{0.__class__}'.format(question) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}{{ caller() }}{% endmacro %}",
        "{{ range(9) | list }}",
        "{{ options | random }}",
        "{{ 'a' * 1000000000 }}",
    ],
)
def test_nothing_reaches_out_of_the_sandbox_or_throws_dice(tmp_path: Path, escape: str) -> None:
    with pytest.raises(ContentError, match=r"t\.j2:7:\d+: "):
        load_template(written(tmp_path, SHOWN + escape))


def test_a_template_that_no_check_has_seen_is_still_held_by_the_sandbox() -> None:
    with pytest.raises(ContentError, match="unsafe"):
        template("{{ question.__class__.__mro__ }}").render({"question": "q"})


def test_an_attribute_named_by_the_data_is_not_reached() -> None:
    with pytest.raises(ContentError, match=r"t\.j2:2: cannot be rendered"):
        template("\n{{ question[options[0]] }}").render({"question": "q", "options": ["__class__"]})


def test_open_templates_have_no_options_to_show(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"t\.j2:7:19: 'options_block' is not offered here"):
        load_template(written(tmp_path, "{{ question }} {{ options_block }}", form="open"))


def test_a_subscript_that_a_row_does_not_have_names_template_and_line() -> None:
    made = template("{{ question }}\n{{ options[2] }}")
    row: dict[str, object] = {"question": "q", "options": ["a"], "subject": None}
    with pytest.raises(ContentError, match=r"templates/t\.j2:2: cannot be rendered"):
        made.render(row)
    with pytest.raises(ContentError, match=r"templates/t\.j2:2: cannot be rendered"):
        prompts(made, [row])


@pytest.mark.parametrize(
    "body",
    ["{{ question + 1 }}", "{{ question | truncate(1, True, 'long') }}", "{% for a, b in options %}{% endfor %}"],
)
def test_work_that_cannot_be_done_names_template_and_line(body: str) -> None:
    with pytest.raises(ContentError, match=r"templates/t\.j2:2: cannot be rendered"):
        template("\n" + body).render({"question": "questions", "options": ["xyz"]})


def test_all_wrong_names_are_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, SHOWN + "{{ one }}\n{{ two }}")
    assert [str(fault).split("t.j2:")[1].split(":")[0] for fault in template_faults(path)] == ["7", "8"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ question }}", r"t\.j2:1: must begin with a line '---'"),
        ("---\nwhat: w\n{{ question }}", r"t\.j2:1: the front matter has no end"),
        ("---\nwhat: w\nwhy: y\nform: both\nanswer_style: text\n---\n", r"t\.j2:4: form: must be 'mcq' or 'open'"),
        ("---\nwhat: w\nwhy: y\nform: open\nanswer_style: label\n---\n", "has no label: say value or text"),
        ("---\nwhat: w\nwhy: y\nform: open\nanswer_style: text\nsystem: '{{ x }}'\n---\n", "system message is plain"),
        (
            "---\nwhat: w\nwhy: y\nform: mcq\nanswer_style: label\nexamples: [{row: {question: q}, prompt: p}]\n---\n",
            "the row of an example of form mcq has options",
        ),
        (
            "---\nwhat: w\nwhy: y\nform: open\nanswer_style: text\nmessages: text\nsystem: s\n---\n",
            "a base model's text has no system message",
        ),
        ("---\nwhat: w\nwhy: y\nform: open\nanswer_stile: text\n---\n", "answer_st[iy]le"),
    ],
)
def test_wrong_front_matter_is_refused(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "t.j2"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=what):
        load_template(path)
    assert template_faults(path)


EXAMPLE = """---
what: a template of a test
why: tests need one
form: open
answer_style: text
examples:
  - row: {question: Why}
    prompt: |-
      First line.
      Why?
  - row: {question: When}
    prompt: [{role: user, content: "First line.\\nWhen!"}]
  - row: {question: Who}
    prompt: [{role: system, content: S}, {role: user, content: "First line.\\nWho?"}]
---
First line.
{{ question }}?
"""


def test_an_example_that_is_not_met_shows_the_first_line_that_differs(tmp_path: Path) -> None:
    path = tmp_path / "t.j2"
    path.write_text(EXAMPLE, encoding="utf-8")
    faults = [str(fault).split("t.j2:")[1] for fault in template_faults(path)]
    assert faults == [
        "12: examples.1.prompt: line 2: the template gives 'When?', the example has 'When!'",
        "14: examples.2.prompt: the template gives messages of ['user'] where the example has ['system', 'user']",
    ]


def test_an_example_may_not_name_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "t.j2"
    path.write_text(EXAMPLE.replace("{question: Why}", "{question: Why, answer: So}"), encoding="utf-8")
    assert "t.j2:7: " in str(template_faults(path)[0])
    assert "'answer'" in str(template_faults(path)[0])


def test_a_template_without_examples_can_be_used_but_fails_the_check(tmp_path: Path) -> None:
    path = written(tmp_path, SHOWN)
    assert load_template(path).head.examples == ()
    assert [fault.field for fault in template_faults(path)] == ["examples"]
