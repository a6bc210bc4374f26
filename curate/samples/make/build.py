"""What is in every file: how many written and how many generated rows, how much dirt, and in which order.

written/ + tables/ + exercises  ->  items (item.py)  ->  dirt (dirt.py)  ->  layouts (layouts.py)  ->  bytes
"""

import json
from pathlib import Path

from curate.samples.make import (
    algebra,
    chemistry,
    computing,
    geography,
    history,
    letters,
    life,
    measures,
    motion,
    numbers,
    plane,
    space,
    terms,
    tongues,
    web,
)
from curate.samples.make.dirt import Entry, Files, Soiler
from curate.samples.make.draw import Drawer
from curate.samples.make.exercise import drawn
from curate.samples.make.item import Item, from_exercise, from_question, from_story, shuffled, written
from curate.samples.make.layouts import LAYOUTS, TYPES, encoded
from curate.samples.make.question import SIZES, Shape
from curate.samples.make.seeded import stream
from curate.samples.make.stories import stories

SAMPLES = Path(__file__).parent.parent
FOUR = (4,)
EACH = 5
EXERCISES = 160
STEM = (chemistry, space, measures, motion, terms, life, computing)
OTHER = (*geography.SHAPES, *history.SHAPES, *letters.SHAPES, *tongues.SHAPES, *terms.OTHER_SHAPES)
STEM_SHAPES = tuple(shape for module in STEM for shape in module.SHAPES)

COPIES = {
    "mmlu_train.jsonl": {"exact_duplicate": 4, "near_duplicate": 3, "label_conflict": 2},
    "syn_qa.jsonl": {"exact_duplicate": 4, "near_duplicate": 4, "label_conflict": 3},
    "syn_math.jsonl": {"exact_duplicate": 3, "near_duplicate": 2, "label_conflict": 2},
    "natural_reasoning.jsonl": {"exact_duplicate": 3, "near_duplicate": 2, "label_conflict": 2},
    "numina_math.jsonl": {"exact_duplicate": 2, "near_duplicate": 2, "label_conflict": 1},
    "math.jsonl": {"exact_duplicate": 2, "near_duplicate": 1, "label_conflict": 1},
}
"""Rows added to a file that repeat or contradict another row of it."""

CARRIED = (
    ("syn_qa.jsonl", "mmlu_train.jsonl", 2),
    ("mmlu_train.jsonl", "syn_qa.jsonl", 3),
    ("syn_qa.jsonl", "natural_reasoning.jsonl", 2),
    ("math.jsonl", "numina_math.jsonl", 3),
    ("numina_math.jsonl", "syn_math.jsonl", 1),
)
"""Rows that stand in a second file too: from, to, how many."""

DAMAGED = {
    "mojibake": {"natural_reasoning.jsonl": 2, "mmlu_train.jsonl": 2, "syn_qa.jsonl": 1},
    "cp1252_line": {"natural_reasoning.jsonl": 4},
    "html_entity": {"mmlu_train.jsonl": 2, "syn_qa.jsonl": 2, "natural_reasoning.jsonl": 2},
    "latex_spacing": {"numina_math.jsonl": 4, "math.jsonl": 3},
    "non_breaking_space": {"mmlu_train.jsonl": 2, "syn_qa.jsonl": 1, "syn_math.jsonl": 2},
    "gold_out_of_range": {"mmlu_train.jsonl": 3, "syn_qa.jsonl": 4},
    "empty_answer": {"syn_qa.jsonl": 2, "syn_math.jsonl": 3, "natural_reasoning.jsonl": 2, "numina_math.jsonl": 2},
    "empty_question": {"mmlu_train.jsonl": 1, "natural_reasoning.jsonl": 1},
    "broken_line": {"mmlu_train.jsonl": 2},
}
"""Rows damaged in place, by kind and file."""


def _shapes(pool: tuple[Shape, ...], *, use: str, alone: bool = True) -> list[Shape]:
    return [shape for shape in pool if shape.use in {use, "both"} and shape.alone == alone]


