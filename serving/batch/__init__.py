"""Many postings from a file or a pipe to as many answers, in a stream.

The flow::

    formats   the extension names the reader and the writer
    jsonl, json_array, csv_table, parquet_table   bytes → Row, or Reject where the row cannot be parsed
    run       Row → Posting, or Reject naming the field; groups of 256 → Scorer.score_many → writer
    rejects   each Reject, whole, to a file of its own or to standard error
    files     everything is written beside its place and renamed at the end

Memory stays flat: one row of at most `lines.MAX_ROW_BYTES` and one group of postings are held at a time.
"""
