"""`date`: date.py compares to the precision of the gold answer, reading.py reads days, months, years and centuries."""
