"""Rows in other forms: multiple choice asked openly, open questions given options, options in a drawn order."""
