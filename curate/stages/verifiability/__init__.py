"""verifiability: can this row's answer be checked at all, and by what evidence?

Reads the question, its options, the gold answer in all its forms, its type, and what the row was made from.
Adds `gold_present`, `gold_in_options`, `options_distinct`, `answer_words`, `needs_options`, and what the grader says
about the row's own gold: `gold_verdict`, `gold_why`, `verifiable`.
Is told by `VerifiabilityConfig`: further phrases by which a question is known to need its options.
"""

from curate.stages.verifiability.config import VerifiabilityConfig
from curate.stages.verifiability.stage import VERIFIABILITY

__all__ = ["VERIFIABILITY", "VerifiabilityConfig"]
