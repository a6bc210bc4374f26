r"""Find the final answer of a response: the one place that knows the forms in which models state it.

The forms, strongest first, all looked for after the last `</think>`:
the last `\boxed{...}` (or `\fbox`), an `<answer>` tag, a closing `#### 42` line, the last `Answer: X`,
`The answer is X.` or heading `Answer` with X below it, and a response that is nothing but a short answer. A formula
that merely ends a long response states no answer: it may be where the response was cut off.
Everything here is linear in the response.
"""

import re
from typing import Literal, NamedTuple

Form = Literal["box", "tag", "hashes", "line", "bare"]

LONGEST_BARE_ANSWER = 200
"""Characters: a response without any mark of an answer counts as the answer itself up to this length."""

_BOX_SCAN = re.compile(r"\\(?:boxed|fbox)\s*(\{)|\\(?:boxed|fbox)\s+([^\s{}$\\.,;]+)|\\.|[{}]", re.DOTALL)
_OR = re.compile(r"^[^\n]*\bor\b[^\n]*$")
_LONGEST_HEDGE = 120  # characters: `\boxed{6}, or if we are lucky, \boxed{7}` in one line is no answer
_OPEN_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_WIDEST_GAP = 40  # characters between two boxes that are still one answer
_BETWEEN_BOXES = re.compile(
    r"[\s$,;.\\()\[\]]*(?:,|and|(?P<or>or|\\text\{\s*or\s*\})|\\text\{\s*and\s*\})?[\s$,;\\()\[\]]*"
)
_STATED = re.compile(
    r"\b(?:answer|option|choice)\b(?:\s{1,9}(?:to|for|of)\s{1,9}(?:the|this|your)(?:\s{1,9}\w{1,20}){1,2}(?=\s{1,9}is))?"
    r"[\s*_]*(?:(?:is|would\s+be|must\s+be|should\s+be)\b[\s*_]*"
    r"(?:(?:therefore|thus|then|hence|simply|just|clearly|indeed|given\s+by|equal\s+to)\b[\s*_]*)?:?|[:\uff1a=])[\s*_]*",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^[ \t#*_>]{0,12}(?:the[ ]|my[ ])?(?:final[ ])?answer[ \t#*_:]{0,12}\r?\n", re.IGNORECASE | re.MULTILINE
)
_DISPLAY = (("$$", "$$"), ("\\[", "\\]"))
_SENTENCE_END = re.compile(r"\.(?=\s|\*|$)(?<!\b[A-Z]\.)")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(*])(?:st|mrs?|ms|dr|mt|ft|prof|gen|col|capt|lt|sgt|rev|op|vol|feat|no(?=\. \d))\. .?$", re.IGNORECASE
)
_MOST_ABBREVIATIONS = 8  # with a point, in one answer


class Extraction(NamedTuple):
    """The final answer of a response.

    `text` is the answer as written, `form` says how it was marked, and `boxes` holds every box of the response in
    order (empty for the other forms), so that a grader can see a hedge; the last of them, or several that are joined
    by no more than a comma, `and` or `or`, make up `text`.
    `hedged` says that the last two stand in one line with an `or` between them. `rest` is what the response says behind
    a stated answer (form `line`).
    """

    text: str
    form: Form
    boxes: tuple[str, ...] = ()
    rest: str = ""
    hedged: bool = False

    @property
    def whole_line(self) -> str:
        """The answer with all that its line goes on to say, for a grader that knows a point in it as no full stop."""
        return self.text + self.rest.partition("\n")[0]


def final_answer(response: str) -> Extraction | None:
    """Return the final answer that a response states, or None where it states none.

    A response that opens `<think>`, a box or `<answer>` and never closes it was cut off before or in its answer: None,
    and so is the answer of an empty box.
    """
    spoken = said(response)
    if spoken is None:
        return None
    found = _boxed(spoken)
    if found is not None:
        return found if found.text else None
    found = _tagged(spoken) or _after_hashes(spoken) or _stated(spoken) or _bare(spoken)
    return None if found and (_OPEN_BOX.search(found.text) or found.text.startswith("<answer>")) else found


def completed(found: Extraction) -> Extraction:
    """Return a stated answer with what follows a point that ends no sentence: `The answer is St. Helens.`."""
    for _ in range(_MOST_ABBREVIATIONS):
        if not (found.rest.startswith(". ") and _ABBREVIATED.search(found.text[-12:] + found.rest[:3])):
            break
        line, newline, below = found.rest.partition("\n")
        more, rest = _first_sentence(line, 1)
        found = found._replace(text=f"{found.text}{more}".rstrip("*_` "), rest=f"{rest}{newline}{below}")
    return found


