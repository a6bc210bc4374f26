"""How many rows each share gets: whole numbers that differ from the ideal by less than one row.

Like largest remainder, the method keeps every share within one row of its ideal; unlike it, a larger total never
takes a row away from a share (largest remainder does: the Alabama paradox), so that a smaller blend can be a part of a
larger one. All arithmetic is on integers: no rounding depends on a machine.

Source: R. Tijdeman, The Chairman Assignment Problem (Discrete Mathematics 32, 1980): each next row goes to the share
whose row is due first, among those whose row may come already; k shares then never stray further than 1 - 1/(2k - 2).
"""

from __future__ import annotations

from fractions import Fraction
from heapq import heappop, heappush
from math import gcd, lcm
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


def parts_of(weights: Sequence[float]) -> list[int]:
    """The weights as whole parts of their sum, without a common divisor; 0.3 is taken as written, three tenths."""
    exact = [Fraction(repr(weight)) for weight in weights]
    common = lcm(*(weight.denominator for weight in exact))
    whole = [int(weight * common) for weight in exact]
    divisor = gcd(*whole)
    return [part // divisor for part in whole]


def allotted(parts: Sequence[int], caps: Sequence[int], total: int) -> list[int] | None:
    """Rows a share, summing to `total`, none above its cap, each less than one from its ideal; None if there are none.

    For totals at which every ideal is within its cap (`unhindered`), a larger total gives no share fewer rows; a total
    beyond that gives no share fewer rows than any of those.
    """
    whole = sum(parts)
    free = unhindered(parts, caps)
    if total <= free:
        return quota(parts, total)
    floors = [part * total // whole for part in parts]
    most = [min(-(-part * total // whole), cap) for part, cap in zip(parts, caps, strict=True)]
    if sum(most) < total or any(floor > cap for floor, cap in zip(floors, caps, strict=True)):
        return None
    rows = [max(floor, before) for floor, before in zip(floors, quota(parts, free), strict=True)]
    by_remainder = sorted(range(len(parts)), key=lambda share: (-(parts[share] * total % whole), share))
    takers = [share for share in by_remainder if rows[share] < most[share]]
    for share in takers[: total - sum(rows)]:
        rows[share] += 1
    return rows


def unhindered(parts: Sequence[int], caps: Sequence[int]) -> int:
    """The largest total at which no share's ideal is above its cap."""
    return min(cap * sum(parts) // part for part, cap in zip(parts, caps, strict=True))


def largest(parts: Sequence[int], caps: Sequence[int], *, at_most: int | None = None) -> int:
    """The largest total, up to `at_most`, that `allotted` can give."""
    whole = sum(parts)
    total = min(-(-(cap + 1) * whole // part) - 1 for part, cap in zip(parts, caps, strict=True))
    if at_most is not None:
        total = min(total, at_most)
    while True:
        most = sum(min(-(-part * total // whole), cap) for part, cap in zip(parts, caps, strict=True))
        if most >= total:
            return total
        # What the shares can take at most only shrinks with the total: nothing between is worth a look.
        total = most


def quota(parts: Sequence[int], total: int) -> list[int]:
    """Rows a share, each less than one from its ideal, and never fewer for a larger total.

    With d = 1/(2k - 2), the j-th row of a share may come when its ideal is j - 1 + d, and is due when it is j - d.
    """
    whole, slack = sum(parts), 2 * len(parts) - 2
    if not slack:
        return [total]
    rounds, rest = divmod(total, whole)  # after `whole` rows every ideal is a whole number: the same begins again
    rows = [0] * len(parts)
    ready: list[tuple[int, int]] = []
    waiting = sorted((-(-whole // (slack * part)), share) for share, part in enumerate(parts))
    for moment in range(1, rest + 1):
        while waiting and waiting[0][0] <= moment:
            share = heappop(waiting)[1]
            due = ((rows[share] + 1) * slack - 1) * whole * _FINE // (slack * parts[share])
            heappush(ready, (due, share))
        share = heappop(ready)[1]
        rows[share] += 1
        heappush(waiting, (-(-(rows[share] * slack + 1) * whole // (slack * parts[share])), share))
    return [count + rounds * part for count, part in zip(rows, parts, strict=True)]


_FINE: Final = 1 << 20
"""Steps between two rows in which dates are compared: enough to tell apart all but equal ones."""
