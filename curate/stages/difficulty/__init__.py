"""How hard is a question for a model?

Reads the question and what grades it, `prompt` or a probe template, and `early_reasons`. Adds `pass_rate` with its
counts, the model, what became of the row, and the first response. Told how many samples to draw and how, and how many
rows may be asked about. Rows that have a reason to go are not asked about, and say so.
"""
