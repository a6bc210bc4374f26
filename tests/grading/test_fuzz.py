"""The grader under the fuzzer: a few thousand inputs of a fixed seed, and all that once failed."""

import importlib.util
import json
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
ONCE_FAILED = [
    json.loads(line)
    for path in sorted((HERE / "corpus").glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]


def _fuzzer() -> ModuleType:
    """The script beside this file, which is no package."""
    spec = importlib.util.spec_from_file_location("fuzz", HERE / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = made
    spec.loader.exec_module(made)
    return made


FUZZ = _fuzzer()


def test_no_input_makes_the_grader_fail_or_hang_or_change_its_mind() -> None:
    faults = [(wrong, asked) for asked in islice(FUZZ.inputs(0), 1_500) if (wrong := FUZZ.fault(asked)) is not None]
    assert faults == []


@pytest.mark.parametrize("case", ONCE_FAILED)
def test_what_once_failed_does_not_any_more(case: dict[str, object]) -> None:
    asked = FUZZ.Input(
        *(case[name] for name in ("response", "gold", "type")),
        tuple(case["options"]),  # type: ignore[arg-type]
        tuple(case["accepted"]),  # type: ignore[arg-type]
    )
    assert FUZZ.fault(asked) is None
