"""Which template a row gets: by weight, and the same one always.

A hash of the row's id falls on a line of 2^64 points, which the templates of its kind divide in the order of their
names. Nothing else decides: no seed, no neighbour, no version of a library. When one weight changes, only the rows
between an old border and its new place move.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import polars as pl
import xxhash

if TYPE_CHECKING:
    from collections.abc import Mapping

_POINTS: Final = 1 << 64
_SEED: Final = 0x7265_7772_6974_6531  # "rewrite1": another stage that hashes ids must not choose the same rows


def chosen(ids: pl.Series, weights: Mapping[str, float]) -> pl.Series:
    """The name of the template of each id."""
    names = sorted(weights)
    if len(names) == 1:
        return pl.Series([names[0]], dtype=pl.String).new_from_index(0, len(ids))
    borders = _borders([weights[name] for name in names])
    points = (xxhash.xxh3_64_intdigest(one.encode(), _SEED) for one in ids.to_list())
    return pl.Series([names[bisect_right(borders, point)] for point in points], dtype=pl.String)


def _borders(weights: list[float]) -> list[int]:
    """Where one template ends and the next begins; in whole numbers, which round nowhere."""
    total = sum(map(Fraction, weights))
    return [int(upto / total * _POINTS) for upto in accumulate(map(Fraction, weights))][:-1]
