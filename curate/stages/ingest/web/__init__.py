"""Files behind URLs, and Common Crawl: asked for politely, and gone on with after whatever broke."""
