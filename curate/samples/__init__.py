"""The embedded sample of every source: small files in the layouts of the data sets on the hub, dirt included.

`names()` lists the files, `path(name)` finds one of them wherever the package is installed. What each file holds, and
where it comes from, stands in the README beside them; `dirt.json` lists the rows that are wrong on purpose.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from curate.errors import SourceError, one_of

_NAMES: Final = (
    "dirt.json",
    "math.jsonl",
    "mmlu_train.jsonl",
    "natural_reasoning.jsonl",
    "numina_math.jsonl",
    "syn_math.jsonl",
    "syn_qa.jsonl",
    "web_pages.warc.gz",
)


def names() -> tuple[str, ...]:
    """Return the names of all sample files, in alphabetical order."""
    return _NAMES


def path(name: str) -> Path:
    """Return where the sample file called `name` lies on this disk.

    Raises:
        SourceError: there is no such sample, or the installed package lacks it.
    """
    if name not in _NAMES:
        raise SourceError(one_of(name, _NAMES, what="sample"), field="sample")
    found = Path(str(files(__name__).joinpath(name)))
    if not found.is_file():
        raise SourceError("the sample is missing from the installed package", place=found, hint="install curate again")
    return found
