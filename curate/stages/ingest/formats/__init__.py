"""Readers of record formats, each a file: what is read, in blocks of records."""
