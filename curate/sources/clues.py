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
    "problemtext": 18,
    "startphrase": 8,
    "inputs": 8,
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
    "multiplechoicetargets": 18,
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
    "ans": 16,
    "correctans": 18,
    "rightanswer": 20,
    "trueanswer": 20,
    "shortanswer": 18,
    "exactanswer": 16,
    "standardanswer": 18,
    "canonicalanswer": 16,
    "finaldecision": 18,
    "groundtruthsolution": 12,
    "goldstandardsolution": 7,
    "bestanswer": 20,
    "correctanswers": 15,
    "verifiedanswer": 18,
    "spans": 8,
    "ra": 12,
    "value": 8,
    "normalizedvalue": 5,
    "expected": 14,
    "output": 10,
    "response": 10,
    "completion": 10,
    "assistantcontent": 9,
    "solution": 8,
    "possibleanswers": 7,
    "text": 4,
    "explanation": 2,
    "rationale": 2,
}

OUTPUTS: Final = frozenset({"output", "response", "completion"})
"""Names of answers beside a prompt; beside a question they are what a model said."""
PROMPTS: Final = frozenset(
    {"instruction", "input", "inputs", "prompt", "query", "text", "content", "goal", "task", "ctx"}
)
"""Names of questions that such answers belong to."""

PREFERENCES: Final = frozenset({"chosen", "rejected"})
"""What somebody likes better is not thereby right."""

ASKS: Final = frozenset({"user", "human", "prompter"})
"""Who asks in a chat."""
ANSWERS: Final = frozenset({"assistant", "gpt", "model", "bot", "chatgpt"})
"""Who answers there."""

ACCEPTED: Final = frozenset(
    {
        "aliases",
        "accepted",
        "acceptedanswers",
        "alternativeanswers",
        "normalizedaliases",
        "correctanswers",
        "goldenanswers",
        "goldanswers",
        "answeraliases",
    }
)
"""Further right answers beside the gold."""

WRONG: Final = frozenset(
    {
        "incorrectanswers",
        "incorrectanswer",
        "wronganswers",
        "wronganswer",
        "distractors",
        "distractor",
        "incorrect",
        "wrong",
    }
)
"""Options that are not right, beside the one that is."""

RIGHT: Final = ("correctanswer", "bestanswer", "correct", "answer", "rightanswer", "gold")
"""The right one beside them, the likeliest first."""

_KEY: Final = re.compile(
    r"(?:correct|right|gold|true|best)?(?:answer|option|choice)?(?:id|idx|index|num|number|no|key|letter|label|pos|position)"
)
"""Names of what says which option is right: `correct_answer_num`, `answerIndex`, `correct_idx`."""
_KEYS_BEGIN: Final = ("correct", "right", "gold", "true", "best", "answer")
CHOICE_KEYS: Final = frozenset({"label", "cop", "key", "ra", "correctoption", "correctchoice", "choiceanswer"})
"""Names that stand for the option that is right and never for an answer in words."""

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
    above = names.get(parts[-2], 0) // 4 if len(parts) > 1 else 0  # `answer.text`: the name above says it, less surely
    return max(names.get(parts[-1], 0), above)


def speaker(path: str) -> str | None:
    """Who says what stands at a path of a chat: `messages[role=user].content` is said by `user`."""
    found = re.search(r"\[(?:role|from)=([^\]]*)\]", path)
    return found[1].lower() if found else None


def names_a_choice(path: str) -> bool:
    """Whether a name says that a column tells which option is right, so that it is no answer by itself."""
    name = plain(path)
    return name in CHOICE_KEYS or (name.startswith(_KEYS_BEGIN) and _KEY.fullmatch(name) is not None)


def of_answers(path: str) -> int:
    """How surely a path's name stands for an answer, be it in words or as the key of an option."""
    if re.split(r"[.\[]", path)[0].lower() in PREFERENCES:
        return 0
    if (said_by := speaker(path)) is not None:
        return 9 if said_by in ANSWERS else 0
    return max(rated(path, ANSWER), 18 if names_a_choice(path) and plain(path) not in CHOICE_KEYS else 0)


def of_subjects(values: set[str]) -> bool:
    """Whether at least half of these texts name a field of knowledge."""
    known = [value for value in values if _SUBJECT_WORDS.intersection(word.lower() for word in _WORD.findall(value))]
    return bool(values) and 2 * len(known) >= len(values)
