"""Every kind of rule: what it breaks, what it does with what is not known, and what cannot be a rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.content import faults, parse
from curate.row import ADDED, ROW
from curate.stage import checked
from curate.stages.screen import SCREEN, SCREEN_EARLY, Filter, NamedFilter, Rule, ScreenConfig, kind_of_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = {**ROW, **{name: kind for added in ADDED.values() for name, kind in added.items()}}
Row = dict[str, object]


def made(rule: str | dict[str, object]) -> Filter:
    written = yaml.safe_load(rule) if isinstance(rule, str) else rule
    whole: dict[str, object] = {"what": "w", "why": "y", "rule": written, "examples": {"keep": [{}], "drop": [{}]}}
    text = yaml.safe_dump(whole, sort_keys=False)
    return parse(text, Filter, place="filters/x.yaml")


def complaint(rule: str) -> str:
    lines = [
        "what: w",
        "why: y",
        "rule:",
        *(f"  {line}" for line in rule.splitlines()),
        "examples: {keep: [{}], drop: [{}]}",
    ]
    found = faults("\n".join(lines), Filter, place="x.yaml")
    assert found, rule
    return "\n".join(str(error) for error in found)


def frame(rows: Sequence[Row], columns: Sequence[str]) -> pl.DataFrame:
    schema = {name: COLUMNS[name] for name in columns}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def broken(rule: str, rows: Sequence[Row]) -> list[bool | None]:
    given = made(rule).rule
    return frame(rows, given.needs).select(broken=given.broken())["broken"].to_list()


TRUTH: list[Row] = [{"verifiable": True}, {"verifiable": False}, {}]
RATES: list[Row] = [*({"pass_rate": rate} for rate in (0.0, 0.5, 0.75, 1.0, float("nan"))), {}]
TYPES: list[Row] = [{"answer_type": "math"}, {"answer_type": "Math"}, {"answer_type": ""}, {}]
WORDS: list[Row] = [{"answer_words": 10}, {"answer_words": 11}, {}]
DUPLICATES: list[Row] = [{"duplicate_of": "1"}, {"duplicate_of": ""}, {}]


@pytest.mark.parametrize(
    ("rule", "rows", "expected"),
    [
        ("{kind: true, column: verifiable}", TRUTH, [False, True, True]),
        ("{kind: 'true', column: verifiable, unknown: keep}", TRUTH, [False, True, False]),
        ("{kind: false, column: verifiable}", TRUTH, [True, False, True]),
        ("{kind: 'false', column: verifiable, unknown: keep}", TRUTH, [True, False, False]),
        ("{kind: range, column: pass_rate, max: 0.75}", RATES, [False, False, False, True, True, True]),
        ("{kind: range, column: pass_rate, min: 0.5}", RATES, [True, False, False, False, True, True]),
        ("{kind: range, column: pass_rate, min: 0.5, max: 0.5}", RATES, [True, False, True, True, True, True]),
        ("{kind: range, column: pass_rate, max: 0.75, unknown: keep}", RATES, [False] * 3 + [True] + [False] * 2),
        ("{kind: among, column: answer_type, values: [math, choice]}", TYPES, [False, True, True, True]),
        ("{kind: among, column: answer_type, values: math, unknown: keep}", TYPES, [False, True, True, False]),
        ("{kind: not_among, column: answer_type, values: [math]}", TYPES, [True, False, False, True]),
        ("{kind: not_among, column: answer_type, values: [math], unknown: keep}", TYPES, [True, False, False, False]),
        ("{kind: absent, column: duplicate_of}", DUPLICATES, [True, True, False]),
        ("{kind: matches, column: answer_type, pattern: '^m'}", TYPES, [False, True, True, True]),
        ("{kind: matches, column: answer_type, pattern: 'th', unknown: keep}", TYPES, [False, False, True, False]),
        ("{kind: lacks, column: answer_type, pattern: '(?i)^m'}", TYPES, [True, True, False, True]),
        ("{kind: lacks, column: answer_type, pattern: '^$', unknown: keep}", TYPES, [False, False, True, False]),
        ("{kind: range, column: answer_words, max: 10}", WORDS, [False, True, True]),
        ("{kind: among, column: answer_words, values: [9, 10]}", WORDS, [False, True, True]),
    ],
)  # fmt: skip
def test_a_rule_breaks_what_it_says(rule: str, rows: list[Row], expected: list[bool]) -> None:
    assert broken(rule, rows) == expected


def test_a_rule_judges_only_the_rows_of_its_when() -> None:
    rows: list[Row] = [
        {"form": "open", "answer_type": "math", "gold_in_options": False},
        {"form": "mcq", "answer_type": "math", "gold_in_options": False},
        {"form": "mcq", "answer_type": "choice", "gold_in_options": None},
        {"form": "mcq", "answer_type": "choice", "gold_in_options": True},
        {"form": None, "answer_type": "choice", "gold_in_options": False},
        {"form": "mcq", "answer_type": None, "gold_in_options": False},
    ]
    rule = "{kind: true, column: gold_in_options, when: {form: mcq, answer_type: [choice, short_text]}}"
    assert broken(rule, rows) == [False, False, True, False, False, False]
    assert made(rule).rule.needs == ("gold_in_options", "form", "answer_type")


KINDS = [
    {"kind": "true", "column": "verifiable"},
    {"kind": "false", "column": "label_conflict"},
    {"kind": "range", "column": "pass_rate", "max": 0.5},
    {"kind": "among", "column": "form", "values": ["open"]},
    {"kind": "not_among", "column": "form", "values": ["open"]},
    {"kind": "absent", "column": "duplicate_of"},
    {"kind": "matches", "column": "question", "pattern": "x"},
    {"kind": "lacks", "column": "question", "pattern": "x"},
]
ANY_ROW = st.fixed_dictionaries(
    {
        "verifiable": st.sampled_from([True, False, None]),
        "label_conflict": st.sampled_from([True, False, None]),
        "pass_rate": st.sampled_from([0.0, 0.5, 1.0, float("nan"), float("inf"), None]),
        "form": st.sampled_from(["open", "mcq", "", None]),
        "duplicate_of": st.sampled_from(["1", None]),
        "question": st.sampled_from(["x", "y", "", None]),
    }
)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(KINDS),
    st.sampled_from(["drop", "keep"]),
    st.sampled_from([{}, {"form": "open"}, {"form": ["open", "mcq"], "verifiable": True}]),
    st.lists(ANY_ROW, min_size=1, max_size=8),
)
def test_a_rule_always_answers(kind: dict[str, object], unknown: str, when: dict[str, object], rows: list[Row]) -> None:
    given = made({**kind, "unknown": unknown, "when": when}).rule
    answers = frame(rows, given.needs).select(broken=given.broken())["broken"]
    assert answers.dtype == pl.Boolean
    assert answers.null_count() == 0


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("kind: rnage\ncolumn: pass_rate", "x.yaml:4: rule.kind: there is no kind of rule 'rnage'. Did"),
        ("column: pass_rate", "x.yaml:3: rule: has no kind"),
        ("kind: true\ncolumn: verifable", "rule.column: there is no column 'verifable'. Did you mean 'verifiable'?"),
        ("kind: absent\ncolumn: drop_reasons", "x.yaml:5: rule.column: there is no column 'drop_reasons'"),
        ("kind: true\ncolumn: question", "x.yaml:5: rule.column: must be a column of truth values: question is String"),
        ("kind: range\ncolumn: form\nmax: 1", "x.yaml:5: rule.column: must be a column of numbers: form is String"),
        ("kind: matches\ncolumn: pass_rate\npattern: x", "rule.column: must be a column of texts"),
        ("kind: among\ncolumn: options\nvalues: [x]", "rule.column: must be a column of single values"),
        ("kind: range\ncolumn: pass_rate", "rule: needs min, max or both"),
        ("kind: range\ncolumn: pass_rate\nmin: 2\nmax: 1", "rule: min 2 is above max 1"),
        ("kind: range\ncolumn: pass_rate\nmax: many", "x.yaml:6: rule.max: must be a valid number"),
        ("kind: range\ncolumn: pass_rate\nmxa: 1", "x.yaml:6: rule.mxa: there is no key 'mxa'"),
        ("kind: matches\ncolumn: form\npattern: '('", "x.yaml:6: rule.pattern: is no regular expression"),
        ("kind: among\ncolumn: form\nvalues: []", "x.yaml:6: rule.values: "),
        ("kind: among\ncolumn: form\nvalues: [1]", "rule: form is String and never 1"),
        ("kind: among\ncolumn: answer_words\nvalues: ['1']", "rule: answer_words is Int32 and never '1'"),
        ("kind: true\ncolumn: verifiable\nwhen: {from: open}", "there is no column 'from'. Did you mean 'form'?"),
        ("kind: true\ncolumn: verifiable\nwhen: {verifiable: 1}", "verifiable is Boolean and never 1"),
        ("kind: true\ncolumn: verifiable\nunknown: maybe", "x.yaml:6: rule.unknown: must be 'drop' or 'keep'"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_is_told_with_its_line(rule: str, expected: str) -> None:
    assert expected in complaint(rule)


class Longer(Rule, frozen=True):
    """A kind of rule as another package would bring it."""

    column: Literal["question"]
    letters: int
    reads = ("column",)

    def holds(self) -> pl.Expr:
        """More letters than the limit."""
        return pl.col(self.column).str.len_chars() > self.letters


class _Point:
    def __init__(self, name: str, value: object) -> None:
        self.name, self.value, self._found = name, repr(value), value

    def load(self) -> object:
        return self._found


def test_another_package_brings_a_kind_by_an_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    def points(*, group: str) -> list[_Point]:
        assert group == "curate.rules"
        return [_Point("longer", Longer), _Point("true", Longer), _Point("broken", int)]

    monkeypatch.setattr("curate.stages.screen.kinds.entry_points", points)
    rule = "{kind: longer, column: question, letters: 2}"
    assert broken(rule, [{"question": "abc"}, {"question": "ab"}, {}]) == [False, True, True]
    assert json.loads(made(rule).model_dump_json())["rule"]["letters"] == 2  # or two limits would share a fingerprint
    assert kind_of_rule("true") is not Longer  # what stands in a shelf file means the same everywhere
    assert "There are: absent, among, broken, false, lacks, longer" in complaint("kind: nothing")
    assert "is no kind of rule" in complaint("kind: broken")


def named(*rules: tuple[str, str]) -> ScreenConfig:
    return ScreenConfig(filters=tuple(NamedFilter(name, made(rule)) for name, rule in rules))


EASY = ("too_easy", "{kind: range, column: pass_rate, max: 0.5, unknown: keep}")
VERIFIABLE = ("not_verifiable", "{kind: true, column: verifiable}")
ONCE = ("duplicate", "{kind: absent, column: duplicate_of}")
HARD_OPEN = ("open_unmeasured", "{kind: among, column: form, values: [mcq], when: {difficulty_status: not_sampled}}")


def reasons(config: ScreenConfig, rows: Sequence[Row]) -> tuple[list[list[str]], list[list[str]]]:
    early = frame(rows, SCREEN_EARLY.needs)
    late = frame(rows, SCREEN.needs)
    first = checked("screen_early", SCREEN_EARLY(early.lazy(), config).collect(), early.height)
    last = checked("screen", SCREEN(late.lazy(), config).collect(), late.height)
    assert dict(first.schema) == dict(ADDED["screen_early"])
    assert dict(last.schema) == dict(ADDED["screen"])
    return first["early_reasons"].to_list(), last["drop_reasons"].to_list()


def test_all_broken_rules_are_reasons_in_the_order_of_the_recipe_and_the_early_ones_need_no_model() -> None:
    rows: list[Row] = [
        {"verifiable": True, "pass_rate": 0.0, "form": "open"},
        {
            "verifiable": False,
            "duplicate_of": "1",
            "pass_rate": 1.0,
            "form": "open",
            "difficulty_status": "not_sampled",
        },
        {"verifiable": False},
    ]
    early, late = reasons(named(EASY, VERIFIABLE, HARD_OPEN, ONCE), rows)
    assert early == [[], ["not_verifiable", "duplicate"], ["not_verifiable"]]
    assert late == [[], ["too_easy", "not_verifiable", "open_unmeasured", "duplicate"], ["not_verifiable"]]


def test_without_filters_no_row_has_a_reason() -> None:
    assert reasons(ScreenConfig(), [{}, {}]) == ([[], []], [[], []])
    assert reasons(named(EASY), []) == ([], [])
    assert reasons(named(EASY), [{"pass_rate": 1.0}])[0] == [[]]


@settings(max_examples=50, deadline=None)
@given(st.lists(ANY_ROW, max_size=8), st.permutations([EASY, VERIFIABLE, ONCE]), st.integers(0, 3))
def test_early_reasons_are_among_the_last_and_more_filters_never_keep_more(
    rows: list[Row], filters: list[tuple[str, str]], some: int
) -> None:
    early, late = reasons(named(*filters), rows)
    _, fewer = reasons(named(*filters[:some]), rows)
    names = [name for name, _ in filters]
    for first, last, less in zip(early, late, fewer, strict=True):
        assert first == [name for name in last if name != "too_easy"]
        assert less == [name for name in last if name in names[:some]]
        assert last == sorted(last, key=names.index)


def test_a_reason_stands_once() -> None:
    with pytest.raises(ValueError, match="filters stand here twice: duplicate"):
        named(ONCE, EASY, ONCE)
