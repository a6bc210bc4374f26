"""A model that is good at one thing, sums, and bad at it on purpose where a test wants to see what is thrown away.

It stands in for a strong generator and solver: questions come from the passage, solutions compute the answer. What it
does depends on the prompt alone, so builds with it are repeatable.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from curate.inference.model import TableModel

if TYPE_CHECKING:
    from curate.inference.config import ModelSettings
    from curate.inference.model import Prompt

TERMS = re.compile(r"holds (\d+) boxes and bay (\d+)\D+holds (\d+) boxes")
QUESTION = "Bay {first} of a warehouse holds {one} boxes and another bay holds {two} boxes. {ask}"
ASKS = {"mcq": "What is the total number of boxes?", "open": "How many boxes are there together?"}
TOPIC = "Algebra"
NOT_JSON = 7
"""Passages whose first number this divides get no JSON at the first attempt, and at the second do."""
NEVER_JSON = 21
"""The same, at both attempts."""
UNSURE = 5
"""Questions whose second number this divides are solved in another way each time."""


def page(number: int) -> str:
    """A text with two facts that can be added."""
    one, two = 100 + number % 397, 200 + number % 211
    return (
        f"Warehouse {number} lies at the edge of the town and was built of brick. Bay {number} holds {one} boxes and "
        f"bay {number + 1}, which stands opposite to it, holds {two} boxes. Every morning the keeper counts the boxes "
        f"in both bays and writes the numbers into a book, and in the evening they are counted once more by somebody "
        f"else. The warehouse has been kept in this way since it was opened."
    )


def answer(prompt: Prompt, sample: int) -> str:
    """What the model writes."""
    first = next(turn["content"] for turn in prompt if turn["role"] == "user")
    if first.startswith("Write one"):
        return _written(first, again=len(prompt) > 1 and prompt[-1]["content"].startswith("That cannot be used"))
    if '"verdict"' in first:
        return json.dumps({"evidence": "Nothing is missing.", "verdict": "yes"})
    return _solved(first, sample)


def _written(said: str, *, again: bool) -> str:
    found = TERMS.search(said)
    assert found is not None, said
    one, bay, two = int(found[1]), int(found[2]) - 1, int(found[3])
    if one % NEVER_JSON == 0 or (one % NOT_JSON == 0 and not again):
        return "I would rather not."
    form = "mcq" if '"options"' in said else "open"
    question = QUESTION.format(first=bay, one=one, two=two, ask=ASKS[form])
    if form == "open":
        return json.dumps({"question": question, "answer": str(one + two), "topic": TOPIC})
    options = [str(one + two + off) for off in (3, 0, 10, 21)]
    return json.dumps({"question": question, "options": options, "answer": "B", "topic": TOPIC})


def _solved(said: str, sample: int) -> str:
    found = re.search(r"holds (\d+) boxes and another bay holds (\d+) boxes", said)
    assert found is not None, said
    total = int(found[1]) + int(found[2])
    if int(found[2]) % UNSURE == 0:
        total += (3, 10, 21, 0)[sample % 4]
    letter = re.search(rf"^([A-Z])\. {total}$", said, re.MULTILINE)
    return f"The two numbers are added. \\boxed{{{letter[1] if letter else total}}}"


def opener(settings: ModelSettings, *, on_message: object = None) -> TableModel:  # noqa: ARG001 - as models are opened
    """Opens it, whatever the settings name."""
    return TableModel(answer, name=settings.name, revision="1", max_model_len=4096)
