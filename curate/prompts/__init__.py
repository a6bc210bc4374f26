"""Prompts of the shelf and the answers they ask for: files of `templates/`, their fields, and JSON read strictly."""
