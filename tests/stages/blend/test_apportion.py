"""Whole rows from weights: how far a share may stray, and that a larger total takes nothing away."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from curate.stages.blend.apportion import parts_of, quota

WEIGHTS = st.lists(st.integers(1, 60), min_size=2, max_size=7)


@given(WEIGHTS)
def test_no_share_strays_further_than_tijdeman_proved(weights: list[int]) -> None:
    parts = parts_of(weights)
    whole, bound = sum(parts), 1 - Fraction(1, 2 * len(parts) - 2)
    before = [0] * len(parts)
    for total in range(min(whole, 120) + 2):
        rows = quota(parts, total)
        assert sum(rows) == total
        assert max(abs(row - Fraction(part * total, whole)) for row, part in zip(rows, parts, strict=True)) <= bound
        assert all(old <= new for old, new in zip(before, rows, strict=True))
        before = rows


def test_weights_are_taken_as_they_are_written() -> None:
    assert parts_of([0.1, 0.2, 0.7]) == [1, 2, 7]
    assert parts_of([99842, 192930]) == [49921, 96465]
    assert parts_of([1e-3, 1e3]) == [1, 1_000_000]
