"""Every error that a user can cause, in one tree.

    CurateError
    ├── ContentError     a shelf file (recipe, source, filter, template, profile) says something impossible
    ├── SourceError      data cannot be read, or is not what its source file claims
    ├── BlendError       the wish of a recipe cannot be met by the rows that stayed
    ├── StoreError       the disk: full, not writable, in use, or changed under us
    └── ModelError       a model cannot be loaded, or cannot answer

Each prints as one line, `place: field: what is wrong`, where place is `file:line` as editors understand it,
and carries the exit code of the command that meets it: 2 when the user's own files are wrong, 1 when the world is.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class CurateError(Exception):
    """What is wrong, where, what was found, and what would be right.

    `what` is the sentence; `place` a file, with `line` (from 1) where one is known; `field` a dotted path inside it;
    `hint` what to do about it.
    """

    exit_code = 1

    def __init__(
        self,
        what: str,
        *,
        place: Path | str | None = None,
        line: int | None = None,
        field: str | None = None,
        hint: str | None = None,
    ) -> None:
        what = " ".join(what.split())  # other libraries' messages have lines; ours is one
        where = None if place is None else str(place) if line is None else f"{place}:{line}"
        super().__init__(": ".join(part for part in (where, field, what) if part) + (f" ({hint})" if hint else ""))
        self.what, self.place, self.line, self.field, self.hint = what, place, line, field, hint

    def hinted(self, hint: str) -> CurateError:
        """The same error with one more hint."""
        both = "; ".join(part for part in (self.hint, hint) if part)
        return type(self)(self.what, place=self.place, line=self.line, field=self.field, hint=both)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders whole: keyword-only arguments need saying so."""
        return _remake, (type(self), self.what, self.place, self.line, self.field, self.hint)


def _remake(  # noqa: PLR0913, PLR0917 - what pickle calls takes no keywords
    kind: type[CurateError], what: str, place: Path | str | None, line: int | None, field: str | None, hint: str | None
) -> CurateError:
    return kind(what, place=place, line=line, field=field, hint=hint)


class ContentError(CurateError):
    """A file of the shelves is not valid."""

    exit_code = 2


class SourceError(CurateError):
    """A source cannot be read, is empty, or breaks its own stated limit."""


class BlendError(CurateError):
    """Weights, totals and repeats that no choice of the kept rows can satisfy."""

    exit_code = 2


class StoreError(CurateError):
    """The disk is full, not writable, in use by another build, or its content was changed."""


class ModelError(CurateError):
    """A model cannot be loaded or cannot answer."""


def one_of(name: str, known: Iterable[str], *, what: str, meant: str | None = None) -> str:
    """The sentence for a name that does not exist: what was meant (else what is spelt alike), and all there are."""
    names = sorted(known)
    close = [meant] if meant is not None else get_close_matches(name, names, n=1)
    asked = f" Did you mean {close[0]!r}?" if close else ""
    return f"there is no {what} {name!r}.{asked} There are: {', '.join(names) or 'none'}"
