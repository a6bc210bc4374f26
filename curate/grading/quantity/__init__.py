"""`number_with_unit`: a number and a unit, converted by pint.

quantity.py      the comparison; start here
reading.py       a quantity in a text; spelling.py brings LaTeX and Unicode to plain text first
unit_reading.py  `J/(kg K)`; pint_names.py: which unit of pint a word or symbol is
"""
