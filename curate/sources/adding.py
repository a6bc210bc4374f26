"""A first source file for data that has none: `curate sources add`."""

from __future__ import annotations

import os.path
import re
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import orjson

from curate.content import SHELVES, load, shown
from curate.errors import ContentError, SourceError
from curate.order import load_plan
from curate.sources import nameless, writing
from curate.sources.clues import ANSWER, QUESTION, TEXT, TITLE, URL, of_subjects, plain, rated
from curate.sources.columns import columns
from curate.sources.found import SAMPLED, Found, look
from curate.sources.guessing import guessed
from curate.sources.sampling import sampled
from curate.sources.trial import tried
from curate.stages.ingest.config import Source
from curate.stages.ingest.examples import run_examples
from curate.stages.ingest.formats import hub
from curate.stages.ingest.reading import HubReading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curate.content import Shelves
    from curate.order import NamedPlan
    from curate.sources.columns import Column
    from curate.sources.guessing import Guess

_HUB: Final = re.compile(r"[\w.-]+/[\w.-]+")
_SPLITS: Final = {"train", "test", "dev", "val", "valid", "validation", "data", "main", "default", "questions", "all"}
"""Names of files that say nothing of what is in them: the folder's is taken."""
_SUFFIX: Final = re.compile(
    r"\.(?:jsonl?|ndjson|csv|tsv|tab|ya?ml|txt|md|html?|parquet|pq|arrow|feather|zip|w?arc|we[tr]|gz|zst|bz2|xz)$",
    re.IGNORECASE,
)
_EXAMPLES: Final = 2
_PLAN: Final = "web_questions"
"""The plan that is cheap enough to try."""
_DOCUMENT_FROM: Final = 300
"""Characters of the text in the middle from which texts beside no question are documents."""
_FILES_FROM: Final = 3


@dataclass(frozen=True)
class Added:
    """A source's file, written or to be written.

    Attributes:
        name: The source's.
        path: Its file.
        text: Its content.
        found: What lies there.
        guess: Which field is what; None for documents.
        how: The way to read it: a key of its `read`.
        unknown: What its author has to say, since nothing in the data does.
        new_shelf: The folder of shelves that is made for it, if there was none.
    """

    name: str
    path: Path
    text: str
    found: Found
    guess: Guess | None
    how: str
    unknown: tuple[str, ...]
    new_shelf: Path | None


def proposed(
    data: str, shelves: Shelves, *, name: str | None = None, out: Path | None = None, root: Path | None = None
) -> Added:
    """Look at data, and find out what a source's file would say of it; nothing is written.

    Args:
        data: A file, a folder, a glob, a URL, or a data set of the hub.
        shelves: Where the source will stand, and where synthesis plans are looked up.
        name: What rows will carry as their source; told from `data` if left out.
        out: The file; that of `name` on the shelf of the project if left out.
        root: The project; that around the working folder if left out.

    Raises:
        SourceError: If there is no data, or it cannot be read, or nothing in it looks like a question.
        ContentError: If the name is none that a source can have.
    """
    called = name or (out.stem if out is not None else _name(data))
    if not re.fullmatch(r"\w[\w.-]*", called):
        raise ContentError(f"{called!r} cannot be a name: letters, digits, _ - and .", field="--name")
    project = root or _project()
    path = out or project / SHELVES["source"][0] / f"{called}{SHELVES['source'][1]}"
    new_shelf = None if out is not None or (project / "blends").is_dir() else project / "blends"
    how, found = _found(data, path.absolute().parent)
    guess = None
    if found.documents or _documents(columns(found.sample.records)):
        plans = _plans(data, shelves)
        text = _of_documents(data, how, found, plans)
        found = replace(found, notes=(*found.notes, *_about_plans(plans)))
        unknown = ("what it is good for (why)", "its licence", "whom to cite", "whether its plan fits (synthesize)")
    else:
        guess = _with_files(_guess(found, data), found)
        text = _of_records(data, how, found, guess, called)
        unknown = ("what it is good for (why)", "its licence", "whom to cite", "whether a model wrote it (origin)")
    return Added(called, path, text, found, guess, how, unknown, new_shelf)


