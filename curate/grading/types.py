"""The table of answer types: a type is one line here, and a module that ends in its `Grader`.

A package of its own joins with the entry point `curate.graders`, for example

    [project.entry-points."curate.graders"]
    chemical_formula = "chemists.grading:FORMULA"

where `FORMULA` is a `curate.grading.Grader`. It may not take the name of a type that is here.
"""

from functools import cache
from typing import Final

from curate.grading.choice.several import MULTI_CHOICE
from curate.grading.choice.single import CHOICE
from curate.grading.dates.date import DATE
from curate.grading.lists.items import LIST
from curate.grading.mathematics.expression import EXPRESSION
from curate.grading.mathematics.math import MATH
from curate.grading.quantity.quantity import NUMBER_WITH_UNIT
from curate.grading.verdict import Grader
from curate.grading.words.boolean import BOOLEAN
from curate.grading.words.short_text import SHORT_TEXT

BUILT_IN: Final[dict[str, Grader]] = {
    "choice": CHOICE,
    "multi_choice": MULTI_CHOICE,
    "math": MATH,
    "expression": EXPRESSION,
    "short_text": SHORT_TEXT,
    "boolean": BOOLEAN,
    "list": LIST,
    "number_with_unit": NUMBER_WITH_UNIT,
    "date": DATE,
}
"""The types that `infer_answer_type` tells, and how each is graded."""


@cache
def graders() -> dict[str, Grader]:
    """Return every answer type there is, ours first, then those of other packages by name.

    Raises:
        TypeError: If a package offers something else than a `Grader`, or takes the name of another type.
        ImportError: If what a package offers cannot be imported. Both say which entry point it is.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - as dear as the rest of the package together

    found = dict(BUILT_IN)
    for entry in sorted(entry_points(group="curate.graders"), key=lambda entry: entry.name):
        which = f"entry point curate.graders: {entry.name} = {entry.value}"
        try:
            offered = entry.load()
        except (ImportError, AttributeError) as error:
            raise ImportError(f"{which}: cannot be imported ({error})") from error
        if not isinstance(offered, Grader):
            raise TypeError(f"{which}: is {type(offered).__name__}, not a curate.grading.Grader")
        if entry.name in found:
            raise TypeError(f"{which}: there is an answer type {entry.name} already")
        found[entry.name] = offered
    return found
