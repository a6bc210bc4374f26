"""Rows x templates -> rows: each question is put into the words in which a model will be asked.

Makes rows. Reads all of `curate.row.ROW` but `template` and `prompt`, and writes all of it, those two filled in. Told
by `RewriteConfig` which templates to use and how often; asks no model, and looks at one row at a time, so any shard may
be done alone.
"""

from curate.stages.rewrite.config import RewriteConfig, Templates
from curate.stages.rewrite.stage import REWRITE_VERSION, rewrite

__all__ = ["REWRITE_VERSION", "RewriteConfig", "Templates", "rewrite"]
