"""`list`: items.py compares item by item, reading.py reads the shapes in which lists are written."""
