"""Markdown as text that reads well: without front matter, images, targets of links, HTML tags and attributes.

Headings, lists, tables, formulas and code stay as they are written.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from curate.stages.ingest.documents.extract import Page, tidy
from curate.stages.ingest.documents.formulas import between, formula

_FRONT: Final = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_TITLE: Final = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+([^\s#].*)$|^(\S.*)\n=+[ \t]*$", re.MULTILINE)
_KEPT: Final = (
    re.compile(  # code and formulas, in which nothing is markup; a fence that nothing ends goes on to the end
        r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)|`[^`\n]+`|\$\$.+?\$\$"
        r"|\\\((?:(?!\\\().)+?\\\)|^[ \t]*\\\[(?:(?!\\\[).)+?\\\]",
        re.DOTALL | re.MULTILINE,
    )
)
_TARGET: Final = r"\((?:[^()\s]|\([^()]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_IMAGE: Final = re.compile(
    r"!\[(?:\\.|\[[^\[\]]*\]|[^\[\]\\])*\](?:\((?:[^()\"]|\"[^\"\n]*\"|\([^()]*\))*\)|\[[^\[\]]*\])"
)
_LINK: Final = re.compile(rf"(?<!!)\[((?:\\.|[^\[\]\\]){{0,300}}+)\](?:{_TARGET}|\[[^\[\]]*\])")
_REFERENCE: Final = re.compile(r"^[ ]{0,3}\[[^\[\]\n]+\]:[ \t]+\S+.*$", re.MULTILINE)
_ATTRIBUTES: Final = re.compile(r"\{:[^{}]*\}")
_COMMENT: Final = (re.compile(r"<!--"), re.compile(r"-->"))
_UNREAD: Final = tuple(
    (re.compile(rf"<{name}\b[^<>]*>"), re.compile(rf"</{name}>")) for name in ("cnx-pi", "script", "style")
)
_MATH: Final = re.compile(r"<math\b[^<>]*>")
_MATH_END: Final = re.compile(r"</math>")
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:[\s/][^<>]*)?>")
_CELL: Final = re.compile(r"(?<!\s)\s*</t[dh]>\s*(?:<t[dh]\b[^<>]*>\s*)?")
_ROW: Final = re.compile(r"(?<!\s)(?>\s*)(?:\|(?>\s*))?</tr>\s*(?:<tr\b[^<>]*>\s*<t[dh]\b[^<>]*>\s*)?")
_LOWERED: Final = re.compile(r"<su([bp])>\s*([^<>\s]*(?:\s+[^<>\s]+)*)\s*</su[bp]>")
_ESCAPED: Final = re.compile(r"\\([\[\]()_*#`~|<>$^-])")
_EMPTY: Final = re.compile(r" ?\(\\\[link\\\]\)")  # what a converter of textbooks writes where a figure was
_CARET: Final = re.compile(r"^\^[ \t]*$", re.MULTILINE)  # how kramdown ends a list
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")  # longer ones stay: time would grow with the square
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
        title = (heading.group(1) or heading.group(2)).rstrip(" \t#") or None
    return Page(title, clean)


def _plain(text: str) -> str:
    """A stretch of Markdown outside of code and formulas, without what only a browser needs."""
    if "<" in text:
        for opening, closing in (_COMMENT, *_UNREAD):
            text = between(text, opening, None, closing, lambda _, __: "")
        text = between(text, _MATH, None, _MATH_END, _of_math)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))  # twice: a link may hold another's brackets
    text = _REFERENCE.sub("", text)
    text = _ATTRIBUTES.sub("", text)
    if "<" in text:
        text = _ROW.sub("\n", _CELL.sub(" | ", text))
        text = _LOWERED.sub(lambda found: ("_" if found.group(1) == "b" else "^") + found.group(2), text)
        text = _TAG.sub("", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPTY.sub("", text)
    text = _CARET.sub("", _ESCAPED.sub(r"\1", text))
    return _NO_BREAK.sub(" ", unescape(text))


def _of_math(opened: str, inside: str) -> str:
    return formula(f"{opened}{inside}</math>").replace("<", "&lt;")
