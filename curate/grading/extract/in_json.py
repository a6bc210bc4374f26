"""Read the answer of a response that ends in a JSON object: `{"reasoning": "...", "answer": "B"}`, fenced or not."""

import json
import re

_LONGEST = 20_000  # characters
_MOST_TRIED = 3  # places where the object may begin: the first three lines that open one
_FENCE = "```"
_BEGINS = re.compile(r"(?:^|(?<=```)|(?<=json)|(?<=: ))[ \t]*(\{)\s*\"", re.MULTILINE)
_KEYS = ("final_answer", "answer", "answers", "correct_answer", "choice", "final answer", "correct answer")


def answer_in_json(text: str) -> str | None:
    """Return the answer that a closing JSON object states; None where there is none, or two that differ."""
    end = text[-_LONGEST:].rstrip().removesuffix(_FENCE).rstrip()
    if not end.endswith("}") or '"' not in end:
        return None
    for begins, _ in zip(_BEGINS.finditer(end), range(_MOST_TRIED), strict=False):
        try:
            read: object = json.loads(end[begins.start(1) :], parse_int=str, parse_float=str, parse_constant=str)
        except (ValueError, RecursionError):
            continue
        return _answer(read)
    return None


def _answer(read: object) -> str | None:
    if not isinstance(read, dict):
        return None
    fields = {str(key).lower().replace("-", "_"): value for key, value in read.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - json
    said = {_text(fields[key]) for key in _KEYS if key in fields}  # pyright: ignore[reportUnknownArgumentType] - json
    return said.pop() if len(said) == 1 else None


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):  # pyright: ignore[reportUnknownVariableType] - json
        items: list[str] = value  # pyright: ignore[reportUnknownVariableType] - json
        if len(items) == 1:
            return items[0].strip()
        return ", ".join(items) if all(map(_is_number, items)) else json.dumps(items, ensure_ascii=False)
    return None


def _is_number(item: str) -> bool:
    return item.replace(".", "", 1).lstrip("-").isdigit()
