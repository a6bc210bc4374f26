"""screen: rules turn columns into reasons.

Reads the columns that the rules of its filters name.
Adds `early_reasons` (`SCREEN_EARLY`: by the filters that need no model, so that no model is asked about rows that go
anyway) and `drop_reasons` (`SCREEN`: all rules that a row breaks, in the order of the recipe).
Adds to documents `gate_reasons` (`GATES`: by the filters of a synthesis, which read columns of documents alone).
Is told by `ScreenConfig`: the filters of the recipe, each a file of `filters/`.
"""

from curate.stages.screen.check import filter_faults
from curate.stages.screen.config import Filter, NamedFilter, ScreenConfig
from curate.stages.screen.gates import GATES
from curate.stages.screen.kinds import kind_of_rule
from curate.stages.screen.rules import Rule
from curate.stages.screen.stage import SCREEN, SCREEN_EARLY

__all__ = [
    "GATES",
    "SCREEN",
    "SCREEN_EARLY",
    "Filter",
    "NamedFilter",
    "Rule",
    "ScreenConfig",
    "filter_faults",
    "kind_of_rule",
]
