"""The only code that knows veRL.

    columns     kept rows -> the five columns that veRL reads, of one pinned schema

Imports nothing by itself: a reward worker pays only for what it uses.
"""
