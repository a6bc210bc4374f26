"""Multiple choice: which option, or which options, does a response name?

single.py        `choice`: one letter; start here
several.py       `multi_choice`: a set of letters
one_option.py    what one stated answer names: a letter, a text, both
option_texts.py  which option a text is, when a response writes it another way
spelling.py      what two spellings of one option share
letters.py       the letters, and which of them a row makes right
listing.py       options that are only repeated
rejecting.py     options named to be rejected, and others called right too
behind.py        an answer that is taken back, or has another beside it
phrases.py       `I choose B`, `so B is correct`
conclusion.py    the sentence in which a discussion comes to its end
"""
