"""Records to rows: the mapping of a source's file, carried out on blocks."""
