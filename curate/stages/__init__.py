"""The rooms, all of one shape.

Each has `__init__.py` (what it reads, what it adds, what it is told by), `config.py` (a frozen model of what it is
told) and `stage.py` (the stage itself); a big room has private modules besides. No room knows another: what two of
them share stands in `curate.row`, `curate.stage`, `curate.grading` or `curate.template`.
"""
