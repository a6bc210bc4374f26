"""Options and their labels: which letter, number or name a source's answers call each option by.

Labels stand in the keys of a mapping, `{A: .., B: ..}`; beside the texts, `[{label: A, text: ..}]` or
`{label: [A, B], text: [.., ..]}`; in a list of their own; or before each option, `(A)foo`. Options without labels are
known by their place alone.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

from curate.row import LETTERS
from curate.stages.ingest.rows.texts import lists, named, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.stages.ingest.block import Record
    from curate.stages.ingest.rows.paths import Column

Labels: TypeAlias = tuple[str, ...]
"""A label for each option. None at all where options have some that cannot be trusted: no answer is found by them."""

UNSURE: Final[Labels] = ()

_LONGEST: Final = len(LETTERS)
_PAIR: Final = frozenset({"label", "text"})
_MANY: Final = (list, dict)
_ROMAN: Final = r"[ivx]{2,5}|[IVX]{2,5}"
_LEADING: Final = re.compile(
    rf"\s*(?:\(\s?([A-Za-z]|\d{{1,2}}|{_ROMAN})\s?\)|\[([A-Za-z]|\d{{1,2}}|{_ROMAN})\]"
    rf"|([A-Za-z]|{_ROMAN})\s?[.):\uff0e\uff1a\u3001\uff09]"
    r"|(\d{1,2})\s?[.):\uff0e\uff1a\u3001\uff09](?!\d))\s*"
)
_DRESS: Final = re.compile(
    rf"(?:the\s+)?(?:answer|option|choice)?\s*[(\[{{]?\s*([A-Za-z]|\d{{1,3}}|{_ROMAN})\s*[)\]}}]?\s*[.:)]?",
    re.IGNORECASE,
)
ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_RUNS: Final = (
    LETTERS,
    LETTERS.lower(),
    tuple(map(str, range(1, 100))),
    tuple(map(str, range(100))),
    ROMAN,
    tuple(map(str.upper, ROMAN)),
)


class Offered(NamedTuple):
    """The options of each record and their labels; None for a record without options, or without labels."""

    options: list[list[str] | None]
    labels: list[Labels | None] | None

    def of(self, at: int) -> Labels | None:
        """The labels of one record."""
        return None if self.labels is None else self.labels[at]


def offered(values: Column, beside: Column | None, faults: dict[int, str], *, by_place: bool = False) -> Offered:
    """Options in whatever shape they stand.

    Args:
        values: Lists of texts, mappings from labels to texts, or lists of mappings with `label` and `text`.
        beside: Lists of labels, where they are a field of their own.
        faults: Is told the records whose options are none, and why.
        by_place: Whether answers count the options, so that a null between two would move those behind it.
    """
    if beside is not None:
        found = lists(values, "options", faults, longest=_LONGEST)
        given = lists(beside, "the labels of options", faults)
        return Offered(found, [_fitting(one, other) for one, other in zip(found, given, strict=True)])
    if not _any_mappings(values):
        return Offered(lists(values, "options", faults, longest=_LONGEST), None)
    if by_place:
        for at, value in enumerate(values):
            if _has_a_gap(value):
                faults.setdefault(at, "an option between others is null, and the answer counts them")
    apart = [_apart(value, at, faults) if _is_labelled(value) else (value, None) for at, value in enumerate(values)]
    found = lists([options for options, _ in apart], "options", faults, longest=_LONGEST)
    return Offered(found, [labels for _, labels in apart])


def _any_mappings(values: Column) -> bool:
    firsts = (cast("Column", value)[0] for value in values if value and type(value) is list)
    return dict in set(map(type, chain(values, firsts)))


def unlabelled(found: Offered) -> Offered:
    """Options without the labels that they begin with, which are remembered."""
    apart = [
        (options, found.of(at)) if options is None else _unlabelled(options, found.of(at))
        for at, options in enumerate(found.options)
    ]
    return Offered([options for options, _ in apart], [labels for _, labels in apart])


def place_of(said: str, labels: Labels) -> int | None:
    """Which option is called so: as it is written, else without brackets, points and case; one option, never two."""
    for alike in (_as_it_is, _plain):
        wanted = alike(said)
        places = [at for at, label in enumerate(labels) if alike(label) == wanted]
        if places:
            return places[0] if len(places) == 1 else None
    return None


def without_label(text: str) -> tuple[str | None, str]:
    """The label that a text begins with, if it does, and what follows: `(B) Neon` is `B` and `Neon`."""
    found = _LEADING.match(text)
    return (None, text) if found is None else (_label_of(found), text[found.end() :])


def bare(label: str) -> str:
    """A label without brackets, points and the word `option`: `(B)` is `B`."""
    found = _DRESS.fullmatch(label.strip())
    return found.group(1) if found else label.strip()


def _label_of(found: re.Match[str]) -> str:
    return next(filter(None, found.groups()))


def _is_record(value: object) -> bool:
    return type(value) is dict


def _has_a_gap(value: object) -> bool:
    """Whether a mapping has a null before its last text."""
    texts = list(cast("Record", value).values()) if _is_record(value) else []
    return None in texts and any(text is not None for text in texts[texts.index(None) :])


def _is_labelled(value: object) -> bool:
    return type(value) is dict or (type(value) is list and _is_record(next(iter(cast("Column", value)), None)))


def _apart(value: Any, at: int, faults: dict[int, str]) -> tuple[Column | None, Labels | None]:
    """A mapping, or a list of them, as options and labels."""
    if type(value) is list:
        return _of_pairs(cast("Column", value), at, faults)
    record = cast("Record", value)
    if record.keys() >= _PAIR and all(type(record[key]) is list for key in _PAIR):
        return record["text"], _fitting(record["text"], _spelled_all(record["label"], at, faults))
    pairs = {key: text for key, text in record.items() if text is not None}
    if any(isinstance(text, _MANY) for text in pairs.values()):
        what = "a mapping of what is neither texts by their labels nor two lists, label and text"
        faults.setdefault(at, f"options is {what}")
        return None, None
    return (list(pairs.values()), tuple(pairs)) if pairs else (None, None)


def _of_pairs(items: Column, at: int, faults: dict[int, str]) -> tuple[Column | None, Labels | None]:
    for item in items:
        if not _is_record(item):
            faults.setdefault(at, f"an item of options is {named(item)} beside mappings with label and text")
            return None, None
        if not item.keys() >= _PAIR:
            there = ", ".join(map(str, item))
            faults.setdefault(at, f"an item of options is a mapping with {there}, not one with label and text")
            return None, None
    return [item["text"] for item in items], tuple(_spelled_all([item["label"] for item in items], at, faults))


def _spelled_all(values: Column, at: int, faults: dict[int, str]) -> list[str]:
    return [spelled(value, at, "a label of options", faults) or "" for value in values]


def _fitting(options: Sequence[object] | None, labels: Sequence[str] | None) -> Labels | None:
    """Labels that are as many as the options, else none that can be trusted."""
    if options is None:
        return None
    return tuple(labels) if labels is not None and len(labels) == len(options) else UNSURE


def _unlabelled(options: list[str], known: Labels | None) -> tuple[list[str], Labels | None]:
    apart = [without_label(option) for option in options]
    found = [label or "" for label, _ in apart]
    texts = [text for _, text in apart]
    if known is not None:  # a second label is one only where it is the same
        same = [bool(label) and _plain(label) == _plain(own) for label, own in zip(found, known, strict=False)]
        if len(same) != len(options):
            return options, known
        return [short if is_one else option for short, is_one, option in zip(texts, same, options, strict=True)], known
    if any(sorted(found) == sorted(run[: len(found)]) for run in _RUNS):
        return texts, tuple(found)
    at_their_place = any(label and label == run[at] for run in _RUNS for at, label in enumerate(found))
    return options, UNSURE if at_their_place else None


def _as_it_is(label: str) -> str:
    return label.strip()


def _plain(label: str) -> str:
    return bare(label).casefold()
