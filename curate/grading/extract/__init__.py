r"""Find the final answer of a response: the one place that knows the forms in which models state it.

The forms, strongest first, all looked for after the last `</think>`:
the last `\boxed{...}` (or `\fbox`), an `<answer>` tag, an object in JSON with an `answer` at the end, a closing
`#### 42` line, the last `Answer: X`, `The answer is X.` or heading `Answer` with X below it, a response that is
nothing but a short answer, and the last sentence of a longer one. A formula that merely ends a long response states no
answer: it may be where the response was cut off.
What is denied (`not \boxed{B}`), only supposed (`if the answer is B`), or taken back behind it states none.

    boxed.py      boxes, and what stands beside the last
    stated.py     `The answer is X.` and its like
    sentences.py  where a stated answer ends, and the readings of one that may end in two places
    in_json.py    an object in JSON
    closing.py    the last sentence of a response that marks no answer

Everything here is linear in the response.
"""

import re

from curate.grading.afterthought import offers_second, withdrawn
from curate.grading.extract.boxed import another_behind, behind, denied, differs, joined, lone, other_answer, scan
from curate.grading.extract.closing import closing_answers
from curate.grading.extract.extraction import Extraction, Form
from curate.grading.extract.in_json import answer_in_json
from curate.grading.extract.sentences import carried_over
from curate.grading.extract.stated import Stated, is_supposed, stated
from curate.grading.extract.symbols import crossed_out, plain

__all__ = ["LONGEST_BARE_ANSWER", "Extraction", "Form", "boxes", "completed", "final_answer", "said"]

LONGEST_BARE_ANSWER = 200
"""Characters: a response without any mark of an answer counts as the answer itself up to this length."""

_TAG = re.compile(r"<(?P<close>/?)(?:final[_ -]?)?answer>", re.IGNORECASE)
_END_TOKENS = re.compile(r"(?:\s*(?:<\|[a-z_]{2,20}\|>|</s>|<end_of_turn>|<eos>))+\s*$", re.IGNORECASE)
_NEAR_BEHIND = 300  # characters behind a box that may state another answer
_END_WINDOW = 120  # characters at the end in which such tokens stand


def final_answer(response: str) -> Extraction | None:
    """Return the final answer that a response states, or None where it states none.

    A response that opens `<think>`, a box or `<answer>` and never closes it was cut off before or in its answer: None,
    and so is the answer of an empty box.
    """
    content = lone(response)
    if content is not None:
        answer = content.strip()
        return Extraction(answer, "box", (content,)) if answer else None
    spoken = said(response)
    if spoken is None:
        return None
    found, boxed = _boxed(spoken)
    if not boxed:
        found, tagged = _tagged(spoken)
        if not tagged:
            found = _in_json(spoken) or _after_hashes(spoken) or _stated_or_bare(spoken)
    if found is None or not found.text:
        return None
    if found.form in ("line", "bare"):
        again = found.form == "line" and (withdrawn(found.rest) or offers_second(found.rest))
        return found._replace(hedged=True) if again else found
    other = _stated_behind(found) if found.form == "box" else ""
    if other:
        return found._replace(hedged=True, boxes=(*found.boxes[:-1], other, *found.boxes[-1:]))
    beside = found.form != "box" and another_behind(found.rest)
    return None if beside or withdrawn(found.rest) else found


def _stated_behind(found: Extraction) -> str:
    """Return another number or letter that what follows a box states as the answer: `Kidding: the answer is 13.`."""
    near = found.rest[:_NEAR_BEHIND]
    later = stated(near).found if "answer" in near.lower() else None
    return later.text if later is not None and differs(found.text, later.text) else ""


def completed(found: Extraction) -> Extraction:
    """Return a stated answer with what follows a point that ends no sentence: `The answer is St. Helens.`."""
    if found.form != "line":
        return found
    text, rest = carried_over(found.text, found.rest)
    return found if text == found.text else found._replace(text=text, rest=rest)


def said(response: str) -> str | None:
    """Return what a response says after its thinking, None where it was cut off in it; end tokens are dropped."""
    spoken = response.rpartition("</think>")[2] if "</think>" in response else response
    if "<think>" in spoken:
        return None
    if ">" in spoken[-_END_WINDOW:]:
        ending = _END_TOKENS.search(spoken, max(0, len(spoken) - _END_WINDOW))
        return spoken[: ending.start()] if ending else spoken
    return spoken


def boxes(text: str) -> list[tuple[int, int, str]]:
    r"""Return start, end and content of every outermost `\boxed{...}` with balanced braces, in one pass."""
    return scan(text).found


def _boxed(text: str) -> tuple[Extraction | None, bool]:
    """Return the last box that is not denied, and whether boxes decide, be it that there is no answer."""
    found, cut_off = scan(text)
    if cut_off or not found:
        return None, cut_off
    while found and (denied(text, found[-1][0]) or is_supposed(text, found[-1][0])):
        found.pop()
    if not found:
        return None, True
    answer, hedged = joined(text, found)
    contents, rest = [content for _, _, content in found], behind(text, found[-1][1])
    other = other_answer(text, found, rest) if answer else ""
    if other:
        contents.insert(-1, other)
    return Extraction(answer, "box", tuple(contents), rest, hedged=hedged or bool(other)), True


def _tagged(text: str) -> tuple[Extraction | None, bool]:
    """Return the last `<answer>`, and whether tags decide: one that is opened and never closed was cut off."""
    opening = closing = last = None
    for tag in _TAG.finditer(text) if "<" in text else ():
        if not tag["close"]:
            opening = tag
        elif opening:
            last, closing, opening = opening, tag, None
    if opening or last is None or closing is None:
        return None, opening is not None
    inside = plain(text[last.end() : closing.start()])
    return (Extraction(inside, "tag", rest=text[closing.end() :]), True) if inside else (None, False)


def _in_json(text: str) -> Extraction | None:
    answer = answer_in_json(text)
    return Extraction(answer, "tag") if answer else None


def _after_hashes(text: str) -> Extraction | None:
    """Return what follows a closing `####`; one with more lines below it is a heading."""
    _, mark, rest = text.rpartition("####")
    rest = rest.strip()
    return Extraction(plain(rest), "hashes") if mark and rest and "\n" not in rest else None


def _stated_or_bare(text: str) -> Extraction | None:
    """Return what the last mark states; a response that is short and has none may be the answer itself."""
    one: Stated = stated(text)
    if one.marked:
        return one.found
    short = plain(text)
    if 0 < len(short) <= LONGEST_BARE_ANSWER:
        return None if crossed_out(short) else Extraction(short, "bare")
    ends = closing_answers(text)
    return Extraction(ends[0], "closing", ends=ends) if ends else None
