"""Markdown as text that reads well: without front matter, images, targets of links, HTML tags and attributes.

Headings, lists, tables, formulas and code stay as they are written.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from curate.stages.ingest.documents.extract import Page, tidy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FRONT: Final = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_TITLE: Final = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$|^(\S.*)\n=+[ \t]*$", re.MULTILINE)
_KEPT: Final = re.compile(  # code and formulas, in which nothing is markup
    r"^(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=fence)[ \t]*$|`[^`\n]+`|\$\$.+?\$\$|\\\(.+?\\\)|^[ \t]*\\\[.+?\\\]",
    re.DOTALL | re.MULTILINE,
)
_TARGET: Final = r"\((?:[^()\s]|\([^()]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_IMAGE: Final = re.compile(r"!\[(?:\\.|\[[^\]]*\]|[^\[\]])*\](?:\((?:[^()\"]|\"[^\"]*\"|\([^()]*\))*\)|\[[^\]]*\])")
_LINK: Final = re.compile(rf"(?<!!)\[((?:\\.|[^\[\]\\])*)\](?:{_TARGET}|\[[^\]]*\])")
_REFERENCE: Final = re.compile(r"^[ ]{0,3}\[[^\]]+\]:[ \t]+\S+.*$", re.MULTILINE)
_ATTRIBUTES: Final = re.compile(r"\{:[^{}]*\}")
_COMMENT: Final = re.compile(r"<!--.*?-->|<(?:cnx-pi|script|style)\b[^>]*>.*?</(?:cnx-pi|script|style)>", re.DOTALL)
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s+[^<>]*|/)?\s*/?>")
_MATH: Final = re.compile(r"<math\b.*?</math>", re.DOTALL)
_CELL: Final = re.compile(r"\s*</t[dh]>\s*(?:<t[dh]\b[^>]*>\s*)?")
_ROW: Final = re.compile(r"(?:\s*\|)?\s*</tr>\s*(?:<tr\b[^>]*>\s*<t[dh]\b[^>]*>\s*)?")
_LOWERED: Final = re.compile(r"<su([bp])>\s*([^<>]*?)\s*</su[bp]>")
_ESCAPED: Final = re.compile(r"\\([\[\]()_*#`~|<>$^-])")
_EMPTY: Final = re.compile(r" ?\(\\\[link\\\]\)")  # what a converter of textbooks writes where a figure was
_CARET: Final = re.compile(r"^\^[ \t]*$", re.MULTILINE)  # how kramdown ends a list
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_NO_BREAK: Final = re.compile(r"[\u00a0\u202f]")


def markdown(text: str) -> Page:
    """Title and readable text of a Markdown file; its title is that of the front matter, else its first heading."""
    title: str | None = None
    if front := _FRONT.match(text):
        text = text[front.end() :]
        if said := _FRONT_TITLE.search(front.group(1)):
            title = said.group(1).strip("\"'") or None
    parts, at = list[str](), 0
    for kept in _KEPT.finditer(text):
        parts += [_plain(text[at : kept.start()]), kept.group()]
        at = kept.end()
    clean = tidy("".join([*parts, _plain(text[at:])]))
    if title is None and (heading := _HEADING.search(clean)):
        title = heading.group(1) or heading.group(2)
    return Page(title, clean)


def _plain(text: str) -> str:
    """A stretch of Markdown outside of code and formulas, without what only a browser needs."""
    text = _COMMENT.sub("", text)
    text = _MATH.sub(lambda found: _formula(found.group()), text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))  # twice: a link may hold another's brackets
    text = _REFERENCE.sub("", text)
    text = _ATTRIBUTES.sub("", text)
    text = _ROW.sub("\n", _CELL.sub(" | ", text))
    text = _LOWERED.sub(lambda found: ("_" if found.group(1) == "b" else "^") + found.group(2), text)
    text = _TAG.sub("", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPTY.sub("", text)
    text = _CARET.sub("", _ESCAPED.sub(r"\1", text))
    return _NO_BREAK.sub(" ", unescape(text))


def _formula(mathml: str) -> str:
    """A formula of MathML on one line; without its tags alone where it is not well formed."""
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - few texts hold any

    if "<!" in mathml:  # entities of its own: none that a formula needs, and some that no memory can hold
        return _TAG.sub("", mathml)
    try:
        root = ET.fromstring(unescape(mathml.replace("&lt;", "&amp;lt;").replace("&amp;", "&amp;amp;")))  # noqa: S314
    except ET.ParseError:
        return _TAG.sub("", mathml)
    return f" {' '.join(_linear(root).split())} ".replace("<", "&lt;")


def _linear(node: Element) -> str:
    """One element of MathML with all in it, fractions with a slash, and indices with a mark of their own."""
    inner = [_linear(child) for child in node]
    name = node.tag.rpartition("}")[2]
    two = 2
    if name == "mfrac" and len(inner) == two:
        return f"{_grouped(inner[0])}/{_grouped(inner[1])}"
    if name in {"msub", "munder", "msup", "mover"} and len(inner) == two:
        return f"{inner[0]}{'_' if name in {'msub', 'munder'} else '^'}{_grouped(inner[1])}"
    if name == "msqrt":
        return f"sqrt({''.join(inner)})"
    if name == "mfenced":
        return f"({', '.join(inner)})"
    if name == "mtr":
        return f"{' '.join(inner)}; "
    text = unescape((node.text or "").strip())
    return "".join([f" {text} " if name == "mo" and text else text, *inner])


def _grouped(part: str) -> str:
    part = part.strip()
    return part if part.replace(".", "").isalnum() else f"({part})"
