"""What a recipe in `blends/` and a profile in `blends/profiles/` may say.

A recipe says what to mix and what to throw away; a profile at which scale, with which model. Together they decide
every byte of a blend, so both stand resolved in its manifest.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from curate.content import Shelved
from curate.inference.config import ModelSettings
from curate.stages.blend.config import BlendConfig
from curate.stages.difficulty.config import DifficultyConfig
from curate.stages.forms.config import FormsConfig
from curate.stages.rewrite.config import RewriteConfig, Templates


def _listed(given: object) -> object:
    """One value stands for a list of one."""
    return [given] if isinstance(given, str) else given


class Measured(BaseModel):
    """How a recipe wants difficulty measured; where it says nothing, no model is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    samples: Annotated[int, Field(ge=1, le=1024)] = 1
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    top_p: Annotated[float, Field(gt=0, le=1)] = 1.0
    seed: Annotated[int, Field(ge=0, description="of the responses alone: recipes with one share what was written")] = 0


class Recipe(Shelved, BlendConfig):
    """A blend: sources, how questions are put, what is thrown away, and in which shares the rest is mixed."""

    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    templates: Templates = Templates()
    forms: FormsConfig = FormsConfig()
    filters: tuple[str, ...] = ()
    difficulty: Measured | None = None

    @field_validator("sources", "filters")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"must name each once; twice: {', '.join(twice)}")
        return names

    def rewriting(self, form: Literal["mcq", "open"]) -> RewriteConfig:
        """What the rewrite room is told of a source of this form.

        Open sources whose questions get no options have no multiple-choice rows, so what a recipe says of those decides
        nothing about them: recipes that differ there alone share their rows.
        """
        if form == "open" and self.forms.open_to_mcq == "never":
            return RewriteConfig(templates=Templates(open=self.templates.open, math=self.templates.math))
        return RewriteConfig(templates=self.templates)

    def forming(self, form: Literal["mcq", "open"]) -> FormsConfig:
        """What the forms room is told of a source of this form: what decides nothing about it is left out."""
        return self.forms.of(form)

    def measuring(self, profile: Profile) -> DifficultyConfig:
        """What the difficulty room is told, at the scale of a profile."""
        wish = self.difficulty or Measured()
        return DifficultyConfig(**wish.model_dump(), max_tokens=profile.max_tokens, sampled=profile.sampled)


class Rates(BaseModel):
    """Tokens that each model of a profile writes in a second; a role without a rate has that of `model`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: Annotated[float, Field(gt=0)] = 1000.0
    generator: Annotated[float | None, Field(gt=0)] = None
    solver: Annotated[float | None, Field(gt=0)] = None

    @property
    def writing(self) -> float:
        """Of the model that writes questions."""
        return self.generator or self.model

    @property
    def solving(self) -> float:
        """Of the model that solves and judges them."""
        return self.solver or self.model


def _rates(given: object) -> object:
    """One number is the rate of every model."""
    return {"model": given} if isinstance(given, int | float) and not isinstance(given, bool) else given


class Profile(Shelved):
    """A scale: which of a source's `read` entries is read, and which model is asked.

    `model` measures difficulty. `generator` and `solver` synthesise questions, and are `model` where nothing is said.
    """

    read: Annotated[
        tuple[str, ...],
        Field(min_length=1, description="keys under `read` of the sources; of each source the first that it has"),
        BeforeValidator(_listed),
    ]
    model: ModelSettings | None = None
    generator: Annotated[
        ModelSettings | None, Field(description="the model that writes questions; without it, `model`")
    ] = None
    solver: Annotated[
        ModelSettings | None, Field(description="the model that fixes their answers; without it, `model`")
    ] = None
    tokens_per_second: Annotated[
        Rates,
        Field(description="measured or assumed, of all models or of each; `curate plan` counts with it"),
        BeforeValidator(_rates),
    ] = Rates()
    max_tokens: Annotated[int, Field(ge=1)] = 2048
    sampled: Annotated[float, Field(gt=0, le=1)] = 1.0
    probes: Templates | None = None
    rows_per_source: Annotated[int, Field(gt=0)] | None = None

    @property
    def writing(self) -> ModelSettings | None:
        """The model that writes questions from documents."""
        return self.generator or self.model

    @property
    def solving(self) -> ModelSettings | None:
        """The model whose independent solutions fix the answers of those questions."""
        return self.solver or self.model
