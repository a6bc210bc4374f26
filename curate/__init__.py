"""Question-answer sources in, verifiable Parquet blends for veRL out, and a reason for every row.

Sources make rows. Annotators only add columns. One cut. One write.
Start reading at `curate.pipeline`; `docs/architecture.md` has the map.
"""

__version__ = "0.1.0"
