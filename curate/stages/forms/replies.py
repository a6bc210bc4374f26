"""What models are asked to answer about a change of form, as JSON Schemas, and what they answered, read strictly."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from curate.prompts.answers import TEXT, Fault, Line, misspelt, object_schema

Label = Literal["independent", "rewritable", "dependent"]
YesNo = Literal["yes", "no"]

LONGEST_REASON: Final = 800
"""Characters; one sentence is asked for, and what is far longer is a model that cannot end."""

_VERDICT: Final = {"enum": ["yes", "no"]}


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Decision(_Reply):
    """Whether a question needs its options: the reason first, so that the label is drawn from it."""

    reason: Line
    label: Label

    @classmethod
    def schema_text(cls) -> str:
        """The JSON Schema that guided decoding follows."""
        return object_schema({"reason": TEXT, "label": {"enum": ["independent", "rewritable", "dependent"]}})

    def wrong(self) -> Fault | None:
        """What no schema can say."""
        return _fault(misspelt("reason", self.reason, LONGEST_REASON))


class Rewriting(_Reply):
    """A question in other words."""

    question: Line

    @classmethod
    def schema_text(cls) -> str:
        """The JSON Schema that guided decoding follows."""
        return object_schema({"question": TEXT})


class Judgement(_Reply):
    """What a judge says of a rewriting: the evidence first, and then three verdicts that are drawn from it."""

    evidence: Line
    same_answer: YesNo
    self_contained: YesNo
    one_answer: YesNo

    @classmethod
    def schema_text(cls) -> str:
        """The JSON Schema that guided decoding follows."""
        verdicts = dict.fromkeys(("same_answer", "self_contained", "one_answer"), _VERDICT)
        return object_schema({"evidence": TEXT, **verdicts})

    def wrong(self) -> Fault | None:
        """What no schema can say."""
        return _fault(misspelt("evidence", self.evidence, LONGEST_REASON))

    @property
    def refused(self) -> str | None:
        """Which verdicts are no; None where the rewriting is good."""
        said = {
            "it has another answer": self.same_answer,
            "it is not self-contained": self.self_contained,
            "more than one answer is right": self.one_answer,
        }
        return " and ".join(what for what, verdict in said.items() if verdict == "no") or None


def _fault(why: str | None) -> Fault | None:
    return None if why is None else Fault("wrong", why)
