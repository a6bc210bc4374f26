"""Records to rows by a function: the way out where a mapping of fields does not reach.

The function is given a record, as a mapping of those columns that the source names, and returns a mapping with
`question` and `answer`, and perhaps `options`, `accepted` and `subject`, as a source's `map` would find them. Raising
`ValueError` rejects the record by its text; any other exception is a fault of the function, and ends the reading.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import xxhash

from curate.content import line_of, read_text, shown
from curate.errors import ContentError, SourceError, one_of
from curate.stages.ingest.mapping import Mapped
from curate.stages.ingest.rows.drawn import Drawn
from curate.stages.ingest.rows.fields import Getter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curate.stages.ingest.block import Block, Record
    from curate.stages.ingest.mapping import PythonMapping
    from curate.stages.ingest.rows.paths import Column

_GIVES: Final = ("question", "options", "answer", "accepted", "subject")


class ByFunction:
    """By the function of a mapping of kind `python`."""

    def __init__(self, mapping: PythonMapping, *, place: Path | None = None) -> None:
        """Import the function; `place` is the source's own file, so that errors can name its line.

        Raises:
            ContentError: If its module cannot be imported or has no such function.
        """
        self._columns, self._written = mapping.columns, mapping.function
        self._function = function_of(mapping, place=place)
        quoted = (f'"{column}"' for column in mapping.columns)
        self.getters: Sequence[Getter] = [
            Getter("columns", Mapped(field=column), key=str(at)) for at, column in enumerate(quoted)
        ]

    def __call__(self, block: Block, file: str, faults: dict[int, str]) -> Drawn:
        """What the function says of each record of a block.

        Raises:
            SourceError: If it raises anything but ValueError, or gives what is no mapping of the columns of a row.
        """
        for getter in self.getters:
            getter(block.records)
        said = [self._of(record, at, block.rows[at], file, faults) for at, record in enumerate(block.records)]

        def column(name: str) -> Column:
            return [one.get(name) for one in said]

        return Drawn(
            question=column("question"),
            answer=column("answer"),
            options=column("options"),
            accepted=column("accepted"),
            subject=column("subject"),
        )

    def _of(self, record: Record, at: int, row: int, file: str, faults: dict[int, str]) -> AnyMapping[str, Any]:
        given = {name: record[name] for name in self._columns if name in record}
        try:
            found: object = self._function(given)
        except ValueError as error:
            faults.setdefault(at, str(error) or f"{self._written} refuses it without a word")
            return {}
        except Exception as error:
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            raise SourceError(f"{self._written} fails at record {row}: {what}", place=file, field="map") from error
        if not isinstance(found, AnyMapping):
            what = f"gives {type(found).__name__} for record {row}, not a mapping with {', '.join(_GIVES)}"
            raise SourceError(f"{self._written} {what}", place=file, field="map")
        known = cast("AnyMapping[str, Any]", found)
        other = next((str(key) for key in known if key not in _GIVES), None)
        if other is not None:
            what = one_of(other, _GIVES, what="column")
            raise SourceError(f"{self._written}, record {row}: {what}", place=file, field="map")
        return {key: list(cast("Sequence[Any]", one)) if isinstance(one, tuple) else one for key, one in known.items()}


def function_of(mapping: PythonMapping, *, place: Path | None = None) -> Callable[[Record], object]:
    """The function that a mapping names.

    Raises:
        ContentError: If its module cannot be imported or has no such function; with the line of `place`.
    """
    module_name, _, name = mapping.function.partition(":")
    try:
        module = import_module(module_name)
    except Exception as error:  # a module may fail in any way
        what = f"cannot import {module_name}: {type(error).__name__}: {error}"
        raise _wrong(what, place) from error
    found = getattr(module, name, None)
    if not callable(found):
        functions = [one for one, value in vars(module).items() if callable(value) and not one.startswith("_")]
        what = one_of(name, functions, what="function") if found is None else f"{name} is no function"
        raise _wrong(f"in {module_name}, {what}", place)
    return cast("Callable[[Record], object]", found)


def code_of(mapping: PythonMapping) -> dict[str, str]:
    """The function's name with the content hash of the file of its module: rows hang on both.

    Raises:
        ContentError: If its module cannot be found or read.
    """
    module_name = mapping.function.partition(":")[0]
    try:
        spec = find_spec(module_name)
    except (ImportError, AttributeError, ValueError) as error:
        raise _wrong(f"cannot import {module_name}: {error}", None) from error
    if spec is None:
        raise _wrong(f"there is no module {module_name}", None)
    if not spec.has_location or spec.origin is None:
        return {mapping.function: "built-in"}
    try:
        return {mapping.function: xxhash.xxh3_128_hexdigest(Path(spec.origin).read_bytes())}
    except OSError as error:
        raise _wrong(f"{module_name} cannot be read: {error.strerror}", None) from error


def _wrong(what: str, place: Path | None) -> ContentError:
    line = None if place is None else line_of(read_text(place), ("map", "function"))
    return ContentError(what, place=None if place is None else shown(place), line=line, field="map.function")
