"""What a file of `blends/synthesis/` may say: how documents, or seeds without text, become questions."""

from __future__ import annotations

from typing import Annotated, Any, Final, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from curate.content import PartError, Shelved
from curate.row import LETTERS

Name = Annotated[str, Field(min_length=1)]
Weight = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]
Temperature = Annotated[float, Field(ge=0, le=2)]
TopP = Annotated[float, Field(gt=0, le=1)]
Tokens = Annotated[int, Field(ge=1)]
Seed = Annotated[int, Field(ge=0, lt=2**31)]
Share = Annotated[float, Field(gt=0, le=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _weighted(value: object) -> object:
    """A name or a list of names means equal weights; what is listed twice is left for the validator to refuse."""
    if isinstance(value, str | int):
        return {value: 1.0}
    if isinstance(value, list):
        items = cast("list[Any]", value)
        twice = sorted({str(item) for item in items if items.count(item) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} stands here twice: write a mapping of names to weights")
        return dict.fromkeys(items, 1.0)
    return value


class Level(_Frozen):
    """A level of difficulty: the name that stands in the rows, and what the model is told that it means."""

    name: Name
    meaning: Name


LEVELS: Final = (
    Level(
        name="secondary school",
        meaning="one fact or one rule of a school lesson, applied once",
    ),
    Level(
        name="first-year university",
        meaning="a standard result of an introductory course, recognised in a new situation and applied in two steps",
    ),
    Level(
        name="advanced undergraduate",
        meaning="two or more ideas of a specialised course brought together, in three or more steps",
    ),
    Level(
        name="graduate",
        meaning="conditions, exceptions and the limits of a method matter, and the plausible first answer is wrong",
    ),
    Level(
        name="expert",
        meaning="what only a specialist would get right: a long chain of inference, with nothing in it to look up",
    ),
)
"""Five, as in the closest public recipe (OpenScience). A model told only a name writes the same question at each; told
what must be done to answer, it has something to aim at."""


class PassageConfig(_Frozen):
    """How a document's text is cut: into passages of whole sentences.

    `tokens` is the most that a passage holds, as `passages.estimate` counts them: the same cuts whatever model is
    asked. 400 is a page of a textbook: enough for a question with some thinking in it, and with instructions and answer
    it fits into the 2,048 tokens of a small model. `overlap` is how many tokens of whole sentences at the end of a
    passage come again at the start of the next. A tail below `min_tokens` shares evenly with the one before it; what
    stays below (a text of a caption and a heading) is not asked about, and rejected with that reason.
    """

    tokens: Annotated[int, Field(ge=16)] = 400
    overlap: Annotated[int, Field(ge=0)] = 0
    min_tokens: Annotated[int, Field(ge=1)] = 60

    @model_validator(mode="after")
    def _fit_together(self) -> PassageConfig:
        if self.overlap * 2 > self.tokens:
            raise PartError(f"must be at most half of tokens ({self.tokens}), or a text has no end", "overlap")
        if self.min_tokens > self.tokens:
            what = f"must be at most tokens ({self.tokens}), or no passage is long enough"
            raise PartError(what, "min_tokens")
        return self


class WriteConfig(_Frozen):
    """How questions are drawn. Warm, so that questions on one passage differ; the schema keeps the form."""

    temperature: Temperature = 0.8
    top_p: TopP = 0.95
    max_tokens: Tokens = 768
    """A question with ten options has 150 to 400 tokens as JSON; what runs beyond twice that is no question."""
    seed: Seed = 0


class SolveConfig(_Frozen):
    """How answers are fixed: independent solutions, and the answer that most of them come to.

    `mcq` and `open` are the prompts that put a question to the solver: files of `templates/synthesis/`. Of `samples`
    solutions at least `min_samples` must come to an answer, and the most frequent answer must have at least
    `majority_threshold` of all samples. 8 samples tell a share of one half from chance at four options (p = 0.11 for
    four or more of 8 agreeing on one given option by guessing; 0.027 for five); 0.6 and 0.95 are what makers of
    reasoning models advise for drawing solutions.
    """

    mcq: Name = "solve_mcq"
    open: Name = "solve_open"
    samples: Annotated[int, Field(ge=1, le=1024)] = 8
    temperature: Temperature = 0.6
    top_p: TopP = 0.95
    max_tokens: Tokens = 1024
    """Correct answers took the paper's models 385 tokens on average on general questions and 622 on mathematics; a
    solver that thinks at length needs more, and a plan for one says so."""
    min_samples: Annotated[int, Field(ge=1)] = 4
    majority_threshold: Share = 0.5
    seed: Seed = 1

    @model_validator(mode="after")
    def _can_be_met(self) -> SolveConfig:
        if self.min_samples > self.samples:
            raise PartError(f"must be at most samples ({self.samples}), or no answer is ever fixed", "min_samples")
        if self.samples > 1 and self.temperature == 0:
            what = "0 gives the same solution every time: say samples: 1, or a temperature"
            raise PartError(what, "temperature")
        return self


class JudgeConfig(_Frozen):
    """What a model is asked about each question that was solved; `null` for one of them leaves that check out.

    `self_contained` and `answerable` are files of `templates/synthesis/`. The rules (copies, leaks, like form) always
    run: they cost nothing. Greedy, since a judgement is not drawn.
    """

    checks: bool = True
    self_contained: Name | None = "judge_self_contained"
    answerable: Name | None = "judge_answerable"
    temperature: Temperature = 0.0
    top_p: TopP = 1.0
    max_tokens: Tokens = 256
    """One sentence of evidence and a verdict."""
    seed: Seed = 2

    @property
    def prompts(self) -> dict[str, str]:
        """The prompt of each check that is made, by the column that it fills."""
        named = {"self_contained": self.self_contained, "answerable": self.answerable}
        return {check: prompt for check, prompt in named.items() if self.checks and prompt is not None}


class Synthesis(Shelved):
    """A plan: which prompts a model is asked with, what about, and how its answers are fixed and checked.

    Attributes:
        prompts: files of `templates/synthesis/` that write questions, by weight; a list means equal weights. Those that
            show a passage are asked about documents with a text, the others about seeds without.
        topics: a tree of `blends/topics/`. A prompt that shows `topic` gets one drawn from it; one that shows `topics`
            has the model say which of them its question belongs to.
        levels: of difficulty; the asks of one passage take them in a drawn order, each once before any twice.
        personas: a list of `blends/lists/`, for prompts that show a persona.
        skills: the same for skills.
        options: how many options a multiple-choice question has, by weight.
        per_passage: questions asked about a passage, and about a seed.
        passage: how texts are cut.
        gates: filters (`filters/document_*.yaml`) that documents must pass.
        write: how the generator is sampled.
        solve: how the solver is, and what counts as agreement.
        judge: what a model checks.
        seed: decides what is drawn for each ask; another one gives other prompts, levels and topics.
    """

    prompts: Annotated[dict[Name, Weight], BeforeValidator(_weighted), Field(min_length=1)]
    topics: Name | None = None
    levels: Annotated[tuple[Level, ...], Field(min_length=1)] = LEVELS
    personas: Name | None = None
    skills: Name | None = None
    options: Annotated[
        dict[Annotated[int, Field(ge=2, le=len(LETTERS))], Weight], BeforeValidator(_weighted), Field(min_length=1)
    ] = Field(default={4: 1.0, 10: 1.0})
    per_passage: Annotated[int, Field(ge=1, le=64)] = 2
    passage: PassageConfig = PassageConfig()
    gates: tuple[Name, ...] = ()
    write: WriteConfig = WriteConfig()
    solve: SolveConfig = SolveConfig()
    judge: JudgeConfig = JudgeConfig()
    seed: Seed = 0

    @model_validator(mode="after")
    def _says_nothing_twice(self) -> Synthesis:
        names = [level.name for level in self.levels]
        for what, found in (("levels", names), ("gates", self.gates)):
            for at, name in enumerate(found):
                if name in found[:at]:
                    raise PartError(f"{name} stands there twice", what, at)
        for at, name in enumerate(self.gates):
            if not name.rpartition("/")[2].startswith("document_"):
                raise PartError(f"{name} is no filter of documents: their names begin document_", "gates", at)
        return self
