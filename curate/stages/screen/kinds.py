"""Which kinds of rules there are: those of this room, and those that other packages bring.

A package brings one by an entry point of the group `curate.rules`, whose name is the kind and whose value is a
subclass of `Rule`. It is loaded when a filter names it, and never before.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Annotated, Final, cast

from pydantic import SerializeAsAny, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import InitErrorDetails, PydanticCustomError

from curate.errors import one_of
from curate.stages.screen.rules import (
    Absent,
    Among,
    InRange,
    InRanges,
    IsFalse,
    IsTrue,
    Lacks,
    Matches,
    NotAmong,
    Rule,
    kind_in_words,
)

GROUP: Final = "curate.rules"

_OWN: Final[dict[str, type[Rule]]] = {
    "true": IsTrue,
    "false": IsFalse,
    "range": InRange,
    "ranges": InRanges,
    "among": Among,
    "not_among": NotAmong,
    "absent": Absent,
    "matches": Matches,
    "lacks": Lacks,
}


def kind_of_rule(name: str) -> type[Rule]:
    """The class of the rules of a kind; a kind of this room cannot be replaced from outside.

    Raises:
        ValueError: If there is no such kind, or a package brings something else under its name.
    """
    if name in _OWN:
        return _OWN[name]
    brought = {point.name: point for point in entry_points(group=GROUP)}
    if name not in brought:
        raise ValueError(one_of(name, {*_OWN, *brought}, what="kind of rule"))
    found: object = brought[name].load()
    if not (isinstance(found, type) and issubclass(found, Rule)):
        raise ValueError(  # noqa: TRY004 - pydantic reads ValueError
            f"{brought[name].value}, which a package brings as the rule {name!r}, is no kind of rule"
        )
    return found


def _of_its_kind(given: object, _: ValidatorFunctionWrapHandler) -> Rule:
    """Validate a rule as what its `kind` says, so that an error speaks of that kind alone."""
    if isinstance(given, Rule):
        return given
    if not isinstance(given, dict):
        raise ValueError("must be a mapping with a kind and a column")  # noqa: TRY004 - pydantic reads ValueError
    row = cast("dict[object, object]", given)
    if "kind" not in row:
        raise ValueError(f"has no kind; kinds are: {', '.join(sorted(_OWN))}")
    name = str(kind_in_words(row["kind"]))
    try:
        kind = kind_of_rule(name)
    except ValueError as error:
        # As an error of the field `kind`, so that it is told with the line of that field.
        what = PydanticCustomError("kind", "{what}", {"what": str(error)})
        fault = InitErrorDetails(type=what, loc=("kind",), input=name)
        raise ValidationError.from_exception_data("rule", [fault]) from error
    return kind.model_validate(row)


AnyRule = Annotated[
    SerializeAsAny[IsTrue | IsFalse | InRange | InRanges | Among | NotAmong | Absent | Matches | Lacks | Rule],
    WrapValidator(_of_its_kind),
]
"""A rule of any kind; the kinds of this room are named for the JSON Schema that editors read."""
