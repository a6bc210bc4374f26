"""deduplicate: which rows ask what another row asks already, and whether the two agree on the answer.

Reads `id`, `form`, `question`, `options`, `answer`, `answer_text` and `verifiable`.
Adds `duplicate_of`, `duplicate_kind` and `label_conflict`.
Is told nothing: `DeduplicateConfig` is empty, because what counts as the same question is code (`normal`), and has a
version.
"""

from curate.stages.deduplicate.config import DeduplicateConfig
from curate.stages.deduplicate.stage import DEDUPLICATE

__all__ = ["DEDUPLICATE", "DeduplicateConfig"]
