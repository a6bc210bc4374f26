"""Dirt on purpose: copies, damage and gaps of the kinds that real sources have, with a ledger of all of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from curate.samples.make.item import LETTERS, Item

Files = dict[str, list[Item]]
LONG = 10
PLACEHOLDERS = ("proof", "notfound")
LEAD_INS = (
    "Please answer this question. {}",
    "{} Explain your answer briefly.",
    "Think it through before you answer. {}",
    "Here is a question for you. {}",
    "{} Take your time.",
)
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "é": "&eacute;", "ö": "&ouml;"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of dirt; `twin` is the row that the dirty one repeats or contradicts."""

    kind: str
    file: str
    item: Item
    twin_file: str = ""
    twin: Item | None = None


def respelt(item: Item, rng: Random) -> Item:
    """Return the same question, different in case, spaces and final punctuation only."""
    text = item.text
    plain = "$" not in text and "\\" not in text
    choice = rng.randrange(4)
    if choice == 0 and plain:
        text = text.upper()
    elif choice == 1 and plain:
        text = text.lower()
    elif choice == 2:  # noqa: PLR2004 - the third of four ways
        text = text.replace(" ", "  ") + " "
    else:
        text = f" {text.rstrip('?.')}"
    return replace(item, text=text)


def reworded(item: Item, rng: Random) -> Item:
    """Return nearly the same question, with its options in another order."""
    options = list(item.options)
    rng.shuffle(options)
    gold = LETTERS[options.index(item.answer)] if options else ""
    return replace(item, text=rng.choice(LEAD_INS).format(item.text), options=tuple(options), gold=gold)


def contradicted(item: Item, rng: Random) -> Item:
    """Return the same question with another gold answer: another letter, or the next whole number but one."""
    if item.options:
        at = rng.choice([at for at, option in enumerate(item.options) if option != item.answer])
        return replace(item, gold=LETTERS[at], answer=item.options[at])
    answer = str(int(item.answer) + 2)
    solution = item.solution.replace(f"\\boxed{{{item.answer}}}", f"\\boxed{{{answer}}}")
    return replace(item, answer=answer, solution=solution)


def _everywhere(item: Item, change: Callable[[str], str]) -> None:
    item.text, item.answer = change(item.text), change(item.answer)
    item.options = tuple(change(option) for option in item.options)


def _curly(text: str) -> str:
    return re.sub(r"(?<=\w)'|'(?=[\s.,?]|$)", "’", text).replace("'", "‘")  # noqa: RUF001 - these quotes are the point


def misread(item: Item, _: Random) -> None:
    """Read UTF-8 as if it were cp1252."""
    _everywhere(item, lambda text: _curly(text).encode("utf-8").decode("cp1252"))


def unbroken(item: Item, _: Random) -> None:
    """Put non-breaking spaces where spaces were: after every third word."""
    _everywhere(item, lambda text: re.sub(r"(\S+ \S+ \S+) ", "\\1\N{NO-BREAK SPACE}", text))


def escaped(item: Item, _: Random) -> None:
    """Leave HTML entities in the text."""
    _everywhere(item, lambda text: "".join(ENTITIES.get(letter, letter) for letter in text))


def spaced(item: Item, _: Random) -> None:
    """Put LaTeX's small spaces around signs, which changes how a formula looks but not what it says."""

    def formulas(text: str) -> str:
        return re.sub(r"\$[^$]+\$", lambda found: _spread(found.group()), text)

    boxed, answer = f"\\boxed{{{item.answer}}}", _spread(item.answer)
    solution = item.solution.replace(boxed, "\x00")
    item.text, item.solution = formulas(item.text), solution.replace("\x00", f"\\boxed{{{answer}}}")
    item.answer = answer


def _spread(formula: str) -> str:
    return formula.replace(" = ", "\\;=\\;").replace(" + ", "\\,+\\,").replace(" - ", "\\,-\\,").replace(", ", ",\\ ")


def without_answer(item: Item, _: Random) -> None:
    """Take the gold answer away."""
    item.solution = item.solution.replace(f"\\boxed{{{item.answer}}}", "\\boxed{}")
    item.answer = item.gold = ""


def without_question(item: Item, _: Random) -> None:
    """Take the question away."""
    item.text = ""


def out_of_range(item: Item, rng: Random) -> None:
    """Let the gold letter point past the last option."""
    item.gold = LETTERS[len(item.options) + rng.randrange(3)]


def as_cp1252(item: Item, _: Random) -> None:
    """Write the line in cp1252, with the curly quotes that such files have."""
    _everywhere(item, _curly)
    item.line = "cp1252"


def broken(item: Item, _: Random) -> None:
    """Cut the line off."""
    item.line = "broken"


def _has_letters_beyond_ascii(item: Item) -> bool:
    whole = _curly("\n".join((item.text, item.answer, *item.options)))
    try:
        whole.encode("cp1252")
        whole.encode("utf-8").decode("cp1252")
    except UnicodeError:
        return False
    return not whole.isascii()


