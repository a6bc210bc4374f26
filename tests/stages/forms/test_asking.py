"""Models decide and rewrite what rules leave open; all they say stays, and nonsense ends in a reason."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from curate.errors import ContentError
from curate.inference.kept import KeptModel
from curate.inference.model import TableModel
from curate.prompts.prompt import load_prompt
from curate.prompts.putting import Totals
from curate.row import LETTERS, ROW, row_id
from curate.stages.forms.asking import decided, planned, rewritten, unasked
from curate.stages.forms.rewording import Asked, names_all, says
from curate.stages.forms.to_open import ASKED, REWRITING, open_children

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.inference.model import Generation, Progress, Prompt, Sampling

PROMPTS = {path.stem: load_prompt(path) for path in (Path(__file__).parents[3] / "templates/forms").glob("*.j2")}

GAS = ("Which of the following is a noble gas?", ["Oxygen", "Krypton", "Chlorine", "Nitrogen"], "B")
TREATY = ("The treaty of 1494 was signed at ____.", ["Tordesillas", "Utrecht", "Westphalia"], "A")
UNIT = ("What carries oxygen in red blood cells?", ["haemoglobin", "insulin", "keratin"], "A")

GOOD = {
    GAS[0]: "Which noble gas has atomic number 36?",
    TREATY[0]: "In which town of Castile was the treaty of 1494 signed?",
}


def mcq(asked: tuple[str, list[str], str], label: str, **more: Any) -> dict[str, Any]:
    question, options, gold = asked
    at = LETTERS.find(gold) if len(gold) == 1 else -1
    made: dict[str, Any] = dict.fromkeys(ROW) | {
        "id": row_id("s", question, options, gold),
        "form": "mcq",
        "history": "mcq",
        "question": question,
        "options": options,
        "answer": gold,
        "answer_text": options[at] if 0 <= at < len(options) else gold,
        "answer_type": "choice",
        "dependence": label,
        "dependence_evidence": ['among the options: "which of the following"'],
        "source": "s",
    }
    return made | more


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(ROW))


def step(prompt: Prompt) -> str:
    """Which of the three prompts this is."""
    first = prompt[0]["content"]
    return "judge" if "<new>" in first else "rewrite" if first.startswith("Put a multiple") else "decide"


def again(prompt: Prompt) -> bool:
    return "cannot be used" in prompt[-1]["content"] or "was cut off" in prompt[-1]["content"]


def question_of(prompt: Prompt) -> str:
    found = re.search(r"<(?:question|old)>\n(.*?)\n\nA\. ", prompt[0]["content"], re.DOTALL)
    assert found is not None
    return found[1]


def said(prompt: Prompt, _: int = 0) -> str:
    """What a good model writes."""
    match step(prompt):
        case "decide":
            label = {GAS[0]: "rewritable", UNIT[0]: "independent"}.get(question_of(prompt), "dependent")
            return json.dumps({"reason": "One protein does.", "label": label})
        case "rewrite":
            return json.dumps({"question": GOOD[question_of(prompt)]})
        case _:
            return verdict()


def verdict(**changes: str) -> str:
    good = dict.fromkeys(["same_answer", "self_contained", "one_answer"], "yes")
    return json.dumps({"evidence": "No other answer is right.", **good, **changes})


class Recorded(TableModel):
    """A table that remembers what it was asked, a list of prompts for each call."""

    def __init__(self, answers: Callable[[Prompt, int], str] = said, **settings: Any) -> None:
        super().__init__(answers, **{"name": "good", "revision": "1", **settings})
        self.calls: list[tuple[list[Prompt], Sampling]] = []

    def generate(
        self, prompts: Sequence[Prompt], sampling: Sampling, *, on_progress: Progress = lambda *_: None
    ) -> list[list[Generation]]:
        """The answers of the table."""
        self.calls.append((list(prompts), sampling))
        return super().generate(prompts, sampling, on_progress=on_progress)


def instead(**answers: str | Callable[[Prompt], str]) -> Recorded:
    """The good model, but for one step."""

    def answer(prompt: Prompt, _: int) -> str:
        one = answers.get(step(prompt))
        return said(prompt) if one is None else one if isinstance(one, str) else one(prompt)

    return Recorded(answer)


def asked(rows: pl.DataFrame, model: TableModel) -> pl.DataFrame:
    return rewritten(decided(rows, model, PROMPTS), model, model, PROMPTS)


def child(model: TableModel, *row: Any) -> dict[str, Any]:
    """The open child of the one row that a model was asked about."""
    [made] = open_children(asked(frame(mcq(*(row or (GAS, "rewritable")))), model)).to_dicts()
    return made


# --- deciding


def test_a_model_decides_what_rules_leave_open_and_its_reason_is_evidence() -> None:
    rows = frame(mcq(UNIT, "unsure"), mcq(GAS, "unsure"), mcq(TREATY, "unsure"), mcq(GAS, "independent"))
    found = decided(rows, Recorded(), PROMPTS)
    assert found["dependence"].to_list() == ["independent", "rewritable", "dependent", "independent"]
    evidence = found["dependence_evidence"].to_list()
    assert evidence[0] == [*rows["dependence_evidence"][0], 'decide_dependence: "One protein does."']
    assert evidence[3] == rows["dependence_evidence"][3].to_list()
    assert_frame_equal(
        found.select(*ROW).drop("dependence", "dependence_evidence"), rows.drop("dependence", "dependence_evidence")
    )
    assert [one and one["failed"] for one in found[ASKED]] == [
        None,
        "it was not rewritten",
        "it needs its options",
        None,
    ]


def test_who_decided_with_which_prompt_stands_in_the_child() -> None:
    conversion = child(Recorded(), UNIT, "unsure")["conversion"]
    assert (conversion["prompt"], conversion["prompt_hash"]) == ("decide_dependence", PROMPTS["decide_dependence"].hash)
    assert (conversion["judge"], conversion["judge_revision"], conversion["model"]) == ("good", "1", None)
    assert conversion["evidence"] == ['decide_dependence: independent: "One protein does."']
    assert (conversion["question"], conversion["options"], conversion["answer_text"]) == (*UNIT[:2], "haemoglobin")


def test_all_are_asked_in_one_call_greedily_and_by_schema() -> None:
    model = Recorded()
    decided(frame(*(mcq(one, "unsure") for one in (UNIT, GAS, TREATY))), model, PROMPTS)
    [(prompts, sampling)] = model.calls
    assert len(prompts) == 3
    assert (sampling.temperature, sampling.n) == (0, 1)
    assert list(json.loads(sampling.schema or "")["properties"]) == ["reason", "label"]


def test_an_answer_that_cannot_be_read_is_asked_for_once_more_with_what_was_wrong() -> None:
    model = instead(decide=lambda prompt: said(prompt) if again(prompt) else '{"reason": "so", "label": "perhaps"}')
    found = decided(frame(mcq(UNIT, "unsure"), mcq(TREATY, "independent")), model, PROMPTS)
    assert found["dependence"].to_list() == ["independent", "independent"]
    assert len(model.calls) == 2
    assert "label: must be 'independent', 'rewritable' or 'dependent'" in model.calls[1][0][0][-1]["content"]


def test_what_cannot_be_read_twice_counts_as_dependent_and_says_why() -> None:
    found = decided(frame(mcq(UNIT, "unsure")), instead(decide="I would rather not."), PROMPTS).to_dicts()[0]
    assert found["dependence"] == "dependent"
    assert "no answer that can be used: the answer is not a JSON object" in found["dependence_evidence"][-1]
    assert found[ASKED]["failed"] == "it needs its options"


def test_a_question_without_a_known_gold_is_not_asked_about() -> None:
    model = Recorded()
    rows = frame(mcq((*UNIT[:2], "myosin"), "unsure"), mcq((*GAS[:2], "argon"), "rewritable"))
    found = asked(rows, model)
    assert model.calls == []
    assert found["dependence"].to_list() == ["dependent", "rewritable"]


def test_an_option_without_a_text_is_no_hindrance() -> None:
    rows = frame(mcq(GAS, "rewritable", options=["Oxygen", "Krypton", None, ""]))
    assert asked(rows, Recorded())[REWRITING].to_list() == [GOOD[GAS[0]]]


def test_where_nobody_is_asked_doubt_counts_as_dependent() -> None:
    found = unasked(frame(mcq(UNIT, "unsure"), mcq(GAS, "rewritable"), mcq(UNIT, "unsure", dependence_evidence=None)))
    assert found["dependence"].to_list() == ["dependent", "rewritable", "dependent"]
    assert [len(one) for one in found["dependence_evidence"]] == [2, 1, 1]


def test_a_question_that_no_room_is_left_for_is_not_asked_and_says_so() -> None:
    long = (" ".join(["word"] * 5000), ["x", "y"], "A")
    found = asked(frame(mcq(long, "unsure"), mcq(UNIT, "unsure"), mcq(long, "rewritable")), Recorded())
    assert found["dependence"].to_list() == ["dependent", "independent", "rewritable"]
    assert "leave room for the answer" in found["dependence_evidence"][0][-1]
    assert re.match(r"rewrite_open: the prompt has \d+ tokens, and at most", found[ASKED][2]["failed"])


# --- rewriting


def test_what_was_accepted_is_asked_and_all_that_led_there_stays() -> None:
    made = child(Recorded())
    assert (made["question"], made["answer"], made["options"]) == (GOOD[GAS[0]], "Krypton", None)
    assert made["dependence"] == "rewritable"
    kept = made["conversion"]
    assert (kept["question"], kept["options"], kept["answer_text"]) == (*GAS[:2], "Krypton")
    assert (kept["prompt"], kept["prompt_hash"]) == ("rewrite_open", PROMPTS["rewrite_open"].hash)
    assert (kept["same_answer"], kept["self_contained"], kept["one_answer"], kept["failed"]) == (True, True, True, None)
    assert kept["evidence"] == [f'rewrite_open: "{GOOD[GAS[0]]}"', 'judge_open: "No other answer is right."']


def test_who_wrote_and_who_judged_are_told_apart() -> None:
    writer, judge = Recorded(name="writer", revision="w"), Recorded(name="judge", revision="j")
    [kept] = rewritten(frame(mcq(GAS, "rewritable")), writer, judge, PROMPTS)[ASKED]
    assert (kept["model"], kept["revision"], kept["judge"], kept["judge_revision"]) == ("writer", "w", "judge", "j")
    assert [[step(one) for one in prompts] for prompts, _ in writer.calls + judge.calls] == [["rewrite"], ["judge"]]


def test_a_doubtful_question_is_decided_rewritten_and_judged_and_each_step_leaves_its_word() -> None:
    made = child(Recorded(), GAS, "unsure")
    assert made["question"] == GOOD[GAS[0]]
    assert [one.split(":")[0] for one in made["conversion"]["evidence"]] == [
        "decide_dependence",
        "rewrite_open",
        "judge_open",
    ]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Which gas is krypton?", "says the answer, 'Krypton'"),
        (GAS[0], "is the old one"),
        ("Which of the following gases is a noble one?", "still needs its options (among the options"),
        ("A noble gas is", "question: "),
        ("Which gas?", "is too short to ask for one thing"),
        ("", "at least 1 character"),
        ("Which noble gas has a number of " + "36 " * 1000, "must have at most 3000 characters"),
        ("Which gas\x00 has atomic number 36?", "control characters"),
    ],
)
def test_a_rewriting_with_a_fault_is_asked_for_once_more_and_then_given_up(question: str, why: str) -> None:
    model = instead(rewrite=json.dumps({"question": question}))
    made = child(model)
    assert (made["question"], made["dependence"]) == (GAS[0], "rewritable")
    assert made["conversion"]["failed"].startswith("rewrite_open: ")
    assert why in made["conversion"]["failed"]
    assert [[step(one) for one in prompts] for prompts, _ in model.calls] == [["rewrite"], ["rewrite"]]
    assert why in model.calls[1][0][0][-1]["content"]
    assert made["conversion"]["judge"] is made["conversion"]["same_answer"] is None


def test_a_second_rewriting_that_is_good_is_taken_and_the_first_one_stays_in_the_evidence() -> None:
    model = instead(rewrite=lambda prompt: said(prompt) if again(prompt) else '{"question": "Which gas is krypton?"}')
    made = child(model)
    assert made["question"] == GOOD[GAS[0]]
    first, second, _ = made["conversion"]["evidence"]
    assert first.startswith('rewrite_open: "Which gas is krypton?", refused: question: says the answer')
    assert second == f'rewrite_open: "{GOOD[GAS[0]]}"'


def test_only_those_with_a_fault_are_asked_again() -> None:
    bad = '{"question": "Which gas is krypton?"}'
    model = instead(rewrite=lambda prompt: bad if question_of(prompt) == GAS[0] else said(prompt))
    found = asked(frame(mcq(TREATY, "rewritable"), mcq(GAS, "rewritable"), mcq(UNIT, "independent")), model)
    assert [len(prompts) for prompts, _ in model.calls] == [2, 1, 1]
    assert found[REWRITING].to_list() == [GOOD[TREATY[0]], None, None]


@pytest.mark.parametrize(
    ("no", "why"),
    [
        ("same_answer", "it has another answer"),
        ("self_contained", "it is not self-contained"),
        ("one_answer", "more than one answer is right"),
    ],
)
def test_one_no_of_the_judge_is_enough(no: str, why: str) -> None:
    made = child(instead(judge=verdict(**{no: "no"})))
    assert (made["question"], made["conversion"]["failed"]) == (GAS[0], f"judge_open: {why}")
    assert made["conversion"][no] is False
    assert made["conversion"]["evidence"][0] == f'rewrite_open: "{GOOD[GAS[0]]}"'


def test_a_judge_that_cannot_be_read_accepts_nothing() -> None:
    made = child(instead(judge=verdict(one_answer="maybe")))
    assert made["question"] == GAS[0]
    assert made["conversion"]["failed"].startswith("judge_open: no answer that can be used: one_answer: must be")
    assert (made["conversion"]["judge"], made["conversion"]["one_answer"]) == ("good", None)


# --- laws

TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "",
        "{",
        "null",
        "[]",
        "\ufffd",
        '{"question": "\\ud835 which?"}',
        '{"question": "\\u0000 which gas is it?"}',
        '{"question": 7}',
        '{"question": "Which gas is krypton, or what?"}',
        '{"question": "Which noble gas has atomic number 36?"}',
        '{"question": "Which of oxygen, krypton, chlorine and nitrogen is a noble gas?"}',
        '{"reason": "x", "label": "independent"}',
        '{"reason": "", "label": "independent"}',
        '{"reason": "\u001b[0m", "label": "rewritable"}',
        '{"reason": "x", "label": "rewritable"}',
        verdict(),
        verdict(same_answer="no"),
        "<think>",
        "[" * 3000,
    ]
)
MIXED = frame(mcq(GAS, "unsure"), mcq(GAS, "rewritable"), mcq(TREATY, "rewritable"), mcq((*UNIT[:2], "none"), "unsure"))


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_whatever_models_write_ends_as_a_good_question_or_with_its_reason(texts: list[str]) -> None:
    def answer(prompt: Prompt, _: int) -> str:
        return texts[sum(map(len, map(str, prompt))) % len(texts)]

    model = Recorded(answer)
    found = asked(MIXED, model)
    assert not found["dependence"].is_in(["unsure"]).any()
    assert sum(len(prompts) for prompts, _ in model.calls) <= planned(MIXED).at_most
    for parent, made in zip(found.to_dicts()[:3], open_children(found).to_dicts(), strict=True):
        assert made["answer"] == parent["answer_text"]
        kept = made["conversion"]
        assert (kept["failed"] is None) == (made["dependence"] == "independent" or parent[REWRITING] is not None)
        if parent[REWRITING] is not None:
            old = Asked(parent["question"], tuple(parent["options"]), LETTERS.index(parent["answer"]))
            assert not says(made["question"], made["answer"]) or names_all(made["question"], old)


@settings(derandomize=True, max_examples=8, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_the_same_rows_and_texts_give_the_same_rows(texts: list[str]) -> None:
    def answer(prompt: Prompt, _: int) -> str:
        return texts[len(prompt[-1]["content"]) % len(texts)]

    assert_frame_equal(asked(MIXED, Recorded(answer)), asked(MIXED, Recorded(answer)))


def test_no_more_is_asked_than_was_planned() -> None:
    rows = frame(mcq(UNIT, "unsure"), mcq(GAS, "unsure"), mcq(TREATY, "rewritable"), mcq((*GAS[:2], "argon"), "unsure"))
    assert planned(rows) == (2, 3, 3)
    model = Recorded()
    asked(rows, model)
    assert sum(len(prompts) for prompts, _ in model.calls) == 2 + 2 + 2 <= sum(planned(rows))


def test_texts_that_are_kept_are_not_asked_for_again(tmp_path: Path) -> None:
    rows = frame(mcq(UNIT, "unsure"), mcq(GAS, "unsure"), mcq(TREATY, "rewritable"))
    bad = instead(rewrite=lambda prompt: said(prompt) if again(prompt) else "no")
    first = asked(rows, KeptModel(bad, tmp_path))
    silent = Recorded(lambda *_: pytest.fail("asked again"))
    assert_frame_equal(asked(rows, KeptModel(silent, tmp_path)), first)


def test_rows_that_need_no_model_ask_none_and_stay_as_they_are() -> None:
    rows = frame(mcq(UNIT, "independent"), mcq(TREATY, "dependent"), mcq(UNIT, "", form="open", dependence=None))
    model = Recorded()
    assert_frame_equal(asked(rows, model).select(*ROW), rows)
    assert model.calls == []
    assert dict(asked(frame(), model).select(*ROW).schema) == dict(ROW)


def test_progress_counts_on_through_all_steps() -> None:
    told: list[int] = []
    totals = Totals(lambda prompts, *_: told.append(prompts))
    model = instead(decide=lambda prompt: said(prompt) if again(prompt) else "no")
    rows = decided(frame(mcq(UNIT, "unsure"), mcq(GAS, "unsure")), model, PROMPTS, on_progress=totals.call)
    rewritten(rows, model, model, PROMPTS, on_progress=totals.call)
    assert told == [1, 2, 3, 4, 5, 6]


# --- what is refused


@pytest.mark.parametrize("missing", ["rewrite_open", "judge_open"])
def test_a_prompt_that_is_not_there_is_named(missing: str) -> None:
    there = {name: prompt for name, prompt in PROMPTS.items() if name != missing}
    with pytest.raises(ContentError, match=f"there is no form prompt '{missing}'"):
        rewritten(frame(), Recorded(), Recorded(), there)


def test_a_prompt_that_makes_something_else_is_refused() -> None:
    with pytest.raises(ContentError, match=r"judge_open\.j2: makes: must make dependence \(got judge_rewrite\)"):
        decided(frame(), Recorded(), {"decide_dependence": PROMPTS["judge_open"]})
