r"""Read a gold answer as sources write it: boxed, behind `####`, with alternatives joined by a capital OR."""

import re

from curate.grading.extract import boxes
from curate.grading.verdict import Asked

_ALTERNATIVE = " OR "
_OR_IN_TEXT = re.compile(r"\\text\{\s*OR\s*\}")


def alternatives(asked: Asked) -> list[str]:
    """Return every answer that counts as right, undressed; the gold answer as a whole first."""
    gold = bare(asked.gold)
    found = [gold]
    if "OR" in gold:
        parts = _OR_IN_TEXT.sub(_ALTERNATIVE, gold).split(_ALTERNATIVE)
        found += [part.strip() for part in parts] if len(parts) > 1 else []
    if asked.accepted:
        found += [bare(other) for other in asked.accepted]
    return [answer for answer in found if answer]


def bare(gold: str) -> str:
    """Return a gold answer without the reasoning before its `####`, and without a box around the whole of it."""
    if "####" in gold:
        gold = gold.rpartition("####")[2]
    gold = gold.strip()
    if gold.startswith("**") and gold.endswith("**") and len(gold) > len("****"):
        gold = gold[2:-2].strip()
    if "boxed" in gold or "fbox" in gold:
        found = boxes(gold.strip("$ ."))
        gold = found[-1][2].strip() if found else gold
    return gold
