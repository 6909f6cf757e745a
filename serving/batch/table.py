"""A table of postings to a table of answers, row for row: what Spark and MLflow score with, and whoever has Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from serving.batch.parquet_table import plain_rows
from serving.batch.rows import Reject, Row
from serving.batch.run import GROUP, read_row

if TYPE_CHECKING:
    import pyarrow as pa

    from features.profile import Profile
    from serving.batch.layout import Layout
    from serving.scorer import Scorer

__all__ = ["ERROR", "score_read", "score_table", "table_schema"]

#: The last column: why a row could not be scored.
ERROR = "error"


def table_schema(layout: Layout) -> pa.Schema:
    """Return the schema of what `score_table` gives."""
    import pyarrow as pa

    return layout.schema.append(pa.field(ERROR, pa.string()))


def score_table(scorer: Scorer, table: pa.Table, profile: Profile | None, layout: Layout) -> pa.Table:
    """Return one row for each row of a table, in order; what could not be read has nulls and says why in ``error``.

    Parameters
    ----------
    scorer : Scorer
    table : pyarrow.Table
        Columns dotted (``client.rating``) or nested, as in a Parquet file of postings.
    profile : Profile or None
        Its defaults where there is none.
    layout : Layout
        What is written of an answer.
    """
    import pyarrow as pa

    parts = []
    # Cut through by rows alone: where the table's own batches end moves nothing.
    for start in range(0, table.num_rows, GROUP):
        batch = table.slice(start, min(GROUP, table.num_rows - start)).combine_chunks().to_batches()[0]
        rows = [Row(start + at, plain, plain) for at, plain in enumerate(plain_rows(batch), 1)]
        parts.append(score_read(scorer, rows, profile, layout)[0])
    return pa.concat_tables(parts) if parts else table_schema(layout).empty_table()


def score_read(
    scorer: Scorer, rows: Sequence[Row | Reject], profile: Profile | None, layout: Layout
) -> tuple[pa.Table, list[Reject | None]]:
    """Return a table as `score_table` does for rows that were read already, and beside each row why it was not scored."""
    import pyarrow as pa

    read = [read_row(row) if isinstance(row, Row) else row for row in rows]
    rejects = [one if isinstance(one, Reject) else None for one in read]
    answers = iter(scorer.score_many([one for one in read if not isinstance(one, Reject)], profile, parts=layout.parts))
    scored = layout.table([next(answers) if reject is None else None for reject in rejects])
    errors = [None if reject is None else reject.error for reject in rejects]
    return scored.append_column(ERROR, pa.array(errors, pa.string())), rejects
