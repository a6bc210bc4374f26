"""Documents, or topics and personas alone, become questions: a model writes, a model solves, checks look at both.

Reads rows of `curate.row.DOCUMENT`, adds rows of `curate.row.ROW`; told by a file of `blends/synthesis/` (`config.py`)
and by what that names, loaded as `material.py: Material`. In two steps, each kept: `draft.py` asks for the questions,
`stage.py` has them solved, votes on the answer and checks. Both ask through `curate.inference.model.Model` alone.
"""
