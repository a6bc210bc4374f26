r"""Read a list in any of the shapes in which sources and models write one.

It is read from the strongest mark that it has: a JSON array, lines, signs between the items (`>`, an arrow, `then`),
semicolons, and last commas and `and`. Everything here is linear in the text.
"""

import json
import re
from typing import Final, NamedTuple, cast

from curate.grading.brackets import CLOSING, OPENING, closes_at_end
from curate.grading.memory import remembered
from curate.grading.words.short_text import THOUSANDS
from curate.grading.words.undress import undressed

_CACHED_UP_TO = 1_000  # characters
_MOST_BRACKETS = 4  # around a whole list

_FENCE = re.compile(r"\s*(?:```\w*|json|python)\n(.*?)\n?(?:```)?\s*", re.DOTALL)
NUMBERED: Final = re.compile(
    r"\s*(?:step\s+)?[(\[]?(\d{1,3})(?:\s?[.):\]](?=\s|[^\W\d]|[\"'])|\s-\s)[\s.):]*", re.IGNORECASE
)
LETTERED: Final = re.compile(r"\s*[(\[]?([a-z])[.)\]]\s+", re.IGNORECASE)
BULLET: Final = re.compile(r"\s*[-*+\u2022\u2023\u25e6\u2043\u00b7\u25aa\u25cf\u2013\u2014]\s+")
_INLINE_NUMBER = re.compile(r"(?:^|(?<=[\s,;]))(?:\((\d{1,3})\)|(\d{1,3})[.)](?=\s|[^\W\d]))\s*")
_ARROWS = {"->": ">>", "-->": ">>", "=>": ">>", "\u2192": ">>", "\u21d2": ">>", "\u27f6": ">>", "\u27a1": ">>",
           "<-": "<<", "<--": "<<", "\u2190": "<<", ">": ">", "<": "<", "\u227b": ">", "\u227a": "<"}  # fmt: skip
_CHAIN = re.compile(r"\s*(-{1,2}>|=>|[\u2192\u21d2\u27f6\u27a1\u2190]|<-{1,2}(?!\d)|[<>\u227b\u227a](?![=<>]))\s*")
_THEN = re.compile(
    r"(?:\s*[,;.]\s*(?:and\s+)?|\s+(?:and\s+)?)(?:then|next|finally|lastly)\b(?:\s*,)?\s+", re.IGNORECASE
)
_HAS_THEN = re.compile(r"\bthen\b", re.IGNORECASE)
_ORDER_WORD = re.compile(r"^\s*(?:first(?:ly)?|next|finally|lastly|then)\b\s*,?\s+(?=\S)", re.IGNORECASE)
_SOFT = re.compile(r"\s*(,\s*(?:and|&)(?!\w)|,|(?<=\s)and(?=\s)|(?<=\s)&(?=\s))\s*", re.IGNORECASE)
_SEMICOLON = re.compile(r"\s*;\s*")
_LEADING_AND = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_OTHER_JOINT = re.compile(r",\s|;|\n|\band\b|&", re.IGNORECASE)
_QUOTED = re.compile("\"[^\"\n]*\"|\u201c[^\u201c\u201d\n]*\u201d|(?<!\\w)'[^'\n]*'(?!\\w)")


class Part(NamedTuple):
    """A piece of a list between two joints: the number of the item in which it stands, and the joint before it."""

    text: str
    item: int
    joint: str


class Listed(NamedTuple):
    """A list as read: its items, the smallest pieces in which they may be read otherwise, and what orders them.

    `order` is empty where nothing says that the order matters, `1` where the items are numbered or joined by `then`,
    else the sign between them: `<`, `>`, `>>` for an arrow to the right, `<<` for one to the left.
    """

    items: tuple[str, ...]
    parts: tuple[Part, ...]
    order: str


@remembered(4_096, longest=_CACHED_UP_TO)
def listed(text: str) -> Listed:
    """Read a list in any of the shapes in which sources and models write one."""
    fenced = _FENCE.fullmatch(text)
    text = (fenced[1] if fenced else text).strip()
    array = _array(text)
    if array is not None:
        return Listed(array, tuple(Part(item, at, "") for at, item in enumerate(array)), "")
    text = _unbracketed(undressed(text).strip())
    items, order = _on_lines(text)
    if not items:
        text = " ".join(text.split())
        items, order = _numbered_in_line(text) or _chained(text) or ([], "")
    if not items:
        items, order = _split(text, masked(text), _SEMICOLON), ""
        if len(items) < 2:  # noqa: PLR2004 - a list has two
            then = _HAS_THEN.search(text) is not None and _THEN.search(text) is not None
            return _flat(_ORDER_WORD.sub("", _THEN.sub(", ", text), count=1) if then else text, "1" if then else "")
    items = [_tidied(item) for item in items]
    items = [item for item in items if item]
    parts = [Part(part, at, joint) for at, item in enumerate(items) for part, joint in soft(item)]
    return Listed(tuple(items), tuple(parts), order)


def _flat(text: str, order: str) -> Listed:
    """Read a list that has nothing but commas and `and`; which `and` joins two items, the commas tell."""
    parts = soft(text.strip().rstrip("."))
    joints = [joint for _, joint in parts[1:]]
    closed = any(joint not in (",", "&") for joint in joints)  # `a, b, and c`: then another `and` is inside an item
    commas = [at for at, joint in enumerate(joints) if joint == ","]
    last_comma = commas[-1] if commas else -1
    # In `a and b, c and d` every item has its `and`; in `a, b and c` the last one joins two items.
    before = [joints[begin + 1 : end] for begin, end in zip([-1, *commas], commas, strict=False)]
    closed = closed or (bool(before) and all("&" in inner for inner in before))
    items: list[str] = []
    for at, (part, joint) in enumerate(parts):
        inside = at > 0 and joint == "&" and (closed or at - 1 < last_comma)
        if inside:
            items[-1] = f"{items[-1]} and {part}"
        else:
            items.append(part)
    items = [item for item in items if item.strip(" .\"'")]
    return Listed(tuple(items), tuple(Part(part, 0, joint) for part, joint in parts if part.strip(" .\"'")), order)


