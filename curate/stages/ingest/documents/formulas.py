"""Formulas of pages and of Markdown on one line: MathML, TeX beside it, indices and exponents.

A page's text without its markup says "10-3" for a thousandth and "ab" for a fraction, and a question on it is wrong.
Where an author's TeX stands beside a formula it is taken, between the marks of TeX; else MathML is written out.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_TEX_NOTE: Final = re.compile(
    r"<annotation\b[^<>]*encoding\s*=\s*[\"']?application/x-tex[\"']?[^<>]*>([^<]*)</annotation", re.IGNORECASE
)
_ALT_TEXT: Final = re.compile(r"\A<math\b[^<>]*\balttext\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_BLOCK: Final = re.compile(r"\A<math\b[^<>]*\bdisplay\s*=\s*[\"']?block", re.IGNORECASE)
_STYLE: Final = re.compile(r"\A\{\\(?:display|text)style\s+(.*)\}\Z", re.DOTALL)
_MATH: Final = re.compile(r"<math\b[^<>]*>", re.IGNORECASE)
_MATH_END: Final = re.compile(r"</math\s*>", re.IGNORECASE)
_SCRIPT: Final = (
    re.compile(r"<script\b[^<>]*>", re.IGNORECASE),
    re.compile(r"\btype\s*=\s*[\"']?math/tex", re.IGNORECASE),
)
_SCRIPT_END: Final = re.compile(r"</script\s*>", re.IGNORECASE)
_SCRIPT_BLOCK: Final = re.compile(r"mode\s*=\s*display")
_DRAWN: Final = (  # by KaTeX from MathML, or by MathJax from a script, that stands beside it
    re.compile(r"<(?:span|div|nobr)\b[^<>]*>", re.IGNORECASE),
    re.compile(r"\bclass\s*=\s*[\"']?(?:katex-html|MathJax(?:_Preview|_Display|_CHTML|_SVG)?)\b"),
)
_SPAN: Final = re.compile(r"<(/?)(span|div|nobr)\b[^<>]*>", re.IGNORECASE)
_IMAGE: Final = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_CLASS: Final = re.compile(r"\bclass\s*=\s*[\"']?([^\"'<>]*)", re.IGNORECASE)
_OF_TEX: Final = re.compile(r"(?:\b|_)(?:latex|tex|math)(?:\b|_)", re.IGNORECASE)
_FALLBACK: Final = "mwe-math-fallback-image"  # stands beside MathML, and says the same
_ALT: Final = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"<span\b[^<>]*>", re.IGNORECASE)
_STYLED: Final = re.compile(r"\sstyle\s*=\s*[\"'][^\"'<>]*[\"']", re.IGNORECASE)
_SHIFTED: Final = re.compile(
    r"(?P<before>(?:\b[A-Za-z]{1,3}|[0-9)\u0370-\u03ff]|</(?:i|em|b|strong|var)>))"
    r"<(?P<way>su[bp])\b[^<>]*>\s*(?:<(?:i|em|b|strong|var)\b[^<>]*>)?"
    r"(?P<what>[-+\u2212\u2013]?[0-9A-Za-z.,/*+\u2212\u2032-]{1,12})(?:</(?:i|em|b|strong|var)>)?\s*</(?P=way)\s*>",
    re.IGNORECASE,
)
_ORDINAL: Final = frozenset({"st", "nd", "rd", "th", "tm", "sm", "er", "re", "e", "o", "a"})
_PLAIN: Final = re.compile(r"[0-9A-Za-z.]+")
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:[\s/][^<>]*)?>")
_DEEPEST: Final = 200
_PAIR: Final = 2


def with_formulas(html: str) -> str:
    """A page in whose markup each formula is replaced by a text of it."""
    lowered = html.lower()
    if "math" in lowered or "katex" in lowered or "latex" in lowered:
        if "katex-html" in lowered or "math/tex" in lowered:
            html = between(html, *_DRAWN, None, lambda _, __: "")
        html = between(html, *_SCRIPT, _SCRIPT_END, _of_script)
        html = _HIDDEN.sub(_unhidden, html)
        html = between(html, _MATH, None, _MATH_END, _of_math)
        html = _IMAGE.sub(_of_image, html)
    # Twice: what an exponent stands behind may be an index.
    return _SHIFTED.sub(_shifted, _SHIFTED.sub(_shifted, html)) if "<su" in lowered else html


def between(
    text: str,
    opening: re.Pattern[str],
    marked: re.Pattern[str] | None,
    closing: re.Pattern[str] | None,
    make: Callable[[str, str], str],
) -> str:
    """A text in which each stretch from an opening to its closing is replaced, in time that grows with its length.

    Args:
        text: Some markup.
        opening: What begins a stretch.
        marked: What must stand in that; patterns that looked for it in tags that nobody closed would take for ever.
        closing: What ends it; None for the end tag of a `span`, `div` or `nobr`, others inside of it counted.
        make: The opening and what stands behind it, to what stands in their place.
    """
    parts, at, begin = list[str](), 0, 0
    while opened := opening.search(text, begin):
        begin = opened.end()
        if marked is not None and marked.search(opened.group()) is None:
            continue
        ends = _element_end(text, begin) if closing is None else closing.search(text, begin)
        if ends is None:
            break
        parts += [text[at : opened.start()], make(opened.group(), text[begin : ends.start()])]
        at = begin = ends.end()
    return "".join([*parts, text[at:]])


def _element_end(text: str, begin: int) -> re.Match[str] | None:
    """The tag that closes an element."""
    depth = 1
    for tag in _SPAN.finditer(text, begin):
        depth += -1 if tag.group(1) else 1
        if not depth:
            return tag
    return None


def _of_script(opened: str, tex: str) -> str:
    return escape(_marked(tex, block=_SCRIPT_BLOCK.search(opened) is not None), quote=False)


def _of_math(opened: str, inside: str) -> str:
    return escape(formula(f"{opened}{inside}</math>"), quote=False)


def _unhidden(span: re.Match[str]) -> str:
    """The tag of what Wikipedia hides behind a picture, shown."""
    return _STYLED.sub("", span.group()) if "mwe-math-mathml" in span.group() else span.group()


def _of_image(found: re.Match[str]) -> str:
    image = found.group()
    named, alt = _CLASS.search(image), _ALT.search(image)
    if named is None or alt is None or _OF_TEX.search(named.group(1)) is None or _FALLBACK in image:
        return image
    tex = alt.group(1) or alt.group(2) or ""
    return f" {tex.replace('<', '&lt;')} " if tex.strip() else image


def _marked(tex: str, *, block: bool) -> str:
    r"""TeX between `\(` and `\)`, or `\[` and `\]`, on one line."""
    tex = " ".join(tex.replace("% <![CDATA[", "").replace("%]]>", "").split())
    if not tex:
        return ""
    if styled := _STYLE.match(tex):
        tex = styled.group(1).strip()
    return f" \\[{tex}\\] " if block else f" \\({tex}\\) "


def _shifted(found: re.Match[str]) -> str:
    """An index with `_`, an exponent with `^`; marks of notes and endings of ordinals stay as they are."""
    what = found["what"]
    if found["way"].lower() == "sup" and (what.lower() in _ORDINAL or not any(map(str.isalnum, what))):
        return found.group()
    mark = "_" if found["way"].lower() == "sub" else "^"
    return f"{found['before']}{mark}{what if _PLAIN.fullmatch(what) else f'({what})'}"


def formula(mathml: str) -> str:
    """A formula of MathML on one line: its author's TeX if it is there, else written out; spaces stand around it.

    Where it is not well formed, what is left of it without its tags.
    """
    if noted := _TEX_NOTE.search(mathml) or _ALT_TEXT.search(mathml):
        return _marked(unescape(next(filter(None, noted.groups()), "")), block=_BLOCK.search(mathml) is not None)
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - few texts hold any

    if "<!" in mathml:  # entities of its own: none that a formula needs, and some that no memory can hold
        return _TAG.sub("", mathml)
    try:
        root = ET.fromstring(unescape(mathml.replace("&lt;", "&amp;lt;").replace("&amp;", "&amp;amp;")))  # noqa: S314
    except ET.ParseError:
        return unescape(_TAG.sub("", mathml))
    return f" {' '.join(_linear(root, 0).split())} "


def _linear(node: Element, depth: int) -> str:
    """One element of MathML with all in it, fractions with a slash, and indices with a mark of their own."""
    if depth > _DEEPEST:
        return " ".join("".join(node.itertext()).split())
    name = node.tag.rpartition("}")[2].rpartition(":")[2]
    inner = [_linear(child, depth + 1) for child in node]
    if (written := _WRITTEN.get((name, len(inner)))) is not None:
        return written(inner)
    if (around := _AROUND.get(name)) is not None:
        return around(inner)
    text = unescape((node.text or "").strip())
    return "".join([f" {text} " if name == "mo" and text else text, *inner])


def _low(inner: list[str]) -> str:
    return f"{inner[0]}_{_grouped(inner[1])}"


def _high(inner: list[str]) -> str:
    return f"{inner[0]}^{_grouped(inner[1])}"


def _low_and_high(inner: list[str]) -> str:
    return f"{inner[0]}_{_grouped(inner[1])}^{_grouped(inner[2])}"


_AROUND: Final[dict[str, Callable[[list[str]], str]]] = {
    "annotation": lambda _: "",
    "annotation-xml": lambda _: "",
    "msqrt": lambda inner: f"sqrt({''.join(inner)})",
    "mfenced": lambda inner: f"({', '.join(inner)})",
    "mtr": lambda inner: f"{' '.join(inner)}; ",
}
_WRITTEN: Final[dict[tuple[str, int], Callable[[list[str]], str]]] = {
    ("mfrac", _PAIR): lambda inner: f"{_grouped(inner[0])}/{_grouped(inner[1])}",
    ("mroot", _PAIR): lambda inner: f"root({inner[0]}, {inner[1]})",
    ("msub", _PAIR): _low,
    ("munder", _PAIR): _low,
    ("msup", _PAIR): _high,
    ("mover", _PAIR): _high,
    ("msubsup", _PAIR + 1): _low_and_high,
    ("munderover", _PAIR + 1): _low_and_high,
}


def _grouped(part: str) -> str:
    part = part.strip()
    return part if part.replace(".", "").isalnum() else f"({part})"
