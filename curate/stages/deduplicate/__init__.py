"""deduplicate: which rows ask what another row asks already, and whether the two agree on the answer.

Reads `id`, `parent`, `form`, `question`, `options`, `answer`, `answer_text`, `needs_options` and `verifiable`.
Adds `duplicate_of`, `duplicate_kind`, `label_conflict`, and `family`: which rows ask one question, in whatever form.
Is told nothing: `DeduplicateConfig` is empty, because what counts as the same question is code (`normal`), and has a
version.
"""

from curate.stages.deduplicate.config import DeduplicateConfig
from curate.stages.deduplicate.stage import DEDUPLICATE

__all__ = ["DEDUPLICATE", "DeduplicateConfig"]
