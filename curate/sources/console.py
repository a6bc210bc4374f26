"""What a person at a terminal sees of sources: the list, records beside their rows, and what was guessed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from rich.console import Console as Terminal
from rich.console import Group
from rich.table import Table
from rich.text import Text

from curate.content import shown
from curate.row import LETTERS
from curate.sources.listing import BROKEN, HUB, MISSING, READ, READY, REMOTE, STATES
from curate.sources.writing import flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from curate.sources.adding import Added
    from curate.sources.listing import Listed
    from curate.sources.preview import Preview, Rejected

_COLOURS: Final[Mapping[str, str]] = {
    READ: "green",
    READY: "green",
    REMOTE: "yellow",
    HUB: "yellow",
    MISSING: "red",
    BROKEN: "red",
}
_LOG_WIDTH: Final = 140
"""Columns where nobody says how wide the page is: a log, a file."""
_TWO_COLUMNS: Final = 110
"""Columns of a terminal from which a record and its row stand side by side."""
_LONG_NAME: Final = 28
"""Characters up to which a name or a licence is kept whole in a table."""
_FOLDED: Final = frozenset({"read by", "in the store", "shelf"})
"""Columns of the list that may go on in a second line."""
_LONG_TEXT: Final = 600
"""Characters of one text of a record that are shown; the rest is counted."""
_LONG_LIST: Final = 12
"""Items of one list that are shown."""
_LONG_RECORD: Final = 3_000
"""Characters of a whole record that are shown."""
_FIRST_LINES: Final = 6
"""Lines of a document that are shown."""
_HIDDEN: Final = frozenset({"text", "id", "source", "group", "origin", "licence", "gate_reasons"})
"""Columns of a document that stand elsewhere on the page."""


def _terminal() -> Terminal:
    out = Terminal(highlight=False)
    return out if out.is_terminal else Terminal(highlight=False, width=max(out.width, _LOG_WIDTH))


def listing(found: Sequence[Listed]) -> None:
    """The table of all sources, then what is wrong with those that are not well."""
    out = _terminal()
    wide = out.width >= _TWO_COLUMNS
    out.print(_table(found, wide=wide))
    if not wide:
        _left_out(out, found)
    for one in found:
        if one.note and one.state in {MISSING, BROKEN, HUB, REMOTE, READY}:
            out.print(_printable(f"{one.name}: {one.note}"), markup=False, soft_wrap=True)
    states = dict.fromkeys(one.state for one in found)
    out.print("; ".join(f"{state}: {STATES[state]}" for state in STATES if state in states), soft_wrap=True)
    _terms(out, found)
    if not found:
        out.print("there is no source: curate sources add PATH writes a first one", soft_wrap=True)


def _table(found: Sequence[Listed], *, wide: bool) -> Table:
    """The sources; a narrow page has no room for lines between columns, nor for all of them."""
    plain: dict[str, Any] = {} if wide else {"box": None, "padding": (0, 1, 0, 0)}
    table = Table(title="Sources", title_justify="left", header_style="bold", **plain)
    lines = [_cells(one, wide=wide) for one in found]
    roots = {one.root for one in found}
    seldom = {"shelf": len(roots) > 1, "in the store": any(one.stored for one in found)}
    names = [name for name in (lines[0] if lines else ("name",)) if seldom.get(name, True)]
    for name in names:
        longest = max((len(cells[name]) for cells in lines), default=0)
        whole = name not in _FOLDED and longest <= _LONG_NAME  # a licence that is cut in two is no licence
        table.add_column(name, justify="right" if name == "rows" else "left", overflow="fold", no_wrap=whole)
    for one, cells in zip(found, lines, strict=True):
        said = (Text(_printable(cells[name]), style=_COLOURS[one.state] if name == "state" else "") for name in names)
        table.add_row(*said)
    return table


def _cells(one: Listed, *, wide: bool) -> dict[str, str]:
    about = {"group": one.group or "", "origin": one.origin or "", "form": one.form or ""}
    return {
        "name": one.name,
        **(about if wide else {}),
        "licence": one.licence or "",
        "rows": _rows(one),
        "read by": ", ".join(way.how for way in one.ways),
        "state": one.state,
        "in the store": _stored(one),
        **({"shelf": one.root} if wide else {}),
    }


def _left_out(out: Terminal, found: Sequence[Listed]) -> None:
    """What a narrow page has no column for, a line for all sources of which it is the same."""
    for what in ("group", "origin", "form", "root"):
        said: dict[str, list[str]] = {}
        for one in found:
            said.setdefault(getattr(one, what) or "", []).append(one.name)
        for value, names in said.items():
            if value and (what != "root" or len(said) > 1):
                out.print(f"{'shelf' if what == 'root' else what} {value}: {', '.join(names)}", markup=False)


def _terms(out: Terminal, found: Sequence[Listed]) -> None:
    """Which of the sources are read in a way whose data have other terms than the data set."""
    others = {(way.how, way.licence) for one in found for way in one.ways if way.licence != one.licence}
    for how, licence in sorted(others):
        out.print(f"licences are those of the data sets; what is read by {how} is {licence}", soft_wrap=True)


def _rows(one: Listed) -> str:
    if one.rows is not None:
        return f"{one.rows:,}"
    return "documents" if one.makes == "documents" else "?" if one.makes else ""


def _stored(one: Listed) -> str:
    if one.stored is None:
        return ""
    rejects = f", {_counted(one.stored.rejects, 'rejects')}" if one.stored.rejects else ""
    return f"{_counted(one.stored.rows, one.makes or 'rows')}{rejects}" + (
        " (other data)" if one.stored.same is False else ""
    )


def previewed(found: Preview, *, rejects: bool) -> None:
    """A source's words on itself, then records beside their rows, or documents with their gates, then rejects."""
    out = _terminal()
    out.print(_printable(f"{found.name}  ({shown(found.place)}, read by {found.how})"), markup=False, soft_wrap=True)
    out.print(_facts(found))
    for one in found.rows:
        out.rule(_printable(f"record {one.number} of {one.file}"), align="left")
        width = out.width if out.width < _TWO_COLUMNS else out.width // 2
        _side_by_side(out, _record(one.record, width - 2), _row(one.row))
    for document in found.documents:
        out.rule(_printable(str(document.get("url") or document.get("source_file") or "no document")), align="left")
        out.print(_document(document, found.gates))
    _rejects(out, found.rejects, whole=rejects)
    out.print(_sum(found, rejects=rejects), soft_wrap=True)


