"""Drafts to rows: shuffle the options, have the question solved, let the solutions vote, check, and write it all down.

Every draft becomes a row. What is wrong with it stands in columns, and filters decide what stays:
`no_majority`, `key_disagrees`, `not_judged`, `not_self_contained`, `not_answerable`, `answer_leaks`, `options_unlike`
and `copies_passage` of the shelf `filters/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from curate.grading import infer_answer_type
from curate.inference.model import Sampling, silent
from curate.row import DOMAINS, LETTERS, ROW, row_id
from curate.stage import StageError
from curate.stages.synthesize.agreement import Agreement, agreed, choice_votes, text_votes
from curate.stages.synthesize.draft import DRAFT, REJECTS, Batch
from curate.stages.synthesize.judging import Case, asked, judged, noted
from curate.wording.checks import Finding, copied_share, self_contained, stands_in
from curate.wording.leak import leaked
from curate.wording.likeness import alike
from curate.wording.same import Grading, same
from curate.wording.shuffle import Order, shuffled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.inference.model import Model, Progress
    from curate.stages.synthesize.material import Material

SYNTHESIZE_VERSION: Final = 3
"""Raised whenever the same drafts, plan and texts of the solver give other rows."""

_DOMAIN_OF: Final = {subject: domain for domain, subjects in DOMAINS.items() for subject in subjects}
_CHECKS: Final = ("self_contained", "answerable", "answer_leaked", "options_alike")


@dataclass(frozen=True)
class SourceFacts:
    """What a source says of itself, as its rows carry it.

    Attributes:
        name: of the source.
        group: GPR or MR.
        origin: how rows say where they come from; synthesised ones are `synthetic`.
        licence: SPDX, of the rows.
        domain: of rows whose topic and subject tell none.
        answer_type: forces the type of open answers.
        tolerance: the relative error that a quantity may have.
        f1_at_least: the word overlap from which a short text is right.
    """

    name: str
    group: Literal["GPR", "MR"]
    licence: str
    domain: str
    origin: Literal["open", "synthetic"] = "synthetic"
    answer_type: str | None = None
    tolerance: float | None = None
    f1_at_least: float | None = None

    @property
    def grading(self) -> Grading:
        """How its open answers are graded."""
        return Grading(self.answer_type, self.tolerance, self.f1_at_least)


def synthesize(
    drafts: pl.DataFrame, material: Material, solver: Model, facts: SourceFacts, *, on_progress: Progress = silent
) -> Batch:
    """The rows of drafts: one each, in their order.

    The solver sees the question alone, without the passage, and with the options in their drawn order. The same model
    judges what rules leave open. The same drafts, plan and texts give the same rows.

    Args:
        drafts: Rows of `curate.stages.synthesize.draft.DRAFT`.
        material: The plan that they were written by.
        solver: Who solves and judges; a `curate.inference.kept.KeptModel`, so that nothing is asked twice.
        facts: Of the source.
        on_progress: Told prompts answered, tokens read and written: solutions and judgements together.

    Returns:
        Rows with the columns of `curate.row.ROW`, `template` and `prompt` null; and no rejects, since a draft that
        cannot be solved is a row that says so.

    Raises:
        ContentError: A prompt cannot be rendered.
        ModelError: The solver cannot answer.
        StageError: `drafts` are no drafts.
    """
    questions = [_Question.of(draft, material.config.seed) for draft in _checked(drafts).iter_rows(named=True)]
    totals = _Totals(on_progress)
    _solve(questions, material, solver, facts.grading, totals)
    for question in questions:
        question.check_by_rules()
    _judge(questions, material, solver, totals)
    rows = [_row(question, facts, solver) for question in questions]
    return Batch(pl.DataFrame(rows, schema=dict(ROW)), pl.DataFrame(schema=dict(REJECTS)))


UNSOLVED: Final = Agreement([], None, None, "not solved yet")


@dataclass
class _Question:
    """A draft on its way to a row."""

    draft: dict[str, Any]
    order: Order | None
    agreement: Agreement = UNSOLVED
    key_agrees: bool | None = None
    found: dict[str, Finding] = field(default_factory=dict[str, Finding])
    copied: float | None = None
    judged: bool | None = None

    @classmethod
    def of(cls, draft: dict[str, Any], seed: int) -> _Question:
        order = None
        if draft["form"] == "mcq":
            order = shuffled(draft["options"], draft["draft"], seed, question=draft["question"])
        return cls(draft, order)

    @property
    def text(self) -> str:
        return self.draft["question"]

    @property
    def options(self) -> list[str] | None:
        return None if self.order is None else self.order.options

    @property
    def passage(self) -> str | None:
        document: dict[str, Any] | None = self.draft["document"]
        return None if document is None else document["passage"]

    @property
    def key(self) -> str | None:
        """What the writer took for the answer, as `answer` is written."""
        key: str | None = self.draft["key"]
        return key if self.order is None else self.order.letter(key)

    @property
    def gold_at(self) -> int | None:
        """Which option the gold is."""
        gold = self.agreement.gold
        return None if gold is None or self.options is None else LETTERS.index(gold)

    @property
    def gold_text(self) -> str | None:
        at = self.gold_at
        return self.agreement.gold if at is None or self.options is None else self.options[at]

    def check_by_rules(self) -> None:
        """All that needs no model."""
        gold = self.gold_text
        self.found["self_contained"] = self_contained(self.text, self.options)
        self.found["answer_leaked"] = Finding(None, "no answer to look for")
        if gold is not None:
            self.found["answer_leaked"] = leaked(self.text, gold, self.options, self.gold_at)
        if self.options is not None:
            self.found["options_alike"] = alike(self.options, self.gold_at, self.text)
        if self.passage is not None:
            self.copied = copied_share(self.text, self.passage)
            stands = gold is not None and stands_in(gold, self.passage)
            self.found["answerable"] = Finding(None, "the answer stands in the passage" if stands else None)

    def evidence(self) -> list[str]:
        """One sentence a check, of those that have something to say."""
        said = [("agreement", self.agreement.why)]
        said += [("options", self.order.why)] if self.order is not None else []
        said += [(check, self.found[check].why) for check in _CHECKS if check in self.found]
        return [f"{check}: {why}" for check, why in said if why is not None]


@dataclass
class _Totals:
    """Turns the totals of each call into totals of the stage."""

    on_progress: Progress
    before: tuple[int, int, int] = (0, 0, 0)
    now: tuple[int, int, int] = (0, 0, 0)

    def call(self) -> Progress:
        """The progress of the next call."""
        self.before = self.now

        def on_progress(prompts: int, tokens_in: int, tokens_out: int) -> None:
            had = self.before
            self.now = (had[0] + prompts, had[1] + tokens_in, had[2] + tokens_out)
            self.on_progress(*self.now)

        return on_progress


def _checked(drafts: pl.DataFrame) -> pl.DataFrame:
    wrong = [
        f"{name}: {drafts.schema.get(name)} for {kind}"
        for name, kind in DRAFT.items()
        if drafts.schema.get(name) != kind
    ]
    if wrong:
        raise StageError(f"synthesize was given something else than drafts: {', '.join(wrong)}")
    return drafts


def _solve(
    questions: Sequence[_Question], material: Material, solver: Model, grading: Grading, totals: _Totals
) -> None:
    """Have all questions solved in one call, and let the solutions vote."""
    config = material.config.solve
    sampling = Sampling(config.temperature, config.top_p, config.max_tokens, config.samples, config.seed)
    prompts = [
        material.solvers[one.draft["form"]].render({"question": one.text, "options": one.options}) for one in questions
    ]
    texts, faults = asked(prompts, solver, sampling, totals.call())
    for one, solutions, fault in zip(questions, texts, faults, strict=True):
        if fault is not None:
            one.agreement = Agreement([], None, None, f"not solved: {fault}")
            continue
        votes = text_votes(solutions, grading) if one.options is None else choice_votes(solutions, one.options)
        one.agreement = agreed(votes, min_samples=config.min_samples, threshold=config.majority_threshold)
        if one.agreement.gold is not None and one.key is not None:
            one.key_agrees = same(one.key, one.agreement.gold, one.options, grading=grading)


def _judge(questions: Sequence[_Question], material: Material, solver: Model, totals: _Totals) -> None:
    """Have judged what rules left open, of the questions whose answer is fixed."""
    at: list[tuple[_Question, str]] = []
    cases: list[Case] = []
    for one in questions:
        for check in ("self_contained", "answerable"):
            found = one.found.get(check)
            if found is None or found.holds is not None:
                continue
            if check not in material.judges:
                one.found[check] = _by_rules_alone(check, found)
            elif one.agreement.gold is None:
                one.found[check] = Finding(None, noted(found.why, "not judged: there is no agreed answer"))
            else:
                at.append((one, check))
                cases.append(Case(check, _shown(one), found.why))
    findings = judged(cases, material.judges, material.config.judge, solver, totals.call)
    for (one, check), finding in zip(at, findings, strict=True):
        one.found[check] = finding
        one.judged = one.judged is not False and finding.holds is not None


def _by_rules_alone(check: str, found: Finding) -> Finding:
    """What counts where the plan has no judge: a question without suspicious words passes, else nobody knows."""
    passes = check == "self_contained" and found.why is None
    return Finding(True if passes else None, noted(found.why, "by rules alone"))


def _shown(one: _Question) -> dict[str, object]:
    return {"question": one.text, "options": one.options, "answer": one.gold_text, "passage": one.passage}


def _row(one: _Question, facts: SourceFacts, solver: Model) -> dict[str, Any]:
    draft, gold, options = one.draft, one.agreement.gold, one.options
    kind = (None if options else facts.answer_type) or infer_answer_type(gold or "", options)
    row: dict[str, Any] = dict.fromkeys(ROW)
    return row | {
        "id": row_id(facts.name, one.text, options, gold),
        "made_by": "synthesize",
        "form": draft["form"],
        "question": one.text,
        "options": options,
        "answer": gold,
        "answer_text": one.gold_text,
        "order": one.order.places if one.order is not None and one.order.moved else None,
        "answer_type": kind,
        "tolerance": facts.tolerance,
        "f1_at_least": facts.f1_at_least,
        "source": facts.name,
        "group": facts.group,
        "origin": facts.origin,
        "subject": draft["subject"],
        "domain": draft["domain"] or _DOMAIN_OF.get(draft["subject"] or "", facts.domain),
        "licence": facts.licence,
        "source_file": draft["source_file"],
        "source_row": draft["source_row"],
        "revision": draft["revision"],
        "document": draft["document"],
        "maker": {**draft["maker"], "solver": solver.name, "solver_revision": solver.revision},
        "votes": [{"answer": vote.answer, "count": vote.count} for vote in one.agreement.votes],
        "agreement": one.agreement.share,
        "generator_key": one.key,
        "key_agrees": one.key_agrees,
        **{check: one.found[check].holds for check in _CHECKS if check in one.found},
        "copied_share": one.copied,
        "judged": one.judged,
        "evidence": one.evidence(),
    }
