"""A source's first file: what was found out, and a comment wherever something was guessed or is not known."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from curate.sources.guessing import numbered
from curate.sources.trial import UNKNOWN_LICENCE
from curate.stages.ingest.mapping import UNDECIDED
from curate.stages.ingest.rows.paths import steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from curate.sources.guessing import Guess
    from curate.sources.sampling import Sample

_WIDTH: Final = 110
_DOMAIN: Final = "of rows whose subject is unknown: stem, humanities, social_science or mixed"
_LONG_QUESTION: Final = 400
"""Characters past which an example's question is not repeated in the row that it becomes."""
_EXAMPLES_FROM: Final = 12
"""How many of the shortest records are kept as examples to choose from."""


class Plan(NamedTuple):
    """A plan of `blends/synthesis/`: its name, the form of its questions, and a word on why it is the one."""

    name: str
    form: str
    why: str


def of_records(
    read: Mapping[str, Any],
    guess: Guess,
    written: str,
    examples: Sequence[Mapping[str, Any]],
    mixed: str | None = None,
) -> str:
    """The text of a source's file whose records become rows.

    Args:
        read: The way to read it, by its name.
        guess: Which field is what.
        written: The data, as the file should name it in words.
        examples: Records and the rows that they become.
        mixed: That files of several splits are taken, for a comment.
    """
    kind = "Questions with options" if guess.form == "mcq" else "Open questions"
    lines = [
        *_head(f"{kind}, read from {written}.", guess.group, guess.form, origin="open"),
        f"domain: {'stem' if guess.group == 'MR' else 'mixed'}  # {_DOMAIN}",
        *_rejects(guess),
        *_splits(mixed),
        *_block("read", dict(read)),
        "map:",
    ]
    for column, said in guess.said.items():
        doubts = guess.doubts if column == "answer" else ()
        for comment in (guess.reasons[column], *doubts):
            lines += _comment(comment, "  ")
        short = said["field"] if set(said) == {"field"} else said
        if column == "answer" and guess.undecided:
            lines.append(f"  # decide: write index0 or index1 in place of {UNDECIDED}")
            short = {**said, "as": UNDECIDED}
        lines.append(f"  {column}: {flow(short)}")
    if examples:
        lines += ["examples:", *(line for example in examples for line in _item(example))]
    return "\n".join(lines) + "\n"


def of_documents(
    read: Mapping[str, Any], plan: Plan, written: str, documents: Mapping[str, Any], mixed: str | None = None
) -> str:
    """The text of a source's file whose documents become questions.

    Args:
        read: The way to read it, by its name.
        plan: How they do.
        written: The data, as the file should name it in words.
        documents: Where in a record the text stands.
        mixed: That files of several splits are taken, for a comment.
    """
    what = f"Documents, read from {written}; a model writes questions about them."
    lines = [
        *_head(what, "GPR", plan.form, origin="synthetic"),
        f"domain: mixed  # {_DOMAIN}",
        *_splits(mixed),
        *_block("read", dict(read)),
        f"synthesize: {flow(plan.name)}  # {plan.why}",
        *(_block("documents", dict(documents)) if documents else ()),
    ]
    return "\n".join(lines) + "\n"


def _head(what: str, group: str, form: str, *, origin: str) -> list[str]:
    about = "GPR: general-purpose reasoning, MR: mathematics"
    return [
        f"what: {flow(what)}",
        "why: Added by `curate sources add`; what it is good for is not said yet.",
        f"group: {group}  # {'guessed from the answers; ' if origin == 'open' else ''}{about}",
        f"origin: {origin}" + ("  # a guess: open, or synthetic where a model wrote it" if origin == "open" else ""),
        f"form: {form}",
        f"licence: {UNKNOWN_LICENCE}  # not known: find it out and write its SPDX name here",
        "citation: not known yet  # whom to name for this data, as it will stand in the data set's card",
    ]


def _splits(mixed: str | None) -> list[str]:
    return [] if mixed is None else _comment(f"{mixed}; take those out of the files that you will measure on", "")


def _comment(text: str, indent: str) -> list[str]:
    start = f"{indent}# "
    return textwrap.wrap(text, _WIDTH - len(start), initial_indent=start, subsequent_indent=start)


def _rejects(guess: Guess) -> list[str]:
    """A wider limit where the sample says that the usual one (1 %) will not do."""
    broken, rows = len(guess.tried.broken) + guess.unread, guess.tried.rows.height
    share = broken / max(broken + rows, 1)
    if share <= 0.005:  # noqa: PLR2004 - within half of the default
        return []
    wide = min(1.0, round(2 * share + 0.005, 2))
    return [f"broken: {{share: {wide}}}  # {broken:,} of the first {broken + rows:,} records make no row"]


def _block(key: str, value: Mapping[str, Any]) -> list[str]:
    return _dumped({key: value}).splitlines()


def _item(value: Mapping[str, Any]) -> list[str]:
    first, *rest = _dumped(value).splitlines()
    return [f"  - {first}", *(f"    {line}" if line else line for line in rest)]


def _dumped(value: Mapping[str, Any]) -> str:
    text: str = yaml.dump(dict(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text.rstrip("\n")


def flow(value: object) -> str:
    """A value in one line."""
    text: str = yaml.dump(
        [value], Dumper=_Dumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10**9
    )
    return text.strip()[1:-1]


class _Dumper(yaml.SafeDumper):
    """Lists of short texts in one line, as a person writes them; the same value twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - yaml's
        return True

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:  # noqa: FBT001 - yaml's
        items = list(sequence)
        short = all(not isinstance(item, dict | list) for item in items) and len(str(items)) <= _WIDTH - 20
        return super().represent_sequence(tag, items, True if short else flow_style)


def examples(sample: Sample, guess: Guess) -> list[dict[str, Any]]:
    """The shortest records with a gold answer, cut to the fields that are looked at, with the rows that they become."""
    tops = {str(steps(path)[0]) for part in guess.said.values() for path in _paths(part)}
    rows = {row["source_row"]: row for row in guess.tried.resolved.to_dicts()}
    chosen: list[dict[str, Any]] = []
    for number in numbered(guess.tried.resolved):
        record = {key: value for key, value in sample.records[number].items() if key in tops}
        plain = json.loads(json.dumps(record, default=str))  # orjson has no room for numbers past 64 bits
        if plain == record:  # what YAML cannot say as the data does (dates, decimals) would be another record
            chosen.append({"record": plain, "row": _row(rows[number], guess.said)})
        if len(chosen) >= _EXAMPLES_FROM:
            break
    return chosen


def _paths(part: Mapping[str, Any]) -> list[str]:
    return [*part.get("fields", ()), *(part[key] for key in ("field", "labels") if key in part)]


def _row(row: Mapping[str, Any], mapping: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if len(row["question"]) <= _LONG_QUESTION:
        said["question"] = row["question"]
    if row["options"] is not None:
        said["options"] = row["options"]
    said["answer"] = row["answer"]
    if row["options"] is not None:
        said["answer_text"] = row["answer_text"]
    for column in ("accepted", "subject"):
        if row[column] and "file" not in mapping.get(column, {}):  # an example is in no file
            said[column] = row[column]
    return said