def _facts(found: Preview) -> Table:
    """What the source says of itself; a sample's terms beside those of the data set in whose place it stands."""
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    facts.add_column(style="bold")
    facts.add_column(overflow="fold")
    for name, value in found.facts().items():
        said = "\n".join(cast("list[str]", value)) if isinstance(value, list) else str(value)
        if name == "licence" and found.data_licence is not None:
            said = f"{said} (of the {found.how}; the data set itself: {found.data_licence})"
        facts.add_row(name, Text(_printable(said)))
    for name, value in found.mapping().items():
        facts.add_row(name, Text(_printable(_said(value))))
    return facts


def _sum(found: Preview, *, rejects: bool) -> str:
    """What stands above, counted."""
    refused, looked = _counted(len(found.rejects), "rejects"), _counted(found.looked, "records")
    if found.source.synthesize is None:
        made = "" if rejects else f"{_counted(len(found.rows), 'rows')} and "
        return f"{made}{refused} shown; {looked} looked at"
    made = _counted(len(found.documents), "documents")
    if rejects:
        return f"{made} stopped by gates and {refused} shown; {looked} looked at"
    return f"{made} ({found.stopped:,} stopped by gates) and {refused} shown; {looked} looked at"


def _counted(number: int, things: str) -> str:
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


def _said(value: object) -> str:
    """What a source's file says under a key, a line for each key below; a path alone is short for its mapping."""
    below = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    if not any(isinstance(one, dict) for one in below.values()):
        return flow(cast("object", value))
    return "\n".join(f"{key}: {flow(_short(one))}" for key, one in below.items())


def _short(value: object) -> object:
    said = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return said["field"] if list(said) == ["field"] else cast("object", value)


def _side_by_side(out: Terminal, left: RenderableType, right: RenderableType) -> None:
    if out.width < _TWO_COLUMNS:
        out.print(Group(Text("record", style="bold"), left, Text("row", style="bold"), right))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True, header_style="bold")
    table.add_column("record", ratio=1, overflow="fold")
    table.add_column("row", ratio=1, overflow="fold")
    table.add_row(left, right)
    out.print(table)


def _record(record: Mapping[str, Any], width: int) -> Text:
    plain = json.loads(json.dumps(dict(record), default=str))  # orjson has no room for numbers past 64 bits
    text = _laid_out(_cut(plain), width)
    more = len(text) - _LONG_RECORD
    return Text(_printable(text if more <= 0 else f"{text[:_LONG_RECORD]}\n... {more:,} more characters"))