def _array(text: str) -> tuple[str, ...] | None:
    """Return the items of a JSON array of plain values, else None."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        found: object = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None
    values = cast("list[object]", found) if isinstance(found, list) else []
    if any(not isinstance(value, (str, bool)) for value in values):
        return None
    items = [str(value).strip() for value in values]
    return tuple(item for item in items if item)


def _unbracketed(text: str) -> str:
    """Return a list without the brackets or quotes around the whole of it."""
    for _ in range(_MOST_BRACKETS):
        inner = text.rstrip(".").rstrip()
        quoted = len(inner) > 1 and inner[0] == inner[-1] == '"' and inner.count('"') == 2  # noqa: PLR2004 - one pair
        if not quoted and not (inner and inner[0] in OPENING and closes_at_end(inner)):
            return text
        text = inner[1:-1].strip()
    return text


def _on_lines(text: str) -> tuple[list[str], str]:
    """Return the items of a list with one item a line, and whether they are numbered; no items for one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 2 and lines[0].endswith(":"):  # noqa: PLR2004 - a heading and two items
        lines = lines[1:]
    if len(lines) < 2:  # noqa: PLR2004 - a list has two
        return [], ""
    numbers = [NUMBERED.match(line) for line in lines]
    if all(numbers):
        found = [int(number[1]) for number in numbers if number]
        if found == list(range(found[0], found[0] + len(found))) and found[0] in (0, 1):
            return [line[number.end() :] for line, number in zip(lines, numbers, strict=True) if number], "1"
        return lines, ""
    letters = [LETTERED.match(line) for line in lines]
    marks = letters if _in_a_row(letters) else [BULLET.match(line) for line in lines]
    if all(marks):
        return [line[mark.end() :] for line, mark in zip(lines, marks, strict=True) if mark], ""
    if all(line.endswith((",", ";")) for line in lines[:-1]):
        return [], ""
    return lines, ""


def _in_a_row(letters: list[re.Match[str] | None]) -> bool:
    found = "".join(letter[1].lower() for letter in letters if letter)
    return len(found) == len(letters) and "abcdefghijklmnopqrstuvwxyz".startswith(found)


def _numbered_in_line(text: str) -> tuple[list[str], str] | None:
    """Return the items of `1. red 2. green`, None where the numbers do not go on from one."""
    if not text[:2].strip("("):
        return None
    marks: list[re.Match[str]] = []
    for mark in _INLINE_NUMBER.finditer(text):
        if int(mark[1] or mark[2]) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < 2 or marks[0].start() > 0:  # noqa: PLR2004 - a list has two
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)], "1"


def _chained(text: str) -> tuple[list[str], str] | None:
    """Return the items of `a > b > c` with the sign, None where there is none, or more than one kind."""
    if not any(
        sign in text for sign in ("<", ">", "\u2192", "\u21d2", "\u27f6", "\u27a1", "\u2190", "\u227b", "\u227a")
    ):
        return None
    hidden = masked(text)
    kinds = {_ARROWS[sign[1]] for sign in _CHAIN.finditer(hidden)}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    items = _split(text, hidden, _CHAIN)
    one_is_empty = not all(item.strip() for item in items)
    if one_is_empty or (kind in "<>" and ("," in hidden or ";" in hidden)):
        return None  # `x > 1, y > 2` is two items
    return items, kind


def masked(text: str) -> str:
    """Return a text of the same length in which nothing between brackets or quotes can be taken for a joint."""
    if '"' in text or "'" in text or "\u201c" in text:
        text = _QUOTED.sub(lambda quoted: "_" * len(quoted.group()), text)
    if not any(bracket in text for bracket in OPENING):
        return text
    depth, chars = 0, list(text)
    closing = sum(map(text.count, CLOSING))
    for at, char in enumerate(text):
        if char in OPENING and closing > 0:
            depth += 1
        if depth:
            chars[at] = "_"
        if char in CLOSING:
            closing -= 1
            depth = max(depth - 1, 0)
    return "".join(chars)


def _split(text: str, hidden: str, joint: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    begin = 0
    for joined in joint.finditer(hidden):
        found.append(text[begin : joined.start()])
        begin = joined.end()
    return [*found, text[begin:]]


def soft(text: str) -> list[tuple[str, str]]:
    """Return the pieces between commas and `and`, each with what stands before it: `,`, `&`, or both."""
    hidden = masked(text)
    if "," in text and THOUSANDS.search(hidden):
        without = THOUSANDS.sub(lambda number: number.group().replace(",", "."), hidden)
        hidden = without if _OTHER_JOINT.search(without) else hidden
    found: list[tuple[str, str]] = []
    begin, before = 0, ""
    for joint in _SOFT.finditer(hidden):
        found.append((text[begin : joint.start()], before))
        sign = joint[1].lower()
        begin, before = joint.end(), "," if sign == "," else "&" if sign in ("and", "&") else ",&"
    return [(part.strip(), joint) for part, joint in (*found, (text[begin:], before)) if part.strip()]


def _tidied(item: str) -> str:
    return _LEADING_AND.sub("", " ".join(item.split()).rstrip(",; "), count=1)
