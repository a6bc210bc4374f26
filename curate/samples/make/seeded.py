"""Streams of chance that never change: one named stream for each thing that is drawn.

Every stream has a name of its own, so that drawing one question more in one place moves nothing in another.
Only methods of `random.Random` are used whose sequence has been the same in every Python that the project supports.
"""

import random

SEED = "curate-samples-1"


def stream(name: str) -> random.Random:
    """Return the stream of chance called `name`: the same numbers on every machine, today and later."""
    return random.Random(f"{SEED}/{name}")  # noqa: S311 - repeatable chance is the point; nothing is secret here
