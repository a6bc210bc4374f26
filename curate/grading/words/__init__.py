"""Answers in words.

short_text.py    `short_text`: a word, a name, a phrase; and `normalise`, which other types use
boolean.py       `boolean`: yes or no
polarity.py      whether a yes is taken back by what follows it
signs.py         which signs mean something, and stay
numerals.py      `World War II` is `World War 2`
undress.py       Unicode forms, LaTeX and markdown off
number_words.py  `twenty-one` is 21; dates, quantities and mathematics read number words by it too
titles.py        whether `A and B` may be a title, whose parts have an order
plural.py        `apples` is `apple`, `Adams` is not `Adam`
"""