def _clean_questions() -> Files:
    """The three general-purpose files, before any dirt."""
    science, other = written("mcq_stem", stream("written/science")), written("mcq_humanities", stream("written/other"))
    four = [item for item in science if len(item.options) in FOUR][:75] + [
        item for item in other if len(item.options) in FOUR
    ][:60]
    kept = {id(item) for item in four}
    rest = [item for item in (*science, *other) if id(item) not in kept]
    drawer = Drawer()

    def draw(
        name: str, pool: tuple[Shape, ...], wanted: int, sizes: tuple[int, ...], *, alone: bool = True
    ) -> list[Item]:
        shapes = _shapes(pool, use="mcq" if sizes else "open", alone=alone)
        part = f"{name}/{'science' if pool is STEM_SHAPES else 'other'}/{alone}"
        questions = drawer.draw(shapes, wanted, name=part, sizes=sizes or (0,))
        return [from_question(question, alone=alone) for question in questions]

    return {
        "mmlu_train.jsonl": [
            *four,
            *draw("mmlu", STEM_SHAPES, 92, FOUR),
            *draw("mmlu", STEM_SHAPES, 6, FOUR, alone=False),
            *draw("mmlu", OTHER, 11, FOUR),
        ],
        "syn_qa.jsonl": [
            *rest,
            *draw("syn_qa", STEM_SHAPES, 125, SIZES),
            *draw("syn_qa", STEM_SHAPES, 5, SIZES, alone=False),
            *draw("syn_qa", OTHER, 14, SIZES),
            *draw("syn_qa", OTHER, 4, SIZES, alone=False),
        ],
        "natural_reasoning.jsonl": [
            *written("open_science", stream("written/open")),
            *draw("natural", STEM_SHAPES, 92, ()),
            *draw("natural", OTHER, 16, ()),
        ],
    }


def _clean_mathematics() -> Files:
    """The three mathematical files, before any dirt."""
    by_hand = written("math", stream("written/math"))
    made = [
        from_exercise(exercise, make.__name__)
        for make in (*algebra.MAKERS, *numbers.MAKERS, *plane.MAKERS)
        for exercise in drawn((make,), EACH)
    ]
    stream("exercises").shuffle(made)
    school = [item for item in made if item.subject in TYPES][:54]
    kept = {id(item) for item in school}
    rest = [item for item in made if id(item) not in kept][: EXERCISES - len(school)]
    return {
        "syn_math.jsonl": [from_story(story) for story in stories()],
        "numina_math.jsonl": [*by_hand[90:], *written("proofs", stream("written/proofs")), *rest],
        "math.jsonl": [*by_hand[:90], *school],
    }


def _soiled(files: Files) -> list[Entry]:
    soiler = Soiler(files, stream("dirt"))
    for kind, counts in DAMAGED.items():
        for file, times in counts.items():
            soiler.damage(kind, file, times)
    for file, counts in COPIES.items():
        for kind, times in counts.items():
            soiler.copy(kind, file, times)
    for source, file, times in CARRIED:
        soiler.carry(source, file, times)
    soiler.note()
    return soiler.entries


def _ledger(files: Files, entries: list[Entry]) -> bytes:
    """Return `dirt.json`: by kind, the places of all pieces of dirt, from row 0, with their twins."""
    row = {id(item): number for items in files.values() for number, item in enumerate(items)}
    kinds: dict[str, list[dict[str, str | int]]] = {}
    for entry in entries:
        place: dict[str, str | int] = {"file": entry.file, "row": row[id(entry.item)]}
        if entry.twin is not None:
            place |= {"twin_file": entry.twin_file, "twin_row": row[id(entry.twin)]}
        kinds.setdefault(entry.kind, []).append(place)
    lines = [
        f'  "{kind}": [\n' + ",\n".join(f"    {json.dumps(place)}" for place in sorted(places, key=_by_place)) + "\n  ]"
        for kind, places in sorted(kinds.items())
    ]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _by_place(place: dict[str, str | int]) -> tuple[str, int]:
    return str(place["file"]), int(place["row"])


def items() -> tuple[Files, list[Entry]]:
    """Return the rows of all files, in their order and with their dirt, and the ledger of the dirt."""
    files = _clean_questions() | _clean_mathematics()
    entries = _soiled(files)
    return {name: shuffled([files[name]], stream(f"order/{name}")) for name in LAYOUTS}, entries


def contents() -> dict[str, bytes]:
    """Return the bytes of all sample files by name."""
    files, entries = items()
    found = {name: encoded(name, rows) for name, rows in files.items()}
    return found | {"dirt.json": _ledger(files, entries), "web_pages.warc.gz": web.archive()}
