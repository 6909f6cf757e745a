"""Data folders read into contract postings with labels. One kind of data a file.

A folder holds either the research files (``postings.parquet``, ``risk_labels.jsonl``, ``challenge.jsonl``,
``outcomes.parquet``; see ``data/README.md``) or the project's own sample (``postings.jsonl``, ``labels.jsonl``,
``outcomes.csv``).
"""
