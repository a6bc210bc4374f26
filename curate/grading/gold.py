r"""Read a gold answer as sources write it: boxed, behind `####`, with alternatives joined by a capital OR."""

from curate.grading.extract import boxes
from curate.grading.verdict import Asked

_ALTERNATIVE = " OR "


def alternatives(asked: Asked) -> list[str]:
    """Return every answer that counts as right, undressed; the gold answer as a whole first."""
    gold = bare(asked.gold)
    found = [gold]
    if _ALTERNATIVE in gold:
        parts = gold.replace("\\text{ OR }", _ALTERNATIVE).replace("\\text{OR}", _ALTERNATIVE).split(_ALTERNATIVE)
        found += [part.strip() for part in parts]
    if asked.accepted:
        found += [bare(other) for other in asked.accepted]
    return [answer for answer in found if answer]


def bare(gold: str) -> str:
    """Return a gold answer without the reasoning before its `####`, and without a box around the whole of it."""
    if "####" in gold:
        gold = gold.rpartition("####")[2]
    gold = gold.strip()
    if "boxed" in gold or "fbox" in gold:
        found = boxes(gold.strip("$ ."))
        gold = found[-1][2].strip() if found else gold
    return gold