def write(added: Added) -> None:
    """Write the file, whole or not at all.

    Raises:
        ContentError: If it cannot be written.
    """
    try:
        added.path.parent.mkdir(parents=True, exist_ok=True)
        beside = added.path.with_name(f".{added.path.name}.tmp")
        beside.write_text(added.text, encoding="utf-8")
        beside.replace(added.path)
    except OSError as error:
        raise ContentError(f"cannot be written: {error.strerror or error}", place=shown(added.path)) from error


def _project() -> Path:
    """The folder of shelves around the working folder; where there is none, the working folder will be one."""
    here = Path.cwd()
    return next((place for place in (here, *here.parents) if (place / "blends").is_dir()), here)


def _name(data: str) -> str:
    parts = [part for part in re.split(r"[\\/]", data.partition("?")[0].rstrip("/\\")) if part not in {"", ".", ".."}]
    parts = [_plain(part) for part in parts if "*" not in part and ":" not in part] or ["data"]
    if Path(data).is_dir():
        parts[-1] = _plain(Path(data).resolve().name)
    while len(parts) > 1 and (parts[-1].lower() in _SPLITS or not parts[-1]):
        parts.pop()
    return parts[-1].lower() or "data"


def _plain(part: str) -> str:
    """A part of a path without the suffixes of formats, as a name."""
    while (short := re.sub(r"\.[A-Za-z]\w{0,7}$", "", part)) != part and _SUFFIX.search(part):
        part = short
    return re.sub(r"[^\w-]+", "_", part).strip("_")


def _found(data: str, base: Path) -> tuple[str, Found]:
    """How it is read, and what is there."""
    folder = Path(data)
    saved = folder.is_dir() and any((folder / name).is_file() for name in ("dataset_dict.json", "state.json"))
    if saved:
        split = {"split": _saved_split(folder)}
        sample = sampled(data, {"path": str(folder), **split}, Path(), rows=SAMPLED)
        return "hub", Found({"path": _from(folder, base), **split}, sample, 1)
    if folder.exists() or not _HUB.fullmatch(data) or "*" in data:
        return "files", look(data, base)
    said = _on_the_hub(data, base)
    return "hub", Found(said, sampled(data, said, base, rows=SAMPLED), 1)


def _from(path: Path, base: Path) -> str:
    """A path from the folder of the source's file, which begins with a dot so that it is no name of the hub."""
    written = Path(os.path.relpath(path, base)).as_posix()
    return written if written.startswith(".") else f"./{written}"


def _saved_split(folder: Path) -> str:
    try:
        splits = orjson.loads((folder / "dataset_dict.json").read_bytes())["splits"]
    except (OSError, ValueError, KeyError, TypeError):
        return "train"
    return "train" if "train" in splits or not splits else str(splits[0])


def _on_the_hub(path: str, base: Path) -> dict[str, Any]:
    """What `read` says of a data set of the hub: its only or default config, its training split, its newest commit."""
    revision = hub.revision_of(HubReading(path=path, split="train"), base)
    if revision == hub.UNPINNED:
        what = "is no file or folder here, and the hub cannot be asked for a data set of that name"
        raise SourceError(what, place=path, hint="a path of this disk may begin with ./")
    import datasets  # noqa: PLC0415 - only where the hub is asked

    known: Any = datasets
    try:
        configs = [str(one) for one in known.get_dataset_config_names(path, revision=revision)]
        config = next((one for one in ("default", "main", "all") if one in configs), configs[0])
        splits = [str(one) for one in known.get_dataset_split_names(path, config, revision=revision)]
    except (OSError, ValueError, TypeError, RuntimeError, IndexError) as error:
        raise SourceError(f"cannot be looked at on the hub: {error}", place=path) from error
    split = "train" if "train" in splits or not splits else splits[0]
    return {"path": path, **({"config": config} if len(configs) > 1 else {}), "split": split, "revision": revision}


def _guess(found: Found, data: str) -> Guess:
    if found.said.get("header") is False:
        given = found.said["columns"]
        found.said["columns"] = nameless.named(found.sample, given)
        nameless.renamed(found.sample, given, found.said["columns"])
    if not found.sample.records:
        broken = found.sample.broken
        raise SourceError(f"has no record that can be read: {broken[0].why if broken else 'it is empty'}", place=data)
    return guessed(found.sample, data)


