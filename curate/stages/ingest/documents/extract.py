"""The main text of a page: what its author wrote, without menus and without markup.

`resiliparse` finds the main part of a page more than ten times faster than `trafilatura` and keeps more of what was
written, but also most menus. So links are marked before it works, and lines that are nothing but links fall away after
it: docs/adr/0006 has the figures.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from curate.stages.ingest.documents.formulas import with_formulas

if TYPE_CHECKING:
    from collections.abc import Iterator

# Two code points that Unicode keeps for such use and that no text may hold.
_BEGIN, _END = "\ufdd0", "\ufdd1"
_OPENING: Final = re.compile(r"<a\s[^<>]*>", re.IGNORECASE)
_TARGET: Final = re.compile(r"\bhref\b", re.IGNORECASE)
_CLOSING: Final = re.compile(r"</a\s*>", re.IGNORECASE)
_LINKED: Final = re.compile(f"{_BEGIN}[^{_BEGIN}{_END}]*{_END}")
_MARKS: Final = re.compile(f"[{_BEGIN}{_END}]")
_WORD: Final = re.compile(r"\w+")
_MENU: Final = 3  # links in a line without other words, from which it is a menu by itself
_LIST: Final = re.compile(r"<(/?)ul(?=[\s/>])", re.IGNORECASE)
_WRAPPED: Final = "hgroup"  # ends with what is around it, so that an open list does no other harm than before
_LEVELS: Final = 3  # resiliparse takes every list that is less deep for the site's menu
_TITLE: Final = re.compile(r"<title\b[^<>]*>", re.IGNORECASE)
_TITLE_END: Final = re.compile(r"</title", re.IGNORECASE)
_DRAWING: Final = re.compile(r"<svg\b", re.IGNORECASE)
_GAPS: Final = re.compile(r"\n[ \t\n]*\n[ \t]*(?=\n)|\n[ \t]+(?=\n)")
_ELEMENT: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ENDING: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option tbody thead tfoot "
    "colgroup optgroup rt rp html head body".split()
)
_DEEPEST: Final = 2_000  # elements inside of each other: the time grows with the square, 9 s at 20,000
_MOST_TAGS: Final = 500_000  # 250 bytes of memory each, and time that grows faster than their number
_HEAD: Final = 1 << 16


class Page(NamedTuple):
    """A page's title, and its main text."""

    title: str | None
    text: str


def page(html: str) -> Page:
    """Title and main text of a page; an empty text where there is none.

    Raises:
        ValueError: If its elements are nested deeper, or are more, than any author's.
    """
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - only where pages are read

    tags = html.count("<")
    if tags > _MOST_TAGS:
        raise ValueError(f"has more than {_MOST_TAGS:,} tags")
    if tags > _DEEPEST and _depth(html) > _DEEPEST:
        raise ValueError(f"is nested deeper than {_DEEPEST:,} elements")
    marked = _LIST.sub(_deeper, with_formulas(_MARKS.sub("", html)))
    marked = _CLOSING.sub(_END + r"\g<0>", _OPENING.sub(_begun, marked))
    found = extract_plain_text(marked, main_content=True, preserve_formatting=True, alt_texts=False, comments=False)
    return Page(title_of(html), tidy("\n".join(_without_menus(found.split("\n")))))


def _depth(html: str) -> int:
    """How deep elements are nested at most, those aside that end by themselves."""
    depth = deepest = 0
    for closing, name in _ELEMENT.findall(html):
        if name.lower() not in _ENDING:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def title_of(html: str) -> str | None:
    """What the title element says, on one line; not that of a drawing."""
    from html import unescape  # noqa: PLC0415 - shadows the argument elsewhere

    head = html[:_HEAD]
    found = _TITLE.search(head)
    drawn = _DRAWING.search(head)
    if found is None or (drawn is not None and drawn.start() < found.start()):
        return None
    ends = _TITLE_END.search(head, found.end())
    return (" ".join(unescape(head[found.end() : ends.start()]).split()) or None) if ends else None


def _begun(link: re.Match[str]) -> str:
    """The tag of a link with a mark behind it; that of a mere anchor as it is."""
    return link.group() + _BEGIN if _TARGET.search(link.group()) else link.group()


def _deeper(tag: re.Match[str]) -> str:
    """The tag of a list with others around it."""
    if tag.group(1):
        return f"</ul>{f'</{_WRAPPED}>' * (_LEVELS - 1)}</{_WRAPPED}"  # what ended the tag ends the last
    return f"{f'<{_WRAPPED}>' * _LEVELS}<ul"


def tidy(text: str) -> str:
    """A text without white space at its ends, at the ends of its lines, and in more than one empty line."""
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return _GAPS.sub("\n", text).strip()


def _without_menus(lines: list[str]) -> Iterator[str]:
    """The lines that are no menu: not many links in one, and not one link below the other.

    A single linked line between others stays, and so does the last of a menu that stands apart from it and above a
    text: headings often are links to themselves.
    """
    kinds = [_kind(line) for line in lines]
    at = 0
    for links, run in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0] != "text"):
        held = list(run)
        at += len(held)
        if links and _is_menu(held):
            held = _heading(held) if at < len(lines) else []
            yield ""
        yield from (_MARKS.sub("", line) for _, line in held)


def _is_menu(held: list[tuple[str, str]]) -> bool:
    kinds = [kind for kind, _ in held]
    return "menu" in kinds or kinds.count("links") > 1


def _heading(held: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last line of a menu with the empty lines around it, if it stands apart; else nothing."""
    last = max(at for at, (kind, _) in enumerate(held) if kind != "empty")
    apart = held[last][0] == "links" and last > 0 and held[last - 1][0] == "empty"
    return held[last:] if apart else []


def _kind(line: str) -> str:
    """What a line is: text, empty, links (hardly a word outside of them), or menu (several links and nothing else)."""
    if _BEGIN not in line:
        return "text" if line.strip() else "empty"
    outside = len(_WORD.findall(_LINKED.sub("", line)))
    if 2 * outside >= len(_WORD.findall(line)):
        return "text"
    return "menu" if line.count(_BEGIN) >= _MENU else "links"