def _anything(_: Item) -> bool:
    return True


def _has_entities(item: Item) -> bool:
    return "$" not in item.text and any(letter in ENTITIES for letter in item.text)


def _has_signs(item: Item) -> bool:
    return _spread(item.text) != item.text and "$" in item.text and _spread(item.answer) != item.answer


def _is_generated(item: Item) -> bool:
    return item.shape != "written"


def _is_numeric(item: Item) -> bool:
    return bool(item.options) or item.answer.isdecimal()


Damage = Callable[[Item, Random], None]
DAMAGES: dict[str, tuple[Damage, Callable[[Item], bool]]] = {
    "mojibake": (misread, _has_letters_beyond_ascii),
    "cp1252_line": (as_cp1252, _has_letters_beyond_ascii),
    "html_entity": (escaped, _has_entities),
    "latex_spacing": (spaced, _has_signs),
    "non_breaking_space": (unbroken, lambda item: item.text.count(" ") > LONG),
    "gold_out_of_range": (out_of_range, _is_generated),
    "empty_answer": (without_answer, _is_generated),
    "empty_question": (without_question, _is_generated),
    "broken_line": (broken, _is_generated),
}
"""Kinds of damage done to a row in place, the rarest occasion first, and which rows can bear them."""

COPIES: dict[str, tuple[Callable[[Item, Random], Item], Callable[[Item], bool]]] = {
    "exact_duplicate": (respelt, lambda item: len(item.text) < 300),  # noqa: PLR2004 - short rows, to be read at a glance
    "near_duplicate": (reworded, _anything),
    "label_conflict": (contradicted, _is_numeric),
}
"""Kinds of dirt that add a row, made from another row of the same file."""


class Soiler:
    """Puts dirt on the rows of all files and keeps the ledger; no row gets two kinds of damage."""

    def __init__(self, files: Files, rng: Random) -> None:
        self.entries: list[Entry] = []
        self._files, self._rng = files, rng
        self._touched: set[int] = set()

    def copy(self, kind: str, file: str, times: int) -> None:
        """Add `times` rows of one kind of `COPIES` to a file."""
        make, fits = COPIES[kind]
        for _ in range(times):
            twin = self._pick(file, fits)
            item = make(twin, self._rng)
            self._add(Entry(kind=kind, file=file, item=item, twin_file=file, twin=twin))

    def carry(self, source: str, file: str, times: int) -> None:
        """Add `times` rows to a file that repeat rows of another file, which has to tell all that this one needs."""
        for _ in range(times):
            twin = self._pick(source, lambda item: item.alone and _fits(item, file))
            item = replace(twin) if _fits(twin, file) == "as it is" else replace(twin, options=(), gold="")
            self._add(Entry(kind="cross_source_duplicate", file=file, item=item, twin_file=source, twin=twin))

    def damage(self, kind: str, file: str, times: int) -> None:
        """Damage `times` rows of a file in place, by one kind of `DAMAGES`."""
        change, fits = DAMAGES[kind]
        for _ in range(times):
            item = self._pick(file, fits)
            change(item, self._rng)
            self.entries.append(Entry(kind=kind, file=file, item=item))

    def note(self) -> None:
        """Enter what is awkward without having been made so: options, long answers and placeholders."""
        for file, items in self._files.items():
            for item in items:
                if item.options and not item.alone:
                    self.entries.append(Entry(kind="option_dependent", file=file, item=item))
                if not item.options and len(item.answer.split()) > LONG and not item.solution:
                    self.entries.append(Entry(kind="long_answer", file=file, item=item))
                if item.answer in PLACEHOLDERS:
                    self.entries.append(Entry(kind="placeholder_answer", file=file, item=item))

    def _pick(self, file: str, fits: Callable[[Item], object]) -> Item:
        fitting = [
            item
            for item in self._files[file]
            if id(item) not in self._touched and item.alone and item.answer not in PLACEHOLDERS and fits(item)
        ]
        if not fitting:
            msg = f"{file}: no row left for another piece of dirt"
            raise ValueError(msg)
        chosen = self._rng.choice(fitting)
        self._touched.add(id(chosen))
        return chosen

    def _add(self, entry: Entry) -> None:
        self._files[entry.file].append(entry.item)
        self._touched.add(id(entry.item))
        self.entries.append(entry)


def _fits(item: Item, file: str) -> str:
    """Say how a row goes into another file: "as it is", "open" (without its options), or "" for not at all."""
    if file == "natural_reasoning.jsonl":
        return "open" if len(item.answer.split()) <= LONG else ""
    if file == "mmlu_train.jsonl":
        return "as it is" if len(item.options) == 4 else ""  # noqa: PLR2004 - as many as MMLU has
    return "as it is"