def _with_files(guess: Guess, found: Found) -> Guess:
    """The same with the names of files as subjects, where they are names of fields of knowledge."""
    names = list(dict.fromkeys(found.sample.files))
    if "subject" in guess.said or len(names) < _FILES_FROM:
        return guess
    pattern = r"([^/!]+?)(?:[_.-](?:train|dev|val|valid|validation|test))?(?:\.\w+)*$"
    stems = {match[1] for name in names if (match := re.search(pattern, name))}
    if len(stems) < _FILES_FROM or not of_subjects({re.sub(r"[\W_]+", " ", stem) for stem in stems}):
        return guess
    said = {**guess.said, "subject": {"file": pattern}}
    result = tried(said, found.sample)
    if result is None:
        return guess
    reasons = {**guess.reasons, "subject": f"files are named like subjects: {', '.join(sorted(stems)[:3])}"}
    return replace(guess, said=said, reasons=reasons, tried=result)


def _documents(found: Sequence[Column]) -> bool:
    """Whether records are documents: a long text, and nothing beside it that is named like a question or an answer."""
    if any(rated(one.path, QUESTION) >= 9 or rated(one.path, ANSWER) >= 12 for one in found):  # noqa: PLR2004 - named
        return False
    return any(plain(one.path) in TEXT and one.textual and one.length >= _DOCUMENT_FROM for one in found)


def _plans(data: str, shelves: Shelves) -> list[NamedPlan]:
    """The plans that ask about texts, the one to try with first; one that is not valid is none of them."""
    found: list[NamedPlan] = []
    for name in sorted(shelves.names("synthesis"), key=lambda name: (name != _PLAN, name)):
        try:
            plan = load_plan(name, shelves)
        except ContentError:
            continue
        if plan.material.hands.writers_of_texts:
            found.append(plan)
    if not found:
        hint = f"write one: {'/*'.join(SHELVES['synthesis'])}"
        raise ContentError("holds documents, and no plan says how to write questions about them", place=data, hint=hint)
    return found


def _about_plans(plans: Sequence[NamedPlan]) -> Iterator[str]:
    """What the plan is that the file will name, and which others there are."""
    for at, plan in enumerate(plans):
        one, other = plan.material.name, f"another plan is {plan.material.name}"
        yield f"{other if at else f'the plan (synthesize) is {one}'}: {plan.material.config.what}"


def _of_documents(data: str, how: str, found: Found, plans: Sequence[NamedPlan]) -> str:
    paths: dict[str, str] = {}
    known = columns(found.sample.records)
    for column, clues in (("text", TEXT), ("url", URL), ("title", TITLE)):
        fitting = [one for clue in clues for one in known if plain(one.path) == clue and one.textual]
        if fitting:
            paths[column] = fitting[0].path
    others = ", ".join(plan.material.name for plan in plans[1:])
    small = "small, to try with" if plans[0].material.name == _PLAN else "a plan of blends/synthesis/"
    about = writing.Plan(
        plans[0].material.name,
        "mcq" if "mcq" in plans[0].material.forms else "open",
        f"{small}; others: {others}" if others else small,
    )
    return writing.of_documents({how: found.said}, about, _in_words(data), paths, found.mixed)


def _of_records(data: str, how: str, found: Found, guess: Guess, name: str) -> str:
    """The file with two examples that hold; what YAML would say otherwise than the data does is no example."""
    if guess.undecided:  # what its author has to say first is no valid file, and has no example
        return writing.of_records({how: found.said}, guess, _in_words(data), [], found.mixed)
    chosen: list[dict[str, Any]] = []
    for example in writing.examples(found.sample, guess):
        if _holds(writing.of_records({how: found.said}, guess, _in_words(data), [example]), name):
            chosen.append(example)
        if len(chosen) == _EXAMPLES:
            break
    text = writing.of_records({how: found.said}, guess, _in_words(data), chosen, found.mixed)
    assert _holds(text, name), "a source's file that was just written is valid"
    return text


def _in_words(data: str) -> str:
    """The data as the file names it for people: without the folders of one machine."""
    lies = Path(data)
    return lies.resolve().name if lies.exists() else data


def _holds(text: str, name: str) -> bool:
    with TemporaryDirectory(prefix="curate-") as folder:
        place = Path(folder) / f"{name}.yaml"
        place.write_text(text, encoding="utf-8", errors="surrogatepass")
        try:
            return not run_examples(load(place, Source), place)
        except ContentError:
            return False