def said(response: str) -> str | None:
    """Return what a response says after its thinking, or None where it was cut off in its thinking."""
    if "</think>" in response:
        return response.rpartition("</think>")[2]
    return None if "<think>" in response else response


def boxes(text: str) -> list[tuple[int, int, str]]:
    r"""Return start, end and content of every outermost `\boxed{...}` with balanced braces.

    One pass with a stack, so that a thousand unclosed boxes cost no more than one; a box that is never closed hides
    none that it holds.
    """
    first = min((at for at in (text.find("\\boxed"), text.find("\\fbox")) if at >= 0), default=-1)
    if first < 0:
        return []
    found: list[tuple[int, int, str]] = []
    open_braces: list[tuple[int, int]] = []  # (where the box begins or -1 for a plain brace, where its content begins)
    for token in _BOX_SCAN.finditer(text, first):
        if token.group(1):
            open_braces.append((token.start(), token.end()))
        elif token.group(2):
            found.append((token.start(), token.end(), token.group(2)))
        elif token.group() == "{":
            open_braces.append((-1, -1))
        elif token.group() == "}" and open_braces:
            begin, content = open_braces.pop()
            if begin >= 0:
                while found and found[-1][0] > begin:
                    found.pop()
                found.append((begin, token.end(), text[content : token.start()]))
    return found


def _boxed(text: str) -> Extraction | None:
    """Return the last box; boxes that are joined by no more than a comma or `and` are one answer in parts."""
    found = boxes(text)
    if not found:
        return None
    answer, hedged = found[-1][2].strip(), False
    for earlier, later in zip(reversed(found[:-1]), reversed(found), strict=False):
        gap = text[earlier[1] : later[0]]
        joined = _BETWEEN_BOXES.fullmatch(gap) if len(gap) <= _WIDEST_GAP else None
        if joined is None or earlier[2] == later[2]:
            hedged = earlier[2] != later[2] and len(gap) <= _LONGEST_HEDGE and _OR.search(gap) is not None
            break
        answer = f"{earlier[2].strip()}{' or ' if joined.group('or') else ', '}{answer}"
    return Extraction(answer, "box", tuple(content for _, _, content in found), hedged=hedged)


def _tagged(text: str) -> Extraction | None:
    end = text.rfind("</answer>")
    start = text.rfind("<answer>", 0, end) if end >= 0 else -1
    inside = _plain(text[start + len("<answer>") : end]) if start >= 0 else ""
    return Extraction(inside, "tag") if inside else None


def _after_hashes(text: str) -> Extraction | None:
    """Return what follows a closing `####`; one with more lines below it is a heading."""
    _, mark, rest = text.rpartition("####")
    rest = rest.strip()
    return Extraction(_plain(rest), "hashes") if mark and rest and "\n" not in rest else None


def _stated(text: str) -> Extraction | None:
    """Return what follows the last `answer is`, `Answer:`, or heading that says `Answer`; a formula as a whole."""
    ends = [stated.end() for stated in (*_STATED.finditer(text), *_HEADING.finditer(text))]
    if not ends:
        return None
    below = text[max(ends) :].lstrip(" \t\r\n*_")
    shown = _displayed(below)
    if shown:
        return Extraction(shown, "line", rest=below[below.index(shown) + len(shown) :])
    line, _, below = below.partition("\n")
    stated, beside = _first_sentence(line)
    stated = _plain(stated)
    return Extraction(stated, "line", rest=f"{beside}\n{below}") if stated else None


def _first_sentence(line: str, begin: int = 0) -> tuple[str, str]:
    """Cut a line before the first full stop from a place on; the point of an initial (`J. K.`) is none."""
    end = _SENTENCE_END.search(line, begin)
    return (line[: end.start()], line[end.start() :]) if end else (line, "")


def _displayed(text: str) -> str:
    """Return a formula on lines of its own with which a text begins, without its delimiters; empty where none does."""
    for opening, closing in _DISPLAY:
        if text.startswith(opening):
            line = text.partition("\n")[0].strip()
            end = text.find(closing, len(opening))
            return text[len(opening) : end].strip() if line == opening and end >= 0 else ""
    return ""


def _bare(text: str) -> Extraction | None:
    text = _plain(text)
    return Extraction(text, "bare") if text and len(text) <= LONGEST_BARE_ANSWER else None


def _plain(text: str) -> str:
    return text.strip().strip("*_`").strip()
