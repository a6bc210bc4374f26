"""Rewriting puts every row into words, and neither moves nor changes one."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from pydantic import ValidationError

from curate.content import packaged, parse
from curate.errors import ContentError
from curate.row import LETTERS, ROW, row_id
from curate.stage import StageError
from curate.stages.rewrite import RewriteConfig, rewrite
from curate.template import Template, load_template

TEMPLATES = {path.stem: load_template(path) for path in (packaged() / "templates").glob("*.j2")}
MIXED = RewriteConfig.model_validate(
    {
        "templates": {"mcq": {"mcq": 2, "mcq_terse": 1}, "open": {"open": 1, "open_terse": 1}, "math": "math"},
    }
)


def row(
    question: str, options: list[str] | None = None, answer: str | None = None, **more: object
) -> dict[str, object]:
    """A row as ingest writes it; the gold in words follows from the letter where there is one."""
    at = LETTERS.find(answer) if options and answer and len(answer) == 1 else -1
    in_words = options[at] if options and 0 <= at < len(options) else answer
    made: dict[str, object] = dict.fromkeys(ROW) | {
        "id": row_id("s", question, options, answer),
        "form": "mcq" if options is not None else "open",
        "question": question,
        "options": options,
        "answer": answer,
        "answer_text": in_words,
        "answer_type": "choice" if options is not None else "short_text",
        "source": "s",
        "group": "GPR",
        "origin": "open",
        "licence": "MIT",
        "source_file": "f.jsonl",
        "source_row": 7,
        "revision": "r",
    }
    return made | more


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(ROW))


def named(choice: dict[str, object]) -> RewriteConfig:
    return RewriteConfig.model_validate({"templates": choice})


words = st.text("abc {}%#7*\\$\n", min_size=1, max_size=10)
mcq_rows = st.builds(
    row, words, st.lists(words, min_size=0, max_size=6), st.sampled_from(["A", "B", "F", "words", "", None])
)
open_rows = st.builds(
    row, words, answer=words | st.none(), answer_type=st.sampled_from(["math", "short_text", "ungradable"])
)
frames = st.lists(mcq_rows | open_rows, max_size=12).map(lambda rows: frame(*rows))
configs = st.sampled_from([RewriteConfig(), MIXED])


# --- laws


@settings(derandomize=True, max_examples=120, deadline=None)
@given(frames, configs)
def test_every_row_stays_in_its_place_and_only_template_and_prompt_change(
    rows: pl.DataFrame, config: RewriteConfig
) -> None:
    written = rewrite(rows, config, TEMPLATES)
    assert dict(written.schema) == dict(ROW)
    assert_frame_equal(written.drop("template", "prompt"), rows.drop("template", "prompt"))
    assert written["prompt"].null_count() == written["template"].null_count() == 0


@settings(derandomize=True, max_examples=60, deadline=None)
@given(frames, frames)
def test_shards_may_be_rewritten_alone(first: pl.DataFrame, second: pl.DataFrame) -> None:
    whole = rewrite(pl.concat([first, second]), MIXED, TEMPLATES)
    apart = [rewrite(shard, MIXED, TEMPLATES) for shard in (first, second)]
    assert_frame_equal(whole, pl.concat(apart))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(frames)
def test_each_prompt_is_what_the_rows_template_renders(rows: pl.DataFrame) -> None:
    for written in rewrite(rows, MIXED, TEMPLATES).iter_rows(named=True):
        assert written["prompt"] == TEMPLATES[written["template"]].render(written)


def test_rewriting_what_was_rewritten_changes_nothing() -> None:
    once = rewrite(frame(row("q", ["x", "y"], "A"), row("p", answer="3")), MIXED, TEMPLATES)
    assert_frame_equal(rewrite(once, named(MIXED.templates.model_dump()), TEMPLATES), once)


# --- which template

IDS = [row(f"question {number}", answer="words") for number in range(10_000)]


def templates_of(weights: dict[str, float]) -> pl.Series:
    """The templates of the ten thousand rows, among copies of `open` under other names."""
    shelf = {**TEMPLATES, **dict.fromkeys(weights, TEMPLATES["open"])}
    return rewrite(frame(*IDS), named({"open": weights}), shelf)["template"]


@pytest.mark.parametrize("weights", [{"a": 1, "b": 1}, {"a": 3, "b": 1, "c": 1}, {"z": 0.02, "a": 0.98}])
def test_weights_are_met_on_ten_thousand_rows(weights: dict[str, float]) -> None:
    chosen = templates_of(weights)
    for name, weight in weights.items():
        wanted = weight / sum(weights.values())
        assert (chosen == name).mean() == pytest.approx(wanted, abs=4 * (wanted * (1 - wanted) / 10_000) ** 0.5)


def test_the_order_in_which_templates_are_written_decides_nothing() -> None:
    assert templates_of({"b": 1, "a": 3}).equals(templates_of({"a": 3, "b": 1}))


def test_a_small_change_of_one_weight_moves_few_rows() -> None:
    moved = (templates_of({"a": 1, "b": 1, "c": 1}) != templates_of({"a": 1, "b": 1, "c": 1.06})).mean()
    assert moved is not None
    assert 0 < moved < 0.03


def test_the_template_of_a_row_never_changes() -> None:
    chosen = "".join(templates_of({"a": 2, "b": 1, "c": 1})[:48])
    assert chosen == "aaabaaabbbbaaaabbccbabccbaacabaacacacabcaacabbaa"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (row("q", ["x", "y"], "A"), "mcq"),
        (row("q", ["3", "4"], "A", answer_type="math"), "mcq"),
        (row("q", answer="3", answer_type="math"), "math"),
        (row("q", answer="words"), "open"),
        (row("q", answer_type="ungradable"), "open"),
        (row("q", answer_type=None), "open"),
    ],
)
def test_form_and_answer_type_decide_which_choice_of_templates_a_row_has(given: dict[str, object], kind: str) -> None:
    assert rewrite(frame(given), RewriteConfig(), TEMPLATES)["template"].to_list() == [kind]


def test_no_rows_give_no_rows() -> None:
    assert dict(rewrite(frame(), MIXED, TEMPLATES).schema) == dict(ROW)


@pytest.mark.parametrize("question", ["{{ 7*7 }}", "{% for x in options %}", "{{ answer }}"])
def test_a_question_that_looks_like_a_template_is_asked_as_it_is(question: str) -> None:
    written = rewrite(frame(row(question, [question, "y"], "A")), MIXED, TEMPLATES)
    assert all(question in prompt[-1]["content"] for prompt in written["prompt"].to_list())


# --- what is refused


def test_a_name_alone_is_a_weight_of_one() -> None:
    assert named({"mcq": "mcq_terse"}).templates.mcq == {"mcq_terse": 1.0}
    assert MIXED.names() == ["math", "mcq", "mcq_terse", "open", "open_terse"]


@pytest.mark.parametrize("weights", [{}, {"open": 0}, {"open": -1}, {"open": float("inf")}, {"open": float("nan")}])
def test_weights_that_choose_nothing_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        named({"open": weights})


def test_a_wrong_weight_is_refused_at_its_line() -> None:
    with pytest.raises(ContentError, match=r"^r\.yaml:3: templates\.mcq\.b: must be greater than 0 \(got -1\)"):
        parse("templates:\n  mcq:\n    b: -1\n", RewriteConfig, place="r.yaml")


def test_a_template_that_was_not_loaded_is_named() -> None:
    with pytest.raises(
        ContentError, match=r"rewrite\.templates\.open\.opn: there is no template 'opn'\. Did you mean 'open'\?"
    ):
        rewrite(frame(), named({"open": "opn"}), TEMPLATES)


def test_a_template_of_the_other_form_is_refused() -> None:
    with pytest.raises(
        ContentError, match=r"rewrite\.templates\.math\.mcq: must be a template of form open \(got mcq\)"
    ):
        rewrite(frame(), named({"math": "mcq"}), TEMPLATES)


def test_a_template_that_fails_on_a_row_says_where(tmp_path: Path) -> None:
    path = tmp_path / "third.j2"
    path.write_text(
        "---\nwhat: w\nwhy: y\nform: mcq\nanswer_style: label\n---\n{{ question }}\n{{ options[2] }}\n",
        encoding="utf-8",
    )
    shelf: dict[str, Template] = {**TEMPLATES, "third": load_template(path)}
    with pytest.raises(ContentError, match=r"third\.j2:8: cannot be rendered"):
        rewrite(frame(row("q", ["x", "y"], "A")), named({"mcq": "third"}), shelf)


def test_what_is_no_frame_of_rows_is_refused() -> None:
    with pytest.raises(StageError, match="question: Int64 for String"):
        rewrite(frame(row("q")).with_columns(pl.lit(1, dtype=pl.Int64).alias("question")), RewriteConfig(), TEMPLATES)
