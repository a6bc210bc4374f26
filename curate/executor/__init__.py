"""Where shards are worked on: here, or in processes of this machine."""

from curate.executor.local import Workers

__all__ = ["Workers"]
