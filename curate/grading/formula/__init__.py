"""Formulas by value, in this process: read into a small tree, computed at points, compared. Most never meet sympy.

reading.py       a text to a tree, or None where it is not surely a formula; notation.py cuts it into tokens,
                 building.py makes products, quotients and mixed numbers of them
nodes.py         the tree
value.py         the value of a tree at a point, exact or to many digits; functions.py: sin, log, binomials
evaluate.py      two trees compared; start here. denominators.py: equations without theirs
naming.py        derivatives, differences, primes: one name each
logic.py         signs of logic, which are compared as they are written
"""
