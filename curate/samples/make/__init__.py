"""The generator of the embedded samples: `python -m curate.samples.make` writes them, `--check` compares.

It uses the standard library only and draws all its chance from named streams (`seeded.py`), so that every machine
writes the same bytes. Start reading at `build.py`.
"""
