"""Which of the rows that stayed go to training and to validation, in which proportion and order, and their Parquet.

Reads: the kept rows' `id`, `parent` and what a share may ask for (`config.Where`), with their `position` among all
rows. Adds nothing: it chooses (`stage.choose`), and writes what the adapter made of the chosen (`write.write_parquet`).
Told by: the shares, their weights and the totals of a recipe in `blends/` (`config.BlendConfig`).
"""
