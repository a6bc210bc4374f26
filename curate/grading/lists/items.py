"""Grade a list: the same items as the gold answer, no more and no fewer, in its order only where it states one.

The gold answer's items settle what a comma or an `and` inside an item is: `rock and roll` is one item beside a gold
answer that has it as one, and `Washington, D.C.` beside one that has that.
"""

import re
from functools import lru_cache
from math import gcd

from curate.grading.afterthought import offers_another
from curate.grading.extract import Extraction, completed, final_answer
from curate.grading.gold import alternatives
from curate.grading.lists.reading import BULLET, LETTERED, NUMBERED, Listed, Part, listed, masked, soft
from curate.grading.mathematics.exact import plain, rational
from curate.grading.mathematics.latex import tidy
from curate.grading.verdict import Asked, Grader, Verdict, anything_but, hedge, no_answer
from curate.grading.words.short_text import Reading, read, same_item, without_lead

_LONGEST_ANSWER = 20_000  # characters
_LONGEST_ITEM = 8  # parts between commas that may be one item, `Washington, D.C.`
_LONGEST_NUMBER = 100  # characters
_FIRST_NUMBER = re.compile(r"\(?1\)?")
_SECOND_NUMBER = re.compile(r"[\s,;]\(?2[.)]\s?\S")
_MOST_LINES = 50
_LONGEST_LINE = 60  # characters of an item on a line of its own
_MOST_WORDS = 5  # in such an item
_NO_ITEM = re.compile(r"[:,;!?]|\.(?=\s|$)|\band\b", re.IGNORECASE)  # it is a sentence, a list, a heading
_OR = re.compile(r"(?<!\w)or(?!\w)", re.IGNORECASE)
_ARITHMETIC = frozenset("0123456789+-*/^!.() ")
_AS_WORDS = {",": ", ", "&": " and ", ",&": ", and "}


def grade_list(asked: Asked) -> Verdict:
    """Grade a response that names several items; each is compared as a short text or as an exact number."""
    golds = [gold for gold in map(listed, alternatives(asked)) if gold.items]
    if not golds:
        return Verdict("ungradable", None, "the gold answer has no items")
    found = final_answer(asked.response)
    if found is None:
        return no_answer()
    found = completed(found)
    said = _with_lines_below(found)
    if len(said) > _LONGEST_ANSWER and len(said) > 4 * len(asked.gold):
        return Verdict("wrong", said[:_LONGEST_ANSWER], "the answer is too long for this list")
    if found.hedged or (said == found.text and offers_another(found.rest)):
        return hedge(said)
    # A first star that was taken for dressing may also have been none.
    return _compared(said, golds, [found.text] if found.form != "line" and said != found.text else [])


def _compared(said: str, golds: list[Listed], otherwise: list[str]) -> Verdict:
    answers = [listed(said), *map(listed, otherwise)]
    bare = without_lead(Reading(said))
    answers += [listed(bare.as_written)] if bare else []
    for gold in golds:
        if any(_same(gold, answer) for answer in answers):
            ordered = " in the same order" if gold.order and len(gold.items) > 1 else ""
            return Verdict("right", said, f"the same items{ordered}")
    if any(_OR.search(masked(item)) for item in answers[0].items):
        return hedge(said)
    return Verdict("wrong", said, "other items than the gold answer, or another order")


def _same(gold: Listed, answer: Listed) -> bool:
    if not gold.order:
        return answer.order not in ("<", ">") and _same_bag(gold, answer)
    if answer.order in ("<", ">", "<<") or gold.order == "<<":
        turned = {gold.order, answer.order} == {"<", ">"} or (gold.order == "<<") != (answer.order == "<<")
        if turned:
            answer = answer._replace(items=answer.items[::-1], parts=_turned(answer))
    return _same_row(gold, answer)


def _turned(answer: Listed) -> tuple[Part, ...]:
    rows: list[list[Part]] = [[] for _ in answer.items]
    for part in answer.parts:
        rows[part.item].append(part._replace(item=len(rows) - 1 - part.item))
    return tuple(part for row in reversed(rows) for part in row)


def _same_row(gold: Listed, answer: Listed) -> bool:
    if len(gold.items) == len(answer.items) and all(map(_same_text, gold.items, answer.items)):
        return True
    sizes = [_size(item) for item in gold.items]
    if sum(sizes) != len(answer.parts):
        return False
    at = 0
    for item, size in zip(gold.items, sizes, strict=True):
        group = _group(answer, at, size)
        if group is None or not _same_text(item, group):
            return False
        at += size
    return True


