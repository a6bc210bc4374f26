"""Sources in, rows out.

Reads what a file of `blends/sources/` names: a sample that the package carries, files, or a data set of the hub, all
of them in blocks, so that memory does not grow with a source. Makes rows with every column of `curate.row.ROW`
(template and prompt are null until `rewrite`), and rejects: records that no row can be made of, each with its file,
number, byte and reason. Rows and rejects together are the records that were read. Told by a `Source` which fields hold
the question, the options and the answer, and how many rejects are too many.

Where what is done: `reading`, `mapping` and `config` say what a source's file may say; `files` finds its files and
opens them, `web` fetches those that lie elsewhere (and Common Crawl), `formats` reads records out of them and
`documents` texts; `rows` makes rows of records; `stage` runs it all, shard by shard.
"""
