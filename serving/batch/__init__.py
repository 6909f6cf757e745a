"""Many postings from files or a pipe to as many answers, in a stream.

The flow::

    plan      which inputs (inputs) go to which output; nothing of an output may be an input
    formats   the extension names the reader, the encoder and the writer; compression unpacks and packs
    jsonl, json_array, csv_table, parquet_table   bytes → Row, or Reject where the row cannot be parsed
    chunks    256 rows that are scored together
    crew      chunks to processes (worker) and pieces back, in order
    run       chunk → Piece: Row → Posting, or Reject naming the field; Scorer.score_many → encode; rejects → lines
    spool     pieces to one file beside the output (frames), from which a run that was broken off goes on (sameness, lock)
    making    all of it for one output after the other, inputs by reading
    finish    the spool to the output: pieces writes the header, the brackets, the row groups
    remote    what has an address instead of a name, with fsspec
    files     everything is written beside its place and renamed at the end

Memory stays flat: a bounded number of chunks is held at a time, and a row too long for one goes through in pieces.
"""