def _laid_out(value: Any, width: int, indent: int = 0) -> str:
    """JSON in which lists and mappings stand in one line where they fit, so that a record and its row fit a page."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, list | dict) or not value or indent + len(flat) <= width:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        inner = [
            f"{pad}{json.dumps(key, ensure_ascii=False)}: {_laid_out(one, width, indent + 2)}" for key, one in pairs
        ]
    else:
        inner = [pad + _laid_out(one, width, indent + 2) for one in cast("list[Any]", value)]
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return "\n".join([first, ",\n".join(inner), " " * indent + last])


def _cut(value: Any) -> Any:
    """A value short enough to be read: long texts and lists end with what is left out."""
    if isinstance(value, str) and len(value) > _LONG_TEXT:
        return f"{value[:_LONG_TEXT]}... {len(value) - _LONG_TEXT:,} more characters"
    if isinstance(value, list):
        items = cast("list[Any]", value)
        more = [f"... {len(items) - _LONG_LIST:,} more"] if len(items) > _LONG_LIST else []
        return [*map(_cut, items[:_LONG_LIST]), *more]
    if isinstance(value, dict):
        return {key: _cut(inner) for key, inner in cast("dict[str, Any]", value).items()}
    return value


def _row(row: Mapping[str, Any]) -> Text:
    text = Text()
    for name, value in row.items():
        if value is None and name not in {"question", "answer", "answer_text"}:
            continue
        text.append(f"{name}: ", style="bold")
        if name == "options":
            text.append("\n")
            for label, option in zip(LETTERS, cast("list[str]", value), strict=False):
                gold = label in str(row["answer"] or "").split(", ") and row["answer_text"] is not None
                line = f"  {'*' if gold else ' '} {label}  {_printable(str(_cut(option)))}\n"
                text.append(line, style="green" if gold else "")
        elif value is None:
            text.append("nothing\n", style="red")
        else:
            shown_value = (
                ", ".join(map(str, cast("list[Any]", _cut(value)))) if isinstance(value, list) else str(_cut(value))
            )
            text.append(f"{_printable(shown_value)}\n")
    return text


def _document(document: Mapping[str, Any], gates: Mapping[str, str]) -> Text:
    """Whether it is asked about, what is known of it, how its text begins, and all measures in one paragraph."""
    text = Text()
    stopped: list[str] = document["gate_reasons"]
    for gate in stopped:
        text.append(f"stopped by {gate}: {_printable(gates[gate])}\n", style="red")
    if not stopped:
        passes = f"passes all {_counted(len(gates), 'gates')}" if gates else "passes: its plan has no gates"
        text.append(f"{passes}\n", style="green")
    known = {name: value for name, value in document.items() if name not in _HIDDEN and value is not None}
    measures = {
        name: value for name, value in known.items() if isinstance(value, float | bool) or name.startswith("n_")
    }
    for name, value in known.items():
        if name not in measures:
            text.append(f"{name}: ", style="bold")
            text.append(f"{_printable(str(_cut(value)))}\n")
    lines = str(document.get("text") or "").strip().splitlines()
    text.append(_printable("\n".join(str(_cut(line)) for line in lines[:_FIRST_LINES])))
    if len(lines) > _FIRST_LINES:
        text.append(f"\n... {len(lines) - _FIRST_LINES:,} more lines", style="dim")
    numbers = (
        f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}" for name, value in measures.items()
    )
    text.append(f"\nmeasures: {', '.join(numbers)}", style="dim")
    return text


def _rejects(out: Terminal, rejects: Sequence[Rejected], *, whole: bool) -> None:
    for one in rejects:
        byte = "" if one.byte is None else f" (byte {one.byte:,})"
        said = _printable(f"reject: record {one.number} of {one.file}{byte}: {one.why}")
        out.print(Text(said, style="red"), soft_wrap=True)
        if whole:
            out.print(Text(_printable(str(_cut(one.raw)))))
    if whole and not rejects:
        out.print("no record of it is a reject", soft_wrap=True)


def proposed(added: Added) -> None:
    """What was found out and why, what could not be known, and the file."""
    out = _terminal()
    for line in _about(added):
        out.print(_printable(line), markup=False, soft_wrap=True)
    out.print()
    out.print(Text(_printable(added.text)), soft_wrap=True)


def _about(added: Added) -> Iterator[str]:
    found, guess = added.found, added.guess
    said = ", ".join(str(found.said[key]) for key in ("format", "path") if key in found.said)
    yield f"{found.files:,} file{'s' if found.files > 1 else ''}, {said}" if added.how == "files" else said
    for note in found.notes:
        yield f"note: {note}"
    if found.left_out:
        some = ", ".join(found.left_out[:5]) + (", ..." if len(found.left_out) > 5 else "")  # noqa: PLR2004 - some
        yield f"left out, as of another format or with other fields: {some}"
    if guess is None:
        yield "these are documents: a model writes questions about them"
    else:
        for column, reason in guess.reasons.items():
            yield f"{column:<9} {flow(guess.said[column])}  since {reason}"
        tried = guess.tried
        rows, whole = tried.rows.height, tried.records + len(found.sample.broken)
        golds = f"{tried.resolved.height:,} of them with a gold answer"
        yield f"of the first {whole:,} records {rows:,} become rows, {golds}"
        for one in (*found.sample.broken, *tried.broken)[:3]:
            yield f"reject: record {one.row}: {one.why}"
        for doubt in guess.doubts:
            yield f"not sure: {doubt}"
    yield f"not known from the data: {', '.join(added.unknown)}"


def written(added: Added) -> None:
    """Where the file is, and what to do next."""
    out = _terminal()
    if added.new_shelf is not None:
        out.print(_printable(f"made {shown(added.new_shelf)}/: a project of its own starts here"), soft_wrap=True)
    place = shown(added.path)
    out.print(_printable(f"wrote {place}"), markup=False, soft_wrap=True)
    name = added.name if added.path.parent.name == "sources" else place
    out.print(_printable(f"next: curate sources show {name}; curate check {place}"), markup=False, soft_wrap=True)


def _printable(text: str) -> str:
    """A text that any terminal can print: control characters and halves of characters are written out."""
    return "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text
    )
