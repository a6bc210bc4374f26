"""Documents in: web archives, pages and texts, to clean text with its language and measures."""
