"""Scoring beyond one machine: Spark reads, divides and writes; each part goes through `serving.batch.table`.

Nothing here is imported unless it is asked for, and pyspark (the extra ``spark``) with it.
"""
