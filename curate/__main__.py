"""`python -m curate`: the command line, where the script `curate` is not on the path."""

from curate.cli import main

main()