def _same_bag(gold: Listed, answer: Listed) -> bool:
    wanted: dict[str, list[str]] = {}
    for item in gold.items:
        for key in _keys(item):
            wanted.setdefault(key, []).append(item)
    if len(gold.items) == len(answer.items) and _all_taken({k: [*v] for k, v in wanted.items()}, answer.items):
        return True
    sizes = [_size(item) for item in gold.items]
    if sum(sizes) != len(answer.parts):
        return False
    widths = sorted(set(sizes), reverse=True)
    at = taken = 0
    while at < len(answer.parts):
        for size in widths:
            group = _group(answer, at, size)
            if group is not None and _take(wanted, group):
                at, taken = at + size, taken + 1
                break
        else:
            return False
    return taken == len(gold.items)


def _all_taken(wanted: dict[str, list[str]], items: tuple[str, ...]) -> bool:
    return all(_take(wanted, item) for item in items)


def _take(wanted: dict[str, list[str]], said: str) -> bool:
    """Take one item out of those wanted, if one of them is the same as what is said."""
    for key in _keys(said):
        found = next((item for item in wanted.get(key, ()) if _same_text(item, said)), None)
        if found is not None:
            for other in _keys(found):
                wanted[other].remove(found)
            return True
    return False


def _group(answer: Listed, at: int, size: int) -> str | None:
    """Return so many parts in a row as one text, None where they are not in one item."""
    parts = answer.parts[at : at + size]
    if len(parts) < size or parts[0].item != parts[-1].item:
        return None
    return parts[0].text + "".join(f"{_AS_WORDS[part.joint]}{part.text}" for part in parts[1:])


def _size(item: str) -> int:
    """Return in how many parts a response has an item when nothing but commas and `and` stands between its items."""
    return 1 if _number(item) else min(max(len(soft(item)), 1), _LONGEST_ITEM)


def _keys(item: str) -> tuple[str, ...]:
    """Return the keys by which an item is looked for: its number, or its forms with the last noun in the singular."""
    number = _number(item)
    return (number,) if number else read(item).folded


def _same_text(one: str, other: str) -> bool:
    numbers = _number(one), _number(other)
    if any(numbers):
        return numbers[0] == numbers[1]
    return same_item(read(one), read(other))


@lru_cache(maxsize=4_096)
def _number(item: str) -> str:
    """Return an item that is an exact number as a reduced fraction, else nothing."""
    if len(item) > _LONGEST_NUMBER:
        return ""
    words = read(item).normal
    exact = plain(words)
    if exact is None:
        apart = " " in words and "/" not in words  # `1 000` is two numbers here
        value = rational(tidy(words)) if words and not apart and _ARITHMETIC.issuperset(words) else None
        exact = (value.numerator, value.denominator) if value is not None else None
    if exact is None:
        return ""
    common = gcd(*exact)
    return f"{exact[0] // common}/{exact[1] // common}"


def _with_lines_below(found: Extraction) -> str:
    """Return a stated answer with the lines below it that go on with its list (`Answer:` and then one item a line)."""
    lines = (f"{found.text}{found.rest}" if found.form == "line" else found.text).splitlines()
    if found.form == "line" and _FIRST_NUMBER.fullmatch(found.text) and _SECOND_NUMBER.search(found.whole_line):
        return found.whole_line  # 1. red 2. green
    if len(lines) < 2:  # noqa: PLR2004 - no line below
        return found.text
    if lines[1].lstrip().startswith("* ") and not BULLET.match(lines[0]) and not lines[0].endswith(":"):
        lines[0] = f"* {lines[0]}"  # the star that was taken for dressing
    if found.form != "line":
        return "\n".join(lines)
    mark = next((mark for mark in (NUMBERED, LETTERED, BULLET) if mark.match(lines[0])), None)
    if mark is None:
        return "\n".join(lines) if _is_one_a_line(lines) else found.text
    end = next((at for at, line in enumerate(lines) if line.strip() and not mark.match(line)), len(lines))
    return "\n".join(lines[:end])


def _is_one_a_line(lines: list[str]) -> bool:
    """Return whether a stated answer and all that the response says below it are lines of one item each."""
    said = [line.strip() for line in lines]
    while said and not said[-1]:
        said.pop()
    return 1 < len(said) <= _MOST_LINES and all(
        0 < len(line) <= _LONGEST_LINE and not _NO_ITEM.search(line) and len(line.split()) <= _MOST_WORDS
        for line in said
    )


LIST = Grader("several items, in any order unless the gold answer states one", grade_list, anything_but)
