"""Which open questions may be given options, and why the others may not; and the options that a rule can make.

Options are made where the answer is short and can be graded, and where the question has one right answer: where any
prime number is right (`Name a prime number below 10`), a wrong option may be as right as the gold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from curate.grading import accepts_gold
from curate.grading.gold import bare
from curate.stages.forms.option_checks import Beside
from curate.stages.forms.slips import Slip, slips
from curate.wording.checks import words
from curate.wording.options import place_of
from curate.wording.same import OWN_RULES, Grading, same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST: Final = 60
"""Characters of an answer that options are made for; longer ones are sentences, which no rule compares."""
_MOST_WORDS: Final = 8

_GRADED: Final = frozenset({"math", "expression", "number_with_unit", "short_text", "date"})
_COUNTED: Final = frozenset({"math", "number_with_unit"})
_WHY_NOT_TYPE: Final = {
    "boolean": "yes or no leaves nothing to choose from",
    "list": "the answer is a list",
    "ungradable": "the answer cannot be graded",
}
_SEVERAL_RIGHT: Final = re.compile(
    r"\b(?:give|name|list|find|state|write|provide|construct|describe|suggest|identify|mention|propose|determine|"
    r"pick|choose|choose from)\s+"
    r"(?:down\s+)?(?:me\s+)?(?:an?y?|one|some|two|three|at least)\s+(?!of the following)"
    r"(?:(?:possible|other|single|particular|specific|nonzero|positive|negative|real|prime|even|odd|whole|complex)\s+)*"
    r"(?:example|instance|number|integer|value|solution|root|prime|point|vector|function|pair|element|matrix|set|"
    r"reason|way|fraction|polynomial|basis|word|thing|country|city|author|book|animal|member|type|kind|factor|multiple|"
    r"divisor|angle|name|equation|expression|string|graph|group)\w*\b"
    r"|\b(?:example|instance)s? of\b|\bcould be\b|\bmight be\b|\b(?:one|a|any|some) possible\b"
    r"|\bpossible values? (?:of|for)\b|\bsuch as\b.{0,30}\?|\bname (?:one|any|a|an|some)\b|\bname \w+ (?:of|that|who)\b"
    r"|\b(?:what|who|which) (?:is|are|was|were|'s) (?:an?|some|one|any)\b(?=.{0,40}\b(?:example|that|who|which|of)\b)"
    r"|\bcoterminal\b|\bfind (?:some|any)\b|\bin your own words\b|\bwhich of\b",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(r"-?\d{1,15}")


def gold_of(row: Mapping[str, Any]) -> str:
    """The right answer as an option writes it: what stands behind `####` or in a box, else all of it."""
    return " ".join(bare(row["answer_text"] or row["answer"] or "").split())


def why_not(row: Mapping[str, Any]) -> str | None:  # noqa: PLR0911 - a reason a line
    """Why an open question is given no options; None where it may have some.

    Args:
        row: `question`, `answer`, `answer_text`, `answer_type`, `accepted`, `tolerance`, `f1_at_least`.
    """
    gold, kind = gold_of(row), row["answer_type"]
    if not gold or not (row["question"] or "").strip():
        return "the question or its answer is missing"
    if kind not in _GRADED:
        return _WHY_NOT_TYPE.get(kind, f"answers of type {kind} are given no options")
    if len(gold) > LONGEST or len(words(gold)) > _MOST_WORDS:
        return f"the answer is too long for an option: {len(gold)} characters, {len(words(gold))} words"
    if " OR " in gold or "\\text{ OR }" in gold:
        return "several right answers stand in one"
    if place_of(gold) != "free":
        return f'the answer speaks of options or of none: "{gold}"'
    if found := _SEVERAL_RIGHT.search(row["question"]):
        return f'the question may have several right answers: "{found[0]}"'
    return None


def why_not_graded(row: Mapping[str, Any]) -> str | None:
    """Why an answer that may have options cannot be graded; None where it can. Dearer than `why_not`."""
    said = accepts_gold(
        gold_of(row),
        row["answer_type"],
        accepted=row["accepted"] or (),
        tolerance=row["tolerance"],
        f1_at_least=row["f1_at_least"],
    )
    return None if said.right else f"the answer cannot be graded: {said.why}"


def beside(row: Mapping[str, Any], options: Sequence[str] = ()) -> Beside:
    """What wrong options of a row stand beside: the right answer, or the options that are there."""
    gold = gold_of(row)
    graded = Grading(row["answer_type"], row["tolerance"], row["f1_at_least"]) if not options else OWN_RULES
    return Beside(row["question"], gold, tuple(options) or (gold,), tuple(row["accepted"] or ()), graded)


def by_rule(row: Mapping[str, Any], count: int, seed: int) -> list[Slip]:
    """Wrong numbers for an answer that is one, each another than all others under the grader; else none."""
    if row["answer_type"] not in _COUNTED:
        return []
    gold = gold_of(row)
    found = slips(gold, count, key=row["id"], seed=seed, question=row["question"])
    return found if found and distinct(beside(row), [slip.text for slip in found]) else []


def distinct(around: Beside, texts: Sequence[str]) -> bool:
    """Whether the grader tells each text from the right answers and from every other.

    Whole numbers without a unit are told apart by their digits: that the grader does so too is a law, and tested.
    """
    rights = [*around.options, *around.accepted]
    plain = around.grading.tolerance is None and all(_PLAIN.fullmatch(text) for text in (*rights, *texts))
    if plain:
        return len({*rights, *texts}) == len(set(rights)) + len(texts)
    for at, text in enumerate(texts):
        for grading in dict.fromkeys((around.grading, OWN_RULES)):
            if any(same(text, other, grading=grading) is not False for other in (*rights, *texts[:at])):
                return False
    return True
