r"""Answers in mathematics, compared as written, then as exact numbers, then by shape, then by value or symbolically.

math.py          `math`; start here. expression.py: `expression`, the same where every letter is a variable
stated.py        what a response says around its answer, cut off; a hedge seen
aligned.py       a notation that only the other answer makes clear: `{}_{10}C_3`, `2 and 1/3`, `5 pounds`
latex.py         many dialects to one; plain_notation.py and wording.py do so for keyboards and for words
exact.py         what is a rational number, exactly
structure.py     the shapes of answers; shapes.py and relations.py find them in a text
same.py          two shapes compared, part by part; scalars.py: two scalars
units.py         the unit off a number; unit_words.py: what is none; unit_names.py, angles.py, numerals.py: degrees,
                 other bases, times of day
real_sets.py     `x \neq 1` and `(-\infty, 1) \cup (1, \infty)` are one set
families.py      `2k\pi, k \in \mathbb{Z}`; constants_of_integration.py: `+ C`
"""
