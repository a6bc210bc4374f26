"""Draws by hash: the same ask draws the same, wherever and in whatever company it is worked on.

Of a list each thing bids for an ask with a hash of its own name and the ask's, and the best bid has it (weighted
rendezvous hashing). So the order of a list does not matter; one thing more among n takes one ask in n + 1 and leaves
the others as they were; and a thing that is struck out leaves only its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import numpy as np
import xxhash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

T = TypeVar("T")

_FACTORS: Final = (np.uint64(0xBF58_476D_1CE4_E5B9), np.uint64(0x94D0_49BB_1331_11EB))
_SHIFTS: Final = (np.uint64(30), np.uint64(27), np.uint64(31))
_TO_DOUBLE: Final = np.uint64(11)


@dataclass(frozen=True)
class Hand(Generic[T]):
    """Things that can be drawn, each with the name that it bids by and a weight above 0."""

    things: tuple[T, ...]
    names: tuple[str, ...]
    weights: tuple[float, ...]

    def __bool__(self) -> bool:
        return bool(self.things)

    def first(self, bits: int) -> T:
        """The thing with the best bid."""
        return self.things[int(np.argmax(self._bids(bits)))]

    def order(self, bits: int) -> list[T]:
        """All things, the best bid first."""
        return [self.things[int(at)] for at in np.argsort(-self._bids(bits), kind="stable")]

    @cached_property
    def _hashes(self) -> npt.NDArray[np.uint64]:
        return np.array([xxhash.xxh3_64_intdigest(name.encode("utf-8", "surrogatepass")) for name in self.names], "u8")

    @cached_property
    def _weights(self) -> npt.NDArray[np.float64]:
        return np.array(self.weights, "f8")

    def _bids(self, bits: int) -> npt.NDArray[np.float64]:
        """log(u) / weight, with u from 0 to 1 by the finaliser of splitmix64: the best is drawn in share of weight."""
        mixed = self._hashes ^ np.uint64(bits)
        for shift, factor in zip(_SHIFTS, _FACTORS, strict=False):
            mixed = (mixed ^ (mixed >> shift)) * factor
        mixed ^= mixed >> _SHIFTS[-1]
        return np.log(((mixed >> _TO_DOUBLE) + 0.5) / float(1 << 53)) / self._weights


def hand(things: Mapping[str, T], weights: Iterable[float] | None = None) -> Hand[T]:
    """A hand of things by their names; without weights all are as likely."""
    even = (1.0,) * len(things)
    return Hand(tuple(things.values()), tuple(things), even if weights is None else tuple(weights))


@dataclass(frozen=True)
class Drawn:
    """Draws for one ask: each by the hash of the seed, the document, the passage, the ask, and what is drawn."""

    seed: int
    document: str
    passage: int
    ask: int = -1

    def share(self, what: str) -> float:
        """A number from 0 to below 1."""
        return (self._bits(what) >> 11) / (1 << 53)

    def pick(self, what: str, among: Hand[T]) -> T:
        """One of these, by weight."""
        return among.first(self._bits(what))

    def shuffled(self, what: str, among: Hand[T]) -> list[T]:
        """All of these, in a drawn order."""
        return among.order(self._bits(what))

    def _bits(self, what: str) -> int:
        named = f"{self.document}\x1f{self.passage}\x1f{self.ask}\x1f{what}"
        return xxhash.xxh3_64_intdigest(named.encode("utf-8", "surrogatepass"), seed=self.seed)
