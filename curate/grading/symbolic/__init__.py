"""Symbolic comparison by math-verify and sympy, in processes that can be killed.

door.py          where answers are handed in, with a budget; asks `curate.grading.formula` first
worker.py        what runs in the other process; the only module that imports sympy
"""
