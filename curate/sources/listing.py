"""Every source of the shelves with its state: what is there, what needs the network, what the store has read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from curate import samples
from curate.content import load, shown
from curate.errors import ContentError, StoreError
from curate.stages.ingest import opening
from curate.stages.ingest.config import Source
from curate.stages.ingest.files import places
from curate.stages.ingest.reading import FilesReading, HubReading, SampleReading
from curate.stages.ingest.stage import identity, promised_rows
from curate.store import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from curate.content import Shelves
    from curate.stages.ingest.reading import Reading

READY: Final = "ready"
MISSING: Final = "missing"
HUB: Final = "hub"
REMOTE: Final = "remote"
READ: Final = "read"
BROKEN: Final = "broken"

STATES: Final[Mapping[str, str]] = {
    READ: "in the store already",
    READY: "its data are here",
    REMOTE: "its data are behind URLs",
    HUB: "needs the hub",
    MISSING: "a file is not there",
    BROKEN: "its own file is not valid",
}
"""The states of a source, and what they mean."""

_CHEAP: Final = 1 << 26
"""Bytes of data that are read through for a list: to count their lines, or to tell whether they changed."""


@dataclass(frozen=True)
class Way:
    """A way to read a source: a key of `read`, its state, what is missing or where it lies, and the terms of its data.

    A sample that the package carries has terms of its own, whatever those of the data set are in whose place it stands.
    """

    how: str
    state: str
    note: str
    licence: str


@dataclass(frozen=True)
class Stored:
    """What the store has of a source: rows, rejects, and whether the data are still the same (None: not looked at)."""

    rows: int
    rejects: int
    same: bool | None


@dataclass(frozen=True)
class Listed:
    """One source of the shelves; of one whose file is not valid nothing but its name, its place and the error is known.

    Attributes:
        name: What its rows carry.
        path: Its file, as seen from the working folder.
        root: The folder of shelves that it is from.
        state: One of `STATES`.
        note: What is missing, or what is wrong.
        group: GPR or MR.
        origin: open or synthetic.
        form: mcq or open.
        licence: SPDX, of the data set; a sample in its place has terms of its own (see `ways`).
        makes: `rows` of records, or `documents` that questions are synthesised from.
        rows: How many; None where nobody knows before it is read.
        ways: The ways to read it.
        stored: What the store has.
    """

    name: str
    path: str
    root: str
    state: str
    note: str = ""
    group: str | None = None
    origin: str | None = None
    form: str | None = None
    licence: str | None = None
    makes: str | None = None
    rows: int | None = None
    ways: tuple[Way, ...] = ()
    stored: Stored | None = None

    def as_json(self) -> dict[str, Any]:
        """The same for a machine."""
        return asdict(self)


def listed(shelves: Shelves, *, store: Path) -> list[Listed]:
    """All sources, in the order of the shelves and of their names; one that is broken does not hide the others.

    Args:
        shelves: Where they stand.
        store: Where stages' outputs are kept; it need not be there.
    """
    read = _folders(store)
    return [_one(path, _root(path, shelves), read.get(path.stem, ())) for path in shelves.files("source")]


def _root(path: Path, shelves: Shelves) -> str:
    return next((shown(root) for root in shelves.roots if path.resolve().is_relative_to(root)), shown(path.parent))


def _folders(store: Path) -> dict[str, list[dict[str, Any]]]:
    """What the store's manifests say of reading, by source, the newest first; a damaged one says nothing here."""
    found: dict[str, list[tuple[float, dict[str, Any]]]] = {}
    for path in store.glob("01-ingest@*"):
        folder = Folder(path)
        try:
            if folder.done:
                facts = folder.manifest()
                found.setdefault(str(facts.get("source")), []).append((path.stat().st_mtime, facts))
        except (StoreError, OSError):
            continue
    return {name: [facts for _, facts in sorted(made, key=_newest_first)] for name, made in found.items()}


def _newest_first(made: tuple[float, dict[str, Any]]) -> float:
    return -made[0]


