"""What the names of columns say: which stand for a question, for options, for an answer, and how surely.

The numbers order candidates that the values leave equal; the values decide first. The names are those of data sets
that many people read: of the hub, of evaluation suites, and of trainers' layouts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from curate.row import DOMAINS

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
_ITEM: Final = re.compile(r"\[[^\]]*\]")

QUESTION: Final[Mapping[str, int]] = {
    "question": 20,
    "problem": 19,
    "questiontext": 19,
    "qtext": 18,
    "stem": 18,
    "questionstem": 18,
    "query": 16,
    "q": 14,
    "userquestion": 14,
    "instruction": 13,
    "prompt": 12,
    "usercontent": 11,
    "goal": 10,
    "input": 9,
    "problemstatement": 18,
    "task": 7,
    "sentence": 6,
    "ctx": 6,
    "text": 4,
    "content": 3,
}

CONTEXT: Final = frozenset({"passage", "context", "body", "article", "paragraph", "background"})
"""Texts that a question is about; they come before it."""

OPTIONS: Final[Mapping[str, int]] = {
    "options": 20,
    "choices": 20,
    "candidates": 18,
    "mcoptions": 18,
    "answerchoices": 18,
    "answeroptions": 18,
    "choice": 14,
    "option": 14,
    "endings": 14,
    "alternatives": 14,
    "possibleanswers": 14,
    "text": 6,
    "answers": 6,
}

ANSWER: Final[Mapping[str, int]] = {
    "answer": 20,
    "answerkey": 20,
    "correctanswer": 20,
    "finalanswer": 20,
    "gold": 20,
    "goldanswer": 20,
    "groundtruth": 20,
    "target": 19,
    "expectedanswer": 19,
    "referenceanswer": 19,
    "correct": 19,
    "correctoption": 19,
    "correctchoice": 19,
    "correctindex": 19,
    "correctidx": 19,
    "answeridx": 18,
    "answerindex": 18,
    "answerid": 18,
    "answerletter": 18,
    "choiceanswer": 18,
    "cop": 18,
    "label": 17,
    "key": 16,
    "answers": 16,
    "answertext": 16,
    "a": 12,
    "reference": 12,
    "truth": 12,
    "value": 6,
    "normalizedvalue": 5,
    "expected": 14,
    "output": 10,
    "response": 10,
    "completion": 10,
    "assistantcontent": 9,
    "solution": 8,
    "text": 4,
    "explanation": 2,
    "rationale": 2,
}

ACCEPTED: Final = frozenset({"aliases", "accepted", "acceptedanswers", "alternativeanswers", "normalizedaliases"})
"""Further right answers beside the gold."""

SUBJECT: Final[Mapping[str, int]] = {
    "subject": 20,
    "subjectname": 20,
    "subfield": 18,
    "discipline": 18,
    "topic": 17,
    "datatopic": 16,
    "field": 14,
    "category": 14,
    "problemtype": 13,
    "domain": 12,
    "ability": 7,
    "type": 8,
    "questiontype": 4,
}

SURE_SUBJECT: Final = 14
"""From this on a name alone says that a column holds subjects; below it, its values must be known ones."""

TEXT: Final = ("text", "content", "rawcontent", "body", "article", "document", "passage", "markdown")
"""Where a document's own text stands, the likeliest first."""

URL: Final = ("url", "link", "uri", "source")
TITLE: Final = ("title", "headline", "name")

_SUBJECT_WORDS: Final = frozenset(
    word
    for subjects in DOMAINS.values()
    for subject in subjects
    for word in subject.split("_")
    if len(word) > 2  # noqa: PLR2004 - not `of`
) | {"math", "maths", "medical", "politics", "business", "government", "geometry", "science", "anatomy"}


def plain(path: str) -> str:
    """The last name of a path in lower case without signs: `question.choices[].text` is `text`."""
    last = _ITEM.sub("", path).rsplit(".", 1)[-1]
    return re.sub(r"[\W_]+", "", last.lower())


def rated(path: str, names: Mapping[str, int]) -> int:
    """How surely a path's name stands for something: 0 where it says nothing."""
    parts = [re.sub(r"[\W_]+", "", part.lower()) for part in _ITEM.sub("", path).split(".")]
    above = names.get(parts[-2], 0) // 3 if len(parts) > 1 else 0  # `answer.text`: the name above says it, less surely
    return max(names.get(parts[-1], 0), above)


def of_subjects(values: set[str]) -> bool:
    """Whether at least half of these texts name a field of knowledge."""
    known = [value for value in values if _SUBJECT_WORDS.intersection(word.lower() for word in _WORD.findall(value))]
    return bool(values) and 2 * len(known) >= len(values)