def _one(path: Path, root: str, read: Sequence[dict[str, Any]]) -> Listed:
    try:
        source = load(path, Source)
    except ContentError as error:
        return Listed(path.stem, shown(path), root, BROKEN, str(error))
    base = path.parent
    ways = ways_of(source, path)
    stored = _stored(source, read, ways, base)
    state, note = _state(ways)
    return Listed(
        name=path.stem,
        path=shown(path),
        root=root,
        state=READ if stored is not None and stored.same is not False else state,
        note="its data changed since they were read" if stored is not None and stored.same is False else note,
        group=source.group,
        origin=source.origin,
        form=source.form,
        licence=source.licence,
        makes="documents" if source.synthesize is not None else "rows",
        rows=stored.rows if stored is not None and stored.same is not False else _promised(source, ways, base),
        ways=ways,
        stored=stored,
    )


def _state(ways: Sequence[Way]) -> tuple[str, str]:
    """That of the way that needs the least, and what it says."""
    best = min(ways, key=lambda way: (READY, REMOTE, HUB, MISSING).index(way.state))
    return best.state, best.note if best.state != READY else ""


def ways_of(source: Source, place: Path) -> tuple[Way, ...]:
    """The ways to read a source, each with its state; nothing is opened, and no network is asked.

    Args:
        source: What its file says.
        place: That file.
    """
    return tuple(
        Way(how, *_state_of(how, reading, place), source.read_by(how).licence) for how, reading in source.read.items()
    )


def _state_of(how: str, reading: Reading, place: Path) -> tuple[str, str]:
    """The state of a way of reading, and what to say of it."""
    if (missing := next(opening.absent(reading, how, place), None)) is not None:
        return MISSING, str(missing)
    match reading:
        case SampleReading():
            return (READY if reading.file in samples.names() else MISSING), reading.file
        case HubReading():
            here = (place.parent / reading.path).is_dir()
            pinned = "unpinned" if reading.revision is None else "pinned"
            return (READY, reading.path) if here else (HUB, f"{reading.path}, {pinned}")
        case FilesReading():
            return (REMOTE if any(map(places.is_remote, reading.paths)) else READY), reading.named
        case _:  # questions without documents need nothing; a crawl is behind URLs
            return (READY if hasattr(reading, "questions") else REMOTE), reading.named


def _size(reading: Reading, base: Path) -> int | None:
    """Bytes of the local data of a way of reading; None where it is not all here."""
    if isinstance(reading, SampleReading):
        return samples.path(reading.file).stat().st_size
    if not isinstance(reading, FilesReading) or any(map(places.is_remote, reading.paths)):
        return None
    lies = [file.origin.path() for file in opening.named(reading, base)]
    return sum(path.stat().st_size for path in lies if path is not None)


def _cheap(source: Source, ways: Sequence[Way], base: Path) -> Iterator[str]:
    """The ways whose data are here and small enough to be read through."""
    for way in ways:
        if way.state == READY:
            size = _size(source.read[way.how], base)
            if size is not None and size <= _CHEAP:
                yield way.how


def _promised(source: Source, ways: Sequence[Way], base: Path) -> int | None:
    """Rows as a file says, or as lines are counted, of the way that needs the least."""
    cheap = list(_cheap(source, ways, base))
    hub = [how for how, reading in source.read.items() if isinstance(reading, HubReading)]
    questions = [getattr(reading, "questions", None) for reading in source.read.values()]
    known = next((count for count in questions if isinstance(count, int)), None)
    if known is not None:
        return known
    for how in (*cheap, *hub):
        rows = promised_rows(source, how, base=base)
        if rows is not None:
            return rows
    return None


def _stored(source: Source, read: Sequence[dict[str, Any]], ways: Sequence[Way], base: Path) -> Stored | None:
    """The newest that the store has, rather one whose data have not changed."""
    if not read:
        return None
    now = [identity(source, how, base=base) for how in _cheap(source, ways, base)]
    same = [facts for facts in read if facts.get("identity") in now]
    facts = (same or list(read))[0]
    unlooked = not now or any(way.state in {HUB, REMOTE} for way in ways)
    known = True if same else None if unlooked else False
    return Stored(sum(facts["rows"]), int(facts.get("rejected", 0)), known)
